"""For the person who answers for the report: how fresh it is, what holds, what changed, and the errata sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from citewatch.catalog import Catalog
from citewatch.errors import CitewatchError
from citewatch.review.model import Changed, ErrataSheet, Erratum, Overview, SourceDay
from citewatch.review.page import capture_shown
from citewatch.review.queue import calm, items
from schemas.finding import Family, Verdict
from schemas.value import half_up
from warehouse import desk, waiting
from warehouse.ask import Connection

_WEEK = timedelta(days=7)
_FRESH = 2
"""A page counts as fresh for so many of its source's intervals."""


def overview(view: Connection, catalog: Catalog, report_id: str | None, *, today: date) -> Overview:
    """One report, or all of them."""
    claims = desk.sections(view, report_id)
    sources = desk.sources(view)
    newest = max((row["last_at"] for row in sources if row["last_at"]), default=None)
    settled = waiting.settled(view, report_id)
    oldest = desk.longest_waiting(view, report_id)
    verdicts: Counter[Verdict] = Counter()
    for row in claims:
        if row["verdict"]:
            verdicts[row["verdict"]] += row["claims"]
    return Overview(
        report_id=report_id, freshness_percent=_freshness(sources, catalog, report_id, newest),
        claims=sum(row["claims"] for row in claims), verdicts=dict(verdicts), sections=_sections(claims),
        changed=tuple(
            Changed(row["report_id"], row["claim_id"], row["says"] or row["claim_id"], row["answer"], row["before"],
                    row["now"])
            for row in desk.changed_since(view, report_id, newest.date() - _WEEK if newest else today - _WEEK)
        ),
        calendar=tuple(day for row in sources for day in days(row)),
        oldest=items(view, [oldest], today)[0] if oldest else None,
        waiting=settled.get("open", 0) + settled.get("acknowledged", 0),
        settled={state: settled[state] for state in ("accepted", "resolved", "dismissed") if state in settled},
        calm=calm(view, catalog),
    )  # fmt: skip


def _sections(claims: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, dict[Family, int]], ...]:
    found: dict[str, dict[Family, int]] = {}
    for row in claims:
        of = found.setdefault(row["section"], {})
        if row["family"]:
            of[row["family"]] = of.get(row["family"], 0) + row["claims"]
    return tuple(found.items())


def days(row: Mapping[str, Any]) -> list[SourceDay]:
    """A source's attempts of the last four weeks."""
    pairs = (entry.split(" ") for entry in row["days"].split(",") if entry)
    return [SourceDay(row["source_id"], date.fromisoformat(day), state) for day, state in pairs]


def _freshness(
    sources: Sequence[Mapping[str, Any]], catalog: Catalog, report_id: str | None, newest: datetime | None
) -> Decimal | None:
    """Of the claims that name a source, the percentage whose sources were all read lately, as of the newest run."""
    good = {row["source_id"]: row["read_at"] for row in sources}
    fresh = checkable = 0
    for report in catalog.reports.values():
        if report_id not in (None, report.id):
            continue
        for claim in report.claims.values():
            named = {ref.partition(".")[0] for ref in claim.refs}
            if claim.not_judged or not named:
                continue
            checkable += 1
            fresh += all(_is_fresh(good.get(name), catalog.sources[name].interval, newest) for name in named)
    return half_up(Decimal(fresh * 100) / checkable, Decimal("0.1")) if checkable else None


def _is_fresh(at: datetime | None, interval: timedelta, newest: datetime | None) -> bool:
    return at is not None and newest is not None and newest - at <= interval * _FRESH


def errata(view: Connection, report_id: str, *, today: date, specimen: bool) -> ErrataSheet:
    """What a report should print otherwise, in its own language; what is accepted or our own error is left out.

    Raises:
        CitewatchError: no such report has been run.
    """
    report = _run(view, report_id)
    found = _errata(report, desk.errata(view, report_id), specimen=specimen)
    return ErrataSheet(report_id, report["title"], report["publisher"], report["language"], today, found)


def decided(view: Connection, report_id: str, *, specimen: bool) -> tuple[Erratum, ...]:
    """The differences that somebody confirmed: accepted as known, or corrected in the report, which may be long ago.

    Raises:
        CitewatchError: no such report has been run.
    """
    return _errata(_run(view, report_id), desk.decided(view, report_id), specimen=specimen)


def _run(view: Connection, report_id: str) -> Mapping[str, Any]:
    report = desk.report(view, report_id)
    if report is None:
        raise CitewatchError(f"no report {report_id} has been run yet; `citewatch run {report_id}` does it.")
    return report


def _errata(report: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], *, specimen: bool) -> tuple[Erratum, ...]:
    lang = "zh" if report["language"].startswith("zh") else "en"
    return tuple(_erratum(row, lang, specimen=specimen) for row in rows)


def _erratum(row: Mapping[str, Any], lang: str, *, specimen: bool) -> Erratum:
    shown = None
    if row["capture_id"] and row["captured_at"]:
        told = {**dict.fromkeys(("fetched_at", "origin", "status", "reason", "content_type", "body_length", "warc_file",
                                 "warc_offset")), **row, "url": row["capture_url"]}  # fmt: skip
        shown = capture_shown(told, specimen=specimen)
    on = row["document_on"] or (row["captured_at"].date() if row["captured_at"] else None)
    return Erratum(
        claim_id=row["claim_id"], says=row["says"] or row["stated"], section=row["section"] or "",
        place=row["place"] or "", verdict=row["verdict"], correction=row[f"suggestion_{lang}"] or "",
        reason=row[f"reason_{lang}"], source_title=row["source_title"] or "", publisher=row["publisher"] or "",
        url=row["url"] or "", evidence_on=on, capture_id=row["capture_id"], digest=row["body_digest"],
        archived_url=shown.archived_url if shown else "", state=row["state"], alert_id=row["alert_id"],
        decided_at=row["decided_at"],
    )  # fmt: skip
