"""The log of decisions: reading it and adding to it, inside a transaction of the caller's.

The log only grows, and each row carries the whole state after it. A row's id is made of alert and version, and the
version is one more than the newest under the file's lock: two writers can't both follow the same version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb

from schemas.decision import Decision
from schemas.issue import Issue
from warehouse import lines
from warehouse.answers import rows
from warehouse.many import among, joined
from warehouse.rows import issue_row
from warehouse.spells import update_spells
from warehouse.write import checked, insert_new, utc

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]


def decision_row(decision: Decision) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(decision, name) for name in Decision.__slots__}
    row["decision_id"] = decision.decision_id
    row["by_whom"] = row.pop("by")
    row["decided_at"] = utc(row.pop("at"))
    return row


def decision_of(row: Mapping[str, Any]) -> Decision:
    plain = {name: row[name] for name in Decision.__slots__ if name in row}
    return Decision(**plain, by=row["by_whom"], at=row["decided_at"])


def logs(connection: Connection, alert_ids: Iterable[str]) -> dict[str, list[Decision]]:
    """Alert id → its log, newest first."""
    found: dict[str, list[Decision]] = {}
    asked = f"SELECT * FROM decision WHERE {among('alert_id')} ORDER BY version DESC"  # noqa: S608
    for row in rows(connection, asked, [joined(alert_ids)]):
        found.setdefault(row["alert_id"], []).append(decision_of(row))
    return found


def newest(connection: Connection) -> dict[str, Decision]:
    """Alert id → the newest entry of its log, of every alert that has one."""
    return {row["alert_id"]: decision_of(row) for row in rows(connection, "SELECT * FROM current_decision")}


def spans(connection: Connection) -> dict[str, str | None]:
    """Alert id → the span that its standing decision rests on: what was seen once since does not count."""
    found = connection.execute(
        "SELECT alert_id, arg_max(span, version) FROM decision WHERE act <> 'span_seen' GROUP BY 1"
    )
    return dict(found.fetchall())


def sourced_alerts(connection: Connection) -> list[Row]:
    """Every alert, with the source that its finding rests on, and which of the two answers that is."""
    found = "SELECT a.*, f.source_id, f.answer FROM alert a LEFT JOIN finding f ON f.finding_id = a.finding_id"
    return rows(connection, found)


def next_seq(connection: Connection) -> int:
    found = connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM decision").fetchone()
    return int(found[0]) if found else 1


def add(connection: Connection, decisions: Sequence[Decision]) -> int:
    """Add entries, and put them on the lines of the queue; one that is there already stays as it is."""
    if not decisions:
        return 0
    added = insert_new(connection, "decision", checked("decision", [decision_row(each) for each in decisions]))
    lines.decided(connection, decisions)
    return added


def alerts_with_findings(connection: Connection, alert_ids: Iterable[str]) -> dict[str, Row]:
    """Alert id → the alert with the finding that speaks for it: now before then, then by source, figure, edition."""
    asked = (
        "SELECT a.*, f.source_id, f.sentence, f.observed AS prints, f.closed_at AS finding_closed_at"  # noqa: S608
        f" FROM (SELECT * FROM alert WHERE {among('alert_id')}) a"
        " JOIN finding f ON f.alert_key = a.alert_key OR f.finding_id = a.finding_id"
        " QUALIFY row_number() OVER (PARTITION BY a.alert_id ORDER BY f.closed_at IS NULL DESC, f.answer,"
        " coalesce(f.source_id, ''), coalesce(f.figure, ''), coalesce(f.edition, '')) = 1"
    )
    return {row["alert_id"]: row for row in rows(connection, asked, [joined(alert_ids)])}


def dismissed(connection: Connection) -> list[Row]:
    """Every alert whose newest entry dismisses it, with the words of the person."""
    return rows(
        connection,
        "SELECT a.alert_id, a.alert_key, a.claim_id, a.report_id, a.figure, a.observed, f.source_id, d.mistake, d.note,"
        " d.by_whom, d.decided_at FROM current_decision d JOIN alert a USING (alert_id)"
        " LEFT JOIN finding f ON f.finding_id = a.finding_id WHERE d.state = 'dismissed' AND a.state = 'open'",
    )


def refile(connection: Connection, kind: str, wanted: Sequence[Issue], at: datetime) -> None:
    """Make the open issues of one kind those of `wanted`; all other open issues stay as they are."""
    others = [
        {name: value for name, value in row.items() if name not in ("issue_id", "episode", "closed_at", "recorded_at")}
        for row in rows(connection, "SELECT * FROM issue WHERE closed_at IS NULL AND kind <> ?", [kind])
    ]
    unique = {row["issue_key"]: row for row in map(issue_row, wanted)}
    update_spells(connection, "issue", [*others, *unique.values()], at)
