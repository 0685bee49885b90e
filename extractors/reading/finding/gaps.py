"""Parts of a page that a skim passed over, and which of them must be read after all: those that make up a tile."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from selectolax.lexbor import LexborNode

from extractors.reading.pages.blocks import Chunk, Frame, Kind, normalise
from extractors.reading.pages.chrome import BANNER_TAGS, TELLING, Chrome
from extractors.reading.pages.glance import a_digit, only_figure
from extractors.reading.pages.tiles import NEAR, box_of, can_label, inside, joinable, touches
from extractors.reading.pages.writer import INLINE

_MOST_FILLED = 6000  # characters of parts read after all
_LONGEST_LABEL, _LONGEST_NUMBER = 140, 32
_MOST_IN_BOX = 100  # chunks on either side of a number that share its box


class GiveUp(Exception):
    """Too much of the page matters: reading it whole is cheaper."""


class Stale(GiveUp):
    """What must be read stands under headings that were passed over."""


class Gap(Chunk):
    """A part that was passed over, with all that its texts would have got from their surroundings."""

    __slots__ = (
        "_lone",
        "_low",
        "_shown",
        "_text",
        "headings",
        "in_body",
        "mark",
        "node",
        "now",
        "stale",
        "tag",
        "words",
    )

    def __init__(self, node: LexborNode, tag: str, frame: Frame, low: str | None) -> None:
        super().__init__("record", "", frame=frame)
        self.node, self.tag = node, tag
        self.headings: tuple[tuple[int, str], ...] = ()
        self.now: Kind = "sentence"
        self.mark = self.in_body = 0
        self.stale = False  # headings before it were passed over as well: what it stands under is not known
        self.words = False  # it was looked at, and some of the words stand in it
        self._low = low
        self._shown: bool | None = None if low is None else True  # it was looked at where it is shown
        self._lone: bool | None = None
        self._text: bool | None = None

    def text_low(self, lower: Callable[[str], str]) -> str:
        """Its text as words are looked for in it."""
        if self._low is None:
            self._low = lower(self.node.text())
        return self._low

    def shown(self, chrome: Chrome) -> bool:
        """Whether it counts as the page's text."""
        if self._shown is None:
            attributes = self.node.attributes
            told = attributes and not TELLING.isdisjoint(attributes)
            self._shown = not (
                (told or self.tag in BANNER_TAGS) and chrome.left_out(self.node, self.tag, attributes, self.in_body > 0)
            )
        return self._shown

    def surely_text(self) -> bool:
        """Whether it begins with text of its own: then it makes at least one chunk."""
        if self._text is None:
            first = self.node.first_child
            self._text = first is not None and first.tag == "-text" and bool((first.text_content or "").strip())
        return self._text

    def lone_number(self) -> bool:
        """Whether it may hold a text that is nothing but a figure: one short text node of it has a digit."""
        first = self.node.first_child
        if self._lone is None and first is not None and first.next is None and first.tag == "-text":
            text = first.text_content or ""
            self._lone = a_digit(text) and only_figure(normalise(text))
        if self._lone is None:
            pieces = self.node.text(separator="\n").split("\n")
            self._lone = any(len(piece.strip()) <= _LONGEST_NUMBER and a_digit(piece) for piece in pieces)
            if self._lone and self.tag == "table":  # a number that stands in a cell by itself is no tile
                self._lone = any(inner.tag not in INLINE for inner in self.node.css("td > *, th > *"))
        return self._lone


class Skimmed(Protocol):
    """What the skim knows."""

    chunks: list[Chunk]
    chrome: Chrome

    def read(self, gap: Gap) -> list[Chunk]: ...
    def low(self, text: str) -> str: ...
    def has_any(self, text: str) -> bool: ...
    def all_met(self, headers: tuple[str, ...], texts: Iterable[Chunk]) -> bool: ...


