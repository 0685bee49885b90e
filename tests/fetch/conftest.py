"""Clients that reach a scripted server on loopback through a network map."""

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from citewatch.fetch import Client, Fetched, FetchRequest, FetchSettings
from tests.tools.hostile import HTML, Route, Site, after, cut, drip, redirect, reply, reset

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
QUICK = FetchSettings(
    per_host_delay_s=0.0,
    backoff_base_s=0.01,
    backoff_cap_s=0.05,
    connect_timeout_s=2.0,
    read_timeout_s=2.0,
    total_timeout_s=5.0,
)


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
