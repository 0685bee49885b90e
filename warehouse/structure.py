"""Tables, views and comments of a warehouse file, brought to what this version of citewatch ships.

Tables change by numbered migrations only. Views and comments are made anew whenever their text has changed, so they
are always those beside this module, whichever version made the file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import duckdb
import yaml

from schemas.failpoints import reach
from warehouse import lines
from warehouse.errors import Unreadable, WrongKind

Kind = Literal["live", "specimen"]
HERE = Path(__file__).parent
BOOKS = ("migration", "shipped", "packed", "mirrored", "judged")
"""Tables of the file's own bookkeeping, which say nothing to an analyst."""
_NO_COPYING = {errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM, errno.EBADF}
"""What a system or a folder says that can't copy by itself."""
_MACROS = "FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
_BOOKS = (
    "CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL, name VARCHAR NOT NULL, kind VARCHAR NOT NULL)",
    "CREATE TABLE IF NOT EXISTS shipped (digest VARCHAR NOT NULL)",
    "CREATE TABLE IF NOT EXISTS packed (observations BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS mirrored (digest VARCHAR NOT NULL)",
)
_JUDGED = (
    "CREATE TABLE IF NOT EXISTS judged"
    " (subject VARCHAR NOT NULL{0}, made_from VARCHAR NOT NULL{0}, answer BLOB NOT NULL{0})"
)
AS_IT_IS = " USING COMPRESSION uncompressed"
"""Behind a column whose values are hashes or come packed, and anew in every refresh: DuckDB would try to pack them
again, which takes more than all the rest of storing them. DuckLake knows no such words."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What is shipped: by default the folders beside this module."""

    migrations: Path = HERE / "migrations"
    views: Path = HERE / "views"
    comments: Path = HERE / "comments.yml"

    def numbered(self) -> list[tuple[int, Path]]:
        found = self.migrations.glob("[0-9][0-9][0-9][0-9]_*.sql")
        return sorted((int(path.name[:4]), path) for path in found)

    def digest(self) -> str:
        """Changes with every text that views and comments are made from, and with the tables below them."""
        summed = hashlib.sha256()
        for path in (*sorted(self.views.glob("*.sql")), self.comments, *(path for _, path in self.numbered())):
            summed.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return summed.hexdigest()[:16]


def check_kind(connection: duckdb.DuckDBPyConnection, name: str, kind: Kind) -> dict[int, str]:
    """Migrations done so far, after making sure that the file is a warehouse and one of `kind`; changes nothing.

    Raises:
        Unreadable: a DuckDB file of something else.
        WrongKind: it holds the other kind of data.
    """
    try:
        done = connection.execute("SELECT number, kind FROM migration").fetchall()
    except duckdb.CatalogException:
        # Only now: listing the tables of a lake costs more than all the rest of opening it.
        tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        if tables:
            raise Unreadable(
                f"{name}: a DuckDB file, but no warehouse (it holds {', '.join(sorted(tables)[:3])}). "
                "Nothing was changed. Name another file with --warehouse."
            ) from None
        return {}
    for _, found in done:
        if found != kind:
            raise WrongKind(
                f"{name} holds {found} data, and {kind} data was asked for. Live and specimen data never mix: "
                "name another file with --warehouse, or leave out (or add) --specimens."
            )
    return dict(done)


def prepare(connection: duckdb.DuckDBPyConnection, path: Path, raw: BinaryIO, kind: Kind, structure: Structure) -> None:
    """Bring the open file to what `structure` ships, after a backup if tables change; `raw` reads the same file."""

    def back_up(first: int) -> None:
        connection.execute("CHECKPOINT")
        copy(raw, path.with_name(f"{path.stem}.before-{first:04d}.duckdb"), "backup")

    bring_up(connection, path.name, kind, structure, back_up)


def bring_up(
    connection: duckdb.DuckDBPyConnection, name: str, kind: Kind, structure: Structure,
    back_up: Callable[[int], None], takes_comment: Callable[[str, str], bool] = lambda kind, column: True,
    as_it_is: str = AS_IT_IS,
) -> None:  # fmt: skip
    """Bring an open warehouse to what `structure` ships; `back_up` is called before tables change, with the migration.

    `takes_comment` tells whether the engine keeps words for a kind of relation, or for a column of one; `as_it_is` is
    how it is told not to pack a column, empty where it can't be.
    """
    done = check_kind(connection, name, kind)
    numbered = structure.numbered()
    newest = numbered[-1][0]
    if done and max(done) > newest:
        raise Unreadable(
            f"{name}: made by a newer citewatch (migration {max(done)}, this one knows {newest}). Upgrade citewatch."
        )
    due = [(number, sql) for number, sql in numbered if number not in done]
    if done and due:
        back_up(due[0][0])
    for statement in _BOOKS:
        connection.execute(statement)
    for number, sql in due:
        with _transaction(connection, "migrate"):
            connection.execute(sql.read_text(encoding="utf-8"))
            connection.execute("INSERT INTO migration VALUES (?, ?, ?)", [number, sql.stem, kind])
    connection.execute(_JUDGED.format(as_it_is))
    digest = structure.digest()
    if connection.execute("SELECT digest FROM shipped").fetchall() != [(digest,)]:
        with _transaction(connection, "views"):
            _make_views(connection, structure)
            lines.fill(connection)
            _comment(connection, structure, takes_comment)
            connection.execute("DELETE FROM shipped")
            connection.execute("INSERT INTO shipped VALUES (?)", [digest])


