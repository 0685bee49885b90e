"""The socket under the HTTP library: connects to checked addresses only, and costs little.

httpcore's own backend goes through anyio, whose TLS and time limits take about a quarter of the CPU of a
download; this one is asyncio's transports and nothing between.
"""

import asyncio
import os
import ssl
from asyncio import sslproto
from collections import deque
from collections.abc import Iterable
from typing import Any, cast

import httpcore

from citewatch.fetch.addresses import Resolver
from citewatch.fetch.errors import NO_DESCRIPTORS, Problem, no_descriptors, tls_problem
from schemas.network import NetworkMap

_HIGH_WATER = 512 * 1024
_AT_ONCE = 32 * 1024
"""Bytes taken from the socket at a time: two of TLS's largest records."""
# asyncio fills a buffer of 262,144 bytes with zeros for each TLS connection and keeps it: 26 MB for the hundred that a
# run keeps open. A page comes in pieces of a few kilobytes either way.
sslproto.SSLProtocol.max_size = _AT_ONCE


class Wire(httpcore.AsyncNetworkStream, asyncio.Protocol):
    """One TCP connection, later wrapped in TLS, as httpcore wants to see it."""

    def __init__(self, host: str, ip: str) -> None:
        self.host = host
        self.ip = ip
        self._transport: asyncio.Transport | None = None
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._reading_paused = False
        self._writing_paused = False
        self._error: Exception | None = None
        self.ended = False

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._chunks.append(data)
        self._held += len(data)
        if self._held > _HIGH_WATER and not self._reading_paused and self._transport is not None:
            self._reading_paused = True
            self._transport.pause_reading()
        _wake(self._reader)

    def eof_received(self) -> None:
        self.ended = True
        _wake(self._reader)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        self._error = exc
        _wake(self._reader)
        _wake(self._writer)

    def pause_writing(self) -> None:
        self._writing_paused = True

    def resume_writing(self) -> None:
        self._writing_paused = False
        _wake(self._writer)

    # What httpcore calls.

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not self._chunks and not self.ended:
            await self._wait_to_read(timeout)
        if not self._chunks:
            if self._error is not None:
                raise httpcore.ReadError(_words(self._error))
            return b""
        chunk = self._chunks.popleft()
        if len(chunk) > max_bytes:
            self._chunks.appendleft(chunk[max_bytes:])
            chunk = chunk[:max_bytes]
        self._held -= len(chunk)
        if self._reading_paused and self._held < _HIGH_WATER // 2 and self._transport is not None and not self.ended:
            self._reading_paused = False
            self._transport.resume_reading()
        return chunk

    async def _wait_to_read(self, timeout: float | None) -> None:
        loop = asyncio.get_running_loop()
        reader = self._reader = loop.create_future()
        alarm = None if timeout is None else loop.call_later(timeout, _fail, reader, httpcore.ReadTimeout())
        try:
            await reader
        finally:
            self._reader = None
            if alarm is not None:
                alarm.cancel()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        if self.ended or self._transport is None:
            raise httpcore.WriteError(_words(self._error) if self._error else "it was closed from the other side")
        self._transport.write(buffer)
        if self._writing_paused:
            loop = asyncio.get_running_loop()
            writer = self._writer = loop.create_future()
            alarm = None if timeout is None else loop.call_later(timeout, _fail, writer, httpcore.WriteTimeout())
            try:
                await writer
            finally:
                self._writer = None
                if alarm is not None:
                    alarm.cancel()

    async def aclose(self) -> None:
        if self._transport is not None:
            self._transport.close()  # with TLS: says goodbye, then would wait for the other side's goodbye
            if not self.ended:
                await asyncio.sleep(0)
                self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        if self._transport is None:
            raise httpcore.ConnectError("closed before the TLS handshake")
        try:
            async with asyncio.timeout(timeout):
                secure = await loop.start_tls(self._transport, self, ssl_context, server_hostname=server_hostname)
        except TimeoutError as error:
            raise Problem(
                "unreachable", f"{self.host} did not finish the TLS handshake in time.", retry=True
            ) from error
        except (OSError, ssl.CertificateError) as error:
            raise tls_problem(self.host, error) from error
        if secure is None:
            raise Problem("unreachable", f"{self.host} closed the connection during the TLS handshake.", retry=True)
        self._transport = secure
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # of an idle connection: the server has closed it, or talks out of turn
            return self.ended or bool(self._chunks)
        if info == "server_addr":
            return self.ip
        return None if self._transport is None else self._transport.get_extra_info(info)


def _wake(waiter: "asyncio.Future[None] | None") -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)


def _fail(waiter: "asyncio.Future[None]", error: Exception) -> None:
    if not waiter.done():
        waiter.set_exception(error)


def _words(error: Exception) -> str:
    if isinstance(error, ConnectionResetError):
        return "connection reset"
    if isinstance(error, BrokenPipeError):
        return "broken pipe"
    if isinstance(error, ssl.SSLError):
        return (error.reason or "TLS error").replace("_", " ").lower()
    return str(error) or type(error).__name__


class Dialler(httpcore.AsyncNetworkBackend):
    """Opens one connection for httpcore and remembers it. With a map it goes nowhere the map does not name."""

    def __init__(self, resolver: Resolver, network: NetworkMap | None) -> None:
        self._resolver = resolver
        self._network = network
        self.wire: Wire | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._addresses(host, port, timeout)
        if self._network is not None:
            port = mapped(self._network, host, port)[1]
        try:
            async with asyncio.timeout(timeout):
                self.wire = await _connect(host, addresses, port, timeout)
        except TimeoutError as error:
            raise Problem("unreachable", f"{host} did not take a connection in time.", retry=True) from error
        return self.wire

    async def _addresses(self, host: str, port: int, timeout: float | None) -> list[str]:
        if self._network is not None:
            return [mapped(self._network, host, port)[0]]
        try:
            async with asyncio.timeout(timeout):
                return await self._resolver.resolve(host, port)
        except TimeoutError as error:
            why = f"The name {host} can't be looked up: the name server did not answer in time."
            raise Problem("unreachable", why, retry=True) from error


def mapped(network: NetworkMap, host: str, port: int) -> tuple[str, int]:
    """Where the map sends `host`; refuses what it does not name, so a specimen run never touches the live net."""
    address = network.address(host)
    if address is None:
        raise Problem("refused", f"{host} is not in the specimen map, and a specimen run goes nowhere else.")
    real = {443: address.port, 80: address.plain_port}.get(port)
    if real is None:
        raise Problem("refused", f"The specimen map has no answer for port {port} of {host}.")
    return str(address.ip), real


async def _connect(host: str, addresses: list[str], port: int, timeout: float | None) -> Wire:
    """Try the addresses one after the other; each gets its share of the time, so a dead one spoils nothing."""
    loop = asyncio.get_running_loop()
    share = None if timeout is None else timeout / len(addresses)
    last: OSError | None = None
    for ip in addresses:
        wire = Wire(host, ip)
        try:
            async with asyncio.timeout(share):
                await loop.create_connection(lambda wire=wire: wire, ip, port)  # type: ignore[misc]
        except OSError as error:  # TimeoutError is one
            last = error
        else:
            return wire
    if last is not None and last.errno in NO_DESCRIPTORS:
        raise no_descriptors(host) from last
    if isinstance(last, ConnectionRefusedError):
        why = "it refused the connection"
    elif last is None or last.errno is None:
        why = "it did not take a connection in time"
    else:
        why = os.strerror(last.errno).lower()
    raise Problem("unreachable", f"{host} can't be reached: {why}.", retry=True) from last
