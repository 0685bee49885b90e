"""Numbers printed in digits, with every habit of separating them."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.numbers import LONGEST, ONE, Num, power

# One run of digits with separators between them. The bound keeps hostile input ("1,1,1,…") linear.
_RUN = re.compile(r"(?:\d+|\.\d+)(?:[.,'·]\d+){0,14}")
_SPACED = re.compile(  # but 400 737 Max jets
    r"\d{1,3}(?: \d{3}){1,7}(?![\d])(?:[.,]\d{1,2}(?!\d))?(?!\s(?:Max|MAX|Dreamliner)\b)"
)
_AFTER_POWER = re.compile(
    r"[eE](?P<e>[+\-]?\d{1,3})(?![\w.])|\s?[x×*·]\s?(?P<base>10|2)\s?\^?\s?(?P<x>[+\-–]?\d{1,3})(?!\d|[.,]\d)"
    r"|\s?\^\s?(?P<pow>[+\-]{0,2}\d{1,3})(?!\d|\.\d)"
)
_NO_PARTS, _NO_SHARE = 10, 100  # 23/16 are a highest and a lowest temperature
_MARKS = "$£€¥₩"
_GROUPED_WRONGLY = re.compile(r"\d{1,3},\d{4,}(?![\d,]|\.\d)")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_AFTER_SUPER = re.compile(r"\s?[x×*·]\s?10(?P<x>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")
_SLASH = re.compile(r"\s?[/⁄]\s?(\d{1,7})(?![\d/⁄.]|[.,]\d)")
_CHOICES = re.compile(r"\s?[KMGT]i?B(?![A-Za-z])")  # 8/16GB are two sizes
_MIXED = re.compile(r"(?: {1,2}|-)(\d{1,4})[/⁄](\d{1,4})(?![\d/⁄.])")
_THOUSANDS_AND_MORE = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+,\d{1,2}")  # 1,234,56: thousands, and then no group of them
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9),
    "⅒": (1, 10),
}  # fmt: skip
VULGAR_CHARS = "".join(_VULGAR)


def read_digits(text: str, start: int) -> Num | None:
    """The number that begins at `start` (a digit, a point before a digit, or a vulgar fraction)."""
    first = text[start]
    if first in _VULGAR:
        top, bottom = _VULGAR[first]
        value = Decimal(top) / Decimal(bottom)
        return Num(start, start + 1, value, value, kind="fraction")
    run = _RUN.match(text, start)
    if run is None:
        return None
    end = run.end()
    digits = run.group()
    if end - start > LONGEST and digits.isdigit():
        return Num(start, end, ONE, ONE, problem=f"a run of {end - start} digits is no figure")
    if text[end : end + 1] == " " and end - start <= 3 and digits.isdigit() and first != "0":
        spaced = _SPACED.match(text, start)
        if spaced is not None:
            return _spaced(spaced)
    if digits[0] != "." and text[start - 1 : start] == "," and text[start - 2 : start - 1].isdigit():
        digits = digits.partition(",")[0]  # within a list: 22,24,26
    if text[start - 1 : start] in _MARKS and start and _GROUPED_WRONGLY.match(text, start):
        return Num(start, end, ONE, ONE, problem="its comma sets apart neither thousands nor decimals")
    if text.startswith("..", end) and text[end + 2 : end + 3].isdigit():
        rest = _RUN.match(text, end + 2)
        return Num(start, rest.end() if rest else end, ONE, ONE, problem="two points in a row")
    num = _separated(digits, start)
    following = text[num.end : num.end + 1]
    if following in "eExX×*·^ /⁄½⅓⅔¼¾⅛⅕-" and following:
        num = _powers_and_fractions(text, num)
    return num


def _spaced(match: re.Match[str]) -> Num:
    whole, _, decimals = match.group().replace(",", ".").partition(".")
    number = Decimal(whole.replace(" ", "") + ("." + decimals if decimals else ""))
    return Num(match.start(), match.end(), number, power(-len(decimals)))


def _separated(digits: str, start: int) -> Num:
    end = start + len(digits)
    if digits.isdigit():
        return Num(start, end, Decimal(digits), ONE, plain=True)
    parts = re.split(r"[.,'·]", digits)
    seps = [char for char in digits if not char.isdigit()]
    whole = _value(parts, seps)
    if whole is not None:
        value, decimals = whole
        num = Num(start, end, value, power(-decimals))
        num.point_group = seps == ["."] and decimals == 3 and 1 <= len(parts[0]) <= 3 and parts[0] != "0"
        return num
    # The run is a list ("22,24,26"), a version ("1.2.3") or a contradiction ("1.234,5.6").
    kinds = set(seps)
    if kinds == {","} and _THOUSANDS_AND_MORE.fullmatch(digits):
        return Num(start, end, ONE, ONE, problem="its separators contradict each other")
    if kinds == {","} or kinds == {"·"}:
        return Num(start, start + len(parts[0]), Decimal(parts[0]), ONE)
    if kinds == {"'"}:
        return Num(start, start + len(parts[0]), Decimal(parts[0]), ONE)
    if kinds == {".", ","} and all(len(part) <= 4 for part in parts):
        # "3.5,4.2": a list of decimals in which each item reads by itself.
        items = digits.split(",")
        read = [_value(item.split("."), ["."] * item.count(".")) for item in items] if all(items) else [None]
        if read[0] is not None and None not in read:
            value, decimals = read[0]
            return Num(start, start + len(items[0]), value, power(-decimals))
    problem = "a version or an address, not a figure" if kinds == {"."} else "its separators contradict each other"
    return Num(start, end, ONE, ONE, problem=problem)


def _value(parts: list[str], seps: list[str]) -> tuple[Decimal, int] | None:
    """The value and the number of its decimals, or None where the separators make no single number."""
    if not seps:
        return Decimal(parts[0]), 0
    last, others = seps[-1], seps[:-1]
    grouped = _groups(parts, last)
    if len(set(seps)) == 1 and last != "·":
        if last == "." and len(seps) == 1:
            return Decimal(f"{parts[0] or 0}.{parts[1]}"), len(parts[1])
        if grouped and (last != "," or parts[0] != "0"):
            return Decimal("".join(parts)), 0
        if last == "," and len(seps) == 1:
            return Decimal(f"{parts[0]}.{parts[1]}"), len(parts[1])
        return None
    if last == "·" and len(seps) == 1:
        return Decimal(f"{parts[0]}.{parts[1]}"), len(parts[1])
    if len(set(others)) == 1 and others[0] != last and last in ".,·" and _groups(parts[:-1], others[0]):
        return Decimal("".join(parts[:-1]) + "." + parts[-1]), len(parts[-1])
    return None


def _groups(parts: list[str], sep: str) -> bool:
    """Whether the parts are groups of three, or Indian ones (twos, then a three)."""
    first, rest = parts[0], parts[1:]
    if not rest or not 1 <= len(first) <= 3 or (first.startswith("0") and len(first) > 1):
        return False
    if all(len(part) == 3 for part in rest):
        return True
    return (
        sep == ","
        and len(first) <= 2
        and len(rest) > 1
        and len(rest[-1]) == 3
        and all(len(part) == 2 for part in rest[:-1])
    )


def _powers_and_fractions(text: str, num: Num) -> Num:
    end = num.end
    following = text[end]
    after_space = text[end + 1 : end + 2]
    if following == " " and num.plain and after_space and after_space in _VULGAR:
        following, end = after_space, end + 1
    if following in _VULGAR and num.plain:
        top, bottom = _VULGAR[following]
        return Num(num.start, end + 1, num.value + Decimal(top) / Decimal(bottom), ONE / bottom, kind="fraction")
    if following in " -" and num.plain and after_space and (after_space.isdigit() or after_space == " "):
        mixed = _MIXED.match(text, end)
        if mixed is not None and int(mixed[2]) and (following == " " or int(mixed[1]) < int(mixed[2])):
            bottom_value = Decimal(mixed[2])
            value = num.value + Decimal(mixed[1]) / bottom_value
            return Num(num.start, mixed.end(), value, ONE / bottom_value, kind="fraction")
        return num
    slash = _SLASH.match(text, end) if following in "/⁄" or after_space == "/" else None
    if slash is not None and num.plain and _CHOICES.match(text, slash.end()) is None:
        bottom_value = Decimal(slash[1])
        if not bottom_value:
            return Num(num.start, slash.end(), ONE, ONE, kind="fraction", problem="division by zero")
        if text[num.start - 1 : num.start] == "/" or _NO_SHARE > num.value > bottom_value >= _NO_PARTS:
            return Num(num.start, slash.end(), ONE, ONE, problem="two numbers with a slash between, and no fraction")
        return Num(num.start, slash.end(), num.value / bottom_value, ONE / bottom_value, kind="fraction")
    raised = _AFTER_POWER.match(text, end)
    if raised is not None:
        return _raise(num, raised)
    superscript = _AFTER_SUPER.match(text, end)
    if superscript is not None:
        num.times(power(int(superscript["x"].translate(_SUPERSCRIPT))), superscript.end())
    return num


def _raise(num: Num, raised: re.Match[str]) -> Num:
    if raised["e"]:
        num.times(power(int(raised["e"])), raised.end())
    elif raised["base"]:
        exponent = raised["x"].replace("–", "-")
        num.times(Decimal(int(raised["base"])) ** int(exponent), raised.end())
    else:
        signs = raised["pow"].rstrip("0123456789")
        exponent = ("-" if signs.count("-") == 1 else "") + raised["pow"][len(signs) :]
        if not num.value:
            return num  # 0^0, 0^-1 are nothing
        num.value = num.value ** int(exponent)
        num.step = num.value
        num.end, num.plain = raised.end(), False
    return num
