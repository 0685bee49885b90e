"""How sources are doing, as of the end of the last refresh: from the kept table `review_source`, a page at a time."""

# ruff: noqa: S608 - statements are put together from our own texts; what people give goes in as parameters.
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from warehouse.answers import rows
from warehouse.ask import Connection
from warehouse.many import among, joined

Row = dict[str, Any]

_LAST_STATE = "split_part(days, ' ', -1)"
_AILS = f"(days <> '' AND {_LAST_STATE} NOT IN ('ok', 'not_modified'))"
"""Its last attempt of the four weeks gave nothing."""
_ORDER = "ORDER BY reader = 'planned', publisher, source_id"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sources to show; nothing leaves nothing out."""

    text: str = ""
    ailing: bool = False
    among: Iterable[str] | None = None
    """Ids of the sources of one report."""


def _conditions(wanted: Wanted) -> tuple[str, list[Any]]:
    parts, values = ["true"], []
    if text := wanted.text.strip().lower():
        parts.append("(contains(lower(source_id), ?) OR contains(lower(publisher), ?) OR contains(lower(title), ?))")
        values += [text] * 3
    if wanted.ailing:
        parts.append(_AILS)
    if wanted.among is not None:
        parts.append(among("source_id"))
        values.append(joined(wanted.among))
    return " AND ".join(parts), values


def page(connection: Connection, wanted: Wanted, first: int, limit: int) -> list[Row]:
    """Some of the sources that fit, from the `first` on (0 is the first of all); planned ones last."""
    conditions, values = _conditions(wanted)
    sql = f"SELECT * FROM review_source WHERE {conditions} {_ORDER} LIMIT {int(limit)} OFFSET {int(first)}"
    return rows(connection, sql, values)


def count(connection: Connection, wanted: Wanted) -> Row:
    """How many fit (`sources`), how many of them were asked in the last four weeks, and how many then gave nothing."""
    conditions, values = _conditions(wanted)
    (found,) = rows(
        connection,
        "SELECT count(*) AS sources, count(*) FILTER (days <> '') AS asked,"
        f" count(*) FILTER ({_AILS}) AS ailing FROM review_source WHERE {conditions}",
        values,
    )
    return found


def newest_attempt(connection: Connection) -> datetime | None:
    found = connection.execute("SELECT max(last_at) FROM review_source").fetchone()
    return found[0] if found else None


def longest_ago(connection: Connection) -> dict[str, datetime]:
    """How often sources are read → when the one of them that has waited longest was last tried."""
    found = connection.execute("SELECT every, min(last_at) FROM review_source WHERE last_at IS NOT NULL GROUP BY every")
    return dict(found.fetchall())


def read_lately(connection: Connection, newest: datetime, patience: Mapping[str, timedelta]) -> set[str]:
    """Sources that were read, by us or by a person, within the patience for how often they are read."""
    limits = " OR ".join("(every = ? AND read_at >= ?)" for _ in patience)
    values = [value for every, span in patience.items() for value in (every, newest - span)]
    found = connection.execute(f"SELECT source_id FROM review_source WHERE {limits}", values)
    return {row[0] for row in found.fetchall()}
