"""Python's garbage collector, kept from looking at what stays anyway.

Importing, and loading a catalogue, make a hundred thousand objects that live until the process ends. The collector
would walk them again and again meanwhile: importing a refresh took 1.0 to 1.1 s of CPU without it and 1.4 s with it.
What a refresh makes afterwards stays until its chunk is stored, and is given back without the collector: it looked
160 times at 1,000 pages, for 0.2 s.
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


@contextmanager
def seldom() -> Iterator[None]:
    """A tenth of the collections meanwhile, and none of what was there before; afterwards all is as before."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(usual[0] * 10, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
