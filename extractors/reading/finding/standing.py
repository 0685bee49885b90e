"""The period that a figure stands with: in its own text, its row or column, the headings over it."""

from extractors.reading import regexes as re
from extractors.reading.finding.index import Index
from extractors.reading.finding.periods import Sentence, matches
from extractors.reading.finding.search import Hit
from extractors.reading.finding.wanted import Wanted
from extractors.reading.pages.blocks import Block
from extractors.reading.text.mention import Mention

_YEARS = re.compile("年度|年別|民國")


def period_of(
    index: Index, hit: Hit, mention: Mention, sentence: Sentence, wanted: Wanted
) -> tuple[str | None, int | None]:
    """The period that stands with the figure, and how well it fits (None: not at all)."""
    block = hit.block
    if wanted.kind == "date":
        date = mention.date or ""
        return (None, 0) if wanted.period is None else (date, matches(date, wanted.period) or None)
    standing = sentence.period(mention)
    if standing is not None:
        if wanted.period is None:
            return standing, 0
        level = matches(standing, wanted.period)
        ends = set(wanted.period.split("/"))
        if not level and len(ends) == 2 and ends <= {year[:4] for _, _, year in sentence.dates}:
            level = 1
        return standing, level or None
    beside = [year for text in (*block.column, *block.row) for year in index.years(text)]
    beside = beside or [year for text in _republican(block) for year in index.years(text)]
    above = [year for text in reversed(block.headers) for year in index.years(text)]
    for found in (beside, above):
        if not found:
            continue
        if wanted.period is None:
            return found[0], 0
        asked = wanted.period
        best = max(found, key=lambda period: matches(period, asked))
        level = matches(best, asked)
        return best if level else found[0], level or None
    return None, 0 if wanted.period is None else None


def _republican(block: Block) -> list[str]:
    """Bare years of the Republic of China: a row or column 113 in a table whose years are headed 年度."""
    if not any(_YEARS.search(text) for text in (*block.headers, *block.column)):
        return []
    return [f"民國{text}年" for text in (*block.row, *block.column) if text.isdigit() and len(text) in (2, 3)]
