"""The review desk's place beside the schedule, without Prefect."""

from __future__ import annotations

import logging
import socket
from itertools import pairwise
from pathlib import Path

import pytest

from flows import window
from flows.window import Window


def test_a_taken_port_is_said_once_and_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "citewatch.serve")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        desk = Window(taken.getsockname()[1], {}, tmp_path)
        for _ in range(5):
            desk.look_after()
            desk._next = 0.001  # as if the pause were over
    assert desk.child.pid is None
    assert len(caplog.records) == 1 and "--review-port" in caplog.records[0].getMessage()


def test_a_desk_that_dies_is_started_again_less_and_less_often(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO, "citewatch.serve")
    now = 1000.0
    monkeypatch.setattr(window.time, "monotonic", lambda: now)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    desk = Window(port, {}, tmp_path)
    desk.child.command = ["/bin/sh", "-c", "echo no accounts; exit 3"]
    started = []
    for _ in range(4000):
        before = desk.child.pid
        desk.look_after()
        if desk.child.pid != before:
            started.append(now)
            assert desk.child._process is not None
            desk.child._process.wait()
        now += 1
    assert [b - a for a, b in pairwise(started)] == [30, 60, 120, 240, 480, 960, 1920]
    assert "ended with 3" in caplog.text and "no accounts" in caplog.text
