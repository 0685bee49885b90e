"""The kept lines: mended by the next refresh, filled in an older file, and with the decisions since laid over them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from citewatch.review import queue
from citewatch.review.desk import ReviewDesk
from citewatch.review.model import Counts, Filter
from citewatch.settings import Settings
from schemas.decision import Act
from tests.review.conftest import Desk, finding
from tests.review.test_deciding import ACCEPT
from warehouse import integrity, lines, waiting
from warehouse.ask import Connection
from warehouse.readers import Readers
from warehouse.store import Store

TODAY = date(2026, 3, 20)


def counts(view: Connection, given: Filter) -> Counts:
    return queue.counts(view, given, queue.counted(view, given, today=TODAY), today=TODAY)


def test_a_line_that_somebody_spoiled_is_mended_by_the_next_refresh(desk: Desk) -> None:
    with desk.store.writing("a") as connection:
        connection.execute("UPDATE review_line SET state = 'resolved', says = 'x' WHERE claim_id = 'C01'")
        connection.execute("DELETE FROM review_line WHERE claim_id = 'C02'")
        connection.execute(
            "INSERT INTO review_source BY NAME SELECT 'ghost' AS source_id, 'p' AS publisher, 't' AS title, 'page' AS"
            " reader, 'week' AS every, 0 AS open_issues, '' AS days"
        )
        assert lines.differing(connection) == 2 and lines.differing(connection, lines.SOURCES) == 1
    desk.refresh(finding("C01"), finding("C02", value=250))
    with desk.store.writing("a") as connection:
        assert lines.differing(connection) == 0
        assert lines.bring_up_to_date(connection, lines.SOURCES) == 1
        assert lines.bring_up_to_date(connection, lines.SOURCES) == 0


def test_doctor_tells_a_line_that_somebody_spoiled_and_mends_it(desk: Desk) -> None:
    with desk.store.writing("a") as connection:
        assert integrity.out_of_step(connection) == []
        connection.execute("UPDATE review_line SET body_digest = 'sha256:other' WHERE claim_id = 'C01'")
        assert integrity.bring_in_step(connection) == ["review_line"] and integrity.out_of_step(connection) == []


def test_a_file_whose_views_are_made_anew_gets_its_lines(desk: Desk) -> None:
    with desk.store.writing("a") as connection:
        connection.execute("DELETE FROM review_line")
        connection.execute("DELETE FROM shipped")
    with Store(desk.store.path, "specimen").reading() as connection:
        assert lines.differing(connection) == 0
        assert connection.execute("SELECT count(*) FROM review_line").fetchone() == (2,)


def test_decisions_since_the_copy_was_published_are_on_its_lines(desk: Desk) -> None:
    """Seen at once, by another process too, and the same as in the writer's own file."""
    desk.store.publish()
    ids = desk.open_alerts()
    seen, other = Readers(desk.store), Readers(Store(desk.store.path, "specimen"))

    def states(readers: Readers) -> dict[str, tuple[str, int, str | None]]:
        with readers.look() as view:
            found = waiting.lines(view, list(ids.values()), TODAY)
        return {row["claim_id"]: (row["state"], row["version"], row["assignee"]) for row in found.values()}

    assert states(seen) == states(other) == {"C01": ("open", 0, None), "C02": ("open", 0, None)}
    desk.decide("acknowledge", ids["C01"], 0, by="Ana")
    assert states(seen) == states(other) == {"C01": ("acknowledged", 1, "Ana"), "C02": ("open", 0, None)}
    desk.decide("undo", ids["C01"], 1)
    desk.decide("accept", ids["C02"], 0, **ACCEPT)
    assert states(seen) == states(other) == {"C01": ("open", 2, None), "C02": ("accepted", 1, None)}
    with seen.look() as view:
        counted = counts(view, Filter())
        assert (counted.total, counted.states) == (1, {"open": 1})
    desk.store.publish()
    assert states(seen) == states(other) == {"C01": ("open", 2, None), "C02": ("accepted", 1, None)}
    seen.close()
    other.close()


def test_cursors_and_counts_that_were_there_before_know_every_later_decision(desk: Desk) -> None:
    """A desk that has been asked all along says after each decision what the writer's own lines say; a page that is
    being made meanwhile stays as it began."""
    desk.store.publish()
    ids = desk.open_alerts()
    asked = ReviewDesk(Settings(Path("nowhere"), desk.store.path.parent, specimens=True, warehouse=desk.store.path))
    steps: list[tuple[str, Act, int, dict[str, Any]]] = [
        ("C01", "acknowledge", 0, {"by": "Ana"}), ("C01", "undo", 1, {}), ("C02", "accept", 0, ACCEPT),
        ("C01", "snooze", 2, {"until": date(2026, 4, 1)}), ("C02", "undo", 1, {}),
    ]  # fmt: skip
    filters = (Filter(), Filter(state="acknowledged"), Filter(assignee=""), Filter(snoozed=True, report="none"))
    with asked.readers.look() as begun:
        for claim, act, version, more in steps:
            desk.decide(act, ids[claim], version, **more)
            with asked.readers.look() as view, desk.store.reading() as writers:
                assert _lines(view, "line") == _lines(writers, "review_line")
            fresh = ReviewDesk(asked.settings)
            for given in filters:
                assert asked.counts(given, today=TODAY) == fresh.counts(given, today=TODAY)
            fresh.close()
        assert {row[1] for row in _lines(begun, "line")} == {0}
    assert asked.counts(Filter(), today=TODAY).snoozed == 1
    asked.close()


def _lines(view: Connection, table: str) -> list[tuple[Any, ...]]:
    return view.execute(
        f"SELECT alert_id, version, * EXCLUDE (alert_id, version) FROM {table} ORDER BY alert_id"
    ).fetchall()


def test_a_redesign_that_upsets_fifty_figures_is_one_item(tmp_path: Path) -> None:
    """Fifty that agreed before. Three of another source at the same moment stay three; one that never did stays one."""
    desk = Desk(Store(tmp_path / "w.duckdb", "specimen"))
    upset = [finding(f"R{n:02}", figure=f"f{n}", source_id="redesigned") for n in range(50)]
    few = [finding(f"F{n}", figure=f"g{n}", source_id="other") for n in range(3)]
    never = finding("N1", figure="n1", source_id="redesigned")
    fine = [
        finding(each.claim_id, figure=each.figure, source_id=each.source_id, verdict="confirmed", value=221)
        for each in (*upset, *few)
    ]
    desk.refresh(*fine)
    desk.refresh(*upset, *few, never)
    desk.store.publish()
    readers = Readers(desk.store)
    with readers.look() as view:
        page = queue.queue(view, Filter(), today=TODAY, limit=10)
        (group,) = (item for item in page.items if item.is_group)
        assert len(page.items) == 5 and len(group.alert_ids) == len(group.versions) == 50
        inside = queue.queue(view, Filter(group=group.key), today=TODAY, limit=100)
        assert {item.alert_id for item in inside.items} == set(group.alert_ids)
        assert counts(view, Filter()).total == 54
        assert "N1" in {item.claim_id for item in page.items if not item.is_group}
        walked, seen = [page.items[0].alert_id], set[str]()
        while (following := waiting.neighbours(view, walked[-1], TODAY)[1]) and following not in seen:
            seen.add(following)
            walked.append(following)
        assert walked == [item.alert_id for item in page.items]
        assert waiting.neighbours(view, walked[-1], TODAY)[0] == walked[-2]
    readers.close()
    assert len(desk.heard) == 54
