"""How a printed number becomes the value that is answered: by the scale of its heading, its record, its list."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold, has
from extractors.reading.finding.counted import may_count, same_count
from extractors.reading.finding.heading_currency import currencies
from extractors.reading.finding.told_scale import label_before, told_scale
from extractors.reading.finding.wanted import Wanted
from extractors.reading.pages.blocks import ONE, Block
from extractors.reading.pages.glance import only_unit
from extractors.reading.pages.table_scales import scale_of
from extractors.reading.text.figures import figures
from extractors.reading.text.mention import Mention

_SCALE_WORD = re.compile(
    r"bn|billion|million|trillion|thousand|mio|mrd|(?<=\d)\s?[mk]\b|\btn\b|[萬万億亿兆千百만억조천]", re.IGNORECASE
)


_IN_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]\d]{1,16})[)）\]]")


class Fit(NamedTuple):
    """A figure read as the wanted kind. `inferred`: its unit comes from headings, not from its own writing."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    precision: Decimal | None
    inferred: bool


def kind_of_unit(unit: str | None) -> str:
    if unit == "%":
        return "percent"
    if unit == "pp":
        return "percentage_point"
    if unit is not None and len(unit) == 3 and unit.isupper():
        return "money"
    if unit in ("year", "month", "week", "day", "hour", "minute", "second"):
        return "duration"
    return "quantity" if unit else "number"


@lru_cache(maxsize=2048)
def unit_in(heading: str) -> str | None:
    """The unit that a heading names in brackets, "Weight (t)", or that is all of it."""
    alone = [heading] if only_unit(heading) else []
    for told in (*alone, *_IN_BRACKETS.findall(heading)):
        found = figures(f"2 {told.strip()}")
        if len(found) == 1 and found[0].kind in ("quantity", "duration", "percent", "money") and found[0].unit:
            return found[0].unit
    return None


def stands_in(word: str, folded: str) -> bool:
    """Whether a unit's word stands in a folded text: a whole word in Latin script, anywhere in others."""
    if not word:
        return False
    if word[0].isascii() and word[0].isalpha():
        return has(word, folded) if word[-1] != "$" else word in folded
    return word in folded


def scaled(mention: Mention, block: Block, unit: str | None, inferred: bool) -> Fit:
    """Applies the heading's "in millions" to a number that has no scale word of its own."""
    # A line with a label of its own under a heading: that is no label, and tells the scale of amounts only.
    scale = ONE if block.kind == "tile" and label_before(block, mention) else block.scale
    if scale == ONE and (inferred or mention.kind == "money"):
        scale = told_scale(block, mention, money=kind_of_unit(unit) == "money")
    if scale == ONE and unit is not None:
        scale = scale_in_record(block)
    if inferred and unit is not None and block.kind == "cell":
        scale = ONE if _excepted(block) else _listed_scale(block, unit, scale)
    if unit in ("%", "pp") or mention.kind == "percent" or _SCALE_WORD.search(mention.text):
        scale = ONE
    if scale == ONE:
        return Fit(mention.value, mention.low, mention.high, unit, mention.precision, inferred)

    def full(number: Decimal | None) -> Decimal | None:
        return None if number is None else number * scale

    return Fit(full(mention.value), full(mention.low), full(mention.high), unit, full(mention.precision), inferred)


# "In millions, except per share data and employees", 新台幣百萬元，每股盈餘除外
_EXCEPT = re.compile(r"\bexcept (?:for )?([^()]{3,60})|([^，,、（(]{2,12})除外")


_ITEMS = re.compile(r",? and |,? or |, ")


_SAY_NOTHING = re.compile(r"\b(?:data|amounts?|figures|information|numbers?|the)\b")


def _excepted(block: Block) -> bool:
    """Whether a note over the table that gives its scale makes an exception of this row."""
    label = fold(block.row[-1]) if block.row else ""
    for heading in block.headers:
        found = _EXCEPT.search(fold(heading)) if label and heading not in block.row else None
        if found is not None:
            items = [_SAY_NOTHING.sub("", item).strip() for item in _ITEMS.split(found[1] or found[2])]
            return any(len(item) > 1 and item in label for item in items)
    return False


_LISTED = re.compile(r"(?:[單单]位|단위|\bunits?)\s?[:：]\s?([^()（）]{3,60})", re.IGNORECASE)


_NEXT_UNIT = re.compile(r"\s?[,，、;；·・/／]\s?|\s(?:및|and)\s")


def _listed_scale(block: Block, unit: str, scale: Decimal) -> Decimal:
    """The scale that a note with several units gives to one of them, where no nearer heading tells another."""
    for heading in reversed(block.headers):
        found = _LISTED.search(heading)
        told = _NEXT_UNIT.split(found[1]) if found is not None else []
        if len(told) < 2:
            continue
        if scale not in (ONE, scale_of(heading)):
            return scale
        own = [scale_of(f"({each})") or ONE for each in told if _is_of(each, unit)]
        return own[0] if len(own) == 1 else scale
    return scale


def scale_in_record(block: Block) -> Decimal:
    """The scale that a record of JSON tells in a field of its own: {"num": "1,284.6", "unit": "万标箱"}."""
    if block.kind not in ("json", "jsonld"):
        return ONE
    told = [scale for text in block.row if only_unit(text) and (scale := scale_of(f"({text})")) is not None]
    return told[0] if len(told) == 1 else ONE


def _is_of(told: str, unit: str) -> bool:
    """Whether a listed unit is money of a currency, a measure or a count of things, as declared."""
    named = currencies(told)
    if named or kind_of_unit(unit) == "money":
        return unit in named
    read = unit_in(f"({told})")
    return read is not None and (read == unit or same_count(read, unit) or may_count(read, unit))


def unscaled(mention: Mention, wanted: Wanted) -> Fit | None:
    """A bare number that headings make a share: no scale holds for it, and one of its own makes it no share."""
    if _SCALE_WORD.search(mention.text):
        return None
    return Fit(mention.value, mention.low, mention.high, wanted.unit, mention.precision, True)
