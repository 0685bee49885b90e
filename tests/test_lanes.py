"""Lanes: what is under way at once, in which order, and what becomes of it when somebody stops."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import aclosing

import pytest

from citewatch import lanes
from citewatch.lanes import ABREAST, LANES, as_they_come


class Work:
    """Takes as many turns of the loop as an item says, and knows what is under way."""

    def __init__(self) -> None:
        self.under_way: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.begun: list[str] = []
        self.cancelled: list[str] = []

    async def __call__(self, item: tuple[str, int]) -> str:
        name, turns = item
        lane = name[0]
        self.begun.append(name)
        self.under_way[lane] += 1
        self.most[lane] = max(self.most[lane], self.under_way[lane])
        try:
            for _ in range(turns):
                await asyncio.sleep(0)
            if turns == 13:
                raise ValueError(name)
            return name
        except asyncio.CancelledError:
            self.cancelled.append(name)
            raise
        finally:
            self.under_way[lane] -= 1


def _run(
    work: Callable[[tuple[str, int]], Coroutine[None, None, str]], items: list[tuple[str, int]],
    stop_after: int = 1_000, lane_of: Callable[[tuple[str, int]], str] = lambda item: item[0][0],
) -> list[str]:  # fmt: skip
    async def go() -> list[str]:
        done: list[str] = []
        async with aclosing(as_they_come(items, lane_of, work)) as results:
            async for result in results:
                done.append(result)
                if len(done) == stop_after:
                    break
        return done

    return asyncio.run(go())


def test_all_is_done_and_a_lane_never_has_more_than_a_few_under_way() -> None:
    items = [(f"{lane}{n}", (n * 7) % 5) for n in range(40) for lane in "abc"]
    work = Work()
    assert sorted(_run(work, items)) == sorted(name for name, _ in items)
    assert set(work.most.values()) == {ABREAST}
    for lane in "abc":
        assert [name for name in work.begun if name[0] == lane] == [f"{lane}{n}" for n in range(40)]


def test_a_slow_lane_holds_up_no_other() -> None:
    items = [(f"slow{n}", 500) for n in range(9)] + [(f"quick{n}", 1) for n in range(9)]
    assert [name[:4] for name in _run(Work(), items)] == ["quic"] * 9 + ["slow"] * 9


def test_no_more_lanes_than_connections_are_in_rotation_while_they_keep_us_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lanes, "IDLE_S", 60)  # a machine that others keep busy is not idle lanes
    items = [(f"a host {host} {n}", 1) for n in range(4) for host in range(3 * LANES)]
    under_way: Counter[str] = Counter()
    most = 0

    async def work(item: tuple[str, int]) -> str:
        nonlocal most
        host = item[0].split()[2]
        under_way[host] += 1
        most = max(most, len(+under_way))
        await asyncio.sleep(0)
        under_way[host] -= 1
        return item[0]

    done = _run(work, items, 10_000, lambda item: item[0].split()[2])
    assert sorted(done) == sorted(name for name, _ in items)
    assert most <= LANES


def test_lanes_that_make_us_wait_hold_up_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "IDLE_S", 0.001)
    let_go = asyncio.Event()

    async def work(item: tuple[str, int]) -> str:
        if item[0] == "last":
            let_go.set()
        await let_go.wait()
        return item[0]

    items = [(f"waits {n}", 0) for n in range(2 * LANES)] + [("last", 0)]
    assert len(_run(work, items, 10_000, lambda item: item[0])) == len(items)


def test_the_longest_lane_is_begun_first() -> None:
    work = Work()
    _run(work, [("a0", 1), ("b0", 1), ("b1", 1), ("c0", 1)])
    assert work.begun == ["b0", "b1", "a0", "c0"]


def test_an_error_ends_it_and_nothing_goes_on() -> None:
    work = Work()
    with pytest.raises(ValueError, match="b0"):
        _run(work, [("a0", 10_000), ("b0", 13), ("b1", 10_000), *[(f"c{n}", 10_000) for n in range(9)]])
    assert sorted(work.cancelled) == ["a0", "b1", "c0", "c1", "c2"]
    assert not work.under_way.total()


def test_who_stops_early_leaves_nothing_under_way() -> None:
    work = Work()
    assert _run(work, [("a0", 1), ("b0", 10_000), ("b1", 10_000)], stop_after=1) == ["a0"]
    assert sorted(work.cancelled) == ["b0", "b1"]
    assert _run(work, []) == []
