"""Figures that begin with a Chinese or Korean numeral: which characters are numbers, and which are only words."""

import re
from decimal import Decimal

from extractors.reading import dates, ordinals
from extractors.reading.amounts import Amount, Setting, dress
from extractors.reading.numbers import ONE, Num, alone
from extractors.reading.numbers_ko import SINO, read_korean_words
from extractors.reading.numbers_zh import BIG_UNITS, DIGITS, SMALL_UNITS, read_chinese
from extractors.reading.units import unit_at

Read = tuple[Amount | None, int]

_OUT_OF = re.compile(r"(?P<head>百|千|萬|万|佰|仟|百萬|百万|千萬|千万|萬萬|万万|百萬萬|百万万|億|亿)\s{0,2}分\s?之\s{0,2}")
_PARTS_OF = re.compile(r"\s{0,2}分\s{0,2}之\s{0,2}|份(?=[一二三四五六七八九十]+(?:$|[^一-鿿]))")
_AND_PART = re.compile(r"\s?又\s?")
_TENTHS = re.compile(r"\s{0,2}成(?:\s?(?P<half>半)|\s?(?P<digit>[一二兩两三四五六七八九])(?![一-鿿]))?(?![為为立長长功都員员果本就交人份品分型了])")
_DISCOUNT = re.compile(r"\s?折(?![合算扣磨疊叠])")
_BARE_WORDS = re.compile(
    r"一(?:些|直|般|起|樣|样|定|旦|律|致|向|再|共|方面|切|下|同|邊|边|味|舉|举|併|并|看|帶|带|路|線|线|流|體|体|概|生|心|身|面|度|時|时|[點点](?![零〇一二三四五六七八九0-9])|步|種子|帆|番|如|經|经|則|则|開|开|來|来|去|手|齊|齐|連|连|貫|贯|統|统|級|级|等|旁|端|應|应|把手|陣|阵|會|会|塊兒|块儿)"
    r"|萬一|万一|千萬(?=別|不|要|記)|千万(?=别|不|要|记)|十分(?!之|鐘|钟)|百姓|百貨|百货|千金|千秋|萬物|万物|萬能|万能|三思|四川|五金|五台|八卦|九龍|九龙|七夕|四周|四處|四处|三角(?!錢|钱)|三明治|百科|百分點|半導體|半导体|半夜|半天|半途|半島|半岛|半徑|半径|半數以|陸地|陆地|陸續|陆续|陸軍|陆军|參與|参与|參考|参考|參加|参加|參數|参数|伍(?![佰仟拾萬万億亿])|兩兩|两两|陸上|拾取|拾起|拾到"
)
_NO_SINGLE_AFTER = "的是在有不也就都而且或與与和及之"
"""Characters after a lone Chinese digit that leave it a number."""


def read_han_place(text: str, start: int, setting: Setting) -> Read:
    """The figure that begins with the Chinese numeral (or 民國) at `start`."""
    char = text[start]
    if char in "對对":
        return _half_price(text, start)
    if char in "民中":
        found = dates.date_from_han(text, start, True)
        return (None, start + 2) if found is None else (_date(found), found[1])
    word = _BARE_WORDS.match(text, start)
    if word is not None:
        return None, word.end()
    percent = _OUT_OF.match(text, start)
    if percent is not None and text[start - 1 : start] not in DIGITS and not text[start - 1 : start].isdigit():
        return _percent(text, percent, setting)
    num = read_chinese(text, start)
    if num is None:
        return None, start + 1
    return han_number(text, num, setting)


def _date(found: dates.Found) -> Amount:
    start, end, iso, problem = found
    return Amount(start, end, Decimal(0), Decimal(0), kind="date", date=iso, problem=problem, core=start, tail=end)


def han_number(text: str, num: Num, setting: Setting) -> Read:
    """A figure whose Chinese numeral has been read."""
    following = text[num.end : num.end + 2].lstrip(" ")[:1]
    if following == "年":
        found = dates.date_from_han(text, num.start, setting.script == "zh-Hant")
        if found is not None:
            return _date(found), found[1]
    if ordinals.has_place_mark(text, num.start):
        return ordinals.ranked(text, num)
    special = special_after(text, num, setting)
    if special is not None:
        return special
    amount = dress(text, num, setting)
    if amount is None or not _is_number(text, num, amount):
        return None, num.end
    small_change(text, amount)
    return amount, max(num.end, amount.end)


