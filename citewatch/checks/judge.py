"""All findings of a report: every claim, every source it names or we found, then and now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from citewatch.catalog import Catalog
from citewatch.checks import citation, derived, press, unseen
from citewatch.checks.case import Case, bare
from citewatch.checks.inside import self_checks
from schemas.finding import Finding
from schemas.report import Claim, Report
from schemas.source import Source
from warehouse.history import History


def judge(catalog: Catalog, report: Report, histories: Mapping[str, History]) -> list[Finding]:
    """Every finding of `report`; equal inputs give equal findings."""
    found: list[Finding] = []
    for claim in report.claims.values():
        if not claim.not_judged:
            found += _claim(catalog, report, claim, histories)
    settled = {finding.claim_id for finding in found if finding.verdict == "confirmed" and finding.check == "date"}
    for claim_id, outcome in self_checks(report, catalog.steps, settled):
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
    named = {ref.partition(".")[0] for ref in claim.refs}
    primary: list[Finding] = []
    copied: dict[tuple[str, bool], list[Finding]] = {}
    for ref in filter(None, (claim.cites, *claim.also, *claim.found)):
        source = catalog.sources[ref.partition(".")[0]]
        found = list(citation.judged(case(ref)) if "." in ref else _bare_source(report, claim, source))
        (copied.setdefault((source.id, True), []) if source.copy_of in named else primary).extend(found)
    for ref in () if claim.relation else claim.press:
        copied.setdefault((ref.partition(".")[0], False), []).extend(citation.judged(case(ref)))
    if refs := claim.judged_from:
        # Figures of the press stay copies when they are compared with each other.
        from_press = {ref.partition(".")[0] for ref in refs} & {ref.partition(".")[0] for ref in claim.press}
        together = copied.setdefault((min(from_press), False), []) if from_press else primary
        together.extend(derived.findings((case(refs[0]), case(refs[1]))))
    copies = [
        press.Copy(catalog.sources[source_id], cited, tuple(found)) for (source_id, cited), found in copied.items()
    ]
    yield from press.weighed(claim, catalog.terms, primary, copies)


def _bare_source(report: Report, claim: Claim, source: Source) -> list[Finding]:
    """A source is named, and no figure of it is known to carry the claim."""
    outcome = unseen.no_figure(source)
    if look := claim.look_at or source.look_at:
        outcome = outcome.adding(look.en, look.zh)
    return bare(report, claim, outcome, source)


def cited_sources(reports: Iterable[Report], catalog: Catalog) -> set[str]:
    """Every source whose history the checks of these reports need."""
    claims = (claim for report in reports for claim in report.claims.values())
    wanted = {ref.partition(".")[0] for claim in claims for ref in claim.refs}
    for source_id in sorted(wanted):
        wanted |= {ref.partition(".")[0] for ref in catalog.sources[source_id].newer}
    return wanted
