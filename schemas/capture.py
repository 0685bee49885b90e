"""One fetch of one source by one route: what was asked, what came back, and how far it may be trusted.

A capture is stored as a row; its bytes lie in the evidence file the row points at.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from schemas.ids import stable_id

State = Literal["ok", "not_modified", "blocked", "gone", "unreachable", "refused"]
"""How a fetch ended.

- `ok`: the page came, whole, and looks like a page.
- `not_modified`: the server says (304) that the bytes we hold are still the page.
- `blocked`: the server is there and would not give us the page: 401, 403, 429, 451, a challenge, a login
  or consent wall, an apology page. Says nothing about the page itself.
- `gone`: the server says the page does not exist (404, 410, or a page that says so with a 200).
- `unreachable`: no usable answer: DNS, connection, TLS, time limit, broken or empty body, 5xx.
- `refused`: *we* did not ask: robots.txt forbids it, or one of our own rules does (private address,
  a scheme other than http and https, a host outside the specimen map).
"""

Origin = Literal["live", "archive", "specimen"]
"""Where the bytes came from: the source itself, a public archive's copy of it, or a page we wrote (DESIGN §9)."""

PERSON = "person"
"""The route of what a person read and entered. No source may use the name."""

ARCHIVE = "archive"
"""The route of every archived copy, whichever of the source's addresses it is a copy of. No source may use the name."""


def capture_id(source_id: str, route: str, captured_at: datetime) -> str:
    """The stable id of a capture: the same whenever the same capture is stored again."""
    if captured_at.tzinfo is None:
        raise ValueError("a run's time needs its zone: without one it would mean another moment on another machine")
    return stable_id(source_id, route, captured_at.astimezone(UTC).isoformat(timespec="microseconds"))


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect that was followed, or would have been: who said it, with which status, where it points."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture as one capture of a page found it."""

    url: str
    state: State
    body_digest: str
    """Empty if it did not come."""
    capture_id: str
    reason: str

    @property
    def part(self) -> str:
        """What it adds to the content of the page: its bytes, or that they did not come."""
        came = self.state in ("ok", "not_modified") and self.body_digest
        return f"{self.url} {self.body_digest if came else self.state}"


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch: address, state, validators, digests, and the place of its bytes in the evidence."""

    capture_id: str
    source_id: str
    route: str
    origin: Origin
    url: str
    final_url: str
    status: int | None
    state: State
    moved: bool
    """The page was found at another address than the one asked for (scheme and trailing slash aside)."""
    reason: str
    """A plain sentence for a person: what happened and, where there is something to do, what."""
    captured_at: datetime
    """The run's own time, passed in, not the second the bytes came; of an archived copy when the archive made it."""
    document_on: date | None = None
    """The day an archived copy was made; None for anything that is not an archived copy."""
    content_type: str = ""
    charset: str = ""
    body_digest: str = ""
    """`sha256:…` of the body after decompression; empty if there is none."""
    body_length: int = 0
    payload_digest: str = ""
    """`sha256:…` of the bytes as sent (still compressed): what a WARC revisit record is about."""
    etag: str = ""
    last_modified: str = ""
    hops: tuple[Hop, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    """The few response headers worth a column; all of them are in the evidence."""
    warc_file: str = ""
    warc_offset: int = 0
    warc_length: int = 0
    retry_after_s: int | None = None
    """How long the server asked to be left alone, if it did."""
    robots: str = ""
    """What robots.txt said: `allowed`, `disallowed`, `none` (no such file), or why it could not be read."""
    attempts: int = 1
    fetched_at: datetime | None = None
    """The time of the run that fetched an archived copy; None for anything else, where it is `captured_at`."""
    pictures: tuple[Pictured, ...] = ()
    """The pictures that the source's figures stand in, as they were when the page was fetched."""

    @property
    def came_at(self) -> datetime:
        """When its bytes came to us, which is what the evidence is dated by."""
        return self.fetched_at or self.captured_at

    @property
    def is_archived(self) -> bool:
        """Whether it is a public archive's copy: it then says what the page was on its day, and nothing of today."""
        return self.route == ARCHIVE

    @property
    def content_digest(self) -> str:
        """What was there to read: the digest of the body, or of body and pictures together."""
        if not self.pictures or not self.body_digest:
            return self.body_digest
        parts = [self.body_digest, *sorted(picture.part for picture in self.pictures)]
        return f"sha256:{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"

    @property
    def full_type(self) -> str:
        """Content type with the charset the server named: what a reader needs to decode the bytes."""
        return f"{self.content_type}; charset={self.charset}" if self.charset else self.content_type
