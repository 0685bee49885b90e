"""What may be decided in which state: the state machine of an alert, pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from schemas.decision import SYSTEM, WAITING, Act, ReviewState, SystemAct


class Entry(Protocol):
    """One entry of an alert's log."""

    @property
    def version(self) -> int: ...
    @property
    def act(self) -> Act | SystemAct: ...
    @property
    def state(self) -> ReviewState: ...
    @property
    def by(self) -> str: ...
    @property
    def undoes(self) -> int | None: ...


def acts(log: Sequence[Entry], *, is_open: bool) -> tuple[Act, ...]:
    """What can be done on an alert with this log, newest entry first. A closed one can only be spoken about."""
    state: ReviewState = log[0].state if log else "open"
    found: list[Act] = []
    if is_open and state in WAITING:
        found += ["acknowledge"] if state == "open" else []
        found += ["accept", "resolve", "dismiss", "assign", "snooze"]
    elif is_open:
        found.append("reopen")
    found.append("note")
    if is_open and undoable(log) is not None:
        found.append("undo")
    return tuple(found)


def undoable(log: Sequence[Entry]) -> Entry | None:
    """The newest entry of a person that was not taken back; nothing from before a refresh reopened the alert."""
    undone = {entry.undoes for entry in log if entry.act == "undo"}
    for entry in log:
        if entry.by == SYSTEM and entry.act != "span_seen":
            return None
        if entry.by != SYSTEM and entry.act != "undo" and entry.version not in undone:
            return entry
    return None
