"""The published copy held open by a process that answers many questions, and the decisions written since.

A decision must be seen at once by whoever took it, and copying a large warehouse takes longer than a person waits. So
the few decisions that are younger than the copy are read from the warehouse itself, in a blink, and laid over it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import duckdb

from warehouse.copies import COLUMNS, Mark, Rows, copies_of
from warehouse.errors import Busy
from warehouse.place import Warehouse
from warehouse.structure import check_kind

_KEPT = 4
"""Cursors kept for the next pages: a server asks from several threads."""
_ANSWERS = 200
"""Answers kept; a filter that nobody used before is one more."""
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

T = TypeVar("T")


@dataclass(slots=True)
class _Copy:
    """One published copy, open."""

    mark: Mark
    connection: duckdb.DuckDBPyConnection
    newest: int
    """The newest decision in it."""


@dataclass(slots=True)
class _View:
    """A cursor on the copy with the decisions since laid over it; used again for as long as that is all of them."""

    cursor: duckdb.DuckDBPyConnection
    state: tuple[object, ...]

    def lay(self, fresh: Rows) -> None:
        """Make `decision_log` and `line`, which know the decisions since, and `touched`: the lines they are about."""
        run = self.cursor.execute
        run("USE published")
        run("CREATE TEMP TABLE fresh AS SELECT * FROM published.decision LIMIT 0")
        if fresh:
            marks = ", ".join("?" for _ in COLUMNS)
            self.cursor.executemany(f"INSERT INTO fresh ({', '.join(COLUMNS)}) VALUES ({marks})", fresh)  # noqa: S608
        run("CREATE TEMP VIEW decision_log AS FROM published.decision UNION ALL BY NAME FROM fresh")
        run(_TOUCHED)
        run(_TOUCHED_AT)
        run(_LINE if fresh else "CREATE TEMP VIEW line AS FROM published.review_line")


class Readers:
    """Cursors on the newest published copy, for the threads of one process."""

    def __init__(self, store: Warehouse) -> None:
        self._copies = copies_of(store)
        self._kind = store.kind
        self._lock = threading.Lock()
        self._copy: _Copy | None = None
        self._fresh: Rows = []
        self._fresh_mark: Mark | None = None
        self._generation = 0
        self._free: list[_View] = []
        self._answers: dict[Hashable, Any] = {}
        self._answers_of: tuple[object, ...] | None = None

    def kept(self, key: Hashable, make: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """What `make` finds out, kept under that key until there is another copy or one more decision.

        For what is asked again and again and looks at every line, such as how many there are.
        """
        with self._lock:
            copy = self._current()
            self._decisions(copy)
            state = (copy.mark, self._generation)
            if self._answers_of != state:
                self._answers.clear()
                self._answers_of = state
            if key in self._answers:
                found: T = self._answers[key]
                return found
        with self.look() as view:
            made = make(view)
        with self._lock:
            # What was found in a still newer state is thrown away with this one's when it is asked for again.
            if self._answers_of == state and len(self._answers) < _ANSWERS:
                self._answers[key] = made
        return made

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
        except duckdb.Error as error:
            _shut(view.cursor)
            with self._lock:
                self._lose()
            if (trouble := self._copies.explained(error)) is not None:
                raise trouble from error
            raise
        except BaseException:
            _shut(view.cursor)
            raise
        with self._lock:
            if (view.state == (self._copy and self._copy.mark, self._generation)) and len(self._free) < _KEPT:
                self._free.append(view)
                return
        _shut(view.cursor)

    def close(self) -> None:
        with self._lock:
            self._lose()
            self._copies.close()

    def _lose(self) -> None:
        """The next page opens the copy anew."""
        self._forget()
        if self._copy is not None:
            _shut(self._copy.connection)
        self._copy = None

    def _forget(self) -> None:
        """What was laid over the copy is no longer all of it: cursors are made anew."""
        self._generation += 1
        for view in self._free:
            _shut(view.cursor)
        self._free.clear()

    def _current(self) -> _Copy:
        mark = self._copies.mark()
        if self._copy is None or self._copy.mark != mark:
            self._copy = self._open(mark)
            known = COLUMNS.index("seq")
            self._fresh = [row for row in self._fresh if row[known] > self._copy.newest]
            self._fresh_mark = None
            self._forget()
        return self._copy

    def _open(self, mark: Mark) -> _Copy:
        connection = self._copies.open()
        check_kind(connection, "the published copy", self._kind)
        newest = connection.execute("SELECT coalesce(max(seq), 0) FROM decision").fetchone()
        return _Copy(mark, connection, int(newest[0]) if newest else 0)

    def _decisions(self, copy: _Copy) -> Rows:
        """The decisions younger than the copy."""
        mark = self._copies.log_mark()
        if mark == self._fresh_mark:
            return self._fresh
        try:
            fresh = self._copies.since(copy.newest)
        except Busy:
            # A refresh holds the file at this moment: the next page asks again.
            return self._fresh
        self._fresh_mark = mark
        if fresh != self._fresh:
            self._fresh = fresh
            self._forget()
        return self._fresh


def _shut(cursor: duckdb.DuckDBPyConnection) -> None:
    """Undo first: without its PostgreSQL, closing with a transaction open ends the process (seen with 1.5.5)."""
    with suppress(duckdb.Error):  # nothing was open, or there is nobody left to tell
        cursor.rollback()
    cursor.close()
