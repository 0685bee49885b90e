"""English numbers in words: cardinals, ordinals and fractions, also mixed with digits ("3 million and a half")."""

import re
from decimal import Decimal

from extractors.reading.cardinals_en import COINS, HUNDRED, Reader
from extractors.reading.numbers import ONE, Num
from extractors.reading.words_en import BIG_ORDINALS, DOZENS, ORDINALS, PARTS, SCALES, SMALL, TENS

# What may follow "a third" when it is a share and not the one after the second.
_SHARE_FOLLOWS = frozenset(
    [
        "of",
        "as",
        "more",
        "less",
        "fewer",
        "in",
        "said",
        "say",
        "says",
        "are",
        "were",
        "is",
        "was",
        "have",
        "has",
        "had",
        "by",
        "to",
        "from",
        "than",
        "over",
        "on",
        "and",
        "or",
        "each",
        "between",
        "higher",
        "lower",
        "faster",
        "would",
        "will",
        "expect",
        "expected",
        "plan",
        "reported",
        "use",
        "used",
        "believe",
        "think",
    ]
)
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


STARTERS = (
    set(SMALL) | set(TENS) | set(ORDINALS) | set(BIG_ORDINALS) | {"hundred", "half", "quarter", "dozen", "thousand"}
    | {"a", "an", "point", "minus", "negative", "million", "billion"}
)  # fmt: skip


def read_english(text: str, start: int, digits: Num | None = None) -> Num | None:
    """The number in words that begins at `start`; with `digits`, one that goes on in words after these digits."""
    reader = Reader(text, start)
    sign = ONE
    if reader.peek() in ("minus", "negative"):
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


def _made(reader: Reader, start: int, value: Decimal, step: Decimal, kind: str = "number") -> Num:
    end = reader.tokens[reader.at - 1].end
    num = Num(start, end, value, step, form="words")
    if kind in ("fraction", "ordinal"):
        num.kind = "fraction" if kind == "fraction" else "ordinal"
    return num


def _read(text: str, reader: Reader, start: int) -> Num | None:
    word = reader.peek()
    article = word in ("a", "an")
    if article:
        return _after_article(text, reader, start)
    if word in ("half", "quarter"):
        return _half(text, reader, start)
    if word == "point":
        reader.at += 1
        spoken = reader.decimals()
        if spoken is None or (start and text[max(0, start - 4) : start].rstrip()[-1:].isalnum()):
            return None
        return _scaled(reader, start, spoken[0], Decimal(1).scaleb(-spoken[1]))
    if word in ORDINALS or word in BIG_ORDINALS:
        reader.at += 1
        if word in BIG_ORDINALS:
            return _made(reader, start, BIG_ORDINALS[word], ONE, "ordinal")
        return _made(reader, start, Decimal(ORDINALS[word]), ONE, "ordinal")
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
        return _made(reader, start, Decimal(DOZENS[word]), ONE)
    if word in ("pair", "couple"):
        reader.at += 1
        pair = _made(reader, start, Decimal(2), ONE)
        pair.about = word == "couple"
        return pair
    if word in COINS and text[max(0, start - 2) : start].strip() not in ("a", "n") and not _per(text, start):
        return Num(start, start + reader.tokens[0].end - reader.tokens[0].start, ONE, ONE, form="words")
    if word == "half" or word == "quarter":
        if word == "quarter" and not _shared(reader, 1):
            return None
        reader.at += 1
        return _of_a_scale(reader, start, ONE / PARTS[word])
    part = _part(reader)
    if part is not None:
        singular_ordinal = reader.tokens[reader.at - 1].word in ORDINALS
        if singular_ordinal and not _shared(reader, 0):
            return None
        return _of_a_scale(reader, start, ONE / part)
    return None


def _per(text: str, start: int) -> bool:
    """Whether an amount stands before, so that "a dollar" means per dollar."""
    return text[max(0, start - 4) : start].rstrip()[-1:].isdigit()


