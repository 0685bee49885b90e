"""Most serious first: verdict, size of the difference, prominence in the report and time of waiting, added up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from citewatch.review import queue
from citewatch.review.model import Filter
from tests.review.conftest import Desk, finding
from warehouse.readers import Readers
from warehouse.store import Store

TODAY = date(2026, 6, 1)


def printed(desk: Desk, claim: str, section: str, place: str = "") -> None:
    with desk.store.writing("a") as connection:
        connection.execute(
            "INSERT INTO claim BY NAME SELECT 'rep' AS report_id, ? AS claim_id, '221家' AS says, ? AS section, ? AS"
            " place, 'quantity' AS kind, '221家' AS stated, '=' AS comparator, 'market_size' AS measures, '' AS"
            " found_by_us",
            [claim, section, place],
        )


def order(desk: Desk) -> list[str]:
    desk.store.publish()
    readers = Readers(desk.store)
    with readers.look() as view:
        found = [item.claim_id for item in queue.queue(view, Filter(), today=TODAY, limit=50).items]
    readers.close()
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Store(tmp_path / "w.duckdb", "specimen"))


def times(ratio: str, **given: Any) -> dict[str, Any]:
    return {"ratio": Decimal(ratio), **given}


def test_what_is_else_alike_goes_by_its_verdict(desk: Desk) -> None:
    verdicts = ("scale_error", "inconsistent", "differs", "meaning_differs", "date_error", "superseded")
    desk.refresh(*(finding(name, verdict=name, **times("1.01")) for name in verdicts[::-1]))
    assert order(desk) == list(verdicts)


def test_the_larger_difference_the_more_prominent_place_and_the_longer_wait_count(desk: Desk) -> None:
    for claim, section, place in (
        ("summary", "摘要", ""), ("table", "現況", "表3"), ("text", "現況", "第二段"), ("note", "註腳", "註4"),
    ):  # fmt: skip
        printed(desk, claim, section, place)
    old = finding("old", **times("1.01"))
    desk.refresh(old)
    places = [finding(name, **times("1.01")) for name in ("note", "text", "table", "summary")]
    sizes = [finding("hundredfold", **times("100")), finding("a_hundredth", **times("0.009"))]
    desk.refresh(old, *places, *sizes, later=timedelta(days=70))
    found = order(desk)
    assert [name for name in found if name in ("summary", "table", "text", "note")] == [
        "summary", "table", "text", "note"
    ]  # fmt: skip
    assert found.index("a_hundredth") < found.index("hundredfold") < found.index("text"), "far off either way"
    assert found.index("old") < found.index("text"), "a week counts one point, as far as forty"
