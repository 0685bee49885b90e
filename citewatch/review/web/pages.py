"""The queue and the page of one alert."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, get_args
from urllib.parse import urlencode, urlsplit

from starlette.responses import Response

from citewatch.checks.wording import chinese, english, multiple, plain
from citewatch.review.model import AlertPage, Counts, Filter, QueueItem
from citewatch.review.page import NoSuchAlert
from citewatch.review.web import charts
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors, missing
from citewatch.review.web.labels import family_class, labels
from citewatch.review.web.sessions import fresh_token
from citewatch.review.web.tongue import Tongue
from schemas.decision import ReviewState
from schemas.finding import Verdict

_ON_A_PAGE = 30
_FILTERS = ("report", "section", "publisher", "verdict", "state", "assignee")


def put(doors: Doors) -> None:
    """Put these pages on the site."""
    doors.get("/", queue)
    doors.get("/alerts/{alert}", alert)


def queue(ask: Ask) -> Response:
    core, today = ask.desk.core, ask.desk.now().date()
    given = filter_of(ask)
    page = core.queue(given, today=today, after=ask.query("after") or None, limit=_ON_A_PAGE)
    counts = core.counts(given, today=today)
    asked = {name: ask.query(name) for name in (*_FILTERS, "text", "group", "snoozed", "closed") if ask.query(name)}

    def link(**more: str) -> str:
        wanted = {name: value for name, value in {**asked, **more}.items() if value}
        return f"/?{urlencode(wanted)}" if wanted else "/"

    return ask.page(
        "queue.html", page=page, seen=in_few_words, counts=counts,
        filter=given, filtered=bool(asked), back=link(), chosen={name: ask.query(name) for name in _FILTERS},
        choices=_choices(ask, counts), calm=core.calm(), labels=words(ask), family=family_class, who=who(ask),
        languages={key: report.language for key, report in core.catalog.reports.items()}, request_id=fresh_token(),
        choice=lambda one: " ".join(f"{i}:{v}" for i, v in zip(one.alert_ids, one.versions, strict=True)),
        people=_people(ask, counts), title=ask.tongue.say("What needs a person"), link=link,
    )  # fmt: skip


def alert(ask: Ask) -> Response:
    try:
        one = ask.desk.core.alert(ask.request.path_params["alert"], today=ask.desk.now().date())
    except NoSuchAlert:
        return missing(ask, ask.tongue.say("There is no such alert."))
    return alert_page(ask, one)


def alert_page(ask: Ask, one: AlertPage, *, status: int = 200, conflict: str = "", unfolded: str = "",
               kept: dict[str, str] | None = None) -> Response:  # fmt: skip
    """The page of one alert; after a refused decision with what was refused and what had been typed."""
    core, tongue = ask.desk.core, ask.tongue
    previous, following = _beside(ask, one)
    source = core.catalog.sources.get(one.source_id or "")
    numbers = one.stated_value is not None and one.observed_value is not None
    return ask.page(
        "alert.html", status, one=one, labels=words(ask), family=family_class, who=who(ask), request_id=fresh_token(),
        queue_path="/", previous=previous, following=following, source_language=source.language if source else "",
        observed=shown_value(one.observed, one.sentence, one.span),
        stated_words=_unless(tongue.pick(one.stated_in_words), one.stated) if numbers else "",
        observed_words=_unless(tongue.pick(one.observed_in_words), one.observed) if numbers else "",
        difference=difference(one, tongue), fix=correction(one, tongue), answers=_answers(one),
        chart=charts.history(one.history, one.stated_value, one.unit, tongue),
        archived=any(point.archived for point in one.history),
        editions=len({point.edition for point in one.history}) > 1, diff=core.text_diff(one.alert_id),
        live_url=safe_url(one.capture.final_url if one.capture else one.live_url),
        archive_url=safe_url(one.capture.archived_url if one.capture else None) if not one.specimen else "",
        ways=_ways(ask, one), conflict=conflict, unfolded=unfolded, kept={"note": "", "mistake": "", **(kept or {})},
        reading_path=f"/readings/{one.source_id}/{one.figure}" if one.source_id and one.figure else "",
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


def shown_value(observed: str | None, sentence: str | None, span: tuple[int, int] | None) -> str:
    """What the source prints, in few words: the span where what was observed is a code or a whole sentence."""
    if observed and sentence and span and (observed not in sentence or observed == sentence):
        printed = sentence[span[0] : span[1]]
        return "" if printed == sentence and len(sentence) > 60 else printed
    return observed or ""


def difference(one: AlertPage, tongue: Tongue) -> str:
    """Absolute and relative, in the claim's unit; empty without two numbers."""
    if one.difference is None or not one.difference:
        return ""
    chinese_ = tongue.lang == "zh"
    amount = abs(one.difference)
    unit = "pp" if one.unit == "%" else one.unit
    text = chinese(amount, unit, like=one.says) if chinese_ else english(amount, unit)
    more, less = tongue.say("the source gives %(amount)s more"), tongue.say("the source gives %(amount)s less")
    parts = [(more if one.difference > 0 else less) % {"amount": text}]
    if one.ratio is not None and one.ratio > 0 and (one.ratio >= 3 or one.ratio <= Decimal("0.34")):
        parts.append(tongue.say("%(times)s what the report prints", times=tongue.pick(multiple(one.ratio)).strip()))
    elif one.relative is not None and one.unit != "%":
        parts.append(f"{'+' if one.relative > 0 else '−'}{plain(abs(one.relative), 1)}%")
    return tongue.say(", ").join(parts)


