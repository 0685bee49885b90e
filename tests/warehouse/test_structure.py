"""Contracts, comments and views are those of the migrated tables, in files of every age."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest
import yaml

from schemas.contracts import CONTRACTS
from schemas.keys import KEYS, LOOSE_REFERENCES, REFERENCES, VIEW_KEYS, in_order
from tests.tools.lapse import Forker
from tests.warehouse.conftest import tables
from warehouse import lines
from warehouse.ask import relations
from warehouse.dictionary import entries, units
from warehouse.store import Store
from warehouse.structure import BOOKS, HERE, Structure

_TYPES = {
    pl.String(): "VARCHAR", pl.Boolean(): "BOOLEAN", pl.Int32(): "INTEGER", pl.Int64(): "BIGINT",
    pl.Decimal(38, 10): "DECIMAL(38,10)", pl.Datetime("us"): "TIMESTAMP", pl.Date(): "DATE",
}  # fmt: skip


def test_each_contract_is_its_table(store: Store) -> None:
    with store.reading() as connection:
        for table, contract in CONTRACTS.items():
            found = {
                name: (kind, nullable)
                for name, kind, nullable in connection.execute(
                    "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = ?", [table]
                ).fetchall()
            }
            columns = contract.to_schema().columns
            assert found == {name: (_TYPES[c.dtype.type], c.nullable) for name, c in columns.items()}, table
        names = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert {row[0] for row in names} == {*CONTRACTS, *BOOKS}
    assert set(KEYS) == set(CONTRACTS)


def test_everything_is_commented_and_no_comment_is_about_nothing(store: Store) -> None:
    with store.reading() as connection:
        relations = dict(
            connection.execute(
                "SELECT table_name, comment FROM duckdb_tables() UNION ALL"
                " SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
            ).fetchall()
        )
        macros = dict(
            connection.execute("SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal").fetchall()
        )
        columns = {
            (table, column): comment
            for table, column, comment in connection.execute(
                "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
            ).fetchall()
        }
    assert [name for name, comment in relations.items() if not comment] == []
    assert [place for place, comment in columns.items() if not comment] == []
    told = yaml.safe_load((HERE / "comments.yml").read_text("utf-8"))
    assert set(relations) == {*told["tables"], *told["views"]}
    assert set(macros) == set(told["macros"]) and all(macros.values())
    about = {(t, c) for kind in ("tables", "views") for t, e in told[kind].items() for c in e.get("columns", ())}
    assert about - set(columns) == set()


def test_every_number_says_what_it_is_measured_in(store: Store) -> None:
    with store.reading() as connection:
        told = [entry for entry in entries(connection) if entry.column]
    texts = ("VARCHAR", "VARCHAR[]", "BOOLEAN")
    assert [(e.relation, e.column) for e in told if (e.type in texts) != (e.unit == "")] == []
    assert [(e.relation, e.column) for e in told if not e.meaning] == []
    named = units(Structure())
    with store.reading() as connection:
        columns = {
            name for (name,) in connection.execute("SELECT DISTINCT column_name FROM duckdb_columns()").fetchall()
        }
    assert set(named) - columns == set()
    of_values = {e.relation for e in told if e.unit == "that of the column unit"}
    assert of_values - {e.relation for e in told if e.column == "unit"} == set(), "a value without its unit"


def test_every_view_for_analysts_says_what_is_unique_in_it(store: Store) -> None:
    with store.reading() as connection:
        assert {relation.name for relation in relations(connection)} == {*KEYS, *VIEW_KEYS}
        for relation in (*KEYS, *VIEW_KEYS):
            connection.execute(f"SELECT {', '.join(in_order(relation))} FROM {relation}")


def test_the_diagram_shows_how_each_table_hangs_together_with_others(store: Store) -> None:
    links = [
        (table, *link) for given in (REFERENCES, LOOSE_REFERENCES) for table, of in given.items() for link in of.items()
    ]
    shown = {table for table, _, parent in links} | {parent for _, _, parent in links}
    assert set(CONTRACTS) - shown == {"run", "read_bytes"}, "which name no row of another"
    with store.reading() as connection:
        for table, columns, parent in links:
            assert len(columns) == len(KEYS[parent])
            connection.execute(f"SELECT {', '.join(columns)} FROM {table}")


def test_views_and_comments_follow_their_text(store: Store, tmp_path: Path) -> None:
    with store.writing("a"):
        pass
    shipped = tmp_path / "shipped"
    shutil.copytree(HERE / "views", shipped / "views")
    comments = (
        (HERE / "comments.yml").read_text("utf-8").replace("What the report is called, in its own", "Title in its")
    )
    (shipped / "comments.yml").write_text(comments, "utf-8")
    (shipped / "views" / "10_analysts.sql").write_text("CREATE VIEW headline AS SELECT 1 AS verdict;")
    (shipped / "views" / "20_as_of.sql").unlink()
    (shipped / "views" / "30_decisions.sql").unlink()
    (shipped / "views" / "35_review.sql").unlink()
    later = Structure(views=shipped / "views", comments=shipped / "comments.yml")
    with Store(store.path, "specimen", structure=later).reading() as connection:
        assert connection.execute("FROM headline").fetchall() == [(1,)]
        assert connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall() == [
            ("headline",)
        ]
        functions = "SELECT count(*) FROM duckdb_functions() WHERE NOT internal"
        assert connection.execute(functions).fetchall() == [(0,)]
        words = connection.execute("SELECT comment FROM duckdb_columns() WHERE column_name = 'title'").fetchall()
    assert ("Title in its language.",) in words
    with Store(store.path, "specimen").reading() as connection:
        assert connection.execute("SELECT count(*) FROM source_health").fetchall() == [(0,)]


def _with_one_more_migration(folder: Path) -> Path:
    shutil.copytree(HERE / "migrations", folder)
    (folder / "9999_more.sql").write_text("ALTER TABLE report ADD COLUMN note VARCHAR; UPDATE report SET note = 'n';")
    return folder


def test_an_older_file_is_upgraded_with_a_backup(store: Store, tmp_path: Path) -> None:
    with store.writing("a") as connection:
        connection.execute("INSERT INTO report VALUES ('r', 't', 'p', 'en', '2024-01-01', '2024-01-02', 'b')")
    before = tables(store.path)
    newer = Structure(migrations=_with_one_more_migration(tmp_path / "migrations"))
    with Store(store.path, "specimen", structure=newer).reading() as connection:
        assert connection.execute("SELECT report_id, note FROM report").fetchall() == [("r", "n")]
        assert connection.execute("SELECT count(*) FROM headline").fetchall() == [(0,)]
    assert tables(tmp_path / "citewatch.before-9999.duckdb") == before
    from warehouse.errors import Unreadable

    with (
        pytest.raises(Unreadable, match="made by a newer citewatch"),
        store.__class__(store.path, "specimen").reading(),
    ):
        pass


@pytest.mark.parametrize("newest", [number for number, _ in Structure().numbered()[:-1]])
def test_a_file_of_every_earlier_version_is_brought_to_today(tmp_path: Path, newest: int) -> None:
    """With a row in each of its tables, which is there afterwards and keeps its contract."""
    older = tmp_path / "older"
    (older / "migrations").mkdir(parents=True)
    for number, sql in Structure().numbered():
        if number <= newest:
            shutil.copy(sql, older / "migrations")
    (older / "views").mkdir()
    (older / "comments.yml").write_text("{shared: {}, tables: {}, views: {}}")
    path = tmp_path / "citewatch.duckdb"
    structure = Structure(older / "migrations", older / "views", older / "comments.yml")
    with Store(path, "specimen", structure=structure).writing("old") as connection:
        of_then = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        for name in set(of_then) - set(BOOKS):
            _fill(connection, name)
    before = tables(path)
    with Store(path, "specimen").reading() as connection:
        for name in set(of_then) & set(CONTRACTS):
            if name in (lines.LINES, *lines.AT_THE_END):
                assert lines.differing(connection, name) == 0, f"{name} is made anew from the others"
                continue
            rows = connection.execute(f"SELECT * FROM {name}").pl()
            assert len(rows) == len(before[name]) == 1, name
            required = [column for column, rule in CONTRACTS[name].to_schema().columns.items() if not rule.nullable]
            assert rows.select(pl.col(required).is_null().any()).row(0) == (False,) * len(required), name
        assert {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()} == {
            *CONTRACTS, *BOOKS
        }  # fmt: skip


def _fill(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """One row with a value in every column that must have one."""
    plain = {"VARCHAR": "'x'", "BOOLEAN": "true", "TIMESTAMP": "TIMESTAMP '2024-07-01'", "DATE": "DATE '2024-07-01'"}
    columns = connection.execute(
        "SELECT data_type FROM duckdb_columns() WHERE table_name = ? AND NOT internal ORDER BY column_index", [table]
    ).fetchall()
    values = ", ".join(plain.get(kind, "1") for (kind,) in columns)
    connection.execute(f"INSERT INTO {table} VALUES ({values})")


_POINTS = (
    "backup.before_rename", "backup.after_rename", "migrate.before_commit", "migrate.after_commit",
    "views.before_commit", "views.after_commit", "prepare.before_commit", "prepare.after_commit",
)  # fmt: skip


@pytest.mark.slow
def test_an_upgrade_killed_anywhere_is_finished_by_the_next(store: Store, tmp_path: Path, forker: Forker) -> None:
    with store.writing("a") as connection:
        connection.execute("INSERT INTO report VALUES ('r', 't', 'p', 'en', '2024-01-01', '2024-01-02', 'b')")
    before = tables(store.path)
    migrations = _with_one_more_migration(tmp_path / "migrations")
    kept = store.path.read_bytes()
    for point in _POINTS:
        store.path.write_bytes(kept)
        backup = tmp_path / "citewatch.before-9999.duckdb"
        backup.unlink(missing_ok=True)
        assert forker.run(do="read", path=store.path, migrations=migrations, point=point) == -9, point
        assert forker.run(do="read", path=store.path, migrations=migrations) == 0, point
        with duckdb.connect(str(store.path), read_only=True) as connection:
            assert connection.execute("SELECT report_id, note FROM report").fetchall() == [("r", "n")], point
            numbers = [number for (number,) in connection.execute("SELECT number FROM migration ORDER BY 1").fetchall()]
            assert numbers == [*(number for number, _ in Structure().numbered()), 9999], point
            assert connection.execute("SELECT count(*) FROM headline").fetchall() == [(0,)], point
        if point != "backup.before_rename":
            assert tables(backup) == before, point
