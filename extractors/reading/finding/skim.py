"""Reads only the parts of an HTML page in which a wanted figure can stand: the anchor words are looked for first.

The answer is that of the whole page, four times cheaper. A part is passed over only when one group of anchors stands
neither in it nor in the headings above it, so that no text in it can meet all groups; its place in the page's order is
kept, and where a neighbour's meaning depends on it (a number beside its label, a table's scale in the line above) it is
read after all. Only a figure that was found is answered from here; what is missing or ambiguous takes the whole page.
tests/reading/test_skim.py compares both ways.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.reading.finding.anchors import fold, fold_keys
from extractors.reading.finding.wanted import Groups
from extractors.reading.pages import meta
from extractors.reading.pages.blocks import Chunk, Frame, Kind, normalise
from extractors.reading.pages.chrome import Chrome, ancestors
from extractors.reading.pages.glance import a_digit, only_figure, words
from extractors.reading.pages.html import INLINE, Walk
from extractors.reading.pages.page import Page
from extractors.reading.pages.tiles import NEAR, can_label, joinable, tiles, touches

_RUN = re.compile(r"[^\W_]+")
# What normalise() and fold() would take out or change inside a word.
_ODD = re.compile(
    "[\0\x1c-\x1f\u00ad\u0130\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
)
_CONTROLS = "\0\x1c\x1d\x1e\x1f"
_ALWAYS_WALKED = words("h1 h2 h3 h4 h5 h6 figure figcaption dl dt dd body frameset")
_STATEFUL = "h1, h2, h3, h4, h5, h6, dt, dd, figure"  # what changes the meaning of text outside itself
_MOST_FILLED = 6000  # characters of parts read after all
_LONGEST_LABEL, _LONGEST_NUMBER = 140, 32
_REACH = 40  # chunks round a gap among which the labels of a number in it stand
Quick = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4096)
def _quick(groups: Groups) -> Quick | None:
    """For each group its synonyms' longest words: where none of a group's stands, the group can't be met."""
    found = []
    for group in groups:
        runs = [_RUN.findall(fold(synonym)) for synonym in group]
        if not all(runs):
            return None
        found.append(tuple({max(run, key=len) for run in runs}))
    return tuple(found)


class _GiveUp(Exception):
    """Too much of the page matters: reading it whole is cheaper."""


@dataclass(slots=True)
class _Gap:
    """A part that was passed over, with all that its texts would have got from their surroundings."""

    node: LexborNode
    tag: str
    headers: tuple[str, ...]
    frame: Frame
    kind: Kind
    mark: int
    in_body: int
    low: str
    words: bool  # some of the words stand in it
    labelled: int = 0  # in which round it was looked at, negative for no
    _lone: bool | None = None
    _text: bool | None = None

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
            self._lone = only_figure(normalise(first.text_content or ""))
        if self._lone is None:
            pieces = self.node.text(separator="\n").split("\n")
            self._lone = any(len(piece.strip()) <= _LONGEST_NUMBER and a_digit(piece) for piece in pieces)
            if self._lone and self.tag == "table":  # a number that stands in a cell by itself is no tile
                self._lone = any(inner.tag not in INLINE for inner in self.node.css("td > *, th > *"))
        return self._lone


def skim(page: Page, groups: Groups) -> list[Chunk] | None:
    """The chunks of a page that can meet all groups, with some others; None where only the whole page will do."""
    tree, quick = page.unread, _quick(groups)
    body = tree.body if tree is not None else None
    if tree is None or body is None or not quick or page.language is None:
        return None
    if any(mark in page.source for mark in _CONTROLS) or (not page.source.isascii() and tree.css_first("rt, rp")):
        return None
    walk = _Skim(tree, quick)
    try:
        walk.run(body)
        chunks = tiles(walk.joined())
    except _GiveUp:
        return None
    base = meta.base(tree, page.url)
    page.complete(chunks, walk.pictures, base)
    return [*meta.head(tree), *chunks, *(meta.linked_data(tree) if _linked(tree, quick) else ())]


def _linked(tree: LexborHTMLParser, quick: Quick) -> bool:
    for script in tree.css('script[type="application/ld+json" i]'):
        raw = script.text()
        if "\\u" in raw or "&" in raw:
            return True
        low = _low(raw)
        if all(any(word in low for word in group) for group in quick):
            return True
    return False


def _low(text: str) -> str:
    """The text as the words are looked for in it; most texts need no more than lower case."""
    if text.isascii() or (not _ODD.search(text) and unicodedata.is_normalized("NFC", text)):
        return text.lower()
    return fold(normalise(text))


