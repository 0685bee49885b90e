"""What a refresh asks of the warehouse and writes into it, one function a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

import duckdb
import polars as pl

from schemas.alert import Message
from schemas.capture import Capture
from schemas.finding import Finding
from schemas.issue import Issue
from schemas.observation import Reading
from schemas.picture import PictureText
from schemas.report import Report
from schemas.source import Source
from warehouse import lines, pictures
from warehouse.answers import each_row, rows
from warehouse.histories import histories
from warehouse.history import already_read, archived, capture_by_id, last_seen, unread
from warehouse.intake import add_captures, add_readings
from warehouse.lots import Lots, in_lots
from warehouse.many import among, joined
from warehouse.rows import (
    capture_row,
    claim_rows,
    figure_rows,
    finding_row,
    issue_row,
    message_row,
    observation_row,
    quarantine_row,
    reading_row,
    report_rows,
    source_rows,
)
from warehouse.spells import update_spells
from warehouse.write import Broken, check, checked, insert_new, replace_all, utc

__all__ = ["already_read", "archived", "capture_by_id", "histories", "last_seen", "unread"]


_LOT = 1_000
"""Alerts and messages checked and inserted at once."""


class Counts(Protocol):
    due: int
    captured: int
    unchanged: int
    unreadable: int
    observations: int


def mirror(
    connection: duckdb.DuckDBPyConnection,
    reports: Mapping[str, Report],
    sources: Mapping[str, Source],
    steps: Mapping[tuple[str, str], Decimal],
    digest: str = "",
) -> None:
    """Make the catalogue's tables equal to its files; what was captured of a source that is gone stays.

    `digest` is what `is_mirrored` will be asked for.
    """
    changed = [
        replace_all(connection, "report", report_rows(reports.values())),
        replace_all(connection, "claim", claim_rows(reports.values(), steps)),
        replace_all(connection, "source", source_rows(sources.values())),
    ]
    replace_all(connection, "figure", figure_rows(sources.values()))
    if any(changed):
        lines.bring_up_to_date(connection)
    connection.execute("DELETE FROM mirrored")
    if digest:
        connection.execute("INSERT INTO mirrored VALUES (?)", [digest])


def is_mirrored(connection: duckdb.DuckDBPyConnection, digest: str) -> bool:
    """Whether the catalogue's tables were made of the files that `digest` was made of."""
    return connection.execute("SELECT digest FROM mirrored").fetchall() == [(digest,)]


def steps(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Decimal]:
    """(report, claim) → value of the last digit that the report prints, as mirrored."""
    found = connection.execute("SELECT report_id, claim_id, step FROM claim WHERE step IS NOT NULL")
    return {(row[0], row[1]): row[2] for row in found.fetchall()}


def store(
    connection: duckdb.DuckDBPyConnection,
    captures: Sequence[tuple[Capture, int]],
    readings: Sequence[Reading],
    of_pictures: Sequence[Capture] = (),
    texts: Sequence[PictureText] = (),
) -> tuple[int, list[Broken]]:
    """Hop 4: captures, readings and observations of some sources in one transaction.

    A source with a reading that breaks its contract keeps its captures and stores no reading at all; one with a
    capture that does stores nothing. What broke is kept in quarantine. Returns the number of new observations, and
    what was refused.
    """
    pictures.store(connection, of_pictures, texts)
    stored, refused = _store(connection, captures, readings)
    if refused:
        at = newest_capture(connection) or max(capture.captured_at for capture, _ in captures)
        held = {row["quarantine_id"]: row for row in (quarantine_row(item, at) for item in refused)}
        insert_new(connection, "quarantine", checked("quarantine", list(held.values())))
    return stored, refused


def _store(
    connection: duckdb.DuckDBPyConnection, captures: Sequence[tuple[Capture, int]], readings: Sequence[Reading]
) -> tuple[int, list[Broken]]:
    refused: list[Broken] = []
    if captures:
        taken, refused = check("capture", [capture_row(capture, order) for capture, order in captures])
        add_captures(connection, taken)
    left = _without(readings, refused)
    if not left:
        return 0, refused  # every refresh in which nothing changed: it needs no rules for readings
    values, broken = check("observation", [observation_row(r) for r in left if r.outcome == "read"])
    left, refused = _without(left, broken), refused + broken
    at = newest_capture(connection)
    taken_in, broken = check("reading", [reading_row(r, at) for r in left])
    left, refused = _without(left, broken), refused + broken
    if not left:
        return 0, refused
    return add_readings(connection, taken_in, values.filter(~pl.col("source_id").is_in(_refused(broken)))), refused


def _without(readings: Sequence[Reading], broken: Sequence[Broken]) -> list[Reading]:
    bad = _refused(broken)
    return [reading for reading in readings if reading.source_id not in bad]


def _refused(broken: Sequence[Broken]) -> set[str]:
    return {item.source_id for item in broken}


