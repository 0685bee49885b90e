"""English numbers in words: cardinals, ordinals and fractions, also mixed with digits ("3 million and a half")."""

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.reading.numbers import ONE, Num
from extractors.reading.words_en import BIG_ORDINALS, DOZENS, ORDINALS, PARTS, SCALES, SMALL, TENS

_TOKEN = re.compile(r"([A-Za-z]+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)(?![A-Za-z\d])")
_GAP = re.compile(r"(?:\s?-\s?|,\s|\s?&\s|\s{1,3})")
_MOST_TOKENS = 40
HUNDRED = Decimal(100)
# What may follow "a third" when it is a share and not the one after the second.
_SHARE_FOLLOWS = frozenset(
    "of as more less fewer in said say says are were is was have has had by to from than over on and or each between "
    "higher lower faster would will expect expected plan reported use used believe think".split()
)
_NOT_NUMBER_ONE = frozenset(
    "the this that which no any every some each another other last next first previous such what loved on at "
    "particular right wrong good bad new old big small the-".split()
)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str  # lower case; digits as printed
    gap: str  # what stands between it and the one before: " ", "-", "," or "&"


class _Reader:
    """Walks over the tokens once; `at` is the next one."""

    def __init__(self, text: str, start: int) -> None:
        self.tokens: list[_Token] = []
        self.at = 0
        self._text = text
        self._next, self._gap, self._ended = start, "", False

    def _fill(self, index: int) -> bool:
        """Whether there is a token at `index`; tokens are cut only as far as somebody looks."""
        while len(self.tokens) <= index and not self._ended:
            match = _TOKEN.match(self._text, self._next)
            if match is None or len(self.tokens) == _MOST_TOKENS:
                self._ended = True
                break
            word = match[1].lower()
            self.tokens.append(_Token(self._next, match.end(), word, self._gap))
            space = _GAP.match(self._text, match.end())
            if space is None or not (word in _KNOWN or word[0].isdigit()):
                self._ended = True
                break
            self._gap, self._next = space.group().strip() or " ", space.end()
        return index < len(self.tokens)

    def peek(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.tokens[index].word if index < len(self.tokens) or self._fill(index) else ""

    def gap(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.tokens[index].gap if index < len(self.tokens) or self._fill(index) else ""

    def cardinal(self) -> Decimal | None:
        """A whole number, or one with a spoken decimal point."""
        done: list[tuple[Decimal, Decimal]] = []  # closed parts: value and the scale that closed it
        group: Decimal | None = None
        last = "start"
        begin = self.at
        while self._fill(self.at):
            word, gap = self.peek(), self.gap()
            if gap == "," and not self._list_goes_on(done, last):
                break
            if gap == "&" and last not in ("hundred", "scale"):
                break
            small = SMALL.get(word)
            tens = TENS.get(word)
            if word[0].isdigit():
                if last not in ("start", "hundred", "scale") or (done and Decimal(word.replace(",", "")) >= done[-1][1]):
                    break
                if last == "hundred" and Decimal(word.replace(",", "")) >= 100:
                    break
                if last != "start" and self.peek(1) in SCALES | {"hundred": ONE} and not self._smaller(done, last):
                    break
                group = (group or Decimal(0)) + Decimal(word.replace(",", ""))
                last = "unit"
            elif small is not None:
                if small == 0 and last != "start":
                    break
                if last not in ("start", "tens", "hundred", "scale") or (last == "tens" and small > 9):
                    break
                if last in ("hundred", "scale") and not self._smaller(done, last):
                    break
                group = (group or Decimal(0)) + small
                last = "unit" if 0 < small < 10 and last == "start" else "full"
                if last == "full" and small == 0:
                    last = "zero"
            elif tens is not None:
                spoken = last == "unit" and group is not None and group < 10 and gap == " "
                if spoken and self.peek(1) not in PARTS and not self.tokens[begin].word[0].isdigit():
                    assert group is not None
                    group = group * 100 + tens  # "one twenty two"
                elif last in ("start", "hundred", "scale"):
                    if last in ("hundred", "scale") and not self._smaller(done, last):
                        break
                    group = (group or Decimal(0)) + tens
                else:
                    break
                last = "tens"
            elif word == "hundred" or (word == "hundreds" and last in ("unit", "full", "tens")):
                if last == "hundred" or last == "zero":
                    break
                group = (group if group is not None else ONE) * HUNDRED
                last = "hundred"
            elif word in SCALES:
                if last == "zero":
                    break
                scale = SCALES[word]
                value = group if group is not None else (ONE if not done else Decimal(0))
                while done and done[-1][1] < scale:
                    value += done.pop()[0]
                done.append((value * scale, scale))
                group, last = None, "scale"
            elif word == "and":
                if last not in ("hundred", "scale") or not self._small_number_after_and(done, last):
                    break
                self.at += 1
                continue
            else:
                break
            self.at += 1
        if last == "start":
            return None
        return sum((value for value, _ in done), Decimal(0)) + (group or Decimal(0))

    def _list_goes_on(self, done: list[tuple[Decimal, Decimal]], last: str) -> bool:
        """Whether "three million, two hundred" is one number: only where a smaller group follows."""
        if last != "scale":
            return False
        ahead = [self.peek(step) for step in range(4)]
        return "hundred" in ahead or any(SCALES.get(word, HUNDRED) < done[-1][1] for word in ahead[1:] if word in SCALES)

    def _smaller(self, done: list[tuple[Decimal, Decimal]], last: str) -> bool:
        """Whether the number that begins here is smaller than the scale before it, so that both are one number."""
        ahead = 1
        if self.peek() in TENS and self.peek(1) in SMALL:
            ahead = 2
        follow = self.peek(ahead)
        if follow in ("hundred", "hundreds"):
            return last == "scale"
        if follow in SCALES:
            return last == "hundred" or not done or SCALES[follow] < done[-1][1] or last == "scale" and SCALES[follow] < done[-1][1]
        return True

    def _small_number_after_and(self, done: list[tuple[Decimal, Decimal]], last: str) -> bool:
        word = self.peek(1)
        if word[:1].isdigit():
            value = Decimal(word.replace(",", ""))
            limit = HUNDRED if last == "hundred" else done[-1][1]
            follow = self.peek(2)
            if follow == "hundred" or follow in SCALES:
                return last == "scale" and SCALES.get(follow, HUNDRED) < done[-1][1]
            return ONE <= value < limit
        if SMALL.get(word, 0) > 0 or word in TENS:
            follow = self.peek(3) if self.peek(2) in SMALL and word in TENS else self.peek(2)
            if follow in ("hundred", "hundreds"):
                return last == "scale"
            if follow in SCALES:
                return last == "scale" and SCALES[follow] < done[-1][1] or (last == "hundred")
            # "one million and three quarters" is a fraction of the million; read by the caller.
            return follow not in PARTS or follow in ORDINALS
        return False

    def decimals(self) -> tuple[Decimal, int] | None:
        """What follows "point": digits one by one ("zero three", "five o six") or a number ("seventy-one")."""
        digits = ""
        while self._fill(self.at):
            word = self.peek()
            if word in SMALL and (SMALL[word] < 10 or not digits):
                digits += str(SMALL[word])
            elif word in ("o", "oh") and (digits or self.peek(1) in SMALL):
                digits += "0"
            elif word in TENS and not digits:
                value = TENS[word]
                if 0 < SMALL.get(self.peek(1), 0) < 10:
                    self.at += 1
                    value += SMALL[self.peek()]
                digits = str(value)
                self.at += 1
                break
            elif word.isdigit() and not digits:
                digits = word
                self.at += 1
                break
            else:
                break
            self.at += 1
        return (Decimal("0." + digits), len(digits)) if digits else None


_COINS = frozenset("dollar euro penny buck".split())
_KNOWN = (
    set(SMALL) | set(TENS) | set(SCALES) | set(DOZENS) | set(ORDINALS) | set(PARTS)
    | set(_COINS) | {"pair", "couple"}
    | {"hundred", "hundreds", "and", "a", "an", "point", "o", "oh", "minus", "negative", "of"}
)  # fmt: skip
STARTERS = (
    set(SMALL) | set(TENS) | set(ORDINALS) | set(BIG_ORDINALS) | {"hundred", "half", "quarter", "dozen", "thousand"}
    | {"a", "an", "point", "minus", "negative", "million", "billion"}
)  # fmt: skip


def read_english(text: str, start: int, digits: Num | None = None) -> Num | None:
    """The number in words that begins at `start`; with `digits`, one that goes on in words after these digits."""
    reader = _Reader(text, start)
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


def _made(reader: _Reader, start: int, value: Decimal, step: Decimal, kind: str = "number") -> Num:
    end = reader.tokens[reader.at - 1].end
    num = Num(start, end, value, step, form="words")
    if kind in ("fraction", "ordinal"):
        num.kind = "fraction" if kind == "fraction" else "ordinal"
    return num


def _read(text: str, reader: _Reader, start: int) -> Num | None:
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


def _bare_scale(reader: _Reader) -> bool:
    """"hundred thousand dollars" is a number; "hundred", "million" alone need an article."""
    return reader.peek(1) in SCALES and reader.peek() == "hundred"


def _after_article(text: str, reader: _Reader, start: int) -> Num | None:
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
    if word in _COINS and text[max(0, start - 2) : start].strip() not in ("a", "n") and not _per(text, start):
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


def _shared(reader: _Reader, ahead: int) -> bool:
    following = reader.peek(ahead)
    return not following or following in _SHARE_FOLLOWS or reader.gap(ahead) not in (" ",)


def _half(text: str, reader: _Reader, start: int) -> Num | None:
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


def _of_a_scale(reader: _Reader, start: int, value: Decimal) -> Num:
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


def _part(reader: _Reader) -> Decimal | None:
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


def _scaled(reader: _Reader, start: int, value: Decimal, step: Decimal) -> Num:
    word = reader.peek()
    while word in SCALES or word == "hundred":
        factor = SCALES.get(word, HUNDRED)
        value, step = value * factor, step * factor
        reader.at += 1
        word = reader.peek()
    return _made(reader, start, value, step)


def _after_cardinal(text: str, reader: _Reader, start: int, value: Decimal, begin: int) -> Num | None:
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


def _pronoun(text: str, reader: _Reader, start: int) -> bool:
    """Whether this "one" is a pronoun: the one, this one, which one; "one of the", "one another", "one day"."""
    before = re.search(r"([A-Za-z]+)[\s-]$", text[max(0, start - 14) : start])
    if before is not None and before[1].lower() in _NOT_NUMBER_ONE:
        return True
    return reader.peek() in ("another",) or text[reader.tokens[reader.at - 1].end :][:1] == "'"


def _fraction_or_ordinal(reader: _Reader, start: int, value: Decimal, words: list[str], begin: int) -> Num | None:
    following = reader.peek()
    singular = following in ORDINALS or following in BIG_ORDINALS
    if following in BIG_ORDINALS and not (value == 1 and words == ["one"]):
        reader.at += 1
        return _made(reader, start, value * BIG_ORDINALS[following], ONE, "ordinal")
    fits = words[-1] in TENS and ORDINALS.get(following, 10) < 10 or words[-1] in SCALES or words[-1] in ("hundred", "and")
    if singular and fits and words != ["one"]:
        if len(words) > 1 and words[0] == "one" and words[1] in TENS and "hundred" not in words:
            # "one twenty-fifth": the cardinal reader took "one twenty" for 120.
            reader.at += 1
            part = Decimal(TENS[words[1]] + ORDINALS[following])
            return _made(reader, start, ONE / part, ONE / part, "fraction")
        reader.at += 1
        ending = Decimal(ORDINALS[following])
        if len(words) > 2 and words[0] == "one" and words[1] == "one":
            return None
        return _made(reader, start, value + ending, ONE, "ordinal")
    if singular and not (value == 1 or words[-1] in ("half",)):
        return _made(reader, start, value, _step(words)) if following == "second" or value != 1 else None
    part = PARTS.get(following)
    if part is None:  # "one second"
        return _made(reader, start, value, _step(words))
    reader.at += 1
    top = value
    if not singular and len(words) > 1 and words[-1] in TENS and part < 10 and words[-2] != "and" and value % 100 == TENS[words[-1]]:
        # "twenty twenty fifths", "one hundred thirty fifths": the tens belong to the part.
        top, part = value - TENS[words[-1]], part + TENS[words[-1]]
    return _of_a_scale_top(reader, start, top, part)


def _of_a_scale_top(reader: _Reader, start: int, top: Decimal, part: Decimal) -> Num:
    num = _of_a_scale(reader, start, top / part)
    if num.kind == "fraction":
        num.step = ONE / part
    return num


def _and_a_part(reader: _Reader, start: int, value: Decimal, words: list[str]) -> Num | None:
    """"two and a half million", "3 million and a quarter", "one hundred and three quarters"."""
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
