"""The specimen site as web.archive.org: an index of the archived copies we wrote, and the copies themselves.

It keeps to what the real one does that matters to a reader: copies say when they were made, a time without a copy
redirects to the nearest one, the site's own headers come under other names, long lists end in a key to go on with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

from citewatch.specimens.answer import TRANSFER, Answer

HOST = "web.archive.org"
_COPY = re.compile(r"/web/(\d{4,14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_NONE = Answer(404, (("Content-Type", "text/html; charset=utf-8"),), b"<title>No copy of this address</title>\n")


class Copy(NamedTuple):
    """One archived answer. An archive says to the second when it was made; a specimen has its day, so noon it is."""

    stamp: str
    url: str
    answer: Answer

    @classmethod
    def of(cls, day: date, url: str, answer: Answer) -> Copy:
        return cls(f"{day:%Y%m%d}120000", url, answer)

    @property
    def day(self) -> date:
        return datetime.strptime(self.stamp[:8], "%Y%m%d").date()

    @property
    def digest(self) -> str:
        return base64.b32encode(hashlib.sha1(self.answer.body, usedforsecurity=False).digest()).decode()


class Wayback:
    """All archived copies of a catalogue, as the archive answers for them."""

    def __init__(self, copies: Iterable[Copy]) -> None:
        self._copies = sorted(copies, key=lambda copy: (copy.stamp, copy.url))

    def answer(self, path: str, today: date) -> Answer:
        """What `path` (with its query) gives on a day; copies made later are not there yet."""
        there = [copy for copy in self._copies if copy.day <= today]
        place, _, query = path.partition("?")
        if place == "/cdx/search/cdx":
            return _index(there, parse_qs(query))
        found = _COPY.fullmatch(path)
        return _copy(there, found[1], found[2]) if found else _NONE


def _index(copies: list[Copy], asked: dict[str, list[str]]) -> Answer:
    def one(name: str, otherwise: str) -> str:
        return asked.get(name, [otherwise])[0]

    first, last = one("from", "").ljust(14, "0"), one("to", "9").ljust(14, "9")
    statuses = [rule.removeprefix("statuscode:") for rule in asked.get("filter", ()) if rule.startswith("statuscode:")]
    rows = [
        [copy.stamp, copy.url, str(copy.answer.status), copy.digest, str(len(copy.answer.body))]
        for copy in copies
        if _key(copy.url) == _key(one("url", ""))
        and first <= copy.stamp <= last
        and all(re.fullmatch(rule, str(copy.answer.status)) for rule in statuses)
    ]
    begin, limit = int(one("resumeKey", "0").rpartition("!")[2]), int(one("limit", "150000"))
    lines = rows[begin : begin + limit]
    if lines:
        lines = [["timestamp", "original", "statuscode", "digest", "length"], *lines]
    if begin + limit < len(rows):
        lines += [[], [quote(f"{_key(one('url', ''))}!{begin + limit}", safe="")]]
    return Answer(200, (("Content-Type", "application/json"),), json.dumps(lines).encode())


def _copy(copies: list[Copy], stamp: str, url: str) -> Answer:
    same = [copy for copy in copies if _key(copy.url) == _key(url)]
    if not same:
        return _NONE
    nearest = min(same, key=lambda copy: abs(int(copy.stamp) - int(stamp.ljust(14, "0"))))
    if nearest.stamp != stamp:
        return Answer(302, (("Location", f"https://{HOST}/web/{nearest.stamp}id_/{nearest.url}"),))
    answer = nearest.answer
    headers = [("Memento-Datetime", _http_date(nearest.day)), ("X-Archive-Src", "specimen.warc.gz")]
    for name, value in answer.headers:
        if name.lower() == "location":
            target = urljoin(nearest.url, value)
            headers.append(("Location", f"https://{HOST}/web/{nearest.stamp}id_/{target}"))
        elif name.lower() not in TRANSFER:
            headers.append((f"X-Archive-Orig-{name}", value))
    headers.append(("Content-Type", answer.header("content-type") or "application/octet-stream"))
    return Answer(answer.status, tuple(headers), answer.body)


def _key(url: str) -> str:
    """What the archive files an address under: scheme, case, a leading www and a final slash make no difference."""
    parts = urlsplit(unquote(url).lower())
    host = re.sub(r"^www\d*\.", "", parts.netloc.partition(":")[0])
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"


def _http_date(day: date) -> str:
    return format_datetime(datetime.combine(day, time(12), UTC), usegmt=True)
