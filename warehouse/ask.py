"""What analysts ask: statements of their own on the readers' copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.errors import WarehouseError
from warehouse.structure import BOOKS

Connection = duckdb.DuckDBPyConnection


class BadStatement(WarehouseError):
    """DuckDB's own words on what is wrong with a statement."""


@dataclass(frozen=True, slots=True)
class Answer:
    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view, and what one row of it is."""

    name: str
    comment: str


def relations(connection: Connection) -> list[Relation]:
    """Tables of nouns and views, by name; not the file's own bookkeeping, nor what kept tables are compared with."""
    found = connection.execute(
        "SELECT table_name, comment FROM duckdb_tables()"
        " UNION SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1"
    ).fetchall()
    return [
        Relation(name, comment or "") for name, comment in found if name not in BOOKS and not name.endswith("_derived")
    ]


def ask(connection: Connection, sql: str) -> Iterator[Answer]:
    """Run every statement of `sql` in order; those that give rows give an answer.

    Raises:
        BadStatement: one can't be run; the ones before it have been.
    """
    try:
        statements = connection.extract_statements(sql)
        for statement in statements:
            relation = connection.execute(statement)
            if relation.description:
                names, types = zip(*((c[0], str(c[1])) for c in relation.description), strict=True)
                yield Answer(names, types, relation.fetchall())
    except duckdb.Error as error:
        raise BadStatement(str(error)) from error


def is_whole(sql: str) -> bool:
    """Whether a typed text ends with a semicolon outside of quotes and comments, so that it can be run."""
    tokens = duckdb.tokenize(sql)
    return bool(tokens) and sql[tokens[-1][0] :].startswith(";")
