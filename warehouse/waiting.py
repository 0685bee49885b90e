"""The queue of the review desk: what fits a filter, how many, in which order.

A connection is one of `Readers.look`: its `line` is the kept table `review_line` with every decision up to now on it.
An alert's seriousness is a whole number, so that pages can be cut by it: `weight` and a point for each week it waits.
"""

# ruff: noqa: S608 - statements are put together from our own texts; what people give goes in as parameters.
from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from warehouse.ask import Connection
from warehouse.many import each_of

Row = dict[str, Any]
Place = tuple[int, datetime, str]
"""Where an item stands in the queue: seriousness, when it began, its key."""

Counted = Mapping[tuple[str, str | None], int]
"""(facet, value) → alerts; under the empty name all of them."""

GROUP_OF = 4
"""So many figures of one source that agreed before and were upset at the same moment are one item: a redesign. The view
`review_line_derived` marks those that may be one."""
FACETS = ("state", "verdict", "report_id", "section", "publisher", "assignee")

_AGE = 40
"""The most points that waiting adds."""
_SERIOUSNESS = (
    f"weight + least({_AGE}, greatest(0, date_diff('week', CAST(opened_at AS DATE), CAST($today AS DATE))))"
    " AS seriousness"
)
_SHOWN = (
    "alert_id, report_id, report_title, claim_id, says, stated, section, place, prominence, check_name, verdict,"
    " source_id, figure, publisher, observed, difference, ratio, unit, reason_en, reason_zh, suggestion_en,"
    " suggestion_zh, state, version, assignee, snoozed_until, is_reopened, opened_at, closed_at"
)
"""What the queue says of an alert. A line has more, and each column costs."""
_ORDER = "seriousness DESC, opened_at, alert_id"
_ORDER_BACK = "seriousness, opened_at DESC, alert_id DESC"
_VALUES = 60
"""Values of a facet that are counted, those with most alerts; the others can be searched for."""
_OF_PLACE = "alert_id, opened_at"
_NEAR = 10
"""Points within which a neighbour is looked for before all others are."""


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


def _redesigns(connection: Connection, given: Mapping[str, Any], today: date) -> list[Row]:
    """The redesigns among what fits: key, alerts with their versions, most serious first, and place in the queue."""
    conditions, values = _conditions(given)
    return rows_named(
        connection,
        f"SELECT redesign AS key, list(alert_id ORDER BY {_ORDER}) AS alert_ids, list(version ORDER BY {_ORDER}) AS"
        f" versions, max(seriousness) AS seriousness, min(opened_at) AS opened_at FROM (SELECT *, {_SERIOUSNESS} FROM"
        f" line WHERE redesign IS NOT NULL AND state = 'open' AND {conditions}) GROUP BY redesign"
        f" HAVING count(DISTINCT figure) >= {GROUP_OF}",
        {**values, "today": today},
    )


def _top(
    connection: Connection, condition: str, values: Mapping[str, Any], limit: int, *, order: str = _ORDER,
    columns: str = _SHOWN,
) -> list[Row]:  # fmt: skip
    """The first lines that fit, in that order.

    Those that were decided on since the copy was published are put in from beside it: asked of the kept table alone,
    DuckDB looks up the columns of the chosen lines only.
    """
    (touched,) = connection.execute("SELECT count(*) FROM touched").fetchone() or (0,)
    first = f"SELECT {columns}, {_SERIOUSNESS} FROM {{}} WHERE {condition} ORDER BY {order} LIMIT "
    sql = f"{first}{int(limit)}".format("published.review_line")
    if touched:
        kept = f"{first}{int(limit) + touched}".format("published.review_line")
        sql = (
            f"SELECT * FROM (SELECT * FROM ({kept}) WHERE alert_id NOT IN (SELECT alert_id FROM touched) UNION ALL"
            f" BY NAME ({first}{int(limit)})) ORDER BY {order} LIMIT {int(limit)}".format("touched")
        )
    return rows_named(connection, sql, values)


def _but(groups: Sequence[Row]) -> tuple[str, dict[str, Any]]:
    """SQL for: not one of these redesigns."""
    values = {f"group{number}": group["key"] for number, group in enumerate(groups)}
    named = ", ".join(f"${name}" for name in values)
    return (f"NOT (state = 'open' AND coalesce(redesign IN ({named}), false))" if groups else "true"), values


