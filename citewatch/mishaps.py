"""What goes wrong inside a run, as issues and readings of the one source it happened to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from citewatch.catalog import Catalog
from citewatch.errors import ReplayError
from citewatch.packed import disagreeing
from citewatch.promises import expectation, gives
from schemas.capture import Capture
from schemas.finding import Finding
from schemas.issue import Issue
from schemas.observation import Reading
from schemas.source import Route, Source
from warehouse.write import Broken


def failed_readings(source: Source, route: Route, capture: Capture, digest: str, error: Exception) -> list[Reading]:
    """Every figure of the route as not read, because the reader itself failed."""
    found = f"the reader itself failed ({type(error).__name__}: {error}); the log has the traceback"
    return [
        Reading(source.id, name, route.name, capture.content_digest, digest, "bad_page", expectation(figure), found)
        for name, figure in source.figures.items()
        if gives(route, figure)
    ]


def lost_evidence(capture: Capture, error: ReplayError) -> Issue:
    """Kept bytes that a changed reader was to read and that can't be read back."""
    return Issue(
        capture.source_id, None, "evidence", f"the bytes of capture {capture.capture_id}", str(error),
        "Put the evidence file back from a backup; until then the last readings of these bytes stay.",
        capture.captured_at.replace(tzinfo=None),
    )  # fmt: skip


def contract_issues(broken: Iterable[Broken], at: datetime) -> list[Issue]:
    """One issue for each source and failing column."""
    first: dict[tuple[str, str, str], Broken] = {}
    for item in broken:
        first.setdefault((item.source_id, item.table, item.column), item)
    return [
        Issue(
            item.source_id, None, "contract", f"{item.table}.{item.column}: {item.check}",
            f"{item.example}; nothing that was read of this source was stored",
            "The page or our reader gives a value that no table takes: look at it with citewatch show.", at,
        )
        for item in first.values()
    ]  # fmt: skip


def unused_acceptances(catalog: Catalog, findings: Iterable[Finding], at: datetime) -> list[Issue]:
    """Acceptances that excuse nothing any more: the value has moved, or the report and the source agree again."""
    accepted = [
        (report, claim, item)
        for report in catalog.reports.values()
        for claim in report.claims.values()
        for item in claim.accepted
    ]
    if not accepted:
        return []
    there = {(f.report_id, f.claim_id, f.check, f.observed) for f in disagreeing(findings)}
    return [
        Issue(
            (claim.cites or report.id).partition(".")[0], None, "acceptance",
            f"a disagreement of {claim.id} ({item.check}) with the observed text “{item.observed}”",
            "nothing disagrees with that text now",
            f"Remove it from accepted of {claim.id} in reports/{report.id}.yml, or correct its check and observed.", at,
        )
        for report, claim, item in accepted
        if (report.id, claim.id, item.check, item.observed) not in there
    ]  # fmt: skip
