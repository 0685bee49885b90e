"""Issues, sources, the log, and the overview."""

from __future__ import annotations

from starlette.responses import Response

from citewatch.checks.wording import plain
from citewatch.review.model import SourceDay
from citewatch.review.queue import items
from citewatch.review.web import charts
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors, missing
from citewatch.review.web.labels import family_class
from citewatch.review.web.pages import safe_url, words
from schemas.report import Report
from warehouse import queries

_ENTRIES = 50


def put(doors: Doors) -> None:
    """Put these pages on the site."""
    doors.get("/issues", issues)
    doors.get("/sources", sources)
    doors.get("/log", log)
    doors.get("/overview", overview)


def issues(ask: Ask) -> Response:
    core = ask.desk.core
    languages = {key: source.language for key, source in core.catalog.sources.items()}
    # Where the whole page can't be read, a person may enter any of its figures.
    figures = {key: tuple(source.figures) for key, source in core.catalog.sources.items()}
    return ask.page(
        "issues.html", items=core.issues(), labels=words(ask), languages=languages, figures=figures, safe_url=safe_url
    )


def sources(ask: Ask) -> Response:
    with ask.desk.connection() as connection:
        rows = queries.sources(connection)
    days: dict[str, list[SourceDay]] = {}
    for day in ask.desk.core.overview(None, today=ask.desk.now().date()).calendar:
        days.setdefault(day.source_id, []).append(day)

    def spoken(source_id: str) -> str:
        found = days.get(source_id, [])
        good = sum(day.state in ("ok", "not_modified") for day in found)
        return ask.tongue.say("%(good)s of %(all)s attempts gave the page", good=good, all=len(found))

    return ask.page("sources.html", rows=rows, days=days, spoken=spoken, labels=words(ask))


def log(ask: Ask) -> Response:
    before = ask.query("after")
    entries = ask.desk.core.log(before=int(before) if before.isdigit() else None, limit=_ENTRIES)
    after = entries[-1].seq if len(entries) == _ENTRIES else None
    with ask.desk.connection() as view:
        shown = items(view, [*dict.fromkeys(one.alert_id for one in entries)], ask.desk.now().date())
    claims = {one.alert_id: f"{one.claim_id} {one.stated}"[:60] for one in shown}
    return ask.page("log.html", entries=entries, claims=claims, after=after, labels=words(ask))


def overview(ask: Ask) -> Response:
    report = chosen_report(ask, ask.query("report"))
    if report is None:
        return missing(ask, ask.tongue.say("There is no such report."))
    one = ask.desk.core.overview(report.id, today=ask.desk.now().date())
    known = words(ask)
    counted = [(known["verdict"][name], n) for name, n in one.verdicts.items()]
    chart = charts.bars(counted, ask.tongue.say("Claims by verdict; the table below says the same."))
    return ask.page(
        "overview.html", one=one, report=report, reports=ask.desk.core.catalog.reports, labels=known,
        family=family_class, chart=chart,
        freshness=plain(one.freshness_percent, 0) if one.freshness_percent is not None else "",
    )  # fmt: skip


def chosen_report(ask: Ask, wanted: str) -> Report | None:
    """The report of that id; without one, the first."""
    reports = ask.desk.core.catalog.reports
    return reports.get(wanted) if wanted else next(iter(reports.values()), None)
