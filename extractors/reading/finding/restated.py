"""A sentence that gives two periods' values of one thing, the earlier first: $4.5bn in 2023 and $4.6bn in 2024."""

from extractors.reading import regexes as re
from extractors.reading.text.mention import Mention

_YEAR = r"(?:民國|西元|fiscal |fy ?)?(?:(?:19|20)\d\d|1[01]\d)"
_ZH_YEAR = r"年(?:度|底|末|全年)?"
_FAR = 160  # characters
# Nothing but years and words such as "was", 則為, 년에는: no subject of its own.
_SAME = re.compile(
    rf"\s?(?:\(?(?:in |during |for )?{_YEAR}\)?)?[ ,;、]{{0,2}}(?:(?:and|but|then|[而到至並并]) ?)?"
    rf"(?:(?:이었|였|이)고,? )?(?:(?:in |during |for )?{_YEAR}\s?(?:{_ZH_YEAR}|년(?:에는|에|은|도)?)?)?,?\s?"
    r"(?:(?:it|this|that) )?(?:[則则已更再] ?)?"
    r"(?:(?:was|were|stood at|reached|came to|(?:r[io]se|gr[eo]w|f[ae]ll|increased|decreased|dropped|climbed"
    r"|edged up|edged down|at) ?(?:to)?)"
    r"|(?:[增升減减降成上下回][長长加少升降]?)?[至到為为達达是][約约]?)?\s?"
)
# "The fee is $25 in 2025 and $30 in 2026" may tell the one of now first.
_AHEAD = re.compile(
    r"\b(?:is|are|be)\b|\b(?:expect|forecast|project|will|would|plan|target|goal|budget|estimat|could|may|guidance)"
    r"|[預预][估測测計计期算]|[將将]|可望|[展]望|目[標标]|[規规計计][劃划]|估[計计]|전망|예상|목표|계획|예산"
)


# 5月，平均為24.3天；6月縮短到21.6天
_MONTH = re.compile(r"(?:\d{4}-|--)(\d\d)")
_THEN = re.compile(
    r"[ ,;、，；]{0,2}\d{1,2}\s?[月월](?:[則则已再])?"
    r"(?:[增升縮缩減减降回上下拉延提擴扩改][長长短少加升降回善大小]?[至到為为達达]|[為为])\s?[約约]?"
)


def _next_month(first: str | None, second: str | None) -> bool:
    months = [found and int(found[1]) for found in (_MONTH.fullmatch(first or ""), _MONTH.fullmatch(second or ""))]
    return months[0] is not None and months[1] is not None and months[1] == months[0] + 1


# "In the first quarter 64% of the money went into them; in the second it was 71%."
_IN_FIRST = re.compile(r"\bin the first (?:quarter|half)[^.;]{0,20}$")
_IN_SECOND = re.compile(
    r"; in the second(?: (?:quarter|half))?,? (?:it|they|the (?:share|figure|rate)) (?:was|were|reached) $"
)


def restated(folded: str, one: Mention, other: Mention, years: tuple[str | None, str | None]) -> bool:
    """Whether a figure is followed by the next year's of the same thing, in what no words make a forecast."""
    if _IN_FIRST.search(folded, 0, one.start) and _IN_SECOND.search(folded, one.end, other.start):
        return True
    first, second = years
    if _next_month(first, second):
        return _THEN.fullmatch(folded, one.end, other.start) is not None
    if first is None or second is None or not (first[:4].isdigit() and second[:4].isdigit()):
        return False
    if int(second[:4]) != int(first[:4]) + 1 or not one.end <= other.start <= one.end + 60:
        return False
    between = folded[one.end : other.start]
    return _SAME.fullmatch(between) is not None and not _AHEAD.search(
        folded, max(0, one.start - _FAR), other.end + _FAR
    )
