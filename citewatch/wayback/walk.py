"""The walk through the archive's copies of one source: one request at a time, nothing asked for twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from citewatch.fetch import Client, Fetched, FetchRequest, FetchSettings
from citewatch.fetch.retry import backoff
from citewatch.fetch.target import cleaned, target
from citewatch.wayback.addresses import HOST, Copy, copy_of, question, same_address
from citewatch.wayback.copies import copy_capture
from citewatch.wayback.index import BrokenIndex, Row, ends_of_runs, listed, windows
from citewatch.wayback.kept import Answer, KeptAnswers, answer_of
from schemas.capture import ARCHIVE, Capture, Origin
from schemas.failpoints import reach
from schemas.ids import stable_id
from schemas.source import Route, Source

_MISSES = 3
"""Copies in a row that the archive fails to serve: then it is the archive that is ill, and not one copy."""

Keep = Callable[[Capture], None]
"""Stores one capture; called as soon as its evidence is on the disk."""
Tell = Callable[[str, str], None]
"""Told what is done: a day or an address, and how it ended."""


class Stopped(Exception):
    """The archive wants peace, or can't be reached: nothing more is asked of it now. The text says which."""


class _Missed(Exception):
    """One copy could not be had now; the text says why."""


@dataclass(slots=True)
class Walked:
    """What a walk came to."""

    listed: int = 0
    """Copies in the index, of the days asked for."""
    passed_over: int = 0
    """Copies that tell nothing new: inside a run of equal ones, or too soon after a good one."""
    known: int = 0
    """Copies that were there from an earlier go."""
    fetched: int = 0
    requests: int = 0
    """Addresses asked of the archive, its index included."""
    missed: list[str] = field(default_factory=list)
    """Copies that could not be had now; the next go asks for them again."""
    stopped: str = ""
    """Why the walk ended before its end; empty if it did not."""


