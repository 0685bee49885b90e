"""Storing rows: checked by their contract, then inserted where their id is not there yet.

Everything is idempotent: the same rows stored twice change nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import pandera.errors
import polars as pl

from schemas.contracts import CONTRACTS
from schemas.ids import stable_id
from warehouse.store import rows as rows_of

Row = Mapping[str, Any]

SPELLS = {"finding": ("finding_id", "finding_key"), "issue": ("issue_id", "issue_key")}
"""Tables whose rows are spells: from first_at until closed_at. Their id is a hash of key and episode."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Rows of one source that their contract refuses."""

    source_id: str
    table: str
    column: str
    check: str
    example: str


def utc(moment: datetime) -> datetime:
    """As the tables keep it: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def as_json(value: object) -> str:
    """Stable text of a list or mapping, readable in any language."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Rows as the table's columns and types; nothing is checked yet."""
    columns = CONTRACTS[table].to_schema().columns
    return pl.DataFrame(
        {name: [row[name] for row in rows] for name in columns},
        schema_overrides={name: column.dtype.type for name, column in columns.items()},
        strict=False,
    )


def check(table: str, rows: Sequence[Row]) -> tuple[pl.DataFrame, list[Broken]]:
    """Validate all rows at once; a source with a broken row loses all its rows, the others go on."""
    data = frame(table, rows)
    try:
        return CONTRACTS[table].validate(data, lazy=True), []
    except pandera.errors.SchemaErrors as errors:
        broken = list(dict.fromkeys(_broken(table, rows, errors.failure_cases.iter_rows(named=True))))
    refused = {item.source_id for item in broken}
    if "" in refused:  # not one row's fault: a missing column, a wrong type
        return data.clear(), broken
    good, more = check(table, [row for row in rows if row["source_id"] not in refused])
    return good, broken + more


def _broken(table: str, rows: Sequence[Row], cases: Iterable[Mapping[str, Any]]) -> Iterable[Broken]:
    for case in cases:
        index = case.get("index")
        source = str(rows[index]["source_id"]) if isinstance(index, int) and index < len(rows) else ""
        yield Broken(source, table, str(case["column"]), str(case["check"]), str(case["failure_case"])[:200])


def insert_new(connection: duckdb.DuckDBPyConnection, table: str, data: pl.DataFrame, key: str) -> int:
    """Insert the rows whose `key` is not in the table; return how many were new."""
    if data.is_empty():
        return 0
    connection.register("incoming", data.to_arrow())
    before = _count(connection, table)
    connection.execute(
        f"INSERT INTO {table} BY NAME SELECT * FROM incoming i"  # noqa: S608 - names are ours, never input
        f" WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.{key} = i.{key})"
    )
    connection.unregister("incoming")
    return _count(connection, table) - before


def replace_all(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Make a catalogue table equal to `rows`; untouched if it already is."""
    columns = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
    wanted = sorted((tuple(row[name] for name in columns) for row in rows), key=_ids)
    present = sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=_ids)  # noqa: S608
    if wanted == present:
        return
    connection.execute(f"DELETE FROM {table}")  # noqa: S608
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", wanted)  # noqa: S608


def _ids(row: tuple[Any, ...]) -> tuple[str, str]:
    return str(row[0]), str(row[1])


def update_spells(
    connection: duckdb.DuckDBPyConnection, table: str, current: Sequence[Row], seen_at: datetime
) -> tuple[int, int]:
    """Make the open spells of `table` those of `current`; return how many opened and how many closed.

    A spell that still holds keeps its row, with its wording brought up to date; one that does not is closed at
    `seen_at`; one that comes back is a new episode.
    """
    id_name, key_name = SPELLS[table]
    known = rows_of(connection, f"SELECT * FROM {table}")  # noqa: S608 - our own table names
    still_open = {row[key_name]: row for row in known if row["closed_at"] is None}
    episodes: dict[str, int] = {}
    for row in known:
        episodes[row[key_name]] = max(row["episode"], episodes.get(row[key_name], 0))
    fresh, replaced = [], []
    for row in current:
        key = row[key_name]
        if (old := still_open.get(key)) is None:
            episode = episodes.get(key, 0) + 1
            fresh.append({**row, id_name: stable_id(key, episode), "episode": episode, "closed_at": None})
        else:
            kept = {name: old[name] for name in (id_name, "episode", "first_at", "closed_at")}
            candidate = {**row, **kept}
            if any(candidate[name] != old[name] for name in old):
                replaced.append(candidate)
    keys = {row[key_name] for row in current}
    ended = [row[id_name] for key, row in still_open.items() if key not in keys]
    if ended:
        connection.execute(
            f"UPDATE {table} SET closed_at = greatest(first_at, ?) WHERE list_contains(?, {id_name})",  # noqa: S608
            [utc(seen_at), ended],
        )
    if replaced:
        stale = [row[id_name] for row in replaced]
        connection.execute(f"DELETE FROM {table} WHERE list_contains(?, {id_name})", [stale])  # noqa: S608
    if rows := fresh + replaced:
        insert_new(connection, table, CONTRACTS[table].validate(frame(table, rows), lazy=True), id_name)
    return len(fresh), len(ended)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    answer = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    assert answer is not None
    return int(answer[0])
