"""One claim against one reading, by kind of value. Decimals, half-up, at the precision printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from citewatch.checks import wording
from schemas.finding import Verdict, Words
from schemas.measures import Terms
from schemas.report import Claim, Implied, Relation
from schemas.source import Figure
from schemas.value import half_up, same_date
from warehouse.history import Seen

SCALE_TOLERANCE = Decimal("0.05")
"""How near a ratio must be to a power of ten to be a slip of scale: 1,017 is 1.7% off 1,000."""
SAME_MAGNITUDE = (Decimal("0.5"), Decimal(2))
"""Outside it an inequality excuses nothing: 356 billion is more than 350 million, and still not the same figure."""
ABOUT = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check says; the judge adds who, where and when."""

    check: str
    verdict: Verdict
    reason: Words
    suggestion: Words | None = None
    difference: Decimal | None = None
    ratio: Decimal | None = None


def quantity(claim: Claim, step: Decimal | None, seen: Seen) -> Outcome:
    """A number with its unit."""
    if claim.unit and seen.unit and claim.unit != seen.unit:
        return Outcome(
            "value",
            "differs",
            Words(
                f"The report states {claim.unit}, the source prints {seen.as_printed} ({seen.unit}).",
                f"報告的單位是 {claim.unit}，來源寫的是 {seen.as_printed}（{seen.unit}）。",
            ),
        )
    if claim.range is not None:
        return _range(claim, claim.range, seen)
    if claim.value is None or seen.value is None:
        return _unreadable("value", seen)
    return _number(claim, claim.value, step, seen, seen.value)


def _number(claim: Claim, stated: Decimal, step: Decimal | None, seen: Seen, observed: Decimal) -> Outcome:
    difference = observed - stated
    ratio = observed / stated if stated else None
    coarser = max(step or Decimal(0), seen.step or Decimal(0))
    same = half_up(observed, coarser) == half_up(stated, coarser) if coarser else observed == stated
    printed = Words(f"The source prints {seen.as_printed}", f"來源寫的是 {seen.as_printed}")
    if same:
        return Outcome("value", "confirmed", Words(f"{printed.en}, as the report does.", f"{printed.zh}，與報告相同。"),
                       None, difference, ratio)  # fmt: skip
    suggestion = wording.correction(claim.says, stated, observed, claim.unit)
    if ratio is not None and ratio > 0 and (power := _slip(ratio)):
        factor = Words(
            f"{printed.en}: about {wording.times(ratio)} times what the report states (a factor of 10^{power}).",
            f"{printed.zh}，約為報告所載的 {wording.times(ratio)} 倍（差了 10 的 {power} 次方）。",
        )
        return Outcome("value", "scale_error", factor, suggestion, difference, ratio)
    if ratio is not None and _allowed(claim.comparator, ratio):
        inside = Words(
            f"{printed.en}; the report states “{claim.comparator} {wording.english(stated, claim.unit)}”.",
            f"{printed.zh}，符合報告所說的「{claim.comparator} {claim.says}」。",
        )
        return Outcome("value", "confirmed", inside, None, difference, ratio)
    other = Words(
        f"{printed.en}, the report states {wording.english(stated, claim.unit)}.",
        f"{printed.zh}，報告寫的是 {claim.says}。",
    )
    return Outcome("value", "differs", other, suggestion, difference, ratio)


def _slip(ratio: Decimal) -> int:
    """The power of ten that `ratio` is near to, or 0."""
    power = int(ratio.log10().to_integral_value())
    near = abs(ratio / Decimal(10) ** power - 1) <= SCALE_TOLERANCE
    return power if power and near else 0


def _allowed(comparator: str, ratio: Decimal) -> bool:
    low, high = SAME_MAGNITUDE
    if comparator in (">", ">="):
        return 1 < ratio <= high
    if comparator in ("<", "<="):
        return low <= ratio < 1
    return comparator == "~" and abs(ratio - 1) <= ABOUT


def _range(claim: Claim, stated: tuple[Decimal, Decimal], seen: Seen) -> Outcome:
    if seen.low is None or seen.high is None:
        return _unreadable("value", seen)
    if (seen.low, seen.high) == stated:
        return Outcome(
            "value", "confirmed", Words(f"The source prints {seen.as_printed}.", f"來源寫的是 {seen.as_printed}。")
        )
    theirs = wording.range_text(seen.low, seen.high, seen.unit)
    return Outcome(
        "value",
        "differs",
        Words(
            f"The source prints {theirs}, the report {claim.says}.", f"來源寫的是 {theirs}，報告寫的是 {claim.says}。"
        ),
        Words(f"{claim.says} → {theirs}", f"{claim.says} → {theirs}"),
    )


def day(claim: Claim, figure: Figure, seen: Seen) -> Outcome:
    """A date, at the coarser precision of the two."""
    stated, observed = claim.date or "", seen.date
    if observed is None:
        return _unreadable("date", seen)
    if claim.measures == "data_year" and figure.measures == "publication_date":
        return _data_year(claim, stated, observed)
    if same_date(stated, observed):
        return Outcome(
            "date", "confirmed", Words(f"The source says {observed}.", f"來源的日期是{wording.date_zh(observed)}。")
        )
    return Outcome(
        "date",
        "date_error",
        Words(f"The source says {observed}, the report {stated}.",
              f"來源的日期是{wording.date_zh(observed)}，報告寫的是{wording.date_zh(stated)}。"),
        Words(f"{stated} → {observed}", f"{claim.says} → {wording.date_zh(observed)}"),
    )  # fmt: skip


