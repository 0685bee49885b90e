"""Hop 3 inside a run: what has to be read of a capture, its pictures included, and what was read before."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from citewatch import catalog, mishaps, rereading
from citewatch.errors import ReplayError
from citewatch.evidence import Archive
from citewatch.fetch import Client
from citewatch.pictures.looking import Pictures
from citewatch.promises import read_in
from citewatch.run import Collected
from citewatch.settings import Settings
from citewatch.wayback.addresses import page_url, route_of
from schemas.capture import Capture
from schemas.issue import Issue
from schemas.observation import Reading
from schemas.picture import Shown
from schemas.source import Source
from warehouse.history import LastSeen, Numbers, ever_read, read_by_another
from warehouse.place import Warehouse

log = logging.getLogger("citewatch")


@dataclass
class Reads:
    """Reads captures, each content once for each version of the reader."""

    settings: Settings
    store: Warehouse
    pictures: Pictures
    sources: Mapping[str, Source]
    seen: LastSeen = field(default_factory=LastSeen)
    done: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Source id → (content, reader) that need no reading again: of the newest content of each route, every one."""
    lost: list[Issue] = field(default_factory=list)
    """Kept bytes that could not be read back."""
    _digests: dict[str, str] = field(default_factory=dict)

    def reader_digest(self, source: Source) -> str:
        if source.id not in self._digests:
            digest = catalog.digest(source)
            if source.reader == "code":
                code = (self.settings.catalogue / "extractors" / f"{source.id}.py").read_bytes()
                digest = hashlib.sha256(digest.encode() + code).hexdigest()[:16]
            self._digests[source.id] = digest
        return self._digests[source.id]

    async def collected(
        self, source: Source, captures: list[Capture], body: bytes, last: Capture | None, client: Client,
        archive: Archive,
    ) -> Collected:  # fmt: skip
        """The last capture completed by the pictures that figures stand in, and what is read in it all.

        Behind an unchanged page a picture may have changed: then the page is read again, from the evidence.
        """
        capture = captures[-1]
        if not any(figure.reads == "picture" for figure in source.figures.values()):
            whole = capture.state == "ok"
            readings = self.readings(source, capture, body, {}) if whole and not self._is_done(source, capture) else []
            return Collected(source, tuple(captures), tuple(readings))
        on_page: dict[str, str] | None = None
        if last is not None and last.body_digest == capture.body_digest and self._known(source):
            addresses = [picture.url for picture in last.pictures]
        else:
            body = body or self._kept(last)
            on_page = self._on_page(source, capture, body)
            addresses = list(on_page.values())
        looks = await self.pictures.look(source.id, tuple(dict.fromkeys(addresses)), client, archive, self.seen)
        captures[-1] = capture = replace(capture, pictures=tuple(look.pictured for look in looks))
        fetches = tuple(look.capture for look in looks)
        body = body or (b"" if self._is_done(source, capture) else self._kept(last))
        if not body or self._is_done(source, capture):
            return Collected(source, tuple(captures), (), fetches)
        on_page = self._on_page(source, capture, body) if on_page is None else on_page
        shown = await self.pictures.shown(source.id, looks, read_in(source, on_page))
        return Collected(source, tuple(captures), tuple(self.readings(source, capture, body, shown)), fetches)

    def again(self, source: Source, capture: Capture) -> list[Reading] | None:
        """Kept bytes read once more, the network is not asked; None if they are lost."""
        try:
            body = rereading.kept_body(self.store, self.settings.evidence, capture)
            wanted = read_in(source, self._on_page(source, capture, body)) if capture.pictures else frozenset()
            shown = self.pictures.kept(source.id, capture.pictures, wanted)
        except ReplayError as error:
            self.lost.append(mishaps.lost_evidence(capture, error))
            return None
        return self.readings(source, capture, body, shown)

    def readings(self, source: Source, capture: Capture, body: bytes, shown: Mapping[str, Shown]) -> list[Reading]:
        digest, route = self.reader_digest(source), route_of(source, capture)
        if route is None:
            return []  # an archived copy of an address that the catalogue no longer has
        from citewatch.read import read  # a fifth of a run's start, which runs that find nothing new do without

        try:
            return read(
                source, route, body, capture.full_type, page_url(capture), body_digest=capture.content_digest,
                reader_digest=digest, folder=self.settings.catalogue / "extractors", pictures=shown,
            )  # fmt: skip
        except Exception as error:
            # A bug in our reader or in a source's own code: this source's issue, not the end of everybody's run.
            log.exception("source %s: the reader failed on capture %s", source.id, capture.capture_id)
            return mishaps.failed_readings(source, route, capture, digest, error)

    def _on_page(self, source: Source, capture: Capture, body: bytes) -> dict[str, str]:
        folder, route = self.settings.catalogue / "extractors", route_of(source, capture)
        if route is None:
            return {}
        from citewatch.read import pictures_on

        try:
            return pictures_on(source, route, body, capture.full_type, page_url(capture), folder)
        except Exception:
            log.exception("source %s: no picture could be looked for", source.id)
            return {}  # the reading of the same bytes fails for the same reason and makes it the source's issue

    def _kept(self, last: Capture | None) -> bytes:
        """The page that a 304 confirms; nothing, and an issue, if it is lost."""
        if last is None:
            return b""
        try:
            return rereading.kept_body(self.store, self.settings.evidence, last)
        except ReplayError as error:
            self.lost.append(mishaps.lost_evidence(last, error))
            return b""

    def _is_done(self, source: Source, capture: Capture) -> bool:
        content, digest = capture.content_digest, self.reader_digest(source)
        newest = self.done.get(source.id, ())
        if (content, digest) in newest:
            return True
        if any(content == known for known, _ in newest):
            return False  # another version of the reader read it
        # Bytes that come back after others. What another version read and could not be read again from the evidence,
        # lost or of a route that is no longer declared, is read now that it is here.
        pair = source.id, content
        return source.id in self.seen.tried_at and pair in self._ever_read and pair not in self._read_by_another

    @cached_property
    def _read_by_another(self) -> Numbers:
        readers = {s.id: self.reader_digest(s) for s in self.sources.values() if s.reader != "planned"}
        with self.store.reading() as connection:
            return read_by_another(connection, readers)

    @cached_property
    def _ever_read(self) -> Numbers:
        with self.store.reading() as connection:
            return ever_read(connection)

    def _known(self, source: Source) -> bool:
        """The source's file reads as it did: what it points at on an unchanged page is what it pointed at."""
        digest = self.reader_digest(source)
        return any(reader == digest for _, reader in self.done.get(source.id, ()))