def fill_in(skim: Skimmed) -> list[Chunk]:
    """The chunks, with every part filled in that stands by a lone number or may hold one by a label of ours."""
    filled = 0
    while any(isinstance(chunk, Gap) for chunk in skim.chunks) and (needed := _Round(skim).needed()):
        for place in sorted(needed, reverse=True):
            gap = skim.chunks[place]
            if isinstance(gap, Gap):
                filled += len(gap.text_low(skim.low))
                if filled > _MOST_FILLED:
                    raise GiveUp
                skim.chunks[place : place + 1] = skim.read(gap)
    return [chunk for chunk in skim.chunks if not isinstance(chunk, Gap)]


class _Round:
    """One look at all parts; those filled in bring new labels, so that another look is due."""

    def __init__(self, skim: Skimmed) -> None:
        self._skim, self._chunks = skim, skim.chunks
        self._labelled: dict[tuple[int, tuple[str, ...]], bool] = {}  # by box and headings

    def needed(self) -> set[int]:
        """The places of parts that a lone number depends on, or a number by labels that have all the words."""
        places: set[int] = set()
        chunks = self._chunks
        last_gap = -NEAR
        for place, chunk in enumerate(chunks):
            if isinstance(chunk, Gap):
                last_gap = place
                if chunk.words and (beside := self._beside(place, chunk.frame)):
                    places.update(beside, (place,))
                continue
            if chunk.frame is None or len(chunk.text) > _LONGEST_LABEL:
                continue
            if only_figure(chunk.text):
                if joinable(chunk):
                    places.update(self._box(place, chunk.frame))
                continue
            near = last_gap >= place - NEAR or any(isinstance(one, Gap) for one in chunks[place + 1 : place + NEAR + 1])
            if near and can_label(chunk) and self._skim.has_any(chunk.text):
                places.update(self._beside(place, chunk.frame))
        return places

    def _box(self, place: int, frame: Frame) -> list[int]:
        """The parts that share a box with a lone number, if that may meet all groups."""
        around = list(self._around(place, frame))
        parts = [at for at, other in around if isinstance(other, Gap)]
        texts = [self._chunks[place], *(other for _, other in around)]
        return parts if parts and self._skim.all_met(self._chunks[place].headers, texts) else []

    def _around(self, place: int, frame: Frame) -> Iterator[tuple[int, Chunk]]:
        """What stands in the box of a number, before and behind it."""
        for step in (-1, 1):
            at = place
            while 0 <= (at := at + step) < len(self._chunks):
                other = self._chunks[at]
                if other.frame is None or not touches(frame, other.frame):
                    break
                if abs(at - place) > _MOST_IN_BOX:  # or every number of a long list would look at all others
                    raise GiveUp
                yield at, other

    def _beside(self, place: int, frame: Frame | None) -> list[int]:
        """The parts near a label in which its number may stand."""
        found = []
        for step in (-1, 1):
            passed, at = 0, place
            while passed < NEAR and 0 <= (at := at + step) < len(self._chunks):
                gap = self._chunks[at]
                if not isinstance(gap, Gap):
                    passed += 1
                    continue
                near = frame and gap.frame and touches(gap.frame, frame)
                number = near and gap.lone_number()
                text = gap.surely_text()
                if not (number or text) or not gap.shown(self._skim.chrome):
                    continue
                passed += text
                if number and self._is_labelled(gap):
                    found.append(at)
        return found

    def _is_labelled(self, gap: Gap) -> bool:
        """Whether the texts that may label a number in a part have all the words."""
        if gap.frame is None:
            return False
        box = box_of(gap.frame)
        key = (id(box), gap.headers)
        if key not in self._labelled:
            labels = (
                one
                for one in self._chunks
                if (isinstance(one, Gap) or can_label(one)) and one.frame is not None and inside(one.frame, box)
            )
            self._labelled[key] = self._skim.all_met(gap.headers, labels)
        return self._labelled[key]
