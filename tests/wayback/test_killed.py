"""SIGKILL in the middle of a backfill, then the same command: nothing is lost, and nothing is asked for twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from citewatch.specimens.site import SpecimenSite
from citewatch.specimens.wayback import HOST
from tests.tools.lapse import Forker, content, small_catalogue
from tests.tools.piped import ROOT

pytestmark = pytest.mark.slow
SOURCE = "statista_genai_market"
DAY = date(2026, 11, 16)


@dataclass
class Lab:
    folder: Path
    forker: Forker
    site: SpecimenSite
    runs: int = field(default=0)

    def data(self) -> Path:
        self.runs += 1
        return self.folder / f"data{self.runs}"

    def run(self, data: Path, **more: object) -> int:
        return self.forker.run(
            do="backfill", catalogue=self.folder / "catalogue", data=data, network=self.site.map_path,
            day=DAY.isoformat(), source=SOURCE, **more,
        )  # fmt: skip

    def asked(self) -> Counter[str]:
        """How often each address of the archive was answered, since the log was cleared."""
        return Counter(a.path for a in self.site.log if a.host == HOST and a.path != "/robots.txt")


@pytest.fixture(scope="module")
def killing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("killing")
    small_catalogue(folder / "catalogue", [SOURCE])
    with Forker() as forker, SpecimenSite(folder / "catalogue" / "specimens", folder / "site", DAY) as site:
        yield Lab(folder, forker, site)


@pytest.fixture(scope="module")
def undisturbed(killing: Lab) -> tuple[dict[str, list[str]], Counter[str]]:
    data = killing.data()
    killing.site.clear_log()
    assert killing.run(data) == 0
    return content(data), killing.asked()


def test_an_undisturbed_backfill_asks_for_each_address_once(
    undisturbed: tuple[dict[str, list[str]], Counter[str]],
) -> None:
    rows, asked = undisturbed
    assert set(asked.values()) == {1}
    copies = [path for path in asked if not path.startswith("/cdx/")]
    assert len(asked) > len(copies), "the index was asked"
    assert len(rows["capture"]) == len(copies) == len(list((ROOT / "specimens" / SOURCE).glob("*.archive")))
    assert len(rows["observation"]) >= 3


@pytest.mark.parametrize("reach", [1, 2, 4])
@pytest.mark.parametrize("point", ["archive.after_evidence", "archive.before_commit", "archive.after_commit"])
def test_killed_at_a_named_point(
    killing: Lab, undisturbed: tuple[dict[str, list[str]], Counter[str]], point: str, reach: int
) -> None:
    data = killing.data()
    killing.site.clear_log()
    assert killing.run(data, point=point, n=reach) == -9
    assert 0 < sum(killing.asked().values()) <= sum(undisturbed[1].values())
    assert killing.run(data) == 0
    assert killing.asked() == undisturbed[1]
    assert content(data) == undisturbed[0]


def test_killed_at_random_moments(killing: Lab, undisturbed: tuple[dict[str, list[str]], Counter[str]]) -> None:
    """An answer that was on the wire when the kill came is the only one that may be asked for again."""
    dice = random.Random(20261125)
    killed = 0
    for _ in range(4):
        data = killing.data()
        killing.site.clear_log()
        for _ in range(3):
            status = killing.run(data, kill_after_s=dice.uniform(0.02, 0.35))
            assert status in (0, -9)
            killed += status == -9
        before = sum(killing.asked().values())
        assert killing.run(data) == 0
        asked = killing.asked()
        assert set(asked) == set(undisturbed[1])
        assert sum(asked.values()) <= sum(undisturbed[1].values()) + 3, (before, asked)
        assert content(data) == undisturbed[0]
    assert killed >= 4
