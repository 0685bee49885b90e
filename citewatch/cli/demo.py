"""`citewatch demo`: six refreshes over the specimens, then what they found."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime

from citewatch.backfill import backfill, source_of
from citewatch.cli.output import Screen
from citewatch.cli.views import show_claims
from citewatch.errors import CitewatchError, SettingsError
from citewatch.refresh import refresh
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from warehouse import queries
from warehouse.published import open_published
from warehouse.store import Store

DAYS = (
    date(2024, 7, 1), date(2024, 7, 8), date(2025, 4, 7), date(2025, 4, 14), date(2026, 11, 9), date(2026, 11, 16),
)  # fmt: skip
"""Two captures a week apart in each of three years: the second says aloud what the first saw."""


def demo(settings: Settings, screen: Screen, *, prefect: bool) -> None:
    folder = settings.catalogue / "specimens"
    if not folder.is_dir():
        raise SettingsError(f"{folder}: no specimens in this catalogue. The demo runs in a clone of citewatch.")
    began = time.monotonic()
    if prefect:
        _by_prefect(settings)
    else:
        _by_hand(settings, screen)
    _from_the_archive(settings, screen)
    with open_published(Store(settings.warehouse_file, "specimen").published) as connection:
        rows, alerts, runs = queries.claims(connection), queries.alerts(connection), queries.runs(connection)
    show_claims(rows, screen)
    if not screen.as_json:
        screen.line(
            f"{len(rows)} claims, {len(alerts)} open alerts, {len(runs)} runs so far; "
            f"{time.monotonic() - began:.1f} s and {_cpu_seconds():.1f} s of CPU, "
            f"{'with' if prefect else 'without'} Prefect{'' if prefect else ' (the flow: citewatch demo)'}."
        )
        if prefect:
            screen.line("The same six refreshes without Prefect: citewatch demo --no-prefect, in half the time.")
        screen.line(
            "Next (after `. .venv/bin/activate`): citewatch --specimens alerts | sources | show C01; --lang zh."
        )


def _cpu_seconds() -> float:
    """CPU of this process and of those it waited for: the flow runs in one of its own, with its server."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _by_hand(settings: Settings, screen: Screen) -> None:
    """The same functions, without Prefect."""
    with SpecimenSite(settings.catalogue / "specimens", settings.data / "specimen" / "site", DAYS[0]) as site:
        here = replace(settings, network=site.map_path)
        for day in DAYS:
            site.set_date(day)
            summary = asyncio.run(refresh(here, datetime(day.year, day.month, day.day, tzinfo=UTC), only_due=True))
            tally = summary.tally
            if not tally.due:
                screen.err.print(f"{day}: nothing due, this date has been read already")
                continue
            screen.err.print(
                f"{day}: {tally.captured} read, {tally.unchanged} unchanged, {tally.unreadable} not readable, "
                f"{len(summary.opened)} new alerts, {len(summary.closed)} closed"
            )


def _from_the_archive(settings: Settings, screen: Screen) -> None:
    """What no flow ever does by itself: the archived copies of the sources that the specimens have some of."""
    folder = settings.catalogue / "specimens"
    with SpecimenSite(folder, settings.data / "specimen" / "site", DAYS[-1]) as site:
        here = replace(settings, network=site.map_path)
        now = datetime(DAYS[-1].year, DAYS[-1].month, DAYS[-1].day, tzinfo=UTC)
        for name in dict.fromkeys(copy.source_id for copy in site.catalogue.copies):
            walked = asyncio.run(backfill(here, now, source_of(here, name))).walked
            screen.err.print(
                f"backfill {name}: {walked.listed} archived copies, {walked.fetched} new here; "
                f"{walked.requests} requests to the specimens' web.archive.org"
            )


def _by_prefect(settings: Settings) -> None:
    """A process of its own: the core and the command line never import Prefect."""
    command = [sys.executable, "-m", "flows.time_lapse", *(day.isoformat() for day in DAYS)]
    environment = {
        **os.environ,
        "CITEWATCH_CATALOGUE": str(settings.catalogue),
        "CITEWATCH_DATA": str(settings.data),
    }
    code = subprocess.call(command, env=environment)  # noqa: S603 - our own module
    if code:
        raise CitewatchError(
            f"the Prefect flow ended with {code}; its log is above. `citewatch demo --no-prefect` goes without."
        )
