"""The scale a caption or heading gives to a table's bare numbers: "in millions", 單位：百萬元, (단위: 억원)."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import ONE
from extractors.reading.pages.glance import only_unit

_CODES = r"\b(?:usd|eur|gbp|krw|twd|ntd|jpy|cny|rmb|hkd|us dollars?|euros?|won|yen)"
_MONEY = rf"(?:[$€£¥₩]|{_CODES})\s?"
_OPEN = r"[(\[]\s?(?:[^()\[\]\d]{0,24}[,;]\s?)?(?:[a-z]{0,3}[$€£¥₩]\s?)?"  # "(won, billions)"
_UNIT = r"\bunits?\s?[:：]\s?(?:[^\d,;()]{0,16}\s)?"
# "Patients seen, thousands, by region", "Employment – millions": a scale set off from the words round it.
_SET_OFF = r"(?:^|[,;:–—]|\s-)\s?"
_CLOSED = r"(?=\s?(?:$|[,;)]|\s[-–—]\s))"
_THINGS = (
    r"(?:metric )?(?:tonnes|tons|barrels|people|persons|passengers|households|hectares|litres|liters|vehicles|units"
    r"|visitors|students|dwellings|homes|cubic metres|square metres|kilowatt hours|megawatt hours)"
)
_MONEY_ENDS = (
    *"$€£¥₩",
    "usd",
    "eur",
    "gbp",
    "krw",
    "twd",
    "ntd",
    "jpy",
    "cny",
    "rmb",
    "hkd",
    "dollar",
    "dollars",
    "euro",
    "euros",
    "won",
    "yen",
)
# A scale is looked for only where one of its words stands: patterns cost more than the words.
_LATIN: tuple[tuple[tuple[str, ...], re.Pattern[str], Decimal], ...] = tuple(
    (words, re.compile(pattern, re.IGNORECASE), Decimal(10) ** power)
    for words, pattern, power in (
        (
            ("trillion", "tn"),
            rf"\bin (?:[a-z$€£¥₩]{{1,4}}\s?)?trillions?\b|(?:{_OPEN}|{_MONEY}|{_UNIT})(?:trillions?|tn)\b"
            rf"|{_SET_OFF}trillions{_CLOSED}|{_SET_OFF}trillions? {_THINGS}{_CLOSED}",
            12,
        ),
        (
            ("billion", "bn"),
            rf"\bin (?:[a-z$€£¥₩]{{1,4}}\s?)?billions?\b|(?:{_OPEN}|{_MONEY}|{_UNIT})(?:billions?|bn)\b"
            rf"|{_SET_OFF}billions{_CLOSED}|{_SET_OFF}billions? {_THINGS}{_CLOSED}",
            9,
        ),
        # "(m)" alone is metres, so m and k need a currency before them.
        (
            ("million", "mn", *(f"{end}{gap}m" for end in _MONEY_ENDS for gap in ("", " "))),
            rf"\bin (?:[a-z$€£¥₩]{{1,4}}\s?)?millions?\b|(?:{_OPEN}|{_UNIT})(?:millions?|mn)\b"
            rf"|{_MONEY}(?:millions?|mn|m)\b"
            rf"|{_SET_OFF}millions{_CLOSED}|{_SET_OFF}millions? {_THINGS}{_CLOSED}",
            6,
        ),
        (
            (
                "thousand",
                "000",
                *(f"{end}{gap}{mark}k" for end in _MONEY_ENDS for gap in ("", " ") for mark in ("", "'", "’")),
            ),
            rf"\bin (?:[a-z$€£¥₩]{{1,4}}\s?)?thousands?\b|(?:{_OPEN}|{_UNIT})['’]?(?:thousands?|000s?)\b"
            rf"|{_MONEY}['’]?(?:thousands?|000s?|k)\b"
            rf"|{_SET_OFF}thousands{_CLOSED}|{_SET_OFF}thousands? {_THINGS}{_CLOSED}",
            3,
        ),
        (("hundreds",), r"\bin hundreds\b(?! of)", 2),
    )
)
# Most texts have none of these: looked up one by one they cost a twentieth of a pattern's search.
_ANY_WORD = ("illion", "tn", "bn", "mn", "thousand", "000", "hundreds")
_MONEY_SCALE = re.compile(rf"(?:{'|'.join(re.escape(end) for end in _MONEY_ENDS)}) ?(?:m|['’]?k)")
_HAN = r"千億|千亿|百億|百亿|十億|十亿|億|亿|[千仟][萬万]|[百佰][萬万]|[十拾][萬万]|萬|万|千|仟|兆"
_HANGUL = r"천억|백억|십억|억|천만|백만|십만|만|천|조"
_CURRENCIES = (
    r"新[臺台]幣|[臺台]幣|人民[幣币]|[美歐欧日韓韩港]元|[美日]圓|美金|英[鎊镑]|港[幣币]|NT\$|US\$|HK\$|[$€£¥₩]"
    r"|NTD|TWD|USD|RMB|CNY|KRW|JPY|EUR|GBP"
)
_COUNTED = (
    r"人次|人|家|戶|户|件|块|塊|套|艘|架|箱|部|桶|片|[颗顆枚条條]|平方[米公]尺?|公里|[個个名]|股|公?[噸吨]|筆|笔|次|張|张|輛|辆|台|支|元|圓"
    r"|[冊册本劑剂床份株棵頭头隻只羽尾門门間间棟栋口封通篇首集盒瓶杯粒組组對对雙双]|人日|㎡|㎥|k[Ww]h?|MWh?|TEU|kg"
    r"|瓩|千瓦[時时]?|度|標箱|标箱|公頃|公顷|[畝亩坪]|立方公尺|立方米"
)
_WON = r"원|달러|유로|엔|위안|파운드|명|개사?|건|대|가구|톤|주|곳|회|권|척|마리|그루|장|㎡|㎥|kWh|TEU|kg"
# A scale stands in brackets or as a word of its own; behind a digit ("3兆元投資") it belongs to that number.
_EDGE = r"[\s(（\[［〔【/／,，、:：;；|｜]"
_END = r"(?=$|[\s)）\]］〕】/／,，、;；%％|｜])"
_EAST = re.compile(
    rf"(?:單位|单位|단위|貨幣單位|货币单位)\s?[:：]?\s?[^\d\s,，、。;；)）]{{0,8}}?\s?(?P<unit>{_HAN}|{_HANGUL})"
    rf"|(?:^|{_EDGE})(?:{_CURRENCIES})?\s?(?P<han>{_HAN})\s?(?:{_CURRENCIES}|{_COUNTED}){_END}"
    rf"|(?:^|{_EDGE})(?:미국?\s?)?(?!조\s?(?:[명건대주곳회]|개|가구)|만회)(?P<hangul>{_HANGUL})\s?(?:미국\s?)?(?:{_WON}){_END}"
    rf"|[(（\[［](?:[^\d()（）]{{0,6}}[,，、\s])?(?:{_CURRENCIES})?(?P<bare>{_HAN}|{_HANGUL}|[백천]만)[)）\]］]",
    re.IGNORECASE,
)
_EAST_SIGNS = re.compile(r"[㐀-鿿가-힣]")
# "總經費 6.27 億元" in the line over a table is a figure of its own; 2024 億元 over a column is not, nor is 表 3 千元.
_FIGURE_BEFORE = re.compile(
    r"(?<![\d.,/-])(?!(?:19|20)\d\d\s|1\d\d\s)(?<![表圖图] )(?<![表圖图])"
    r"\d[\d,.]*\s[千仟百佰十拾萬万億亿兆억만조천백십]{1,2}[^\d\s]{0,6}$"
)
_POWERS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "萬": 4, "万": 4, "億": 8, "亿": 8, "兆": 12}
_POWERS |= {"십": 1, "백": 2, "천": 3, "만": 4, "억": 8, "조": 12}
# A row or column that names its own plain unit, whatever the table is in: "Employees (persons)", 每股盈餘（元）.
_OWN = re.compile(
    r"%|％|\bper ?cent\b|百分|퍼센트"
    r"|[(（]\s?(?:單位[:：]|단위[:：])?\s?(?:元|圓|人次?|家|件|戶|次|倍|年|個?月|명|개사?|건|원|배|persons?|people"
    r"|numbers?|no\.|units?|times|years?|months?|days|x|us\$|[$€£¥₩])\s?[)）]"
    r"|\bEPS\b|\b(?:number of|headcount|no\. of|per share|per capita)\b|[人家件戶]數|員工數|每股|人均"
    r"|주당|1인당|인원|[명건]수|업체 수|기업 수",
    re.IGNORECASE,
)


def scale_of(heading: str) -> Decimal | None:
    """The scale a caption or column heading gives to the bare numbers under it ("in millions", "單位：千元").

    >>> scale_of("Revenue (US$ bn)")
    Decimal('1000000000')
    >>> scale_of("매출 (백만 달러)")
    Decimal('1000000')
    """
    found = None
    if not heading.isascii() and _EAST_SIGNS.search(heading):
        found = next((one for one in _EAST.finditer(heading) if not _FIGURE_BEFORE.search(heading, 0, one.end())), None)
    if found is None:
        return _latin_scale(heading)
    scale = next(text for text in found.groups() if text)
    return Decimal(10) ** sum(_POWERS[character] for character in scale)


# "One in a million", "in millions of homes" are no scales.
_NO_SCALE = re.compile(
    r"\b(?:an?|one|half) (?:hundred|thousand|million|billion|trillion)\b"
    r"|\bin (?:thousands|millions|billions|trillions) of (?!(?:us |u\.s\. |nt |hk |new taiwan |korean )?"
    r"(?:[$€£¥₩]|(?:us|nt|hk|a|c|s)\$|(?:usd|eur|gbp|krw|twd|ntd|jpy|cny|rmb|hkd|dollars?|euros?|pounds|sterling|won|yen"
    r"|yuan)\b))",
    re.IGNORECASE,
)


def _latin_scale(heading: str) -> Decimal | None:
    low = heading.lower()
    if not any(word in low for word in _ANY_WORD) and not (
        any(end in low for end in _MONEY_ENDS) and _MONEY_SCALE.search(low)
    ):
        return None
    for words, pattern, value in _LATIN:
        for word in words:
            if word in low:
                if pattern.search(heading):
                    return None if _NO_SCALE.search(heading) else value
                break
    return None


_UNIT_CELL = re.compile(
    r"[(（\[]?\s?(?:in )?(?:us|nt|hk|[acs])?\s?[$£€¥₩]?\s?"
    r"(?:['’]?000'?s?|mn?|bn|tn|k|millions?|billions?|trillions?|thousands?|%|％|pence)?\s?[)）\]]?"
)


_OF_UNITS = re.compile(r"[(（]?(?:units?\b|[單单]位|단위)", re.IGNORECASE)
_NUMERAL = re.compile(r"[一二三四五六七八九兩两半]|百分之|十(?![億亿萬万])")


def units_row(texts: list[str]) -> bool:
    """Whether a row gives the units of the columns and nothing else, perhaps behind a word over the labels.

    >>> units_row(["", "£m", "£m", "%"]), units_row(["單位", "千元", "%"]), units_row(["", "約百分之三十"])
    (True, True, False)
    """
    units = [text for text in texts[1:] if text]
    if not units or (texts[0] and not _OF_UNITS.match(texts[0])):
        return False
    return all(
        not _NUMERAL.search(text)
        and (only_unit(text.strip("()（）[]")) or _UNIT_CELL.fullmatch(text.casefold()) is not None)
        for text in units
    )


def own_unit(heading: str) -> bool:
    """Whether a row or column heading names a unit with no scale, so that the table's doesn't hold for it."""
    return _OWN.search(heading) is not None


# 單位：千人、%: the scale is one of things that are counted, so that a row 失業人數 has it as well.
_COUNTED_SCALE = re.compile(r"(?:千|百?[萬万])\s?([人戶户家件])(?:、\s?[%％])?\s?[)）]?$")
_OF_ITS_OWN = re.compile(r"[(（]|每|平均|人均")


def scales_counts(headings: tuple[str, ...]) -> str:
    """What the nearest heading that tells a scale over a table counts in it, as a row names it: 人數 in 千人; or ""."""
    told = next((text for text in reversed(headings) if scale_of(text) is not None), "")
    found = _COUNTED_SCALE.search(told)
    return f"{found[1]}數" if found is not None else ""


def nearest(row: tuple[str, ...], column: tuple[str, ...], outer: Decimal | None, *, counts: str = "") -> Decimal:
    """The scale of a cell: the nearest heading that says one wins; a plain unit of its own has none.

    `counts` is what the outer scale counts: a label with these characters has it, unless it tells a unit of its own.
    """
    for text in (*reversed(column), *reversed(row)):
        scale = scale_of(text)
        if scale is not None:
            return scale
        counted = counts and counts in text.replace("数", "數") and not _OF_ITS_OWN.search(text)
        if own_unit(text) and not counted:
            return ONE
    return outer or ONE
