"""How many of one unit are one of another that differs by its prefix only."""

from decimal import Decimal
from functools import lru_cache

from extractors.reading.text.measures import PARTS

# Powers of ten: BIPM, The International System of Units (9th edition), table 7.
_POWERS = {
    "": 0, "yotta": 24, "zetta": 21, "exa": 18, "peta": 15, "tera": 12, "giga": 9, "mega": 6, "kilo": 3, "hecto": 2,
    "deci": -1, "centi": -2, "milli": -3, "micro": -6, "nano": -9, "pico": -12, "femto": -15,
}  # fmt: skip


@lru_cache(maxsize=1024)
def between_prefixes(read: str, wanted: str) -> Decimal | None:
    """What a number of `read` is multiplied by to be one of `wanted`; None if they measure different things.

    >>> between_prefixes("gram", "kilogram"), between_prefixes("tonne", "kilogram"), between_prefixes("gram", "metre")
    (Decimal('0.001'), Decimal('1000'), None)
    """
    one, other = PARTS.get(read), PARTS.get(wanted)
    if one is None or other is None or one[1] != other[1]:
        return None
    return Decimal(1).scaleb(_POWERS[one[0]] - _POWERS[other[0]]) + 0
