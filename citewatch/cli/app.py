"""The commands. Each reads its options, calls the core, and prints."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from citewatch import __version__, catalog
from citewatch.cli import EXIT_DISAGREES, EXIT_INPUT, EXIT_ISSUES, analysts, upkeep
from citewatch.cli.chosen import Json, choose, chosen, open_screen, published
from citewatch.cli.deciding import review
from citewatch.cli.output import text
from citewatch.cli.playing import network, specimens
from citewatch.errors import CitewatchError, SettingsError
from citewatch.settings import Settings, from_environment
from schemas.collector import made_to_stay

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Continuous integration for the numbers in a published report.",
    epilog="Exit codes: 0 nothing to tell, 1 a bug, 2 wrong usage or bad input, 3 issues, 4 disagreements.",
)
new = typer.Typer(no_args_is_help=True, help="Write the first draft of a report or a source.")
app.add_typer(new, name="new")
app.add_typer(review, name="review")

_DAY = ["%Y-%m-%d"]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"citewatch {__version__}")
        raise typer.Exit


@app.callback()
def options(
    catalogue: Annotated[
        Path | None, typer.Option(help="Folder with reports/ and extractors/. [CITEWATCH_CATALOGUE]")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for warehouse and evidence. [CITEWATCH_DATA]")] = None,
    warehouse: Annotated[
        str | None, typer.Option(help="Warehouse file, or ducklake:postgres:… for many machines. [CITEWATCH_WAREHOUSE]")
    ] = None,
    network: Annotated[
        Path | None, typer.Option(help="Network map of a running specimen site. [CITEWATCH_NETWORK]")
    ] = None,
    specimens: Annotated[bool, typer.Option("--specimens", help="Use the specimens and their own warehouse.")] = False,
    lang: Annotated[
        str, typer.Option(help="en or zh (Traditional Chinese). [CITEWATCH_LANG]", envvar="CITEWATCH_LANG")
    ] = "en",
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if lang not in ("en", "zh"):
        raise typer.BadParameter("en or zh", param_hint="--lang")
    settings = from_environment(catalogue=catalogue, data=data, warehouse=warehouse, network=network)
    settings = replace(settings, specimens=specimens)
    choose(settings, "zh" if lang == "zh" else "en")


@app.command()
def lint(as_json: Json = False) -> None:
    """Check the catalogue and its saved cases; no network."""
    from citewatch.cases import check_cases

    settings, screen = chosen().settings, open_screen(as_json)
    try:
        found = catalog.load(settings.catalogue)
    except CitewatchError as error:
        if not as_json:
            raise
        screen.json({"reports": 0, "sources": 0, "problems": str(error).splitlines()})
        raise typer.Exit(EXIT_INPUT) from None
    problems = [*catalog.misprints(found), *check_cases(found)]
    if as_json:
        screen.json({"reports": len(found.reports), "sources": len(found.sources), "problems": problems})
    else:
        for problem in problems:
            screen.line(text(problem))
        claims = sum(len(report.claims) for report in found.reports.values())
        screen.line(
            f"{len(found.reports)} reports, {claims} claims, {len(found.sources)} sources, "
            f"{found.figures_watched} figures watched; {len(problems)} problems."
        )
    raise typer.Exit(EXIT_INPUT if problems else 0)


@app.command()
def run(
    report: Annotated[str | None, typer.Argument(help="Only the sources of this report.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be given again.")] = None,
    due: Annotated[bool, typer.Option("--due", help="Only sources whose interval has passed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Fetch and read, print, store nothing.")] = False,
    now: Annotated[datetime | None, typer.Option(help="Run as of this moment (UTC); for specimens.")] = None,
    as_json: Json = False,
) -> None:
    """Fetch, read, store, check, alert: all six hops."""
    with made_to_stay():
        from citewatch.cli.running import preview, run_once, told

    picked, screen = chosen(), open_screen(as_json)
    moment = now.replace(tzinfo=UTC) if now else datetime.now(UTC)
    if now and picked.settings.kind == "live":
        raise SettingsError("--now is for specimens: a live run happens now. Add --specimens.")
    only = _wanted(picked.settings, report, source) if report or source else None
    with network(picked.settings, moment.date()) as settings:
        if dry_run:
            asyncio.run(preview(settings, moment, only, screen))
            return
        summary = run_once(settings, moment, only, due, screen)
    told(summary, screen)
    disagrees = bool(summary.opened)
    raise typer.Exit(EXIT_DISAGREES if disagrees else EXIT_ISSUES if summary.issues else 0)


def _wanted(settings: Settings, report: str | None, source: list[str] | None) -> list[str] | None:
    from citewatch.checks.judge import cited_sources

    loaded = catalog.load(settings.catalogue)
    for name in source or ():
        if name not in loaded.sources:
            raise CitewatchError(f"no source {name}: see `citewatch sources` or ls extractors/.")
    if report is None:
        return source
    if report not in loaded.reports:
        raise CitewatchError(f"no report {report}: there are {', '.join(loaded.reports) or 'none'}.")
    of_report = cited_sources([loaded.reports[report]], loaded)
    return sorted(of_report & set(source) if source else of_report)


@app.command()
def backfill(
    source: Annotated[str, typer.Argument(help="Source id.")],
    first: Annotated[
        datetime | None, typer.Option("--from", help="First day of the copies wanted.", formats=_DAY)
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", help="Last day of the copies wanted.", formats=_DAY)] = None,
    every: Annotated[
        str | None, typer.Option(help="At most one good copy an hour, day, week or month; else as often as it is read.")
    ] = None,
    now: Annotated[datetime | None, typer.Option(help="Run as of this moment (UTC); for specimens.")] = None,
    as_json: Json = False,
) -> None:
    """Fetch what the Wayback Machine kept of a source, so that claims are judged by what stood there at their time."""
    from citewatch.backfill import FIRST, source_of
    from citewatch.cli.backfilling import backfill_with_progress, told
    from schemas.source import INTERVAL
    from warehouse import queries

    picked, screen = chosen(), open_screen(as_json)
    if every is not None and every not in INTERVAL:
        raise typer.BadParameter(", ".join(INTERVAL), param_hint="--every")
    if now and picked.settings.kind == "live":
        raise SettingsError("--now is for specimens: a live run happens now. Add --specimens.")
    moment = now.replace(tzinfo=UTC) if now else datetime.now(UTC)
    with network(picked.settings, moment.date()) as settings:
        found = source_of(settings, source)
        done = backfill_with_progress(
            settings, moment, found, first.date() if first else FIRST, last.date() if last else None,
            INTERVAL[every] if every else None, screen,
        )  # fmt: skip
    with published() as connection:
        copies = queries.archived_copies(connection, source, done.first, done.last)
    told(done, copies, screen)
    stopped = done.walked.stopped or done.walked.missed
    raise typer.Exit(EXIT_ISSUES if stopped else EXIT_DISAGREES if done.summary.opened else 0)


@app.command()
def demo(
    prefect: Annotated[bool, typer.Option(help="Run the Prefect flow, or the same functions without it.")] = True,
    as_json: Json = False,
) -> None:
    """Time-lapse over the specimens: six refreshes from 2024 to 2026, then what they found."""
    from citewatch.cli.demo import demo as show

    settings = replace(chosen().settings, specimens=True)
    choose(settings, chosen().lang)
    show(settings, open_screen(as_json), prefect=prefect)


@app.command()
def findings(
    report: Annotated[str | None, typer.Argument(help="Only this report.")] = None, as_json: Json = False
) -> None:
    """Every claim with its two answers: right at the report's date, right now."""
    from citewatch.cli.views import show_claims
    from warehouse import queries

    screen = open_screen(as_json)
    with published() as connection:
        rows = queries.claims(connection, report)
    if report and not rows:
        raise CitewatchError(f"no report {report} has been run yet; `citewatch run {report}` does it.")
    show_claims(rows, screen)
    if any(row["now_family"] == "disagrees" for row in rows):
        raise typer.Exit(EXIT_DISAGREES)


