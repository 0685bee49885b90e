"""Who may open the file, who waits, and what is said when it can't be."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.tools.lapse import Forker
from tests.warehouse.conftest import meanwhile, tables, wait_for
from warehouse.errors import Busy, NotStored, Unreadable, WrongKind
from warehouse.published import open_published
from warehouse.store import Store

RUN = "INSERT INTO run VALUES (?, TIMESTAMP '2026-01-01', NULL, 0, 0, 0, 0, 0, 0, 0, 'r')"


def _write(store: Store, run_id: str) -> None:
    with store.writing("test") as connection:
        connection.execute(RUN, [run_id])


def _runs(path: Path) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return [row[0] for row in connection.execute("SELECT run_id FROM run ORDER BY 1").fetchall()]


@pytest.mark.slow
def test_of_two_writers_one_waits(store: Store, tmp_path: Path, forker: Forker) -> None:
    here, go = tmp_path / "here", tmp_path / "go"
    forker.ask(do="hold", path=store.path, run_id="theirs", here=here, go=go)
    wait_for(here)
    writer = meanwhile(lambda: _write(store, "ours"))
    time.sleep(0.3)
    assert writer.is_alive(), "it did not wait"
    go.touch()
    writer.join(10)
    assert forker.answer() == 0
    assert _runs(store.path) == ["ours", "theirs"]


@pytest.mark.slow
def test_a_writer_that_waits_too_long_says_so(store: Store, tmp_path: Path, forker: Forker) -> None:
    here, go = tmp_path / "here", tmp_path / "go"
    forker.ask(do="hold", path=store.path, run_id="theirs", here=here, go=go)
    wait_for(here)
    with pytest.raises(Busy, match=r"another citewatch process has held it for 0\.2 s"):
        _write(Store(store.path, "specimen", wait_s=0.2), "ours")
    with pytest.raises(Busy), Store(store.path, "specimen", wait_s=0.2).reading():
        pass
    go.touch()
    assert forker.answer() == 0
    assert _runs(store.path) == ["theirs"]


_SHELL = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


@pytest.mark.slow
def test_a_shell_on_the_writers_file_is_named(store: Store) -> None:
    _write(store, "first")
    command = [sys.executable, "-c", _SHELL, str(store.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as shell:
        assert shell.stdout and shell.stdout.readline() == "open\n"
        with pytest.raises(Busy, match=f"process {shell.pid} has held it .* citewatch.published.duckdb, the copy"):
            _write(Store(store.path, "specimen", wait_s=0.2), "second")
        shell.communicate()
    _write(store, "second")


@pytest.mark.slow
def test_nobody_gets_in_while_a_copy_is_made(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the file beside an open connection must not give up the system's lock on it, as closing it would."""
    _write(store, "first")
    seen: list[str] = []

    def intrude(name: str) -> None:
        if name == "publish.before_rename":
            code = "import duckdb, sys; duckdb.connect(sys.argv[1])"
            seen.append(
                subprocess.run([sys.executable, "-c", code, str(store.path)], capture_output=True, text=True).stderr
            )

    monkeypatch.setattr("schemas.failpoints._hook", intrude)
    assert store.publish()
    assert len(seen) == 1
    assert "Could not set lock" in seen[0]


def test_publishing_what_has_not_changed_copies_nothing(store: Store) -> None:
    _write(store, "first")
    assert store.publish()
    was = store.published.stat().st_ino
    assert not store.publish()
    assert store.published.stat().st_ino == was
    _write(store, "second")
    assert store.publish()
    assert tables(store.published) == tables(store.path)


def test_a_reader_keeps_the_copy_it_opened(store: Store) -> None:
    _write(store, "first")
    store.publish()
    with open_published(store.published, "specimen") as reader:
        reader.begin()
        assert reader.execute("SELECT count(*) FROM run").fetchall() == [(1,)]
        _write(store, "second")
        assert store.publish()
        assert reader.execute("SELECT count(*) FROM run").fetchall() == [(1,)]
    assert _runs(store.published) == ["first", "second"]


