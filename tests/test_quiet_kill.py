"""Messages that quiet hours hold back, and processes killed around them: told after the hours, none lost.

A real refresh at night is killed at a named point; a look in the morning, which sends what was held back, is killed at
another; the next look goes on. What people got is counted at a receiver.
"""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from citewatch.specimens.site import SpecimenSite
from schemas.ids import stable_id
from tests.replay.conftest import written
from tests.tools.lapse import STEPS, Forker, Lapse, Step, small_catalogue
from tests.tools.receiver import Receiver
from warehouse.answers import rows
from warehouse.store import Store

pytestmark = pytest.mark.slow
DAY, NIGHT = STEPS[:2]
QUIET = "22:00-06:00 UTC"
IN_THE_NIGHT, IN_THE_MORNING = f"{NIGHT.day}T03:00", f"{NIGHT.day}T06:00"
AT_NIGHT = (
    # point of the refresh, and whether the next one has the messages to make
    ("findings.after_commit", True), ("alerts.before_commit", True), ("alerts.after_commit", False),
    ("finish.before_commit", False), ("finish.after_commit", False), ("publish.before_rename", False),
    ("publish.after_rename", False),
)  # fmt: skip
IN_CHECK = ("alerts.before_commit", True)
"""The one that every kill in the morning starts from; all of them one by one are a soak."""
MORNING = (
    # point, which time, how often people are told; two messages go to the file, then one notification to people
    ("send.before_send", 1, 1), ("send.after_send", 1, 1), ("send.before_send", 3, 1), ("send.after_send", 3, 2),
    ("sent.before_commit", 1, 2), ("sent.after_commit", 1, 1),
)  # fmt: skip


@dataclass
class Newsroom:
    lapse: Lapse
    receiver: Receiver

    def refresh(self, data: Path, step: Step, **more: Any) -> int:
        return self.lapse.run(data, step, notify=[self.receiver.address], quiet=QUIET, **more)

    def look(self, data: Path, now: str, **more: Any) -> int:
        return self.lapse.forker.run(
            do="watch", catalogue=self.lapse.catalogues[0], data=data, network=self.lapse.site.map_path, now=now,
            notify=[self.receiver.address], quiet=QUIET, **more,
        )  # fmt: skip


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("quiet")
    small_catalogue(folder / "catalogue", ("statista_genai_market",))
    # One more claim that is wrong, so that there is more than one message.
    report = folder / "catalogue" / "reports" / "small.yml"
    told = yaml.safe_load(report.read_text("utf-8"))
    told["claims"]["C99"] = told["claims"]["C01"]
    report.write_text(written(told), "utf-8")
    (folder / "changed").symlink_to("catalogue")
    site = SpecimenSite(folder / "catalogue" / "specimens", folder / "site", DAY.day)
    with Forker() as forker, site, Receiver() as receiver:
        yield Newsroom(Lapse(folder, forker, site), receiver)


@pytest.fixture(scope="module")
def evening(newsroom: Newsroom) -> Path:
    """A data folder after a first look at the page; the second look will raise the alerts."""
    data = newsroom.lapse.folder / "evening"
    assert newsroom.refresh(data, DAY) == 0 and messages(data) == []
    return data


@pytest.fixture(scope="module")
def night(newsroom: Newsroom, evening: Path) -> Path:
    """The same after the refresh at night, which was killed just before its messages were stored, and went on."""
    point, again = IN_CHECK
    return after_a_night(newsroom, evening, newsroom.lapse.folder / "night", point, again=again)


def after_a_night(newsroom: Newsroom, evening: Path, data: Path, point: str, *, again: bool) -> Path:
    shutil.copytree(evening, data)
    newsroom.receiver.told.clear()
    assert newsroom.refresh(data, NIGHT, point=point) == -signal.SIGKILL
    assert len(messages(data)) == (0 if again else 2)
    if again:
        assert newsroom.refresh(data, NIGHT) == 0
    assert newsroom.look(data, IN_THE_NIGHT) == 0
    held = messages(data)
    assert len(held) == 2 and not any(row["sent_at"] for row in held), "there, and kept back"
    assert newsroom.receiver.told == [], "nobody is told at night"
    return data


def messages(data: Path) -> list[dict[str, Any]]:
    with Store(data / "specimen" / "citewatch.duckdb", "specimen").reading() as connection:
        return rows(connection, "SELECT message_id, sent_at, subject FROM message ORDER BY created_at, message_id")


def told_right(newsroom: Newsroom, data: Path, times: int) -> None:
    """Everybody knows everything: people so many times, under one id and in the same words; the file each message."""
    told, held = newsroom.receiver.told, messages(data)
    ids = [row["message_id"] for row in held]
    assert len(ids) == 2 and all(row["sent_at"] for row in held)
    assert [each[0] for each in told] == [stable_id(*ids)] * times
    assert len(set(told)) == 1 and all(one in told[0][2] for one in ids)
    lines = [json.loads(line) for line in (data / "specimen" / "messages.jsonl").read_text("utf-8").splitlines()]
    assert {line["message_id"] for line in lines} == set(ids)


@pytest.mark.parametrize(("point", "n", "times"), MORNING)
def test_a_kill_in_the_morning_loses_nothing_and_a_repeat_is_known_by_its_id(
    newsroom: Newsroom, night: Path, tmp_path: Path, point: str, n: int, times: int
) -> None:
    data = Path(shutil.copytree(night, tmp_path / "data"))
    newsroom.receiver.told.clear()
    assert newsroom.look(data, IN_THE_MORNING, point=point, n=n) == -signal.SIGKILL
    for _ in range(2):
        assert newsroom.look(data, IN_THE_MORNING) == 0
    told_right(newsroom, data, times)


@pytest.mark.soak
@pytest.mark.parametrize(("point", "again"), AT_NIGHT)
def test_a_kill_at_night_holds_the_messages_back_for_the_morning(
    newsroom: Newsroom, evening: Path, tmp_path: Path, point: str, again: bool
) -> None:
    data = after_a_night(newsroom, evening, tmp_path / "data", point, again=again)
    for _ in range(2):
        assert newsroom.look(data, IN_THE_MORNING) == 0
    told_right(newsroom, data, 1)
