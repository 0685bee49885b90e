"""What a fetch is asked to do, what it gives back, and the limits it keeps."""

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from citewatch.fetch.addresses import look_up
from citewatch.fetch.errors import FetchSetupError
from citewatch.fetch.headers import Headers
from schemas.capture import Capture, Origin

ROBOTS_NAME = "citewatch"
"""The name robots.txt files address us by."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Clock, sleep, dice and name look-up, so that a test can hold them."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
    look_up: Callable[[str, int], list[str]] = look_up
    """All addresses of a host name; called in a thread of its own."""


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Manners and limits of one client. Seconds and bytes."""

    contact: str = ""
    """An e-mail address or web page where a site's owner reaches the operator (CITEWATCH_CONTACT)."""
    per_host_delay_s: float = 1.0
    """Pause between the end of one request to a host and the start of the next."""
    max_crawl_delay_s: float = 30.0
    """A Crawl-delay in robots.txt raises the pause, up to this."""
    max_concurrent: int = 10
    patience_s: float = 3.0
    """An answer on its way for longer no longer counts among `max_concurrent`, so that hosts that hang hold up none."""
    per_host_concurrency: int = 1
    max_connections: int = 100
    """Connections kept open, all hosts together; the one unused longest is closed first."""
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 30.0
    total_timeout_s: float = 120.0
    """Time on the wire for one source, all its redirects and attempts together; waiting for a turn is not counted."""
    max_bytes: int = 20_000_000
    """Largest page, before and after decompression."""
    max_redirects: int = 8
    attempts: int = 3
    backoff_base_s: float = 0.5
    backoff_cap_s: float = 30.0
    backoff_least_s: float = 0.0
    """Added to every wait before another attempt: for a host that is known to be soon annoyed."""
    max_retry_after_s: float = 60.0
    """A server that asks for a longer pause is left alone for the rest of the run."""
    allowed_private: tuple[str, ...] = ()
    """Hosts of the operator's own network that may have private addresses. Never loopback or link-local ones."""
    outside: Outside = field(default_factory=Outside)

    def user_agent(self, *, specimen: bool) -> str:
        """Our name with a way to reach the operator; refuses to be anonymous on the live net."""
        if specimen:
            return "citewatch/0.1 (+specimen)"
        contact = self.contact.strip()
        if not contact:
            raise FetchSetupError(
                "Set CITEWATCH_CONTACT to an e-mail address or a web page before fetching from live sites: "
                "it is sent along with every request, so that a site's owner can reach you."
            )
        if not re.fullmatch(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?", contact) or re.search(r"[()]", contact):
            raise FetchSetupError(
                "CITEWATCH_CONTACT may hold plain ASCII letters, digits and signs only, no brackets: "
                f"found {contact!r}."
            )
        return f"citewatch/0.1 (+{contact})"


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One source by one route."""

    source_id: str
    route: str
    url: str
    now: datetime
    """The run's time (UTC); the client never asks the wall clock."""
    origin: Origin = "live"
    accept: str = "text/html,application/xhtml+xml,application/json;q=0.9,application/xml;q=0.9,*/*;q=0.8"
    etag: str = ""
    last_modified: str = ""
    validated_url: str = ""
    """The final address `etag` and `last_modified` came from; they are sent to no other. Empty: the url itself."""
    only_host: str = ""
    """Redirects to any other host are not followed: an archive must not send us to the live page."""
    max_bytes: int | None = None
    """Largest answer to this request, where that is less than the client takes."""


Role = Literal["robots", "hop", "page"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as received: what the evidence keeps."""

    role: Role
    url: str
    sent: Headers
    status: int
    http_version: str
    headers: Headers
    raw: bytes
    """The body as sent, transfer coding removed, content coding not."""
    ip: str = ""
    truncated: Literal["", "length", "time", "disconnect"] = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A capture with its bytes: `body` decompressed, `raw` as received."""

    capture: Capture
    body: bytes = b""
    raw: bytes = b""
    headers: Headers = ()
    exchanges: tuple[Exchange, ...] = ()
    """Every answer behind this capture in order: robots.txt if it was asked for, redirects, the page last."""
    broke_off: bool = False
    """The last answer began to come and did not come to its end."""
