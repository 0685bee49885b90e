"""The only code that opens the warehouse file.

DuckDB lets in one writer or many readers, so a writer holds the file for one short transaction and gives it back;
everybody else reads the published copy. A file belongs to live data or to specimens for good, and never changes sides.

    WarehouseError
    ├── Busy          another process held the file longer than we were willing to wait
    ├── WrongKind     a specimen file was asked to take live data, or the other way round
    └── Unreadable    not a warehouse, damaged, or made by a newer citewatch
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import duckdb

from schemas.failpoints import reach

Kind = Literal["live", "specimen"]
MIGRATIONS = Path(__file__).parent / "migrations"
VIEWS = Path(__file__).parent / "views"


class WarehouseError(Exception):
    """A sentence for the user: which file, what is wrong, what to do."""


class Busy(WarehouseError):
    pass


class WrongKind(WarehouseError):
    pass


class Unreadable(WarehouseError):
    pass


class Store:
    """One warehouse file and its published copy."""

    def __init__(self, path: Path, kind: Kind, *, wait_s: float = 60.0) -> None:
        self.path = path
        self.kind = kind
        self.wait_s = wait_s
        self._ready = False

    @property
    def published(self) -> Path:
        """The readers' copy: replaced by rename, so whoever has the old one open keeps it."""
        return self.path.with_name(f"{self.path.stem}.published.duckdb")

    @contextmanager
    def writing(self, name: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction under the write lock; `name` is the failpoint's name around its commit.

        Raises:
            Busy: another process holds the file for longer than `wait_s`.
        """
        connection = self._connect(read_only=False)
        try:
            if not self._ready:
                self._migrate(connection)
                self._ready = True
            connection.begin()
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            reach(f"{name}.before_commit")
            connection.commit()
            reach(f"{name}.after_commit")
        finally:
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The writer's own file, read-only and briefly: for the refresh itself, never for analysts."""
        if not self.path.exists():
            with self.writing("create"):
                pass
        connection = self._connect(read_only=True)
        try:
            yield connection
        finally:
            connection.close()

    def _connect(self, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not read_only and self.path.exists() and self.path.stat().st_size == 0:
            self.path.unlink()  # a process killed while creating the file leaves it empty
        deadline = time.monotonic() + self.wait_s
        pause = 0.01
        while True:
            try:
                return duckdb.connect(str(self.path), read_only=read_only)
            except duckdb.IOException as error:
                text = str(error)
                if "Could not set lock" not in text and "Conflicting lock" not in text:
                    raise Unreadable(
                        f"{self.path.name}: cannot be opened as a warehouse ({text.splitlines()[0]}). "
                        "Nothing was changed. Restore a backup, or move the file away to start anew."
                    ) from error
                if time.monotonic() >= deadline:
                    raise Busy(
                        f"{self.path.name}: another process has held it for {self.wait_s:.0f} s. "
                        "Analysts should open the published copy beside it; is a shell open on the writer's file?"
                    ) from error
                time.sleep(pause)
                pause = min(pause * 2, 0.5)
            except duckdb.Error as error:
                raise Unreadable(
                    f"{self.path.name}: not a warehouse file ({str(error).splitlines()[0]}). "
                    "Nothing was changed. Name another file with --warehouse, or restore a backup."
                ) from error

    def _migrate(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Bring the file to the newest numbered migration, after a backup if it holds anything."""
        connection.execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER, name VARCHAR, kind VARCHAR)")
        done = {row[0]: row[1] for row in connection.execute("SELECT number, kind FROM migration").fetchall()}
        for kind in done.values():
            if kind != self.kind:
                raise WrongKind(
                    f"{self.path.name} holds {kind} data and {self.kind} data was about to be stored in it. "
                    "Live and specimen data never mix: name another file with --warehouse."
                )
        numbered = sorted((int(path.name[:4]), path) for path in MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.sql"))
        newest = numbered[-1][0]
        if done and max(done) > newest:
            raise Unreadable(
                f"{self.path.name}: made by a newer citewatch (migration {max(done)}, this one knows {newest}). Upgrade citewatch."
            )
        due = [(number, path) for number, path in numbered if number not in done]
        if done and due:
            connection.execute("CHECKPOINT")
            backup = self.path.with_name(f"{self.path.stem}.before-{due[0][0]:04d}.duckdb")
            if not backup.exists():
                shutil.copyfile(self.path, backup)
        for number, path in due:
            connection.begin()
            connection.execute(path.read_text(encoding="utf-8"))
            connection.execute("INSERT INTO migration VALUES (?, ?, ?)", [number, path.stem, self.kind])
            reach("migrate.before_commit")
            connection.commit()
        if due:
            for view in sorted(VIEWS.glob("*.sql")):
                connection.execute(view.read_text(encoding="utf-8"))

    def publish(self) -> bool:
        """Replace the readers' copy if the warehouse changed since; tell whether it did.

        The copy is taken under the write lock, so it is a whole, checkpointed file; then it is renamed into place.
        """
        connection = self._connect(read_only=False)
        try:
            connection.execute("CHECKPOINT")
            stat = self.path.stat()
            mark = f"{stat.st_mtime_ns}-{stat.st_size}"
            marker = self.published.with_suffix(".mark")
            if self.published.exists() and marker.exists() and marker.read_text(encoding="ascii") == mark:
                return False
            fresh = self.published.with_suffix(f".{os.getpid()}.tmp")
            shutil.copyfile(self.path, fresh)
        finally:
            connection.close()
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        reach("publish.before_rename")
        fresh.replace(self.published)
        reach("publish.after_rename")
        stat = self.path.stat()
        marker.write_text(f"{stat.st_mtime_ns}-{stat.st_size}", encoding="ascii")
        return True

    def sweep(self) -> None:
        """Remove copies that a killed run left half made."""
        for left in self.path.parent.glob(f"{self.published.stem}.*.tmp"):
            pid = re.search(r"\.(\d+)\.tmp$", left.name)
            if pid and not Path(f"/proc/{pid[1]}").exists():
                left.unlink(missing_ok=True)


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """The readers' copy, read-only; never waits for a refresh and never holds one up.

    Raises:
        Unreadable: there is none yet, or it is not a warehouse.
    """
    if not path.exists():
        raise Unreadable(f"{path.name}: nothing has been published yet. Run `citewatch run` (or `make demo`) first.")
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise Unreadable(
            f"{path.name}: cannot be opened ({str(error).splitlines()[0]}). Run `citewatch run` to publish anew."
        ) from error


def rows(connection: duckdb.DuckDBPyConnection, sql: str, given: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The answer as dictionaries, column names as keys."""
    cursor = connection.execute(sql, list(given)) if given else connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
