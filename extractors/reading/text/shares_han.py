"""Shares that Chinese writes with a word of its own: 三成, 兩成五, 75折, 半價, and Hong Kong's 4厘1."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.amount import Amount, Read
from extractors.reading.text.numbers import ONE, Num
from extractors.reading.text.numbers_zh import DIGITS

_TENTHS = re.compile(
    r"\s{0,2}成(?:\s?(?P<half>半)"
    r"|(?P<figure>[1-9])(?![\d.,%個个名人家年月日項项件位至到-])"
    r"|\s?(?P<digit>[一二兩两三四五六七八九])(?P<tenth>[一二三四五六七八九](?=[，。、；（()）]|$))?(?!"
    r"[年月日人家個个名位項项天成分點点十百千萬万億亿兆倍種种次座至到]))?(?!"
    r"[為为立長长功都員员果本就交人份品分型了])"
)
_DISCOUNT = re.compile(r"\s?折(?![合算扣磨疊叠])")
# 5.75厘 and 4厘1 are Hong Kong's rates of interest: 5.75% and 4.1%.
_LI = re.compile(r"[厘釐](?P<d>[一二三四五六七八九1-9])?(?![米克升公0-9])")


def share_after(text: str, num: Num) -> Read | None:
    """The share that the number is with the word behind it; None if none of the words follows."""
    word = text[num.end : num.end + 3].lstrip(" ")[:1]
    if word == "成":
        found = _TENTHS.match(text, num.end)
        return None if found is None else _tenths(num, found)
    if word == "折":
        found = _DISCOUNT.match(text, num.end)
        return None if found is None or num.value == 10 else _discount(num, found.end())
    found = _LI.match(text, num.end)
    return None if found is None or num.scaled else _interest(num, found)


def _discount(num: Num, end: int) -> Read:
    """八折 is 80%, 75折 is 75%, 半折 is 50%."""
    if num.kind == "fraction":
        return _percent_amount(num, end, Decimal(100)), end
    return _percent_amount(num, end, Decimal(10) if num.value < 10 else ONE), end


def _percent_amount(num: Num, end: int, factor: Decimal) -> Amount:
    amount = Amount(
        num.start,
        end,
        num.value * factor,
        num.step * factor,
        kind="percent",
        unit="%",
        core=num.start,
        tail=num.end,
        words=True,
    )
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
        if match["tenth"]:
            _and_a_tenth(amount, DIGITS[match["digit"]], DIGITS[match["tenth"]])
    elif match["figure"]:  # 2成3
        amount.value, amount.step = amount.value + Decimal(match["figure"]), ONE
    else:
        amount.factor = Decimal(10)
    if num.low is not None and num.high is not None:
        amount.kind, amount.low, amount.high = "range", num.low * 10, num.high * 10
    return amount, match.end()


def _and_a_tenth(amount: Amount, digit: int, tenth: int) -> None:
    """五成八一 is 58.1%; 三成五六 is 35 or 36%."""
    if tenth == digit + 1:
        amount.kind, amount.low, amount.high = "range", amount.value, amount.value + 1
        return
    amount.step = Decimal("0.1")
    amount.value += tenth * amount.step


def half_price(text: str, start: int) -> Read:
    whole = ("折",) if text[start] in "對对" else ("折", "價", "价")  # 對價 is what one pays in return
    if text[start + 1 : start + 2] in whole and text[start + 2 : start + 3] not in ("疊", "叠"):
        return Amount(
            start, start + 2, Decimal(50), Decimal(10), kind="percent", unit="%", core=start, tail=start + 2, words=True
        ), start + 2
    return None, start + 1


def _interest(num: Num, match: re.Match[str]) -> Read:
    amount = _percent_amount(num, match.end(), ONE)
    if match["d"]:
        amount.value += Decimal(DIGITS.get(match["d"]) or match["d"]) / 10
        amount.step = Decimal("0.1")
    return amount, match.end()
