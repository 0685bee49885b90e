"""The page of one alert."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from starlette.responses import RedirectResponse, Response

from citewatch.checks.wording import chinese, compared, english, multiple, plain
from citewatch.review.model import AlertPage, Baseline
from citewatch.review.page import NoSuchAlert
from citewatch.review.states import undoable
from citewatch.review.web import charts
from citewatch.review.web.changes import changes
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors, missing
from citewatch.review.web.labels import family_class
from citewatch.review.web.pages import safe_url, who, words
from citewatch.review.web.sessions import fresh_token
from citewatch.review.web.tongue import Tongue
from schemas.finding import Verdict

KEPT = ("note", "mistake", "assignee", "until")
"""What somebody typed with a decision that was refused."""


def put(doors: Doors) -> None:
    """Put this page on the site."""
    doors.get("/alerts/{alert}", alert)
    doors.get("/alerts/{alert}/previous", beside)
    doors.get("/alerts/{alert}/next", beside)


def alert(ask: Ask) -> Response:
    try:
        return alert_page(ask, ask.request.path_params["alert"])
    except NoSuchAlert:
        return missing(ask, ask.tongue.say("There is no such alert."))


def beside(ask: Ask) -> Response:
    """To the alert before or after this one in the queue as it is now; past either end to the queue itself."""
    previous, following = ask.desk.core.neighbours(ask.request.path_params["alert"], today=ask.desk.now().date())
    found = following if ask.request.url.path.endswith("/next") else previous
    return RedirectResponse(f"/alerts/{found}" if found else "/", 303)


def alert_page(ask: Ask, alert_id: str, *, status: int = 200, conflict: str = "", unfolded: str = "",
               kept: dict[str, str] | None = None, late: bool = False) -> Response:  # fmt: skip
    """The page of one alert; after a refused decision with what was refused and what had been typed.

    `late`: because somebody else was faster, whose decision is then shown beside it. Raises NoSuchAlert.
    """
    core, tongue = ask.desk.core, ask.tongue
    one, told = core.alert_with_text(alert_id, today=ask.desk.now().date())
    source = core.catalog.sources.get(one.source_id or "")
    numbers = one.stated_value is not None and one.observed_value is not None
    return ask.page(
        "alert.html", status, one=one, labels=words(ask), family=family_class, who=who(ask), request_id=fresh_token(),
        queue_path="/", advice=advice(one.verdict, tongue),
        source_language=source.language if source else "",
        observed=shown_value(one.observed, one.sentence, one.span, tongue),
        stated_words=_unless(_comparator(ask, one) + tongue.pick(one.stated_in_words), one.stated) if numbers else "",
        observed_words=_unless(tongue.pick(one.observed_in_words), one.observed) if numbers else "",
        difference=difference(one, tongue), fix=correction(one, tongue), answers=_answers(one),
        baselines=_baselines(one, tongue),
        chart=charts.history(one.history, one.stated_value, one.unit, tongue),
        archived=any(point.archived for point in one.history),
        editions=len({point.edition for point in one.history}) > 1, diff=told,
        changed=changes(told.lines) if told else (), link=safe_url(one.live_url),
        live_url=safe_url(one.capture.final_url if one.capture else one.live_url),
        archive_url=safe_url(one.capture.archived_url if one.capture else None) if not one.specimen else "",
        ways=_ways(ask, one), conflict=conflict, unfolded=unfolded,
        kept={**dict.fromkeys(KEPT, ""), **(kept or {})}, meanwhile=one.log[0] if late and one.log else None,
        reading_path=f"/readings/{one.source_id}/{one.figure}" if one.source_id and one.figure else "",
    )  # fmt: skip


def advice(verdict: Verdict, tongue: Tongue) -> str:
    """What a person does about such an alert, in two sentences."""
    say = tongue.say
    if verdict == "inconsistent":
        return say(
            "The report's own numbers don't fit together, and no source settles it. Ask its authors; mark it as"
            " corrected once they have mended it."
        )
    if verdict == "meaning_differs":
        return say(
            "The number may be right; what it is said to measure is not. Read the source's own words, then tell the"
            " authors what it measures."
        )
    if verdict == "superseded":
        return say(
            "The source has moved on from what the report says. If the report is to stay as it is, accept the"
            " difference; else tell the authors."
        )
    return say(
        "Look at the marked words. If the report is wrong, copy the correction and send it to its authors; mark it as"
        " corrected once it is printed."
    )


def shown_value(observed: str | None, sentence: str | None, span: tuple[int, int] | None, tongue: Tongue) -> str:
    """What the source prints, in few words: the span where what was observed is a code or a whole sentence."""
    if observed and sentence and span and (observed not in sentence or observed == sentence):
        printed = sentence[span[0] : span[1]]
        return "" if printed == sentence and len(sentence) > 60 else printed
    if observed and re.fullmatch(r"\d{4}-\d\d-\d\d", observed):
        return tongue.day(date.fromisoformat(observed))
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


def _unless(text: str, printed: str | None) -> str:
    """A value in words, unless the words are what is printed anyhow."""
    return "" if text == printed else text


def _comparator(ask: Ask, one: AlertPage) -> str:
    """The report's "more than", which belongs to its value."""
    report = ask.desk.core.catalog.reports.get(one.report_id)
    claim = report.claims.get(one.claim_id) if report else None
    return ask.tongue.pick(compared(claim.comparator)) if claim else ""


def _baselines(one: AlertPage, tongue: Tongue) -> list[tuple[Baseline, str]]:
    """First read and last accepted, where they say something else than what stands on the page anyhow."""
    shown = {one.stated_value, one.observed_value}
    found = []
    for each in one.baselines:
        if each.name == "stated" or each.value in shown:
            continue
        in_chinese = each.name == "first_read" and each.value is not None and tongue.lang == "zh"
        found.append((each, chinese(each.value, one.unit, like=one.says) if in_chinese and each.value else each.text))
    return found


def _answers(one: AlertPage) -> list[tuple[tuple[str, ...], list[Any]]]:
    """What holds of both days, of the report's and of today, each sentence once."""
    of: dict[Any, tuple[Any, list[str]]] = {}
    for row in sorted(one.findings, key=lambda f: f.answer, reverse=True):
        answers = of.setdefault((row.verdict, row.reason), (row, []))[1]
        if row.answer not in answers:
            answers.append(row.answer)
    found: dict[tuple[str, ...], list[Any]] = {}
    for when in (("then", "now"), ("then",), ("now",)):
        if rows := [row for row, answers in of.values() if tuple(answers) == when]:
            found[when] = rows
    return list(found.items())


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
    acts = [act for act in one.acts if act != "undo" or _may_undo(ask, one)]
    return [{"act": act, **dict(zip(names, told[act], strict=True))} for act in acts]


def _may_undo(ask: Ask, one: AlertPage) -> bool:
    """What others decided is taken back by an admin; a reviewer opens it again and says why."""
    taken = undoable(one.log)
    visitor = ask.visitor
    return visitor is not None and (visitor.may_take_back_of_others or (taken is not None and taken.by == visitor.name))
