"""Joins a number that stands alone with the label that stands beside it: a tile of a dashboard or a key-figures box."""

from dataclasses import replace

from extractors.reading.pages.blocks import Chunk, Frame
from extractors.reading.pages.glance import (
    a_digit,
    an_answer,
    label_like,
    only_figure,
    only_unit,
    only_year,
    placeholder,
)
from extractors.reading.pages.glance import beside as of_another_time
from extractors.reading.pages.table_scales import nearest

_LEVELS = 3  # elements above a number in which its label may stand
_DEEPEST = 60  # elements below a box that are climbed; what is deeper counts as being in it
BODY = ("body", "main", "article")
NEAR = 3  # chunks before and behind the number among which its label is looked for


def tiles(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks, with every lone number made a tile where a label stands beside it."""
    return _Tiles(chunks).joined()


def joinable(chunk: Chunk) -> bool:
    """Whether a lone number may be a tile's: it has no row of its own and is no year."""
    if chunk.kind not in ("sentence", "item", "definition", "heading") or chunk.row or chunk.frame is None:
        return False
    # A cell of a table of data is no tile; in one that lays the page out the number and its label may share a cell.
    return (chunk.kind == "sentence" or chunk.frame.tag not in ("td", "th")) and not only_year(chunk.text)


def can_label(chunk: Chunk) -> bool:
    """Whether a chunk may be a tile's label."""
    return not chunk.old and chunk.kind not in ("alt", "cell", "meta") and label_like(chunk.text)


def touches(number: Frame, other: Frame) -> bool:
    """Whether what stands in one frame may change the tile of a number in another: they have a box in common."""
    return inside(other, box_of(number))


def box_of(number: Frame) -> Frame:
    """The widest box in which a number's label may stand."""
    box = number
    for _ in range(_LEVELS):
        if box.parent is None or box.tag in BODY:
            break
        box = box.parent
    return box


def inside(other: Frame, box: Frame) -> bool:
    """Whether a frame stands in a box, as far as is looked."""
    if other.depth > box.depth + _DEEPEST:
        return True
    while other.depth > box.depth and other.parent is not None:
        other = other.parent
    return other is box


class _Tiles:
    def __init__(self, chunks: list[Chunk]) -> None:
        self._chunks = chunks
        self._figures = [only_figure(chunk.text) for chunk in chunks]
        self._labels: dict[int, bool] = {}
        self._seconds: dict[int, str] = {}  # a card's further lines with figures, and its label
        self._firsts: dict[int, int] = {}

    def joined(self) -> list[Chunk]:
        made = [self._tile(place) if self._figures[place] else chunk for place, chunk in enumerate(self._chunks)]
        for place, label in self._seconds.items():
            if not self._figures[place]:
                made[place] = replace(made[place], headers=(*made[place].headers, label))
        return made

    def _label(self, place: int) -> bool:
        found = self._labels.get(place)
        if found is None:
            found = self._labels[place] = can_label(self._chunks[place])
        return found

    def _tile(self, place: int) -> Chunk:
        chunk = self._chunks[place]
        if chunk.frame is None or not joinable(chunk):
            return chunk
        near = range(max(0, place - NEAR), min(len(self._chunks), place + NEAR + 1))
        best: Frame | None = None
        for other in near:
            frame = self._chunks[other].frame
            if other != place and frame is not None and self._label(other):
                common = _common(chunk.frame, frame)
                if common is not None and (best is None or common.depth > best.depth):
                    best = common
        if best is None:
            return chunk
        box = [other for other in near if (frame := self._chunks[other].frame) is not None and _within(frame, best)]
        labels = [other for other in box if other != place and self._label(other)]
        if an_answer(chunk.text):  # another question's words say nothing of it
            labels = [other for other in labels if other == place - 1]
            if not labels:
                return chunk
            box = [*labels, place]
        if of_another_time(chunk.text) and any(placeholder(self._chunks[other].text) for other in box):
            return chunk  # an earlier year's figure under the place where this year's is not told
        if len(box) > 4 or sum(self._figures[other] for other in box) > 1:
            # A flat row of numbers and labels: they alternate, and the first of the box says which comes first.
            beside = place + 1 if self._figures[self._first(place, best)] else place - 1
            if beside not in box or not self._label(beside):
                return chunk
            labels = [beside]
        else:
            labels = self._of_its_heading(place, labels)
        after = self._chunks[place + 1] if place + 1 in box else None
        text, raw = chunk.text, chunk.raw
        if after is not None and not after.old and only_unit(after.text):  # <b>3.5</b><i>億元</i>, one over the other
            text, raw = f"{text} {after.text}", (*raw, *after.raw)
            labels = [other for other in labels if other != place + 1]
        row = tuple(self._chunks[other].text for other in labels)
        for other in labels[1:]:
            text_of = self._chunks[other].text
            if a_digit(text_of) and not of_another_time(text_of) and not a_digit(row[0]):
                self._seconds[other] = row[0]
        return replace(
            chunk, kind="tile", text=text, raw=raw, row=row, headers=chunk.headers + row, scale=nearest(row, (), None)
        )

    def _of_its_heading(self, place: int, labels: list[int]) -> list[int]:
        """The labels without those of the heading before, or of the next one: <h3>A</h3>withdrawn<h3>B</h3>9.1%."""
        chunks = self._chunks
        above = [other for other in labels if other < place and chunks[other].kind == "heading"]
        if not above or chunks[place].kind == "heading":
            return labels
        behind = range(place + 1, min(len(chunks), place + NEAR + 1))
        following = next((other for other in behind if chunks[other].kind == "heading"), len(chunks))
        headers = chunks[place].headers
        return [
            other
            for other in labels
            if other < following
            and (other >= above[-1] or (chunks[other].kind == "heading" and chunks[other].text in headers))
        ]

    def _first(self, place: int, outer: Frame) -> int:
        """The first chunk of the box; looked for once, however many numbers the box holds."""
        found = self._firsts.get(id(outer))
        if found is None:
            found = place
            while found > 0:
                before = self._chunks[found - 1].frame
                if before is None or not _within(before, outer):
                    break
                found -= 1
            self._firsts[id(outer)] = found
        return found


def _common(one: Frame, other: Frame) -> Frame | None:
    """The nearest element both stand in, at most three levels up from the number."""
    for _ in range(_LEVELS + 1):
        if _within(other, one):
            return one
        if one.parent is None or one.tag in BODY:
            return None
        one = one.parent
    return None


def _within(frame: Frame, outer: Frame) -> bool:
    steps = 0
    current: Frame | None = frame
    while current is not None and current.depth >= outer.depth and steps < 6:
        if current is outer:
            return True
        current = current.parent
        steps += 1
    return False
