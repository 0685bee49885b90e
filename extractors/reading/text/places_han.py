"""Figures that begin with a Chinese numeral: which characters are numbers, and which are only words."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text import dates_han, multiples, ordinals
from extractors.reading.text.after_han import and_a_half, out_of_hundred, small_change, special_after
from extractors.reading.text.amount import Amount, Read, Setting, dated
from extractors.reading.text.amounts import dress
from extractors.reading.text.numbers import Num
from extractors.reading.text.numbers_zh import BIG_UNITS, DIGITS, SMALL_UNITS, read_chinese
from extractors.reading.text.shares_han import half_price
from extractors.reading.text.traps import DAYTIMES, is_han
from extractors.reading.text.words_han import BARE_WORDS

_OUT_OF = re.compile(
    r"(?P<head>百|千|萬|万|佰|仟|百萬|百万|千萬|千万|萬萬|万万|百萬萬|百万万|億|亿)\s{0,2}分\s?之\s{0,2}"
)
# （一）, 二、: the numbers of headings.
# 三、四成 is 30% to 40%.
_NEXT_TO = re.compile(
    r"(十?[一二兩两三四五六七八])、([二三四五六七八九])"
    r"(?=[成十百千萬万億亿個个人名位年天日週周月倍歲岁家次分元塊块])"
)
# 唯一一家: the 一 belongs to the word before it.
_WITH_ONE = frozenset("唯统統单單专專")
_LISTED = re.compile(r"[一二三四五六七八九十]{1,3}(?:[)）、]|(?<=\n[一二三四五六七八九十])[，,])")
_NO_SINGLE_AFTER = "的是在有不也就都而且或與与和及之"
"""Characters after a lone Chinese digit that leave it a number."""


def read_han_place(text: str, start: int, setting: Setting) -> Read:
    """The figure that begins with the Chinese numeral (or 民國) at `start`."""
    char = text[start]
    if char in "對对" or (char == "半" and text[start + 1 : start + 2] in ("價", "价")):
        return half_price(text, start)
    if char in "翻雙双逾超":
        return multiples.han(text, start)
    if char in "民中":
        found = dates_han.han_date(text, start, True)
        return (None, start + 2) if found is None else (dated(found), found[1])
    span = _NEXT_TO.match(text, start)
    if span is not None and DIGITS[span[2]] == DIGITS[span[1][-1]] + 1:
        return _span(text, span, setting)
    listed = _LISTED.match(text, start)
    if listed is not None and (
        text[start - 1 : start] in ("(", "（")
        or (listed.group()[-1] in "、，," and not text[start - 1 : start].strip("。；：;: "))
    ):
        return None, listed.end()
    lunar = _LUNAR.match(text, start) if text[start - 1 : start] in ("曆", "历") else None
    if lunar is not None:
        return None, lunar.end()
    if char == "半" and text[start + 1 : start + 2] == "年" and text[start - 1 : start] in ("上", "下"):
        half = "--H1" if text[start - 1] == "上" else "--H2"
        end = start + 3 if text[start + 2 : start + 3] == "度" else start + 2
        return dated((start - 1, end, half, None)), end
    if char == "京" or (char == "一" and text[start - 1 : start] in _WITH_ONE and start):
        return None, start + 1
    word = BARE_WORDS.match(text, start)
    if word is not None:
        return None, word.end()
    percent = _OUT_OF.match(text, start)
    if percent is not None and text[start - 1 : start] not in DIGITS and not text[start - 1 : start].isdigit():
        return out_of_hundred(text, percent)
    about = _ABOUT.match(text, start)
    if about is not None:
        return _about(text, about, setting)
    num = read_chinese(text, start)
    if num is None:
        return None, start + 1
    return han_number(text, num, setting)


_LUNAR = re.compile(
    r"(?<=[農农陰阴舊旧][曆历])[一二三四五六七八九十正臘腊]{1,2}月(?:初?[一二三四五六七八九十廿卅]{1,3}[日號]?)?"
)
_HAN_HOUR = re.compile(r"[點点時时](?:半|整|鐘|[一二三四五六七八九十]{1,3}分)?")


# 十來個, 百來人: about that many; 五十來萬 is read with its unit.
_ABOUT = re.compile(
    r"([一二兩两三四五六七八九]?[十百千]|[一二兩两三四五六七八九]?[萬万])[來来](?![^個个人家件次天年歲岁萬万元塊块公里斤])"
)


def _about(text: str, match: re.Match[str], setting: Setting) -> Read:
    num = read_chinese(match[1], 0)
    if num is None or match.end() >= len(text):
        return None, match.end()
    value = num.value
    num.start, num.end, num.form, num.about = match.start(), match.end(), "words", True
    if text[num.end] in BIG_UNITS:
        num.times(BIG_UNITS[text[num.end]], num.end + 1)
    elif value == 1 and match[1] in ("萬", "万"):
        return None, match.end()
    amount = dress(text, num, setting)
    return amount, num.end if amount is None else max(num.end, amount.end)


def _span(text: str, match: re.Match[str], setting: Setting) -> Read:
    """The range that two neighbouring digits make."""
    num = read_chinese(text, match.start(2))
    if num is None or num.problem:
        return None, match.end()
    low, high = Decimal(DIGITS[match[1][-1]]), Decimal(DIGITS[match[2]])
    if match[1][0] == "十":
        if num.end > match.end(2):
            return None, match.end()
        low, high = low + 10, high + 10
        num.value = high
    num.high = num.value
    num.low = num.value = num.value * low / high
    num.start = match.start()
    return han_number(text, num, setting)


def han_number(text: str, num: Num, setting: Setting) -> Read:
    """A figure whose Chinese numeral has been read."""
    following = text[num.end : num.end + 2].lstrip(" ")[:1]
    if following in "點点時时" and following and text[num.start - 2 : num.start] in DAYTIMES:
        hour = _HAN_HOUR.match(text, num.end)
        return None, num.end + 1 if hour is None else hour.end()
    if following in "樓楼" and following and num.form == "words":
        return None, num.end + 1  # 十一樓, a floor
    if following == "月":
        found = dates_han.month_from_han(text, num.start, num.end, num.value)
        if found is not None:
            return dated(found), found[1]
    if following == "季":
        quarters = dates_han.first_quarters(text, num.start) or dates_han.bare_quarter(text, num.start)
        if quarters is not None:
            return dated(quarters), quarters[1]
    if following == "年":
        if _SHORT_SPELLED.fullmatch(text, num.start, num.end):
            return None, num.end + 1  # 九二年: of which century or era, nothing tells
        hant = setting.script == "zh-Hant"
        found = dates_han.han_date(text, num.start, hant) or dates_han.republic_year(text, num, hant)
        if found is not None:
            return dated(found), found[1]
        if _in_a_row(text, num) and not _span_of_years(text, num):
            return None, num.end + 1
    if ordinals.has_place_mark(text, num.start):
        return ordinals.ranked(text, num)
    if _vague(text, num):
        return None, num.end
    _neighbours(text, num)
    special = special_after(text, num, setting)
    if special is not None:
        return special
    if num.kind == "fraction" and following in "數数" and following:
        num.end += 1
    amount = dress(text, num, setting)
    if amount is not None and amount.start == num.start and _passed(text, num):
        amount.comparator, amount.start = ">", num.start - 1
    if amount is None or not _is_number(text, num, amount):
        return None, num.end
    small_change(text, amount)
    and_a_half(text, amount)
    return amount, max(num.end, amount.end)


def _in_a_row(text: str, num: Num) -> bool:
    """Whether it is two digits, the second the next one up: 三四, 兩三."""
    if num.end - num.start != 2 or text[num.start] not in DIGITS or text[num.end - 1] not in DIGITS:
        return False
    return 0 < DIGITS[text[num.start]] == DIGITS[text[num.end - 1]] - 1


# 七八年 may be 1978 and 三四年級 are pupils; 兩三年, 近五六年, 用了七八年 and 三四年內 are lengths.
_FOR_YEARS = re.compile(
    r"(?:工期|需要?|每|要|花[費费]?|[約约]|近|未[來来]|[過过]去|最近|這|这|了|[約约]|至少|前|短短|等|[歷历][時时]|[長长][達达]|大概|前後|前后)$"
)
_YEARS_BEHIND = re.compile(r"年(?:[前後后來来內内間间多的]|以[前後后來来]|之?[內内前後后間间]|左右)")


def _span_of_years(text: str, num: Num) -> bool:
    if text.startswith(("年級", "年级"), num.end):
        return False
    if text[num.start] in "兩两":
        return True
    before = text[max(0, num.start - 4) : num.start]
    return _FOR_YEARS.search(before) is not None or _YEARS_BEHIND.match(text, num.end) is not None


def _passed(text: str, num: Num) -> bool:
    """過半, 過千萬, 过亿: more than it; before other numbers it is a verb (過三年), or the end of another word."""
    if text[num.start - 1 : num.start] not in ("過", "过"):
        return False
    if num.kind == "fraction":
        return True
    if num.form != "words":
        return False
    before = text[num.start - 2 : num.start - 1]
    return _ROUND_ONLY.fullmatch(text, num.start, num.end) is not None and (not before or before not in _NOT_PASSED)


_ROUND_ONLY = re.compile("[十百千萬万億亿兆]{1,3}")
_NOT_PASSED = "超不通經经透越跨勝胜高大多渡度路太難难"
_TABLE_UNIT = re.compile(r"[單单]位\s?[:：]?\s?[一-鿿]{0,4}$")


# （新台幣百萬元，每股盈餘除外）: what a table's numbers are in.
_UNIT_OPENS = re.compile(r"[(（](?:新?[臺台][幣币]|人民[幣币]|港[幣币元]|美[元金]|日[圓元])?\s?$")
_UNIT_ITSELF = re.compile(r"[千仟萬万億亿]|[百佰][萬万]|十[億亿]")
_UNIT_ENDS = re.compile(r"(?:[美港日歐欧]?[元圓])?\s?[)）,，、;；]")
_SHORT_SPELLED = re.compile(
    r"[五六七八九](?:[〇零])|五[二三四五七八九]|六[二三四五六八九]|七[一二三四五六七九]|八[一二三四五六七八]|九[一二三四五六七八九]"
)


def _vague(text: str, num: Num) -> bool:
    """數十億 (some billions) is no figure, and 單位：百萬元 only a table's unit."""
    if text[num.start] in DIGITS or num.form != "words":
        return False
    before = text[num.start - 1 : num.start]
    some = before != "" and before in "數数幾几上" and text[num.start - 2 : num.start] != "以上"
    if some or _TABLE_UNIT.search(text[max(0, num.start - 10) : num.start]) is not None:
        return True
    return (
        _UNIT_ITSELF.fullmatch(text, num.start, num.end) is not None
        and _UNIT_OPENS.search(text, max(0, num.start - 6), num.start) is not None
        and _UNIT_ENDS.match(text, num.end) is not None
    )


