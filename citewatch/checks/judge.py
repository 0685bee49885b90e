"""All findings of a report: every claim, every source it names or we found, then and now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from citewatch.catalog import Catalog
from citewatch.checks import citation, derived, press, unseen
from citewatch.checks.case import Case, bare
from citewatch.checks.inside import self_checks
from citewatch.packed import unique
from schemas.finding import Finding
from schemas.report import Claim, Report
from schemas.source import Source
from warehouse.history import History


def judge(catalog: Catalog, report: Report, histories: Mapping[str, History]) -> list[Finding]:
    """Every finding of `report`; equal inputs give equal findings."""
    by_claim = {claim.id: judge_claim(catalog, report, claim, histories) for claim in report.claims.values()}
    return together(catalog, report, by_claim)


def judge_claim(catalog: Catalog, report: Report, claim: Claim, histories: Mapping[str, History]) -> list[Finding]:
    """The findings of one claim, made from it, from the sources in its `cone` and their histories, and from the terms.

    Nothing else may have a say: what was found is kept for as long as these are the same.
    """
    return [] if claim.not_judged else list(_claim(catalog, report, claim, histories))


def together(catalog: Catalog, report: Report, by_claim: Mapping[str, Sequence[Finding]]) -> list[Finding]:
    """What was found of each claim, and of the report in itself."""
    found = [finding for claim_id in report.claims for finding in unique(by_claim[claim_id])]
    return [*found, *of_report(catalog, report, by_claim.__getitem__)]


def of_report(catalog: Catalog, report: Report, of_claim: Callable[[str], Sequence[Finding]]) -> list[Finding]:
    """What was found of the report in itself; only of the claims that its own checks name findings are asked for."""
    settled = {
        claim_id
        for claim_id in {name for check in report.self_checks for name in check.claims}
        if any(finding.verdict == "confirmed" and finding.check == "date" for finding in of_claim(claim_id))
    }
    outcomes = self_checks(report, catalog.steps, settled)
    return list(unique([f for claim_id, outcome in outcomes for f in bare(report, report.claims[claim_id], outcome)]))


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


def cone(catalog: Catalog, claim: Claim) -> set[str]:
    """Every source that the checks of a claim look at."""
    cited = {ref.partition(".")[0] for ref in claim.refs}
    return cited | {ref.partition(".")[0] for name in cited for ref in catalog.sources[name].newer}


def cited_sources(reports: Iterable[Report], catalog: Catalog) -> set[str]:
    """Every source whose history the checks of these reports need."""
    return {name for report in reports for claim in report.claims.values() for name in cone(catalog, claim)}


def figures_cited(catalog: Catalog) -> dict[str, set[str]]:
    """Source → the figures that claims cite."""
    cited: dict[str, set[str]] = {}
    for report in catalog.reports.values():
        for claim in report.claims.values():
            for ref in claim.refs:
                source_id, _, name = ref.partition(".")
                cited.setdefault(source_id, set()).update({name} if name else ())
    return cited


def figures_looked_at(catalog: Catalog) -> dict[str, frozenset[str] | None]:
    """Source → the figures whose whole history the checks look at; None for all of them.

    A page that is dated, names editions, must add up, shows pictures or is somebody's later edition is looked at as a
    whole; of all others only what claims cite.
    """
    successors = {ref.partition(".")[0] for source in catalog.sources.values() for ref in source.newer}
    cited = figures_cited(catalog)
    found: dict[str, frozenset[str] | None] = {}
    for name, source in catalog.sources.items():
        pictured = any(figure.picture or figure.reads == "picture" for figure in source.figures.values())
        whole = source.dates or source.edition or source.identities or source.newer or pictured or name in successors
        found[name] = None if whole else frozenset(cited.get(name, ()))
    return found
