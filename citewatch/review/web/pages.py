"""The queue, and what all pages of alerts share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import get_args
from urllib.parse import urlencode, urlsplit

from starlette.responses import Response

from citewatch.review.model import Counts, Filter, QueueItem
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors
from citewatch.review.web.labels import family_class, labels
from citewatch.review.web.sessions import fresh_token
from citewatch.review.web.tongue import Tongue
from schemas.decision import ReviewState
from schemas.finding import Verdict

_ON_A_PAGE = 30
_FILTERS = ("report", "section", "publisher", "verdict", "state", "assignee")


def put(doors: Doors) -> None:
    """Put this page on the site."""
    doors.get("/", queue)


def queue(ask: Ask) -> Response:
    core, today = ask.desk.core, ask.desk.now().date()
    given = filter_of(ask)
    places = {name: ask.query(name) or None for name in ("after", "before")}
    page = core.queue(given, today=today, after=places["after"], before=places["before"], limit=_ON_A_PAGE)
    counts = core.counts(given, today=today)
    asked = {name: ask.query(name) for name in (*_FILTERS, "text", "group", "snoozed", "closed") if ask.query(name)}

    def link(**more: str) -> str:
        wanted = {name: value for name, value in {**asked, **more}.items() if value}
        return f"/?{urlencode(wanted)}" if wanted else "/"

    return ask.page(
        "queue.html", page=page, seen=lambda one: in_few_words(one, ask.tongue), gist=gist, counts=counts,
        filter=given, filtered=bool(asked), back=link(), chosen={name: ask.query(name) for name in _FILTERS},
        choices=_choices(ask, counts), calm=core.calm(), labels=words(ask), family=family_class, who=who(ask),
        # A report may have left the catalogue while its alerts wait for the next refresh.
        languages=defaultdict(str, {key: report.language for key, report in core.catalog.reports.items()}),
        request_id=fresh_token(),
        choice=lambda one: " ".join(f"{i}:{v}" for i, v in zip(one.alert_ids, one.versions, strict=True)),
        people=_people(ask, counts), title=ask.tongue.say("What needs a person"), link=link,
    )  # fmt: skip


def filter_of(ask: Ask) -> Filter:
    """The filter of the address; what is no verdict or state is left out."""
    verdict, state = ask.query("verdict"), ask.query("state")
    return Filter(
        report=ask.query("report") or None, section=ask.query("section") or None,
        publisher=ask.query("publisher") or None, source=ask.query("source") or None,
        verdict=verdict if verdict in get_args(Verdict) else None,  # type: ignore[arg-type]
        state=state if state in get_args(ReviewState) else None,  # type: ignore[arg-type]
        assignee={"": None, "-": ""}.get(ask.query("assignee"), ask.query("assignee")), text=ask.query("text"),
        group=ask.query("group") or None, snoozed=ask.query("snoozed") == "1", closed=ask.query("closed") == "1",
    )  # fmt: skip


def words(ask: Ask) -> dict[str, dict[str, str]]:
    return labels(ask.tongue.lang)


def who(ask: Ask) -> str:
    """The name that the last decision from this browser was signed with; with accounts, the account's."""
    if ask.visitor and ask.visitor.name:
        return ask.visitor.name
    return unquoted(ask.request.cookies.get("who", ""))


def safe_url(url: str | None) -> str:
    """An address that may become a link: http and https only, else nothing."""
    return url if url and urlsplit(url).scheme in ("http", "https") else ""


def unquoted(text: str) -> str:
    from urllib.parse import unquote

    return "".join(c for c in unquote(text) if c.isprintable())[:80]


def in_few_words(one: QueueItem, tongue: Tongue) -> str:
    """What the source prints; a term of the closed list is no text of the source, and the sentence says it in words."""
    observed = one.observed or ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", observed):
        return tongue.day(date.fromisoformat(observed))
    return "" if "_" in observed and " " not in observed else observed


def gist(reason: str) -> str:
    """The first sentence of a reason; the rest, often the same for all figures of a source, stands with the alert."""
    return re.split(r"(?<=。)|(?<=[a-z0-9)%”]\.) (?=[A-Z])", reason, maxsplit=1)[0]


def _choices(ask: Ask, counts: Counts) -> list[tuple[str, str, list[tuple[str, str, int | None]]]]:
    """The filters: name, label, and the values with how many alerts each has."""
    say, known = ask.tongue.say, words(ask)
    nobody = say("nobody")
    rows: Sequence[tuple[str, str, dict[str, int], dict[str, str]]] = (
        ("report", say("Report"), counts.reports, {k: r.title for k, r in ask.desk.core.catalog.reports.items()}),
        ("section", say("Section"), counts.sections, {}),
        ("publisher", say("Publisher"), counts.publishers, {}),
        ("verdict", say("Verdict"), counts.verdicts, known["verdict"]),
        ("state", say("State"), counts.states, known["state"]),
        ("assignee", say("Assigned to"), {k or "-": n for k, n in counts.assignees.items()}, {"-": nobody}),
    )  # fmt: skip
    return [
        (name, label, [(value, shown.get(value, value), count) for value, count in _with(ask.query(name), found)])
        for name, label, found, shown in rows
    ]


def _with(chosen: str, found: dict[str, int]) -> list[tuple[str, int | None]]:
    """The counted values; the chosen one stays among them even if it has too few alerts to be counted."""
    counted: list[tuple[str, int | None]] = [(value, count) for value, count in found.items() if value]
    return counted if not chosen or chosen in found else [*counted, (chosen, None)]


def _people(ask: Ask, counts: Counts) -> list[str]:
    able = [account.name for account in ask.desk.accounts.values() if account.role != "reader"]
    return sorted({*able, *(name for name in counts.assignees if name), *filter(None, [who(ask)])})
