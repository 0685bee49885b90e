"""The lake as `warehouse.store.Store` is for one file: the same promises, kept by a catalogue in PostgreSQL.

Any number of machines read and write. One transaction writes at a time, under a lock in PostgreSQL, because an insert
that skips what is there already is only safe alone. What conflicts all the same (somebody merges files by hand, the
database restarts) is done again a few times: every write of ours is idempotent. Readers see the last whole refresh,
which is a snapshot of the lake with a mark on it, and nobody ever waits for them.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from schemas.failpoints import reach
from warehouse.errors import AtWork, Busy, NotPublished, NotStored, Unreadable
from warehouse.filelock import pauses
from warehouse.lake.address import LakeAddress
from warehouse.lake.differences import takes_comment
from warehouse.lake.locks import Lock, Locks
from warehouse.lake.session import (
    NAME,
    PUBLISHED,
    Marks,
    asks_marks,
    asks_whether_there,
    attach,
    attach_to,
    bare,
    close,
    marks_of,
    quoted,
    schema,
)
from warehouse.structure import Kind, Structure, bring_up, check_kind

T = TypeVar("T")
ATTEMPTS = 5
"""Of one transaction, in all."""
_PASSING = (duckdb.TransactionException, duckdb.IOException)
"""A conflict with another writer, a connection that was lost: worth another attempt."""


class LakeStore:
    """One lake, seen from one process."""

    def __init__(
        self, address: LakeAddress, kind: Kind, *, wait_s: float = 60.0, structure: Structure | None = None
    ) -> None:
        self.address = address
        self.kind = kind
        self.wait_s = wait_s
        self._structure = structure or Structure()
        self._locks = Locks(address.postgres, schema(kind))
        self._writing = Lock(self._locks, "write")
        self.run_lock = Lock(self._locks, "run")
        """Held for a whole refresh: two at once would close each other's findings."""
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._in_use = threading.RLock()
        """The review desk asks from several threads, and a connection serves one at a time."""

    @property
    def note(self) -> None:
        """No note is needed: locks in PostgreSQL reach every machine."""

    @property
    def published(self) -> LakeAddress:
        """What readers open: see `open_published`."""
        return self.address

    def lock(self, name: str) -> Lock:
        """A lock between all processes on this lake; see locks.py."""
        return Lock(self._locks, name)

    def is_held(self, name: str) -> bool:
        """Whether any process holds that lock."""
        with self._explained():
            return not self._locks.is_free(name)

    @contextmanager
    def writing(self, name: str, *, publish: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction, tried once; `name` is the failpoint's name around its commit.

        Raises:
            Busy: another process writes for longer than `wait_s`.
            NotStored: it could not be committed.
            Unreadable, WrongKind: this lake is not for us.
        """
        with self._alone(), self._turn(), self._explained():
            connection = self._session()
            try:
                connection.begin()
                yield connection
                if publish:
                    connection.execute(f"CALL {NAME}.set_commit_message('citewatch', '{PUBLISHED}')")
                reach(f"{name}.before_commit")
                connection.commit()
                reach(f"{name}.after_commit")
            except BaseException:
                self._drop()  # closing undoes what was open
                raise

    def transact(self, name: str, work: Callable[[duckdb.DuckDBPyConnection], T], *, publish: bool = False) -> T:
        """`work` in one transaction, all of it again if it could not be committed, at most ATTEMPTS times.

        Raises:
            Busy, NotStored, Unreadable, WrongKind: as `writing` does, the last time.
        """
        tries = pauses()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.writing(name, publish=publish) as connection:
                    return work(connection)
            except NotStored as error:
                if attempt == ATTEMPTS or not isinstance(error.__cause__, _PASSING):
                    raise
                time.sleep(next(tries))
        raise AssertionError("the last attempt returns or raises")

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The lake as of now, for the refresh itself."""
        with self._alone(), self._explained():
            if self._connection is None:
                with self._turn():
                    self._session()
            connection = self._session()
            try:
                connection.begin()
                yield connection
                connection.rollback()
            except BaseException:
                self._drop()
                raise

    def publish(self) -> bool:
        """Show readers what is stored now; tell whether there was anything new."""
        with self.reading() as connection:
            newest = connection.execute(
                f"SELECT commit_message IS NOT DISTINCT FROM '{PUBLISHED}' FROM {NAME}.snapshots()"  # noqa: S608
                " ORDER BY snapshot_id DESC LIMIT 1"
            ).fetchone()
        if newest and newest[0]:
            return False

        def mark(connection: duckdb.DuckDBPyConnection) -> None:
            # A snapshot is made by a change: this one changes nothing.
            connection.execute("INSERT INTO shipped SELECT 'published'")
            connection.execute("DELETE FROM shipped WHERE digest = 'published'")

        self.transact("publish", mark, publish=True)
        return True

    def exists(self) -> bool:
        """Whether there is a lake at this address yet; makes none."""
        with self._explained():
            return bool(self._locks.ask(asks_whether_there(self.kind)))

    def size(self) -> int:
        """Bytes of its Parquet files and of its schema in PostgreSQL, which knows both."""
        own = schema(self.kind)
        files = " + ".join(
            f"(SELECT coalesce(sum(file_size_bytes), 0) FROM {own}.{table} WHERE end_snapshot IS NULL)"  # noqa: S608
            for table in ("ducklake_data_file", "ducklake_delete_file")
        )
        with self._explained():
            found = self._locks.ask(
                f"SELECT {files} + sum(pg_total_relation_size(c.oid)) FROM pg_class c"  # noqa: S608
                f" JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r' AND nspname = '{own}'"
            )
        return int(found or 0)

    def marks(self) -> Marks:
        """Which states readers see, and which is the newest."""
        with self._explained():
            return marks_of(self._locks.ask(asks_marks(self.kind)))

    def alone(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """`work` outside a transaction, while nobody else writes: DuckLake's own upkeep."""
        with self._alone(), self._turn(), self._explained():
            return work(self._session())

    def snapshot(self, target: Path) -> None:
        """The lake as of now, as one warehouse file."""
        from warehouse.lake.files import write_file

        with self.reading() as connection:
            write_file(connection, self.kind, target)

    @contextmanager
    def attached(self, attach_it: str, detach_it: str) -> Iterator[None]:
        """Another database beside the lake, for as long as the block runs."""
        with self._turn():
            connection = self._session()
        connection.execute(attach_it)
        try:
            yield
        finally:
            if self._connection is connection:  # else it was closed on the way, and the other one with it
                connection.execute(detach_it)

    def sweep(self) -> None:
        """Nothing: a transaction that was killed left at most Parquet files that no snapshot names (see `upkeep`)."""

    def is_refreshing(self) -> bool:
        """Whether a refresh, or what none may be beside, is at work anywhere."""
        return self.is_held(self.run_lock.name)

    async def begin_run(self, note: str) -> None:
        """Take `run_lock`, waiting for a refresh that is at work anywhere; the caller releases it.

        Raises:
            AtWork: that refresh was still at work after `wait_s`.
        """
        await self.wait_for(self.run_lock, "another refresh is at work on it")

    async def wait_for(self, lock: Lock, why: str) -> None:
        """Take a lock without holding up the event loop.

        Raises:
            AtWork: somebody held it for longer than `wait_s`.
        """
        deadline = time.monotonic() + self.wait_s
        with self._explained():
            for pause in pauses():
                if lock.try_acquire():
                    return
                if time.monotonic() >= deadline:
                    raise AtWork(
                        f"{self.address}: {why} ({lock.note}); this one was not started. "
                        "Wait for its end and run again."
                    )
                await asyncio.sleep(pause)

    def pack(self) -> bool:
        """Nothing: a lake's files are put together by DuckLake's own functions (docs/scaling.md)."""
        return False

    def close(self) -> None:
        """Let go of every lock and connection. Ending the process does the same."""
        self._drop()
        self._locks.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other thread of this process at our connection."""
        if not self._in_use.acquire(timeout=self.wait_s):
            raise Busy(f"{self.address}: this process has been at work on it for {self.wait_s:g} s. Try again later.")
        try:
            yield
        finally:
            self._in_use.release()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        deadline = time.monotonic() + self.wait_s
        for pause in pauses():
            with self._explained():
                if self._writing.try_acquire():
                    break
            if time.monotonic() >= deadline:
                raise Busy(
                    f"{self.address}: {self._writing.note} has been writing for {self.wait_s:g} s. Try again later; "
                    "if nothing should be running there, look for a process that hangs."
                )
            time.sleep(pause)
        try:
            yield
        finally:
            with self._explained():
                self._writing.release()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            if isinstance(error, duckdb.ProgrammingError | duckdb.IntegrityError):
                raise  # a mistake of ours, and no trouble with the lake
            raise NotStored(
                f"{self.address}: {line_of(error)}. Nothing of this step was stored, and what was there is untouched. "
                "Look whether PostgreSQL answers at this address, and run again."
            ) from error

    def _session(self) -> duckdb.DuckDBPyConnection:
        """The writer's connection, made once: attaching costs more than most transactions. Call it in our turn."""
        if self._connection is None:
            connection = attach(self.address, self.kind, writer=True)
            try:
                # Tables only ever grow, and the snapshot before a migration stays: no copy is made.
                bring_up(
                    connection, str(self.address), self.kind, self._structure, lambda first: None, takes_comment, ""
                )  # fmt: skip
            except BaseException:
                close(connection)
                raise
            self._connection = connection
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            close(self._connection)
            self._connection = None


def open_published(address: LakeAddress, kind: Kind, name: str = NAME) -> duckdb.DuckDBPyConnection:
    """The lake as the last whole refresh left it, read-only; it stays so for whoever has it open.

    `name` is that of the attached lake, which statements need not give.

    Raises:
        NotPublished: there is none yet.
        Unreadable: it can't be reached.
        WrongKind: it holds the other kind of data.
    """
    connection = bare("ducklake", "postgres_scanner")
    try:
        snapshot = _marks(connection, address, kind).published
        if snapshot is None:
            raise NotPublished(f"{address}: nothing has been published yet. Run `citewatch run` first.")
        attach_to(connection, address, kind, name=name, snapshot=snapshot)
        check_kind(connection, str(address), kind)
    except duckdb.Error as error:
        connection.close()
        raise Unreadable(
            f"{address}: can't be opened ({line_of(error)}). Look whether PostgreSQL answers at this address, and "
            "whether CITEWATCH_LAKE names the folder of its files."
        ) from error
    except BaseException:
        connection.close()
        raise
    return connection


def published_snapshot(address: LakeAddress, kind: Kind) -> int | None:
    """The number of the snapshot that `open_published` opens."""
    with bare("postgres_scanner") as connection:
        return _marks(connection, address, kind).published


def _marks(connection: duckdb.DuckDBPyConnection, address: LakeAddress, kind: Kind) -> Marks:
    """Asked of PostgreSQL itself: attaching the lake twice would take twice as long."""
    connection.execute(f"ATTACH {quoted(address.postgres)} AS asked (TYPE postgres, READ_ONLY)")

    def ask(sql: str) -> str:
        found = connection.execute(f"FROM postgres_query('asked', {quoted(sql)})").fetchone()
        return str(found[0]) if found else ""

    marks = marks_of(ask(asks_marks(kind))) if ask(asks_whether_there(kind)) == "1" else Marks(None, -1)
    connection.execute("DETACH asked")
    return marks


def line_of(error: Exception) -> str:
    """What DuckDB says, in one line of bearable length; the address stands before it already."""
    told = re.sub(r'\w+ Error: Unable to connect to Postgres at "[^"]*": ', "", " ".join(str(error).split()))
    return told[:400].rstrip(".? ")
