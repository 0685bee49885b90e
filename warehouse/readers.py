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
_LASTING = 20
"""Answers kept for as long as a copy, each of which may name every publisher."""
_FEW = 100
"""Alerts looked for by parameters, one each: DuckDB looks for these while it scans. More are joined."""
_COVERED = "INSERT INTO covered SELECT rowid AS at_row, l.* FROM published.review_line l WHERE alert_id IN ({})"
_TOUCHED = (
    "INSERT INTO touched SELECT * EXCLUDE (at_row) FROM covered WHERE alert_id NOT IN (SELECT alert_id FROM touched)"
)
_DECIDED = """
    UPDATE touched SET state = d.state, version = d.version, assignee = d.assignee, snoozed_until = d.snoozed_until,
                       is_reopened = (d.act = 'reopened')
    FROM (FROM fresh WHERE seq > ? QUALIFY row_number() OVER (PARTITION BY alert_id ORDER BY version DESC) = 1) d
    WHERE d.alert_id = touched.alert_id
"""
_LINE = """
    CREATE OR REPLACE TEMP VIEW line AS
    SELECT l.* FROM published.review_line l ANTI JOIN covered c ON c.at_row = l.rowid UNION ALL BY NAME FROM touched
"""
_SEQ, _ALERT = COLUMNS.index("seq"), COLUMNS.index("alert_id")

T = TypeVar("T")
B = TypeVar("B")


@dataclass(slots=True)
class _Copy:
    """One published copy, open."""

    mark: Mark
    connection: duckdb.DuckDBPyConnection
    newest: int
    """The newest decision in it."""


@dataclass(slots=True)
class _View:
    """A cursor on the copy with the decisions since laid over it; later ones are added before it is used again."""

    cursor: duckdb.DuckDBPyConnection
    epoch: int
    laid: int = 0
    """So many of the decisions since."""

    def begin(self) -> None:
        """Make `decision_log` and `line`, which know the decisions since; `touched`, the lines they are about; and
        `covered`, the same lines as the copy has them."""
        run = self.cursor.execute
        run("USE published")
        run("CREATE TEMP TABLE fresh AS SELECT * FROM published.decision LIMIT 0")
        run("CREATE TEMP TABLE covered AS SELECT rowid AS at_row, l.* FROM published.review_line l LIMIT 0")
        run("CREATE TEMP TABLE touched AS SELECT * EXCLUDE (at_row) FROM covered")
        run("CREATE TEMP VIEW decision_log AS FROM published.decision UNION ALL BY NAME FROM fresh")
        run("CREATE TEMP VIEW line AS FROM published.review_line")

    def lay(self, fresh: Rows) -> None:
        """Lay over it those decisions that it does not know yet."""
        more, run = fresh[self.laid :], self.cursor.execute
        if not more:
            return
        marks = ", ".join("?" for _ in COLUMNS)
        self.cursor.executemany(f"INSERT INTO fresh ({', '.join(COLUMNS)}) VALUES ({marks})", more)  # noqa: S608
        ids = {row[_ALERT] for row in more} - {row[_ALERT] for row in fresh[: self.laid]}
        if len(ids) > _FEW:
            run(_COVERED.format("SELECT alert_id FROM fresh EXCEPT SELECT alert_id FROM covered"))
        elif ids:
            run(_COVERED.format(", ".join("?" for _ in ids)), [*ids])
        run(_TOUCHED)
        run(_DECIDED, [min(row[_SEQ] for row in more) - 1])
        if not self.laid:
            run(_LINE)
        self.laid = len(fresh)


class Readers:
    """Cursors on the newest published copy, for the threads of one process."""

    def __init__(self, store: Warehouse) -> None:
        self._copies = copies_of(store)
        self._kind = store.kind
        self._lock = threading.Lock()
        self._copy: _Copy | None = None
        self._fresh: Rows = []
        self._fresh_mark: Mark | None = None
        self._epoch = 0
        """Another one for each copy; within one, decisions are only added."""
        self._free: list[_View] = []
        self._answers: dict[Hashable, Any] = {}
        self._answers_of: tuple[object, ...] | None = None
        self._lasting: dict[Hashable, list[Any]] = {}

    def kept(self, key: Hashable, make: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """What `make` finds out, kept under that key until there is another copy or one more decision.

        For what is asked again and again and looks at every line, such as how many there are.
        """
        return self._kept(key, lambda view: make(view.cursor))

    def kept_on(
        self, key: Hashable, before: Callable[[duckdb.DuckDBPyConnection], B],
        make: Callable[[duckdb.DuckDBPyConnection, B], T],
    ) -> T:  # fmt: skip
        """The same for what can be made from the few lines that were decided on and from `before`, which asks of the
        published copy alone and is kept for as long as that."""

        def made(view: _View) -> T:
            of_copy = (view.epoch, key)
            with self._lock:
                known: list[B] = self._lasting.get(of_copy, [])
            known = known or [before(view.cursor)]
            with self._lock:
                if view.epoch == self._epoch and len(self._lasting) < _LASTING:
                    self._lasting[of_copy] = known
            return make(view.cursor, known[0])

        return self._kept(key, made)

    def _kept(self, key: Hashable, make: Callable[[_View], T]) -> T:
        with self._lock:
            copy = self._current()
            # Asked for first: it may tell that what was known is of another file.
            decisions = len(self._decisions(copy))
            state = (self._epoch, decisions)
            if self._answers_of != state:
                self._answers.clear()
                self._answers_of = state
            if key in self._answers:
                found: T = self._answers[key]
                return found
        with self._looking() as view:
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
        with self._looking() as view:
            yield view.cursor

    @contextmanager
    def _looking(self) -> Iterator[_View]:
        with self._lock:
            copy = self._current()
            fresh = self._decisions(copy)
            view = self._free.pop() if self._free else None
            epoch = self._epoch
        is_new = view is None
        view = view or _View(copy.connection.cursor(), epoch)
        try:
            if is_new:
                view.begin()
            view.lay(fresh)
            yield view
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
            if view.epoch == self._epoch and len(self._free) < _KEPT:
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
        """Cursors are made anew, and so is what was found out."""
        self._epoch += 1
        self._lasting.clear()
        for view in self._free:
            _shut(view.cursor)
        self._free.clear()

    def _current(self) -> _Copy:
        mark = self._copies.mark()
        if self._copy is None or self._copy.mark != mark:
            self._copy = self._open(mark)
            self._fresh = [row for row in self._fresh if row[_SEQ] > self._copy.newest]
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
        if fresh[: len(self._fresh)] != self._fresh:
            self._forget()  # another file was put in its place
        self._fresh = fresh
        return self._fresh


def _shut(cursor: duckdb.DuckDBPyConnection) -> None:
    """Undo first: without its PostgreSQL, closing with a transaction open ends the process (seen with 1.5.5)."""
    with suppress(duckdb.Error):  # nothing was open, or there is nobody left to tell
        cursor.rollback()
    cursor.close()
