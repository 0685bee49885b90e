"""Hop 5 inside a run: findings and issues as of everything stored, worked out anew only where something changed.

What was made of a claim is kept beside what it was made from: the claim, its sources' files and readers, their
histories, our own code. As long as all that is the same, so is the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter

import schemas
import warehouse
from citewatch import checks, issues
from citewatch.catalog import Catalog, code_digest
from citewatch.checks.judge import cone, figures_cited, figures_looked_at, of_report
from citewatch.packed import Answers, Findings, packed, unpacked
from schemas.finding import Finding
from schemas.issue import Issue
from schemas.report import Claim, Report
from schemas.source import Source
from warehouse import ledger, memory
from warehouse.history import History
from warehouse.memory import Mark
from warehouse.place import Warehouse

BATCH, A_SOURCE = 60_000, 40
"""Captures whose histories are in memory at once, and what a source counts for beside its captures: a thousand and more
sources in their first weeks, 150 after a year of daily captures."""
_FINDINGS = TypeAdapter(list[Finding])
_ISSUES = TypeAdapter(list[Issue])


@dataclass
class Judged:
    findings: Findings
    issues: list[Issue]
    fresh: Answers
    """Subject → what its answer was made from, and the answer: to be remembered with them."""
    gone: set[str]
    """Subjects that have left the catalogue: to be forgotten."""


class _Loaded(dict[str, History]):
    """Histories of some sources. To ask for another one is a mistake of ours, and no source without captures."""

    def get(self, name: str, default: object = None) -> History:
        return self[name]


@dataclass
class Judging:
    """One go over the whole catalogue."""

    catalog: Catalog
    reader_digest: Callable[[Source], str]
    known: Mapping[str, str]
    """Subject → what its answer of before was made from."""
    marks: Mapping[str, Mark]
    fresh: Answers = field(default_factory=Answers)

    @cached_property
    def _sources(self) -> dict[str, str]:
        """Source id → all that an answer about it is made from."""
        return {
            source.id: _digest(
                _code(), source.model_dump_json(), self.reader_digest(source), self._mark(source.id).text
            )
            for source in self.catalog.sources.values()
        }

    @cached_property
    def _cited(self) -> dict[str, set[str]]:
        return figures_cited(self.catalog)

    @cached_property
    def wanted(self) -> dict[str, str]:
        """Subject → what its answer is made from."""
        found = {
            _of_source(name): _digest(made_from, *sorted(self._cited.get(name, ())))
            for name, made_from in self._sources.items()
        }
        terms = self.catalog.terms.model_dump_json()
        for report in self.catalog.reports.values():
            head = _digest(report.model_dump_json(exclude={"claims"}), terms)
            for claim in report.claims.values():
                # As the tables give it back it has ten places.
                step = self.catalog.steps.get((report.id, claim.id), Decimal(0)).normalize()
                below = [self._sources[name] for name in sorted(cone(self.catalog, claim))]
                found[_of_claim(report, claim)] = _digest(_code(), head, claim.model_dump_json(), step, *below)
        return found

    def is_stale(self, subject: str) -> bool:
        return self.known.get(subject) != self.wanted[subject]

    def batches(self) -> Iterator[tuple[list[tuple[Report, Claim]], set[str]]]:
        """What must be made anew, with the sources whose histories that takes; few captures at a time."""
        claims: list[tuple[Report, Claim]] = []
        sources: set[str] = set()
        captures = 0
        for one, needed in self._stale():
            claims += one
            captures += sum(A_SOURCE + self._mark(name).captures for name in needed - sources)
            sources |= needed
            if captures >= BATCH:
                yield claims, sources
                claims, sources, captures = [], set(), 0
        if claims or sources:  # a claim may name no source
            yield claims, sources

    def _stale(self) -> Iterator[tuple[list[tuple[Report, Claim]], set[str]]]:
        """Each claim that must be judged anew with its sources, then each source that goes with no such claim."""
        for report in self.catalog.reports.values():
            for claim in report.claims.values():
                if self.is_stale(_of_claim(report, claim)):
                    yield [(report, claim)], cone(self.catalog, claim)
        for name in self.catalog.sources:
            if self.is_stale(_of_source(name)) and _of_source(name) not in self.fresh:
                yield [], {name}

    def _mark(self, name: str) -> Mark:
        return self.marks.get(name, Mark())

    def make(self, claims: Sequence[tuple[Report, Claim]], histories: Mapping[str, History]) -> None:
        """The answers about these claims, and about the sources."""
        loaded = _Loaded(histories)
        for report, claim in claims:
            found = checks.judge_claim(self.catalog, report, claim, loaded)
            self._keep(_of_claim(report, claim), _FINDINGS.dump_json(found))
        for name in histories:
            stopped = issues.of_source(self.catalog.sources[name], loaded, self._cited.get(name, ()))
            self._keep(_of_source(name), _ISSUES.dump_json(stopped))

    def _keep(self, subject: str, answer: bytes) -> None:
        self.fresh.keep(subject, self.wanted[subject], packed(answer))

    def judged(self, before: Iterable[tuple[str, bytes]]) -> Judged:
        """All answers, of now and from `before`."""
        still = Answers()
        for subject, answer in before:
            if subject in self.wanted and subject not in self.fresh:
                still.keep(subject, "", answer)

        def told(subject: str) -> bytes:
            return (self.fresh if subject in self.fresh else still)[subject][1]

        findings = Findings()
        for report in self.catalog.reports.values():
            for claim in report.claims.values():
                findings.add(told(_of_claim(report, claim)))

            def of_claim(name: str, report: Report = report) -> list[Finding]:
                return _FINDINGS.validate_json(unpacked(told(_of_claim(report, report.claims[name]))))

            findings.extend(of_report(self.catalog, report, of_claim))
        found = [
            one for name in self.catalog.sources for one in _ISSUES.validate_json(unpacked(told(_of_source(name))))
        ]
        return Judged(findings, found, self.fresh, set(self.known) - set(self.wanted))


def judge(store: Warehouse, catalog: Catalog, reader_digest: Callable[[Source], str]) -> Judged:
    """All findings and issues as of everything that is stored."""
    with store.reading() as connection:
        # First the marks: what is stored after them makes another mark, and is judged by the next run at the latest.
        going = Judging(catalog, reader_digest, marks=memory.marks(connection), known=memory.made_from(connection))
    looked_at = figures_looked_at(catalog)
    for claims, sources in going.batches():
        with store.reading() as connection:
            histories = ledger.histories(connection, {name: looked_at[name] for name in sources})
        going.make(claims, histories)
    if len(going.fresh) == len(going.wanted):
        return going.judged(())
    with store.reading() as connection:
        return going.judged(memory.answers(connection))


_CODE: list[str] = []


def _code() -> str:
    """Hash of all code that an answer is made by."""
    if not _CODE:
        ours = Path(__file__).parent
        folders = [ours / "checks", Path(str(schemas.__file__)).parent, Path(str(warehouse.__file__)).parent]
        views = [path.read_text("utf-8") for path in sorted((folders[2] / "views").glob("*.sql"))]
        _CODE.append(_digest(*map(code_digest, folders), (ours / "issues.py").read_text("utf-8"), *views))
    return _CODE[0]


def _digest(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:24]


def _of_claim(report: Report, claim: Claim) -> str:
    return f"claim {report.id} {claim.id}"


def _of_source(name: str) -> str:
    return f"source {name}"
