"""The queue of the review desk: what fits a filter, how many, in which order.

A connection is one of `Readers.look`: its `line` is the kept table `review_line` with every decision up to now on it.
An alert's seriousness is a whole number, so that pages can be cut by it: `weight` and a point for each week it waits.
"""

# ruff: noqa: S608 - statements are put together from our own texts; what people give goes in as parameters.
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from warehouse.ask import Connection

Row = dict[str, Any]
Place = tuple[int, datetime, str]
"""Where an item stands in the queue: seriousness, when it began, its key."""

GROUP_OF = 4
"""So many figures of one source that agreed before and were upset at the same moment are one item: a redesign."""
FACETS = ("state", "verdict", "report_id", "section", "publisher", "assignee")

_SERIOUSNESS = (
    "weight + least(40, greatest(0, date_diff('week', CAST(opened_at AS DATE), CAST($today AS DATE)))) AS seriousness"
)
_ITEMS = f"""
    upset AS (
        SELECT alert_id, source_id, figure, seriousness, opened_at FROM fitting
        WHERE agreed_before AND state = 'open' AND source_id IS NOT NULL
    ), redesign AS (
        SELECT source_id, opened_at FROM upset GROUP BY ALL HAVING count(DISTINCT figure) >= {GROUP_OF}
    ), grouped AS (
        SELECT u.*, u.source_id || '@' || strftime(u.opened_at, '%Y-%m-%dT%H:%M:%S.%f') AS key
        FROM upset u JOIN redesign USING (source_id, opened_at)
    ), item AS (
        SELECT alert_id AS key, seriousness, opened_at FROM fitting WHERE alert_id NOT IN (SELECT alert_id FROM grouped)
        UNION ALL
        SELECT key, max(seriousness), min(opened_at) FROM grouped GROUP BY key
    )"""
_ORDER = "ORDER BY i.seriousness DESC, i.opened_at, i.key"
_ORDER_BACK = "ORDER BY i.seriousness, i.opened_at DESC, i.key DESC"


