"""Lines over a table that tell what its numbers are in: a unit, a currency, a scale."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.pages.table_scales import scale_of

_LONG_LINE = 120
_UNIT_LINE = re.compile(
    r"單位\s?[:：]|单位\s?[:：]|단위\s?[:：]|\b[Uu]nits?\s?:|^[(（]?\s?(?:[币幣]种|[币幣]別|[币幣]别|[貨货][幣币]|통화)\s?[:：]"
    r"|^[(\[]?(?:(?:[Aa]ll )?(?:[Aa]mounts|[Ff]igures|[Vv]alues)(?: are)?(?: expressed| stated| shown"
    r"| given)? )?[Ii]n (?:US |U\.S\. )?"
    r"(?:(?:dollars|euros?|pounds|sterling|yen|won|USD|EUR|GBP)\b|[€£$])"
    r"(?=\s?(?:mn?|bn|tn|k|['’]?000s?|(?:thousand|million|billion|trillion)s?|except\b.*|unless\b.*|per\b.*)?\s?"
    r"(?:[,;:()\[\]]|$))"
)
_SHARES_LINE = re.compile(
    r"(?:%|[Pp]er ?cent(?:age)?|百分比) (?:of|who|saying|that)\b|單位\s?[:：]\s?[%％]|단위\s?[:：]\s?%"
)


def tells_of_table(line: str) -> bool:
    """Whether a line may tell the unit of a table that follows it."""
    if len(line) >= _LONG_LINE:
        return False
    told = _UNIT_LINE.search(line) or _SHARES_LINE.match(line)
    return told is not None or scale_of(line) is not None


def outer_scale(caption: str, before: tuple[str, ...], headers: tuple[str, ...]) -> tuple[Decimal | None, str]:
    """The scale said over the whole table: in its caption, in a short line before it, or in the heading above it.

    With it the line before, if that says it: it belongs to the table ("in US$ millions") and names its currency too.
    """
    line = before[0] if before and len(before[0]) < _LONG_LINE else ""
    # Between the line that tells the unit and the table there may be links: to the next page, to a download.
    told = next((text for text in before[1:] if len(text) < _LONG_LINE and _UNIT_LINE.search(text)), "")
    for text in (caption, line, told, headers[-1] if headers else ""):
        scale = scale_of(text) if text else None
        if scale is not None:
            return scale, text if text in before and text not in headers else ""
    for text in (line, told):
        if text and _UNIT_LINE.search(text) and text not in headers:
            return None, text  # 单位：元
    if line and _SHARES_LINE.match(line) and line not in headers:
        return None, line
    return None, ""
