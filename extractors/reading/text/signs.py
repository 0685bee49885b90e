"""Signs of a figure: minus, plus, spelled minus, and accountants' brackets."""

from extractors.reading import regexes as re
from extractors.reading.text.amount import Amount
from extractors.reading.text.numbers import Num, alone

_BRACKETED = re.compile(
    r"\) ?(?:million|billion|trillion|thousand|mn|bn|tn|m|k|M|B|K)(?![A-Za-z])|\) ?[千仟百萬万億亿兆천백만억조]"
)


_MINUS = ("minus", "negative", "마이너스", "마이나스", "마이너스(-)", "영하")
_SPELLED = (*(word + " " for word in _MINUS), *_MINUS[2:], "零下")
_LONGEST = max(map(len, _SPELLED))
# "plus or minus 1.7 points", 플러스마이너스 3%: a margin, which has no sign of its own.
_EITHER_WAY = re.compile(r"(?:plus[ -]or[ -]|plus ?/ ?|plus |플러스\s?)(?:minus|마이너스) ?$", re.IGNORECASE)
_BEFORE = frozenset("\u2212±負负-/ –△+(") | frozenset(word[-1] for word in _SPELLED)
_BEFORE_SPACE = frozenset("-負负") | frozenset(char for word in _MINUS for char in (word[-1], word[-1].upper()))


def sign(text: str, amount: Amount, korean: bool = False) -> None:
    """Minus signs, spelled minus, and accountants' brackets."""
    start = amount.start
    char = text[start - 1 : start]
    if char not in _BEFORE or (char == " " and text[start - 2 : start - 1] not in _BEFORE_SPACE):
        return  # most figures
    if char == "±" or text[start - 2 : start] in ("正負", "正负", "+-", "+/"):
        amount.start = start - 1 if char == "±" else start - 2
        return
    if not amount.sign and char and char in "-負负":
        before = text[start - 2 : start - 1] if start >= 2 else ""
        if char in "負负" or not (before.isalnum() or (before in ")]%-" and before)) or "一" <= before <= "鿿":
            amount.value, amount.start, amount.sign = -amount.value, start - 1, True
    elif not amount.sign and char == "\u2212":
        amount.value, amount.start, amount.sign = -amount.value, start - 1, True
    elif not amount.sign and char == " " and text[start - 2 : start - 1] in ("-", "負", "负"):
        whole = alone(text, start - 2, amount.end)
        if whole or text[start - 2] in "負负":
            amount.value, amount.start, amount.sign = -amount.value, start - 2, True
    elif not amount.sign and char == "–" and _dash_is_minus(text, start - 1, amount.end):
        amount.value, amount.start, amount.sign = -amount.value, start - 1, True
    elif not amount.sign and char == "△" and not text[start - 2 : start - 1].isdigit():
        _triangle(text, amount, korean)
    elif not amount.sign and char == "+" and not text[start - 2 : start - 1].isalnum():
        amount.start = start - 1
    window = text[max(0, start - _LONGEST) : start].lower()
    if not amount.sign and window.endswith(_SPELLED) and _EITHER_WAY.search(text, max(0, start - 24), start) is None:
        word = next(word for word in _SPELLED if window.endswith(word))
        amount.value, amount.start, amount.sign = -amount.value, start - len(word), True
    _brackets(text, amount)


def _dash_is_minus(text: str, dash: int, end: int) -> bool:
    """A dash glued to the figure and to nothing before it: –3.5% in a cell, "a change of –3.5%"; else it means "to"."""
    if alone(text, dash, end):
        return True
    before = text[:dash].rstrip(" ")
    return len(before) < dash and before[-1:].isalpha()


def _triangle(text: str, amount: Amount, korean: bool) -> None:
    """△: a minus in Korean accounts; beside ▽ a rise, as in tables of shares; else nobody can tell which of them."""
    if "▽" in text:
        amount.comparator = "up"
    elif korean or _KOREAN.search(text) is not None:
        amount.value, amount.start, amount.sign = -amount.value, amount.start - 1, True
    else:
        amount.start, amount.problem = (
            amount.start - 1,
            "△ before a figure is a minus in some tables and a rise in others",
        )


_KOREAN = re.compile(r"[가-힣]")
_IS = re.compile(r"(?:^|\b(?:is|was|were|are|of|to|at|totall?ed|came to)|[:=|])\s*$")


def _brackets(text: str, amount: Amount) -> None:
    if amount.sign or text[amount.start - 1 : amount.start] != "(" or amount.start == 0:
        return
    end = amount.end
    if text[end : end + 1] != ")" or amount.kind not in ("money", "percent", "percentage_point", "number"):
        return
    if text[end + 1 : end + 2] == "%" and amount.kind == "number":
        amount.kind, amount.unit = "percent", "%"
        amount.value, amount.start, amount.end, amount.sign = -amount.value, amount.start - 1, end + 2, True
        return
    if alone(text, amount.start - 1, end + 1) or (
        amount.kind == "money" and _IS.search(text[max(0, amount.start - 12) : amount.start - 1])
    ):
        amount.value, amount.start, amount.end, amount.sign = -amount.value, amount.start - 1, end + 1, True


def bracketed(text: str, num: Num) -> bool:
    """Accountants' brackets around the digits only: $(4.2) million, (12.5) million. Takes in the closing one."""
    if (
        text[num.start - 1 : num.start] != "("
        or text[num.end : num.end + 1] != ")"
        or num.form != "digits"
        or not num.start
    ):
        return False
    before = text[num.start - 2 : num.start - 1]
    if _BRACKETED.match(text, num.end) is None and not (before and before in "$€£¥₩"):
        return False
    num.end += 1
    return True
