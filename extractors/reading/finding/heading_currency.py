"""The currency that a caption or heading names for the bare numbers under it."""

from functools import lru_cache

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold
from extractors.reading.pages.blocks import Block

_FOREIGN_DOLLARS = "".join(
    rf"(?<!{name} )" for name in ("taiwan", "nt", "kong", "hk", "canadian", "australian", "singapore")
)
_YUAN = "(?<![美歐欧日韓韩港澳加多單单公紀纪])元(?![件年素宇老旦首])"
_PATTERNS = {
    "USD": rf"(?<![a-z])(?:us\s?)?\$|\busd\b|(?<![a-z]){_FOREIGN_DOLLARS}dollars?\b"
    r"|美元|美金|(?<!대만)(?<!홍콩)(?<!호주)(?<!대만 )(?<!홍콩 )(?<!호주 )달러",
    "TWD": r"\bnt\s?\$|\b(?:ntd|twd)\b|\b(?:taiwan|nt) dollars?\b|[臺台][幣币]|대만\s?달러",
    "CNY": r"\b(?:rmb|cny|yuan)\b|人民[幣币]|위안",
    "HKD": r"\bhk\s?\$|\bhkd\b|港[元幣币]|홍콩\s?달러",
    "GBP": r"£|\bgbp\b|\bpounds?\b|\bsterling\b|英[鎊镑]|파운드",
    "EUR": r"€|\beur\b|\beuros?\b|[歐欧]元|유로",
    "KRW": r"₩|\b(?:krw|won)\b|[韓韩][元圓]|(?:^|[조억만천백십:(（\s])\s?원(?![가-힣])",
    "JPY": r"¥|\b(?:jpy|yen)\b|日[圓元円]|円|(?:^|[조억만천백십:(（\s])\s?엔(?![가-힣])",
}
_BARE_YUAN = re.compile(_YUAN)
_CURRENCIES = {code: re.compile(pattern) for code, pattern in _PATTERNS.items()}


@lru_cache(maxsize=2048)
def currencies(heading: str) -> frozenset[str]:
    """The currencies a heading names.

    >>> sorted(currencies("Revenue (NT$ millions)"))
    ['TWD']
    """
    folded = fold(heading)
    named = frozenset(code for code, pattern in _CURRENCIES.items() if pattern.search(folded))
    if not named and _BARE_YUAN.search(folded):
        return frozenset(("TWD", "CNY"))  # in 美元千元 the second one is no currency of its own
    return named


def names_currency(block: Block, unit: str) -> bool:
    """Whether the nearest heading that names a currency names this one."""
    for text in (*reversed(block.column), *reversed(block.row), *reversed(block.headers)):
        found = currencies(text)
        if found:
            return unit in found
        if unit not in _CURRENCIES and unit.lower() in fold(text).split():
            return True
    return False
