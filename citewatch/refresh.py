"""The six hops of a refresh as plain functions, and `refresh`, which calls them one after the other.

The command line calls `refresh`; the Prefect flow calls the same functions as tasks. `now` is passed in.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from uuid import uuid4

from citewatch import alerts, catalog, checks, issues, sinks
from citewatch.catalog import Catalog
from citewatch.checks.judge import cited_sources
from citewatch.errors import ReplayError
from citewatch.evidence import Archive, Place, read_back, repair
from citewatch.fetch import Client, Fetched, FetchRequest, FetchSettings
from citewatch.read import expectation, gives, read
from citewatch.settings import Settings, load_network
from schemas.alert import Message
from schemas.capture import Capture, Origin
from schemas.failpoints import reach
from schemas.finding import Finding
from schemas.issue import Issue
from schemas.observation import Reading
from schemas.source import Source
from warehouse import ledger
from warehouse.filelock import Held
from warehouse.history import LastSeen
from warehouse.store import Busy, Store
from warehouse.write import Broken

log = logging.getLogger("citewatch")

BATCH = 20
"""Messages marked as sent at a time: as many may be told twice after a crash."""
CHUNK = 200
"""Sources stored in one transaction: few enough to hold the file briefly, enough to pay for opening it."""

Progress = Callable[[str, str], None]
"""Called with a source id and how its capture ended."""


@dataclass(frozen=True, slots=True)
class Collected:
    """One source after hops 2 and 3: its captures in the order tried, and what was read in the last."""

    source: Source
    captures: tuple[Capture, ...]
    readings: tuple[Reading, ...] = ()

    @property
    def state(self) -> str:
        good = [c.state for c in self.captures if c.state in ("ok", "not_modified")]
        return good[0] if good else self.captures[0].state


@dataclass(slots=True)
class Tally:
    """What a run did, for people and for the run table."""

    due: int = 0
    captured: int = 0
    unchanged: int = 0
    unreadable: int = 0
    observations: int = 0
    reread: int = 0
    broken: list[Broken] = field(default_factory=list)

    def count(self, state: str) -> None:
        if state == "ok":
            self.captured += 1
        elif state == "not_modified":
            self.unchanged += 1
        else:
            self.unreadable += 1


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of a run: everything that is known now, and what is new."""

    run_id: str
    now: datetime
    tally: Tally
    findings: tuple[Finding, ...]
    issues: tuple[Issue, ...]
    opened: tuple[dict[str, object], ...]
    closed: tuple[str, ...]
    sent: int
    unsent: int


