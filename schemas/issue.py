"""An issue: something that stopped *us*. It is about the page or our code, never about the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

IssueKind = Literal[
    "missing", "ambiguous", "elsewhere", "out_of_range", "bad_page", "picture", "contract", "identity",
    "blocked", "gone", "unreachable", "refused", "moved", "terms", "evidence", "acceptance", "misread",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issue:
    source_id: str
    figure: str | None
    kind: IssueKind
    expected: str
    found: str
    remedy: str
    seen_at: datetime
    """When the capture was made that shows it; not part of what makes it the same issue."""
