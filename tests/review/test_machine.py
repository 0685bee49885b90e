"""Any sequence of decisions and refreshes against a small model, and the kept lines against what they are made of.

One alert, since alerts touch each other nowhere but in bulk, which has tests of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from schemas.decision import Act, ReviewState
from tests.review.conftest import Desk, finding
from warehouse import lines
from warehouse.store import Store

PEOPLE = st.sampled_from(["Ana", "Ben"])
ACTS: tuple[Act, ...] = ("acknowledge", "accept", "resolve", "dismiss", "reopen", "assign", "snooze", "note", "undo")
SETTLE: dict[str, ReviewState] = {"accept": "accepted", "resolve": "resolved", "dismiss": "dismissed"}


class Held(Store):
    """The file held open: a thousand transactions in a second instead of a minute."""

    def hold(self) -> None:
        with super().writing("a"):
            pass
        self.connection = duckdb.connect(str(self.path))

    @contextmanager
    def writing(self, name: str, *, publish: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        self.connection.begin()
        yield self.connection
        self.connection.commit()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        yield self.connection


@dataclass(frozen=True)
class Model:
    """What a reviewer believes of the one alert that is open."""

    state: ReviewState = "open"
    assignee: str | None = None
    snoozed: date | None = None
    taken: tuple[Model, ...] = ()
    """What undo leads back to, newest last."""
    version: int = 0


class Reviewing(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        store = Held(Path(self.folder.name) / "w.duckdb", "specimen")
        store.hold()
        self.desk = Desk(store)
        self.value, self.words = 230, "There are {} firms."
        self.model = Model()
        self.again()

    @rule()
    def again(self) -> None:
        """A refresh that sees the same: nothing happens, whatever was decided."""
        heard = len(self.desk.heard)
        first = not self.desk.ask("SELECT 1 FROM alert")
        self._refresh()
        assert first or len(self.desk.heard) == heard

    def _refresh(self) -> None:
        sentence = self.words.format(self.value)
        self.desk.refresh(finding(value=self.value, sentence=sentence))
        (self.alert,) = self.desk.open_alerts().values()

    @rule()
    def value_moves(self) -> None:
        self.value += 1
        self._refresh()
        settled = self.model.state in SETTLE.values()
        self.model = Model(assignee=self.model.assignee if settled else None, version=1 if settled else 0)

    @rule()
    def words_move(self) -> None:
        """Seen once it says nothing; seen twice it opens what was settled."""
        self.words = f"Now {self.words}"
        self._refresh()
        if self.model.state not in SETTLE.values():
            return
        assert self.desk.state(self.alert) == self.model.state, "said twice before it is said aloud"
        self._refresh()
        opened = replace(self.model, state="open", version=self.model.version + 2, taken=())
        self.model = opened

    @rule(act=st.sampled_from(ACTS), by=PEOPLE, stale=st.integers(0, 3))
    def decide(self, act: Act, by: str, stale: int) -> None:
        before = self.model
        version = before.version - 1 if stale == 0 else before.version
        given: dict[str, Any] = {
            "accept": {"note": "It rounds."}, "dismiss": {"note": "The row above.", "mistake": "wrong_figure"},
            "reopen": {"note": "Not so clear."}, "note": {"note": "Asked."}, "assign": {"assignee": "Cy"},
            "snooze": {"until": (self.desk.now + timedelta(days=9)).date()},
        }.get(act, {})  # fmt: skip
        done = self.desk.decide(act, self.alert, version, by=by, **given)
        after = self._after(act, by, given)
        expected = "conflict" if version != before.version else "refused" if after is None else "done"
        assert (done.outcome, done.version) == (expected, before.version + (expected == "done"))
        if expected == "done":
            assert after is not None
            self.model = replace(after, version=before.version + 1)

    def _after(self, act: Act, by: str, given: dict[str, Any]) -> Model | None:
        """The model after this act; None where it can't be done."""
        old, waiting = self.model, self.model.state in ("open", "acknowledged")
        if act == "undo":
            return replace(old.taken[-1], version=old.version) if old.taken else None
        if waiting if act == "reopen" else not waiting and act != "note":
            return None
        new = replace(old, taken=(*old.taken, old))
        if act == "acknowledge":
            if old.state != "open":
                return None
            return replace(new, state="acknowledged", assignee=old.assignee or by)
        if act in SETTLE:
            return replace(new, state=SETTLE[act], snoozed=None)
        if act == "reopen":
            return replace(new, state="open", snoozed=None)
        return replace(new, assignee="Cy") if act == "assign" else replace(new, snoozed=given.get("until", old.snoozed))

    @invariant()
    def what_is_stored_is_the_model(self) -> None:
        if not hasattr(self, "alert"):
            return
        (line,) = self.desk.ask("SELECT * FROM review_line WHERE alert_state = 'open'")
        model = self.model
        assert (line["alert_id"], line["state"], line["version"]) == (self.alert, model.state, model.version)
        assert (line["assignee"], line["snoozed_until"]) == (model.assignee, model.snoozed)
        log = self.desk.log(self.alert)
        assert [entry["version"] for entry in log] == list(range(1, model.version + 1))

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            assert lines.differing(self.desk.store.connection) == 0  # type: ignore[attr-defined]
            self.desk.store.connection.close()  # type: ignore[attr-defined]
            self.folder.cleanup()


def test_decisions_and_refreshes_follow_the_model() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Reviewing, settings=settings(max_examples=3, stateful_step_count=12, deadline=None, derandomize=True)
    )


@pytest.mark.soak
def test_decisions_and_refreshes_follow_the_model_for_long() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Reviewing, settings=settings(max_examples=300, stateful_step_count=40, deadline=None)
    )
