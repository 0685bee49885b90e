"""What is stored, what is refused, and that storing twice changes nothing."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from citewatch import catalog
from schemas.alert import Message
from schemas.finding import Finding, Words
from schemas.issue import Issue
from tests.tools.piped import ROOT
from tests.warehouse.conftest import DAY, capture, reading, tables
from warehouse import ledger, spells
from warehouse.store import Store
from warehouse.structure import Structure
from warehouse.write import Broken, exact

OTHER = "sha256:" + "b" * 64


def _store(store: Store, captures: list[Any], readings: list[Any]) -> tuple[int, list[Broken]]:
    with store.writing("test") as connection:
        return ledger.store(connection, [(item, 0) for item in captures], readings)


def test_storing_twice_changes_nothing(store: Store) -> None:
    captures = [capture(), capture("other", body_digest=OTHER)]
    readings = [reading(), reading("other", body_digest=OTHER, outcome="missing", as_printed=None, value=None)]
    assert _store(store, captures, readings) == (1, [])
    before = tables(store.path)
    assert {name: len(rows) for name, rows in before.items() if rows} == {
        "capture": 2, "reading": 2, "observation": 1, "read_bytes": 2, "source_state": 2,
        "migration": len(Structure().numbered()), "shipped": 1,
    }  # fmt: skip
    assert _store(store, captures, readings) == (0, [])
    assert tables(store.path) == before


@pytest.mark.parametrize(
    ("broken", "column"),
    [
        ({"unit": "Mio. EUR!"}, "unit"),
        ({"value": Decimal("1e30")}, "value"),
        ({"value": Decimal("0.12345678901")}, "value"),
        ({"value": Decimal("NaN")}, "value"),
        ({"value": Decimal("-Infinity")}, "value"),
        ({"step": Decimal(0)}, "step"),
        ({"span_start": 2**40}, "span_start"),
        ({"span_end": -1}, "span_end"),
        ({"sentence": "half a pair: \ud800"}, "sentence"),
        ({"sentence": None}, "sentence"),
        ({"label": "Not A Term"}, "label"),
        ({"date": "last week"}, "date"),
        ({"found": None}, "found"),
        ({"outcome": "guessed"}, "outcome"),
    ],
)
def test_a_broken_row_costs_its_source_all_and_nobody_else_anything(
    store: Store, broken: dict[str, Any], column: str
) -> None:
    captures = [capture(), capture("other")]
    good = [reading("other"), reading("other", "count", value=Decimal(1025), unit=None)]
    stored, refused = _store(store, captures, [reading(), replace(reading(figure="bad"), **broken), *good])
    assert {(item.source_id, item.column) for item in refused} == {("a_source", column)}
    assert stored == 2
    found = tables(store.path)
    assert len(found["capture"]) == 2, "the capture is evidence and stays"
    assert len(found["reading"]) == len(found["observation"]) == 2
    assert all("'other'" in row for row in found["reading"] + found["observation"])
    with store.reading() as connection:
        (held,) = connection.execute("SELECT source_id, column_name, rule, content FROM quarantine").fetchall()
    assert held[:2] == ("a_source", column) and held[2]
    assert json.loads(held[3])["figure"] == "bad", "the whole row is kept"
    _store(store, captures, [reading(), replace(reading(figure="bad"), **broken), *good])
    assert tables(store.path) == found, "and refusing it again changes nothing"


def test_a_broken_capture_takes_its_readings_with_it(store: Store) -> None:
    stored, refused = _store(store, [capture(final_url="ftp://x"), capture("other")], [reading(), reading("other")])
    assert stored == 1
    assert [(item.source_id, item.table, item.column) for item in refused] == [("a_source", "capture", "final_url")]
    assert len(tables(store.path)["capture"]) == 1


def test_a_server_may_ask_for_any_pause(store: Store) -> None:
    assert _store(store, [capture(retry_after_s=10**15)], [])[1] == []


def test_what_fits_exactly() -> None:
    fits = ["0", "-0", "1e27", "356100000000", "9" * 28, "0.0000000001", "1.50000000000000", "54.20", "1E+3"]
    too_much = ["1e28", "0.00000000001", "1.12345678901", "NaN", "sNaN", "Infinity", "1" + "0" * 28]
    assert [text for text in fits if not exact(Decimal(text))] == []
    assert [text for text in too_much if exact(Decimal(text))] == []


def test_only_the_last_reader_of_the_same_bytes_is_current(store: Store) -> None:
    second = replace(reading(), reader_digest="reader2", value=Decimal("54.3"))
    _store(store, [capture(), capture("other")], [reading(), reading("other"), reading(figure="dropped")])

    def current() -> list[tuple[Any, ...]]:
        with store.reading() as connection:
            kept = connection.execute("SELECT source_id, figure, value FROM observation WHERE is_current ORDER BY ALL")
            return kept.fetchall()

    _store(store, [], [second])
    assert current() == [("a_source", "share", Decimal("54.3")), ("other", "share", Decimal("54.2"))]
    _store(store, [], [reading(), reading(figure="dropped")])  # the change is taken back
    assert current() == [
        ("a_source", "dropped", Decimal("54.2")), ("a_source", "share", Decimal("54.2")),
        ("other", "share", Decimal("54.2")),
    ]  # fmt: skip
    assert len(tables(store.path)["observation"]) == 4


def test_unread_is_what_todays_reader_has_not_read(store: Store) -> None:
    later = capture(at=DAY + timedelta(days=7))
    changed = capture(at=DAY + timedelta(days=14), body_digest=OTHER, payload_digest=OTHER)
    blocked = capture("other", state="blocked", status=403, warc_file="")
    _store(store, [capture(), later, changed, blocked], [reading()])
    with store.reading() as connection:
        found = ledger.unread(connection, {"a_source": "reader1", "other": "reader1"})
        assert [item.capture_id for item in found] == [changed.capture_id]
        found = ledger.unread(connection, {"a_source": "reader2"})
        assert [item.capture_id for item in found] == [capture().capture_id, changed.capture_id], "the oldest of each"
        assert ledger.already_read(connection) == {}, "the newest bytes have not been read"
        seen = ledger.last_seen(connection)
    assert seen.good["a_source", "page"] == replace(changed, reason="", headers={}), "nothing is asked by those"
    assert seen.oldest["a_source", OTHER] is seen.good["a_source", "page"]
    assert seen.tried_at["other"] == DAY.replace(tzinfo=None)
    assert set(seen.oldest) == {("a_source", OTHER)}


def _finding(**more: Any) -> Finding:
    made = Finding(
        "r", "C01", "now", "value", "differs", "a_source", "share", None, None, "50%", Decimal(50), "54.2%",
        Decimal("54.2"), Decimal("54.2"), "%", Decimal("4.2"), Decimal("1.084"), None, Words("why", "因"), None, None,
        None, None, True, DAY, DAY,
    )  # fmt: skip
    return replace(made, **more)


def _findings(store: Store, found: list[Finding], at: Any) -> list[tuple[Any, ...]]:
    with store.writing("test") as connection:
        ledger.store_findings(connection, found, at)
    with store.reading() as connection:
        return connection.execute(
            "SELECT episode, first_at, closed_at, stated FROM finding ORDER BY episode"
        ).fetchall()


def test_a_finding_opens_closes_and_comes_back_as_a_new_episode(store: Store) -> None:
    days = [DAY + timedelta(days=n) for n in range(4)]
    naive = [day.replace(tzinfo=None) for day in days]
    assert _findings(store, [_finding()], days[0]) == [(1, naive[0], None, "50%")]
    assert _findings(store, [_finding(stated="fifty")], days[1]) == [(1, naive[0], None, "fifty")], "wording follows"
    assert _findings(store, [], days[2]) == [(1, naive[0], naive[2], "fifty")]
    assert _findings(store, [], days[3]) == [(1, naive[0], naive[2], "fifty")], "it stays closed as it was"
    # Read anew from old bytes its first capture is the old one; two spells of one finding never overlap.
    back = _findings(store, [_finding()], days[3])
    assert back == [(1, naive[0], naive[2], "fifty"), (2, naive[2], None, "50%")]
    with store.reading() as connection:
        ids = connection.execute("SELECT count(DISTINCT finding_id) FROM finding").fetchall()
        assert ids == [(2,)]
        assert list(ledger.finding_ids(connection)) == [_finding().key]


def test_findings_in_small_lots_come_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five refreshes in which claims come, go, come back, get other words and another capture, in lots of two."""
    refreshes = [
        [_finding(claim_id=f"C{n:02}", stated=f"{50 + (day if n == 4 else 0)}%", capture_id=f"{day if n < 3 else 0:x}")
         for n in range(9) if (n + day) % 4]
        for day in range(5)
    ]  # fmt: skip
    kept = []
    for size in (1_000, 2):
        monkeypatch.setattr(spells, "_LOT", size)
        store = Store(tmp_path / f"lots-of-{size}.duckdb", "specimen")
        for day, found in enumerate(refreshes):
            with store.writing("test") as connection:
                ledger.store_findings(connection, found, DAY + timedelta(days=day))
        kept.append(tables(store.path)["finding"])
    assert kept[0] == kept[1] and len(kept[0]) > 12


