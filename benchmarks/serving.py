"""serve_pages: a set of generated pages over HTTPS, from a process of its own so that its work is not counted.

It is the specimen site's machinery with pages made on the spot in place of specimen folders.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections import Counter
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.pages import PageSet
from citewatch.specimens.answer import Answer, http_date, pack
from citewatch.specimens.authority import MAP_NAME, certify, write_map
from citewatch.specimens.server import HttpsServer

_DAY = date(2026, 11, 9)
_READY_S = 900
"""Ten thousand pages take a minute or two to make on a slow machine."""


@dataclass(frozen=True, slots=True)
class Served:
    """What the site was asked for since it was last asked for this."""

    requests: int
    statuses: dict[int, int]
    body_bytes: int
    connections: int
    busiest_host: int
    """Most requests that any one host answered at the same time."""


def serve_pages(pages: PageSet, folder: Path, validators: bool = True) -> PageServer:
    """A running server of `pages` as a context manager; its network map and certificate go to `folder`."""
    return PageServer(pages, folder, validators)


class PageServer:
    """The parent's end of the server process."""

    def __init__(self, pages: PageSet, folder: Path, validators: bool) -> None:
        self._first = (pages, validators)
        self.folder = folder

    @property
    def map_path(self) -> Path:
        """The network map, as the specimen site writes it."""
        return self.folder / MAP_NAME

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_run, args=(theirs, self.folder, *self._first), name="page-server", daemon=True
        )
        self._process.start()
        theirs.close()
        self._answer()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.close()  # the child sees the end of the pipe and stops
        self._process.join(15)
        if self._process.exitcode is None:
            self._process.terminate()

    def show(self, pages: PageSet, validators: bool = True) -> None:
        """Serve these pages from now on; they must live on the same hosts."""
        self._pipe.send((pages, validators))
        self._answer()

    def served(self) -> Served:
        """What was asked for since the last call."""
        self._pipe.send(None)
        answer = self._answer()
        if not isinstance(answer, Served):
            raise TypeError(f"the page server answered {answer!r}")
        return answer

    def _answer(self) -> object:
        if not self._pipe.poll(_READY_S):
            raise TimeoutError(f"the page server said nothing for {_READY_S} s")
        return self._pipe.recv()


def _run(pipe: Connection, folder: Path, pages: PageSet, validators: bool) -> None:
    """The child: answers until the parent closes the pipe."""
    shown = _answers(pages, validators)
    files = certify(pages.host_names, folder)
    try:
        server = HttpsServer(
            lambda host, path: shown.get((host, path)),
            frozenset(pages.host_names),
            files.server_context(),
            lambda: _DAY,
        )
    finally:
        files.key.unlink()
    server.start()
    try:
        write_map(folder, pages.host_names, server.port, files.authority, _DAY)
        counted = 0
        pipe.send("ready")
        while True:
            try:
                order = pipe.recv()
            except EOFError:
                return
            if order is None:
                pipe.send(_served(server, counted))
                counted = server.connections
                server.log.clear()
            else:
                shown = _answers(*order)
                pipe.send("ready")
    finally:
        server.stop()


def _answers(pages: PageSet, validators: bool) -> dict[tuple[str, str], Answer]:
    """Every page kept gzipped: ten thousand of them fit into memory."""
    answers = {}
    for number in range(pages.count):
        page = pages.page(number)
        headers = [("Content-Type", "text/html; charset=utf-8")]
        if validators:
            tag = hashlib.sha256(page.html).hexdigest()[:24]
            headers += [("ETag", f'"{tag}"'), ("Last-Modified", http_date(page.draft.stamp))]
        body = pack.__wrapped__(page.html)  # past the cache: nothing is asked for twice
        answers[pages.host(number), pages.path(number)] = Answer(200, tuple(headers), body, packed=True)
    return answers


def _served(server: HttpsServer, counted: int) -> Served:
    log = tuple(server.log)
    open_now: Counter[str] = Counter()
    busiest = 0
    # Ends sort before starts at the same moment: a request that follows another does not overlap it.
    moments = sorted(
        [(entry.started, 1, entry.host) for entry in log] + [(entry.ended, -1, entry.host) for entry in log]
    )
    for _, step, host in moments:
        open_now[host] += step
        busiest = max(busiest, open_now[host])
    return Served(
        len(log),
        dict(sorted(Counter(entry.status or 0 for entry in log).items())),
        sum(entry.body_bytes for entry in log),
        server.connections - counted,
        busiest,
    )
