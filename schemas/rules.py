"""pandera as the contracts use it: over polars.

It imports numpy to see whether it is to serve pandas' frames too, when it is loaded and again at its first check. Where
pandas is not installed that is for nothing, and is a twentieth of what an unchanged refresh of 1,000 pages costs, and
12 MB. An installation without either is one that it knows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from threading import get_ident
from types import ModuleType

import polars as pl

__all__ = ["pa"]


class _Without:
    """An import hook: to one thread, this module is not installed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread = get_ident()

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == self._name and get_ident() == self._thread:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


@contextmanager
def _without_numpy() -> Iterator[None]:
    """Imports of this thread meanwhile find no numpy, unless it is loaded already or pandas is installed."""
    if _is_installed("pandas"):
        yield
        return
    hook = _Without("numpy")
    sys.meta_path.insert(0, hook)
    try:
        yield
    finally:
        sys.meta_path.remove(hook)


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # an import hook of somebody else's says so
        return False


with _without_numpy():
    import pandera.polars as pa

    pa.Check.get_backend(pl.LazyFrame())
