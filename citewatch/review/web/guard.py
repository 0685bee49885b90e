"""What stands before every page: whose host names we answer to, the headers of every answer, the size of what is sent.

On loopback nobody signs in, so a foreign page in the same browser is the danger. It can't read an answer (host names
are checked, so its own name can't be pointed at us), and can't post (origin, then the form's token).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 25_000_000
"""Of one request: a screenshot or a PDF."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
    " form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ARCHIVED_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
    " form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
)
"""For a page of somebody else's: an origin of its own, no script, no form, nothing loaded from anywhere."""
_ALWAYS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    # Not no-referrer: with that a browser names no origin on our own forms either ("null").
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-dns-prefetch-control": "off",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SAFE = ("GET", "HEAD")


def is_loopback(host: str) -> bool:
    """Whether an address to listen at, or a host name asked for, is this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """Wraps the whole app."""

    def __init__(self, app: ASGIApp, is_known_host: Callable[[str], bool], *, secure: bool) -> None:
        self.app = app
        self.is_known_host = is_known_host
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope["method"], headers)
        if refused is not None:
            await refused(scope, receive, self._with_headers(send))
            return
        await self.app(scope, _limited(receive), self._with_headers(send))

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if not self.is_known_host(urlsplit(f"//{host}").hostname or ""):
            return PlainTextResponse("This host name is not ours. See --name of `citewatch review serve`.", 421)
        if method in _SAFE:
            return None
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return PlainTextResponse("Sent from another site; nothing was done.", 403)
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("Sent from another site; nothing was done.", 403)
        length = headers.get("content-length", "")
        if not length.isdigit():
            return PlainTextResponse("Say how long it is (Content-Length).", 411)
        if int(length) > MOST_BYTES:
            return PlainTextResponse(f"More than {MOST_BYTES:,} bytes; nothing was stored.", 413)
        return None

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers.setdefault("content-security-policy", POLICY)
                headers.setdefault("cache-control", "no-store")
                if self.secure:
                    headers["strict-transport-security"] = "max-age=31536000"
            await send(message)

        return sending


def _limited(receive: Receive) -> Receive:
    """No more than was announced and allowed, whatever the length header says."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > MOST_BYTES:
                return {"type": "http.disconnect"}
        return message

    return receiving
