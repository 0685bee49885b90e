"""`python -m flows.serve` as a real process, for the tests that wait for its schedule."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import yaml

from flows.server import free_port

ROOT = Path(__file__).resolve().parents[2]


class Served:
    def __init__(self, settings, deployments, port):
        self.port, self.review = port, free_port()
        self.log = settings.data.with_suffix(".log")
        command = [
            sys.executable, "-m", "flows.serve", "--port", str(port), "--catalogue", str(settings.catalogue),
            "--data", str(settings.data), "--network", str(settings.network), "--deployments", str(deployments),
            "--review-port", str(self.review),
        ]  # fmt: skip
        home = settings.data.parent / "home"
        home.mkdir(exist_ok=True)
        self.home = home
        theirs = {"HOME": str(home), "PREFECT_API_URL": "http://127.0.0.1:9/api", "PREFECT_API_KEY": "theirs"}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
        env = {**clean, **theirs, "PREFECT_WORKER_QUERY_SECONDS": "1", "PYTHONPATH": str(ROOT)}
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT)

    def ask(self, path, body):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            return json.load(answer)

    def desk(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.review}/", timeout=10) as answer:
            return b"citewatch" in answer.read()

    def wait_for(self, what, timeout_s=240.0):
        """What `what()` gives as soon as it is true; server not there yet counts as false."""
        deadline = time.monotonic() + timeout_s
        while True:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if found := what():
                    return found
            except OSError:
                pass
            assert time.monotonic() < deadline, f"waited {timeout_s} s\n{self.log.read_text()}"
            time.sleep(0.25)

    def finished(self):
        """Completed runs, the newest first."""
        completed = {"state": {"type": {"any_": ["COMPLETED"]}}}
        return self.ask("flow_runs/filter", {"flow_runs": completed, "sort": "END_TIME_DESC"})

    def runs(self):
        """Scheduled runs that have ended in whatever state, in the order in which they were due."""
        ended = {"state": {"type": {"any_": ["COMPLETED", "CRASHED", "FAILED", "CANCELLED"]}}}
        given = {"flow_runs": {**ended, "deployment_id": {"is_null_": False}}, "sort": "EXPECTED_START_TIME_ASC"}
        return self.ask("flow_runs/filter", given)

    def count(self):
        return sum(run["state_type"] == "COMPLETED" for run in self.runs())


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def often(path, seconds, entrypoint="flows.refresh.refresh", **parameters):
    # Without a date to count from, Prefect counts anew from each time that the plan is applied.
    schedule = {"slug": "often", "interval": seconds, "anchor_date": "2026-01-01T00:00:00+00:00", "timezone": "UTC"}
    deployment = {
        "name": "often", "entrypoint": entrypoint, "parameters": parameters,
        "schedules": [schedule], "work_pool": {"name": "citewatch"},
        "concurrency_limit": {"limit": 1, "collision_strategy": "ENQUEUE"},
    }  # fmt: skip
    path.write_text(yaml.safe_dump({"deployments": [deployment]}), "utf-8")
    return path
