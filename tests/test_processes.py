"""Refreshes, readers and other writers at the same time, each a process of its own: nobody waits who need not, and
nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from citewatch.specimens.site import SpecimenSite
from tests.tools.lapse import STEPS, Forker, Lapse, change_a_reader, content, small_catalogue
from tests.warehouse.conftest import meanwhile, wait_for
from warehouse.store import Store

pytestmark = pytest.mark.slow
_SOURCES = ("statista_genai_market", "klarna_press")
_FIRST, _SECOND = STEPS[0], STEPS[2]
"""Two refreshes between which a page changed."""


@pytest.fixture(scope="module")
def lapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lapse]:
    folder = tmp_path_factory.mktemp("processes")
    small_catalogue(folder / "catalogue", _SOURCES)
    change_a_reader(folder / "catalogue", folder / "changed")
    with Forker() as forker, SpecimenSite(folder / "catalogue" / "specimens", folder / "site", STEPS[0].day) as site:
        yield Lapse(folder, forker, site)


@pytest.fixture(scope="module")
def first(lapse: Lapse) -> Path:
    assert lapse.run(lapse.folder / "first", _FIRST) == 0
    return lapse.folder / "first"


@pytest.fixture
def data(first: Path, tmp_path: Path) -> Path:
    """A data folder after the first refresh."""
    return Path(shutil.copytree(first, tmp_path / "data"))


@pytest.fixture(scope="module")
def undisturbed(lapse: Lapse, first: Path) -> dict[str, list[str]]:
    data = Path(shutil.copytree(first, lapse.folder / "undisturbed"))
    assert lapse.run(data, _SECOND) == 0
    return content(data)


def _file(data: Path) -> Path:
    return data / "specimen" / "citewatch.duckdb"


def _copy(data: Path) -> Path:
    return data / "specimen" / "citewatch.published.duckdb"


_READER = """
import sys, citewatch
from pathlib import Path
connection = citewatch.open(sys.argv[1], specimens=True)
connection.begin()
look = "SELECT (SELECT count(*) FROM capture), count(*), sum(value) FROM observation"
before = connection.execute(look).fetchall()
print("open", flush=True)
sys.stdin.readline()
assert connection.execute(look).fetchall() == before, "what was open has changed"
with citewatch.open(sys.argv[1], specimens=True) as later:
    assert later.execute(look).fetchall() != before, "the new copy is not new"
"""


def test_a_reader_with_a_transaction_open_for_the_whole_of_a_refresh(
    lapse: Lapse, data: Path, undisturbed: dict[str, list[str]]
) -> None:
    command = [sys.executable, "-c", _READER, str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout and reader.stdout.readline() == "open\n"
        assert lapse.run(data, _SECOND) == 0
        assert reader.poll() is None
        reader.communicate("go on\n")
    assert reader.returncode == 0
    assert content(data) == undisturbed


def test_fifty_readers_during_a_refresh(
    lapse: Lapse, data: Path, undisturbed: dict[str, list[str]], tmp_path: Path
) -> None:
    looks, here, stop = (tmp_path / name for name in ("looks", "here", "stop"))
    with Forker() as crowd:
        try:
            crowd.ask(do="crowd", readers=50, copy=_copy(data), looks=looks, here=here, stop=stop)
            wait_for(here)
            assert lapse.run(data, _SECOND) == 0
        finally:
            stop.touch()
        assert crowd.answer() == 0
    assert content(data) == undisturbed
    seen = [line.split() for line in looks.read_text().splitlines()]
    assert len({reader for reader, _, _ in seen}) == 50
    assert {(before, after) for _, before, after in seen} == {("1", "2")}


def test_of_two_refreshes_started_together_one_waits(
    lapse: Lapse, data: Path, undisturbed: dict[str, list[str]], tmp_path: Path
) -> None:
    here, go = tmp_path / "here", tmp_path / "go"
    lapse.site.set_date(_SECOND.day)
    job = {"do": "refresh", "catalogue": lapse.catalogues[0], "data": data, "network": lapse.site.map_path}
    job["day"] = _SECOND.day.isoformat()
    with Forker() as other:
        lapse.forker.ask(**job, point="evidence.after_sync", here=here, go=go)
        wait_for(here)
        other.ask(**job)
        time.sleep(0.5)
        go.touch()
        assert lapse.forker.answer() == other.answer() == 0
    with duckdb.connect(str(_copy(data)), read_only=True) as connection:
        runs = connection.execute(
            "SELECT due > 0, finished_at IS NOT NULL FROM run ORDER BY started_at, due"
        ).fetchall()
    assert runs == [(True, True), (False, True), (True, True)], "the one that waited found nothing due"
    assert content(data) == undisturbed


def test_a_refresh_that_need_not_wait_for_ever_says_who_is_at_work(lapse: Lapse, data: Path, tmp_path: Path) -> None:
    """The command itself, told to wait a moment only."""
    here, go = tmp_path / "here", tmp_path / "go"
    lapse.site.set_date(_SECOND.day)
    lapse.forker.ask(
        do="refresh", catalogue=lapse.catalogues[0], data=data, network=lapse.site.map_path,
        day=_SECOND.day.isoformat(), point="evidence.after_sync", here=here, go=go,
    )  # fmt: skip
    wait_for(here)
    hurried = (
        "from warehouse.place import open_warehouse; open_warehouse.__kwdefaults__['wait_s'] = 0.3;"
        "from citewatch.cli import main; main()"
    )
    options = ["--catalogue", lapse.catalogues[0], "--data", data, "--network", lapse.site.map_path]
    done = subprocess.run(
        [sys.executable, "-c", hurried, *map(str, options), "run"], capture_output=True, text=True, timeout=240
    )
    go.touch()
    assert lapse.forker.answer() == 0
    assert done.returncode not in (0, 1) and "Traceback" not in done.stderr, done.stderr
    told = " ".join(done.stderr.split())
    assert "another refresh is at work on it (run " in told and "this one was not started" in told


_NOTE = "INSERT INTO quarantine VALUES (repeat('a', 24), 's', 'reading', 'c', 'r', 'f', '{}', TIMESTAMP '2026-01-01')"


@pytest.mark.parametrize(
    ("point", "waits"),
    [("evidence.after_sync", False), ("store.before_commit", True), ("findings.before_commit", True)],
)
def test_somebody_else_writes_in_the_middle_of_a_refresh(
    point: str, waits: bool, lapse: Lapse, data: Path, undisturbed: dict[str, list[str]], tmp_path: Path
) -> None:
    """As a review action does. It waits for the transaction that is open, never for the refresh; both are stored."""
    here, go = tmp_path / "here", tmp_path / "go"
    lapse.site.set_date(_SECOND.day)
    lapse.forker.ask(
        do="refresh", catalogue=lapse.catalogues[0], data=data, network=lapse.site.map_path,
        day=_SECOND.day.isoformat(), point=point, here=here, go=go,
    )  # fmt: skip
    wait_for(here)

    def write() -> None:
        with Store(_file(data), "specimen").writing("review") as connection:
            connection.execute(_NOTE)

    writer = meanwhile(write)
    writer.join(0.5 if waits else 60)
    assert writer.is_alive() == waits
    go.touch()
    assert lapse.forker.answer() == 0
    writer.join(60)
    with duckdb.connect(str(_file(data))) as connection:
        assert connection.execute("DELETE FROM quarantine RETURNING quarantine_id").fetchall() == [("a" * 24,)]
    Store(_file(data), "specimen").publish()
    assert content(data) == undisturbed
