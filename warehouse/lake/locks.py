"""Locks between machines: PostgreSQL's advisory locks, which end with their holder, however that one ends."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
from typing import Any

import duckdb

from warehouse.lake.session import bare, close, quoted

_GATE = "gate"


class Locks:
    """All the locks that one process holds on one lake, over one connection that does nothing else. Any thread may ask.

    The connection stays in a transaction, so that DuckDB's pool neither closes nor shares it; read committed, so that
    it never holds up PostgreSQL's vacuum.
    """

    def __init__(self, postgres: str, space: str) -> None:
        self._postgres, self._space = postgres, space
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._held: set[str] = set()
        self._asking = threading.RLock()

    def try_acquire(self, name: str) -> bool:
        """Take it if it is free now; False also if we hold it already.

        Raises:
            duckdb.Error: PostgreSQL can't be reached, or went away: then every lock held is lost.
        """
        with self._asking:
            if name in self._held:
                return False
            taken = bool(self.ask(f"SELECT pg_try_advisory_lock({self._key(name)})"))
            if taken:
                self._held.add(name)
            return taken

    def release(self, name: str) -> None:
        with self._asking:
            if name in self._held:
                self._held.discard(name)
                self.ask(f"SELECT pg_advisory_unlock({self._key(name)})")

    def is_free(self, name: str) -> bool:
        """Whether nobody holds it, we included."""
        return not self.ask(f"SELECT count(*) FROM pg_locks l WHERE {self._is(name)}")  # noqa: S608

    def holder(self, name: str) -> str:
        """Who holds it, as they named themselves."""
        with self._asking:
            # Within a transaction, and we are always in one, PostgreSQL shows sessions as they were when first asked.
            self.ask("SELECT CAST(pg_stat_clear_snapshot() AS text)")
            found = self.ask(
                "SELECT string_agg(a.application_name, ', ') FROM pg_locks l JOIN pg_stat_activity a USING (pid)"  # noqa: S608
                f" WHERE {self._is(name)}"
            )
        return str(found or "")

    def _is(self, name: str) -> str:
        key = self._key(name)
        return (
            "l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"  # noqa: S608 - two numbers of ours
            " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            f" AND l.classid = {key >> 32} AND l.objid = {key & 0xFFFFFFFF}"
        )

    def close(self) -> None:
        """Let go of everything."""
        with self._asking:
            self._held.clear()
            if self._connection is not None:
                close(self._connection)
                self._connection = None

    def ask(self, sql: str) -> Any:
        """The one value that PostgreSQL answers."""
        with self._asking:
            try:
                row = self._session().execute(f"FROM postgres_query('{_GATE}', {quoted(sql)})").fetchone()
            except duckdb.Error as error:
                self.close()
                raise duckdb.IOException(str(error)) from error  # it says "binder" of a database that went away
            return row[0] if row else None

    def _session(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            connection = self._connection = bare("postgres_scanner", writer=True)
            connection.execute("SET pg_idle_in_transaction_timeout_millis = 0")
            connection.execute(
                f"ATTACH {quoted(self._postgres)} AS {_GATE} (TYPE postgres, ISOLATION_LEVEL 'READ COMMITTED')"
            )
            connection.begin()
            who = quoted(f"citewatch on {socket.gethostname()}, process {os.getpid()}")
            self.ask(f"SELECT set_config('application_name', {who}, false)")
        return self._connection

    def _key(self, name: str) -> int:
        """63 bits: PostgreSQL's are signed."""
        return int.from_bytes(hashlib.sha256(f"citewatch {self._space} {name}".encode()).digest()[:8], "big") >> 1


class Lock:
    """One of them, as whoever holds it for longer sees it."""

    def __init__(self, locks: Locks, name: str) -> None:
        self._locks, self.name = locks, name

    def try_acquire(self) -> bool:
        return self._locks.try_acquire(self.name)

    def release(self) -> None:
        self._locks.release(self.name)

    @property
    def note(self) -> str:
        return self._locks.holder(self.name)
