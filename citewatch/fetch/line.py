"""One connection to one origin, over which one request goes at a time.

httpcore's own connection object and pool are left out: they look through each other's state under locks that give the
loop a turn each, ten times a request, and a hundred times more to count the streams of a new HTTP/2 connection. A
host is asked one thing at a time, so there is nothing to count.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Protocol

import httpcore
from h2.settings import SettingCodes

from citewatch.fetch.stream import Dialler

KEEP_OPEN_S = 60.0
_ALPN = ["http/1.1", "h2"]

Key = tuple[bytes, bytes, int]


def offer_http2(tls: ssl.SSLContext) -> ssl.SSLContext:
    """Let servers choose between HTTP/1.1 and HTTP/2."""
    tls.set_alpn_protocols(_ALPN)
    return tls


class _Http2(httpcore.AsyncHTTP2Connection):
    """HTTP/2 with one stream at a time. Should httpcore name its locks otherwise one day, it is only slower."""

    def __init__(self, origin: httpcore.Origin, stream: httpcore.AsyncNetworkStream, expiry: float) -> None:
        super().__init__(origin, stream, expiry)
        for lock in ("_init_lock", "_state_lock", "_read_lock", "_write_lock"):
            setattr(self, lock, asyncio.Lock())

    async def _send_connection_init(self, request: httpcore.Request) -> None:
        await super()._send_connection_init(request)
        settings = self._h2_state.local_settings
        settings[SettingCodes.MAX_CONCURRENT_STREAMS] = 1
        settings.acknowledge()

    async def aclose(self) -> None:
        await super().aclose()
        # h2's connection holds itself by this table of its own methods: 25 KB that would wait for the collector.
        getattr(self._h2_state, "_frame_dispatch_table", {}).clear()


class _Http(Protocol):
    """What both versions of HTTP can do."""

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response: ...
    async def aclose(self) -> None: ...
    def is_available(self) -> bool: ...
    def has_expired(self) -> bool: ...
    def is_idle(self) -> bool: ...
    def is_closed(self) -> bool: ...


class Line:
    """Connects when it is first used; whoever asks meanwhile waits for that."""

    def __init__(self, origin: httpcore.Origin, dialler: Dialler, tls: ssl.SSLContext) -> None:
        self.key: Key = (origin.scheme, origin.host, origin.port)
        self._origin = origin
        self._dialler = dialler
        self._tls = tls
        self._http: _Http | None = None
        self._connecting = asyncio.Lock()
        self.used = False

    @property
    def ip(self) -> str:
        """The address connected to."""
        return self._dialler.wire.ip if self._dialler.wire is not None else ""

    @property
    def dead(self) -> bool:
        """Closed by either side, idle for too long, or told by the server to take no more requests."""
        wire, http = self._dialler.wire, self._http
        if wire is not None and wire.ended:
            return True
        if http is None:
            return False
        return http.is_closed() or http.has_expired() or (http.is_idle() and not http.is_available())

    @property
    def idle(self) -> bool:
        return self._http is not None and self._http.is_idle()

    @property
    def free(self) -> bool:
        if self._http is None:
            return self._origin.scheme == b"https"  # it may become HTTP/2, where requests can wait for each other
        return self._http.is_available()

    async def send(self, request: httpcore.Request) -> httpcore.Response:
        if self._http is None:
            async with self._connecting:
                if self._http is None:
                    self._http = await self._connect(request)
        return await self._http.handle_async_request(request)

    async def _connect(self, request: httpcore.Request) -> _Http:
        origin = self._origin
        timeout = request.extensions.get("timeout", {}).get("connect")
        host = origin.host.decode("ascii")
        stream = await self._dialler.connect_tcp(host, origin.port, timeout)
        if origin.scheme == b"https":
            stream = await stream.start_tls(self._tls, host, timeout)
            chosen = stream.get_extra_info("ssl_object")
            if chosen is not None and chosen.selected_alpn_protocol() == "h2":
                return _Http2(origin, stream, KEEP_OPEN_S)
        return httpcore.AsyncHTTP11Connection(origin, stream, KEEP_OPEN_S)

    async def aclose(self) -> None:
        if self._http is not None:
            await self._http.aclose()
        elif self._dialler.wire is not None:
            await self._dialler.wire.aclose()
