"""What the numeral readers share: the record of one bare number, and small decimal helpers."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

ONE = Decimal(1)
# Longer runs of digits are hashes, keys or test data, not figures a page states.
LONGEST = 40


@dataclass(slots=True)
class Num:
    """A number without its unit: `value` in full, `step` what one of its last printed digit is worth."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    form: Literal["digits", "words", "mixed"] = "digits"
    kind: Literal["number", "ordinal", "fraction"] = "number"
    plain: bool = False  # digits alone, so it may be a year
    point_group: bool = False  # "1.234": thousands in German and Spanish, decimals in English
    more: bool = False  # "500餘", "300多", "10+": at least that many
    about: bool = False
    scaled: bool = False
    negative: bool = False
    low: Decimal | None = None  # 二三十: 20 to 30
    high: Decimal | None = None
    problem: str | None = None

    def times(self, factor: Decimal, end: int) -> None:
        """Take in a scale word that ends at `end`."""
        self.value *= factor
        self.step *= factor
        if self.low is not None and self.high is not None:
            self.low *= factor
            self.high *= factor
        self.end = end
        self.plain = False
        self.scaled = True


def alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but a little space stands around the stretch: a table cell that is one figure."""
    return start < 9 and len(text) - end < 9 and not text[:start].strip() and not text[end:].strip()


def power(exponent: int) -> Decimal:
    """10 to the exponent, exactly."""
    return ONE.scaleb(exponent)


def clean(value: Decimal) -> Decimal:
    """The same value without an exponent or trailing zeros, so that equal figures print alike."""
    if value == value.to_integral_value() and abs(value.adjusted()) < LONGEST:
        return value.quantize(ONE) if value.adjusted() < 27 else value.normalize()
    return value.normalize()