@app.command()
def alerts(
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False, as_json: Json = False
) -> None:
    """What needs a person, most serious first."""
    from citewatch.cli.views import show_alerts
    from warehouse import queries

    with published() as connection:
        rows = queries.alerts(connection, everything=everything)
    show_alerts(rows, open_screen(as_json))
    if any(row["state"] == "open" for row in rows):
        raise typer.Exit(EXIT_DISAGREES)


@app.command()
def sources(as_json: Json = False) -> None:
    """Health of every source, planned ones included, and what stands in our way."""
    from citewatch.cli.views import show_sources
    from warehouse import queries

    with published() as connection:
        rows, found = queries.sources(connection), queries.issues(connection)
    show_sources(rows, found, open_screen(as_json))
    if found:
        raise typer.Exit(EXIT_ISSUES)


@app.command()
def show(
    claim: Annotated[str, typer.Argument(help="Claim id, such as C01.")],
    report: Annotated[str | None, typer.Option(help="Where several reports have that id.")] = None,
    as_json: Json = False,
) -> None:
    """One claim in full: both values, difference, sentence, evidence, history."""
    from citewatch.cli.views import show_claim
    from warehouse import queries

    with published() as connection:
        found = queries.claim(connection, claim, report)
        if not found:
            raise CitewatchError(f"no claim {claim}: `citewatch findings` lists them.")
        if len(found) > 1:
            names = ", ".join(row["report_id"] for row in found)
            raise CitewatchError(f"{claim} is in several reports ({names}): add --report.")
        row = found[0]
        rows = queries.findings(connection, row["report_id"], row["claim_id"])
        refs = dict.fromkeys(f"{r['source_id']}.{r['figure']}" for r in rows if r["source_id"] and r["figure"])
        history = {ref: queries.figure_history(connection, ref) for ref in refs}
    show_claim(row, rows, history, open_screen(as_json))


