"""English numbers in words: cardinals, ordinals and fractions, also mixed with digits ("3 million and a half")."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.cardinals_en import COINS, HUNDRED, Reader
from extractors.reading.text.fractions_en import (
    and_a_part,
    fraction_or_ordinal,
    half,
    is_share,
    last_step,
    made,
    of_a_scale,
    part_of,
)
from extractors.reading.text.numbers import ONE, Num
from extractors.reading.text.words_en import BIG_ORDINALS, DOZENS, ORDINALS, PARTS, SCALES, SMALL, TENS

_NOT_NUMBER_ONE = frozenset(
    [
        "the",
        "this",
        "that",
        "which",
        "no",
        "any",
        "every",
        "some",
        "each",
        "another",
        "other",
        "last",
        "next",
        "first",
        "previous",
        "such",
        "what",
        "loved",
        "on",
        "at",
        "particular",
        "right",
        "wrong",
        "good",
        "bad",
        "new",
        "old",
        "big",
        "small",
        "the-",
    ]
)


_SHARE_BEFORE = re.compile(r"\b(?:nearly|almost|about|around|roughly|over|under|than|some|up to)\s$", re.IGNORECASE)
_PER_SECOND = re.compile(r"\b(?:a|per|each|every)\s$")
_ENDS = re.compile(r"\s?(?:[.,;:!?)]|$)")
_ORDINAL_BEFORE = re.compile(r"(?:first|second|third|fourth|1st|2nd|3rd|4th)[ -]$", re.IGNORECASE)
STARTERS = (
    set(SMALL) | set(TENS) | set(ORDINALS) | set(BIG_ORDINALS) | {"hundred", "half", "quarter", "dozen", "thousand"}
    | {"a", "an", "point", "minus", "negative", "million", "billion"}
)  # fmt: skip


_PLUS = ("plus or ", "plus-or-", "plus/", "plus / ", "plus ", "plus-")


def read_english(text: str, start: int) -> Num | None:
    """The number in words that begins at `start`; it may begin in digits (3 million and a half)."""
    reader = Reader(text, start)
    sign = ONE
    if reader.peek() in ("minus", "negative"):
        if text[max(0, start - 8) : start].lower().endswith(_PLUS):
            return None  # a margin, which has no sign of its own
        sign = -ONE
        reader.at = 1
    if not reader.peek():
        return None
    num = _read(text, reader, start)
    if num is not None and sign < 0:
        if num.kind == "ordinal":
            return None
        num.value, num.negative = -num.value, True
    return num


def _read(text: str, reader: Reader, start: int) -> Num | None:
    word = reader.peek()
    article = word in ("a", "an")
    if article:
        return _after_article(text, reader, start)
    if word in ("half", "quarter"):
        if _ORDINAL_BEFORE.search(text[max(0, start - 8) : start]) or text.startswith("-time", start + 4):
            return None  # the second half of a match, half-time
        return half(reader, start)
    if word == "point":
        reader.at += 1
        spoken = reader.decimals()
        if spoken is None or (start and text[max(0, start - 4) : start].rstrip()[-1:].isalnum()):
            return None
        return _scaled(reader, start, spoken[0], Decimal(1).scaleb(-spoken[1]))
    if word in ORDINALS or word in BIG_ORDINALS:
        if word == "second" and _PER_SECOND.search(text[max(0, start - 6) : start]) and _ENDS.match(text, start + 6):
            return None  # five times a second
        reader.at += 1
        if word in BIG_ORDINALS:
            return made(reader, start, BIG_ORDINALS[word], ONE, "ordinal")
        return made(reader, start, Decimal(ORDINALS[word]), ONE, "ordinal")
    if word in ("dozen", "million", "billion", "thousand", "hundred") and not _bare_scale(reader):
        return None
    begin = reader.at
    value = reader.cardinal()
    if value is None:
        return None
    return _after_cardinal(text, reader, start, value, begin)


def _bare_scale(reader: Reader) -> bool:
    """ "hundred thousand dollars" is a number; "hundred", "million" alone need an article."""
    return reader.peek(1) in SCALES and reader.peek() == "hundred"


def _after_article(text: str, reader: Reader, start: int) -> Num | None:
    reader.at += 1
    word = reader.peek()
    if word in ("hundred", "thousand", "million", "billion", "trillion", "lakh", "crore"):
        begin = reader.at
        value = reader.cardinal()
        assert value is not None
        return _after_cardinal(text, reader, start, value, begin)
    if word in DOZENS and word not in ("gross", "score"):
        reader.at += 1
        return made(reader, start, Decimal(DOZENS[word]), ONE)
    if word in ("pair", "couple"):
        reader.at += 1
        pair = made(reader, start, Decimal(2), ONE)
        pair.about = word == "couple"
        return pair
    if word in COINS and text[max(0, start - 2) : start].strip() not in ("a", "n") and not _per(text, start):
        return Num(start, start + reader.tokens[0].end - reader.tokens[0].start, ONE, ONE, form="words")
    if word == "half" or word == "quarter":
        if word == "quarter" and not is_share(reader, 1):
            return None
        reader.at += 1
        return of_a_scale(reader, start, ONE / PARTS[word])
    part = part_of(reader)
    if part is not None:
        singular_ordinal = reader.tokens[reader.at - 1].word in ORDINALS
        if singular_ordinal and not is_share(reader, 0) and not _SHARE_BEFORE.search(text[max(0, start - 12) : start]):
            return None
        return of_a_scale(reader, start, ONE / part)
    return None


def _per(text: str, start: int) -> bool:
    """Whether an amount stands before, so that "a dollar" means per dollar."""
    return text[max(0, start - 4) : start].rstrip()[-1:].isdigit()


def _scaled(reader: Reader, start: int, value: Decimal, step: Decimal) -> Num:
    word = reader.peek()
    while word in SCALES or word == "hundred":
        factor = SCALES.get(word, HUNDRED)
        value, step = value * factor, step * factor
        reader.at += 1
        word = reader.peek()
    return made(reader, start, value, step)


def _after_cardinal(text: str, reader: Reader, start: int, value: Decimal, begin: int) -> Num | None:
    words = [token.word for token in reader.tokens[begin : reader.at]]
    step = last_step(words)
    following = reader.peek()
    if following == "point":
        keep = reader.at
        reader.at += 1
        spoken = reader.decimals()
        if spoken is not None:
            return _scaled(reader, start, value + spoken[0], ONE.scaleb(-spoken[1]))
        reader.at = keep
    if following in DOZENS and following not in ("score", "gross"):
        reader.at += 1
        return made(reader, start, value * DOZENS[following], Decimal(12))
    if following == "halves" and value == 2:
        return None  # "split in two halves" makes one
    if following in PARTS or following in ORDINALS or following in BIG_ORDINALS:
        return fraction_or_ordinal(reader, start, value, words)
    if following in TENS or (value == 1 and words == ["one"] and following in SMALL and reader.peek(1) not in SMALL):
        keep = reader.at
        part = part_of(reader)
        if part is not None:
            return made(reader, start, value / part, ONE / part, "fraction")
        reader.at = keep
    if following == "and":
        mixed = and_a_part(reader, start, value, words)
        if mixed is not None:
            return mixed
    if words == ["one"] and _pronoun(text, reader, start):
        return None
    return made(reader, start, value, step)


# "one of the largest" praises and counts nothing; "one of the ten" counts.
_AMONG_THE_BEST = re.compile(
    r"\s(?:the|its|their|our|his|her|my|those|these)\s(?:\w{2,12}est|most|few|first|top|leading|main|key|major|world|only)\b"
)


def _last_word(before: str) -> str:
    begin = end = len(before) - 1
    while begin and before[begin - 1].isalpha():
        begin -= 1
    return before[begin:end].lower()


def _pronoun(text: str, reader: Reader, start: int) -> bool:
    """Whether this "one" is a pronoun: the one, this one, which one; "one of the", "one another", "one day"."""
    before = text[max(0, start - 14) : start]
    if before[-1:] in ("-", " ", "\n", "\t") and before and _last_word(before) in _NOT_NUMBER_ONE:
        return True
    if reader.peek() == "of":
        return _AMONG_THE_BEST.match(text, reader.tokens[reader.at].end) is not None
    return reader.peek() in ("another",) or text.startswith("'", reader.tokens[reader.at - 1].end)
