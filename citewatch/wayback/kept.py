"""Every answer of the archive on one source, in an evidence file of its own: what is in there is never asked for again.

The file is the cache. A kill between keeping an answer and storing its row therefore loses nothing: the next go finds
the answer here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from warcio.archiveiterator import ArchiveIterator

from citewatch.evidence import Archive, Place, read_back
from citewatch.fetch import Fetched
from citewatch.fetch.decode import DecodeError, decode
from citewatch.fetch.headers import folded
from citewatch.fetch.outcome import digest
from citewatch.fetch.settings import FetchSettings
from citewatch.warc import CAPTURE, split
from citewatch.wayback.addresses import Question, copy_of, question_of
from citewatch.wayback.index import BrokenIndex, listed
from schemas.capture import Capture, Hop

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_BODY = FetchSettings().max_bytes
NAMED = "archive-"
"""How the names of these files begin. They are of use even if no row points into them: they hold the index."""
NOWHERE = Place("", 0, 0)
"""Not kept yet."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the archive answered when `asked` was asked for, at last and on the way."""

    asked: str
    url: str
    status: int
    headers: dict[str, str]
    hops: tuple[Hop, ...]
    body: bytes
    flaw: str
    """Why the body can't be used, if so."""
    payload_digest: str
    at: datetime
    place: Place = NOWHERE

    @property
    def is_copy(self) -> bool:
        """Whether it is what a site once said; without that header the archive speaks for itself."""
        return "memento-datetime" in self.headers

    @property
    def is_final(self) -> bool:
        """Whether asking again would give the same: a copy, the word that there is none, or a whole list."""
        asked = question_of(self.asked)
        if asked is None:
            return self.is_copy or self.status == 404
        try:
            return self.status == 200 and listed(self.body, asked.original) is not None
        except BrokenIndex:
            return False


def answer_of(fetched: Fetched) -> Answer | None:
    """The last answer of a fetch; None if there was none."""
    pages = [exchange for exchange in fetched.exchanges if exchange.role != "robots"]
    if not pages:
        return None
    last, capture = pages[-1], fetched.capture
    headers = folded(last.headers)
    body, flaw = _body(last.raw, headers)
    if last.truncated:
        body, flaw = b"", "The page is larger than we take."
    hops = tuple(hop for hop in capture.hops if hop.url != last.url)
    return Answer(
        pages[0].url, last.url, last.status, headers, hops, body, flaw, digest(last.raw), capture.captured_at
    )  # fmt: skip


class KeptAnswers:
    """The evidence file of one source's archived copies, open for appending, and where each final answer lies in it."""

    def __init__(self, folder: Path, source_id: str) -> None:
        self._folder = folder
        self._archive = Archive(folder, f"{NAMED}{source_id}")
        self._final: dict[str, Answer] = {}
        """By the address asked for, without the body, which is read when it is wanted."""
        self._places: dict[str, Place] = {}
        try:
            self._scan()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def __contains__(self, asked: str) -> bool:
        return asked in self._final

    def get(self, asked: str) -> Answer | None:
        """The final answer to that address, if there was one."""
        found = self._final.get(asked)
        if found is None or found.flaw:
            return found
        _, body = read_back(self._folder, *found.place, self._places.get)
        return replace(found, body=body)

    def questions(self) -> list[tuple[Question, datetime]]:
        """What the index was asked, each from its beginning, and when."""
        asked = ((question_of(url), answer.at) for url, answer in self._final.items())
        return [(parts, at) for parts, at in asked if parts is not None and not parts.resumed]

    def holds(self, capture: Capture) -> bool:
        """Whether the bytes of that capture are in this file, to be referred to."""
        return self._places.get(capture.capture_id) == (capture.warc_file, capture.warc_offset, capture.warc_length)

    def keep(self, fetched: Fetched, answer: Answer | None, earlier: Capture | None) -> Answer | None:
        """Write it to the disk; the answer with its place. `earlier` has the same bytes in this file."""
        place = self._archive.keep(fetched, earlier)
        if answer is None:
            return None
        answer = replace(answer, place=place)
        self._note(fetched.capture.capture_id, answer)
        return answer

    def _note(self, capture_id: str, answer: Answer) -> None:
        self._places[capture_id] = answer.place
        if answer.is_final:
            self._final[answer.asked] = replace(answer, body=b"")

    def _scan(self) -> None:
        """Read the file as it is: robots.txt and redirects come before the answer they belong to."""
        hops: dict[str, list[Hop]] = {}
        with (self._folder / self._archive.name).open("rb") as file:
            records = ArchiveIterator(file, no_record_parse=True)
            for record in records:
                fields = {str(name): str(value) for name, value in record.rec_headers.headers}
                block = record.raw_stream.read()
                records.read_to_end()
                place = Place(self._archive.name, records.get_record_offset(), records.get_record_length())
                if record.rec_type in ("response", "revisit"):
                    self._record(fields, block, place, hops.setdefault(fields[CAPTURE], []))

    def _record(self, fields: dict[str, str], block: bytes, place: Place, hops: list[Hop]) -> None:
        url, capture_id = fields["WARC-Target-URI"], fields[CAPTURE]
        status = int(block.split(b" ", 2)[1])
        pairs, raw = split(block)
        headers = folded(pairs)
        ours = copy_of(url) is not None or question_of(url) is not None
        if "WARC-Concurrent-To" in fields:
            if ours and status in _REDIRECTS:
                hops.append(Hop(url, status, headers.get("location", "")))
            return
        if not ours:
            return
        body, flaw = (b"", "") if fields["WARC-Type"] == "revisit" else _body(raw, headers)
        if fields.get("WARC-Truncated"):
            body, flaw = b"", "The page is larger than we take."
        self._note(
            capture_id,
            Answer(
                hops[0].url if hops else url, url, status, headers, tuple(hops), body, flaw,
                fields.get("WARC-Payload-Digest", "") if raw or fields["WARC-Type"] == "revisit" else "",
                datetime.fromisoformat(fields["WARC-Date"]), place,
            ),
        )  # fmt: skip


def _body(raw: bytes, headers: dict[str, str]) -> tuple[bytes, str]:
    try:
        return decode(raw, headers.get("content-encoding", ""), _MAX_BODY), ""
    except DecodeError as error:
        return b"", str(error)
