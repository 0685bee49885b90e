"""What a page costs does not grow with the warehouse: counted in statements, rows and bytes, never in time."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from starlette.routing import Mount, Route

from benchmarks import review as bench
from benchmarks import warehouse_filler as filler
from citewatch.review.desk import ReviewDesk
from citewatch.review.model import Choice, Filter, QueuePage
from citewatch.review.web import out
from citewatch.review.web.app import Serving, build, keep_warm
from citewatch.settings import Settings
from tests.review_web.conftest import Client
from warehouse.store import Store

FEW, MANY = 300, 2000
"""Alerts; a page shows fewer than the first of them."""
ROOM = 100
"""Rows: the few don't fill every part of a list, the many do. There are 280 more sources and 1,700 more alerts."""
MOST_BYTES = 150_000
NOW = datetime(2026, 11, 2, 9)


@dataclass
class Counted:
    """A connection that counts what is asked of it and what it gives."""

    connection: Any
    tally: list[int] = field(default_factory=lambda: [0, 0])

    def execute(self, *given: Any) -> Counted:
        self.tally[0] += 1
        return Counted(self.connection.execute(*given), self.tally)

    def fetchall(self) -> list[Any]:
        found: list[Any] = self.connection.fetchall()
        self.tally[1] += len(found)
        return found

    def fetchone(self) -> Any:
        self.tally[1] += 1
        return self.connection.fetchone()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


@dataclass
class Filled:
    """A desk on a filled warehouse."""

    client: Client
    core: ReviewDesk
    paths: dict[str, str]

    def cost(self, path: str) -> tuple[int, int, int]:
        """Statements, rows and bytes of a page."""
        tally, look = [0, 0], self.core.readers.look

        @contextmanager
        def counting() -> Iterator[Any]:
            with look() as view:
                yield Counted(view, tally)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.core.readers, "look", counting)
            patch.setattr(self.core.readers, "_answers", {})  # what the page costs whoever asks for it first
            answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        return tally[0], tally[1], len(answer.content)


def _filled(folder: Path, alerts: int, sources: int, empty: Path) -> Filled:
    (folder / "specimen").mkdir(parents=True)
    shutil.copy(empty, folder / "specimen" / "citewatch.duckdb")
    store = Store(folder / "specimen" / "citewatch.duckdb", "specimen")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"SOURCES": sources, "FIGURES": sources * 10, "CLAIMS": sources}.items():
            patch.setattr(filler, name, value)
        filler.fill(store, sources * 40)
        bench.alerts(store, alerts)
    store.publish()
    app = build(Settings(bench.catalogue(folder), folder, specimens=True), Serving())
    client = Client(app)
    first = client.get("/api/alerts?limit=1").json()["items"][0]["alert_id"]
    paths = {path.replace(first, "ID"): path for path in bench.pages(app)}
    return Filled(client, app.state.desk.core, paths)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Filled, Filled]:
    """The same desk with few alerts and sources, and with many."""
    folder = tmp_path_factory.mktemp("bounded")
    empty = Store(folder / "empty.duckdb", "specimen")
    with empty.reading():
        pass
    return (
        _filled(folder / "few", FEW, 120, empty.path),
        _filled(folder / "many", MANY, 400, empty.path),
    )


def test_no_page_asks_for_more_of_a_larger_warehouse(two: tuple[Filled, Filled]) -> None:
    few, many = two
    kinds = [(small, large) for small, large in zip(few.paths.values(), many.paths.values(), strict=True)]
    assert len(kinds) > 20
    grown = {}
    for small, large in kinds:
        if large in ("/healthz", "/metrics"):
            continue  # for monitors: what they say is counted over every source, once in ten seconds
        before, after = few.cost(small), many.cost(large)
        if after[0] > before[0] or after[1] > before[1] + ROOM or after[2] > MOST_BYTES:
            grown[large] = (before, after)
    assert grown == {}


NOT_MEASURED = {
    # one form, one account or one file, whatever else there is
    "/sign-in", "/account", "/people", "/readings/{source}/{figure}", "/captures/{capture}/content",
    # a file of at most 500 corrections, and what is sent on to a page that is measured
    "/errata/{report}.docx", "/alerts/{alert}/previous", "/alerts/{alert}/next", "/language/{lang}",
    # as long as what they tell: sent piece by piece, see below
    "/export/{report}.csv", "/export/{report}.claimreview.json",
    "/openapi.json",
}  # fmt: skip