def queue(
    connection: Connection, given: Mapping[str, Any], today: date, place: Place | None, limit: int, *,
    back: bool = False,
) -> list[Row]:  # fmt: skip
    """The line of each item with its key, the ids and versions of its alerts; most serious first.

    The first that come after a place, or with `back` the last that come before it.
    """
    conditions, values = _conditions(given)
    values["today"] = today
    groups = _redesigns(connection, given, today)
    if group := given.get("group"):
        if group not in {each["key"] for each in groups}:
            return []
        conditions += " AND state = 'open' AND redesign = $group"
        values["group"] = group
        groups = []
    kept, names = _but(groups)
    if place is not None:
        conditions += f" AND {_beyond(back=back)}"
        values.update(score=place[0], since=place[1], key=place[2])
        groups = [each for each in groups if (_place(each) < _sorted(place)) is back and each["key"] != place[2]]
    order = _ORDER_BACK if back else _ORDER
    found = _top(connection, f"{conditions} AND {kept}", {**values, **names}, limit, order=order)
    items = [{**row, "key": row["alert_id"], "alert_ids": [row["alert_id"]], "versions": [row["version"]]}
             for row in found]  # fmt: skip
    page = sorted([*items, *groups], key=_place)
    page = page[-limit:] if back else page[:limit]
    told = lines(connection, [row["alert_ids"][0] for row in page if row in groups], today)
    return [{**told[row["alert_ids"][0]], **row} if row in groups else row for row in page]


def _sorted(place: Place) -> tuple[int, datetime, str]:
    """Sorts as the queue is read."""
    return -place[0], place[1], place[2]


def _place(item: Mapping[str, Any]) -> tuple[int, datetime, str]:
    return _sorted((item["seriousness"], item["opened_at"], item["key"]))


def neighbours(connection: Connection, alert_id: str, today: date) -> tuple[str | None, str | None]:
    """The most serious alert of the items before and after that of this alert; the first item if it does not wait."""
    conditions, values = _conditions({})
    values["today"] = today
    groups = _redesigns(connection, {}, today)
    own = next((each for each in groups if alert_id in each["alert_ids"]), None) or next(
        iter(rows_named(
            connection, f"SELECT alert_id AS key, opened_at, {_SERIOUSNESS} FROM line WHERE alert_id = $alert AND"
            f" {conditions}", {**values, "alert": alert_id},
        )), None,
    )  # fmt: skip
    kept, names = _but(groups)
    values.update(names)
    conditions = f"{conditions} AND {kept}"
    if own is None:
        first = [_single(row) for row in _top(connection, conditions, values, 1, columns=_OF_PLACE)]
        return None, _alert_of(min([*first, *groups], key=_place, default=None))
    values.update(score=own["seriousness"], since=own["opened_at"], key=own["key"])
    before = [_single(row) for row in _next(connection, conditions, values, back=True)]
    behind = [_single(row) for row in _next(connection, conditions, values, back=False)]
    before += [each for each in groups if _place(each) < _place(own)]
    behind += [each for each in groups if _place(each) > _place(own)]
    return _alert_of(max(before, key=_place, default=None)), _alert_of(min(behind, key=_place, default=None))


def _single(row: Row) -> Row:
    return {**row, "key": row["alert_id"], "alert_ids": [row["alert_id"]]}


def _alert_of(item: Row | None) -> str | None:
    return item["alert_ids"][0] if item else None


def _next(connection: Connection, conditions: str, values: Mapping[str, Any], *, back: bool) -> list[Row]:
    """The line that comes after a place, or before it. Most often it is about as serious, and few lines are."""
    score = values["score"]
    low, high = (score - _AGE, score + _NEAR) if back else (score - _AGE - _NEAR, score)
    order = _ORDER_BACK if back else _ORDER
    wanted = f"{conditions} AND {_beyond(back=back)}"
    near = f"weight BETWEEN $low AND $high AND {wanted}"
    found = _top(connection, near, {**values, "low": low, "high": high}, 1, order=order, columns=_OF_PLACE)
    if found and abs(found[0]["seriousness"] - score) <= _NEAR:
        return found
    far = f"weight {'>= $low' if back else '<= $high'} AND {wanted}"
    return _top(connection, far, {**values, "low": low, "high": high}, 1, order=order, columns=_OF_PLACE)


def _beyond(*, back: bool = False) -> str:
    """SQL for: this line comes after that place in the queue, or before it."""
    less, later = (">", "<") if back else ("<", ">")
    return (
        f"(seriousness {less} $score OR (seriousness = $score AND (opened_at {later} $since"
        f" OR (opened_at = $since AND alert_id {later} $key))))"
    )


def lines(connection: Connection, ids: Sequence[str], today: date) -> dict[str, Row]:
    """Alert id → everything that a line of the queue shows of it."""
    if not ids:
        return {}
    # One parameter each: DuckDB looks for these while it scans; for a list it would first make whole rows of all.
    wanted = {f"id{n}": alert_id for n, alert_id in enumerate(ids)}
    found = rows_named(
        connection,
        f"SELECT {_SHOWN}, {_SERIOUSNESS} FROM line WHERE alert_id IN ({', '.join(f'${name}' for name in wanted)})",
        {**wanted, "today": today},
    )
    return {row["alert_id"]: row for row in found}


