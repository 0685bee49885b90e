"""What a form decides about alerts, one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args
from urllib.parse import quote

from starlette.responses import Response

from citewatch.review.model import Choice, Decided
from citewatch.review.web import alert, pages
from citewatch.review.web.desk import Ask, local
from citewatch.review.web.doors import Doors
from schemas.decision import Act, Mistake

_DONE: dict[str, str] = {
    "acknowledge": "acknowledged", "accept": "accepted", "resolve": "resolved", "dismiss": "dismissed",
    "assign": "assigned", "snooze": "snoozed", "undo": "undone", "reopen": "reopened", "note": "kept",
}  # fmt: skip


def put(doors: Doors) -> None:
    """Put this form's end on the site."""

    def decide(ask: Ask) -> Response:
        act, by, choices = _act(ask), signed(ask), _choices(ask)
        problem = _problem(ask, act, by, choices)
        if act is None or problem:
            return _again(ask, choices, act or "", problem)
        # One form serves several buttons: what stands in the fields of another button is not meant.
        done = ask.desk.core.decide(
            choices, act, by=by, at=ask.desk.now(), request_id=ask.text("request", 200), note=ask.text("note"),
            mistake=_mistake(ask) if act == "dismiss" else None,
            assignee=(ask.text("assignee", 80) or None) if act == "assign" else None,
            until=_day(ask.text("until", 10)) if act == "snooze" else None,
            others=ask.visitor is not None and ask.visitor.may_take_back_of_others,
        )  # fmt: skip
        refused = [one for one in done if one.outcome in ("conflict", "refused")]
        if refused:
            return _again(ask, choices, act, _told(ask, refused[0]), refused)
        answer = ask.back(local(ask.text("back", 500)), _DONE[act])
        doors.keep(answer, "who", quote(by))
        return answer

    doors.post("/decide", decide)


def signed(ask: Ask) -> str:
    """Who decides: the account, or on loopback the name that was typed."""
    return ask.visitor.name if ask.visitor and ask.visitor.name else ask.text("who", 80)


def _choices(ask: Ask) -> list[Choice]:
    """`alert:version`, several in one field where one line of the queue stands for several alerts."""
    found = []
    for field in ask.form.getlist("choice") if ask.form is not None else ():
        for part in str(field).split():
            alert_id, _, version = part.partition(":")
            if alert_id.isalnum() and version.isdigit():
                found.append(Choice(alert_id, int(version[:9])))
    return found


def _act(ask: Ask) -> Act | None:
    given = ask.text("act", 20)
    return next((act for act in get_args(Act) if act == given), None)


def _problem(ask: Ask, act: Act | None, by: str, choices: list[Choice]) -> str:
    """What is missing in the form; empty if nothing is."""
    say = ask.tongue.say
    if act is None:
        return say("This form is too old or not from here. Load the page again.")
    if not choices:
        return say("Choose at least one alert.")
    if not by:
        return say("Say who decides.")
    if act == "dismiss" and _mistake(ask) is None:
        return say("Say what was wrong.")
    if act in ("accept", "dismiss", "note", "reopen") and not ask.text("note"):
        return say("Say why; others will read it.")
    until = _day(ask.text("until", 10))
    if act == "snooze" and (until is None or until <= ask.desk.now().date()):
        return say("Choose a day after today.")
    return ""


def _mistake(ask: Ask) -> Any:
    given = ask.text("mistake", 30)
    return given if given in get_args(Mistake) else None


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _told(ask: Ask, refused: Decided) -> str:
    """Who was faster, in a sentence; what was typed is still on the page."""
    if refused.outcome != "conflict":
        return ask.tongue.pick(refused.why)
    state = pages.words(ask)["state"][refused.state].lower()
    return ask.tongue.say(
        "%(who)s was faster: %(state)s at %(at)s. Nothing of yours was stored; look again, then decide.",
        who=refused.by or "?", state=state, at=ask.tongue.moment(refused.at),
    )  # fmt: skip


def _again(ask: Ask, choices: list[Choice], act: str, problem: str, refused: Sequence[Decided] = ()) -> Response:
    """The page that the form was on, with the reason and what had been typed."""
    back = local(ask.text("back", 500))
    if back.startswith("/alerts/") and choices:
        kept = {name: ask.text(name, 4000 if name == "note" else 80) for name in alert.KEPT}
        late = any(each.outcome == "conflict" for each in refused)
        return alert.alert_page(
            ask, choices[0].alert_id, status=409, conflict=problem, unfolded=act, kept=kept, late=late
        )
    if len(choices) < 2:
        return ask.page("refusal.html", 409, words=problem)
    return _many_again(ask, choices, refused, problem)


def _many_again(ask: Ask, choices: Sequence[Choice], refused: Sequence[Decided], problem: str) -> Response:
    """Of many, what was done and what was not, each with its reason."""
    if not refused:
        return ask.page("refusal.html", 409, words=problem)
    words = ask.tongue.say(
        "%(done)s of %(all)s were done, these were not:", done=len(choices) - len(refused), all=len(choices)
    )
    names = ask.desk.core.named([one.alert_id for one in refused])
    left = [(one.alert_id, names.get(one.alert_id, one.alert_id[:8]), _told(ask, one)) for one in refused]
    return ask.page("refusal.html", 409, words=words, left=left)
