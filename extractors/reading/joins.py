"""Puts neighbouring figures together (ranges, "one in three", 20 dollars 43 cents) and finishes each one."""

import re
from decimal import Decimal

from extractors.reading import dates
from extractors.reading.amounts import Amount, hedge
from extractors.reading.numbers import ONE

_RANGE_GAP = re.compile(r"\s{0,2}(?:-|–|~|to|through|up to|至|到|에서|부터|[~-]\s?약)\s{0,2}")
_AND_GAP = re.compile(r"\s?(?:and|和|與|与|to|至|到|및)\s?")
_BETWEEN = re.compile(
    r"(?:\b(?:between|from|ranging from|range from|ranges from|ranged from)|介於|介于|從|从|在)\s?$", re.IGNORECASE
)
_FROM = re.compile(r"[從从由自]\s?$")
_CHANGE = re.compile(
    r"\b(?:rose|rise|rises|rising|fell|fall|falls|grew|grow|grows|growing|growth|increase[ds]?|increasing|declined?|declining|dropped|drops?|went|jump\w*|climb\w*|reduc\w*|"
    r"up|down|mov\w+|improv\w+|surg\w+|expand\w*|shr\w+|soar\w*|slump\w*|slid\w*|edged|advanc\w+|revis\w+|rais\w+|cut|lower\w+|chang\w+|shift\w*)\b"
)
_SHARE_GAP = re.compile(r"\s(in|out of|over|in every|out of every)\s$")
_OF_GAP = re.compile(r" (?:out )?of (?:the |all |some |these )?")
_TIME_STEPS = {"second": Decimal(1), "minute": Decimal(60), "hour": Decimal(3600), "day": Decimal(86400)}
_MEASURED = frozenset(("money", "percent", "percentage_point", "quantity", "duration"))


def join(text: str, found: list[Amount]) -> list[Amount]:
    """The finished figures: neighbours joined, hedges and bare years settled, traps dropped."""
    done: list[Amount] = []
    for amount in found:
        if done and amount.start - done[-1].end <= 18 and _together(text, done, amount):
            continue
        done.append(amount)
    end = 0
    for amount in done:
        _finish(text, amount)
        amount.start = max(amount.start, end)
        end = amount.end
    return done


def _together(text: str, done: list[Amount], right: Amount) -> bool:
    left = done[-1]
    if left.problem or right.problem:
        return False
    gap = text[left.end : right.start]
    if "date" in (left.kind, right.kind):
        return _date_range(text, left, right, gap)
    if left.kind == "number" and right.kind == "quantity" and left.unit is None and _OF_GAP.fullmatch(gap):
        left.kind, left.unit = "quantity", right.unit  # "67 of 221 start-ups": both count companies
        return False
    if _same_again(text, left, right, gap) or _hundredths(text, left, right, gap) or _clock(left, right, gap):
        return True
    if left.kind == "number" and right.kind in ("number", "quantity", "duration") and _share(text, left, right):
        return True
    return _range(text, done, left, right, gap)


def _date_range(text: str, left: Amount, right: Amount, gap: str) -> bool:
    if left.kind != "date" or right.kind != "date" or left.date is None or right.date is None:
        return False
    if "/" in left.date or "/" in right.date:
        return False
    if not _RANGE_GAP.fullmatch(gap) and not (
        _AND_GAP.fullmatch(gap) and _BETWEEN.search(text[max(0, left.start - 14) : left.start])
    ):
        return False
    start = left.date
    if start.startswith("--") and not right.date.startswith("--"):
        start = right.date[:4] + start[1:] if start[2:3].isdigit() else start
    elif right.date.startswith("--") and not start.startswith("--"):
        right.date = start[:4] + right.date[1:]
    left.date, left.end = f"{start}/{right.date}", right.end
    return True


def _same_again(text: str, left: Amount, right: Amount, gap: str) -> bool:
    """ "forty-five (45)": the same number in words and in digits is one figure."""
    if (
        gap not in (" (", "(", "（")
        or left.words == right.words
        or left.value != right.value
        or left.unit != right.unit
    ):
        return False
    if text[right.end : right.end + 1] not in (")", "）"):
        return False
    left.end = right.end + 1
    return True


