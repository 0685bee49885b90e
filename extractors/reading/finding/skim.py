"""Reads only the parts of an HTML page in which a wanted figure can stand: the anchor words are looked for first.

The answer is that of the whole page, several times cheaper. Of the groups of words that must all be met the rarest is
looked up by the parser (sight.py), and only what holds its words is walked (keep.py). All else is passed over; its
place in the page's order is kept, and where a neighbour's meaning depends on it (a number beside its label, a table's
scale in the line above) it is read after all (gaps.py). Where the rarest words stand in a heading, what is under it is
looked at piece by piece. What is not found so takes the whole page. tests/reading/test_skim.py compares both ways.
"""

from collections.abc import Callable, Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.reading.finding.alone import alone
from extractors.reading.finding.anchors import fold, fold_keys
from extractors.reading.finding.gaps import Gap, GiveUp, Stale, fill_in
from extractors.reading.finding.keep import Keep, keep
from extractors.reading.finding.sight import Places, Sight, Words, groups_of, quick
from extractors.reading.finding.wanted import Wanted
from extractors.reading.pages import meta
from extractors.reading.pages.blocks import Chunk, Frame, normalise
from extractors.reading.pages.grids import ROW_TAGS, role_table
from extractors.reading.pages.html import HEADINGS, Walk
from extractors.reading.pages.json_ import unescaped
from extractors.reading.pages.page import Page
from extractors.reading.pages.tables import LINES_BEFORE
from extractors.reading.pages.tiles import tiles

_AS_A_WHOLE = ("figure", "dl")  # their parts tell about each other
_MANY = 200  # places of the rarest words, pictures and headings: with more, reading the whole page is cheaper
_MUCH = 20_000  # characters with the words: where the figure isn't among them, looking twice costs too much
_ROOTS = ("body", "frameset")


def skim(page: Page, wanted: Wanted) -> list[Chunk] | None:
    """The chunks of a page in which the figure can stand, with some others; None where only the whole page will do."""
    tree, groups = page.unread, quick(groups_of(wanted))
    body = tree.body if tree is not None else None
    if tree is None or body is None or not groups or page.language is None:
        return None
    sight = page.sight
    if not isinstance(sight, Sight):
        sight = page.sight = Sight(tree, body, page.raw)
    in_prose = not (wanted.row or wanted.column)
    once = sight.once(groups) if in_prose else None
    only = alone(sight, once) if once is not None and len(once) <= _MANY else None
    if only:
        return [*only, *_data(tree, groups)] if sight.source is not None and sight.source.escapes else only
    if not sight.look():
        return None
    rarest = sight.rarest(groups)
    if sight.count(rarest) > _MANY or not sight.sure(rarest):
        return None
    chunks: list[Chunk] = []
    plain = in_prose and not sight.alts(rarest)
    ordered = sight.in_one_paragraph(rarest) if plain else None
    only = alone(sight, ordered) if ordered is not None and len(ordered) <= _MANY else None
    places = Places([], []) if only else sight.places(rarest)
    if len(places.ordered) + len(places.alts) > _MANY:
        return None
    if plain and ordered is None:
        only = alone(sight, places.ordered)
    if only:
        chunks = only
    elif not all(map(sight.sure, groups)) and sight.hides():
        return None  # texts are looked at for the other words: none may be cut in two
    elif places.ordered or places.alts:
        walk = _chosen(sight, groups, rarest, places)
        if walk is None:
            return None
        chunks = walk.chunks
        if sum(len(chunk.text) for chunk in chunks) > _MUCH:
            return None
        if any(chunk.picture for chunk in chunks):
            page.complete(chunks, walk.pictures, meta.base(tree, page.url))
    return [*(sight.head() if sight.tells(rarest) else ()), *chunks, *_data(tree, groups)]


def _chosen(sight: Sight, groups: tuple[Words, ...], rarest: Words, places: Places) -> "Skim | None":
    """A walk that has what matters; None where too much does."""
    for all_headings in (False, True):
        walk = Skim(sight, groups, rarest, keep(sight, places, all_headings=all_headings))
        try:
            walk.chunks = walk.chosen(sight.body)
        except Stale:
            continue  # a part that must be read stands under headings that were passed over
        except GiveUp:
            return None
        return walk
    return None


def _data(tree: LexborHTMLParser, groups: tuple[Words, ...]) -> Iterable[Chunk]:
    """The JSON-LD, if it may have the words."""
    return meta.linked_data(tree) if _linked(tree, groups) else ()


def _linked(tree: LexborHTMLParser, groups: tuple[Words, ...]) -> bool:
    """Whether the JSON-LD may have all the words."""
    for script in tree.css('script[type="application/ld+json" i]'):
        raw = script.text()
        if "\\u" in raw:
            raw = unescaped(raw)
        if "&" in raw:
            return True
        low = low_of(raw)
        if all(any(word in low for word in group) for group in groups):
            return True
    return False


def low_of(text: str) -> str:
    """The text as the words are looked for in it."""
    return text.lower() if text.isascii() else fold(normalise(text))