def _shared(reader: Reader, ahead: int) -> bool:
    following = reader.peek(ahead)
    return not following or following in _SHARE_FOLLOWS or reader.gap(ahead) not in (" ",)


def _half(text: str, reader: Reader, start: int) -> Num | None:
    word = reader.peek()
    after = reader.peek(1)
    value = ONE / PARTS[word]
    if after in ("a", "an") and reader.peek(2) in DOZENS:
        reader.at += 3
        return _made(reader, start, value * DOZENS[reader.tokens[reader.at - 1].word], ONE)
    if after in ("a", "an") and reader.peek(2) in SCALES:
        reader.at += 3
        scale = SCALES[reader.tokens[reader.at - 1].word]
        return _made(reader, start, value * scale, value * scale)
    if after in SCALES:
        reader.at += 2
        return _made(reader, start, value * SCALES[after], value * SCALES[after])
    if word == "quarter":
        return None
    reader.at += 1
    return _made(reader, start, value, value, "fraction")


def _of_a_scale(reader: Reader, start: int, value: Decimal) -> Num:
    """A fraction, or a fraction of a scale: two thirds of a million, half a billion."""
    if reader.peek() == "of" and reader.peek(1) == "a" and reader.peek(2) in SCALES:
        reader.at += 3
        value *= SCALES[reader.tokens[reader.at - 1].word]
        return _made(reader, start, value, value)
    if reader.peek() in SCALES:
        value *= SCALES[reader.peek()]
        reader.at += 1
        return _made(reader, start, value, value)
    return _made(reader, start, value, value, "fraction")


def _part(reader: Reader) -> Decimal | None:
    """What a fraction counts, at this token: thirds, twenty-fifth, hundred trillionths. Consumes it."""
    word = reader.peek()
    if word in PARTS:
        reader.at += 1
        return PARTS[word]
    if word in TENS and reader.peek(1) in PARTS and ORDINALS.get(reader.peek(1).removesuffix("s"), 10) < 10:
        value = TENS[word] + ORDINALS[reader.peek(1).removesuffix("s")]
        reader.at += 2
        return Decimal(value)
    keep = reader.at
    value_before = reader.cardinal()
    if value_before is not None:
        last = reader.peek()
        if last == "and":
            reader.at += 1
            last = reader.peek()
        if last.removesuffix("s") in BIG_ORDINALS:
            reader.at += 1
            return value_before * BIG_ORDINALS[last.removesuffix("s")]
        if last.removesuffix("s") in ORDINALS and value_before >= 20:
            reader.at += 1
            return value_before + ORDINALS[last.removesuffix("s")]
    reader.at = keep
    return None


def _scaled(reader: Reader, start: int, value: Decimal, step: Decimal) -> Num:
    word = reader.peek()
    while word in SCALES or word == "hundred":
        factor = SCALES.get(word, HUNDRED)
        value, step = value * factor, step * factor
        reader.at += 1
        word = reader.peek()
    return _made(reader, start, value, step)


def _after_cardinal(text: str, reader: Reader, start: int, value: Decimal, begin: int) -> Num | None:
    words = [token.word for token in reader.tokens[begin : reader.at]]
    step = _step(words)
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
        return _made(reader, start, value * DOZENS[following], Decimal(12))
    if following in PARTS or following in ORDINALS or following in BIG_ORDINALS:
        return _fraction_or_ordinal(reader, start, value, words, begin)
    if following in TENS or (value == 1 and words == ["one"] and following in SMALL):
        keep = reader.at
        part = _part(reader)
        if part is not None:
            return _made(reader, start, value / part, ONE / part, "fraction")
        reader.at = keep
    if following == "and":
        mixed = _and_a_part(reader, start, value, words)
        if mixed is not None:
            return mixed
    if words == ["one"] and _pronoun(text, reader, start):
        return None
    return _made(reader, start, value, step)


def _step(words: list[str]) -> Decimal:
    last = words[-1]
    if last in SCALES:
        return SCALES[last]
    return HUNDRED if last in ("hundred", "hundreds") else ONE


