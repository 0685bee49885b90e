"""What was last made of a claim, or of a source, and from what: whatever has not changed since is not made again.

Judging is pure, so an answer holds for as long as everything it was made from is the same. A refresh then reads the
histories of what changed, and of the rest one line each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import duckdb
import polars as pl

from warehouse.lots import in_lots
from warehouse.many import among, joined
from warehouse.write import incoming

_JUDGED = {"subject": pl.String, "made_from": pl.String, "answer": pl.Binary}
_LOT = 1_000
"""Answers on their way at once."""
AT_ONCE = 2_000
"""Answers remembered in one transaction, which holds them in memory until it ends."""
_MARKS = """
    WITH c AS (SELECT source_id, count(*) AS captures, bit_xor(hash(capture_id)) AS which FROM capture GROUP BY ALL),
    r AS (SELECT source_id, count(*) AS readings, count(*) FILTER (is_current) AS current FROM reading GROUP BY ALL)
    SELECT coalesce(c.source_id, r.source_id), coalesce(captures, 0), concat_ws('-', captures, which, readings, current)
    FROM c FULL JOIN r ON r.source_id = c.source_id
"""


class Mark(NamedTuple):
    """What is another once anything of a source's history is another."""

    captures: int = 0
    text: str = ""


def marks(connection: duckdb.DuckDBPyConnection) -> dict[str, Mark]:
    """Source id → its mark.

    Captures and readings are only ever added; which readings are current changes with the reader, whose version is
    told elsewhere.
    """
    return {source_id: Mark(*mark) for source_id, *mark in connection.execute(_MARKS).fetchall()}


def made_from(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Subject → what its last answer was made from."""
    return dict(connection.execute("SELECT subject, made_from FROM judged").fetchall())


def answers(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, bytes]]:
    """Each subject with its last answer, packed. Ask nothing else before the last one is there."""
    found = connection.execute("SELECT subject, answer FROM judged")
    while lot := found.fetchmany(_LOT):
        yield from lot


def remember(
    connection: duckdb.DuckDBPyConnection, fresh: Mapping[str, tuple[str, bytes]], gone: frozenset[str] | set[str]
) -> None:
    """Put these answers, packed, in the place of what is there of their subjects; forget the subjects in `gone`."""
    if gone:
        connection.execute(f"DELETE FROM judged WHERE {among('subject')}", [joined(gone)])  # noqa: S608 - our own name
    for lot in in_lots(fresh.items(), _LOT):
        told = [(subject, *answer) for subject, answer in lot]
        with incoming(connection, pl.DataFrame(told, schema=_JUDGED, orient="row")):
            connection.execute("DELETE FROM judged WHERE subject IN (SELECT subject FROM incoming)")
            connection.execute("INSERT INTO judged BY NAME SELECT * FROM incoming")
