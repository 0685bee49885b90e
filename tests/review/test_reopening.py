"""The next refresh reopens exactly what moved."""

import pytest

from tests.review.conftest import WEEK, Desk, finding
from tests.review.test_deciding import ACCEPT, DISMISS

C02 = finding("C02", value=250)


@pytest.fixture
def accepted(desk: Desk) -> Desk:
    for alert in desk.open_alerts().values():
        desk.decide("accept", alert, 0, **ACCEPT)
    desk.heard.clear()
    return desk


def test_an_unchanged_difference_stays_silent(accepted: Desk) -> None:
    for _ in range(3):
        accepted.refresh(finding("C01"), C02)
    assert accepted.heard == [] and len(accepted.ask("SELECT * FROM decision")) == 2


def test_exactly_the_one_whose_value_moved_is_open_again(accepted: Desk) -> None:
    before = accepted.open_alerts()
    accepted.refresh(finding("C01", value=240), C02)
    now = accepted.open_alerts()
    assert now["C02"] == before["C02"] and now["C01"] != before["C01"]
    assert accepted.state(now["C01"]) == "open" and accepted.state(now["C02"]) == "accepted"
    (entry,) = accepted.log(now["C01"])
    assert (entry["act"], entry["by_whom"], entry["previous_alert_id"]) == ("reopened", "citewatch", before["C01"])
    (message,) = accepted.heard
    assert message.kind == "reopened" and message.alert_id == now["C01"] and "Mei" in message.body


def test_another_value_seen_once_reopens_nothing(accepted: Desk) -> None:
    before = accepted.open_alerts()
    accepted.refresh(finding("C01", value=240, first_at=accepted.now, last_at=accepted.now), C02)
    assert accepted.open_alerts() == before and accepted.heard == []


def test_the_same_value_in_another_sentence_is_open_again_when_seen_twice(accepted: Desk) -> None:
    moved = finding("C01", sentence="Of 230 firms, 12 closed.")
    alert = accepted.open_alerts()["C01"]
    accepted.refresh(moved, C02)
    assert accepted.state(alert) == "accepted" and accepted.heard == []
    accepted.refresh(moved, C02, later=WEEK / 7)
    assert accepted.state(alert) == "accepted"
    accepted.refresh(moved, C02)
    assert accepted.state(alert) == "open"
    assert [row["act"] for row in accepted.log(alert)] == ["accept", "span_seen", "reopened"]
    (message,) = accepted.heard
    assert message.kind == "reopened" and message.alert_id == alert
    assert accepted.decide("undo", alert, 3).outcome == "refused"


def test_a_sentence_that_comes_back_or_is_only_spaced_otherwise_reopens_nothing(accepted: Desk) -> None:
    alert = accepted.open_alerts()["C01"]
    accepted.refresh(finding("C01", sentence="There  are\u00a0230 firms."), C02)
    accepted.refresh(finding("C01", sentence="Of 230 firms, 12 closed."), C02)
    for _ in range(3):
        accepted.refresh(finding("C01"), C02)
    assert accepted.state(alert) == "accepted" and accepted.heard == []


def test_a_note_does_not_accept_what_moved_since(accepted: Desk) -> None:
    alert = accepted.open_alerts()["C01"]
    moved = finding("C01", sentence="Of 230 firms, 12 closed.")
    accepted.refresh(moved, C02)
    accepted.decide("note", alert, 2, note="Will look.")
    accepted.refresh(moved, C02)
    accepted.refresh(moved, C02)
    assert accepted.state(alert) == "open"


def test_what_goes_away_and_comes_back_the_same_is_still_accepted(accepted: Desk) -> None:
    first = accepted.open_alerts()["C01"]
    accepted.refresh(finding("C01", value=221, verdict="confirmed"), C02)
    assert "C01" not in accepted.open_alerts()
    accepted.heard.clear()
    accepted.refresh(finding("C01"), C02)
    second = accepted.open_alerts()["C01"]
    assert second != first and accepted.state(second) == "accepted" and accepted.heard == []
    (entry,) = accepted.log(second)
    assert (entry["act"], entry["note"]) == ("carried", ACCEPT["note"])


def test_what_came_back_after_another_value_is_open(accepted: Desk) -> None:
    accepted.refresh(finding("C01", value=240), C02)
    accepted.refresh(finding("C01"), C02)
    assert accepted.state(accepted.open_alerts()["C01"]) == "open"


def test_a_resolved_one_that_comes_back_is_open_again(desk: Desk) -> None:
    desk.decide("resolve", desk.open_alerts()["C01"], 0)
    desk.refresh(finding("C01", value=221, verdict="confirmed"), C02)
    desk.refresh(finding("C01"), C02)
    alert = desk.open_alerts()["C01"]
    assert desk.state(alert) == "open" and desk.log(alert)[0]["act"] == "reopened"


def test_a_dismissed_one_is_open_again_with_another_value(desk: Desk) -> None:
    desk.decide("dismiss", desk.open_alerts()["C01"], 0, **DISMISS)
    desk.refresh(finding("C01", value=240), C02)
    assert desk.state(desk.open_alerts()["C01"]) == "open"
    desk.refresh(finding("C01", value=240), C02)
    assert desk.ask("SELECT * FROM issue WHERE closed_at IS NULL") == []


def test_an_undecided_one_that_moves_is_a_new_alert_like_before(desk: Desk) -> None:
    desk.heard.clear()
    change = desk.refresh(finding("C01", value=240), C02)
    assert [message.kind for message in change.messages] == ["new", "resolved"]
    assert desk.ask("SELECT * FROM decision") == []
