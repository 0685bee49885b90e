"""A loopback server that behaves like web.archive.org, refusals included, and a small catalogue to backfill."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest
import yaml

from citewatch.backfill import FIRST, Backfilled, backfill, source_of
from citewatch.fetch import Outside
from citewatch.settings import Settings
from tests.fetch import conftest as wire
from tests.fetch.conftest import Lab
from tests.tools.hostile import Reply, Site, reply

lab = wire.lab
HOST = "web.archive.org"
TERM = "startups_europe_israel"
NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
PAGE = "https://www.study.example/genai"
API = "https://api.study.example/genai"


def says(firms: int, more: str = "") -> bytes:
    return f"<html><title>Study</title><body><p>The study counts {firms} firms.</p>{more}</body></html>".encode()


@dataclass(frozen=True)
class Kept:
    """One copy in the archive: `answer` is what the site said, `listed_as` what the index says of it."""

    stamp: str
    answer: bytes = b""
    url: str = PAGE
    digest: str = ""
    status: str = "200"
    location: str = ""

    def row(self) -> list[str]:
        return [self.stamp, self.url, self.status, self.digest or f"D{hash(self.answer)}", str(len(self.answer))]

    def reply(self) -> bytes:
        at = datetime.strptime(self.stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        headers = {
            "Memento_Datetime": format_datetime(at, usegmt=True), "X_Archive_Orig_Server": "nginx",
            "X_Archive_Src": "x.warc.gz",
        }  # fmt: skip
        if self.location:
            return reply(b"", 302, Location=self.location, **headers)
        return reply(self.answer, int(self.status), **headers)


@dataclass
class WaybackSite(Site):
    """Answers for the archive by what it keeps; `instead` are answers given first, in order, to what they name."""

    copies: list[Kept] = field(default_factory=list)
    instead: list[tuple[str, Reply]] = field(default_factory=list)
    """(part of an address, answer): given once each to the first request whose address has that part."""
    always: dict[str, Reply] = field(default_factory=dict)
    robots: bytes = field(default_factory=lambda: reply(b"", 404))
    at_once: int = 0
    most_at_once: int = 0

    async def _answer(self, head: str, number: int, writer: asyncio.StreamWriter) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            path = head.split(" ", 2)[1]
            self.routes = {path: self._route(path)}
            await super()._answer(head, number, writer)
        finally:
            self.at_once -= 1

    def _route(self, path: str) -> Reply:
        if path == "/robots.txt":
            return self.robots
        for n, (part, answer) in enumerate(self.instead):
            if part in path:
                del self.instead[n]
                return answer
        for part, answer in self.always.items():
            if part in path:
                return answer
        if path.startswith("/cdx/"):
            return self._index(parse_qs(urlsplit(path).query))
        for copy in self.copies:
            if path == f"/web/{copy.stamp}id_/{copy.url}":
                return copy.reply()
        return reply(b"<title>Not archived</title>", 404)

    def _index(self, asked: dict[str, list[str]]) -> bytes:
        assert asked["output"] == ["json"] and asked["filter"] == ["statuscode:200"]
        first, last = asked["from"][0] + "000000", asked["to"][0] + "235959"
        rows = [copy.row() for copy in self.copies if copy.url == asked["url"][0] and first <= copy.stamp <= last]
        begin, limit = int(asked.get("resumeKey", ["k 0"])[0].split()[1]), int(asked["limit"][0])
        page = rows[begin : begin + limit]
        lines: list[list[str]] = [["timestamp", "original", "statuscode", "digest", "length"], *page] if page else []
        if begin + limit < len(rows):
            lines += [[], [f"k+{begin + limit}"]]
        return reply(json.dumps(lines).encode(), Content_Type="application/json")

    @property
    def asked_for(self) -> list[str]:
        """Every address asked for but robots.txt, `index` for the index."""
        return ["index" if a.path.startswith("/cdx/") else a.path for a in self.log if a.path != "/robots.txt"]


class World:
    """A catalogue, a data folder, and an archive that is up while `up()` runs."""

    def __init__(self, folder: Path, lab: Lab) -> None:
        self.folder = folder
        self.lab = lab
        self.site = WaybackSite(lab.site({}).tls, lab.authority, hosts=(HOST, "www.study.example", "api.study.example"))
        lab.ca.issue_cert(*self.site.hosts).configure_cert(self.site.tls)
        self.waits: list[float] = []
        self.manners = replace(
            lab.quick, attempts=3, backoff_least_s=60.0, backoff_base_s=30.0, backoff_cap_s=600.0,
            max_retry_after_s=1800.0, outside=Outside(sleep=self._wait),
        )  # fmt: skip
        self.source: dict[str, Any] = {
            "title": "The study", "publisher": "P", "url": PAGE, "terms": "none", "every": "week",
            "routes": [{"name": "page", "url": PAGE, "form": "html"}],
            "figures": {"firms": {"reads": "quantity", "unit": "company", "anchors": ["counts"], "measures": TERM}},
        }  # fmt: skip
        self.catalogue = folder / "catalogue"
        self.write()

    async def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    def write(self) -> None:
        claim = {"says": "221家", "where": {"section": "一"}, "value": 221, "unit": "company", "measures": TERM,
                 "cites": "study.firms"}  # fmt: skip
        report = {
            "title": "R", "publisher": "P", "language": "zh-Hant", "currency": "TWD",
            "published": {"first": date(2024, 6, 20), "last": date(2024, 11, 30), "basis": "told"},
            "claims": {"C01": claim},
        }  # fmt: skip
        for name, body in (("extractors/study.yml", self.source), ("reports/rep.yml", report)):
            path = self.catalogue / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(body, allow_unicode=True, sort_keys=False), "utf-8")

    @property
    def settings(self) -> Settings:
        return Settings(self.catalogue, self.folder / "data", network=self.folder / "network.json")

    def run(self, now: datetime = NOW, *, up: bool = True, **more: Any) -> Backfilled:
        """One backfill against the archive, which is down unless `up`: it then refuses connections."""

        async def go() -> Backfilled:
            async with self.site.open():
                assert self.site.network is not None
                (self.folder / "network.json").write_text(self.site.network.model_dump_json())
                if up:
                    return await self._backfill(now, more)
            return await self._backfill(now, more)

        return asyncio.run(go())

    async def _backfill(self, now: datetime, more: dict[str, Any]) -> Backfilled:
        more.setdefault("interval", timedelta(0))
        more.setdefault("first", FIRST)
        return await backfill(
            self.settings, now, source_of(self.settings, "study"), fetching=self.manners, **more
        )  # fmt: skip

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.settings.warehouse_file), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def states(self) -> list[tuple[str, str]]:
        """Day and state of every archived capture."""
        found = (
            "SELECT strftime(captured_at, '%Y-%m-%d'), state FROM capture WHERE route = 'archive' ORDER BY captured_at"
        )
        return [(str(day), str(state)) for day, state in self.rows(found)]

    def verdicts(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for answer, verdict in self.rows("SELECT answer, verdict FROM finding WHERE closed_at IS NULL"):
            found.setdefault(answer, set()).add(verdict)
        return found


@pytest.fixture
def world(tmp_path: Path, lab: Lab) -> World:
    return World(tmp_path, lab)
