"""The one client of a run: asks politely, follows by hand, and answers every request with a capture."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from citewatch.fetch.decode import ACCEPT_ENCODING
from citewatch.fetch.errors import Problem
from citewatch.fetch.gate import Gate
from citewatch.fetch.headers import header
from citewatch.fetch.hosts import HostQueues
from citewatch.fetch.outcome import Trail, failed, fetched
from citewatch.fetch.retry import RETRY_STATUS, backoff, retry_after
from citewatch.fetch.robots import MAX_BYTES as ROBOTS_MAX_BYTES
from citewatch.fetch.robots import Robots
from citewatch.fetch.robots_kept import RobotsFile
from citewatch.fetch.settings import Exchange, Fetched, FetchRequest, FetchSettings, Role
from citewatch.fetch.target import Target, cleaned, redirected, target
from citewatch.fetch.transport import Transport
from citewatch.urls import clean_url
from schemas.capture import Hop
from schemas.network import NetworkMap

if TYPE_CHECKING:
    import httpx

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_Sent = list[tuple[str, str]]
_SENDABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,998}[\x21-\x7e])?")


class Client:
    """`async with Client(settings) as client: fetched = await client.fetch(request)`, one per run.

    With a network map it speaks to the specimen site and to nothing else; without one, to public addresses.
    Redirects, cookies and decompression are not left to libcurl, which knows none of our limits and would share a
    cookie jar between all sources.
    """

    def __init__(
        self, settings: FetchSettings, network: NetworkMap | None = None, gate: Gate | None = None,
        robots: RobotsFile | None = None,
    ) -> None:  # fmt: skip
        self._settings = settings
        self._gate = gate
        self._network = network
        self._headers = [
            ("user-agent", settings.user_agent(specimen=network is not None)),
            ("accept-encoding", ACCEPT_ENCODING),
        ]
        self._queues = HostQueues(settings, gate)
        self._robots_file = robots
        self._robots = Robots(self._ask_robots, settings.outside.clock, robots)
        self._transport = Transport(settings, network)
        self._now = datetime(1970, 1, 1, tzinfo=UTC)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._robots_file:
            self._robots_file.save()
        if self._gate:
            await self._gate.close()
        await self._transport.aclose()

    async def hang_up(self) -> None:
        """Close what is kept open: each connection holds its server's certificate, and all names in that, twice."""
        await self._transport.hang_up()

    @property
    def connections_opened(self) -> int:
        """TCP connections made so far."""
        return self._transport.opened

    async def fetch(self, request: FetchRequest) -> Fetched:
        """Ask for one source; whatever the network does, the answer is a capture that says what happened."""
        if (request.origin == "specimen") != (self._network is not None):
            raise ValueError("specimens are fetched through a network map, and through a map nothing else is")
        self._now = request.now
        trail = Trail(request.url, self._settings.total_timeout_s)
        try:
            trail.url = cleaned(request.url)
            page = await self._follow(request, trail)
        except Problem as problem:
            return failed(request, trail, problem)
        return fetched(request, trail, page, self._settings)

    async def _follow(self, request: FetchRequest, trail: Trail) -> Exchange:
        validated = cleaned(request.validated_url or request.url)
        jar: httpx.Cookies | None = None
        seen: set[tuple[str, str]] = set()
        while True:
            here = target(trail.url)
            trail.url = here.url
            await self._check_robots(here, trail)
            headers = [("accept", request.accept)]
            validators = _validators(request) if clean_url(here.url) == validated else []
            trail.conditional = bool(validators)
            headers += validators
            cookie = _cookie(jar, here.url)
            if cookie:
                headers.append(("cookie", cookie))
            if (here.url, cookie) in seen:
                raise Problem("unreachable", f"{here.host} redirects in a circle, back to {here.url}.")
            seen.add((here.url, cookie))
            answer = await self._ask(here, headers, "page", trail, request.max_bytes or self._settings.max_bytes)
            location = header(answer.headers, b"location") if answer.status in _REDIRECTS else ""
            if not location:
                trail.exchanges.append(answer)
                return answer
            self._hop(answer, location, trail, request.only_host)
            if header(answer.headers, b"set-cookie"):
                jar = _collect(jar, answer)

    async def _check_robots(self, here: Target, trail: Trail) -> None:
        rules, fresh = await self._robots.rules(here)
        if fresh:
            trail.exchanges.extend(rules.exchanges)
        trail.robots = rules.summary
        trail.robots = rules.check(here)
        if rules.delay_s:
            queue = self._queues[here.host]
            queue.delay_s = max(queue.delay_s, min(rules.delay_s, self._settings.max_crawl_delay_s))

    def _hop(self, answer: Exchange, location: str, trail: Trail, only_host: str) -> None:
        trail.exchanges.append(replace(answer, role="hop"))
        trail.hops.append(Hop(answer.url, answer.status, location))
        limit = self._settings.max_redirects
        if len(trail.hops) > limit:
            raise Problem("unreachable", f"More than {limit} redirects, the last one to {location[:200]}.")
        trail.url = redirected(answer.url, location)
        if only_host and target(trail.url).host != only_host:
            raise Problem("refused", f"It redirects away from {only_host}, to {location[:200]}; that was not followed.")

    async def _ask_robots(self, here: Target) -> Exchange:
        trail = Trail(here.url, self._settings.total_timeout_s)
        headers = [("accept", "text/plain,*/*;q=0.5")]
        return await self._ask(here, headers, "robots", trail, ROBOTS_MAX_BYTES)

    async def _ask(self, here: Target, headers: _Sent, role: Role, trail: Trail, max_bytes: int) -> Exchange:
        """One exchange in its host's turn, tried again within that turn where trying again makes sense."""
        settings = self._settings
        queue = self._queues[here.host]
        async with queue.turn():
            attempt = 0
            while True:
                attempt += 1
                trail.attempts += 1
                last = attempt >= settings.attempts
                try:
                    async with self._queues.slots.taken():
                        answer = await self._timed(here, headers, role, trail, max_bytes)
                except Problem as problem:
                    if not problem.retry or last:
                        raise
                    await settings.outside.sleep(backoff(settings, attempt))
                    continue
                if answer.status not in RETRY_STATUS or header(answer.headers, b"memento-datetime"):
                    queue.answered()
                    return answer  # an archived copy of a 503 is what was asked for, however often it is asked for
                wait = (
                    retry_after(header(answer.headers, b"retry-after"), header(answer.headers, b"date"), self._now) or 0
                )
                if wait > settings.max_retry_after_s:
                    queue.leave_alone(wait)
                    return answer
                if last:
                    if answer.status == 429:
                        queue.refused()
                    return answer
                await settings.outside.sleep(max(wait, backoff(settings, attempt)))

    async def _timed(self, here: Target, headers: _Sent, role: Role, trail: Trail, max_bytes: int) -> Exchange:
        clock = self._settings.outside.clock
        start = clock()
        try:
            async with asyncio.timeout(max(trail.left_s, 0)):
                return await self._exchange(here, headers, role, max_bytes)
        except TimeoutError as error:
            limit = self._settings.total_timeout_s
            reason = f"{here.host} took longer than {limit:g} s in all, so we hung up."
            raise Problem("unreachable", reason) from error
        finally:
            trail.left_s -= clock() - start

    async def _exchange(self, here: Target, headers: _Sent, role: Role, max_bytes: int) -> Exchange:
        exchange = await self._transport.get(here, [*self._headers, *headers], role, max_bytes)
        _check_length(exchange, here.host)
        return exchange


