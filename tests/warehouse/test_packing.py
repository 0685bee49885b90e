"""Laid out anew, a file holds what it held, in another order; a kill or a writer in between loses nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from schemas.capture import capture_id
from tests.tools.lapse import Forker
from tests.warehouse.conftest import DAY, capture, reading, tables
from warehouse import ledger, packing
from warehouse.published import open_published
from warehouse.store import Store

_COMMENTS = (
    "SELECT 'column', table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
    " UNION ALL SELECT 'view', view_name, sql, comment FROM duckdb_views() WHERE NOT internal"
    " UNION ALL SELECT 'table', table_name, sql, comment FROM duckdb_tables()"
    " UNION ALL SELECT 'macro', function_name, macro_definition, comment FROM duckdb_functions() WHERE NOT internal"
    " ORDER BY ALL"
)


@pytest.fixture
def filled(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Three weeks of three sources, in the order in which they came."""
    monkeypatch.setattr(packing, "LEAST", 1)
    for week in range(3):
        for source in ("b_source", "a_source", "c_source"):
            at, digest = DAY + timedelta(weeks=week), f"sha256:{week:064x}"
            taken = capture(source, at, body_digest=digest, capture_id=capture_id(source, "page", at))
            with store.writing("test") as connection:
                ledger.store(connection, [(taken, 0)], [reading(source, name, body_digest=digest) for name in "yx"])
    store.publish()
    return store


def _without(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: rows for name, rows in found.items() if name != "packed"}


def _ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_every_row_view_and_comment_is_there_in_another_order(filled: Store) -> None:
    before, words = tables(filled.path), _ask(filled.path, _COMMENTS)
    assert filled.pack()
    assert _without(tables(filled.path)) == _without(before)
    assert _ask(filled.path, _COMMENTS) == words and any(row[0] == "macro" and row[3] for row in words)
    laid = _ask(filled.path, "SELECT source_id, figure, body_digest FROM observation ORDER BY rowid")
    assert laid == sorted(laid) and len(laid) == 18
    assert _ask(filled.path, "FROM packed") == [(18,)]
    assert _without(tables(filled.published)) == _without(before)
    assert _ask(filled.published, "SELECT count(*) FROM figure_history") == [(18,)]


def test_it_is_done_when_enough_has_come(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "SHARE", 5)
    assert filled.pack()
    assert not filled.pack(), "nothing came since"
    with filled.writing("test") as connection:
        ledger.store(connection, [], [reading(figure=f"f{n}", body_digest="sha256:9") for n in range(3)])
    assert not filled.pack(), "three of 21 are less than a fifth"
    with filled.writing("test") as connection:
        ledger.store(connection, [], [reading(figure="f3", body_digest="sha256:8")])
    monkeypatch.setattr(packing, "LEAST", 5)
    assert not filled.pack(), "a few are not worth it"
    monkeypatch.setattr(packing, "LEAST", 4)
    assert filled.pack()


def test_an_older_file_takes_todays_storage(tmp_path: Path, filled: Store) -> None:
    older = Store(tmp_path / "older.duckdb", "specimen")
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{older.path}' AS b (STORAGE_VERSION 'v1.0.0')")
        connection.execute(f"ATTACH '{filled.path}' AS a (READ_ONLY)")
        connection.execute("COPY FROM DATABASE a TO b")
    version = "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal"
    assert _ask(older.path, version) == [("v1.0.0+",)]
    assert older.pack()
    assert _ask(older.path, version) == [(f"{packing.STORAGE}+",)] == _ask(filled.path, version)
    assert _without(tables(older.path)) == _without(tables(filled.path))


def test_what_is_written_meanwhile_is_kept(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reviewer decides while the new file is being made: it is not blocked, and the new file is thrown away."""
    laying_out = packing.lay_out

    def with_a_writer(source: Path, target: Path) -> None:
        laying_out(source, target)
        with Store(filled.path, "specimen", wait_s=0).writing("test") as connection:
            ledger.store(connection, [], [reading("d_source", body_digest="sha256:7")])

    monkeypatch.setattr(packing, "lay_out", with_a_writer)
    assert not filled.pack()
    assert len(tables(filled.path)["observation"]) == 19
    assert [path.name for path in filled.path.parent.glob("*.packed.*")] == []
    monkeypatch.setattr(packing, "lay_out", laying_out)
    assert filled.pack()
    assert len(tables(filled.path)["observation"]) == len(tables(filled.published)["observation"]) == 19


def test_who_has_the_old_copy_open_keeps_it(filled: Store) -> None:
    with open_published(filled.published) as reader:
        assert filled.pack()
        assert reader.execute("SELECT count(*) FROM observation").fetchall() == [(18,)]


def test_rows_that_get_lost_on_the_way_stop_it(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(filled.path)
    monkeypatch.setitem(packing.ORDER, "reading", "rowid LIMIT 17")
    with pytest.raises(RuntimeError, match=r"reading: \(18,\) rows were to be laid out anew, \(17,\) were"):
        filled.pack()
    assert tables(filled.path) == before
    with filled.reading():
        pass


@pytest.mark.slow
@pytest.mark.parametrize("point", ["pack.before_rename", "pack.after_rename", "publish.before_rename"])
def test_killed_while_laying_out(filled: Store, forker: Forker, point: str) -> None:
    before = _without(tables(filled.path))
    assert forker.run(do="pack", path=filled.path, point=point) == -9
    assert _without(tables(filled.path)) == before
    assert _without(tables(filled.published)) == before
    filled.sweep()
    left = sorted(path.name for path in filled.path.parent.iterdir() if path.suffix != ".lock")
    assert {"citewatch.duckdb", "citewatch.published.duckdb"} <= set(left) and not any("packed." in n for n in left)
    assert forker.run(do="pack", path=filled.path) == 0
    assert _without(tables(filled.path)) == _without(tables(filled.published)) == before
