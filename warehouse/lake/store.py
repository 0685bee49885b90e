"""The lake as `warehouse.store.Store` is for one file: the same promises, kept by a catalogue in PostgreSQL.

Any number of machines read and write. One transaction writes at a time, under a lock in PostgreSQL, because an insert
that skips what is there already is only safe alone. What conflicts all the same (somebody merges files by hand, the
database restarts) is done again a few times: every write of ours is idempotent. Readers see the last whole refresh,
which is a snapshot of the lake with a mark on it, and nobody ever waits for them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from schemas.failpoints import reach
from warehouse.errors import Busy, NotStored, Unreadable
from warehouse.filelock import pauses
from warehouse.lake.address import LakeAddress
from warehouse.lake.differences import takes_comment
from warehouse.lake.locks import Lock, Locks
from warehouse.lake.session import NAME, attach, close, schema
from warehouse.structure import Kind, Structure, bring_up, check_kind

T = TypeVar("T")
ATTEMPTS = 5
"""Of one transaction, in all."""
_PASSING = (duckdb.TransactionException, duckdb.IOException)
"""A conflict with another writer, a connection that was lost: worth another attempt."""
_PUBLISHED = "published"


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
        with self._turn(), self._explained():
            connection = self._session()
            try:
                connection.begin()
                yield connection
                if publish:
                    connection.execute(f"CALL {NAME}.set_commit_message('citewatch', '{_PUBLISHED}')")
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
        with self._explained():
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
                f"SELECT commit_message IS NOT DISTINCT FROM '{_PUBLISHED}' FROM {NAME}.snapshots()"  # noqa: S608
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
            found = self._locks.ask(f"SELECT count(*) FROM pg_namespace WHERE nspname = '{schema(self.kind)}'")  # noqa: S608
        return bool(found)

    def size(self) -> int:
        """Bytes of its Parquet files and of its schema in PostgreSQL."""
        with self.reading() as connection:
            files = connection.execute(f"SELECT sum(file_size_bytes) FROM {NAME}.table_info()").fetchone()  # noqa: S608
        with self._explained():
            catalogue = self._locks.ask(
                "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"  # noqa: S608
                f" WHERE relkind = 'r' AND nspname = '{schema(self.kind)}'"
            )
        return int((files and files[0]) or 0) + int(catalogue or 0)

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

    async def begin_run(self, note: str) -> None:
        """Take `run_lock`, waiting for a refresh that is at work anywhere; the caller releases it.

        Raises:
            Busy: that refresh was still at work after `wait_s`.
        """
        await self.wait_for(self.run_lock, "another refresh is at work on it")

    async def wait_for(self, lock: Lock, why: str) -> None:
        """Take a lock without holding up the event loop.

        Raises:
            Busy: somebody held it for longer than `wait_s`.
        """
        deadline = time.monotonic() + self.wait_s
        with self._explained():
            for pause in pauses():
                if lock.try_acquire():
                    return
                if time.monotonic() >= deadline:
                    raise Busy(
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
                f"{self.address}: {_line(error)}. Nothing of this step was stored, and what was there is untouched."
            ) from error

    def _session(self) -> duckdb.DuckDBPyConnection:
        """The writer's connection, made once: attaching costs more than most transactions. Call it in our turn."""
        if self._connection is None:
            connection = attach(self.address, self.kind, writer=True)
            try:
                # Tables only ever grow, and the snapshot before a migration stays: no copy is made.
                bring_up(
                    connection, str(self.address), self.kind, self._structure, lambda first: None, takes_comment
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


def open_published(address: LakeAddress, kind: Kind) -> duckdb.DuckDBPyConnection:
    """The lake as the last whole refresh left it, read-only; it stays so for whoever has it open.

    Raises:
        Unreadable: there is none yet, or it can't be reached.
        WrongKind: it holds the other kind of data.
    """
    try:
        connection = attach(address, kind)
        found = connection.execute(
            f"SELECT max(snapshot_id) FROM {NAME}.snapshots() WHERE commit_message = '{_PUBLISHED}'"  # noqa: S608
        ).fetchone()
        connection.close()
        if not found or found[0] is None:
            raise Unreadable(f"{address}: nothing has been published yet. Run `citewatch run` first.")
        connection = attach(address, kind, snapshot=found[0])
    except duckdb.Error as error:
        raise Unreadable(
            f"{address}: can't be opened ({_line(error)}). Run `citewatch run` first if there is no lake yet; "
            "else look whether PostgreSQL answers and CITEWATCH_LAKE names the folder of its files."
        ) from error
    try:
        check_kind(connection, str(address), kind)
    except BaseException:
        connection.close()
        raise
    return connection


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:400].rstrip(".")