_D = "零〇一二兩两三四五六七八九壹貳贰參叁肆伍陸陆柒捌玖0-9"
_JIAO = re.compile(rf"(?P<j>[{_D}])\s?[角毛毫](?:(?P<f>[{_D}])(?:分|(?![一-鿿0-9.])))?|(?P<f2>[{_D}])分(?![之鐘钟])|零(?P<f3>[{_D}])(?![一-鿿0-9.])|(?P<j2>[{_D}])(?=[到至]|$|[^一-鿿0-9.,%])")
_FEN = re.compile(rf"(?P<f>[{_D}])(?:分(?![之鐘钟])|(?=[到至]|$|[^一-鿿0-9.,%]))")


def small_change(text: str, amount: Amount) -> None:
    """五元六角, 三塊零四, 兩毛五: the parts of an amount below the 元."""
    if not (amount.bare or (amount.kind == "money" and text[amount.end - 1] in "元圓圆塊块")):
        return
    if amount.step < 1 or text[amount.end - 1] in "角毛毫":
        match = _FEN.match(text, amount.end) if amount.step == Decimal("0.1") and text[amount.end - 1] in "角毛毫" else None
    else:
        match = _JIAO.match(text, amount.end)
    if match is None:
        return
    part = match.groupdict()
    tenths, hundredths = part.get("j") or part.get("j2"), part.get("f") or part.get("f2") or part.get("f3")
    for digit, worth in ((tenths, Decimal("0.1")), (hundredths, Decimal("0.01"))):
        if digit:
            change = (Decimal(digit) if digit.isascii() else DIGITS[digit]) * worth
            amount.value += -change if amount.sign else change
            amount.step = worth
    amount.end = match.end()


_SPECIAL = frozenset("分份又成折個个百")


def special_after(text: str, num: Num, setting: Setting) -> Read | None:
    """What Chinese writes after a number besides units: 分之, 又, 成, 折, 個半, 個 百分點 with spaces."""
    following = text[num.end : num.end + 5].lstrip(" ")[:1]
    if following not in _SPECIAL or not following:
        return None
    if following in "分份":
        part = _PARTS_OF.match(text, num.end)
        return None if part is None else _fraction(text, num, part.end(), setting)
    if following == "又":
        return _mixed(text, num, setting)
    if following == "成":
        tenths = _TENTHS.match(text, num.end)
        return None if tenths is None else _tenths(num, tenths)
    if following == "折":
        discount = _DISCOUNT.match(text, num.end)
        return None if discount is None or num.value == 10 else _discount(text, num, discount.end())
    points = _SPACED_POINTS.match(text, num.end)
    if points is not None:
        amount = Amount(num.start, points.end(), num.value, num.step, kind="percentage_point", unit="pp", core=num.start, tail=num.end)
        if num.low is not None:
            amount.kind, amount.low, amount.high = "range", num.low, num.high
        return amount, points.end()
    half = _AND_HALF.match(text, num.end)
    if half is not None and not num.scaled:
        unit = _HALF_UNITS.get(half["unit"] or "")
        amount = Amount(num.start, half.end(), num.value + _HALF, _HALF, unit=unit, core=num.start, tail=half.end(), words=True)
        if unit is not None:
            amount.kind = "percentage_point" if unit == "pp" else "duration"
        return amount, half.end()
    return None


_HALF = Decimal("0.5")
_SPACED_POINTS = re.compile(r"\s{0,4}[個个]?\s{0,2}百\s{0,2}分\s{0,2}[點点]")
_HALF_UNITS = {"月": "month", "小時": "hour", "小时": "hour", "星期": "week", "禮拜": "week", "礼拜": "week", "鐘頭": "hour", "世紀": "century", "世纪": "century",
    "百分點": "pp", "百分点": "pp"}  # fmt: skip
_AND_HALF = re.compile(r"[個个]半(?P<unit>" + "|".join(_HALF_UNITS) + r")?(?![導导年天夜徑径])")


