"""Chinese numerals: small, financial, and mixed with digits (三百二十五, 壹佰, 1兆2,345億, 3萬5千)."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.numbers import ONE, Num
from extractors.reading.text.numbers_digits import read_digits

_SETS = ["零〇", "一壹弌", "二兩两貳贰倆俩弍", "三參叁叄弎", "四肆", "五伍", "六陸陆", "七柒", "八捌", "九玖"]
DIGITS: dict[str, int] = {char: value for value, chars in enumerate(_SETS) for char in chars}
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TWENTIES = {"廿": 20, "卅": 30, "卌": 40}
BIG_UNITS = {
    "萬": Decimal("1e4"),
    "万": Decimal("1e4"),
    "億": Decimal("1e8"),
    "亿": Decimal("1e8"),
    "兆": Decimal("1e12"),
    "京": Decimal("1e16"),
}
NUMERALS = "".join(DIGITS) + "".join(SMALL_UNITS) + "".join(TWENTIES) + "".join(BIG_UNITS) + "半"
_MORE = "餘余多幾几來来"
_RUN_SET = NUMERALS + _MORE + "點点"
# The rest below 萬 where every unit has spaces around it: 13 萬 4,856 人; but not 3 萬 2024 年.
_REST = r"(?:\d,\d{3}(?=\s*$)|(?:\d,\d{3}|\d{3,4})(?= ?(?![年月日號号時时分期屆届])[㐀-鿿]))"
# Numeral characters with single spaces or one number in digits between them.
ZH_RUN = re.compile(
    rf"(?:[{_RUN_SET}]|\d[\d,.]{{0,30}}(?=\s{{0,2}}[{''.join(SMALL_UNITS)}{''.join(BIG_UNITS)}點点{_MORE}]"
    rf"|(?<=[千萬万億亿兆百零])\d)|(?<=[千萬万億亿兆百零點点])\d[\d,]{{0,20}}|(?<=[千萬万億亿兆百零點点] "
    rf")\d[\d,]{{0,20}}(?=\s?[十百千萬万億亿兆])| {{1,2}}(?=[{_RUN_SET}]|\d[\d,.]{{0,12}}\s?[十百千萬万億亿兆])"
    rf"|(?<=\d [萬万]) (?={_REST})|(?<=[萬万] ){_REST})+"
)
_DIGIT_TOKEN = re.compile(r"\d[\d,.]{0,40}")
_LONGEST = 60


class _Stack:
    """Adds up 四億五千六百四十二萬: parts closed by a unit wait until a bigger unit takes them in."""

    def __init__(self) -> None:
        self.parts: list[tuple[Decimal, Decimal]] = []  # value, the unit that closed it
        self.section = Decimal(0)  # below the next 萬
        self.digit: Decimal | None = None
        self.last_unit = Decimal(0)  # the unit that closed the last part; 0 after a 零
        self.step = ONE
        self.scaled = False  # the digit was written in figures: in 3千 the 千 is a scale like 億, in 三千 it is a place

    def small_unit(self, unit: int) -> bool:
        if self.last_unit and self.last_unit <= unit and (self.digit is None or self.section):
            return False  # 五十千 and 三十三十 are not one number
        self.section += (self.digit or ONE) * unit
        step = Decimal(unit) * self.step if self.scaled else ONE
        self.digit, self.last_unit, self.step, self.scaled = None, Decimal(unit), step, False
        return True

    def big_unit(self, unit: Decimal, step: Decimal) -> bool:
        value = self.section + (self.digit or Decimal(0))
        if not value and not self.parts:
            value = ONE
        elif not value and not (self.last_unit and self.last_unit <= unit):
            return False
        while self.parts and self.parts[-1][1] <= unit and (not value or self.parts[-1][1] < unit):
            value += self.parts.pop()[0]
        if self.parts and self.parts[-1][1] <= unit:
            return False
        self.parts.append((value * unit, unit))
        self.section, self.digit, self.last_unit, self.step = Decimal(0), None, unit, step * unit
        return True

    def total(self) -> Decimal:
        return sum((value for value, _ in self.parts), Decimal(0)) + self.section + (self.digit or Decimal(0))


_TAELS, _HUNDRED = frozenset("兩两"), Decimal(100)
_UNITS = frozenset(SMALL_UNITS) | frozenset(BIG_UNITS)
_MEGA = frozenset("瓦赫字比帕焦伏歐欧位")
_REACHED = frozenset("破逾超過过近達达")  # before a round number that stands alone


def _kilo(text: str, at: int) -> bool:
    """Whether 千 or 百 belongs to the unit behind it: 4.4億千瓦, 3千克, 5千米, 965百帕."""
    following = text[at + 1 : at + 2]
    if text[at] == "百":
        return following == "帕"
    if following in ("瓦", "克", "卡", "赫"):
        return True
    return following == "米" and (text[at - 1] in BIG_UNITS or text[at - 1].isdigit())


def read_chinese(text: str, start: int) -> Num | None:
    """The numeral that begins at `start`, with its units (萬, 億, 兆); None if it can't be one."""
    match = ZH_RUN.match(text, start, start + _LONGEST)
    if match is None:
        return None
    run_end = match.end()
    stack = _Stack()
    at, end = start, start
    several: list[int] = []  # Chinese digits in a row: 二〇二三, 三八
    ellipsis = False
    num = Num(start, start, Decimal(0), ONE, form="words")
    used_digits = False
    bare_start = text[start] in SMALL_UNITS
    while at < run_end:
        char = text[at]
        if char == " ":
            at += 1
            continue
        if char.isascii() or char.isdigit():
            token = _DIGIT_TOKEN.match(text, at)
            if token is None or stack.digit is not None or several:
                break
            number = read_digits(text, at)
            if number is None or number.problem:
                break
            if stack.parts and number.value >= stack.parts[-1][1]:
                break
            if stack.section and stack.last_unit and number.value >= stack.last_unit:
                break
            used_digits = True
            stack.digit, stack.step, stack.scaled = number.value, number.step, True
            ellipsis = (
                number.value < 10
                and number.step == 1
                and text[number.end - 1 : number.end] == text[at : at + 1]
                and end > start
            )
            at = end = number.end
            continue
        if char in DIGITS:
            value = DIGITS[char]
            if stack.digit is not None and not several:
                break
            if value == 0 and not several and (stack.section or stack.parts):
                stack.last_unit = Decimal(0)  # a 零 ends the short form: 一千零五 is 1005
                ellipsis = False
                at += 1
                end = at if text[at : at + 1] not in _MORE else end
                continue
            if several and stack.digit is None:
                break
            if char in _TAELS and stack.last_unit >= _HUNDRED and text[at + 1 : at + 2] not in _UNITS:
                break  # 三百兩: taels of silver
            if len(several) == 1 and stack.last_unit:
                if stack.last_unit == 10 and value == several[0] + 1 and not stack.parts:  # 十二三: 12 to 13
                    num.low = num.value = stack.total()
                    num.high, num.end = num.low + 1, at + 1
                    return num
                break
            several.append(value)
            stack.digit = (stack.digit or Decimal(0)) * 10 + value
            stack.step, stack.scaled = ONE, False
            ellipsis = bool(stack.last_unit) and len(several) == 1
            at += 1
            end = at
            continue
        if char in TWENTIES:
            if stack.digit is not None:
                break
            stack.section += TWENTIES[char]
            stack.last_unit = Decimal(10)
            ellipsis = False
        elif char in SMALL_UNITS:
            if char in "千百" and end > start and _kilo(text, at):
                break
            if len(several) == 2 and several[1] == several[0] + 1 and several[0]:
                num.low, num.high = Decimal(several[0]), Decimal(several[1])
                stack.digit = Decimal(several[0])
            elif len(several) > 1 and not (several[0] == 0 and len(several) == 2):
                break
            if not stack.small_unit(SMALL_UNITS[char]):
                break
            if num.low is not None and num.high is not None:
                num.low, num.high = num.low * SMALL_UNITS[char], num.high * SMALL_UNITS[char]
            several, ellipsis = [], False
        elif char == "兆" and text[at + 1 : at + 2] in _MEGA:
            break  # 100兆瓦, 1024兆字节: a prefix like mega
        elif char in BIG_UNITS:
            colloquial = at == start and DIGITS.get(text[at + 1 : at + 2], 0) > 1  # 萬九 is 19,000
            if stack.total() == 0 and (stack.digit is not None or at == start) and not colloquial:
                if at == start and text[at - 1 : at] in _REACHED:  # 破億, 逾萬人
                    num.value, num.end = BIG_UNITS[char], at + 1
                    num.step, num.scaled = num.value, True
                    return num
                break
            if ellipsis and bare_start:
                stack.section, stack.digit = _short_form(stack, True), None  # 百二萬 is 120 萬
            if len(several) == 2 and several[1] == several[0] + 1 and several[0]:
                num.low, num.high = Decimal(several[0]), Decimal(several[1])
                stack.digit = num.low
            if not stack.big_unit(BIG_UNITS[char], stack.step):
                if ellipsis:  # 1億2億
                    num.problem, num.end = "the same scale stands twice", at + 1
                    return num
                break
            if num.low is not None and num.high is not None:
                num.low, num.high = num.low * BIG_UNITS[char], num.high * BIG_UNITS[char]
            several, ellipsis = [], False
        elif char in _MORE:
            following = text[at + 1 : at + 3].lstrip(" ")[:1]
            if end == start:
                break
            if following in BIG_UNITS or (
                char not in "來来" and following not in SMALL_UNITS and following not in DIGITS
            ):
                if char in "來来" and following not in BIG_UNITS:
                    break
                num.more = True
                at += 1
                end = at
                continue
            break
        elif char in "點点":
            decimals = _decimals(text, at, run_end)
            if decimals is None or end == start:
                break
            whole = _short_form(stack, ellipsis)
            part, decimal_step, at = decimals
            num.value, num.step, end = whole + part, decimal_step, at
            return _with_big_units(text, num, end)
        elif char == "半":
            return _half(text, num, stack, at, end, start)
        else:
            break
        at += 1
        end = at
    if end == start:
        return None
    last_unit = stack.last_unit
    num.value = _short_form(stack, (ellipsis and not used_digits) or (ellipsis and used_digits))
    num.end = end
    num.step = last_unit / 10 if ellipsis and last_unit >= 100 else _step(stack)
    if num.low is not None and num.high is not None and num.low != num.value:
        num.low = num.high = None
    num.form = "mixed" if used_digits else "words"
    num.scaled = bool(stack.parts)
    return num


