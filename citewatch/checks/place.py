"""Whether a figure that changed is read where it was read before; elsewhere it may be another figure.

A page that is rebuilt on the same day as its figure changes is rare. A reader that takes another figure on a rebuilt
page is not: of the wrong values read on pages that nobody had tuned it for, two in three stood among other words than
the right value had stood before, and of the right new values next to none. Of the other wrong ones most had been
printed beside the right value all along, as the figure of a part, an aim or another year (decision 0020).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import SequenceMatcher

from citewatch.checks.timeline import edition
from schemas.source import Source
from schemas.value import half_up
from warehouse.history import Seen, Stay

_AROUND = 80
"""Characters on each side of a figure that tell where it stands."""
_ALIKE = 0.6
"""How much of the words must be the same, as difflib counts it."""
_FEW = 12
"""Letters: with no more a figure stands in a cell or tile, where the words around it tell nothing."""
_OF_EAST = 3
"""Letters that a Chinese character or a Korean syllable says as much as."""
_MOST = 20
"""Places remembered: a page may say a figure in its own words, an interface in others."""
_DIGITS = re.compile(r"[\d.,%]+|[一二三四五六七八九十百千萬万億亿兆零〇兩两]+")
# A number as it is printed, the sign behind it where the number is short: 5% is no 5 years.
_NUMBER = re.compile(r"\d[\d.,]*\d{2}|\d(?:[\d.,]*\d)?\s?\D?|[一二三四五六七八九十百千萬万億亿兆零〇兩两]{2,}")
_NEAR_BEFORE = 14
_AHEAD = re.compile(
    r"目[標标]|[預预][計计期估測测]|可望|展望|[規规][劃划]|목표|전망|예상|계획"
    r"|\b(?:will|targets?|goals?|expect(?:s|ed)?|forecasts?|project(?:ed|s|ion)|outlook|guidance|plan(?:s|ned)?|aims?)\b"
)
_COMPARED = re.compile(
    r"[優优低高好][於于]|[符符]合|超[過过出]|距|\bthan\b"
    r"|\b(?:beat|beating|above|below|in line with)\b|웃돌|밑돌|상회|하회"
)
_PART = re.compile(r"[，；。]|[,;.](?!\d)")  # between two parts of a sentence
# The figure itself at another time: 明年將調至29,500元, "rising to £12.21", 去年同月3.4%.
_OTHER_TIME = re.compile(
    r"[將将擬拟]|明年|次[年月季]|下[一]?[年月季]|[預预][計计期估測测]|"
    r"(?:去|上|前)[一]?[年月季週周]|同[月期季]|降[至到]|升[至到]|[調调][至為为降升]"
    r"|\b(?:ris|fall|mov)ing ?to|\b(?:cut|raise|rise|fall|lower)to$|willrise|nextyear|lastyear|a?yearago|from$|was$"
    r"|내년|지난|작년|전년|전월|인하|인상|에서"
)
_LATIN, _EAST = re.compile(r"[^\W\d_㐀-鿿가-힣]"), re.compile(r"[㐀-鿿가-힣]")


def doubts(source: Source, stays: Iterable[Stay], figure: str) -> dict[str, Seen]:
    """First capture of each stay whose reading is not believed → the last reading that is.

    Not believed is another value among other words; one that was printed beside the last one that is, where that one
    is gone now; and what is ahead, where the last one wasn't. The first reading is, and so is what a person read, which
    makes the place known where the same was read before; what has the value of the last one that is believed; what
    stands among words known from before; what was read in a picture; and what another edition says. Archived copies
    have no say: between two of them lie months, in which pages are rebuilt. Neither have dates, which come without a
    value.
    """
    found: dict[str, Seen] = {}
    believed: Seen | None = None
    of_edition: tuple[str, ...] = ()
    known = _Places()
    pending: list[Seen] = []
    for stay in stays:
        seen = stay.figures.get(figure)
        if seen is None or seen.outcome != "read" or stay.archived or (seen.value is None and seen.low is None):
            continue
        now = edition(source, stay) if source.edition else ()
        another = bool(of_edition and now and now != of_edition)
        if (
            believed is None
            or seen.read_by
            or seen.box
            or another
            or _same(believed, seen)
            or (known.has(seen) and not _of_something_else(believed, seen))
        ):
            for other in (*(one for one in pending if seen.read_by and _same(one, seen)), seen):
                known.add(other)
            believed, of_edition, pending = seen, now or of_edition, []
        else:
            found[stay.first_capture_id] = believed
            pending = [*pending[-_MOST:], seen]
    return found


def same_place(before: Seen, seen: Seen) -> bool:
    """Whether two readings stand among much the same words, and the second is no old neighbour of the first."""
    places = _Places()
    places.add(before)
    return places.has(seen) and not _of_something_else(before, seen)


class _Places:
    """The words that a figure was believed among, the newest last."""

    def __init__(self) -> None:
        # difflib keeps what it knows of its second text.
        self._known: dict[str, SequenceMatcher[str]] = {}

    def add(self, seen: Seen) -> None:
        words = _words_around(seen)
        known = self._known.pop(words) if words in self._known else SequenceMatcher(None, "", words, autojunk=False)
        self._known[words] = known
        if len(self._known) > _MOST:
            del self._known[next(iter(self._known))]

    def has(self, seen: Seen) -> bool:
        words = _words_around(seen)
        return words in self._known or any(self._alike(words, one) for one in reversed(self._known))

    def _alike(self, words: str, known: str) -> bool:
        if max(_said(words), _said(known)) <= _FEW:
            return True
        match = self._known[known]
        match.set_seq1(words)
        return all(ratio() >= _ALIKE for ratio in (match.real_quick_ratio, match.quick_ratio, match.ratio))


def _of_something_else(before: Seen, seen: Seen) -> bool:
    """Whether a figure among much the same words is an old neighbour, or is ahead now where the old one was told.

    Where the words are the very same, and only figures changed, it is the same figure.
    """
    if _words_around(before) == _words_around(seen):
        return False
    return _printed_beside(before, seen) or (_ahead(seen) and not _ahead(before))


def _ahead(seen: Seen) -> bool:
    """Whether the figure's own clause tells of an aim or a forecast, and not of how the figure compares with one."""
    text = seen.sentence
    begin = max((found.end() for found in _PART.finditer(text, 0, seen.span_start)), default=0)
    behind = _PART.search(text, seen.span_end)
    clause = f"{text[begin : seen.span_start]}@{text[seen.span_end : behind.start() if behind else len(text)]}"
    return _AHEAD.search(clause.casefold()) is not None and _COMPARED.search(clause.casefold()) is None