def test_every_route_is_measured_or_named(two: tuple[Filled, Filled]) -> None:
    few, _ = two
    asked = [path.partition("?")[0] for path in few.paths.values()]
    (api,) = (route for route in few.client.app.routes if isinstance(route, Mount) and route.path == "/api")
    inside = [path.removeprefix("/api") for path in asked if path.startswith("/api/")]
    left = {
        route.path
        for routes, paths in ((few.client.app.routes, asked), (api.routes, inside))
        for route in routes
        if isinstance(route, Route) and "GET" in (route.methods or ())
        and not any(route.path_regex.match(path) for path in paths)
    }  # fmt: skip
    assert left <= NOT_MEASURED, left - NOT_MEASURED


def test_an_export_is_made_and_sent_piece_by_piece(two: tuple[Filled, Filled]) -> None:
    _, many = two
    waiting = many.core.queue(Filter(), today=NOW.date(), limit=200).items[-30:]
    done = many.core.decide(
        [Choice(one.alert_id, one.version) for one in waiting], "accept", by="Mei", at=NOW, request_id="export",
        note="It is known.",
    )  # fmt: skip
    assert all(one.outcome == "done" for one in done)
    parts = list(many.core.decided("big", size=7))
    told = [row.alert_id for part in parts for row in part]
    assert max(map(len, parts)) == 7 and sorted(told) == sorted(one.alert_id for one in waiting)
    claims = list(many.core.claims("big"))
    assert len(claims) == 400 and many.client.get("/export/big.csv").text.count("\r\n") == 401
    graph = many.client.get("/export/big.claimreview.json").json()["@graph"]
    assert [one["@id"].rpartition(":")[2] for one in graph] == told
    pieces = [len(piece) for piece in out._gathered(out.as_csv(claims * 50))]
    assert len(pieces) > 10 and max(pieces) < 2 * out._AT_ONCE, "memory holds one of them, however many rows there are"


def test_decisions_since_the_copy_cost_no_page_more(two: tuple[Filled, Filled]) -> None:
    _, many = two
    alert = many.paths["/alerts/ID"]
    before = many.cost("/"), many.cost(alert)
    items = many.core.queue(Filter(), today=NOW.date(), limit=20).items
    many.core.decide(
        [Choice(one.alert_id, one.version) for one in items[1:]], "acknowledge", by="Mei", at=NOW,
        request_id="bounded",
    )  # fmt: skip
    after = many.cost("/"), many.cost(alert)
    assert [cost[0] for cost in after] == [cost[0] for cost in before]
    assert max(cost[1] for cost in after) <= max(cost[1] for cost in before) + 40


def test_what_looks_at_every_line_is_asked_again_only_after_a_change(two: tuple[Filled, Filled]) -> None:
    few, _ = two
    asked: list[str] = []
    core = few.core

    def counted() -> int:
        def made(view: Any) -> int:
            asked.append("asked")
            return int(view.execute("SELECT count(*) FROM line WHERE state = 'open'").fetchone()[0])

        return core.readers.kept("open", made)

    before = counted()
    assert counted() == before and asked == ["asked"]
    item = core.queue(Filter(state="open"), today=NOW.date(), limit=1).items[0]
    core.decide([Choice(item.alert_id, item.version)], "acknowledge", by="Mei", at=NOW, request_id="once")
    assert counted() == before - 1 == counted() and len(asked) == 2


def test_a_new_copy_is_opened_before_anybody_asks_for_a_page(two: tuple[Filled, Filled]) -> None:
    few, _ = two
    opened = threading.Event()
    copies, ended = few.core.readers._copies, threading.Event()
    first = copies.open

    def opens() -> Any:
        opened.set()
        return first()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "open", opens)
        warming = threading.Thread(target=keep_warm, args=(few.client.app.state.desk, ended, 0.05))
        warming.start()
        try:
            os.utime(few.core.store.published)
            assert opened.wait(60)
        finally:
            ended.set()
            warming.join()


def _walk(client: Client, path: str, found: Callable[[str], list[str]], lang: str) -> list[str]:
    """All entries of a list, by following the link to the next part."""
    seen: list[str] = []
    for _ in range(100):
        text = client.get(path, headers={"accept-language": lang}).text
        seen += found(text)
        following = re.search(r'data-rel="next" href="([^"]+)"', text)
        if following is None:
            return seen
        path = following[1].replace("&amp;", "&")
    raise AssertionError(f"{path}: no end")