def _short_form(stack: _Stack, ellipsis: bool) -> Decimal:
    """三萬五 is 35,000 and 一百二 is 120: the last digit counts the next lower unit."""
    if ellipsis and stack.digit is not None and stack.last_unit >= 100 and stack.digit < 10:
        return stack.total() - stack.digit + stack.digit * stack.last_unit / 10
    return stack.total()


def _step(stack: _Stack) -> Decimal:
    if stack.digit is not None:
        return stack.step
    return stack.step if not stack.section else min(stack.step, Decimal(1000))


def _decimals(text: str, at: int, run_end: int) -> tuple[Decimal, Decimal, int] | None:
    digits = ""
    at += 1
    while at < run_end + 24 and at < len(text):
        char = text[at]
        if char in DIGITS:
            if char in "兩两倆俩":
                break
            digits += str(DIGITS[char])
        elif "0" <= char <= "9":
            digits += char
        elif char == " " and at + 1 < len(text) and (text[at + 1] in DIGITS) and not digits:
            pass
        else:
            break
        at += 1
        if len(digits) > 40:
            return None
    if not digits:
        return None
    return Decimal("0." + digits), ONE.scaleb(-len(digits)), at


def _with_big_units(text: str, num: Num, end: int) -> Num:
    num.end = end
    while end < len(text) and text[end] in BIG_UNITS:
        num.times(BIG_UNITS[text[end]], end + 1)
        end += 1
    return num


def _half(text: str, num: Num, stack: _Stack, at: int, end: int, start: int) -> Num | None:
    """一半, 半 alone, and a half after a unit (三萬半)."""
    following = text[at + 1 : at + 2]
    if at == start:
        if following == "百":
            num.value, num.end = Decimal(50), at + 2
            return num
        num.value, num.step, num.end, num.kind = Decimal("0.5"), Decimal("0.5"), at + 1, "fraction"
        return num
    if stack.total() == 1 and not stack.parts and not stack.section:
        num.end = at + 2 if following == "半" else at + 1
        num.value, num.step, num.kind = Decimal("0.5"), Decimal("0.5"), "fraction"
        return num
    num.value, num.end = stack.total(), end
    num.step = _step(stack)
    return num
