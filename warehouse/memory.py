"""What was last made of a claim, or of a source, and from what: whatever has not changed since is not made again.

Judging is pure, so an answer holds for as long as everything it was made from is the same. A refresh then reads the
histories of what changed, and of the rest one line each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import duckdb
import polars as pl

from warehouse.write import incoming

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


def remembered(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Subject → what its last answer was made from, and the answer."""
    found = connection.execute("SELECT subject, made_from, answer FROM judged").fetchall()
    return {subject: (made_from, answer) for subject, made_from, answer in found}


def remember(
    connection: duckdb.DuckDBPyConnection, fresh: Mapping[str, tuple[str, str]], gone: frozenset[str] | set[str]
) -> None:
    """Put these answers in the place of what is there of their subjects, and forget the subjects in `gone`."""
    if not fresh and not gone:
        return
    told = [(subject, *answer) for subject, answer in fresh.items()]
    types = {"subject": pl.String, "made_from": pl.String, "answer": pl.String}
    with incoming(connection, pl.DataFrame({"subject": [*fresh, *gone]}, schema={"subject": pl.String})):
        connection.execute("DELETE FROM judged WHERE subject IN (SELECT subject FROM incoming)")
    with incoming(connection, pl.DataFrame(told, schema=types, orient="row")):
        connection.execute("INSERT INTO judged BY NAME SELECT * FROM incoming")
