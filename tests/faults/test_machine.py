"""What our own machine does to us in a refresh, and that nothing stored is ever damaged by it.

A full disk, a folder that may not be written, a clock set back, a second machine on the folder, no file descriptors.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from citewatch.errors import CitewatchError, SettingsError
from tests.faults.conftest import Faulty, host_of, page
from tests.tools.hostile import Route, reply
from tests.tools.lapse import content
from warehouse.errors import AtWork, WarehouseError
from warehouse.presence import present

pytestmark = pytest.mark.slow

NAMES = tuple(f"good_{n}" for n in range(6))
TROUBLE = (CitewatchError, WarehouseError)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own, in memory. Where it can't be mounted the test is left out, but not in CI."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], capture_output=True)
    if made.returncode:
        why = f"no small disk could be mounted ({made.stderr.decode().strip()}); it takes root"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def noisy(day: int) -> dict[str, Route]:
    """Pages that can't be packed, with another figure each day."""
    noise = "".join(f"<p>{os.urandom(900).hex()}</p>" for _ in range(40)).encode()
    return {name: reply(page(300 + day).replace(b"</body>", noise + b"</body>")) for name in NAMES}


def world_on(folder: Path, data: Path) -> Faulty:
    folder.mkdir()
    world = Faulty(folder, NAMES)
    world.settings = replace(world.settings, data=data)
    return world


def told(error: BaseException, *words: str) -> None:
    assert all(word in str(error) for word in words), str(error)


def test_a_disk_that_fills_up_anywhere_in_a_run(tmp_path: Path) -> None:
    answers = [noisy(0), noisy(1)]
    undisturbed = world_on(tmp_path / "undisturbed", tmp_path / "undisturbed_data")
    for day, served in enumerate(answers):
        undisturbed.run(day, served)
    failed = 0
    with small_disk(tmp_path / "disk", "48m") as disk:
        world = world_on(tmp_path / "world", disk / "data")
        world.run(0, answers[0])
        before = content(world.settings.data)
        for left_kb in (0, 16, 120, 420, 480, 800, 1600, 2400, 4000, 6000):
            ballast = disk / "ballast"
            fill(ballast, left_kb * 1024)
            try:
                world.run(1, answers[1])
            except TROUBLE as error:
                failed += 1
                told(error, "space")
            ballast.unlink()
            for table in ("capture", "observation", "alert", "message"):
                assert not set(before[table]) - set(_loosely(world, table, before)), table
        world.run(1, answers[1])
        assert content(world.settings.data)["observation"] == content(undisturbed.settings.data)["observation"]
        assert _without_evidence(world) == _without_evidence(undisturbed)
        assert not list(disk.rglob("*.open"))
    assert failed >= 5, "the disk was never full where it hurts"


def _loosely(world: Faulty, table: str, before: dict[str, list[str]]) -> list[str]:
    if table == "capture":
        return content(world.settings.data)[table] if _published(world) else before[table]
    return [repr(row) for row in world.rows(f"SELECT * FROM {table}")]


def _published(world: Faulty) -> bool:
    """Whether the last run came to its end: `content` compares the published copy with the warehouse."""
    return world.rows("SELECT count(*) FROM run WHERE finished_at IS NULL") == [(0,)]


def _without_evidence(world: Faulty) -> list[Any]:
    return world.rows("SELECT source_id, captured_at, state, body_digest FROM capture ORDER BY ALL") + world.rows(
        "SELECT alert_id, state, opened_at FROM alert ORDER BY ALL"
    )


def fill(path: Path, but: int) -> None:
    """A file that leaves so many bytes of its disk free."""
    stat = os.statvfs(path.parent)
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(4096, stat.f_bavail * stat.f_frsize - but))


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "48m") as disk:
        world = world_on(tmp_path / "world", disk / "data")
        world.run(0, {})
        before = content(world.settings.data)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(TROUBLE) as caught:
            world.run(1, {})
        told(caught.value, str(disk), "Read-only file system", "may write into", "untouched")
        assert content(world.settings.data) == before, "analysts read on"
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        world.run(1, {})
        assert {state for state, _ in world.health().values()} == {"ok"}


def test_a_clock_that_is_set_back(tmp_path: Path) -> None:
    world = Faulty(tmp_path, NAMES)
    world.run(5, {})
    content(world.settings.data)
    before = stored(world)
    with pytest.raises(SettingsError) as caught:
        world.run(2, {})
    told(caught.value, "clock says 2026-11-04 06:00", "2026-11-07 06:00", "Put the clock right", "backup")
    assert stored(world) == before
    world.run(6, {})
    content(world.settings.data)
    assert {state for state, _ in world.health().values()} == {"ok"}


