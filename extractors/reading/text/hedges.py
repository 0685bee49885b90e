"""Words that turn a value into a bound or an estimate, before and after it, in each language."""

import re

from extractors.reading.text import hedges_han, hedges_hangul
from extractors.reading.text.mention import Comparator

_BEFORE_TEXT: dict[Comparator, str] = {
    ">": "more than|over|above|exceeding|exceeds|exceeded|exceed|greater than|higher than|upwards of"
    "|in excess of|beyond|north of|surpassing|surpassed|surpasses|topping|topped|passed|larger than"
    "|bigger than|well over|just over",
    ">=": "at least|no less than|no fewer than|not less than|a minimum of|minimum of|minimum|starting at",
    "<": "less than|fewer than|under|below|lower than|nearly|almost|just under|just below|close to|approaching"
    "|shy of|smaller than",
    "<=": "at most|up to|no more than|not more than|a maximum of|maximum of|as much as|as many as|capped at",
    "~": "about|around|approximately|approx.|approx|roughly|some|circa|ca.|ca|c.|an estimated|estimated"
    "|in the region of|somewhere around|or so|~|≈|≒|∼",
    "up": "up|rose|rise of|jump of|increases of|increase of|increased by|rising|grew|grew by|growth of|gain of"
    "|gained|jumped|climbed|up by|rose by|increases by|grow by|growing by",
    "down": "down|fell|fell by|decrease of|decreased by|declined|dropped|drop of|decline of|fall of|reduction of"
    "|loss of|decreases of|cut of|down by|fell by|declined by|dropped by|falling|shrank by|cut by",
}  # fmt: skip
_AFTER_TEXT: dict[Comparator, str] = {
    ">=": "or more|or above|or higher|and above|and over|or over|or greater|plus",
    "<=": "or less|or fewer|or below|or lower|and below|or under",
    "~": "or so|or thereabouts",
    "up": "higher|increase|growth|rise|gain|uptick",
    "down": "lower|decrease|decline|drop|fall",
}  # fmt: skip

_BEFORE: dict[str, Comparator] = {word: sign for sign, words in _BEFORE_TEXT.items() for word in words.split("|")}
_AFTER: dict[str, Comparator] = {word: sign for sign, words in _AFTER_TEXT.items() for word in words.split("|")}
_BEFORE_LENGTHS = sorted({len(word) for word in _BEFORE}, reverse=True)
_AFTER_LENGTHS = sorted({len(word) for word in _AFTER}, reverse=True)
_SIGNS: dict[str, Comparator] = {
    ">": ">",
    "<": "<",
    "≥": ">=",
    "≤": "<=",
    "≧": ">=",
    "≦": "<=",
    "~": "~",
    "≈": "~",
    "≒": "~",
    "▲": "up",
    "▼": "down",
    "↑": "up",
    "↓": "down",
    "=": "=",
}
# "follow-up 3" is no rise.
_NO_HEDGE = {"up": "-"}
_BY = re.compile(
    r"\b(?:(?P<up>rais\w+|lift\w+|increas\w+|hik\w+|boost\w+|rose|risen|grew|grown|climb\w+|expand\w+)"
    r"|cut\w*|lower\w+|reduc\w+|trimm\w+|fell|fallen|shr[au]nk|declin\w+|dropp\w+)\b[^.,;]{0,30}\bby$"
)


def _changed_by(text: str, at: int) -> tuple[Comparator, int] | None:
    """ "raised its rate by": a change, up or down."""
    match = _BY.search(text, max(0, at - 48), at)
    return None if match is None else ("up" if match["up"] else "down", at)


def before(text: str, start: int) -> tuple[Comparator, int] | None:
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
    window = text[max(0, at - 20) : at]
    if char.isascii():
        if not (char.isalpha() or char == "."):
            return None
        lowered = window.lower()
        for length in _BEFORE_LENGTHS:
            word = lowered[-length:]
            sign = _BEFORE.get(word)
            if sign is not None and len(word) == length:
                begin = at - length
                if begin and word in ("c.", "ca", "ca.") and (text[begin - 1] == "." or window[-length:] != word):
                    return None  # U.S.C. 407
                if begin == 0 or not (text[begin - 1].isalnum() or text[begin - 1] in _NO_HEDGE.get(word, "")):
                    return sign, begin
        return _changed_by(text, at) if lowered.endswith("by") else None
    if "가" <= char <= "힣":
        return hedges_hangul.before(text, at)
    return hedges_han.before(text, start, at)


_NEXT_FIGURE = re.compile(r"\s?[\d$€£¥]")


def after(text: str, end: int) -> tuple[Comparator, int] | None:
    """The hedge that begins right after `end` (perhaps after a space), and where it ends."""
    at = end + 1 if text[end : end + 1] == " " else end
    window = text[at : at + 14]
    if not window:
        return None
    if window[0] == "+" and at == end:
        return ">", at + 1
    if "가" <= window[0] <= "힣" or window[0] in "()":
        return hedges_hangul.after(text, end)
    if "一" <= window[0] <= "鿿":
        return hedges_han.after(text, at)
    for length in _AFTER_LENGTHS:
        word = window[:length]
        sign = _AFTER.get(word)
        if sign is not None and len(word) == length:
            if word[-1].isascii() and text[at + length : at + length + 1].isalpha():
                continue
            if word.endswith(("over", "above", "under")) and _NEXT_FIGURE.match(text, at + length):
                continue  # 40,000 homes and over 2,000 shops
            return sign, at + length
    return None
