"""robots.txt: asked for once per origin and lifetime, also over several runs, and kept to (RFC 9309)."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from protego import Protego

from citewatch.fetch.decode import DecodeError, decode
from citewatch.fetch.errors import Problem
from citewatch.fetch.headers import header
from citewatch.fetch.robots_kept import RobotsFile
from citewatch.fetch.settings import ROBOTS_NAME, Exchange
from citewatch.fetch.target import Target, redirected, target
from schemas.capture import State

MAX_BYTES = 500 * 1024
_MAX_REDIRECTS = 5

_MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d+)", re.I)
_HOUR, _DAY = 3600.0, 24 * 3600.0

Ask = Callable[[Target], Awaitable[Exchange]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin's robots.txt means for us."""

    summary: str
    """`none`, `read`, or why it could not be read."""
    parser: Protego | None = None
    problem: Problem | None = None
    delay_s: float = 0.0
    exchanges: tuple[Exchange, ...] = field(default=())
    text: str | None = None
    """What may be kept for the next run: the file, or nothing where there is none; None for a failure."""

    def check(self, page: Target) -> str:
        """`allowed` or `none`; raises `Problem` if the page may not be asked for."""
        if self.problem is not None:
            raise Problem(self.problem.state, self.problem.reason, retry_after_s=self.problem.retry_after_s)
        if self.parser is None:
            return "none"
        if not self.parser.can_fetch(page.url, ROBOTS_NAME):
            raise Problem("refused", f"{page.host}'s robots.txt does not allow us to fetch {page.path[:200]}.")
        return "allowed"


class Robots:
    """The rules of every origin met in a run, or in one before while they hold."""

    def __init__(self, ask: Ask, clock: Callable[[], float] = time.monotonic, kept: RobotsFile | None = None) -> None:
        self._ask = ask
        self._clock = clock
        self._file = kept or RobotsFile(None, datetime.now(UTC))
        self._began = clock()
        self._until: dict[str, float] = {}
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def rules(self, page: Target) -> tuple[Rules, bool]:
        """The rules for a page's origin, and whether they were asked for just now."""
        known = self._known(page)
        if known is not None:
            return known, False
        async with self._locks.setdefault(page.origin, asyncio.Lock()):
            known = self._known(page)
            if known is not None:
                return known, False
            rules = self._rules[page.origin] = await self._load(page)
            holds = lifetime(rules.exchanges)
            self._until[page.origin] = self._clock() + holds
            if rules.text is not None:
                self._file.keep(page.origin, rules.text, self._clock() - self._began + holds)
            self._locks.pop(page.origin, None)
            return rules, True

    def _known(self, page: Target) -> Rules | None:
        origin = page.origin
        if origin not in self._until and (left := self._file.left_s(origin)) > 0:
            self._rules[origin] = _parsed(self._file.kept[origin].text)
            self._until[origin] = self._began + left
        return self._rules.get(origin) if self._clock() < self._until.get(origin, 0.0) else None

    async def _load(self, page: Target) -> Rules:
        exchanges: list[Exchange] = []
        here = target(f"{page.url[: -len(page.path)]}/robots.txt")
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                answer = await self._ask(here)
                exchanges.append(answer)
                location = header(answer.headers, b"location")
                if answer.status not in (301, 302, 303, 307, 308) or not location:
                    return _rules(page, answer, tuple(exchanges))
                here = target(redirected(here.url, location))
        except Problem as problem:
            # RFC 9309, 2.3.1.4: a robots.txt that can't be reached forbids everything, for this run.
            reason = f"{problem.reason} (Asked for robots.txt, without which the page is not asked for.)"
            again = Problem(problem.state, reason, retry_after_s=problem.retry_after_s)
            return Rules(problem.reason, problem=again, exchanges=tuple(exchanges))
        # More than five redirects: RFC 9309 lets us take the file as not there.
        return Rules("none", exchanges=tuple(exchanges), text="")


def lifetime(exchanges: tuple[Exchange, ...]) -> float:
    """Seconds for which the rules hold: what the file's own Cache-Control says, an hour at least, a day at most."""
    said = header(exchanges[-1].headers, b"cache-control") if exchanges else ""
    found = _MAX_AGE.search(said)
    return min(max(float(found[1][:9]), _HOUR), _DAY) if found else _DAY


def _rules(page: Target, answer: Exchange, exchanges: tuple[Exchange, ...]) -> Rules:
    if answer.status == 429 or answer.status >= 500:
        state: State = "blocked" if answer.status == 429 else "refused"
        reason = (
            f"{page.host} answered {answer.status} to the request for its robots.txt, so the page was not "
            "asked for in this run; it will be at the next."
        )
        return Rules(f"status {answer.status}", problem=Problem(state, reason), exchanges=exchanges)
    if not 200 <= answer.status < 300:
        return Rules("none", exchanges=exchanges, text="")
    try:
        body = decode(answer.raw, header(answer.headers, b"content-encoding"), 20 * MAX_BYTES)
    except DecodeError as error:
        problem = Problem("refused", f"{page.host}'s robots.txt can't be read, so the page was not asked for. {error}")
        return Rules(str(error), problem=problem, exchanges=exchanges)
    if body.lstrip()[:1] == b"<":
        # A site that answers every address with its home page.
        return Rules("none", exchanges=exchanges, text="")
    # The RFC lets a crawler stop after 500 KiB; the cut may fall inside a line, which is then left out.
    text = body[:MAX_BYTES] if len(body) <= MAX_BYTES else body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]
    return _parsed(text.decode("utf-8-sig", errors="replace"), exchanges)


def _parsed(text: str, exchanges: tuple[Exchange, ...] = ()) -> Rules:
    """The rules of a file's text; an empty one says what no file says."""
    if not text and not exchanges:
        return Rules("none")
    parser = Protego.parse(text)
    delay = parser.crawl_delay(ROBOTS_NAME) or 0.0
    delay = delay if 0 < delay < 1e6 else 0.0
    return Rules("read", parser=parser, delay_s=delay, exchanges=exchanges, text=text or "\n")
