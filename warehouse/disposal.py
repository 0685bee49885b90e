"""Retention: which captures may lose their bytes, and the record of those that did.

A capture may go if it is old, if what it gave was the same just before and just after it, if it is not the sample of
its month, and if nothing cites it. What cites: every finding, alert, message, decision and note that ever was; the
newest page of each route; what the source shows now; what it showed around the date of each report.
"""

# ruff: noqa: S608 - statements are put together from our own texts; what is given goes in as parameters.
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Literal, NamedTuple

import duckdb
import polars as pl

from schemas.capture import ARCHIVE, PERSON
from warehouse.answers import rows
from warehouse.many import among, joined
from warehouse.write import checked, incoming, insert_new, utc

Sample = Literal["month", "quarter", "year", "change"]
"""Of what stayed the same: one capture a month, quarter or year is kept; `change` keeps none besides first and last."""
MOST = 250_000
"""Captures looked at in one go: their ids and places are held in memory."""

_GOOD = "state IN ('ok', 'not_modified')"
_OURS = f"('{ARCHIVE}', '{PERSON}')"
"""Routes that are fetched or entered once: they do not grow, and always stay."""
_ID = "[0-9a-f]{24}"
_PLACES = """
    SELECT capture_id, warc_file, warc_offset, warc_length FROM capture WHERE warc_file IS NOT NULL
    UNION ALL SELECT capture_id, warc_file, warc_offset, warc_length FROM picture_capture WHERE warc_file IS NOT NULL"""
# The records of one capture lie together, and the one that a row points at is the last of them.
_SIZES = f"""
    SELECT capture_id, warc_offset + warc_length - coalesce(lag(warc_offset + warc_length) OVER (
        PARTITION BY warc_file ORDER BY warc_offset), 0) AS bytes FROM ({_PLACES})"""
_CITED = f"""
    SELECT capture_id FROM finding WHERE capture_id IS NOT NULL
    UNION SELECT unnest(regexp_extract_all(body, '{_ID}')) FROM alert
    UNION SELECT unnest(regexp_extract_all(body, '{_ID}')) FROM message
    UNION SELECT unnest(regexp_extract_all(note, '{_ID}')) FROM decision
    UNION SELECT capture_id FROM person_reading
    UNION SELECT arg_min(c.capture_id, c.captured_at) FROM finding f JOIN observation o USING (observation_id)
        JOIN capture c ON c.source_id = o.source_id AND c.content_digest = o.body_digest
        WHERE c.warc_file IS NOT NULL GROUP BY o.source_id, o.body_digest
    UNION SELECT arg_max(capture_id, captured_at) FROM capture WHERE state = 'ok' AND warc_file IS NOT NULL
        GROUP BY source_id, route
    UNION SELECT unnest([arg_max(first_capture_id, stay), arg_max(last_capture_id, stay)]) FROM capture_stay
        GROUP BY source_id
    UNION SELECT unnest([arg_max(capture_id, shown_at) FILTER (shown_at < published_last_on + INTERVAL 1 DAY),
                         arg_min(capture_id, shown_at) FILTER (shown_at >= published_first_on)])
        FROM readable_capture, (SELECT DISTINCT published_first_on, published_last_on FROM report)
        WHERE warc_file IS NOT NULL GROUP BY source_id, published_first_on, published_last_on"""