def _walk_pages(core: ReviewDesk) -> tuple[list[list[str]], list[list[str]]]:
    """The queue's pages from the first to the last, and then back to the first."""

    def page(**place: str | None) -> QueuePage:
        return core.queue(Filter(), today=NOW.date(), limit=40, **place)

    at = page()
    forth = [[item.key for item in at.items]]
    while at.after:
        at = page(after=at.after)
        forth.append([item.key for item in at.items])
    back = []
    while at.before:
        at = page(before=at.before)
        back.append([item.key for item in at.items])
    return forth, back


def test_every_entry_of_a_list_is_on_one_of_its_parts(two: tuple[Filled, Filled]) -> None:
    few, many = two
    rows = re.compile(r'<span class="small quiet">(src_\d+)</span>').findall
    every = [filler.source_of(n) for n in range(120)]
    assert sorted(_walk(few.client, "/sources", rows, "zh-TW")) == every
    assert "下一頁" in few.client.get("/sources", headers={"accept-language": "zh-TW"}).text
    lang = "en"
    assert sorted(_walk(few.client, "/sources", rows, lang)) == every
    some = _walk(few.client, "/sources?text=src_0000&show=", rows, lang)
    assert sorted(some) == [filler.source_of(n) for n in range(10)], "a search holds on every part"
    ailing = _walk(few.client, "/sources?show=ailing", rows, lang)
    assert 0 < len(ailing) < 120 and len(set(ailing)) == len(ailing)
    issues = _walk(few.client, "/issues", re.compile(r"<b>(Publisher \d+)</b>").findall, lang)
    assert len(issues) == len(set(issues)) == 12
    errata = _walk(few.client, "/errata/big", re.compile(r"<h2>(C\d+) ·").findall, lang)
    assert len(errata) == FEW and errata == sorted(errata)
    changed = _walk(many.client, "/changes?report=big", re.compile(r"<li>(C\d+) ").findall, lang)
    assert len(changed) == many.core.count_changes("big") > 100
    forth, back = _walk_pages(few.core)
    assert len(forth) > 5 and back == forth[:-1][::-1], "the same pages on the way back"
    queue = _walk(few.client, "/?verdict=differs", re.compile(r'href="(/alerts/[0-9a-f]{24})"').findall, lang)
    assert len(queue) == len(set(queue)) == FEW // 3


def test_whoever_asks_for_a_part_that_is_not_there_gets_the_last(two: tuple[Filled, Filled]) -> None:
    few, _ = two
    for wanted in ("100", "999999999", "-1", "x", "9" * 40, "٣"):
        text = few.client.get("/sources", params={"from": wanted}).text
        assert len(re.findall(r"src_\d+</span>", text)) in (20, 50), wanted


def test_a_feed_goes_on_in_its_next_part(two: tuple[Filled, Filled]) -> None:
    few, _ = two
    path, seen, moments = "/feed/big.atom", [], []
    while path:
        root = ET.fromstring(few.client.get(path).content)
        name = "{http://www.w3.org/2005/Atom}"
        links = {one.get("rel"): one.get("href", "") for one in root.findall(f"{name}link")}
        seen += [entry.findtext(f"{name}id") for entry in root.findall(f"{name}entry")]
        moments += [entry.findtext(f"{name}updated") or "" for entry in root.findall(f"{name}entry")]
        assert links["first"].endswith("/feed/big.atom")
        path = links.get("next", "").removeprefix("http://127.0.0.1:8642")
    assert len(seen) == len(set(seen)) == FEW and moments == sorted(moments, reverse=True)


def test_previous_and_next_lead_through_the_queue(two: tuple[Filled, Filled]) -> None:
    few, _ = two
    queue = re.findall(r'data-open href="/alerts/([0-9a-f]{24})"', few.client.get("/").text)[:4]
    at = [few.client.get(f"/alerts/{one}/next").headers["location"] for one in queue[:3]]
    assert at == [f"/alerts/{one}" for one in queue[1:]]
    back = [few.client.get(f"/alerts/{one}/previous").headers["location"] for one in queue[:2]]
    assert back == ["/", f"/alerts/{queue[0]}"], "before the first is the queue itself"
