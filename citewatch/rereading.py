"""Kept bytes that today's reader has not read: which ones, and the bytes themselves. The network is not asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from citewatch.catalog import Catalog
from citewatch.evidence import Place, read_back
from citewatch.promises import gives
from citewatch.wayback.addresses import route_of
from schemas.capture import Capture
from schemas.source import Source
from warehouse import ledger
from warehouse.place import Warehouse


def waiting(store: Warehouse, catalog: Catalog, readers: Mapping[str, str]) -> list[tuple[Source, Capture]]:
    """One capture for each set of bytes that is to be read again; `readers` is their version by source id."""
    with store.reading() as connection:
        unread = ledger.unread(connection, readers)
    found = [(catalog.sources[capture.source_id], capture) for capture in unread]
    # A route that the catalogue no longer has, or that gives no figure: what was read of it stays as it was.
    return [(source, capture) for source, capture in found if _gives_any(source, capture)]


def kept_body(store: Warehouse, evidence: Path, capture: Capture) -> bytes:
    """The body of a capture, from the evidence.

    Raises:
        ReplayError: it is not there, or not whole.
    """

    def lookup(capture_id: str) -> Place | None:
        with store.reading() as connection:
            found = ledger.place(connection, capture_id)
        return Place(*found) if found else None

    return read_back(evidence, capture.warc_file, capture.warc_offset, capture.warc_length, lookup)[1]


def _gives_any(source: Source, capture: Capture) -> bool:
    route = route_of(source, capture)
    return route is not None and any(gives(route, figure) for figure in source.figures.values())
