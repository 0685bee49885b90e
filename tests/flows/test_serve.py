"""`python -m flows.serve` as a real process: a schedule really fires, and everything ends with it."""

import os
import signal
import socket
import time
from datetime import UTC, datetime

import pytest

from citewatch.settings import Settings
from citewatch.watchdog import Watched
from flows.children import alive, descendants
from flows.serve import Serving
from flows.server import free_port
from tests.flows.served import Served, command_of, often
from warehouse.errors import WarehouseError

pytestmark = pytest.mark.slow


def test_a_scheduled_run_finishes_a_worker_may_die_and_ctrl_c_leaves_nothing(catalogue, site, settings_for, tmp_path):
    folder = catalogue(4)
    settings = settings_for(folder, tmp_path / "data", site(folder))
    served = Served(settings, often(tmp_path / "often.yaml", 5, only_due=False), free_port())
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


def test_the_watchdog_looks_on_whatever_a_look_met(tmp_path, monkeypatch, caplog):
    serving = Serving(Settings(catalogue=tmp_path, data=tmp_path / "data"), free_port(), tmp_path / "none.yaml")
    met = [WarehouseError("can't be opened"), RuntimeError("a bug"), OSError("gone")]

    def look(*_):
        if met:
            raise met.pop(0)
        serving.stopping.set()
        return Watched(False, None, (), "the copy is damaged")

    monkeypatch.setattr("flows.serve.WATCH_S", 0.001)
    monkeypatch.setattr("citewatch.watchdog.watch", look)
    serving._watch()
    assert serving.stopping.is_set() and met == []
    assert all(words in caplog.text for words in ("can't be opened", "met a bug", "RuntimeError: a bug", "gone"))
    assert "can't see whether refreshes succeed: the copy is damaged" in caplog.text


def test_a_taken_port_is_refused_in_a_sentence(catalogue, site, settings_for, tmp_path):
    folder = catalogue(1)
    settings = settings_for(folder, tmp_path / "data", site(folder))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        served = Served(settings, often(tmp_path / "often.yaml", 60, only_due=False), taken.getsockname()[1])
        assert served.process.wait(30) == 1
    told = served.log.read_text()
    assert "is taken" in told and "--port" in told and "Traceback" not in told
