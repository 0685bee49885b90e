"""What a run works with and what it has to tell at its end."""

from __future__ import annotations

import os
import resource
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from citewatch.catalog import Catalog
from citewatch.errors import SettingsError
from citewatch.fetch import FetchRequest, FetchSettings
from citewatch.settings import Settings
from schemas.capture import Capture, Origin
from schemas.finding import Finding
from schemas.issue import Issue
from schemas.observation import Reading
from schemas.source import Route, Source
from warehouse.write import Broken


@dataclass(frozen=True, slots=True)
class Collected:
    """One source after hops 2 and 3: its captures in the order tried, and what was read in the last."""

    source: Source
    captures: tuple[Capture, ...]
    readings: tuple[Reading, ...] = ()
    pictures: tuple[Capture, ...] = ()
    """The fetches of the pictures that its figures stand in."""

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

    @property
    def is_blind(self) -> bool:
        """There were sources to read, and none could be: a dead network looks like that."""
        return self.due > 0 and self.captured + self.unchanged == 0

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
    findings: Collection[Finding]
    issues: tuple[Issue, ...]
    opened: Sequence[dict[str, object]]
    closed: tuple[str, ...]
    sent: int
    unsent: int


CLOCK_SLACK = timedelta(minutes=5)


def check_clock(now: datetime, newest: datetime | None) -> None:
    """Refuse to run before what is stored: what was read then would stay the newest, and nothing new would count.

    Raises:
        SettingsError: the clock says less than the newest capture, by more than clocks are put right every day.
    """
    if newest is not None and newest.replace(tzinfo=UTC) - now > CLOCK_SLACK:
        raise SettingsError(
            f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, and the newest capture in the warehouse is of "
            f"{newest:%Y-%m-%d %H:%M} UTC: one of them is wrong, so nothing was fetched. Put the clock right; if it "
            "was wrong at the last refresh, restore the backup from before that one."
        )


_DESCRIPTORS = 60
"""What a run opens besides its connections: warehouse, evidence, look-ups, the reader of pictures and more."""


def check_descriptors(connections: int) -> None:
    """Make sure that files can be opened to the end of the run: the database ends the whole process if one can't be.

    Raises:
        SettingsError: the limit is too low, and may not be raised by us.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = max((int(name) for name in os.listdir("/dev/fd")), default=0) + 1  # noqa: PTH208 - names, not paths
    wanted = used + connections + _DESCRIPTORS
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise SettingsError(
            f"This process may have {hard} files open, and a refresh may need {wanted} file descriptors. Nothing was "
            f"started: raise the limit, with ulimit -n {wanted} or LimitNOFILE= of its service."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def request(source: Source, route: Route, last: Capture | None, now: datetime, origin: Origin) -> FetchRequest:
    """What to ask of a route; with the validators of the newest whole page that came by it."""
    if last is None:
        return FetchRequest(source.id, route.name, route.url, now, origin=origin)
    return FetchRequest(
        source.id, route.name, route.url, now, origin=origin, etag=last.etag, last_modified=last.last_modified,
        validated_url=last.final_url,
    )  # fmt: skip


def fetch_settings(settings: Settings) -> FetchSettings:
    """Manners of a live run; a specimen site on this machine needs no pause between requests."""
    if settings.network:
        return FetchSettings(per_host_delay_s=0.0, max_crawl_delay_s=0.0, backoff_base_s=0.1)
    return FetchSettings(contact=settings.contact, allowed_private=settings.allowed_private)


def archive_settings(settings: Settings) -> FetchSettings:
    """Manners towards the public archive: one request at a time, and long pauses when it has had enough.

    It refuses connections to those who hurry and says 429 mostly without a Retry-After; its own people ask for a
    minute then. Its index takes long to answer.
    """
    if settings.network:
        return FetchSettings(per_host_delay_s=0.0, max_crawl_delay_s=0.0, backoff_base_s=0.1)
    return FetchSettings(
        contact=settings.contact,
        allowed_private=settings.allowed_private,
        per_host_delay_s=settings.archive_delay_s,
        max_crawl_delay_s=120.0,
        max_concurrent=1,
        read_timeout_s=120.0,
        total_timeout_s=600.0,
        attempts=5,
        backoff_least_s=60.0,
        backoff_base_s=30.0,
        backoff_cap_s=600.0,
        max_retry_after_s=1800.0,
    )


def accepted(of: Catalog) -> dict[tuple[str, str, str], str]:
    """(report, claim, check) → the observed text a person accepted."""
    return {
        (report.id, claim.id, item.check): item.observed
        for report in of.reports.values()
        for claim in report.claims.values()
        for item in claim.accepted
    }
