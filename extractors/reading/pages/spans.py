"""Where each chunk stands in the page's own text. The parser keeps no positions: the text nodes are looked up in order.

A text node stands between ">" and "<". Looked up in the text with its entities resolved it is always found, and the
first such place after the last one can't lie behind the true one: one wrong match doesn't spoil the next.
"""

from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from itertools import islice

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_MISSES = 40  # lookups that may fail before the rest goes without spans: keeps hostile pages linear
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # what the walk makes of a raised number: not in the page as such
_NEAR = 2000  # characters of markup between two text nodes of one run
_MOST_TIMES = 6  # that the same text may stand in a page, for its own place to be looked for
_SURE = 12  # characters that hardly stand anywhere else by chance
_MARKS = "\x1e\x1f"  # line breaks and seams of the walk, no text of the page


class _Resolved:
    """A text with its entities resolved, and the way back to the places in the original."""

    def __init__(self, source: str) -> None:
        self._here, self._there = [0], [0]
        parts: list[str] = []
        at = size = 0
        for match in _ENTITY.finditer(source) if "&" in source else ():
            character = unescape(match.group())
            if character != match.group():
                parts += (source[at : match.start()], character)
                size += match.start() - at + len(character)
                at = match.end()
                self._here.append(size)
                self._there.append(at)
        parts.append(source[at:])
        self.text = "".join(parts)

    def original(self, place: int) -> int:
        """The place in the original of a place in the resolved text."""
        step = bisect_right(self._here, place) - 1
        return self._there[step] + place - self._here[step]


def find_spans(chunks: list[Chunk], source: str) -> None:
    """Fills the span of every chunk whose text nodes are found."""
    resolved = _Resolved(source)
    text = resolved.text
    cursor = misses = 0
    before: Chunk | None = None
    for chunk in chunks:
        if not chunk.raw:
            continue
        if before is not None and chunk.raw is before.raw:
            # Lines cut from one run, or its old and new wording, share the run's place.
            chunk.span = before.span
            continue
        before = chunk
        first = last = -1
        for node in chunk.raw:
            bare = node.strip()
            if not bare or bare in _MARKS or not bare.strip(RAISED):
                continue
            start = text.find(f">{node}<", max(0, cursor - 1))
            start = start + 1 + node.index(bare) if start >= 0 else text.find(bare, cursor)
            if start < 0:
                misses += 1
                if misses > _MISSES:
                    return
                continue
            first = start if first < 0 else first
            last = cursor = start + len(bare)
        if first >= 0:
            chunk.span = (resolved.original(first), resolved.original(last))


def find_span(chunk: Chunk, source: str) -> bool:
    """Fills the span of one chunk without looking up all others: where only one place has all its text nodes."""
    nodes = [node for node in chunk.raw if node.strip() and node not in _MARKS and node.strip(RAISED)]
    if not nodes:
        return True
    span = _only_place(nodes, source)
    if span is None and "&" in source:  # resolving its entities costs a tenth of reading the page
        resolved = _Resolved(source)
        span = _only_place(nodes, resolved.text)
        if span is not None:
            span = (resolved.original(span[0]), resolved.original(span[1]))
    chunk.span = span or chunk.span
    return span is not None


def _only_place(nodes: list[str], text: str) -> tuple[int, int] | None:
    """From the first of these text nodes to the last, if the longest stands once with the others close to it."""
    longest = max(nodes, key=len)
    middle = nodes.index(longest)
    bare = longest.strip()
    if len(bare) < _SURE:
        return None
    places = list(islice(_places(bare, text), _MOST_TIMES))
    if len(places) > 1:  # in a picture's description or a script as well
        lead = 1 + longest.index(bare)
        places = [place + lead for place in islice(_places(f">{longest}<", text), _MOST_TIMES)]
    found = [span for place in places if (span := _around(nodes, middle, place, text))]
    return found[0] if len(found) == 1 and len(places) < _MOST_TIMES else None


def _places(node: str, text: str) -> Iterator[int]:
    place = text.find(node)
    while place >= 0:
        yield place
        place = text.find(node, place + 1)


def _around(nodes: list[str], middle: int, place: int, text: str) -> tuple[int, int] | None:
    """The place of all nodes around that of the middle one, if they are there."""
    first, last = place, place + len(nodes[middle].strip())
    for node in reversed(nodes[:middle]):
        bare = node.strip()
        found = text.rfind(f">{node}<", max(0, first - _NEAR), first + 1)
        first = found + 1 + node.index(bare) if found >= 0 else text.rfind(bare, max(0, first - _NEAR), first)
        if first < 0:
            return None
    for node in nodes[middle + 1 :]:
        bare = node.strip()
        found = text.find(f">{node}<", last - 1, last + _NEAR)
        found = found + 1 + node.index(bare) if found >= 0 else text.find(bare, last, last + _NEAR)
        if found < 0:
            return None
        last = found + len(bare)
    return first, last
