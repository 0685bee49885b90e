"""What can go wrong with a warehouse file.

WarehouseError
├── Busy          another process held the file, or another refresh was at work, for longer than we wait
├── WrongKind     a specimen file was asked to take live data, or the other way round
├── NotStored     the disk would not take a transaction; nothing of it is there
└── Unreadable    not a warehouse, damaged, or made by a newer citewatch
"""

from __future__ import annotations


class WarehouseError(Exception):
    """A sentence for the user: which file, what is wrong, what to do."""


class Busy(WarehouseError):
    pass


class WrongKind(WarehouseError):
    pass


class NotStored(WarehouseError):
    pass


class Unreadable(WarehouseError):
    pass