def _discount(text: str, num: Num, end: int) -> Read:
    """八折 is 80%, 75折 is 75%, 半折 is 50%."""
    if num.kind == "fraction":
        return _percent_amount(num, end, Decimal(100)), end
    return _percent_amount(num, end, Decimal(10) if num.value < 10 else ONE), end


def _is_number(text: str, num: Num, amount: Amount) -> bool:
    """Whether the numeral counts something here, and is not part of a word (萬一, 四川, 統一)."""
    if num.form == "digits":
        return True
    if amount.unit is not None or amount.bare or amount.kind != "number" or num.form == "mixed":
        before = text[num.start - 1 : num.start]
        lone = num.end - num.start == 1
        return not (lone and before and before in "統统唯單单同專专劃划萬万之第每某另任" and amount.kind != "money")
    run = text[num.start : num.end]
    if run[0] in "萬万" and not (_breaks(text[num.start - 1 : num.start]) and _breaks(text[num.end : num.end + 1])):
        return False
    if num.end - num.start > 1 and not all(char in "千百萬万億亿兆" for char in run):
        return True
    before, after = text[num.start - 1 : num.start], text[num.end : num.end + 1]
    if run in ("萬", "万", "萬萬", "万万", "千", "百", "億", "亿", "兆", "千萬", "千万"):
        return False
    if (_breaks(before) or amount.sign) and _breaks(after):
        return True
    return bool(before) and before in "是為为到至前後后" and (_breaks(after) or after in _NO_SINGLE_AFTER + "這这那卻却")


def _breaks(char: str) -> bool:
    return not char or not ("一" <= char <= "鿿")


def _percent_amount(num: Num, end: int, factor: Decimal) -> Amount:
    amount = Amount(num.start, end, num.value * factor, num.step * factor, kind="percent", unit="%", core=num.start, tail=num.end, words=True)
    if num.more:
        amount.comparator = ">"
    return amount


def _tenths(num: Num, match: re.Match[str]) -> Read:
    """三成, 兩成五, 三成半, 7.2成."""
    amount = _percent_amount(num, match.end(), Decimal(10))
    if match["half"]:
        amount.value, amount.step = amount.value + 5, ONE
    elif match["digit"]:
        amount.value, amount.step = amount.value + DIGITS[match["digit"]], ONE
    return amount, match.end()


def _half_price(text: str, start: int) -> Read:
    if text[start + 1 : start + 2] == "折" and text[start + 2 : start + 3] not in ("疊", "叠"):
        return Amount(start, start + 2, Decimal(50), Decimal(10), kind="percent", unit="%", core=start, tail=start + 2, words=True), start + 2
    return None, start + 1


def _percent(text: str, match: re.Match[str], setting: Setting) -> Read:
    """百分之24.69, 千分之二, 萬分之三."""
    from extractors.reading.numbers_digits import read_digits

    at = match.end()
    negative = text[at : at + 1] in ("負", "负", "-") and bool(text[at : at + 1])
    at += negative
    if at >= len(text):
        return None, match.end()
    num = read_digits(text, at) if text[at] in "0123456789" else read_chinese(text, at)
    if num is None or num.problem:
        return None, match.end()
    if text[num.end : num.end + 1] in ("k", "K") and text[num.end : num.end + 1]:
        num.times(Decimal(1000), num.end + 1)
    elif text[num.end : num.end + 2] in (" k", " K"):
        num.times(Decimal(1000), num.end + 2)
    scale = ONE
    for unit in match["head"].replace(" ", ""):
        scale *= BIG_UNITS.get(unit) or Decimal(SMALL_UNITS[unit])
    amount = Amount(match.start(), num.end, num.value * 100 / scale, num.step * 100 / scale, kind="percent", unit="%", core=match.start(), tail=num.end)
    if num.low is not None and num.high is not None:
        amount.kind, amount.low, amount.high = "range", num.low * 100 / scale, num.high * 100 / scale
    if negative:
        amount.value, amount.sign = -amount.value, True
    before = text[amount.start - 1 : amount.start]
    if before and before in "負负":
        amount.value, amount.start, amount.sign = -amount.value, amount.start - 1, True
    return amount, num.end