def _conditions(given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The filter as SQL on `line`, and its parameters."""
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
        parts.append("contains(words, lower($text))")
        values["text"] = text
    return " AND ".join(parts), values


def _fitting(given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    conditions, values = _conditions(given)
    return (
        f"fitting AS (SELECT alert_id, source_id, figure, opened_at, agreed_before, state, {_SERIOUSNESS} FROM line"
        f" WHERE {conditions})"
    ), values


def queue(connection: Connection, given: Mapping[str, Any], today: date, after: Place | None, limit: int) -> list[Row]:
    """One row an item: key, ids of its alerts, seriousness and when it began; most serious first."""
    fitting, values = _fitting(given)
    if group := given.get("group"):
        cut, of = "", "(SELECT alert_id AS key, seriousness, opened_at FROM grouped WHERE key = $group)"
        values["group"] = group
        members = "[key]"
    else:
        cut, of = "", "item"
        members = (
            "coalesce((SELECT list(g.alert_id ORDER BY g.seriousness DESC, g.opened_at, g.alert_id) FROM grouped g"
            " WHERE g.key = i.key), [key])"
        )
    if after is not None:
        cut = f"WHERE {_beyond(('$score', '$since', '$key'))}"
        values.update(score=after[0], since=after[1], key=after[2])
    return rows_named(
        connection,
        f"WITH {fitting}, {_ITEMS}, page AS (SELECT * FROM {of} i {cut} {_ORDER} LIMIT {int(limit)})"
        f" SELECT key, seriousness, opened_at, {members} AS alert_ids FROM page i {_ORDER}",
        {**values, "today": today},
    )


def neighbours(connection: Connection, alert_id: str, today: date) -> tuple[str | None, str | None]:
    """The most serious alert of the items before and after that of this alert; the first item if it does not wait."""
    fitting, values = _fitting({})
    own = ("o.seriousness", "o.opened_at", "o.key")
    found = rows_named(
        connection,
        f"WITH {fitting}, {_ITEMS}, own AS (SELECT * FROM item WHERE key = coalesce((SELECT any_value(key) FROM grouped"
        " WHERE alert_id = $alert), $alert)),"
        f" before AS (SELECT i.* FROM item i, own o WHERE {_beyond(own, back=True)} {_ORDER_BACK} LIMIT 1),"
        f" behind AS (SELECT i.* FROM item i, own o WHERE {_beyond(own)} {_ORDER} LIMIT 1),"
        f" first AS (SELECT i.* FROM item i WHERE NOT EXISTS (SELECT 1 FROM own) {_ORDER} LIMIT 1)"
        " SELECT side, coalesce((SELECT arg_min(g.alert_id, (-g.seriousness, g.opened_at, g.alert_id)) FROM grouped g"
        " WHERE g.key = n.key), n.key) AS alert_id FROM (SELECT 'before' AS side, key FROM before UNION ALL"
        " SELECT 'behind', key FROM behind UNION ALL SELECT 'behind', key FROM first) n",
        {**values, "alert": alert_id, "today": today},
    )
    sides = {row["side"]: row["alert_id"] for row in found}
    return sides.get("before"), sides.get("behind")


def _beyond(place: tuple[str, str, str], *, back: bool = False) -> str:
    """SQL for: this item comes after that place in the queue, or before it."""
    score, since, key = place
    less, later = (">", "<") if back else ("<", ">")
    return (
        f"(i.seriousness {less} {score} OR (i.seriousness = {score} AND (i.opened_at {later} {since}"
        f" OR (i.opened_at = {since} AND i.key {later} {key}))))"
    )


def lines(connection: Connection, ids: Sequence[str], today: date) -> dict[str, Row]:
    """Alert id → everything that a line of the queue shows of it."""
    if not ids:
        return {}
    # One parameter each: DuckDB looks for these while it scans; for a list it would first make whole rows of all.
    wanted = {f"id{n}": alert_id for n, alert_id in enumerate(ids)}
    found = rows_named(
        connection,
        f"SELECT *, {_SERIOUSNESS} FROM line WHERE alert_id IN ({', '.join(f'${name}' for name in wanted)})",
        {**wanted, "today": today},
    )
    return {row["alert_id"]: row for row in found}


def counts(connection: Connection, given: Mapping[str, Any], today: date, facet: str | None) -> list[Row]:
    """How many alerts fit, by one facet; without a facet by all of them at once, and in all."""
    conditions, values = _conditions(given)
    names = (facet,) if facet else FACETS
    shown = ", ".join(names)
    counted = " UNION ALL ".join(
        f"SELECT '{name}' AS facet, {name} AS value, count(*) AS alerts FROM fitting GROUP BY {name}" for name in names
    )
    return rows_named(
        connection,
        f"WITH fitting AS MATERIALIZED (SELECT {shown} FROM line WHERE {conditions}) {counted}"
        " UNION ALL SELECT '', NULL, count(*) FROM fitting",
        {**values, "today": today},
    )


def asleep(connection: Connection, given: Mapping[str, Any], today: date) -> int:
    """How many alerts that fit are hidden until a later day."""
    conditions, values = _conditions({**given, "snoozed": True})
    (row,) = rows_named(
        connection,
        f"SELECT count(*) AS alerts FROM line WHERE {conditions} AND snoozed_until > $today",
        {**values, "today": today},
    )
    return int(row["alerts"])


def similar(connection: Connection, row: Mapping[str, Any], today: date, limit: int) -> list[str]:
    """Other waiting alerts of the same source, else of the same verdict in the same section; most serious first."""
    found = rows_named(
        connection,
        f"SELECT alert_id, opened_at, {_SERIOUSNESS} FROM line WHERE alert_state = 'open' AND state IN ('open',"
        " 'acknowledged') AND alert_id <> $alert AND (source_id = $source OR (report_id = $report AND section ="
        " $section AND verdict = $verdict)) ORDER BY coalesce(source_id = $source, false) DESC, seriousness DESC,"
        f" opened_at, alert_id LIMIT {int(limit)}",
        {
            "alert": row["alert_id"], "source": row["source_id"], "report": row["report_id"],
            "section": row["section"], "verdict": row["verdict"], "today": today,
        },
    )  # fmt: skip
    return [each["alert_id"] for each in found]


def settled(connection: Connection, report_id: str | None) -> dict[str, int]:
    """Open alerts by the state of their newest decision."""
    found = connection.execute(
        "SELECT state, count(*) FROM line WHERE alert_state = 'open' AND report_id = coalesce(?, report_id) GROUP BY 1",
        [report_id],
    )
    return dict(found.fetchall())


def rows_named(connection: Connection, sql: str, given: Mapping[str, Any]) -> list[Row]:
    """Like `rows`, with parameters by name; those that the statement does not use are left out."""
    cursor = connection.execute(sql, {name: value for name, value in given.items() if f"${name}" in sql})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
