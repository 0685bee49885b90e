"""A cheap look at a short text: is it nothing but a figure, or a label? Used for tiles and table headers only.

The real reading of numbers is figures(); calling that on every short text of a page would cost more than the page.
"""

import re


def words(text: str) -> frozenset[str]:
    """A set of words, written as one line of text: how this package keeps its word lists."""
    return frozenset(text.split())


_WORDS = words(
    "usd us eur gbp krw nt ntd twd hk hkd rmb cny jpy won euros dollars dollar pounds bn billion billions million "
    "millions m mn mio mrd trillion tn k thousand percent per cent pp points point over more than about around up to "
    "nearly almost at least approx roughly some by in to and or of x times months month years year days hours minutes "
    "people companies firms users p.a a"
)
_UNITS = _WORDS - words(
    "by in to and or of x a m over more than about around up nearly almost at least some roughly approx"
)
_LONG_LABEL = 60  # characters; a label may end in a full stop, but what does and is longer is prose
_DIGIT = re.compile(r"[0-9０-９]|[一二三四五六七八九兩两十百千]+[億亿萬万兆成]")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]+")
_EAST = re.compile(r"[぀-ヿ㐀-鿿가-힣]+")
_EAST_UNIT = re.compile(
    r"^(?:[一二三四五六七八九兩两十百千億亿萬万兆元圓家人名個个位年月日成約约近逾超過过多餘余美歐欧韓韩日英新臺台幣币鎊镑以上至到第倍件間间筆次項项條"
    r"억조만천백원달러명개월년약이상퍼센트넘는당]|百分之|個百分點|个百分点|人民)+$"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?{_MONTH}\s(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?\d{{4}}|\d{{4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|(?:民國|民国)?\s?\d{{2,4}}\s?[年년]\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일])?)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:FY\s?)?(?:19|20)\d\d(?:\s?年|\s?년)?(?:\s?[EF])?$")


def only_figure(text: str) -> bool:
    """Whether a short text is a figure and nothing else ("US$356.10bn", "約3.5億美元", "12–18 months")."""
    if len(text) > 32 or _DIGIT.search(text) is None:
        return False
    if any(word.casefold() not in _WORDS for word in _LATIN.findall(text)):
        return False
    return all(_EAST_UNIT.match(word) for word in _EAST.findall(text))


def only_unit(text: str) -> bool:
    """Whether a short text is a unit and nothing else ("bn US$", 億元, %)."""
    if len(text) > 16 or _DIGIT.search(text) is not None:
        return False
    latin, east = _LATIN.findall(text), _EAST.findall(text)
    if not latin and not east:
        return text.strip() in ("%", "％", "$", "€", "£", "¥", "₩")
    return all(word.casefold() in _UNITS for word in latin) and all(_EAST_UNIT.match(word) for word in east)


def a_digit(text: str) -> bool:
    """Whether a text can hold a figure and nothing else at all: digits, or Chinese numerals with their unit."""
    return _DIGIT.search(text) is not None


def only_date(text: str) -> bool:
    """Whether a short text is a day or a month of a year and nothing else ("12 March 1996", 2024年7月)."""
    return len(text) <= 32 and _DATE.match(text) is not None


def only_year(text: str) -> bool:
    """Whether a text is a year: a column heading more often than a value."""
    return _YEAR.match(text) is not None


def label_like(text: str) -> bool:
    """Whether a text can be the label of a tile: short, with words, and no figure of its own."""
    if not text or len(text) > 140 or only_figure(text):
        return False
    if text[-1] in ".。!！?？" and len(text) > (_LONG_LABEL if text.isascii() else _LONG_LABEL // 3):
        return False  # a sentence of its own
    return sum(len(word) for word in _LATIN.findall(text)) >= 3 or sum(len(w) for w in _EAST.findall(text)) >= 2
