"""Figures that begin with an English word: numbers in words, multiples, tenfold, a year and a half."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text import labels, multiples
from extractors.reading.text.amount import Amount, Read, Setting
from extractors.reading.text.amounts import dressed
from extractors.reading.text.numbers import ONE
from extractors.reading.text.numbers_en import read_english

_TIMES_FOLD = re.compile(r"([A-Za-z]+)fold\b")
_IN_DIGITS = re.compile(r" ?\((\d{1,12}(?:,\d{3})*(?:\.\d{1,6})?)\)(?=\s[A-Za-z])")
# "would love to one day own it": some day, and no length.
_SOME_DAY = re.compile(r"one (?:day|night|morning|evening)\b", re.IGNORECASE)
_WISHED = re.compile(
    r"\b(?:would|will|could|may|might|shall|then|perhaps|maybe|(?:hopes?|hoped|loves?|wants?|wanted) to)\s$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r" (?:he|she|it|they|we|you|I)\b")
_OCLOCK = re.compile(r"\s(?:[ap]\.m\.|[ap]m\b|o'clock)")


def read_english_place(text: str, start: int, setting: Setting) -> Read:
    """The figure that begins with the word at `start`."""
    if text[start : start + 6].lower() == "a half":
        longer = _one_and_a_half(text, start)
        if longer is not None:
            return longer
    fold_word = _TIMES_FOLD.match(text, start)
    if fold_word is not None:
        return _tenfold(fold_word), fold_word.end()
    multiple = multiples.english(text, start)
    if multiple is not None:
        return multiple
    num = read_english(text, start)
    if num is None:
        return None, word_end(text, start)
    day = _SOME_DAY.match(text, start) if num.value == 1 else None
    if day is not None and (_WISHED.search(text, max(0, start - 12), start) or _SOMEBODY.match(text, day.end())):
        return None, day.end()
    clock = _OCLOCK.match(text, num.end)
    if clock is not None:
        return None, clock.end()
    if text[start].isupper() and num.kind == "number" and num.value < 100 and labels.is_label(text, start, False):
        return None, num.end  # Chapter One, Formula One
    again = _IN_DIGITS.match(text, num.end)
    if again is not None and num.kind == "number" and Decimal(again[1].replace(",", "")) == num.value:
        num.end = again.end()  # three and a half (3.5) hours
    return dressed(text, num, setting)


# "a year and a half": the first article is the one.
_AND_BEFORE = re.compile(r"\b[Aa]n? (year|month|week|day|hour|minute|decade|century|mile)s? and $")


def _tenfold(match: re.Match[str]) -> Amount | None:
    """tenfold: ten times."""
    num = read_english(match[1], 0)
    if num is None or num.end != len(match[1]) or num.kind != "number":
        return None
    amount = Amount(match.start(), match.end(), num.value, ONE, kind="quantity", unit="fold", words=True)
    amount.core, amount.tail = match.start(), match.end()
    return amount


def _one_and_a_half(text: str, start: int) -> Read | None:
    """A year and a half: 1.5 years; the half stands at `start`."""
    before = _AND_BEFORE.search(text, max(0, start - 24), start)
    if before is None:
        return None
    amount = Amount(before.start(), start + 6, Decimal("1.5"), Decimal("0.5"), unit=before[1].lower(), words=True)
    amount.kind = "quantity" if amount.unit == "mile" else "duration"
    amount.core, amount.tail = before.start(), start + 6
    return amount, start + 6


def word_end(text: str, start: int) -> int:
    """Where the word that begins at `start` ends."""
    while start < len(text) and text[start].isalpha():
        start += 1
    return start
