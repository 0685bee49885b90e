"""What Chinese and Korean write after (or around) a number besides units: 分之, 成, 折, 個半, 元角分."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.amount import Amount, Read, Setting
from extractors.reading.text.amounts import dress
from extractors.reading.text.numbers import ONE, Num
from extractors.reading.text.numbers_digits import read_digits
from extractors.reading.text.numbers_ko import read_korean_words
from extractors.reading.text.numbers_zh import BIG_UNITS, DIGITS, SMALL_UNITS, read_chinese
from extractors.reading.text.shares_han import share_after

_PARTS_OF = re.compile(
    r"\s{0,2}分\s{0,2}之\s{0,2}|分(?=[一二三](?:厘|$|[^一-鿿]|受訪|受访|的|市民|人口))|份(?=[一二三四五六七八九十]+(?:$|[^一-鿿]))"
)
_AND_PART = re.compile(r"\s?又\s?")
_D = "零〇一二兩两三四五六七八九壹貳贰參叁肆伍陸陆柒捌玖0-9"
_JIAO = re.compile(
    rf"(?P<j>[{_D}])\s?[角毛毫](?:(?P<f>[{_D}])(?:分|(?![一-鿿0-9.])))?|(?P<f2>[{_D}])分(?![之鐘钟])"
    rf"|零(?P<f3>[{_D}])(?:分|(?![一-鿿0-9.]))|(?P<j2>[{_D}])(?=[到至]|$|[^一-鿿0-9.,%])"
)
_FEN = re.compile(rf"(?P<f>[{_D}])(?:分(?![之鐘钟])|(?=[到至]|$|[^一-鿿0-9.,%]))")


def small_change(text: str, amount: Amount) -> None:
    """五元六角, 三塊零四, 兩毛五: the parts of an amount below the 元."""
    if not (amount.bare or (amount.kind == "money" and text[amount.end - 1] in "元圓圆塊块")):
        return
    if amount.step < 1 or text[amount.end - 1] in "角毛毫":
        match = (
            _FEN.match(text, amount.end) if amount.step == Decimal("0.1") and text[amount.end - 1] in "角毛毫" else None
        )
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


_SPECIAL = frozenset("分份又成折個个百분米公厘釐")


def special_after(text: str, num: Num, setting: Setting) -> Read | None:
    """What Chinese writes after a number besides units: 分之, 又, 成, 折, 個半, 個 百分點 with spaces."""
    following = text[num.end : num.end + 5].lstrip(" ")[:1]
    if following not in _SPECIAL or not following:
        return None
    if following in "分份":
        part = _PARTS_OF.match(text, num.end)
        return None if part is None else _fraction(text, num, part.end(), setting)
    if following == "분":
        return korean_fraction(text, num, setting)
    if following == "又":
        return _mixed(text, num, setting)
    if following in "成折厘釐":
        return share_after(text, num)
    if following in "米公":
        tall = _METRES_AND.match(text, num.end)
        return None if tall is None or num.scaled else _metres_and(num, tall)
    hundred_millions = _GE_YI.match(text, num.end)
    if hundred_millions is not None:
        num.times(BIG_UNITS[hundred_millions["yi"]], hundred_millions.end())
        num.more = bool(hundred_millions["more"])
        amount = dress(text, num, setting)
        return None if amount is None else (amount, max(amount.end, num.end))
    several = _SEVERAL.match(text, num.end)
    if several is not None:
        amount = Amount(num.start, several.end(), num.value, num.step, kind="duration", core=num.start, tail=num.end)
        amount.unit, amount.comparator = _HALF_UNITS[several["unit"]], ">"
        amount.kind = "percentage_point" if amount.unit == "pp" else "duration"
        return amount, several.end()
    points = _SPACED_POINTS.match(text, num.end)
    if points is not None:
        amount = Amount(
            num.start,
            points.end(),
            num.value,
            num.step,
            kind="percentage_point",
            unit="pp",
            core=num.start,
            tail=num.end,
        )
        if num.low is not None:
            amount.kind, amount.low, amount.high = "range", num.low, num.high
        return amount, points.end()
    half = _AND_HALF.match(text, num.end)
    if half is not None and not num.scaled:
        unit = _HALF_UNITS.get(half["unit"] or "")
        amount = Amount(
            num.start, half.end(), num.value + _HALF, _HALF, unit=unit, core=num.start, tail=half.end(), words=True
        )
        if unit is not None:
            amount.kind = "percentage_point" if unit == "pp" else "duration"
        return amount, half.end()
    return None


_HALF = Decimal("0.5")
_SPACED_POINTS = re.compile(r"\s{0,4}[個个]?\s{0,2}百\s{0,2}分\s{0,2}[點点]")
_HALF_UNITS = {
    "月": "month", "小時": "hour", "小时": "hour", "鐘頭": "hour", "钟头": "hour",
    "星期": "week", "禮拜": "week", "礼拜": "week",
    "世紀": "century", "世纪": "century", "百分點": "pp", "百分点": "pp",
}  # fmt: skip
_AND_HALF = re.compile(r"[個个]半(?P<unit>" + "|".join(_HALF_UNITS) + r")?(?![導导年天夜徑径])")


# 一個多小時, 兩個多月.
_SEVERAL = re.compile(r"\s?[個个]多(?P<unit>月|小時|小时|鐘頭|钟头|星期|禮拜|礼拜|世紀|世纪|百分點|百分点)")
# 兩個億, 3個多億.
_GE_YI = re.compile(r"[個个](?P<more>多)?(?P<yi>[億亿])")
# 一米四 is 1.4 metres.
_METRES_AND = re.compile(
    r"(?:米|公尺)(?P<d>[一二三四五六七八九1-9])(?![0-9一二三四五六七八九十百千萬万億亿个個年月多成.,%])"
)


def _metres_and(num: Num, match: re.Match[str]) -> Read:
    digit = match["d"]
    part = (Decimal(digit) if digit.isascii() else Decimal(DIGITS[digit])) * Decimal("0.1")
    amount = Amount(num.start, match.end(), num.value + part, Decimal("0.1"), kind="quantity", core=num.start)
    amount.unit, amount.tail = "metre", match.end()
    return amount, match.end()


def and_a_half(text: str, amount: Amount) -> None:
    """一年半, 兩倍半, 두 달 반."""
    if amount.kind == "duration" and text.startswith(" 반", amount.end) and not _is_hangul(text[amount.end + 2 :][:1]):
        amount.value, amount.step, amount.end = amount.value + _HALF, _HALF, amount.end + 2
        return
    after = text[amount.end : amount.end + 2]
    if amount.bare and after[:1] == "半" and text[amount.end - 1] in "塊块":  # 3塊半
        amount.value, amount.step, amount.end = amount.value + _HALF, _HALF, amount.end + 1
        return
    if (
        after[:1] == "半"
        and amount.unit in ("year", "fold", "day", "hour")
        and after[1:] not in ("年", "天", "數", "数", "導", "导")
    ):
        amount.value, amount.step, amount.end = amount.value + _HALF, _HALF, amount.end + 1


_HUNDREDTHS = re.compile(r"(?<=秒)\d\d(?![\d.,])")


def hundredths(text: str, amount: Amount) -> None:
    """9秒96: the hundredths of a race."""
    match = _HUNDREDTHS.match(text, amount.end)
    if match is not None and amount.step == 1:
        amount.value, amount.step, amount.end = (
            amount.value + Decimal(match.group()) / 100,
            Decimal("0.01"),
            match.end(),
        )


def _is_hangul(char: str) -> bool:
    return "가" <= char <= "힣" and char not in "이을만간의에동"


def out_of_hundred(text: str, match: re.Match[str]) -> Read:
    """百分之24.69, 千分之二, 萬分之三."""
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
    amount = Amount(
        match.start(),
        num.end,
        num.value * 100 / scale,
        num.step * 100 / scale,
        kind="percent",
        unit="%",
        core=match.start(),
        tail=num.end,
    )
    amount.money_mark = True
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
    negative = text[at : at + 1] in ("負", "负") and bool(text[at : at + 1])
    at += negative
    if at >= len(text) or not bottom.value:
        return None
    top = read_digits(text, at) if text[at] in "0123456789" else read_chinese(text, at)
    if top is None or top.problem:
        return None
    value = top.value / bottom.value
    num = Num(bottom.start, top.end, -value if negative else value, ONE / bottom.value, form="words", kind="fraction")
    num.more = top.more
    amount = dress(text, num, setting)
    return None if amount is None else (amount, max(amount.end, num.end))


def _mixed(text: str, whole: Num, setting: Setting) -> Read | None:
    match = _AND_PART.match(text, whole.end)
    if match is None:
        return None
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
_SHARES = {Decimal(100): ONE, Decimal(1000): Decimal("0.1")}


def korean_fraction(text: str, bottom: Num, setting: Setting) -> Read | None:
    """3분의 1, 사분의삼; 100분의 3 is how laws write a percentage, 100분의 1초 a part of a second."""
    part = _KO_OUT_OF.match(text, bottom.end)
    if part is None or not bottom.value or part.end() >= len(text):
        return None
    top = read_digits(text, part.end()) if text[part.end()] in "0123456789" else read_korean_words(text, part.end())
    if top is None or top.problem:
        return None
    num = Num(bottom.start, top.end, top.value / bottom.value, ONE / bottom.value, form="words", kind="fraction")
    dressed = dress(text, num, setting)
    share = _SHARES.get(bottom.value)
    united = dressed is not None and dressed.unit is not None and not text[top.end : top.end + 1].isspace()
    if share is not None and not united:
        amount = Amount(bottom.start, top.end, top.value * share, top.step * share, kind="percent", unit="%",
                        core=bottom.start, tail=top.end, words=True)  # fmt: skip
        return amount, top.end
    return dressed, top.end
