"""What the review desk asks of the readers' copy; a connection is one of `Readers.look`, which has `decision_log`."""

# ruff: noqa: S608 - statements are put together from our own texts; what people give goes in as parameters.
from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb

from warehouse.answers import rows
from warehouse.many import each_of

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]

_SEVERITY = (
    "list_position(['scale_error', 'inconsistent', 'differs', 'meaning_differs', 'date_error', 'superseded',"
    " 'confirmed', 'consistent', 'ambiguous', 'gone', 'not_found', 'blocked', 'image_only', 'no_source_given'],"
    " {}verdict)"
)


def alert(connection: Connection, alert_id: str) -> Row | None:
    """The line of one alert."""
    found = rows(connection, "SELECT * FROM published.review_line WHERE alert_id = ?", [alert_id])
    return found[0] if found else None


def findings(connection: Connection, report_id: str, claim_id: str, finding_id: str | None) -> list[Row]:
    """The current findings of a claim, and that one if it is none of them, the gravest first; those that rest on a
    person's reading name the person."""
    return rows(
        connection,
        "SELECT f.*, p.by_whom AS read_by FROM (SELECT * FROM finding WHERE report_id = $1 AND claim_id = $2 AND"
        " (closed_at IS NULL OR finding_id = $3)) f LEFT JOIN person_reading p ON p.observation_id = f.observation_id"
        f" ORDER BY f.answer DESC, {_SEVERITY.format('f.')}, f.check_name, f.source_id, f.figure, f.finding_id",
        [report_id, claim_id, finding_id],
    )


def log(connection: Connection, report_id: str, claim_id: str) -> list[Row]:
    """All that was decided on alerts of one claim, newest first, with what each alert is about."""
    about = rows(
        connection,
        "SELECT alert_id, check_name, figure, source_id FROM line WHERE report_id = ? AND claim_id = ? AND version > 0",
        [report_id, claim_id],
    )
    if not about:
        return []
    of = {row["alert_id"]: row for row in about}
    marks = ", ".join("?" for _ in of)
    found = rows(connection, f"SELECT * FROM decision_log WHERE alert_id IN ({marks}) ORDER BY seq DESC", [*of])
    return [{**row, **of[row["alert_id"]]} for row in found]


def observed_value(connection: Connection, alert_id: str) -> Decimal | None:
    """What the source gave when the alert was opened."""
    found = connection.execute(
        "SELECT f.observed_value FROM alert a JOIN finding f ON f.finding_id = a.finding_id WHERE a.alert_id = ?",
        [alert_id],
    ).fetchone()
    return found[0] if found else None


def whole_log(connection: Connection, before: int | None, limit: int) -> list[Row]:
    """The audit log, newest first."""
    return rows(
        connection,
        f"SELECT * FROM decision_log WHERE seq < ? ORDER BY seq DESC LIMIT {int(limit)}",
        [2**63 - 1 if before is None else before],
    )


def count_issues(connection: Connection) -> int:
    """How many rows `issues` has in all."""
    found = connection.execute(
        "SELECT count(*) FROM (SELECT DISTINCT source_id, kind, first_at FROM issue WHERE closed_at IS NULL)"
    )
    return int(*(found.fetchone() or (0,)))


def issues(connection: Connection, first: int, limit: int) -> list[Row]:
    """What stands in our way: one row a source, kind and moment, with the claims that wait for it; some of them."""
    return rows(
        connection,
        "WITH i AS (SELECT source_id, kind, first_at, list(figure ORDER BY figure) FILTER (figure IS NOT NULL) AS"
        " figures, arg_min(expected, coalesce(figure, '')) AS expected, arg_min(found, coalesce(figure, '')) AS found,"
        " any_value(remedy) AS remedy FROM issue WHERE closed_at IS NULL GROUP BY source_id, kind, first_at),"
        " waiting AS (SELECT source_id, list(DISTINCT (report_id, claim_id) ORDER BY (report_id, claim_id)) AS claims"
        " FROM finding WHERE closed_at IS NULL AND answer = 'now' AND family = 'cannot_tell' AND source_id IN"
        " (SELECT source_id FROM i) GROUP BY source_id),"
        " good AS (SELECT source_id, max(captured_at) AS last_good_at FROM capture WHERE state IN ('ok',"
        " 'not_modified') AND route NOT IN ('archive', 'person') AND source_id IN (SELECT source_id FROM i) GROUP BY"
        " source_id),"
        " person AS (SELECT source_id, max(seen_on) AS read_on FROM person_reading GROUP BY source_id)"
        " SELECT i.*, s.publisher, s.title, s.url, w.claims, g.last_good_at, p.read_on FROM i"
        " LEFT JOIN source s USING (source_id) LEFT JOIN waiting w USING (source_id)"
        " LEFT JOIN good g USING (source_id) LEFT JOIN person p USING (source_id)"
        f" ORDER BY coalesce(len(w.claims), 0) DESC, i.first_at, i.source_id, i.kind LIMIT {int(limit)}"
        f" OFFSET {int(first)}",
    )


