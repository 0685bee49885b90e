"""The pictures of one run: fetched when the page is, kept as evidence, read when a figure stands in them.

Only pictures that a figure of the source points at are ever asked for, by the same client and in the same host queues
as pages.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from citewatch.errors import ReplayError
from citewatch.evidence import Archive, Place, read_back
from citewatch.fetch import Client, FetchRequest
from citewatch.pictures.ocr import MOST_BYTES, Reader
from schemas.capture import Capture, Origin, Pictured
from schemas.failpoints import reach
from schemas.picture import PictureText, Shown
from warehouse import ledger, pictures
from warehouse.history import LastSeen
from warehouse.place import Warehouse

ACCEPT = "image/png,image/jpeg,image/webp,image/gif,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Look:
    """A picture as it is now, and the capture that says so."""

    pictured: Pictured
    capture: Capture
    body: bytes


class Pictures:
    """What a run knows of pictures. `reader` starts its process with the first picture that is new."""

    def __init__(self, store: Warehouse, evidence: Path, now: datetime, origin: Origin) -> None:
        self.store = store
        self.evidence = evidence
        self.now = now
        self.origin = origin
        self.reader = Reader()
        self._texts: dict[str, PictureText] = {}
        self._unstored: dict[str, PictureText] = {}
        self._turn = asyncio.Lock()

    async def look(
        self, source_id: str, addresses: Sequence[str], client: Client, archive: Archive, seen: LastSeen
    ) -> tuple[Look, ...]:
        """Fetch each of the addresses; what came is in the evidence before this returns."""
        return tuple([await self._one(source_id, address, client, archive, seen) for address in addresses])

    async def _one(self, source_id: str, address: str, client: Client, archive: Archive, seen: LastSeen) -> Look:
        last = seen.pictures.get((source_id, address))
        request = FetchRequest(
            source_id, route(address), address, self.now, origin=self.origin, accept=ACCEPT, max_bytes=MOST_BYTES,
            etag=last.etag if last else "", last_modified=last.last_modified if last else "",
            validated_url=last.final_url if last else "",
        )  # fmt: skip
        fetched = await client.fetch(request)
        place = archive.keep(fetched, last, sync=False)
        reach("evidence.after_write")
        capture = replace(fetched.capture, warc_file=place.file, warc_offset=place.offset, warc_length=place.length)
        if capture.state == "not_modified" and last is not None:
            capture = replace(capture, body_digest=last.body_digest, body_length=last.body_length)
        pictured = Pictured(address, capture.state, capture.body_digest, capture.capture_id, capture.reason)
        return Look(pictured, capture, fetched.body)

    async def shown(self, source_id: str, looks: Sequence[Look], addresses: frozenset[str]) -> dict[str, Shown]:
        """Each picture with its text; `addresses` are those that a value is to be read in."""
        found = {}
        for look in looks:
            wanted = look.pictured.url in addresses and look.pictured.state in ("ok", "not_modified")
            found[look.pictured.url] = Shown(look.pictured, await self._now(source_id, look) if wanted else None)
        return found

    async def _now(self, source_id: str, look: Look) -> PictureText:
        digest, kind = look.pictured.body_digest, look.capture.content_type
        async with self._turn:  # two pages that show the same picture: it is read once
            known = self._known(digest)
            if known is None:
                body, kind = (look.body, kind) if look.body else self._kept_body(source_id, digest)
                # Only this is done in a thread: the warehouse's lock knows one holder in a process.
                known = self._new(await asyncio.to_thread(self.reader.read, body, kind))
        return known

    def kept(self, source_id: str, of: Sequence[Pictured], addresses: frozenset[str]) -> dict[str, Shown]:
        """The same from what is stored; a picture that no figure stood in when it came is read now, from evidence.

        Raises:
            ReplayError: it was never read, and its bytes are not in the evidence.
        """
        found = {}
        for one in of:
            wanted = one.url in addresses and one.state in ("ok", "not_modified")
            found[one.url] = Shown(one, self._again(source_id, one.body_digest) if wanted else None)
        return found

    def _again(self, source_id: str, digest: str) -> PictureText:
        known = self._known(digest)
        return known if known is not None else self._new(self.reader.read(*self._kept_body(source_id, digest)))

    def _known(self, digest: str) -> PictureText | None:
        if digest not in self._texts:
            with self.store.reading() as connection:
                self._texts |= pictures.texts(connection, [digest])
        return self._texts.get(digest)

    def _new(self, text: PictureText) -> PictureText:
        self._texts[text.body_digest] = self._unstored[text.body_digest] = text
        return text

    def _kept_body(self, source_id: str, digest: str) -> tuple[bytes, str]:
        with self.store.reading() as connection:
            capture = pictures.holding(connection, source_id, digest)
        if capture is None:
            raise ReplayError(f"no capture of {source_id} holds the picture {digest}.")

        def lookup(capture_id: str) -> Place | None:
            with self.store.reading() as connection:
                found = ledger.place(connection, capture_id)
            return Place(*found) if found else None

        _, body = read_back(self.evidence, capture.warc_file, capture.warc_offset, capture.warc_length, lookup)
        return body, capture.content_type

    def unstored(self) -> list[PictureText]:
        """What was read since this was asked last."""
        new, self._unstored = list(self._unstored.values()), {}
        return new


def route(address: str) -> str:
    """The name under which fetches of a picture are kept: a source may have many."""
    return f"picture_{hashlib.sha256(address.encode()).hexdigest()[:12]}"
