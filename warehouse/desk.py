"""What the review desk asks of the readers' copy; a connection is one of `Readers.look`, which has `decision_log`.

An alert's seriousness is a whole number, so that pages can be cut by it: the verdict counts most, then how far off the
value is, how prominently the report prints it, and how long it has waited.
"""

# ruff: noqa: S608 - statements are put together from our own texts; what people give goes in as parameters.
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb

from warehouse.store import among, joined, rows

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]

GROUP_OF = 4
"""So many figures of one source that agreed before and were upset at the same moment are one item: a redesign."""

_STATE = """
    newest AS (SELECT alert_id, max(version) AS version FROM decision_log GROUP BY alert_id),
    state AS (SELECT d.* FROM decision_log d JOIN newest USING (alert_id, version))"""
_PROMINENCE = """CASE
        WHEN regexp_matches(c.section, '^(摘要|結論|[Ss]ummary|[Aa]bstract|[Kk]ey |[Ee]xec)') THEN 'summary'
        WHEN regexp_matches(c.place, '圖|表|[Ff]igure|[Tt]able|[Cc]hart') THEN 'figure'
        WHEN regexp_matches(c.place, '^(註|[Nn]ote|[Ff]ootnote)') OR c.section IN ('註腳', 'Notes', 'Footnotes')
            THEN 'footnote'
        ELSE 'text' END"""
_SERIOUSNESS = """CASE a.verdict WHEN 'scale_error' THEN 600 WHEN 'inconsistent' THEN 500 WHEN 'differs' THEN 400
            WHEN 'meaning_differs' THEN 300 WHEN 'date_error' THEN 200 ELSE 100 END
        + CASE WHEN f.ratio IS NULL OR f.ratio = 0 THEN 0
               ELSE CAST(least(90, 30 * abs(log10(abs(CAST(f.ratio AS DOUBLE))))) AS INTEGER) END
        + CASE p.prominence WHEN 'summary' THEN 60 WHEN 'figure' THEN 40 WHEN 'text' THEN 20 ELSE 0 END
        + least(40, greatest(0, date_diff('week', CAST(a.opened_at AS DATE), CAST($today AS DATE))))"""
_ITEM = f"""
    place AS (SELECT c.report_id, c.claim_id, c.says, c.section, c.place, {_PROMINENCE} AS prominence FROM claim c),
    item AS (
        SELECT a.alert_id, a.report_id, a.claim_id, a.check_name, a.verdict, a.figure, a.observed, a.opened_at,
            a.closed_at, a.alert_key, a.finding_id, a.state AS alert_state, f.source_id, s.publisher, p.says, p.section,
            p.place, p.prominence, coalesce(d.state, 'open') AS state, coalesce(d.version, 0) AS version,
            d.assignee, d.snoozed_until, coalesce(d.act = 'reopened', false) AS reopened, d.by_whom, d.decided_at,
            {_SERIOUSNESS} AS seriousness
        FROM alert a
        LEFT JOIN finding f ON f.finding_id = a.finding_id
        LEFT JOIN place p ON p.report_id = a.report_id AND p.claim_id = a.claim_id
        LEFT JOIN source s ON s.source_id = f.source_id
        LEFT JOIN state d ON d.alert_id = a.alert_id
    )"""
_UPSET = f"""
    crowd AS (
        SELECT i.source_id, i.opened_at FROM fitting i WHERE i.source_id IS NOT NULL
        GROUP BY i.source_id, i.opened_at HAVING count(DISTINCT i.figure) >= {GROUP_OF}
    ), agreed AS (
        SELECT DISTINCT e.source_id, e.report_id, e.claim_id, e.figure FROM finding e
        WHERE e.family = 'agrees' AND e.closed_at IS NOT NULL AND e.source_id IN (SELECT source_id FROM crowd)
    ), upset AS (
        SELECT i.alert_id, i.source_id, i.opened_at, i.figure FROM fitting i
        JOIN crowd USING (source_id, opened_at) JOIN agreed USING (source_id, report_id, claim_id, figure)
        WHERE i.state = 'open'
    ), redesign AS (
        SELECT source_id, opened_at FROM upset GROUP BY source_id, opened_at
        HAVING count(DISTINCT figure) >= {GROUP_OF}
    ), grouped AS (
        SELECT u.alert_id, u.source_id || '@' || strftime(u.opened_at, '%Y-%m-%dT%H:%M:%S.%f') AS key
        FROM upset u JOIN redesign USING (source_id, opened_at)
    )"""


