"""Sentences that have the words and a figure, which is none of theirs: left blank, a difference, what was replaced."""

from decimal import Decimal
from functools import lru_cache

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold
from extractors.reading.finding.clauses import CHANGES, Spots
from extractors.reading.finding.wanted import Wanted
from extractors.reading.text.mention import Mention

_BLANK = re.compile(r"[○〇◯□＿]{2,}|_{2,}|\*{3,}|\?{2,}|(?<![a-z])x{2,}(?=\s?[%억만조건대명개萬億元人])")
_BLANK_NEXT = re.compile(r"\s?(?:[為为是:：达達]|was|is)?\s?(?:[○〇◯□＿]{2,}|_{2,}|\*{2,}|\?{2,}|[-–—]{2,})(?![\w*])")
_STOP = re.compile(r"[;；。]|\.\s")
_APART = re.compile(
    r"\s(?:(?:above|below|higher|lower|more|less|dearer|cheaper|larger|smaller)(?: than)? "
    r"(?:its|the|their|that|those|a|an|in|last|it|levels?)|(?:over|under) (?:its|their))\b"
    r"(?! [^.;]{0,30}\b(?:mark|threshold|line)\b)"
)
# What another page is about: "For the airport of the same name, see …", 關於國立圖書館，詳見….
_SEE = re.compile(
    r"(?:[關关]於|关于|有[關关])[^,，。]{2,80}[,，]\s?"
    r"(?:[請请]?(?:[詳详參参][見见閱阅]|[見见])|另[見见])"
    r"|(?:this (?:article|page) is about|for (?:the|other|a|an) [^.]{2,100}, see )"
)
_REPLACED = re.compile(r"(?:代替|替代|取代)(?:[標标]准)?[:：]|replaces:|supersedes:")  # a line on what went before
# 其中AI加速器不再單獨揭露: the words have no figure of their own any more.
_UNDISCLOSED = re.compile(
    r"\s?(?:因[^，,。；;\d]{1,12})?(?:不再|[暫暂]不|[尚並并]?未)(?:[單单][獨独]|[個个]別)?(?:揭露|[公發发][布佈]|披露|列示|[統统][計计])"
    r"|\s(?:is|are|was|were) (?:no longer|not) (?:separately )?(?:disclosed|reported|published|shown)"
    r"|[은는이가]\s(?:더 이상 |따로 |별도로 )?(?:공개|공표|발표)하지 않"
)
_MONEY = ("money", "quantity", "number")
_SERIES = re.compile(
    r"[一二三四五六七八九十]+(?=[號号期代屆届版])|\d+(?=[號号期代屆届版])|(?<=[-– ])\d+$|(?<= )[ivx]+$"
)


# 抽樣誤差為正負1.24個百分點: how sure a survey is.
_ERROR = re.compile(
    r"(?:[誤误]差|\b(?:margin of |sampling |standard )error"
    r"|표본\s?오차|오차)[^。；;,，\d]{0,14}(?:plus or minus |±\s?)?$"
)
_ERROR_WORD = re.compile(r"[誤误]差|\berror\b|오차")
_DEFINES = re.compile(
    r"\b(?:means?|compares|(?:is|are) (?:defined|measured|calculated)|measures|indicates?|above|below)\b"
    r"|[是係系意][指]|[表意]示|의미|뜻"
)
_HUNDRED = Decimal(100)


def not_told(folded: str, mention: Mention, spots: Spots, wanted: Wanted) -> bool:
    """Whether the words' figure is left blank before this one, or this one is a difference or of what was replaced."""
    if _SEE.match(folded):
        return True
    if wanted.kind == "date":
        return _REPLACED.match(folded) is not None and not _said(wanted, _REPLACED)
    ends = [end for own in spots for _, end in own]
    if ends and _BLANK_NEXT.match(folded, max(ends)):
        return True
    if any(own and all(_UNDISCLOSED.match(folded, end) for _, end in own) for own in spots):
        return True
    last = max((end for own in spots for _, end in own if end <= mention.start), default=-1)
    if last >= 0:
        blank = _BLANK.search(folded, last, mention.start)
        if blank is not None and not _STOP.search(folded, last, blank.start()):
            return True
    if _ERROR.search(folded, max(0, mention.start - 40), mention.start) and not _said(wanted, _ERROR_WORD):
        return True
    if mention.value == _HUNDRED and mention.unit == "%" and _DEFINES.search(folded):
        return True
    apart = wanted.kind in _MONEY and _APART.match(folded, mention.end) is not None
    return apart and not _said(wanted, CHANGES)


def _said(wanted: Wanted, what: re.Pattern[str]) -> bool:
    return any(what.search(fold(word)) for group in wanted.anchors for word in group)


def of_a_sibling(words: str, folded: str) -> bool:
    """Whether a text names another one of a series, and not the one that its heading has: 二號 where 三號 is meant."""
    found = _siblings(words)
    return found is not None and fold(words) not in folded and found.search(folded) is not None


@lru_cache(maxsize=1024)
def _siblings(words: str) -> re.Pattern[str] | None:
    folded = fold(words)
    found = _SERIES.search(folded)
    if found is None or found.start() < 2:
        return None
    kind = r"\d+" if found.group().isdigit() else "[ivx]+" if found.group().isascii() else "[一二三四五六七八九十]+"
    return re.compile(rf"{re.escape(folded[: found.start()])}{kind}{re.escape(folded[found.end() :])}")
