"""The commands of whoever keeps an installation: is it well, back it up, put a backup in place."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from citewatch.cli import EXIT_ISSUES
from citewatch.cli.chosen import Json, chosen, open_screen
from citewatch.cli.output import text
from citewatch.errors import CitewatchError


class Sample(StrEnum):
    """As `warehouse.disposal.Sample`, for the command line."""

    month = "month"
    quarter = "quarter"
    year = "year"
    change = "change"


_MARKS = {"ok": "[green]ok[/]", "warning": "[yellow]warning[/]", "error": "[red]error[/]"}


def doctor(
    as_json: Json = False,
    mend: Annotated[
        bool, typer.Option("--mend", help="First make anew the tables that only repeat captures and readings.")
    ] = False,
) -> None:
    """Look at versions, disk, catalogue, warehouse, evidence and schedule, and say what is wrong and what to do."""
    from citewatch import doctor
    from citewatch.doctor import examine

    settings, screen = chosen().settings, open_screen(as_json)
    mended = doctor.mend(settings) if mend else []
    if mended and not as_json:
        screen.line(f"Made anew: {', '.join(mended)}.")
    found = examine(settings, datetime.now(UTC))
    if as_json:
        screen.json([{"name": one.name, "state": one.state, "en": one.says.en, "zh": one.says.zh} for one in found])
    else:
        screen.banner()
        for one in found:
            words = one.says.zh if chosen().lang == "zh" else one.says.en
            screen.line(f"{_MARKS[one.state]}  {one.name}: {text(words)}")
    raise typer.Exit(EXIT_ISSUES if any(one.state == "error" for one in found) else 0)


def metrics() -> None:
    """Print the state of this installation for Prometheus, as the review app does at /metrics."""
    from citewatch import redacted
    from citewatch.looking import look
    from citewatch.metrics import metrics as shown
    from warehouse.errors import NotPublished, WarehouseError

    try:
        told = shown(look(chosen().settings, datetime.now(UTC)))
    except NotPublished:
        told = shown(None)
    except (WarehouseError, OSError) as error:
        # No failure: what scrapes the output must get the metric that says so.
        typer.echo(f"citewatch: {redacted.line(error)}", err=True)
        told = shown(None, is_unreadable=True)
    typer.echo(told, nl=False)


def watchdog() -> None:
    """Look whether refreshes still succeed; tell when they have stopped or can't be seen, and when they are back."""
    from citewatch.alerts import SinkError
    from citewatch.watchdog import watch

    screen = open_screen()
    try:
        seen = watch(chosen().settings, datetime.now(UTC))
    except SinkError as error:
        raise CitewatchError(f"The message could not be sent: {error}") from error
    went = " A message went out." if seen.told else ""
    if seen.trouble:
        screen.line(text(f"Whether refreshes succeed can't be seen: {seen.trouble}{went}"))
        raise typer.Exit(EXIT_ISSUES)
    last = f"{seen.succeeded_at:%Y-%m-%d %H:%M} UTC" if seen.succeeded_at else "never"
    screen.line(f"Last refresh that succeeded: {last}.{went}")
    raise typer.Exit(EXIT_ISSUES if seen.is_late else 0)


def backup(
    to: Annotated[Path | None, typer.Option(help="Folder of backups. [backups/ in the data folder]")] = None,
    keep: Annotated[int | None, typer.Option(min=1, help="Remove all but this many of the newest. [all stay]")] = None,
) -> None:
    """Copy warehouse and evidence into a new folder; unchanged evidence is linked to the backup before."""
    from citewatch.backup import backup as make

    settings = chosen().settings
    made = make(settings, (to or settings.data / "backups").absolute(), datetime.now(UTC), keep=keep)
    open_screen().line(text(f"{made.folder}: {made.files} files, {made.size:,} bytes."))


def restore(
    folder: Annotated[Path, typer.Argument(help="A folder that `citewatch backup` made.")],
    replace: Annotated[bool, typer.Option("--replace", help="Set aside what is there now.")] = False,
) -> None:
    """Put a backup in place, after comparing every file with its digest."""
    from citewatch.backup import restore as put

    settings = chosen().settings
    manifest = put(settings, folder, replace=replace)
    open_screen().line(text(f"{settings.place}: as of {manifest.made_at:%Y-%m-%d %H:%M} UTC."))


def tidy(
    days: Annotated[int, typer.Option(min=1, help="States younger than this can still be asked for.")] = 90,
) -> None:
    """Many machines: put a lake's small files together and let go of its old states. No row changes."""
    from citewatch import tidying

    open_screen().line(text(tidying.told(tidying.tidy(chosen().settings, datetime.now(UTC), days))))


def retention(
    days: Annotated[int | None, typer.Option(min=1, help="Everything younger stays. [CITEWATCH_KEEP_DAYS]")] = None,
    sample: Annotated[
        Sample | None,
        typer.Option(
            help="Of what is older and did not change, keep one a month, quarter or year. [CITEWATCH_KEEP_SAMPLE]"
        ),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Remove it. Without this, only say what would go.")] = False,
    as_json: Json = False,
) -> None:
    """Let go of old evidence that nothing cites: bytes go, rows stay. Alone it only says what would go."""
    from citewatch import retention as core

    settings, screen = chosen().settings, open_screen(as_json)
    if (wanted := days or settings.keep_days) is None:
        raise CitewatchError("No rule is set, so all evidence is kept. Give --days, or set CITEWATCH_KEEP_DAYS.")
    policy = core.Policy(wanted, sample.value if sample else settings.keep_sample)
    now = datetime.now(UTC)
    found = core.apply(settings, policy, now) if apply else core.look(settings, policy, now)
    if as_json:
        screen.json({"rule": policy.rule, "applied": apply, **asdict(found)})
        return
    screen.banner()
    screen.line(text(f"Rule: {policy.rule}."))
    about, went = ("", "went") if apply else ("about ", "would go")
    screen.line(
        text(
            f"{found.captures:,} of {found.of_captures:,} captures {went}, {about}{found.bytes / 1e6:,.1f} MB in "
            f"{found.files:,} files."
        )
    )
    for source_id, (captures, size) in sorted(found.by_source.items(), key=lambda told: -told[1][1]):
        screen.line(text(f"  {source_id}: {captures:,} captures, {about}{size / 1e6:,.1f} MB"))
    if found.captures and not apply:
        screen.line("Nothing was removed. Back up, then add --apply.")
