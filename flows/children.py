"""Processes that we start, watch and end, with whatever they start themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

MOST_LOG_BYTES = 10_000_000
"""A longer log is put aside at the next start, over the one before."""


class Child:
    """One process with its log file; started in a session of its own, so that Ctrl-C reaches it through us only."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(environment)
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, keep_open: Sequence[int] = ()) -> None:
        """Start it; `keep_open` are file descriptors that it holds as long as it lives."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > MOST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                start_new_session=True, pass_fds=tuple(keep_open),
            )  # fmt: skip

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def ended(self) -> int | None:
        """Its exit code, or None while it runs."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._process.poll()

    def stop(self, grace_s: float) -> None:
        """SIGTERM, time to end, then SIGKILL for it and for all it started."""
        if self._process is None:
            return
        family = [self._process.pid, *descendants(self._process.pid)]
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(grace_s)
            except subprocess.TimeoutExpired:
                family += descendants(self._process.pid)
        end(pid for pid in dict.fromkeys(family) if pid != self._process.pid)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-lines:])


def descendants(pid: int) -> list[int]:
    """All processes below `pid`, in any session: Prefect gives each flow run a session of its own."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="],  # noqa: S607
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    below: dict[int, list[int]] = {}
    for row in listed.splitlines():
        child, parent = map(int, row.split())
        below.setdefault(parent, []).append(child)
    found: list[int] = []
    waiting = [pid]
    while waiting:
        children = below.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def end(pids: Iterable[int], grace_s: float = 2.0) -> None:
    """SIGTERM, then SIGKILL for those still there after `grace_s`."""
    left = [pid for pid in pids if _signal(pid, signal.SIGTERM)]
    deadline = time.monotonic() + grace_s
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [pid for pid in left if alive(pid)]
    for pid in left:
        _signal(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    """False for a process that has ended, also if nobody has collected it yet."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.joinpath("self").exists():
        try:
            return stat.read_text("ascii", errors="replace").rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False
    return _signal(pid, 0)


def _signal(pid: int, number: int) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
