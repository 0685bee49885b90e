"""A stated number or range against one reading. Decimals, half-up, at the precision printed."""

from __future__ import annotations

import re
from decimal import Decimal

from citewatch.checks import wording
from citewatch.checks.outcome import Outcome
from schemas.finding import Words
from schemas.report import Claim
from schemas.value import half_up
from warehouse.history import Seen

SCALE_TOLERANCE = Decimal("0.05")
"""How near a ratio must be to a power of ten to be a slip of scale: 1,017 is 1.7% off 1,000."""
SAME_MAGNITUDE = (Decimal("0.5"), Decimal(2))
"""Outside it an inequality excuses nothing: 356 billion is more than 350 million, and still not the same figure."""
ABOUT = Decimal("0.1")
_ANYTHING = frozenset(("item", "piece", "case", "sample", "respondent"))
"""Counters of whatever is counted: a bare N = 325 is of the survey's own kind."""
_BARE = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")
_UPWARD, _DOWNWARD = frozenset((">", ">=", "up")), frozenset(("<", "<=", "down"))


def quantity(claim: Claim, step: Decimal | None, seen: Seen) -> Outcome:
    """A number with its unit. `step` is the value of the last digit that the report prints."""
    if _other_period(claim, seen):
        same = claim.value is not None and seen.value == claim.value and _overlap(claim, seen)
        if not same:
            return _not_comparable_period(claim, seen)
    if claim.unit and seen.unit and claim.unit != seen.unit and seen.unit not in _ANYTHING:
        return _other_unit(claim, step, seen)
    if claim.range is not None:
        return _range(claim, claim.range, seen)
    if claim.value is None or seen.value is None:
        return unreadable("value", seen)
    return _number(claim, claim.value, step, seen, seen.value)


def _other_period(claim: Claim, seen: Seen) -> bool:
    return bool(claim.period and seen.period) and claim.period != seen.period


def _overlap(claim: Claim, seen: Seen) -> bool:
    """A sum for 2024/2033 whose sentence names only 2024 may well be the same one, if the number is the same."""
    return bool(set((claim.period or "").split("/")) & set((seen.period or "").split("/")))


def _not_comparable_period(claim: Claim, seen: Seen) -> Outcome:
    theirs, ours = _years(seen.period or ""), _years(claim.period or "")
    return Outcome(
        "value",
        "not_found",
        Words(f"The source gives {seen.as_printed} for {theirs.en}, but the report speaks of {ours.en}, so the two can"
              " not be compared.",
              f"來源的 {seen.as_printed} 是{theirs.zh}的數字，報告說的是{ours.zh}，無法比較。"),
    )  # fmt: skip


def _years(period: str) -> Words:
    first, _, last = period.partition("/")
    begin, end = wording.on(first), wording.on(last)
    return Words(f"{begin.en} to {end.en}", f"{begin.zh}至{end.zh}") if last else begin


def _other_unit(claim: Claim, step: Decimal | None, seen: Seen) -> Outcome:
    """The same digits in another currency is the report's slip; other digits may be another figure altogether."""
    theirs = Words(seen.as_printed, seen.as_printed)
    alike = claim.value is not None and seen.value is not None and _same(claim.value, seen.value, step, seen.step)
    if alike and _exchanged(claim.unit or "", seen.unit or ""):
        assert claim.value is not None and seen.value is not None
        return Outcome(
            "value",
            "differs",
            Words(f"The number is the same, but the source gives {wording.english(seen.value, seen.unit)} and the"
                  f" report {wording.english(claim.value, claim.unit)}.",
                  f"數字相同但單位不同：來源是 {wording.chinese(seen.value, seen.unit)}，報告是 {claim.says}。"),
            wording.correction(claim.says, claim.value, seen.value, claim.unit, observed_unit=seen.unit),
        )  # fmt: skip
    return Outcome(
        "value",
        "ambiguous",
        Words(f"The source prints {theirs.en}, which is in another unit than the report's, so the two cannot be"
              " compared.",
              f"來源寫的是 {theirs.zh}，單位與報告不同，無法比較。"),
    )  # fmt: skip


def _exchanged(ours: str, theirs: str) -> bool:
    """Units that are easily taken for each other and that a page never leaves open: currencies, percent and points."""
    return (ours.isupper() and theirs.isupper()) or {ours, theirs} == {"%", "pp"}


def _same(stated: Decimal, observed: Decimal, step: Decimal | None, seen_step: Decimal | None) -> bool:
    coarser = max(step or Decimal(0), seen_step or Decimal(0))
    return half_up(observed, coarser) == half_up(stated, coarser) if coarser else observed == stated


