"""Python's garbage collector, kept from looking at what stays anyway; and what C libraries freed, given back.

Importing, and loading a catalogue, make a hundred thousand objects that live until the process ends. The collector
would walk them again and again meanwhile: importing a refresh took 1.0 to 1.1 s of CPU without it and 1.4 s with it.
What a refresh makes afterwards stays until its chunk is stored, and is given back without the collector: it looked
160 times at 1,000 pages, for 0.2 s.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_counting = Lock()
_under_way: list[tuple[tuple[int, int, int], bool]] = []
"""For each `seldom` that has begun and not ended: the thresholds before all of them, and whether they froze it."""


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


@contextmanager
def seldom() -> Iterator[None]:
    """A tenth of the collections meanwhile, and none of what was there before; afterwards all is as before.

    Two may overlap, and the one that began first may end first: only the last to end puts things back.
    """
    with _counting:
        usual, is_ours = _under_way[0] if _under_way else (gc.get_threshold(), gc.get_freeze_count() == 0)
        if not _under_way:
            gc.set_threshold(usual[0] * 10, *usual[1:])
            if is_ours:  # else the program we are part of has frozen its own, which must stay so
                gc.freeze()
        _under_way.append((usual, is_ours))
    try:
        yield
    finally:
        with _counting:
            _under_way.pop()
            if not _under_way:
                gc.set_threshold(*usual)
                if is_ours:
                    gc.unfreeze()


def give_back() -> None:
    """To the system what was freed: glibc keeps it otherwise, 10 MB after loading ten thousand files."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:  # other systems have other libraries
        trim(0)
