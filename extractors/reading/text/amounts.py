"""From a bare number to a figure: its sign, scale, unit, and the words that bound it."""

import re
from decimal import Decimal

from extractors.reading.text import hedges, hedges_en, signs
from extractors.reading.text.amount import Amount, Setting
from extractors.reading.text.counters import ATTRIBUTES, ENGLISH
from extractors.reading.text.currency_before import currency_before
from extractors.reading.text.dates import is_year
from extractors.reading.text.money import ABBREVIATIONS, HAN, ISO_CODES, POINT_GROUPS
from extractors.reading.text.numbers import ONE, Num
from extractors.reading.text.scales import take_scale
from extractors.reading.text.units import Unit, unit_at

_NAMED_AFTER = re.compile(r"人民幣|人民币|新臺幣|新台幣|新台币|港幣|港币")
_COUNTED = frozenset(ENGLISH) - ATTRIBUTES - {"times", "points", "pairs", "units", "states"}
_LETTERS = ("le", "LE", "p", "c", "P", "Q")  # currencies only where nothing goes on
_SPACE_UNIT = re.compile(r" de | d'|[ -]{0,2}")
_OF_A_UNIT = re.compile(r" (?:of )?an? ")  # half an hour, a quarter of a century
_OF_A_PERCENT = re.compile(r"(?: (?:of )?(?:a|one))? (percentage point|percent|per cent)(?![A-Za-z])")


def dress(text: str, num: Num, setting: Setting) -> Amount | None:
    """The figure around a bare number."""
    amount = Amount(num.start, num.end, num.value, num.step, core=num.start)
    amount.words = num.form == "words"
    amount.kind = num.kind
    amount.problem = num.problem
    if num.problem is not None:
        return amount
    bracketed = signs.bracketed(text, num)
    before = currency_before(text, num.start - bracketed)
    if before is not None and before[1] < setting.floor:
        before = None
    take_scale(text, num, before is not None)
    amount.value, amount.step, amount.end = num.value, num.step, num.end
    amount.low, amount.high = num.low, num.high
    amount.scaled, amount.plain, amount.tail = num.scaled, num.plain, num.end
    if text[num.end : num.end + 1] == "+" and not text[num.end + 1 : num.end + 2].isdigit():
        num.more, num.end = True, num.end + 1  # 500+ companies
        amount.end = num.end
    if num.more:
        amount.comparator = ">"
    elif num.about:
        amount.comparator = "~"
    _price_ending(text, num, amount)
    if before is not None:
        code, amount.start, negative = before
        amount.money_mark = True
        amount.kind, amount.unit = "money", code or None
        if negative:
            amount.value, amount.sign = -amount.value, True
        if num.point_group and code in POINT_GROUPS:
            amount.value, amount.step = amount.value * 1000, amount.step * 1000
        _repeated_currency(text, amount)
    else:
        _unit_after(text, num, amount, setting)
    if amount.low is not None:
        amount.kind = "range"
    elif bracketed:
        amount.value, amount.sign = -amount.value, True
        amount.start = min(amount.start, num.start - 1)
    elif amount.kind not in ("ordinal", "date", "range"):
        signs.sign(text, amount)
    return amount


def _price_ending(text: str, num: Num, amount: Amount) -> None:
    """ "50,- Kč", "1.899,-": the dash stands for no cents."""
    if text[num.end : num.end + 2] in (",-", ".-", ",–", ".–") and not text[num.end + 2 : num.end + 3].isalnum():
        if num.point_group:
            amount.value, amount.step, num.point_group = amount.value * 1000, ONE, False
        num.end += 2
        amount.end = num.end


