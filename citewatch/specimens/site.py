"""The specimen site: the editions of one day, at their real host names, over HTTPS on loopback."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from citewatch.specimens.answer import Answer
from citewatch.specimens.authority import MAP_NAME, certify, write_map
from citewatch.specimens.catalogue import Catalogue
from citewatch.specimens.server import Access, HttpsServer
from citewatch.specimens.wayback import HOST, Copy, Wayback

_ROBOTS = "/robots.txt"


class SpecimenSite:
    """Serves the specimens of `folder` while the `with` block runs; its files go to `out_folder`.

        with SpecimenSite(Path("specimens"), out, date(2024, 7, 1)) as site:
            NetworkMap.load(site.map_path)
            site.set_date(date(2025, 4, 7))

    It runs in a thread with an event loop of its own: the client may be anything, also in another process.
    """

    def __init__(self, folder: Path, out_folder: Path, day: date, *, drip_pause: float = 0.2) -> None:
        self.catalogue = Catalogue.load(folder)
        self._wayback = Wayback(Copy.of(c.day, url, answer) for c in self.catalogue.copies for url, answer in c.steps)
        self.out_folder = out_folder
        self._day = day
        self._drip_pause = drip_pause

    def __enter__(self) -> Self:
        hosts = self.catalogue.hosts
        self._files = certify(hosts, self.out_folder)
        try:
            context = self._files.server_context()
            self._server = HttpsServer(self._lookup, frozenset(hosts), context, lambda: self._day, self._drip_pause)
            self._server.start()
        finally:
            self._files.key.unlink()  # loaded, or of no use: nothing needs the file any more
        self._write_map()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def address(self) -> str:
        """Where it listens: 127.0.0.1:port."""
        return f"127.0.0.1:{self._server.port}"

    @property
    def authority(self) -> Path:
        """The certificate of the authority that clients must trust."""
        return self._files.authority

    @property
    def day(self) -> date:
        """The site's date: the newest edition of this day or before is served."""
        return self._day

    def set_date(self, day: date) -> None:
        """Travel: from the next request on, the editions of `day` are served, and the map says so."""
        self._day = day
        self._write_map()

    @property
    def log(self) -> Sequence[Access]:
        """Every request answered so far, in the order the answers ended."""
        return tuple(self._server.log)

    def clear_log(self) -> None:
        """Forget the requests so far."""
        self._server.log.clear()

    @property
    def connections(self) -> int:
        """TLS connections accepted so far."""
        return self._server.connections

    @property
    def held(self) -> int:
        """Of them, those that are not yet let go."""
        return self._server.held

    @property
    def map_path(self) -> Path:
        """The network map of this site."""
        return self.out_folder / MAP_NAME

    def _write_map(self) -> None:
        write_map(self.out_folder, self.catalogue.hosts, self._server.port, self._files.authority, self._day)

    def _lookup(self, host: str, path: str) -> Answer | None:
        url = f"https://{host}{path}"
        if path.partition("?")[0] == _ROBOTS and host in self.catalogue.robots:
            return Answer(200, (("Content-Type", "text/plain"),), self.catalogue.robots[host])
        if host == HOST and self.catalogue.copies:
            return self._wayback.answer(path, self._day)
        return self.catalogue.answer_at(url, self._day)


def serve(folder: Path, out_folder: Path, day: date, ready: Callable[[SpecimenSite], None] = lambda site: None) -> None:
    """Run the site in the foreground until Ctrl-C or SIGTERM; `ready` is told once it listens."""
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with SpecimenSite(folder, out_folder, day) as site:
            ready(site)
            ended.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
