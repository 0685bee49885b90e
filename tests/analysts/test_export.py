"""The published tables as files: all formats hold the same rows, and nothing in them runs in a spreadsheet."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

import citewatch
from schemas.keys import KEYS, VIEW_KEYS
from tests.warehouse.conftest import capture, reading
from warehouse import ledger
from warehouse.errors import Unreadable, WarehouseError, WrongKind
from warehouse.export import COPY, export
from warehouse.packing import lay_out
from warehouse.spreadsheet import guarded
from warehouse.store import Store

Shown = Callable[..., Any]
SOME = ("capture", "observation", "figure_history", "headline")
FORMULA = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A published copy with texts that a spreadsheet would run."""
    store = Store(tmp_path / "w.duckdb", "specimen")
    with store.writing("x", publish=True) as connection:
        ledger.store(connection, [(capture(), 0)], [reading(sentence=FORMULA, as_printed="-5%")])
    return store.published


def test_every_format_has_every_row_and_says_that_it_is_of_specimens(data: Path, shown: Shown, tmp_path: Path) -> None:
    with citewatch.open(data, specimens=True) as connection:
        wanted = connection.execute("SELECT claim_id, answer, verdict FROM headline ORDER BY ALL").fetchall()
    for form in ("parquet", "csv", "json"):
        done = shown("export", "--format", form, "--to", str(tmp_path / form), "--only", "headline")
        assert done.code == 0, done.err
        path = tmp_path / form / f"headline.{form}"
        with duckdb.connect() as connection:
            got = connection.execute(f"SELECT claim_id, answer, verdict, data FROM '{path}' ORDER BY ALL").fetchall()
        assert got == [(*row, "specimen") for row in wanted]
    assert shown("export", "--format", "xlsx", "--to", str(tmp_path / "all.xlsx")).code == 0
    with zipfile.ZipFile(tmp_path / "all.xlsx") as book:
        assert 'name="headline"' in book.read("xl/workbook.xml").decode()
    assert shown("export", "--format", "duckdb", "--to", str(tmp_path / "mail.duckdb")).code == 0
    with duckdb.connect(str(tmp_path / "mail.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT claim_id, answer, verdict FROM headline ORDER BY ALL").fetchall() == wanted


def test_two_exports_are_the_same_to_the_last_byte(data: Path, tmp_path: Path) -> None:
    """Of a copy that was laid out anew in between, too: no row stands where it stands by chance."""
    copy = data / "specimen" / "citewatch.published.duckdb"
    lay_out(copy, other := tmp_path / "other.duckdb")
    shuffle(other)
    for form in ("csv", "json"):
        one, two = (
            {
                path.name: path.read_bytes()
                for path in export(place, "specimen", form, tmp_path / f"{place.stem}_{form}")
            }
            for place in (copy, other)
        )
        assert one.keys() == two.keys() and len(one) > 30
        assert [name for name in one if one[name] != two[name]] == []
    once, again = (export(copy, "specimen", "parquet", tmp_path / name, SOME) for name in ("once", "again"))
    tables = [pair for pair in zip(once, again, strict=True) if pair[0].suffix == ".parquet"]
    assert len(tables) == len(SOME)
    for left, right in tables:
        assert pl.read_parquet(left).equals(pl.read_parquet(right)), left.name


def shuffle(copy: Path) -> None:
    """Every table turned round."""
    with duckdb.connect(str(copy)) as connection:
        for table in KEYS:
            connection.execute(f"CREATE TEMP TABLE turned AS SELECT * FROM {table} ORDER BY rowid DESC")
            connection.execute(f"DELETE FROM {table}; INSERT INTO {table} FROM turned; DROP TABLE turned")


def test_what_is_said_to_be_unique_is(data: Path) -> None:
    with citewatch.open(data, specimens=True) as connection:
        for name, key in {**KEYS, **VIEW_KEYS}.items():
            doubled = f"SELECT count(*) FROM (SELECT 1 FROM {name} GROUP BY {', '.join(key)} HAVING count(*) > 1)"
            assert connection.execute(doubled).fetchone() == (0,), name
        filled = [name for name in VIEW_KEYS if connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()]
    assert set(VIEW_KEYS) - set(filled) <= {"current_decision", "last_accepted"}, "views without rows prove nothing"


def test_a_dictionary_goes_with_the_files(hostile: Path, tmp_path: Path) -> None:
    """For whom the database's own comments are out of reach."""
    for form in ("csv", "json", "parquet"):
        made = export(hostile, "specimen", form, tmp_path / form, ["observation"])
        assert [path.name for path in made] == ["dictionary.csv", f"observation.{form}"]
        with made[0].open(encoding="utf-8-sig", newline="") as file:
            told = {(row["relation"], row["column"]): row for row in csv.DictReader(file)}
        assert told["observation", ""]["meaning"].startswith("One row a value")
        value = told["observation", "value"]
        assert (value["type"], value["unit"]) == ("DECIMAL(38,10)", "that of the column unit")
        assert told["observation", "observation_id"]["key"] == "key"
        assert told["capture", "body_length"]["unit"] == "bytes" and told["capture", "captured_at"]["unit"] == "UTC"
        with duckdb.connect() as connection:
            columns = [row[0] for row in connection.execute(f"DESCRIBE FROM '{made[1]}'").fetchall()]
        assert columns == ["data", *(column for relation, column in told if relation == "observation" and column)]
        assert {relation for relation, _ in told} >= {"headline", "figure_history"}, "of those not exported, too"


def test_decimals_keep_their_digits(hostile: Path, tmp_path: Path) -> None:
    export(hostile, "specimen", "parquet", tmp_path / "p", ["observation"])
    assert str(pl.read_parquet(tmp_path / "p" / "observation.parquet")["value"][0]) == "54.2000000000"
    long = "SELECT CAST('12345678901234567.1234567891' AS DECIMAL(38,10)) AS value"
    with duckdb.connect() as connection:
        for form in ("csv", "json"):
            connection.execute(f"COPY ({long}) TO '{tmp_path}/long' ({COPY[form]})")
            assert "12345678901234567.1234567891" in (tmp_path / "long").read_text()


def test_a_text_that_looks_like_a_formula_runs_nowhere(hostile: Path, tmp_path: Path) -> None:
    export(hostile, "specimen", "csv", tmp_path / "c", ["observation"])
    with (tmp_path / "c" / "observation.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert row["sentence"] == f"'{FORMULA}" and row["as_printed"] == "-5%", "a number with its sign is none"
    export(hostile, "specimen", "xlsx", tmp_path / "x.xlsx", ["observation"])
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        contents, sheet = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert "One row a value" in contents and "as_printed" in contents, "what its rows and columns mean comes first"
    assert "<f>" not in sheet and "HYPERLINK" in sheet and "hyperlink" not in sheet


FORMULAS = (
    "=1+1",
    "+1+1",
    "-1-1",
    "-x",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "-5%!A1",
)
NO_FORMULAS = ("=", "-", "-5%", "+1", "-1,234.50", "5", "市場規模 3.5億美元", "'quoted", "")


def test_what_a_spreadsheet_may_take_for_a_formula_is_quoted_and_nothing_else_is(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.duckdb", "specimen")
    texts = [*FORMULAS, *NO_FORMULAS]
    with store.writing("x", publish=True) as connection:
        captures = [(capture(f"source_{number:02}", reason=text), 0) for number, text in enumerate(texts)]
        ledger.store(connection, captures, [])
    export(store.published, "specimen", "csv", tmp_path / "c", ["capture"])
    with (tmp_path / "c" / "capture.csv").open(encoding="utf-8-sig", newline="") as file:
        written = {row["source_id"]: row["reason"] for row in csv.DictReader(file)}
    assert list(dict(sorted(written.items())).values()) == [*(f"'{text}" for text in FORMULAS), *NO_FORMULAS]
    assert [guarded(text) for text in texts] == [*(f"'{text}" for text in FORMULAS), *NO_FORMULAS], "the desk's too"


def test_excel_sees_that_csv_is_utf8_and_programs_are_not_troubled(hostile: Path, tmp_path: Path) -> None:
    path = export(hostile, "specimen", "csv", tmp_path / "c", ["observation"])[1]
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdata,")
    assert pl.read_csv(path).columns[0] == pd.read_csv(path).columns[0] == "data"
    with duckdb.connect() as connection:
        assert connection.sql(f"SELECT data FROM '{path}'").fetchall() == [("specimen",)]
    assert sorted(path.name for path in (tmp_path / "c").iterdir()) == ["dictionary.csv", "observation.csv"]


def test_what_can_not_be_exported_is_a_sentence_and_leaves_older_files(hostile: Path, tmp_path: Path) -> None:
    made = export(hostile, "specimen", "json", tmp_path / "j", ["run", "capture"])
    before = {path: path.read_bytes() for path in made}
    with pytest.raises(WarehouseError, match="no table or view nothing"):
        export(hostile, "specimen", "json", tmp_path / "j", ["nothing"])
    with pytest.raises(WrongKind):
        export(hostile, "live", "json", tmp_path / "j")
    with pytest.raises(Unreadable, match="nothing has been published"):
        export(tmp_path / "none.duckdb", "live", "json", tmp_path / "j")
    assert {path: path.read_bytes() for path in made} == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_folder_that_may_not_be_written_is_a_sentence(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = shown("export", "--format", "csv", "--to", str(tmp_path / "file" / "csv"))
    assert done.code == 2 and "could not be written" in done.err and "Traceback" not in done.err


def test_sql_prints_tables_or_json_and_errors_as_duckdb_says_them(shown: Shown) -> None:
    done = shown("sql", "SELECT 1.50 AS a; SELECT ['x', '[b]'] AS b")
    assert done.code == 0 and "SPECIMEN DATA" in done.out and " 1.5" in done.out and "x, [b]" in done.out
    assert json.loads(shown("sql", "--json", "SELECT 1 AS a").out) == [{"a": 1, "data": "specimen"}]
    wrong = shown("sql", "SELECT nothing")
    assert wrong.code == 2 and "nothing" in wrong.err and "Traceback" not in wrong.err


def test_sql_can_not_change_the_copy(shown: Shown) -> None:
    done = shown("sql", "DELETE FROM finding")
    assert done.code == 2 and "read-only" in done.err
