"""Sentences that have the words and a figure, which is none of theirs: left blank, a difference, a margin of error."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import Spots, fold
from extractors.reading.finding.clauses import CHANGES
from extractors.reading.finding.wanted import Wanted
from extractors.reading.text.mention import Mention

# 보급 대수는 ○○대로, 指數為**，: where the value was to be. A word of stars before a value is a note's mark.
_BLANK = re.compile(
    r"(?:[為为是達达:：는은이가]|\bwas|\bis)\s?(?:[○〇◯□＿]{2,}|_{2,}|\*{2,}|\?{2,}|[-–—]{2,})"
    r"(?=\s?(?:[，,。；;、)）]|$|[%元件人家大個개명건대원]))"
)
_STOP = re.compile(r"[;；。]|\.\s")
_APART = re.compile(
    r"\s(?:(?:above|below|higher|lower|more|less|dearer|cheaper)(?: than)? (?:its|the|their|that|those|a|an|in|last|it)"
    r"|(?:over|under) (?:its|their))\b"
)
# "12 L over target" is how far off it is.
_OFF_AIM = re.compile(
    r"\s(?:over|under|above|below|short of|ahead of) target\b|\s(?:above|below) (?:the )?(?:average|norm)\b"
)
# "The pylons overtop the 96-metre lighthouse": the figure is that of the noun behind it.
_DESCRIBES = re.compile(r"\d-[a-z]+$")
_NOUN = re.compile(r"\s[a-z]{3,}")
# What another page is about: "For the airport of the same name, see …", 關於國立圖書館，詳見「…」。
_SEE = re.compile(
    r"(?:[關关]於|关于|有[關关])[^,，。]{2,80}(?P<han>[,，]\s?(?:[請请]?(?:[詳详參参][見见閱阅]|[見见])|另[見见])\s?[「『《][^，,。]{1,40}[。.]?$)"
    r"|(?:this (?:article|page) is about|for (?:the|other|a|an)) [^.,]{2,100}(?P<en>, see [^.,:]{2,60}\.?$)"
)
# 其中AI加速器不再單獨揭露: the words have no figure of their own any more.
_UNDISCLOSED = re.compile(
    r"\s?(?:因[^，,。；;\d]{1,12})?(?:不再(?:[單单][獨独]|[個个]別)?|[暫暂]不|[尚並并]?未(?:[單单][獨独]|[個个]別))"
    r"(?:揭露|[公發发][布佈]|披露|列示)"
    r"|\s(?:is|are|was|were) (?:no longer|not separately) (?:separately )?(?:disclosed|reported|published|shown)"
    r"|[은는이가]\s(?:더 이상 |따로 |별도로 )(?:공개|공표|발표)하지 않"
)
_REPLACED = re.compile(r"(?:代替|替代|取代)(?:[標标]准)?[:：]|replaces:|supersedes:")  # a line on what went before
_MONEY = ("money", "quantity", "number")
# 抽樣誤差為正負1.24個百分點: how sure a survey is.
_ERROR = re.compile(
    r"(?:抽[樣样][誤误]差|\b(?:margin of |sampling )error|표본\s?오차)[^。；;,，\d]{0,14}(?:plus or minus |±\s?)?$"
)
_ERROR_WORD = re.compile(r"[誤误]差|\berror\b|오차")
_DEFINES = re.compile(r"\b(?:compares|(?:is|are) (?:defined|measured|calculated) as)\b")
_HUNDRED = Decimal(100)


def not_told(folded: str, mention: Mention, spots: Spots, wanted: Wanted, others: int) -> bool:
    """Whether the words' figure is left blank before this one, or this one is a difference, an error or another page's.

    `others`: how many more figures of the kind stand in the text.
    """
    see = _SEE.match(folded)
    if see is not None and mention.end <= max(see.start("han"), see.start("en")):
        return True
    if wanted.kind == "date":
        return _REPLACED.match(folded) is not None and not _said(wanted, _REPLACED)
    ends = [end for own in spots for _, end in own]
    blank = _BLANK.search(folded, max(ends), max(ends) + _FAR) if ends else None
    if blank is not None and blank.start() - max(ends) < _NEAR and not _STOP.search(folded, max(ends), blank.start()):
        return True
    if any(own and all(_UNDISCLOSED.match(folded, end) for _, end in own) for own in spots):
        return True
    if _ERROR.search(folded, max(0, mention.start - 40), mention.start) and not _said(wanted, _ERROR_WORD):
        return True
    if mention.value == _HUNDRED and mention.unit == "%" and _DEFINES.search(folded, 0, mention.start):
        return True
    if _OFF_AIM.match(folded, mention.end) and wanted.kind in _MONEY and not _said(wanted, CHANGES):
        return True
    if others > 0 and _in_an_aside(folded, mention, ends):
        return True
    apart = others > 0 and wanted.kind in _MONEY and _APART.match(folded, mention.end) is not None
    return apart and not _said(wanted, CHANGES)


# "Exports, which include services worth $12 billion, rose to": the figure is the inserted clause's own.
_ASIDE = re.compile(r"(?P<begins>,\s(?:which|who|including|excluding)\b)[^,.;]{0,80}$")
_GOES_ON = re.compile(r"[^,.;\d]{0,40},\s[a-z]")


def _in_an_aside(folded: str, mention: Mention, ends: list[int]) -> bool:
    """Whether it stands in a clause that is put in right behind the words."""
    if "wh" not in folded and "cluding" not in folded:
        return False
    aside = _ASIDE.search(folded, max(0, mention.start - 100), mention.start)
    return aside is not None and aside.start("begins") in ends and _GOES_ON.match(folded, mention.end) is not None


def describes(folded: str, mention: Mention, spots: Spots) -> bool:
    """Whether the figure is an adjective of a noun that no declared word names: "the 96-metre lighthouse"."""
    if not _DESCRIBES.search(mention.text) or not _NOUN.match(folded, mention.end):
        return False
    return not any(0 <= start - mention.end <= _NEAR for own in spots for start, _ in own)


_FAR = 64
_NEAR = 24  # characters between the words and what is left blank


def _said(wanted: Wanted, what: re.Pattern[str]) -> bool:
    return any(what.search(fold(word)) for group in wanted.anchors for word in group)