def _conditions(given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The filter as SQL on `item`, and its parameters."""
    told = {
        "report": "report_id = $report", "section": "section = $section", "publisher": "publisher = $publisher",
        "source": "source_id = $source", "verdict": "verdict = $verdict", "state": "state = $state",
    }  # fmt: skip
    parts, values = [], {}
    for name, condition in told.items():
        if given.get(name) is not None:
            parts.append(condition)
            values[name] = given[name]
    if given.get("state") is None:
        parts.append("state IN ('open', 'acknowledged')")
    if not given.get("closed"):
        parts.append("alert_state = 'open'")
    if not given.get("snoozed"):
        parts.append("(snoozed_until IS NULL OR snoozed_until <= $today)")
    if given.get("assignee") is not None:
        parts.append("coalesce(assignee, '') = $assignee")
        values["assignee"] = given["assignee"]
    if text := (given.get("text") or "").strip():
        parts.append(
            "contains(lower(concat_ws(' ', claim_id, says, section, place, source_id, publisher, figure, observed)),"
            " lower($text))"
        )
        values["text"] = text
    return " AND ".join(parts) or "true", values


def queue(
    connection: Connection, given: Mapping[str, Any], today: date, after: tuple[int, datetime, str] | None, limit: int
) -> list[Row]:
    """One row an item: key, ids of its alerts, seriousness and when it began; most serious first."""
    conditions, values = _conditions(given)
    group = given.get("group")
    key = "i.alert_id" if group else "coalesce(g.key, i.alert_id)"
    only = "WHERE g.key = $group" if group else ""
    cut = ""
    if after is not None:
        cut = (
            "WHERE seriousness < $score OR (seriousness = $score AND (opened_at > $since"
            " OR (opened_at = $since AND key > $key)))"
        )
        values.update(score=after[0], since=after[1], key=after[2])
    if group:
        values["group"] = group
    return rows_named(
        connection,
        f"WITH {_STATE}, {_ITEM}, fitting AS (SELECT * FROM item WHERE {conditions}), {_UPSET},"
        f" keyed AS (SELECT {key} AS key, i.alert_id, i.seriousness, i.opened_at FROM fitting i"
        f" LEFT JOIN grouped g ON g.alert_id = i.alert_id {only}),"
        " items AS (SELECT key, max(seriousness) AS seriousness, min(opened_at) AS opened_at,"
        " count(*) AS alerts FROM keyed GROUP BY key),"
        f" page AS (SELECT * FROM items {cut} ORDER BY seriousness DESC, opened_at, key LIMIT {int(limit)})"
        " SELECT p.key, p.seriousness, p.opened_at,"
        " list(k.alert_id ORDER BY k.seriousness DESC, k.opened_at, k.alert_id) AS alert_ids"
        " FROM page p JOIN keyed k USING (key) GROUP BY ALL ORDER BY p.seriousness DESC, p.opened_at, p.key",
        {**values, "today": today},
    )


def alerts(connection: Connection, ids: Sequence[str], today: date) -> dict[str, Row]:
    """Alert id → everything that a line of the queue shows of it; words of the finding as it stands now."""
    if not ids:
        return {}
    wanted = "(SELECT unnest(string_split($ids, '\x1f')))"
    found = rows_named(
        connection,
        f"WITH wanted AS (SELECT * FROM alert WHERE alert_id IN {wanted}), {_STATE}, "
        f"{_ITEM.replace('FROM alert a', 'FROM wanted a')},"
        " current AS (SELECT f.* FROM finding f JOIN wanted w ON w.alert_key = f.alert_key OR w.finding_id ="
        " f.finding_id QUALIFY row_number() OVER (PARTITION BY w.alert_id ORDER BY f.closed_at IS NULL DESC, f.answer,"
        " f.source_id, f.figure, f.edition) = 1)"
        " SELECT i.*, r.title AS report_title, f.stated, f.difference, f.ratio, f.unit, f.reason_en, f.reason_zh,"
        " f.suggestion_en, f.suggestion_zh"
        " FROM item i LEFT JOIN report r USING (report_id)"
        " LEFT JOIN finding f ON f.finding_id = i.finding_id",
        {"ids": joined(ids), "today": today},
    )
    return {row["alert_id"]: row for row in found}


FACETS = ("state", "verdict", "report_id", "section", "publisher", "assignee")


def counts(connection: Connection, given: Mapping[str, Any], today: date, facet: str | None) -> list[Row]:
    """How many alerts fit, by one facet; without a facet by all of them at once, and in all."""
    conditions, values = _conditions(given)
    names = (facet,) if facet else FACETS
    sets = ", ".join(f"({name})" for name in names)
    shown = ", ".join(names)
    return rows_named(
        connection,
        f"WITH {_STATE}, {_ITEM}, fitting AS (SELECT *, coalesce(assignee, '') AS who FROM item WHERE {conditions})"
        f" SELECT {shown}, GROUPING_ID({shown}) AS level, count(*) AS alerts"
        f" FROM (SELECT * EXCLUDE (assignee, who), who AS assignee FROM fitting) GROUP BY GROUPING SETS ({sets}, ())",
        {**values, "today": today},
    )


def asleep(connection: Connection, given: Mapping[str, Any], today: date) -> int:
    """How many alerts that fit are hidden until a later day."""
    conditions, values = _conditions({**given, "snoozed": True})
    found = connection.execute(
        f"WITH {_STATE}, {_ITEM} SELECT count(*) FROM item WHERE {conditions} AND snoozed_until > $today",
        {**values, "today": today},
    ).fetchone()
    return int(found[0]) if found else 0


def alert(connection: Connection, alert_id: str) -> Row | None:
    """One alert with the finding that speaks for it now, its claim, report and source."""
    found = rows(
        connection,
        "SELECT a.*, f.* EXCLUDE (report_id, claim_id, check_name, verdict, figure, alert_key, episode, observed,"
        " closed_at, finding_id), f.closed_at AS finding_closed_at, f.observed AS finding_observed, c.says, c.section,"
        " c.place, c.value AS claim_value, c.unit AS claim_unit, r.title AS report_title, r.language, s.title AS"
        f" source_title, s.publisher, s.url AS source_url, o.headers, o.picture, o.box, o.read_by, {_PROMINENCE}"
        " AS prominence"
        " FROM alert a JOIN finding f ON f.alert_key = a.alert_key OR f.finding_id = a.finding_id"
        " LEFT JOIN claim c ON c.report_id = a.report_id AND c.claim_id = a.claim_id"
        " LEFT JOIN report r ON r.report_id = a.report_id LEFT JOIN source s ON s.source_id = f.source_id"
        " LEFT JOIN observation o ON o.observation_id = f.observation_id AND o.source_id = f.source_id"
        " WHERE a.alert_id = ? ORDER BY f.closed_at IS NULL DESC, f.answer, f.source_id NULLS FIRST,"
        " f.figure NULLS FIRST, f.edition NULLS FIRST LIMIT 1",
        [alert_id],
    )
    return found[0] if found else None


def answers(connection: Connection, alert_key: str) -> list[str]:
    """At which of the two times the alert's disagreement holds."""
    found = connection.execute(
        "SELECT DISTINCT answer FROM finding WHERE alert_key = ? AND closed_at IS NULL ORDER BY answer DESC",
        [alert_key],
    )
    return [row[0] for row in found.fetchall()]


def findings(connection: Connection, report_id: str, claim_id: str) -> list[Row]:
    return rows(
        connection,
        "SELECT f.*, o.read_by FROM current_findings f LEFT JOIN observation o ON o.observation_id = f.observation_id"
        " AND o.source_id = f.source_id WHERE f.report_id = ? AND f.claim_id = ? ORDER BY f.answer DESC, f.severity",
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
        "SELECT d.* FROM decision_log d JOIN alert a USING (alert_id) WHERE a.report_id = ? AND a.claim_id = ?"
        " ORDER BY d.seq DESC",
        [report_id, claim_id],
    )


def whole_log(connection: Connection, before: int | None, limit: int) -> list[Row]:
    """The audit log, newest first."""
    return rows(
        connection,
        "SELECT d.*, a.report_id, a.claim_id, a.verdict FROM decision_log d JOIN alert a USING (alert_id)"
        f" WHERE d.seq < coalesce(?, 9223372036854775807) ORDER BY d.seq DESC LIMIT {int(limit)}",
        [before],
    )


def similar(connection: Connection, row: Row, today: date, limit: int) -> list[str]:
    """Other waiting alerts of the same source, else of the same verdict in the same section; most serious first."""
    found = connection.execute(
        f"WITH {_STATE}, {_ITEM} SELECT alert_id FROM item WHERE alert_state = 'open' AND state IN ('open',"
        " 'acknowledged') AND alert_id <> $alert AND (source_id = $source OR (report_id = $report AND section ="
        " $section AND verdict = $verdict)) ORDER BY coalesce(source_id = $source, false) DESC, seriousness DESC,"
        f" opened_at, alert_id LIMIT {int(limit)}",
        {
            "alert": row["alert_id"], "source": row["source_id"], "report": row["report_id"],
            "section": row["section"], "verdict": row["verdict"], "today": today,
        },
    )  # fmt: skip
    return [found_row[0] for found_row in found.fetchall()]


def capture(connection: Connection, capture_id: str, source_id: str | None) -> Row | None:
    found = rows(
        connection,
        "SELECT * FROM capture WHERE capture_id = ? AND source_id = coalesce(?, source_id)",
        [capture_id, source_id],
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


def rows_named(connection: Connection, sql: str, given: Mapping[str, Any]) -> list[Row]:
    """Like `rows`, with parameters by name; those that the statement does not use are left out."""
    cursor = connection.execute(sql, {name: value for name, value in given.items() if f"${name}" in sql})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def sections(connection: Connection, report_id: str | None) -> list[Row]:
    """One row a judged claim: report, section, headline of now; in the order of the claims' ids."""
    return rows(
        connection,
        "SELECT c.report_id, c.claim_id, c.says, c.section, h.verdict, h.family FROM claim c LEFT JOIN headline h ON"
        " h.report_id = c.report_id AND h.claim_id = c.claim_id AND h.answer = 'now' WHERE c.not_judged IS NULL AND"
        " c.report_id = coalesce(?, c.report_id) ORDER BY c.report_id, c.claim_id",
        [report_id],
    )


def changed_since(connection: Connection, report_id: str | None, day: date) -> list[Row]:
    """Headlines that differ from those that were believed at the end of `day`."""
    return rows(
        connection,
        "SELECT coalesce(n.report_id, b.report_id) AS report_id, coalesce(n.claim_id, b.claim_id) AS claim_id,"
        " coalesce(n.answer, b.answer) AS answer, b.verdict AS before, n.verdict AS now, c.says FROM headline n"
        " FULL JOIN headline_on(CAST(? AS DATE)) b ON b.report_id = n.report_id AND b.claim_id = n.claim_id AND"
        " b.answer = n.answer LEFT JOIN claim c ON c.report_id = coalesce(n.report_id, b.report_id) AND c.claim_id ="
        " coalesce(n.claim_id, b.claim_id) WHERE b.verdict IS DISTINCT FROM n.verdict AND coalesce(n.report_id,"
        " b.report_id) = coalesce(?, n.report_id, b.report_id) ORDER BY 1, 2, 3",
        [day, report_id],
    )


def calendar(connection: Connection, first: datetime) -> list[Row]:
    """How the last attempt of each source and day ended, since `first`."""
    return rows(
        connection,
        "SELECT source_id, CAST(captured_at AS DATE) AS day, arg_max(state, (captured_at, state IN ('ok',"
        " 'not_modified'))) AS state FROM capture WHERE route NOT IN ('archive', 'person') AND captured_at >= ?"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        [first],
    )


def newest_attempt(connection: Connection) -> datetime | None:
    found = connection.execute(
        "SELECT max(captured_at) FROM capture WHERE route NOT IN ('archive', 'person')"
    ).fetchone()
    return found[0] if found else None


def last_good(connection: Connection) -> dict[str, datetime]:
    """Source → when its page last came or was said to be unchanged, or a person read it."""
    found = connection.execute(
        "SELECT source_id, max(captured_at) FROM capture WHERE state IN ('ok', 'not_modified') AND route <> 'archive'"
        " GROUP BY source_id"
    )
    return dict(found.fetchall())


def settled(connection: Connection, report_id: str | None) -> dict[str, int]:
    """Open alerts by the state of their newest decision."""
    found = connection.execute(
        f"WITH {_STATE} SELECT coalesce(d.state, 'open') AS state, count(*) FROM alert a LEFT JOIN state d"
        " ON d.alert_id = a.alert_id WHERE a.state = 'open' AND a.report_id = coalesce(?, a.report_id) GROUP BY 1",
        [report_id],
    )
    return dict(found.fetchall())


def longest_waiting(connection: Connection, report_id: str | None) -> str | None:
    """The open alert that nobody has said anything about for longest."""
    found = connection.execute(
        "SELECT a.alert_id FROM alert a WHERE a.state = 'open' AND a.report_id = coalesce(?, a.report_id) AND NOT"
        " EXISTS (FROM decision_log d WHERE d.alert_id = a.alert_id AND d.by_whom <> 'citewatch')"
        " ORDER BY a.opened_at, a.alert_id LIMIT 1",
        [report_id],
    ).fetchone()
    return found[0] if found else None


def errata(connection: Connection, report_id: str) -> list[Row]:
    """Open alerts of a report that are neither dismissed nor accepted, with finding, claim and capture."""
    return rows(
        connection,
        f"WITH {_STATE}, told AS (SELECT a.alert_id, a.claim_id, a.verdict, a.alert_key, a.finding_id,"
        " coalesce(d.state, 'open') AS state FROM alert a LEFT JOIN state d ON d.alert_id = a.alert_id"
        " WHERE a.state = 'open' AND a.report_id = ? AND coalesce(d.state, 'open') NOT IN ('dismissed', 'accepted'))"
        " SELECT t.*, f.* EXCLUDE (claim_id, verdict, alert_key, finding_id, report_id), c.says, c.section, c.place,"
        " s.title AS source_title, s.publisher, s.url, k.captured_at, k.document_on, k.body_digest, k.final_url,"
        " k.route, k.url AS capture_url FROM told t JOIN finding f ON f.alert_key = t.alert_key OR f.finding_id ="
        " t.finding_id LEFT JOIN claim c ON c.report_id = f.report_id AND c.claim_id = t.claim_id"
        " LEFT JOIN source s ON s.source_id = f.source_id LEFT JOIN capture k ON k.capture_id = f.capture_id"
        " QUALIFY row_number() OVER (PARTITION BY t.alert_id ORDER BY f.closed_at IS NULL DESC, f.answer,"
        " f.source_id, f.figure) = 1 ORDER BY t.claim_id, t.verdict, t.alert_id",
        [report_id],
    )


def report(connection: Connection, report_id: str) -> Row | None:
    found = rows(connection, "SELECT * FROM report WHERE report_id = ?", [report_id])
    return found[0] if found else None


def ids_beginning(connection: Connection, beginning: str) -> list[str]:
    """Ids of alerts that begin so; two are enough to know that it is not one."""
    found = connection.execute("SELECT alert_id FROM alert WHERE starts_with(alert_id, ?) LIMIT 2", [beginning])
    return [row[0] for row in found.fetchall()]
