"""`/healthz` and `/metrics`: for monitors, which have no account. Neither waits for a refresh."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import replace
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from citewatch.metrics import CONTENT_TYPE, metrics
from citewatch.review.web.desk import Desk
from citewatch.settings import Settings
from citewatch.vitals import Vitals, vitals
from warehouse.errors import NotPublished, WarehouseError
from warehouse.place import asking

_KEPT_S = 10.0


def routes(settings: Settings, desk: Desk) -> list[Route]:
    """Health says one word and no figure; metrics need a token where people need an account."""

    looked: dict[str, tuple[float, Vitals]] = {}

    def found() -> Vitals:
        """Monitors ask often: what is ten seconds old will do."""
        last = looked.get("last")
        if last is None or time.monotonic() - last[0] > _KEPT_S:
            with asking(settings.place), desk.connection() as connection:
                looked["last"] = last = (time.monotonic(), vitals(settings, datetime.now(UTC), connection))
        return replace(last[1], at=datetime.now(UTC))

    def health(_: Request) -> Response:
        try:
            late = found().is_late
        except (WarehouseError, OSError):
            return PlainTextResponse("no figures to read\n", 503)
        # Specimens are of fixed days: how long ago that was says nothing.
        late = late and settings.kind == "live"
        return PlainTextResponse("late\n" if late else "ok\n", 503 if late else 200)

    def shown(request: Request) -> Response:
        if desk.guarded and not _is_monitor(request):
            return PlainTextResponse("Send CITEWATCH_METRICS_TOKEN as a bearer token.\n", 401)
        try:
            told = metrics(found())
        except NotPublished:
            told = metrics(None)
        except (WarehouseError, OSError):
            told = metrics(None, is_unreadable=True)
        return PlainTextResponse(told, media_type=CONTENT_TYPE)

    return [Route("/healthz", health), Route("/metrics", shown)]


def _is_monitor(request: Request) -> bool:
    token = os.environ.get("CITEWATCH_METRICS_TOKEN", "")
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return bool(token) and secrets.compare_digest(given.encode(), token.encode())
