"""Puts neighbouring figures together (ranges, "one in three", 20 dollars 43 cents) and finishes each one."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text import dates
from extractors.reading.text.amount import Amount
from extractors.reading.text.bounds import settle
from extractors.reading.text.hedges import hedge
from extractors.reading.text.mixed_units import one_measure
from extractors.reading.text.numbers import ONE
from extractors.reading.text.numbers_digits import read_digits
from extractors.reading.text.ranges import BETWEEN, YEAR_BEFORE, date_range, range_of, score

_SHARE_GAP = re.compile(r"\s(in|out of|over|in every|out of every)\s$")
_NEIGHBOURS = 18  # characters between two that may be one
_OF_GAP = re.compile(r" (?:out )?of (?:the |all |some |these )?")


def join(text: str, found: list[Amount]) -> list[Amount]:
    """The finished figures: neighbours joined, hedges and bare years settled, traps dropped."""
    done: list[Amount] = []
    for amount in found:
        apart = amount.start - done[-1].end if done else _NEIGHBOURS + 1
        if apart == 1 and score(text, done[-1], amount, text[amount.start - 1]):
            continue
        if apart <= _NEIGHBOURS and _together(text, done, amount):
            continue
        done.append(amount)
    done = [amount for amount in done if not amount.void]
    end = 0
    for amount in done:
        _finish(text, amount)
        amount.start = max(amount.start, end)
        end = amount.end
    return settle(text, done)


def _together(text: str, done: list[Amount], right: Amount) -> bool:
    left = done[-1]
    if left.problem or right.problem:
        return False
    gap = text[left.end : right.start]
    if "date" in (left.kind, right.kind):
        return date_range(text, left, right, gap)
    if (
        (left.words or right.value in _SHARES_OF)
        and left.kind == "number"
        and right.kind == "quantity"
        and "out of" in gap
        and _share(text, left, right)
    ):
        return True
    if left.kind == "number" and right.kind == "quantity" and left.unit is None and _OF_GAP.fullmatch(gap):
        left.kind, left.unit = "quantity", right.unit  # "67 of 221 start-ups": both count companies
        return False
    if (gap == "、" and _next_to(text, left, right)) or (gap == " or " and _or_next(left, right)):
        return True
    _share_unit(done, text, right, gap)
    if _same_again(text, left, right, gap) or _hundredths(text, left, right, gap) or one_measure(left, right, gap):
        return True
    if left.kind == right.kind == "quantity" and _of_each(text, left, right, gap):
        return True
    if left.kind == "number" and right.kind in ("number", "quantity", "duration") and _share(text, left, right):
        return True
    return range_of(text, left, right, gap)


def _next_to(text: str, left: Amount, right: Amount) -> bool:
    """3、4成, 1、2年: from the one to the next."""
    bare = left.kind == "number" and left.unit is None and left.plain and left.end - left.core == 1
    digit = text[right.core : right.core + 1]
    if not bare or not digit.isdigit() or text[right.core + 1 : right.core + 2].isdigit():
        return False
    if (right.unit is None and not right.scaled) or int(digit) != left.value + 1 or right.low is not None:
        return False
    left.low, left.high = right.value * left.value / int(digit), right.value
    left.kind, left.unit, left.step, left.end, left.tail = "range", right.unit, right.step, right.end, right.tail
    return True


def _or_next(left: Amount, right: Amount) -> bool:
    """ "four or five buyers", "80 or 90 percent": from the one to the next."""
    if left.kind != "number" or left.unit is not None or left.scaled or left.sign or left.step < 1:
        return False
    if right.kind not in ("percent", "percentage_point", "quantity", "duration") or right.step < 1 or right.money_mark:
        return False
    factor = right.scale if right.scaled else ONE
    low, high = left.value, right.value / factor
    small = high - low == 1 and high <= _SMALL
    if not (small or (0 < low < high <= min(low * _CLOSE, _ROUND) and not low % 5 and not high % 5)):
        return False
    left.low, left.high = low * factor, right.value
    left.kind, left.unit, left.step, left.end, left.tail = "range", right.unit, right.step, right.end, right.tail
    return True


_SHARES_OF = frozenset(map(Decimal, (3, 4, 5, 10)))  # 9 out of 10 dentists
_SMALL, _CLOSE, _ROUND = 20, Decimal("1.5"), Decimal(10) ** 9


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
        between = BETWEEN.search(text[max(0, left.start - 12) : left.start])
        if (not rest or rest[0] in ".,;)!?") and not between:
            left.value += right.value / 100
            left.step, left.end = Decimal("0.01"), right.end
            return True
    return False


_LIST_GAP = re.compile(r"、|,\s|(?:,\s)?\s?(?:and|與|与|和|及)\s?")
_CHANGE_GAP = re.compile(r"에서\s?|(?:增|降|減|升|提高|增加|減少|成長|上升|下降|擴大)?[至到為]|、|和|與|与")


def _share_unit(done: list[Amount], text: str, right: Amount, gap: str) -> None:
    """8.2、9.1與10.4億元: the scale and the unit behind the last of a list are those of all; 9,090억에서 7,102억 원."""
    if right.kind not in ("money", "percent", "quantity") or right.money_mark:
        return
    left = done[-1]
    if left.scaled and left.kind == "number" and left.unit is None and right.kind == "money":
        if _CHANGE_GAP.fullmatch(gap):
            left.kind, left.unit = right.kind, right.unit
        return
    factor = _printed_scale(text, right)
    following = right.start
    for left in reversed(done[-8:]):
        bare = left.kind == "number" and left.unit is None and not left.scaled and not left.plain and left.step < 1
        between = text[left.end : following]
        if not bare or left.end != left.tail or _LIST_GAP.fullmatch(between) is None:
            return
        if following == right.start and between.strip() == ",":
            return  # a list ends in "and" or goes on with 、
        following = left.start
        left.kind, left.unit = right.kind, right.unit
        left.value, left.step, left.scaled = left.value * factor, left.step * factor, right.scaled


def _printed_scale(text: str, amount: Amount) -> Decimal:
    """What the scale word behind the digits multiplies by, seen from the value and its printed digits."""
    digits = re.match(r"[\d.,]+", text[amount.core : amount.tail])
    printed = None if digits is None else read_digits(digits.group(), 0)
    return ONE if printed is None or not printed.value else abs(amount.value) / printed.value


_OUT_OF = frozenset([*map(Decimal, range(2, 11)), Decimal(20), Decimal(100), Decimal(1000)])
_OF_EACH = re.compile(
    r"\s?(?:중|가운데)\s?(?:약\s?)?|(?:[一-鿿]{0,6}?)(?:[中裡里]|之中|當中|当中)?(?:就|便|即)?[約约近]?有(?:超過|超过)?"
)


def _of_each(text: str, left: Amount, right: Amount, gap: str) -> bool:
    """每四家就有一家, 十人中有三人, 10명 중 7명: a share."""
    each = text[left.start - 1 : left.start] == "每" and left.start > 0
    if (
        left.unit != right.unit
        or not 0 < right.value < left.value
        or not (each or left.value in _OUT_OF)
        or _OF_EACH.fullmatch(gap) is None
    ):
        return False
    if "有" in gap and not each and not re.search(r"[中裡里]", gap):
        return False
    left.value, left.step, left.kind, left.unit = right.value / left.value, ONE / left.value, "fraction", None
    left.start, left.end, left.comparator = left.start - each, right.end, right.comparator
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


def _finish(text: str, amount: Amount) -> None:
    if amount.kind == "number" and amount.plain and amount.start == amount.core and amount.problem is None:
        digits = text[amount.core : amount.tail]
        if (
            (dates.is_year(digits) or _is_early_year(text, amount, digits))
            and amount.unit is None
            and not amount.sign
            and _is_bare_year(text, amount)
        ):
            amount.kind, amount.date = "date", digits
            return
    if (
        amount.unit is not None
        and amount.kind == "quantity"
        and text[amount.core - 1 : amount.core] == "前"
        and amount.core
        and amount.unit in _RANKED
        and text[amount.core - 2 : amount.core - 1] not in ("眼", "之", "以", "目", "日", "面")
    ):
        amount.kind, amount.unit = "number", None  # 前10名 are the first ten of whatever it is
    if amount.kind != "date" and amount.problem is None:
        hedge(text, amount)
        _during(text, amount)


_RANKED = frozenset(["item", "person", "company", "country", "city", "school", "university", "bank", "hospital"])
_DURING = re.compile(r"over\s", re.IGNORECASE)
_LASTS = re.compile(
    r"(?:waits?|waited|waiting|stay\w*|need\w*|took|takes?|taken|taking|lasted|lasts?|for|is|was|are|were|be|been|after|spent|of|well|just|aged|cost|in)\s$"
)


def _during(text: str, amount: Amount) -> None:
    """ "over ten years" says when, unless a verb before it makes it a length."""
    if amount.unit in _SPANS and text.startswith("跨越", amount.start):
        amount.comparator = "="  # 跨越19年: a length
    over = _DURING.match(text, amount.start) if amount.comparator == ">" and amount.unit in _SPANS else None
    if over is None:
        return
    if amount.kind == "range" or not _LASTS.search(text[max(0, amount.start - 10) : amount.start]):
        amount.comparator, amount.start = "=", over.end()


_SPANS = frozenset(["day", "week", "month", "quarter", "year", "decade", "century"])


_NOUN_AFTER = re.compile(
    r"\s(?!(?:was|is|has|plus|versus|gas|this|as|onwards|across|results|figures|levels|sales|financials)\b)[a-z]{2,}(?<![siu])s\b"
)


def _is_early_year(text: str, amount: Amount, digits: str) -> bool:
    """ "in 1781": before 1800 only a word before it makes four digits a year."""
    early = len(digits) == 4 and "1500" <= digits < "1800"
    return early and re.search(r"\b(?:[Ii]n|since|Since|by|until|year)\s$", text[: amount.start][-8:]) is not None


_STATES_A_YEAR = re.compile(r"\b(?:in|since|by|until|during|act|law|bill|regulations)\s$", re.IGNORECASE)


def _is_bare_year(text: str, amount: Amount) -> bool:
    """A year stands alone; "2000 widgets" counts."""
    window = text[max(0, amount.start - 12) : amount.start]
    if not "1900" <= text[amount.core : amount.tail] <= "2099" and not YEAR_BEFORE.search(window):
        return False
    if _NOUN_AFTER.match(text, amount.end):
        return YEAR_BEFORE.search(window) is not None and _STATES_A_YEAR.search(window) is not None
    return True
