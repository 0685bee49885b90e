"""Which blocks of a page hold the declared words: a cheap search over folded texts, before any figure is read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import find, fold, fold_keys, has
from extractors.reading.finding.clauses import qualifies
from extractors.reading.finding.fields import is_field
from extractors.reading.finding.groups import declared, of_another_kind, of_others
from extractors.reading.finding.periods import Sentence
from extractors.reading.finding.wanted import Groups, Wanted
from extractors.reading.pages.blocks import Block, Chunk
from extractors.reading.pages.glance import only_figure, only_unit
from extractors.reading.pages.page import Page
from extractors.reading.text.figures import figures
from extractors.reading.text.mention import Language, Mention

OWN, BESIDE, ABOVE = 3, 2, 1  # where a group of anchors is met: the text itself, its row or column, the headings
_LANGUAGES: dict[str, Language] = {"en": "en", "zh-Hant": "zh-Hant", "zh-Hans": "zh-Hans", "zh": "zh", "ko": "ko"}
_SHORT_WORDS, _SHORT = 3, 60
_EDGES = " \t:：*-–—·•."
_EAST_SIGN = "[\u3400-\u9fff\uac00-\ud7a3]"
# 與上月持平，為3.4%。: it says when, by whom or how, and nothing but the figure follows.
_LED_IN = (
    r"(?:[與与和同較较經经依據据根按每]|전[월년주]|계절)[^\d，,；;]{3,}[，,]"
    r"\s?[^\d，,；;]{0,3}\d(?:[^，,；;]*\d)?[^\d，,；;]{0,6}"
)
# 採線上申請，至2025年12月31日止。: a day is its heading's.
_DAY_AT_END = r"[^\d，,；;]*[，,]\s?[^\d，,；;]{0,3}(?:\d+[年년]\s?)?\d+[月월]\s?\d+[日일][^\d，,；;]{0,4}"
# A clause of its own before the figure, and a full stop, where no spaces tell how many words there are.
_SENTENCE = re.compile(
    rf"(?![截自於于在到至去今上本])(?!(?:{_LED_IN}|{_DAY_AT_END})$){_EAST_SIGN}[^\d，,；;]{{4,}}[，,；;].*[。.]"
)
_DIGIT = re.compile(r"[0-9０-９一二三四五六七八九○〇]")


class Hit(NamedTuple):
    """A block that meets all anchors, and how."""

    block: Block
    chunk: Chunk
    folded: str
    levels: tuple[int, ...]
    spots: tuple[tuple[int, int], ...]  # the anchors' places in the block's own text
    words: tuple[str, ...]  # the synonyms that were met
    extra: int  # row and column words met beyond the anchors


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
        return frozenset(fold(text).strip(_EDGES) for chunk in self._chunks for text in _row_texts(chunk))

    def has_row(self, label: str, block: Block) -> bool:
        """Whether a cell of the same columns, under the same headings, stands in a row of this label."""
        over = [text for text in block.headers if text not in block.row]
        return any(
            chunk.kind == "cell"
            and chunk.column == block.column
            and any(fold(text).strip(_EDGES) == label for text in chunk.row)
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
            language = _LANGUAGES.get(self.page.language or "")
            found = self._sentences[key] = Sentence(text, figures(text, language, currency=currency))
        return found

    def years(self, text: str) -> list[str]:
        """The periods a heading names."""
        if not _DIGIT.search(text):
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


_CARDS = ("tile", "definition")
# The row of the whole, which prose seldom names.
_WHOLE = re.compile(
    r"(?:the |grand )?totals?|all(?: [a-z]+)?|overall|altogether|[總总合共小][計计]|[總总](?:[數数額额量和體体])?"
    r"|全[體体部國国年球]|整[體体]|合[計计][數数]?"
    r"|합계|총계|전체|전국|총합|계|소계"
)


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


def hits(index: Index, wanted: Wanted, *, old: bool = False) -> Iterator[Hit]:
    """Every block that meets the anchors and, in a table, the row and column words."""
    for chunk in index.chunks(wanted.anchors):
        if chunk.old is not old:
            continue
        paragraph = fold(chunk.text) if chunk.split else ""
        blocks = list(chunk.blocks())
        ends = _ends([fold(block.text) for block in blocks], paragraph) if paragraph else []
        places = [_said_at(group, paragraph, ends) for group in wanted.anchors]
        for number, block in enumerate(blocks):
            nearby = [
                next((words for words, first, last in group if first <= number or last > number), None)
                for group in places
            ]
            hit = None if _names_a_row(chunk, wanted) else _hit(index, block, chunk, wanted, nearby, paragraph)
            if hit is not None:
                yield hit


def _ends(said: list[str], paragraph: str) -> list[int]:
    """Where each sentence of a paragraph ends in it."""
    ends: list[int] = []
    at = 0
    for text in said:
        found = paragraph.find(text, at)
        at = found + len(text) if found >= 0 else at
        ends.append(at)
    return ends


def _said_at(group: tuple[str, ...], paragraph: str, ends: list[int]) -> list[tuple[str, int, int]]:
    """For each word met in a paragraph the sentence it first ends in, and the last one without a figure that has it.

    What is said later tells of something else, unless it has no figure: "Revenue was $3bn. Acme, based in Leeds, …".
    What another sentence says of a qualified measure (季節調整, core) says nothing of this one.
    """
    if not ends or qualifies(group):
        return []
    found: list[tuple[str, int, int]] = []
    for words in group:
        met = sorted({min(bisect_left(ends, end), len(ends) - 1) for _, end in find(words, paragraph)})
        if met:
            last = max((number for number in met if not _has_digit(paragraph, ends, number)), default=-1)
            found.append((words, met[0], last))
    return found


def _has_digit(paragraph: str, ends: list[int], number: int) -> bool:
    return _DIGIT.search(paragraph, ends[number - 1] if number else 0, ends[number]) is not None


def _names_a_row(chunk: Chunk, wanted: Wanted) -> bool:
    """Whether it is a row's or column's heading in a table, whose cells were asked for: "15 years and over"."""
    in_table = chunk.kind == "heading" and chunk.frame is not None and chunk.frame.tag in ("th", "td")
    return in_table and bool(wanted.row or wanted.column)


def _hit(
    index: Index, block: Block, chunk: Chunk, wanted: Wanted, nearby: list[str | None], paragraph: str
) -> Hit | None:
    folded = fold(block.text)
    beside = index.around((*block.row, *block.column))
    if block.kind in ("json", "jsonld", "meta"):
        beside = f"{beside} | {index.around(block.headers)}"
    above = index.around(block.headers)
    levels: list[int] = []
    spots: list[tuple[int, int]] = []
    met: list[str] = []
    for group, in_paragraph in zip(wanted.anchors, nearby, strict=True):
        for level, place in ((OWN, folded), (BESIDE, beside), (ABOVE, above)):
            words = [words for words in group if has(words, place)]
            if words:
                # A label of these words and no others says it as plainly as a sentence that has them.
                levels.append(OWN if level == BESIDE and _names(words, block) else level)
                met.append(words[0])
                if place is folded:
                    spots.extend(spot for one in words for spot in find(one, folded))
                break
        else:
            if in_paragraph is None:
                return None
            levels.append(ABOVE)
            met.append(in_paragraph)
    if levels and max(levels) == ABOVE and not _bare(block.text):
        # Words of the heading alone don't make a sentence speak of the figure: another one may have taken its place.
        return None
    if levels and max(levels) == ABOVE and _of_parts(met, block, wanted):
        return None
    above_only = [words for words, level in zip(met, levels, strict=True) if level == ABOVE]
    if any(of_others(words, folded) for words in above_only):
        return None
    if block.kind == "tile" and any(of_another_kind(words, block.row, declared(wanted)) for words in above_only):
        return None
    if block.kind == "tile" and any(
        level == BESIDE and _in_another_line(index, block, words, wanted)
        for words, level in zip(met, levels, strict=True)
    ):
        return None
    if block.kind == "cell" and block.row and _other_row(index, block, wanted):
        return None
    extra = _table_words(block, folded, beside, above, wanted, paragraph)
    if extra is None:
        return None
    if wanted.after is not None and (has(wanted.after, folded) or has(wanted.after, beside)):
        extra += 1  # 失業率 is a row as well as 季調後失業率
    return Hit(block, chunk, folded, tuple(levels), tuple(spots), tuple(met), extra)


# 各區資源回收率前五名, "Top five districts": each card under it is of a part.
_RANKED = re.compile(r"前[二三四五六七八九十\d]+[名大]|\btop (?:three|five|ten|\d+)\b|상위 ?\d+")
_WHOLE_LABEL = re.compile(r"全|[總总]|合[計计]|本[市縣县校]|整[體体]|전국|전체|합계|\b(?:all|total|overall|national)\b")


def _of_parts(met: list[str], block: Block, wanted: Wanted) -> bool:
    """Whether the words stand only in a heading over a ranking of parts, none of which was asked for."""
    if block.kind != "tile" or wanted.row or wanted.column or _WHOLE_LABEL.search(fold(" ".join(block.row))):
        return False
    if any(_RANKED.search(fold(word)) for group in wanted.anchors for word in group):
        return False
    over = [folded for text in block.headers if _RANKED.search(folded := fold(text))]
    return bool(block.row) and all(any(has(word, text) for text in over) for word in met)


def _in_another_line(index: Index, block: Block, words: str, wanted: Wanted) -> bool:
    """Whether the words stand only in a card's further lines that give figures of their own: 其中付費會員 9,876."""
    lines = [text for text in block.row if has(words, fold(text))]
    if not lines or not any(_DIGIT.search(text) is None for text in block.row):
        return False
    return all(_gives(index, text, wanted) for text in lines)


