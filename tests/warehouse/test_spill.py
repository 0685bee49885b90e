"""What doesn't fit into a reader's memory goes into the system's folder for such things, not where it was started."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir

import duckdb
import pytest

from tests.warehouse.conftest import capture, reading
from warehouse import ledger
from warehouse.lake.session import bare
from warehouse.published import open_published
from warehouse.readers import Readers
from warehouse.store import Store

MUCH = (
    "SELECT count(*) FROM (FROM (SELECT md5(range::VARCHAR) AS m FROM range(2000000)) ORDER BY m"
    " LIMIT 1900000 OFFSET 3)"
)


def left() -> set[str]:
    return {path.name for path in Path(gettempdir()).glob(f"citewatch-{os.getpid()}-*")}


def spills(connection: duckdb.DuckDBPyConnection) -> bool:
    before = left()
    connection.execute("SET memory_limit = '60MB'; SET threads = 1")
    assert connection.execute(MUCH).fetchall() == [(1_900_000,)]
    return left() > before


def test_readers_spill_where_they_may(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.writing("x", publish=True) as connection:
        ledger.store(connection, [(capture(), 0)], [reading()])
    (tmp_path / "started here").mkdir()
    monkeypatch.chdir(tmp_path / "started here")
    with open_published(store.published) as one:
        assert spills(one)
    readers = Readers(store)
    with readers.look() as view:
        assert spills(view)
    readers.close()
    with bare() as of_lake:
        assert spills(of_lake)
    assert list(Path.cwd().iterdir()) == [] and not left(), "nothing stays"
