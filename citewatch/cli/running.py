"""`citewatch run`: the progress on the screen, and what a run has to tell at its end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from citewatch import redacted, sinks
from citewatch.cli.output import Screen, text
from citewatch.fetch import Client, FetchRequest
from citewatch.hops import Refresh
from citewatch.refresh import conclude
from citewatch.run import Summary
from citewatch.settings import Settings
from schemas.alert import Message
from schemas.ids import stable_id
from warehouse.errors import AtWork, WrongKind


def run_once(settings: Settings, now: datetime, only: Sequence[str] | None, due: bool, screen: Screen) -> Summary:
    """All six hops with a progress bar on standard error."""

    async def go() -> Summary:
        async with Refresh(settings, now) as run:
            sources = run.due(only, all_of_them=not due)
            run.tally.due = len(sources)
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            with Progress(*columns, console=screen.err, transient=True) as bar:
                task = bar.add_task("reading sources", total=len(sources))

                def step(source_id: str, state: str) -> None:
                    bar.update(task, advance=1, description=f"{source_id}: {state}")

                if sources:
                    client, archive = await run.open()
                    await run.collect(sources, client, archive, step)
                    await client.hang_up()
            return conclude(run)

    try:
        return asyncio.run(go())
    except (AtWork, WrongKind):
        raise  # another refresh is at work, as it should be; or this one was started on somebody else's file
    except Exception as error:
        if not screen.err.is_terminal:
            sinks.tell_failure(settings, stopped(settings, now, error))
        raise


def stopped(settings: Settings, now: datetime, error: Exception) -> Message:
    """What people are told when a refresh ends before its time that a schedule of their own started, as Prefect's hook
    tells of its runs: nobody reads what that one prints. The same reason has one id a day: cron may begin often."""
    body = "\n".join([
        f"The refresh of {now:%Y-%m-%d %H:%M} UTC could not go on; the next one tries again. What is wrong:",
        redacted.line(error),
        f"{now:%Y-%m-%d %H:%M} UTC 的更新無法繼續，下次更新會再嘗試。原因見上方英文說明。",
    ])  # fmt: skip
    number = stable_id("run_failed", str(settings.place), f"{now:%Y-%m-%d}", redacted.line(error))
    return Message(
        number, "", "run_failed", "A refresh failed 更新失敗", body, now.astimezone(UTC).replace(tzinfo=None), None
    )


def told(summary: Summary, screen: Screen) -> None:
    """What this run did and what is new, in a few lines; or as JSON."""
    tally = summary.tally
    if screen.as_json:
        screen.json(
            {
                "run_id": summary.run_id, "now": summary.now, "due": tally.due, "captured": tally.captured,
                "unchanged": tally.unchanged, "unreadable": tally.unreadable, "observations": tally.observations,
                "findings": len(summary.findings), "new_alerts": list(summary.opened),
                "closed_alerts": list(summary.closed), "messages_sent": summary.sent,
                "messages_waiting": summary.unsent,
                "issues": [
                    {"source": i.source_id, "figure": i.figure, "kind": i.kind, "expected": i.expected,
                     "found": i.found, "remedy": i.remedy}
                    for i in summary.issues
                ],
            }
        )  # fmt: skip
        return
    screen.banner()
    screen.line(
        f"{tally.due} sources: {tally.captured} read, {tally.unchanged} unchanged, {tally.unreadable} could not be "
        f"read; {tally.observations} new observations, {tally.reread} kept pages read again."
    )
    for row in summary.opened:
        screen.line(f"[red]new alert[/] {text(row['subject'])}")
    if summary.closed:
        screen.line(f"{len(summary.closed)} alerts closed.")
    for issue in summary.issues:
        where = f"{issue.source_id}.{issue.figure}" if issue.figure else issue.source_id
        screen.line(f"[yellow]issue[/] {text(where)}: {issue.kind}: {text(issue.found[:240])}")
        screen.line(f"      {text(issue.remedy)}")
    if summary.unsent:
        screen.line(f"[yellow]{summary.unsent} messages could not be sent[/]; the next run tries again.")
    screen.line("See `citewatch findings`, `citewatch alerts`, `citewatch sources`.")


async def preview(settings: Settings, now: datetime, only: Sequence[str] | None, screen: Screen) -> None:
    """--dry-run: fetch and read, print what was found; no evidence, no warehouse."""
    from citewatch.read import read  # a run that finds nothing new does without the reading library

    run = Refresh(settings, now)
    answers: list[dict[str, object]] = []
    async with Client(run.fetching, run.network) as client:
        for source in run.due(only, all_of_them=True):
            for route in source.routes_for(run.origin):
                fetched = await client.fetch(FetchRequest(source.id, route.name, route.url, run.now, origin=run.origin))
                capture = fetched.capture
                answers.append(
                    {"source": source.id, "route": route.name, "state": capture.state, "reason": capture.reason}
                )
                if capture.state != "ok":
                    continue
                for reading in read(
                    source, route, fetched.body, capture.full_type, capture.final_url,
                    body_digest=capture.body_digest, reader_digest=run.reader_digest(source),
                    folder=settings.catalogue / "extractors",
                ):  # fmt: skip
                    answers.append({
                        "source": source.id, "figure": reading.figure, "outcome": reading.outcome,
                        "printed": reading.as_printed, "value": reading.value, "date": reading.date,
                        "label": reading.label, "why": reading.found,
                    })  # fmt: skip
                break
    if screen.as_json:
        screen.json(answers)
        return
    screen.banner()
    for row in answers:
        if "figure" in row:
            printed = f"“{text(row['printed'])}”" if row["printed"] else text(str(row["why"])[:200])
            screen.line(f"  {text(row['figure'])}: {row['outcome']}: {printed}")
        else:
            screen.line(f"{text(row['source'])} ({text(row['route'])}): {row['state']}: {text(row['reason'])}")
