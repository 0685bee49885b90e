"""Many pieces of work in lanes: a few of each lane are under way, the others don't exist yet.

A task for each of ten thousand sources, nearly all of them waiting for their host's turn, is eighty megabytes. The
host's turn itself is the client's affair.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

ABREAST = 3
"""Under way in a lane: one is fetched, one is read or tries its second address, one waits."""


async def as_they_come(
    items: Iterable[T], lane_of: Callable[[T], str], work: Callable[[T], Coroutine[Any, Any, R]]
) -> AsyncGenerator[R, None]:
    """What `work` makes of the items, in the order in which it is done; each lane begins them in the order given.

    What `work` raises is raised here. Whoever stops early closes the generator: what is under way is then cancelled.
    """
    lanes: dict[str, deque[T]] = {}
    for item in items:
        lanes.setdefault(lane_of(item), deque()).append(item)
    done: asyncio.Queue[asyncio.Task[R]] = asyncio.Queue()
    running: dict[asyncio.Task[R], str] = {}

    def begin(lane: str) -> None:
        if waiting := lanes[lane]:
            task = asyncio.create_task(work(waiting.popleft()))
            running[task] = lane
            task.add_done_callback(done.put_nowait)

    try:
        for lane in lanes:
            for _ in range(ABREAST):
                begin(lane)
        while running:
            task = await done.get()
            begin(running.pop(task))
            yield task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