def _hundredths(text: str, left: Amount, right: Amount, gap: str) -> bool:
    """Dollars and cents, 元 and 角."""
    if left.kind != "money" or left.scaled or left.value != left.value.to_integral_value():
        return False
    if (
        right.kind == "money"
        and ONE > right.value > 0
        and right.step < 1
        and gap.strip() in ("", "and", ",")
        and not right.money_mark
    ):
        left.value += right.value.copy_sign(left.value)
        left.step, left.end = right.step, right.end
        return True
    spoken = not left.money_mark and right.kind == "number" and gap in (" ", " and ") and right.value < 100
    if spoken and right.value == right.value.to_integral_value() and not right.scaled:
        rest = text[right.end : right.end + 6].lstrip()
        between = _BETWEEN.search(text[max(0, left.start - 12) : left.start])
        if (not rest or rest[0] in ".,;)!?") and not between:
            left.value += right.value / 100
            left.step, left.end = Decimal("0.01"), right.end
            return True
    return False


def _clock(left: Amount, right: Amount, gap: str) -> bool:
    """1 h 11 min, 2小時30分: one duration in its smaller unit."""
    if left.unit is None or right.unit is None or gap.strip() not in ("", "and"):
        return False
    if left.unit == "hour" and right.unit == "point":
        right.kind, right.unit = "duration", "minute"  # 1小時11分
    elif left.unit == "point" and right.unit == "second":
        left.kind, left.unit = "duration", "minute"
    if left.kind != "duration" or right.kind != "duration" or left.unit is None or right.unit is None:
        return False
    big, small = _TIME_STEPS.get(left.unit), _TIME_STEPS.get(right.unit)
    if big is None or small is None or big <= small:
        return False
    left.value = left.value * big / small + right.value
    left.step, left.unit, left.end = right.step, right.unit, right.end
    return True


def _share(text: str, left: Amount, right: Amount) -> bool:
    """one in three, 1 in 20, two out of five."""
    match = _SHARE_GAP.search(text[left.end : right.start])
    if match is None or match.start() != 0 or left.money_mark or right.money_mark:
        return False
    if left.scaled or right.value <= 0 or left.value != left.value.to_integral_value():
        return False
    ratio = match[1] == "over"
    if not ratio and (left.value >= right.value or left.value > 100):
        return False
    if ratio and right.kind == "duration":
        return False
    if match[1] == "in":
        year = right.plain and dates.is_year(text[right.core : right.tail])
        if left.value > 9 or year or right.kind == "duration":
            return False  # "5 in 2023", "3 in 10 years"
    left.value, left.step, left.kind, left.unit = left.value / right.value, ONE / right.value, "fraction", None
    left.end = right.end if right.kind == "number" else right.tail
    return True