class Skim(Walk):
    """The walk, passing over what can't matter."""

    def __init__(self, sight: Sight, groups: tuple[Words, ...], rarest: Words, kept: Keep) -> None:
        super().__init__(chrome=sight.chrome)
        self.low: Callable[[str], str] = str.lower if sight.plain else low_of
        self._groups, self._rarest, self._kept = groups, rarest, kept
        self._under: tuple[str, ...] | None = None
        self._hot = False  # the rarest words stand in a heading above
        self._stale = False  # a heading was passed over since the last that was read
        self._unmet: dict[tuple[str, ...], tuple[Words, ...]] = {}

    def chosen(self, body: LexborNode) -> list[Chunk]:
        """The chunks that matter, tiles made."""
        self.run(body)
        return tiles(fill_in(self))

    def passed(self, node: LexborNode, tag: str, index: int) -> bool:
        if node.mem_id in self._kept.walked or self._level or self._kind == "definition" or tag in _ROOTS:
            return False
        if self._headers is not self._under:
            self._under, self._hot = self._headers, self._rarest not in self.unmet(self._headers)
        if self._hot:  # the words stand in a heading above: any of the other groups' words may matter
            return False
        self._gap(node, tag, Frame(self._frame, tag, index, self._frame.depth + 1), None)
        return True

    def whole(self, node: LexborNode, tag: str) -> bool:
        place = node.mem_id
        if tag in ROW_TAGS and not self._level and self.grids.rows_at(node, tag):
            raise GiveUp  # what heads its cells stands in other elements, some of them passed over already
        if not self._level and self._kind != "definition" and tag not in _ROOTS:
            looked_at = self._lacks(node) if self._may_lack(place, tag) else ""
            if looked_at:
                self._gap(node, tag, self._frame, looked_at)
                return True
        if tag in HEADINGS:
            self._stale = False
        elif tag in _AS_A_WHOLE:
            inside = {inner.mem_id for inner in node.css("*")}
            self._kept.walked |= inside
            self._kept.blocks -= inside
        elif tag == "table" or (tag in ROW_TAGS and role_table(node)):
            self._lines_before()
        return super().whole(node, tag)

    def _lines_before(self) -> None:
        """Reads what was passed over among the lines before a table: one of them may give its scale."""
        at, known = len(self.chunks), 0
        while at and known < LINES_BEFORE:
            at -= 1
            gap = self.chunks[at]
            if isinstance(gap, Gap):
                lines = self.read(gap)
                self.chunks[at : at + 1] = lines
                at += len(lines)
            else:
                known += 1

    def _may_lack(self, place: int, tag: str) -> bool:
        """Whether an element is to be looked at for all the words, before it is walked."""
        if place in self._kept.walked:
            return place in self._kept.blocks and tag not in HEADINGS and tag not in _AS_A_WHOLE
        return True

    def _gap(self, node: LexborNode, tag: str, frame: Frame, looked_at: str | None) -> None:
        if self._others is not None and not self._stale:
            self._stale = node.mem_id in self._kept.passed
            return  # other pages' stories
        gap = Gap(node, tag, frame, looked_at)
        gap.headers, gap.headings, gap.stale = self._headers, tuple(self._headings), self._stale
        gap.now, gap.mark, gap.in_body = self._kind, self._mark, self._in_body
        if looked_at is not None:
            gap.words = any(word in looked_at for group in self._groups for word in group)
        self.chunks.append(gap)
        self._stale = self._stale or node.mem_id in self._kept.passed

    def _lacks(self, node: LexborNode) -> str:
        """The element's text if it lacks a group that the headings above lack as well; "" if it may meet all."""
        unmet = self.unmet(self._headers)
        if not unmet:
            return ""
        low = self.low(node.text()) or " "
        return "" if all(any(word in low for word in group) for group in unmet) else low

    def read(self, gap: Gap) -> list[Chunk]:
        """The chunks of a part that was passed over."""
        if gap.stale:
            raise Stale
        if gap.tag in ROW_TAGS and self.grids.rows_at(gap.node, gap.tag):
            raise GiveUp
        if not gap.shown(self.chrome):
            return []
        walk = Walk((), gap.frame, self.chrome).resume(gap.tag, gap.now, gap.mark, gap.in_body, gap.headings)
        walk.element(gap.node, gap.tag)
        self.pictures += walk.pictures
        return walk.chunks

    def all_met(self, headers: tuple[str, ...], texts: Iterable[Chunk]) -> bool:
        """Whether some texts, with the headings above, have a word of every group that these don't have."""
        unmet = self.unmet(headers)
        unread = []
        for chunk in texts:
            if not unmet:
                return True
            if isinstance(chunk, Gap) and not chunk.words:
                unread.append(chunk)
            else:
                unmet = self._without(unmet, chunk)
        # What nobody has looked at lacks the rarest words.
        if self._rarest in unmet:
            return False
        for chunk in unread:
            if not unmet:
                break
            unmet = self._without(unmet, chunk)
        return not unmet

    def _without(self, unmet: tuple[Words, ...], chunk: Chunk) -> tuple[Words, ...]:
        low = chunk.text_low(self.low) if isinstance(chunk, Gap) else self.low(chunk.text)
        return tuple(group for group in unmet if not any(word in low for word in group))

    def has_any(self, text: str) -> bool:
        """Whether a text has any of the words."""
        low = self.low(text)
        return any(word in low for group in self._groups for word in group)

    def unmet(self, headers: tuple[str, ...]) -> tuple[Words, ...]:
        """The groups of which the headings have no word."""
        unmet = self._unmet.get(headers)
        if unmet is None:
            above = fold_keys(headers)
            unmet = tuple(group for group in self._groups if not any(word in above for word in group))
            self._unmet[headers] = unmet
        return unmet
