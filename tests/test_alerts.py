"""Findings become alerts: said twice before said aloud, once only, closed by what was read and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from citewatch.alerts import Change, agreed, changes, wording
from schemas.finding import Finding, Words

NOW = datetime(2024, 7, 15)
WEEK = timedelta(days=7)


def finding(**given: Any) -> Finding:
    base: dict[str, Any] = {
        "report_id": "rep", "claim_id": "C01", "answer": "now", "check": "value", "verdict": "differs",
        "source_id": "src", "figure": "fig", "observation_id": "o", "capture_id": "c", "stated": "221家",
        "stated_value": Decimal(221), "observed": "230", "observed_value": Decimal(230), "first_read_value": None,
        "unit": "company", "difference": Decimal(9), "ratio": None, "edition": None, "reason": Words("Why.", "原因。"),
        "suggestion": Words("221 → 230", "221家 → 230家"), "sentence": "230 firms", "span_start": 0, "span_end": 3,
        "needs_second": True, "first_at": datetime(2024, 7, 1), "last_at": datetime(2024, 7, 8),
    }  # fmt: skip
    return Finding(**{**base, **given})


def change(*found: Finding, known: Any = (), accepted: Mapping[tuple[str, str, str], str] | None = None) -> Change:
    return changes(found, known, {"src": WEEK}, accepted or {}, NOW, {f.key: f"id {f.key}" for f in found})


def rows(made: Change, **given: Any) -> list[dict[str, Any]]:
    return [{**row, **given} for row in made.opened]


UNREAD: dict[str, Any] = {"verdict": "not_found", "observed": None, "observed_value": None, "suggestion": None}
RIGHT: dict[str, Any] = {"verdict": "confirmed", "observed": "221", "observed_value": Decimal(221), "suggestion": None}


def test_two_captures_one_interval_apart() -> None:
    assert agreed(finding(), WEEK)
    assert not agreed(finding(last_at=datetime(2024, 7, 1)), WEEK)
    assert not agreed(finding(last_at=datetime(2024, 7, 6)), WEEK)
    assert agreed(finding(last_at=datetime(2024, 7, 7, 12)), WEEK)  # a schedule is never exact to the second
    assert not agreed(finding(first_at=None, last_at=None), WEEK)
    assert agreed(finding(first_at=None, last_at=None, needs_second=False), WEEK)


def test_one_alert_and_one_message_for_then_and_now() -> None:
    made = change(finding(), finding(answer="then"))
    assert [row["claim_id"] for row in made.opened] == ["C01"]
    assert [message.kind for message in made.messages] == ["new"]
    assert change(finding(), finding(answer="then"), known=rows(made)) == Change((), (), ())


def test_then_may_have_been_seen_twice_where_now_was_not() -> None:
    made = change(finding(last_at=datetime(2024, 7, 1)), finding(answer="then"))
    assert len(made.opened) == 1


def test_a_first_capture_is_provisional() -> None:
    assert change(finding(last_at=datetime(2024, 7, 1))) == Change((), (), ())


def test_only_disagreements_speak() -> None:
    assert change(finding(**UNREAD), finding(**RIGHT)) == Change((), (), ())


def test_closed_when_it_was_read_and_agrees() -> None:
    made = change(finding())
    ended = change(finding(**RIGHT), known=rows(made))
    assert ended.closed == (made.opened[0]["alert_id"],)
    assert [message.kind for message in ended.messages] == ["resolved"]


def test_what_cannot_be_read_now_is_not_resolved_by_what_was_right_then() -> None:
    made = change(finding(verdict="superseded"), finding(answer="then", **RIGHT))
    unread = (finding(**UNREAD), finding(answer="then", **RIGHT))
    assert change(*unread, known=rows(made, answer="now")) == Change((), (), ())
    assert change(finding(**RIGHT), finding(answer="then", **RIGHT), known=rows(made, answer="now")).closed
    assert change(*unread, known=rows(made, answer="then")).closed, "it was of then, and then is settled"


def test_what_cannot_be_read_resolves_nothing() -> None:
    made = change(finding())
    for verdict in ("not_found", "blocked", "gone", "ambiguous", "image_only"):
        assert change(finding(**{**UNREAD, "verdict": verdict}), known=rows(made)) == Change((), (), ())


def test_another_value_is_said_once_it_was_seen_twice_and_the_old_one_stays_till_then() -> None:
    made = change(finding())
    moved = {"observed": "240", "observed_value": Decimal(240)}
    assert change(finding(**moved, last_at=datetime(2024, 7, 1)), known=rows(made)) == Change((), (), ())
    again = change(finding(**moved), known=rows(made))
    assert len(again.opened) == 1
    assert again.closed == (made.opened[0]["alert_id"],)


def test_closed_when_the_claim_is_gone_from_the_report() -> None:
    made = change(finding())
    assert len(change(known=rows(made)).closed) == 1


def test_a_disagreement_that_comes_back_is_a_new_episode() -> None:
    made = change(finding())
    closed = rows(made, state="closed")
    again = change(finding(), known=closed)
    assert again.opened[0]["episode"] == 2
    assert again.opened[0]["alert_id"] != made.opened[0]["alert_id"]
    assert again.messages[0].message_id != made.messages[0].message_id


def test_ids_are_the_same_in_two_runs() -> None:
    one, other = change(finding()), change(finding(capture_id="later", reason=Words("Other.", "別的。")))
    assert one.opened[0]["alert_id"] == other.opened[0]["alert_id"]
    assert one.messages[0].message_id == other.messages[0].message_id


def test_accepted_is_silent_for_exactly_that_text() -> None:
    accepted = {("rep", "C01", "value"): "230"}
    assert change(finding(), accepted=accepted) == Change((), (), ())
    assert len(change(finding(observed="240", observed_value=Decimal(240)), accepted=accepted).opened) == 1
    made = change(finding())
    assert len(change(finding(), known=rows(made), accepted=accepted).closed) == 1


def test_a_disagreement_without_an_observed_text_is_not_accepted_by_an_empty_list() -> None:
    assert len(change(finding(check="edition", verdict="superseded", observed=None, observed_value=None)).opened) == 1


def test_the_same_number_written_otherwise_is_the_same_alert() -> None:
    made = change(finding(observed="230", observed_value=Decimal("230.0")))
    assert change(finding(observed="two hundred thirty"), known=rows(made)) == Change((), (), ())


def test_wording_says_all_a_reviewer_needs() -> None:
    subject, body = wording(finding())
    assert "C01" in subject and "221家" in subject and "與來源不符" in subject
    for part in ("230", "230 firms", "Why.", "原因。", "221 → 230", "221家 → 230家", "citewatch replay c"):
        assert part in body
    short = wording(replace(finding(), suggestion=None, sentence=None, capture_id=None))[1]
    assert "None" not in short