def stored(world: Faulty) -> dict[str, list[str]]:
    """Every row but those of the runs, of which one was begun."""
    with duckdb.connect(str(world.settings.warehouse_file), read_only=True) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name <> 'run'").fetchall()
        return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"').fetchall())) for (name,) in tables}


def test_two_machines_on_a_folder_whose_locks_reach_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a network folder that takes every lock and tells nobody."""
    world = Faulty(tmp_path, NAMES)
    world.run(0, {})
    monkeypatch.setattr("fcntl.flock", lambda *_: None)
    monkeypatch.setattr("citewatch.hops.open_warehouse", _impatient())
    note = world.settings.warehouse_file.with_name("citewatch.at_work")
    with present(note, "run 1, process 2", wait_s=0, machine="other-machine"):
        with pytest.raises(AtWork) as caught:
            world.run(1, {})
        told(caught.value, "other-machine", "run 1, process 2", "was not started", "ends by itself")
        assert json.loads(note.read_text())["machine"] == "other-machine"
    world.run(1, {})
    assert not note.exists()
    content(world.settings.data)


def _impatient() -> Callable[..., Any]:
    from warehouse.store import Store

    return lambda path, kind: Store(path, kind, wait_s=0.6)


def test_the_note_of_a_machine_that_is_off_ends_by_itself(tmp_path: Path) -> None:
    note = tmp_path / "citewatch.at_work"
    note.write_text('{"machine": "other", "note": "killed"}')
    os.utime(note, (1, 1))
    with present(note, "ours", wait_s=0, machine="here"):
        assert "here" in note.read_text()
    note.write_text('{"machine": "here", "note": "killed on this machine a moment ago"}')
    with present(note, "ours", wait_s=0, machine="here"):
        assert "ours" in note.read_text()
    note.write_text("half a no")
    os.utime(note, (1, 1))
    with present(note, "ours", wait_s=0, machine="here"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_note_is_kept_young(tmp_path: Path) -> None:
    note = tmp_path / "citewatch.at_work"
    with present(note, "ours", wait_s=0, machine="here", lease_s=0.2):
        os.utime(note, (1, 1))

        async def touched() -> None:
            async with asyncio.timeout(20):
                while note.stat().st_mtime < 2:
                    await asyncio.sleep(0.02)

        asyncio.run(touched())


_CHILD = """
import asyncio, json, os, resource, sys
from datetime import datetime
from pathlib import Path
from citewatch.errors import SettingsError
from citewatch.fetch import Client, FetchRequest
from citewatch.refresh import refresh
from citewatch.settings import Settings, load_network
from tests.faults.conftest import PATIENT

catalogue, data, network, day, url = sys.argv[1:]
settings, now = Settings(Path(catalogue), Path(data), Path(network)), datetime.fromisoformat(day)
limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
said = []

def least():
    return max(map(int, os.listdir("/proc/self/fd")))

async def fetches():
    async with Client(PATIENT, load_network(settings)) as client:
        async def fetch(number):
            asked = FetchRequest("s", "page", url.replace("0", str(number), 1), now, "specimen")
            return (await client.fetch(asked)).capture
        await fetch(2)  # modules that are imported at the first request
        resource.setrlimit(resource.RLIMIT_NOFILE, (least(), limit))
        said.append((await fetch(0)).reason)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        said.append((await fetch(1)).state)

async def runs():
    resource.setrlimit(resource.RLIMIT_NOFILE, (least() + 2, limit))
    summary = await refresh(settings, now, fetching=PATIENT)
    said.append(summary.tally.captured + summary.tally.unchanged)
    resource.setrlimit(resource.RLIMIT_NOFILE, (least() + 2, least() + 2))
    try:
        await refresh(settings, now, fetching=PATIENT)
    except SettingsError as error:
        said.append(str(error))

asyncio.run(fetches())
asyncio.run(runs())
print(json.dumps(said))
"""


def test_no_file_descriptors_left(tmp_path: Path) -> None:
    """DuckDB ends the whole process when it can't open a file, so a run makes sure of them before it begins."""
    world = Faulty(tmp_path, NAMES)
    world.run(0, {})
    before = set(content(world.settings.data)["observation"])
    found: list[Any] = []

    async def starved(settings: Any, now: Any, **_: Any) -> None:
        places = [str(settings.catalogue), str(settings.data), str(settings.network), now.isoformat()]
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _CHILD, *places, f"https://{host_of(NAMES[0])}/report",
            stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        out, _err = await child.communicate()
        assert child.returncode == 0
        found.extend(json.loads(out))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tests.faults.conftest.refresh", starved)
        world.run(1, {})
    fetched, healed, ran, refused = found
    assert "no file descriptor left" in fetched and "ulimit -n" in fetched
    assert healed == "ok"
    assert "file descriptors" in refused and "ulimit -n" in refused
    assert ran == len(NAMES)
    assert before <= set(content(world.settings.data)["observation"])
