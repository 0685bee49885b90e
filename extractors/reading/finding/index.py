"""The folded texts of a page: which of its pieces hold the declared words, before any figure is read."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import find, fold, fold_keys
from extractors.reading.finding.periods import Sentence
from extractors.reading.finding.wanted import Groups
from extractors.reading.pages.blocks import Block, Chunk
from extractors.reading.pages.page import Page
from extractors.reading.text.figures import figures
from extractors.reading.text.fold import chinese_script, has_han
from extractors.reading.text.mention import Language, Mention, known_language

EDGES = " \t:：*-–—·•."
DIGIT = re.compile(r"[0-9０-９一二三四五六七八九○〇]")


class Index:
    """The folded texts of a page, or of some of its chunks, and the figures read so far."""

    def __init__(self, page: Page, some: list[Chunk] | None = None) -> None:
        self.page = page
        self._chunks = page.chunks if some is None else some
        texts = [chunk.text for chunk in self._chunks]
        # One long text is searched in one go; the zero bytes between keep words from matching across chunks.
        self._all = fold("\0".join(texts))
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self._around: dict[tuple[str, ...], str] = {}
        self._sentences: dict[tuple[str, str | None], Sentence] = {}
        self._groups: dict[tuple[str, ...], list[int]] = {}
        # The same for headings, rows and columns: each different text once, and who stands under which.
        self._surroundings: dict[tuple[tuple[str, ...], ...], list[int]] = {}
        for place, chunk in enumerate(self._chunks):
            if chunk.headers or chunk.row or chunk.column:
                self._surroundings.setdefault((chunk.headers, chunk.row, chunk.column), []).append(place)
        self._parts = list({part: None for texts in self._surroundings for one in texts for part in one})
        folded = [fold_keys((part,)) for part in self._parts]
        self._part_starts = list(accumulate((len(text) + 1 for text in folded), initial=0))
        self._all_parts = "\0".join(folded)

    def cells_beside(self, block: Block) -> list[Chunk]:
        """The other cells of a cell's row."""
        return [
            chunk
            for chunk in self._chunks
            if chunk.kind == "cell" and chunk.row == block.row and chunk.column != block.column
        ]

    @cached_property
    def prose(self) -> list[str]:
        """The page's sentences, folded."""
        return [fold(chunk.text) for chunk in self._chunks if chunk.kind == "sentence"]

    @cached_property
    def rows(self) -> frozenset[str]:
        """The labels of the rows of all tables, folded."""
        return frozenset(fold(text).strip(EDGES) for chunk in self._chunks for text in _row_texts(chunk))

    def has_row(self, label: str, block: Block) -> bool:
        """Whether a cell of the same columns, under the same headings, stands in a row of this label."""
        over = [text for text in block.headers if text not in block.row]
        return any(
            chunk.kind == "cell"
            and chunk.column == block.column
            and any(fold(text).strip(EDGES) == label for text in chunk.row)
            and [text for text in chunk.headers if text not in chunk.row] == over
            for chunk in self._chunks
        )

    def around(self, texts: tuple[str, ...]) -> str:
        """Headers folded, once for each distinct set."""
        found = self._around.get(texts)
        if found is None:
            found = self._around[texts] = fold_keys(texts)
        return found

    def figures(self, text: str, currency: str | None) -> list[Mention]:
        """The figures of one block's text."""
        return self.sentence(text, currency).mentions

    def sentence(self, text: str, currency: str | None) -> Sentence:
        """One block's text with its figures, read once."""
        key = (text, currency)
        found = self._sentences.get(key)
        if found is None:
            language = self._language
            found = self._sentences[key] = Sentence(text, figures(text, language, currency=currency))
        return found

    @cached_property
    def _language(self) -> Language | None:
        """The page's; of Chinese in a PDF or in data which of the two writings: 113年 is a year in one only."""
        language = known_language(self.page.language)
        if language not in (None, "zh") or self.page.form == "html" or not has_han(self._all):
            return language
        script = chinese_script(self._all, None)
        return language if script == "zh" else script

    def years(self, text: str) -> list[str]:
        """The periods a heading names."""
        if not DIGIT.search(text):
            return []
        return [year for _, _, year in self.sentence(text, None).dates]

    def chunks(self, groups: Groups) -> Iterator[Chunk]:
        """The chunks whose text or surroundings meet every group, in reading order."""
        if not groups:
            yield from self._chunks
            return
        met: set[int] | None = None
        for group in groups:
            both = set(self._meeting(group))
            spots = _spots(group, self._all_parts)
            parts = {self._parts[bisect_right(self._part_starts, spot) - 1] for spot in spots}
            if parts:
                for texts, around in self._surroundings.items():
                    if not all(map(parts.isdisjoint, texts)):
                        both.update(around)
            met = both if met is None else met & both
            if not met:
                return
        for place in sorted(met or ()):
            yield self._chunks[place]

    def _meeting(self, group: tuple[str, ...]) -> list[int]:
        """The chunks whose own text meets a group."""
        found = self._groups.get(group)
        if found is None:
            spots = _spots(group, self._all)
            found = self._groups[group] = sorted({bisect_right(self._starts, spot) - 1 for spot in spots})
        return found

    def counts(self, groups: Groups) -> list[tuple[str, int]]:
        """For each group, how many chunks meet it: said when nothing meets them all."""
        return [(" / ".join(group), len(self._meeting(group))) for group in groups]


def _row_texts(chunk: Chunk) -> tuple[str, ...]:
    heads = chunk.kind == "heading" and chunk.frame is not None and chunk.frame.tag in ("th", "td")
    return (*chunk.row, chunk.text) if heads else chunk.row


def _spots(group: tuple[str, ...], folded: str) -> set[int]:
    return {start for words in group for start, _ in find(words, folded)}


def index_of(page: Page) -> Index:
    """The page's index, kept on the page."""
    if page.index is None:
        page.index = Index(page)
    found = page.index
    if not isinstance(found, Index):
        raise TypeError("a page's index was overwritten")
    return found
