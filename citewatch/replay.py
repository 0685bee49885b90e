"""A finding seen again: the kept bytes of a capture, read once more without any network."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from citewatch import catalog
from citewatch.catalog import Catalog
from citewatch.errors import ReplayError
from citewatch.evidence import Place, read_back
from citewatch.read import read
from citewatch.settings import Settings
from citewatch.wayback.addresses import page_url, route_of
from warehouse import ledger


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
    if capture is None:
        raise ReplayError(f"no capture {capture_id}, or several begin so: `citewatch show CLAIM` names them.")
    if not capture.warc_file or not capture.body_digest:
        raise ReplayError(
            f"capture {capture.capture_id}: {capture.reason} No page was received, so there is none to read."
        )
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
    source = loaded.sources.get(capture.source_id)
    route = route_of(source, capture) if source else None
    if source is None or route is None:
        raise ReplayError(
            f"the catalogue no longer has {capture.source_id} by route {capture.route}; use --body for the bytes."
        )
    readings = read(
        source, route, body, capture.full_type, page_url(capture), body_digest=digest,
        reader_digest=catalog.digest(source), folder=settings.catalogue / "extractors",
    )  # fmt: skip
    stored = ledger.stored_readings(connection, source.id, digest)
    today = {reading.figure: (reading.outcome, reading.as_printed, reading.label) for reading in readings}
    lines = tuple(
        f"{reading.figure}: {reading.outcome}: {reading.as_printed or reading.found}"
        + (f" [{reading.label}]" if reading.label else "")
        for reading in readings
    )
    return Replayed(capture.capture_id, capture.final_url, digest, body, lines, changed=today != stored)
