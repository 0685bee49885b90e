"""A catalogue with one source for each fault, its site, and three days: all well, all faults at once, all well."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import trustme

from citewatch.fetch import FetchSettings
from citewatch.refresh import refresh
from citewatch.run import Summary
from citewatch.settings import Settings
from tests.tools.hostile import Route, Site, reply

DAY = datetime(2026, 11, 2, 6, tzinfo=UTC)
DOMAIN = "faults.example"
PATIENT = FetchSettings(
    per_host_delay_s=0.0, backoff_base_s=0.01, backoff_cap_s=0.02, attempts=2, max_concurrent=40, max_redirects=8,
    connect_timeout_s=20.0, read_timeout_s=2.0, total_timeout_s=10.0, max_bytes=400_000,
)  # fmt: skip
"""Long enough for a busy machine, short enough for a test."""


def page(number: int = 300) -> bytes:
    """An honest page that gives the one figure all sources promise."""
    return (
        "<!doctype html><html><head><title>Widget market report</title></head><body><h1>Widgets</h1>"
        f"<p>The worldwide widget market was worth US${number} million in 2025, the survey says.</p>"
        "<p>Nothing else on this page is a figure of interest.</p></body></html>"
    ).encode()


def source(host: str, path: str = "/report") -> dict[str, Any]:
    url = f"https://{host}{path}"
    figure = {"reads": "money", "unit": "USD", "anchors": ["widget market"], "measures": "market_size"}
    return {
        "title": f"Widgets by {host}", "publisher": host, "url": url, "language": "en", "every": "day",
        "terms": "Our own page, for a test.", "routes": [{"name": "page", "url": url, "form": "html"}],
        "figures": {"size": figure},
    }  # fmt: skip


def write_catalogue(folder: Path, sources: Mapping[str, Mapping[str, Any]]) -> None:
    """The sources, and a report that states the figure of each as its page gives it on a good day."""
    for part in ("extractors", "reports"):
        (folder / part).mkdir(parents=True)
    claims = {}
    for number, (name, declared) in enumerate(sources.items()):
        (folder / "extractors" / f"{name}.yml").write_text(json.dumps(declared), "utf-8")
        claims[f"F{number:04}"] = {
            "says": "US$300 million", "where": {"section": "1"}, "value": 300_000_000, "unit": "USD", "period": "2025",
            "measures": "market_size", "cites": f"{name}.size",
        }  # fmt: skip
    report = {
        "title": "Widgets", "publisher": "citewatch tests", "language": "en", "currency": "USD", "claims": claims,
        "published": {"first": "2026-11-01", "last": "2026-11-01", "basis": "Made for a test."},
    }  # fmt: skip
    (folder / "reports" / "widgets.yml").write_text(json.dumps(report), "utf-8")


@dataclass
class Faulty:
    """The world of one test: a folder, a catalogue of named sources, and what their hosts answer today."""

    folder: Path
    names: tuple[str, ...]
    ca: trustme.CA = field(default_factory=trustme.CA)
    odd_certificates: dict[str, trustme.LeafCert] = field(default_factory=dict)
    fetching: FetchSettings = PATIENT

    def __post_init__(self) -> None:
        write_catalogue(self.folder / "catalogue", {name: source(host_of(name)) for name in self.names})
        self.ca.cert_pem.write_to_path(str(self.folder / "ca.pem"))
        self.settings = Settings(self.folder / "catalogue", self.folder / "data", self.folder / "map.yml")

    def run(
        self, day: float, answers: Mapping[str, Route], *, settings: Settings | None = None, only_due: bool = False,
        robots: Mapping[str, Route] | None = None, paths: Mapping[str, Route] | None = None,
    ) -> tuple[Summary, Site]:  # fmt: skip
        """One refresh on that day; a source without an answer of its own gives the honest page.

        `robots` by source, `paths` by host and path.
        """
        routes: dict[str, Route] = {"/report": reply(page()), **(paths or {})}
        for name, route in answers.items():
            routes[f"{host_of(name)}/report"] = route
        for name, route in (robots or {}).items():
            routes[f"{host_of(name)}/robots.txt"] = route
        site = Site(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), self.folder / "ca.pem", routes)
        site.hosts = tuple(host_of(name) for name in self.names)
        self.ca.issue_cert(f"*.{DOMAIN}").configure_cert(site.tls)
        for name, cert in self.odd_certificates.items():
            if name in answers:
                site.odd_tls[host_of(name)] = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                cert.configure_cert(site.odd_tls[host_of(name)])

        async def go() -> Summary:
            async with site.open():
                assert site.network is not None
                self.settings.network.write_text(site.network.model_dump_json(), "utf-8")  # type: ignore[union-attr]
                now = DAY + timedelta(days=day)
                return await refresh(settings or self.settings, now, fetching=self.fetching, only_due=only_due)

        return asyncio.run(go()), site

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.settings.warehouse_file), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def health(self) -> dict[str, tuple[str, str]]:
        """Source to state and reason, as analysts see it in the published copy."""
        published = self.settings.warehouse_file.with_name("citewatch.published.duckdb")
        with duckdb.connect(str(published), read_only=True) as connection:
            found = connection.execute("SELECT source_id, state, reason FROM source_health").fetchall()
        return {name: (state, reason) for name, state, reason in found}

    def impatient(self, **more: Any) -> FetchSettings:
        return replace(self.fetching, **more)


def host_of(name: str) -> str:
    return f"{name.replace('_', '-')}.{DOMAIN}"