@app.command()
def replay(
    capture: Annotated[str, typer.Argument(help="Capture id, or the beginning of it.")],
    body: Annotated[Path | None, typer.Option(help="Write the kept bytes to this file.")] = None,
    as_json: Json = False,
) -> None:
    """Read the kept bytes of a capture again, with no network, and compare with what is stored."""
    from citewatch.cli.views import show_replay
    from citewatch.replay import replay as again

    settings = chosen().settings
    with published() as connection:
        answer = again(connection, settings, catalog.load(settings.catalogue), capture)
    if body is not None:
        body.write_bytes(answer.body)
    show_replay(answer, open_screen(as_json))
    if answer.changed:
        raise typer.Exit(EXIT_ISSUES)


@app.command()
def save(
    source: Annotated[str, typer.Argument(help="Source id.")],
    now: Annotated[datetime | None, typer.Option(help="For specimens: the date to fetch at.")] = None,
) -> None:
    """Fetch a source and write it as a saved case, with what the reader made of it for you to check."""
    from citewatch.cases import save_case

    picked = chosen()
    moment = now.replace(tzinfo=UTC) if now else datetime.now(UTC)
    loaded = catalog.load(picked.settings.catalogue)
    if source not in loaded.sources:
        raise CitewatchError(f"no source {source}: write extractors/{source}.yml first (`citewatch new source`).")
    with network(picked.settings, moment.date()) as settings:
        folder = asyncio.run(save_case(settings, loaded, loaded.sources[source], moment))
    open_screen().line(text(f"{folder}: read expected.json, correct it by the page, then run `citewatch lint`."))
    if picked.settings.kind == "live":
        open_screen().line("The page is somebody else's work: keep it to yourself, or cut it to the part being read.")


