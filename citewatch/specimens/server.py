"""HTTPS on loopback in a thread of its own: hypercorn's HTTP/1.1 and HTTP/2, our answers, an access log.

Connections are accepted here and handed to hypercorn one by one, since its own `serve` hides the socket:
a reset needs the transport, and the log says which requests shared a connection.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from hypercorn.asyncio.tcp_server import TCPServer
from hypercorn.asyncio.worker_context import WorkerContext
from hypercorn.config import Config
from hypercorn.typing import ASGIReceiveCallable, ASGISendCallable, LifespanState, Scope
from hypercorn.utils import wrap_app

from citewatch.specimens.answer import Answer, Headers, respond

Lookup = Callable[[str, str], Answer | None]
"""(host, path with query) → the answer; None is a 404."""

_LOG_LENGTH = 200_000
_DRIP_BYTES = 64
_NOT_FOUND = Answer(404, (("Content-Type", "text/plain; charset=utf-8"),), b"No specimen of this address.\n")
_MISDIRECTED = Answer(421, (("Content-Type", "text/plain; charset=utf-8"),), b"No specimen of this host.\n")


@dataclass(frozen=True, slots=True)
class Access:
    """One request, as the site saw it. Times are time.monotonic()."""

    started: float
    ended: float
    host: str
    method: str
    path: str
    status: int | None
    """None: the request got no answer (stalled or reset)."""
    user_agent: str
    if_none_match: str | None
    if_modified_since: str | None
    connection: int
    http_version: str
    body_bytes: int
    """Of the body as sent; a broken transfer is counted whole."""


@dataclass(slots=True)
class _Connection:
    number: int
    writer: asyncio.StreamWriter

    def reset(self) -> None:
        """Close with a TCP reset instead of a goodbye."""
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


@dataclass
class HttpsServer:
    """Serves `lookup` for `hosts` on 127.0.0.1, at a port of the system's choice, from start() to stop()."""

    lookup: Lookup
    hosts: frozenset[str]
    context: ssl.SSLContext
    day: Callable[[], date]
    drip_pause: float = 0.2
    log: deque[Access] = field(default_factory=lambda: deque(maxlen=_LOG_LENGTH))
    connections: int = 0
    """TLS connections accepted so far."""

    @property
    def held(self) -> int:
        """Of them, those that are not yet let go."""
        return len(self._tasks)

    def start(self) -> None:
        """Listen, then return: whoever connects from now on is answered.

        Raises:
            OSError: no port could be had.
        """
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._socket.getsockname()[1]
        started = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(started,), name="specimen-site", daemon=True)
        self._thread.start()
        started.wait()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Close every connection and end the thread."""
        with suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self._leaving.set)
        self._thread.join(timeout=10)
        if self._thread.is_alive():
            raise RuntimeError("the specimen site did not stop within 10 s")

    def _run(self, started: threading.Event) -> None:
        try:
            asyncio.run(self._main(started))
        except BaseException as error:
            self._failure = error
            raise
        finally:
            started.set()

    async def _main(self, started: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_quiet_handshakes)
        self._leaving = asyncio.Event()
        self._worker = WorkerContext(None)
        self._tasks: set[asyncio.Task[None]] = set()
        self._numbers = count(1)
        self._config = _config()
        server = await asyncio.start_server(self._accepted, sock=self._socket, ssl=self.context)
        started.set()
        await self._leaving.wait()
        server.close()
        await self._worker.terminated.set()  # hypercorn then closes idle connections by itself
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=0.5)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await server.wait_closed()

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        connection = _Connection(next(self._numbers), writer)
        self.connections = connection.number
        app = wrap_app(partial(self._answer, connection), 0, "asgi")
        state: LifespanState = {}
        await _Serving(app, self._loop, self._config, self._worker, state, reader, writer)

    async def _answer(
        self, connection: _Connection, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        if scope["type"] != "http":
            raise ValueError(f"the specimen site speaks HTTP only, asked for {scope['type']}")
        started = time.monotonic()
        asked = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = asked.get("host", "").partition(":")[0].lower()
        query = scope["query_string"].decode("latin-1")
        path = scope["raw_path"].decode("latin-1") + ("?" + query if query else "")
        answer = (self.lookup(host, path) or _NOT_FOUND) if host in self.hosts else _MISDIRECTED
        status, headers, body = respond(answer, scope["method"], asked, self.day())
        sent: int | None = None
        await _request_end(receive)
        try:
            if answer.fault == "stall":
                await self._stall(receive)
            elif answer.fault == "reset":
                connection.reset()
            else:
                sent = status
                await self._send(answer, status, headers, body, connection, send)
        finally:
            self.log.append(
                Access(
                    started, time.monotonic(), host, scope["method"], path, sent,
                    asked.get("user-agent", ""), asked.get("if-none-match"), asked.get("if-modified-since"),
                    connection.number, scope["http_version"], len(body) if sent else 0,
                )
            )  # fmt: skip

    async def _send(
        self, answer: Answer, status: int, headers: Headers, body: bytes, connection: _Connection,
        send: ASGISendCallable,
    ) -> None:  # fmt: skip
        raw = [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        if answer.fault == "truncate":
            await _part(send, body[: len(body) // 2])
            await asyncio.sleep(0.05)  # over HTTP/2 hypercorn writes from another task: let that half out
            connection.writer.close()
            return
        if answer.fault == "drip":
            for place in range(0, len(body), _DRIP_BYTES):
                if self._leaving.is_set() or connection.writer.is_closing():
                    return
                await _part(send, body[place : place + _DRIP_BYTES])
                await asyncio.sleep(self.drip_pause)
            body = b""
        await send({"type": "http.response.body", "body": body, "more_body": False})

    async def _stall(self, receive: ASGIReceiveCallable) -> None:
        """Say nothing until the client gives up or the site stops."""
        leaving = asyncio.ensure_future(self._leaving.wait())
        try:
            while not self._leaving.is_set():
                event = asyncio.ensure_future(_next(receive))
                await asyncio.wait({event, leaving}, return_when=asyncio.FIRST_COMPLETED)
                if not event.done():
                    event.cancel()
                elif event.result() == "http.disconnect":
                    return
        finally:
            leaving.cancel()


class _Serving(TCPServer):
    """Lets go of a connection that the client closed; hypercorn keeps it for as long as it might have been idle."""

    async def _read_data(self) -> None:
        await super()._read_data()
        await self.idle_task.stop()


async def _request_end(receive: ASGIReceiveCallable) -> None:
    """Read the request to its end first: hypercorn fails on data of an HTTP/2 stream answered already."""
    while True:
        event = await receive()
        if event["type"] != "http.request" or not event["more_body"]:
            return


async def _next(receive: ASGIReceiveCallable) -> str:
    return (await receive())["type"]


async def _part(send: ASGISendCallable, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


def _config() -> Config:
    config = Config()
    # Headers are the capture's: no Date or Server of hypercorn's own.
    config.include_date_header = config.include_server_header = False
    config.keep_alive_timeout = 120
    config.keep_alive_max_requests = 1_000_000
    return config


def _quiet_handshakes(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A client that does not trust the authority is that client's affair; anything else is reported."""
    if not isinstance(context.get("exception"), (ssl.SSLError, ConnectionError)):
        loop.default_exception_handler(context)
