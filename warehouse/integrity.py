"""What the tables keep without keys, which DuckLake has not: unique rows, references that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from schemas.contracts import CONTRACTS
from schemas.keys import KEYS, REFERENCES
from warehouse import lines
from warehouse.errors import first_line


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


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """All tables, by name."""
    return [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]


def read_all(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Read each block of a table: DuckDB compares a block with its checksum when it reads it, and never before."""
    connection.execute(f'SELECT bit_xor(hash(t)) FROM "{table}" t').fetchall()  # noqa: S608 - our own names


def damaged(path: Path) -> str:
    """Why not all of a file can be read that nobody writes; "" if all of it can."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            for table in tables(connection):
                read_all(connection, table)
    except duckdb.Error as error:
        return first_line(error)
    return ""


STATES = """
    WITH tried AS (
        SELECT source_id, max(captured_at) FILTER (route <> 'archive') AS last_at,
               max(captured_at) FILTER (route <> 'archive' AND state IN ('ok', 'not_modified')) AS last_good_at,
               count(*) FILTER (route = 'archive' AND state = 'ok') AS archived_copies,
               max(captured_at) FILTER (route = 'archive' AND state = 'ok') AS newest_copy_at
        FROM capture WHERE route <> 'person' GROUP BY source_id
    ), last_capture AS (
        SELECT c.source_id, c.route, c.route_order, c.origin, c.state, c.status, c.reason, c.is_moved, c.final_url
        FROM capture c JOIN tried t ON t.source_id = c.source_id AND t.last_at = c.captured_at
        WHERE c.route NOT IN ('archive', 'person')
        QUALIFY row_number() OVER (PARTITION BY c.source_id
                                   ORDER BY c.state IN ('ok', 'not_modified') DESC, c.route_order, c.capture_id) = 1
    )
    SELECT * FROM tried LEFT JOIN last_capture USING (source_id)"""
"""What `source_state` must say, worked out from all captures."""
READ_BYTES = (
    "SELECT DISTINCT CAST(md5_number_lower(concat_ws(chr(31), source_id, body_digest)) >> 1 AS BIGINT) AS bytes_key"
    " FROM reading"
)
"""What `read_bytes` must hold."""


_KEPT_UP = {
    "source_state": STATES,
    "read_bytes": READ_BYTES,
    lines.LINES: f"SELECT * FROM {lines.LINES}_derived",  # noqa: S608 - our own name
}


def out_of_step(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables kept up beside the history that do not say what it says."""
    found = []
    for table, sql in _KEPT_UP.items():
        names = ", ".join(CONTRACTS[table].to_schema().columns)
        kept, due = f"(SELECT {names} FROM {table})", f"(SELECT {names} FROM ({sql}))"  # noqa: S608
        differ = f"SELECT count(*) FROM (({kept} EXCEPT {due}) UNION ALL ({due} EXCEPT {kept}))"  # noqa: S608
        (number,) = connection.execute(differ).fetchone() or (0,)
        if number:
            found.append(table)
    return found


def bring_in_step(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Make those tables anew from the history; which ones it was."""
    found = out_of_step(connection)
    for table in found:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        connection.execute(f"INSERT INTO {table} BY NAME {_KEPT_UP[table]}")
    return found


def evidence_ends(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Evidence file → where the last record that a capture points at ends, in bytes."""
    found = connection.execute(
        "SELECT warc_file, max(warc_offset + warc_length) FROM (SELECT warc_file, warc_offset, warc_length FROM capture"
        " UNION ALL SELECT warc_file, warc_offset, warc_length FROM picture_capture) WHERE warc_file IS NOT NULL"
        " GROUP BY ALL"
    )
    return {name: int(end) for name, end in found.fetchall()}
