"""A cheap look at a short text: is it nothing but a figure, or a label? Used for tiles and table headers only.

The real reading of numbers is figures(); calling that on every short text of a page would cost more than the page.
"""

from extractors.reading import regexes as re


def words(text: str) -> frozenset[str]:
    """A set of words, written as one line of text: how this package keeps its word lists."""
    return frozenset(text.split())


_WORDS = words(
    "usd us eur gbp krw nt ntd twd hk hkd rmb cny jpy won euros dollars dollar pounds bn billion billions million "
    "millions m mn mio mrd trillion tn k thousand percent per cent pp points point over more than about around up to "
    "nearly almost at least approx roughly some by in to and or of x times months month years year days hours minutes "
    "people companies firms users p.a a b t p per week weeks quarter minute second seconds sec secs min mins hr hrs ms "
    "w kw mw gw tw wh kwh mwh gwh twh kb mb gb tb pb eb kbps mbps gbps hz khz mhz ghz flops petaflops exaflops g kg kt "
    "mt gt tonne tonnes ton tons l litre litres liters km mi mile miles cm mm ha acres hectares sq ft toe bbl barrels "
    "cad aud chf sgd inr nzd cents pence jobs workers employees students pupils teachers patients customers "
    "subscribers visitors passengers households homes vehicles cars buses units devices servers chips sites schools "
    "hospitals countries cities startups start-ups ups businesses deals cases patents papers tokens downloads visits "
    "trips respondents participants adults children women men teu rmb bps basis yoy qoq mom"
)
_UNITS = _WORDS - words(
    "by in to and or of x a m over more than about around up nearly almost at least some roughly approx per b t p g l "
    "sq ft min mom yoy qoq quarter week second"
)
_LONG_NOTE = 40  # characters
_LONG_LABEL = 60  # characters; a label may end in a full stop, but what does and is longer is prose
_DIGIT = re.compile(r"[0-9０-９]")
_DIGIT_HAN = re.compile(r"[一二三四五六七八九兩两十百千]+[億亿萬万兆成]")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]+")
_EAST = re.compile(r"[぀-ヿ㐀-鿿가-힣]+")
_EAST_UNIT = re.compile(
    r"^(?:[一二三四五六七八九兩两十百千億亿萬万兆元圓家人名個个位年月日成約约近逾超過过多餘余美歐欧韓韩日英新臺台幣币鎊镑以上至到第倍件間间百度夜晚分秒升克斤瓦尺筆次項项條輛辆台臺座站所處处戶户班張张棟栋頭头公噸吨里"
    r"套款份冊册隻只株棵艘架床片場场門门例宗畝亩部集首封顆颗枚劑剂粒杯瓶包袋盒組组對对雙双頁页館馆盞盏支檔篇字席票股團团"
    r"억조만천백원달러명개월년약이상퍼센트넘는당곳대건회호층배권종톤]|百分之|個百分點|个百分点|人民"
    r"|유로|위안|가구|시간|포인트|개사|개국|개교|가지|[일초분세주척필편점]|(?<!日)本)+$"
)
_SCALE = "[十百千萬万億亿兆만억천백]"
_MEASURE = re.compile(
    rf"{_SCALE}{{1,2}}度|{_SCALE}{{0,2}}(?:瓩|千瓦(?:[時时]|小[時时])?|[標标]箱|公[頃顷升]|[畝亩坪]|(?:平方|立方)(?:公尺|公里|米))"
    r"|[kMGT]W[hp]?|[kMG]t|kg|km|ha|天|小[時时]|分[鐘钟]|工作[天日]"
)
_DELTA = re.compile(
    r"[▲▼△▽↑↓⬆⬇]\s?[\d０-９]"
    r"|[+＋−-]\s?[\d.,]+\s?(?:%|％|pp\b|p\.p\.)?\s?"
    r"(?:較|较|比|전[월년분]|\(?(?:vs\b|from\b|on\b|since\b|yoy\b|qoq\b|mom\b|y/y|q/q|m/m|year\b|over\b))",
    re.IGNORECASE,
)
_IN_A_YEAR = re.compile(r"\s?(?:[(（]|\b(?:in|for)\s)(?:19|20)\d\d\s?[年년]?\s?[)）]?$", re.IGNORECASE)
_EARLIER = re.compile(
    r"[(（]?(?:in\s)?(?:19|20)\d\d\s?(?:年|년)?\s?[:：]?\s?|[(（]?\d{2,3}年\s?[:：]?\s?|[(（]?(?:去年|[上前]年(?:同[月期季])?|前期|전년|작년"
    r"|昨[日天]|[上前](?:[個个]?[月季週周日])|어제|전일|전주|전월|지난\s?[주달]"
    r"|(?:yesterday|(?:last|previous) (?:day|week|month|quarter|year))\b)"
    r"[^\d]{0,4}",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?:答|A|답변?)\s?[:：]")
