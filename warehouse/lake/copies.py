"""The published snapshot of a lake and the decisions since, for `Readers`."""

from __future__ import annotations

import duckdb

from warehouse.copies import PUBLISHED, SINCE, Mark, Rows
from warehouse.errors import NotPublished, Unreadable
from warehouse.lake.address import LakeAddress
from warehouse.lake.locks import Locks
from warehouse.lake.session import Marks, asks_marks, asks_whether_there, attach, close, marks_of, schema
from warehouse.lake.store import line_of, open_published
from warehouse.structure import Kind


class OfLake:
    """Asks PostgreSQL before every page, in one question, whether anything has changed."""

    def __init__(self, address: LakeAddress, kind: Kind) -> None:
        self._address, self._kind = address, kind
        self._postgres = Locks(address.postgres, schema(kind))
        self._now: duckdb.DuckDBPyConnection | None = None
        """As of now, for the decisions since."""
        self._marks = Marks(None, -1)

    def mark(self) -> Mark:
        try:
            there = self._marks.published is not None or self._postgres.ask(asks_whether_there(self._kind))
            self._marks = marks_of(self._postgres.ask(asks_marks(self._kind))) if there else Marks(None, -1)
        except duckdb.Error as error:
            self._marks = Marks(None, -1)
            raise Unreadable(
                f"{self._address}: can't be read now ({line_of(error)}). Try again in a minute."
            ) from error
        if self._marks.published is None:
            raise NotPublished(f"{self._address}: nothing has been published yet. Run `citewatch run` first.")
        return (self._marks.published,)

    def log_mark(self) -> Mark:
        """Any newer snapshot may hold a decision; `mark` has just looked."""
        return (self._marks.newest,)

    def open(self) -> duckdb.DuckDBPyConnection:
        return open_published(self._address, self._kind, PUBLISHED)

    def since(self, seq: int) -> Rows:
        try:
            if self._now is None:
                self._now = attach(self._address, self._kind)
            return self._now.execute(SINCE, [seq]).fetchall()
        except duckdb.Error as error:
            self.close()
            raise Unreadable(
                f"{self._address}: can't be read now ({line_of(error)}). Try again in a minute."
            ) from error

    def explained(self, error: duckdb.Error) -> Unreadable | None:
        if isinstance(error, duckdb.ProgrammingError | duckdb.IntegrityError):
            return None
        return Unreadable(f"{self._address}: can't be read now ({line_of(error)}). Try again in a minute.")

    def close(self) -> None:
        self._postgres.close()
        if self._now is not None:
            close(self._now)
            self._now = None