def test_a_ratio_that_no_column_holds_is_left_empty(store: Store) -> None:
    huge = _finding(ratio=Decimal("9e27") / Decimal("1e-9"), difference=Decimal("1.23456789012345"))
    with store.writing("test") as connection:
        ledger.store_findings(connection, [huge], DAY)
        found = connection.execute("SELECT ratio, difference FROM finding").fetchall()
    assert found == [(None, Decimal("1.2345678901"))]


def test_issues_are_spells_too(store: Store) -> None:
    issue = Issue("a_source", "share", "missing", "a percentage", "none", "look", DAY)
    with store.writing("test") as connection:
        ledger.store_issues(connection, [issue, issue], DAY)
        ledger.store_issues(connection, [replace(issue, found="none at all")], DAY)
        ledger.store_issues(connection, [], DAY + timedelta(days=1))
        ledger.store_issues(connection, [issue], DAY + timedelta(days=2))
        found = connection.execute("SELECT episode, found, closed_at IS NULL FROM issue ORDER BY episode").fetchall()
    assert found == [(1, "none at all", False), (2, "none", True)]


def test_alerts_and_messages_are_stored_once(store: Store) -> None:
    key = "0123456789abcdef01234567"
    at = DAY.replace(tzinfo=None)
    row = {
        "alert_id": key, "report_id": "r", "claim_id": "C01", "check_name": "value", "verdict": "differs",
        "figure": None, "finding_id": key, "alert_key": key, "episode": 1, "observed": "x", "subject": "s", "body": "b",
        "state": "open", "opened_at": at, "closed_at": None,
    }  # fmt: skip
    message = Message(key, key, "new", "s", "b", at, None)
    for _ in range(2):
        with store.writing("test") as connection:
            ledger.store_alerts(connection, [row], [], [message], at)
    with store.writing("test") as connection:
        assert ledger.unsent(connection) == [message]
        ledger.mark_sent(connection, [key], DAY)
        assert ledger.unsent(connection) == []
        ledger.store_alerts(connection, [row], [key], [message], at)
        assert ledger.unsent(connection) == [], "what was sent stays sent"
        assert connection.execute("SELECT state, closed_at FROM alert").fetchall() == [("closed", at)]


