"""Refreshes, readers and other writers at the same time, each a process of its own: nobody waits who need not, and
nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import httpx
import pytest

from citewatch.specimens.site import SpecimenSite
from tests.review_web.test_race import DESK, Reviewer
from tests.tools.commands import Commands
from tests.tools.lapse import STEPS, Forker, Lapse, change_a_reader, content, small_catalogue
from tests.tools.piped import ROOT
from tests.warehouse.conftest import wait_for
from warehouse import lines
from warehouse.store import Store

pytestmark = pytest.mark.slow
_SOURCES = ("statista_genai_market", "klarna_press")
_FIRST, _BETWEEN, _SECOND = STEPS[:3]
"""The first and the last are refreshes between which a page changed."""


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


@pytest.fixture(scope="module")
def alerted(lapse: Lapse, first: Path) -> Path:
    """A data folder whose disagreements were seen twice, so that there is an alert."""
    data = Path(shutil.copytree(first, lapse.folder / "alerted"))
    assert lapse.run(data, _BETWEEN) == 0
    return data


@pytest.fixture(scope="module")
def nobody_decided(lapse: Lapse, alerted: Path) -> dict[str, list[str]]:
    data = Path(shutil.copytree(alerted, lapse.folder / "nobody"))
    assert lapse.run(data, _SECOND) == 0
    return content(data)


Deciding = Callable[[Path, str], None]
"""Accepts an alert of a data folder; returns when that is stored."""


@pytest.fixture
def by_command(lapse: Lapse, commands: Commands) -> Deciding:
    def decide(data: Path, alert: str) -> None:
        words = ["--catalogue", str(lapse.catalogues[0]), "--data", str(data), "--specimens", "review", "decide", alert]
        done = commands.run([*words, "accept", "--by", "Ann", "--note", "as agreed"], ROOT, dict(os.environ))
        assert done.code == 0 and "done: accepted" in done.out, done.out + done.err

    return decide


@pytest.fixture
def by_desk(lapse: Lapse, tmp_path: Path) -> Iterator[Deciding]:
    """The desk is open before the refresh begins, as it is on somebody's screen."""
    data = tmp_path / "data"
    (data / "catalogue").symlink_to(lapse.catalogues[0])
    with subprocess.Popen(
        [sys.executable, "-c", DESK, data, "ann"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as desk:
        try:
            assert desk.stdout
            with httpx.Client(base_url=f"http://127.0.0.1:{int(desk.stdout.readline())}", timeout=60) as client:
                ann = Reviewer("Ann", client)

                def decide(_: Path, alert: str) -> None:
                    # What she sees waits for nobody; what she sends, for the transaction that is open.
                    assert ann.sends(ann.sees(alert)).status_code == 303

                yield decide
        finally:
            desk.kill()


@pytest.mark.parametrize(
    ("point", "waits", "way"),
    [
        ("evidence.after_sync", False, "by_command"), ("findings.before_commit", True, "by_desk"),
    ],
)  # fmt: skip
def test_somebody_decides_in_the_middle_of_a_refresh(
    point: str, waits: bool, way: str, lapse: Lapse, alerted: Path, nobody_decided: dict[str, list[str]],
    tmp_path: Path, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    """By the real command or at the real desk. Waits for the transaction that is open, never for the refresh."""
    data = Path(shutil.copytree(alerted, tmp_path / "data"))
    decide: Deciding = request.getfixturevalue(way)
    with duckdb.connect(str(_copy(data)), read_only=True) as connection:
        (alert,) = connection.execute("SELECT min(alert_id) FROM alert WHERE closed_at IS NULL").fetchone() or ("",)
    here, go = tmp_path / "here", tmp_path / "go"
    lapse.site.set_date(_SECOND.day)
    lapse.forker.ask(
        do="refresh", catalogue=lapse.catalogues[0], data=data, network=lapse.site.map_path,
        day=_SECOND.day.isoformat(), point=point, here=here, go=go,
    )  # fmt: skip
    wait_for(here)
    with ThreadPoolExecutor(1) as pool:
        try:
            decided = pool.submit(decide, data, alert)
            if waits:
                with pytest.raises(TimeoutError):
                    decided.result(1)
            else:
                decided.result(60)
        finally:
            go.touch()
        assert lapse.forker.answer() == 0
        decided.result(60)
    Store(_file(data), "specimen").publish()
    with duckdb.connect(str(_copy(data)), read_only=True) as connection:
        log = connection.execute("SELECT alert_id, act, by_whom FROM decision").fetchall()
        shown = connection.execute("SELECT alert_id FROM review_line WHERE state = 'accepted'").fetchall()
    assert log == [(alert, "accept", "Ann")] and shown == [(alert,)]
    _undecide(data)
    assert content(data) == nobody_decided


def _undecide(data: Path) -> None:
    """As if nobody had: what is left must be what an undisturbed refresh leaves."""
    with Store(_file(data), "specimen").writing("undecide", publish=True) as connection:
        connection.execute("DELETE FROM decision")
        lines.bring_up_to_date(connection)
