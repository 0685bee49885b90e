"""The scale that a label, or the heading over a list, tells for the bare numbers behind it."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import ONE, Block
from extractors.reading.pages.table_scales import nearest, scale_of
from extractors.reading.text.mention import Mention

# What is told each or in full, whatever the list is in.
_EACH = re.compile(
    r"\b(?:per|each|apiece|eps|prices?|tickets?)\b"
    r"|每[股人戶户張张件月年]|人均|均價|均价|股價|股价|[單单票售][價价]|주당|주가|단가|가격|요금|인당",
    re.IGNORECASE,
)
_CODE = r"(?:(?:US|NT|HK|A|C|S)?\s?[$€£¥₩]|USD|EUR|GBP|KRW|TWD|NTD|JPY|CNY|RMB|HKD)"
_NAME = r"(?:(?:US |U\.S\. |NT |HK )?dollars|euros?|pounds|sterling|won|yen|yuan)"
_PLURAL = r"(?:thousands|millions|billions|trillions)"
_SCALE_BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]{1,60})[)）\]】〕]")
_SCALE_LINE = re.compile(
    r"(?:(?:all )?(?:amounts|figures|values)(?: are)?(?: expressed| stated| shown| given)? )?"
    rf"in (?:{_CODE}\s?)?{_PLURAL}"
    rf"(?: of (?:{_CODE}|{_NAME}))?(?:,? (?:except|unless|other than) .{{1,60}})?"
    rf"|{_CODE}\s?(?:{_PLURAL}|thousand|million|billion|trillion|mn?|bn|tn|k|['’]?000s?)"
    r"|(?:單位|单位|단위)\s?[:：].{1,16}",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[(\-−–]?\s?\d[\d.,'’\s]*\)?")
_DIGIT = re.compile(r"[1-9]")
_LONGEST_HEADING = 200  # characters; what is longer tells no scale


def told_scale(block: Block, mention: Mention, *, money: bool) -> Decimal:
    """The scale that a label, or the heading over a list of labels and numbers, gives: "Revenue ($m)"."""
    if label := label_before(block, mention):
        row: tuple[str, ...] = (label,)
    elif block.kind in ("tile", "definition"):
        row = block.row
    else:
        return ONE
    above = [text for text in block.headers if text not in row]
    bare = mention.unit is None and _BARE_NUMBER.fullmatch(mention.text) is not None
    if not above or not bare or not money or any(_EACH.search(text) for text in row):
        return nearest(row, (), None)
    outer = _surely_scale(above[-1])
    return nearest(row, (), outer)


def _surely_scale(heading: str) -> Decimal | None:
    """The scale of a heading that says one in brackets or says nothing else."""
    if len(heading) > _LONGEST_HEADING:
        return None
    if _SCALE_LINE.fullmatch(heading.strip()):
        return scale_of(heading)
    told = (f"({text})" for text in _SCALE_BRACKETS.findall(heading) if not _DIGIT.search(text))
    return next((scale for text in told if (scale := scale_of(text)) is not None), None)


_LABELLED = re.compile(r"(?P<label>[^:：]{1,60})[:：]\s?(?:[本當当今][^\d:：，,;；()]{1,5}[:：]?\s?)?$")
# The same of another time behind it: 总资产：本报告期5,208,611，上年同期4,990,157.
_OF_ANOTHER_TIME = re.compile(r"[，,、；;]\s?(?:[上去前][^\d:：，,;；()]{1,5}|[12]?\d{2,3}年)[:：]?\s?[-−]?[\d,.]+")


# 市场规模（亿元）：2021年9.2；2022年16.4；2023年26.8: a chart's numbers in a line, each behind its year.
_YEAR = r"(?:19|20)\d\d\s?(?:[年년]|[eEfF]\b)?\s?[:：]?\s?"
_SERIES = re.compile(
    rf"(?P<label>[^。；;]{{1,60}}[(（][^()（）\d]{{1,12}}[)）])[:：]\s?(?:{_YEAR}-?[\d.,]*\d\s?[;；,，、]\s?)*{_YEAR}$"
)


def label_before(block: Block, mention: Mention) -> str:
    """The label of a line that is a label, a colon and one number: "Revenue ($m): 1,234"."""
    if block.kind not in ("item", "sentence", "tile"):
        return ""
    series = _SERIES.fullmatch(block.text, 0, mention.start)
    if series is not None:
        return series["label"]
    if len(block.text) - mention.end > 3 and not _OF_ANOTHER_TIME.fullmatch(block.text, mention.end):
        return ""
    found = _LABELLED.fullmatch(block.text[: mention.start])
    return found["label"] if found is not None else ""
