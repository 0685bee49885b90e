"""The evidence: every answer kept as WARC records, exactly as received, before anything reads it.

One file a run, one gzip member a record: a record is found by its offset, and any WARC tool opens the file. What
is written is never touched again; retention.py writes what stays into another file.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Callable
from io import BytesIO, FileIO
from pathlib import Path
from typing import NamedTuple, Self

from citewatch.errors import CitewatchError, ReplayError
from citewatch.fetch.decode import DecodeError, decode
from citewatch.fetch.headers import folded
from citewatch.fetch.settings import Fetched
from citewatch.warc import REFERS_TO, answer_record, info_record, request_record, split, whole_length
from schemas.capture import Capture

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
_MAX_BODY = 500_000_000
# A revisit names the capture that holds the bytes; a chain arises only if callers name another revisit.
_MAX_CHAIN = 10_000


class EvidenceError(CitewatchError):
    """Evidence could not be written; what it belongs to must not be stored."""


class Place(NamedTuple):
    """Where a record lies: file name relative to the evidence folder, offset and length in bytes."""

    file: str
    offset: int
    length: int


class Archive:
    """The evidence file of one run, open for appending. A run taken up again goes on in its own file."""

    def __init__(self, folder: Path, run_name: str) -> None:
        if not _NAME.fullmatch(run_name):
            raise EvidenceError(f"{run_name!r} can't name an evidence file: letters, digits, '.', '-', '_' only.")
        self.folder = folder
        self.name = f"{run_name}.warc.gz"
        self._path = folder / self.name
        self._mark = _mark(self._path)
        self._folder_synced = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._mark.touch()
            self._file = FileIO(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644), "r+")
        except OSError as error:
            raise EvidenceError(
                f"Evidence can't be kept in {folder}: {error.strerror}. The folder must be one that we may write into, "
                "with free space; what was kept before is untouched."
            ) from error
        if not _lock(self._file):
            self._file.close()
            raise EvidenceError(f"Another process is writing {self._path}; give this run another name.")
        self._end = _cut_tail(self._file)
        self._file.seek(self._end)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep(self, fetched: Fetched, earlier: Capture | None = None, *, sync: bool = True) -> Place:
        """Write all that a fetch received; returns the place of its last answer, an empty one if there was none.

        `earlier` is the capture that holds the bytes this one may repeat: the oldest with the same payload digest
        or, for a 304, the one whose validators were sent. If they are the same, a revisit record is written. With
        `sync=False` the caller must call `sync()` before it stores the capture.
        """
        capture = fetched.capture
        last = len(fetched.exchanges) - 1
        if last < 0:
            return Place("", 0, 0)
        records = [] if self._end else [info_record(self.name, capture.came_at)]
        for number, exchange in enumerate(fetched.exchanges):
            part = "" if number == last else str(number)
            records.append(request_record(exchange, capture, part))
            records.append(answer_record(exchange, capture, part, earlier))
        self._append(b"".join(records))
        if sync:
            self.sync()
        length = len(records[-1])
        return Place(self.name, self._end - length, length)

    def sync(self) -> None:
        """Returns when everything kept so far is on the disk."""
        try:
            os.fsync(self._file.fileno())
            if not self._folder_synced:
                to_disk(self.folder)
                self._folder_synced = True
        except OSError as error:
            raise EvidenceError(
                f"{self._path} can't be brought to the disk: {error.strerror}. Nothing that rests on it is stored; "
                "free some space and run again."
            ) from error

    def close(self) -> None:
        """Sync, close, and take away the mark that says the file is being written."""
        if self._file.closed:
            return
        self.sync()
        self._mark.unlink(missing_ok=True)
        self._file.close()

    def _append(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._file.truncate(self._end)  # a full disk: half a record must not stay
            self._file.seek(self._end)
            raise EvidenceError(
                f"{self._path} can't be written: {error.strerror}. Nothing of this page was kept; free some space and "
                "run again."
            ) from error
        self._end += len(data)


def repair(folder: Path) -> list[str]:
    """Cut what a kill left half-written at the end of evidence files; returns the names of the files cut.

    Looks only at files whose run did not close them, and leaves alone those that a live process is writing.
    """
    cut: list[str] = []
    for mark in sorted(folder.glob("*.warc.gz.open")):
        path = mark.with_suffix("")
        if path.exists():
            with FileIO(path, "r+") as file:
                if not _lock(file):
                    continue
                before = os.fstat(file.fileno()).st_size
                if _cut_tail(file) < before:
                    cut.append(path.name)
        mark.unlink(missing_ok=True)
    return cut


def read_back(
    folder: Path, file: str, offset: int, length: int, lookup: Callable[[str], Place | None]
) -> tuple[dict[str, str], bytes]:
    """The headers (by lower-case name) and the decompressed body of a kept answer.

    A revisit record has no body: `lookup` gives the place of the capture, by its id, whose bytes it repeats.
    """
    place = Place(file, offset, length)
    headers: dict[str, str] = {}
    for _ in range(_MAX_CHAIN):
        repeats, found, raw = _read(folder, place)
        # What a 304 says replaces what the first answer said, except about the form of the bytes.
        headers = {**found, **headers}
        if repeats is None:
            coding = found.get("content-encoding", "")
            headers["content-encoding"] = coding
            return {name: value for name, value in headers.items() if value}, _decoded(raw, coding, place)
        earlier = lookup(repeats)
        if earlier is None or not earlier.file:
            raise ReplayError(f"{place.file} at {place.offset} repeats capture {repeats}, whose evidence is missing.")
        place = earlier
    raise ReplayError(f"{file} at {offset} repeats captures that repeat each other.")


def _read(folder: Path, place: Place) -> tuple[str | None, dict[str, str], bytes]:
    """The capture a record repeats (None if it holds its own bytes), its headers, its body as received."""
    # Only who reads back pays for it: it brings a library for other file systems, which takes as long as 20 pages.
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    path = folder / place.file
    where = f"at {place.offset} of {path}"
    if not _NAME.fullmatch(place.file):
        raise ReplayError(f"{place.file!r} is not the name of an evidence file.")
    try:
        with path.open("rb") as source:
            source.seek(place.offset)
            data = source.read(place.length)
        record = next(iter(ArchiveIterator(BytesIO(data), no_record_parse=True)))
        block = record.raw_stream.read()
    except OSError as error:
        raise ReplayError(
            f"The evidence file {path} can't be read: {error.strerror}. If a retention has just run, ask again."
        ) from error
    except (ArchiveLoadFailed, StopIteration, EOFError) as error:
        raise ReplayError(f"There is no whole WARC record {where}.") from error
    fields = {str(name): str(value) for name, value in record.rec_headers.headers}
    headers, raw = split(block)
    if record.rec_type == "revisit" and REFERS_TO in fields:
        return fields[REFERS_TO], folded(headers), b""
    if record.rec_type != "response":
        raise ReplayError(f"The record {where} is no answer of a server but a {record.rec_type}.")
    if fields.get("WARC-Payload-Digest") != f"sha256:{hashlib.sha256(raw).hexdigest()}":
        raise ReplayError(f"The bytes of the record {where} are not the ones its digest was made of.")
    return None, folded(headers), raw


def _decoded(raw: bytes, coding: str, place: Place) -> bytes:
    try:
        return decode(raw, coding, _MAX_BODY)
    except DecodeError as error:
        raise ReplayError(f"{place.file} at {place.offset} holds an answer that can't be read: {error}") from error


def _mark(path: Path) -> Path:
    return path.with_name(path.name + ".open")


def _lock(file: FileIO) -> bool:
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _cut_tail(file: FileIO) -> int:
    """Cut a half-written record off the end; the length that is left."""
    whole = whole_length(file)
    if whole < os.fstat(file.fileno()).st_size:
        file.truncate(whole)
        os.fsync(file.fileno())
    return whole


def to_disk(path: Path) -> None:
    """A file's bytes, or the names in a folder: a new file's name is on the disk only when its folder is."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
