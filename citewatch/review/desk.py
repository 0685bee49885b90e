"""The review desk: one object for a process that shows alerts and takes decisions. It knows nothing of the web."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from citewatch import catalog
from citewatch.catalog import Catalog
from citewatch.review import page, queue
from citewatch.review.deciding import Order, decide
from citewatch.review.model import AlertPage, Choice, Counts, Decided, Filter, IssueItem, QueuePage
from citewatch.settings import Settings
from schemas.decision import Act, Mistake
from warehouse.readers import Readers
from warehouse.store import Store


class ReviewDesk:
    """Reads the published copy, writes decisions in short transactions. Safe to share between threads.

    Times and days are passed in. Every method may raise the errors of the warehouse: nothing published yet, the other
    kind of data, a file that is held for too long.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(settings.warehouse_file, settings.kind)
        self.readers = Readers(self.store)
        self._loading = threading.Lock()
        self._catalog: tuple[tuple[tuple[str, int], ...], Catalog] | None = None
        if self.store.path.exists():
            # An older file is upgraded first: its published copy has no decisions yet.
            self.store.publish()

    @property
    def specimen(self) -> bool:
        return self.settings.kind == "specimen"

    @property
    def catalog(self) -> Catalog:
        """Reports and sources, read again when one of their files has changed."""
        mark = tuple(sorted((str(path), path.stat().st_mtime_ns) for path in _files(self.settings.catalogue)))
        with self._loading:
            if self._catalog is None or self._catalog[0] != mark:
                self._catalog = (mark, catalog.load(self.settings.catalogue))
            return self._catalog[1]

    def decide(
        self, choices: Sequence[Choice], act: Act, *, by: str, at: datetime, request_id: str, note: str = "",
        mistake: Mistake | None = None, assignee: str | None = None, until: date | None = None,
    ) -> tuple[Decided, ...]:  # fmt: skip
        """Write a decision on each alert; see `deciding.decide`. Raises BadDecision."""
        return decide(self.store, choices, Order(act, by, at, request_id, note, mistake, assignee, until))

    def publish(self) -> bool:
        """Bring the analysts' copy up to date; what this desk shows is so at once."""
        return self.store.publish()

    def close(self) -> None:
        self.readers.close()

    def queue(self, given: Filter, *, today: date, after: str | None = None, limit: int = 50) -> QueuePage:
        """What waits for a person, most serious first; `after` is the place where the page before ended."""
        with self.readers.look() as view:
            return queue.queue(view, given, today=today, after=after, limit=limit)

    def counts(self, given: Filter, *, today: date) -> Counts:
        with self.readers.look() as view:
            return queue.counts(view, given, today=today)

    def issues(self) -> tuple[IssueItem, ...]:
        """What stopped us, and what a person should open."""
        with self.readers.look() as view:
            return queue.issue_queue(view, self.catalog)

    def alert(self, alert_id: str, *, today: date) -> AlertPage:
        """Everything the page of one alert shows. Raises NoSuchAlert."""
        with self.readers.look() as view:
            return page.alert_page(view, self.catalog, alert_id, today=today, specimen=self.specimen)


def _files(folder: Path) -> list[Path]:
    return [path for name in ("reports", "extractors") for path in (folder / name).glob("*.yml")]
