"""Our side of reading pictures: looks at the first bytes, hands the rest to the worker, and puts up with its death."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from importlib.metadata import version
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from schemas.picture import PictureLine, PictureText

if TYPE_CHECKING:
    from extractors.reading.pages.apart import Apart

MOST_BYTES = 10_000_000
_MOST_LINES = 2_000
_SECONDS = 120.0
"""Longest a picture may take; a chart takes two to four, a loaded machine much more."""
_RECIPE = 1
"""Raise it when the worker does something else with the same picture."""
_NAMES = {
    b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF",
}  # fmt: skip


def engine() -> str:
    """What reads pictures here, with every version that could change a reading. Imports none of it."""
    return f"rapidocr {version('rapidocr')} (PP-OCRv6 small), onnxruntime {version('onnxruntime')}, recipe {_RECIPE}"


class Reader:
    """Reads pictures, one at a time, in a process that starts with the first one and ends with the `with` block."""

    def __init__(self, *, seconds: float = _SECONDS) -> None:
        self.seconds = seconds
        self.readings = 0
        """How many pictures the worker was given."""
        self._apart: Apart | None = None
        self._one_at_a_time = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._apart is not None:
            self._apart.close()

    def read(self, body: bytes, content_type: str = "") -> PictureText:
        """What is written in a picture, or why that can't be said. Never raises for what the bytes are."""
        digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
        if why := not_one_we_read(body, content_type):
            return PictureText(digest, engine(), "unreadable", why)
        with self._one_at_a_time:
            return _text(digest, self._ask(body))

    def _ask(self, body: bytes) -> dict[str, Any]:
        self.readings += 1
        if self._apart is None:
            from extractors.reading.pages.apart import Apart  # with it comes the reading library

            self._apart = Apart("citewatch.pictures.worker")
        answer, late = self._apart.ask(body, self.seconds)
        if answer is not None:
            return answer
        why = f"took longer than {self.seconds:g} s" if late else "made the process that read it end"
        return {"why": f"The picture {why}; nothing was read in it."}


def not_one_we_read(body: bytes, content_type: str = "") -> str:
    """Why these bytes are not handed to a decoder at all; empty if they may be."""
    kind = content_type.partition(";")[0].strip().lower()
    head = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind == "image/svg+xml" or (head.startswith((b"<?xml", b"<!doctype svg", b"<svg")) and b"<svg" in body[:4096]):
        return "The picture is a drawing in SVG, which is not rendered here."
    if any(body.startswith(magic) for magic in _NAMES) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP"):
        too_big = len(body) > MOST_BYTES
        return f"The picture is larger than {MOST_BYTES:,} bytes; it was not read." if too_big else ""
    if head.startswith((b"<!doctype html", b"<html")) or kind == "text/html":
        return "The address of the picture gave a page instead of a picture."
    return f"The bytes ({kind or 'no content type'}) are no PNG, JPEG, GIF or WebP picture."


def _text(digest: str, answer: dict[str, Any]) -> PictureText:
    if why := answer.get("why"):
        return PictureText(digest, engine(), "unreadable", str(why))
    lines = tuple(
        PictureLine(row["text"], tuple(row["box"]), row["confidence"], row.get("again", "")) for row in answer["lines"]
    )
    measures = (answer["format"], answer["width"], answer["height"])
    if len(lines) > _MOST_LINES:
        return PictureText(digest, engine(), "unreadable", f"More than {_MOST_LINES} texts: not a chart.", *measures)
    if not lines:
        return PictureText(digest, engine(), "no_text", "No text was found in the picture.", *measures)
    return PictureText(digest, engine(), "read", "", *measures, lines)


def as_json(text: PictureText) -> str:
    """A text for a file that people read: one line for each piece."""
    whole = asdict(text)
    lines = ",\n".join(f"    {json.dumps(line, ensure_ascii=False)}" for line in whole.pop("lines"))
    head = json.dumps(whole, ensure_ascii=False, indent=2)
    return f'{head[:-2]},\n  "lines": [\n{lines}\n  ]\n}}\n'


def picture_text(kept: dict[str, Any]) -> PictureText:
    """A text as its fields in JSON give it back."""
    lines = tuple(PictureLine(**{**line, "box": tuple(line["box"])}) for line in kept["lines"])
    return PictureText(**{**kept, "lines": lines})
