"""Thirty scheduled runs and more with the real server, worker and serve, each restarted in the middle of a run."""

import json
import os
import signal
import time
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from flows.children import descendants
from flows.server import free_port
from tests.flows.days import FIRST
from tests.flows.served import Served, command_of, often
from tests.test_month import Act, catalogue

pytestmark = [pytest.mark.slow, pytest.mark.soak]
RUNS = int(os.environ.get("CITEWATCH_RUNS", "33"))
EVERY_S = int(os.environ.get("CITEWATCH_EVERY_S", "15"))
"""Longer than a run takes on the machine at hand."""
SCRIPT = {
    "steady": [Act(0)],
    "restless": [Act(0), *(Act(day, note=f"Updated on day {day}.") for day in range(1, RUNS + 9))],
    "changes": [Act(0), Act(5, share="47%")],
    "heals": [Act(0), Act(9, share="47%"), Act(21, share="40%")],
    "breaks": [Act(0), Act(12, status=503), Act(16)],
}
RESTARTS = {8: b"uvicorn", 14: b"worker", 20: b""}
"""While the run after so many is at work: the process whose command line holds this is killed; nothing means serve
itself, by Ctrl-C."""


class Watched:
    """What each kind of process takes, sampled after each run."""

    def __init__(self):
        self.rss = defaultdict(list)
        self.open = defaultdict(list)

    def look(self, served):
        for pid in (served.process.pid, *descendants(served.process.pid)):
            kind = next((k for k in ("uvicorn", "worker", "flows.serve") if k.encode() in command_of(pid)), None)
            if kind and b"flow-run" not in command_of(pid):
                try:
                    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
                    self.open[kind, pid].append(len(os.listdir(f"/proc/{pid}/fd")))
                    self.rss[kind, pid].append(pages * 4096 / 1e6)
                except OSError:
                    continue


def test_thirty_runs_with_a_restart_of_each_process(settings_for, site, tmp_path, capsys):
    folder = tmp_path / "catalogue"
    catalogue(folder, RUNS + 9, SCRIPT, every="day")
    settings = settings_for(folder, tmp_path / "data", site(folder))
    plan = often(tmp_path / "often.yaml", EVERY_S, "tests.flows.days.next_day")
    port, watched, disk = free_port(), Watched(), []
    served = Served(settings, plan, port)
    began = time.monotonic()
    try:
        done = 0
        while done < RUNS:
            found = served.wait_for(lambda: (now := served.count()) > done and now, 900)  # noqa: B023 - called at once
            for number in range(done + 1, found + 1):
                if number in RESTARTS:
                    served = restarted(served, RESTARTS[number], settings, plan, port)
            done = found
            watched.look(served)
            disk.append(sum(p.stat().st_size for p in settings.data.glob("specimen/**/*") if p.is_file()))
        runs = served.runs()
    finally:
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(60) == 0
    every_due_run_happened(runs)
    the_alerts_are_the_scripts(settings.warehouse_file)
    lines = [f"{len(runs)} runs in {time.monotonic() - began:.0f} s, one every {EVERY_S} s; disk MB "
             f"{disk[0] / 1e6:.1f} … {disk[len(disk) // 2] / 1e6:.1f} … {disk[-1] / 1e6:.1f}"]  # fmt: skip
    for (kind, pid), rss in watched.rss.items():
        files = watched.open[kind, pid]
        lines.append(f"{kind} {pid}: {len(rss)} looks; MB {rss[0]:.0f} … {rss[len(rss) // 2]:.0f} … {rss[-1]:.0f};"
                     f" descriptors {files[0]} … {files[-1]}, at most {max(files)}")  # fmt: skip
    with capsys.disabled():
        print("", *lines, sep="\n")
    levels_off(watched, disk)


def restarted(served, what, settings, plan, port):
    running = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}
    served.wait_for(lambda: served.ask("flow_runs/count", running), 120)
    time.sleep(1)  # until it fetches
    if what:
        pid = next(pid for pid in descendants(served.process.pid) if what in command_of(pid))
        os.kill(pid, signal.SIGKILL)
        return served
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(60) == 0
    return Served(settings, plan, port)


def every_due_run_happened(runs):
    """From the first to the last that ended, one for each interval, none twice; only those that were at work when their
    worker, server or all of it was ended may not have come to their end: the next one does their work."""
    due = [datetime.fromisoformat(run["expected_start_time"]) for run in runs]
    assert len(set(due)) == len(due)
    gaps = {later - earlier for earlier, later in pairwise(due)}
    assert gaps == {timedelta(seconds=EVERY_S)}, gaps
    states = [run["state_type"] for run in runs]
    assert states.count("COMPLETED") >= RUNS
    ended = [state for state in states if state != "COMPLETED"]
    assert set(ended) <= {"CRASHED", "FAILED"} and len(ended) <= len(RESTARTS), states


def the_alerts_are_the_scripts(warehouse):
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute("SELECT claim_id, opened_at, closed_at FROM alert ORDER BY opened_at").fetchall()
        (days, ended) = connection.execute("SELECT count(DISTINCT started_at), count(finished_at) FROM run").fetchone()
        captures = connection.execute("SELECT count(*) FROM capture").fetchone()[0]

    def day(n):
        return datetime.combine(FIRST + timedelta(days=n), datetime.min.time()) + timedelta(hours=6)

    claims = {name: f"C{number:02}" for number, name in enumerate(SCRIPT, 1)}
    assert found == [(claims["changes"], day(6), None), (claims["heals"], day(10), day(21))]
    assert days >= RUNS and captures == days * len(SCRIPT) and ended >= RUNS
    outbox = [json.loads(line) for line in warehouse.with_name("messages.jsonl").read_text("utf-8").splitlines()]
    # The watchdog looks at the real clock, which is not the one of these days.
    told = [line for line in outbox if not line["kind"].startswith("silence")]
    assert sorted(line["kind"] for line in told if line["kind"] != "run_failed") == ["new", "new", "resolved"]
    assert len({line["message_id"] for line in told}) == len(told)
    failed = [line["subject"] for line in told if line["kind"] == "run_failed"]
    assert failed, "a run that was killed is told of"
    assert len(failed) <= 2 * len(RESTARTS), failed  # of the day's run, and of the refresh in it


def levels_off(watched, disk):
    for (kind, pid), rss in watched.rss.items():
        half = rss[len(rss) // 2 :]
        assert max(half) - rss[len(rss) // 2] < 40, (kind, rss)
        files = watched.open[kind, pid]
        assert max(files[len(files) // 2 :]) <= max(files[: len(files) // 2 + 1]) + 10, (kind, files)
    middle = len(disk) // 2
    assert disk[-1] - disk[middle] < 1.5 * (disk[middle] - disk[0]) + 500_000, disk
