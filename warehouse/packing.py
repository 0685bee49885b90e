"""The warehouse file laid out anew, each source's history in one place.

Refreshes append: a source's rows lie apart, one lot a week, and whoever asks for one figure reads everything. Laid out
by source and figure, that question reads a few blocks, and a text that is said again costs next to nothing, since it
stands beside itself. No row changes, only its place.

The new file is made beside the old one from the readers' copy, while everybody works on, and takes its place by a
rename only if nothing was written meanwhile.
"""

# ruff: noqa: S608 - statements are put together from our own names and folders.
from __future__ import annotations

import os
from pathlib import Path

import duckdb

from warehouse import lines
from warehouse.structure import rename

ORDER = {
    "capture": "source_id, captured_at, rowid",
    "reading": "source_id, figure, rowid",
    "observation": "source_id, figure, rowid",
    "finding": "report_id, claim_id, rowid",
    **lines.LAID,
}
"""Tables that grow with every refresh, and how they are laid out. rowid keeps what is equal in the order it came."""
LEAST = 250_000
"""Observations at the loose end of the file below which it is left alone: two of DuckDB's row groups."""
SHARE = 20
"""It is laid out anew when so many parts of it are one part loose. A page of the review desk reads all of the loose end
for the history of one figure."""
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1, "memory_limit": "1GB", "autoinstall_known_extensions": False, "autoload_known_extensions": False,
}  # fmt: skip


STORAGE = "v1.3.0"
"""DuckDB's storage version of new files: any DuckDB from 1.3 on opens it, and a text that comes again in a column costs
next to nothing. Older files keep theirs until they are laid out anew."""
SMALL_BLOCK = 16_384
"""Bytes of a block in new files. Each column of each table takes a block at least: with DuckDB's own 262,144 the
warehouse of a thousand figures is 14 MB instead of 2.6, and so is each copy that is published."""
LARGE_BLOCK = 262_144
"""In files that are laid out anew, which are large: DuckDB's own, packed in half the CPU."""


def is_due(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether enough of the observations, and not just a few, came since the file was last laid out."""
    (there,) = connection.execute("SELECT count(*) FROM observation").fetchone() or (0,)
    (packed,) = connection.execute("SELECT coalesce(max(observations), 0) FROM packed").fetchone() or (0,)
    return bool(there - packed >= max(LEAST, there // SHARE))


def lay_out(source: Path, target: Path) -> None:
    """The whole of `source`, which nobody writes, as a new file at `target`."""
    connection = duckdb.connect(config=_CONFIG)
    try:
        connection.execute(f"SET temp_directory = '{_quoted(target.with_suffix('.spill'))}'")
        connection.execute(f"ATTACH '{_quoted(source)}' AS loose (READ_ONLY)")
        connection.execute(
            f"ATTACH '{_quoted(target)}' AS fresh (STORAGE_VERSION '{STORAGE}', BLOCK_SIZE {LARGE_BLOCK})"
        )
        connection.execute("COPY FROM DATABASE loose TO fresh (SCHEMA)")
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'loose'").fetchall()
        for (table,) in tables:
            order = f" ORDER BY {ORDER[table]}" if table in ORDER else ""
            connection.execute(f'INSERT INTO fresh."{table}" SELECT * FROM loose."{table}"{order}')
            _same_number(connection, table)
        connection.execute("DELETE FROM fresh.packed")
        connection.execute("INSERT INTO fresh.packed SELECT count(*) FROM fresh.observation")
        connection.execute("CHECKPOINT fresh")
    finally:
        connection.close()


def _same_number(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    counted = [connection.execute(f'SELECT count(*) FROM {where}."{table}"').fetchone() for where in ("loose", "fresh")]
    if counted[0] != counted[1]:
        raise RuntimeError(f"{table}: {counted[0]} rows were to be laid out anew, {counted[1]} were")


def put_in_place(fresh: Path, target: Path) -> None:
    """The file at `fresh` for that at `target`, whole or not at all; the caller holds the write lock."""
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    rename(fresh, target, "pack")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
