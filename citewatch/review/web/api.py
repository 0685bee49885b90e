"""The JSON API: what the pages show, for programs, with its OpenAPI description. It reads only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Request

from citewatch import __version__
from citewatch.review.model import AlertPage, Counts, ErrataSheet, Filter, IssueItem, Overview, QueuePage
from citewatch.review.page import NoSuchAlert
from citewatch.review.web.desk import Desk
from schemas.decision import ReviewState
from schemas.finding import Verdict

First = Annotated[int, Query(ge=0, le=10**9, description="The row to begin with; 0 is the first.")]
Limit = Annotated[int, Query(ge=1, le=200)]
Allowed = Callable[[Request], Awaitable[None]]


def api(desk: Desk, allowed: Allowed) -> FastAPI:
    """The app under /api; `allowed` raises for whom it does not know."""
    app = FastAPI(
        title="citewatch review", version=__version__, docs_url=None, redoc_url=None,
        description="Alerts, issues and errata of watched reports. Values are exact decimals, written as text.",
    )  # fmt: skip
    known = [Depends(allowed)]

    def today() -> date:
        return desk.now().date()

    @app.get("/alerts", dependencies=known, summary="The queue, most serious first")
    def alerts(
        report: str | None = None,
        verdict: Verdict | None = None,
        state: ReviewState | None = None,
        text: str = "",
        after: Annotated[str | None, Query(description="`after` of the answer before.")] = None,
        before: Annotated[str | None, Query(description="`before` of the answer after.")] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> QueuePage:
        given = Filter(report=report, verdict=verdict, state=state, text=text)
        return desk.core.queue(given, today=today(), after=after, before=before, limit=limit)

    @app.get("/counts", dependencies=known, summary="How many alerts wait, by what one can filter on")
    def counts(report: str | None = None) -> Counts:
        return desk.core.counts(Filter(report=report), today=today())

    @app.get("/alerts/{alert_id}", dependencies=known, summary="One alert in full")
    def alert(alert_id: str) -> AlertPage:
        try:
            return desk.core.alert(alert_id, today=today())
        except NoSuchAlert as error:
            raise HTTPException(404, str(error)) from error

    @app.get("/issues", dependencies=known, summary="What stopped us")
    def issues(first: First = 0, limit: Limit = 50) -> tuple[IssueItem, ...]:
        return desk.core.issues(first=first, limit=limit)

    @app.get("/reports/{report_id}/overview", dependencies=known, summary="A report at a glance")
    def overview(report_id: str) -> Overview:
        _known(report_id)
        return desk.core.overview(report_id, today=today())

    @app.get("/reports/{report_id}/errata", dependencies=known, summary="What the report should correct")
    def errata(report_id: str, first: First = 0, limit: Limit = 50) -> ErrataSheet:
        _known(report_id)
        return desk.core.errata(report_id, today=today(), first=first, limit=limit)

    def _known(report_id: str) -> None:
        if report_id not in desk.core.catalog.reports:
            raise HTTPException(404, f"no report {report_id}")

    return app
