"""SIGKILL at every named moment and at random ones, then a normal run: nothing is lost and nothing is there twice."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from citewatch.specimens.site import SpecimenSite
from tests.tools.lapse import STEPS, Forker, Lapse, change_a_reader, content, copy_is_whole, small_catalogue
from tests.tools.piped import ROOT
from tests.tools.undisturbed import Undisturbed, every_point, named_points

pytestmark = pytest.mark.slow
_STEPS = (STEPS[0], *STEPS[-3:])
"""The first refresh, one that finds other pages, one that says aloud what it saw twice, and one with another reader."""


@pytest.fixture(scope="module")
def lapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lapse]:
    folder = tmp_path_factory.mktemp("lapse")
    small_catalogue(folder / "catalogue")
    change_a_reader(folder / "catalogue", folder / "changed")
    with Forker() as forker, SpecimenSite(folder / "catalogue" / "specimens", folder / "site", STEPS[0].day) as site:
        yield Lapse(folder, forker, site, _STEPS)


@pytest.fixture(scope="module")
def undisturbed(lapse: Lapse) -> Undisturbed:
    return Undisturbed.played(lapse)


def test_the_history_has_something_to_lose(undisturbed: Undisturbed) -> None:
    last = undisturbed.content[-1]
    assert len(last["alert"]) >= 3
    assert any("'closed'" in row for row in last["alert"]) or len(last["message"]) >= 3
    assert len({row.split("'state': '")[1].split("'")[0] for row in last["capture"]}) >= 3
    assert any(", False, " in row for row in last["reading"]), "no reader has changed"


def test_every_named_point_is_reached(undisturbed: Undisturbed) -> None:
    reached = {point for points in undisturbed.points for point in points}
    assert reached == named_points()


def test_points_that_refreshes_do_not_reach_are_named_in_a_test() -> None:
    """Whether something is killed there, that test says; that none is forgotten, this one."""
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [point for point in sorted(every_point() - named_points()) if f'"{point}"' not in tests] == []


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


def test_killed_at_random_moments(lapse: Lapse, undisturbed: Undisturbed) -> None:
    """The whole time-lapse, every step killed at a random moment before it may end; `make chaos` does it for hours."""
    dice, killed, within = random.Random(20261123), 0, 0.7
    data = lapse.folder / "random"
    for number, step in enumerate(lapse.steps):
        status = lapse.run(data, step, kill_after_s=dice.uniform(0, undisturbed.seconds[number] * within))
        assert status in (0, -9)
        copy_is_whole(data, *undisturbed.around(number))
        killed += status == -9
        if status == 0:  # a machine that is quicker now than when it was measured: the next is killed sooner
            within *= 0.6
        assert lapse.run(data, step) == 0
        assert content(data) == undisturbed.content[number], f"step {number}"
    assert killed >= 3
