"""Politeness between processes: one host is asked by one of them at a time, and the pause after it holds for all."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Protocol

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.01, 1.0


class Turn(Protocol):
    """A lock that all processes know, and that ends with its holder."""

    def try_acquire(self) -> bool: ...
    def release(self) -> None: ...


class Gate:
    """The hosts that this process may ask now. A host's queue takes it before a request and lets it go after."""

    def __init__(self, turn: Callable[[str], Turn]) -> None:
        self._turn = turn
        self._users: Counter[str] = Counter()
        self._waiting: dict[str, asyncio.Lock] = {}
        self._leaving: dict[str, asyncio.Task[None]] = {}

    async def take(self, host: str) -> None:
        """Returns when no other process asks this host, nor pauses after asking it."""
        async with self._waiting.setdefault(host, asyncio.Lock()):
            self._users[host] += 1
            if leaving := self._leaving.pop(host, None):
                leaving.cancel()  # it is still ours
            elif self._users[host] == 1:
                try:
                    for pause in _pauses():
                        if self._turn(host).try_acquire():
                            return
                        await asyncio.sleep(pause)
                except BaseException:
                    self._users[host] -= 1
                    raise

    def let_go(self, host: str, pause_s: float) -> None:
        """Nobody else gets the host before the pause is over; a request of ours meanwhile keeps it."""
        self._users[host] -= 1
        if not self._users[host]:
            self._leaving[host] = asyncio.create_task(self._leave(host, pause_s))

    async def _leave(self, host: str, pause_s: float) -> None:
        await asyncio.sleep(pause_s)
        del self._leaving[host]
        self._turn(host).release()

    async def close(self) -> None:
        """Returns when the last pause is over."""
        await asyncio.gather(*self._leaving.values())


def _pauses() -> Iterator[float]:
    pause = _FIRST_PAUSE_S
    while True:
        yield pause
        pause = min(pause * 2, _LONGEST_PAUSE_S)