def _gives(index: Index, line: str, wanted: Wanted) -> bool:
    """Whether a line begins or ends with a figure that may be the wanted one: "+1,204 new this month"."""
    if _DIGIT.search(line) is None:
        return False
    return any(
        (mention.kind == wanted.kind or (mention.kind == "number" and wanted.kind in ("quantity", "money")))
        and mention.comparator in ("=", "up", "down")
        and (not line[: mention.start].strip(_LINE_EDGES) or not line[mention.end :].strip(_LINE_EDGES))
        for mention in index.figures(line, wanted.currency)
    )


_LINE_EDGES = " \t:：*-–—·•.、，,|()（）▲▼△▽↑↓+"
_ASIDE = re.compile(r"\s?[(（\[][^()（）\[\]]*[)）\]]")


def _other_row(index: Index, block: Block, wanted: Wanted) -> bool:
    """Whether a row's label has declared words only within a longer one, and another row is named by them alone.

    Where 出口總值 is a row of its own, 進出口總值 is another, whatever stands in the first.
    """
    labels = [fold(text) for text in block.row]
    if any(
        (word := " ".join(fold(given).split())) in index.rows
        and word not in (bare := {_ASIDE.sub("", label).strip(_EDGES) for label in labels})
        and any(label.startswith(f"{word} ") for label in bare)
        and index.has_row(word, block)
        for given in wanted.row
    ):
        return True  # Hartley Bay, where Hartley is a row of its own
    elsewhere = fold_keys((block.text, *block.column))
    asked = [[" ".join(fold(word).split()) for word in group] for group in (*wanted.anchors, wanted.row)]
    after = fold(wanted.after or "")
    if after and has(after, fold_keys(block.row)) and not any(after in words for words in asked):
        return False  # the longer word is what was asked for
    for place, words in enumerate(asked):
        met = [word for word in words if any(word in label for label in labels)]
        if not met or any(has(word, elsewhere) for word in met):
            continue
        others = [word for at, group in enumerate(asked) if at != place for word in group if word not in words]
        if all(_within_a_word(word, label, others) for word in met for label in labels if word in label) and any(
            word in index.rows for word in words
        ):
            return True
    return False


