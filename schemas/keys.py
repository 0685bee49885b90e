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
    "reading": {("source_id", "figure"): "figure"},
    "finding": {("report_id", "claim_id"): "claim"},
    "issue": {("source_id",): "source"},
}
"""The same, but the row named is gone when its file is taken out of the catalogue."""
