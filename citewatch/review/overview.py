"""For the person who answers for the report: how fresh it is, what holds, what changed, and the errata sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from citewatch.catalog import Catalog
from citewatch.errors import CitewatchError
from citewatch.review.model import Changed, ErrataSheet, Erratum, Overview, SourceDay, SourceShown, SourcesPage
from citewatch.review.page import archived_url
from citewatch.review.queue import calm, items
from schemas.finding import Family, Verdict
from schemas.source import INTERVAL
from schemas.value import half_up
from warehouse import desk, health, waiting
from warehouse.ask import Connection
from warehouse.health import Wanted

_FRESH = 2
"""A page counts as fresh for so many of its source's intervals."""
_SHOWN = 20
"""Rows of each list on the overview; the rest stands on a page of its own."""


def overview(view: Connection, catalog: Catalog, report_id: str | None, *, today: date) -> Overview:
    """One report, or all of them."""
    claims = desk.sections(view, report_id)
    settled = waiting.settled(view, report_id)
    oldest = desk.longest_waiting(view, report_id)
    verdicts: Counter[Verdict] = Counter()
    for row in claims:
        if row["verdict"]:
            verdicts[row["verdict"]] += row["claims"]
    named = waits_for(catalog, report_id)
    return Overview(
        report_id=report_id, freshness_percent=_freshness(view, catalog, report_id),
        claims=sum(row["claims"] for row in claims), verdicts=dict(verdicts),
        sections=_sections(claims, _order(catalog, report_id)),
        changed=changes(view, report_id, 0, _SHOWN), changed_in_all=desk.count_changes(view, report_id),
        ailing=sources(view, Wanted(ailing=True, among=named), 0, _SHOWN),
        oldest=items(view, [oldest], today)[0] if oldest else None,
        waiting=settled.get("open", 0) + settled.get("acknowledged", 0),
        settled={state: settled[state] for state in ("accepted", "resolved", "dismissed") if state in settled},
        calm=calm(view),
    )  # fmt: skip


def changes(view: Connection, report_id: str | None, first: int, limit: int) -> tuple[Changed, ...]:
    """Some of the headlines that are others than a week before the last refresh."""
    return tuple(
        Changed(row["report_id"], row["claim_id"], row["says"], row["answer"], row["verdict_before"],
                row["verdict_now"])
        for row in desk.changes(view, report_id, first, limit)
    )  # fmt: skip


def sources(view: Connection, wanted: Wanted, first: int, limit: int) -> SourcesPage:
    """Some of the sources that fit. `asked` and `ailing` are counted without looking whether they ail."""
    found = health.count(view, replace(wanted, ailing=False))
    total = found["ailing"] if wanted.ailing else found["sources"]
    newest = health.newest_attempt(view)
    rows = tuple(_source(row) for row in health.page(view, wanted, within(first, total, limit), limit))
    return SourcesPage(rows, total, found["asked"], found["ailing"], newest.date() if newest else None)


