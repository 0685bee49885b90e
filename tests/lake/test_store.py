"""What a lake promises as a file does: one writer at a time, readers of the last whole refresh, all or nothing."""

import asyncio
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from citewatch.errors import SettingsError
from citewatch.fetch.gate import Gate
from citewatch.settings import from_environment
from warehouse.errors import Busy, NotStored, Unreadable
from warehouse.lake.files import NotEmpty, take
from warehouse.lake.store import LakeStore, open_published
from warehouse.lake.tidying import tidy
from warehouse.store import Store

pytestmark = pytest.mark.slow
INSERT = "INSERT INTO run VALUES (?, TIMESTAMP '2026-01-01', NULL, 0, 0, 0, 0, 0, 0, 0, 'r')"


def put(store, run_id, *, publish=False):
    store.transact("x", lambda connection: connection.execute(INSERT, [run_id]), publish=publish)


def runs(connection):
    return [row[0] for row in connection.execute("SELECT run_id FROM run ORDER BY 1").fetchall()]


def test_readers_see_the_last_whole_refresh_and_keep_it(lake, address):
    with pytest.raises(Unreadable):
        open_published(address, "specimen")
    assert not lake.exists()
    put(lake, "first", publish=True)
    with open_published(address, "specimen") as reader:
        put(lake, "second")
        with open_published(address, "specimen") as another_reader:
            assert runs(another_reader) == ["first"], "the second refresh is not whole yet"
        put(lake, "third", publish=True)
        assert runs(reader) == ["first"], "what was opened stays"
        with pytest.raises(duckdb.Error):
            reader.execute("DELETE FROM run")
    with open_published(address, "specimen") as reader:
        assert runs(reader) == ["first", "second", "third"]
        assert reader.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'claim'").fetchone()[0]
    assert lake.publish() is False and lake.size() > 0 and lake.exists()
    with pytest.raises(Unreadable):
        open_published(address, "live")


def test_one_writes_at_a_time_and_the_other_waits_or_says_why_not(lake, another):
    put(lake, "first")
    with lake.writing("x") as connection:
        connection.execute(INSERT, ["ours"])
        with pytest.raises(Busy, match=f"process {os.getpid()} has been writing"):
            put(another(wait_s=0.2), "theirs")
    other = another()
    with lake.writing("x") as connection:
        connection.execute(INSERT, ["again"])
        waiting = threading.Thread(target=put, args=(other, "waited"))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
    waiting.join(20)
    with lake.reading() as connection:
        assert runs(connection) == ["again", "first", "ours", "waited"]


def test_two_refreshes_are_not_at_work_at_once(lake, another):
    asyncio.run(lake.begin_run("ours"))
    other = another(wait_s=0.2)
    with pytest.raises(Busy, match="another refresh is at work"):
        asyncio.run(other.begin_run("theirs"))
    lake.run_lock.release()
    asyncio.run(other.begin_run("theirs"))


def test_a_lock_taken_by_a_process_that_came_later_is_seen(lake, another):
    """Who watches is in one transaction all the time, in which PostgreSQL lists sessions as they were at first."""
    assert not lake.is_held("part hosts-1")
    assert lake.lock("part hosts-1").note == ""
    worker = another()
    lock = worker.lock("part hosts-1")
    assert lock.try_acquire() and lake.is_held("part hosts-1")
    assert f"process {os.getpid()}" in lake.lock("part hosts-1").note
    lock.release()
    assert not lake.is_held("part hosts-1")


def test_a_conflict_is_tried_again_with_bound(lake, another):
    """Somebody who does not ask for our lock, as whoever merges files by hand."""
    put(lake, "first")
    meddler = another()
    calls = []

    def work(connection):
        calls.append(len(calls))
        connection.execute("UPDATE run SET due = due + 1")
        if len(calls) <= 2:
            meddler._session().execute("UPDATE run SET issues = issues + 1")

    lake.transact("x", work)
    assert len(calls) == 3
    with lake.reading() as connection:
        assert connection.execute("SELECT due, issues FROM run").fetchall() == [(1, 2)]

    def always(connection):
        connection.execute("UPDATE run SET due = due + 1")
        meddler._session().execute("UPDATE run SET issues = issues + 1")

    with pytest.raises(NotStored, match="onflict"):
        lake.transact("x", always)


