"""What we have seen of each source, in order: the input of the checks."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import md5
from typing import Any

import duckdb
import polars as pl

from schemas.capture import ARCHIVE, Capture, Hop, Origin, Pictured, State
from schemas.observation import Outcome
from schemas.picture import Box
from warehouse.answers import each_row, rows
from warehouse.many import among, joined, written_out
from warehouse.write import incoming

_KEPT = "state = 'ok' AND warc_file IS NOT NULL"
"""A capture with a whole page in the evidence."""
_WHOLE = "state IN ('ok', 'not_modified') AND warc_file IS NOT NULL AND content_digest IS NOT NULL"
"""The same, or one that says by a 304 that such a page still stands: its pictures may have changed."""
_NEWEST = f"(SELECT source_id, route, max(captured_at) AS captured_at FROM capture WHERE {_KEPT} GROUP BY ALL) n"  # noqa: S608


BYTES_KEY = "CAST(md5_number_lower(concat_ws(chr(31), {0}.source_id, {0}.{1})) >> 1 AS BIGINT)"
"""Of a source and the digest of some bytes, as `read_bytes` keeps it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One stored observation, or why there is none."""

    figure: str
    outcome: Outcome
    expected: str
    found: str
    observation_id: str | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None
    step: Decimal | None = None
    date: str | None = None
    period: str | None = None
    label: str | None = None
    names: tuple[str, ...] = ()
    picture: str | None = None
    picture_digest: str | None = None
    box: Box | None = None
    """Where in the picture a machine read it; empty for all that is not read in a picture."""
    confidence_permille: int | None = None
    read_by: str | None = None
    """The person who read it; empty for what the reader read."""
    as_printed: str = ""
    sentence: str = ""
    span_start: int = 0
    span_end: int = 0


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of captures of one source with the same bytes, and what was read in them."""

    body_digest: str
    """Of the page, or of page and pictures together."""
    first_at: datetime
    last_at: datetime
    first_capture_id: str
    last_capture_id: str
    document_on: date | None
    origin: Origin
    figures: dict[str, Seen]
    archived: bool = False
    """All its captures are archived copies: nobody has seen these bytes at the source itself."""

    @property
    def by_person(self) -> bool:
        """People read it: it gives the figures they entered, and no others."""
        return bool(self.figures) and all(seen.read_by for seen in self.figures.values())


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one capture ended."""

    capture_id: str
    at: datetime
    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    stays: tuple[Stay, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    """Oldest first; only those where the state changed, and the last one."""

    @property
    def newest_read(self) -> Stay | None:
        """The newest stay that the reader has read: what people entered says nothing about it."""
        return next((stay for stay in reversed(self.stays) if not stay.by_person), None)

    @property
    def last(self) -> Attempt | None:
        return self.attempts[-1] if self.attempts else None


@dataclass(frozen=True, slots=True)
class Refused:
    """That a source's host has turned us away ever since it last gave an answer."""

    moments: tuple[datetime, ...]
    """The newest ten refreshes in which it did, oldest first."""
    retry_after_s: int | None
    """The pause it asked for last."""


@dataclass(frozen=True, slots=True)
class LastSeen:
    """What the next refresh needs to know of the ones before."""

    tried_at: dict[str, datetime] = field(default_factory=dict)
    """Source id → when it was last tried."""
    answered_at: dict[str, datetime] = field(default_factory=dict)
    """Source id → when it was last tried and not turned away."""
    refused: dict[str, Refused] = field(default_factory=dict)
    """By source id; those that were not turned away last are not in it."""
    good: dict[tuple[str, str], Capture] = field(default_factory=dict)
    """(source, route) → its newest whole page, whose validators are sent; none of these captures has its headers and
    reason."""
    oldest: dict[tuple[str, str], Capture] = field(default_factory=dict)
    """(source, digest of the bytes as sent) → the capture that holds them; later ones only refer to it."""
    pictures: dict[tuple[str, str], Capture] = field(default_factory=dict)
    """(source, address of a picture) → its newest fetch that brought the picture."""


_BLOCKED = """
    WITH attempt AS (
        SELECT source_id, captured_at, state, retry_after_s FROM capture
        WHERE route NOT IN ('archive', 'person')
              AND source_id IN (SELECT source_id FROM source_state WHERE state = 'blocked')
        QUALIFY row_number() OVER (PARTITION BY source_id, captured_at
                                   ORDER BY state IN ('ok', 'not_modified') DESC, route_order) = 1
    ), other AS (SELECT source_id, max(captured_at) AS at FROM attempt WHERE state <> 'blocked' GROUP BY ALL)
    SELECT a.source_id, list_slice(list_sort(list(a.captured_at)), -10, -1),
           nullif(arg_max(coalesce(a.retry_after_s, 0), a.captured_at), 0), any_value(o.at)
    FROM attempt a LEFT JOIN other o USING (source_id)
    WHERE a.state = 'blocked' AND (o.at IS NULL OR a.captured_at > o.at) GROUP BY a.source_id
"""
"""Of sources that were turned away last; of all others `source_state` says enough."""


