"""A DuckDB connection with the lake attached. Extensions come from installed wheels, secrets from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import duckdb

from warehouse import spill
from warehouse.errors import Unreadable
from warehouse.lake.address import LakeAddress
from warehouse.structure import Kind

NAME = "warehouse"
"""Of the attached lake, which every statement of ours finds without naming it."""
PUBLISHED = "published"
"""Says in DuckLake's log that a snapshot is for readers."""
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
CONNECT_S = 10
"""What PostgreSQL is given to take a connection, unless PGCONNECT_TIMEOUT says otherwise."""
_INLINED = 500
"""Rows of one insert up to which they stay in the catalogue: a Parquet file of ten rows costs more than it holds."""
_S3 = {
    "KEY_ID": "AWS_ACCESS_KEY_ID",
    "SECRET": "AWS_SECRET_ACCESS_KEY",
    "SESSION_TOKEN": "AWS_SESSION_TOKEN",
    "REGION": "AWS_REGION",
}


def schema(kind: Kind) -> str:
    """The schema of the catalogue: live and specimen never mix, not even in one database."""
    return f"citewatch_{kind}"


def load(connection: duckdb.DuckDBPyConnection, extension: str) -> None:
    """Load an extension from its wheel; nothing is fetched, and nothing is put into the user's home.

    Raises:
        Unreadable: it is not installed, or not for this DuckDB.
    """
    package = find_spec(f"duckdb_extension_{extension}")
    if package is None or package.origin is None:
        raise Unreadable(f"The package duckdb-extension-{extension} is not installed, and a lake needs it: make setup.")
    file = Path(package.origin).parent / "extensions" / f"v{duckdb.__version__}" / f"{extension}.duckdb_extension"
    if not file.exists():
        raise Unreadable(
            f"duckdb-extension-{extension} is not for DuckDB {duckdb.__version__}: both must be of one release. "
            "Run make setup."
        )
    connection.execute(f"LOAD {quoted(str(file))}")


def bare(*extensions: str, writer: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection in memory with these extensions; a writer takes one thread and little memory."""
    if "postgres_scanner" in extensions:  # libpq waits without end for one that takes a connection and says nothing
        os.environ.setdefault("PGCONNECT_TIMEOUT", str(CONNECT_S))
    small: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "512MB"} if writer else {}
    connection = duckdb.connect(":memory:", config={**_CONFIG, **small, "temp_directory": spill.folder()})
    for extension in extensions:
        load(connection, extension)
    return connection


def attach(
    address: LakeAddress, kind: Kind, *, writer: bool = False, snapshot: int | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection to the lake: as of now, or of one snapshot; read-only unless for a writer.

    Raises:
        duckdb.Error: PostgreSQL can't be reached, there is no lake yet (for readers), or the files are elsewhere.
    """
    connection = bare("ducklake", "postgres_scanner", writer=writer)
    try:
        attach_to(connection, address, kind, writer=writer, snapshot=snapshot)
    except BaseException:
        connection.close()
        raise
    return connection


def attach_to(
    connection: duckdb.DuckDBPyConnection, address: LakeAddress, kind: Kind, *, name: str = NAME, writer: bool = False,
    snapshot: int | None = None,
) -> None:  # fmt: skip
    """The same for a connection that has the extensions already; statements find the lake without naming it."""
    options = [f"METADATA_SCHEMA {quoted(schema(kind))}"]
    if address.files.startswith("s3://"):
        load(connection, "httpfs")
        _s3_secret(connection, os.environ)
    if writer:
        options += [f"DATA_PATH {quoted(f'{address.files}/{kind}/')}", f"DATA_INLINING_ROW_LIMIT {_INLINED}"]
    else:
        options += ["READ_ONLY", *([f"SNAPSHOT_VERSION {snapshot}"] if snapshot is not None else [])]
    connection.execute(f"ATTACH {quoted(f'ducklake:postgres:{address.postgres}')} AS {name} ({', '.join(options)})")
    connection.execute(f"USE {name}")


class Marks(NamedTuple):
    """Numbers of snapshots."""

    published: int | None
    """The last one that readers may see; None if there is none yet."""
    newest: int


def asks_marks(kind: Kind) -> str:
    """What PostgreSQL is asked for `Marks.of`: of DuckLake's own tables, whose form its specification promises."""
    changes = f"{schema(kind)}.ducklake_snapshot_changes"
    return (
        f"SELECT concat_ws(' ', (SELECT max(snapshot_id) FROM {changes}), (SELECT snapshot_id FROM {changes}"  # noqa: S608
        f" WHERE commit_message = '{PUBLISHED}' ORDER BY snapshot_id DESC LIMIT 1))"
    )


def marks_of(answer: str) -> Marks:
    newest, _, published = answer.partition(" ")
    return Marks(int(published) if published else None, int(newest or -1))


def asks_whether_there(kind: Kind) -> str:
    """What PostgreSQL is asked to know how many lakes of that kind there are: one or none."""
    return f"SELECT count(*) FROM pg_namespace WHERE nspname = '{schema(kind)}'"  # noqa: S608


def _s3_secret(connection: duckdb.DuckDBPyConnection, environment: Mapping[str, str]) -> None:
    """The names that every S3 tool knows; AWS_ENDPOINT_URL for a store that is not Amazon's."""
    given = {name: environment[variable] for name, variable in _S3.items() if environment.get(variable)}
    if endpoint := environment.get("AWS_ENDPOINT_URL"):
        protocol, _, host = endpoint.rpartition("://")
        given |= {"ENDPOINT": host.rstrip("/"), "URL_STYLE": "path", "USE_SSL": str(protocol != "http").lower()}
    told = "".join(f", {name} {quoted(value)}" for name, value in given.items())
    connection.execute(f"CREATE SECRET (TYPE s3, PROVIDER config{told})")


def close(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo what is open and close. The undoing comes first and by name: where PostgreSQL is gone, closing a connection
    with an open transaction ends the whole process without a word (seen with 1.5.5)."""
    with suppress(duckdb.Error):  # nothing was open, or there is nobody left to tell
        connection.rollback()
    connection.close()


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
