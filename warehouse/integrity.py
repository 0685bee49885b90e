"""What the tables keep without keys, which DuckLake has not: unique rows, references that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from schemas.contracts import KEYS, REFERENCES


def doubled(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Table → number of keys that stand in it more than once; only those with some."""
    found = {}
    for table, key in KEYS.items():
        columns = ", ".join(key)
        query = f"SELECT count(*) FROM (SELECT {columns} FROM {table} GROUP BY ALL HAVING count(*) > 1)"  # noqa: S608
        (number,) = connection.execute(query).fetchone() or (0,)
        if number:
            found[table] = int(number)
    return found


def dangling(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """`table.column` → rows that name a row of another table which is not there; only those with some."""
    return {place: number for place, number in _dangling(connection) if number}


def _dangling(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, int]]:
    for table, links in REFERENCES.items():
        for columns, parent in links.items():
            same = " AND ".join(f"t.{own} = p.{key}" for own, key in zip(columns, KEYS[parent], strict=True))
            given = " AND ".join(f"t.{column} IS NOT NULL" for column in columns)
            query = (
                f"SELECT count(*) FROM {table} t WHERE {given} AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE {same})"  # noqa: S608
            )
            (number,) = connection.execute(query).fetchone() or (0,)
            yield f"{table}.{'.'.join(columns)}", int(number)


def evidence_ends(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Evidence file → where the last record that a capture points at ends, in bytes."""
    found = connection.execute(
        "SELECT warc_file, max(warc_offset + warc_length) FROM capture WHERE warc_file IS NOT NULL GROUP BY ALL"
    )
    return {name: int(end) for name, end in found.fetchall()}
