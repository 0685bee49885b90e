"""Reads only the parts of an HTML page in which a wanted figure can stand: the anchor words are looked for first.

The answer is that of the whole page, four times cheaper. A part is passed over only when one group of anchors stands
neither in it nor in the headings above it, so that no text in it can meet all groups; its place in the page's order is
kept, and where a neighbour's meaning depends on it (a number beside its label, a table's scale in the line above) it is
read after all. Only a figure that was found is answered from here; what is missing or ambiguous takes the whole page.
tests/reading/test_skim.py compares both ways.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.reading import meta
from extractors.reading.anchors import fold, fold_keys
from extractors.reading.blocks import Chunk, Frame, Kind, normalise
from extractors.reading.chrome import Chrome, ancestors
from extractors.reading.glance import a_digit, only_figure, words
from extractors.reading.html import Walk
from extractors.reading.page import Page
from extractors.reading.tiles import NEAR, can_label, joinable, tiles, touches
from extractors.reading.wanted import Groups

_RUN = re.compile(r"[^\W_]+")
# What normalise() and fold() would take out or change inside a word.
_ODD = re.compile(
    "[\0\x1c-\x1f\u00ad\u0130\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
)
_ALWAYS_WALKED = words("h1 h2 h3 h4 h5 h6 figure figcaption dl dt dd body frameset")
_STATEFUL = "h1, h2, h3, h4, h5, h6, dt, dd, figure"  # what changes the meaning of text outside itself
_MOST_FILLED = 40
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
    lone_number: bool | None = None


def skim(page: Page, groups: Groups) -> list[Chunk] | None:
    """The chunks of a page that can meet all groups, with some others; None where only the whole page will do."""
    tree, quick = page.unread, _quick(groups)
    body = tree.body if tree is not None else None
    if tree is None or body is None or not quick or page.language is None:
        return None
    text = body.text()
    odd = _ODD.search(text) is not None
    if not text.isascii() and (tree.css_first("rt, rp") or not unicodedata.is_normalized("NFC", text)):
        return None
    walk = _Skim(tree, quick, odd)
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
        if "\\u" in raw or "&" in raw or _ODD.search(raw) or not unicodedata.is_normalized("NFC", raw):
            return True
        low = raw.lower()
        if all(any(word in low for word in group) for group in quick):
            return True
    return False


class _Skim(Walk):
    """The walk, passing over what can't matter."""

    def __init__(self, tree: LexborHTMLParser, quick: Quick, odd: bool) -> None:
        super().__init__(chrome=Chrome())
        self._quick = quick
        self._odd = odd
        self._gaps: dict[int, _Gap] = {}
        self._kinds: dict[int, str] = {}
        self._unmet: dict[tuple[str, ...], Quick] = {}
        alts = [node for node in tree.css("img[alt]") if self._some(normalise(node.attributes.get("alt") or ""))]
        self._walked = ancestors([*tree.css(_STATEFUL), *alts])

    def _some(self, text: str) -> bool:
        """Whether a text has any of the words."""
        folded = fold(text)
        return any(word in folded for group in self._quick for word in group)

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
        unmet = self._unmet.get(self._headers)
        if unmet is None:
            above = fold_keys(self._headers)
            unmet = tuple(group for group in self._quick if not any(word in above for word in group))
            self._unmet[self._headers] = unmet
        if not unmet:
            return False
        text = node.text()
        low = fold(normalise(text)) if self._odd else text.lower()
        if any(word in low for group in unmet for word in group):
            return False
        if not text.isspace():
            place = Chunk("record", "", frame=self._frame)
            self._gaps[id(place)] = _Gap(node, tag, self._headers, self._frame, self._kind, self._mark, self._in_body)
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
            filled += len(needed)
            if filled > _MOST_FILLED:
                raise _GiveUp
            for place in sorted(needed, reverse=True):
                self.chunks[place : place + 1] = self._fill(self.chunks[place])
        return [chunk for chunk in self.chunks if id(chunk) not in self._gaps]

    def _needed(self) -> set[int]:
        """The places of parts that a lone number, or a number by labels with all the words, may depend on."""
        places: set[int] = set()
        for place, chunk in enumerate(self.chunks):
            if chunk.frame is None or id(chunk) in self._gaps:
                continue
            if len(chunk.text) > _LONGEST_LABEL:
                continue
            kind = self._kinds.get(id(chunk))
            if kind is None:
                kind = self._kinds[id(chunk)] = self._tile_part(chunk)
            if kind == "number":
                places.update(self._box(place, chunk.frame))
            elif kind == "label":
                for step in (-1, 1):
                    places.update(self._beside(place, step, chunk.frame))
        return places

    def _tile_part(self, chunk: Chunk) -> str:
        if only_figure(chunk.text):
            return "number" if joinable(chunk) else ""
        return "label" if self._some(chunk.text) and can_label(chunk) else ""

    def _box(self, place: int, frame: Frame) -> list[int]:
        """The parts that share a box with a lone number, if that may meet all groups."""
        texts, parts = [self.chunks[place].text, *self.chunks[place].headers], []
        for step in (-1, 1):
            at = place
            while 0 <= (at := at + step) < len(self.chunks):
                other = self.chunks[at]
                if other.frame is None or not touches(frame, other.frame):
                    break
                if id(other) in self._gaps:
                    parts.append(at)
                elif len(other.text) <= _LONGEST_LABEL:
                    texts.append(other.text)
        return parts if parts and self._all(texts) else []

    def _beside(self, place: int, step: int, frame: Frame) -> Iterator[int]:
        """The parts near a label in which its number may stand."""
        passed, at = 0, place
        while passed < NEAR and 0 <= (at := at + step) < len(self.chunks):
            other = self.chunks[at]
            gap = self._gaps.get(id(other))
            if gap is None:
                passed += 1
            elif touches(gap.frame, frame) and self._lone_number(gap):
                near = (one.text for one in self.chunks[max(0, at - _REACH) : at + _REACH + 1])
                if self._all([*gap.headers, *near]):
                    yield at

    def _lone_number(self, gap: _Gap) -> bool:
        """Whether a part may hold a text that is nothing but a figure: one short text node of it has a digit."""
        if gap.lone_number is None:
            pieces = gap.node.text(separator="\n").split("\n")
            gap.lone_number = any(len(piece.strip()) <= _LONGEST_NUMBER and a_digit(piece) for piece in pieces)
        return gap.lone_number

    def _all(self, texts: list[str]) -> bool:
        """Whether some texts together have a word of every group."""
        folded = fold_keys(tuple(texts))
        return all(any(word in folded for word in group) for group in self._quick)
