"""What two figures of the sources say together: how they compare, and the count that a share of a total makes."""

from __future__ import annotations

from citewatch.checks import wording
from citewatch.checks.numbers import unreadable
from citewatch.checks.outcome import Outcome
from schemas.finding import Words
from schemas.report import Claim, Relation
from schemas.value import half_up
from warehouse.history import Seen


def relation(claimed: Relation, left: Seen, right: Seen) -> Outcome:
    """How two figures of the sources compare, against how the report says they do."""
    if left.value is None or right.value is None or left.unit != right.unit:
        return unreadable("relation", left if left.value is None else right)
    difference = left.value - right.value
    holds = {"<": difference < 0, ">": difference > 0, "~": abs(difference) <= claimed.within}[claimed.op]
    one, other, unit = left.as_printed, right.as_printed, wording.english(claimed.within, "pp")
    said = {
        "<": Words(f"{one} is less than {other}", f"{one} 低於 {other}"),
        ">": Words(f"{one} is more than {other}", f"{one} 高於 {other}"),
        "~": Words(f"{one} and {other} are within {unit} of each other",
                   f"{one} 與 {other} 相差不到 {wording.chinese(claimed.within, 'pp')}"),
    }[claimed.op]  # fmt: skip
    shown = Words(f"{one} and {other}", f"{one} 與 {other}")
    if holds:
        reason = Words(f"By the source, {said.en}, as the report says.", f"依來源，{said.zh}，與報告所說相符。")
        return Outcome("relation", "confirmed", reason, None, difference)
    reason = Words(f"The source prints {shown.en}, which is not as the report says.",
                   f"來源的數字是 {shown.zh}，與報告所說不符。")  # fmt: skip
    return Outcome("relation", "differs", reason, None, difference)


def implied(claim: Claim, share: Seen, total: Seen) -> Outcome:
    """A count that the source's share of its total must give, at the precision of the share."""
    if claim.value is None or share.value is None or total.value is None or not total.value or not share.step:
        return unreadable("implied", share if share.value is None else total)
    made = claim.value * 100 / total.value
    shown = f"{wording.plain(claim.value)}/{wording.plain(total.value)} = {wording.plain(made, 1)}%"
    if half_up(made, share.step) == half_up(share.value, share.step):
        return Outcome(
            "implied",
            "consistent",
            Words(f"The source gives {share.as_printed} of {total.as_printed} and not the count itself, but"
                  f" {shown} fits.",
                  f"來源只寫 {total.as_printed} 的 {share.as_printed}，未寫家數；{shown}，可推得相符。"),
        )  # fmt: skip
    return Outcome(
        "implied",
        "differs",
        Words(f"By the report's number {shown}, but the source prints {share.as_printed} of {total.as_printed}.",
              f"依報告的數字，{shown}，但來源寫的是 {total.as_printed} 的 {share.as_printed}。"),
    )  # fmt: skip
