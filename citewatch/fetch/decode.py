"""Undoing Content-Encoding with a bound: a page of kilobytes must not become gigabytes."""

import zlib

ACCEPT_ENCODING = "gzip, deflate"


class DecodeError(Exception):
    """The body can't be decompressed; the message is a sentence about it."""


def decode(raw: bytes, encoding: str, max_bytes: int) -> bytes:
    """The body with its content coding undone; raises `DecodeError` if it is broken, cut off or too big."""
    coding = encoding.strip().lower()
    if coding in ("", "identity") or not raw:
        return raw
    if coding in ("gzip", "x-gzip"):
        return _gunzip(raw, max_bytes)
    if coding == "deflate":
        return _inflate(raw, max_bytes)
    raise DecodeError(f"The page came compressed as {encoding[:40]!r}, which we did not offer to accept.")


def _gunzip(raw: bytes, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    room = max_bytes
    while True:
        part, rest = _member(raw, 31, room, "gzip")
        parts.append(part)
        room -= len(part)
        # A gzip body may have several members; anything else behind the end is padding, which browsers ignore.
        if not rest.startswith(b"\x1f\x8b"):
            return parts[0] if len(parts) == 1 else b"".join(parts)
        raw = rest


def _inflate(raw: bytes, max_bytes: int) -> bytes:
    # The standard means zlib data; half of the servers that say deflate send it without the zlib wrapper.
    wrapped = len(raw) > 1 and raw[0] & 0x0F == 8 and (raw[0] << 8 | raw[1]) % 31 == 0
    return _member(raw, 15 if wrapped else -15, max_bytes, "deflate")[0]


def _member(raw: bytes, window: int, max_bytes: int, name: str) -> tuple[bytes, bytes]:
    machine = zlib.decompressobj(window)
    try:
        body = machine.decompress(raw, max_bytes + 1)
    except zlib.error as error:
        raise DecodeError(f"The page's {name} compression is broken ({error}).") from error
    if len(body) > max_bytes:
        raise DecodeError(f"The page is larger than {max_bytes:,} bytes when decompressed; it was not read.")
    if not machine.eof:
        raise DecodeError(f"The page breaks off in the middle of its {name} compression.")
    return body, machine.unused_data
