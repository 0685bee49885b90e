"""The outcomes that can't tell: each says what is missing, none says anything about the report."""

from __future__ import annotations

from datetime import date

from citewatch.checks import wording
from citewatch.checks.outcome import Outcome
from schemas.base import both
from schemas.finding import Verdict, Words
from schemas.report import Claim
from schemas.source import Source
from warehouse.history import Attempt, Seen

NOT_READ: dict[str, Verdict] = {
    "blocked": "blocked", "refused": "blocked", "gone": "gone", "unreachable": "not_found",
}  # fmt: skip
"""How a fetch that gave no page is called in a finding. Never a verdict about the report."""
_WHY_ZH = {
    "blocked": "網站拒絕程式讀取", "refused": "依網站規定或我方規則未讀取", "gone": "頁面已不存在",
    "unreachable": "目前無法連線",
}  # fmt: skip


def no_source(claim: Claim) -> Outcome:
    why = both(claim.no_source)
    return Outcome(
        "citation",
        "no_source_given",
        Words(
            f"The report names no source for this ({wording.inside(why.en)}).",
            f"報告沒有為此註明來源（{wording.inside(why.zh)}）。",
        ),
    )


def no_figure(source: Source) -> Outcome:
    if source.reader == "planned":
        reason = Words("citewatch does not read this source yet.", "citewatch 尚未讀取這個來源。")
    else:
        reason = Words("No figure of this source is known to carry it.", "這個來源中還找不到對應的數字。")
    return Outcome("value", "not_found", reason)


def never_read(last: Attempt | None) -> Outcome:
    """Nothing of the source was ever received."""
    if last is None:
        return Outcome("value", "not_found", Words("The source has not been fetched yet.", "尚未讀取這個來源。"))
    return Outcome(
        "fetch",
        NOT_READ.get(last.state, "not_found"),
        Words(wording.sentence(last.reason), f"無法讀取來源：{_WHY_ZH.get(last.state, '沒有可用的內容')}。"),
    )


def only_archived(newest: date) -> Outcome:
    """All that was read are copies from an archive: what the source says today is not known."""
    day = wording.on(newest)
    return Outcome(
        "fetch",
        "not_found",
        Words(f"The source itself has not been read yet; this rests on the archived copy of {day.en}.",
              f"尚未讀取來源本身，以上依據{day.zh}的存檔。"),
    )  # fmt: skip


def lost(last_good: date, last: Attempt, *, archived: bool = False) -> Outcome:
    """It could be read before, or an archive has a copy; that still counts."""
    day = wording.on(last_good)
    if archived:
        return Outcome(
            "fetch",
            NOT_READ[last.state],
            Words(f"{wording.sentence(last.reason)} The archived copy of {day.en} counts.",
                  f"現在無法讀取來源（{_WHY_ZH[last.state]}），以{day.zh}的存檔為準。"),
        )  # fmt: skip
    return Outcome(
        "fetch",
        NOT_READ[last.state],
        Words(f"{wording.sentence(last.reason)} The last good copy, of {day.en}, still counts.",
              f"現在無法讀取來源（{_WHY_ZH[last.state]}），仍以{day.zh}的最後副本為準。"),
    )  # fmt: skip


def stale(last_good: date) -> Outcome:
    """The page is read again by a route that does not give this figure."""
    day = wording.on(last_good)
    return Outcome(
        "fetch",
        "not_found",
        Words(f"The way by which the source is read now does not give this figure; it was last seen on {day.en}.",
              f"目前讀取來源的途徑不提供這個數字，最後一次見到是{day.zh}。"),
    )  # fmt: skip


def absent() -> Outcome:
    return Outcome(
        "value",
        "not_found",
        Words("The page was read, but our reader found nothing on it that answers this; that says nothing about the"
              " report.",
              "已讀取頁面，但程式未找到可據以判斷的內容；這不代表報告有誤。"),
    )  # fmt: skip


def implausible() -> Outcome:
    return Outcome(
        "value",
        "not_found",
        Words("What was read on the page lies outside what this figure can plausibly be, so it was not believed; a"
              " person has to look.",
              "頁面上讀到的數值超出合理範圍，因此未採信，須由人查看。"),
    )  # fmt: skip


def several() -> Outcome:
    return Outcome(
        "value",
        "ambiguous",
        Words("The page has several figures that fit, and nothing shows which one is meant.",
              "頁面上有多個可能的數字，無法判斷是哪一個。"),
    )  # fmt: skip


def elsewhere(before: Seen, seen: Seen) -> Outcome:
    """The figure has another value and stands among other words, or is an old neighbour's, or ahead."""
    old, new = wording.shown(before), wording.shown(seen)
    return Outcome(
        "value",
        "ambiguous",
        Words(f"The page was rewritten: where it gave {old.en}, {new.en} is read now, which may be another figure:"
              " one of another place, part or time; a person has to look.",
              f"頁面已改寫：原為{old.zh}，現在讀到{new.zh}，可能是另一處、另一部分或另一時間的數字，須由人查看。"),
    )  # fmt: skip


def unfitting() -> Outcome:
    return Outcome(
        "value",
        "ambiguous",
        Words("The figures read on the page do not fit together, so one of them was misread.",
              "頁面上讀到的數字彼此不合，其中必有讀錯者。"),
    )  # fmt: skip


def stand_in(seen: Seen) -> Outcome:
    short = 0 < len(seen.as_printed) <= 40
    printed = Words(f" ({seen.as_printed})", f"（{seen.as_printed}）") if short else Words("", "")
    return Outcome(
        "value",
        "not_found",
        Words(f"Nobody has seen this in the source itself; what our specimen prints in its place{printed.en} proves"
              " nothing.",
              f"尚無人在來源中見過此內容；樣本中的替代內容{printed.zh}不能作為證據。"),
    )  # fmt: skip


def only_later(source_id: str, published: date, oldest: date) -> Outcome:
    """All that was read is younger than the report."""
    came, seen = wording.on(published), wording.on(oldest)
    return Outcome(
        "value",
        "not_found",
        Words(f"The oldest content read is of {seen.en}, after the report came out ({came.en} at the latest); an"
              f" archived copy would settle it (citewatch backfill fetches them).",
              f"讀到的最早內容是{seen.zh}，晚於報告發布（最晚{came.zh}），需要當時的存檔才能判斷"
              f"（可用 citewatch backfill 取得）。"),
    )  # fmt: skip


def changed_between(before: date, after: date) -> Outcome:
    """Two contents that answer differently, and the day of the change lies in the dark."""
    first, second = wording.on(before), wording.on(after)
    return Outcome(
        "value",
        "ambiguous",
        Words(f"The page changed at some time between {first.en} and {second.en}, and which of the two stood there when"
              " the report came out is not known.",
              f"頁面在{first.zh}至{second.zh}之間改變，無法得知報告發布時是哪一版。"),
    )  # fmt: skip


def edition_unread() -> Outcome:
    return Outcome(
        "edition",
        "ambiguous",
        Words("Which edition the page shows now could not be read, so it is not compared with the report.",
              "無法讀出頁面目前的版次，因此不與報告比較。"),
    )  # fmt: skip


def successor_unread(title: str, state: str | None) -> Outcome:
    verdict = NOT_READ.get(state or "", "not_found")
    return Outcome(
        "edition",
        verdict,
        Words(f"Whether there is a newer edition is not known: “{title}” could not be read.",
              f"無法得知是否已有較新版本：讀不到《{title}》。"),
    )  # fmt: skip