_PAGES = f"""
    WITH said AS (
        SELECT r.source_id, r.body_digest AS content_digest, md5(string_agg(
            r.figure || '|' || r.outcome || '|' || coalesce(o.as_printed, '') || '|' || coalesce(o.date, '') || '|' ||
            coalesce(o.label, '') || '|' || coalesce(o.sentence, ''), '|' ORDER BY r.figure, r.reader_digest)) AS words
        FROM reading r LEFT JOIN observation o USING (source_id, figure, body_digest, reader_digest)
        WHERE r.is_current GROUP BY ALL
    ), page AS (
        SELECT c.*, CASE WHEN {_GOOD} THEN coalesce(s.words, c.content_digest, '')
                         ELSE c.state || ' ' || coalesce(CAST(c.status AS VARCHAR), '') END AS gave
        FROM capture c LEFT JOIN said s USING (source_id, content_digest) WHERE c.route NOT IN {_OURS}
    ), looked_at AS (
        SELECT *, lag(gave) OVER along IS DISTINCT FROM gave OR lead(gave) OVER along IS DISTINCT FROM gave AS is_edge,
               $sample <> 'change' AND row_number() OVER (
                   PARTITION BY source_id, route, date_trunc(if($sample = 'change', 'month', $sample), captured_at)
                   ORDER BY warc_file IS NULL, NOT {_GOOD}, captured_at, capture_id) = 1 AS is_sample
        FROM page WINDOW along AS (PARTITION BY source_id, route ORDER BY captured_at, capture_id)
    ), cited AS ({_CITED}), size AS ({_SIZES})
    SELECT p.capture_id, p.source_id, p.warc_file AS file, p.warc_offset AS at, p.warc_length AS length, s.bytes
    FROM looked_at p JOIN size s USING (capture_id)
    WHERE p.captured_at < $before AND NOT p.is_edge AND NOT p.is_sample
      AND p.warc_file NOT IN (SELECT unnest(string_split($busy, '\x1f')))
      AND p.capture_id NOT IN (SELECT capture_id FROM cited WHERE capture_id IS NOT NULL)
    ORDER BY p.captured_at DESC, p.capture_id LIMIT {MOST}"""
_PICTURES = f"""
    WITH shown AS (
        SELECT DISTINCT unnest(regexp_extract_all(c.pictures, '"capture_id": "({_ID})"', 1)) AS capture_id
        FROM capture c WHERE c.warc_file IS NOT NULL AND c.pictures <> '[]'
          AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.capture_id = c.capture_id)
    ), newest AS (
        SELECT arg_max(capture_id, captured_at) AS capture_id FROM picture_capture
        WHERE state = 'ok' AND warc_file IS NOT NULL GROUP BY source_id, url
    ), cited AS ({_CITED}), size AS ({_SIZES})
    SELECT p.capture_id, p.source_id, p.warc_file AS file, p.warc_offset AS at, p.warc_length AS length, s.bytes
    FROM picture_capture p JOIN size s USING (capture_id)
    WHERE p.captured_at < $before AND p.warc_file NOT IN (SELECT unnest(string_split($busy, '\x1f')))
      AND p.capture_id NOT IN (SELECT capture_id FROM shown) AND p.capture_id NOT IN (SELECT capture_id FROM newest)
      AND p.capture_id NOT IN (SELECT capture_id FROM cited WHERE capture_id IS NOT NULL)
    ORDER BY p.captured_at DESC, p.capture_id LIMIT {MOST}"""


class Kept(NamedTuple):
    """A capture whose bytes are in the evidence, and where; `bytes` counts all its records, as far as rows can tell."""

    capture_id: str
    source_id: str
    file: str
    at: int
    length: int
    bytes: int


class Moved(NamedTuple):
    """A record that lies elsewhere now."""

    file: str
    at: int
    new_file: str
    new_at: int


def old_pages(
    connection: duckdb.DuckDBPyConnection, before: datetime, sample: Sample, busy: Iterable[str]
) -> list[Kept]:
    """Captures of pages that rules and citations let go, newest first; `busy` names files that are being written."""
    given = {"before": utc(before), "sample": sample, "busy": joined(busy)}
    return [Kept(*row) for row in connection.execute(_PAGES, given).fetchall()]


def old_pictures(
    connection: duckdb.DuckDBPyConnection, before: datetime, busy: Iterable[str], going: Iterable[str]
) -> list[Kept]:
    """Fetches of pictures that no page shows any more whose bytes stay; `going` are the pages that go."""
    with _ids(connection, going):
        found = connection.execute(_PICTURES, {"before": utc(before), "busy": joined(busy)})
        return [Kept(*row) for row in found.fetchall()]


