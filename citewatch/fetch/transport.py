"""The transport httpx sends through: one small set of connections per origin, kept open and reused.

httpcore's own pool looks at every open connection, and at every pair of idle ones, for each request; with
hundreds of hosts in rotation that costs more than the download.
"""

import ssl
from collections.abc import AsyncIterator
from typing import Protocol, cast

import certifi
import httpcore
import httpx

from citewatch.fetch.addresses import Resolver
from citewatch.fetch.errors import FetchSetupError
from citewatch.fetch.line import Key, Line, offer_http2
from citewatch.fetch.settings import FetchSettings
from citewatch.fetch.stream import Dialler
from schemas.network import NetworkMap

_LOOK_UPS = 4
"""Threads for each request under way: one that waits for a dead name server is not to be had back, only given up."""
_STALE = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)


class _Stream(Protocol):
    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends httpx requests over lines that reach checked addresses only."""

    def __init__(self, settings: FetchSettings, network: NetworkMap | None) -> None:
        self._settings = settings
        self._network = network
        self._resolver = Resolver(
            settings.allowed_private, _LOOK_UPS * settings.max_concurrent, settings.outside.look_up
        )
        self._tls = offer_http2(_trust(network))
        self._lines: dict[Key, list[Line]] = {}
        self._open = 0
        self.opened = 0
        """Connections made so far; the benchmark and the tests count them."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        core = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        while True:
            line = await self._line(core.url.origin)
            reused, line.used = line.used, True
            try:
                response = await line.send(core)
            except httpcore.ConnectionNotAvailable:
                continue  # it turned out to be HTTP/1.1 and busy, or is closing: take another
            except _STALE:
                await self.drop(line)
                if not reused:
                    raise
                continue  # a kept connection the server had given up meanwhile; says nothing about the page
            except BaseException:
                await self.drop(line)
                raise
            return httpx.Response(
                response.status,
                headers=response.headers,
                stream=_Body(cast(_Stream, response.stream)),
                extensions={**response.extensions, "line": line},
            )

    async def _line(self, origin: httpcore.Origin) -> Line:
        key = (origin.scheme, origin.host, origin.port)
        for line in list(self._lines.get(key, ())):
            if line.dead:
                await self.drop(line)
            elif line.free:
                self._lines[key] = self._lines.pop(key)  # to the end: the first is unused for longest
                return line
        if self._open >= self._settings.max_connections:
            await self._close_oldest_idle()
        line = Line(origin, Dialler(self._resolver, self._network), self._tls)
        self._lines.setdefault(key, []).append(line)
        self._open += 1
        self.opened += 1
        return line

    async def _close_oldest_idle(self) -> None:
        for lines in self._lines.values():
            for line in lines:
                if line.idle:
                    await self.drop(line)
                    return

    async def drop(self, line: Line) -> None:
        """Close a line and forget it. Safe to call twice."""
        lines = self._lines.get(line.key, [])
        if line in lines:
            lines.remove(line)
            self._open -= 1
            if not lines:
                del self._lines[line.key]
        await line.aclose()

    async def hang_up(self) -> None:
        """Close every line; the next request opens one anew."""
        for line in [line for lines in self._lines.values() for line in lines]:
            await self.drop(line)

    async def aclose(self) -> None:
        await self.hang_up()
        self._resolver.close()


def _trust(network: NetworkMap | None) -> ssl.SSLContext:
    """The public authorities, or with a map its own and no other."""
    if network is None:
        return ssl.create_default_context(cafile=certifi.where())
    try:
        return ssl.create_default_context(cafile=str(network.authority))
    except OSError as error:  # ssl.SSLError is one
        raise FetchSetupError(
            f"The certificate authority of the network map can't be read: {network.authority} ({error.strerror})."
        ) from error


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: _Stream) -> None:
        self._stream = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        await self._stream.aclose()
