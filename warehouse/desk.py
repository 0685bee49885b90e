"""What the review desk asks of the readers' copy; a connection is one of `Readers.look`, which has `decision_log`."""

# ruff: noqa: S608 - statements are put together from our own texts; what people give goes in as parameters.
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from warehouse.store import among, joined, rows

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]

_SEVERITY = (
    "list_position(['scale_error', 'inconsistent', 'differs', 'meaning_differs', 'date_error', 'superseded',"
    " 'confirmed', 'consistent', 'ambiguous', 'gone', 'not_found', 'blocked', 'image_only', 'no_source_given'],"
    " {}verdict)"
)


def alert(connection: Connection, alert_id: str) -> Row | None:
    """One alert with the finding that speaks for it now, its claim, report and source."""
    told = rows(connection, "SELECT * FROM review_line WHERE alert_id = ?", [alert_id])
    if not told:
        return None
    (line,) = told
    found = rows(
        connection,
        "SELECT a.*, f.* EXCLUDE (report_id, claim_id, check_name, verdict, figure, alert_key, episode, observed,"
        " closed_at, finding_id), f.closed_at AS finding_closed_at, f.observed AS finding_observed,"
        " r.language, s.title AS source_title, s.url AS source_url"
        " FROM (SELECT * FROM alert WHERE alert_id = ?) a, (SELECT * FROM finding WHERE finding_id = ?) f"
        " LEFT JOIN report r ON r.report_id = f.report_id LEFT JOIN source s ON s.source_id = f.source_id",
        [alert_id, line["finding_id"]],
    )
    of_line = ("figure", "says", "section", "place", "prominence", "report_title", "publisher")
    return {**found[0], **{name: line[name] for name in of_line}} if found else None


def seen(connection: Connection, observation_id: str | None, source_id: str | None) -> Row:
    """What a page shows of one observation: where in a table or picture it stands, and who read it."""
    found = observation_id and rows(
        connection,
        "SELECT headers, picture, box, read_by FROM observation WHERE observation_id = ? AND source_id = ?",
        [observation_id, source_id],
    )
    return found[0] if found else dict.fromkeys(("headers", "picture", "box", "read_by"))


def answers(connection: Connection, alert_key: str) -> list[str]:
    """At which of the two times the alert's disagreement holds."""
    found = connection.execute(
        "SELECT DISTINCT answer FROM finding WHERE alert_key = ? AND closed_at IS NULL ORDER BY answer DESC",
        [alert_key],
    )
    return [row[0] for row in found.fetchall()]


def findings(connection: Connection, report_id: str, claim_id: str) -> list[Row]:
    """The current findings of a claim, the gravest first; those that rest on a person's reading name the person."""
    return rows(
        connection,
        "SELECT f.*, p.by_whom AS read_by FROM (SELECT * FROM finding WHERE report_id = ? AND claim_id = ? AND"
        " closed_at IS NULL) f LEFT JOIN person_reading p ON p.observation_id = f.observation_id"
        f" ORDER BY f.answer DESC, {_SEVERITY.format('f.')}, f.check_name, f.source_id, f.figure, f.finding_id",
        [report_id, claim_id],
    )


def history(connection: Connection, source_id: str, figure: str) -> list[Row]:
    """Every value seen of the figure, oldest first, with the digest of what it was read in."""
    return rows(
        connection,
        "SELECT h.*, o.body_digest FROM figure_history h JOIN observation o USING (observation_id)"
        " WHERE h.source_id = ? AND h.figure = ? AND o.source_id = ? AND o.figure = ? ORDER BY h.first_at",
        [source_id, figure, source_id, figure],
    )


def printed(connection: Connection, source_id: str, figures: Sequence[str]) -> dict[str, dict[str, str]]:
    """Content digest → figure → what it prints: the figures that name an edition."""
    found = connection.execute(
        "SELECT body_digest, figure, coalesce(date, as_printed) FROM observation"
        f" WHERE is_current AND source_id = ? AND {among('figure')}",
        [source_id, joined(figures)],
    )
    answer: dict[str, dict[str, str]] = {}
    for digest, figure, text in found.fetchall():
        answer.setdefault(digest, {})[figure] = text
    return answer


def log(connection: Connection, report_id: str, claim_id: str) -> list[Row]:
    """All that was decided on alerts of one claim, newest first."""
    return rows(
        connection,
        "SELECT * FROM decision_log WHERE alert_id IN (SELECT alert_id FROM alert WHERE report_id = ? AND claim_id = ?)"
        " ORDER BY seq DESC",
        [report_id, claim_id],
    )