def last_seen(connection: duckdb.DuckDBPyConnection) -> LastSeen:
    """When each source was last tried, and what its last good captures allow to ask."""
    answer = LastSeen()
    tried = "SELECT source_id, last_at, state FROM source_state WHERE last_at IS NOT NULL"
    for source_id, at, state in connection.execute(tried).fetchall():
        answer.tried_at[source_id] = at
        if state != "blocked":
            answer.answered_at[source_id] = at
    for source_id, moments, wait, answered in connection.execute(_BLOCKED).fetchall():
        answer.refused[source_id] = Refused(tuple(moments), wait)
        if answered is not None:
            answer.answered_at[source_id] = answered
    newest = f"SELECT c.* {_LESS} FROM capture c JOIN {_NEWEST} USING (source_id, route, captured_at)"  # noqa: S608
    made: dict[str, Capture] = {}
    held: dict[object, Any] = {name: name for name in answer.tried_at}
    for row in _shared(each_row(connection, newest), held):
        made[row["capture_id"]] = answer.good[row["source_id"], row["route"]] = capture_of(row)
    oldest = (
        "WITH n AS (SELECT DISTINCT c.source_id, c.payload_digest FROM capture c"  # noqa: S608
        f" JOIN {_NEWEST} USING (source_id, route, captured_at)),"
        " o AS (SELECT c.source_id, c.payload_digest, min(c.captured_at) AS captured_at FROM capture c"
        f" JOIN n USING (source_id, payload_digest) WHERE {_KEPT} GROUP BY ALL)"
        f" SELECT c.* {_LESS} FROM capture c JOIN o USING (source_id, payload_digest, captured_at) WHERE {_KEPT}"
    )
    newest_pictures = (
        f"SELECT * {_LESS} FROM picture_capture WHERE {_KEPT}"  # noqa: S608
        " QUALIFY row_number() OVER (PARTITION BY source_id, url ORDER BY captured_at DESC) = 1"
    )
    for row in _shared(each_row(connection, newest_pictures), held):
        answer.pictures[row["source_id"], row["url"]] = capture_of(row)
    for row in _shared(each_row(connection, oldest), held):
        # A page that has stood once only: nearly always the newest one, which need not be there twice.
        oldest_one = made.get(row["capture_id"]) or capture_of(row)
        answer.oldest[row["source_id"], oldest_one.payload_digest] = oldest_one
    return answer


_LESS = "REPLACE ('{}' AS headers, '' AS reason)"
"""Nothing that is asked next time depends on them, and they are a third of a capture."""
_ALIKE = (
    "source_id", "route", "origin", "state", "content_type", "charset", "robots", "warc_file", "captured_at",
    "last_modified",
)  # fmt: skip


def _shared(found: Iterable[dict[str, Any]], held: dict[object, Any]) -> Iterator[dict[str, Any]]:
    """The rows with one object for what many of them say: of ten thousand captures all are held at once."""
    for row in found:
        for name in _ALIKE:
            row[name] = held.setdefault(row[name], row[name])
        if row["final_url"] == row["url"]:
            row["final_url"] = row["url"]
        if row["payload_digest"] == row["body_digest"]:
            row["payload_digest"] = row["body_digest"]
        yield row


def capture_of(row: dict[str, Any]) -> Capture:
    """A stored row as the record it was."""
    plain = {name: row[name] for name in Capture.__slots__ if name in row and row[name] is not None}
    plain["moved"] = row["is_moved"]
    plain["captured_at"] = row["captured_at"].replace(tzinfo=UTC)
    if row.get("fetched_at") is not None:
        plain["fetched_at"] = row["fetched_at"].replace(tzinfo=UTC)
    plain["hops"] = tuple(Hop(**hop) for hop in json.loads(row["hops"]))
    plain["headers"] = json.loads(row["headers"])
    plain["pictures"] = tuple(Pictured(**picture) for picture in json.loads(row.get("pictures") or "[]"))
    plain["status"] = row["status"]
    return Capture(**plain)


def unread(connection: duckdb.DuckDBPyConnection, readers: Mapping[str, str]) -> list[Capture]:
    """One capture for each set of kept bytes that today's reader has not read; `readers` by source id.

    The oldest one with these bytes: it is the one that was read at first. It holds them itself, unless only
    a picture changed.
    """
    wanted = pl.DataFrame(list(readers.items()), schema={"source_id": pl.String, "today": pl.String}, orient="row")
    with incoming(connection, wanted):
        others = connection.execute(
            "SELECT DISTINCT r.source_id FROM reading r JOIN incoming i USING (source_id)"
            " WHERE r.is_current AND r.reader_digest <> i.today"
        ).fetchall()
        found = rows(connection, _UNREAD.format(among=among("c.source_id")), [joined(row[0] for row in others)])
    return [capture_of(row) for row in found]


