"""Issues and sources."""

from __future__ import annotations

from starlette.responses import Response

from citewatch.review.model import SourceDay
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors
from citewatch.review.web.pages import safe_url, words
from warehouse import queries


def put(doors: Doors) -> None:
    """Put these pages on the site."""
    doors.get("/issues", issues)
    doors.get("/sources", sources)


def issues(ask: Ask) -> Response:
    core = ask.desk.core
    languages = {key: source.language for key, source in core.catalog.sources.items()}
    return ask.page("issues.html", items=core.issues(), labels=words(ask), languages=languages, safe_url=safe_url)


def sources(ask: Ask) -> Response:
    with ask.desk.connection() as connection:
        rows = queries.sources(connection)
    days: dict[str, list[SourceDay]] = {}

    def spoken(source_id: str) -> str:
        found = days.get(source_id, [])
        good = sum(day.state in ("ok", "not_modified") for day in found)
        return ask.tongue.say("%(good)s of %(all)s attempts gave the page", good=good, all=len(found))

    return ask.page("sources.html", rows=rows, days=days, spoken=spoken, labels=words(ask))