def whole_log(connection: Connection, before: int | None, limit: int) -> list[Row]:
    """The audit log, newest first."""
    return rows(
        connection,
        f"SELECT * FROM decision_log WHERE seq < ? ORDER BY seq DESC LIMIT {int(limit)}",
        [2**63 - 1 if before is None else before],
    )


def capture(connection: Connection, capture_id: str, source_id: str | None) -> Row | None:
    found = rows(
        connection,
        f"SELECT * FROM capture WHERE capture_id = ?{' AND source_id = ?' if source_id else ''}",
        [capture_id, source_id] if source_id else [capture_id],
    )
    return found[0] if found else None


def last_accepted(connection: Connection, row: Row) -> Row | None:
    """The newest acceptance, not taken back, of the same check on the same figure for the same claim."""
    found = rows(
        connection,
        "SELECT d.observed, f.observed_value, d.by_whom, d.decided_at FROM decision_log d JOIN alert a USING (alert_id)"
        " LEFT JOIN finding f ON f.finding_id = a.finding_id"
        " WHERE d.act = 'accept' AND a.report_id = ? AND a.claim_id = ? AND a.check_name = ?"
        " AND a.figure IS NOT DISTINCT FROM ? AND f.source_id IS NOT DISTINCT FROM ? AND NOT EXISTS (FROM decision_log"
        " u WHERE u.alert_id = d.alert_id AND u.act = 'undo' AND u.undoes = d.version) ORDER BY d.seq DESC LIMIT 1",
        [row["report_id"], row["claim_id"], row["check_name"], row["figure"], row["source_id"]],
    )
    return found[0] if found else None


def last_contents(connection: Connection, source_id: str) -> list[Row]:
    """The captures that first showed the last two different contents of a source, newest first."""
    return rows(
        connection,
        "SELECT k.* FROM capture k JOIN (SELECT first_capture_id, stay FROM capture_stay WHERE source_id = ?"
        " ORDER BY stay DESC LIMIT 2) s ON s.first_capture_id = k.capture_id WHERE k.source_id = ?"
        " ORDER BY s.stay DESC",
        [source_id, source_id],
    )


def issues(connection: Connection) -> list[Row]:
    """What stands in our way: one row a source, kind and moment, with the claims that wait for it."""
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
        " ORDER BY coalesce(len(w.claims), 0) DESC, i.first_at, i.source_id, i.kind",
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


def errata(connection: Connection, report_id: str) -> list[Row]:
    """Open alerts of a report that are neither dismissed nor accepted, with finding, claim and capture."""
    return _told(connection, report_id, "alert_state = 'open' AND state NOT IN ('dismissed', 'accepted')")


def decided(connection: Connection, report_id: str) -> list[Row]:
    """Alerts of a report whose difference somebody confirmed, accepted or corrected, the settled ones too; the same."""
    return _told(connection, report_id, "state IN ('accepted', 'resolved')")


def _told(connection: Connection, report_id: str, which: str) -> list[Row]:
    return rows(
        connection,
        f"WITH told AS (SELECT * FROM line WHERE report_id = ? AND {which}), decided AS ("
        " SELECT alert_id, max(decided_at) AS decided_at FROM decision_log"
        " WHERE act NOT IN ('note', 'span_seen') AND alert_id IN (SELECT alert_id FROM told) GROUP BY alert_id)"
        " SELECT t.alert_id, d.decided_at, t.claim_id, t.verdict, t.state, t.says, t.section, t.place, t.publisher,"
        " f.stated, f.capture_id, f.reason_en, f.reason_zh, f.suggestion_en, f.suggestion_zh, s.title AS source_title,"
        " s.url, k.captured_at, k.document_on, k.body_digest, k.final_url, k.route, k.url AS capture_url"
        " FROM told t JOIN finding f USING (finding_id) LEFT JOIN source s ON s.source_id = t.source_id"
        " LEFT JOIN capture k ON k.capture_id = f.capture_id LEFT JOIN decided d ON d.alert_id = t.alert_id"
        " ORDER BY t.claim_id, t.verdict, t.alert_id",
        [report_id],
    )


def report(connection: Connection, report_id: str) -> Row | None:
    found = rows(connection, "SELECT * FROM report WHERE report_id = ?", [report_id])
    return found[0] if found else None


def ids_beginning(connection: Connection, beginning: str) -> list[str]:
    """Ids of alerts that begin so; two are enough to know that it is not one."""
    found = connection.execute("SELECT alert_id FROM alert WHERE starts_with(alert_id, ?) LIMIT 2", [beginning])
    return [row[0] for row in found.fetchall()]
