"""`citewatch backfill`: what a source said on earlier days, from the Wayback Machine's copies, into the same history.

Asked for by a person, never by a schedule. The walk holds neither the warehouse nor the lock of a refresh, since it may
take hours; only its end, when everything is judged anew, is a refresh without the fetching.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from citewatch import catalog
from citewatch.errors import CitewatchError
from citewatch.fetch import Client, FetchSettings
from citewatch.hops import Refresh
from citewatch.refresh import conclude
from citewatch.run import Summary, archive_settings
from citewatch.settings import Settings, load_network
from citewatch.wayback.kept import KeptAnswers
from citewatch.wayback.walk import Walk, Walked, addresses
from schemas.capture import Capture, Origin
from schemas.source import Source
from warehouse import ledger
from warehouse.filelock import FileLock
from warehouse.place import open_warehouse
from warehouse.write import Broken

FIRST = date(1996, 1, 1)
"""The archive has nothing older."""


@dataclass(frozen=True, slots=True)
class Backfilled:
    """How it ended: the walk, and everything that is known now."""

    source: Source
    first: date
    last: date
    walked: Walked
    summary: Summary


def source_of(settings: Settings, source_id: str) -> Source:
    """The source, if there is an address of it to ask for.

    Raises:
        CitewatchError: no such source, or no address of it that anybody has confirmed.
    """
    loaded = catalog.load(settings.catalogue)
    source = loaded.sources.get(source_id)
    if source is None:
        raise CitewatchError(f"no source {source_id}: see `citewatch sources` or ls extractors/.")
    if source.reader == "planned" or not list(addresses(source, _origin(settings))):
        why = source.why_planned or "nobody has confirmed its address yet"
        raise CitewatchError(f"{source_id}: there is no address to ask the archive for ({why}).")
    return source


async def backfill(
    settings: Settings, now: datetime, source: Source, *, first: date = FIRST, last: date | None = None,
    interval: timedelta | None = None, tell: Callable[[str, str], None] = lambda what, how: None,
    fetching: FetchSettings | None = None,
) -> Backfilled:  # fmt: skip
    """Fetch the archived copies of `source` between two days, at most one good one an interval, and judge anew.

    What is fetched is stored at once, so it may be stopped or killed at any moment and started again. If the archive
    refuses, that ends the walk and not the rest.
    """
    now = now.astimezone(UTC)
    last = min(last or now.date(), now.date())
    if first > last:
        raise CitewatchError(f"--from {first} is after --to {last}.")
    store = open_warehouse(settings.place, settings.kind)
    broken: list[Broken] = []
    with _alone(settings.evidence), KeptAnswers(settings.evidence, source.id) as kept:
        with store.reading() as connection:
            known = ledger.archived(connection, source.id)

        def keep(capture: Capture) -> None:
            row = [(capture, len(source.routes))]
            broken.extend(store.transact("archive", lambda connection: ledger.store(connection, row, []))[1])

        fetching = fetching or archive_settings(settings)
        async with Client(fetching, load_network(settings)) as client:
            walk = Walk(source, client, fetching, kept, now, _origin(settings), known, keep, tell)
            walked = await walk.walk(first, last, source.interval if interval is None else interval)
    async with Refresh(settings, now) as run:
        run.tally.broken += broken
        summary = conclude(run)
    return Backfilled(source, first, last, walked, summary)


def _origin(settings: Settings) -> Origin:
    return "specimen" if settings.network or settings.specimens else "archive"


@contextmanager
def _alone(evidence: Path) -> Iterator[None]:
    """The archive is asked one thing at a time, by all of us together."""
    lock = FileLock(evidence.parent / "archive.lock")
    if not lock.try_acquire():
        raise CitewatchError("another backfill is at work, and the archive is asked one thing at a time. Wait for it.")
    try:
        yield
    finally:
        lock.release()