def test_postgres_goes_away_and_comes_back(postgres, lake):
    put(lake, "first")

    def work(connection):
        connection.execute(INSERT, ["second"])
        postgres.stop()
        postgres.start()

    with pytest.raises(NotStored), lake.writing("x") as connection:
        work(connection)
    put(lake, "third")
    with lake.reading() as connection:
        assert runs(connection) == ["first", "third"]


def test_killed_before_its_commit_it_leaves_nothing_and_no_lock(lake, address):
    put(lake, "first")
    killed = (
        "import os, sys\nfrom schemas import failpoints\nfrom warehouse.lake.address import LakeAddress\n"
        "from warehouse.lake.store import LakeStore\n"
        "failpoints.install(lambda name: os.kill(os.getpid(), 9) if name == sys.argv[3] else None)\n"
        f"store = LakeStore(LakeAddress(sys.argv[1], sys.argv[2]), 'specimen')\n"
        f'store.transact("x", lambda c: c.execute("{INSERT}", [sys.argv[3]]))\n'
    )
    for point in ("x.before_commit", "x.after_commit"):
        command = [sys.executable, "-c", killed, address.postgres, address.files, point]
        assert subprocess.run(command, capture_output=True).returncode == -9
    put(lake, "last")
    with lake.reading() as connection:
        assert runs(connection) == ["first", "last", "x.after_commit"]


def test_from_a_file_into_a_lake_and_back(lake, tmp_path: Path):
    file = Store(tmp_path / "one.duckdb", "specimen")
    put(file, "stored in the file", publish=True)
    take(lake, file.path)
    put(lake, "stored in the lake", publish=True)
    lake.snapshot(tmp_path / "back.duckdb")
    with Store(tmp_path / "back.duckdb", "specimen").reading() as connection:
        assert runs(connection) == ["stored in the file", "stored in the lake"]
    with pytest.raises(NotEmpty):
        take(lake, file.path)


def test_one_host_is_asked_by_one_process_at_a_time(lake, another):
    """Two gates on one lake: never two inside, and the pause after one holds for the other."""
    other: LakeStore = another()
    inside: list[str] = []
    most: list[int] = []

    async def ask(gate, who):
        for _ in range(4):
            await gate.take("host.example.org")
            inside.append(who)
            most.append(len(set(inside)))
            await asyncio.sleep(0.01)
            # Still counted while the host has its pause.
            asyncio.get_running_loop().call_later(0.02, inside.remove, who)
            gate.let_go("host.example.org", 0.05)
            await asyncio.sleep(0.08)
        await gate.close()

    async def both():
        gates = [Gate(lambda host, store=store: store.lock(f"host {host}")) for store in (lake, other)]
        await asyncio.gather(*(ask(gate, str(n)) for n, gate in enumerate(gates)))

    asyncio.run(both())
    assert len(most) == 8 and set(most) == {1}


@pytest.mark.parametrize(
    "given",
    [
        "ducklake:sqlite:x.db",
        "ducklake:postgres:dbname=x password=secret",
        "ducklake:postgres:dbname=x sslpassword=secret",
        "ducklake:postgres:postgresql://me:secret@db.example.org/x",
    ],
)
def test_addresses_that_are_none_or_hold_a_secret(given, tmp_path: Path):
    with pytest.raises(SettingsError) as error:
        from_environment({"CITEWATCH_WAREHOUSE": given}, catalogue=tmp_path)
    assert "secret" not in str(error.value)


def test_tidying_changes_no_row_and_keeps_what_readers_see(lake, address):
    for number in range(3):
        put(lake, f"run {number}", publish=number < 2)
    with open_published(address, "specimen") as reader:
        done = tidy(lake, datetime.now(UTC) + timedelta(days=100), timedelta(days=90))
        assert done.let_go > 10 and runs(reader) == ["run 0", "run 1"], "what was opened stays"
    with open_published(address, "specimen") as reader, lake.reading() as writer:
        assert runs(reader) == ["run 0", "run 1"] and runs(writer) == ["run 0", "run 1", "run 2"]
        assert writer.execute("SELECT min(snapshot_id) FROM warehouse.snapshots()").fetchone() == (
            lake.marks().published,
        )
    assert list(Path(address.files).rglob("*.parquet"))
    assert tidy(lake, datetime.now(UTC), timedelta(days=90)).let_go == 0