def may_refer(
    connection: duckdb.DuckDBPyConnection, going: Iterable[str], table: Literal["capture", "picture_capture"]
) -> list[Kept]:
    """Captures that stay and whose record may say no more than that its bytes are those of one of `going`."""
    with _ids(connection, going):
        found = connection.execute(
            f"WITH going AS (SELECT t.* FROM {table} t JOIN incoming i USING (capture_id)),"
            " alike AS (SELECT k.capture_id FROM going g JOIN {0} k USING (source_id, body_digest)"
            "  UNION SELECT k.capture_id FROM going g JOIN {0} k USING (source_id, payload_digest))"
            " SELECT k.capture_id, k.source_id, k.warc_file, k.warc_offset, k.warc_length, 0 FROM {0} k"
            " WHERE k.warc_file IS NOT NULL AND k.capture_id IN (SELECT capture_id FROM alike)"
            " AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.capture_id = k.capture_id)"
            " ORDER BY k.warc_file, k.warc_offset".format(table)
        )
        return [Kept(*row) for row in found.fetchall()]


def ids_in(connection: duckdb.DuckDBPyConnection, files: Iterable[str]) -> set[str]:
    """The captures, of pages and pictures, whose bytes lie in these files."""
    found = connection.execute(f"SELECT capture_id FROM ({_PLACES}) WHERE {among('warc_file')}", [joined(files)])
    return {row[0] for row in found.fetchall()}


def kept_total(connection: duckdb.DuckDBPyConnection) -> int:
    """How many captures have their bytes."""
    (number,) = connection.execute(f"SELECT count(*) FROM ({_PLACES})").fetchone() or (0,)
    return int(number)


def dispose(
    connection: duckdb.DuckDBPyConnection, gone: Sequence[Kept], moved: Sequence[Moved], rule: str, at: datetime
) -> None:
    """Say that these have no bytes any more and where the others lie now, in one transaction of the caller's.

    Raises:
        ValueError: a capture would be left pointing into a file that is to go.
    """
    taken = [
        {"capture_id": one.capture_id, "source_id": one.source_id, "warc_file": one.file, "bytes": one.bytes,
         "rule": rule, "disposed_at": utc(at)}
        for one in gone
    ]  # fmt: skip
    insert_new(connection, "disposal", checked("disposal", taken))
    files = sorted({one.file for one in gone})
    for table in ("capture", "picture_capture"):
        with _ids(connection, (one.capture_id for one in gone)):
            connection.execute(
                f"UPDATE {table} SET warc_file = NULL, warc_offset = NULL, warc_length = NULL FROM incoming i"
                f" WHERE {table}.capture_id = i.capture_id"
            )
        with incoming(connection, pl.DataFrame(moved, schema=_MOVED, orient="row")):
            connection.execute(
                f"UPDATE {table} SET warc_file = i.new_file, warc_offset = i.new_at FROM incoming i"
                f" WHERE {table}.warc_file = i.file AND {table}.warc_offset = i.at"
            )
    lost = connection.execute(
        f"SELECT capture_id FROM ({_PLACES}) WHERE {among('warc_file')} LIMIT 1", [joined(files)]
    ).fetchone()
    if lost:
        raise ValueError(f"capture {lost[0]} points at a place in the evidence where no record of it is")


_MOVED = {"file": pl.String, "at": pl.Int64, "new_file": pl.String, "new_at": pl.Int64}


def left_over(connection: duckdb.DuckDBPyConnection, names: Iterable[str], rewritten: Iterable[str]) -> list[str]:
    """Of these evidence files those that nothing points into any more, because a retention was stopped half-way.

    `rewritten` are those of `names` that a retention made.
    """
    used = {row[0] for row in connection.execute(f"SELECT DISTINCT warc_file FROM ({_PLACES})").fetchall()}
    emptied = {row[0] for row in connection.execute("SELECT DISTINCT warc_file FROM disposal").fetchall()}
    return sorted((set(names) & emptied | set(rewritten)) - used)


class Disposed(NamedTuple):
    """When the bytes of a capture went, and by which rule."""

    at: datetime
    rule: str


def disposed(connection: duckdb.DuckDBPyConnection, capture_id: str) -> Disposed | None:
    """None if its bytes are there, or never were."""
    found = rows(connection, "SELECT disposed_at, rule FROM disposal WHERE capture_id = ?", [capture_id])
    return Disposed(found[0]["disposed_at"], found[0]["rule"]) if found else None


@contextmanager
def _ids(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> Iterator[None]:
    with incoming(connection, pl.DataFrame({"capture_id": list(ids)}, schema={"capture_id": pl.String})):
        yield