def named(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Alert id → its claim and what that states."""
    if not ids:
        return {}
    found = connection.execute(
        "SELECT alert_id, concat_ws(' ', claim_id, stated) FROM published.review_line"
        f" WHERE {each_of('alert_id', ids)}",
        list(ids),
    )
    return dict(found.fetchall())


def counted(connection: Connection, given: Mapping[str, Any], today: date, facet: str | None) -> Counted:
    """How many alerts of the published copy fit, by one facet; without a facet by all of them at once, and in all."""
    conditions, values = _conditions(given)
    names = (facet,) if facet else FACETS
    shown = ", ".join(names)
    # One look at every line; of each set all columns but its own are empty, which `which` tells from an empty value.
    found = rows_named(
        connection,
        f"SELECT grouping({shown}) AS which, {shown}, count(*) AS alerts FROM published.review_line WHERE {conditions}"
        f" GROUP BY GROUPING SETS ({', '.join(f'({name})' for name in names)}, ())",
        {**values, "today": today},
    )
    every = 2 ** len(names) - 1
    bits = {every - 2 ** (len(names) - 1 - number): name for number, name in enumerate(names)}
    named = ((bits.get(row["which"], ""), row) for row in found)
    return {(name, row[name] if name else None): row["alerts"] for name, row in named}


def counts(
    connection: Connection, given: Mapping[str, Any], today: date, facet: str | None, published: Counted
) -> list[Row]:
    """The same as of now, from what there was in the copy and the few lines that were decided on since. Of each facet
    the values with most alerts."""
    conditions, values = _conditions(given)
    names = (facet,) if facet else FACETS
    shown = ", ".join(names)
    since = rows_named(
        connection,
        f"SELECT 1 AS n, {shown} FROM touched WHERE {conditions}"
        f" UNION ALL SELECT -1, {shown} FROM covered WHERE {conditions}",
        {**values, "today": today},
    )
    total = Counter(published)
    for row in since:
        total["", None] += row["n"]
        for name in names:
            total[name, row[name]] += row["n"]
    found: list[Row] = [{"facet": "", "value": None, "alerts": total.pop(("", None), 0)}]
    for name in names:
        of = [(-n, value is None, value or "", value) for (each, value), n in total.items() if each == name and n]
        found += [{"facet": name, "value": value, "alerts": -n} for n, _, _, value in heapq.nsmallest(_VALUES, of)]
    return found


def asleep(connection: Connection, given: Mapping[str, Any], today: date) -> int:
    """How many alerts that fit are hidden until a later day."""
    conditions, values = _conditions({**given, "snoozed": True})
    (row,) = rows_named(
        connection,
        f"SELECT count(*) AS alerts FROM line WHERE {conditions} AND snoozed_until > $today",
        {**values, "today": today},
    )
    return int(row["alerts"])


def similar(connection: Connection, row: Mapping[str, Any], today: date, limit: int) -> list[Row]:
    """Lines of other waiting alerts of the same source, then of the same verdict in the same section; most serious
    first."""
    waits = "alert_state = 'open' AND state IN ('open', 'acknowledged') AND alert_id <> $alert"
    values = {
        "alert": row["alert_id"], "source": row["source_id"], "report": row["report_id"],
        "section": row["section"], "verdict": row["verdict"], "today": today,
    }  # fmt: skip
    found = _top(connection, f"source_id = $source AND {waits}", values, limit) if row["source_id"] else []
    if len(found) < limit:
        beside = "report_id = $report AND section = $section AND verdict = $verdict"
        other = "source_id IS DISTINCT FROM $source"
        found += _top(connection, f"{beside} AND {other} AND {waits}", values, limit - len(found))
    return found


_PUT_BACK = "FROM decision_log WHERE act IN ('reopen', 'reopened', 'undo')"


def newest(connection: Connection, report_id: str, before: tuple[datetime, str] | None, limit: int) -> list[Row]:
    """The lines of a report's waiting alerts, asleep or not, each with the moment since when it waits: it was opened
    then, or put back into the queue. The newest first; `before` is the last one seen."""
    waits = "report_id = $report AND alert_state = 'open' AND state IN ('open', 'acknowledged')"
    values: dict[str, Any] = {"report": report_id, "today": date.max}
    beyond = "true"
    if before is not None:
        beyond = "({0} < $since OR ({0} = $since AND alert_id > $key))"
        values.update(since=before[0], key=before[1])
    opened = f"{waits} AND {beyond.format('opened_at')} AND alert_id NOT IN (SELECT alert_id {_PUT_BACK})"
    found = _top(connection, opened, values, limit, order="opened_at DESC, alert_id")
    back = rows_named(
        connection,
        f"SELECT {_SHOWN}, {_SERIOUSNESS}, waits_since FROM line JOIN (SELECT alert_id, max(decided_at) AS waits_since"
        f" {_PUT_BACK} GROUP BY alert_id) USING (alert_id) WHERE {waits} AND {beyond.format('waits_since')}"
        f" ORDER BY waits_since DESC, alert_id LIMIT {int(limit)}",
        values,
    )
    every = [*({**row, "waits_since": row["opened_at"]} for row in found), *back]
    every.sort(key=lambda row: row["alert_id"])
    every.sort(key=lambda row: row["waits_since"], reverse=True)
    return every[:limit]


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
