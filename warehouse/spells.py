"""Findings and issues as spells: from first_at until closed_at, and a new episode if they come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb
import polars as pl

from schemas.ids import stable_id
from warehouse.answers import rows as rows_of
from warehouse.lots import in_lots
from warehouse.many import among, joined
from warehouse.write import Row, checked, incoming, insert_new, utc

NAMES = {"finding": ("finding_id", "finding_key"), "issue": ("issue_id", "issue_key")}
"""The id and the key of each table of spells. The id is a hash of key and episode."""
_OF_THE_SPELL = ("episode", "first_at", "closed_at", "recorded_at")
"""What stays as it is when the wording is brought up to date."""
_MOVING = ["capture_id"]
"""Which capture showed it last: new in every refresh, where the rest of a finding stays as it is for months."""
_LOT = 1_000
"""Spells compared at once: of tens of thousands, each beside its stored row, not all fit into little memory."""


def update_spells(
    connection: duckdb.DuckDBPyConnection, table: str, current: Iterable[Row], seen_at: datetime
) -> tuple[int, int, int]:
    """Make the open spells of `table` those of `current`; how many opened, closed, and got other words.

    A spell that still holds keeps its row, with its wording brought up to date; one that does not is closed at
    `seen_at`; one that comes back is a new episode, which begins no earlier than the last one ended. `recorded_at` is
    the `seen_at` of the call that opened it.
    """
    id_name, key_name = NAMES[table]
    found = connection.execute(f"SELECT {key_name}, {id_name} FROM {table} WHERE closed_at IS NULL")  # noqa: S608
    ending: dict[str, str] = dict(found.fetchall())
    opened = changed = 0
    seen = set[str]()
    for given in in_lots(current, _LOT):
        lot = {row[key_name]: row for row in given}
        if len(lot) < len(given) or not seen.isdisjoint(lot):
            raise AssertionError(f"{table}: two spells of one key at once")
        seen.update(lot)
        new, other = _bring_up_to_date(connection, table, lot, seen_at)
        opened, changed = opened + new, changed + other
        for key in lot:
            ending.pop(key, None)
    if ending:
        connection.execute(
            f"UPDATE {table} SET closed_at = greatest(first_at, ?) WHERE {among(id_name)}",  # noqa: S608
            [utc(seen_at), joined(ending.values())],
        )
    return opened, len(ending), changed


def _bring_up_to_date(
    connection: duckdb.DuckDBPyConnection, table: str, current: dict[str, Row], seen_at: datetime
) -> tuple[int, int]:
    """Open or reword the spells of these keys; how many of each."""
    id_name, key_name = NAMES[table]
    open_now = f"SELECT * FROM {table} WHERE closed_at IS NULL AND {among(key_name)}"  # noqa: S608
    known = {row[key_name]: row for row in rows_of(connection, open_now, [joined(current)])}
    past = _past(connection, table, key_name, [key for key in current if key not in known])
    fresh: list[Row] = []
    replaced: list[Row] = []
    moved: list[Row] = []
    for key, row in current.items():
        if (old := known.get(key)) is None:
            episode, ended_at = past.get(key, (0, None))
            first_at = max(row["first_at"], ended_at) if ended_at else row["first_at"]
            identity = {id_name: stable_id(key, episode + 1), "episode": episode + 1, "first_at": first_at}
            fresh.append({**row, **identity, "closed_at": None, "recorded_at": utc(seen_at)})
        else:
            candidate = {**row, **{name: old[name] for name in (id_name, *_OF_THE_SPELL)}}
            other = [name for name in old if candidate[name] != old[name]]
            if other:
                (moved if other == _MOVING else replaced).append(candidate)
    if replaced:
        stale = [row[id_name] for row in replaced]
        connection.execute(f"DELETE FROM {table} WHERE {among(id_name)}", [joined(stale)])  # noqa: S608
    if rows := fresh + replaced:
        insert_new(connection, table, checked(table, rows))
    if moved:
        _move(connection, table, id_name, moved)
    return len(fresh), len(replaced) + len(moved)


def _move(connection: duckdb.DuckDBPyConnection, table: str, id_name: str, spells: Sequence[Row]) -> None:
    """Only one column is written: the id of a capture that is stored, so the contract has seen it."""
    data = pl.DataFrame({name: [row[name] for row in spells] for name in (id_name, *_MOVING)}, strict=True)
    with incoming(connection, data):
        connection.execute(
            f"UPDATE {table} SET capture_id = i.capture_id FROM incoming i"  # noqa: S608
            f" WHERE {table}.{id_name} = i.{id_name}"
        )


def _past(
    connection: duckdb.DuckDBPyConnection, table: str, key_name: str, keys: Sequence[str]
) -> dict[str, tuple[int, datetime]]:
    """Key → its newest episode and when that ended."""
    if not keys:
        return {}
    found = connection.execute(
        f"SELECT {key_name}, max(episode), max(closed_at) FROM {table} WHERE {among(key_name)}"  # noqa: S608
        f" GROUP BY {key_name}",
        [joined(keys)],
    )
    return {row[0]: (row[1], row[2]) for row in found.fetchall()}
