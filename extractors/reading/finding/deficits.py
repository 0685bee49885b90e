"""Figures whose minus is a word: 무역수지는 82.4억 달러 적자, "the trade balance was a deficit of $8.2bn"."""

from extractors.reading import regexes as re
from extractors.reading.finding.fit import Fit
from extractors.reading.text.mention import Mention

_BEHIND = re.compile(r"\s?(?:의\s|的)?(?:적자(?!에서)|逆差(?![轉转縮缩收])|赤字(?![轉转縮缩收]))")
_BEFORE = re.compile(
    r"(?:(?<![彌弥補补應应抵])[為为是出現现]?(?:逆差|赤字|入超)(?:額|额)?[為为達达約约]{0,2})\s?$"
    r"|\b(?:was|is|showed|posted|recorded|had|to) a (?:[a-z]+ )?deficit of "
    r"(?:about |around |nearly |almost |over |more than )?$"
)
# What may be either, so that a deficit of it is less than nothing.
_EITHER = re.compile(
    r"수지|흑자|收支|[順顺]差|(?:貿易|贸易|進出口|进出口)差[額额]|出超"
    r"|\b(?:trade|current account|fiscal|budget|goods|payments) balance\b(?! sheet)|\bsurplus\b"
)
_DEFICIT = re.compile(r"적자|逆差|赤字|入超|\bdeficit")


def signed(folded: str, mention: Mention, fit: Fit, declared: str) -> Fit:
    """The figure below nought, where a balance was asked for and a deficit is told."""
    if (
        mention.kind != "money"
        or fit.value is None
        or fit.value <= 0
        or _EITHER.search(declared) is None
        or _DEFICIT.search(declared)
    ):
        return fit
    told = _BEHIND.match(folded, mention.end) or _BEFORE.search(folded, max(0, mention.start - 40), mention.start)
    return fit._replace(value=-fit.value) if told is not None else fit
