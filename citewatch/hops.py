"""The six hops of a refresh, each a method of the one go that it belongs to. `now` is passed in.

`citewatch.refresh` calls them one after the other; the Prefect flow calls the same ones as tasks.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from uuid import uuid4

from citewatch import alerts, catalog, events, judging, mishaps, rereading, sinks
from citewatch.catalog import Catalog
from citewatch.due import SPREAD_FROM, Peace, is_due, peace_of_hosts
from citewatch.evidence import Archive, repair
from citewatch.fetch import Client, Fetched, FetchSettings, RobotsFile
from citewatch.lanes import LANES, as_they_come
from citewatch.packed import Findings
from citewatch.pictures.looking import Pictures
from citewatch.reads import Reads
from citewatch.review import reopening
from citewatch.review.misread import misread_issues
from citewatch.run import Collected, Tally, accepted, check_clock, check_descriptors, fetch_settings, request
from citewatch.sending import deliver
from citewatch.settings import Settings, load_network
from citewatch.together import Together
from schemas.alert import Message
from schemas.capture import Capture, Origin
from schemas.collector import give_back, made_to_stay, seldom
from schemas.failpoints import reach
from schemas.finding import Finding
from schemas.issue import Issue
from schemas.observation import Reading
from schemas.source import Source
from warehouse import decisions, ledger, memory
from warehouse.ask import Connection
from warehouse.history import LastSeen, Numbers, ever_kept, oldest_kept
from warehouse.parquet import publish_parquet
from warehouse.place import open_warehouse
from warehouse.presence import present

log = logging.getLogger("citewatch")

CHUNK = 200
"""Sources stored in one transaction: few enough to hold the file briefly, enough to pay for opening it."""
MOST, PAUSE_S = 1_000, 10.0
"""Where they come fast, as many as come in so many seconds: in a large warehouse each transaction costs as much as
storing 100 sources, and what a kill loses is counted in seconds of fetching."""

Progress = Callable[[str, str], None]
"""Called with a source id and how its capture ended."""


class Refresh:
    """One go: what was loaded, the client and the evidence file, open for as long as the run lasts."""

    def __init__(self, settings: Settings, now: datetime, *, fetching: FetchSettings | None = None) -> None:
        self.settings = settings
        self.now = now.astimezone(UTC)
        self.run_id = uuid4().hex[:12]
        with made_to_stay():
            self.catalog: Catalog = catalog.load(settings.catalogue)
        give_back()
        self.network = load_network(settings)
        self.store = open_warehouse(settings.place, settings.kind)
        self.fetching = fetching or fetch_settings(settings)
        self.tally = Tally()
        self.seen = LastSeen()
        self._waiting: Sequence[Message] | None = None
        self._newest: datetime | None = None
        self.pictures = Pictures(self.store, settings.evidence, self.now, self.origin)
        self.reads = Reads(settings, self.store, self.pictures, self.catalog.sources)
        self._oldest = Together(self._oldest_kept)
        self._stack = AsyncExitStack()

    @property
    def origin(self) -> Origin:
        return "specimen" if self.network else "live"

    async def __aenter__(self) -> Self:
        check_descriptors(self.fetching.max_connections)
        note = f"run {self.run_id}, process {os.getpid()}"
        await self.store.begin_run(note)
        self._stack.callback(self.store.close)
        self._stack.callback(self.store.run_lock.release)
        self._stack.callback(self.pictures.reader.close)
        self._stack.callback(self._oldest.close)
        self._stack.enter_context(seldom())
        try:
            if self.store.note:
                self._stack.enter_context(present(self.store.note, note, wait_s=self.store.wait_s))
            self._stack.enter_context(events.written(self.settings))
            events.began(self.run_id, self.now, self.settings.kind)
            try:
                self._begin()
            except Exception as error:
                events.failed(self.run_id, error)
                raise
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    def _begin(self) -> None:
        self.store.sweep()
        repair(self.settings.evidence)
        self.store.transact("mirror", self._mirror)

    def _mirror(self, connection: Connection) -> None:
        digest = self.catalog.mirror_digest
        if ledger.is_mirrored(connection, digest):
            self.catalog = replace(self.catalog, known_steps=ledger.steps(connection))
        else:
            ledger.mirror(connection, self.catalog.reports, self.catalog.sources, self.catalog.steps, digest)
        ledger.start_run(connection, self.run_id, self.now, catalog.reading_digest())
        self._recall(connection)
        self._newest = ledger.newest_capture(connection)
        if self.origin == "live":
            check_clock(self.now, self._newest)

    def _recall(self, connection: Connection) -> None:
        """What the refreshes before this one saw and read."""
        self.seen = self.reads.seen = ledger.last_seen(connection)
        self.reads.done = ledger.already_read(connection)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            events.failed(self.run_id, error)
        await self._stack.aclose()

    def reader_digest(self, source: Source) -> str:
        return self.reads.reader_digest(source)

    @cached_property
    def hosts(self) -> dict[str, str]:
        """Source id → the host of its first route."""
        routes = {source.id: source.routes_for(self.origin) for source in self.catalog.sources.values()}
        return {name: urlsplit(found[0].url).hostname or "" for name, found in routes.items() if found}

    def due(self, only: Iterable[str] | None = None, *, all_of_them: bool = False) -> list[Source]:
        """Sources to fetch now: those named, or those whose interval has passed."""
        named = None if only is None else set(only)
        peace = {} if all_of_them else peace_of_hosts(self.hosts, self.seen)
        return [
            source
            for source in self.catalog.sources.values()
            if source.reader != "planned"
            and source.routes_for(self.origin)
            and (named is None or source.id in named)
            and (all_of_them or self._is_due(source, peace))
        ]

    def _is_due(self, source: Source, peace: Mapping[str, Peace]) -> bool:
        own, tried = self.seen.refused.get(source.id), self.seen.tried_at.get(source.id)
        host = peace.get(self.hosts[source.id], Peace())
        if host.last:
            tried = max(tried or host.last, host.last)
        return is_due(
            source.id, source.interval, tried, self.now.replace(tzinfo=None),
            refusals=max(host.refusals, len(own.moments) if own else 0),
            retry_after_s=host.retry_after_s or (own.retry_after_s if own else None),
            spread=len(self.catalog.sources) > SPREAD_FROM,
        )  # fmt: skip

    async def open(self) -> tuple[Client, Archive]:
        """The one client and the one evidence file of this run."""
        # A time-lapse over specimens may be played again: its days are past, and nothing is due on them.
        check_clock(self.now, self._newest)
        robots = RobotsFile(self.settings.robots, self.now)
        client = await self._stack.enter_async_context(Client(self.fetching, self.network, robots=robots))
        name = f"{self.now:%Y%m%dT%H%M%S}-{self.run_id}"
        archive = self._stack.enter_context(Archive(self.settings.evidence, name))
        return client, archive

    async def collect(
        self, sources: Sequence[Source], client: Client, archive: Archive, progress: Progress | None = None,
        beside: int = 1,
    ) -> None:  # fmt: skip
        """Hops 2 to 4 for these sources: fetch, keep the evidence, read, store; in chunks, so a kill loses little.

        `beside`: of how many such calls with one client this is one; they share its connections.
        """
        waiting: list[Collected] = []
        clock = asyncio.get_running_loop().time
        kept_at = clock()
        collecting = as_they_come(
            sources, lambda source: self.hosts[source.id], lambda source: self._one(source, client, archive),
            max(LANES // beside, 1),
        )  # fmt: skip
        try:
            async with aclosing(collecting) as done:
                async for collected in done:
                    waiting.append(collected)
                    if progress:
                        progress(collected.source.id, collected.state)
                    if len(waiting) >= MOST or (len(waiting) >= CHUNK and clock() - kept_at >= PAUSE_S):
                        chunk, waiting = waiting, []
                        self._keep(chunk, archive)
                        kept_at = clock()
        finally:
            # Also when something went wrong: what came before it need not be fetched again.
            if waiting:
                self._keep(waiting, archive)

    async def _one(self, source: Source, client: Client, archive: Archive) -> Collected:
        """Try the routes in order until one gives the page."""
        captures: list[Capture] = []
        for route in source.routes_for(self.origin):
            last = self.seen.good.get((source.id, route.name))
            fetched = await client.fetch(request(source, route, last, self.now, self.origin))
            capture = await self._archived(fetched, last, archive)
            captures.append(capture)
            if capture.state in ("ok", "not_modified"):
                return await self.reads.collected(source, captures, fetched.body, last, client, archive)
        return Collected(source, tuple(captures))

    async def _archived(self, fetched: Fetched, last: Capture | None, archive: Archive) -> Capture:
        """Evidence first: the bytes are in the file before anything reads them (synced before they are stored)."""
        capture = fetched.capture
        earlier = await self._earlier(capture) if capture.payload_digest else last
        place = archive.keep(fetched, earlier, sync=False)
        reach("evidence.after_write")
        capture = replace(capture, warc_file=place.file, warc_offset=place.offset, warc_length=place.length)
        if capture.state == "not_modified" and last is not None:
            capture = replace(
                capture, body_digest=last.body_digest, body_length=last.body_length, content_type=last.content_type
            )
        return capture

    async def _earlier(self, capture: Capture) -> Capture | None:
        """The capture that holds the same bytes already, be it long ago."""
        pair = (capture.source_id, capture.payload_digest)
        found = self.seen.oldest.get(pair)
        if found is None and capture.source_id in self.seen.tried_at and pair in self._ever_kept:
            found = await self._oldest(pair)
            if found is not None:
                self.seen.oldest[pair] = found
        return found

    def _oldest_kept(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Capture]:
        with self.store.reading() as connection:
            return oldest_kept(connection, pairs)

    @cached_property
    def _ever_kept(self) -> Numbers:
        with self.store.reading() as connection:
            return ever_kept(connection)

    def _keep(self, chunk: Sequence[Collected], archive: Archive) -> None:
        archive.sync()
        reach("evidence.after_sync")
        routes = {item.source.id: {route.name: n for n, route in enumerate(item.source.routes)} for item in chunk}
        captures = [(capture, routes[item.source.id][capture.route]) for item in chunk for capture in item.captures]
        readings = [reading for item in chunk for reading in item.readings]
        fetches = [fetch for item in chunk for fetch in item.pictures]
        texts = self.pictures.unstored()
        stored, broken = self.store.transact(
            "store", lambda connection: ledger.store(connection, captures, readings, fetches, texts)
        )
        self.tally.observations += stored
        self.tally.broken += broken
        for item in chunk:
            self.tally.count(item.state)
        events.collected(self.run_id, chunk)

    def reread(self) -> None:
        """Read kept bytes again for every source whose reader changed; the network is not asked."""
        # Nothing is fetched any more: what was recalled for that is given back before everything is judged.
        self.seen = self.reads.seen = LastSeen()
        self.reads.done = {}
        give_back()
        readers = {s.id: self.reader_digest(s) for s in self.catalog.sources.values() if s.reader != "planned"}
        waiting = rereading.waiting(self.store, self.catalog, readers)
        for start in range(0, len(waiting), CHUNK):
            readings = [r for source, capture in waiting[start : start + CHUNK] for r in self._again(source, capture)]
            keep = partial(ledger.store, captures=[], readings=readings, texts=self.pictures.unstored())
            stored, broken = self.store.transact("reread", keep)
            self.tally.observations += stored
            self.tally.broken += broken

    def _again(self, source: Source, capture: Capture) -> list[Reading]:
        readings = self.reads.again(source, capture)
        self.tally.reread += readings is not None
        return readings or []

    def judge(self) -> tuple[Findings, list[Issue]]:
        """Hop 5: all findings and issues as of everything that is stored."""
        judged = judging.judge(self.store, self.catalog, self.reader_digest)
        findings = judged.findings
        first, *others = judged.fresh.parts(memory.AT_ONCE)

        def keep(connection: Connection) -> list[Issue]:
            newest = ledger.newest_capture(connection) or self.now.replace(tzinfo=None)
            dismissed = decisions.dismissed(connection)
            found = [
                *judged.issues,
                *mishaps.contract_issues(self.tally.broken, newest),
                *mishaps.unused_acceptances(self.catalog, findings, newest),
                *self.reads.lost,
                *misread_issues(dismissed, {f.alert_key for f in findings.disagreeing()} if dismissed else ()),
            ]
            ledger.store_findings(connection, findings, newest)
            ledger.store_issues(connection, found, newest)
            memory.remember(connection, first, judged.gone)
            return found

        found = self.store.transact("findings", keep)
        for part in others:  # what a kill loses of them is judged again
            self.store.transact("findings", partial(memory.remember, fresh=part, gone=frozenset()))
        for issue in found:
            events.stopped(self.run_id, issue)
        return findings, found

    def alert(self, findings: Collection[Finding]) -> alerts.Change:
        """Hop 6, first half: the rows, and which messages wait."""

        def keep(connection: Connection) -> alerts.Change:
            newest = ledger.newest_capture(connection) or self.now.replace(tzinfo=None)
            intervals = {source.id: source.interval for source in self.catalog.sources.values()}
            known = decisions.sourced_alerts(connection)
            change = alerts.changes(
                findings,
                known,
                intervals,
                accepted(self.catalog),
                newest,
                ledger.finding_ids(connection),
                specimen=self.settings.kind == "specimen",
            )
            log_ = reopening.Known(
                known, decisions.newest(connection), decisions.spans(connection), decisions.next_seq(connection)
            )
            change, entries = reopening.after(change, findings, log_, intervals, newest)
            ledger.store_alerts(connection, change.opened, change.closed, change.messages, newest)
            decisions.add(connection, entries)
            self._waiting = ledger.unsent(connection)
            return change

        return self.store.transact("alerts", keep)

    def send(self, sinks_: Sequence[alerts.Sink] | None = None) -> tuple[int, int]:
        """Hop 6, second half: every message that waits goes out, then is marked. Returns sent and still unsent."""
        waiting = self._waiting
        if waiting is None:
            with self.store.reading() as connection:
                waiting = ledger.unsent(connection)
        if not waiting:
            return 0, 0
        if sinks_ is None and self.settings.quiet and self.settings.quiet.holds(self.now):
            log.info("%d messages wait until the quiet hours are over", len(waiting))
            return 0, len(waiting)
        try:
            outlets = sinks.of(self.settings) if sinks_ is None else sinks_
        except alerts.SinkError as error:
            log.error("%d messages wait: %s", len(waiting), error)
            return 0, len(waiting)
        sent = deliver(self.store, waiting, outlets, self.now)
        return sent, len(waiting) - sent

    def finish(self, found: Sequence[Issue], change: alerts.Change) -> None:
        """Close the run's row and publish the readers' copy."""
        self.store.transact(
            "finish",
            lambda connection: ledger.finish_run(
                connection, self.run_id, self.now, self.tally, len(found), len(change.opened)
            ),
            publish=True,
        )
        if self.settings.publishes_parquet:
            publish_parquet(self.store.published, self.settings.kind, self.settings.parquet)
