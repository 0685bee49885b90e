"""What we believed on a day: only what had been recorded by its end, whatever was found out later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from schemas.finding import Finding, Words
from schemas.issue import Issue
from tests.warehouse.conftest import DAY, capture, reading
from warehouse import ledger
from warehouse.store import Store

OTHER = "sha256:" + "b" * 64
OLD = "sha256:" + "c" * 64
WEEK = timedelta(days=7)


def _on(store: Store, macro: str, day: datetime, columns: str) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        asked = f"SELECT {columns} FROM {macro}(?) ORDER BY ALL"
        return connection.execute(asked, [day.date().isoformat()]).fetchall()


def _figures(store: Store, day: datetime) -> list[tuple[Any, ...]]:
    return _on(store, "figures_on", day, "figure, outcome, value")


def _store(store: Store, captures: list[Any], readings: list[Any]) -> None:
    with store.writing("test") as connection:
        assert ledger.store(connection, [(item, 0) for item in captures], readings)[1] == []


def test_a_figure_is_what_the_newest_page_said(store: Store) -> None:
    _store(store, [capture()], [reading()])
    changed = capture(at=DAY + WEEK, body_digest=OTHER, payload_digest=OTHER)
    _store(store, [changed], [reading(body_digest=OTHER, value=Decimal(60))])
    assert _figures(store, DAY - WEEK) == []
    assert _figures(store, DAY) == _figures(store, DAY + timedelta(days=6)) == [("share", "read", Decimal("54.2"))]
    assert _figures(store, DAY + WEEK) == [("share", "read", Decimal(60))]


def test_a_page_that_was_blocked_leaves_what_was_known(store: Store) -> None:
    _store(store, [capture()], [reading()])
    _store(store, [capture(at=DAY + WEEK, state="blocked", status=403, body_digest="", payload_digest="")], [])
    assert _figures(store, DAY + 2 * WEEK) == [("share", "read", Decimal("54.2"))]


def test_what_a_better_reader_finds_later_was_not_known_before(store: Store) -> None:
    _store(store, [capture()], [reading(outcome="missing", value=None)])
    _store(store, [capture(at=DAY + WEEK)], [])
    _store(store, [], [reading(reader_digest="reader2")])
    assert _figures(store, DAY + timedelta(days=6)) == [("share", "missing", None)]
    assert _figures(store, DAY + WEEK) == [("share", "read", Decimal("54.2"))]


def test_an_archived_copy_counts_from_the_day_we_had_it(store: Store) -> None:
    _store(store, [capture()], [reading()])
    # The archive made it between two captures of ours; we fetched it three weeks later.
    copy = capture(
        at=DAY + timedelta(days=2), route="archive", capture_id="d" * 24, origin="archive", body_digest=OLD,
        payload_digest=OLD, fetched_at=DAY + 3 * WEEK, document_on=date(2026, 11, 4),
    )  # fmt: skip
    _store(store, [copy], [reading(body_digest=OLD, value=Decimal(7))])
    assert _figures(store, DAY + WEEK) == [("share", "read", Decimal("54.2"))]
    assert _figures(store, DAY + 3 * WEEK) == [("share", "read", Decimal(7))], "it is the newest page now"


def _finding(**more: Any) -> Finding:
    made = Finding(
        "r", "C01", "now", "value", "differs", "a_source", "share", None, None, "50%", Decimal(50), "54.2%",
        Decimal("54.2"), Decimal("54.2"), "%", Decimal("4.2"), Decimal("1.084"), None, Words("why", "因"), None, None,
        None, None, True, DAY, DAY,
    )  # fmt: skip
    return replace(made, **more)


def test_a_finding_is_believed_from_the_refresh_that_made_it(store: Store) -> None:
    """Old bytes may show since when it is so; before we looked, nobody believed it."""
    agrees = _finding(verdict="confirmed", first_at=DAY - 10 * WEEK)
    with store.writing("test") as connection:
        ledger.store_findings(connection, [agrees], DAY)
        ledger.store_findings(connection, [replace(agrees, stated="fifty"), _finding(answer="then")], DAY + WEEK)
        ledger.store_findings(connection, [_finding(), _finding(answer="then")], DAY + 2 * WEEK)
    verdicts = "answer, verdict"
    assert _on(store, "findings_on", DAY - timedelta(days=1), verdicts) == []
    assert _on(store, "findings_on", DAY, verdicts) == [("now", "confirmed")]
    both = [("now", "confirmed"), ("then", "differs")]
    assert _on(store, "findings_on", DAY + WEEK, verdicts) == both
    assert _on(store, "findings_on", DAY + 2 * WEEK - timedelta(days=1), verdicts) == both
    assert _on(store, "headline_on", DAY + WEEK, "answer, family") == [("now", "agrees"), ("then", "disagrees")]
    assert _on(store, "headline_on", DAY + 2 * WEEK, "answer, verdict") == [("now", "differs"), ("then", "differs")]


def test_as_of_today_is_what_holds_now(store: Store) -> None:
    with store.writing("test") as connection:
        ledger.store_findings(connection, [_finding(), _finding(answer="then", verdict="confirmed")], DAY)
        ledger.store_findings(connection, [_finding()], DAY + WEEK)
    with store.reading() as connection:
        for macro, view in (("findings_on", "current_findings"), ("headline_on", "headline")):
            today = connection.execute(f"FROM {macro}('2100-01-01')").fetchall()
            assert today == connection.execute(f"FROM {view}").fetchall() and today


def test_issues_too(store: Store) -> None:
    issue = Issue("a_source", "share", "missing", "a percentage", "none", "look", DAY - WEEK)
    with store.writing("test") as connection:
        ledger.store_issues(connection, [issue], DAY)
        ledger.store_issues(connection, [], DAY + WEEK)
    days = [DAY - WEEK, DAY, DAY + WEEK - timedelta(days=1), DAY + WEEK]
    assert [len(_on(store, "issues_on", day, "kind")) for day in days] == [0, 1, 1, 0]
