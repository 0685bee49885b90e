"""Joins a number that stands alone with the label that stands beside it: a tile of a dashboard or a key-figures box."""

from dataclasses import replace

from extractors.reading.blocks import ONE, Chunk, Frame
from extractors.reading.glance import label_like, only_figure, only_year


def tiles(chunks: list[Chunk]) -> list[Chunk]:
    """Joins a number that stands alone with the label that stands beside it."""
    firsts: dict[int, int] = {}
    return [_tile(chunks, place, firsts) if only_figure(chunk.text) else chunk for place, chunk in enumerate(chunks)]


def _tile(chunks: list[Chunk], place: int, firsts: dict[int, int]) -> Chunk:
    chunk = chunks[place]
    if chunk.kind not in ("sentence", "item", "definition", "heading") or chunk.row or chunk.frame is None:
        return chunk
    if chunk.frame.tag in ("td", "th") or only_year(chunk.text):
        return chunk
    near = [other for other in chunks[max(0, place - 3) : place + 4] if other is not chunk and not other.old]
    best: Frame | None = None
    for other in near:
        if other.frame is not None and other.kind not in ("alt", "cell", "meta") and label_like(other.text):
            common = _common(chunk.frame, other.frame)
            if common is not None and (best is None or common.depth > best.depth):
                best = common
    if best is None:
        return chunk
    box = [other for other in chunks[max(0, place - 3) : place + 4] if other.frame and _within(other.frame, best)]
    labels = [other.text for other in box if other is not chunk and label_like(other.text)]
    numbers = [other for other in box if only_figure(other.text)]
    if len(numbers) > 1 or len(box) > 4:
        # A flat row of numbers and labels: they alternate, and the first of the box says which comes first.
        first = firsts.get(id(best))
        if first is None:
            first = firsts[id(best)] = _first_within(chunks, place, best)
        beside = place + 1 if only_figure(chunks[first].text) else place - 1
        if not (0 <= beside < len(chunks) and chunks[beside] in box and label_like(chunks[beside].text)):
            return chunk
        labels = [chunks[beside].text]
    row = tuple(labels)
    return replace(chunk, kind="tile", row=row, headers=chunk.headers + row, scale=ONE)


def _common(one: Frame, other: Frame) -> Frame | None:
    """The nearest element both stand in, at most three levels up from the number."""
    for _ in range(4):
        if _within(other, one):
            return one
        if one.parent is None or one.tag in ("body", "main", "article"):
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


def _first_within(chunks: list[Chunk], place: int, outer: Frame) -> int:
    while place > 0:
        before = chunks[place - 1].frame
        if before is None or not _within(before, outer):
            break
        place -= 1
    return place