def _fraction(text: str, bottom: Num, at: int, setting: Setting) -> Read | None:
    """二分之一, 五百分之2333, 十份十一."""
    from extractors.reading.numbers_digits import read_digits

    negative = text[at : at + 1] in ("負", "负") and bool(text[at : at + 1])
    at += negative
    if at >= len(text) or not bottom.value:
        return None
    top = read_digits(text, at) if text[at] in "0123456789" else read_chinese(text, at)
    if top is None or top.problem:
        return None
    value = top.value / bottom.value
    num = Num(bottom.start, top.end, -value if negative else value, ONE / bottom.value, form="words", kind="fraction")
    amount = dress(text, num, setting)
    return None if amount is None else (amount, max(amount.end, num.end))


def _mixed(text: str, whole: Num, setting: Setting) -> Read | None:
    match = _AND_PART.match(text, whole.end)
    if match is None:
        return None
    from extractors.reading.numbers_digits import read_digits

    at = match.end()
    if at >= len(text):
        return None
    bottom = read_digits(text, at) if text[at] in "0123456789" else read_chinese(text, at)
    if bottom is None:
        return None
    part = re.compile(r"\s{0,2}分\s{0,2}之?\s{0,2}").match(text, bottom.end)
    if part is None:
        return None
    read = _fraction(text, bottom, part.end(), setting)
    if read is None or read[0] is None:
        return None
    num = Num(whole.start, read[1], whole.value + read[0].value, read[0].step, form="words", kind="number")
    amount = dress(text, num, setting)
    return None if amount is None else (amount, max(amount.end, num.end))


_KO_OUT_OF = re.compile(r"\s?분의\s?")


def read_hangul_place(text: str, start: int, setting: Setting) -> Read:
    """The figure that begins with the Korean numeral at `start`."""
    if text.startswith("절반", start):
        num = Num(start, start + 2, Decimal("0.5"), Decimal("0.5"), form="words", kind="fraction")
        amount = dress(text, num, setting)
        return amount, start + 2
    if text.startswith("마이", start):
        return read_minus(text, start, setting)
    words = read_korean_words(text, start)
    if words is None:
        return None, start + 1
    part = _KO_OUT_OF.match(text, words.end)
    if part is not None and words.value:
        top = read_korean_words(text, part.end())
        if top is not None:
            num = Num(start, top.end, top.value / words.value, ONE / words.value, form="words", kind="fraction")
            amount = dress(text, num, setting)
            return amount, top.end
    after = text[words.end : words.end + 1]
    spaced = after == " "
    found = unit_at(text, words.end + spaced)
    run = text[words.start : words.end]
    if found is not None and _korean_unit_fits(text, words, found[1], found[0].kind, spaced):
        amount = dress(text, words, setting)
        if amount is not None and amount.kind == "money" and text[amount.end : amount.end + 1] in SINO:
            _korean_cents(text, amount, setting)
        return amount, words.end if amount is None else max(words.end, amount.end)
    if alone(text, start, words.end) or (not spaced and not after.strip() and len(run) > 2 and words.value >= 1000 and run[-1] in "만억조천"):
        amount = dress(text, words, setting)
        return amount, words.end
    return None, words.end


def _korean_cents(text: str, amount: Amount, setting: Setting) -> None:
    """이달러이십삼센트: dollars and cents without a space."""
    words = read_korean_words(text, amount.end)
    found = None if words is None else unit_at(text, words.end)
    if words is not None and found is not None and found[0].kind == "money" and found[0].factor < 1:
        amount.value += words.value * found[0].factor
        amount.step, amount.end = found[0].factor, found[1]


def read_minus(text: str, start: int, setting: Setting) -> Read:
    """마이너스삼: the sign is taken in when the number is dressed."""
    at = start + 4 + (text[start + 4 : start + 5] == " ")
    if at >= len(text) or text[at].isdigit():
        return None, at
    words = read_korean_words(text, at)
    if words is None:
        return None, at
    return dress(text, words, setting), words.end


def _korean_unit_fits(text: str, words: Num, end: int, kind: str, spaced: bool) -> bool:
    run = text[words.start : words.end]
    following = text[end : end + 1]
    if kind == "money":
        return len(run) > 1 or run in "백천만억조십" or spaced or not ("가" <= following <= "힣") or following in SINO
    if len(run) == 1 and run not in "한두세네열":
        return False
    return not ("가" <= following <= "힣") or following in "이가을를의은는에으로도와과만씩중당"