def sections(connection: Connection, report_id: str | None) -> list[Row]:
    """Section by section in the order of the claims' ids: judged claims, by their headline of now."""
    return rows(
        connection,
        "SELECT section, verdict, family, claims FROM review_section WHERE report_id = coalesce(?, report_id)"
        " ORDER BY report_id, first_claim_id",
        [report_id],
    )


def holding(connection: Connection) -> tuple[int, int]:
    """How many claims were judged, and of how many the headline of now agrees."""
    found = connection.execute(
        "SELECT coalesce(sum(claims), 0), coalesce(sum(claims) FILTER (family = 'agrees'), 0) FROM review_section"
        " WHERE verdict IS NOT NULL"
    ).fetchone()
    return (int(found[0]), int(found[1])) if found else (0, 0)


def changes(connection: Connection, report_id: str | None, first: int, limit: int) -> list[Row]:
    """Some of the headlines that are others than a week before the last attempt, from the `first` on."""
    return rows(
        connection,
        "SELECT * FROM review_change WHERE report_id = coalesce(?, report_id) ORDER BY report_id, claim_id, answer"
        f" LIMIT {int(limit)} OFFSET {int(first)}",
        [report_id],
    )


def count_changes(connection: Connection, report_id: str | None) -> int:
    found = connection.execute(
        "SELECT count(*) FROM review_change WHERE report_id = coalesce(?, report_id)", [report_id]
    ).fetchone()
    return int(found[0]) if found else 0


def longest_waiting(connection: Connection, report_id: str | None) -> str | None:
    """The alert that has waited longest, of those that nobody has said anything about since it was opened."""
    found = connection.execute(
        "SELECT alert_id FROM line WHERE alert_state = 'open' AND state = 'open' AND (version = 0 OR is_reopened)"
        " AND report_id = coalesce(?, report_id) ORDER BY opened_at, alert_id LIMIT 1",
        [report_id],
    ).fetchone()
    return found[0] if found else None


_TO_CORRECT = "report_id = ? AND alert_state = 'open' AND state NOT IN ('dismissed', 'accepted')"
_CONFIRMED = "report_id = ? AND state IN ('accepted', 'resolved')"


def errata(connection: Connection, report_id: str, first: int, limit: int) -> list[Row]:
    """Lines of a report's open alerts that are neither dismissed nor accepted, some of them, each with the moment of
    the last decision on it."""
    return _told(connection, _TO_CORRECT, report_id, first, limit)


def count_errata(connection: Connection, report_id: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM line WHERE {_TO_CORRECT}", [report_id])
    return int(*(found.fetchone() or (0,)))


def decided(connection: Connection, report_id: str, first: int, limit: int) -> list[Row]:
    """Lines of a report's alerts whose difference somebody confirmed, accepted or corrected, the settled ones too; the
    same."""
    return _told(connection, _CONFIRMED, report_id, first, limit)


def _told(connection: Connection, condition: str, report_id: str, first: int, limit: int) -> list[Row]:
    ids = connection.execute(
        f"SELECT alert_id FROM line WHERE {condition} ORDER BY claim_id, verdict, alert_id"
        f" LIMIT {int(limit)} OFFSET {int(first)}",
        [report_id],
    ).fetchall()
    if not ids:
        return []
    chosen, wanted = each_of("alert_id", ids), [row[0] for row in ids]
    told = {row["alert_id"]: row for row in rows(connection, f"SELECT {_ERRATUM} FROM line WHERE {chosen}", wanted)}
    last = dict(
        connection.execute(
            f"SELECT alert_id, max(decided_at) FROM decision_log WHERE act NOT IN ('note', 'span_seen') AND {chosen}"
            " GROUP BY alert_id",
            wanted,
        ).fetchall()
    )
    return [{**told[alert_id], "decided_at": last.get(alert_id)} for alert_id in wanted]


_ERRATUM = (
    "alert_id, claim_id, says, stated, section, place, verdict, suggestion_en, suggestion_zh, reason_en, reason_zh,"
    " publisher, source_title, source_url, capture_id, captured_at, document_on, body_digest, route, capture_url,"
    " final_url, state"
)


def report(connection: Connection, report_id: str) -> Row | None:
    found = rows(connection, "SELECT * FROM report WHERE report_id = ?", [report_id])
    return found[0] if found else None


def ids_beginning(connection: Connection, beginning: str) -> list[str]:
    """Ids of alerts that begin so; two are enough to know that it is not one."""
    found = connection.execute("SELECT alert_id FROM alert WHERE starts_with(alert_id, ?) LIMIT 2", [beginning])
    return [row[0] for row in found.fetchall()]
