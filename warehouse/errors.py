"""What can go wrong with a warehouse file.

WarehouseError
├── Busy          another process held the file for longer than we wait
│   └── AtWork        another refresh was at work, or what none may be beside
├── WrongKind     a specimen file was asked to take live data, or the other way round
├── NotStored     the disk would not take a transaction; nothing of it is there
└── Unreadable    not a warehouse, damaged, or made by a newer citewatch
    └── NotPublished   no refresh has come to its end yet: there is nothing for readers, and nothing is wrong
"""

from __future__ import annotations

import re


class WarehouseError(Exception):
    """A sentence for the user: which file, what is wrong, what to do."""


class Busy(WarehouseError):
    pass


class AtWork(Busy):
    pass


class WrongKind(WarehouseError):
    pass


class NotStored(WarehouseError):
    pass


class Unreadable(WarehouseError):
    pass


class NotPublished(Unreadable):
    pass


def is_locked(error: Exception) -> bool:
    """Whether DuckDB says that another program has the file open for writing."""
    return "Could not set lock" in str(error)


def holder(error: Exception) -> str:
    """Who has the file, as DuckDB tells it."""
    found = re.search(r"\(PID (\d+)\)", str(error))
    return f"process {found[1]}" if found else "another program"


def first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
