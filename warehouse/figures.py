"""What one source has said: which contents stood when, and what a figure was in each of them.

The packed file has a source's rows beside each other, so each of these reads few of them, whatever else there is.
"""

# ruff: noqa: S608 - statements are put together from our own texts; what people give goes in as parameters.
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from warehouse.answers import rows
from warehouse.ask import Connection
from warehouse.many import each_of

Row = dict[str, Any]

MOST_STAYS = 3000
"""Contents of a source told, the newest: eight years of one that is another every day."""

_ONE_BY_ONE = 4


def stays(connection: Connection, source_id: str) -> list[Row]:
    """Where the content of a source became another one, oldest first, and the newest capture of all.

    Of each: its moment and content, and how the stay before it ended: `before_id`, `before_at`, and how many captures
    (`n` counts this one) and how many archived copies there were until then.
    """
    found = rows(
        connection,
        "SELECT * EXCLUDE (previous) FROM (SELECT capture_id, shown_at, content_digest, lag(content_digest) OVER w AS"
        " previous, lag(capture_id) OVER w AS before_id, lag(shown_at) OVER w AS before_at, row_number() OVER w AS n,"
        " sum(CASE WHEN route = 'archive' THEN 1 ELSE 0 END) OVER (w ROWS UNBOUNDED PRECEDING) AS archived,"
        " route = 'archive' AS is_archived, previous IS DISTINCT FROM content_digest AS is_new,"
        " lead(capture_id) OVER w IS NULL AS is_newest FROM readable_capture WHERE source_id = ?"
        " WINDOW w AS (ORDER BY shown_at, capture_id)) WHERE is_new OR is_newest"
        f" ORDER BY n DESC LIMIT {MOST_STAYS + 1}",
        [source_id],
    )
    return found[::-1]


def values(connection: Connection, source_id: str, names: Iterable[str]) -> list[Row]:
    """What these figures are in each content of their source."""
    wanted = list(dict.fromkeys(names))
    return rows(
        connection,
        "SELECT observation_id, figure, body_digest, value, coalesce(date, as_printed) AS printed, period, read_by,"
        " headers, picture, box FROM observation WHERE is_current AND source_id = ?"
        f" AND {each_of('figure', wanted)}",
        [source_id, *wanted],
    )


def captures(connection: Connection, sources: Iterable[str], ids: Iterable[str | None]) -> dict[str, Row]:
    """Captures by their ids, of these sources: an id alone may be anywhere, a source's captures lie in one place."""
    wanted = [*dict.fromkeys(each for each in ids if each is not None)]
    if not wanted:
        return {}
    # Asked for one source at a time, DuckDB skips all blocks that hold none of it; for several it skips none.
    known = [*dict.fromkeys(sources)]
    asked = [[source] for source in known] if len(known) <= _ONE_BY_ONE else [known]
    found = [
        row
        for some in asked
        for row in rows(
            connection,
            f"SELECT * FROM capture WHERE {_equals(some)} AND {each_of('capture_id', wanted)}",
            [*some, *wanted],
        )
    ]
    return {row["capture_id"]: row for row in found}


def _equals(sources: Sequence[str]) -> str:
    return "source_id = ?" if len(sources) == 1 else each_of("source_id", sources)


def seen(connection: Connection, observation_id: str, source_id: str, figure: str) -> Row | None:
    """One observation, whether it is current or not: where in a table or picture it stands, and who read it."""
    found = rows(
        connection,
        "SELECT headers, picture, box, read_by FROM observation WHERE source_id = ? AND figure = ?"
        " AND observation_id = ?",
        [source_id, figure, observation_id],
    )
    return found[0] if found else None
