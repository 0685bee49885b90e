"""A finding seen again: the kept bytes of a capture, read once more without any network."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from citewatch import catalog
from citewatch.catalog import Catalog
from citewatch.disposed import why_gone
from citewatch.errors import ReplayError
from citewatch.evidence import Place, read_back
from citewatch.read import read
from citewatch.settings import Settings
from citewatch.wayback.addresses import page_url, route_of
from schemas.capture import Capture
from schemas.observation import Reading
from schemas.picture import Shown
from warehouse import ledger, pictures


@dataclass(frozen=True, slots=True)
class Replayed:
    capture_id: str
    url: str
    digest: str
    body: bytes
    lines: tuple[str, ...]
    """One a figure: what the reader of today makes of the bytes."""
    changed: bool
    """Today's reading differs from the stored one."""


def replay(connection: Any, settings: Settings, loaded: Catalog, capture_id: str) -> Replayed:
    """Read the evidence of a capture again and compare.

    Raises:
        ReplayError: no such capture, no bytes kept for it, or they are not those the digest was made of.
    """
    capture = ledger.capture_by_id(connection, capture_id)
    if capture is None and (picture := pictures.capture_by_id(connection, capture_id)):
        return _picture(connection, settings, picture)
    if capture is None:
        raise ReplayError(f"no capture {capture_id}, or several begin so: `citewatch show CLAIM` names them.")
    if gone := why_gone(connection, capture.capture_id):
        raise ReplayError(gone.en)
    if not capture.warc_file or not capture.body_digest:
        raise ReplayError(
            f"capture {capture.capture_id}: {capture.reason} No page was received, so there is none to read."
        )
    body = _kept(connection, settings, capture)
    source = loaded.sources.get(capture.source_id)
    route = route_of(source, capture) if source else None
    if source is None or route is None:
        raise ReplayError(
            f"the catalogue no longer has {capture.source_id} by route {capture.route}; use --body for the bytes."
        )
    # What a machine read in the pictures is taken as stored: a replay runs no engine.
    texts = pictures.texts(connection, [picture.body_digest for picture in capture.pictures])
    readings = read(
        source, route, body, capture.full_type, page_url(capture), body_digest=capture.content_digest,
        reader_digest=catalog.digest(source), folder=settings.catalogue / "extractors",
        pictures={one.url: Shown(one, texts.get(one.body_digest)) for one in capture.pictures},
    )  # fmt: skip
    stored = ledger.stored_readings(connection, source.id, capture.content_digest)
    today = {reading.figure: (reading.outcome, reading.as_printed, reading.label) for reading in readings}
    lines = tuple(map(_line, readings))
    return Replayed(capture.capture_id, capture.final_url, capture.body_digest, body, lines, changed=today != stored)


def _line(reading: Reading) -> str:
    shown = f"{reading.figure}: {reading.outcome}: {reading.as_printed or reading.found}"
    if reading.label:
        shown += f" [{reading.label}]"
    if reading.box:
        shown += f" (read in the picture {reading.picture}, box {','.join(map(str, reading.box))})"
    return shown


def _kept(connection: Any, settings: Settings, capture: Capture) -> bytes:
    """The bytes of a capture, which must be those its digest was made of."""
    places = ledger.places(connection)
    _, body = read_back(
        settings.evidence, capture.warc_file, capture.warc_offset, capture.warc_length,
        lambda earlier: Place(*places[earlier]) if earlier in places else None,
    )  # fmt: skip
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    if digest != capture.body_digest:
        raise ReplayError(
            f"capture {capture.capture_id}: the kept bytes give {digest}, stored was {capture.body_digest}."
        )
    return body


def _picture(connection: Any, settings: Settings, capture: Capture) -> Replayed:
    """A picture, with what was read in it line by line."""
    if gone := why_gone(connection, capture.capture_id):
        raise ReplayError(gone.en)
    if not capture.warc_file or not capture.body_digest:
        raise ReplayError(f"picture {capture.capture_id}: {capture.reason} No picture was received.")
    body = _kept(connection, settings, capture)
    text = pictures.texts(connection, [capture.body_digest]).get(capture.body_digest)
    if text is None:
        lines: tuple[str, ...] = ("no figure stands in it, so nobody has read it",)
    else:
        lines = (text.reason or text.engine, *(f"{line.text} [{','.join(map(str, line.box))}]" for line in text.lines))
    return Replayed(capture.capture_id, capture.final_url, capture.body_digest, body, lines, changed=False)
