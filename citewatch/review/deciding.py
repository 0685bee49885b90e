"""Decisions on alerts: checked against the state and the version that the reviewer saw, then added to the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import get_args

from citewatch.errors import CitewatchError
from citewatch.review.misread import misread_issues
from citewatch.review.model import Choice, Decided
from citewatch.review.span import span_of
from citewatch.review.states import acts, undoable
from schemas.decision import SETTLED, SYSTEM, Act, Decision, Mistake, ReviewState
from schemas.finding import Words
from warehouse import decisions, ledger
from warehouse.ask import Connection
from warehouse.place import Warehouse
from warehouse.write import Row, utc

_LONGEST_NOTE = 4000
_LONGEST_NAME = 200
_DONE = Words("", "")
_GONE = Words("There is no such alert.", "沒有這則警示。")
_STATES_ZH: dict[ReviewState, str] = {
    "open": "待處理", "acknowledged": "處理中", "accepted": "已接受", "resolved": "已更正", "dismissed": "已駁回",
}  # fmt: skip


class BadDecision(CitewatchError):
    """Something is missing or too long; nothing was written."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, the same for all alerts of one call."""

    act: Act
    by: str
    at: datetime
    request_id: str
    note: str = ""
    mistake: Mistake | None = None
    assignee: str | None = None
    until: date | None = None
    others: bool = True
    """May take back what somebody else decided: an admin, or whoever works on the machine itself."""

    def checked(self) -> Order:
        """The same, trimmed.

        Raises:
            BadDecision: what this act needs is not there.
        """
        order = replace(
            self, by=self.by.strip(), note=self.note.strip(), assignee=(self.assignee or "").strip() or None
        )
        if order.act not in get_args(Act):
            raise BadDecision(f"{order.act}: no such act; there are {', '.join(get_args(Act))}.")
        if not order.by or order.by == SYSTEM or len(order.by) > _LONGEST_NAME:
            raise BadDecision(f"a decision needs the name of a person, of at most {_LONGEST_NAME} characters.")
        if not order.request_id or len(order.request_id) > _LONGEST_NAME:
            raise BadDecision(f"a request needs an id of at most {_LONGEST_NAME} characters.")
        if len(order.note) > _LONGEST_NOTE or len(order.assignee or "") > _LONGEST_NAME:
            raise BadDecision(f"a note has at most {_LONGEST_NOTE} characters, a name at most {_LONGEST_NAME}.")
        if order.act in ("accept", "dismiss", "note", "reopen") and not order.note:
            raise BadDecision(f"{order.act} needs a note that says why.")
        if (order.act == "dismiss") != (order.mistake is not None) or order.mistake not in (None, *get_args(Mistake)):
            raise BadDecision(f"dismiss needs what was wrong, and nothing else does: {', '.join(get_args(Mistake))}.")
        if (order.act == "snooze") != (order.until is not None):
            raise BadDecision("snooze needs the day on which it is shown again, and nothing else does.")
        if order.act == "snooze" and order.until is not None and order.until <= order.at.date():
            raise BadDecision("snooze until a day to come.")
        return order


def decide(store: Warehouse, choices: Sequence[Choice], order: Order) -> tuple[Decided, ...]:
    """One transaction for all choices. One that can't be written keeps none of the others from it.

    Raises:
        BadDecision: what this act needs is not there.
    """
    order = order.checked()
    wanted = list({choice.alert_id: choice for choice in choices}.values())
    return store.transact("decide", lambda connection: _written(connection, wanted, order))


def _written(connection: Connection, wanted: Sequence[Choice], order: Order) -> tuple[Decided, ...]:
    ids = [choice.alert_id for choice in wanted]
    logs = decisions.logs(connection, ids)
    known = decisions.alerts_with_findings(connection, ids)
    seq = decisions.next_seq(connection)
    answers: list[Decided] = []
    new: list[Decision] = []
    for choice in wanted:
        made = _one(choice, order, known.get(choice.alert_id), logs.get(choice.alert_id, []), seq + len(new))
        if isinstance(made, Decision):
            new.append(made)
            answers.append(Decided(choice.alert_id, "done", made.state, made.version, _DONE, made.by, made.at))
        else:
            answers.append(made)
    decisions.add(connection, new)
    if any(_touches_issues(each, logs.get(each.alert_id, [])) for each in new):
        at = ledger.newest_capture(connection) or utc(order.at)
        decisions.refile(connection, "misread", misread_issues(decisions.dismissed(connection)), at)
    return tuple(answers)


def _touches_issues(new: Decision, log: Sequence[Decision]) -> bool:
    return "dismissed" in (new.state, log[0].state if log else "open")