def _neighbours(text: str, num: Num) -> None:
    """七八成, 兩三家: two digits that follow each other are a span, not 78."""
    run = text[num.start : num.end]
    if len(run) == 2 and run[0] in DIGITS and run[1] in DIGITS and is_han(text[num.end : num.end + 1]):
        low, high = DIGITS[run[0]], DIGITS[run[1]]
        if high == low + 1 and low and text[num.end] not in "折零點点":
            num.low, num.high, num.value = Decimal(low), Decimal(high), Decimal(low)


# 二期工程, 三期臨床: phases, not counts.
_PHASES = frozenset("一二三四")


_THE_LAST = re.compile(r"|[^一-鿿]|[較较比與与跟和及從从由自於于在的是為为低高過过]")


def _is_number(text: str, num: Num, amount: Amount) -> bool:
    """Whether the numeral counts something here, and is not part of a word (萬一, 四川, 統一)."""
    if num.form == "digits":
        return True
    if text[num.start : num.end] == "半" and amount.unit is None:
        return _half_counts(text, num)
    if amount.bare and text[amount.end - 1] in "刀" and num.form == "words" and is_han(text[num.start - 1 : num.start]):
        return False  # 胡一刀
    if (
        text[num.end : num.end + 1] == "期"
        and text[num.start - 1 : num.start] != "分"
        and text[num.start : num.end] in _PHASES
    ):
        return False
    if amount.unit is not None or amount.bare or amount.kind != "number" or num.form == "mixed":
        before = text[num.start - 1 : num.start]
        lone = num.end - num.start == 1
        if lone and before in ("無", "无") and text[num.start] == "一":
            return False  # 無一人缺席: nobody
        if lone and text[num.start] == "一" and before in ("上", "下") and text[num.start - 2 : num.start - 1] != "以":
            return False  # 上一次, 下一家
        if lone and before == "前" and text[num.start] == "一" and amount.kind == "duration":
            # 較前一年: the year before; 目前一年, 到期前一年 are lengths
            return _THE_LAST.fullmatch(text[num.start - 2 : num.start - 1]) is None
        if before in ("劃", "划") and amount.kind == "duration":
            return True
        if before == "每" and text[num.start] != "一":
            return True
        return not (lone and before and before in "統统唯單单同專专劃划萬万之第每某另任" and amount.kind != "money")
    run = text[num.start : num.end]
    if _spelled(run) and (is_han(text[num.start - 1 : num.start]) or is_han(text[num.end : num.end + 1])):
        return False
    if run[0] in "萬万" and not (_breaks(text[num.start - 1 : num.start]) and _breaks(text[num.end : num.end + 1])):
        return False
    if text[num.start - 1 : num.start] == "月":
        return False  # 元月十五, a day of a month
    if num.end - num.start > 1 and not all(char in "千百萬万億亿兆" for char in run):
        return True
    if num.end - num.start > 1 and run[-1] in "億亿兆萬万" and _STATED.search(text[max(0, num.start - 2) : num.start]):
        return True  # 逾千億, 做到百億
    before, after = text[num.start - 1 : num.start], text[num.end : num.end + 1]
    if run in _ROUND:
        return before != "" and before in "破逾超過过" and not text.startswith(_ROUND_WORDS, num.end)
    if (_breaks(before) or amount.sign) and _breaks(after):
        return True
    if after in "至到~–-" and (
        text[num.end + 1 : num.end + 2] in DIGITS | SMALL_UNITS or text[num.end + 1 : num.end + 2].isdigit()
    ):
        return True
    if before == "前" and after and after in "大名強强位項项個个":
        return True
    return (
        bool(before) and before in "是為为到至前後后" and (_breaks(after) or after in _NO_SINGLE_AFTER + "這这那卻却")
    )


# 破億 and 過百 are figures; alone these are parts of words.
_ROUND = frozenset(("萬", "万", "萬萬", "万万", "千", "百", "億", "亿", "兆", "千萬", "千万"))
_ROUND_WORDS = ("分", "般", "樣", "样", "年", "計", "计")
_STATED = re.compile(r"[破逾超過过近達达到至約约為为是共]$")


def _spelled(run: str) -> bool:
    """Digits without a unit (三三, 八一, 五五): a name where other characters stand next to them."""
    return 1 < len(run) < 4 and all(char in DIGITS for char in run)


def _half_counts(text: str, num: Num) -> bool:
    """過半 and 半 alone are a half; 半殖民地 is not."""
    before, after = text[num.start - 1 : num.start], text[num.end : num.end + 1]
    return after in "數数" or _breaks(after) or (before != "" and before in "過过近逾約约超占佔達达")


def _breaks(char: str) -> bool:
    return not char or not ("一" <= char <= "鿿")
