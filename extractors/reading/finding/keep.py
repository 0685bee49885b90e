"""Which elements of a page must be walked to read all texts that have a word, with all their surroundings."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from extractors.reading.finding.sight import IN_TABLE, Places, Sight
from extractors.reading.pages.chrome import struck
from extractors.reading.pages.html import HEADINGS
from extractors.reading.pages.writer import INLINE

_HEADINGS = ",".join(HEADINGS)
_NO_HEADINGS = (*HEADINGS, "p")  # what can't hold one
_ODD = ("button", "del", "s", "strike", "ins")
_HIGHEST = 7  # above every heading's level


@dataclass(slots=True)
class Keep:
    """What to walk (`walked`, by mem_id), the smallest blocks that have the words, and headings nobody needs."""

    walked: set[int] = field(default_factory=set)
    blocks: set[int] = field(default_factory=set)
    passed: set[int] = field(default_factory=set)  # headings that change nothing for these blocks, and what holds them

    def walk(self, node: LexborNode) -> None:
        """The element and all that it stands in."""
        _with_ancestors(node, self.walked)


def _with_ancestors(node: LexborNode | None, found: set[int]) -> None:
    while node is not None and node.mem_id not in found:
        found.add(node.mem_id)
        node = node.parent


@dataclass(slots=True)
class _Heading:
    node: LexborNode
    level: int
    sure: bool | None = None  # whether it surely counts; asked when first needed
    done: bool = False


def block_of(node: LexborNode) -> LexborNode:
    """The block that an inline element stands in."""
    while node.tag in INLINE and node.parent is not None:
        node = node.parent
    return node


def odd(node: LexborNode | None) -> bool:
    """Whether an element stands in a button, or in struck or inserted text."""
    while node is not None:
        attributes = node.attributes
        if node.tag in _ODD or (attributes and struck(attributes)):
            return True
        node = node.parent
    return False


def keep(sight: Sight, places: Places, *, all_headings: bool = False) -> Keep:
    """What to walk for the blocks with the words: these, what they stand in, and the headings over them, or all."""
    return _Keeping(sight).keep(places, all_headings)


class _Keeping:
    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._kept = Keep()
        self._headings: list[_Heading] = []
        self._inner: set[int] = set()  # headings in a block with the words: its own text may stand under them
        self._zone = 0  # the level of a heading with the words, while what follows stands under it

    def keep(self, places: Places, all_headings: bool) -> Keep:
        kept = self._kept
        for node in places.ordered:
            level = HEADINGS.get(node.tag or "", 0)
            if level and not (self._headings and self._headings[-1].node.mem_id == node.mem_id):
                self._heading(_Heading(node, level))
            elif self._sight.state(node) >= 0:
                self._place(node)
        for node in places.alts:
            if self._sight.state(node) >= 0:
                self._picture(node)
        for heading in self._headings:
            if all_headings:
                self._need(heading)
            elif not heading.done:
                _with_ancestors(heading.node, kept.passed)
        return kept

    def _heading(self, heading: _Heading) -> None:
        self._headings.append(heading)
        if heading.node.mem_id in self._inner:
            self._need(heading)
        if self._zone:
            self._need(heading)
            if heading.level <= self._zone and self._surely(heading):
                self._zone = 0

    def _place(self, node: LexborNode) -> None:
        """An element with the words: its block, or the heading it stands in."""
        node = block_of(node)
        inside = [] if node.tag in _NO_HEADINGS else [inner.mem_id for inner in node.css(_HEADINGS)]
        self._inner.update(inside)
        if not inside:  # one with a heading in it is walked whatever it lacks: more may stand under that
            self._kept.blocks.add(node.mem_id)
        self._kept.walk(node)
        above: LexborNode | None = node
        while above is not None and (above.tag or "") not in HEADINGS:
            above = above.parent
        level = HEADINGS.get(above.tag or "", 0) if above is not None else 0
        if level:
            self._zone = min(self._zone, level) if self._zone else level
        self._over(len(self._headings))

    def _picture(self, node: LexborNode) -> None:
        self._kept.walk(node)
        # Pictures are not in the order of the others: any heading may stand over one.
        for heading in self._headings:
            self._need(heading)

    def _over(self, count: int) -> None:
        """Marks the headings that may stand over what follows the first `count` of them."""
        level = _HIGHEST
        for heading in reversed(self._headings[:count]):
            if heading.level >= level:
                continue
            if heading.done and heading.sure:
                return
            self._need(heading)
            if self._surely(heading):
                level = heading.level

    def _need(self, heading: _Heading) -> None:
        heading.done = True
        if self._sight.state(heading.node) >= 0:
            self._kept.walk(heading.node)

    def _surely(self, heading: _Heading) -> bool:
        """Whether a heading surely counts: shown, not in a table, with text of its own."""
        if heading.sure is None:
            shown = 0 <= self._sight.state(heading.node) < IN_TABLE
            heading.sure = shown and _has_text(heading.node) and not odd(heading.node)
        return heading.sure


def _has_text(node: LexborNode) -> bool:
    first = node.first_child
    while first is not None:
        if first.tag == "-text":
            if (first.text_content or "").strip():
                return True
            first = first.next
        elif first.tag in ("a", "span", "b", "strong", "em") and _plain(first.attributes):
            first = first.first_child
        else:
            return False
    return False


def _plain(attributes: Iterable[str]) -> bool:
    return not {"hidden", "style", "aria-hidden", "role", "class", "id"}.intersection(attributes)
