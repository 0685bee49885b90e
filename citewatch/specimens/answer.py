"""What the site sends for one address, and the HTTP rules around it: validators, gzip, HEAD."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Literal

Fault = Literal["stall", "reset", "truncate", "drip"]
Headers = tuple[tuple[str, str], ...]

MARK = ("X-Specimen", "citewatch")
# These describe the transfer, not the page: the site sets them for what it really sends.
TRANSFER = frozenset({"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"})
# RFC 9110 §15.4.5: a 304 repeats what a cache needs, and nothing that describes a body it doesn't carry.
_KEPT_BY_304 = frozenset({"cache-control", "content-location", "date", "etag", "expires", "set-cookie", "vary"})
_TEXTUAL = ("text/", "application/json", "application/xml", "application/javascript", "image/svg")
_TOO_SMALL_TO_PACK = 256


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as the page's owner would give it, before validators, gzip and HEAD are looked at."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    packed: bool = False
    """The body is kept gzipped, to hold ten thousand generated pages in memory."""
    fault: Fault | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, by caseless name."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def respond(answer: Answer, method: str, asked: Mapping[str, str], day: date) -> tuple[int, Headers, bytes]:
    """Status, headers and body for one request; `asked` are its headers by lower-case name.

    Date is the site's day at midnight and not the clock's time: a page of 2024 is served by a server in
    2024, and two runs over the same day get the same bytes.
    """
    if method not in ("GET", "HEAD"):
        answer = Answer(405, (("Allow", "GET, HEAD"),))
    headers = [(k, v) for k, v in answer.headers if k.lower() not in TRANSFER]
    if answer.header("date") is None:
        headers.append(("Date", http_date(day)))
    headers.append(MARK)
    if answer.status == 200 and _unchanged(answer, asked):
        kept = (*_KEPT_BY_304, MARK[0].lower(), "last-modified")
        return 304, tuple((k, v) for k, v in headers if k.lower() in kept), b""
    body, encoded = _encode(answer, asked.get("accept-encoding", ""))
    if encoded:
        headers.append(("Content-Encoding", "gzip"))
    if _packable(answer):
        _vary(headers)
    if answer.status >= 200 and answer.status not in (204, 304):
        headers.append(("Content-Length", str(len(body))))
    else:
        body = b""
    return answer.status, tuple(headers), b"" if method == "HEAD" else body


def http_date(day: date) -> str:
    """Midnight UTC of `day` in the form HTTP headers use."""
    return format_datetime(datetime.combine(day, time(), UTC), usegmt=True)


def _unchanged(answer: Answer, asked: Mapping[str, str]) -> bool:
    """RFC 9110 §13.2.2: If-None-Match decides alone where it is given and the page has an ETag."""
    etag, modified = answer.header("etag"), answer.header("last-modified")
    if (wanted := asked.get("if-none-match")) is not None:
        known = {_opaque(tag) for tag in wanted.split(",")}
        return etag is not None and (_opaque(etag) in known or "*" in known)
    if (since := asked.get("if-modified-since")) is None or modified is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False  # RFC 9110 §13.1.3: an unreadable date is as good as none


def _opaque(tag: str) -> str:
    return tag.strip().removeprefix("W/")


def _packable(answer: Answer) -> bool:
    kind = (answer.header("content-type") or "").lower()
    textual = kind.startswith(_TEXTUAL) or "+xml" in kind or "+json" in kind
    return answer.packed or (textual and len(answer.body) >= _TOO_SMALL_TO_PACK)


def _encode(answer: Answer, accepts: str) -> tuple[bytes, bool]:
    """The body as it is sent, and whether it is gzipped."""
    wanted = _packable(answer) and _takes_gzip(accepts.split(","))
    if answer.packed:
        return (answer.body, True) if wanted else (gzip.decompress(answer.body), False)
    return (pack(answer.body), True) if wanted else (answer.body, False)


def _takes_gzip(offers: Iterable[str]) -> bool:
    for offer in offers:
        coding, _, weight = offer.partition(";")
        if coding.strip().lower() in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


@lru_cache(maxsize=256)
def pack(body: bytes) -> bytes:
    """The body gzipped, without a clock in it."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def _vary(headers: list[tuple[str, str]]) -> None:
    for place, (name, value) in enumerate(headers):
        if name.lower() == "vary":
            if "accept-encoding" not in value.lower() and value.strip() != "*":
                headers[place] = (name, f"{value}, Accept-Encoding")
            return
    headers.append(("Vary", "Accept-Encoding"))
