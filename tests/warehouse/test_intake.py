"""What is kept up beside the history says what the history says, in whatever order captures and readings come."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from schemas.capture import ARCHIVE, Capture, capture_id
from tests.warehouse.conftest import DAY, capture, reading, tables
from warehouse import integrity, ledger
from warehouse.history import ever_kept, ever_read
from warehouse.store import Store

_STATES = ("ok", "not_modified", "blocked", "gone")


def _captures(dice: random.Random) -> list[tuple[Capture, int]]:
    """Some days of two sources: one or two routes a day, archived copies of days long past among them."""
    made = []
    for source in ("a_source", "other"):
        for day in range(6):
            at = DAY + timedelta(days=day)
            for order, route in enumerate(("api", "page")[: dice.randint(1, 2)]):
                made.append((_capture(source, route, at, dice.choice(_STATES)), order))
        for year in range(2):
            made.append((_capture(source, ARCHIVE, DAY - timedelta(days=400 * year), dice.choice(_STATES)), 0))
    made.append((_capture("only_archived", ARCHIVE, DAY, "ok"), 0))
    made.append((_capture("other", "person", DAY + timedelta(days=9), "ok"), 0))
    return made


def _capture(source: str, route: str, at: Any, state: str) -> Capture:
    return capture(source, at, capture_id=capture_id(source, route, at), route=route, state=state)


def test_states_follow_captures_in_any_order_and_number(store: Store) -> None:
    for seed in range(6):
        dice = random.Random(seed)
        waiting = _captures(dice)
        dice.shuffle(waiting)
        with store.writing("test") as connection:
            for table in ("capture", "source_state"):
                connection.execute(f"DELETE FROM {table}")
            while waiting:
                some = [waiting.pop() for _ in range(min(len(waiting), dice.randint(1, 9)))]
                ledger.store(connection, some, [])
                ledger.store(connection, some, [])  # again: nothing is counted twice
                assert integrity.out_of_step(connection) == [], f"seed {seed}"
        with store.reading() as connection:
            told = dict(connection.execute("SELECT source_id, archived_copies FROM source_health").fetchall())
            assert told == {}, "no source of these is in the catalogue"
            kept = connection.execute("SELECT source_id FROM source_state ORDER BY ALL").fetchall()
            assert kept == [("a_source",), ("only_archived",), ("other",)]


def test_a_page_that_goes_back_to_earlier_bytes_is_not_stored_twice(store: Store) -> None:
    """A, then B, then A again: the readings of A are there, and stay the ones they were."""
    contents = ["sha256:" + letter * 64 for letter in "aba"]
    stored = []
    for day, digest in enumerate(contents):
        at = DAY + timedelta(days=day)
        with store.writing("test") as connection:
            told = [(capture(at=at, body_digest=digest, capture_id=capture_id("a_source", "page", at)), 0)]
            stored.append(ledger.store(connection, told, [reading(body_digest=digest)])[0])
    assert stored == [1, 1, 0]
    found = tables(store.path)
    assert [len(found[name]) for name in ("capture", "reading", "observation", "read_bytes")] == [3, 2, 2, 2]
    with store.reading() as connection:
        assert integrity.doubled(connection) == {} and integrity.out_of_step(connection) == []


def test_one_reader_is_current_when_old_and_new_bytes_come_together(store: Store) -> None:
    """A newer reader reads bytes that an older one has read, in one chunk with bytes that nobody has."""
    first, second = ("sha256:" + letter * 64 for letter in "ab")
    with store.writing("test") as connection:
        assert ledger.store(connection, [], [reading(body_digest=first)])[0] == 1
        newer = [reading(body_digest=digest, reader_digest="reader2") for digest in (first, second)]
        assert ledger.store(connection, [], newer)[0] == 2
        current = connection.execute(
            "SELECT body_digest, reader_digest, r.is_current, o.is_current FROM reading r JOIN observation o"
            " USING (source_id, figure, body_digest, reader_digest) ORDER BY ALL"
        ).fetchall()
        assert current == [
            (first, "reader1", False, False), (first, "reader2", True, True), (second, "reader2", True, True)
        ]  # fmt: skip
        assert integrity.out_of_step(connection) == []


def test_whether_bytes_were_ever_read_is_told_in_python_as_in_the_table(store: Store) -> None:
    """By their keys alone."""
    pairs = [("a_source", "sha256:" + "a" * 64), ("éa", "sha256:" + "b" * 64), ("other", "sha256:" + "a" * 64)]
    with store.writing("test") as connection:
        told = [reading(source, body_digest=digest) for source, digest in pairs[:2]]
        ledger.store(connection, [(capture(payload_digest=pairs[0][1]), 0)], told)
        read, kept = ever_read(connection), ever_kept(connection)
        assert [pair in read for pair in pairs] == [True, True, False]
        assert [pair in kept for pair in pairs] == [True, False, False]


def test_what_is_out_of_step_is_told(store: Store) -> None:
    with store.writing("test") as connection:
        ledger.store(connection, [(capture(), 0)], [reading()])
        connection.execute("UPDATE source_state SET state = 'gone'")
        connection.execute("DELETE FROM read_bytes")
        assert integrity.out_of_step(connection) == ["source_state", "read_bytes"]
