"""One warehouse, wherever it is: a DuckDB file, or a lake that many machines write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import duckdb

from warehouse import store
from warehouse.errors import Unreadable, first_line
from warehouse.lake.address import LakeAddress
from warehouse.published import open_published as of_file
from warehouse.structure import Kind

T = TypeVar("T")
Place = Path | LakeAddress
"""Of a warehouse, or of what its readers open."""


class Release(Protocol):
    def release(self) -> None: ...


class Warehouse(Protocol):
    """What a refresh asks of either; see `Store`."""

    kind: Kind
    wait_s: float

    @property
    def note(self) -> Path | None: ...
    @property
    def run_lock(self) -> Release: ...
    @property
    def published(self) -> Place: ...
    def writing(self, name: str, *, publish: bool = False) -> AbstractContextManager[duckdb.DuckDBPyConnection]: ...
    def transact(self, name: str, work: Callable[[duckdb.DuckDBPyConnection], T], *, publish: bool = False) -> T: ...
    def reading(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]: ...
    def publish(self) -> bool: ...
    def exists(self) -> bool: ...
    def size(self) -> int: ...
    def snapshot(self, target: Path) -> None: ...
    def pack(self) -> bool: ...
    def sweep(self) -> None: ...
    def close(self) -> None: ...
    def is_refreshing(self) -> bool: ...
    async def begin_run(self, note: str) -> None: ...


def open_warehouse(place: Place, kind: Kind, *, wait_s: float = 60.0) -> Warehouse:
    """For writing. Nothing is opened or made yet."""
    if isinstance(place, Path):
        return store.Store(place, kind, wait_s=wait_s)
    from warehouse.lake.store import LakeStore

    return LakeStore(place, kind, wait_s=wait_s)


def open_published(place: Place, kind: Kind) -> duckdb.DuckDBPyConnection:
    """For readers: the last whole refresh, read-only. `place` is a warehouse's `published`.

    Raises:
        NotPublished: there is none yet.
        Unreadable, Busy, WrongKind: it can't be opened now, or holds the other kind of data.
    """
    if isinstance(place, Path):
        return of_file(place, kind)
    from warehouse.lake.store import open_published as of_lake

    return of_lake(place, kind)


DAMAGE = (duckdb.IOException, duckdb.FatalException)
"""What DuckDB raises where a block of a file is not what its checksum says."""


def damaged(published: Path, error: duckdb.Error) -> Unreadable:
    """In words: a copy that opens and then can't answer."""
    return Unreadable(
        f"{published.name}: opens, but can't be read ({first_line(error)}). It is damaged, or not of this release:"
        " upgrade citewatch if a newer one writes it, and run `citewatch run` to publish anew."
    )


@contextmanager
def asking(published: Place) -> Iterator[None]:
    """For who looks after an installation: also a copy that opens and then can't answer is told in a sentence.

    Raises:
        Unreadable: damaged further in, gone on the way, or with other tables than this release asks for.
    """
    try:
        yield
    except duckdb.Error as error:
        if isinstance(published, Path):
            raise damaged(published, error) from error
        raise Unreadable(
            f"{published}: can't be read ({first_line(error)}). Look whether PostgreSQL answers at this address, and"
            " whether all machines have the same release of citewatch."
        ) from error


def published_mark(place: Place, kind: Kind) -> str:
    """Another text for each state that is published; `place` is as for `open_published`."""
    if isinstance(place, Path):
        stat = place.stat()
        return f"{stat.st_mtime_ns}-{stat.st_size}"
    from warehouse.lake.store import published_snapshot

    return f"snapshot-{published_snapshot(place, kind)}"
