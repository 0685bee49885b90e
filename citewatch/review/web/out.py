"""For programs: an Atom feed per report, a CSV of every claim, ClaimReview of what was decided."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response, StreamingResponse

from citewatch.review.model import Erratum, QueueItem
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors, missing
from citewatch.review.web.labels import labels
from citewatch.review.web.tongue import Tongue
from schemas.report import Report
from warehouse.spreadsheet import guarded

_ATOM = "http://www.w3.org/2005/Atom"
_IN_FEED = 50
_COLUMNS = (
    "report_id", "claim_id", "says", "section", "place", "cites", "then_verdict", "now_verdict", "now_family",
    "reason_en", "reason_zh", "suggestion_en", "suggestion_zh",
)  # fmt: skip


def put(doors: Doors) -> None:
    """Put these pages on the site."""
    doors.get("/feed/{report}.atom", feed, programs=True)
    doors.get("/export/{report}.csv", table, programs=True)
    doors.get("/export/{report}.claimreview.json", claim_reviews, programs=True)


def feed(ask: Ask) -> Response:
    report = _report(ask)
    if report is None:
        return missing(ask, ask.tongue.say("There is no such report."))
    after = ask.query("after")
    found = ask.desk.core.newest(report.id, after=after or None, limit=_IN_FEED)
    base = str(ask.request.base_url).rstrip("/")
    here = f"{base}/feed/{report.id}.atom"
    links = {"self": f"{here}?{urlencode({'after': after})}" if after else here, "first": here}
    if found.after:
        links["next"] = f"{here}?{urlencode({'after': found.after})}"
    return Response(atom(report, found.items, base, ask.tongue, links), media_type="application/atom+xml")


def atom(
    report: Report, items: Sequence[tuple[QueueItem, datetime]], base: str, tongue: Tongue,
    links: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """Waiting alerts of a report, each with the moment since when it waits, the newest first.

    `links` name this part of them and the others (RFC 5005).
    """
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": tongue.tag})
    newest = items[0][1] if items else datetime(2000, 1, 1)
    _add(root, "id", f"urn:citewatch:report:{report.id}")
    _add(root, "title", f"citewatch: {report.title}")
    _add(root, "updated", _moment(newest))
    for rel, address in (links or {"self": f"{base}/feed/{report.id}.atom"}).items():
        ET.SubElement(root, f"{{{_ATOM}}}link", {"rel": rel, "href": address})
    ET.SubElement(ET.SubElement(root, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name").text = "citewatch"
    known = labels(tongue.lang)["verdict"]
    for one, since in items:
        entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
        _add(entry, "id", f"urn:citewatch:alert:{one.alert_id}")
        _add(entry, "title", f"{one.claim_id} {one.stated}: {known[one.verdict]}")
        _add(entry, "updated", _moment(since))
        _add(entry, "summary", tongue.pick(one.reason))
        ET.SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "href": f"{base}/alerts/{one.alert_id}"})
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def table(ask: Ask) -> Response:
    report = _report(ask)
    if report is None:
        return missing(ask, ask.tongue.say("There is no such report."))
    name = f'attachment; filename="{report.id}.csv"'
    return streamed(as_csv(ask.desk.core.claims(report.id)), "text/csv; charset=utf-8", {"content-disposition": name})


def as_csv(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """One line a claim, as RFC 4180 has it."""
    # The mark tells Excel that it is UTF-8.
    yield f"\ufeff{_line(_COLUMNS)}"
    for row in rows:
        yield _line(guarded(str(row[name] or "")) for name in _COLUMNS)


def _line(values: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()


def claim_reviews(ask: Ask) -> Response:
    report = _report(ask)
    if report is None:
        return missing(ask, ask.tongue.say("There is no such report."))
    base = str(ask.request.base_url).rstrip("/")
    tongue = Tongue("zh" if report.language.startswith("zh") else "en")
    rows = (row for some in ask.desk.core.decided(report.id) for row in some)
    return streamed(as_graph(claim_review(row, report, base, tongue) for row in rows), "application/ld+json")


def as_graph(made: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """These as one JSON-LD document, one after the other."""
    yield '{"@context": "https://schema.org", "@graph": ['
    for number, one in enumerate(made):
        yield f"{',' if number else ''}\n{json.dumps(one, ensure_ascii=False)}"
    yield "]}\n"


_AT_ONCE = 64_000
"""Characters sent in one go: each piece costs the server a change of thread."""


def streamed(pieces: Iterable[str], kind: str, headers: Mapping[str, str] | None = None) -> Response:
    """An export of any length: sent while it is made, so that it stands in memory a piece at a time."""
    chunks = _gathered(pieces)
    # The first piece is made before anything is sent: what goes wrong there still becomes a page that says so.
    first = next(chunks, b"")
    return StreamingResponse(chain([first], chunks), media_type=kind, headers=dict(headers or {}))


def _gathered(pieces: Iterable[str]) -> Iterator[bytes]:
    kept: list[str] = []
    size = 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size >= _AT_ONCE:
            yield "".join(kept).encode()
            kept, size = [], 0
    if kept:
        yield "".join(kept).encode()


def claim_review(row: Erratum, report: Report, base: str, tongue: Tongue) -> dict[str, Any]:
    """One decided difference as schema.org has it. No rating in numbers: a verdict is no point on a scale."""
    claim: dict[str, Any] = {
        "@type": "Claim", "name": row.says, "author": {"@type": "Organization", "name": report.publisher},
        "appearance": {"@type": "CreativeWork", "name": report.title, "inLanguage": report.language},
    }  # fmt: skip
    if report.published.first == report.published.last:
        claim["datePublished"] = report.published.first.isoformat()
    made: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": f"urn:citewatch:alert:{row.alert_id}",
        "claimReviewed": " · ".join(part for part in (row.section, row.place, row.says) if part),
        # The page that tells the whole of it; where the desk is reached by name, others reach it too.
        "url": f"{base}/alerts/{row.alert_id}",
        "author": {"@type": "Organization", "name": "citewatch", "url": f"{base}/"},
        "reviewBody": row.reason,
        "inLanguage": report.language,
        "reviewRating": {"@type": "Rating", "alternateName": labels(tongue.lang)["verdict"][row.verdict]},
        "itemReviewed": claim,
    }
    if row.decided_at:
        made["datePublished"] = row.decided_at.date().isoformat()
    if row.url:
        seen = {"dateModified": row.evidence_on.isoformat()} if row.evidence_on else {}
        made["citation"] = {"@type": "CreativeWork", "name": row.source_title, "url": row.url, **seen}
    return made


def _report(ask: Ask) -> Report | None:
    return ask.desk.core.catalog.reports.get(ask.request.path_params["report"])


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = "".join(c for c in text if c == "\n" or c.isprintable())


def _moment(given: datetime) -> str:
    return given.replace(tzinfo=UTC).isoformat()
