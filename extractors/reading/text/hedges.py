"""Words that turn a value into a bound or an estimate, before and after it, in each language."""

import re

from extractors.reading.text.mention import Comparator

_BEFORE_TEXT: dict[Comparator, str] = {
    ">": "more than|over|above|exceeding|exceeds|exceeded|exceed|greater than|higher than|upwards of|in excess "
        "of|beyond|north of|"
         "surpassing|surpassed|surpasses|topping|topped|passed|larger than|bigger than|well over|just over"
         "|超過|超过|逾|突破|高於|高于|大於|大于|破|多於|多于|超|超出|高過|優於|초과",
    ">=": "at least|no less than|no fewer than|not less than|a minimum of|minimum of|minimum|starting at"
        "|至少|至少有|至少要|至少需"
        "|最少|起碼|起码|不少於|不少于|不低於|不低于|最低|최소|적어도",
    "<": "less than|fewer than|under|below|lower than|nearly|almost|just under|just below|close to|approaching|shy of|"
         "smaller than"
         "|未滿|未满|不到|不足|低於|低于|少於|少于|未達|未达|跌破|小於|小于|近|將近|将近|接近|逼近|不及|거의",
    "<=": "at most|up to|no more than|not more than|a maximum of|maximum of|as much as|as many as|capped at"
        "|最多|至多|不超過|不超过|不逾|不高於|不高于|最高|上限|上限是|上限為|上限为|上限達|頂多|최대|많아야",
    "~": "about|around|approximately|approx.|approx|roughly|some|circa|ca.|ca|c.|an estimated|estimated|in the "
        "region of|somewhere around|or so|~|≈|≒|∼|約有|约有|約占|約佔|约占|約達|约达|約計|約|约|大約有|大約"
        "|大约|約莫|約為|约为|大概|估計約|粗估|估約|大致|左右|약|대략|대충|얼추",
    "up": "up|rose|rise of|jump of|increases of|increase of|increased by|rising|grew|grew by|growth of|gain of|gained"
        "|jumped|climbed|up by|rose by|increases by|grow by|growing by|"
          "成長|增長|增长|增加|上升|上漲|上涨|提高|提升|成長了|增長了|增长了|上升了|增加了|漲|涨|年增|月增|季增|增幅達|增幅|增幅為|漲幅"
          "|漲幅達|涨幅|涨幅达|加重|擴大|扩大|調高|调高|調升|上調|上调|躍升|飆升|攀升|回升|升息|加息|多出|增|升",
    "down": "down|fell|fell by|decrease of|decreased by|declined|dropped"
            "|drop of|decline of|fall of|reduction of|loss of|decreases of|cut of|down by|fell by"
        "|declined by|dropped by|falling|shrank by|cut by|"
            "負成長|负增长|負增長|下降|下跌|減少|减少|衰退|下滑|降低|下降了|減少了|减少了|年減|年减|月減|季減|降幅|降幅達|減幅|減幅達"
            "|跌幅|跌幅達|縮小|缩小|調降|下調|下调|調低|縮減|萎縮|減輕|回落|再降|續降|降息|減息|跌|減|降",
}  # fmt: skip
_AFTER_TEXT: dict[Comparator, str] = {
    ">=": "以上|or more|or above|or higher|and above|and over|or over|or greater|起|이상|及以上|或以上|或更多|plus",
    "<=": "以下|以內|以内|or less|or fewer|or below|or lower|and below|or under|이하|이내|及以下|或以下|或更少"
        "|之內|之内",
    ">": "強|强|餘|余|多|之多|초과|넘는|넘은|넘게|넘어|넘었|을 넘|를 넘|을 웃도는|를 웃도는|을 상회|를 상회|을 돌파"
        "|를 돌파|가 넘는|이 넘는|을 초과|를 초과|도 넘는|여",
    "<": "弱|미만|에 못 미|에 못미|에 미치지 못|을 밑도는|를 밑도는|에 육박|에 달하지|가까이|가까운|에 가까운"
         "|不到|未滿|未满",
    "~": "左右|上下|或左右|or so|or thereabouts|前後|前后|정도|가량|안팎|내외|쯤|남짓|더하기",
    "up": "증가|상승|늘고|늘며|늘린|늘려|높아|높고|높은|오르|오른|올려"
          "|성장|늘어|올라|올랐|늘었|증가한|상승한|성장한|급증|인상|뛰|higher|成長|的成長|增长|的增长"
        "|的增長|increase|growth|rise|gain|uptick",
    "down": "감소|하락|줄고|줄며|줄인|줄여|낮아|낮고|낮은|내려|내린|내렸|깎"
            "|줄어|줄었|떨어|급감|축소|인하|lower|decrease|decline|drop|fall|的下降|的衰退|的跌幅",
}  # fmt: skip

