"""What people ask the published copy: claims with both answers, alerts, sources, one claim in full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb

from warehouse.answers import rows

Row = dict[str, Any]
_GRAVEST = "f.severity, f.check_name, f.source_id, f.figure, f.finding_id"
"""Findings may be as grave as each other; their order is the same on every engine all the same."""


_CLAIMS = (
    "SELECT c.report_id, c.claim_id, c.says, c.section, c.place, c.cites, c.not_judged,"  # noqa: S608 - our own words
    " t.verdict AS then_verdict, t.all_verdicts AS then_all, n.verdict AS now_verdict, n.all_verdicts AS now_all,"
    " n.family AS now_family, coalesce(n.reason_en, t.reason_en) AS reason_en,"
    " coalesce(n.reason_zh, t.reason_zh) AS reason_zh,"
    f" (SELECT arg_min(f.suggestion_zh, ({_GRAVEST})) FROM current_findings f WHERE f.report_id = c.report_id"
    "  AND f.claim_id = c.claim_id AND f.suggestion_zh IS NOT NULL) AS suggestion_zh,"
    f" (SELECT arg_min(f.suggestion_en, ({_GRAVEST})) FROM current_findings f WHERE f.report_id = c.report_id"
    "  AND f.claim_id = c.claim_id AND f.suggestion_en IS NOT NULL) AS suggestion_en{also}"
    " FROM claim c"
    " LEFT JOIN headline t ON t.report_id = c.report_id AND t.claim_id = c.claim_id AND t.answer = 'then'"
    " LEFT JOIN headline n ON n.report_id = c.report_id AND n.claim_id = c.claim_id AND n.answer = 'now'"
    " WHERE c.report_id = coalesce(?, c.report_id) ORDER BY c.report_id, c.claim_id"
)
_BOX = (
    ", (SELECT arg_max(o.box, f.answer) FROM current_findings f JOIN observation o USING (observation_id)"
    "  WHERE f.report_id = c.report_id AND f.claim_id = c.claim_id AND o.box IS NOT NULL) AS picture_box"
)
_AT_ONCE = 500


def claims(connection: duckdb.DuckDBPyConnection, report: str | None = None) -> list[Row]:
    """One row a claim: printed form, place, headline then and now, all verdicts, the reason of now."""
    return rows(connection, _CLAIMS.format(also=_BOX), [report])


def each_claim(connection: duckdb.DuckDBPyConnection, report: str) -> Iterator[Row]:
    """The same without places in pictures, for which every observation is looked at; a few hundred at a time, and
    nothing else may be asked of the connection meanwhile."""
    cursor = connection.execute(_CLAIMS.format(also=""), [report])
    names = [column[0] for column in cursor.description or ()]
    while found := cursor.fetchmany(_AT_ONCE):
        yield from (dict(zip(names, row, strict=True)) for row in found)


def alerts(connection: duckdb.DuckDBPyConnection, *, everything: bool = False) -> list[Row]:
    """Open alerts, most serious first; with `everything` the closed ones too."""
    return rows(
        connection,
        "SELECT a.*, c.says, c.section, c.place, f.reason_en, f.reason_zh, f.suggestion_en, f.suggestion_zh"
        " FROM alert a LEFT JOIN claim c USING (report_id, claim_id) LEFT JOIN (SELECT report_id, claim_id, check_name,"
        " verdict, figure, arg_min(reason_en, o) AS reason_en, arg_min(reason_zh, o) AS reason_zh,"
        " arg_min(suggestion_en, o) AS suggestion_en, arg_min(suggestion_zh, o) AS suggestion_zh"
        " FROM (SELECT *, (answer, source_id, finding_id) AS o FROM current_findings)"
        " GROUP BY report_id, claim_id, check_name, verdict, figure) f ON f.report_id = a.report_id"
        " AND f.claim_id = a.claim_id AND f.check_name = a.check_name AND f.verdict = a.verdict"
        " AND f.figure IS NOT DISTINCT FROM a.figure"
        " WHERE a.state = 'open' OR ?"
        " ORDER BY a.state DESC, list_position(['scale_error', 'inconsistent', 'differs', 'meaning_differs',"
        " 'date_error', 'superseded'], a.verdict), a.report_id, a.claim_id, a.check_name, a.figure, a.alert_id",
        [everything],
    )


def sources(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every source with how its last capture ended, planned ones included."""
    return rows(connection, "SELECT * FROM source_health ORDER BY reader = 'planned', publisher, source_id")


