"""A lake as one DuckDB file and back: backups, a file to send by mail, and the way from one machine to many."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import duckdb

from schemas.contracts import CONTRACTS
from warehouse.errors import WarehouseError
from warehouse.lake.session import quoted
from warehouse.lake.store import LakeStore, open_published
from warehouse.store import Store
from warehouse.structure import Kind

CHUNK = 100_000
"""Rows held in memory on their way."""


class NotEmpty(WarehouseError):
    """A lake that holds something is never overwritten."""


def write_file(source: duckdb.DuckDBPyConnection, kind: Kind, target: Path) -> None:
    """Everything that `source` sees, as a warehouse file that any citewatch opens; there whole, or not at all."""
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        fresh = Path(folder) / "citewatch.duckdb"
        with Store(fresh, kind).writing("snapshot") as connection:
            for table in CONTRACTS:
                answer = source.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
                for batch in answer.to_arrow_reader(CHUNK):
                    connection.register("moved", batch)
                    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM moved")  # noqa: S608
                    connection.unregister("moved")
        fresh.replace(target)


def published_file(store: LakeStore, target: Path) -> None:
    """What readers see, as one file."""
    connection = open_published(store.address, store.kind)
    try:
        write_file(connection, store.kind, target)
    finally:
        connection.close()


def take(store: LakeStore, file: Path) -> None:
    """Fill an empty lake with the rows of a warehouse file of any earlier version, and publish it.

    Raises:
        NotEmpty: refreshes have been stored in this lake.
        Unreadable, WrongKind: the file is not one for it.
    """
    with tempfile.TemporaryDirectory(prefix="citewatch-") as folder:
        copied = Path(folder) / "citewatch.duckdb"
        shutil.copyfile(file, copied)
        with Store(copied, store.kind).reading():
            pass  # brings an older file up to today's tables

        def fill(connection: duckdb.DuckDBPyConnection) -> None:
            if connection.execute("SELECT 1 FROM run LIMIT 1").fetchone():
                raise NotEmpty(f"{store.address}: there is something in it already. Name an empty database.")
            for table in CONTRACTS:
                connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM given.{table}")  # noqa: S608

        # Attached before the transaction begins, since DuckDB attaches nothing within one.
        with store.attached(f"ATTACH {quoted(str(copied))} AS given (READ_ONLY)", "DETACH given"):
            store.transact("take", fill, publish=True)