def _within_a_word(word: str, label: str, others: list[str]) -> bool:
    """Whether Chinese or Korean goes on right before or behind every place of a word in a label.

    Other declared words are no part of a longer one: 季節調整後失業率, where 季節調整 was asked for.
    """
    for other in others if not word.isascii() else ():
        if other in word or word in other:
            continue
        label = re.sub(rf"{re.escape(other)}[後后之的의]*", " ", label)
    return not re.search(rf"(?<!{_EAST_SIGN}){re.escape(word)}(?!{_EAST_SIGN})", label)


def plain(hit: Hit) -> bool:
    """Whether all the words are a place's own, its row's or its column's."""
    return bool(hit.levels) and min(hit.levels) >= BESIDE


def _names(words: list[str], block: Block) -> bool:
    """Whether a tile's or definition's label is one of these words."""
    if block.kind not in ("tile", "definition"):
        return False
    labels = {fold(text).strip(_EDGES) for text in block.row}
    return any(" ".join(fold(word).split()) in labels for word in words)


def names_all(block: Block, wanted: Wanted) -> bool:
    """Whether a tile's or definition's label is the declared words of all groups and nothing else."""
    if block.kind not in ("tile", "definition"):
        return False
    label = " ".join(fold(text) for text in block.row[:1])
    for group in wanted.anchors:
        words = max((" ".join(fold(word).split()) for word in group if has(word, label)), key=len, default="")
        if not words:
            return False
        label = label.replace(words, " ")
    return not label.strip(_EDGES)