def _range(text: str, done: list[Amount], left: Amount, right: Amount, gap: str) -> bool:
    if left.kind in ("range", "ordinal", "fraction") or right.kind in ("range", "ordinal", "date"):
        return False
    if left.plain and left.unit is None and right.unit is not None and dates.is_year(text[left.core : left.tail]):
        shares = right.kind in ("money", "percent", "percentage_point") or right.scaled
        if shares or _YEAR_BEFORE.search(text[max(0, left.start - 8) : left.start]):
            return False  # "grows from US$36bn in 2024 to US$356bn"
    between = _BETWEEN.search(text[max(0, left.start - 14) : left.start])
    if not _RANGE_GAP.fullmatch(gap) and not (between and _AND_GAP.fullmatch(gap)):
        minus = (
            right.sign and gap.strip() == "" and text[right.start : right.start + 1] == "-" and right.start == left.end
        )
        if not minus:
            return False
        right.value, right.sign = -right.value, False
    if left.unit is not None and right.unit is not None and left.unit != right.unit:
        return False
    if left.unit is not None and right.unit is None and not left.money_mark:
        return False
    if left.kind != "number" and right.kind != "number" and left.kind != right.kind:
        return False
    if gap.strip() == "에서" and text[right.end : right.end + 2].startswith(("로", "으로")):
        return False
    if (
        _FROM.search(text[max(0, left.start - 3) : left.start])
        and left.unit is not None
        and left.kind in ("percent", "money")
    ):
        return False
    if (
        between
        and "from" in between.group().lower()
        and left.unit is not None
        and _CHANGE.search(text[max(0, left.start - 60) : left.start])
    ):
        return False
    low, high = left.value, right.value
    if right.scaled and not left.scaled and left.unit is None and abs(low) < 1000 and right.tail > right.core:
        factor = _scale_of(right)
        if low * factor <= high and low < high / factor * 1 + high:
            low *= factor
    if left.unit is None:
        low *= right.factor
    if low > high:
        if left.unit is None and right.unit is None:
            return False
        low, high = high, low
    years = left.plain and right.plain and left.unit is None and right.unit is None
    if years and all(dates.is_year(text[side.core : side.tail]) for side in (left, right)):
        left.date = f"{text[left.core : left.tail]}/{text[right.core : right.tail]}"
        left.kind, left.end = "date", right.end
        return True
    left.kind, left.low, left.high = "range", low, high
    left.unit = left.unit or right.unit
    left.step = max(left.step, right.step) if left.step and right.step else right.step
    left.end, left.tail = right.end, right.tail
    left.comparator = right.comparator if left.comparator == "=" and right.comparator in ("~",) else left.comparator
    if between and between.group().strip() not in ("在", "從", "从"):
        left.start -= len(between.group())
    return True


def _scale_of(right: Amount) -> Decimal:
    """The scale word of the right figure, which the left one shares: 3 to 5 million."""
    step = right.step
    factor = ONE
    while factor * 10 <= step:
        factor *= 10
    # 1.25 million prints two decimals: its step is 10,000 but its scale a million.
    value = abs(right.value)
    while value and value / factor >= 1000:
        factor *= 1000
    return factor


def _finish(text: str, amount: Amount) -> None:
    if amount.kind == "number" and amount.plain and amount.start == amount.core and amount.problem is None:
        digits = text[amount.core : amount.tail]
        if dates.is_year(digits) and amount.unit is None and not amount.sign and _is_bare_year(text, amount):
            amount.kind, amount.date = "date", digits
            return
    if (
        amount.unit is not None
        and amount.kind == "quantity"
        and text[amount.core - 1 : amount.core] == "前"
        and amount.core
    ):
        amount.kind, amount.unit = "number", None  # 前10名 are the first ten of whatever it is
    if amount.kind != "date" and amount.problem is None:
        hedge(text, amount)
        _during(text, amount)


_DURING = re.compile(r"over\s", re.IGNORECASE)
_LASTS = re.compile(
    r"(?:took|takes?|taken|taking|lasted|lasts?|for|is|was|are|were|be|been|after|spent|of|well|just|aged|cost|in)\s$"
)


def _during(text: str, amount: Amount) -> None:
    """ "over ten years" says when, unless a verb before it makes it a length."""
    over = _DURING.match(text, amount.start)
    if over is None or amount.comparator != ">" or amount.unit not in _SPANS:
        return
    if amount.kind == "range" or not _LASTS.search(text[max(0, amount.start - 10) : amount.start]):
        amount.comparator, amount.start = "=", over.end()


_SPANS = frozenset(["day", "week", "month", "quarter", "year", "decade", "century"])


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|during|of|year|circa|for|before|after|and|through|late|early|mid|to|vs|than)|[(,/–-])\s?-?$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"\s(?!(?:was|is|has|plus|versus|gas|this|as|across|results|figures|levels|sales|financials)\b)[a-z]{2,}s\b"
)


def _is_bare_year(text: str, amount: Amount) -> bool:
    """A year stands alone; "2000 widgets" counts."""
    window = text[max(0, amount.start - 10) : amount.start]
    if _NOUN_AFTER.match(text, amount.end):
        return (
            _YEAR_BEFORE.search(window) is not None
            and re.search(r"\b(?:in|since|by|until|during)\s$", window) is not None
        )
    return True