def _one(choice: Choice, order: Order, row: Row | None, log: Sequence[Decision], seq: int) -> Decision | Decided:
    """The entry to add, or why there is none. `log` is newest first."""
    state: ReviewState = log[0].state if log else "open"
    version = log[0].version if log else 0
    who, when = (log[0].by, log[0].at) if log else (None, None)
    if row is None:
        return Decided(choice.alert_id, "refused", state, version, _GONE, None, None)
    if any(entry.request_id == order.request_id for entry in log):
        return Decided(choice.alert_id, "again", state, version, _DONE, who, when)
    if version != choice.version:
        return Decided(choice.alert_id, "conflict", state, version, _conflict(log), who, when)
    if order.act not in acts(log, is_open=row["state"] == "open"):
        return Decided(choice.alert_id, "refused", state, version, _refused(order.act, state, row), who, when)
    taken = undoable(log) if order.act == "undo" and not order.others else None
    if taken is not None and taken.by != order.by:
        return Decided(choice.alert_id, "refused", state, version, _of_somebody_else(taken.by), who, when)
    before = log[0] if log else None
    standing = next((entry.span for entry in log if entry.act != "span_seen"), None)
    made = Decision(
        alert_id=choice.alert_id, version=version + 1, seq=seq, act=order.act, state=state,
        assignee=before.assignee if before else None, snoozed_until=before.snoozed_until if before else None,
        note=order.note, mistake=before.mistake if before and order.act == "note" else None, observed=row["prints"],
        # What a standing decision rests on; a mere note must not move it to what the page shows by now.
        span=standing if before and order.act not in SETTLED else span_of(row["sentence"]),
        previous_alert_id=None, undoes=None, request_id=order.request_id, by=order.by, at=utc(order.at),
    )  # fmt: skip
    return _after(made, order, log)


def _after(made: Decision, order: Order, log: Sequence[Decision]) -> Decision:
    """The entry with the state that its act leads to."""
    if order.act == "undo":
        return _undone(made, log)
    if order.act in SETTLED:
        return replace(made, state=SETTLED[order.act], mistake=order.mistake, snoozed_until=None)
    if order.act == "acknowledge":
        return replace(made, state="acknowledged", assignee=made.assignee or order.by)
    if order.act == "reopen":
        return replace(made, state="open", snoozed_until=None)
    if order.act == "assign":
        return replace(made, assignee=order.assignee)
    return replace(made, snoozed_until=order.until) if order.act == "snooze" else made


def _undone(made: Decision, log: Sequence[Decision]) -> Decision:
    """Everything as it was before the newest entry that can be taken back."""
    taken = undoable(log)
    if taken is None:
        raise BadDecision("there is nothing to take back.")
    base = _base(log, taken.version)
    if base is None:
        return replace(made, undoes=taken.version, state="open", assignee=None, snoozed_until=None, mistake=None)
    return replace(
        made, undoes=taken.version, state=base.state, assignee=base.assignee, snoozed_until=base.snoozed_until,
        span=base.span, mistake=base.mistake,
    )  # fmt: skip


def _base(log: Sequence[Decision], version: int) -> Decision | None:
    """The entry whose state held before `version`."""
    return next((entry for entry in log if entry.version == version - 1), None)


def _conflict(log: Iterable[Decision]) -> Words:
    newest = next(iter(log), None)
    if newest is None:
        return Words("This alert is not the one you saw. Load it again.", "這則警示與您所見不同，請重新載入。")
    return Words(
        f"{newest.by} has changed this meanwhile; it is {newest.state} now. Load it again and decide on what you see.",
        f"{newest.by} 已先更動，目前為「{_STATES_ZH[newest.state]}」。請重新載入後再決定。",
    )


def _of_somebody_else(by: str) -> Words:
    return Words(
        f"That was decided by {by}: {by} or an admin can take it back. You can open it again and say why.",
        f"這是 {by} 的決定：只有 {by} 或管理者能復原。您可以重新開啟並說明理由。",
    )


def _refused(act: Act, state: ReviewState, row: Row) -> Words:
    if row["state"] != "open":
        return Words(
            "A refresh has closed this alert: the source and the report no longer disagree on it.",
            "更新時已關閉此警示：來源與報告在此已無不符。",
        )
    if act == "undo":
        return Words("There is nothing of a person's to take back.", "沒有可復原的決定。")
    return Words(
        f"It is {state}: reopen it first, or undo the decision.",
        f"目前為「{_STATES_ZH[state]}」：請先重新開啟，或復原該決定。",
    )