@dataclass
class Walk:
    """One source's walk. `known` are the archived copies that are stored already."""

    source: Source
    client: Client
    fetching: FetchSettings
    kept: KeptAnswers
    now: datetime
    origin: Origin
    known: list[Capture]
    keep: Keep
    tell: Tell
    walked: Walked = field(default_factory=Walked)

    def __post_init__(self) -> None:
        self._holding = {c.payload_digest: c for c in self.known if c.payload_digest and self.kept.holds(c)}
        self._stored = {url: c for c in self.known for url in (c.final_url, c.url)}
        self._misses = 0

    async def walk(self, first: date, last: date, interval: timedelta) -> Walked:
        """Every address of the source, copy by copy, oldest first."""
        try:
            for route in addresses(self.source, self.origin):
                await self._address(route, first, last, interval)
        except Stopped as stopped:
            self.walked.stopped = str(stopped)
        return self.walked

    async def _address(self, route: Route, first: date, last: date, interval: timedelta) -> None:
        rows = [row for row in await self._rows(route.url, first, last) if first <= row.made_at.date() <= last]
        self.walked.listed += len(rows)
        self.tell(route.url, str(len(rows)))
        wanted = ends_of_runs(rows)
        good: datetime | None = None
        taken = 0
        for row in wanted:
            if good is not None and row.made_at - good < interval:
                continue
            taken += 1
            capture = await self._copy(row)
            if capture is not None and capture.state == "ok":
                good = capture.captured_at
        self.walked.passed_over += len(rows) - taken

    async def _rows(self, original: str, first: date, last: date) -> list[Row]:
        """What the index lists; spans that it was asked about before are taken from its kept answers."""
        known = [(q.first, q.last, at) for q, at in self.kept.questions() if q.original == original]
        found: list[Row] = []
        for span in windows(first, last, known):
            resume, seen = "", set[str]()
            while True:
                answer = await self._final(question(original, *span, resume))
                page = listed(answer.body, original)
                found += page.rows
                if not page.resume:
                    break
                if page.resume in seen:
                    raise Stopped(f"{HOST}'s index goes round in a circle for {original}.")
                resume = page.resume
                seen.add(resume)
        return found

    async def _copy(self, row: Row) -> Capture | None:
        """The capture of one row: stored already, from the kept answers, or fetched now."""
        url = _as_asked(row.url)
        if (stored := self._stored.get(url)) is not None:
            self.walked.known += 1
            self._misses = 0
            return stored
        try:
            answer = await self._final(url)
        except _Missed as missed:
            self.walked.missed.append(f"{row.made_at:%Y-%m-%d %H:%M}: {missed}")
            self.tell(f"{row.made_at:%Y-%m-%d}", "missed")
            self._misses += 1
            if self._misses >= _MISSES:
                raise Stopped(f"{HOST} did not serve {_MISSES} copies in a row. The last time: {missed}") from missed
            return None
        self._misses = 0
        capture = copy_capture(self.source.id, answer, _copy_of(url), self.origin)
        # Another row may have led to the same copy, by a redirect of the archive.
        before = self._stored.get(capture.final_url)
        capture = before if before is not None and before.capture_id == capture.capture_id else capture
        if before is not capture:
            reach("archive.after_evidence")
            self.keep(capture)
            self.walked.fetched += 1
            self._stored[capture.final_url] = capture
            if capture.payload_digest:
                self._holding.setdefault(capture.payload_digest, capture)
        self._stored[url] = capture
        self.tell(f"{capture.captured_at:%Y-%m-%d}", capture.state)
        return capture

    async def _final(self, url: str) -> Answer:
        """The kept answer to an address, else the archive's own, asked for until it is a final one.

        Raises:
            Stopped: it refuses, or there is no way to it.
            _Missed: it fails at this one copy.
        """
        asked = _as_asked(url)
        if (kept := self.kept.get(asked)) is not None:
            return kept
        attempt = 0
        while True:
            attempt += 1
            self.walked.requests += 1
            request = FetchRequest(self.source.id, ARCHIVE, url, self.now, origin=self.origin, only_host=HOST)
            fetched = await self.client.fetch(request)
            answer = self._kept(fetched, f"{asked} {attempt}")
            if answer is not None and answer.is_final:
                return answer
            why = self._why(asked, fetched, answer)
            if attempt >= self.fetching.attempts:
                raise Stopped(why)
            await self.fetching.outside.sleep(backoff(self.fetching, attempt))

    def _kept(self, fetched: Fetched, name: str) -> Answer | None:
        """Evidence first, under the id that the copy's row will have, or one of its own for what gets no row."""
        answer = answer_of(fetched)
        capture, earlier = fetched.capture, None
        if answer is not None and answer.is_final and (asked := copy_of(answer.asked)):
            capture = copy_capture(self.source.id, answer, asked, self.origin)
            earlier = self._holding.get(capture.payload_digest)
        else:
            unique = stable_id(self.source.id, name, self.now.isoformat())
            capture = replace(capture, capture_id=unique)
        if earlier is not None and earlier.capture_id == capture.capture_id:
            earlier = None
        return self.kept.keep(replace(fetched, capture=capture), answer, earlier)

    def _why(self, asked: str, fetched: Fetched, answer: Answer | None) -> str:
        """What to say of an answer that is not final, if it may be better in a moment; else raises."""
        capture, status = fetched.capture, answer.status if answer else None
        if capture.state == "blocked" or status in (403, 429) or (status is None and not fetched.broke_off):
            raise Stopped(capture.reason)
        if copy_of(asked) is not None:
            raise _Missed(capture.reason)
        if answer is None or status != 200:
            raise Stopped(capture.reason)
        try:
            listed(answer.body, "")
        except BrokenIndex as broken:
            return f"{HOST}: {answer.flaw or broken}."
        raise AssertionError("a whole list is final")


def addresses(source: Source, origin: Origin) -> Iterator[Route]:
    """The source's routes, one for each address that the archive keeps apart."""
    before: list[str] = []
    for route in source.routes_for(origin):
        if not any(same_address(route.url, url) for url in before):
            before.append(route.url)
            yield route


def _as_asked(url: str) -> str:
    """The address as the client sends it, which the answers are kept under."""
    return target(cleaned(url)).url


def _copy_of(url: str) -> Copy:
    found = copy_of(url)
    if found is None:
        raise ValueError(f"{url} is not the address of a copy")
    return found