_BEFORE: dict[str, Comparator] = {word: sign for sign, words in _BEFORE_TEXT.items() for word in words.split("|")}
_AFTER: dict[str, Comparator] = {word: sign for sign, words in _AFTER_TEXT.items() for word in words.split("|")}
_LATIN_BEFORE = {word: sign for word, sign in _BEFORE.items() if word.isascii()}
_LATIN_LENGTHS = sorted({len(word) for word in _LATIN_BEFORE}, reverse=True)
_ASIAN_BEFORE = {word: sign for word, sign in _BEFORE.items() if not word.isascii()}
_ASIAN_LENGTHS = sorted({len(word) for word in _ASIAN_BEFORE}, reverse=True)
_AFTER_LENGTHS = sorted({len(word) for word in _AFTER}, reverse=True)
_SIGNS: dict[str, Comparator] = {
    ">": ">",
    "<": "<",
    "≥": ">=",
    "≤": "<=",
    "≧": ">=",
    "≦": "<=",
    "~": "~",
    "≈": "~",
    "≒": "~",
    "▲": "up",
    "▼": "down",
    "↑": "up",
    "↓": "down",
    "=": "=",
}
_SPAN = re.compile(r"[0-9一二三四五六七八九十兩两百]{1,4}\s?(?:年|個月|个月|週|周|天|日|季|個季度)")


# 強化, 強制, 強大 are other words than the 強 of 三成強.
_STRENGTH = frozenset("化制調调烈大勢势點点項项敵敌度力者國国震颱台風风")


# 不會超過, 不能小於, 沒有超過, 未超過.
_DENIED = re.compile(r"(?:[不未][能得會会應应可宜曾敢再]?|[沒没]有?)$")


# 契約3份, 附近3家, 打破5項: other words end in these.
_NO_HEDGE = {
    "約": "條契合預節特簽公履違解租締毀邀",
    "约": "条契合预节特签公履违解租缔毁邀",
    "近": "附最鄰邻親亲靠",
    "破": "打",
    "up": "-",
}


_THAN = re.compile(
    r"(?<![占佔同環环分對对])[比較较](?![例重率])[^，。；,;]{1,14}?(?P<word>[高低多少貴贵快慢])(?:了|出)?$"
)
_LESS = re.compile(r"(?:(?P<less>減少|减少|降低|節省|节省)|增加)[^到至為为，。、\s]{1,2}$")
_MOST = re.compile(r"(?:(?P<most>最多|至多|頂多)|至少|最少|起碼|起码)[一-鿿]{1,4}$")
_BY = re.compile(
    r"\b(?:(?P<up>rais\w+|lift\w+|increas\w+|hik\w+|boost\w+|rose|risen|grew|grown|climb\w+|expand\w+)"
    r"|cut\w*|lower\w+|reduc\w+|trimm\w+|fell|fallen|shr[au]nk|declin\w+|dropp\w+)\b[^.,;]{0,30}\bby$"
)


