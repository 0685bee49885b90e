"""New captures and readings into the warehouse, at a cost that does not grow with its history.

Rows are still inserted only where their key is not there yet. But the whole history is not read to find that out: a
capture's key contains its time, so captures of other times need no look, and `read_bytes` tells in a few bytes whether
anything was ever read in what a reading was read in. The pages that were are looked up row by row.
"""

# ruff: noqa: S608 - statements are put together from our own names; what is given goes in as a table or a parameter.
from __future__ import annotations

import duckdb
import polars as pl

from warehouse.history import BYTES_KEY
from warehouse.write import incoming, insert_new

_GOOD = "state IN ('ok', 'not_modified')"
_LAST = "route, route_order, origin, state, status, reason, is_moved, final_url"
"""What source_state keeps of the capture that ended a source's last refresh."""


def add_captures(connection: duckdb.DuckDBPyConnection, captures: pl.DataFrame) -> int:
    """Insert those that are not there yet, and bring `source_state` to them; return how many were new."""
    if captures.is_empty():
        return 0
    between = [captures["captured_at"].min(), captures["captured_at"].max()]
    with incoming(connection, captures.select("capture_id")):
        known = connection.execute(
            "SELECT capture_id FROM capture WHERE captured_at BETWEEN ? AND ?"
            " AND capture_id IN (SELECT capture_id FROM incoming)",
            between,
        ).fetchall()
    fresh = captures.filter(~pl.col("capture_id").is_in([row[0] for row in known]))
    if fresh.is_empty():
        return 0
    with incoming(connection, fresh):
        connection.execute("INSERT INTO capture BY NAME SELECT * FROM incoming")
        _tell_states(connection)
    return len(fresh)


def _tell_states(connection: duckdb.DuckDBPyConnection) -> None:
    """`source_state` as of the captures in `incoming`, none of which it has counted. What people read is no attempt."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE told AS
        WITH fresh AS (SELECT * FROM incoming WHERE route <> 'person'),
        known AS (SELECT * FROM source_state WHERE source_id IN (SELECT source_id FROM fresh)),
        attempt AS (
            SELECT source_id, last_at AS tried_at, '' AS capture_id, {_LAST} FROM known WHERE last_at IS NOT NULL
            UNION ALL
            SELECT source_id, captured_at, capture_id, {_LAST} FROM fresh WHERE route <> 'archive'
        ), newest AS (
            SELECT * FROM attempt
            QUALIFY row_number() OVER (PARTITION BY source_id
                                       ORDER BY tried_at DESC, {_GOOD} DESC, route_order, capture_id) = 1
        ), counted AS (
            SELECT source_id, max(captured_at) FILTER (route <> 'archive' AND {_GOOD}) AS good_at,
                   count(*) FILTER (route = 'archive' AND state = 'ok') AS copies,
                   max(captured_at) FILTER (route = 'archive' AND state = 'ok') AS copy_at
            FROM fresh GROUP BY source_id
        )
        SELECT c.source_id, n.tried_at AS last_at, greatest(k.last_good_at, c.good_at) AS last_good_at, n.route,
               n.route_order, n.origin, n.state, n.status, n.reason, n.is_moved, n.final_url,
               coalesce(k.archived_copies, 0) + c.copies AS archived_copies,
               greatest(k.newest_copy_at, c.copy_at) AS newest_copy_at
        FROM counted c LEFT JOIN known k USING (source_id) LEFT JOIN newest n USING (source_id)
        """
    )
    connection.execute("DELETE FROM source_state WHERE source_id IN (SELECT source_id FROM told)")
    connection.execute("INSERT INTO source_state BY NAME SELECT * FROM told")
    connection.execute("DROP TABLE temp.told")


def add_readings(connection: duckdb.DuckDBPyConnection, readings: pl.DataFrame, observations: pl.DataFrame) -> int:
    """Insert those that are not there yet; return how many observations were new.

    The newest version of a reader is the current one: what others made of the same bytes is so no longer.
    """
    of_bytes = readings.select("source_id", "body_digest").unique()
    with incoming(connection, of_bytes):
        # The keys there are stand on the probing side: on the other one a table of all of them would be built.
        told = connection.execute(
            f"WITH i AS (SELECT *, {BYTES_KEY.format('t', 'body_digest')} AS bytes_key FROM incoming t),"
            " k AS (SELECT bytes_key FROM read_bytes WHERE bytes_key IN (SELECT bytes_key FROM i))"
            " SELECT source_id, body_digest, bytes_key, bytes_key IN (SELECT bytes_key FROM k) AS is_known FROM i"
        ).fetchall()
    types = {"source_id": pl.String, "body_digest": pl.String, "bytes_key": pl.Int64, "is_known": pl.Boolean}
    found = pl.DataFrame(told, schema=types, orient="row")
    known, fresh = (found.filter(pl.col("is_known") == there) for there in (True, False))
    if not known.is_empty():
        _make_current(connection, _of(readings, known))
        insert_new(connection, "reading", _of(readings, known))
        stored = insert_new(connection, "observation", _of(observations, known))
    else:
        stored = 0
    if not fresh.is_empty():
        for table, rows in (("reading", readings), ("observation", observations)):
            with incoming(connection, _of(rows, fresh)):
                connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
        with incoming(connection, fresh.select("bytes_key").unique()):
            connection.execute("INSERT INTO read_bytes BY NAME SELECT * FROM incoming")
        stored += len(_of(observations, fresh))
    return stored


def _of(rows: pl.DataFrame, which: pl.DataFrame) -> pl.DataFrame:
    """The rows that were read in these bytes."""
    return rows.join(which, on=["source_id", "body_digest"], how="semi", maintain_order="left")


def _make_current(connection: duckdb.DuckDBPyConnection, readings: pl.DataFrame) -> None:
    between = [readings["source_id"].min(), readings["source_id"].max()]
    with incoming(connection, readings.select("source_id", "body_digest", "reader_digest").unique()):
        for table in ("reading", "observation"):
            connection.execute(
                f"UPDATE {table} SET is_current = ({table}.reader_digest = i.reader_digest) FROM incoming i"
                f" WHERE {table}.source_id BETWEEN ? AND ?"
                f" AND {table}.source_id = i.source_id AND {table}.body_digest = i.body_digest"
                f" AND {table}.is_current <> ({table}.reader_digest = i.reader_digest)",
                between,
            )
