"""Which blocks of a page hold the declared words, and how: their own text, their labels, the headings over them."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import any_of, find, fold, has
from extractors.reading.finding.groups import declared, of_another_kind, of_others
from extractors.reading.finding.index import DIGIT, Index
from extractors.reading.finding.labelled import in_another_line, names_only, of_parts, other_row, table_words
from extractors.reading.finding.qualified import qualifies
from extractors.reading.finding.wanted import Wanted
from extractors.reading.finding.withdrawn import told_no_more
from extractors.reading.pages.blocks import Block, Chunk
from extractors.reading.pages.glance import only_figure

OWN, BESIDE, ABOVE = 3, 2, 1  # where a group of anchors is met: the text itself, its row or column, the headings
_SHORT_WORDS, _SHORT = 3, 60
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


class Hit(NamedTuple):
    """A block that meets all anchors, and how."""

    block: Block
    chunk: Chunk
    folded: str
    levels: tuple[int, ...]
    spots: tuple[tuple[int, int], ...]  # the anchors' places in the block's own text
    words: tuple[str, ...]  # the synonyms that were met
    extra: int  # row and column words met beyond the anchors


def hits(index: Index, wanted: Wanted, *, old: bool = False) -> Iterator[Hit]:
    """Every block that meets the anchors and, in a table, the row and column words."""
    for chunk in index.chunks(wanted.anchors):
        if chunk.old is not old:
            continue
        if _names_a_row(chunk, wanted):
            continue
        said = chunk.sentences()
        folded = [fold(text) for text in said]
        paragraph = fold(chunk.text) if chunk.split else ""
        ends = _ends(folded, paragraph) if paragraph else []
        places = [_said_at(group, paragraph, ends) for group in wanted.anchors]
        around = _Around(index, chunk)
        met = [
            any(has(words, text) for text in (around.beside, around.above) for words in group)
            for group in wanted.anchors
        ]
        for number, text in enumerate(said):
            nearby = [
                next((words for words, first, last in group if first <= number or last > number), None)
                for group in places
            ]
            if all(
                beside or near is not None or any_of(group, folded[number])
                for beside, near, group in zip(met, nearby, wanted.anchors, strict=True)
            ):
                hit = _hit(index, chunk.block(text), chunk, folded[number], around, wanted, nearby, paragraph)
                if hit is not None:
                    yield hit


class _Around:
    """What stands round all the sentences of a chunk, folded: beside them and above them."""

    __slots__ = ("above", "beside")

    def __init__(self, index: Index, chunk: Chunk) -> None:
        self.above = index.around(chunk.headers)
        self.beside = index.around((*chunk.row, *chunk.column))
        if chunk.kind in ("json", "jsonld", "meta"):
            self.beside = f"{self.beside} | {self.above}"


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
        met = [number for number in met if told_no_more(_sentence(paragraph, ends, number)) is None]
        if met:
            last = max((number for number in met if not _has_digit(paragraph, ends, number)), default=-1)
            found.append((words, met[0], last))
    return found


def _sentence(paragraph: str, ends: list[int], number: int) -> str:
    return paragraph[ends[number - 1] if number else 0 : ends[number]]


def _has_digit(paragraph: str, ends: list[int], number: int) -> bool:
    return DIGIT.search(_sentence(paragraph, ends, number)) is not None


def _names_a_row(chunk: Chunk, wanted: Wanted) -> bool:
    """Whether it is a row's or column's heading in a table, whose cells were asked for: "15 years and over"."""
    in_table = chunk.kind == "heading" and chunk.frame is not None and chunk.frame.tag in ("th", "td")
    return in_table and bool(wanted.row or wanted.column)


def _hit(
    index: Index,
    block: Block,
    chunk: Chunk,
    folded: str,
    around: _Around,
    wanted: Wanted,
    nearby: list[str | None],
    paragraph: str,
) -> Hit | None:
    beside, above = around.beside, around.above
    levels: list[int] = []
    spots: list[tuple[int, int]] = []
    met: list[str] = []
    for group, in_paragraph in zip(wanted.anchors, nearby, strict=True):
        for level, place in ((OWN, folded), (BESIDE, beside), (ABOVE, above)):
            words = [words for words in group if has(words, place)]
            if words:
                # A label of these words and no others says it as plainly as a sentence that has them.
                levels.append(OWN if level == BESIDE and names_only(words, block) else level)
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
    if levels and max(levels) == ABOVE and of_parts(met, block, wanted):
        return None
    above_only = [words for words, level in zip(met, levels, strict=True) if level == ABOVE]
    if any(of_others(words, folded) for words in above_only):
        return None
    if block.kind == "tile" and any(of_another_kind(words, block.row, declared(wanted)) for words in above_only):
        return None
    if block.kind == "tile" and any(
        level == BESIDE and in_another_line(index, block, words, wanted)
        for words, level in zip(met, levels, strict=True)
    ):
        return None
    if block.kind == "cell" and block.row and other_row(index, block, wanted):
        return None
    extra = table_words(block, folded, beside, above, wanted, paragraph)
    if extra is None:
        return None
    if wanted.after is not None and (has(wanted.after, folded) or has(wanted.after, beside)):
        extra += 1  # 失業率 is a row as well as 季調後失業率
    return Hit(block, chunk, folded, tuple(levels), tuple(spots), tuple(met), extra)


def plain(hit: Hit) -> bool:
    """Whether all the words are a place's own, its row's or its column's."""
    return bool(hit.levels) and min(hit.levels) >= BESIDE


def _bare(text: str) -> bool:
    """A block that is a figure with at most a few words: what it is about stands in its heading."""
    if len(text) > _SHORT or _SENTENCE.fullmatch(text):
        return False
    words = [word for word in text.split() if not only_figure(word)]
    return len(words) <= _SHORT_WORDS and len(text) - sum(c.isdigit() for c in text) <= _SHORT // 2
