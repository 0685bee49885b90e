"""Figures whose minus is a word: 무역수지는 82.4억 달러 적자, "the trade balance was a deficit of $8.2bn"."""

from extractors.reading import regexes as re
from extractors.reading.finding.fit import Fit
from extractors.reading.text.mention import Mention

_BEHIND = re.compile(r"\s?(?:의\s|的)?(?:적자|순손실|逆差|赤字|[虧亏][損损]|淨損|净亏)")
_BEFORE = re.compile(
    r"(?:(?:逆差|赤字|入超|[虧亏][損损])(?:額|额)?[為为達达約约]{0,2}|적자(?:는|가|액은)?)\s?$"
    r"|\b(?:deficit|net loss|loss) of (?:about |around |nearly |almost |over |more than )?$"
)
# What may be either, so that a deficit of it is less than nothing.
_EITHER = re.compile(
    r"수지|흑자|이익|손익|收支|[順顺]差|差[額额]|出超|盈[餘余]|[損损]益|利[潤润]|[餘余][額额絀绌]"
    r"|\b(?:balance|surplus|profit|income|earnings|result)\b"
)
_DEFICIT = re.compile(r"적자|손실|逆差|赤字|入超|[虧亏淨净][損损]|\b(?:deficit|loss)")


def signed(folded: str, mention: Mention, fit: Fit, declared: str) -> Fit:
    """The figure below nought, where a balance was asked for and a deficit is told."""
    if fit.value is None or fit.value <= 0 or _EITHER.search(declared) is None or _DEFICIT.search(declared):
        return fit
    told = _BEHIND.match(folded, mention.end) or _BEFORE.search(folded, max(0, mention.start - 40), mention.start)
    return fit._replace(value=-fit.value) if told is not None else fit
