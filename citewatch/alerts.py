"""Hop 6: findings become alerts, and alerts become messages.

The row comes first, then the message is sent, then it is marked sent. So an alert exists exactly once, and a message
goes out at least once; a repeat after a crash carries the same message id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from schemas.alert import Message
from schemas.finding import Finding, family
from schemas.ids import stable_id


class Sink(Protocol):
    """Where messages go. `send` returns when the message is delivered and raises SinkError when it is not."""

    def send(self, message: Message) -> None: ...


class SinkError(Exception):
    """The message was not taken; it stays unsent and is tried again by the next run."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a run changes in the alerts: rows to open, ids to close, messages to send."""

    opened: tuple[dict[str, object], ...]
    closed: tuple[str, ...]
    messages: tuple[Message, ...]


def agreed(finding: Finding, interval: timedelta) -> bool:
    """Say it twice before saying it aloud: two captures at least one interval apart show it, or it needs none."""
    if not finding.needs_second:
        return True
    if finding.first_at is None or finding.last_at is None:
        return False
    # A schedule never fires at the exact second: a tenth of the interval is forgiven.
    return finding.last_at - finding.first_at >= interval * 0.9


def changes(
    findings: Sequence[Finding],
    known: Iterable[Mapping[str, object]],
    intervals: Mapping[str, timedelta],
    accepted: Mapping[tuple[str, str, str], str],
    now: datetime,
    finding_ids: Mapping[str, str],
) -> Change:
    """Compare the disagreements of now with the alerts that exist.

    Args:
        known: rows of the alert table.
        intervals: source id → its interval.
        accepted: (report, claim, check) → the observed text a person accepted.
        now: when the newest capture was made; the time of whatever changes.
        finding_ids: key of a finding → id of its row.
    """
    rows = list(known)
    is_open = {str(row["alert_key"]): row for row in rows if row["state"] == "open"}
    episodes: dict[str, int] = {}
    for row in rows:
        key = str(row["alert_key"])
        episodes[key] = max(int(str(row["episode"])), episodes.get(key, 0))
    speaking = _disagreements(findings, accepted)
    opened: list[dict[str, object]] = []
    messages: list[Message] = []
    for key, finding in speaking.items():
        if key in is_open or not agreed(finding, intervals.get(finding.source_id or "", timedelta(0))):
            continue
        episode = episodes.get(key, 0) + 1
        alert_id = stable_id(key, episode)
        subject, body = wording(finding)
        opened.append({
            "alert_id": alert_id, "report_id": finding.report_id, "claim_id": finding.claim_id,
            "check_name": finding.check, "verdict": finding.verdict, "figure": finding.figure,
            "finding_id": finding_ids[finding.key], "alert_key": key, "episode": episode,
            "observed": finding.observed, "subject": subject, "body": body, "state": "open",
            "opened_at": now, "closed_at": None,
        })  # fmt: skip
        messages.append(Message(stable_id(alert_id, "new"), alert_id, "new", subject, body, now, None))
    closed = []
    for key, row in is_open.items():
        if key not in speaking:
            alert_id = str(row["alert_id"])
            closed.append(alert_id)
            subject = f"resolved: {row['subject']}"
            body = "The source and the report no longer disagree on this, or the disagreement has another value now."
            messages.append(Message(stable_id(alert_id, "resolved"), alert_id, "resolved", subject, body, now, None))
    return Change(tuple(opened), tuple(closed), tuple(messages))


def _disagreements(findings: Sequence[Finding], accepted: Mapping[tuple[str, str, str], str]) -> dict[str, Finding]:
    """One finding a disagreement: `now` speaks for `then` where both say it."""
    found: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda f: f.answer):  # now before then
        if family(finding.verdict) != "disagrees":
            continue
        if accepted.get((finding.report_id, finding.claim_id, finding.check)) == finding.observed:
            continue
        found.setdefault(finding.alert_key, finding)
    return found


def wording(finding: Finding) -> tuple[str, str]:
    """Subject and body. They speak of figures, not of people."""
    subject = f"{finding.report_id} {finding.claim_id}: {finding.verdict}: {finding.stated}"
    lines = [
        f"Stated in the report: {finding.stated}",
        f"Source prints: {finding.observed}" if finding.observed else "",
        f"In its sentence: {finding.sentence}" if finding.sentence else "",
        f"Why: {finding.reason.en}",
        f"原因：{finding.reason.zh}",
        f"Suggested correction: {finding.suggestion.en}" if finding.suggestion else "",
        f"建議更正：{finding.suggestion.zh}" if finding.suggestion else "",
        f"Source: {finding.source_id}, capture {finding.capture_id}" if finding.capture_id else "",
        f"See it again: citewatch replay {finding.capture_id}" if finding.capture_id else "",
    ]
    return subject, "\n".join(line for line in lines if line)
