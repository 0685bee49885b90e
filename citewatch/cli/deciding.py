"""`citewatch review list | show | decide`: the queue for scripts and for those who like a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, cast, get_args
from uuid import uuid4

import typer

from citewatch.cli import EXIT_DISAGREES, EXIT_INPUT
from citewatch.cli.chosen import Json, chosen, open_screen
from citewatch.cli.output import text
from citewatch.cli.reviewing import review as review
from schemas.decision import Act, Mistake, ReviewState
from schemas.finding import Verdict

if TYPE_CHECKING:
    from citewatch.review.desk import ReviewDesk

_DAY = ["%Y-%m-%d"]


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@contextmanager
def _desk() -> Iterator[ReviewDesk]:
    from citewatch.review.desk import ReviewDesk

    desk = ReviewDesk(chosen().settings)
    try:
        yield desk
    finally:
        desk.close()


@review.command("list")
def list_queue(
    report: Annotated[str | None, typer.Option(help="Only this report.")] = None,
    verdict: Annotated[str | None, typer.Option(help="Only this verdict.")] = None,
    state: Annotated[str | None, typer.Option(help="Only this state; else open and acknowledged.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=1000)] = 50,
    as_json: Json = False,
) -> None:
    """What waits for a person, most serious first."""
    from citewatch.review.model import Filter

    screen = open_screen(as_json)
    given = Filter(report=report, verdict=cast("Verdict | None", verdict), state=cast("ReviewState | None", state))
    with _desk() as desk:
        items = desk.queue(given, today=_now().date(), limit=limit).items
    if as_json:
        screen.json([asdict(item) for item in items])
    else:
        screen.banner()
        lines = [
            [item.alert_id[:8], item.claim_id, screen.verdict(item.verdict), text(item.says),
             text(item.reason.zh if chosen().lang == "zh" else item.reason.en),
             text(f"{item.state} {item.assignee or ''}") + (f" +{len(item.alert_ids) - 1}" if item.is_group else "")]
            for item in items
        ]  # fmt: skip
        screen.table(["id", *(screen.say(k) for k in ("claim", "verdict", "printed", "why", "state"))], lines,
                     (0, 0, 4, 5, 15, 4))  # fmt: skip
    raise typer.Exit(EXIT_DISAGREES if items else 0)


@review.command("show")
def show_alert(
    alert: Annotated[str, typer.Argument(help="Alert id, or the beginning of it.")], as_json: Json = False
) -> None:
    """One alert with all that is known of it and all that was decided."""
    screen = open_screen(as_json)
    with _desk() as desk:
        page = desk.alert(desk.whole_id(alert), today=_now().date())
    if as_json:
        screen.json(asdict(page))
        return
    zh = chosen().lang == "zh"
    screen.banner()
    screen.line(f"[bold]{page.claim_id}[/] {text(page.says)}  ({text(page.section)} {text(page.place)})")
    screen.line(f"  {screen.verdict(page.verdict)}: {text(page.reason.zh if zh else page.reason.en)}")
    if page.suggestion:
        screen.line(f"  [bold]{text(page.suggestion.zh if zh else page.suggestion.en)}[/]")
    if page.sentence:
        screen.line(f"  {text(page.sentence)}")
    for baseline in page.baselines:
        screen.line(f"  {baseline.name.replace('_', ' ')}: {text(baseline.text)} {text(baseline.by)}")
    if page.capture:
        screen.line(f"  {text(page.capture.final_url)}  {page.capture.replay}")
    screen.line(f"  {page.state} (version {page.version}); {', '.join(page.acts)}")
    for entry in (*page.log, *page.earlier):
        screen.line(f"  {text(entry.at)} {text(entry.by)} {entry.act} → {entry.state} {text(entry.note)}")


@review.command("decide")
def decide_alert(
    alert: Annotated[str, typer.Argument(help="Alert id, or the beginning of it.")],
    act: Annotated[str, typer.Argument(help=f"One of {', '.join(get_args(Act))}.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    version: Annotated[int | None, typer.Option(help="The version you saw; without it the one of this moment.")] = None,
    note: Annotated[str, typer.Option(help="Why; accept, dismiss, reopen and note need it.")] = "",
    mistake: Annotated[str | None, typer.Option(help=f"For dismiss: {', '.join(get_args(Mistake))}.")] = None,
    assignee: Annotated[str | None, typer.Option(help="For assign: who; nobody if left out.")] = None,
    until: Annotated[datetime | None, typer.Option(help="For snooze: the day it is shown again.", formats=_DAY)] = None,
    request: Annotated[str | None, typer.Option(help="Id of this request: sent twice, it is written once.")] = None,
    as_json: Json = False,
) -> None:
    """Decide on one alert; refused if somebody else was faster."""
    from citewatch.review.model import Choice

    screen, now = open_screen(as_json), _now()
    with _desk() as desk:
        whole = desk.whole_id(alert)
        seen = version if version is not None else desk.alert(whole, today=now.date()).version
        (answer,) = desk.decide(
            [Choice(whole, seen)], cast("Act", act), by=by, at=now, request_id=request or uuid4().hex, note=note,
            mistake=cast("Mistake | None", mistake), assignee=assignee, until=until.date() if until else None,
        )  # fmt: skip
        desk.publish()
    if as_json:
        screen.json(asdict(answer))
    else:
        why = answer.why.zh if chosen().lang == "zh" else answer.why.en
        screen.line(f"{answer.outcome}: {answer.state} (version {answer.version}) {text(why)}")
    raise typer.Exit(0 if answer.outcome in ("done", "again") else EXIT_INPUT)
