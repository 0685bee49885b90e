"""The bare client of the refresh benchmark: one httpx client that downloads the pages and does nothing else.

It has the same network map, HTTP/2, ten requests at once, and as many connections kept open as citewatch allows
itself; requests go through httpx's own pool. With `conditional`, it sends the ETags of its last download.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import httpcore
import httpx

AT_ONCE = 10
_OPEN = 100


class _Mapped(httpcore.AsyncNetworkBackend):
    """Connects to where the map says that a host is."""

    def __init__(self, hosts: Mapping[str, Mapping[str, Any]]) -> None:
        self._hosts = hosts
        self._real = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        here = self._hosts[host]
        return await self._real.connect_tcp(here["ip"], here["port"], timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._real.sleep(seconds)


async def download(map_path: Path, urls: Iterable[str], etags: dict[str, str]) -> dict[str, str]:
    """Fetch every address; returns the ETags. `etags` are sent along where they are known."""
    network = json.loads(map_path.read_text())  # read by hand: a bare client does without our models
    trusted = ssl.create_default_context(cafile=str(map_path.parent / network["authority"]))
    transport = httpx.AsyncHTTPTransport(http2=True, verify=trusted)
    transport._pool = httpcore.AsyncConnectionPool(
        ssl_context=trusted,
        max_connections=_OPEN,
        max_keepalive_connections=_OPEN,
        keepalive_expiry=60,
        http2=True,
        network_backend=_Mapped(network["hosts"]),
    )
    slots, found = asyncio.Semaphore(AT_ONCE), dict[str, str]()

    async with httpx.AsyncClient(transport=transport, timeout=60) as client:

        async def one(url: str) -> None:
            async with slots:
                headers = {"If-None-Match": etags[url]} if url in etags else {}
                answer = await client.get(url, headers=headers)
            if answer.status_code not in (200, 304):
                raise RuntimeError(f"{url} answered {answer.status_code}")
            if "etag" in answer.headers:
                found[url] = answer.headers["etag"]

        await asyncio.gather(*(one(url) for url in urls))
    return found


def leg(network: Path, urls: Iterable[str], memory: Path, conditional: bool) -> None:
    """One go of the bare client; `memory` keeps the ETags from one go to the next."""
    known: dict[str, str] = json.loads(memory.read_text()) if conditional else {}
    found = asyncio.run(download(network, urls, known))
    memory.write_text(json.dumps(known | found))
