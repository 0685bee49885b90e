"""Where `Readers` look: the published copy of a warehouse and the decisions since, for a file and for a lake alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import duckdb

from schemas.contracts import CONTRACTS
from warehouse import spill
from warehouse.errors import Unreadable, WarehouseError
from warehouse.place import DAMAGE, Warehouse, damaged
from warehouse.published import stat_of
from warehouse.store import Store

PUBLISHED = "published"
"""The name of the attached copy in statements; a connection that was opened here looks in it first."""
COLUMNS = tuple(CONTRACTS["decision"].to_schema().columns)
PATIENCE_S = 0.25
"""How long a page waits for the writer's file; after that it shows what it knew before."""
SINCE = f"SELECT {', '.join(COLUMNS)} FROM decision WHERE seq > ? ORDER BY seq"  # noqa: S608 - our own names
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # Pages are asked for side by side, and each looks at little: a second thread would cost more than it saves.
    "threads": 1, "memory_limit": "1GB", "autoinstall_known_extensions": False, "autoload_known_extensions": False,
}  # fmt: skip
Mark = tuple[object, ...]
Rows = list[tuple[Any, ...]]


class Copies(Protocol):
    """Both marks are asked for before every page: they must cost next to nothing."""

    def mark(self) -> Mark:
        """Another one for each published copy. Raises NotPublished where there is none yet."""

    def log_mark(self) -> Mark:
        """Another one after each decision."""

    def open(self) -> duckdb.DuckDBPyConnection:
        """The published copy, attached as PUBLISHED."""

    def since(self, seq: int) -> Rows:
        """The decisions after that one. Raises Busy where a refresh holds the warehouse at this moment."""

    def explained(self, error: duckdb.Error) -> WarehouseError | None:
        """A sentence for what went wrong while the copy was asked; None where that is a mistake of ours."""

    def close(self) -> None: ...


class OfFile:
    """The copy beside a warehouse file, and the file itself for the decisions since."""

    def __init__(self, store: Store) -> None:
        self._store = Store(store.path, store.kind, wait_s=PATIENCE_S)

    def mark(self) -> Mark:
        stat = stat_of(self._store.published)
        return (stat.st_ino, stat.st_mtime_ns)

    def log_mark(self) -> Mark:
        path = self._store.path
        return (_stamp(path), _stamp(path.with_name(f"{path.name}.wal")))

    def open(self) -> duckdb.DuckDBPyConnection:
        path = self._store.published
        # Attached to a database of our own: duckdb.connect would give back the old copy while a cursor has it open.
        connection = duckdb.connect(":memory:", config={**_CONFIG, "temp_directory": spill.folder()})
        quoted = str(path).replace("'", "''")
        try:
            connection.execute(f"ATTACH '{quoted}' AS {PUBLISHED} (READ_ONLY)")
            connection.execute(f"USE {PUBLISHED}")
            # Of the lines that come first, only they are looked up in all their columns.
            connection.execute("SET late_materialization_max_rows = 1000")
        except duckdb.Error as error:
            connection.close()
            raise Unreadable(f"{path.name}: cannot be opened ({str(error).splitlines()[0]}).") from error
        return connection

    def since(self, seq: int) -> Rows:
        with self._store.reading() as connection:
            return connection.execute(SINCE, [seq]).fetchall()

    def explained(self, error: duckdb.Error) -> WarehouseError | None:
        """A file that is open does not go away, but a block of it may be damaged."""
        return damaged(self._store.published, error) if isinstance(error, DAMAGE) else None

    def close(self) -> None:
        """Nothing is held."""


def copies_of(store: Warehouse) -> Copies:
    """Those of a file, or of a lake."""
    if isinstance(store, Store):
        return OfFile(store)
    from warehouse.lake.copies import OfLake
    from warehouse.lake.store import LakeStore

    assert isinstance(store, LakeStore)
    return OfLake(store.address, store.kind)


def _stamp(path: Path) -> Mark | None:
    """Changes with whatever is written into the file."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)