@pytest.mark.slow
def test_an_analyst_who_wrote_into_the_copy_harms_nobody(store: Store) -> None:
    _write(store, "first")
    store.publish()
    scribble = (
        "import duckdb, os, sys, signal; c = duckdb.connect(sys.argv[1]);"
        "c.execute('SET checkpoint_threshold = \\'1GB\\''); c.execute('CREATE TABLE mine AS SELECT 1 AS a');"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", scribble, str(store.published)], check=False)
    assert store.published.with_name("citewatch.published.duckdb.wal").exists()
    _write(store, "second")
    assert store.publish()
    assert tables(store.published) == tables(store.path)


def test_live_and_specimen_never_mix(store: Store) -> None:
    _write(store, "first")
    store.publish()
    before = store.path.read_bytes()
    live = Store(store.path, "live")
    with pytest.raises(WrongKind, match="holds specimen data, and live data was asked for"):
        _write(live, "second")
    with pytest.raises(WrongKind), live.reading():
        pass
    with pytest.raises(WrongKind):
        open_published(store.published, "live")
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("made_of", [b"", b"x", b"SQLite format 3\0" + b"\0" * 5000, b"\xff" * 300_000])
def test_a_file_of_something_else_is_left_alone(store: Store, made_of: bytes) -> None:
    store.path.write_bytes(made_of)
    with pytest.raises(Unreadable, match=r"citewatch\.duckdb: cannot be opened as a warehouse .* Nothing was changed"):
        _write(store, "first")
    assert store.path.read_bytes() == made_of


def test_a_cut_off_file_is_left_alone(store: Store) -> None:
    _write(store, "first")
    cut = store.path.read_bytes()[:20_000]
    store.path.write_bytes(cut)
    with pytest.raises(Unreadable):
        _write(Store(store.path, "specimen"), "second")
    assert store.path.read_bytes() == cut


def test_somebody_elses_database_is_left_alone(store: Store) -> None:
    with duckdb.connect(str(store.path)) as connection:
        connection.execute("CREATE TABLE sales (a INTEGER)")
    before = store.path.read_bytes()
    with pytest.raises(Unreadable, match=r"a DuckDB file, but no warehouse \(it holds sales\)"):
        _write(store, "first")
    assert store.path.read_bytes() == before


def test_a_log_without_its_warehouse_is_not_thrown_away(store: Store) -> None:
    log = store.path.with_name("citewatch.duckdb.wal")
    log.write_bytes(b"the last transactions")
    with pytest.raises(Unreadable, match="Put the warehouse back beside it"):
        _write(store, "first")
    assert log.read_bytes() == b"the last transactions"
    assert not store.path.exists()


def test_a_half_made_file_is_made_again(store: Store) -> None:
    store.path.with_name("citewatch.new.duckdb").write_bytes(b"half")
    _write(store, "first")
    assert _runs(store.path) == ["first"]
    assert not store.path.with_name("citewatch.new.duckdb").exists()


def test_nothing_of_a_failed_transaction_stays(store: Store) -> None:
    _write(store, "first")
    with pytest.raises(KeyError), store.writing("test") as connection:
        connection.execute(RUN, ["second"])
        raise KeyError
    assert _runs(store.path) == ["first"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(NotStored, match="It must be a folder that we may write into"):
        _write(Store(tmp_path / "file" / "citewatch.duckdb", "live"), "first")


def test_nothing_published_yet(store: Store) -> None:
    with pytest.raises(Unreadable, match="nothing has been published yet"):
        open_published(store.published)


def test_a_copy_that_is_published_for_the_first_time_between_two_looks_is_not_gone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(store, "first")
    first_look = iter([FileNotFoundError(2, "No such file or directory")])
    really = Path.stat

    def stat(path: Path, **how: bool) -> os.stat_result:
        if path == store.published and (error := next(first_look, None)):
            store.publish()
            raise error
        return really(path, **how)

    monkeypatch.setattr(Path, "stat", stat)
    open_published(store.published).close()
    store.published.unlink()
    with pytest.raises(Unreadable, match="the readers' copy is gone"):
        open_published(store.published)


def test_sweeping_removes_what_a_kill_left(store: Store) -> None:
    _write(store, "first")
    left = [
        store.path.with_name("citewatch.published.duckdb.tmp"),
        store.path.with_name("citewatch.before-0002.duckdb.tmp"),
    ]
    for path in left:
        path.write_bytes(b"half a copy")
    spilt = store.path.with_name("citewatch.duckdb.tmp")
    spilt.mkdir()
    (spilt / "block").write_bytes(b"x")
    store.sweep()
    assert sorted(os.listdir(store.path.parent)) == ["citewatch.duckdb", "citewatch.lock"]


@pytest.mark.parametrize("how", ["reading", "writing"])
def test_what_does_not_fit_into_memory_is_put_beside_the_file(
    store: Store, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere := tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(elsewhere)
    _write(store, "first")
    with store.reading() if how == "reading" else store.writing("test") as connection:
        connection.execute("SET memory_limit = '10MB'")
        connection.execute("CREATE TEMP TABLE much AS SELECT uuid() AS one, uuid() AS other FROM range(500_000)")
        assert any(store.path.with_name("citewatch.duckdb.tmp").iterdir())
        assert os.listdir(elsewhere) == [], "sweep would not find it, and we may not write there"


def test_what_was_judged_is_not_packed_twice(store: Store) -> None:
    with store.writing("test") as connection:
        many = "SELECT 's' || i, 'm' || i, ('x' || i)::BLOB FROM range(3000) t(i)"
        connection.execute(f"INSERT INTO judged {many}")
    with store.reading() as connection:
        found = connection.execute(
            "SELECT DISTINCT compression FROM pragma_storage_info('judged') WHERE segment_type <> 'VALIDITY'"
        ).fetchall()
    assert found == [("Uncompressed",)]