def _check_length(exchange: Exchange, host: str) -> None:
    announced = header(exchange.headers, b"content-length")
    if exchange.truncated or exchange.status in (204, 304) or not (announced.isascii() and announced.isdigit()):
        return
    if int(announced) != len(exchange.raw):
        reason = f"{host} announced {int(announced):,} bytes and sent {len(exchange.raw):,}."
        problem = Problem("unreachable", reason, retry=True)
        problem.began = True
        raise problem


def _validators(request: FetchRequest) -> _Sent:
    """What the server named its page by, where that can be said back to it: some send what no request may hold."""
    named = (("if-none-match", request.etag), ("if-modified-since", request.last_modified))
    return [(name, value) for name, value in named if _SENDABLE.fullmatch(value)]


def _collect(jar: httpx.Cookies | None, answer: Exchange) -> httpx.Cookies:
    """Some sites redirect a page to itself until a cookie comes back. It lives as long as this one chain."""
    import httpx  # late: its own imports take a tenth of a second, and few chains have cookies

    jar = httpx.Cookies() if jar is None else jar
    request = httpx.Request("GET", answer.url)
    jar.extract_cookies(httpx.Response(answer.status, headers=list(answer.headers), request=request))
    return jar


def _cookie(jar: httpx.Cookies | None, url: str) -> str:
    if jar is None:
        return ""
    import httpx

    request = httpx.Request("GET", url)
    try:
        jar.set_cookie_header(request)
    except UnicodeEncodeError:
        return ""  # a cookie that no request may hold is not sent
    cookie = str(request.headers.get("cookie", ""))
    return cookie if cookie.isprintable() else ""
