"""A scripted HTTP/1.1 server on loopback, and clients that reach it through a network map."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from citewatch.fetch import Client, Fetched, FetchRequest, FetchSettings
from schemas.network import Address, NetworkMap

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
HTML = b"<html><head><title>Prices</title></head><body><p>US$356.10bn by 2030</p></body></html>"
QUICK = FetchSettings(
    per_host_delay_s=0.0,
    backoff_base_s=0.01,
    backoff_cap_s=0.05,
    connect_timeout_s=2.0,
    read_timeout_s=2.0,
    total_timeout_s=5.0,
)


@dataclass
class Asked:
    """One request as the server saw it."""

    at: float
    host: str
    path: str
    headers: dict[str, str]
    connection: int


Script = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
Reply = bytes | Script
Route = Reply | list[Reply]


def reply(body: bytes = HTML, status: int = 200, **headers: str) -> bytes:
    """A whole HTTP/1.1 answer. Underscores in header names stand for dashes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Content-Length", str(len(body)))
    named.setdefault("Content-Type", "text/html; charset=utf-8")
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in named.items() if value != "-")]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str, status: int = 302, **headers: str) -> bytes:
    return reply(b"", status, Location=location, **headers)


async def reset(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Close with a TCP reset."""
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def cut(data: bytes) -> Script:
    """Send these bytes, then hang up."""

    async def send(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        writer.close()

    return send


def drip(head: bytes, every_s: float) -> Script:
    """Send the head, then a byte now and then, for ever."""

    async def send(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(every_s)

    return send


def after(seconds: float, data: bytes) -> Script:
    async def send(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.write(data)

    return send


@dataclass
class Site:
    """Answers by host and path; a list of answers is used up one by one, the last one stays."""

    tls: ssl.SSLContext
    authority: Path
    routes: dict[str, Route] = field(default_factory=dict)
    """`host/path` or `/path` to an answer; robots.txt is 404 unless given."""
    log: list[Asked] = field(default_factory=list)
    connections: int = 0
    hosts: tuple[str, ...] = ("a.example", "b.example", "c.example")
    network: NetworkMap | None = None

    def asked(self, path: str) -> int:
        return sum(1 for asked in self.log if asked.path == path)

    def pages(self) -> list[str]:
        return [asked.host + asked.path for asked in self.log if asked.path != "/robots.txt"]

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Site"]:
        self._tasks: set[asyncio.Task[None]] = set()
        secure = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        plain = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        ports = [server.sockets[0].getsockname()[1] for server in (secure, plain)]
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)  # failed handshakes
        address = Address.model_validate({"ip": "127.0.0.1", "port": ports[0], "plain_port": ports[1]})
        self.network = NetworkMap(hosts=dict.fromkeys(self.hosts, address), authority=self.authority)
        try:
            yield self
        finally:
            secure.close()
            plain.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.connections += 1
        number = self.connections
        try:
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                await self._answer(head.decode("latin-1"), number, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            return
        finally:
            writer.close()

    async def _answer(self, head: str, number: int, writer: asyncio.StreamWriter) -> None:
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        path = first.split(" ")[1]
        host = headers["host"].partition(":")[0]
        asked = Asked(asyncio.get_running_loop().time(), host, path, headers, number)
        self.log.append(asked)
        route = self.routes.get(host + path, self.routes.get(path, reply(b"", 404)))
        if isinstance(route, list):
            route = route.pop(0) if len(route) > 1 else route[0]
        if isinstance(route, bytes):
            writer.write(route)
        else:
            await route(asked, writer)


@dataclass
class Lab:
    """What a test needs: an authority, the building blocks above, and a way to fetch from a scripted site."""

    ca: trustme.CA
    authority: Path
    quick = QUICK
    html = HTML
    now = NOW
    reply = staticmethod(reply)
    redirect = staticmethod(redirect)
    reset = staticmethod(reset)
    cut = staticmethod(cut)
    drip = staticmethod(drip)
    after = staticmethod(after)
    ask = staticmethod(lambda url, **more: ask(url, **more))

    def site(self, routes: dict[str, Route], hosts: tuple[str, ...] = (), cert: Any = None) -> Site:
        site = Site(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), self.authority, routes)
        site.hosts = (*site.hosts, *hosts)
        (cert or self.ca.issue_cert(*site.hosts)).configure_cert(site.tls)
        return site

    def fetch(
        self, routes: dict[str, Route], *urls: str, settings: FetchSettings = QUICK, cert: Any = None, **more: Any
    ) -> tuple[list[Fetched], Site]:
        """Fetch the urls one after the other with one client; the captures, and the site with its log."""
        site = self.site(routes, cert=cert)

        async def run() -> list[Fetched]:
            async with site.open(), Client(settings, site.network) as client:
                return [await client.fetch(ask(url, **more)) for url in urls]

        return asyncio.run(run()), site

    def one(self, routes: dict[str, Route], url: str = "https://a.example/p", **more: Any) -> Fetched:
        return self.fetch(routes, url, **more)[0][0]


def ask(url: str, source_id: str = "s", route: str = "page", **more: Any) -> FetchRequest:
    return replace(FetchRequest(source_id, route, url, NOW, "specimen"), **more)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    yield Lab(ca, path)
