"""From exchanges to a capture: the fields of the row, the body, and the verdict on the response."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from citewatch.fetch.decode import DecodeError, decode
from citewatch.fetch.errors import Problem
from citewatch.fetch.headers import folded, media_type
from citewatch.fetch.retry import http_moment, retry_after
from citewatch.fetch.settings import Exchange, Fetched, FetchRequest, FetchSettings
from citewatch.quality import Judgement, judge, wall
from citewatch.urls import clean_url
from schemas.capture import Capture, Hop, capture_id

_KEPT_HEADERS = frozenset(
    {"content-language", "content-encoding", "date", "server", "via", "cache-control", "age", "expires"}
    | {"retry-after", "memento-datetime", "x-robots-tag"}
)
_WAYBACK = re.compile(r"/web/(\d{4})(\d\d)(\d\d)\d{0,6}[a-z_]*/")


@dataclass(slots=True)
class Trail:
    """What one fetch has met so far.

    Kept outside the fetch, so that one which fails half-way still has its evidence.
    """

    url: str
    left_s: float
    """Time on the wire that may still be spent."""
    hops: list[Hop] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    robots: str = ""
    attempts: int = 0
    conditional: bool = False
    """The last request carried validators."""


def failed(request: FetchRequest, trail: Trail, problem: Problem) -> Fetched:
    """The capture of a fetch that ended without an answer from the page."""
    verdict = Judgement(problem.state, False, problem.reason)
    why = wall(trail.url, trail.hops)
    if why:  # robots.txt of a sign-in host, or its silence, is not what keeps us from the page
        verdict = Judgement("blocked", False, why)
    answered = [exchange for exchange in trail.exchanges if exchange.role != "robots"]
    capture = Capture(
        capture_id=capture_id(request.source_id, request.route, request.now),
        source_id=request.source_id,
        route=request.route,
        origin=request.origin,
        url=request.url,
        final_url=answered[-1].url if answered else request.url,
        status=answered[-1].status if answered else None,
        state=verdict.state,
        moved=False,
        reason=verdict.reason,
        captured_at=request.now,
        hops=tuple(trail.hops),
        retry_after_s=problem.retry_after_s,
        robots=trail.robots,
        attempts=trail.attempts,
    )
    return Fetched(capture, exchanges=tuple(trail.exchanges), broke_off=problem.began)


def fetched(request: FetchRequest, trail: Trail, page: Exchange, settings: FetchSettings) -> Fetched:
    """The capture of an answered fetch, judged."""
    headers = folded(page.headers)
    body, flaw = _body(page, headers, request.max_bytes or settings.max_bytes)
    wait = retry_after(headers.get("retry-after", ""), headers.get("date", ""), request.now)
    verdict = _verdict(page, headers, trail, body, flaw)
    if wait is not None and wait > settings.max_retry_after_s and verdict.state in ("blocked", "unreachable"):
        reason = f"{verdict.reason} It asks to be left alone for {wait:,} s, and is for the rest of this run."
        verdict = Judgement("blocked", False, reason)
    of_body = digest(body)
    content_type, charset = media_type(headers.get("content-type", ""))
    capture = Capture(
        capture_id=capture_id(request.source_id, request.route, request.now),
        source_id=request.source_id,
        route=request.route,
        origin=request.origin,
        url=request.url,
        final_url=clean_url(page.url),
        status=page.status,
        state=verdict.state,
        moved=verdict.moved,
        reason=verdict.reason,
        captured_at=request.now,
        document_on=document_date(page.url, headers),
        content_type=content_type,
        charset=charset,
        body_digest=of_body,
        body_length=len(body),
        payload_digest=of_body if body is page.raw else digest(page.raw),
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        hops=tuple(trail.hops),
        headers={name: value for name, value in headers.items() if name in _KEPT_HEADERS},
        retry_after_s=wait,
        robots=trail.robots,
        attempts=trail.attempts,
    )
    return Fetched(capture, body, page.raw, page.headers, tuple(trail.exchanges))


def _body(page: Exchange, headers: dict[str, str], max_bytes: int) -> tuple[bytes, str]:
    """The decompressed body, or nothing and a sentence why it can't be used."""
    if page.truncated == "length":
        return b"", f"The page is larger than {max_bytes:,} bytes; the rest was not fetched."
    try:
        return decode(page.raw, headers.get("content-encoding", ""), max_bytes), ""
    except DecodeError as error:
        return b"", str(error)


def _verdict(page: Exchange, headers: dict[str, str], trail: Trail, body: bytes, flaw: str) -> Judgement:
    verdict = judge(page.status, headers, page.url, trail.hops, body)
    if flaw and verdict.state not in ("blocked", "gone"):
        return Judgement("unreachable", False, flaw)
    if verdict.state == "not_modified" and not trail.conditional:
        host = urlsplit(page.url).hostname
        return Judgement("unreachable", False, f"{host} answered 304 (unchanged) without having been asked that.")
    return verdict


def digest(data: bytes) -> str:
    """`sha256:` and hex digits; empty for nothing."""
    return "sha256:" + hashlib.sha256(data).hexdigest() if data else ""


def document_date(url: str, headers: dict[str, str]) -> date | None:
    """The day an archive made the copy it serves: from its header, else from a Wayback Machine address."""
    moment = http_moment(headers.get("memento-datetime", ""))
    if moment is not None:
        return moment.date()
    parts = urlsplit(url)
    found = _WAYBACK.match(parts.path) if parts.hostname == "web.archive.org" else None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
