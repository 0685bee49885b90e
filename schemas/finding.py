"""Verdicts, and what one check found for one claim.

Three families that no code mixes (DESIGN.md §5): only *disagrees* speaks against the report, only *agrees*
speaks for it, and *cannot tell* speaks about neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from schemas.ids import stable_id

Verdict = Literal[
    "confirmed", "consistent",
    "scale_error", "inconsistent", "differs", "meaning_differs", "date_error", "superseded",
    "ambiguous", "gone", "not_found", "blocked", "image_only", "no_source_given",
]  # fmt: skip
Family = Literal["agrees", "disagrees", "cannot_tell"]
Answer = Literal["then", "now"]
"""Every claim gets two answers: was it right at the report's date, is it right now."""

DISAGREES: tuple[Verdict, ...] = (
    "scale_error", "inconsistent", "differs", "meaning_differs", "date_error", "superseded",
)  # fmt: skip
AGREES: tuple[Verdict, ...] = ("confirmed", "consistent")
CANNOT_TELL: tuple[Verdict, ...] = (
    "ambiguous", "gone", "not_found", "blocked", "image_only", "no_source_given",
)  # fmt: skip
SEVERITY: tuple[Verdict, ...] = DISAGREES + AGREES + CANNOT_TELL
"""Most serious first. A claim's headline is its finding that comes first here."""


def family(verdict: Verdict) -> Family:
    if verdict in DISAGREES:
        return "disagrees"
    return "agrees" if verdict in AGREES else "cannot_tell"


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in both languages of the screens."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found for one claim, at one of the two times.

    `stated`, `observed` and `first_read` are texts as printed; `*_value` are in full units of `unit`. A finding
    carries no clock and no run id: two runs that see the same thing make equal findings.
    """

    report_id: str
    claim_id: str
    answer: Answer
    check: str
    verdict: Verdict
    source_id: str | None
    figure: str | None
    observation_id: str | None
    capture_id: str | None
    stated: str
    stated_value: Decimal | None
    observed: str | None
    observed_value: Decimal | None
    first_read_value: Decimal | None
    unit: str | None
    difference: Decimal | None
    ratio: Decimal | None
    edition: str | None
    reason: Words
    suggestion: Words | None
    sentence: str | None
    span_start: int | None
    span_end: int | None
    needs_second: bool
    """False for findings that need no network: they don't wait for a second capture."""
    first_at: datetime | None
    last_at: datetime | None
    """First and last capture that show it; empty when no capture is needed. Not part of what is compared."""
    term: str | None = None
    """The term that was observed, where a state, a nature or a meaning is compared: the words around it may change."""

    @property
    def observed_key(self) -> str:
        """What was observed, free of its writing: 24.69% and 24.69 percent are the same."""
        if self.term is not None:
            return self.term
        return str(self.observed_value.normalize()) if self.observed_value is not None else (self.observed or "")

    @property
    def alert_key(self) -> str:
        """The same for `then` and `now`, and for two sources that say the same: one disagreement is told once."""
        return stable_id(self.report_id, self.claim_id, self.check, self.verdict, self.observed_key)

    @property
    def key(self) -> str:
        """What makes it the same finding in two runs: no wording, no writing, no clock."""
        return stable_id(self.alert_key, self.source_id, self.figure, self.answer, self.edition)