def _number(claim: Claim, stated: Decimal, step: Decimal | None, seen: Seen, observed: Decimal) -> Outcome:
    difference = observed - stated
    ratio = observed / stated if stated else None
    against = _against(claim.comparator, seen.comparator or "=")
    if not against and _same(stated, observed, step, seen.step):
        # The source rounds more than the report: what it prints agrees, but the report's last digits are not there.
        finer = stated != observed and step is not None and seen.step is not None and step < seen.step
        return _alike(seen, difference, ratio, seen_itself=not finer)
    suggestion = wording.correction(claim.says, stated, observed, claim.unit)
    ours = Words(wording.compared(claim.comparator).en + wording.english(stated, claim.unit),
                 wording.compared(claim.comparator).zh + claim.says)  # fmt: skip
    if ratio is not None and ratio > 0 and slip(ratio):
        times = wording.multiple(ratio)
        return Outcome(
            "value",
            "scale_error",
            Words(f"The source prints {seen.as_printed}, {times.en} the {wording.english(stated, claim.unit)} that the"
                  " report states.",
                  f"來源寫的是 {seen.as_printed}，約為報告所載 {wording.before_chinese(claim.says)}的 {times.zh}。"),
            suggestion, difference, ratio,
        )  # fmt: skip
    if not against and ratio is not None and allowed(claim.comparator, ratio):
        return Outcome(
            "value",
            "confirmed",
            Words(f"The source prints {seen.as_printed}, which is what the report means by “{ours.en}”.",
                  f"來源寫的是 {seen.as_printed}，符合報告所說的「{ours.zh}」。"),
            None, difference, ratio,
        )  # fmt: skip
    printed = wording.compared(seen.comparator or "=") if against else Words("", "")
    return Outcome(
        "value",
        "differs",
        Words(f"The source prints {printed.en}{seen.as_printed}, but the report states {ours.en}.",
              f"來源寫的是{printed.zh} {seen.as_printed}，報告寫的是 {ours.zh}。"),
        None if against else suggestion, difference, ratio,
    )  # fmt: skip


def _alike(seen: Seen, difference: Decimal, ratio: Decimal | None, *, seen_itself: bool) -> Outcome:
    if seen_itself:
        shown = in_full(seen)
        reason = Words(f"The source prints {shown.en}, as the report does.", f"來源寫的是 {shown.zh}，與報告相同。")
    else:
        reason = Words(
            f"The source prints {seen.as_printed}, less exactly than the report, and agrees with it as far as it goes.",
            f"來源寫的是 {seen.as_printed}，不如報告精確，但在其精確度內相符。",
        )
    return Outcome("value", "confirmed" if seen_itself else "consistent", reason, None, difference, ratio)


def in_full(seen: Seen) -> Words:
    """A figure as printed; where a heading gives it its scale (12.4, in hundreds), what it comes to as well."""
    bare = _BARE.fullmatch(seen.as_printed)
    if bare is None or seen.value is None or Decimal(seen.as_printed.replace(",", "")) == seen.value:
        return Words(seen.as_printed, seen.as_printed)
    whole = wording.plain(seen.value)
    return Words(f"{seen.as_printed}, that is {whole}", f"{seen.as_printed}（即 {whole}）")


def slip(ratio: Decimal) -> int:
    """The power of ten that `ratio` is near to, or 0."""
    power = int(ratio.log10().to_integral_value())
    near = abs(ratio / Decimal(10) ** power - 1) <= SCALE_TOLERANCE
    return power if power and near else 0


def allowed(comparator: str, ratio: Decimal) -> bool:
    """Whether the source's number is one that the report's inequality covers, within the same magnitude."""
    low, high = SAME_MAGNITUDE
    if comparator in (">", ">="):
        return 1 < ratio <= high
    if comparator in ("<", "<="):
        return low <= ratio < 1
    return comparator == "~" and abs(ratio - 1) <= ABOUT


def _against(ours: str, theirs: str) -> bool:
    """`at least` against `at most`, `rose` against `fell`: the same number then means the opposite."""
    return (ours in _UPWARD and theirs in _DOWNWARD) or (ours in _DOWNWARD and theirs in _UPWARD)


def _range(claim: Claim, stated: tuple[Decimal, Decimal], seen: Seen) -> Outcome:
    if seen.low is None or seen.high is None:
        return unreadable("value", seen)
    if (seen.low, seen.high) == stated:
        return Outcome(
            "value",
            "confirmed",
            Words(f"The source prints {seen.as_printed}, as the report does.",
                  f"來源寫的是 {seen.as_printed}，與報告相同。"),
        )  # fmt: skip
    ours, theirs = wording.range_text(*stated, claim.unit), wording.range_text(seen.low, seen.high, seen.unit)
    return Outcome(
        "value",
        "differs",
        Words(f"The source prints {theirs.en}, but the report states {ours.en}.",
              f"來源寫的是 {theirs.zh}，報告寫的是 {claim.says}。"),
        Words(f"{ours.en} → {theirs.en}", f"{claim.says} → {theirs.zh}"),
    )  # fmt: skip


def unreadable(check: str, seen: Seen) -> Outcome:
    """It was found, but not as the kind of value that the report states."""
    return Outcome(
        check,
        "ambiguous",
        Words(f"The source prints “{seen.as_printed}”, which cannot be compared with what the report states.",
              f"來源寫的是「{seen.as_printed}」，無法與報告所載比較。"),
    )  # fmt: skip
