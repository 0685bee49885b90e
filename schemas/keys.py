"""What is unique in each table, and which rows of others it names. The rules of single rows are in contracts.py."""

from __future__ import annotations

KEYS: dict[str, tuple[str, ...]] = {
    "report": ("report_id",),
    "claim": ("report_id", "claim_id"),
    "source": ("source_id",),
    "figure": ("source_id", "figure"),
    "capture": ("capture_id",),
    "source_state": ("source_id",),
    "picture_capture": ("capture_id",),
    "picture_text": ("body_digest",),
    "read_bytes": ("bytes_key",),
    "reading": ("source_id", "figure", "body_digest", "reader_digest"),
    "observation": ("observation_id",),
    "finding": ("finding_id",),
    "issue": ("issue_id",),
    "quarantine": ("quarantine_id",),
    "alert": ("alert_id",),
    "message": ("message_id",),
    "decision": ("decision_id",),
    "person_reading": ("capture_id",),
    "disposal": ("capture_id",),
    "review_line": ("alert_id",),
    "review_source": ("source_id",),
    "review_section": ("report_id", "section", "verdict"),
    "review_change": ("report_id", "claim_id", "answer"),
    "run": ("run_id",),
}
"""What is unique in each table. DuckLake has no keys, so the code that writes keeps them and tests prove it."""

VIEW_KEYS: dict[str, tuple[str, ...]] = {
    "capture_stay": ("source_id", "stay"),
    "current_decision": ("alert_id",),
    "current_findings": ("finding_id",),
    "figure_history": ("observation_id", "capture_id"),
    "finding_history": ("finding_id",),
    "headline": ("report_id", "claim_id", "answer"),
    "last_accepted": ("report_id", "claim_id", "check_name", "source_id", "figure"),
    "readable_capture": ("capture_id",),
    "source_attempt": ("capture_id",),
    "source_health": ("source_id",),
    "stale_claims": ("report_id", "claim_id"),
}
"""What is unique in each view, as it follows from the tables below it."""

_OF_A_CAPTURE, _OF_A_FINDING = ("source_id", "captured_at"), ("report_id", "claim_id", "answer", "first_at")
ORDER: dict[str, tuple[str, ...]] = {
    "alert": ("opened_at",),
    "capture": _OF_A_CAPTURE,
    "current_decision": ("seq",),
    "current_findings": _OF_A_FINDING,
    "decision": ("seq",),
    "disposal": ("disposed_at",),
    "figure_history": ("source_id", "figure", "first_at"),
    "finding": _OF_A_FINDING,
    "finding_history": _OF_A_FINDING,
    "issue": ("first_at", "source_id"),
    "message": ("created_at",),
    "observation": ("source_id", "figure"),
    "person_reading": ("entered_at",),
    "picture_capture": _OF_A_CAPTURE,
    "quarantine": ("quarantined_at",),
    "readable_capture": _OF_A_CAPTURE,
    "review_line": ("opened_at",),
    "run": ("started_at",),
    "source_attempt": _OF_A_CAPTURE,
}
"""In which order people read the rows of a table or view whose key says little; the rest are read by their key."""


def in_order(relation: str) -> tuple[str, ...]:
    """Columns that put every row of a table or view in its one place."""
    first, key = ORDER.get(relation, ()), KEYS.get(relation) or VIEW_KEYS[relation]
    return (*first, *(column for column in key if column not in first))


REFERENCES: dict[str, dict[tuple[str, ...], str]] = {
    "claim": {("report_id",): "report"},
    "figure": {("source_id",): "source"},
    "observation": {("source_id", "figure", "body_digest", "reader_digest"): "reading"},
    "finding": {("observation_id",): "observation", ("capture_id",): "capture"},
    "alert": {("finding_id",): "finding"},
    "message": {("alert_id",): "alert"},
    "decision": {("alert_id",): "alert"},
    "review_line": {("alert_id",): "alert", ("finding_id",): "finding", ("capture_id",): "capture"},
    "person_reading": {("capture_id",): "capture", ("observation_id",): "observation"},
}
"""Columns of a table that name rows of another by its key; proved by a test, checked by `citewatch doctor`.

Only what holds for good: a source or a claim may leave the catalogue while what was captured or found stays.
"""
LOOSE_REFERENCES: dict[str, dict[tuple[str, ...], str]] = {
    "capture": {("source_id",): "source"},
    "source_state": {("source_id",): "source"},
    "picture_capture": {("source_id",): "source"},
    "reading": {("source_id", "figure"): "figure"},
    "observation": {("picture_digest",): "picture_text"},
    "finding": {("report_id", "claim_id"): "claim"},
    "issue": {("source_id",): "source"},
    "quarantine": {("source_id",): "source"},
    "alert": {("report_id", "claim_id"): "claim"},
    "person_reading": {("source_id", "figure"): "figure"},
    "disposal": {("capture_id",): "capture"},
    "review_source": {("source_id",): "source"},
    "review_section": {("report_id",): "report"},
    "review_change": {("report_id", "claim_id"): "claim"},
}
"""The same, but the row named may be missing: its file was taken out of the catalogue, no machine read the picture, or
the evidence that went was a picture's (picture_capture)."""