def _unit_after(text: str, num: Num, amount: Amount, setting: Setting) -> None:
    if num.kind == "fraction":
        share = _OF_A_PERCENT.match(text, num.end)
        if share is not None:
            amount.kind, amount.unit = ("percentage_point", "pp") if share[1].endswith("point") else ("percent", "%")
            amount.end = share.end()
            return
        whole = _OF_A_UNIT.match(text, num.end) if num.form == "words" else None
        measured = None if whole is None else unit_at(text, whole.end())
        if whole is not None and measured is not None and measured[0].kind in ("duration", "quantity"):
            unit, end = measured
            if text[whole.end() : end].lower() not in ATTRIBUTES:
                amount.kind, amount.unit, amount.end = unit.kind, unit.code, end
                return
    space = _SPACE_UNIT.match(text, num.end)
    at = num.end if space is None else space.end()
    if num.about and text.startswith(" of ", num.end):
        at = num.end + 4  # a couple of days
    gap = "" if num.about else text[num.end : at]
    found = unit_at(text, at)
    if found is None and gap == " " and num.kind == "number" and text[at : at + 1].islower():
        found = _described(text, num, at)
    if found is None:
        return
    if "d" in gap:
        if found[0].kind != "money":
            return
        gap = " "
    unit, end = found
    if gap == "-" and unit.kind not in ("duration", "quantity", "money", "percentage_point", "percent"):
        return
    if gap == "- " or gap == "--" or gap == " -" or gap == "-  ":
        return
    _apply(text, num, amount, unit, at, end, gap, setting)


def _apply(text: str, num: Num, amount: Amount, unit: Unit, at: int, end: int, gap: str, setting: Setting) -> None:
    printed = text[at:end]
    if unit.kind == "money":
        if printed == "C":  # 38.5C is a temperature, 3C goods are none
            if not gap and num.step < 1:
                amount.kind, amount.unit, amount.end = "quantity", "degree Celsius", end
            return
        if printed in _LETTERS and text[end : end + 2].strip(".,;) ") and (gap or printed in "PQ"):
            return
        if printed in ("pound", "pounds") and _WEIGHS.search(text[max(0, num.start - 40) : num.start]):
            amount.kind, amount.unit, amount.end = "quantity", "pound weight", end
            return
        code = setting.bare_currency if unit.bare else unit.code
        if unit.bare:
            named = _NAMED_AFTER.match(text, end)
            if named is not None:
                code, end = HAN[named.group()], named.end()
        if printed == "$" and setting.currency is not None:
            code = setting.currency
        if num.point_group and code in POINT_GROUPS:
            amount.value, amount.step = amount.value * 1000, amount.step * 1000
        amount.bare = unit.bare
        amount.unit = code
    elif unit.kind in ("quantity", "duration"):
        if num.kind == "ordinal" or _attribute(text, num, gap, printed, end):
            return
        if printed == "起" and _PRICED.search(text[max(0, num.start - 6) : num.start]):
            return
        if printed in ("x", "×") and text[end : end + 2].strip()[:1].isdigit():
            return  # 3440x1440, 2 x 3 mm
        if printed in (
            "in",
            "m",
            "t",
            "L",
            "l",
            "B",
            "V",
            "W",
            "K",
            "J",
            "s",
            "h",
            "x",
            "foot",
            "sec",
            "second",
            "point",
        ) and not _lone_symbol(text, printed, end, gap):
            return
        amount.unit = unit.code
        if printed == "分" and _LATE.search(text[max(0, num.start - 3) : num.start]):
            unit = _MINUTES
            amount.unit = unit.code
        elif printed == "分" and _IN_CENTS.search(text[max(0, num.start - 4) : num.start]):
            unit = Unit("money", setting.bare_currency, _CENT)
            amount.unit = unit.code
        if printed == "度" and (num.scaled or _POWER.search(text[max(0, num.start - 12) : num.start])):
            amount.unit = "kilowatt hour"
    else:
        amount.unit = unit.code
    amount.kind = unit.kind
    amount.factor = unit.factor
    amount.value *= unit.factor
    amount.step *= unit.factor
    if amount.low is not None and amount.high is not None:
        amount.low, amount.high = amount.low * unit.factor, amount.high * unit.factor
    amount.end = end


def _attribute(text: str, num: Num, gap: str, printed: str, end: int) -> bool:
    """Whether the word belongs to the noun behind it: 30 patent lawyers, four century-old boats."""
    if gap == "-" or abs(num.value) == 1:
        return False
    if num.step < 1 and not num.scaled and printed[0].isupper() and printed[1:].islower() and len(printed) > 3:
        return True  # "3.15 Passengers" is a heading
    word = printed.lower()
    if num.plain and word in _VERBS and is_year(text[num.start : num.end]):
        return True  # the Act of 2006 permits
    return word in ATTRIBUTES or (word in ("century", "decade") and text.startswith("-old", end))


