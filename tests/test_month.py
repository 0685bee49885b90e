"""Hourly refreshes through the core with the clock passed in: sources change, move, break and heal by a script, and the
alerts and issues are exactly the script's, though nothing but the disk lives from one to the next. `make soak` plays a
whole month; `make test` nine days of it with a refresh every twelve hours."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from citewatch.refresh import refresh
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from warehouse.answers import rows
from warehouse.published import open_published
from warehouse.store import Store

FIRST = date(2026, 11, 1)
pytestmark = pytest.mark.slow


def page(share: str, note: str = "", *, word: str = "adopted") -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><title>A survey</title></head><body><main><h1>Survey</h1>'
        f"<p>In the survey {share} of the firms have {word} the tool.</p><p>{note}</p></main></body></html>"
    )


@dataclass(frozen=True)
class Act:
    """What an address answers from a day on."""

    day: int
    share: str = "40%"
    note: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    moved: bool = False


SCRIPT: dict[str, list[Act]] = {
    "steady": [Act(0)],
    "restless": [Act(0), *(Act(day, note=f"Seen {day * 131} times. Updated on day {day}.") for day in range(1, 30))],
    "changes": [Act(0), Act(3, share="47%")],
    "heals": [Act(0), Act(4, share="47%"), Act(8, share="40%")],
    "rewrites": [Act(0), Act(2, share="40 percent"), Act(5, share="40.0 per cent")],
    "moves": [Act(0), Act(5, moved=True)],
    "breaks": [Act(0), Act(2, status=503), Act(6)],
    "refuses": [Act(0), Act(3, status=403), Act(5), Act(7, status=403)],
    "vanishes": [Act(0), Act(6, status=404)],
    "withdraws": [Act(0), Act(5, share="most")],
}
ALERTS = {
    "changes": [(3, None)],
    "heals": [(4, 8)],
}
"""Source → for each alert the day of the change, and the day it was taken back."""
ISSUES = {
    "breaks": [("unreachable", 2, 6)],
    "refuses": [("blocked", 3, 5), ("blocked", 7, None)],
    "vanishes": [("gone", 6, None)],
    "withdraws": [("missing", 5, None)],
}
"""Source → kind, first day, day it ended."""


def catalogue(folder: Path, days: int, script: dict[str, list[Act]] = SCRIPT, every: str = "hour") -> None:
    """One source and one claim for each line of the script, every source read hourly."""
    for name in ("extractors", "reports", "specimens"):
        (folder / name).mkdir(parents=True)
    claims = []
    for number, (name, acts) in enumerate(script.items(), 1):
        url = f"https://{name}.example.org/survey"
        (folder / "extractors" / f"{name}.yml").write_text(
            f"title: t\npublisher: p\nurl: {url}\nevery: {every}\nterms: ours\n"
            f"routes: [{{name: page, url: '{url}', form: html}}]\n"
            "figures:\n  share: {reads: percent, unit: '%', anchors: [[of the firms]], between: [10, 90],"
            " measures: ai_adoption_rate}\n",
            "utf-8",
        )
        claims.append(
            f"  C{number:02}: {{says: 40%, where: {{section: '1'}}, value: 40, unit: '%', measures: ai_adoption_rate,"
            f" cites: {name}.share}}\n"
        )
        for act in acts:
            if act.day < days:
                edition(folder / "specimens" / name, url, act)
    (folder / "reports" / "brief.yml").write_text(
        "title: t\npublisher: p\nlanguage: en\ncurrency: USD\n"
        "published: {first: '2026-10-01', last: '2026-10-01', basis: cover}\nclaims:\n" + "".join(claims),
        "utf-8",
    )


def edition(folder: Path, url: str, act: Act) -> None:
    made = folder / (FIRST + timedelta(days=act.day)).isoformat()
    made.mkdir(parents=True)
    new = url.replace("/survey", "/new/survey")
    told: dict[str, Any] = {
        "url": url, "status": act.status, "headers": {"Content-Type": "text/html; charset=utf-8", **act.headers},
        "redirects": [{"url": url, "status": 301, "location": new}] if act.moved else [],
    }  # fmt: skip
    (made / "capture.json").write_text(json.dumps(told), "utf-8")
    if act.status == 200:
        (made / "page.html").write_text(page(act.share, act.note), "utf-8")


@dataclass
class Month:
    folder: Path
    site: SpecimenSite
    days: int
    every: int
    """Hours from one refresh to the next."""
    opened: list[tuple[str, datetime]] = field(default_factory=list)
    closed: list[tuple[str, datetime]] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    disk: list[int] = field(default_factory=list)
    refreshes: int = 0

    @property
    def settings(self) -> Settings:
        # Made anew for each refresh: nothing lives from one to the next but what is on the disk.
        return Settings(self.folder / "catalogue", self.folder / "data", network=self.site.map_path)

    def play(self) -> None:
        for day in range(self.days):
            self.site.set_date(FIRST + timedelta(days=day))
            self.site.clear_log()
            for hour in range(0, 24, self.every):
                now = datetime(FIRST.year, FIRST.month, FIRST.day, hour, tzinfo=UTC) + timedelta(days=day)
                summary = asyncio.run(refresh(self.settings, now, only_due=True))
                self.refreshes += 1
                # The one that turns us away is asked ever more rarely, up to eight hours apart.
                assert summary.tally.due >= len(SCRIPT) - 1, f"{now}: not every source was due"
                self.opened += [(str(alert["claim_id"]), now) for alert in summary.opened]
                self.closed += [(alert_id, now) for alert_id in summary.closed]
            self.measure()

    def measure(self) -> None:
        gc.collect()
        # The site's side of a connection ends a moment after ours.
        for _ in range(60):
            if not self.descriptors or len(os.listdir("/proc/self/fd")) <= self.descriptors[0]:
                break
            time.sleep(0.05)
        self.memory.append(int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize())
        self.descriptors.append(len(os.listdir("/proc/self/fd")))
        data = self.folder / "data"
        self.disk.append(sum(path.stat().st_size for path in data.rglob("*") if path.is_file()))

    def rows(self, sql: str) -> list[dict[str, Any]]:
        with open_published(Store(self.settings.warehouse_file, "specimen").published) as connection:
            return rows(connection, sql)


def played(folder: Path, days: int, every: int) -> Iterator[Month]:
    catalogue(folder / "catalogue", days)
    with SpecimenSite(folder / "catalogue" / "specimens", folder / "site", FIRST) as site:
        month = Month(folder, site, days, every)
        month.play()
        yield month


@pytest.fixture(
    scope="module",
    params=[pytest.param((9, 12), id="nine days"), pytest.param((30, 1), id="a month", marks=pytest.mark.soak)],
)
def month(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    yield from played(tmp_path_factory.mktemp("month"), *request.param)


def on(day: int, hour: int = 0) -> datetime:
    return datetime(FIRST.year, FIRST.month, FIRST.day, hour) + timedelta(days=day)


def test_every_hour_had_its_run_and_every_source_its_capture(month: Month) -> None:
    hours = month.days * 24 // month.every
    assert month.refreshes == hours
    (ended,) = month.rows("SELECT count(*) AS n, count(finished_at) AS ended FROM run")
    assert (ended["n"], ended["ended"]) == (hours, hours)
    captured = Counter({row["source_id"]: row["n"] for row in month.rows(
        "SELECT source_id, count(*) AS n FROM capture GROUP BY 1")})  # fmt: skip
    refuses = captured.pop("refuses")
    assert captured == dict.fromkeys(SCRIPT.keys() - {"refuses"}, hours)
    assert month.days <= refuses <= hours


def test_the_alerts_are_exactly_those_of_the_script(month: Month) -> None:
    found: dict[str, list[tuple[datetime, datetime | None]]] = {}
    claims = dict(zip((f"C{n:02}" for n in range(1, 99)), SCRIPT, strict=False))
    for row in month.rows("SELECT claim_id, verdict, opened_at, closed_at FROM alert ORDER BY opened_at"):
        assert row["verdict"] == "differs"
        found.setdefault(claims[row["claim_id"]], []).append((row["opened_at"], row["closed_at"]))
    wanted = {
        name: [
            (on(begun, month.every), None if ended is None or ended >= month.days else on(ended))
            for begun, ended in spells
        ]
        for name, spells in ALERTS.items()
    }
    assert found == wanted, "an alert opens with the second capture that agrees, and closes at once"
    outbox = month.settings.warehouse_file.with_name("messages.jsonl")
    sent = [json.loads(line) for line in outbox.read_text("utf-8").splitlines()]
    assert len(sent) == len({line["message_id"] for line in sent})
    kinds = Counter(line["kind"] for line in sent)
    assert kinds == {"new": 2, "resolved": 1 if month.days > 8 else 0}


def test_the_issues_are_exactly_those_of_the_script(month: Month) -> None:
    found: dict[str, list[tuple[str, datetime, datetime | None]]] = {}
    for row in month.rows("SELECT source_id, kind, first_at, closed_at FROM issue ORDER BY first_at, kind"):
        found.setdefault(row["source_id"], []).append((row["kind"], row["first_at"], row["closed_at"]))
    wanted = {
        name: [(kind, on(begun), None if ended is None else on(ended)) for kind, begun, ended in spells]
        for name, spells in ISSUES.items()
    }
    # Asked at most eight hours apart by then, so its healing is seen that day.
    found["refuses"] = [(kind, at, ended and ended.replace(hour=0)) for kind, at, ended in found["refuses"]]
    moved = found.pop("moves", [])
    assert all(kind == "moved" for kind, _, _ in moved)
    assert found == wanted


def test_what_is_rewritten_or_moved_is_the_same_value(month: Month) -> None:
    for name in ("steady", "restless", "rewrites", "moves"):
        values = month.rows(f"SELECT DISTINCT value FROM figure_history WHERE source_id = '{name}'")
        assert [int(row["value"]) for row in values] == [40], name
    (gone,) = month.rows("SELECT verdict, all_verdicts FROM headline WHERE answer = 'now' AND claim_id = 'C09'")
    assert gone["verdict"] == "confirmed" and "gone" in gone["all_verdicts"], "what was seen stays, and that it is gone"


def test_memory_descriptors_and_disk_level_off(month: Month) -> None:
    # A connection may be open at the moment of one count; a leak is there in all of them.
    assert min(month.descriptors[-3:]) <= max(month.descriptors[:2]), month.descriptors
    assert month.memory[-1] - month.memory[2] < 40_000_000, month.memory
    half = month.days // 2
    first, second = month.disk[half] - month.disk[0], month.disk[-1] - month.disk[half]
    assert second < 1.5 * first, f"the disk fills faster and faster: {month.disk}"
