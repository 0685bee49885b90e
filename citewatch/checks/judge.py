"""All findings of a report: every claim, every source it names or we found, then and now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from citewatch.catalog import Catalog
from citewatch.checks import citation, derived, press, unseen
from citewatch.checks.case import Case, bare
from citewatch.checks.inside import self_checks
from schemas.finding import Finding
from schemas.report import Claim, Report
from warehouse.history import History


def judge(catalog: Catalog, report: Report, histories: Mapping[str, History]) -> list[Finding]:
    """Every finding of `report`; equal inputs give equal findings."""
    found: list[Finding] = []
    for claim in report.claims.values():
        if not claim.not_judged:
            found += _claim(catalog, report, claim, histories)
    for claim_id, outcome in self_checks(report, catalog.steps):
        found += bare(report, report.claims[claim_id], outcome)
    return list({finding.key: finding for finding in found}.values())


def _claim(catalog: Catalog, report: Report, claim: Claim, histories: Mapping[str, History]) -> Iterator[Finding]:
    def case(ref: str) -> Case:
        source, figure = catalog.figure(ref)
        return Case(catalog, report, claim, source, ref.partition(".")[2], figure, histories)

    if claim.cites is None:
        outcome = unseen.no_source(claim)
        if claim.look_at:
            outcome = outcome.adding(claim.look_at.en, claim.look_at.zh)
        yield from bare(report, claim, outcome)
    primary: list[Finding] = []
    for ref in (claim.cites, *claim.found):
        if ref and "." in ref:
            primary += citation.judged(case(ref))
        elif ref:
            source = catalog.sources[ref]
            outcome = unseen.no_figure(source)
            if look := claim.look_at or source.look_at:
                outcome = outcome.adding(look.en, look.zh)
            primary += bare(report, claim, outcome, source)
    copies = [] if claim.relation else [each for ref in claim.press for each in citation.judged(case(ref))]
    if refs := derived.refs(claim):
        several = list(derived.findings((case(refs[0]), case(refs[1]))))
        # Figures of the press stay copies when they are compared with each other.
        from_press = {ref.partition(".")[0] for ref in refs} & {ref.partition(".")[0] for ref in claim.press}
        (copies if from_press else primary).extend(several)
    yield from primary
    yield from press.corroboration(primary, copies)


def cited_sources(reports: Iterable[Report], catalog: Catalog) -> set[str]:
    """Every source whose history the checks of these reports need."""
    wanted: set[str] = set()
    for report in reports:
        for claim in report.claims.values():
            refs = [claim.cites, *claim.found, *claim.press, *derived.refs(claim)]
            wanted |= {ref.partition(".")[0] for ref in refs if ref}
    for source_id in sorted(wanted):
        wanted |= {ref.partition(".")[0] for ref in catalog.sources[source_id].newer}
    return wanted
