"""How many answers may be on their way at once, all hosts together."""

import asyncio
from types import TracebackType


class Slots:
    """`async with slots.taken():` around one exchange.

    One that takes long lends its slot to the next and goes on beside it: ten hosts that hang must not hold up all
    others. `most_lent` bounds how many do.
    """

    def __init__(self, most: int, most_lent: int, patience_s: float) -> None:
        self.free = asyncio.Semaphore(most)
        self.patience_s = patience_s
        self.to_lend = most_lent

    def taken(self) -> "_Taken":
        return _Taken(self)


class _Taken:
    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._lent = False
        self._timer: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> None:
        await self._slots.free.acquire()
        self._wait()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._lent:
            self._slots.to_lend += 1
        else:
            self._slots.free.release()

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._slots.patience_s, self._lend)

    def _lend(self) -> None:
        if not self._slots.to_lend:
            self._wait()
            return
        self._slots.to_lend -= 1
        self._lent = True
        self._slots.free.release()
