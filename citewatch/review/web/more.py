"""Issues, sources, the log, and the overview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup
from starlette.responses import Response

from citewatch.catalog import Catalog
from citewatch.checks.wording import plain
from citewatch.review.model import IssueItem, SourceDay
from citewatch.review.overview import days
from citewatch.review.web import charts
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors, missing
from citewatch.review.web.labels import family_class
from citewatch.review.web.pages import safe_url, words
from schemas.report import Report
from warehouse import desk

_ENTRIES = 50
_MOST_TO_ENTER = 6
_FOUR_WEEKS = timedelta(days=27)


def put(doors: Doors) -> None:
    """Put these pages on the site."""
    doors.get("/issues", issues)
    doors.get("/sources", sources)
    doors.get("/log", log)
    doors.get("/overview", overview)


def issues(ask: Ask) -> Response:
    core = ask.desk.core
    languages = {key: source.language for key, source in core.catalog.sources.items()}
    return ask.page(
        "issues.html", items=core.issues(), labels=words(ask), languages=languages, safe_url=safe_url,
        enter=lambda one: to_enter(core.catalog, one),
    )  # fmt: skip


def to_enter(catalog: Catalog, one: IssueItem) -> list[tuple[str, str]]:
    """Figures that a person may enter, each with the claims it is for; where a whole page can't be read, any of its."""
    source = catalog.sources.get(one.source_id)
    names = one.figures or (tuple(source.figures) if source else ())
    claims: dict[str, list[str]] = {}
    for report in catalog.reports.values():
        for claim in report.claims.values():
            for ref in claim.refs:
                claims.setdefault(ref, []).append(f"{claim.id} {claim.says[:40]}")
    known = [(name, "、".join(claims.get(f"{one.source_id}.{name}", ())[:2])) for name in names]
    # What a claim waits for comes first.
    return sorted(known, key=lambda each: not each[1])[:_MOST_TO_ENTER]


def sources(ask: Ask) -> Response:
    with ask.desk.connection() as connection:
        rows = desk.sources(connection)
    health = Health(ask, [day for row in rows for day in days(row)])
    return ask.page("sources.html", rows=rows, health=health, labels=words(ask))


class Health:
    """The attempts of the four weeks before the newest one, source by source."""

    def __init__(self, ask: Ask, calendar: Sequence[SourceDay]) -> None:
        self._tongue, self._known = ask.tongue, words(ask)["capture"]
        self._days: dict[str, list[SourceDay]] = {}
        for day in calendar:
            self._days.setdefault(day.source_id, []).append(day)
        self.last = max((day.day for day in calendar), default=None)
        self.first = self.last - _FOUR_WEEKS if self.last else None

    def chart(self, source_id: str) -> Markup | str:
        """The source's days as a row of bars, which says in words what it shows."""
        found = self._days.get(source_id, [])
        if not found or self.first is None or self.last is None:
            return ""
        return charts.calendar(found, self.first, self.last, self._spoken(found))

    def ailing(self) -> list[str]:
        """Sources whose last attempt gave nothing."""
        newest = {name: max(found, key=lambda day: day.day) for name, found in self._days.items()}
        return sorted(name for name, day in newest.items() if day.state not in charts.READ)

    @property
    def asked(self) -> int:
        return len(self._days)

    def _spoken(self, found: Sequence[SourceDay]) -> str:
        good = sum(day.state in charts.READ for day in found)
        told = self._tongue.say("%(good)s of %(all)s attempts gave the page", good=good, all=len(found))
        bad = [f"{self._tongue.day(day.day)} {self._known[day.state]}" for day in found if day.state not in charts.READ]
        return "; ".join((told, *bad[-4:]))


def log(ask: Ask) -> Response:
    before = ask.query("after")
    entries = ask.desk.core.log(before=int(before) if before.isdigit() else None, limit=_ENTRIES)
    after = entries[-1].seq if len(entries) == _ENTRIES else None
    claims = ask.desk.core.named([one.alert_id for one in entries], today=ask.desk.now().date())
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
    cited = {ref.partition(".")[0] for claim in report.claims.values() for ref in claim.refs}
    health = Health(ask, [day for day in one.calendar if day.source_id in cited])
    return ask.page(
        "overview.html", one=one, report=report, reports=ask.desk.core.catalog.reports, labels=known,
        family=family_class, counted=counted, health=health, sources=ask.desk.core.catalog.sources,
        freshness=plain(one.freshness_percent, 0) if one.freshness_percent is not None else "",
    )  # fmt: skip


def chosen_report(ask: Ask, wanted: str) -> Report | None:
    """The report of that id; without one, the first."""
    reports = ask.desk.core.catalog.reports
    return reports.get(wanted) if wanted else next(iter(reports.values()), None)
