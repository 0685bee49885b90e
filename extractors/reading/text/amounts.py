"""From a bare number to a figure: its currency before it, its scale, its unit and its sign."""

from extractors.reading import regexes as re
from extractors.reading.text import multiples, signs
from extractors.reading.text.amount import Amount, Read, Setting
from extractors.reading.text.currency_before import currency_before
from extractors.reading.text.money import ABBREVIATIONS, DOLLARS, ISO_CODES, MARK_PREFIXES, POINT_GROUPS
from extractors.reading.text.numbers import ONE, Num
from extractors.reading.text.scales import take_scale
from extractors.reading.text.unit_after import take_unit
from extractors.reading.text.units import unit_at

_PRICE_ENDINGS = frozenset(",.+")


def dressed(text: str, num: Num, setting: Setting) -> Read:
    """The figure around a bare number in digits or in English words, and where to go on."""
    if text.startswith(" gross", num.end):
        multiples.gross(text, num)
    amount = dress(text, num, setting)
    if amount is None:
        return None, num.end
    return amount, max(amount.end, num.end)


def dress(text: str, num: Num, setting: Setting) -> Amount | None:
    """The figure around a bare number."""
    amount = Amount(num.start, num.end, num.value, num.step, core=num.start)
    amount.words = num.form == "words"
    amount.kind = num.kind
    amount.problem = num.problem
    if num.problem:
        return amount
    bracketed = text[num.end : num.end + 1] == ")" and signs.bracketed(text, num)
    before = currency_before(text, num.start - bracketed)
    if before is not None and before[1] < setting.floor:
        before = None
    step = num.step
    take_scale(text, num, before is not None)
    if num.problem is not None:  # 1億2億
        amount.problem, amount.end = num.problem, num.end
        return amount
    amount.scale = num.step / step
    amount.value, amount.step, amount.end = num.value, num.step, num.end
    amount.low, amount.high = num.low, num.high
    amount.scaled, amount.plain, amount.tail = num.scaled, num.plain, num.end
    following = text[num.end : num.end + 1]
    if following == "+" and not text[num.end + 1 : num.end + 2].isdigit():
        num.more, num.end = True, num.end + 1  # 500+ companies
        amount.end = num.end
    if num.more:
        amount.comparator = ">"
    elif num.about:
        amount.comparator = "~"
    if following in _PRICE_ENDINGS:
        _price_ending(text, num, amount)
    if before is not None:
        code, amount.start, negative = before
        if code == "JPY" and text[amount.start] == "¥" and _is_yuan(text, setting):
            code = "CNY"  # the sign is that of both
        sign = text[amount.start : num.start].strip("-−– ")
        if code == "USD" and setting.currency in DOLLARS and sign in ("$", "＄"):
            code = setting.currency  # the same: a page of Hong Kong's prints $ for its own
        elif code == "USD" and setting.currency is None and sign == "$":
            code = _led_by(text, amount.start) or code
        amount.money_mark = True
        amount.kind, amount.unit = "money", code or None
        if negative:
            amount.value, amount.sign = -amount.value, True
        if num.point_group and code in POINT_GROUPS:
            amount.value, amount.step = amount.value * 1000, amount.step * 1000
        _repeated_currency(text, amount)
    else:
        take_unit(text, num, amount, setting)
    if amount.low is not None:
        amount.kind = "range"
    elif bracketed:
        amount.value, amount.sign = -amount.value, True
        amount.start = min(amount.start, num.start - 1)
    elif amount.kind not in ("ordinal", "date", "range"):
        signs.sign(text, amount, setting.language == "ko")
    return amount


def _is_yuan(text: str, setting: Setting) -> bool:
    """Whether ¥ is the yuan here: the caller or the text says so, or it is Simplified and tells of no yen."""
    if setting.currency is not None or setting.script != "zh-Hans":
        return setting.currency == "CNY"
    return not any(word in text for word in ("日元", "日圆", "日本", "円"))


_LED_BY = re.compile(r"[(（]([A-Z]{1,3})\s?\$")
_IN_BRACKETS = re.compile(r"[^\W\d_]\s?[(（]$")
_FAR = 240


def _led_by(text: str, start: int) -> str | None:
    """The dollar of a list that its first item names: China (NZ$27.8b), Australia ($26.2b); None elsewhere."""
    if _IN_BRACKETS.search(text, max(0, start - 3), start) is None:
        return None  # NT$398bn ($12.7bn) is the same in another currency
    named = set(_LED_BY.findall(text, max(0, start - _FAR), start))
    code = MARK_PREFIXES.get(named.pop()) if len(named) == 1 else None
    return code if code in DOLLARS else None


def _price_ending(text: str, num: Num, amount: Amount) -> None:
    """ "50,- Kč", "1.899,-": the dash stands for no cents."""
    if text[num.end : num.end + 2] in (",-", ".-", ",–", ".–") and not text[num.end + 2 : num.end + 3].isalnum():
        if num.point_group:
            amount.value, amount.step, num.point_group = amount.value * 1000, ONE, False
        num.end += 2
        amount.end = num.end


def _repeated_currency(text: str, amount: Amount) -> None:
    """ "$1,190.00 AUD", "£94.50 GBP": the code after the amount is the more exact one."""
    at = amount.end + 1 if text[amount.end : amount.end + 1] == " " else amount.end
    code = text[at : at + 3]
    if code in ISO_CODES and not text[at + 3 : at + 4].isalpha():
        amount.unit, amount.end = code, at + 3
        return
    found = unit_at(text, at)
    if found is None:
        return
    unit, end = found
    if unit.kind == "money" and not unit.bare and unit.factor == 1:
        printed = text[at:end]
        if printed in ABBREVIATIONS or printed.startswith("$") or not printed[0].isalpha():
            return
        if unit.code == amount.unit or (
            amount.unit == "USD" and printed.lower().endswith(("dollar", "dollars", "元", "金"))
        ):
            amount.unit, amount.end = unit.code, end
    elif unit.bare:
        amount.end = end
        if text[at] == "元" and amount.unit == "JPY" and text[amount.start] == "¥":
            amount.unit = "CNY"  # ¥500億元: the yen is 圓
