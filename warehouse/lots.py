"""A long list of our own records, packed a lot at a time: of ten thousand alerts nobody needs all texts at once."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, overload

T = TypeVar("T")
_LOT = 100
"""Records that say much of the same: packed together they take a tenth."""


class Lots(Sequence[T]):
    """Like a tuple of them, but whoever looks twice gets equal ones, not the same."""

    def __init__(self, records: Iterable[T] = ()) -> None:
        self._packed: list[bytes] = []
        self._length = 0
        for lot in in_lots(records, _LOT):
            self._packed.append(zlib.compress(pickle.dumps(lot, pickle.HIGHEST_PROTOCOL), 1))
            self._length += len(lot)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._packed)):
            yield from self._lot(number)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(self._length))]
        number = range(self._length)[place]
        return self._lot(number // _LOT)[number % _LOT]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def _lot(self, number: int) -> list[T]:
        found: list[T] = pickle.loads(zlib.decompress(self._packed[number]))  # noqa: S301 - made above, by us
        return found


def in_lots(records: Iterable[T], size: int) -> Iterator[list[T]]:
    """The records in lists of at most `size`; never an empty one."""
    rest = iter(records)
    while lot := list(islice(rest, size)):
        yield lot
