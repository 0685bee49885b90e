"""Python's garbage collector, kept from looking at what stays anyway.

Importing, and loading a catalogue, make a hundred thousand objects that live until the process ends. The collector
would walk them again and again meanwhile, which is a fifth of the time that imports take (`benchmarks/refresh.py`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def made_to_stay() -> Iterator[None]:
    """No collection meanwhile; afterwards all is as before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