def _changed_by(text: str, at: int) -> tuple[Comparator, int] | None:
    """ "raised its rate by": a change, up or down."""
    match = _BY.search(text, max(0, at - 48), at)
    return None if match is None else ("up" if match["up"] else "down", at)


def _at_a_distance(text: str, at: int) -> tuple[Comparator, int] | None:
    """比前年多29個, 最多補助三次: the bound stands a few characters before the figure."""
    if text[at - 1] in "高低多少貴贵快慢了出":
        than = _THAN.search(text, max(0, at - 18), at)
        if than is not None:
            return ("up" if than["word"] in "高多貴贵快" else "down"), at
    less = _LESS.search(text, max(0, at - 4), at)
    if less is not None:
        return ("down" if less["less"] else "up"), at
    most = _MOST.search(text, max(0, at - 6), at)
    return None if most is None else (("<=" if most["most"] else ">="), at)


def before(text: str, start: int) -> tuple[Comparator, int] | None:
    """The hedge that ends right before `start`, and where it begins."""
    at = start
    while at and text[at - 1] == " ":
        at -= 1
    if not at:
        return None
    char = text[at - 1]
    if char in _SIGNS:
        if at >= 2 and text[at - 2] in "<>" and char == "=":
            return (">=" if text[at - 2] == ">" else "<="), at - 2
        return None if char == "=" else (_SIGNS[char], at - 1)
    window = text[max(0, at - 20) : at]
    if char.isascii():
        if not (char.isalpha() or char == "."):
            return None
        lowered = window.lower()
        for length in _LATIN_LENGTHS:
            word = lowered[-length:]
            sign = _LATIN_BEFORE.get(word)
            if sign is not None and len(word) == length:
                begin = at - length
                if begin and word in ("c.", "ca", "ca.") and (text[begin - 1] == "." or window[-length:] != word):
                    return None  # U.S.C. 407
                if begin == 0 or not (text[begin - 1].isalnum() or text[begin - 1] in _NO_HEDGE.get(word, "")):
                    return sign, begin
        return _changed_by(text, at) if lowered.endswith("by") else None
    for length in _ASIAN_LENGTHS:
        sign = _ASIAN_BEFORE.get(window[-length:]) if length <= len(window) else None
        if sign is not None:
            begin = at - length
            if begin and text[begin - 1] in _NO_HEDGE.get(window[-length:], ""):
                return None
            if window[-1] == "약" and begin and "가" <= text[begin - 1] <= "힣":
                return None  # 계약 3건, 만약 3명
            if sign == "<" and window[-1] == "近" and _SPAN.match(text, start):
                return None  # 近八年 are the last eight years
            if sign in (">", "<"):
                denied = _DENIED.search(text, max(0, begin - 3), begin)
                if denied is not None and window[-length:] not in ("不到", "未滿", "未满", "不足", "近"):
                    return ("<=" if sign == ">" else ">="), denied.start()
            if sign == "up" and window[-length:] in ("增", "增加") and text[begin - 1 : begin] == "新":
                return None  # 新增六種: six new ones
            return sign, begin
    return _at_a_distance(text, at)


_NEXT_FIGURE = re.compile(r"\s?[\d$€£¥]")


def after(text: str, end: int) -> tuple[Comparator, int] | None:
    """The hedge that begins right after `end` (perhaps after a space), and where it ends."""
    at = end + 1 if text[end : end + 1] == " " else end
    window = text[at : at + 14]
    if not window:
        return None
    if window[0] == "+" and at == end:
        return ">", at + 1
    for length in _AFTER_LENGTHS:
        word = window[:length]
        sign = _AFTER.get(word)
        if sign is not None and len(word) == length:
            if word in "強强弱" and text[at + length : at + length + 1] in _STRENGTH:
                continue
            if word[-1].isascii() and text[at + length : at + length + 1].isalpha():
                continue
            if word.endswith(("over", "above", "under")) and _NEXT_FIGURE.match(text, at + length):
                continue  # 40,000 homes and over 2,000 shops
            return sign, at + length
    return None