# 130 technology firms: one or two words may stand before the noun that is counted.
_DESCRIBED = re.compile(
    r"(?:(?!(?:of|in|and|or|to|for|the|at|on|by|from|with|as|are|were|have|had|will|would|can|could|said|say|that|who"
    r"|which|than|per|an?|if|when|while|but|their|our|its|plan|use|used|told|among|across|between|not|into|over|under"
    r"|after|before|more|less|do|did|other|out|most|many|percent|hundred|thousand|million|billion|trillion)\b)"
    r"[a-z-]{2,18}(?<!s) ){1,2}(?=([a-z-]{4,14}s|people)\b)"
)


def _described(text: str, num: Num, at: int) -> tuple[Unit, int] | None:
    match = _DESCRIBED.match(text, at)
    if match is None or abs(num.value) == 1 or (num.scaled and num.value < 1000):
        return None
    found = unit_at(text, match.end())
    if found is None or found[0].kind != "quantity" or text[match.end() : found[1]] != match[1]:
        return None
    return found if match[1] in _COUNTED else None


_VERBS = frozenset(
    ["permits", "reports", "orders", "records", "posts", "measures", "studies", "trips", "votes", "steps"]
)

_WEIGHS = re.compile(r"\b(?:weigh\w*|lift\w*|carr(?:y|ies|ied)|heav\w+)\b[^.;]{0,24}$")


# 晚27分抵達: minutes.
_LATE = re.compile(r"(?:[晚早遲迟]|延誤|延误|誤點|误点|耗時|耗时)(?:了|約)?$")
_MINUTES = Unit("duration", "minute")
# 貶值8.3分: a currency moves by hundredths.
_IN_CENTS = re.compile(r"(?:[升貶贬]值?|收[升貶贬])(?:了|約|约)?$")
_CENT = Decimal("0.01")
# 售價149萬起, 最平149萬起: from that price on, not cases.
_PRICED = re.compile(r"(?:[價价]|最[平低便]|租|薪|費|费|只要|低至|每[坪月人晚])[一-鿿]{0,3}$")
# 用電12億度: kilowatt hours.
_POWER = re.compile(r"[電电][^，。；]{0,8}$")


def _lone_symbol(text: str, printed: str, end: int, gap: str) -> bool:
    """Whether a short symbol is a unit and not a word: "2 in thick" is inches, "two in my car" is not."""
    if printed == "in":
        return not re.match(
            r"\s+(?:the|a|an|my|our|his|her|their|its|this|that|each|every|\w+ing|[A-Z0-9])", text[end : end + 12]
        ) and bool(re.match(r"\s?(?:thick|wide|long|tall|high|deep|diameter|[.,;)]|$)", text[end : end + 10]))
    return not gap or not text[end : end + 1].isalpha()


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


def hedge(text: str, amount: Amount) -> None:
    """Take in the words before and after that make the value a bound, an estimate or a change.

    A bound wins over a direction: "rose by more than 5%" is more than 5%.
    """
    words = hedges_en.Before(text, amount.start)
    found = hedges.before(text, amount.start, words)
    after = hedges.after(text, amount.end)
    if after is not None and amount.comparator in ("=", ">") and after[0] not in ("up", "down"):
        amount.comparator, amount.end = after
    if found is not None:
        sign, begin = found
        if amount.comparator == "=" or (amount.comparator == "~" and sign in (">", "<")):
            amount.comparator = sign
        if sign not in ("up", "down"):
            amount.start = begin
    elif amount.comparator == "=" and amount.kind not in ("date", "ordinal"):
        if after is not None:
            amount.comparator = "=" if "-" in text[amount.core : amount.end] else after[0]
        else:
            amount.comparator = words.change(amount.kind, amount.unit) or hedges_en.changed_after(
                text, amount.end, amount.unit, words
            ) or "="  # fmt: skip
