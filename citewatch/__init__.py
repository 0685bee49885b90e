"""citewatch: continuous integration for the numbers in a published report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.ask import Connection

__version__ = "0.1.0"


def open(data: str | Path | None = None, *, specimens: bool = False) -> Connection:
    """A read-only connection to the published warehouse, with its tables and views.

    A refresh never waits for it, and it never waits for a refresh: it keeps the copy that was there when it was opened.

    Args:
        data: the data folder; CITEWATCH_DATA, or data/ in the current folder, if left out.
        specimens: the specimens' warehouse instead of the live one.

    Raises:
        warehouse.errors.Unreadable: nothing has been published there yet, or it can't be read.
        warehouse.errors.Busy: a program that is not ours has the copy open for writing.
    """
    # Here, not above: importing citewatch must stay cheap.
    from dataclasses import replace

    from citewatch.settings import from_environment
    from warehouse.place import open_published, open_warehouse

    settings = replace(from_environment(data=Path(data) if data else None), specimens=specimens)
    return open_published(open_warehouse(settings.place, settings.kind).published, settings.kind)
