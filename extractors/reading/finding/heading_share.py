"""Whether the headings over a bare number make it a percentage or percentage points."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold
from extractors.reading.finding.wanted import Wanted, inside
from extractors.reading.pages.blocks import Block

_PERCENT = re.compile(
    r"[%％]|\bper ?cent\b|百分比|百分率|퍼센트"
    r"|(?<!per )\bshare\b(?! (?:price|capital|count|class|option|issue|buy))|\bmarket shares\b|占比|比例|比率|비율|비중"
)
_POINTS = re.compile(
    r"(?<![a-z])(?:pp|ppts?|p\.p\.|percentage[ -]?points?)(?![a-z])|[%％]\s?p(?![a-z])|百分[點点]|[%％트]\s?포인트"
)
# What is told in percent by habit: 失業率, 증가율, YoY; an exchange rate, a birth rate by the thousand are not.
_RATE = re.compile(
    r"(?<![匯汇兌兑倍])率|(?<![환배])[율률](?![가-힣])|\b(?:rates?|pct|percentages?|ratios?|yoy|qoq|mom|margin|penetration"
    r"|coverage|growth)\b|[年月季]增|同比|[環环]比|[占佔]有?|比重|份[額额]|成長|增[長长幅]|[漲涨跌減减]幅|점유"
    r"|전[년월][가-힣]{0,3}비|동[월기]비|대비"
)
_OTHER = re.compile(
    r"‰|\bper (?:1,?000|10,?000|100,?000|thousand|million)\b|每[千萬万十]|[천만]\s?명당|\bindex\b|指[數数]|지수"
)
_SIGN = re.compile(r"[%％]|\bper ?cent|百分|퍼센트|\bpct\b")
_IN_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,40})[)）\]】]")
_PERIOD = re.compile(
    r"(?!0+s?$)(?:[\d\s\-–~～/.+]|q|fy|h|[年月季度歲岁세년월분기]|s\.?a\.?|(?:not )?seasonally adjusted|季調|季调)+"
)
_LONGEST = 200  # characters of a heading; what is longer is none, and is read for each cell under it


def said_in_percent(block: Block, wanted: Wanted, value: Decimal | None) -> bool:
    """Whether a number without a sign is a percentage: its headings say so, or are those of a rate."""
    nearest = _folded((*block.row[-1:], *block.column[-1:]))
    if _POINTS.search(nearest):
        return False
    if _in_other_unit(nearest):
        return False
    around = _folded((*block.headers, *block.row, *block.column))
    if _PERCENT.search(around):
        return True
    # Only a plausible range keeps a habit from being a guess.
    told = _promised(block, wanted) or _RATE.search(nearest) is not None
    return told and wanted.between is not None and inside(value, wanted.between) and not _OTHER.search(around)


def _in_other_unit(nearest: str) -> bool:
    """Whether brackets name what the numbers are in, and that is no percent: "Gross margin ($m)", 出生率（人）."""
    return not _SIGN.search(nearest) and any(
        not _PERIOD.fullmatch(text) and not _RATE.search(text) for text in _IN_BRACKETS.findall(nearest)
    )


def said_in_points(block: Block, wanted: Wanted, value: Decimal | None) -> bool:
    """Whether a number without a unit is in percentage points."""
    if _POINTS.search(_folded((*block.headers, *block.row, *block.column))):
        return True
    told = _promised(block, wanted) and not _PERCENT.search(_folded(block.column))
    return told and wanted.between is not None and inside(value, wanted.between)


def _promised(block: Block, wanted: Wanted) -> bool:
    """Whether the source names the very field of a record: whoever declares it says what its numbers are in."""
    return wanted.field is not None and block.kind in ("json", "jsonld") and wanted.field in block.column[-1:]


def _folded(texts: tuple[str, ...]) -> str:
    return fold(" | ".join(text for text in texts if len(text) <= _LONGEST))
