"""SIGKILL while mending, backing up, watching, letting go, then the same command and a refresh: nothing is lost.

The warehouse is one that real refreshes of the specimens left. What killed histories come to is compared with what the
undisturbed one came to, row by row and with the evidence.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from citewatch import doctor
from citewatch.backup import check, restore
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.contracts import CONTRACTS
from tests.tools.lapse import STEPS, Forker, Lapse, content, small_catalogue
from tests.tools.receiver import Receiver

pytestmark = pytest.mark.slow
*BEFORE, AFTER = STEPS[:-1]
NOW = f"{BEFORE[-1].day}T12:00:00+00:00"
WRONG = ("DELETE FROM source_state", "INSERT INTO read_bytes VALUES (7)")
"""What a killed machine or another hand may have left of the tables that only repeat the history."""
Content = dict[str, list[str]]


class Upkeep:
    """A warehouse after some refreshes, and what it holds then and after the next one."""

    def __init__(self, lapse: Lapse) -> None:
        self.lapse = lapse
        self.kept = lapse.folder / "kept"
        for step in BEFORE:
            assert lapse.run(self.kept, step) == 0
        self.then = content(self.kept)
        data = self.start("undisturbed")
        assert lapse.run(data, AFTER) == 0
        self.next = content(data)
        assert self.next != self.then

    def start(self, name: str) -> Path:
        data = self.lapse.folder / name
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.kept, data)
        return data

    def do(self, what: str, data: Path, **more: Any) -> int:
        job = {"do": what, "catalogue": self.lapse.catalogues[0], "data": data, **more}
        return self.lapse.forker.run(**job)

    def goes_on(self, data: Path) -> None:
        """Nothing is lost, and the next refresh comes to what it would have come to."""
        assert content(data) == self.then
        assert self.lapse.run(data, AFTER) == 0
        assert content(data) == self.next


@pytest.fixture(scope="module")
def upkeep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upkeep]:
    folder = tmp_path_factory.mktemp("upkeep")
    small_catalogue(folder / "catalogue")
    with Forker() as forker, SpecimenSite(folder / "catalogue" / "specimens", folder / "site", BEFORE[0].day) as site:
        yield Upkeep(Lapse(folder, forker, site))


def _warehouse(data: Path) -> Path:
    return data / "specimen" / "citewatch.duckdb"


def _tables(file: Path) -> Content:
    with duckdb.connect(str(file), read_only=True) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}").fetchall())) for name in names}


@pytest.mark.parametrize(
    ("point", "is_mended"),
    [
        ("mend.before_commit", False), ("mend.after_commit", True), ("publish.before_rename", True),
        ("publish.after_rename", True),
    ],
)  # fmt: skip
def test_mending_killed(upkeep: Upkeep, point: str, is_mended: bool) -> None:
    data = upkeep.start("mended")
    whole = _tables(_warehouse(data))
    with duckdb.connect(str(_warehouse(data))) as connection:
        for sql in WRONG:
            connection.execute(sql)
    wrong = _tables(_warehouse(data))
    assert wrong != whole
    assert upkeep.do("mend", data, point=point) == -9
    assert _tables(_warehouse(data)) == (whole if is_mended else wrong), "all of it or nothing"
    assert upkeep.do("mend", data) == 0
    upkeep.goes_on(data)


@pytest.mark.parametrize("point", ["snapshot.before_rename", "snapshot.after_rename"])
def test_a_backup_killed(upkeep: Upkeep, tmp_path: Path, point: str) -> None:
    data, target = upkeep.start("backed-up"), tmp_path / "backups"
    assert upkeep.do("backup", data, to=target, now=NOW, point=point) == -9
    assert not [path for path in target.iterdir() if path.suffix != ".tmp"], "half a backup has a whole one's name"
    assert upkeep.do("backup", data, to=target, now=NOW) == 0
    (made,) = target.iterdir()
    check(made)
    elsewhere = tmp_path / "elsewhere"
    restore(_settings(elsewhere), made)
    shutil.copy(data / "specimen" / "messages.jsonl", elsewhere / "specimen")  # no part of a backup
    assert content(elsewhere) == upkeep.then
    upkeep.goes_on(data)


@pytest.mark.parametrize("point", ["snapshot.before_commit", "snapshot.after_commit"])
@pytest.mark.parametrize("was_there", [False, True])
def test_one_file_of_a_lake_killed(upkeep: Upkeep, tmp_path: Path, point: str, was_there: bool) -> None:
    """What was there stays as it was until the whole new file takes its place."""
    target, copy = tmp_path / "all.duckdb", _warehouse(upkeep.kept).with_name("citewatch.published.duckdb")
    if was_there:
        target.write_bytes(b"the file before")
    assert upkeep.do("one_file", upkeep.kept, copy=copy, to=target, point=point) == -9
    assert (target.read_bytes() == b"the file before") if was_there else not target.exists()
    assert upkeep.do("one_file", upkeep.kept, copy=copy, to=target) == 0
    made, held = _tables(target), _tables(copy)
    assert {name: made[name] for name in CONTRACTS} == {name: held[name] for name in CONTRACTS}


def test_retention_killed_before_its_commit_then_a_refresh(upkeep: Upkeep) -> None:
    """What was written anew is not in use yet: the refresh goes on with the old files, the next retention ends it."""
    policy = {"days": 31, "now": NOW}
    undisturbed = upkeep.start("let-go")
    assert upkeep.lapse.run(undisturbed, AFTER) == 0
    assert upkeep.do("retention", undisturbed, **policy) == 0
    data = upkeep.start("killed")
    assert upkeep.do("retention", data, **policy, point="retention.after_write") == -9
    upkeep.goes_on(data)
    assert upkeep.do("retention", data, **policy) == 0
    assert _let_go(data) == _let_go(undisturbed) != []
    told = {one.state for one in doctor.examine(_settings(data), datetime.fromisoformat(NOW)) if one.name == "evidence"}
    assert told == {"ok"}


@pytest.mark.parametrize(("point", "times"), [("watchdog.before_send", 1), ("watchdog.after_send", 2)])
def test_the_watchdog_killed(upkeep: Upkeep, point: str, times: int) -> None:
    """That refreshes have stopped is told at least once, a repeat word for word under the same id, then no more."""
    data = upkeep.start("watched")
    with Receiver() as receiver:
        job = {"network": upkeep.lapse.site.map_path, "notify": [receiver.address], "tells": True}
        now = f"{BEFORE[-1].day.replace(year=BEFORE[-1].day.year + 1)}T06:00"
        assert upkeep.do("watch", data, **job, now=now, point=point) == -9
        assert len(receiver.told) == times - 1
        for _ in range(2):
            assert upkeep.do("watch", data, **job, now=now) == 0
        assert len(receiver.told) == times and len(set(receiver.told)) == 1
    assert _tables(_warehouse(data)) == _tables(_warehouse(upkeep.kept))


def _let_go(data: Path) -> list[tuple[Any, ...]]:
    """Not how many bytes: servers say the time, which packs differently."""
    with duckdb.connect(str(_warehouse(data)), read_only=True) as connection:
        return connection.execute("SELECT capture_id, rule FROM disposal ORDER BY ALL").fetchall()


def _settings(data: Path) -> Settings:
    return Settings(data, data, specimens=True)
