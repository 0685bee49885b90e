"""What turns a value into a bound or an estimate: signs here; words in a module for each language."""

from extractors.reading import regexes as re
from extractors.reading.text import hedges_en, hedges_han, hedges_hangul
from extractors.reading.text.amount import Amount
from extractors.reading.text.mention import Comparator
from extractors.reading.text.multiples import LIMITS

_SIGNS: dict[str, Comparator] = {
    ">": ">", "<": "<", "≥": ">=", "≤": "<=", "≧": ">=", "≦": "<=", "~": "~", "≈": "~", "≒": "~", "∼": "~",
    "▲": "up", "▼": "down", "▽": "down", "↑": "up", "↓": "down", "=": "=",
}  # fmt: skip

LONGER = LIMITS | {"week", "month", "year"}


def hedge(text: str, amount: Amount) -> None:
    """Take in the words before and after that make the value a bound, an estimate or a change.

    A bound wins over a direction: "rose by more than 5%" is more than 5%.
    """
    # "within [28 days] of the request": an amendment's bracket stands between a limit and its number.
    start = amount.start
    if start and text[start - 1] == "[":
        start -= 1
    words = hedges_en.Before(text, start)
    found = _before(text, start, words)
    after = _after(text, amount.end)
    if after is not None and amount.comparator in ("=", ">") and after[0] not in ("up", "down"):
        amount.comparator, amount.end = after
    if found is not None:
        sign, begin = found
        if amount.comparator == "=" or (amount.comparator == "~" and sign in (">", "<")):
            amount.comparator = sign
        if sign not in ("up", "down") and start == amount.start:
            amount.start = begin
    elif amount.comparator == "=" and amount.unit in LONGER and _within(text, start, amount):
        amount.comparator = "<="
    elif amount.comparator == "=" and amount.kind not in ("date", "ordinal"):
        if after is not None:
            amount.comparator = "=" if "-" in text[amount.core : amount.end] else after[0]
        else:
            amount.comparator = (
                words.change(amount.kind, amount.unit)
                or hedges_en.changed_after(text, amount.end, amount.unit, words)
                or amount.moved
                or "="
            )


# Within 30 days, no later than 14 days after the request; 30 days before it is when, not how long.
_WITHIN = re.compile(
    r"(?:\bwithin(?: (?:a|the) (?:maximum )?period of)?|(?P<later>\bnot? later than)) $", re.IGNORECASE
)
_AHEAD = re.compile(r"\]?[ \w]{0,16}\b(?:before|prior|ahead)\b")


def _within(text: str, start: int, amount: Amount) -> bool:
    """Whether the words before a length of time make it the longest one."""
    if not text.endswith(("hin ", "of ", "han "), 0, start):
        return False
    found = _WITHIN.search(text, max(0, start - 32), start)
    if found is None or (not found["later"] and amount.unit not in LIMITS):
        return False  # within a year says when
    return not found["later"] or _AHEAD.match(text, amount.end) is None


def _before(text: str, start: int, english: hedges_en.Before) -> tuple[Comparator, int] | None:
    """The hedge that ends right before `start`, and where it begins."""
    at = start
    while at and text[at - 1] == " ":
        at -= 1
    if not at:
        return None
    char = text[at - 1]
    if char in _SIGNS:
        if at >= 2 and text[at - 2] in "<>" and char == "=":
            return (">=" if text[at - 2] == ">" else "<="), at - 2
        return None if char == "=" else (_SIGNS[char], at - 1)
    if char.isascii():
        return english.bound()
    if "가" <= char <= "힣":
        return hedges_hangul.before(text, at)
    return hedges_han.before(text, start, at)


def _after(text: str, end: int) -> tuple[Comparator, int] | None:
    """The hedge that begins right after `end` (perhaps after a space), and where it ends."""
    at = end + 1 if text[end : end + 1] == " " else end
    char = text[at : at + 1]
    if not char:
        return None
    if char == "+" and at == end and not text[end + 1 : end + 2].isdigit():
        return ">", at + 1
    if (
        char in "▲▼↑↓" and at == end and not text[at + 1 : at + 3].lstrip()[:1].isdigit()
    ):  # ▲ 118 behind it is another's
        return _SIGNS[char], at + 1  # 32%↑ in a headline
    if "一" <= char <= "鿿" or text.startswith(hedges_han.INCLUDED, at):
        return hedges_han.after(text, at)
    if "가" <= char <= "힣" or char in "()":
        return hedges_hangul.after(text, end)
    return hedges_en.after(text, end) if char.isascii() else None
