"""A scale that the text states for its bare numbers: "amounts are in thousands", 以新臺幣千元為單位, 單位：萬元."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.amount import Amount, Setting
from extractors.reading.text.money import ENGLISH, HAN, MARKS
from extractors.reading.text.numbers import ONE
from extractors.reading.text.numbers_zh import BIG_UNITS, SMALL_UNITS

_HAN = re.compile(
    r"(?:(?P<unit>[單单]位\s?[為为是:：]?\s?)|以)(?P<before>新臺幣|新台幣|新台币|人民幣|人民币|港幣|港币)?"
    r"(?P<scale>[十百千萬万億亿]{1,2})(?P<name>元|美元|歐元|欧元|日圓|日元|英鎊|英镑)(?P<after>人民幣|人民币|新臺幣|新台幣)?"
    r"(?P<unit2>[為为][單单]位)?"
)
# "amounts are in thousands", "In millions, except per share data", "Total assets, in thousands of dollars:".
_ENGLISH = re.compile(
    r"(?:\b(?:amounts?|figures?|values?|sums?|dollars|data)\b[^.;:]{0,24}\bin |(?:^|[(,;:] ?)(?:all )?in )"
    r"(?P<mark>US\$|[$£€¥])?\s?(?P<scale>thousand|million|billion)s"
    r"(?: of (?:US |U\.S\. )?(?P<name>dollars|pounds|euros|yen))?\b",
    re.IGNORECASE,
)
_SCALES = {"thousand": Decimal("1e3"), "million": Decimal("1e6"), "billion": Decimal("1e9")}
_CLOSED = re.compile(r"[。\n]|\.\s")


# A unit that reads like a figure: "Income (£000)", 예산 (단위: 억 원), 수출액(천만 달러), 營業額（千元）.
_NOUGHTS = re.compile(r"['’]?(?:US|NT|HK)?[$£€¥₩]?\s?['’]?000(?:[ ,]?000)?s?")
_SCALE_WORDS = re.compile(r"[十百千萬万億亿兆십백천만억조]+\s?[^\d\s一-九兩两]{1,6}(?:\s[가-힣]{1,4})?")
_STATES = re.compile(
    # （2020－2030年，百萬美元）, (2019~2024년, 억 원): the years of a table and their unit.
    r"(?:(?:단위|單位|单位)\s?[:：]?\s?|[(（\[〔【]\s?(?:(?:[^()（）\d]|(?:19|20)\d\d|\d{2,3}(?=[年~–～至到-])){1,16}"
    r"[,，、;；:：/／]\s?)?)(?:미국?\s?)?$"
)
_STATED = re.compile(r"\s?(?:[)）\]〕】,，、/／]|$)")


def leave_out_units(text: str, amounts: list[Amount]) -> None:
    """Void what only tells the unit of other figures."""
    for amount in amounts:
        if text[amount.core] not in "'’0十百千萬万億亿兆십백천만억조":
            continue
        printed = text[amount.start : amount.end]
        if _NOUGHTS.fullmatch(printed):
            amount.void = True
        elif amount.comparator == "=" and _SCALE_WORDS.fullmatch(printed) and _STATED.match(text, amount.end):
            before = text[max(0, amount.start - 32) : amount.start]
            amount.void = _STATES.search(before) is not None


def apply_stated_scale(text: str, amounts: list[Amount], setting: Setting) -> None:
    """Multiply the bare numbers that follow such a statement in its sentence."""
    if "單位" in text or "单位" in text:
        match = _HAN.search(text)
        if match is not None and (match["unit"] or match["unit2"]):
            factor = ONE
            for char in match["scale"]:
                factor *= BIG_UNITS.get(char) or Decimal(SMALL_UNITS[char])
            named = match["before"] or match["after"] or match["name"]
            for amount in amounts:
                amount.void = match.start() <= amount.start < match.end()  # the 千元 of the statement itself
            _scale(text, amounts, match.end(), factor, HAN.get(named) or setting.bare_currency)
    elif _may_state(text) and (match := _ENGLISH.search(text)) is not None:
        mark = match["mark"] or ""
        code = ENGLISH.get((match["name"] or "").lower()) or MARKS.get(mark[-1:]) or setting.currency
        _scale(text, amounts, match.end(), _SCALES[match["scale"].lower()], code)


def _may_state(text: str) -> bool:
    """Whether one of the words is there at all: cheaper than the search."""
    return "thousands" in text or "millions" in text or "billions" in text


def _scale(text: str, amounts: list[Amount], start: int, factor: Decimal, currency: str | None) -> None:
    closed = _CLOSED.search(text, start)
    end = len(text) if closed is None else closed.start()
    for amount in amounts:
        bare = amount.kind == "number" and amount.unit is None and not amount.scaled and amount.problem is None
        if bare and start <= amount.start and amount.end <= end + 1:
            amount.value, amount.step, amount.scaled = amount.value * factor, amount.step * factor, True
            if currency is not None:
                amount.kind, amount.unit = "money", currency
