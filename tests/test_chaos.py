"""`make chaos`: a thousand SIGKILLs over the whole path, then normal runs; nothing is lost and nothing is there twice.

Half of the moments are anywhere in a step, half shortly after a named point, so that short phases get their share.
Notifications go to a web hook of ours: each comes at least once, and a repeat has the same id and the same words.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from citewatch.specimens.site import SpecimenSite
from tests.tools.lapse import STEPS, Forker, Lapse, change_a_reader, content, copy_is_whole, small_catalogue
from tests.tools.receiver import Receiver
from tests.tools.undisturbed import Undisturbed, named_points

pytestmark = [pytest.mark.slow, pytest.mark.soak]
KILLS = int(os.environ.get("CITEWATCH_KILLS", "1000"))
_MOST = 5
"""Kills of one step before it may end."""
_SHORTLY_S = 0.04
PHASES = {
    "fetching": ("mirror.after_commit",),
    "archiving": ("evidence.after_write",),
    "storing": ("evidence.after_sync", "store.before_commit"),
    "checking": ("store.after_commit", "reread.before_commit", "reread.after_commit", "findings.before_commit"),
    "alerting": ("findings.after_commit", "alerts.before_commit"),
    "notifying": ("alerts.after_commit", "send.before_send", "send.after_send", "sent.before_commit"),
    "publishing": ("sent.after_commit", "finish.before_commit", "finish.after_commit", "publish.before_rename"),
}
"""The last point that a process went through → what it was doing when it was killed; before all of them, starting."""


@dataclass
class Chaos:
    """One world for all histories, and the tally."""

    lapse: Lapse
    undisturbed: Undisturbed
    receiver: Receiver
    kills: Counter[str] = field(default_factory=Counter)
    unhurt: int = 0
    repeats: int = 0
    messages: int = 0
    looked: object = None

    def history(self, seed: int) -> None:
        """The whole time-lapse, every step killed up to five times before it may end."""
        dice, data = random.Random(seed), self.lapse.folder / "chaos"
        shutil.rmtree(data, ignore_errors=True)
        self.receiver.told.clear()
        for number, step in enumerate(self.lapse.steps):
            for _ in range(dice.randint(1, _MOST)):
                if not self._kill(dice, number, data):
                    break  # it came to its end
                self._look(number, data)
            assert self.lapse.run(data, step, notify=[self.receiver.address]) == 0
            assert content(data) == self.undisturbed.content[number], f"seed {seed}, step {number}"
        self._heard(self.undisturbed.content[-1]["message"])

    def _look(self, number: int, data: Path) -> None:
        """At the readers' copy, if it is another one than at the last look."""
        copy = data / "specimen" / "citewatch.published.duckdb"
        stat = copy.stat() if copy.exists() else None
        now = (number, stat and (stat.st_ino, stat.st_mtime_ns, stat.st_size))
        if now != self.looked:
            copy_is_whole(data, *self.undisturbed.around(number))
            self.looked = now

    def _kill(self, dice: random.Random, number: int, data: Path) -> bool:
        log = self.lapse.folder / "reached"
        log.write_text("")
        reached = self.undisturbed.points[number]
        anywhere = {"kill_after_s": dice.uniform(0, self.undisturbed.seconds[number] * 0.8)}
        phase = dice.choice([points for points in PHASES.values() if any(reached[point] for point in points)])
        point = dice.choice([point for point in phase if reached[point]])
        shortly = {"point": point, "n": dice.randint(1, reached[point]), "kill_after_s": dice.uniform(0, _SHORTLY_S)}
        more = dice.choice((anywhere, shortly))
        status = self.lapse.run(data, self.lapse.steps[number], log=log, notify=[self.receiver.address], **more)
        assert status in (0, -9)
        if status:
            self.kills[_phase(log)] += 1
        else:
            self.unhurt += 1
        return status != 0

    def _heard(self, stored: list[str]) -> None:
        """Of this history: every message at least once, a repeat word for word."""
        words: dict[str, tuple[str, str, str]] = {}
        for told in self.receiver.told:
            assert words.setdefault(told[0], told) == told, "one id, two messages"
        named = {name for _, _, text in words.values() for name in _ids(text)}
        assert len(named) == len(stored) and all(any(name in row for row in stored) for name in named)
        self.messages += len(named)
        self.repeats += len(self.receiver.told) - len(words)

    def tally(self) -> str:
        by_phase = ", ".join(f"{phase} {self.kills[phase]}" for phase in ("starting", *PHASES, "ending"))
        return (
            f"{self.kills.total()} kills ({by_phase}); ended before it: {self.unhurt}; rows lost or doubled: 0; copies"
            f" not whole: 0; {self.messages} messages, each received, {self.repeats}"
            " notifications again under the same id"
        )


def _ids(text: str) -> list[str]:
    """The messages that a notification tells: those it lists, or the one whose id ends it."""
    listed = text.partition("\nof messages ")[2].partition("\n")[0].split()
    return listed or [text.rpartition("message ")[2].strip()]


def _phase(log: Path) -> str:
    reached = log.read_text().split()
    if not reached:
        return "starting"
    if reached[-1] == "publish.after_rename":
        return "ending"
    return next((phase for phase, points in PHASES.items() if reached[-1] in points), "starting")


@pytest.fixture(scope="module")
def chaos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chaos]:
    folder = tmp_path_factory.mktemp("chaos")
    small_catalogue(folder / "catalogue")
    change_a_reader(folder / "catalogue", folder / "changed")
    with (
        Receiver() as receiver,
        Forker() as forker,
        SpecimenSite(folder / "catalogue" / "specimens", folder / "site", STEPS[0].day) as site,
    ):
        lapse = Lapse(folder, forker, site)
        yield Chaos(lapse, Undisturbed.played(lapse), receiver)


def test_killed_a_thousand_times(chaos: Chaos, capsys: pytest.CaptureFixture[str]) -> None:
    """CITEWATCH_KILLS of them; the tally is printed as it grows. The seed of a history that differs stands in it."""
    seed = 0
    while chaos.kills.total() < KILLS:
        chaos.history(seed)
        seed += 1
        with capsys.disabled():
            print(f"\nhistory {seed}: {chaos.tally()}", end="", flush=True)
    assert all(chaos.kills[phase] for phase in PHASES), chaos.tally()


@pytest.mark.parametrize("point", sorted(named_points()))
@pytest.mark.parametrize("seed", range(3))
def test_killed_once_at(point: str, seed: int, chaos: Chaos) -> None:
    """Killed at the point itself, at some reach of it in some step that was undisturbed so far."""
    dice, undisturbed, lapse = random.Random(f"{point} {seed}"), chaos.undisturbed, chaos.lapse
    number = dice.choice([n for n, points in enumerate(undisturbed.points) if points[point]])
    reach = dice.randint(1, undisturbed.points[number][point])
    data = lapse.folder / "once"
    undisturbed.start(number, data)
    assert lapse.run(data, lapse.steps[number], point=point, n=reach) == -9
    copy_is_whole(data, *undisturbed.around(number))
    assert lapse.run(data, lapse.steps[number]) == 0
    assert content(data) == undisturbed.content[number]
