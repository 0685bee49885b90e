"""The review desk beside the schedule: a window, so nothing about it ever ends or delays a refresh."""

from __future__ import annotations

import logging
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from flows.children import Child
from flows.home import HOST
from flows.server import is_free

PORT = 8642
FIRST_PAUSE_S = 30.0
LONGEST_PAUSE_S = 3600.0
"""Between two tries to bring it up; each pause is twice the one before, so that a broken desk does not fill the log."""
_log = logging.getLogger("citewatch.serve")


class Window:
    """The desk's process: started, announced when it answers, and started again when it ended."""

    def __init__(self, port: int, environment: Mapping[str, str], logs: Path) -> None:
        self.port = port
        command = [str(Path(sys.executable).with_name("citewatch")), "review", "serve", "--port", str(port)]
        self.child = Child("review desk", command, environment, logs / "review-desk.log")
        self._next = 0.0
        self._pause = FIRST_PAUSE_S
        self._announced = False

    def look_after(self) -> None:
        """To be called again and again; returns at once."""
        if self.child.pid is not None and self.child.ended is None:
            if not self._announced and _answers(self.port):
                self._announced = True
                _log.info("Review desk: http://%s:%d/", HOST, self.port)
            return
        now = time.monotonic()
        if now < self._next:
            return
        first, self._next = self._next == 0.0, now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
        self._start(first)

    def stop(self, grace_s: float) -> None:
        self.child.stop(grace_s)

    def _start(self, first: bool) -> None:
        if not is_free(self.port):
            if first:
                _log.warning(
                    "Port %d of %s is taken, so there is no review desk; the schedule goes on. Free it, or start again "
                    "with --review-port.", self.port, HOST,
                )  # fmt: skip
            return
        if self.child.pid is not None:
            _log.warning(
                "The review desk ended with %s; starting it again. The end of %s:\n%s",
                self.child.ended, self.child.log, self.child.last_words(3),
            )  # fmt: skip
        self._announced = False
        self.child.start()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((HOST, port)) == 0
