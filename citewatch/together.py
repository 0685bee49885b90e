"""Questions of many tasks, asked as one.

To open the warehouse takes as long as to read fifteen pages. Where servers take turns at showing one of a few forms of
a page, each source asks what is known of bytes of long ago: all who ask within a moment are answered at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
MOMENT_S = 0.1


class Together(Generic[K, V]):
    """`await asking(key)` gives what `ask` finds for that key, None if nothing."""

    def __init__(self, ask: Callable[[Collection[K]], Mapping[K, V]]) -> None:
        self._ask = ask
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def __call__(self, key: K) -> V | None:
        if key not in self._waiting:
            loop = asyncio.get_running_loop()
            if not self._waiting:
                self._timer = loop.call_later(MOMENT_S, self._answer)
            self._waiting[key] = loop.create_future()
        # Who gives up waiting must not take the answer from who asked for the same.
        return await asyncio.shield(self._waiting[key])

    def close(self) -> None:
        """Nothing is asked any more: whoever still waits is cancelled."""
        if self._timer is not None:
            self._timer.cancel()
        for one in self._waiting.values():
            one.cancel()
        self._waiting = {}

    def _answer(self) -> None:
        waiting, self._waiting = self._waiting, {}
        try:
            found = self._ask(waiting.keys())
        except Exception as error:  # noqa: BLE001 - everyone who waits raises it
            for one in waiting.values():
                one.set_exception(error)
            return
        for key, one in waiting.items():
            one.set_result(found.get(key))