def _table_words(block: Block, folded: str, beside: str, above: str, wanted: Wanted, paragraph: str) -> int | None:
    """How well row and column words are met; None in another row or column, and in prose that doesn't name the row."""
    tabular = bool(block.row or block.column)
    met = 0
    for words, own in ((wanted.row, block.row), (wanted.column, block.column)):
        for word in words:
            if (own and has(word, beside)) or (block.kind in _CARDS and has(word, _card(block))):
                met += 3
            elif tabular and own:
                if not (only_unit(word) and has(word, above)) and not _heads_all(word, block):
                    return None  # a unit may be told once for all columns, a year over all of the table
                met += 1
            else:
                near = 2 if has(word, folded) else 1 if has(word, above) else 0
                if not near and not tabular and any(has(other, folded) for other in _synonyms(word, wanted)):
                    near = 1
                if not near and not wanted.anchors:
                    return None  # row and column are all that says where it stands
                if not near and words is wanted.row and not (has(word, paragraph) or _WHOLE.fullmatch(fold(word))):
                    return None  # 異地 was asked for, and the sentence is of the whole
                met += near
    if wanted.field is not None:
        named = is_field(block.column[-1] if block.column else "", wanted.field)
        if not named:
            return None
        met += named
    return met


def _synonyms(word: str, wanted: Wanted) -> tuple[str, ...]:
    """The anchor words that are declared for the same as a row's or column's word."""
    return next((group for group in wanted.anchors if word in group), ())


_YEAR_WORD = re.compile(r"(?:(?:19|20)\d\d|1[0-4]\d)\s?[年년]?度?")
_NAMES_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|1[0-4]\d\s?年)")


def _heads_all(word: str, block: Block) -> bool:
    """Whether a declared year stands in the nearest heading that names one, over a table that names none itself."""
    if not _YEAR_WORD.fullmatch(word) or any(_NAMES_YEAR.search(text) for text in (*block.row, *block.column)):
        return False
    nearest = next((text for text in reversed(block.headers) if _NAMES_YEAR.search(text)), "")
    return len(_NAMES_YEAR.findall(nearest)) == 1 and has(word, fold(nearest))


def _card(block: Block) -> str:
    """The label of a tile or definition, and the heading of the card it is on: a row that became a card."""
    heading = next((text for text in reversed(block.headers) if text not in block.row), "")
    return fold_keys((*block.row, *block.column, heading))


def _bare(text: str) -> bool:
    """A block that is a figure with at most a few words: what it is about stands in its heading."""
    if len(text) > _SHORT or _SENTENCE.fullmatch(text):
        return False
    words = [word for word in text.split() if not only_figure(word)]
    return len(words) <= _SHORT_WORDS and len(text) - sum(c.isdigit() for c in text) <= _SHORT // 2
