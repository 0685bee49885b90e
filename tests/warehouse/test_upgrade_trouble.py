"""A disk that fills up and kills in the middle of an upgrade: nothing is lost, and the next start upgrades the file."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.faults.test_machine import fill, small_disk
from tests.tools.lapse import Forker
from tests.warehouse.test_older import OLDER, file_of, keeps, loaded
from warehouse import integrity
from warehouse.errors import NotStored
from warehouse.store import Store
from warehouse.structure import Structure

pytestmark = pytest.mark.slow
KB = 1024


def upgraded(path: Path, before: dict[str, set[Any]]) -> None:
    """The next start: it upgrades the file, and everything is in it."""
    with Store(path, "specimen").reading() as connection:
        keeps(connection, before)
        assert integrity.doubled(connection) == integrity.dangling(connection) == {}
        done = connection.execute("SELECT number FROM migration ORDER BY 1").fetchall()
    assert done == [(number,) for number, _ in Structure().numbered()]


FEW, MANY = (16, 600), (16, 128, 256, 400, 600, 800, 1000, 1300, 1600, 2000, 2400, 3000)


@pytest.mark.parametrize("rooms_kb", [FEW, pytest.param(MANY, marks=pytest.mark.soak)], ids=["few", "many"])
def test_a_disk_that_fills_up_in_an_upgrade(
    rooms_kb: Sequence[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it fills up it is a sentence; the file opens, and once there is space again it is upgraded."""
    reached = ["nothing"]
    monkeypatch.setattr("schemas.failpoints._hook", reached.append)
    stopped = set()
    with small_disk(tmp_path / "disk", "48m") as disk:
        before = loaded(OLDER[0], disk)
        path, ballast = file_of(disk), disk / "ballast"
        old = path.read_bytes()
        # Beside what the copy of before takes, which is made first.
        for left in (0, *(len(old) + more * KB for more in rooms_kb)):
            for other in path.parent.glob(f"{path.stem}*"):
                other.unlink()
            path.write_bytes(old)
            fill(ballast, left)
            try:
                with Store(path, "specimen").reading():
                    pass
            except NotStored as error:
                assert "space" in str(error) and "untouched" in str(error)
                stopped.add(reached[-1])
                assert not list(path.parent.glob("*.tmp")), "half a copy is on the full disk"
                with duckdb.connect(str(path), read_only=True) as connection:
                    assert len(connection.execute("SELECT * FROM observation").fetchall()) == len(before["observation"])
            ballast.unlink()
            reached.append("nothing")
            upgraded(path, before)
    assert "nothing" in stopped, "no room for the copy of before"
    assert len(stopped) > 1, "it never fills up after that copy was made"


@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=pytest.mark.soak)])
def test_an_upgrade_killed_at_any_moment_is_finished_by_the_next(kills: int, tmp_path: Path, forker: Forker) -> None:
    """Beside the named points of test_structure: moments by chance, with the real content of the oldest file."""
    before = loaded(OLDER[0], tmp_path)
    path = file_of(tmp_path)
    old = path.read_bytes()
    began = time.monotonic()
    assert forker.run(do="read", path=path) == 0
    takes = time.monotonic() - began
    chance = random.Random(5)
    for _ in range(kills):
        for other in path.parent.glob(f"{path.stem}*"):
            other.unlink()
        path.write_bytes(old)
        ended = forker.run(do="read", path=path, kill_after_s=chance.uniform(0, takes))
        assert ended in (0, -9)
        upgraded(path, before)
        for backup in path.parent.glob("*.before-*.duckdb"):
            assert backup.read_bytes() == old or backup.stat().st_size >= len(old), "a copy is whole or not there"
