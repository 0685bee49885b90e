"""Hop 6: findings become alerts, and alerts become messages.

The row comes first, then the message is sent, then it is marked sent. So an alert exists exactly once, and a message
goes out at least once; a repeat after a crash carries the same message id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Protocol, get_args

from citewatch.packed import disagreeing
from schemas.alert import Message
from schemas.finding import Answer, Finding, Verdict, Words, family
from schemas.ids import stable_id
from warehouse.lots import Lots

SPOKEN: dict[Verdict, Words] = {
    "scale_error": Words("the order of magnitude is off", "數量級錯誤"),
    "inconsistent": Words("the report contradicts itself", "報告自相矛盾"),
    "differs": Words("the source says otherwise", "與來源不符"),
    "meaning_differs": Words("it means something else", "意義不同"),
    "date_error": Words("the date is another one", "日期錯誤"),
    "superseded": Words("there is something newer", "已被取代"),
}
"""The disagreements as a subject line says them."""
OF_SPECIMENS = "[SPECIMEN 樣本] "
"""Begins the subject of whatever rests on pages we wrote."""


class Sink(Protocol):
    """Where messages go. `send` returns when the message is delivered and raises SinkError when it is not."""

    def send(self, message: Message) -> None: ...


class SinkError(Exception):
    """The message was not taken; it stays unsent and is tried again by the next run."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a run changes in the alerts: rows to open, ids to close, messages to send."""

    opened: Sequence[dict[str, object]]
    closed: tuple[str, ...]
    messages: Sequence[Message]


def agreed(finding: Finding, interval: timedelta) -> bool:
    """Say it twice before saying it aloud: two captures at least one interval apart show it, or it needs none."""
    if not finding.needs_second:
        return True
    if finding.first_at is None or finding.last_at is None:
        return False
    # A schedule never fires at the exact second: a tenth of the interval is forgiven.
    return finding.last_at - finding.first_at >= interval * 0.9


def changes(
    findings: Collection[Finding],
    known: Iterable[Mapping[str, object]],
    intervals: Mapping[str, timedelta],
    accepted: Mapping[tuple[str, str, str], str],
    now: datetime,
    finding_ids: Mapping[str, str],
    *,
    specimen: bool = False,
) -> Change:
    """Compare the disagreements of now with the alerts that exist.

    Args:
        known: rows of the alert table, each with the answer (then, now) that its finding gave.
        intervals: source id → its interval.
        accepted: (report, claim, check) → the observed text a person accepted.
        now: when the newest capture was made; the time of whatever changes.
        finding_ids: key of a finding → id of its row.
        specimen: the findings rest on pages we wrote; every message then says so.
    """
    rows = list(known)
    is_open = {str(row["alert_key"]): row for row in rows if row["state"] == "open"}
    episodes: dict[str, int] = {}
    for row in rows:
        key = str(row["alert_key"])
        episodes[key] = max(int(str(row["episode"])), episodes.get(key, 0))
    speaking: set[str] = set()
    aloud: set[str] = set()
    for key, finding in _disagreements(findings, accepted):
        speaking.add(key)
        if key not in aloud and agreed(finding, intervals.get(finding.source_id or "", timedelta(0))):
            aloud.add(key)
    opened: Lots[dict[str, object]] = Lots(
        _opened(finding, key, episodes.get(key, 0) + 1, finding_ids[finding.key], now, specimen=specimen)
        for key, finding in _first_of_each(aloud - is_open.keys(), findings, accepted)
    )
    resolved: list[Message] = []
    closed = []
    silent = {str(row["claim_id"]) for key, row in is_open.items() if key not in speaking}
    about: dict[object, list[Finding]] = {name: [] for name in silent}
    for finding in findings if silent else ():
        if finding.claim_id in silent:
            about[finding.claim_id].append(finding)
    for key, row in is_open.items():
        if key in speaking or _still_waiting(row, about[row["claim_id"]], speaking, aloud, accepted):
            continue
        alert_id = str(row["alert_id"])
        closed.append(alert_id)
        subject = f"resolved: {row['subject']}"
        body = (
            "The source and the report no longer disagree on this, or the disagreement has another value now.\n"
            "來源與報告在此已無不符，或不符的內容已改變。"
        )
        resolved.append(Message(stable_id(alert_id, "resolved"), alert_id, "resolved", subject, body, now, None))
    return Change(opened, tuple(closed), Lots(chain(map(opening, opened), resolved)))


