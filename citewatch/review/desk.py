"""The review desk: one object for a process that shows alerts and takes decisions. It knows nothing of the web."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from citewatch import catalog
from citewatch.catalog import Catalog
from citewatch.review import overview, page, queue
from citewatch.review.deciding import Order, decide
from citewatch.review.difference import contents, text_diff
from citewatch.review.model import (
    AlertPage,
    Calm,
    Changed,
    Choice,
    Counts,
    Decided,
    Entered,
    ErrataSheet,
    Erratum,
    FeedPage,
    Filter,
    IssueItem,
    Logged,
    Overview,
    QueuePage,
    SourcesPage,
    TextDiff,
)
from citewatch.review.person import enter
from citewatch.settings import Settings
from schemas.decision import Act, Mistake, PersonReading
from warehouse import desk as warehouse_desk
from warehouse import queries, waiting
from warehouse.ask import Connection
from warehouse.health import Wanted
from warehouse.place import open_warehouse
from warehouse.readers import Readers

_TEXTS = 200
"""Differences of texts kept in memory; one has some kilobytes."""


class ReviewDesk:
    """Reads the published copy, writes decisions in short transactions. Safe to share between threads.

    Times and days are passed in. Every method may raise the errors of the warehouse: nothing published yet, the other
    kind of data, a file that is held for too long.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = open_warehouse(settings.place, settings.kind)
        self.readers = Readers(self.store)
        self._loading = threading.Lock()
        self._catalog: tuple[tuple[tuple[str, int], ...], Catalog] | None = None
        self._look_again_at = 0.0
        self._texts: OrderedDict[tuple[str, ...], TextDiff] = OrderedDict()
        if self.store.exists():
            # An older warehouse is upgraded first: its published copy has no decisions yet.
            self.publish()

    @property
    def specimen(self) -> bool:
        return self.settings.kind == "specimen"

    @property
    def catalog(self) -> Catalog:
        """Reports and sources, read again when one of their files has changed; looked for once a second."""
        now = time.monotonic()
        known = self._catalog
        if known is not None and now < self._look_again_at:
            return known[1]
        mark = tuple(sorted((str(path), path.stat().st_mtime_ns) for path in _files(self.settings.catalogue)))
        with self._loading:
            if self._catalog is None or self._catalog[0] != mark:
                self._catalog = (mark, catalog.load(self.settings.catalogue))
            self._look_again_at = now + 1.0
            return self._catalog[1]

    def calm(self) -> Calm:
        """What an empty queue says."""
        return self.readers.kept("calm", queue.calm)

    def whole_id(self, beginning: str) -> str:
        """The one alert whose id begins so. Raises NoSuchAlert."""
        with self.readers.look() as view:
            found = warehouse_desk.ids_beginning(view, beginning)
        if len(found) != 1:
            raise page.NoSuchAlert(f"{len(found)} alerts begin with {beginning!r}: `citewatch review list` names them.")
        return found[0]

    def named(self, alert_ids: Sequence[str]) -> dict[str, str]:
        """Alert id → claim and printed form, in few words."""
        with self.readers.look() as view:
            return {name: text[:60] for name, text in waiting.named(view, [*dict.fromkeys(alert_ids)]).items()}

    def newest(self, report_id: str, *, after: str | None = None, limit: int) -> FeedPage:
        """A report's waiting alerts, the newest first; `after` is the place where the part before ended."""
        with self.readers.look() as view:
            return queue.newest(view, report_id, after, limit)

    def alert_with_text(self, alert_id: str, *, today: date) -> tuple[AlertPage, TextDiff | None]:
        """The same as `alert`, and how the text around the figure changed, for which the evidence is read; None for an
        alert that rests on no page. Raises NoSuchAlert."""
        with self.readers.look() as view:
            told = page.alert_page(view, self.catalog, alert_id, today=today, specimen=self.specimen)
            return told.page, self._text_diff(view, told)

    def _text_diff(self, view: Connection, told: page.Told) -> TextDiff | None:
        rests = contents(view, told)
        if rests is None:
            return None
        # Evidence never changes: what two contents print is read once.
        key = (rests.sentence, *(str(row["capture_id"]) for row in rests.captures))
        if rests.gone is None and (known := self._texts.get(key)) is not None:
            return known
        made = text_diff(view, self.catalog, self.settings.evidence, rests, specimen=self.specimen)
        if not made.trouble:
            self._texts[key] = made
            while len(self._texts) > _TEXTS:
                self._texts.popitem(last=False)
        return made

    def overview(self, report_id: str | None, *, today: date) -> Overview:
        with self.readers.look() as view:
            return overview.overview(view, self.catalog, report_id, today=today)

    def changes(self, report_id: str | None, *, first: int, limit: int) -> tuple[Changed, ...]:
        """Some of the headlines that are others than a week before the last refresh."""
        with self.readers.look() as view:
            return overview.changes(view, report_id, first, limit)

    def count_changes(self, report_id: str | None) -> int:
        with self.readers.look() as view:
            return warehouse_desk.count_changes(view, report_id)

    def sources(self, wanted: Wanted, *, first: int, limit: int) -> SourcesPage:
        """Some of the sources that fit, as of the end of the last refresh."""
        with self.readers.look() as view:
            return overview.sources(view, wanted, first, limit)

    def errata(self, report_id: str, *, today: date, first: int = 0, limit: int = 500) -> ErrataSheet:
        """What a report should print otherwise, in its own language: `limit` rows from the one numbered `first` on."""
        with self.readers.look() as view:
            return overview.errata(view, report_id, first, limit, today=today)

    def decided(self, report_id: str, *, size: int = 200) -> Iterator[tuple[Erratum, ...]]:
        """The differences of a report that somebody confirmed, for others to read, as many at a time as `size`; all
        of one moment, however long that takes."""
        with self.readers.look() as view:
            yield from overview.decided(view, report_id, size)

    def claims(self, report_id: str) -> Iterator[Mapping[str, Any]]:
        """Every claim of a report with its verdicts, one after the other; all of one moment."""
        with self.readers.look() as view:
            yield from queries.each_claim(view, report_id)

    def log(self, *, before: int | None = None, limit: int = 100) -> tuple[Logged, ...]:
        """The audit log, newest first; `before` is the `seq` of the oldest entry seen."""
        with self.readers.look() as view:
            return tuple(page.logged(row) for row in warehouse_desk.whole_log(view, before, limit))

    def decide(
        self, choices: Sequence[Choice], act: Act, *, by: str, at: datetime, request_id: str, note: str = "",
        mistake: Mistake | None = None, assignee: str | None = None, until: date | None = None, others: bool = True,
    ) -> tuple[Decided, ...]:  # fmt: skip
        """Write a decision on each alert; see `deciding.decide`. Raises BadDecision."""
        return decide(self.store, choices, Order(act, by, at, request_id, note, mistake, assignee, until, others))

    def enter(self, given: PersonReading, body: bytes, *, now: datetime) -> Entered:
        """Take what a person read, with a file that shows it or none. Raises NotEntered."""
        return enter(self.settings, self.store, self.catalog, given, body, now)

    def publish(self) -> bool:
        """Bring the analysts' copy up to date; what this desk shows is so at once.

        Not beside a refresh, which is half done and publishes at its end.
        """
        return not self.store.is_refreshing() and self.store.publish()

    def close(self) -> None:
        self.readers.close()
        self.store.close()

    def queue(
        self, given: Filter, *, today: date, after: str | None = None, before: str | None = None, limit: int = 50
    ) -> QueuePage:
        """What waits for a person, most serious first; `after` is the place where the page before ended, `before` that
        where the page after began."""
        with self.readers.look() as view:
            return queue.queue(view, given, today=today, after=after, before=before, limit=limit)

    def neighbours(self, alert_id: str, *, today: date) -> tuple[str | None, str | None]:
        """The alerts before and after this one in the whole queue; for one that does not wait, the first of them."""
        with self.readers.look() as view:
            return waiting.neighbours(view, alert_id, today)

    def counts(self, given: Filter, *, today: date) -> Counts:
        def before(view: Connection) -> queue.Counted:
            return queue.counted(view, given, today=today)

        def made(view: Connection, published: queue.Counted) -> Counts:
            return queue.counts(view, given, published, today=today)

        return self.readers.kept_on((given, today), before, made)

    def warm(self, *, today: date) -> None:
        """Open a copy that was just published, and look at what its first page needs; free if it is none."""

        def made(view: Connection) -> bool:
            return bool(queue.queue(view, Filter(), today=today, limit=1))

        self.readers.kept(("warm", today), made)
        self.counts(Filter(), today=today)
        self.calm()

    def issues(self, *, first: int = 0, limit: int = 200) -> tuple[IssueItem, ...]:
        """What stopped us, and what a person should open: `limit` of them from the one numbered `first` on."""
        with self.readers.look() as view:
            return queue.issue_queue(view, self.catalog, first, limit)

    def count_issues(self) -> int:
        with self.readers.look() as view:
            return warehouse_desk.count_issues(view)

    def alert(self, alert_id: str, *, today: date) -> AlertPage:
        """Everything the page of one alert shows. Raises NoSuchAlert."""
        with self.readers.look() as view:
            return page.alert_page(view, self.catalog, alert_id, today=today, specimen=self.specimen).page


def _files(folder: Path) -> list[Path]:
    return [path for name in ("reports", "extractors") for path in (folder / name).glob("*.yml")]
