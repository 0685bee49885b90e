"""`python -m flows.serve` as a real process: a schedule really fires, and everything ends with it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from flows.children import alive, descendants
from flows.server import free_port

pytestmark = pytest.mark.slow


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
        env = {**clean, **theirs, "PREFECT_WORKER_QUERY_SECONDS": "1"}
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


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def often(path, seconds):
    deployment = {
        "name": "often", "entrypoint": "flows.refresh.refresh", "parameters": {"only_due": False},
        "schedules": [{"slug": "often", "interval": seconds}], "work_pool": {"name": "citewatch"},
        "concurrency_limit": {"limit": 1, "collision_strategy": "ENQUEUE"},
    }  # fmt: skip
    path.write_text(yaml.safe_dump({"deployments": [deployment]}), "utf-8")
    return path


def test_a_scheduled_run_finishes_a_worker_may_die_and_ctrl_c_leaves_nothing(catalogue, site, settings_for, tmp_path):
    folder = catalogue(4)
    settings = settings_for(folder, tmp_path / "data", site(folder))
    served = Served(settings, often(tmp_path / "often.yaml", 5), free_port())
    try:
        run = served.wait_for(served.finished)[0]
        assert run["auto_scheduled"] is True
        assert run["created_by"]["type"] == "SCHEDULE"
        assert "4 read" in run["state"]["message"]
        assert settings.warehouse_file.exists()
        served.wait_for(served.desk)
        assert f"Review desk: http://127.0.0.1:{served.review}/" in served.log.read_text()
        worker = next(pid for pid in descendants(served.process.pid) if b"worker" in command_of(pid))
        os.kill(worker, signal.SIGKILL)
        died = datetime.now(UTC).isoformat()
        served.wait_for(lambda: served.finished()[0]["start_time"] > died)
        assert "worker ended with -9; starting it again" in served.log.read_text()
        below = descendants(served.process.pid)
        assert len(below) >= 2 and worker not in below
    finally:
        served.process.send_signal(signal.SIGINT)
        began = time.monotonic()
        code = served.process.wait(30)
    assert code == 0, served.log.read_text()
    assert time.monotonic() - began < 12
    assert [pid for pid in below if alive(pid)] == []
    for port in (served.port, served.review):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert list(served.home.iterdir()) == []  # the user's own Prefect is not touched
    assert {p.name for p in settings.data.iterdir()} == {"prefect", "logs", "specimen", "review"}


def test_a_taken_port_is_refused_in_a_sentence(catalogue, site, settings_for, tmp_path):
    folder = catalogue(1)
    settings = settings_for(folder, tmp_path / "data", site(folder))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        served = Served(settings, often(tmp_path / "often.yaml", 60), taken.getsockname()[1])
        assert served.process.wait(30) == 1
    told = served.log.read_text()
    assert "is taken" in told and "--port" in told and "Traceback" not in told
