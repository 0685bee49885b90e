"""Every transition of an alert, and what is refused."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from citewatch.review.deciding import BadDecision, Order, decide
from citewatch.review.model import Choice
from schemas.decision import Act
from tests.review.conftest import DAY, Desk, finding

ACCEPT: dict[str, Any] = {"note": "The report rounds."}
DISMISS: dict[str, Any] = {"note": "It is the row above.", "mistake": "wrong_figure"}


@pytest.mark.parametrize(
    ("act", "given", "state"),
    [
        ("acknowledge", {}, "acknowledged"), ("accept", ACCEPT, "accepted"), ("resolve", {}, "resolved"),
        ("dismiss", DISMISS, "dismissed"), ("assign", {"assignee": "Ana"}, "open"),
        ("snooze", {"until": date(2026, 4, 1)}, "open"), ("note", {"note": "Asked the author."}, "open"),
    ],
)  # fmt: skip
def test_every_act_leads_where_it_should_and_can_be_taken_back(
    desk: Desk, act: Act, given: dict[str, Any], state: str
) -> None:
    alert = desk.open_alerts()["C01"]
    done = desk.decide(act, alert, 0, **given)
    assert (done.outcome, done.state, done.version) == ("done", state, 1)
    assert desk.state(alert) == state
    undone = desk.decide("undo", alert, 1)
    assert (undone.outcome, undone.state, undone.version) == ("done", "open", 2)
    last = desk.log(alert)[-1]
    assert (last["undoes"], last["assignee"], last["snoozed_until"]) == (1, None, None)
    assert desk.decide("undo", alert, 2).outcome == "refused"


def test_a_chain_is_taken_back_step_by_step(desk: Desk) -> None:
    alert = desk.open_alerts()["C01"]
    desk.decide("acknowledge", alert, 0)
    desk.decide("accept", alert, 1, **ACCEPT)
    assert desk.decide("undo", alert, 2).state == "acknowledged"
    assert desk.decide("undo", alert, 3).state == "open"
    assert [row["act"] for row in desk.log(alert)] == ["acknowledge", "accept", "undo", "undo"]


@pytest.mark.parametrize(("act", "given"), [("accept", ACCEPT), ("resolve", {}), ("dismiss", DISMISS)])
def test_a_settled_alert_is_reopened_before_it_is_decided_anew(desk: Desk, act: Act, given: dict[str, Any]) -> None:
    alert = desk.open_alerts()["C01"]
    desk.decide(act, alert, 0, **given)
    for other, more in (("acknowledge", {}), ("accept", ACCEPT), ("resolve", {}), ("assign", {"assignee": "Ana"})):
        refused = desk.decide(other, alert, 1, **more)  # type: ignore[arg-type]
        assert refused.outcome == "refused" and refused.why.en and refused.why.zh
    assert desk.decide("reopen", alert, 1, note="It is not so clear.").state == "open"
    assert desk.decide("resolve", alert, 2).outcome == "done"


def test_who_comes_second_is_told_and_overwrites_nothing(desk: Desk) -> None:
    alert = desk.open_alerts()["C01"]
    assert desk.decide("acknowledge", alert, 0, by="Ana").outcome == "done"
    late = desk.decide("accept", alert, 0, by="Ben", **ACCEPT)
    assert (late.outcome, late.state, late.version, late.by) == ("conflict", "acknowledged", 1, "Ana")
    assert "Ana" in late.why.en and "Ana" in late.why.zh
    assert len(desk.log(alert)) == 1


def test_the_same_request_twice_is_written_once(desk: Desk) -> None:
    alert = desk.open_alerts()["C01"]
    first = desk.decide("accept", alert, 0, request_id="once", **ACCEPT)
    again = desk.decide("accept", alert, 0, request_id="once", **ACCEPT)
    assert (first.outcome, again.outcome, again.state) == ("done", "again", "accepted")
    assert len(desk.log(alert)) == 1


def test_bulk_writes_what_it_can(desk: Desk) -> None:
    alerts = desk.open_alerts()
    desk.decide("acknowledge", alerts["C02"], 0, by="Ana")
    choices = [Choice(alerts["C01"], 0), Choice(alerts["C02"], 0), Choice("0" * 24, 0)]
    answers = decide(desk.store, choices, Order("acknowledge", "Ben", DAY, "bulk"))
    assert [each.outcome for each in answers] == ["done", "conflict", "refused"]
    seqs = [row["seq"] for row in desk.ask("SELECT seq FROM decision ORDER BY seq")]
    assert seqs == [1, 2]


@pytest.mark.parametrize(
    "changes",
    [
        {"act": "accept"}, {"act": "dismiss", "note": "x"}, {"act": "dismiss", "mistake": "other"},
        {"act": "accept", "note": "x", "mistake": "other"}, {"act": "snooze"}, {"act": "snooze", "until": DAY.date()},
        {"act": "resolve", "until": date(2027, 1, 1)}, {"by": " "}, {"by": "citewatch"}, {"request_id": ""},
        {"note": "x" * 5000}, {"act": "burn"}, {"act": "dismiss", "note": "x", "mistake": "made_up"},
    ],
)  # fmt: skip
def test_what_is_missing_or_made_up_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadDecision):
        replace(Order("acknowledge", "Mei", DAY, "r"), **changes).checked()


def test_a_dismissed_alert_is_an_issue_against_the_reader_until_that_is_settled(desk: Desk) -> None:
    asked = "SELECT kind, source_id, figure, expected, found FROM issue WHERE closed_at IS NULL"
    alert = desk.open_alerts()["C01"]
    desk.decide("dismiss", alert, 0, **DISMISS)
    (issue,) = desk.ask(asked)
    assert (issue["kind"], issue["source_id"], issue["figure"]) == ("misread", "src", "fig_c01")
    assert "another figure" in issue["expected"] and "It is the row above." in issue["found"]
    desk.refresh(finding("C01"), finding("C02", value=250))
    assert desk.ask(asked) == [issue]
    desk.decide("undo", alert, 1)
    assert desk.ask(asked) == []
    desk.decide("dismiss", alert, 2, **DISMISS)
    desk.refresh(finding("C02", value=250))
    assert desk.ask(asked) == [] and desk.state(alert) == "dismissed"


def test_a_closed_alert_can_only_be_spoken_about(desk: Desk) -> None:
    alert = desk.open_alerts()["C01"]
    right = finding("C01", value=221, verdict="confirmed")
    desk.refresh(right, finding("C02", value=250))
    assert desk.decide("accept", alert, 0, **ACCEPT).outcome == "refused"
    assert desk.decide("note", alert, 0, note="Good.").outcome == "done"
