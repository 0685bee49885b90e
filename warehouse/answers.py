"""What a statement of ours found, as dictionaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

_AT_ONCE = 1_000


def rows(
    connection: duckdb.DuckDBPyConnection, sql: str, given: Sequence[Any] | Mapping[str, Any] = ()
) -> list[dict[str, Any]]:
    """The answer as dictionaries, column names as keys."""
    return list(each_row(connection, sql, given))


def each_row(
    connection: duckdb.DuckDBPyConnection, sql: str, given: Sequence[Any] | Mapping[str, Any] = ()
) -> Iterator[dict[str, Any]]:
    """The same one by one, for answers of which there are many. Ask nothing else before the last one is there."""
    cursor = connection.execute(sql, given) if given else connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    while found := cursor.fetchmany(_AT_ONCE):
        for row in found:
            yield dict(zip(names, row, strict=True))
