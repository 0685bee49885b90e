"""A real file of every earlier version is brought to today, and then says what today's program makes of the same pages.

Their content was made by the code of then: older/make.py.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from citewatch.refresh import refresh
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.keys import KEYS
from tests.tools.lapse import small_catalogue
from tests.warehouse.older.make import ACCEPTED, DAYS, SOURCES
from warehouse import integrity
from warehouse.packing import STORAGE
from warehouse.store import Store

OLDER = sorted((Path(__file__).parent / "older").glob("*.sql"), key=lambda path: (len(path.stem), path.stem))
NEXT = DAYS[-1] + timedelta(days=7)
SAYS = {
    "captures": "SELECT capture_id, source_id, route, state, content_digest, final_url FROM capture",
    "observations": "SELECT source_id, figure, body_digest, value, low, high, unit, comparator, step, date, period,"
    " label, names, as_printed, sentence, span_start, span_end FROM observation WHERE is_current",
    "findings": "SELECT claim_id, answer, check_name, verdict, family, source_id, figure, observed, observed_value,"
    " first_read_value, first_at FROM current_findings",
    "headlines": "SELECT claim_id, answer, verdict FROM headline",
    "alerts": "SELECT claim_id, check_name, verdict, figure, observed, state, opened_at FROM alert",
    "messages": "SELECT kind, claim_id, verdict, sent_at IS NOT NULL FROM message JOIN alert USING (alert_id)",
    "issues": "SELECT source_id, figure, kind, first_at FROM issue WHERE closed_at IS NULL",
    "health": "SELECT source_id, state, last_at, last_good_at FROM source_health",
}


@dataclass(frozen=True)
class Today:
    folder: Path
    site: SpecimenSite
    says: dict[str, list[Any]]
    """After one more refresh."""

    def settings(self, data: Path) -> Settings:
        return Settings(self.folder / "catalogue", data, network=self.site.map_path)

    def run(self, data: Path, day: Any) -> None:
        self.site.set_date(day.date())
        asyncio.run(refresh(self.settings(data), day))


def file_of(data: Path) -> Path:
    return data / "specimen" / "citewatch.duckdb"


def _says(path: Path) -> dict[str, list[Any]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {name: connection.execute(f"{sql} ORDER BY ALL").fetchall() for name, sql in SAYS.items()}


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Today]:
    folder = tmp_path_factory.mktemp("today")
    small_catalogue(folder / "catalogue", SOURCES)
    with SpecimenSite(folder / "catalogue" / "specimens", folder / "site", DAYS[0].date()) as site:
        made = Today(folder, site, {})
        for day in DAYS:
            made.run(folder / "data", day)
        with duckdb.connect(str(file_of(folder / "data"))) as connection:
            connection.execute(ACCEPTED)
        shutil.copytree(folder / "data", folder / "later")
        made.run(folder / "later", NEXT)
        yield Today(folder, site, _says(file_of(folder / "later")))


def loaded(older: Path, data: Path) -> dict[str, set[Any]]:
    """The file of then, in its place; returns what stands in it."""
    path = file_of(data)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path), config={"storage_compatibility_version": STORAGE}) as connection:
        _execute(connection, older.read_text("utf-8"))
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: _rows(connection, name) for name in names}


def _execute(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    """All statements; a view that needs another one after that one."""
    waiting = connection.extract_statements(text)
    while waiting:
        left = []
        for statement in waiting:
            try:
                connection.execute(statement)
            except duckdb.CatalogException:
                left.append(statement)
        assert len(left) < len(waiting), left[0].query
        waiting = left


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> set[Any]:
    """Each row as its columns with a value."""
    cursor = connection.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description or ()]
    return {frozenset((n, str(v)) for n, v in zip(names, row, strict=True)) for row in cursor.fetchall()}


def keeps(connection: duckdb.DuckDBPyConnection, before: dict[str, set[Any]]) -> None:
    """Every row of then is there, with all it said."""
    for table, rows in before.items():
        if table not in KEYS:
            continue
        there = _rows(connection, table)
        dropped = {"reading_id"} if table == "reading" else set()
        kept = {frozenset(item for item in row if item[0] not in dropped) for row in rows}
        columns = {name for row in kept for name, _ in row}
        assert {frozenset(item for item in row if item[0] in columns) for row in there} == kept, table
        assert len(there) == len(rows), table


@pytest.mark.parametrize("older", OLDER, ids=lambda path: f"of {path.stem}")
def test_nothing_of_an_older_file_is_lost(older: Path, tmp_path: Path) -> None:
    before = loaded(older, tmp_path)
    assert len(before["observation"]) > 8 and before["alert"] and before["message"]
    with Store(file_of(tmp_path), "specimen").reading() as connection:
        keeps(connection, before)
        assert integrity.doubled(connection) == integrity.dangling(connection) == {}
        assert integrity.out_of_step(connection) == []
        for sql in SAYS.values():
            assert connection.execute(sql).fetchall()
    (backup,) = file_of(tmp_path).parent.glob("*.before-*.duckdb")
    with duckdb.connect(str(backup), read_only=True) as connection:
        assert {name: _rows(connection, name) for name in before} == before


# A site of specimens of then sent other bytes than today's: what is compared must have been read in the same ones.
SAME_BYTES = [path for path in OLDER if "sha256:eef4436a43c6e7d7a457c8eb1fd242e88baceb" in path.read_text("utf-8")]


@pytest.mark.parametrize(
    "older",
    [pytest.param(path, marks=[] if path == SAME_BYTES[-1] else pytest.mark.soak) for path in SAME_BYTES],
    ids=lambda path: f"of {path.stem}",
)
def test_a_refresh_goes_on_with_an_older_file(older: Path, today: Today, tmp_path: Path) -> None:
    """Its evidence is that of today, whose captures are the same: what an older reader read is read again."""
    data = Path(shutil.copytree(today.folder / "data", tmp_path / "data"))
    before = loaded(older, data)
    with Store(file_of(data), "specimen").writing("test") as connection:
        connection.execute(f"ATTACH '{file_of(today.folder / 'data')}' AS today (READ_ONLY)")
        connection.execute(
            "UPDATE capture SET warc_file = t.warc_file, warc_offset = t.warc_offset, warc_length = t.warc_length"
            " FROM today.capture t WHERE t.capture_id = capture.capture_id"
        )
    today.run(data, NEXT)
    says = _says(file_of(data))
    for name, rows in today.says.items():
        assert says[name] == rows, name
    with duckdb.connect(str(file_of(data)), read_only=True) as connection:
        decided = connection.execute("SELECT act, state, by_whom FROM decision ORDER BY seq").fetchall()
    if "decision" in before:
        assert decided[0] == ("accept", "accepted", "Mei")
        assert {state for _, state, _ in decided} == {"accepted"}, "what was decided still holds"
