"""The only code that opens the warehouse file.

DuckDB lets in one writer or many readers, so a writer holds the file for one short transaction and gives it back;
everybody else reads the published copy. A file belongs to live data or to specimens for good, and never changes sides.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

import duckdb

from schemas.failpoints import reach
from warehouse import packing
from warehouse.errors import AtWork, Busy, NotStored, Unreadable, first_line, holder, is_locked
from warehouse.filelock import FileLock, Held, pauses
from warehouse.structure import Kind, Structure, copy, prepare, rename

__all__ = ["Kind", "Store"]

T = TypeVar("T")
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # A refresh works in the background: one thread, little memory, and nothing is ever fetched from the net.
    "threads": 1,
    "memory_limit": "256MB",
    # What a statement took goes back to the system when it ends: its allocator would keep 20 MB and more for the next.
    "allocator_flush_threshold": "64KB",
    "allocator_bulk_deallocation_flush_threshold": "64KB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "storage_compatibility_version": packing.STORAGE,
    "default_block_size": packing.SMALL_BLOCK,
}
_TROUBLE = (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException, duckdb.OutOfMemoryException)


class Store:
    """One warehouse file and its published copy."""

    def __init__(self, path: Path, kind: Kind, *, wait_s: float = 60.0, structure: Structure | None = None) -> None:
        self.path = path
        self.kind = kind
        self.wait_s = wait_s
        self._structure = structure or Structure()
        self._lock = FileLock(path.with_name(f"{path.stem}.lock"))
        self.run_lock = FileLock(path.with_name(f"{path.stem}.run.lock"))
        """Held for a whole refresh: two at once would close each other's findings."""
        self._ready = False
        self._is_loose: bool | None = None
        """Whether `pack` has something to do, as the last transaction that published saw it; None: it has to look."""

    @property
    def note(self) -> Path:
        """Where a refresh says that it is at work, for other machines."""
        return self.path.with_name(f"{self.path.stem}.at_work")

    @property
    def published(self) -> Path:
        """The readers' copy: replaced by rename, so whoever has the old one open keeps it."""
        return self.path.with_name(f"{self.path.stem}.published.duckdb")

    @contextmanager
    def writing(self, name: str, *, publish: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction; `name` is the failpoint's name around its commit. With `publish`, see there.

        Raises:
            Busy: another process holds the file for longer than `wait_s`.
            NotStored: the disk would not take it.
            Unreadable, WrongKind: this file is not for us.
        """
        with self._locked(), self._opened() as (connection, raw):
            with self._explained():
                connection.begin()
                # On any error the connection is closed with the transaction open, which undoes it.
                yield connection
                reach(f"{name}.before_commit")
                connection.commit()
            reach(f"{name}.after_commit")
            self._is_loose = None
            if publish:
                self._publish(connection, raw)
                self._is_loose = packing.is_due(connection)

    def transact(self, name: str, work: Callable[[duckdb.DuckDBPyConnection], T], *, publish: bool = False) -> T:
        """`work` in one transaction of `writing`. On a lake it may be called again: what it does must be idempotent."""
        with self.writing(name, publish=publish) as connection:
            return work(connection)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The writer's own file, read-only and briefly: for the refresh itself, never for analysts."""
        if not self._ready:
            with self.writing("prepare"):
                pass
        with self._locked(shared=True):
            connection = self._connect(self.path, read_only=True)
            try:
                yield connection
            except duckdb.OutOfMemoryException as error:
                raise Unreadable(
                    f"{self.path}: a question takes more memory than a refresh may use ({first_line(error)}). The file"
                    " is whole, and nothing was changed. Please report it, with the number of sources and captures."
                ) from error
            except _TROUBLE as error:
                raise Unreadable(
                    f"{self.path}: can't be read to its end ({first_line(error)}). Nothing was changed."
                    " Restore a backup."
                ) from error
            finally:
                connection.close()

    def publish(self) -> bool:
        """Replace the readers' copy if the warehouse changed since; tell whether it did.

        Copied and renamed under the write lock: the copy is whole, and an older one never replaces a newer one.
        """
        with self._locked(), self._opened() as (connection, raw):
            return self._publish(connection, raw)

    def exists(self) -> bool:
        return self.path.exists()

    def size(self) -> int:
        """Bytes of the readers' copy, or of the file while there is none."""
        found = self.published if self.published.exists() else self.path
        return found.stat().st_size if found.exists() else 0

    def snapshot(self, target: Path) -> None:
        """A copy of the writer's own file as of now, at a place of the caller's."""
        with self._locked(), self._opened() as (connection, raw), self._explained():
            connection.execute("CHECKPOINT")
            copy(raw, target, "snapshot")

    def _publish(self, connection: duckdb.DuckDBPyConnection, raw: BinaryIO) -> bool:
        marker = self.published.with_suffix(".mark")
        with self._explained(OSError):
            connection.execute("CHECKPOINT")
            mark = _mark(os.fstat(raw.fileno()))
            if self.published.exists() and marker.exists() and marker.read_text(encoding="ascii") == mark:
                return False

            def before_rename() -> None:
                marker.unlink(missing_ok=True)
                # Left by somebody who opened the copy for writing: DuckDB would apply it to the new one.
                self.published.with_name(f"{self.published.name}.wal").unlink(missing_ok=True)

            copy(raw, self.published, "publish", before_rename)
            marker.write_text(mark, encoding="ascii")
        return True

    def pack(self) -> bool:
        """Lay the file out anew if enough has come since that was last done, and publish it; tell whether it was.

        Nobody waits for it. If somebody writes meanwhile, it comes to nothing, and the next refresh tries again.
        """
        if self._is_loose is False:
            return False
        with self._locked(), self._opened() as (connection, raw):
            if not packing.is_due(connection):
                return False
            self._publish(connection, raw)
            mark = _mark(os.fstat(raw.fileno()))
        self._sweep_packing()
        fresh = self.path.with_name(f"{self.path.stem}.packed.duckdb")
        with self._explained(OSError):
            packing.lay_out(self.published, fresh)
            with self._locked():
                log = self.path.with_name(f"{self.path.name}.wal")
                if log.exists() or _mark(self.path.stat()) != mark:
                    self._sweep_packing()
                    return False
                packing.put_in_place(fresh, self.path)
        self._sweep_packing()
        return self.publish()

    def _sweep_packing(self) -> None:
        for left in self.path.parent.glob(f"{self.path.stem}.packed.*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a killed process left half made. Under the lock nobody is making anything."""
        with self._locked():
            for left in self.path.parent.glob(f"{self.path.stem}.*.tmp"):
                if left.is_file():
                    left.unlink(missing_ok=True)
            self._sweep_packing()
            # Where DuckDB puts what does not fit into its memory.
            shutil.rmtree(self.path.with_name(f"{self.path.name}.tmp"), ignore_errors=True)

    def close(self) -> None:
        """Nothing: a file is never held for longer than a transaction."""

    def is_refreshing(self) -> bool:
        """Whether a refresh, or what none may be beside, is at work."""
        probe = FileLock(self.run_lock.path)
        is_free = probe.try_acquire()
        probe.release()
        return not is_free

    async def begin_run(self, note: str) -> None:
        """Take `run_lock`, waiting for a refresh that is at work; the caller releases it. `note` says who we are.

        Raises:
            AtWork: that refresh was still at work after `wait_s`.
        """
        try:
            await self.run_lock.wait(self.wait_s, note)
        except Held as error:
            raise AtWork(
                f"{self.path.name}: another refresh is at work on it ({error}); this one was not started. "
                "Wait for its end and run again."
            ) from error
        except OSError as error:
            raise self._not_ours(error) from error

    def _not_ours(self, error: OSError) -> NotStored:
        return NotStored(
            f"{self.path.parent}: {error.strerror}. It must be a folder that we may write into, with free space; what "
            "was stored before is untouched."
        )

    @contextmanager
    def _locked(self, *, shared: bool = False) -> Iterator[None]:
        with ExitStack() as stack:
            try:
                stack.enter_context(self._lock.held(self.wait_s, shared=shared))
            except Held as error:
                raise Busy(
                    f"{self.path.name}: another citewatch process has held it for {self.wait_s:g} s. Try again later; "
                    "if none should be running, look for one that hangs."
                ) from error
            except OSError as error:
                raise self._not_ours(error) from error
            yield

    @contextmanager
    def _explained(self, *more: type[Exception]) -> Iterator[None]:
        caught: tuple[type[Exception], ...] = (*_TROUBLE, *more)
        try:
            yield
        except caught as error:
            raise NotStored(
                f"{self.path.name}: could not be written ({first_line(error)}). Nothing of this step was stored, and "
                "what was there is untouched; free some space and run again, or restore a backup if `citewatch doctor` "
                "says that the file is damaged."
            ) from error

    @contextmanager
    def _opened(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, BinaryIO]]:
        """The file open for writing, made or upgraded first if need be, and its raw bytes."""
        if not self.path.exists():
            self._create()
        # The system gives up DuckDB's lock when any descriptor of the file is closed: ours is closed last.
        with self.path.open("rb") as raw:
            connection = self._connect(self.path, read_only=False)
            try:
                if not self._ready:
                    with self._explained(OSError):
                        prepare(connection, self.path, raw, self.kind, self._structure)
                    self._ready = True
                yield connection, raw
            finally:
                connection.close()

    def _create(self) -> None:
        """Make the file beside its place and rename it: a kill never leaves half a warehouse."""
        for ending in ("", ".wal"):
            self._fresh(ending).unlink(missing_ok=True)
        log = self.path.with_name(f"{self.path.name}.wal")
        if log.exists():
            raise Unreadable(
                f"{self.path.name} is not there, but its log {log.name} is, which may hold the last transactions. "
                "Put the warehouse back beside it, or move the log away to start anew."
            )
        with self._explained(OSError):
            connection = self._connect(self._fresh(), read_only=False)
            try:
                with self._fresh().open("rb") as raw:
                    prepare(connection, self._fresh(), raw, self.kind, self._structure)
            finally:
                connection.close()
        with self._fresh().open("rb+") as file:
            os.fsync(file.fileno())
        rename(self._fresh(), self.path, "create")

    def _fresh(self, ending: str = "") -> Path:
        return self.path.with_name(f"{self.path.stem}.new.duckdb{ending}")

    def _connect(self, path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        deadline = time.monotonic() + self.wait_s
        for pause in pauses():
            try:
                return duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
            except duckdb.Error as error:
                if not is_locked(error):
                    if "Permission denied" in str(error):
                        raise Unreadable(
                            f"{path}: this user may not read and write it. Nothing is wrong with the file: give back"
                            " its owner or rights."
                        ) from error
                    raise Unreadable(
                        f"{path.name}: cannot be opened as a warehouse ({first_line(error)}). Nothing was changed. "
                        "Restore a backup, name another file with --warehouse, or move this one away to start anew."
                    ) from error
                if time.monotonic() >= deadline:
                    raise Busy(
                        f"{path.name}: {holder(error)} has held it for {self.wait_s:g} s. Close it there: analysts "
                        f"should open {self.published.name}, the copy beside it, which nobody ever waits for."
                    ) from error
                time.sleep(pause)
        raise AssertionError("pauses() has no end")


def _mark(stat: os.stat_result) -> str:
    """Changes with whatever is written into the file."""
    return f"{stat.st_mtime_ns}-{stat.st_size}"