def issues(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """What stands in our way now."""
    return rows(connection, "SELECT * FROM issue WHERE closed_at IS NULL ORDER BY source_id, figure, kind, issue_id")


def claim(connection: duckdb.DuckDBPyConnection, claim_id: str, report: str | None = None) -> list[Row]:
    """The claims of that id, one a report."""
    return rows(
        connection,
        "SELECT * FROM claim WHERE claim_id = ? AND report_id = coalesce(?, report_id)",
        [claim_id, report],
    )


def findings(connection: duckdb.DuckDBPyConnection, report_id: str, claim_id: str) -> list[Row]:
    """Current findings of one claim, most serious first, with the capture each rests on."""
    return rows(
        connection,
        "SELECT f.*, k.final_url, k.captured_at, k.warc_file, k.warc_offset, k.body_digest, k.origin, k.route,"  # noqa: S608
        " o.picture, o.picture_digest, o.box, o.confidence_permille, o.read_by,"
        " a.observed AS accepted, a.by_whom AS accepted_by, a.decided_at AS accepted_at"
        " FROM current_findings f LEFT JOIN capture k USING (capture_id)"
        " LEFT JOIN observation o USING (observation_id)"
        " LEFT JOIN last_accepted a ON a.report_id = f.report_id AND a.claim_id = f.claim_id"
        " AND a.check_name = f.check_name AND a.source_id IS NOT DISTINCT FROM f.source_id"
        " AND a.figure IS NOT DISTINCT FROM f.figure"
        f" WHERE f.report_id = ? AND f.claim_id = ? ORDER BY f.answer, {_GRAVEST}",
        [report_id, claim_id],
    )


def figure_history(connection: duckdb.DuckDBPyConnection, ref: str) -> list[Row]:
    """Every value seen of one `source.figure`, oldest first."""
    source_id, _, figure = ref.partition(".")
    return rows(
        connection,
        "SELECT * FROM figure_history WHERE source_id = ? AND figure = ? ORDER BY first_at, observation_id",
        [source_id, figure],
    )


def archived_copies(connection: duckdb.DuckDBPyConnection, source_id: str, first: date, last: date) -> list[Row]:
    """The archived copies of a source between two days, oldest first, with what each one prints."""
    return rows(
        connection,
        "SELECT c.captured_at, c.fetched_at, c.state, c.reason, c.status, c.url, c.final_url, c.is_moved, c.capture_id,"
        " count(r.figure) AS looked_for, count(o.observation_id) AS read,"
        " list(r.figure || ': ' || o.as_printed ORDER BY r.figure) FILTER (o.as_printed <> '' AND o.picture IS NULL)"
        " AS printed"
        " FROM capture c LEFT JOIN reading r ON r.source_id = c.source_id AND r.body_digest = c.body_digest"
        " AND r.is_current AND c.state = 'ok' LEFT JOIN observation o ON o.source_id = r.source_id"
        " AND o.figure = r.figure AND o.body_digest = r.body_digest AND o.reader_digest = r.reader_digest"
        " WHERE c.source_id = ? AND c.route = 'archive' AND CAST(c.captured_at AS DATE) BETWEEN ? AND ?"
        " GROUP BY ALL ORDER BY c.captured_at, c.capture_id",
        [source_id, first, last],
    )


def runs(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    return rows(connection, "SELECT * FROM run ORDER BY started_at DESC LIMIT 20")


def last_success(connection: duckdb.DuckDBPyConnection) -> Row | None:
    """The newest run that came to its end, and `sighted_at`: when the last one began before refreshes went blind.

    A run is blind that had sources to read and read none. One with nothing due says nothing about that.
    """
    found = rows(
        connection,
        "WITH ended AS (SELECT * FROM run WHERE finished_at IS NOT NULL),"
        " seeing AS (SELECT max(started_at) AS newest FROM ended WHERE captured + unchanged > 0),"
        " blind AS (SELECT min(started_at) AS oldest FROM ended, seeing"
        "  WHERE due > 0 AND captured + unchanged = 0 AND (newest IS NULL OR started_at > newest))"
        " SELECT ended.*, (SELECT max(other.started_at) FROM ended AS other, blind"
        "  WHERE oldest IS NULL OR other.started_at < oldest) AS sighted_at"
        " FROM ended ORDER BY started_at DESC LIMIT 1",
    )
    return found[0] if found else None


def counts(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """How many open alerts (by verdict), open issues (by kind), claims (by family now), messages (sent, unsent)."""
    found: dict[str, dict[str, int]] = {"alert": {}, "issue": {}, "claim": {}, "message": {}}
    for what, name, number in connection.execute(
        "SELECT 'alert', verdict, count(*) FROM alert WHERE state = 'open' GROUP BY verdict"
        " UNION ALL SELECT 'issue', kind, count(*) FROM issue WHERE closed_at IS NULL GROUP BY kind"
        " UNION ALL SELECT 'claim', family, count(*) FROM headline WHERE answer = 'now' GROUP BY family"
        " UNION ALL SELECT 'message', CASE WHEN sent_at IS NULL THEN 'unsent' ELSE 'sent' END, count(*)"
        "  FROM message GROUP BY ALL"
    ).fetchall():
        found[what][name] = number
    return found
