"""Work that no refresh may be beside: backup, restore, retention."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager

from citewatch.settings import Settings
from warehouse.place import Warehouse, open_warehouse


@contextmanager
def alone(settings: Settings, what: str) -> Iterator[Warehouse]:
    """The store, with no refresh at work on it for as long as the block runs; waits for one that is.

    Raises:
        Busy: it was still at work after a minute.
    """
    store = open_warehouse(settings.place, settings.kind)
    try:
        asyncio.run(store.begin_run(f"{what}, process {os.getpid()}"))
        try:
            yield store
        finally:
            store.run_lock.release()
    finally:
        store.close()