_LONG_PLACEHOLDER = 24  # characters
_NOT_TOLD = re.compile(
    r"[-—–―…‥.*]{1,4}|n\.?/?a\.?|tb[acd]|pending|withheld|suppressed|suspended|discontinued(?: series)?|withdrawn"
    r"|unavailable|not applicable|confidential|n\.d\.?"
    r"|停止[調调]查|不[適适]用|[暫暂][無无]|停[編编]|保密|해당\s?없음|발표\s?중단"
    r"|under (?:review|revision)"
    r"|(?:not|no longer) (?:yet )?(?:available|published|disclosed|reported)|no data"
    r"|待[公定補补更統统][\w]{0,4}|(?:尚未|[暫暂]停|停止|不再|[暫暂]不|未)[公發发提統统揭披][\w]{0,3}|[無无](?:資料|数据|數據)"
    r"|(?:[尚暫暂]?未[確确]?定|不予|延[後后]|推[遲迟])(?:公[布開开佈]|發[布佈]|发布)?|停止編[製制]|(?:另行|稍[後后])公[布告佈]"
    r"|(?:審|审|查|核|統|统|檢|检|覆|复|修)[\w]{1,2}中"
    r"|(?:검토|집계|산정|조사|수정|확인|준비|공표\s?예정)\s?(?:중|예정)?|[미비]공개|미정|미공표|미발표|자료\s?없음|추후\s?(?:공표|공지|공개|발표)",
    re.IGNORECASE,
)
_CUT_GROUP = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*,$")
_THREE = re.compile(r"\d{3}(?!\d)")
_CUT_POINT = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})*\.$")
_CUT_REST = re.compile(
    r"\d{1,3}\s?(?:%|％|[億亿萬万兆억만조]|[個个]百分|(?:percent|per cent|million|billion|trillion|bn|m)\b)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?{_MONTH}\s(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?\d{{4}}|\d{{4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|(?:民國|民国)?\s?\d{{2,4}}\s?[年년]\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일])?)$",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:(?:民國)?\s?\d{2,4}\s?[年년]度?\s?)?(?:\d{1,2}\s?(?:[-–—~～至]\s?\d{1,2}\s?)?[月월](?:[底份])?|第?[一二三四1-4][季분]기?度?)?$"
    r"|(?:FY|CY)?(?:(?:19|20)\d\d|['’]\d\d)\s?[.\s]\s?(?:\d{1,2}|Q[1-4]|[1-4]Q|H[12])$|(?:Q[1-4]|[1-4]Q|H[12])(?:\s?(?:FY|CY)?['’]?\d{2,4})?$"
)
_YEAR = re.compile(r"^(?:FY\s?)?(?:19|20)\d\d(?:\s?年|\s?년)?(?:\s?[EF])?$")


def only_figure(text: str) -> bool:
    """Whether a short text is a figure and nothing else ("US$356.10bn", "約3.5億美元", "12–18 months")."""
    if len(text) > 32 or not a_digit(text):
        return False
    if not _WORDS.issuperset(map(str.casefold, _LATIN.findall(text))):
        return False
    return text.isascii() or all(map(_EAST_UNIT.match, _EAST.findall(text)))