class Refresh:
    """One go: what was loaded, the client and the evidence file, open for as long as the run lasts."""

    def __init__(self, settings: Settings, now: datetime, *, fetching: FetchSettings | None = None) -> None:
        self.settings = settings
        self.now = now.astimezone(UTC)
        self.run_id = uuid4().hex[:12]
        self.catalog: Catalog = catalog.load(settings.catalogue)
        self.network = load_network(settings)
        self.store = Store(settings.warehouse_file, settings.kind)
        self.fetching = fetching or fetch_settings(settings)
        self.tally = Tally()
        self.seen = LastSeen()
        self.lost: list[Issue] = []
        """Kept bytes that could not be read back."""
        self._read: set[tuple[str, str, str]] = set()
        self._digests: dict[str, str] = {}
        self._waiting: list[Message] | None = None
        self._stack = AsyncExitStack()

    @property
    def origin(self) -> Origin:
        return "specimen" if self.network else "live"

    async def __aenter__(self) -> Self:
        try:
            await self.store.run_lock.wait(self.store.wait_s, f"run {self.run_id}, process {os.getpid()}")
        except Held as error:
            raise Busy(
                f"{self.store.path.name}: another refresh is at work on it ({error}); this one was not started. "
                "Wait for its end and run again."
            ) from error
        self._stack.callback(self.store.run_lock.release)
        try:
            self._begin()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    def _begin(self) -> None:
        self.store.sweep()
        repair(self.settings.evidence)
        with self.store.writing("mirror") as connection:
            ledger.mirror(connection, self.catalog.reports, self.catalog.sources, self.catalog.steps)
            ledger.start_run(connection, self.run_id, self.now, catalog.reading_digest())
            self.seen = ledger.last_seen(connection)
            self._read = ledger.already_read(connection)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def reader_digest(self, source: Source) -> str:
        if source.id not in self._digests:
            digest = catalog.digest(source)
            if source.reader == "code":
                code = (self.settings.catalogue / "extractors" / f"{source.id}.py").read_bytes()
                digest = hashlib.sha256(digest.encode() + code).hexdigest()[:16]
            self._digests[source.id] = digest
        return self._digests[source.id]

    def due(self, only: Iterable[str] | None = None, *, all_of_them: bool = False) -> list[Source]:
        """Sources to fetch now: those named, or those whose interval has passed."""
        named = None if only is None else set(only)
        return [
            source
            for source in self.catalog.sources.values()
            if source.reader != "planned"
            and source.routes_for(self.origin)
            and (named is None or source.id in named)
            and (all_of_them or self._is_due(source))
        ]

    def _is_due(self, source: Source) -> bool:
        tried = self.seen.tried_at.get(source.id)
        if tried is None:
            return True
        # A schedule never fires at the exact second: a tenth of the interval is forgiven.
        return self.now.replace(tzinfo=None) - tried >= source.interval * 0.9

    async def open(self) -> tuple[Client, Archive]:
        """The one client and the one evidence file of this run."""
        client = await self._stack.enter_async_context(Client(self.fetching, self.network))
        name = f"{self.now:%Y%m%dT%H%M%S}-{self.run_id}"
        archive = self._stack.enter_context(Archive(self.settings.evidence, name))
        return client, archive

    async def collect(
        self, sources: Sequence[Source], client: Client, archive: Archive, progress: Progress | None = None
    ) -> None:
        """Hops 2 to 4 for these sources: fetch, keep the evidence, read, store; in chunks, so a kill loses little."""
        waiting: list[Collected] = []
        tasks = [asyncio.create_task(self._one(source, client, archive)) for source in sources]
        try:
            for finished in asyncio.as_completed(tasks):
                collected = await finished
                waiting.append(collected)
                if progress:
                    progress(collected.source.id, collected.state)
                if len(waiting) >= CHUNK:
                    chunk, waiting = waiting, []
                    self._keep(chunk, archive)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            # Also when something went wrong: what came before it need not be fetched again.
            if waiting:
                self._keep(waiting, archive)

    async def _one(self, source: Source, client: Client, archive: Archive) -> Collected:
        """Try the routes in order until one gives the page."""
        captures: list[Capture] = []
        for route in source.routes_for(self.origin):
            last = self.seen.good.get((source.id, route.name))
            fetched = await client.fetch(
                FetchRequest(
                    source.id,
                    route.name,
                    route.url,
                    self.now,
                    origin=self.origin,
                    etag=last.etag if last else "",
                    last_modified=last.last_modified if last else "",
                    validated_url=last.final_url if last else "",
                )
            )
            capture = self._archived(fetched, last, archive)
            captures.append(capture)
            if capture.state == "ok":
                readings = self._readings(source, capture, fetched.body)
                return Collected(source, tuple(captures), tuple(readings))
            if capture.state == "not_modified":
                break
        return Collected(source, tuple(captures))

    def _archived(self, fetched: Fetched, last: Capture | None, archive: Archive) -> Capture:
        """Evidence first: the bytes are in the file before anything reads them (synced before they are stored)."""
        capture = fetched.capture
        earlier = last
        if capture.payload_digest:
            earlier = self.seen.oldest.get((capture.source_id, capture.payload_digest))
        place = archive.keep(fetched, earlier, sync=False)
        reach("evidence.after_write")
        capture = replace(capture, warc_file=place.file, warc_offset=place.offset, warc_length=place.length)
        if capture.state == "not_modified" and last is not None:
            capture = replace(
                capture, body_digest=last.body_digest, body_length=last.body_length, content_type=last.content_type
            )
        return capture

    def _readings(self, source: Source, capture: Capture, body: bytes) -> list[Reading]:
        digest = self.reader_digest(source)
        if (source.id, capture.body_digest, digest) in self._read:
            return []
        route = next(route for route in source.routes if route.name == capture.route)
        try:
            return read(
                source, route, body, capture.full_type, capture.final_url, body_digest=capture.body_digest,
                reader_digest=digest, folder=self.settings.catalogue / "extractors",
            )  # fmt: skip
        except Exception as error:
            # A bug in our reader or in a source's own code: this source's issue, not the end of everybody's run.
            log.exception("source %s: the reader failed on capture %s", source.id, capture.capture_id)
            found = f"the reader itself failed ({type(error).__name__}: {error}); its log has the traceback"
            return [
                Reading(
                    source.id, name, route.name, capture.body_digest, digest, "bad_page", expectation(figure), found
                )
                for name, figure in source.figures.items()
                if gives(route, figure)
            ]

    def _keep(self, chunk: Sequence[Collected], archive: Archive) -> None:
        archive.sync()
        reach("evidence.after_sync")
        routes = {item.source.id: {route.name: n for n, route in enumerate(item.source.routes)} for item in chunk}
        captures = [(capture, routes[item.source.id][capture.route]) for item in chunk for capture in item.captures]
        readings = [reading for item in chunk for reading in item.readings]
        with self.store.writing("store") as connection:
            stored, broken = ledger.store(connection, captures, readings)
        self.tally.observations += stored
        self.tally.broken += broken
        for item in chunk:
            self.tally.count(item.state)

    def reread(self) -> None:
        """Read kept bytes again for every source whose reader changed; the network is not asked."""
        readers = {s.id: self.reader_digest(s) for s in self.catalog.sources.values() if s.reader != "planned"}
        with self.store.reading() as connection:
            unread = ledger.unread(connection, readers)
        waiting = [(self.catalog.sources[capture.source_id], capture) for capture in unread]
        # A route that the catalogue no longer has, or that gives no figure: what was read of it stays as it was.
        waiting = [(source, capture) for source, capture in waiting if _gives_any(source, capture.route)]
        for start in range(0, len(waiting), CHUNK):
            readings = [r for source, capture in waiting[start : start + CHUNK] for r in self._again(source, capture)]
            with self.store.writing("reread") as connection:
                stored, broken = ledger.store(connection, [], readings)
            self.tally.observations += stored
            self.tally.broken += broken

    def _again(self, source: Source, capture: Capture) -> list[Reading]:
        def lookup(capture_id: str) -> Place | None:
            with self.store.reading() as connection:
                found = ledger.place(connection, capture_id)
            return Place(*found) if found else None

        try:
            _, body = read_back(
                self.settings.evidence, capture.warc_file, capture.warc_offset, capture.warc_length, lookup
            )
        except ReplayError as error:
            remedy = "Put the evidence file back from a backup; until then the last readings of these bytes stay."
            at = capture.captured_at.replace(tzinfo=None)
            self.lost.append(
                Issue(source.id, None, "evidence", f"the bytes of capture {capture.capture_id}", str(error), remedy, at)
            )
            return []
        self.tally.reread += 1
        return self._readings(source, capture, body)

    def judge(self) -> tuple[list[Finding], list[Issue]]:
        """Hop 5: all findings and issues as of everything that is stored."""
        wanted = set(self.catalog.sources)
        with self.store.reading() as connection:
            histories = ledger.histories(connection, sorted(wanted))
            newest = ledger.newest_capture(connection) or self.now.replace(tzinfo=None)
        assert cited_sources(self.catalog.reports.values(), self.catalog) <= wanted
        findings = [
            finding
            for report in self.catalog.reports.values()
            for finding in checks.judge(self.catalog, report, histories)
        ]
        found = [*issues.issues(self.catalog, histories), *contract_issues(self.tally.broken, newest), *self.lost]
        with self.store.writing("findings") as connection:
            ledger.store_findings(connection, findings, newest)
            ledger.store_issues(connection, found, newest)
        return findings, found

    def alert(self, findings: Sequence[Finding]) -> alerts.Change:
        """Hop 6, first half: the rows, and which messages wait."""
        with self.store.writing("alerts") as connection:
            newest = ledger.newest_capture(connection) or self.now.replace(tzinfo=None)
            change = alerts.changes(
                findings,
                ledger.alert_rows(connection),
                {source.id: source.interval for source in self.catalog.sources.values()},
                accepted(self.catalog),
                newest,
                ledger.finding_ids(connection),
            )
            ledger.store_alerts(connection, change.opened, change.closed, change.messages, newest)
            self._waiting = ledger.unsent(connection)
        return change

    def send(self, sinks_: Sequence[alerts.Sink] | None = None) -> tuple[int, int]:
        """Hop 6, second half: every message that waits goes out, then is marked. Returns sent and still unsent."""
        waiting = self._waiting
        if waiting is None:
            with self.store.reading() as connection:
                waiting = ledger.unsent(connection)
        if not waiting:
            return 0, 0
        try:
            outlets = sinks.of(self.settings) if sinks_ is None else sinks_
        except alerts.SinkError as error:
            log.error("%d messages wait: %s", len(waiting), error)
            return 0, len(waiting)
        sent = 0
        for start in range(0, len(waiting), BATCH):
            taken = [message.message_id for message in waiting[start : start + BATCH] if _delivered(message, outlets)]
            if taken:
                with self.store.writing("sent") as connection:
                    ledger.mark_sent(connection, taken, self.now)
            sent += len(taken)
        return sent, len(waiting) - sent

    def finish(self, found: Sequence[Issue], change: alerts.Change) -> None:
        """Close the run's row and publish the readers' copy."""
        with self.store.writing("finish", publish=True) as connection:
            ledger.finish_run(connection, self.run_id, self.now, self.tally, len(found), len(change.opened))


