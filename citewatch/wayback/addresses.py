"""The archive's addresses: of one copy, of a question to its index, and what they say of themselves."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from citewatch.urls import same_page
from schemas.capture import Capture
from schemas.source import Route, Source

HOST = "web.archive.org"
LIMIT = 1000
"""Rows of one index answer. The archive reads its index only so far for one question, so more would gain little."""

_COPY = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_INDEX = "/cdx/search/cdx"
_FIELDS = "timestamp,original,statuscode,digest,length"
_STAMP = "%Y%m%d%H%M%S"


class Copy(NamedTuple):
    """What the address of a copy says: when it was made, and of which address."""

    made_at: datetime
    original: str


class Question(NamedTuple):
    """What the address of an index answer says: the address asked about, and the days."""

    original: str
    first: date
    last: date
    resumed: bool


def copy_url(stamp: str, original: str) -> str:
    """Where the bytes of a copy are as the site sent them: without `id_` the archive rewrites links and adds a bar."""
    return f"https://{HOST}/web/{stamp}id_/{original}"


def copy_of(url: str) -> Copy | None:
    """The parts of a copy's address; None if it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    found = _COPY.fullmatch(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    if parts.hostname != HOST or found is None:
        return None
    made_at = moment(found[1])
    return Copy(made_at, found[2]) if made_at else None


def moment(stamp: str) -> datetime | None:
    """The time a stamp of fourteen digits means; None if there is no such time, as in some old rows."""
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC) if len(stamp) == 14 else None
    except ValueError:
        return None


def question(original: str, first: date, last: date, resume: str = "") -> str:
    """The index's answer on one address between two days, both included; `resume` goes on where an answer ended.

    Not collapsed: `collapse=digest` leaves the first copy of each run of equal ones and takes away the last, which says
    until when a page stayed as it was.
    """
    asked = {
        "url": original, "output": "json", "fl": _FIELDS, "filter": "statuscode:200", "resolveRevisits": "true",
        "from": f"{first:%Y%m%d}", "to": f"{last:%Y%m%d}", "limit": str(LIMIT), "showResumeKey": "true",
    }  # fmt: skip
    # The key comes escaped and goes back as it came.
    return f"https://{HOST}{_INDEX}?{urlencode(asked)}" + (f"&resumeKey={resume}" if resume else "")


def question_of(url: str) -> Question | None:
    """The parts of a question; None if it is none."""
    parts = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    first, last = (moment(f"{asked.get(name, '')}000000") for name in ("from", "to"))
    if parts.hostname != HOST or parts.path != _INDEX or first is None or last is None:
        return None
    return Question(asked.get("url", ""), first.date(), last.date(), "resumeKey" in asked)


def same_address(one: str, other: str) -> bool:
    """Whether the archive keeps both under one key: scheme, port, case, escapes, a leading www do not count.

    What is no address at all, as some rows of the archive's index are, is the same as nothing.
    """
    try:
        return same_page(_bare(one), _bare(other))
    except ValueError:
        return False


def route_of(source: Source, capture: Capture) -> Route | None:
    """The declared route whose bytes a capture holds: its own, or the one whose address an archived copy is of."""
    if not capture.is_archived:
        return next((route for route in source.routes if route.name == capture.route), None)
    asked = copy_of(capture.url)
    return next((route for route in source.routes if asked and same_address(asked.original, route.url)), None)


def page_url(capture: Capture) -> str:
    """The address the page had where it stood, which its own links go out from."""
    copy = copy_of(capture.final_url) if capture.is_archived else None
    return copy.original if copy else capture.final_url


def _bare(url: str) -> str:
    parts = urlsplit(unquote(url).lower())
    return parts._replace(netloc=re.sub(r"^www\d*\.", "", parts.netloc)).geturl()
