"""The published Parquet set: all of one refresh or all of another, and nothing made when nothing changed."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import capture, reading
from warehouse import ledger
from warehouse.errors import NotStored
from warehouse.parquet import publish_parquet
from warehouse.store import Store


def _publish(store: Store, folder: Path, *sources: str) -> bool:
    with store.writing("test", publish=True) as connection:
        for source in sources:
            ledger.store(connection, [(capture(source), 0)], [reading(source)])
    return publish_parquet(store.published, "specimen", folder)


def _rows(folder: Path, *tables: str) -> list[int]:
    return [len(duckdb.read_parquet(str(folder / f"{table}.parquet")).fetchall()) for table in tables]


def test_the_set_follows_the_copy_and_keeps_its_names(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "parquet"
    assert _publish(store, folder, "a")
    names = sorted(path.name for path in folder.iterdir())
    assert {"capture.parquet", "observation.parquet", "headline.parquet"} <= set(names)
    assert not _publish(store, folder), "nothing changed, nothing is made"
    for number in range(3):
        assert _publish(store, folder, f"b{number}")
    assert sorted(path.name for path in folder.iterdir()) == names
    assert _rows(folder, "capture", "reading", "observation") == [4, 4, 4]
    assert len(list(tmp_path.glob(".parquet-*"))) == 2, "the set before stays, older ones go"


def test_who_reads_the_old_set_keeps_it(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "parquet"
    _publish(store, folder, "a")
    old = folder.resolve()
    _publish(store, folder, "b")
    assert _rows(old, "capture", "observation") == [1, 1]
    assert _rows(folder, "capture", "observation") == [2, 2]


class Killed(BaseException):
    pass


@pytest.mark.parametrize("seen", [1, 2])
def test_killed_before_the_link_moves_or_after(
    seen: int, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "parquet"
    _publish(store, folder, "a")

    def kill(name: str) -> None:
        if name == ("parquet.before_rename", "parquet.after_rename")[seen - 1]:
            raise Killed

    monkeypatch.setattr("schemas.failpoints._hook", kill)
    with pytest.raises(Killed):
        _publish(store, folder, "b")
    assert _rows(folder, "capture", "reading", "observation") == [seen] * 3
    monkeypatch.setattr("schemas.failpoints._hook", None)
    assert publish_parquet(store.published, "specimen", folder) == (seen == 1)
    assert _rows(folder, "capture", "reading", "observation") == [2, 2, 2]


def test_a_folder_of_somebody_else_is_left_alone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "parquet").mkdir()
    (tmp_path / "parquet" / "mine").write_text("x")
    with pytest.raises(NotStored, match="that citewatch did not make"):
        _publish(store, tmp_path / "parquet", "a")
    assert [path.name for path in (tmp_path / "parquet").iterdir()] == ["mine"]