def _pronoun(text: str, reader: Reader, start: int) -> bool:
    """Whether this "one" is a pronoun: the one, this one, which one; "one of the", "one another", "one day"."""
    before = re.search(r"([A-Za-z]+)[\s-]$", text[max(0, start - 14) : start])
    if before is not None and before[1].lower() in _NOT_NUMBER_ONE:
        return True
    return reader.peek() in ("another",) or text[reader.tokens[reader.at - 1].end :][:1] == "'"


def _fraction_or_ordinal(reader: Reader, start: int, value: Decimal, words: list[str], begin: int) -> Num | None:
    following = reader.peek()
    singular = following in ORDINALS or following in BIG_ORDINALS
    if following in BIG_ORDINALS and not (value == 1 and words == ["one"]):
        reader.at += 1
        return _made(reader, start, value * BIG_ORDINALS[following], ONE, "ordinal")
    fits = (
        (words[-1] in TENS and ORDINALS.get(following, 10) < 10)
        or words[-1] in SCALES
        or words[-1] in ("hundred", "and")
    )
    if singular and fits and words != ["one"]:
        if len(words) > 1 and words[0] == "one" and words[1] in TENS and "hundred" not in words:
            # "one twenty-fifth": the cardinal reader took "one twenty" for 120.
            reader.at += 1
            parts = Decimal(TENS[words[1]] + ORDINALS[following])
            return _made(reader, start, ONE / parts, ONE / parts, "fraction")
        reader.at += 1
        ending = Decimal(ORDINALS[following])
        if len(words) > 2 and words[0] == "one" and words[1] == "one":
            return None
        return _made(reader, start, value + ending, ONE, "ordinal")
    if singular and not (value == 1 or words[-1] in ("half",)):
        return _made(reader, start, value, _step(words)) if following == "second" or value != 1 else None
    if following not in PARTS:  # "one second"
        return _made(reader, start, value, _step(words))
    reader.at += 1
    top, part = value, PARTS[following]
    if (
        not singular
        and len(words) > 1
        and words[-1] in TENS
        and part < 10
        and words[-2] != "and"
        and value % 100 == TENS[words[-1]]
    ):
        # "twenty twenty fifths", "one hundred thirty fifths": the tens belong to the part.
        top, part = value - TENS[words[-1]], part + TENS[words[-1]]
    return _of_a_scale_top(reader, start, top, part)


def _of_a_scale_top(reader: Reader, start: int, top: Decimal, part: Decimal) -> Num:
    num = _of_a_scale(reader, start, top / part)
    if num.kind == "fraction":
        num.step = ONE / part
    return num


def _and_a_part(reader: Reader, start: int, value: Decimal, words: list[str]) -> Num | None:
    """ "two and a half million", "3 million and a quarter", "one hundred and three quarters"."""
    keep = reader.at
    reader.at += 1
    top = ONE
    if reader.peek() in ("a", "an"):
        reader.at += 1
    elif SMALL.get(reader.peek(), 0) > 0 or reader.peek() in TENS:
        number = reader.cardinal()
        if number is None:
            reader.at = keep
            return None
        top = number
    else:
        reader.at = keep
        return None
    part = _part(reader)
    if part is None:
        reader.at = keep
        return None
    if top >= part and top > 1 and words[-1] not in SCALES:
        # "one hundred and thirty fifths": no mixed number, all of it counts fifths.
        return _made(reader, start, (value + top) / part, ONE / part, "fraction")
    share = top / part
    if reader.peek() in SCALES:
        scale = SCALES[reader.peek()]
        reader.at += 1
        if words[-1] in SCALES:
            return _made(reader, start, value + share * scale, scale)
        return _made(reader, start, (value + share) * scale, share * scale)
    if words[-1] in SCALES:
        scale = SCALES[words[-1]]
        return _made(reader, start, value + share * scale, share * scale)
    return _made(reader, start, value + share, share, "fraction" if value < 1 else "number")
