"""What one go of the six hops did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Run:
    run_id: str
    started_at: datetime
    """The time the run was given as its now."""
    finished_at: datetime | None
    due: int
    captured: int
    unchanged: int
    unreadable: int
    observations: int
    issues: int
    alerts: int
    reader: str
