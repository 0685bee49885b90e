"""A tiny catalogue of our own, and a plain httpx client that reaches the site under its real host names."""

import json
import ssl
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from citewatch.specimens.site import SpecimenSite

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one specimen folder: write("a_source", "2024-01-01", body, url=…, more keys of capture.json)."""

    def do(source: str, name: str, body: bytes | None = None, suffix: str = "html", **capture: Any) -> Path:
        folder = tmp_path / "specimens" / source / name
        folder.mkdir(parents=True)
        (folder / "capture.json").write_text(json.dumps({"status": 200, **capture}), "utf-8")
        if body is not None:
            (folder / f"page.{suffix}").write_bytes(body)
        return folder

    (tmp_path / "specimens").mkdir()
    return do


@pytest.fixture
def serve(tmp_path: Path, write: Write) -> Iterator[Callable[..., "Reached"]]:
    """Start the site over what was written, and reach it with a client."""
    opened: list[Reached] = []

    def do(day: date = date(2024, 6, 1), *, http2: bool = True, **options: Any) -> Reached:
        site = SpecimenSite(tmp_path / "specimens", tmp_path / "out", day, **options)
        opened.append(Reached(site.__enter__(), http2))
        return opened[-1]

    yield do
    for reached in opened:
        reached.client.close()
        reached.site.__exit__(None, None, None)


class Reached:
    """A site and a client that trusts its authority and nothing else."""

    def __init__(self, site: SpecimenSite, http2: bool) -> None:
        self.site = site
        trusted = ssl.create_default_context(cafile=str(site.authority))
        self.client = httpx.Client(http2=http2, http1=not http2, verify=trusted, timeout=5, trust_env=False)

    def request(self, url: str, method: str = "GET", timeout: float = 5, **headers: str) -> httpx.Response:
        return self.client.send(self.build(url, method, timeout, **headers))

    def build(self, url: str, method: str = "GET", timeout: float = 5, **headers: str) -> httpx.Request:
        host = httpx.URL(url).host
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        there = url.replace(f"https://{host}", f"https://{self.site.address}", 1)
        request = self.client.build_request(method, there, headers={"Host": host, **named}, timeout=timeout)
        request.extensions["sni_hostname"] = host
        return request
