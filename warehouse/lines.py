"""What the review desk lists, kept as tables: a line an alert, made from findings, claims and decisions; one a source,
one a section and headline, one a headline that changed.

Views of the same names with `_derived` say what they have to hold; asking those takes longer than a page may with many
alerts. So whoever changes what lines are made of brings them up to date in the same transaction; the others follow at
the end of a refresh. A file of an earlier version gets them when its views are made.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from schemas.decision import Decision
from schemas.keys import KEYS
from warehouse.many import among, joined

LINES, SOURCES = "review_line", "review_source"
AT_THE_END = (SOURCES, "review_section", "review_change")
"""Tables that are as of the end of the last refresh."""
LAID = {LINES: "weight DESC, opened_at, alert_id"}
"""As the queue shows them, so that a page of it is a few neighbours."""
_ANYTHING = (
    "FROM (SELECT 1 FROM source UNION ALL SELECT 1 FROM claim UNION ALL SELECT 1 FROM finding"
    " UNION ALL SELECT 1 FROM alert) LIMIT 1"
)
_ANY_LINE = f"SELECT 1 FROM alert UNION ALL SELECT 1 FROM {LINES} LIMIT 1"  # noqa: S608 - our own name


def bring_up_to_date(connection: duckdb.DuckDBPyConnection, table: str = LINES) -> int:
    """Make the table equal to its view, touching only rows that differ; how many those were."""
    if table == LINES and not connection.execute(_ANY_LINE).fetchone():
        return 0  # to find that out by the view takes 50 MB for ten thousand findings
    connection.execute(f"CREATE OR REPLACE TEMP TABLE kept_now AS SELECT * FROM {table}_derived")  # noqa: S608
    gone = connection.execute(
        f"DELETE FROM {table} WHERE EXISTS"  # noqa: S608 - our own names
        f" (SELECT 1 FROM (SELECT * FROM {table} EXCEPT SELECT * FROM kept_now) k WHERE {_same(table, 'k', table)})"
    ).fetchone()
    new = connection.execute(
        f"INSERT INTO {table} BY NAME SELECT * FROM kept_now n"  # noqa: S608
        f" WHERE NOT EXISTS (SELECT 1 FROM {table} l WHERE {_same(table, 'l', 'n')}) ORDER BY {LAID.get(table, 'ALL')}"
    ).fetchone()
    connection.execute("DROP TABLE temp.kept_now")
    return max(int(gone[0]) if gone else 0, int(new[0]) if new else 0)


def _same(table: str, one: str, other: str) -> str:
    return " AND ".join(f"{one}.{name} IS NOT DISTINCT FROM {other}.{name}" for name in KEYS[table])


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """For a file whose views were just made: these tables are new in it, or made otherwise from now on."""
    views = {row[0] for row in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    # Asked first: in a new lake, finding out that nothing is made of nothing takes longer than making the tables.
    if f"{LINES}_derived" not in views or not connection.execute(_ANYTHING).fetchone():
        return
    for table in (LINES, *AT_THE_END):
        if f"{table}_derived" in views:
            bring_up_to_date(connection, table)


def decided(connection: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> None:
    """Put the newest of these entries of the log on the lines of their alerts."""
    if not decisions:
        return
    # By way of a table: updated straight from rows of this transaction, DuckLake 1.5.5 ends the process at its commit.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE newest_of AS SELECT * FROM current_decision WHERE {among('alert_id')}",  # noqa: S608
        [joined({decision.alert_id for decision in decisions})],
    )
    connection.execute(
        f"UPDATE {LINES} SET state = d.state, version = d.version, assignee = d.assignee,"  # noqa: S608
        " snoozed_until = d.snoozed_until, is_reopened = (d.act = 'reopened')"
        f" FROM temp.newest_of d WHERE d.alert_id = {LINES}.alert_id"
    )
    connection.execute("DROP TABLE temp.newest_of")


def differing(connection: duckdb.DuckDBPyConnection, table: str = LINES) -> int:
    """How many rows are not what they have to be; none, unless somebody wrote into the file."""
    (number,) = connection.execute(
        f"SELECT count(DISTINCT row({', '.join(KEYS[table])})) FROM"  # noqa: S608
        f" ((SELECT * FROM {table} EXCEPT SELECT * FROM {table}_derived)"
        f" UNION ALL (SELECT * FROM {table}_derived EXCEPT SELECT * FROM {table}))"
    ).fetchone() or (0,)
    return int(number)
