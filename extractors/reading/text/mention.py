"""The record that `figures` yields: one figure in a text."""

from decimal import Decimal
from typing import Literal, NamedTuple, get_args

Language = Literal["en", "zh-Hant", "zh-Hans", "zh", "ko"]
Kind = Literal[
    "number", "percent", "percentage_point", "money", "quantity", "ordinal", "fraction", "range", "date", "duration"
]
Comparator = Literal["=", ">", ">=", "<", "<=", "~", "up", "down"]
_LANGUAGES: dict[str, Language] = {language: language for language in get_args(Language)}


def known_language(name: str | None) -> Language | None:
    """The language of that name, or None where it is none that is read, and is detected then."""
    return _LANGUAGES.get(name or "")


class Mention(NamedTuple):
    """One figure as a text prints it, with what it means. (A tuple: made five times as fast as a frozen dataclass.)

    `value` is in full units (3.5億 is 350000000; 54.2% is 54.2). It is None for a range, a date, and where
    `problem` says why the writing can't be read.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    comparator: Comparator = "="
    precision: Decimal | None = None
    metric: str | None = None
    date: str | None = None
    problem: str | None = None