class _Skim(Walk):
    """The walk, passing over what can't matter."""

    def __init__(self, tree: LexborHTMLParser, quick: Quick) -> None:
        super().__init__(chrome=Chrome())
        self._quick = quick
        self._any = tuple(dict.fromkeys(word for group in quick for word in group))
        self._gaps: dict[int, _Gap] = {}
        self._unmet: dict[tuple[str, ...], Quick] = {}
        alts = [node for node in tree.css("img[alt]") if (alt := node.attributes.get("alt")) and self._some(alt)]
        self._walked = ancestors([*tree.css(_STATEFUL), *alts])

    def _some(self, text: str) -> bool:
        """Whether a text has any of the words."""
        low = text.lower() if text.isascii() else _low(text)
        return any(word in low for word in self._any)

    def whole(self, node: LexborNode, tag: str) -> bool:
        if tag == "figure":  # pictures and captions tell about each other
            self._walked.update(inner.mem_id for inner in node.css("*"))
        elif (
            tag not in _ALWAYS_WALKED
            and not self._level
            and self._kind != "definition"
            and node.mem_id not in self._walked
            and self._passed_over(node, tag)
        ):
            return True
        if tag == "table" and self._gaps and self.chunks and id(self.chunks[-1]) in self._gaps:
            self.chunks[-1:] = self._fill(self.chunks[-1])  # the line before a table may give its scale
        return super().whole(node, tag)

    def _passed_over(self, node: LexborNode, tag: str) -> bool:
        unmet = self._unmet_under(self._headers)
        if not unmet:
            return False
        text = node.text()
        low = text.lower() if text.isascii() else _low(text)
        missing = some = False
        for group in unmet:
            for word in group:
                if word in low:
                    some = True
                    break
            else:
                missing = True
        if not missing:
            return False
        if not text.isspace():
            place = Chunk("record", "", frame=self._frame)
            self._gaps[id(place)] = _Gap(
                node, tag, self._headers, self._frame, self._kind, self._mark, self._in_body, low, some
            )
            self.chunks.append(place)
        return True

    def _fill(self, place: Chunk) -> list[Chunk]:
        """The chunks of a part that was passed over."""
        gap = self._gaps.pop(id(place))
        walk = Walk(gap.headers, gap.frame, self._chrome)
        walk.resume(gap.tag, gap.kind, gap.mark, gap.in_body)
        if not walk.whole(gap.node, gap.tag):
            walk.run(gap.node)
        self.pictures += walk.pictures
        return walk.chunks

    def joined(self) -> list[Chunk]:
        """The chunks, with every part filled in that stands by a lone number or may hold one by a label of ours."""
        filled = 0
        while self._gaps and (needed := self._needed()):
            filled += sum(len(self._gaps[id(self.chunks[place])].low) for place in needed)
            if filled > _MOST_FILLED:
                raise _GiveUp
            for place in sorted(needed, reverse=True):
                self.chunks[place : place + 1] = self._fill(self.chunks[place])
        return [chunk for chunk in self.chunks if id(chunk) not in self._gaps]

    def _needed(self) -> set[int]:
        """The places of parts that a lone number depends on, or a number by labels that have all the words."""
        places: set[int] = set()
        last_gap = -NEAR
        for place, chunk in enumerate(self.chunks):
            gap = self._gaps.get(id(chunk))
            if gap is not None:
                last_gap = place
                if gap.words and (beside := self._beside(place, gap.frame)):
                    places.update(beside, (place,))
                continue
            if chunk.frame is None or len(chunk.text) > _LONGEST_LABEL:
                continue
            if only_figure(chunk.text):
                if joinable(chunk):
                    places.update(self._box(place, chunk.frame))
                continue
            near = last_gap >= place - NEAR or any(
                id(one) in self._gaps for one in self.chunks[place + 1 : place + NEAR + 1]
            )
            if near and self._some(chunk.text) and can_label(chunk):
                places.update(self._beside(place, chunk.frame))
        return places

    def _box(self, place: int, frame: Frame) -> list[int]:
        """The parts that share a box with a lone number, if that may meet all groups."""
        texts, parts = [self.chunks[place].text], []
        for step in (-1, 1):
            at = place
            while 0 <= (at := at + step) < len(self.chunks):
                other = self.chunks[at]
                if other.frame is None or not touches(frame, other.frame):
                    break
                gap = self._gaps.get(id(other))
                if gap is None:
                    texts.append(other.text)
                else:
                    texts.append(gap.low if gap.words else "")
                    parts.append(at)
        return parts if parts and self._all(self.chunks[place].headers, texts) else []

    def _beside(self, place: int, frame: Frame) -> list[int]:
        """The parts near a label in which its number may stand."""
        found = []
        for step in (-1, 1):
            passed, at = 0, place
            while passed < NEAR and 0 <= (at := at + step) < len(self.chunks):
                gap = self._gaps.get(id(self.chunks[at]))
                passed += gap is None or gap.surely_text()
                if gap is not None and touches(gap.frame, frame) and gap.lone_number() and self._labelled(at, gap):
                    found.append(at)
        return found

    def _labelled(self, place: int, gap: _Gap) -> bool:
        """Whether the texts that may label a number in a part have all the words."""
        if abs(gap.labelled) != len(self._gaps):  # for this round: parts filled in bring new labels
            gap.labelled = len(self._gaps) if self._all(gap.headers, self._round(place, gap)) else -len(self._gaps)
        return gap.labelled > 0

    def _round(self, place: int, gap: _Gap) -> list[str]:
        texts = []
        for one in self.chunks[max(0, place - _REACH) : place + _REACH + 1]:
            other = self._gaps.get(id(one))
            if (other is None or other.words) and one.frame is not None and touches(gap.frame, one.frame):
                text = other.low if other else one.text
                if other or len(text) <= _LONGEST_LABEL:
                    texts.append(text)
        return texts

    def _all(self, headers: tuple[str, ...], texts: list[str]) -> bool:
        """Whether some texts, with the headings above, have a word of every group that these don't have."""
        unmet = self._unmet_under(headers)
        if not unmet:
            return True
        low = _low("\n".join(texts))
        return all(any(word in low for word in group) for group in unmet)

    def _unmet_under(self, headers: tuple[str, ...]) -> Quick:
        """The groups of which the headings have no word."""
        unmet = self._unmet.get(headers)
        if unmet is None:
            above = fold_keys(headers)
            unmet = tuple(group for group in self._quick if not any(word in above for word in group))
            self._unmet[headers] = unmet
        return unmet
