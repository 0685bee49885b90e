"""Words that are a multiple by themselves (doubled, twice, halved, 翻一番, 雙倍, 逾倍), and "within a week"."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.amount import Amount, Read
from extractors.reading.text.numbers import ONE, Num
from extractors.reading.text.numbers_zh import DIGITS
from extractors.reading.text.trie import trie_pattern

_DONE = {"doubled": 2, "tripled": 3, "trebled": 3, "quadrupled": 4, "quintupled": 5, "twice": 2, "thrice": 3}
_HALVED = "halved"
_AS_NOUN = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
# "doubled as a school", "doubled down", "doubled over in pain"; "think twice", "once or twice".
_OTHERWISE = re.compile(r" (?:as an?|down|back|over|up)\b|-")
_IDIOM = re.compile(r"\b(?:think|thought|thinking|once or) $", re.IGNORECASE)
# "halved cherry tomatoes" are no half of anything told.
_HALVED_GOES_ON = re.compile(
    r"\s?(?:[.,;:!?)]|$| (?:to|in|from|by|since|over|during|within|between|after|its?|their|our)\b)"
)
# "double the amount", "to double by 2030"; a double room and double digits are no multiples.
_OF_WHAT = re.compile(r" (?:the|that|its|their|what|this|last)\b(?! (?:agents?|meaning|check))")
_WILL = re.compile(r"\b(?:to|will|would|could|may|might|should|than|nearly|almost|about) $")
_BY_WHEN = re.compile(r"(?: (?:by|in|from|to|over|within|since)\b|[.,;]|$)")
ENGLISH = frozenset((*_DONE, _HALVED, *_AS_NOUN))
WITHIN = r"within (?=an? (?:second|minute|hour|day|week|fortnight|month|quarter|year|decade|century)(?![A-Za-z-]))"
_WITHIN = re.compile(r"[Ww]ithin (?P<it>an? (?P<unit>[a-z]+))")
LIMITS = frozenset(("second", "minute", "hour", "day"))  # within these is a limit; within a year says when
_LONGER = {"fortnight": ("week", 2), "quarter": ("month", 3), "decade": ("year", 10), "century": ("year", 100)}
_WORDS = re.compile(rf"(?:{trie_pattern(sorted(ENGLISH | {'within'}))})(?![A-Za-z])", re.IGNORECASE)
_GROSS = re.compile(r" gross of (?=[a-z])")
HAN = r"翻了?[一兩两二三四]?番|翻了?一?倍|[雙双]倍|[逾超]倍(?=[成增]|[，。；、,.]|$)"
_HAN = re.compile(HAN)


def english(text: str, start: int) -> Read | None:
    """The multiple or the time limit that begins with the word at `start`; None where it is another word."""
    match = _WORDS.match(text, start)
    if match is None:
        return None
    word, end = match.group().lower(), match.end()
    if word == "within":
        return _limit(text, start)
    if not _counts(text, word, start, end):
        return None, end
    if word == _HALVED:
        return _made(start, end, Decimal("0.5"), "fraction", None), end
    return _made(start, end, Decimal(_DONE.get(word) or _AS_NOUN[word]), "quantity", "time"), end


def _counts(text: str, word: str, start: int, end: int) -> bool:
    if word == _HALVED:
        return _HALVED_GOES_ON.match(text, end) is not None
    before = text[max(0, start - 12) : start]
    if word in _DONE:
        return _OTHERWISE.match(text, end) is None and _IDIOM.search(before) is None
    if _OF_WHAT.match(text, end) is not None:
        return True
    return _WILL.search(before) is not None and _BY_WHEN.match(text, end) is not None


def _made(start: int, end: int, value: Decimal, kind: str, unit: str | None) -> Amount:
    amount = Amount(
        start, end, value, ONE if value >= 1 else Decimal("0.5"), unit=unit, core=start, tail=end, words=True
    )
    amount.kind = "fraction" if kind == "fraction" else "duration" if kind == "duration" else "quantity"
    return amount


def _limit(text: str, start: int) -> Read | None:
    match = _WITHIN.match(text, start)
    if match is None:
        return None
    unit, times = _LONGER.get(match["unit"], (match["unit"], 1))
    amount = _made(match.start("it"), match.end(), Decimal(times), "duration", unit)
    if unit in LIMITS:
        amount.comparator = "<="
    return amount, match.end()


def gross(text: str, num: Num) -> None:
    """12 gross of pens: a dozen dozens each; any other gross is no number."""
    match = _GROSS.match(text, num.end) if num.kind == "number" else None
    if match is not None:
        num.times(Decimal(144), match.end() - len(" of "))


def han(text: str, start: int) -> Read:
    """翻一番 and 雙倍 are twice as much, 翻兩番 four times; 逾倍 is more than once as much again."""
    match = _HAN.match(text, start)
    if match is None:
        return None, start + 1
    said = match.group()
    if said[0] in "逾超":
        amount = _made(start, match.end(), ONE, "quantity", "fold")
        amount.comparator = ">"
        return amount, match.end()
    times = DIGITS[said[-2]] if said[-1] == "番" and said[-2] in DIGITS else 1
    return _made(start, match.end(), Decimal(2) ** times, "quantity", "fold"), match.end()
