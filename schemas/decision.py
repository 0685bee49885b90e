"""What a person decided about an alert, and what a person read where a robot may not or can't.

Decisions are a log that only grows: each row carries the whole state after it, so the newest one is the state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from schemas.ids import stable_id

ReviewState = Literal["open", "acknowledged", "accepted", "resolved", "dismissed"]
"""open: nobody has looked. acknowledged: somebody is on it. accepted: a known difference, silent until the value or
its span moves. resolved: the report was corrected. dismissed: our own error."""
Act = Literal["acknowledge", "accept", "resolve", "dismiss", "reopen", "assign", "snooze", "note", "undo"]
"""What a person can do."""
SystemAct = Literal["reopened", "carried", "span_seen"]
"""What a refresh writes: the value or its span moved; the same disagreement came back and is still accepted or
dismissed; another span was seen once and waits to be seen again."""
Mistake = Literal["wrong_figure", "wrong_value", "wrong_meaning", "wrong_edition", "report_misread", "other"]
"""What was wrong with a dismissed alert: another figure of the page was read; its value or unit was misread; what it
measures was misread; another edition was compared; our copy of the report is wrong; something else."""

WAITING: tuple[ReviewState, ...] = ("open", "acknowledged")
"""The states in which an alert waits for a person."""
SETTLED: dict[Act, ReviewState] = {"accept": "accepted", "resolve": "resolved", "dismiss": "dismissed"}
SYSTEM = "citewatch"
"""The name under which a refresh writes into the log. No person may use it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the log. `state`, `assignee`, `snoozed_until` and `span` are those that hold after it."""

    alert_id: str
    version: int
    """1, 2, 3 … within the alert; 0 is an alert about which nothing was written."""
    seq: int
    """Order in the whole log."""
    act: Act | SystemAct
    state: ReviewState
    assignee: str | None
    snoozed_until: date | None
    """The first day on which it is shown again."""
    note: str
    mistake: Mistake | None
    observed: str | None
    """What the source printed when this was decided."""
    span: str | None
    """Digest of the sentence that carried it, free of its spacing."""
    previous_alert_id: str | None
    """For `reopened` and `carried`: the alert that was decided before."""
    undoes: int | None
    """For `undo`: the version that it takes back."""
    request_id: str
    """The same request sent twice is written once."""
    by: str
    at: datetime

    @property
    def decision_id(self) -> str:
        return stable_id(self.alert_id, self.version)


@dataclass(frozen=True, slots=True)
class PersonReading:
    """What a person read of one figure of a source, with the file that shows it."""

    source_id: str
    figure: str
    as_printed: str
    """The value as the page prints it; it is read by the same rules as a page."""
    sentence: str
    """The sentence, row or caption around it, as the person copied it; at least the value itself."""
    url: str
    """Where it was seen."""
    seen_on: date
    by: str
    entered_at: datetime
    file_name: str = ""
    note: str = ""
