"""A small warehouse with alerts of two claims, made by the functions of a refresh."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from citewatch.alerts import Change, changes
from citewatch.review import reopening
from citewatch.review.deciding import Order, decide
from citewatch.review.misread import misread_issues
from citewatch.review.model import Choice, Decided
from schemas.decision import Act
from schemas.finding import Finding, Words
from warehouse import decisions, ledger
from warehouse.answers import rows
from warehouse.store import Store

DAY = datetime(2026, 3, 2)
WEEK = timedelta(days=7)


def finding(claim: str = "C01", **given: Any) -> Finding:
    value = Decimal(str(given.pop("value", 230)))
    base: dict[str, Any] = {
        "report_id": "rep", "claim_id": claim, "answer": "now", "check": "value", "verdict": "differs",
        "source_id": "src", "figure": f"fig_{claim.lower()}", "observation_id": None, "capture_id": None,
        "stated": "221家", "stated_value": Decimal(221), "observed": str(value), "observed_value": value,
        "first_read_value": None, "unit": "company", "difference": value - 221, "ratio": value / 221, "edition": None,
        "reason": Words("The source gives another number.", "來源的數字不同。"), "suggestion": None,
        "sentence": f"There are {value} firms.", "span_start": 10, "span_end": 10 + len(str(value)),
        "needs_second": True, "first_at": DAY - WEEK, "last_at": DAY,
    }  # fmt: skip
    return Finding(**{**base, **given})


@dataclass
class Desk:
    """Refreshes with findings of our own, and decisions between them."""

    store: Store
    now: datetime = DAY
    requests: int = 0
    heard: list[Any] = field(default_factory=list)

    def refresh(self, *found: Finding, later: timedelta = WEEK) -> Change:
        """What `Refresh.judge` and `Refresh.alert` do with these findings."""
        self.now += later
        intervals = {"src": WEEK}
        with self.store.writing("alerts") as connection:
            ledger.store_findings(connection, found, self.now)
            dismissed = misread_issues(decisions.dismissed(connection), {each.alert_key for each in found})
            ledger.store_issues(connection, dismissed, self.now)
            known = decisions.sourced_alerts(connection)
            change = changes(found, known, intervals, {}, self.now, ledger.finding_ids(connection))
            log = reopening.Known(
                known, decisions.newest(connection), decisions.spans(connection), decisions.next_seq(connection)
            )
            change, entries = reopening.after(change, found, log, intervals, self.now)
            ledger.store_alerts(connection, change.opened, change.closed, change.messages, self.now)
            decisions.add(connection, entries)
        self.heard += change.messages
        return change

    def decide(self, act: Act, alert_id: str, version: int, **given: Any) -> Decided:
        self.requests += 1
        order = Order(act, given.pop("by", "Mei"), self.now, given.pop("request_id", f"r{self.requests}"), **given)
        (answer,) = decide(self.store, [Choice(alert_id, version)], order)
        return answer

    def ask(self, sql: str, given: Sequence[Any] = ()) -> list[dict[str, Any]]:
        with self.store.reading() as connection:
            return rows(connection, sql, given)

    def open_alerts(self) -> dict[str, str]:
        """Claim → its open alert."""
        return {row["claim_id"]: row["alert_id"] for row in self.ask("SELECT * FROM alert WHERE state = 'open'")}

    def state(self, alert_id: str) -> str:
        found = self.ask("SELECT state FROM current_decision WHERE alert_id = ?", [alert_id])
        return str(found[0]["state"]) if found else "open"

    def log(self, alert_id: str) -> list[dict[str, Any]]:
        return self.ask("SELECT * FROM decision WHERE alert_id = ? ORDER BY version", [alert_id])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(Store(tmp_path / "w.duckdb", "specimen"))
    made.refresh(finding("C01"), finding("C02", value=250))
    return made