_UNREAD = (
    "WITH content AS (SELECT c.source_id, c.content_digest, i.today, min(c.captured_at) AS captured_at"  # noqa: S608
    f" FROM capture c JOIN incoming i USING (source_id) WHERE {_WHOLE} GROUP BY ALL),"
    " waiting AS (SELECT * FROM content c WHERE NOT EXISTS"
    f" (SELECT 1 FROM read_bytes k WHERE k.bytes_key = {BYTES_KEY.format('c', 'content_digest')})"
    " UNION SELECT * FROM content c WHERE {among} AND NOT EXISTS"
    " (SELECT 1 FROM reading r WHERE r.source_id = c.source_id AND r.body_digest = c.content_digest"
    "  AND r.reader_digest = c.today AND r.is_current))"
    f" SELECT c.* FROM capture c JOIN waiting USING (source_id, content_digest, captured_at) WHERE {_WHOLE}"
    " ORDER BY source_id, captured_at"
)
"""What nobody ever read is told by its key; what another reader read is looked for where one has, and nowhere else."""


def archived(connection: duckdb.DuckDBPyConnection, source_id: str) -> list[Capture]:
    """The archived copies of a source, oldest first."""
    found = "SELECT * FROM capture WHERE source_id = ? AND route = ? ORDER BY captured_at, capture_id"
    return [capture_of(row) for row in rows(connection, found, [source_id, ARCHIVE])]


def capture_by_id(connection: duckdb.DuckDBPyConnection, capture_id: str) -> Capture | None:
    """The capture of that id; a beginning of the id that is unique will do."""
    found = rows(connection, "SELECT * FROM capture WHERE starts_with(capture_id, ?) LIMIT 2", [capture_id])
    return capture_of(found[0]) if len(found) == 1 else None


def already_read(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    """Source id → (content, reader) that need no reading again, of the newest content of each route."""
    found = connection.execute(
        "WITH newest AS (SELECT source_id, content_digest FROM capture"  # noqa: S608
        f" WHERE {_WHOLE} QUALIFY row_number() OVER (PARTITION BY source_id, route ORDER BY captured_at DESC) = 1)"
        " SELECT DISTINCT r.source_id, r.body_digest, r.reader_digest FROM reading r JOIN newest n"
        " ON n.source_id = r.source_id AND n.content_digest = r.body_digest WHERE r.is_current"
    )
    read: dict[str, list[tuple[str, str]]] = {}
    for source_id, content, reader in found.fetchall():
        read.setdefault(source_id, []).append((content, reader))
    return read


def bytes_key(source_id: str, digest: str) -> int:
    """The same in Python."""
    summed = md5(f"{source_id}\x1f{digest}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(summed[8:], "little") >> 1


class Numbers:
    """Many (source, digest) pairs in eight bytes each: whether one is among them, but for a chance of one in 10^12."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, keys: str) -> None:
        """`keys` is a query for the keys of all pairs, in their order."""
        self._sorted = array("Q")
        found = connection.execute(keys)
        while chunk := found.fetchmany(10_000):
            self._sorted.extend(row[0] for row in chunk)

    def __contains__(self, pair: tuple[str, str]) -> bool:
        number = bytes_key(*pair)
        place = bisect_left(self._sorted, number)
        return place < len(self._sorted) and self._sorted[place] == number


def ever_kept(connection: duckdb.DuckDBPyConnection) -> Numbers:
    """(source, digest of the bytes as sent) of all that is in the evidence."""
    # What a person handed in was not sent by a site.
    key = BYTES_KEY.format("c", "payload_digest")
    kept = f"SELECT DISTINCT {key} FROM capture c WHERE {_KEPT} AND payload_digest IS NOT NULL ORDER BY 1"  # noqa: S608
    return Numbers(connection, kept)


def ever_read(connection: duckdb.DuckDBPyConnection) -> Numbers:
    """(source, content) of all that any reader has read; the readings themselves are not looked at."""
    return Numbers(connection, "SELECT bytes_key FROM read_bytes ORDER BY 1")


def read_by_another(connection: duckdb.DuckDBPyConnection, readers: Mapping[str, str]) -> Numbers:
    """(source, content) of which what counts was read by another version of the reader than today's."""
    wanted = pl.DataFrame(list(readers.items()), schema={"source_id": pl.String, "today": pl.String}, orient="row")
    with incoming(connection, wanted):
        return Numbers(
            connection,
            f"SELECT DISTINCT {BYTES_KEY.format('r', 'body_digest')} FROM reading r JOIN incoming i USING (source_id)"  # noqa: S608
            " WHERE r.is_current AND r.reader_digest <> i.today ORDER BY 1",
        )


def oldest_kept(
    connection: duckdb.DuckDBPyConnection, pairs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Capture]:
    """(source, digest of the bytes as sent) → the first capture that holds these bytes."""
    named = written_out("source_id", {source_id for source_id, _ in pairs})
    digests = written_out("payload_digest", {digest for _, digest in pairs})
    found = rows(
        connection,
        "WITH oldest AS (SELECT source_id, payload_digest, min(captured_at) AS captured_at FROM capture"  # noqa: S608
        f" WHERE {named} AND {digests} AND {_KEPT} GROUP BY ALL)"
        " SELECT c.* FROM capture c JOIN oldest USING (source_id, payload_digest, captured_at)"
        f" WHERE {named} AND {_KEPT}",
    )
    return {(row["source_id"], row["payload_digest"]): capture_of(row) for row in found}