def test_the_mirror_follows_the_catalogue(store: Store) -> None:
    loaded = catalog.load(ROOT)
    with store.writing("test") as connection:
        ledger.mirror(connection, loaded.reports, loaded.sources, loaded.steps)
    before = tables(store.path)
    was = store.path.stat().st_mtime_ns
    with store.writing("test") as connection:
        ledger.mirror(connection, loaded.reports, loaded.sources, loaded.steps)
    assert tables(store.path) == before
    assert store.path.stat().st_mtime_ns == was, "nothing was written"
    gone = next(iter(loaded.sources))
    fewer = {name: source for name, source in loaded.sources.items() if name != gone}
    with store.writing("test") as connection:
        ledger.mirror(connection, loaded.reports, fewer, loaded.steps)
    assert len(tables(store.path)["source"]) == len(fewer)
    assert not any(f"'{gone}'" in row for row in tables(store.path)["figure"])


def test_a_catalogue_that_is_mirrored_is_known_and_gives_the_same_steps(store: Store, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "reports", tmp_path / "reports")
    shutil.copytree(ROOT / "extractors", tmp_path / "extractors", ignore=shutil.ignore_patterns("reading", "*.pyc"))
    loaded = catalog.load(tmp_path)
    with store.writing("test") as connection:
        assert not ledger.is_mirrored(connection, loaded.mirror_digest)
        ledger.mirror(connection, loaded.reports, loaded.sources, loaded.steps, loaded.mirror_digest)
        assert ledger.is_mirrored(connection, catalog.load(tmp_path).mirror_digest)
        assert ledger.steps(connection) == loaded.steps
    (changed := next((tmp_path / "extractors").glob("*.yml"))).write_text(
        changed.read_text("utf-8") + "# new\n", "utf-8"
    )
    assert catalog.load(tmp_path).mirror_digest != loaded.mirror_digest
