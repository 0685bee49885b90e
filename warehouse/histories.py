"""What the checks look at: stays and attempts of some sources, and what was read of some of their figures.

Never everything: a warehouse of years has more readings than fit into memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import duckdb
import polars as pl

from warehouse.answers import rows
from warehouse.history import Attempt, History, Seen, Stay
from warehouse.lots import in_lots
from warehouse.many import among, joined, written_out
from warehouse.write import incoming


class Looked(dict[str, Seen]):
    """What was read of some figures only. To ask for another one is a mistake of ours, not a figure that is missing."""

    def __init__(self, only: frozenset[str]) -> None:
        super().__init__()
        self._only = only

    def get(self, figure: str, default: object = None) -> Seen | None:  # type: ignore[override]
        self._asked(figure)
        return super().get(figure)

    def __contains__(self, figure: object) -> bool:
        self._asked(figure)
        return super().__contains__(figure)

    def _asked(self, figure: object) -> None:
        if figure not in self._only:
            raise LookupError(f"the history of {figure} was not asked for")


def histories(connection: duckdb.DuckDBPyConnection, wanted: Mapping[str, frozenset[str] | None]) -> dict[str, History]:
    """Stays and attempts of some sources; one never captured has an empty history.

    `wanted` names the figures of each source whose history is asked for, None for all. The newest stay has all of them
    in any case, and so has what people read.
    """
    if not wanted:
        return {}
    stays, attempts = _stays(connection, wanted), _attempts(connection, wanted)
    by_person = _read_by_persons(connection, wanted)
    entire = {
        (name, stay.body_digest)
        for name, of_source in stays.items()
        for stay in [one for one in of_source if (name, one.body_digest) not in by_person][-1:]
    }
    seen = _seen_in(connection, wanted, entire | by_person)
    return {
        name: History(
            tuple(
                replace(stay, figures=seen.get((name, stay.body_digest)) or _none(only)) for stay in stays.get(name, ())
            ),
            tuple(attempts.get(name, ())),
        )
        for name, only in wanted.items()
    }


def _none(only: frozenset[str] | None) -> dict[str, Seen]:
    return {} if only is None else Looked(only)


AT_ONCE = 1_000
"""Sources asked for in one statement; fewer where whoever asks keeps to few captures, as judging does (`BATCH`)."""


def _lots(wanted: Iterable[str]) -> Iterator[str]:
    """A condition for each lot of sources: asked first, so that the captures of all others are never numbered."""
    for lot in in_lots(sorted(wanted), AT_ONCE):
        yield written_out("source_id", lot)


def _stays(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str]) -> dict[str, list[Stay]]:
    found: dict[str, list[Stay]] = {}
    for named in _lots(wanted):
        stretches = f"SELECT * FROM capture_stay WHERE {named} ORDER BY source_id, stay"  # noqa: S608
        for row in rows(connection, stretches):
            found.setdefault(row["source_id"], []).append(
                Stay(
                    row["body_digest"], row["first_at"], row["last_at"], row["first_capture_id"],
                    row["last_capture_id"], row["document_on"], row["origin"], {}, row["archived"] == row["captures"],
                )
            )  # fmt: skip
    return found


def _attempts(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str]) -> dict[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = {}
    for named in _lots(wanted):
        changes = (
            "WITH a AS (SELECT source_id, capture_id, captured_at, state, reason,"  # noqa: S608
            " lag(state) OVER w AS previous, lead(state) OVER w AS following FROM source_attempt"
            f" WHERE {named} WINDOW w AS (PARTITION BY source_id ORDER BY captured_at))"
            " SELECT source_id, capture_id, captured_at, state, reason FROM a"
            " WHERE previous IS DISTINCT FROM state OR following IS NULL ORDER BY captured_at"
        )
        for source_id, *attempt in connection.execute(changes).fetchall():
            found.setdefault(source_id, []).append(Attempt(*attempt))
    return found


def _read_by_persons(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str]) -> set[tuple[str, str]]:
    """(source, content) in which a person read something."""
    found = connection.execute(
        "SELECT DISTINCT source_id, body_digest FROM observation"  # noqa: S608
        f" WHERE read_by IS NOT NULL AND is_current AND {among('source_id')}",
        [joined(wanted)],
    )
    return {(row[0], row[1]) for row in found.fetchall()}


_OF_READING = ("figure", "outcome", "expected", "found")
_OF_OBSERVATION = Seen.__match_args__[len(_OF_READING) :]
_CURRENT = (
    f"SELECT r.source_id, r.body_digest, r.{', r.'.join(_OF_READING)}, o.{', o.'.join(_OF_OBSERVATION)}"  # noqa: S608
    " FROM reading r SEMI JOIN incoming i ON {same} LEFT JOIN observation o ON o.source_id = r.source_id"
    " AND o.figure = r.figure AND o.body_digest = r.body_digest AND o.reader_digest = r.reader_digest"
    " AND o.source_id BETWEEN $1 AND $2 WHERE r.is_current AND r.source_id BETWEEN $1 AND $2"
)
"""What today's readers read. A file that is laid out by source reads only the blocks from the first to the last one."""


def _seen_in(
    connection: duckdb.DuckDBPyConnection, wanted: Mapping[str, frozenset[str] | None], entire: set[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, Seen]]:
    """(source, content) → what was read in it: of the figures wanted, and all in what is to be had entire."""
    some = [(name, figure) for name, figures in wanted.items() for figure in figures or ()]
    whole = [(name,) for name, figures in wanted.items() if figures is None]
    found: dict[tuple[str, str], dict[str, Seen]] = {}
    for columns, pairs in (
        (("source_id",), whole),
        (("source_id", "figure"), some),
        (("source_id", "body_digest"), sorted(entire)),
    ):
        if not pairs:
            continue
        same = " AND ".join(f"i.{column} = r.{column}" for column in columns)
        given = pl.DataFrame(pairs, schema=dict.fromkeys(columns, pl.String), orient="row")
        with incoming(connection, given):
            current = connection.execute(_CURRENT.format(same=same), [min(wanted), max(wanted)])
            for source_id, body_digest, *read in current.fetchall():
                place = source_id, body_digest
                if place not in found:
                    found[place] = {} if place in entire else _none(wanted[source_id])
                found[place][read[0]] = _seen(read)
    return found


_NAMES, _BOX = Seen.__match_args__.index("names"), Seen.__match_args__.index("box")


def _seen(row: list[Any]) -> Seen:
    if row[len(_OF_READING)] is None:
        return Seen(*row[: len(_OF_READING)])
    row[_NAMES] = tuple(json.loads(row[_NAMES])) if row[_NAMES] != "[]" else ()
    row[_BOX] = tuple(json.loads(row[_BOX])) if row[_BOX] else None
    return Seen(*row)
