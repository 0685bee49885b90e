"""The readers' copy of a warehouse: whole at any moment, and nobody waits for it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import duckdb

from warehouse import spill
from warehouse.errors import Busy, NotPublished, Unreadable, first_line, holder, is_locked
from warehouse.structure import Kind, check_kind


def open_published(path: Path, kind: Kind | None = None) -> duckdb.DuckDBPyConnection:
    """The readers' copy, read-only; never waits for a refresh and never holds one up.

    Raises:
        NotPublished: there is none yet.
        Unreadable: it is gone, may not be read, or is not a warehouse.
        Busy: a program that is not ours has it open for writing.
        WrongKind: `kind` is given and the copy is of the other one.
    """
    stat_of(path)
    try:
        connection = _attached(path)
        try:
            if kind is not None:
                check_kind(connection, path.name, kind)
        except BaseException:
            connection.close()
            raise
    except duckdb.Error as error:
        if is_locked(error):
            raise Busy(
                f"{path.name}: {holder(error)} has it open for writing. Close it there, and open it read-only, "
                "as `citewatch sql` does."
            ) from error
        if "Permission denied" in str(error):
            raise Unreadable(f"{path}: must be a file that this user may read.") from error
        raise Unreadable(
            f"{path.name}: cannot be opened ({first_line(error)}). Run `citewatch run` to publish anew."
        ) from error
    return connection


def stat_of(published: Path) -> os.stat_result:
    """What the system says of the readers' copy.

    Raises:
        NotPublished: there is none yet.
        Unreadable: there was one, or the folder may not be entered.
    """
    try:
        return published.stat()
    except FileNotFoundError as error:
        # Its mark goes before a copy is replaced and comes after: without a copy it tells of one that was taken away.
        if published.with_suffix(".mark").exists():
            with suppress(FileNotFoundError):
                return published.stat()  # the first one was put in place between the two looks
            raise Unreadable(
                f"{published.name}: the readers' copy is gone. Run `citewatch run` to publish anew."
            ) from error
        raise NotPublished(
            f"{published.name}: nothing has been published yet. Run `citewatch run` (or `make demo`) first."
        ) from error
    except OSError as error:
        raise Unreadable(f"{published}: {error.strerror}. It must be a file that this user may read.") from error


def _attached(path: Path) -> duckdb.DuckDBPyConnection:
    """Opened by its path, DuckDB would give a program that still has an older copy open that older one again."""
    connection = duckdb.connect(config={"temp_directory": spill.folder()})
    try:
        quoted = str(path).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS citewatch (READ_ONLY)")
        connection.execute("USE citewatch")
    except duckdb.Error:
        connection.close()
        raise
    return connection
