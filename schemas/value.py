"""The kinds of value a report can state, and how dates of unequal precision compare."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Kind = Literal["quantity", "date", "status", "name", "names", "relation", "picture"]
"""quantity: money, percent, count, ratio, duration. date: a date or period. status: a state from the closed list
of terms. name: a proper name. names: an ordered list. relation: how two figures compare. picture: a figure that
stands only in a picture."""

Comparator = Literal["=", ">", ">=", "<", "<=", "~", "up", "down"]

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def is_date(text: str) -> bool:
    """True for an ISO 8601 year, month or day: 2023, 2023-11, 2023-11-30."""
    return _DATE.fullmatch(text) is not None


def same_date(a: str, b: str) -> bool:
    """Compare two ISO dates at the coarser precision of the two: 2023-11 is the same as 2023-11-30."""
    return a.startswith(b) or b.startswith(a)


def first_day(text: str) -> date:
    """The first day of an ISO year, month or day."""
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


def last_day(text: str) -> date:
    """The last day of an ISO year, month or day."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    year, month = parts
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)


def half_up(value: Decimal, step: Decimal) -> Decimal:
    """Round half-up to a multiple of `step` (the last digit printed). Python's round() is half-even."""
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
