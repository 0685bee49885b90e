"""Dismissed alerts as issues against the reader: our own errors are work, not closed files."""

from __future__ import annotations

from collections.abc import Container, Iterable

from schemas.issue import Issue
from warehouse.write import Row

_SAID: dict[str, str] = {
    "wrong_figure": "another figure of the page was read",
    "wrong_value": "the value or its unit was misread",
    "wrong_meaning": "what the figure measures was misread",
    "wrong_edition": "another edition was compared",
    "report_misread": "our copy of the report is wrong",
    "other": "something else is wrong",
}
_REMEDY = "Save the page as a case that fails (citewatch save), mend the reader or the declaration, and run again."


def misread_issues(dismissed: Iterable[Row], speaking: Container[str] | None = None) -> list[Issue]:
    """One issue a dismissed alert; with `speaking`, only where its disagreement is still found."""
    return [
        Issue(
            row["source_id"] or row["report_id"], row["figure"], "misread",
            f"{row['claim_id']}: {_SAID[row['mistake']]}",
            f"“{row['observed'] or ''}”; {row['by_whom']}: {row['note']}",
            _REMEDY, row["decided_at"],
        )
        for row in dismissed
        if speaking is None or row["alert_key"] in speaking
    ]  # fmt: skip
