"""Where each chunk stands in the page's own text. The parser keeps no positions: the text nodes are looked up in order.

A text node stands between ">" and "<". Looked up in the text with its entities resolved it is always found, and the
first such place after the last one can't lie behind the true one: one wrong match doesn't spoil the next.
"""

from bisect import bisect_right
from html import unescape

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_MISSES = 40  # lookups that may fail before the rest goes without spans: keeps hostile pages linear
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # what the walk makes of a raised number: not in the page as such
_NEAR = 2000  # characters of markup between two text nodes of one run
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
    """Fills the span of one chunk without looking up all others: where its longest text node stands only once."""
    nodes = [node.strip() for node in chunk.raw if node.strip() and node not in _MARKS and node.strip(RAISED)]
    if not nodes:
        return True
    longest = max(nodes, key=len)
    place = source.find(longest)
    if len(longest) < 12 or place < 0 or source.find(longest, place + 1) >= 0:
        return False
    middle = nodes.index(longest)
    first, last = place, place + len(longest)
    for node in reversed(nodes[:middle]):
        first = source.rfind(node, max(0, first - _NEAR), first)
        if first < 0:
            return False
    for node in nodes[middle + 1 :]:
        found = source.find(node, last, last + _NEAR)
        if found < 0:
            return False
        last = found + len(node)
    chunk.span = (first, last)
    return True
