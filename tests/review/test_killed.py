"""A reviewer's process killed around its commit, by the same program again: written once, and whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.review.conftest import Desk

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow

KILLED = """
import os, signal, sys
from datetime import UTC, date, datetime
from pathlib import Path
from schemas import failpoints
point = sys.argv[1]
failpoints.install(lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == point else None)
"""
DECIDE = f"""{KILLED}
from citewatch.review.deciding import Order, decide
from citewatch.review.model import Choice
from warehouse.store import Store
order = Order("accept", "Mei", datetime(2026, 3, 10), "once", note="The report rounds.")
(answer,) = decide(Store(Path(sys.argv[2]), "specimen"), [Choice(sys.argv[3], 0)], order)
print(answer.outcome)
"""
PERSON = f"""{KILLED}
from citewatch import catalog
from citewatch.review.person import enter
from citewatch.settings import Settings
from schemas.decision import PersonReading
from warehouse.store import Store
settings = Settings(Path(sys.argv[4]), Path(sys.argv[3]), specimens=True)
now = datetime(2026, 3, 10, tzinfo=UTC)
given = PersonReading(
    "aif_survey_2023", "genai_tools_share", "54.2%", "54.2%", "https://example.org/p", date(2026, 3, 9), "Mei",
    now.replace(tzinfo=None),
)
made = enter(settings, Store(Path(sys.argv[2]), "specimen"), catalog.load(settings.catalogue), given, b"", now)
print(made.is_new)
"""


def run(program: str, point: str, *given: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, point, *map(str, given)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize(("point", "again"), [("decide.before_commit", "done"), ("decide.after_commit", "again")])
def test_a_decision_killed_around_its_commit_is_written_once(desk: Desk, point: str, again: str) -> None:
    alert = desk.open_alerts()["C01"]
    assert run(DECIDE, point, desk.store.path, alert).returncode == -signal.SIGKILL
    done = run(DECIDE, "nowhere", desk.store.path, alert)
    assert done.stdout.strip() == again, done.stderr
    assert desk.state(alert) == "accepted" and len(desk.log(alert)) == 1


@pytest.mark.parametrize(("point", "is_new"), [("person.before_commit", "True"), ("person.after_commit", "False")])
def test_a_persons_reading_killed_around_its_commit_is_stored_once(
    desk: Desk, tmp_path: Path, point: str, is_new: str
) -> None:
    killed = run(PERSON, point, desk.store.path, tmp_path, ROOT)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    done = run(PERSON, "nowhere", desk.store.path, tmp_path, ROOT)
    assert done.stdout.strip() == is_new, done.stderr
    assert desk.ask("SELECT count(*) AS n FROM observation")[0]["n"] == 1
    assert desk.ask("SELECT count(*) AS n FROM person_reading")[0]["n"] == 1