def _gives_any(source: Source, route_name: str) -> bool:
    return any(
        gives(route, figure)
        for route in source.routes
        if route.name == route_name
        for figure in source.figures.values()
    )


def _delivered(message: Message, outlets: Sequence[alerts.Sink]) -> bool:
    reach("send.before_send")
    try:
        for sink in outlets:
            sink.send(message)
    except alerts.SinkError as error:
        log.error("message %s waits: %s", message.message_id, error)
        return False
    reach("send.after_send")
    return True


def fetch_settings(settings: Settings) -> FetchSettings:
    """Manners of a live run; a specimen site on this machine needs no pause between requests."""
    if settings.network:
        return FetchSettings(per_host_delay_s=0.0, max_crawl_delay_s=0.0, backoff_base_s=0.1)
    return FetchSettings(contact=settings.contact, allowed_private=settings.allowed_private)


def contract_issues(broken: Iterable[Broken], at: datetime) -> list[Issue]:
    """One issue for each source and failing column."""
    first: dict[tuple[str, str, str], Broken] = {}
    for item in broken:
        first.setdefault((item.source_id, item.table, item.column), item)
    return [
        Issue(
            item.source_id, None, "contract", f"{item.table}.{item.column}: {item.check}",
            f"{item.example}; nothing that was read of this source was stored",
            "The page or our reader gives a value that no table takes: look at it with citewatch show.", at,
        )
        for item in first.values()
    ]  # fmt: skip


