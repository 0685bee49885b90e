"""`citewatch backfill`: what is going on while the archive is asked, and what its copies turned out to say."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from citewatch.backfill import Backfilled, backfill
from citewatch.cli.output import Row, Screen, text
from citewatch.run import archive_settings
from citewatch.settings import Settings
from schemas.source import Source


def backfill_with_progress(
    settings: Settings, now: datetime, source: Source, first: date, last: date | None, interval: timedelta | None,
    screen: Screen,
) -> Backfilled:  # fmt: skip
    """The backfill with a line on standard error that says what is done and how long the archive wants us to wait."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=screen.err, transient=True) as bar:
        task = bar.add_task(screen.say("asking"))
        fetching = archive_settings(settings)
        outside = fetching.outside

        async def wait(seconds: float) -> None:
            if seconds > fetching.per_host_delay_s:
                bar.update(task, description=screen.say("waiting").format(seconds))
            await outside.sleep(seconds)

        def tell(what: str, how: str) -> None:
            bar.update(task, description=f"{source.id}: {what}: {how}")

        return asyncio.run(
            backfill(
                settings, now, source, first=first, last=last, interval=interval, tell=tell,
                fetching=replace(fetching, outside=replace(outside, sleep=wait)),
            )
        )  # fmt: skip


def told(done: Backfilled, copies: Sequence[Row], screen: Screen) -> None:
    """What the archive has of the source, copy by copy, and what is new; or as JSON."""
    walked, summary = done.walked, done.summary
    if screen.as_json:
        screen.json(
            {
                "source": done.source.id, "from": done.first, "to": done.last, "listed": walked.listed,
                "fetched": walked.fetched, "known": walked.known, "passed_over": walked.passed_over,
                "requests": walked.requests, "missed": walked.missed, "stopped": walked.stopped or None,
                "observations": summary.tally.observations, "copies": list(copies),
                "new_alerts": list(summary.opened), "closed_alerts": list(summary.closed),
            }
        )  # fmt: skip
        return
    screen.banner()
    lines = [
        [f"{row['captured_at']:%Y-%m-%d %H:%M}", _state(row), _said(row), _read(row), row["capture_id"][:8]]
        for row in copies
    ]
    screen.table([screen.say(k) for k in ("archived", "state", "figures", "read", "capture")], lines, (0, 0, 14, 0, 0))
    screen.line(
        screen.say("backfilled").format(
            source=done.source.id, first=done.first, last=done.last, listed=walked.listed, fetched=walked.fetched,
            known=walked.known, passed=walked.passed_over, requests=walked.requests,
        )
    )  # fmt: skip
    for missed in walked.missed:
        screen.line(f"[yellow]{screen.say('missed')}[/] {text(missed)}")
    if walked.stopped:
        screen.line(f"[yellow]{screen.say('stopped')}[/] {text(walked.stopped)}")
        screen.line(screen.say("again"))
    for row in summary.opened:
        screen.line(f"[red]{screen.say('new_alert')}[/] {text(row['subject'])}")
    if summary.closed:
        screen.line(screen.say("alerts_closed").format(len(summary.closed)))


def _state(row: Row) -> str:
    return f"[{'green' if row['state'] == 'ok' else 'yellow'}]{row['state']}[/]"


def _said(row: Row) -> str:
    """What the copy prints, a line a figure; of one that could not be read, why."""
    if row["state"] != "ok":
        return f"[dim]{text(row['reason'])}[/]"
    return "\n".join(text(line) for line in row["printed"] or ()) or "–"


def _read(row: Row) -> str:
    return f"{row['read']}/{row['looked_for']}" if row["state"] == "ok" else "–"
