"""Many pieces of work in lanes: a few of each lane are under way, the others don't exist yet.

A task for each of ten thousand sources, nearly all of them waiting for their host's turn, is eighty megabytes. The
host's turn itself is the client's affair.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

ABREAST = 3
"""Under way in a lane: one is fetched, one is read or tries its second address, one waits."""
LANES = 90
"""Lanes with something under way, as long as these keep us busy: fewer hosts than the client keeps connections open.
With more in rotation each page takes a connection of its own, for the one before is closed when it is wanted again."""
IDLE_S = 0.1
"""After so long without any result the lanes under way do not keep us busy, and another one is begun."""


async def as_they_come(
    items: Iterable[T], lane_of: Callable[[T], str], work: Callable[[T], Coroutine[Any, Any, R]], most: int = LANES
) -> AsyncGenerator[R, None]:
    """What `work` makes of the items, in the order in which it is done; each lane begins them in the order given.

    `most` lanes are under way at once. What `work` raises is raised here. Whoever stops early closes the generator:
    what is under way is then cancelled.
    """
    lanes: dict[str, deque[T]] = {}
    for item in items:
        lanes.setdefault(lane_of(item), deque()).append(item)
    # The longest first: it takes longest in any case, and nothing else is left to do beside the last one.
    waiting = deque(sorted(lanes, key=lambda lane: len(lanes[lane]), reverse=True))
    done: asyncio.Queue[asyncio.Task[R]] = asyncio.Queue()
    running: dict[asyncio.Task[R], str] = {}
    under_way: Counter[str] = Counter()

    def begin(lane: str) -> None:
        if items := lanes[lane]:
            task = asyncio.create_task(work(items.popleft()))
            running[task] = lane
            under_way[lane] += 1
            task.add_done_callback(done.put_nowait)

    def begin_lane() -> None:
        lane = waiting.popleft()
        for _ in range(ABREAST):
            begin(lane)

    async def next_done() -> asyncio.Task[R]:
        while waiting and done.empty():
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE_S):
                    return await done.get()
            begin_lane()
        return await done.get()

    try:
        while waiting and len(under_way) < most:
            begin_lane()
        while running:
            task = await next_done()
            lane = running.pop(task)
            under_way[lane] -= 1
            begin(lane)
            if not under_way[lane]:
                del under_way[lane]
                if waiting and len(under_way) < most:
                    begin_lane()
            yield task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
