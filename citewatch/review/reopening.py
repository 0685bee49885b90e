"""What a refresh does with decisions: a moved value or span opens the alert again, all else stays silent. Pure.

- The value moved: its disagreement is another alert now. If the one before was decided, the new one says so.
- The same disagreement is back after it was gone: accepted and dismissed still hold if nothing else was found between.
- The value stands, its span moved: said twice, like everything, before the alert opens again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from citewatch.alerts import Change, opening
from citewatch.packed import disagreeing
from citewatch.review.span import span_of
from schemas.alert import Message
from schemas.decision import SYSTEM, Decision, ReviewState
from schemas.finding import Finding
from schemas.ids import stable_id
from warehouse.lots import Lots
from warehouse.write import Row, utc

_DECIDED: tuple[ReviewState, ...] = ("accepted", "resolved", "dismissed")
_STANDING: tuple[ReviewState, ...] = ("accepted", "dismissed")
"""Decisions that hold again when the very same disagreement comes back."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the warehouse knows before this run's alerts are stored."""

    alerts: Sequence[Row]
    """Rows of the alert table, with the source of each."""
    newest: Mapping[str, Decision]
    """Alert id → newest entry of its log."""
    spans: Mapping[str, str | None]
    """Alert id → the span that its standing decision rests on."""
    next_seq: int


def after(
    change: Change, findings: Iterable[Finding], known: Known, intervals: Mapping[str, timedelta], now: datetime
) -> tuple[Change, tuple[Decision, ...]]:
    """The change with its messages put right, and the entries that the refresh adds to the log."""
    if not known.alerts:
        return change, ()  # nothing was there that could be followed or could move
    made: list[Decision] = []
    other: dict[str, Message | None] = {}
    """Message id → what is told beside or, if nothing, what is not told after all."""
    by_key = _speaking(findings)
    for row in change.opened:
        finding = by_key.get(str(row["alert_key"]))
        before = _before(row, finding.source_id if finding else None, known, change.closed)
        if before is None:
            continue
        entry = _entry(row, before, finding, known, now, len(made))
        made.append(entry)
        _reworded(other, row, before, entry)
    gone = set(change.closed)
    for alert in known.alerts:
        newest = known.newest.get(alert["alert_id"])
        finding = by_key.get(alert["alert_key"])
        if alert["state"] != "open" or alert["alert_id"] in gone or newest is None or finding is None:
            continue
        if newest.state in _DECIDED and (moved := _moved(newest, known, finding, intervals, now)):
            entry = _of_system(newest, moved, finding, known.next_seq + len(made), now)
            made.append(entry)
            if moved == "reopened":
                message = _reopened(alert, entry, now)
                other[message.message_id] = message
    if not other:
        return change, tuple(made)
    messages = chain((each for each in change.messages if each.message_id not in other), filter(None, other.values()))
    return replace(change, messages=Lots(messages)), tuple(made)


def _speaking(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Alert key → the finding that speaks for it: the same choice as warehouse.decisions makes."""
    loud = disagreeing(findings)
    order = sorted(loud, key=lambda f: (f.answer, f.source_id or "", f.figure or "", f.edition or ""))
    found: dict[str, Finding] = {}
    for finding in order:
        found.setdefault(finding.alert_key, finding)
    return found


def _line(row: Mapping[str, object], source_id: object) -> tuple[object, ...]:
    """What stays the same when only the value moves."""
    return row["report_id"], row["claim_id"], row["check_name"], row["figure"], source_id


def _before(
    row: Mapping[str, object], source_id: str | None, known: Known, closing: Sequence[str]
) -> tuple[Row, Decision] | None:
    """The alert on the same line that this one follows, if a decision stands on it: one that closes now, else the
    newest. It may stay open: what the source said at the report's date does not move with what it says now."""
    line = _line(row, source_id)
    on_line = [alert for alert in known.alerts if _line(alert, alert["source_id"]) == line]
    if not on_line:
        return None
    last = max(on_line, key=lambda a: (a["alert_id"] in closing, a["opened_at"], a["alert_id"]))
    newest = known.newest.get(last["alert_id"])
    return (last, newest) if newest is not None and newest.state in _DECIDED else None


def _entry(
    row: Mapping[str, object], before: tuple[Row, Decision], finding: Finding | None, known: Known, now: datetime,
    made: int,
) -> Decision:  # fmt: skip
    last, newest = before
    span = span_of(finding.sentence if finding else None)
    stands = newest.state in _STANDING and known.spans.get(last["alert_id"]) == span
    same = stands and last["alert_key"] == row["alert_key"]
    return Decision(
        alert_id=str(row["alert_id"]), version=1, seq=known.next_seq + made, act="carried" if same else "reopened",
        state=newest.state if same else "open", assignee=newest.assignee, snoozed_until=None,
        note=newest.note if same else "", mistake=newest.mistake if same else None,
        observed=finding.observed if finding else None, span=span, previous_alert_id=last["alert_id"], undoes=None,
        request_id=stable_id(row["alert_id"], "refresh"), by=SYSTEM, at=utc(now),
    )  # fmt: skip


def _reworded(
    other: dict[str, Message | None], row: Mapping[str, object], before: tuple[Row, Decision], entry: Decision
) -> None:
    """A difference that still is accepted is not told again; a decision that fell is told as such, once."""
    new = opening(row)
    last, newest = before
    other[new.message_id] = other[stable_id(last["alert_id"], "resolved")] = None
    if entry.act == "carried":
        return
    head, foot = _words(newest)
    again = replace(
        new, message_id=stable_id(row["alert_id"], "reopened"), kind="reopened",
        subject=f"reopened: {new.subject}", body=f"{head}\n{new.body}\n{foot}",
    )  # fmt: skip
    other[again.message_id] = again


def _words(newest: Decision) -> tuple[str, str]:
    day = newest.at.date().isoformat()
    return (
        f"This was {newest.state} by {newest.by} on {day} with “{newest.observed or ''}”; it has moved since.",
        f"{newest.by} 於 {day} 的決定所依據的內容已改變。",
    )


def _moved(
    newest: Decision, known: Known, finding: Finding, intervals: Mapping[str, timedelta], now: datetime
) -> str | None:
    """What to write about the span: nothing, that another one was seen, or that it has moved."""
    span, decided = span_of(finding.sentence), known.spans.get(newest.alert_id)
    seen = newest.span if newest.act == "span_seen" else decided
    if span != seen:
        return "span_seen"
    interval = intervals.get(finding.source_id or "", timedelta(0))
    return "reopened" if span != decided and utc(now) - newest.at >= interval * 0.9 else None


def _of_system(newest: Decision, act: str, finding: Finding, seq: int, now: datetime) -> Decision:
    return replace(
        newest, version=newest.version + 1, seq=seq, act="reopened" if act == "reopened" else "span_seen",
        state="open" if act == "reopened" else newest.state, note="" if act == "reopened" else newest.note,
        mistake=None if act == "reopened" else newest.mistake, observed=finding.observed,
        span=span_of(finding.sentence), previous_alert_id=None, undoes=None,
        request_id=stable_id(newest.alert_id, newest.version, "refresh"), by=SYSTEM, at=utc(now),
    )  # fmt: skip


def _reopened(alert: Row, entry: Decision, now: datetime) -> Message:
    body = (
        f"{alert['body']}\nThe value is the one that was decided on, but it stands in another sentence now.\n"
        "數值與先前決定時相同，但已出現在不同的句子中。"
    )
    number = stable_id(alert["alert_id"], "reopened", entry.version)
    return Message(number, alert["alert_id"], "reopened", f"reopened: {alert['subject']}", body, now, None)
