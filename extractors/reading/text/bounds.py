"""Figures that say one thing together once their hedges are known: two bounds make a range, a change is told twice."""

from extractors.reading import regexes as re
from extractors.reading.text.amount import Amount
from extractors.reading.text.mixed_units import in_one_unit

# 10人以上未滿30人, 大於2%且小於3%, 20보다 크고 35보다 작은, more than 5 but less than 10.
_BOTH = re.compile(
    r"\s?[、，,]?\s?(?:에서|부터|而且|並且|并且|同時|同时|且|而|並|并|但|又|及|和|與|与|至|到"
    r"|그리고|and|but|but also)?\s?"
    r"|보다\s?(?:크|많|높|길|작|적|낮|짧)(?:고|으며|지만)\s|(?:을|를|이|가)?\s?(?:넘|웃돌|초과하|밑돌)(?:고|으며|며|지만)\s"
)
# 跌186點或0.7%, 54.12포인트(1.33%) 내린, rose $5, or 2%: the same change twice.
_AGAIN = re.compile(r"[，,]?\s?(?:或|or|또는)\s?|\s?[(（]")
# rose 3% and 5%; 分別增長3%及5%; 3%와 5% 증가: one change told of two things.
_AND = re.compile(r",? and |[和及與与、]|와 |과 |및 ")
_NO_OTHER = re.compile(
    r"(?: (?:respectively|in|on|from|over|to|for|after|this|last|compared|during|a year|year on year|quarter)\b"
    r"|[.,;)，。；、）]|$)"
)
_ABOVE, _BELOW = (">", ">="), ("<", "<=")


def settle(text: str, done: list[Amount]) -> list[Amount]:
    """The figures with two bounds made one range, and a change told twice given its direction both times."""
    kept: list[Amount] = []
    for amount in done:
        if kept and amount.start - kept[-1].end <= 12:
            gap = text[kept[-1].end : amount.start]
            if _one_range(kept[-1], amount, gap):
                continue
            _same_change(kept[-1], amount, gap)
            _both_changed(text, kept[-1], amount, gap)
        kept.append(amount)
    return kept


def _one_range(left: Amount, right: Amount, gap: str) -> bool:
    up = left.comparator in _ABOVE and right.comparator in _BELOW
    down = left.comparator in _BELOW and right.comparator in _ABOVE
    if not (up or down) or left.low is not None or right.low is not None or left.problem or right.problem:
        return False
    if _BOTH.fullmatch(gap) is None:
        return False
    if left.unit != right.unit and left.unit is not None and right.unit is not None:
        common = in_one_unit(left, right)
        if common is None:
            return False
        left.value, left.step = left.value * common[1], left.step * common[1]
        right.value, right.step = right.value * common[2], right.step * common[2]
        left.unit = right.unit = common[0]
    low, high = (left, right) if up else (right, left)
    if not low.value < high.value:
        return False
    left.low, left.high = low.value, high.value
    left.kind, left.unit, left.comparator = "range", left.unit or right.unit, "="
    left.end, left.tail, left.step = right.end, right.tail, max(left.step, right.step)
    return True


def _both_changed(text: str, left: Amount, right: Amount, gap: str) -> None:
    """Gives both figures of a pair the direction that is told of one, where no other word follows the second."""
    if _AND.fullmatch(gap) is None or (left.kind, left.unit) != (right.kind, right.unit):
        return
    if left.comparator in ("up", "down") and right.comparator == "=" and _NO_OTHER.match(text, right.end):
        right.comparator = left.comparator
    elif right.comparator in ("up", "down") and left.comparator == "=" and gap in ("와 ", "과 ", "및 "):
        left.comparator = right.comparator


def _same_change(left: Amount, right: Amount, gap: str) -> None:
    changed = left.comparator in ("up", "down") and left.kind != "percent"
    if changed and right.kind == "percent" and right.comparator == "=" and _AGAIN.fullmatch(gap):
        right.comparator = left.comparator