def only_unit(text: str) -> bool:
    """Whether a short text is a unit and nothing else ("bn US$", 億元, %)."""
    if len(text) > 16 or a_digit(text):
        return False
    latin, east = _LATIN.findall(text), _EAST.findall(text)
    if not latin and not east:
        return text.strip() in ("%", "％", "$", "€", "£", "¥", "₩")
    if all(word.casefold() in _UNITS for word in latin) and all(_EAST_UNIT.match(word) for word in east):
        return True
    return _MEASURE.fullmatch(text.strip()) is not None


def cut_figure(end: str, start: str) -> bool:
    """Whether a figure goes on from one line to the next: 823. and 4億元, 1, and 284 people.

    >>> cut_figure("新臺幣823.", "4億元"), cut_figure("It fell in 2023.", "4 people left")
    (True, False)
    """
    if end[-1:] == ",":
        return _CUT_GROUP.search(end) is not None and _THREE.match(start) is not None
    return end[-1:] == "." and _CUT_POINT.search(end) is not None and _CUT_REST.match(start) is not None


def delta(text: str) -> bool:
    """Whether a part of a tile says how far its figure moved: "▲ 118 較上月"."""
    return _DELTA.match(text) is not None


def beside(text: str) -> bool:
    """Whether a part of a tile tells of another time: how far its figure moved, or what it was in an earlier year.

    >>> beside("2023년 12.3%"), beside("▲ 118"), beside("60,240 in 2023"), beside("24.0%")
    (True, True, True, False)
    """
    if delta(text):
        return True
    told = _EARLIER.match(text)
    if told is not None and only_figure(text[told.end() :].strip(" )）")):
        return True
    behind = _IN_A_YEAR.search(text) if len(text) < _LONG_NOTE else None
    return behind is not None and only_figure(text[: behind.start()])


def an_answer(text: str) -> bool:
    """Whether a line is marked as the answer to the question before it: "A: $80", 答：80元."""
    return _ANSWER.match(text) is not None


def placeholder(text: str) -> bool:
    """Whether a short text stands where a figure is not told: "—", "n/a", 待公布, 검토 중.

    >>> placeholder("검토 중"), placeholder("TBC"), placeholder("—"), placeholder("用電量")
    (True, True, True, False)
    """
    return len(text) <= _LONG_PLACEHOLDER and _NOT_TOLD.fullmatch(text) is not None


def with_units(parts: list[str]) -> list[str]:
    """The parts of a tile, a figure and the unit behind it as one.

    >>> with_units(["電動公車數", "2,346", "輛"])
    ['電動公車數', '2,346 輛']
    """
    joined: list[str] = []
    for part in parts:
        if joined and only_figure(joined[-1]) and only_unit(part):
            joined[-1] = f"{joined[-1]} {part}"
        elif part:
            joined.append(part)
    return joined


def a_digit(text: str) -> bool:
    """Whether a text can hold a figure and nothing else at all: digits, or Chinese numerals with their unit."""
    return _DIGIT.search(text) is not None or (not text.isascii() and _DIGIT_HAN.search(text) is not None)


def only_date(text: str) -> bool:
    """Whether a short text is a day or a month of a year and nothing else ("12 March 1996", 2024年7月)."""
    return len(text) <= 32 and _DATE.match(text) is not None


def only_year(text: str) -> bool:
    """Whether a text is a year: a column heading more often than a value."""
    return _YEAR.match(text) is not None


def period_like(text: str) -> bool:
    """Whether a short text is a year, month, quarter or span of months and nothing else: a column heading, no value.

    >>> [period_like(text) for text in ("1—9月", "113年10月", "'24.3Q", "2024.6", "12.5")]
    [True, True, True, True, False]
    """
    return len(text) <= 24 and (only_year(text) or only_date(text) or (bool(text) and _PERIOD.match(text) is not None))


def label_like(text: str) -> bool:
    """Whether a text can be the label of a tile: short, with words, and no figure of its own."""
    if not text or len(text) > 140 or only_figure(text):
        return False
    if text[-1] in ".。!！?？" and len(text) > (_LONG_LABEL if text.isascii() else _LONG_LABEL // 3):
        return False  # a sentence of its own
    return sum(len(word) for word in _LATIN.findall(text)) >= 3 or sum(len(w) for w in _EAST.findall(text)) >= 2
