"""An alert: a finding that changed state and needs a person. A message tells somebody about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

AlertState = Literal["open", "closed"]
MessageKind = Literal["new", "reopened", "resolved", "run_failed", "silence", "silence_over", "unseen", "unseen_over"]


@dataclass(frozen=True, slots=True)
class Alert:
    alert_id: str
    report_id: str
    claim_id: str
    check_name: str
    verdict: str
    figure: str | None
    finding_id: str
    observed: str | None
    subject: str
    body: str
    state: AlertState
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell. Sent at least once; its id is stable, so a repeat after a crash is recognisable."""

    message_id: str
    alert_id: str
    kind: MessageKind
    subject: str
    body: str
    created_at: datetime
    sent_at: datetime | None
