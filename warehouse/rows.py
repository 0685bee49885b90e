"""Records as rows of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from schemas.alert import Message
from schemas.base import both
from schemas.capture import Capture
from schemas.finding import Finding, family
from schemas.ids import stable_id
from schemas.issue import Issue
from schemas.observation import Reading
from schemas.report import Report
from schemas.source import Source
from warehouse.write import Broken, as_json, exact, utc

TENTH_PLACE = Decimal("1e-10")
_LONGEST_WAIT_S = 2**31 - 1


def capture_row(capture: Capture, route_order: int) -> dict[str, Any]:
    row = _fields(capture)
    row["is_moved"] = row.pop("moved")
    row["route_order"] = route_order
    row["captured_at"] = utc(capture.captured_at)
    row["fetched_at"] = utc(capture.fetched_at) if capture.fetched_at else None
    row["hops"] = as_json([asdict(hop) for hop in capture.hops])
    row["headers"] = as_json(dict(capture.headers))
    row["pictures"] = as_json([asdict(picture) for picture in capture.pictures])
    row["content_digest"] = capture.content_digest or None
    for name in (
        "content_type",
        "charset",
        "body_digest",
        "payload_digest",
        "etag",
        "last_modified",
        "robots",
        "warc_file",
    ):
        row[name] = row[name] or None
    if row["retry_after_s"] is not None:
        row["retry_after_s"] = min(row["retry_after_s"], _LONGEST_WAIT_S)
    if row["warc_file"] is None:
        row["warc_offset"] = row["warc_length"] = None
    if row["body_digest"] is None:
        row["body_length"] = None
    return row


def reading_row(reading: Reading, at: datetime | None) -> dict[str, Any]:
    return {
        "source_id": reading.source_id, "figure": reading.figure, "route": reading.route,
        "body_digest": reading.body_digest, "reader_digest": reading.reader_digest, "outcome": reading.outcome,
        "expected": reading.expected, "found": reading.found, "is_current": True, "recorded_at": at,
    }  # fmt: skip


def _fields(record: Capture | Reading) -> dict[str, Any]:
    """Its values as they are: asdict copies each anew, which takes most of the time of storing."""
    return {name: getattr(record, name) for name in record.__slots__}


def observation_row(reading: Reading) -> dict[str, Any]:
    row = _fields(reading)
    row["observation_id"] = reading.id
    row["names"] = as_json(list(reading.names))
    row["headers"] = as_json(list(reading.headers))
    row["box"] = as_json(list(reading.box)) if reading.box else None
    row["is_current"] = True
    return row


def finding_row(finding: Finding, now: Any) -> dict[str, Any]:
    row = {name: getattr(finding, name) for name in Finding.__slots__}
    row["check_name"] = row.pop("check")
    del row["term"]  # part of the key; the words of both terms stand in the reason
    row["family"] = family(finding.verdict)
    reason, suggestion = row.pop("reason"), row.pop("suggestion")
    row["reason_en"], row["reason_zh"] = reason.en, reason.zh
    row["suggestion_en"], row["suggestion_zh"] = (suggestion.en, suggestion.zh) if suggestion else (None, None)
    row["first_at"] = utc(finding.first_at or now)
    row["finding_key"] = finding.key
    row["alert_key"] = finding.alert_key
    for name in ("ratio", "difference"):
        row[name] = _rounded(row[name])
    return row


def _rounded(value: Decimal | None) -> Decimal | None:
    """To the places the tables hold; empty if it has too many digits, since both values stand beside it."""
    if value is None:
        return None
    with localcontext(prec=60):
        kept = value.quantize(TENTH_PLACE, ROUND_HALF_UP) if value.adjusted() < 40 else value
    return kept if exact(kept) else None


def issue_row(issue: Issue) -> dict[str, Any]:
    # A source may break several rules of these kinds at once; elsewhere the wording must not make another issue.
    rule = issue.expected if issue.kind in ("contract", "identity", "misread") else ""
    return {
        "source_id": issue.source_id, "figure": issue.figure, "kind": issue.kind, "expected": issue.expected,
        "found": issue.found, "remedy": issue.remedy, "first_at": utc(issue.seen_at),
        "issue_key": stable_id(issue.source_id, issue.figure, issue.kind, rule),
    }  # fmt: skip


def quarantine_row(broken: Broken, at: datetime) -> dict[str, Any]:
    return {
        "quarantine_id": stable_id(broken.table, broken.row, broken.column, broken.check),
        "source_id": broken.source_id, "table_name": broken.table, "column_name": broken.column,
        "rule": broken.check, "found": broken.example, "content": broken.row, "quarantined_at": utc(at),
    }  # fmt: skip


def message_row(message: Message) -> dict[str, Any]:
    row = asdict(message)
    row["created_at"] = utc(message.created_at)
    row["sent_at"] = None
    return row


def report_rows(reports: Iterable[Report]) -> list[dict[str, Any]]:
    return [
        {
            "report_id": report.id, "title": report.title, "publisher": report.publisher, "language": report.language,
            "published_first_on": report.published.first, "published_last_on": report.published.last,
            "published_basis": report.published.basis,
        }
        for report in reports
    ]  # fmt: skip


def claim_rows(reports: Iterable[Report], steps: Mapping[tuple[str, str], Any]) -> list[dict[str, Any]]:
    found = []
    for report in reports:
        for claim in report.claims.values():
            low, high = claim.range or (None, None)
            chinese = report.language.startswith("zh")
            footnote = claim.where.footnote and f"{'註' if chinese else 'note '}{claim.where.footnote}"
            place = [claim.where.figure, footnote, claim.where.note]
            stated = claim.date or claim.state or claim.nature or claim.name or "、".join(claim.names) or claim.says
            found.append({
                "report_id": report.id, "claim_id": claim.id, "says": claim.says, "section": claim.where.section,
                "place": ("，" if chinese else ", ").join(part for part in place if part),
                "kind": claim.kind, "value": claim.value,
                "low": low, "high": high, "stated": stated, "unit": claim.unit, "comparator": claim.comparator,
                "step": steps.get((report.id, claim.id)), "period": claim.period, "measures": claim.measures,
                "cites": claim.cites, "no_source": both(claim.no_source).en or None,
                "found_by_us": ", ".join(claim.found),
                "damage": claim.damage, "not_judged": both(claim.not_judged).en or None,
            })  # fmt: skip
    return found


def source_rows(sources: Iterable[Source]) -> list[dict[str, Any]]:
    return [
        {
            "source_id": source.id, "title": source.title, "publisher": source.publisher, "url": source.url,
            "language": source.language, "found_by": source.found_by, "every": source.every, "reader": source.reader,
            "why_planned": source.why_planned, "terms": source.terms, "hazards": source.hazards,
            "routes": ", ".join(route.name for route in source.routes),
        }
        for source in sources
    ]  # fmt: skip


def figure_rows(sources: Iterable[Source]) -> list[dict[str, Any]]:
    return [
        {
            "source_id": source.id, "figure": name, "reads": figure.reads, "unit": figure.unit,
            "measures": _terms(figure.measures),
            "is_promised": figure.promised and source.reader != "planned", "unverified": figure.unverified,
        }
        for source in sources
        for name, figure in source.figures.items()
    ]  # fmt: skip


def _terms(measures: str | Mapping[str, object] | None) -> str | None:
    return measures if isinstance(measures, str) else ", ".join(measures or ()) or None
