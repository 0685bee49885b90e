"""A newer year's cell beside the chosen one that tells by words, or by another unit, that there is no such figure now.

A dash is no such word: tables list the months and years to come with one.
"""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold
from extractors.reading.finding.fit import fits
from extractors.reading.finding.index import Index
from extractors.reading.finding.wanted import Wanted
from extractors.reading.finding.withdrawn import told_no_more
from extractors.reading.pages.blocks import Block, Chunk
from extractors.reading.pages.glance import only_figure, period_like, placeholder

_FOUR = re.compile(r"\d{4}")  # FY2024 is 2024
_UNIT = re.compile(r"\s?[(（][^()（）]{1,16}[)）]$")  # 2024 (GW)


def untold(index: Index, block: Block, wanted: Wanted) -> str | None:
    """What the cell of the newest year says, if the chosen one is an older year's; None where nothing is amiss."""
    if block.kind != "cell" or wanted.period is not None:
        return None
    in_row, in_column = _year(index, block.column), _year(index, block.row)
    if not in_row and not in_column:
        return None
    newest, said, above = in_row or in_column, None, _above(block)
    for chunk in index.chunks(()):
        if chunk.kind != "cell" or chunk.old or _above(chunk) != above:
            continue
        if in_row and chunk.row == block.row and chunk.column != block.column:
            year = _year(index, chunk.column)
        elif not in_row and chunk.column == block.column and chunk.row != block.row:
            year = _year(index, chunk.row)
        else:
            continue
        if year > newest:
            newest, said = year, _not_it(index, chunk, wanted)
    return said


def _above(cell: Block | Chunk) -> list[str]:
    """The headings over the whole table."""
    return [text for text in cell.headers if text not in cell.row and text not in cell.column]


def _year(index: Index, texts: tuple[str, ...]) -> str:
    """The latest year that is all a heading of the cell says, "" without one."""
    only = [text for text in texts if period_like(_UNIT.sub("", text))]
    found = (_FOUR.search(year) for text in only for year in index.years(text))
    return max((year.group() for year in found if year is not None), default="")


def _not_it(index: Index, chunk: Chunk, wanted: Wanted) -> str | None:
    text = chunk.text
    if any(map(str.isalpha, text)) and (placeholder(text) or told_no_more(fold(text)) is not None):
        return text
    if not only_figure(text):
        return None
    block = chunk.block(text)
    mentions = index.figures(text, wanted.currency)
    measured = any(mention.unit is not None for mention in mentions)
    return text if measured and not any(fits(mention, block, wanted) for mention in mentions) else None