def newest_capture(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """When the newest capture was made: the time at which whatever changes, changes."""
    answer = connection.execute("SELECT max(captured_at) FROM capture").fetchone()
    return answer[0] if answer else None


def states_at(connection: duckdb.DuckDBPyConnection, at: datetime) -> list[str]:
    """How each source ended that was tried at this moment."""
    found = connection.execute("SELECT state FROM source_attempt WHERE captured_at = ?", [utc(at)])
    return [row[0] for row in found.fetchall()]


def observation_count(connection: duckdb.DuckDBPyConnection) -> int:
    (number,) = connection.execute("SELECT count(*) FROM observation").fetchone() or (0,)
    return int(number)


def quarantined_since(connection: duckdb.DuckDBPyConnection, at: datetime) -> list[Broken]:
    """What was refused from this moment on."""
    found = connection.execute(
        "SELECT source_id, table_name, column_name, rule, found, content FROM quarantine WHERE quarantined_at >= ?",
        [utc(at)],
    )
    return [Broken(*row) for row in found.fetchall()]


_PLACES = (
    "SELECT capture_id, warc_file, warc_offset, warc_length FROM (SELECT * FROM capture UNION ALL BY NAME"
    " SELECT * FROM picture_capture) WHERE warc_file IS NOT NULL"
)


def place(connection: duckdb.DuckDBPyConnection, capture_id: str) -> tuple[str, int, int] | None:
    """File, offset and length of a capture's evidence, be it of a page or of a picture."""
    found = connection.execute(f"{_PLACES} AND capture_id = ?", [capture_id]).fetchone()
    return (found[1], found[2], found[3]) if found else None


def places(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, int, int]]:
    """Capture id → file, offset and length of its evidence, of pages and pictures."""
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(_PLACES).fetchall()}


def store_findings(connection: duckdb.DuckDBPyConnection, findings: Iterable[Finding], at: datetime) -> None:
    if any(update_spells(connection, "finding", (finding_row(finding, at) for finding in findings), at)):
        lines.bring_up_to_date(connection)


def store_issues(connection: duckdb.DuckDBPyConnection, found: Sequence[Issue], at: datetime) -> None:
    unique = {row["issue_key"]: row for row in map(issue_row, found)}
    update_spells(connection, "issue", unique.values(), at)


def alert_rows(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return rows(connection, "SELECT * FROM alert")


def finding_ids(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Finding key → id of the spell that is open."""
    found = connection.execute("SELECT finding_key, finding_id FROM finding WHERE closed_at IS NULL")
    return dict(found.fetchall())


def store_alerts(
    connection: duckdb.DuckDBPyConnection,
    opened: Sequence[Mapping[str, object]],
    closed: Sequence[str],
    messages: Sequence[Message],
    at: datetime,
) -> None:
    """Alerts, their messages and their lines in one transaction: none is ever there without the others."""
    for rows_ in in_lots(opened, _LOT):
        insert_new(connection, "alert", checked("alert", rows_))
    if closed:
        connection.execute(
            f"UPDATE alert SET state = 'closed', closed_at = ? WHERE {among('alert_id')} AND state = 'open'",  # noqa: S608
            [utc(at), joined(closed)],
        )
    # Also when nothing changed: should a line ever be wrong, the next refresh mends it.
    lines.bring_up_to_date(connection)
    for told in in_lots(messages, _LOT):
        insert_new(connection, "message", checked("message", [message_row(message) for message in told]))


def unsent(connection: duckdb.DuckDBPyConnection) -> Sequence[Message]:
    """What waits to be sent, oldest first; what one run has to tell in the order of its ids."""
    found = each_row(connection, "SELECT * FROM message WHERE sent_at IS NULL ORDER BY created_at, message_id")
    return Lots(Message(**row) for row in found)


def mark_sent(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], at: datetime) -> None:
    mark = f"UPDATE message SET sent_at = ? WHERE {among('message_id')}"  # noqa: S608
    connection.execute(mark, [utc(at), joined(ids)])


def start_run(connection: duckdb.DuckDBPyConnection, run_id: str, at: datetime, reader: str) -> None:
    connection.execute(
        "INSERT INTO run SELECT ?, ?, NULL, 0, 0, 0, 0, 0, 0, 0, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM run WHERE run_id = ?)",
        [run_id, utc(at), reader, run_id],
    )


def finish_run(
    connection: duckdb.DuckDBPyConnection, run_id: str, at: datetime, counts: Counts, issues: int, alerts: int
) -> None:
    connection.execute(
        "UPDATE run SET finished_at = ?, due = ?, captured = ?, unchanged = ?, unreadable = ?, observations = ?,"
        " issues = ?, alerts = ? WHERE run_id = ?",
        [
            utc(at), counts.due, counts.captured, counts.unchanged, counts.unreadable, counts.observations, issues,
            alerts, run_id,
        ],
    )  # fmt: skip
    for table in lines.AT_THE_END:
        lines.bring_up_to_date(connection, table)


def stored_readings(
    connection: duckdb.DuckDBPyConnection, source_id: str, body_digest: str
) -> dict[str, tuple[str, str | None, str | None]]:
    """Figure → outcome, text as printed and label, as stored for these bytes."""
    found = connection.execute(
        "SELECT r.figure, r.outcome, o.as_printed, o.label FROM reading r LEFT JOIN observation o"
        " USING (source_id, figure, body_digest, reader_digest)"
        " WHERE r.source_id = ? AND r.body_digest = ? AND r.is_current",
        [source_id, body_digest],
    )
    return {row[0]: (row[1], row[2], row[3]) for row in found.fetchall()}
