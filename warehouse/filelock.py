"""A lock between processes that ends with its holder, however that one ends."""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.005, 0.1


class Held(Exception):
    """Somebody else holds the lock; the text is what that holder wrote into it."""


class FileLock:
    """flock on a file of its own, which stays where it is: a lock file that is removed can be locked twice."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def try_acquire(self, *, shared: bool = False, note: str = "") -> bool:
        """Take the lock if it is free now. `note` tells those who wait who we are."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        if note:
            os.ftruncate(file, 0)
            os.pwrite(file, note.encode(), 0)
        self._file = file
        return True

    @property
    def note(self) -> str:
        """What the last holder wrote."""
        return self.path.read_text(encoding="utf-8", errors="replace") if self.path.exists() else ""

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    @contextmanager
    def held(self, wait_s: float, *, shared: bool = False) -> Iterator[Self]:
        """Wait for the lock, at most `wait_s`.

        Raises:
            Held: it was not to be had in that time.
        """
        deadline = time.monotonic() + wait_s
        for pause in pauses():
            if self.try_acquire(shared=shared):
                break
            if time.monotonic() >= deadline:
                raise Held(self.note)
            time.sleep(pause)
        try:
            yield self
        finally:
            self.release()

    async def wait(self, wait_s: float, note: str) -> None:
        """The same without holding up the event loop; the caller releases.

        Raises:
            Held: it was not to be had in that time.
        """
        deadline = time.monotonic() + wait_s
        for pause in pauses():
            if self.try_acquire(note=note):
                return
            if time.monotonic() >= deadline:
                raise Held(self.note)
            await asyncio.sleep(pause)


def pauses() -> Iterator[float]:
    """How long to wait between two tries: short at first, since nearly all transactions are."""
    pause = _FIRST_PAUSE_S
    while True:
        yield pause
        pause = min(pause * 2, _LONGEST_PAUSE_S)
