"""How an installation is, in numbers: for `/healthz`, `/metrics`, the watchdog and the doctor."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from citewatch.settings import Settings
from schemas.source import INTERVAL
from warehouse import queries
from warehouse.ask import Connection
from warehouse.place import asking, open_published, open_warehouse

PATIENCE = 2
"""Intervals without a refresh that succeeded, after which somebody is told."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """As of the readers' copy, so asking never waits for a refresh and never holds one up."""

    at: datetime
    succeeded_at: datetime | None
    """When the newest refresh had begun that came to its end and was not blind, nor ran since one that was."""
    interval: timedelta | None
    """Of the source that is read most often."""
    due: int
    """Sources that refresh was to read, and below what became of them."""
    captured: int
    unchanged: int
    unreadable: int
    open_alerts: Mapping[str, int]
    """Verdict → number."""
    open_issues: Mapping[str, int]
    """Kind → number."""
    claims: Mapping[str, int]
    """What the report's claims are now, by verdict family."""
    unsent: int
    warehouse_bytes: int
    evidence_bytes: int
    free_bytes: int

    @property
    def is_blind(self) -> bool:
        """The newest refresh had sources to read and could read none: a dead network looks like that."""
        return self.due > 0 and self.captured + self.unchanged == 0

    @property
    def is_late(self) -> bool:
        """No refresh has succeeded for two intervals, or ever; or the last one is yet to come, by this clock."""
        if self.succeeded_at is None or self.interval is None:
            return True
        return abs(self.at - self.succeeded_at) > PATIENCE * self.interval


def vitals(settings: Settings, now: datetime, connection: Connection | None = None) -> Vitals:
    """`connection`: of whoever has the readers' copy open anyway.

    Raises:
        NotPublished: there is no readers' copy yet.
        WarehouseError: it can't be read.
        OSError: neither can the evidence, or how full the disk is.
    """
    store = open_warehouse(settings.place, settings.kind)
    try:
        if connection is not None:
            return _vitals(settings, now, connection, store.size())
        with asking(store.published), open_published(store.published, settings.kind) as own:
            return _vitals(settings, now, own, store.size())
    finally:
        store.close()


def _vitals(settings: Settings, now: datetime, connection: Connection, size: int) -> Vitals:
    last = queries.last_success(connection)
    # A machine that only looks at a lake has no folder of its own yet.
    place = settings.data if settings.lake else settings.warehouse_file.parent
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    every = [row["every"] for row in queries.sources(connection)]
    counted = queries.counts(connection)
    return Vitals(
        at=now,
        succeeded_at=last["sighted_at"].replace(tzinfo=UTC) if last and last["sighted_at"] else None,
        # A newer release may know a word for an interval that this one does not.
        interval=min((INTERVAL[one] for one in every if one in INTERVAL), default=None),
        due=last["due"] if last else 0,
        captured=last["captured"] if last else 0,
        unchanged=last["unchanged"] if last else 0,
        unreadable=last["unreadable"] if last else 0,
        open_alerts=counted["alert"],
        open_issues=counted["issue"],
        claims=counted["claim"],
        unsent=counted["message"].get("unsent", 0),
        warehouse_bytes=size,
        evidence_bytes=sum(map(_size, settings.evidence.glob("*.warc.gz"))),
        free_bytes=shutil.disk_usage(there).free,
    )


def _size(path: Path) -> int:
    """In bytes; nothing for a file that retention has just taken away."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
