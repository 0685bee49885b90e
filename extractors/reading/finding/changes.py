"""Headings and arrows that tell how far a figure moved: 較上月增減, 전월 대비, ▼6.04%."""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold, fold_keys
from extractors.reading.finding.fitted import Fit
from extractors.reading.pages.blocks import Block
from extractors.reading.text.mention import Mention

_CHANGES = re.compile(
    r"[增消]減|增减|[變变][動动化]|[增減减][率額额量數数幅]|[年月季][增減减](?![值設设加])|同比|[環环]比|[較较比][前上去].{0,6}[增減减差變变比]"
    r"|成長率|增[長长]率|대비|증감|성장률"
    r"|\b(?:yoy|y/y|qoq|q/q|mom|m/m)\b|[+]/-|±"
    r"|\b(?:change|difference|variation|growth|increase)\b(?=\s?(?:$|[(（%,/]|on\b|from\b|since\b|over\b|vs\b|in\b|of\b))"
)
_FALLS = re.compile(r"[減减跌降]幅|[減减][量排碳]|감소|감축|\b(?:decrease|reduction|cut|fall|decline)s?\b")
_DOWN = "▼▽↓"
_LABELLED = ("cell", "tile", "definition")


def tells_change(text: str) -> bool:
    """Whether a heading, or declared words, are of a change and not of a level.

    >>> tells_change("較上月增減"), tells_change("本月")
    (True, False)
    """
    return _CHANGES.search(fold(text)) is not None


def below_nought(block: Block, mention: Mention, fit: Fit) -> tuple[Mention, Fit]:
    """A fall that an arrow tells in a column of changes: ▼6.04% under 成長率 is -6.04%."""
    if mention.comparator != "down" or fit.value is None or fit.value <= 0 or block.kind not in _LABELLED:
        return mention, fit
    arrow = block.text[max(0, mention.start - 2) : mention.start + 1]
    headed = fold_keys((*block.row, *block.column))
    if not any(one in arrow for one in _DOWN) or not tells_change(headed) or _FALLS.search(headed):
        return mention, fit
    return mention._replace(comparator="="), fit._replace(value=-fit.value)
