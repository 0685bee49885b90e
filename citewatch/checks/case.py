"""One claim against one figure of one source, and the making of findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from citewatch.catalog import Catalog
from citewatch.checks import wording
from citewatch.checks.outcome import Outcome
from citewatch.checks.place import doubts
from citewatch.checks.timeline import InForce, alike, during, first_value, shown_since, timeline
from schemas.finding import Answer, Finding
from schemas.report import Claim, Report
from schemas.source import Figure, Source
from warehouse.history import Attempt, History, Seen


@dataclass(frozen=True)
class Case:
    """One claim against one figure of one source."""

    catalog: Catalog
    report: Report
    claim: Claim
    source: Source
    name: str
    figure: Figure
    histories: Mapping[str, History]

    @property
    def history(self) -> History:
        return self.histories.get(self.source.id, History())

    @cached_property
    def line(self) -> tuple[InForce, ...]:
        line = timeline(self.source, self.history)
        # What a person entered is about one figure: of the others it says nothing, not even that they are gone.
        return tuple(item for item in line if not item.stay.by_person or self.name in item.stay.figures)

    @cached_property
    def doubts(self) -> dict[str, Seen]:
        """First capture of each stay whose reading is not believed → the last reading that is."""
        return doubts(self.source, self.history.stays, self.name)

    @cached_property
    def own(self) -> tuple[InForce, ...]:
        """What held on some day on which the report may have come out, by the routes that give the figure at all."""
        giving = [item for item in self.line if self.name in item.stay.figures]
        return during(giving or self.line, self.report.published.first, self.report.published.last)

    @property
    def step(self) -> Decimal | None:
        """Value of the last digit that the report prints."""
        return self.catalog.steps.get((self.report.id, self.claim.id))

    def stands_in(self, item: InForce) -> bool:
        """True if the page is one we wrote and nobody has seen the figure: it shows how, and proves nothing."""
        return bool(self.figure.unverified) and item.stay.origin == "specimen"

    def looking(self, outcome: Outcome) -> Outcome:
        """With what is missing and what a person should open."""
        look = self.claim.look_at or self.source.look_at
        return outcome.adding(look.en, look.zh) if look else outcome

    def finding(
        self, answer: Answer, outcome: Outcome, item: InForce | None, seen: Seen | None = None, *,
        attempt: Attempt | None = None, shown_as: str | None = None,
    ) -> Finding:  # fmt: skip
        """The outcome as a finding on this figure; `item` is the stay that shows it, `attempt` a fetch that failed.

        `shown_as` is the figure whose reading `seen` is, if that is another one of the source.
        """
        first = first_value(self.line, self.name)
        since = shown_since(self.line, item, alike(shown_as or self.name, seen)) if item and seen else None
        return Finding(
            report_id=self.report.id,
            claim_id=self.claim.id,
            answer=answer,
            check=outcome.check,
            verdict=outcome.verdict,
            source_id=self.source.id,
            figure=self.name,
            observation_id=seen.observation_id if seen else None,
            capture_id=attempt.capture_id if attempt else item.stay.last_capture_id if item else None,
            stated=stated(self.report, self.claim),
            stated_value=self.claim.value,
            observed=_observed(outcome, seen) if seen else None,
            observed_value=seen.value if seen else None,
            first_read_value=first.value if first else None,
            unit=self.claim.unit,
            difference=outcome.difference,
            ratio=outcome.ratio,
            edition=" ".join(item.edition) if item and item.edition else None,
            reason=outcome.reason,
            suggestion=outcome.suggestion,
            sentence=seen.sentence if seen else None,
            span_start=seen.span_start if seen else None,
            span_end=seen.span_end if seen else None,
            needs_second=True,
            first_at=attempt.at if attempt else since or (item.stay.first_at if item else None),
            last_at=attempt.at if attempt else item.stay.last_at if item else None,
            term=self._term(outcome, seen) if seen else None,
        )

    def _term(self, outcome: Outcome, seen: Seen) -> str | None:
        if outcome.check not in ("term", "meaning"):
            return None
        return seen.label or (self.figure.measures if isinstance(self.figure.measures, str) else None)


def _observed(outcome: Outcome, seen: Seen) -> str:
    """What to name as observed. A picture's address can change with its proxy, what it measures can't."""
    if outcome.check == "meaning" and seen.value is None and seen.label:
        return seen.label
    if seen.box is not None:
        return seen.as_printed
    return seen.picture or seen.date or seen.as_printed


def bare(report: Report, claim: Claim, outcome: Outcome, source: Source | None = None) -> list[Finding]:
    """Both answers at once, for what no capture is needed to know."""

    def one(answer: Answer) -> Finding:
        return Finding(
            report.id, claim.id, answer, outcome.check, outcome.verdict, source.id if source else None, None, None,
            None, stated(report, claim), claim.value, None, None, None, claim.unit, None, None, None, outcome.reason,
            outcome.suggestion, None, None, None, needs_second=False, first_at=None, last_at=None,
        )  # fmt: skip

    return [one("then"), one("now")]


def stated(report: Report, claim: Claim) -> str:
    """The claim's value for a person: the printed form with its comparator in words of the report's language."""
    words = wording.compared(claim.comparator)
    return (words.zh if report.language.startswith("zh") else words.en) + claim.says
