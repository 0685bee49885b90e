"""Takes in the English noun that a number counts: 130 technology firms, 50 or more employees, 42 per 100,000 people."""

from extractors.reading import regexes as re
from extractors.reading.text import hedges_en, nouns_en
from extractors.reading.text.amount import Amount
from extractors.reading.text.compound import compounded, rate_of_people
from extractors.reading.text.dates import is_year
from extractors.reading.text.numbers import Num
from extractors.reading.text.units import Unit, unit_at

# "the 2019 elections", "the Act of 2006 permits": a year, though a plural follows.
_DATED = re.compile(
    r"\b(?:the|an?|its|their|his|her|this|that|in|since|by|until|till|during|after|before|act|law|bill|regulations|early"
    r"|late|mid|fiscal|year|'s)[ -]$",
    re.IGNORECASE,
)
# What may describe a stretch of time: two more years; but three two-day games counts games.
_MORE_TIME = re.compile(
    r"(?:(?:more|other|additional|extra|consecutive|straight|full|long|short|whole|solid|further|calendar|business"
    r"|working|successive|light|academic|school|financial|fiscal|trading|of|good) )+"
)


_OTHER_YEAR = re.compile(r"(?<![\d.,$€£])(?:1[89]|20)\d\d(?: and| or|,) $")  # her 1963 and 1962 papers
_NAMED = re.compile(
    r"(?!New |More |Extra |Of )[A-Z][a-z]+(?<!s) (?:[A-Z][a-z]+ )?[A-Z]+[a-zA-Z]*s\b"
)  # 2019 Winter Games


# 2015 figures, 1979 energy crises, 2017 boundaries: what is of a year, and not so many.
_OF_A_YEAR = re.compile(r"(?:figures|estimates|boundaries|(?:[a-z]+ )?crises|census)\b")


# 2018 Boys State Swim Results: a title that begins with its year.
_TITLE = re.compile(r"[A-Z][a-z]+ (?:[A-Z][a-z]+ ){1,4}(?:Results|Championships?|Awards|Report|Survey|Index|Forum)\b")


def _dates(text: str, num: Num, at: int) -> bool:
    """Whether four digits tell the year of the thing named behind them, not how many there are."""
    if not text[: num.start].strip() and _TITLE.match(text, at):
        return True
    before = text[max(0, num.start - 12) : num.start]
    return _DATED.search(before) is not None or _OTHER_YEAR.search(before) is not None or (
        text[num.start : num.start + 2] == "20" and _NAMED.match(text, at) is not None
    ) or (_OF_A_YEAR.match(text, at) is not None and text[num.start : num.end] != "2000")  # fmt: skip


def take_count(text: str, num: Num, amount: Amount, at: int, gap: str) -> tuple[Unit, int, int] | None:
    """Give the amount the noun behind it for a unit.

    Returns a measure with its place instead where one stands behind describing words ("two more years").
    """
    first = text[at : at + 1]
    if not (first.isascii() and first.isalpha()) or num.kind != "number":
        return None
    if gap == "-":
        hyphened = nouns_en.hyphened_noun(text, at)
        if hyphened is not None:
            amount.kind, amount.unit, amount.end = "quantity", *hyphened
            return None
    bound = hedges_en.after(text, num.end)
    if bound is not None:
        at = bound[1] + 1
    elif gap != " ":
        return None
    if num.plain and is_year(text[num.start : num.end]) and _dates(text, num, at):
        return None
    if num.step < 1 and not num.scaled and text[at : at + 1].isupper() and not text[at + 1 : at + 2].isupper():
        return None  # "3.15 Passengers" is a heading
    counted = nouns_en.counted_noun(text, at, one=abs(num.value) == 1)
    if counted is None:
        rate = rate_of_people(text, num.end)
        if rate is not None:
            amount.kind, amount.unit, amount.end = "quantity", *rate
        return None
    name, begin, end = counted
    if bound is not None:
        amount.comparator = bound[0]
    known = unit_at(text, begin)
    if known is not None and known[1] >= end:
        described = begin > at and known[0].kind == "duration" and not _MORE_TIME.fullmatch(text, at, begin)
        return None if described else (known[0], begin, known[1])
    amount.kind = "quantity"
    amount.unit, amount.end = compounded(text, name, end, measured=False)
    return None