@app.command()
def locate(
    report: Annotated[str, typer.Argument(help="Report id.")],
    claim: Annotated[str, typer.Argument(help="Claim id, such as C01.")],
    url: Annotated[str | None, typer.Option(help="A page to look on.")] = None,
    file: Annotated[Path | None, typer.Option(help="A page saved by hand.")] = None,
    source: Annotated[str | None, typer.Option(help="A source to look on; the cited one if left out.")] = None,
    now: Annotated[datetime | None, typer.Option(help="For specimens: the date to fetch at.")] = None,
    as_json: Json = False,
) -> None:
    """Look where a claim's printed value stands on a page, and propose how to declare it."""
    from citewatch.cli import locating

    settings, screen = chosen().settings, open_screen(as_json)
    loaded = catalog.load(settings.catalogue)
    found, stated = locating.claim_of(loaded, report, claim)
    if sum(1 for one in (url, file, source) if one is not None) > 1:
        raise CitewatchError("give one of --url, --file and --source.")
    if file is not None:
        answer = locating.from_file(file)
    else:
        cited = source or ("" if url else (stated.cites or "").partition(".")[0])
        if cited and cited not in loaded.sources:
            raise CitewatchError(f"no source {cited}: see `citewatch sources` or ls extractors/.")
        if not (cited or url):
            raise CitewatchError(f"{claim} names no source: give --url, --file or --source.")
        moment = now.replace(tzinfo=UTC) if now else datetime.now(UTC)
        with network(settings, moment.date()) as reached:
            answer = asyncio.run(locating.from_web(reached, moment, url or "", loaded.sources.get(cited)))
    proposals = locating.proposals(loaded, found, stated, answer)
    locating.told(stated, proposals, screen)
    raise typer.Exit(0 if any(locating.stands(one) for one in proposals) else EXIT_ISSUES)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port of the Prefect server on this machine.")] = 4200,
    review_port: Annotated[int, typer.Option(help="Port of the review desk on this machine.")] = 8642,
) -> None:
    """Prefect server, worker, deployments and review desk on this machine; Ctrl-C stops them all."""
    # A process of its own: the core and this command line never import Prefect.
    settings = chosen().settings
    command = [sys.executable, "-m", "flows.serve", "--port", str(port), "--review-port", str(review_port)]
    command += ["--catalogue", str(settings.catalogue), "--data", str(settings.data)]
    if settings.network:
        command += ["--network", str(settings.network)]
    # By the environment, as every process below it is told where the warehouse is.
    stored = {"CITEWATCH_WAREHOUSE": str(settings.place)} if settings.lake or settings.warehouse else {}
    files = {"CITEWATCH_LAKE": settings.lake.files} if settings.lake else {}
    raise typer.Exit(subprocess.call(command, env={**os.environ, **stored, **files}))  # noqa: S603 - our own module


@new.command("source")
def new_source(name: str, url: str) -> None:
    """Write extractors/NAME.yml with every key explained."""
    from citewatch.drafts import draft_source

    path = draft_source(chosen().settings.catalogue, name, url)
    open_screen().line(text(f"{path}: fill in the figures, then `citewatch save {name}` and `citewatch lint`."))


@new.command("report")
def new_report(name: str) -> None:
    """Write reports/NAME.yml with every key explained."""
    from citewatch.drafts import draft_report

    path = draft_report(chosen().settings.catalogue, name)
    open_screen().line(text(f"{path}: fill in the claims, then `citewatch lint`."))


app.command()(specimens)
app.command()(analysts.sql)
app.command()(analysts.export)
app.command()(upkeep.doctor)
app.command()(upkeep.metrics)
app.command()(upkeep.watchdog)
app.command()(upkeep.backup)
app.command()(upkeep.restore)
app.command()(upkeep.retention)
app.command()(upkeep.tidy)
