"""A sentence that gives what a figure was and then what it is: 45% last year and now 52%, 上季45%、本季52%."""

from extractors.reading import regexes as re
from extractors.reading.text.mention import Mention

_PAST_BEFORE = re.compile(
    r"(?:(?:[上前]一?(?:季度?|[個个]?月|[週周]|年|次|期)|去年|昨[日天])(?:同期|底|末)?[為为是達达約约的]{0,2}"
    r"|지난\s?(?:분기|달|주|해)|작년|전[년월]|전분기|\bused to be(?: about| around)?)\s?$"
)
_LAST = (
    r"(?:(?:in )?(?:the )?(?:last|previous|prior) (?:year|quarter|month|week|survey)|a (?:year|month) (?:ago|earlier))"
)
_PAST_BEHIND = re.compile(rf",? {_LAST}\b")
# Nothing between the two but when, and "is": a subject of its own makes the second another thing.
_NOW = re.compile(
    r"(?:였고|이었고|에서)?\s?[,，、;；]?\s?[而但]?"
    r"(?:本(?:季度?|月|[週周]|年|次|期)|今[年日天]|目前|[現现]在|이번\s?(?:분기|달|주|해)|올해|현재)[則则已]?[為为是達达約约]{0,2}\s?"
    rf"|(?:,? {_LAST})?[,;]? (?:(?:and|but) )?(?:it |they )?"
    r"(?:is|are|has reached|have reached|has risen to|has fallen to|stands at)(?: now| currently)?(?: about| around)? "
)
_STATED_WRONGLY = re.compile(r",? (?:an|the) earlier version [^.;]{0,60}\b(?:wrongly|incorrectly|mistakenly)\b")
_SHOULD_BE = re.compile(r"[,，]?\s?(?:[應应](?:更正)?[為为是]|[現现今特]?更正[為为]|should (?:be|read|have been))\s?")
_GAIN = r"(?:적자|흑자|순?손실|순?이익)"
_RESULT = r"(?:loss|losses|deficit|shortfall|profit|surplus|gain)"
# 12억 달러 적자에서 8억 달러 흑자로, "from a loss of $3.2m a year earlier to a profit of $1.5m".
_SWUNG = re.compile(
    rf"\s?(?:의\s)?{_GAIN}에서,?\s(?:[^\d,.]{{0,12}})"
    rf"|,? [^.;\d]{{0,40}}\bto an? (?:[a-z]+ ){{0,2}}{_RESULT} of (?:[a-z]+ ){{0,2}}"
)
_SWUNG_FROM = re.compile(rf"\bfrom an? (?:[a-z]+ ){{0,2}}{_RESULT} of (?:[a-z]+ ){{0,2}}$")
_SWUNG_TO = re.compile(rf"\s?(?:의\s)?{_GAIN}(?:으?로|를|가)")
_FURTHEST = 80  # characters from the one figure to the other


def then_and_now(folded: str, one: Mention, other: Mention) -> bool:
    """Whether the first figure is what was, or was wrongly told, and the second what is."""
    if not one.end <= other.start <= one.end + _FURTHEST or one.kind != other.kind:
        return False
    between = folded[one.end : other.start]
    if _SHOULD_BE.fullmatch(between) or _STATED_WRONGLY.match(between):
        return True
    if _SWUNG.fullmatch(between) and (
        _SWUNG_TO.match(folded, other.end) or _SWUNG_FROM.search(folded, max(0, one.start - 60), one.start)
    ):
        return True
    before = _PAST_BEFORE.search(folded, max(0, one.start - 24), one.start)
    return (before is not None or _PAST_BEHIND.match(between) is not None) and _NOW.fullmatch(between) is not None
