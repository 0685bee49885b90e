"""One queue per host: requests in order, a pause between them, and a host that wants peace gets it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from citewatch.fetch.errors import Problem
from citewatch.fetch.gate import Gate
from citewatch.fetch.settings import FetchSettings
from citewatch.fetch.slots import Slots

_FIRST_REST_S = 60.0


class HostQueue:
    """The turn-taking of one host. Whoever holds the turn may retry in it; the pause starts when it ends."""

    def __init__(self, host: str, settings: FetchSettings, gate: Gate | None = None) -> None:
        self.host = host
        self._gate = gate
        self.delay_s = settings.per_host_delay_s
        self._outside = settings.outside
        self._turns = asyncio.Semaphore(settings.per_host_concurrency)
        self._free_at = 0.0
        self._closed_until = 0.0
        self._refusals = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait in line, then for the pause after the last request to end."""
        async with self._turns:
            self._check_open()
            wait = self._free_at - self._outside.clock()
            if wait > 0:
                await self._outside.sleep(wait)
            if self._gate:
                await self._gate.take(self.host)
            try:
                yield
            finally:
                self._free_at = max(self._free_at, self._outside.clock() + self.delay_s)
                if self._gate:
                    self._gate.let_go(self.host, self.delay_s)

    def leave_alone(self, seconds: float) -> None:
        """The host asked for a pause longer than a run waits: nobody asks it again before that."""
        self._closed_until = max(self._closed_until, self._outside.clock() + seconds)

    def refused(self) -> None:
        """It said that we ask too often (429) in spite of all pauses: left alone, each time for twice as long."""
        self.leave_alone(_FIRST_REST_S * 2**self._refusals)
        self._refusals += 1

    def answered(self) -> None:
        self._refusals = 0

    def _check_open(self) -> None:
        left = self._closed_until - self._outside.clock()
        if left > 0:
            raise Problem(
                "blocked",
                f"{self.host} asked earlier in this run to be left alone (another {left:.0f} s): not asked.",
                retry_after_s=round(left),
            )


class HostQueues:
    """All hosts, and the limit over all of them together."""

    def __init__(self, settings: FetchSettings, gate: Gate | None = None) -> None:
        self._settings = settings
        self._gate = gate
        self._hosts: dict[str, HostQueue] = {}
        self.slots = Slots(
            settings.max_concurrent, max(0, settings.max_connections - settings.max_concurrent), settings.patience_s
        )

    def __getitem__(self, host: str) -> HostQueue:
        queue = self._hosts.get(host)
        if queue is None:
            queue = self._hosts[host] = HostQueue(host, self._settings, self._gate)
        return queue