def _printed_beside(before: Seen, seen: Seen) -> bool:
    """Whether the new figure stood in the old one's sentence as another one, and the old one isn't in the new sentence.

    Where two figures have changed places both are still there. What was said to come, or to have been, is the figure's
    own at another time.
    """
    now = _numbers(seen.sentence[seen.span_start : seen.span_end + 1])
    around = (before.sentence[: before.span_start], before.sentence[before.span_end :])
    if not now or not now <= _numbers(around[0]) | _numbers(around[1]):
        return False
    then = _numbers(before.sentence[before.span_start : before.span_end + 1])
    if then <= _numbers(seen.sentence):
        return False
    printed = "".join(seen.sentence[seen.span_start : seen.span_end].split())
    for text in around:
        said = "".join(text.split())
        place = said.find(printed)
        if place >= 0 and _OTHER_TIME.search(said[max(0, place - _NEAR_BEFORE) : place].casefold()):
            return False
    return True


def _numbers(text: str) -> set[str]:
    return {"".join(found.split()) for found in _NUMBER.findall(text)}


def _same(before: Seen, seen: Seen) -> bool:
    """Whether two readings have one value, at the coarser precision of the two."""
    step = max(before.step or Decimal(0), seen.step or Decimal(0))

    def rounded(value: Decimal | None) -> Decimal | None:
        return half_up(value, step) if value is not None and step else value

    pairs = ((before.value, seen.value), (before.low, seen.low), (before.high, seen.high))
    return before.unit == seen.unit and all(rounded(one) == rounded(other) for one, other in pairs)


def _words_around(seen: Seen) -> str:
    before = seen.sentence[max(0, seen.span_start - _AROUND) : seen.span_start]
    return _DIGITS.sub("#", f"{before}@{seen.sentence[seen.span_end : seen.span_end + _AROUND]}")


def _said(words: str) -> int:
    return len(_LATIN.findall(words)) + _OF_EAST * len(_EAST.findall(words))