def correction(one: AlertPage, tongue: Tongue) -> str:
    """What to copy: only the text that the report should print instead."""
    if one.suggestion is None:
        return ""
    return one.suggestion.zh if one.report_language.startswith("zh") else one.suggestion.en


def unquoted(text: str) -> str:
    from urllib.parse import unquote

    return "".join(c for c in unquote(text) if c.isprintable())[:80]


def in_few_words(one: QueueItem) -> str:
    """What the source prints; a term of the closed list is no text of the source, and the sentence says it in words."""
    observed = one.observed or ""
    return "" if "_" in observed and " " not in observed else observed


def _unless(text: str, printed: str | None) -> str:
    """A value in words, unless the words are what is printed anyhow."""
    return "" if text == printed else text


def _answers(one: AlertPage) -> list[tuple[str, list[Any]]]:
    """Then and now, each with its findings, the same sentence once."""
    ordered = sorted(one.findings, key=lambda f: f.answer, reverse=True)
    found = []
    for when, rows in groupby(ordered, key=lambda f: f.answer):
        once = {(row.verdict, row.reason): row for row in rows}
        found.append((when, list(once.values())))
    return found


def _beside(ask: Ask, one: AlertPage) -> tuple[str, str]:
    """The alerts before and after in the queue, as far as its first pages go."""
    items = ask.desk.core.queue(Filter(), today=ask.desk.now().date(), limit=200).items
    ids = [item.alert_id for item in items]
    at = next((n for n, item in enumerate(items) if one.alert_id in item.alert_ids), None)
    if at is None:
        return "", ids[0] if ids else ""
    return ids[at - 1] if at else "", ids[at + 1] if at + 1 < len(ids) else ""


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
        (name, label, [(value, shown.get(value, value), count) for value, count in found.items() if value])
        for name, label, found, shown in rows
    ]


def _people(ask: Ask, counts: Counts) -> list[str]:
    return sorted({*ask.desk.accounts, *(name for name in counts.assignees if name), *filter(None, [who(ask)])})


def _ways(ask: Ask, one: AlertPage) -> list[dict[str, Any]]:
    """What can be decided now, each with its words."""
    say = ask.tongue.say
    told = {
        "acknowledge": ("", say("Acknowledge"), say("I am looking at it. It stays in the queue."), say("Note"), False,
                        say("Acknowledge")),
        "accept": ("a", say("Accept the difference"),
                   say("A known difference. Silent until the value or its words move."), say("Reason"), True,
                   say("Accept")),
        "resolve": ("r", say("The report was corrected"), say("Say where or when, so that others can check it."),
                    say("Note"), False, say("Mark as corrected")),
        "dismiss": ("d", say("Dismiss: our error"), say("The report is right. An issue is filed against our reader."),
                    say("What is right?"), True, say("Dismiss")),
        "assign": ("", say("Assign"), say("Who is to look at it?"), "", False, say("Assign")),
        "snooze": ("", say("Put off"), say("Out of the queue until that day."), "", False, say("Put off")),
        "reopen": ("", say("Open again"), say("Back into the queue."), say("Note"), True, say("Open again")),
        "note": ("", say("Add a note"), say("Decides nothing."), say("Note"), True, say("Add")),
        "undo": ("", say("Undo the last decision"), say("The alert is then as it was before."), "", False, say("Undo")),
    }  # fmt: skip
    names = ("key", "title", "help", "note", "must", "button")
    return [{"act": act, **dict(zip(names, told[act], strict=True))} for act in one.acts]
