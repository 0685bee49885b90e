"""Framing of WARC 1.1 records, one gzip member each.

warcio reads them back, and any WARC tool does. Its writer is not used: it compresses at level 9 and hashes every
byte twice more, which takes longer than fetching the page.
"""

import hashlib
import re
import uuid
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import urlsplit

from citewatch.fetch.headers import Headers
from citewatch.fetch.settings import Exchange
from schemas.capture import Capture

CAPTURE = "Citewatch-Capture"
REFERS_TO = "Citewatch-Refers-To-Capture"
"""Fields of our own, which WARC allows: the capture a record belongs to, the one whose bytes a revisit repeats."""

_RECORDS = uuid.UUID("0c5ef6f9-5c3e-5d43-8a4f-2f1f4a1f7a10")
_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_PACKED = re.compile(rb"gzip|x-gzip|deflate|br|zstd", re.I)
_PACKED_TYPE = re.compile(rb"(?:image/(?!svg)|video/|audio/|application/(?:pdf|zip|gzip))", re.I)
# Level 6 makes pages a tenth smaller and takes three times as long.
_LEVEL = 1
_SHORT = 4096
_PIECE = 64 * 1024
_HEAD = 64 * 1024
"""Enough of a record for its own fields, long addresses included."""
_REASONS = {status.value: status.phrase for status in HTTPStatus}
_UNSAFE = re.compile(rb"[\r\n\0]")
# Says how the bytes travelled, which they no longer do: a reader would try to undo it.
_RENAMED = {b"transfer-encoding": b"X-Orig-Transfer-Encoding"}


@lru_cache(maxsize=64)
def record_id(capture_id: str, part: str = "") -> str:
    """The WARC id of a capture's own record, or of one of its parts."""
    return f"<urn:uuid:{uuid.uuid5(_RECORDS, f'{capture_id}/{part}')}>"


def info_record(name: str, moment: datetime) -> bytes:
    """The record a file begins with: who wrote it and to which standard."""
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", record_id(name, "info")),
        ("WARC-Date", _date(moment)),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    ]
    return _frame(fields, b"software: citewatch/0.1\r\nformat: WARC File Format 1.1\r\n", b"", _LEVEL)