class _transaction:
    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        self.connection, self.name = connection, name

    def __enter__(self) -> None:
        self.connection.begin()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            reach(f"{self.name}.before_commit")
            self.connection.commit()
            reach(f"{self.name}.after_commit")


def _make_views(connection: duckdb.DuckDBPyConnection, structure: Structure) -> None:
    present = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    for (name,) in present:
        connection.execute(f'DROP VIEW "{name}"')
    for (name,) in connection.execute(f"SELECT function_name {_MACROS}").fetchall():
        connection.execute(f'DROP MACRO TABLE "{name}"')
    for path in sorted(structure.views.glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))


def _comment(
    connection: duckdb.DuckDBPyConnection, structure: Structure, takes_comment: Callable[[str, str], bool]
) -> None:
    statements = []
    for kind, relation, column, words in comments(connection, structure):
        if not takes_comment(kind, column):
            continue
        place = f'COLUMN "{relation}"."{column}"' if column else f'{kind} "{relation}"'
        quoted = words.replace("'", "''")
        statements.append(f"COMMENT ON {place} IS '{quoted}'")
    connection.execute(";".join(statements))  # 700 of them: one by one they take half as long again


def comments(
    connection: duckdb.DuckDBPyConnection, structure: Structure
) -> Iterator[tuple[Literal["TABLE", "VIEW", "MACRO TABLE"], str, str, str]]:
    """(kind, relation, column or "", words) for all that comments.yml has words for.

    A column of a view without words of its own has those of the tables it names in `of`, in that order, else those
    that all share.
    """
    told = yaml.load(structure.comments.read_text(encoding="utf-8"), yaml.CSafeLoader)
    shared, tables, views = told["shared"], told["tables"], told["views"]
    columns = connection.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
    for relation, column in columns:
        if relation in tables:
            words = tables[relation]["columns"].get(column) or shared.get(column)
            kind: Literal["TABLE", "VIEW"] = "TABLE"
        else:
            view = views.get(relation, {})
            given = [view.get("columns", {}), *(tables[name]["columns"] for name in view.get("of", ())), shared]
            words = next((words[column] for words in given if column in words), None)
            kind = "VIEW"
        if words:
            yield kind, relation, column, words
    for relation in dict.fromkeys(relation for relation, _ in columns):
        if relation in tables:
            yield "TABLE", relation, "", tables[relation]["is"]
        elif relation in views:
            yield "VIEW", relation, "", views[relation]["is"]
    for (macro,) in connection.execute(f"SELECT function_name {_MACROS}").fetchall():
        if macro in told["macros"]:
            yield "MACRO TABLE", macro, "", told["macros"][macro]


def copy(raw: BinaryIO, target: Path, name: str, before_rename: Callable[[], None] = lambda: None) -> None:
    """A copy that is whole or not there at all; `name` is the failpoint's name around its rename."""
    fresh = target.with_name(f"{target.name}.tmp")
    try:
        with fresh.open("wb") as file:
            _copy_bytes(raw, file)
            os.fsync(file.fileno())
    except OSError:
        fresh.unlink(missing_ok=True)  # half a copy would take the last of a full disk
        raise
    before_rename()
    rename(fresh, target, name)


def _copy_bytes(raw: BinaryIO, file: BinaryIO) -> None:
    """All of `raw`, inside the system where it can: some file systems only note that the blocks are shared."""
    size = left = os.fstat(raw.fileno()).st_size
    try:
        # Only Linux has it.
        while (
            left
            and hasattr(os, "copy_file_range")
            and (done := os.copy_file_range(raw.fileno(), file.fileno(), left, size - left))
        ):
            left -= done
    except OSError as error:
        if error.errno not in _NO_COPYING:
            raise
    if left:
        raw.seek(0)
        file.seek(0)
        shutil.copyfileobj(raw, file, 1 << 20)
        file.flush()


def rename(fresh: Path, target: Path, name: str) -> None:
    """Put a synced file in its place, for good: the folder is synced as well."""
    reach(f"{name}.before_rename")
    fresh.replace(target)
    reach(f"{name}.after_rename")
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