def _opened(
    finding: Finding, key: str, episode: int, finding_id: str, now: datetime, *, specimen: bool
) -> dict[str, object]:
    """The row of a new alert."""
    subject, body = wording(finding, specimen=specimen)
    return {
        "alert_id": stable_id(key, episode), "report_id": finding.report_id, "claim_id": finding.claim_id,
        "check_name": finding.check, "verdict": finding.verdict, "figure": finding.figure,
        "finding_id": finding_id, "alert_key": key, "episode": episode,
        "observed": finding.observed, "subject": subject, "body": body, "state": "open",
        "opened_at": now, "closed_at": None,
    }  # fmt: skip


def opening(row: Mapping[str, Any]) -> Message:
    """What tells a new alert."""
    alert_id = row["alert_id"]
    return Message(stable_id(alert_id, "new"), alert_id, "new", row["subject"], row["body"], row["opened_at"], None)


def _disagreements(
    findings: Iterable[Finding], accepted: Mapping[tuple[str, str, str], str]
) -> Iterator[tuple[str, Finding]]:
    """The key of each disagreement with each of its findings."""
    return ((finding.alert_key, finding) for finding in disagreeing(findings) if not _accepted(finding, accepted))


def _first_of_each(
    keys: Set[str], findings: Iterable[Finding], accepted: Mapping[tuple[str, str, str], str]
) -> Iterator[tuple[str, Finding]]:
    """The finding that tells a disagreement, one for each key: `now` before `then`."""
    left = set(keys)
    for answer in sorted(get_args(Answer)):
        for key, finding in _disagreements(findings, accepted) if left else ():
            if finding.answer == answer and key in left:
                left.remove(key)
                yield key, finding


def _accepted(finding: Finding, accepted: Mapping[tuple[str, str, str], str]) -> bool:
    given = accepted.get((finding.report_id, finding.claim_id, finding.check))
    return given is not None and given == finding.observed


def _still_waiting(
    row: Mapping[str, object],
    findings: Sequence[Finding],
    speaking: Set[str],
    aloud: Set[str],
    accepted: Mapping[tuple[str, str, str], str],
) -> bool:
    """What can't be read resolves nothing, and another value counts only once it was seen twice."""
    about = [
        finding
        for finding in findings
        if (finding.report_id, finding.claim_id) == (row["report_id"], row["claim_id"])
        and finding.figure == row["figure"]
        and not _accepted(finding, accepted)
    ]
    # That the report was right at its date says nothing of what the source says now, and the other way round.
    same = [finding for finding in about if row.get("answer") in (None, finding.answer)]
    if same and all(family(finding.verdict) == "cannot_tell" for finding in same):
        # An accepted disagreement leaves nothing behind that could speak; a page that can't be read does.
        return not any(_accepted(f, accepted) for f in findings if f.claim_id == row["claim_id"])
    return any(
        finding.check == row["check_name"] and finding.alert_key in speaking and finding.alert_key not in aloud
        for finding in about
    )


def wording(finding: Finding, *, specimen: bool = False) -> tuple[str, str]:
    """Subject and body. They speak of figures, not of people."""
    said = SPOKEN[finding.verdict]
    replay = "citewatch --specimens replay" if specimen else "citewatch replay"
    mark = OF_SPECIMENS if specimen else ""
    subject = f"{mark}{finding.report_id} {finding.claim_id} {finding.stated}: {said.en} / {said.zh}"
    lines = [
        f"Stated in the report: {finding.stated}",
        f"Source prints: {finding.observed}" if finding.observed else "",
        f"In its sentence: {finding.sentence}" if finding.sentence else "",
        f"Why: {finding.reason.en}",
        f"原因：{finding.reason.zh}",
        f"Suggested correction: {finding.suggestion.en}" if finding.suggestion else "",
        f"建議更正：{finding.suggestion.zh}" if finding.suggestion else "",
        f"Source: {finding.source_id}, capture {finding.capture_id}" if finding.capture_id else "",
        f"See it again: {replay} {finding.capture_id}" if finding.capture_id else "",
    ]
    return subject, "\n".join(line for line in lines if line)
