"""Figures whose minus is a word: 무역수지는 82.4억 달러 적자, "net income was a loss of $3.2m"."""

from extractors.reading import regexes as re
from extractors.reading.finding.fitted import Fit
from extractors.reading.text.mention import Mention

_HEDGES = r"(?:about |around |nearly |almost |over |more than )?"
_BEHIND = re.compile(
    r"\s?(?:의\s|的)?(?:적자(?!에서|폭)|순?손실(?!에서|폭|액)|逆差(?![轉转縮缩收])|赤字(?![轉转縮缩收]))"
    r"|\s(?:trade |budget )?deficit\b"
)
_BEFORE = re.compile(
    r"(?:(?<![彌弥補补應应抵])[為为是出現现轉转]?(?:逆差|赤字|入超|[虧亏][損损]|[淨净][損损])(?:額|额)?[為为達达約约]{0,2}|적자)\s?$"
    rf"|\b(?:was|is|showed|posted|recorded|had|to) an? (?:[a-z]+ )?(?:deficit|loss) of {_HEDGES}$"
    rf"|^an? (?:[a-z]+ )?deficit of {_HEDGES}$"
)
# What may be either, so that a deficit of it is less than nothing.
_EITHER = re.compile(
    r"수지|흑자|손익|이익|收支|[順顺]差|(?:貿易|贸易|進出口|进出口)差[額额]|出超|[損损]益|盈[餘余]|淨利|净利"
    r"|\b(?:trade|current account|fiscal|budget|goods|payments) balance\b(?! sheet)|\bsurplus\b"
    r"|\b(?:net|operating|pre tax) (?:income|profit|result)\b"
)
_DEFICIT = re.compile(r"적자|손실|逆差|赤字|入超|[虧亏淨净][損损]|\b(?:deficit|loss)")
# The words and the loss right behind them: what stands further on may be another year's, or another's.
_NEAR = 16


def signed(folded: str, mention: Mention, fit: Fit, declared: str, ends: list[int]) -> Fit:
    """The figure below nought, where a balance was asked for and a deficit of it is told.

    `ends` are the ends of the declared words; where they stand before the figure they must be near the loss.
    """
    if mention.kind != "money" or fit.value is None or fit.value <= 0:
        return fit
    if _EITHER.search(declared) is None or _DEFICIT.search(declared):
        return fit
    told = _BEFORE.search(folded, max(0, mention.start - 40), mention.start)
    before = [end for end in ends if end <= mention.start]
    if told is not None and before and told.start() - max(before) > _NEAR:
        return fit
    if told is None and _BEHIND.match(folded, mention.end) is None:
        return fit
    return fit._replace(value=-fit.value)