def within(first: int, total: int, size: int) -> int:
    """Where a part of a list begins; that of whoever asks for more than there is, the last one."""
    return min(first, max(0, total - 1) // size * size)


def _source(row: Mapping[str, Any]) -> SourceShown:
    pairs = (entry.split(" ") for entry in row["days"].split(",") if entry)
    return SourceShown(
        row["source_id"], row["publisher"], row["title"], row["reader"], row["state"], row["status"],
        row["final_url"] if row["is_moved"] else None, row["last_good_at"], row["open_issues"],
        tuple(SourceDay(date.fromisoformat(day), state) for day, state in pairs),
    )  # fmt: skip


def waits_for(catalog: Catalog, report_id: str | None) -> set[str]:
    """The sources that a report's claims rest on, or those of all reports."""
    return {
        ref.partition(".")[0]
        for report in catalog.reports.values() if report_id in (None, report.id)
        for claim in report.claims.values() for ref in claim.refs
    }  # fmt: skip


def _order(catalog: Catalog, report_id: str | None) -> list[str]:
    """Sections as the reports have them."""
    wanted = [report for report in catalog.reports.values() if report_id in (None, report.id)]
    return [*dict.fromkeys(claim.where.section for report in wanted for claim in report.claims.values())]


def _sections(claims: Sequence[Mapping[str, Any]], order: Sequence[str]) -> tuple[tuple[str, dict[Family, int]], ...]:
    """Those that are in no report of the catalogue any more come last."""
    found: dict[str, dict[Family, int]] = {}
    for row in claims:
        of = found.setdefault(row["section"], {})
        if row["family"]:
            of[row["family"]] = of.get(row["family"], 0) + row["claims"]
    places = {name: place for place, name in enumerate(order)}
    return tuple(sorted(found.items(), key=lambda each: places.get(each[0], len(places))))


def _freshness(view: Connection, catalog: Catalog, report_id: str | None) -> Decimal | None:
    """Of the claims that name a source, the percentage whose sources were all read lately, as of the newest run."""
    checkable = [
        {ref.partition(".")[0] for ref in claim.refs}
        for report in catalog.reports.values() if report_id in (None, report.id)
        for claim in report.claims.values() if claim.refs and not claim.not_judged
    ]  # fmt: skip
    if not checkable:
        return None
    newest = health.newest_attempt(view)
    patience = {every: interval * _FRESH for every, interval in INTERVAL.items()}
    lately = health.read_lately(view, newest, patience) if newest else set()
    fresh = sum(named <= lately for named in checkable)
    return half_up(Decimal(fresh * 100) / len(checkable), Decimal("0.1"))


def errata(view: Connection, report_id: str, first: int, limit: int, *, today: date) -> ErrataSheet:
    """What a report should print otherwise, in its own language; what is accepted or our own error is left out.

    From the row numbered `first` on, as many as `limit`.

    Raises:
        CitewatchError: no such report has been run.
    """
    report = _run(view, report_id)
    total = desk.count_errata(view, report_id)
    found = _errata(report, desk.errata(view, report_id, within(first, total, limit), limit))
    return ErrataSheet(report_id, report["title"], report["publisher"], report["language"], today, found, total)


def decided(view: Connection, report_id: str, size: int) -> Iterator[tuple[Erratum, ...]]:
    """The differences that somebody confirmed: accepted as known, or corrected in the report, which may be long ago;
    as many at a time as `size`.

    Raises:
        CitewatchError: no such report has been run.
    """
    report = _run(view, report_id)
    for first in count(step=size):
        found = _errata(report, desk.decided(view, report_id, first, size))
        yield found
        if len(found) < size:
            return


def _run(view: Connection, report_id: str) -> Mapping[str, Any]:
    report = desk.report(view, report_id)
    if report is None:
        raise CitewatchError(f"no report {report_id} has been run yet; `citewatch run {report_id}` does it.")
    return report


def _errata(report: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> tuple[Erratum, ...]:
    lang = "zh" if report["language"].startswith("zh") else "en"
    return tuple(_erratum(row, lang) for row in rows)


def _erratum(row: Mapping[str, Any], lang: str) -> Erratum:
    seen = row["captured_at"]
    return Erratum(
        claim_id=row["claim_id"], says=row["says"] or row["stated"], section=row["section"] or "",
        place=row["place"] or "", verdict=row["verdict"], correction=row[f"suggestion_{lang}"] or "",
        reason=row[f"reason_{lang}"], source_title=row["source_title"] or "", publisher=row["publisher"] or "",
        url=row["source_url"] or "", evidence_on=row["document_on"] or (seen.date() if seen else None),
        capture_id=row["capture_id"], digest=row["body_digest"],
        archived_url=archived_url(row["route"], seen, row["capture_url"], row["final_url"]) if seen else "",
        state=row["state"], alert_id=row["alert_id"], decided_at=row["decided_at"],
    )  # fmt: skip
