"""Two figures that are one measure (1 h 11 min, 6 ft 4 in, 2小時30分) or share its unit (54.3 ± 8.1 years)."""

from decimal import Decimal

from extractors.reading.text.amount import Amount

# What one of the larger unit holds of the smallest one of its family.
_STEPS: dict[str, tuple[str, Decimal]] = {
    "second": ("time", Decimal(1)),
    "minute": ("time", Decimal(60)),
    "hour": ("time", Decimal(3600)),
    "day": ("time", Decimal(86400)),
    "month": ("calendar", Decimal(1)),
    "year": ("calendar", Decimal(12)),
    "inch": ("length", Decimal(1)),
    "foot": ("length", Decimal(12)),
    "ounce": ("weight", Decimal(1)),
    "pound weight": ("weight", Decimal(16)),
    "stone": ("weight", Decimal(224)),
}
# The same for the ends of a span only: "2 tonnes and 500 kg" are as often two things as one.
_METRIC: dict[str, tuple[str, Decimal]] = {
    "milligram": ("mass", Decimal(1)),
    "gram": ("mass", Decimal(1000)),
    "kilogram": ("mass", Decimal(10**6)),
    "tonne": ("mass", Decimal(10**9)),
    "millimetre": ("distance", Decimal(1)),
    "centimetre": ("distance", Decimal(10)),
    "metre": ("distance", Decimal(1000)),
    "kilometre": ("distance", Decimal(10**6)),
    "week": ("time", Decimal(604800)),
}
_SAME = frozenset(("", "and", "又"))
_TOLERANCE = frozenset(("±", "+/-", "+-", "plus or minus"))


def one_measure(left: Amount, right: Amount, gap: str) -> bool:
    """Whether both are one measure, which the left one then holds in the smaller unit."""
    between = gap.strip()
    if between in _TOLERANCE:
        _share_unit(left, right)
        return False
    if left.unit is None or right.unit is None or between not in _SAME:
        return False
    if left.unit == "hour" and right.unit == "point":
        right.kind, right.unit = "duration", "minute"  # 1小時11分
    elif left.unit == "point" and right.unit == "second":
        left.kind, left.unit = "duration", "minute"
    family, big = _STEPS.get(left.unit or "", ("", Decimal(0)))
    other, small = _STEPS.get(right.unit or "", ("", Decimal(0)))
    if not family or family != other or big <= small or right.value * small >= big or left.low or right.low:
        return False
    if family == "calendar" and between == "and":
        return False  # "twenty-one years and six months" are told as two
    left.value = left.value * big / small + right.value
    left.step, left.unit, left.end = right.step, right.unit, right.end
    return True


def in_one_unit(left: Amount, right: Amount) -> tuple[str, Decimal, Decimal] | None:
    """The smaller of two units of one family, and what each value is multiplied by for it: 500 kg to 2 tonnes."""
    sizes = _STEPS | _METRIC
    family, one = sizes.get(left.unit or "", ("", Decimal(0)))
    other, two = sizes.get(right.unit or "", ("", Decimal(0)))
    if not family or family != other or left.low is not None or right.low is not None:
        return None
    small = min(one, two)
    return (left.unit if one == small else right.unit) or "", one / small, two / small


def _share_unit(left: Amount, right: Amount) -> None:
    """54.3 ± 8.1 years: a value and how far it may be off, both in years."""
    if left.unit is None and right.unit is not None and left.kind == "number":
        left.kind, left.unit = right.kind, right.unit
        left.value, left.step = left.value * right.factor, left.step * right.factor
