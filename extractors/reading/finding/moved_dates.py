"""A day that was moved to another one: the new one is meant, and the two make no period."""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold
from extractors.reading.finding.fitted import Fit
from extractors.reading.text.mention import Mention

_MOVED = (
    r"(?:delayed|postponed|deferred|extended|moved|shifted|pushed back|put back|brought forward|rescheduled|changed)"
)
_MOVED_FROM = re.compile(rf"\b{_MOVED}\b[^.;,\d]{{0,24}}\bfrom (?:the )?$")
_TO = re.compile(r",? (?:to|until|till) (?:the )?")
# 由3月2日延後至6月1日; 自3月2日起至6月1日 is a period.
_MOVED_TO = re.compile(
    r"起?(?:[順顺展]?延[後后長长期]?|推[遲迟]|提[前早]|[變变]更|[調调]整|改|移)[^，。；,;\d]{0,4}?[至到為为於于]?\s?"
)
_MOVED_BEHIND = re.compile(r"(?:으?로)\s?(?:연기|변경|조정|연장|순연|앞당|늦[춰추]|미[뤄루])")
_PARTS = re.compile(r"\s(?:to|until|till)\s|에서\s|[至到]")


def moved(fitting: list[tuple[Mention, Fit]], text: str) -> list[tuple[Mention, Fit]]:
    """The days, without those that others took the place of: "postponed from 2 March to 1 June"."""
    folded = fold(text)
    kept: list[tuple[Mention, Fit]] = []
    for place, (mention, fit) in enumerate(fitting):
        following = fitting[place + 1][0] if place + 1 < len(fitting) else None
        if _gave_way(folded, mention, following):
            continue
        told = _MOVED_FROM.search(folded, max(0, mention.start - 60), mention.start) is not None
        if "/" in (mention.date or "") and (told or _MOVED_BEHIND.match(folded, mention.end)):
            mention = _last(mention)
        kept.append((mention, fit))
    return kept


def _gave_way(folded: str, mention: Mention, following: Mention | None) -> bool:
    """Whether the next day took its place."""
    if following is None or "/" in (mention.date or ""):
        return False
    if _MOVED_TO.fullmatch(folded, mention.end, following.start):
        return True
    to = _TO.fullmatch(folded, mention.end, following.start)
    return to is not None and _MOVED_FROM.search(folded, max(0, mention.start - 60), mention.start) is not None


def _last(mention: Mention) -> Mention:
    """The second day of two that were taken for a period."""
    parts = list(_PARTS.finditer(mention.text))
    if len(parts) != 1:
        return mention
    end = parts[0].end()
    date = (mention.date or "").partition("/")[2]
    return mention._replace(start=mention.start + end, text=mention.text[end:], date=date)
