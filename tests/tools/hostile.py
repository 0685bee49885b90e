"""A server of our own that breaks the rules of HTTP on demand: scripted answers over TLS on loopback, by host."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from citewatch.fetch.addresses import forbidden
from schemas.network import Address, NetworkMap

HTML = b"<html><head><title>Prices</title></head><body><p>US$356.10bn by 2030</p></body></html>"


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
    odd_tls: dict[str, ssl.SSLContext] = field(default_factory=dict)
    """Host to the certificate it shows in place of the common one."""
    network: NetworkMap | None = None

    def asked(self, path: str) -> int:
        return sum(1 for asked in self.log if asked.path == path)

    def pages(self) -> list[str]:
        return [asked.host + asked.path for asked in self.log if asked.path != "/robots.txt"]

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Site"]:
        self._tasks: set[asyncio.Task[None]] = set()
        self.tls.sni_callback = self._by_name
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

    def _by_name(self, wire: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
        if name in self.odd_tls:
            wire.context = self.odd_tls[name]

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


def own_private_address() -> str | None:
    """An address of this machine that an operator could list, with a real socket behind it; None if it has none."""
    for family, towards in ((socket.AF_INET, "10.255.255.255"), (socket.AF_INET6, "fd00::ffff")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((towards, 9))
            except OSError:
                continue
            own = str(probe.getsockname()[0])
            if forbidden(ip_address(own), listed=True) is None and forbidden(ip_address(own)):
                return own
    return None
