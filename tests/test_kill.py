"""SIGKILL at every named moment and at random ones, then a normal run: nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from citewatch.specimens.site import SpecimenSite
from tests.tools.lapse import ROOT, STEPS, Forker, Lapse, change_a_reader, content, copy_is_whole, small_catalogue

pytestmark = pytest.mark.slow
_ELSEWHERE = {"backup", "prepare", "archive", "snapshot", "parquet", "decide", "person", "retention", "pack"}
"""Reached when a file is upgraded, read, backed up, exported, laid out anew, by a backfill, reviewer, retention: their
own tests."""


@dataclass(frozen=True)
class Undisturbed:
    """The history nobody killed: after each step its content, a copy of its folder, and the points it went through."""

    folder: Path
    content: list[dict[str, list[str]]]
    points: list[Counter[str]]
    seconds: list[float]

    def around(self, step: int) -> list[dict[str, list[str]]]:
        """What readers may be shown during that step: what was there before it, or what is there after it."""
        return self.content[max(step - 1, 0) : step + 1]

    def start(self, step: int, data: Path) -> None:
        """A folder as it was before that step."""
        shutil.rmtree(data, ignore_errors=True)
        if step:
            shutil.copytree(self.folder / str(step - 1), data)


@pytest.fixture(scope="module")
def lapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lapse]:
    folder = tmp_path_factory.mktemp("lapse")
    small_catalogue(folder / "catalogue")
    change_a_reader(folder / "catalogue", folder / "changed")
    with Forker() as forker, SpecimenSite(folder / "catalogue" / "specimens", folder / "site", STEPS[0].day) as site:
        yield Lapse(folder, forker, site)


@pytest.fixture(scope="module")
def undisturbed(lapse: Lapse) -> Undisturbed:
    data, log = lapse.folder / "undisturbed", lapse.folder / "points"
    made = Undisturbed(lapse.folder / "steps", [], [], [])
    for number, step in enumerate(lapse.steps):
        log.write_text("")
        began = time.monotonic()
        assert lapse.run(data, step, log=log) == 0
        made.seconds.append(time.monotonic() - began)
        made.content.append(content(data))
        made.points.append(Counter(log.read_text().split()))
        shutil.copytree(data, made.folder / str(number))
    return made


def named_points() -> set[str]:
    """Every failpoint that the code has a name for."""
    found: set[str] = set()
    for folder in ("citewatch", "warehouse", "flows"):
        for path in (ROOT / folder).rglob("*.py"):
            if "lake" in path.parts:
                continue  # its own moments: tests/lake
            text = path.read_text("utf-8")
            found |= set(re.findall(r'reach\("([a-z_.]+)"\)', text))
            for name in re.findall(r'(?:\.writing\(|\.transact\(\s*|_transaction\(connection, )"([a-z_]+)"', text):
                found |= {f"{name}.before_commit", f"{name}.after_commit"}
            for name in re.findall(r'(?:rename|copy)\([^\n]*"([a-z_]+)"', text):
                found |= {f"{name}.before_rename", f"{name}.after_rename"}
    return {point for point in found if point.partition(".")[0] not in _ELSEWHERE}


def test_the_history_has_something_to_lose(undisturbed: Undisturbed) -> None:
    last = undisturbed.content[-1]
    assert len(last["alert"]) >= 3
    assert any("'closed'" in row for row in last["alert"]) or len(last["message"]) >= 3
    assert len({row.split("'state': '")[1].split("'")[0] for row in last["capture"]}) >= 3
    assert any(", False, " in row for row in last["reading"]), "no reader has changed"


def test_every_named_point_is_reached(undisturbed: Undisturbed) -> None:
    reached = {point for points in undisturbed.points for point in points}
    assert reached == named_points()


def test_killed_at_every_named_point(lapse: Lapse, undisturbed: Undisturbed) -> None:
    """One history in which every step is killed at some of the points it goes through, one after the other."""
    points = _shared_out(undisturbed)
    data = lapse.folder / "killed"
    for number, step in enumerate(lapse.steps):
        for point in points[number]:
            assert lapse.run(data, step, point=point) == -9, f"step {number} did not come to {point}"
            copy_is_whole(data, *undisturbed.around(number))
        assert lapse.run(data, step) == 0
        assert content(data) == undisturbed.content[number], f"step {number}, killed at {points[number]}"
    assert sorted(point for some in points for point in some) == sorted(named_points())


def _shared_out(undisturbed: Undisturbed) -> list[list[str]]:
    """The points each step is killed at: in the order it comes to them, since a point behind a commit comes once."""
    points: list[list[str]] = [[] for _ in undisturbed.points]
    for point in sorted(named_points()):
        reaching = [n for n, reached in enumerate(undisturbed.points) if point in reached]
        points[random.Random(point).choice(reaching)].append(point)
    return [sorted(some, key=list(undisturbed.points[n]).index) for n, some in enumerate(points)]


@pytest.mark.soak
@pytest.mark.parametrize("point", sorted(named_points()))
@pytest.mark.parametrize("seed", range(3))
def test_killed_once_at(point: str, seed: int, lapse: Lapse, undisturbed: Undisturbed) -> None:
    """Killed once, at some reach of the point in some step that was undisturbed so far."""
    dice = random.Random(f"{point} {seed}")
    number = dice.choice([n for n, points in enumerate(undisturbed.points) if points[point]])
    reach = dice.randint(1, undisturbed.points[number][point])
    data = lapse.folder / "once"
    undisturbed.start(number, data)
    assert lapse.run(data, lapse.steps[number], point=point, n=reach) == -9
    copy_is_whole(data, *undisturbed.around(number))
    assert lapse.run(data, lapse.steps[number]) == 0
    assert content(data) == undisturbed.content[number]


def _random_history(
    lapse: Lapse, undisturbed: Undisturbed, data: Path, seed: int, kills: Counter[str], most: int = 2
) -> None:
    """The whole time-lapse, every step killed at random moments, at most `most` times, before it may end."""
    dice = random.Random(seed)
    shutil.rmtree(data, ignore_errors=True)
    for number, step in enumerate(lapse.steps):
        for _ in range(dice.randint(1, most)):
            after = dice.uniform(0, undisturbed.seconds[number] * 0.7)
            status = lapse.run(data, step, kill_after_s=after)
            assert status in (0, -9)
            copy_is_whole(data, *undisturbed.around(number))
            kills["killed" if status else "ended before"] += 1
        assert lapse.run(data, step) == 0
        assert content(data) == undisturbed.content[number], f"seed {seed}, step {number}"


def test_killed_at_random_moments(lapse: Lapse, undisturbed: Undisturbed) -> None:
    kills: Counter[str] = Counter()
    _random_history(lapse, undisturbed, lapse.folder / "random", 20261123, kills, most=1)
    assert kills["killed"] >= 3, kills


@pytest.mark.soak
def test_killed_hundreds_of_times(
    lapse: Lapse, undisturbed: Undisturbed, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make soak` runs it, and it prints its tally; CITEWATCH_SOAK is the number of histories, of ten kills each.

    The seed of a history that differs stands in the failure.
    """
    kills: Counter[str] = Counter()
    histories = int(os.environ.get("CITEWATCH_SOAK", "40"))
    for seed in range(histories):
        _random_history(lapse, undisturbed, lapse.folder / "soak", seed, kills)
    with capsys.disabled():
        print(f"\nrandom kills: {kills['killed']}; ended before it: {kills['ended before']}")
        print("rows lost or doubled: 0; copies not whole: 0")
    assert kills["killed"] >= 5 * histories
