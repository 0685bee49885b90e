"""The published copy held open by a process that answers many questions, and the decisions written since.

A decision must be seen at once by whoever took it, and copying a large warehouse takes longer than a person waits. So
the few decisions that are younger than the copy are read from the writer's own file, in a blink, and laid over it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from schemas.contracts import CONTRACTS
from warehouse.errors import Busy, Unreadable
from warehouse.store import Store
from warehouse.structure import check_kind

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # Pages are asked for side by side, and each looks at little: a second thread would cost more than it saves.
    "threads": 1, "memory_limit": "1GB", "autoinstall_known_extensions": False, "autoload_known_extensions": False,
}  # fmt: skip
_COLUMNS = tuple(CONTRACTS["decision"].to_schema().columns)
_PATIENCE_S = 0.25
"""How long a page waits for the writer's file; after that it shows what it knew before."""

_KEPT = 4
"""Cursors kept for the next pages: a server asks from several threads."""
_TOUCHED = """
    CREATE TEMP TABLE touched AS
    SELECT l.* REPLACE (d.state AS state, d.version AS version, d.assignee AS assignee,
                        d.snoozed_until AS snoozed_until, d.act = 'reopened' AS is_reopened)
    FROM published.review_line l
    JOIN (FROM fresh QUALIFY row_number() OVER (PARTITION BY alert_id ORDER BY version DESC) = 1) d
        ON d.alert_id = l.alert_id
"""
_TOUCHED_AT = """
    CREATE TEMP TABLE touched_at AS
    SELECT rowid AS at FROM published.review_line WHERE alert_id IN (SELECT alert_id FROM touched)
"""
_LINE = """
    CREATE TEMP VIEW line AS
    SELECT l.* FROM published.review_line l ANTI JOIN touched_at t ON t.at = l.rowid UNION ALL BY NAME FROM touched
"""


@dataclass(slots=True)
class _Copy:
    """One published copy, open."""

    mark: tuple[int, int]
    connection: duckdb.DuckDBPyConnection
    newest: int
    """The newest decision in it."""


@dataclass(slots=True)
class _View:
    """A cursor on the copy with the decisions since laid over it; used again for as long as that is all of them."""

    cursor: duckdb.DuckDBPyConnection
    state: tuple[object, ...]

    def lay(self, fresh: list[tuple[Any, ...]]) -> None:
        """Make `decision_log` and `line`, which know the decisions since, and `touched`: the lines they are about."""
        run = self.cursor.execute
        run("USE published")
        run("CREATE TEMP TABLE fresh AS SELECT * FROM published.decision LIMIT 0")
        if fresh:
            marks = ", ".join("?" for _ in _COLUMNS)
            self.cursor.executemany(f"INSERT INTO fresh ({', '.join(_COLUMNS)}) VALUES ({marks})", fresh)  # noqa: S608
        run("CREATE TEMP VIEW decision_log AS FROM published.decision UNION ALL BY NAME FROM fresh")
        run(_TOUCHED)
        run(_TOUCHED_AT)
        run(_LINE if fresh else "CREATE TEMP VIEW line AS FROM published.review_line")


class Readers:
    """Cursors on the newest published copy, for the threads of one process."""

    def __init__(self, store: Store) -> None:
        self._store = Store(store.path, store.kind, wait_s=_PATIENCE_S)
        self._lock = threading.Lock()
        self._copy: _Copy | None = None
        self._fresh: list[tuple[Any, ...]] = []
        self._fresh_mark: tuple[object, ...] = ()
        self._generation = 0
        self._free: list[_View] = []

    @contextmanager
    def look(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees every table and view, and `decision_log`: all decisions up to now.

        Raises:
            Unreadable: nothing has been published yet, or it is no warehouse.
            WrongKind: it holds the other kind of data.
        """
        with self._lock:
            copy = self._current()
            fresh = self._decisions(copy)
            view = self._free.pop() if self._free else None
            state = (copy.mark, self._generation)
        if view is None:
            view = _View(copy.connection.cursor(), state)
            view.lay(fresh)
        try:
            yield view.cursor
        except BaseException:
            view.cursor.close()
            raise
        with self._lock:
            if (view.state == (self._copy and self._copy.mark, self._generation)) and len(self._free) < _KEPT:
                self._free.append(view)
                return
        view.cursor.close()

    def close(self) -> None:
        with self._lock:
            self._forget()
            if self._copy is not None:
                self._copy.connection.close()
            self._copy = None

    def _forget(self) -> None:
        """What was laid over the copy is no longer all of it: cursors are made anew."""
        self._generation += 1
        for view in self._free:
            view.cursor.close()
        self._free.clear()

    def _current(self) -> _Copy:
        path = self._store.published
        try:
            stat = path.stat()
        except FileNotFoundError as error:
            raise Unreadable(
                f"{path.name}: nothing has been published yet. Run `citewatch run` (or `make demo`) first."
            ) from error
        mark = (stat.st_ino, stat.st_mtime_ns)
        if self._copy is None or self._copy.mark != mark:
            self._copy = self._open(path, mark)
            known = _COLUMNS.index("seq")
            self._fresh = [row for row in self._fresh if row[known] > self._copy.newest]
            self._fresh_mark = ()
            self._forget()
        return self._copy

    def _open(self, path: Path, mark: tuple[int, int]) -> _Copy:
        # Attached to a database of our own: duckdb.connect would give back the old copy while a cursor has it open.
        connection = duckdb.connect(":memory:", config=_CONFIG)
        quoted = str(path).replace("'", "''")
        try:
            connection.execute(f"ATTACH '{quoted}' AS published (READ_ONLY)")
            connection.execute("USE published")
            # Of the lines that come first, only they are looked up in all their columns.
            connection.execute("SET late_materialization_max_rows = 1000")
        except duckdb.Error as error:
            connection.close()
            raise Unreadable(f"{path.name}: cannot be opened ({str(error).splitlines()[0]}).") from error
        check_kind(connection, path.name, self._store.kind)
        newest = connection.execute("SELECT coalesce(max(seq), 0) FROM decision").fetchone()
        return _Copy(mark, connection, int(newest[0]) if newest else 0)

    def _decisions(self, copy: _Copy) -> list[tuple[Any, ...]]:
        """The decisions younger than the copy."""
        mark = _mark(self._store.path)
        if mark == self._fresh_mark:
            return self._fresh
        names = ", ".join(_COLUMNS)
        try:
            with self._store.reading() as connection:
                fresh = connection.execute(
                    f"SELECT {names} FROM decision WHERE seq > ? ORDER BY seq",  # noqa: S608 - our own names
                    [copy.newest],
                ).fetchall()
        except Busy:
            # A refresh holds the file at this moment: the next page asks again.
            return self._fresh
        self._fresh_mark = mark
        if fresh != self._fresh:
            self._fresh = fresh
            self._forget()
        return self._fresh


def _mark(path: Path) -> tuple[object, ...]:
    """Changes with whatever is written into the file."""
    found: list[object] = []
    for name in (path, path.with_name(f"{path.name}.wal")):
        try:
            stat = name.stat()
            found.append((stat.st_ino, stat.st_mtime_ns, stat.st_size))
        except FileNotFoundError:
            found.append(None)
    return tuple(found)
