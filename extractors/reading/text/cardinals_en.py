"""The walk over English number words: whole numbers and spoken decimals."""

from dataclasses import dataclass
from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.numbers import ONE
from extractors.reading.text.words_en import DOZENS, ORDINALS, PARTS, SCALES, SMALL, TENS

_TOKEN = re.compile(r"([A-Za-z]+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)(?![A-Za-z\d])")
_GAP = re.compile(r"(?:\s?-\s?|,\s|\s?&\s|\s{1,3})")
_SHARE = re.compile(r"\s?(?:[%％]|per ?cent|percentage|basis|pp\b)", re.IGNORECASE)
_MOST_TOKENS = 40
HUNDRED = Decimal(100)
COINS = frozenset(["dollar", "euro", "penny", "buck"])
_KNOWN = (
    set(SMALL) | set(TENS) | set(SCALES) | set(DOZENS) | set(ORDINALS) | set(PARTS)
    | set(COINS) | {"pair", "couple"}
    | {"hundred", "hundreds", "and", "a", "an", "point", "o", "oh", "minus", "negative", "of"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str  # lower case; digits as printed
    gap: str  # what stands between it and the one before: " ", "-", "," or "&"


class Reader:
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
                if last not in ("start", "hundred", "scale") or (
                    done and Decimal(word.replace(",", "")) >= done[-1][1]
                ):
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
        return "hundred" in ahead or any(
            SCALES.get(word, HUNDRED) < done[-1][1] for word in ahead[1:] if word in SCALES
        )

    def _smaller(self, done: list[tuple[Decimal, Decimal]], last: str) -> bool:
        """Whether the number that begins here is smaller than the scale before it, so that both are one number."""
        ahead = 1
        if self.peek() in TENS and self.peek(1) in SMALL:
            ahead = 2
        follow = self.peek(ahead)
        if follow in ("hundred", "hundreds"):
            return last == "scale"
        if follow in SCALES:
            return (
                last == "hundred"
                or not done
                or SCALES[follow] < done[-1][1]
                or (last == "scale" and SCALES[follow] < done[-1][1])
            )
        return True

    def _small_number_after_and(self, done: list[tuple[Decimal, Decimal]], last: str) -> bool:
        word = self.peek(1)
        if word[:1].isdigit():
            value = Decimal(word.replace(",", ""))
            limit = HUNDRED if last == "hundred" else done[-1][1]
            follow = self.peek(2)
            counted = self.tokens[0].word[0].isdigit() and last == "scale" and done[-1][1] > 1000
            if counted or (last == "scale" and _SHARE.match(self._text, self.tokens[self.at + 1].end)):
                return False  # £18 million and 6%, 1.2 million and 45,000 jobs
            if follow == "hundred" or follow in SCALES:
                return last == "scale" and SCALES.get(follow, HUNDRED) < done[-1][1]
            return ONE <= value < limit
        if SMALL.get(word, 0) > 0 or word in TENS:
            follow = self.peek(3) if self.peek(2) in SMALL and word in TENS else self.peek(2)
            if follow in ("hundred", "hundreds"):
                return last == "scale"
            if follow in SCALES:
                return (last == "scale" and SCALES[follow] < done[-1][1]) or (last == "hundred")
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