def _data_year(claim: Claim, stated: str, published: str) -> Outcome:
    """A study can't hold data from after it came out; from before it may, and then its date does not tell."""
    if stated[:4] > published[:4]:
        return Outcome(
            "date",
            "date_error",
            Words(f"The study came out on {published}; it can't hold data of {stated}.",
                  f"研究於{wording.date_zh(published)}發布，不可能有{wording.date_zh(stated)}的資料。"),
        )  # fmt: skip
    return Outcome(
        "date",
        "ambiguous",
        Words(f"The study came out on {published}; the page does not say which year its data is from.",
              f"研究於{wording.date_zh(published)}發布，頁面沒有說明資料年份是否為{wording.date_zh(stated)}。"),
    )  # fmt: skip


def term(claim: Claim, seen: Seen, terms: Terms) -> Outcome:
    """A state (draft, bill, act …) or a nature (what a thing is)."""
    stated = claim.state or claim.nature or ""
    if seen.label is None:
        return _unreadable("term", seen)
    ours, theirs = terms.wording(stated), terms.wording(seen.label)
    if seen.label == stated:
        return Outcome("term", "confirmed", Words(f"The source shows it: {theirs.en}", f"來源可見：{theirs.zh}"))
    reason = Words(f"The report: {ours.en} The source: {theirs.en}", f"報告：{ours.zh}來源：{theirs.zh}")
    if claim.state and terms.follows(seen.label, stated):
        return Outcome("term", "superseded", reason)
    return Outcome("term", "meaning_differs" if claim.nature else "differs", reason)


def name(claim: Claim, seen: Seen) -> Outcome:
    """A proper name or an ordered list of them, letter case aside."""
    stated = claim.names or ((claim.name,) if claim.name else ())
    observed = seen.names or ((seen.as_printed,) if seen.as_printed else ())
    if not observed:
        return _unreadable("name", seen)
    if [n.casefold() for n in stated] == [n.casefold() for n in observed]:
        return Outcome("name", "confirmed", Words("The source has the same names.", "來源的名稱相同。"))
    theirs = ", ".join(observed)
    return Outcome(
        "name",
        "differs",
        Words(
            f"The source writes {theirs}, the report {', '.join(stated)}.",
            f"來源寫作 {theirs}，報告寫作 {'、'.join(stated)}。",
        ),
        Words(f"{claim.says} → {theirs}", f"{claim.says} → {theirs}"),
    )


def relation(claimed: Relation, left: Seen, right: Seen) -> Outcome:
    """How two figures of the sources compare, against how the report says they do."""
    if left.value is None or right.value is None:
        return _unreadable("relation", left if left.value is None else right)
    difference = left.value - right.value
    holds = {"<": difference < 0, ">": difference > 0, "~": abs(difference) <= claimed.within}[claimed.op]
    shown = f"{left.as_printed} / {right.as_printed}"
    if holds:
        return Outcome(
            "relation",
            "confirmed",
            Words(f"The source's figures: {shown}.", f"來源的數字：{shown}。"),
            None,
            difference,
        )
    return Outcome(
        "relation",
        "differs",
        Words(f"The source's figures say otherwise: {shown}.", f"來源的數字並非如此：{shown}。"),
        None,
        difference,
    )


def implied(claim: Claim, _: Implied, share: Seen, total: Seen) -> Outcome:
    """A count that the source's share of its total must give, at the precision of the share."""
    if claim.value is None or share.value is None or total.value is None or not total.value:
        return _unreadable("implied", share if share.value is None else total)
    made = claim.value * 100 / total.value
    step = share.step or Decimal(1)
    shown = f"{wording.plain(claim.value)}/{wording.plain(total.value)} = {wording.plain(made, 1)}%"
    if half_up(made, step) == half_up(share.value, step):
        return Outcome(
            "implied",
            "consistent",
            Words(f"{shown}; the source prints {share.as_printed} of {total.as_printed}.",
                  f"{shown}，來源寫的是 {total.as_printed} 的 {share.as_printed}。"),
        )  # fmt: skip
    return Outcome(
        "implied",
        "differs",
        Words(f"{shown}, but the source prints {share.as_printed}.", f"{shown}，但來源寫的是 {share.as_printed}。"),
    )


def meaning(claim: Claim, figure: Figure, seen: Seen, terms: Terms) -> Outcome | None:
    """Right number, wrong meaning: the commonest error. None if both sides mean the same or the source says nothing."""
    if figure.measures is None or claim.kind in ("status", "name"):
        return None
    observed = figure.measures if isinstance(figure.measures, str) else seen.label
    if observed is None:
        choices = ", ".join(figure.measures)
        return Outcome(
            "meaning",
            "ambiguous",
            Words(
                f"The words beside it do not say which it is: {choices}.", f"旁邊的文字沒有說明是哪一種：{choices}。"
            ),
        )
    if observed == claim.measures:
        return None
    ours, theirs = terms.wording(claim.measures), terms.wording(observed)
    return Outcome(
        "meaning",
        "meaning_differs",
        Words(f"The report: {ours.en} The source: {theirs.en}", f"報告所指：{ours.zh}來源所指：{theirs.zh}"),
    )


def picture(seen: Seen) -> Outcome:
    """It stands in a picture that nobody here has read."""
    where = seen.picture or seen.as_printed
    return Outcome(
        "value",
        "image_only",
        Words(f"The source shows it only in a picture: {where}", f"來源只以圖片呈現：{where}"),
    )


def _unreadable(check: str, seen: Seen) -> Outcome:
    return Outcome(
        check,
        "ambiguous",
        Words(f"“{seen.as_printed}” could not be read as the kind of value the report states.",
              f"「{seen.as_printed}」讀不出與報告同類的數值。"),
    )  # fmt: skip


Compare = Callable[[Claim, Seen], Outcome]