def request_record(exchange: Exchange, capture: Capture, part: str) -> bytes:
    """What we sent."""
    parts = urlsplit(exchange.url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    fields = [
        ("WARC-Type", "request"),
        ("WARC-Record-ID", record_id(capture.capture_id, f"{part}request")),
        ("WARC-Concurrent-To", record_id(capture.capture_id, part)),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", _date(capture.came_at)),
        (CAPTURE, capture.capture_id),
        ("Content-Type", "application/http; msgtype=request"),
    ]
    return _frame(fields, _head(f"GET {path} HTTP/1.1".encode("ascii"), exchange.sent), b"", _LEVEL)


def answer_record(exchange: Exchange, capture: Capture, part: str, earlier: Capture | None) -> bytes:
    """What came: a response record, or a revisit record if `earlier` holds the same bytes or a 304 said so.

    `part` is empty for the capture's own record; the others (robots.txt, redirects) name that one as concurrent.
    """
    profile = _profile(exchange, capture, earlier) if not part else ""
    fields = [
        ("WARC-Type", "revisit" if profile else "response"),
        ("WARC-Record-ID", record_id(capture.capture_id, part)),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", _date(capture.came_at)),
        (CAPTURE, capture.capture_id),
        ("WARC-Protocol", "h2" if exchange.http_version == "HTTP/2" else exchange.http_version.lower()),
    ]
    if exchange.ip:
        fields.append(("WARC-IP-Address", exchange.ip))
    if part:
        fields.append(("WARC-Concurrent-To", record_id(capture.capture_id)))
    if exchange.truncated:
        fields.append(("WARC-Truncated", exchange.truncated))
    if profile and earlier is not None:
        fields += [
            ("WARC-Profile", profile),
            ("WARC-Refers-To", record_id(earlier.capture_id)),
            ("WARC-Refers-To-Target-URI", earlier.final_url),
            ("WARC-Refers-To-Date", _date(earlier.came_at)),
            (REFERS_TO, earlier.capture_id),
        ]
    if profile != _NOT_MODIFIED:
        known = "" if part else capture.payload_digest
        fields.append(("WARC-Payload-Digest", known or f"sha256:{hashlib.sha256(exchange.raw).hexdigest()}"))
    fields.append(("Content-Type", "application/http; msgtype=response"))
    # WARC knows no status line of HTTP/2; the protocol field says what was really spoken.
    head = _head(f"HTTP/1.1 {exchange.status} {_REASONS.get(exchange.status, '')}".encode(), exchange.headers)
    return _frame(fields, head, b"" if profile else exchange.raw, 0 if _is_packed(exchange.headers) else _LEVEL)


def split(block: bytes) -> tuple[Headers, bytes]:
    """The headers and the body of an answer's record."""
    head, _, body = block.partition(b"\r\n\r\n")
    pairs = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return tuple((name, value.strip(b" ")) for name, _, value in pairs), body


def whole_length(file: BinaryIO) -> int:
    """How many bytes from the start of a file are whole gzip members: what a kill has left of it."""
    whole = 0
    for at, length, _ in members(file):
        whole = at + length
    return whole


def members(file: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Each whole record from the start of a file: offset, length, and the beginning of what it says."""
    file.seek(0)
    start = read = 0
    machine = zlib.decompressobj(31)
    data = head = b""
    while data or (data := file.read(_PIECE)):
        read += len(data)
        try:
            said = machine.decompress(data)
        except zlib.error:
            return
        head += said[: _HEAD - len(head)]
        data = machine.unused_data
        read -= len(data)
        if machine.eof:
            yield start, read - start, head
            start, head = read, b""
            machine = zlib.decompressobj(31)
        else:
            data = b""


def beginning(record: bytes) -> bytes:
    """The beginning of what a record says; `record` are its bytes as they lie in the file, or the first of them."""
    try:
        return zlib.decompressobj(31).decompress(record[:_HEAD], _HEAD)
    except zlib.error:
        return b""


def fields(head: bytes) -> dict[str, str] | None:
    """The fields of a record from the beginning of what it says; None if they do not end in it."""
    lines, end, _ = head.partition(b"\r\n\r\n")
    if not end:
        return None
    pairs = (line.decode("utf-8", "replace").partition(": ") for line in lines.split(b"\r\n")[1:])
    return {name: value for name, _, value in pairs}


def _profile(exchange: Exchange, capture: Capture, earlier: Capture | None) -> str:
    if earlier is None or not earlier.warc_file or exchange.role != "page":
        return ""
    if capture.state == "not_modified":
        return _NOT_MODIFIED
    same = bool(capture.payload_digest) and capture.payload_digest == earlier.payload_digest
    return _IDENTICAL if same and not exchange.truncated else ""


def _head(first: bytes, headers: Headers) -> bytes:
    lines = [first]
    for name, value in headers:
        shown = _RENAMED.get(name.lower(), name)
        lines.append(_UNSAFE.sub(b" ", shown + b": " + value))  # HTTP/2 lets line ends through in a value
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _is_packed(headers: Headers) -> bool:
    for name, value in headers:
        key = name.lower()
        if key == b"content-encoding" and _PACKED.fullmatch(value.strip()):
            return True
        if key == b"content-type" and _PACKED_TYPE.match(value.strip()):
            return True
    return False


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _frame(fields: list[tuple[str, str]], head: bytes, body: bytes, level: int) -> bytes:
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in fields)]
    lines.append(f"Content-Length: {len(head) + len(body)}")
    # A small window does for what is short or stays as it is; making and clearing a large one takes ten times longer.
    small = not level or len(head) + len(body) < _SHORT
    machine = zlib.compressobj(level, zlib.DEFLATED, 27, 4) if small else zlib.compressobj(level, zlib.DEFLATED, 31)
    start = machine.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + head)
    return start + machine.compress(body) + machine.compress(b"\r\n\r\n") + machine.flush()
