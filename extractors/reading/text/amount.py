"""The record of a figure in the making, and what the whole text tells about it."""

from dataclasses import dataclass
from decimal import Decimal

from extractors.reading.text.dates_han import Found
from extractors.reading.text.mention import Comparator, Kind, Language
from extractors.reading.text.numbers import ONE


@dataclass(slots=True)
class Amount:
    """A figure in the making."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    kind: Kind = "number"
    unit: str | None = None
    comparator: Comparator = "="
    low: Decimal | None = None
    high: Decimal | None = None
    date: str | None = None
    problem: str | None = None
    core: int = 0  # where the number itself begins, after hedge and currency
    core_end: int = 0
    money_mark: bool = False  # its currency (or 百分之) stands before it
    factor: Decimal = ONE  # what its unit multiplies by: 成 is ten percent
    bare: bool = False  # 元
    words: bool = False
    scaled: bool = False
    scale: Decimal = ONE  # what its scale word multiplies by
    plain: bool = False
    tail: int = 0  # where the digits and scale end, before the unit
    sign: bool = False
    moved: Comparator | None = None  # the direction, where it is how far a level moved that follows
    void: bool = False  # a score or a code (4-1), which turned out to count nothing


@dataclass(slots=True)
class Setting:
    """What the caller and the whole text tell, and how far reading has come."""

    language: Language | None
    script: str  # zh-Hant, zh-Hans, zh, ko or en
    currency: str | None
    floor: int = 0  # what stands before belongs to the figure before

    @property
    def bare_currency(self) -> str | None:
        """What 元 means here: the caller's word, the Chinese yuan in Simplified text, else open."""
        if self.currency is not None:
            return self.currency
        return None if self.script == "zh-Hant" else "CNY"


Read = tuple[Amount | None, int]  # what was read, and where to go on


def dated(found: Found) -> Amount:
    """A date as an amount in the making."""
    start, end, iso, problem = found
    return Amount(start, end, Decimal(0), Decimal(0), kind="date", date=iso, problem=problem, core=start, tail=end)
