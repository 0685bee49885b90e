"""A value that a machine read in a picture: it may support or question the report, it never decides.

The engine reads charts well and is sure of itself when it is wrong too, so its agreement confirms nothing and its
disagreement accuses nobody: both ask a person to open the picture (docs/decisions/0012).
"""

from __future__ import annotations

from citewatch.checks.outcome import Outcome
from schemas.finding import Words
from warehouse.history import Seen


def by_machine(outcome: Outcome, *seen: Seen) -> Outcome:
    """What a comparison says, when one of the values it rests on was read in a picture."""
    read = next((one for one in seen if one.box is not None), None)
    if read is None:
        return outcome
    where = Words(f"A machine read {read.as_printed} in the picture ({place(read).en}).",
                  f"機器從圖片讀出 {read.as_printed}（{place(read).zh}）。")  # fmt: skip
    if outcome.family == "agrees":
        said = Words(f"{where.en} It supports the report; a person has to look before it counts.",
                     f"{where.zh}與報告相符，但須經人查看才算數。")  # fmt: skip
        return Outcome(outcome.check, "image_only", said, None, outcome.difference, outcome.ratio)
    said = Words(f"{where.en} It does not bear the report out, and machines misread pictures: open it and look."
                 f" {outcome.reason.en}",
                 f"{where.zh}與報告不合，但機器可能讀錯，請開啟圖片查看。{outcome.reason.zh}")  # fmt: skip
    return Outcome(outcome.check, "ambiguous", said, None, outcome.difference, outcome.ratio)


def place(seen: Seen) -> Words:
    """Where in the picture, and how sure the machine is."""
    left, top, right, bottom = seen.box or (0, 0, 0, 0)
    sure = f"{(seen.confidence_permille or 0) / 10:g}%"
    return Words(f"box {left},{top} to {right},{bottom}, confidence {sure}",
                 f"位置 {left},{top} 至 {right},{bottom}，信心 {sure}")  # fmt: skip


def unread() -> Outcome:
    """It stands in a picture, and what the machine made of it is nothing or not sure."""
    return Outcome(
        "value",
        "image_only",
        Words("It stands in a picture in which a machine could not read it with certainty; a person has to.",
              "這個數字在圖片中，機器無法確實讀出，須由人讀取。"),
    )  # fmt: skip
