"""English fractions and ordinals in words: two thirds, a quarter of a million, twenty-fifth, 3 million and a half."""

from decimal import Decimal

from extractors.reading.text.cardinals_en import HUNDRED, Reader
from extractors.reading.text.numbers import ONE, Num
from extractors.reading.text.words_en import BIG_ORDINALS, DOZENS, ORDINALS, PARTS, SCALES, SMALL, TENS

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


def made(reader: Reader, start: int, value: Decimal, step: Decimal, kind: str = "number") -> Num:
    end = reader.tokens[reader.at - 1].end
    num = Num(start, end, value, step, form="words")
    if kind in ("fraction", "ordinal"):
        num.kind = "fraction" if kind == "fraction" else "ordinal"
    return num


def is_share(reader: Reader, ahead: int) -> bool:
    following = reader.peek(ahead)
    return not following or following in _SHARE_FOLLOWS or reader.gap(ahead) not in (" ",)


def half(reader: Reader, start: int) -> Num | None:
    """A half, or a half or quarter of a scale: half a billion, quarter of a million."""
    word = reader.peek()
    after = reader.peek(1)
    if after == "of" and reader.peek(2) in ("a", "an") and reader.peek(3) in SCALES:
        reader.at += 1
        return of_a_scale(reader, start, ONE / PARTS[word])
    value = ONE / PARTS[word]
    if after in ("a", "an") and reader.peek(2) in DOZENS:
        reader.at += 3
        return made(reader, start, value * DOZENS[reader.tokens[reader.at - 1].word], ONE)
    if after in ("a", "an") and reader.peek(2) in SCALES:
        reader.at += 3
        scale = SCALES[reader.tokens[reader.at - 1].word]
        return made(reader, start, value * scale, value * scale)
    if after in SCALES:
        reader.at += 2
        return made(reader, start, value * SCALES[after], value * SCALES[after])
    if word == "quarter":
        return None
    reader.at += 1
    return made(reader, start, value, value, "fraction")


def of_a_scale(reader: Reader, start: int, value: Decimal) -> Num:
    """A fraction, or a fraction of a scale: two thirds of a million, half a billion."""
    if reader.peek() == "of" and reader.peek(1) == "a" and reader.peek(2) in SCALES:
        reader.at += 3
        value *= SCALES[reader.tokens[reader.at - 1].word]
        return made(reader, start, value, value)
    if reader.peek() in SCALES:
        value *= SCALES[reader.peek()]
        reader.at += 1
        return made(reader, start, value, value)
    return made(reader, start, value, value, "fraction")


def part_of(reader: Reader) -> Decimal | None:
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


def last_step(words: list[str]) -> Decimal:
    last = words[-1]
    if last in SCALES:
        return SCALES[last]
    return HUNDRED if last in ("hundred", "hundreds") else ONE


def fraction_or_ordinal(reader: Reader, start: int, value: Decimal, words: list[str]) -> Num | None:
    following = reader.peek()
    singular = following in ORDINALS or following in BIG_ORDINALS
    if following in BIG_ORDINALS and not (value == 1 and words == ["one"]):
        reader.at += 1
        return made(reader, start, value * BIG_ORDINALS[following], ONE, "ordinal")
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
            return made(reader, start, ONE / parts, ONE / parts, "fraction")
        reader.at += 1
        ending = Decimal(ORDINALS[following])
        if len(words) > 2 and words[0] == "one" and words[1] == "one":
            return None
        return made(reader, start, value + ending, ONE, "ordinal")
    if singular and not (value == 1 or words[-1] in ("half",)):
        return made(reader, start, value, last_step(words)) if following == "second" or value != 1 else None
    if following not in PARTS:  # "one second"
        return made(reader, start, value, last_step(words))
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
    return _share_of(reader, start, top, part)


def _share_of(reader: Reader, start: int, top: Decimal, part: Decimal) -> Num:
    num = of_a_scale(reader, start, top / part)
    if num.kind == "fraction":
        num.step = ONE / part
    return num


def and_a_part(reader: Reader, start: int, value: Decimal, words: list[str]) -> Num | None:
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
    part = part_of(reader)
    if part is None:
        reader.at = keep
        return None
    if top >= part and top > 1 and words[-1] not in SCALES:
        # "one hundred and thirty fifths": no mixed number, all of it counts fifths.
        return made(reader, start, (value + top) / part, ONE / part, "fraction")
    share = top / part
    if reader.peek() in SCALES:
        scale = SCALES[reader.peek()]
        reader.at += 1
        if words[-1] in SCALES:
            return made(reader, start, value + share * scale, scale)
        return made(reader, start, (value + share) * scale, share * scale)
    if words[-1] in SCALES:
        scale = SCALES[words[-1]]
        return made(reader, start, value + share * scale, share * scale)
    return made(reader, start, value + share, share, "fraction" if value < 1 else "number")
