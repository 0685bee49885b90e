"""Pages of other people, shown as they were kept: in a frame with an origin of its own, no script, nothing loaded."""

from __future__ import annotations

import hashlib
import json

from starlette.responses import Response

from citewatch.disposed import why_gone
from citewatch.errors import ReplayError
from citewatch.evidence import Place, read_back
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors, missing
from citewatch.review.web.guard import ARCHIVED_POLICY
from extractors.reading.pages.charset import decode
from schemas.capture import Capture
from warehouse import figures, ledger, pictures
from warehouse.history import capture_of

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_MOST_SHOWN = 5_000_000


def put(doors: Doors) -> None:
    """Put these pages on the site."""

    def about(ask: Ask) -> Response:
        capture = _capture(ask)
        if capture is None:
            return missing(ask, ask.tongue.say("There is no such capture."))
        trouble = "" if capture.warc_file else _why_empty(ask, capture)
        form = _form(capture)
        source = ask.desk.core.catalog.sources.get(capture.source_id)
        return ask.page("kept.html", capture=capture, source=source, form=form, trouble=trouble)

    def content(ask: Ask) -> Response:
        capture = _capture(ask)
        if capture is None or not capture.warc_file:
            return missing(ask, ask.tongue.say("There is no such capture."))
        return _shown(ask, capture)

    doors.get("/captures/{capture}", about)
    doors.get("/captures/{capture}/content", content)


def _capture(ask: Ask) -> Capture | None:
    wanted = ask.request.path_params["capture"]
    if not wanted.isalnum() or len(wanted) != 24:
        return None
    source = ask.query("source")
    with ask.desk.connection() as connection:
        # Our own links name the source: its captures lie in one place, and an id alone may be anywhere.
        row = figures.captures(connection, [source], [wanted]).get(wanted) if source else None
        if row is not None:
            return capture_of(row)
        found = ledger.capture_by_id(connection, wanted) or pictures.capture_by_id(connection, wanted)
    store = ask.desk.core.store
    if found is None and store.exists():
        # What a person has just handed in is published with the next refresh, and wanted to be seen at once.
        with store.reading() as connection:
            found = ledger.capture_by_id(connection, wanted)
    return found


def _why_empty(ask: Ask, capture: Capture) -> str:
    with ask.desk.connection() as connection:
        gone = why_gone(connection, capture.capture_id)
    return ask.tongue.pick(gone) or capture.reason


def _form(capture: Capture) -> str:
    """What it is to us: a page, a picture, a PDF, or text."""
    kind = (capture.content_type or "").partition(";")[0].strip().lower()
    if kind in _PICTURES:
        return "picture"
    if kind == "application/pdf":
        return "pdf"
    return "page" if kind in ("text/html", "application/xhtml+xml") else "text"


def _shown(ask: Ask, capture: Capture) -> Response:
    body = _bytes(ask, capture)
    form = _form(capture)
    if form == "picture":
        kind = (capture.content_type or "").partition(";")[0].strip().lower()
        return _sandboxed(body, kind)
    if form == "pdf":
        # A PDF may hold scripts of its own kind: it is handed over as a file, never opened in a page of ours.
        answer = _sandboxed(body, "application/octet-stream")
        answer.headers["content-disposition"] = f'attachment; filename="{capture.capture_id}.pdf"'
        return answer
    text = decode(body[:_MOST_SHOWN], capture.full_type or "text/html")
    if form == "text":
        return _sandboxed(_tidy(text).encode(), "text/plain; charset=utf-8")
    return _sandboxed(text.encode("utf-8", "replace"), "text/html; charset=utf-8")


def _sandboxed(body: bytes, kind: str) -> Response:
    return Response(body, headers={"content-security-policy": ARCHIVED_POLICY, "content-type": kind})


def _tidy(text: str) -> str:
    """JSON with line breaks; anything else as it is."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def _bytes(ask: Ask, capture: Capture) -> bytes:
    """The kept bytes, which must be those their digest was made of.

    Raises:
        ReplayError: they are not, or they are gone.
    """
    with ask.desk.connection() as connection:

        def lookup(earlier: str) -> Place | None:
            found = ledger.place(connection, earlier)
            return Place(*found) if found else None

        _, body = read_back(
            ask.desk.settings.evidence, capture.warc_file, capture.warc_offset, capture.warc_length, lookup
        )
    if f"sha256:{hashlib.sha256(body).hexdigest()}" != capture.body_digest:
        raise ReplayError(f"capture {capture.capture_id}: the kept bytes are not those its digest was made of.")
    return body
