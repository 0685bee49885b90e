"""Issues, sources, the log, the overview and what changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from markupsafe import Markup
from starlette.responses import Response

from citewatch.catalog import Catalog
from citewatch.checks.wording import plain
from citewatch.review.model import IssueItem, SourceDay, SourcesPage
from citewatch.review.overview import waits_for
from citewatch.review.web import charts
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors, missing
from citewatch.review.web.labels import family_class
from citewatch.review.web.pages import safe_url, words
from citewatch.review.web.paging import asked, part
from schemas.report import Report
from warehouse.health import Wanted

_ENTRIES = 50
_ISSUES = 30
_SOURCES = 50
_CHANGES = 100
_MOST_TO_ENTER = 6
_FOUR_WEEKS = timedelta(days=27)


def put(doors: Doors) -> None:
    """Put these pages on the site."""
    doors.get("/issues", issues)
    doors.get("/sources", sources)
    doors.get("/log", log)
    doors.get("/overview", overview)
    doors.get("/changes", changes)


def issues(ask: Ask) -> Response:
    core = ask.desk.core
    languages = {key: source.language for key, source in core.catalog.sources.items()}
    cut = part(ask, core.count_issues(), _ISSUES)
    items = core.issues(first=cut.first, limit=_ISSUES)
    claims = waiting_claims(core.catalog, {one.source_id for one in items})
    return ask.page(
        "issues.html", items=items, cut=cut, labels=words(ask), languages=languages, safe_url=safe_url,
        enter=lambda one: to_enter(core.catalog, one, claims),
    )  # fmt: skip


def waiting_claims(catalog: Catalog, sources: Collection[str]) -> dict[str, list[str]]:
    """Figure, as `source.figure` → the claims that rest on it, in few words."""
    claims: dict[str, list[str]] = {}
    for report in catalog.reports.values():
        for claim in report.claims.values():
            for ref in claim.refs:
                if ref.partition(".")[0] in sources:
                    claims.setdefault(ref, []).append(f"{claim.id} {claim.says[:40]}")
    return claims


def to_enter(catalog: Catalog, one: IssueItem, claims: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Figures that a person may enter, each with the claims it is for; where a whole page can't be read, any of its."""
    source = catalog.sources.get(one.source_id)
    names = one.figures or (tuple(source.figures) if source else ())
    known = [(name, "、".join(claims.get(f"{one.source_id}.{name}", ())[:2])) for name in names]
    # What a claim waits for comes first.
    return sorted(known, key=lambda each: not each[1])[:_MOST_TO_ENTER]


def sources(ask: Ask) -> Response:
    core = ask.desk.core
    report, ailing = ask.query("report"), ask.query("show") == "ailing"
    named = waits_for(core.catalog, report) if report else None
    wanted = Wanted(ask.query("text"), ailing, named)
    found = core.sources(wanted, first=asked(ask), limit=_SOURCES)
    return ask.page(
        "sources.html", found=found, cut=part(ask, found.total, _SOURCES, ("report", "text", "show")),
        health=Health(ask, found), labels=words(ask),
        reports=core.catalog.reports, report=report, text=ask.query("text"), ailing=ailing,
    )  # fmt: skip


class Health:
    """The attempts of the four weeks before the newest one, source by source."""

    def __init__(self, ask: Ask, found: SourcesPage) -> None:
        self._tongue, self._known = ask.tongue, words(ask)["capture"]
        self.last = found.newest
        self.first = self.last - _FOUR_WEEKS if self.last else None

    def chart(self, days: Sequence[SourceDay]) -> Markup | str:
        """The source's days as a row of bars, which says in words what it shows."""
        if not days or self.first is None or self.last is None:
            return ""
        return charts.calendar(days, self.first, self.last, self._spoken(days))

    def _spoken(self, days: Sequence[SourceDay]) -> str:
        good = sum(day.state in charts.READ for day in days)
        told = self._tongue.say("%(good)s of %(all)s attempts gave the page", good=good, all=len(days))
        bad = [f"{self._tongue.day(day.day)} {self._known[day.state]}" for day in days if day.state not in charts.READ]
        return "; ".join((told, *bad[-4:]))


def log(ask: Ask) -> Response:
    before = ask.query("after")
    entries = ask.desk.core.log(before=int(before) if before.isdigit() else None, limit=_ENTRIES)
    after = entries[-1].seq if len(entries) == _ENTRIES else None
    claims = ask.desk.core.named([one.alert_id for one in entries])
    return ask.page("log.html", entries=entries, claims=claims, after=after, labels=words(ask))


def overview(ask: Ask) -> Response:
    report = chosen_report(ask, ask.query("report"))
    if report is None:
        return missing(ask, ask.tongue.say("There is no such report."))
    one = ask.desk.core.overview(report.id, today=ask.desk.now().date())
    known = words(ask)
    most = max(one.verdicts.values(), default=0)
    counted = [
        (name, one.verdicts[name], charts.bar(one.verdicts[name], most, family_class(name)))
        for name in known["verdict"] if name in one.verdicts
    ]  # fmt: skip
    return ask.page(
        "overview.html", one=one, report=report, reports=ask.desk.core.catalog.reports, labels=known,
        family=family_class, counted=counted, health=Health(ask, one.ailing),
        freshness=plain(one.freshness_percent, 0) if one.freshness_percent is not None else "",
    )  # fmt: skip


def changes(ask: Ask) -> Response:
    """Every headline that changed, where the overview shows the first."""
    report = chosen_report(ask, ask.query("report"))
    if report is None:
        return missing(ask, ask.tongue.say("There is no such report."))
    cut = part(ask, ask.desk.core.count_changes(report.id), _CHANGES, ("report",))
    rows = ask.desk.core.changes(report.id, first=cut.first, limit=_CHANGES)
    return ask.page("changes.html", rows=rows, cut=cut, report=report, labels=words(ask))


def chosen_report(ask: Ask, wanted: str) -> Report | None:
    """The report of that id; without one, the first."""
    reports = ask.desk.core.catalog.reports
    return reports.get(wanted) if wanted else next(iter(reports.values()), None)
