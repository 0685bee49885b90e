"""Questions of many tasks, asked as one."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from citewatch import together
from citewatch.together import Together


class Asked:
    def __init__(self) -> None:
        self.lots: list[list[int]] = []

    def __call__(self, numbers: Collection[int]) -> dict[int, str]:
        self.lots.append(sorted(numbers))
        if 13 in numbers:
            raise LookupError("not that one")
        return {number: str(number) for number in numbers if number % 2}


def test_each_gets_its_own_answer_out_of_one_question() -> None:
    asked = Asked()

    async def go() -> list[object]:
        asking = Together(asked)
        first = await asyncio.gather(*map(asking, (1, 2, 3, 3)))
        return [*first, await asking(5)]

    assert asyncio.run(go()) == ["1", None, "3", "3", "5"]
    assert asked.lots == [[1, 2, 3], [5]]


def test_an_error_is_told_to_all_who_wait_and_to_nobody_after_them() -> None:
    async def go() -> list[object]:
        asking = Together(Asked())
        told = await asyncio.gather(*map(asking, (1, 13)), return_exceptions=True)
        return [*map(type, told), await asking(7)]

    assert asyncio.run(go()) == [LookupError, LookupError, "7"]


def test_nothing_is_asked_once_it_is_closed() -> None:
    asked = Asked()

    async def go() -> None:
        asking = Together(asked)
        waiting = asyncio.ensure_future(asking(9))
        await asyncio.sleep(0)
        asking.close()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.sleep(2 * together.MOMENT_S)

    asyncio.run(go())
    assert asked.lots == []


def test_who_gives_up_takes_the_answer_from_nobody() -> None:
    async def go() -> object:
        asking = Together(Asked())
        one, other = asyncio.ensure_future(asking(9)), asyncio.ensure_future(asking(9))
        await asyncio.sleep(0)
        one.cancel()
        with pytest.raises(asyncio.CancelledError):
            await one
        return await other

    assert asyncio.run(go()) == "9"