def accepted(of: Catalog) -> dict[tuple[str, str, str], str]:
    """(report, claim, check) → the observed text a person accepted."""
    return {
        (report.id, claim.id, item.check): item.observed
        for report in of.reports.values()
        for claim in report.claims.values()
        for item in claim.accepted
    }


async def refresh(
    settings: Settings, now: datetime, *, only: Iterable[str] | None = None, only_due: bool = False,
    progress: Progress | None = None, fetching: FetchSettings | None = None,
) -> Summary:  # fmt: skip
    """All six hops: load, fetch, read, store, check, alert; then publish.

    Args:
        only: source ids; all if None.
        only_due: leave out sources whose interval has not passed.
    """
    async with Refresh(settings, now, fetching=fetching) as run:
        sources = run.due(only, all_of_them=not only_due)
        run.tally.due = len(sources)
        if sources:
            client, archive = await run.open()
            await run.collect(sources, client, archive, progress)
        return conclude(run)


def conclude(run: Refresh) -> Summary:
    """Everything after the network: re-read, check, alert, send, publish."""
    run.reread()
    findings, found = run.judge()
    change = run.alert(findings)
    sent, unsent = run.send()
    run.finish(found, change)
    return Summary(
        run.run_id, run.now, run.tally, tuple(findings), tuple(found), change.opened, change.closed, sent, unsent
    )
