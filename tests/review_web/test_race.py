"""Two desks, each a process of its own on one warehouse, are asked to decide on one alert at the same moment."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.replay.conftest import World
from tests.review.conftest import Desk, finding
from tests.warehouse.conftest import wait_for
from warehouse.store import Store

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
ALERTS = 5
DESK = """
import socket, sys, time
from pathlib import Path
import uvicorn
from citewatch.review.web.app import Serving, build
from citewatch.settings import Settings
from schemas import failpoints
folder, name = Path(sys.argv[1]), sys.argv[2]

def held(point):
    if point == "decide.before_commit" and (folder / f"hold-{name}").exists():
        (folder / f"inside-{name}").touch()
        while not (folder / "go").exists():
            time.sleep(0.01)

failpoints.install(held)
app = build(Settings(folder / "catalogue", folder, specimens=True), Serving())
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
"""
"""A desk that stands still inside its transaction, as a slow disk would let it, while a file of that name is there."""


@dataclass
class Reviewer:
    """Somebody at one of the desks."""

    name: str
    client: httpx.Client

    def sees(self, alert: str) -> dict[str, str]:
        """The form for accepting it, as the page gives it."""
        shown = LexborHTMLParser(self.client.get(f"/alerts/{alert}").text)
        form = shown.css_first("details[data-way=accept] form")
        assert form is not None, shown.body.text() if shown.body else ""
        return {
            str(field.attributes["name"]): field.attributes["value"] or "" for field in form.css("input[type=hidden]")
        }

    def sends(self, form: dict[str, str]) -> httpx.Response:
        body = {**form, "who": self.name, "note": f"The reason of {self.name}"}
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self.client.post("/decide", content=urlencode(body), headers=kind)


@dataclass
class Newsroom:
    folder: Path
    warehouse: Desk
    mei: Reviewer
    bo: Reviewer

    def check(self, alert: str, mei: httpx.Response, bo: httpx.Response) -> str:
        """Exactly one decided; the other one knows who, what and why, and still has the own words. Gives who won."""
        assert sorted((mei.status_code, bo.status_code)) == [303, 409], (mei.text, bo.text)
        won, lost, page = (self.mei, self.bo, bo) if mei.status_code == 303 else (self.bo, self.mei, mei)
        (entry,) = self.warehouse.log(alert)
        assert (entry["by_whom"], entry["state"], entry["version"]) == (won.name, "accepted", 1)
        shown = LexborHTMLParser(page.text)
        (told,) = [" ".join(node.text().split()) for node in shown.css("[role=alert]")]
        assert f"{won.name} was faster: accepted" in told and f"The reason of {won.name}" in told
        kept = [field.text() for field in shown.css("main textarea") if "readonly" in field.attributes]
        assert kept == [f"The reason of {lost.name}"], "what was typed is not lost"
        log = lost.client.get("/log").text
        assert f"The reason of {lost.name}" not in log.partition(alert)[2].partition("</ul>")[0]
        return won.name


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("race")
    (folder / "specimen").mkdir()
    url = "https://race.example/page"
    World(folder).write("extractors/src.yml", {
        "title": "A page", "publisher": "A house", "url": url, "terms": "Written for a test.",
        "routes": [{"name": "page", "url": url, "form": "html"}],
        "figures": {"f0": {"reads": "percent", "unit": "%", "anchors": [["share"]], "measures": "vendor_market_share"}},
    })  # fmt: skip
    warehouse = Desk(Store(folder / "specimen" / "citewatch.duckdb", "specimen"))
    warehouse.refresh(*(finding(f"C{n:02}", figure=f"f{n}") for n in range(ALERTS)))
    warehouse.store.publish()
    running = [
        subprocess.Popen([sys.executable, "-c", DESK, folder, name], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for name in ("mei", "bo")
    ]
    try:
        ports = [int(one.stdout.readline()) for one in running if one.stdout]
        clients = [httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) for port in ports]
        yield Newsroom(folder, warehouse, Reviewer("Mei", clients[0]), Reviewer("Bo", clients[1]))
        for client in clients:
            client.close()
    finally:
        for one in running:
            one.kill()
            one.communicate(timeout=30)


def test_one_desk_stands_in_its_transaction_while_the_other_is_asked(newsroom: Newsroom) -> None:
    """The overlap is certain: Bo's decision arrives after Mei's has begun and before it is written."""
    alert, folder = newsroom.warehouse.open_alerts()["C00"], newsroom.folder
    forms = newsroom.mei.sees(alert), newsroom.bo.sees(alert)
    (folder / "hold-mei").touch()
    try:
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(newsroom.mei.sends, forms[0])
            wait_for(folder / "inside-mei")
            second: Future[httpx.Response] = pool.submit(newsroom.bo.sends, forms[1])
            with pytest.raises(TimeoutError):
                second.result(0.5)
            assert newsroom.bo.client.get("/").status_code == 200, "whoever only looks waits for neither"
            (folder / "go").touch()
            assert newsroom.check(alert, first.result(), second.result()) == "Mei"
    finally:
        (folder / "go").touch()
        (folder / "hold-mei").unlink()


def test_both_send_at_once(newsroom: Newsroom) -> None:
    open_alerts = newsroom.warehouse.open_alerts()
    won = []
    for n in range(1, ALERTS):
        alert = open_alerts[f"C{n:02}"]
        forms = newsroom.mei.sees(alert), newsroom.bo.sees(alert)
        start = Barrier(2)

        def send(reviewer: Reviewer, form: dict[str, str], start: Barrier = start) -> httpx.Response:
            start.wait(30)
            return reviewer.sends(form)

        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(send, *each) for each in zip((newsroom.mei, newsroom.bo), forms, strict=True)]
            won.append(newsroom.check(alert, *(one.result() for one in both)))
    decided = newsroom.warehouse.ask("SELECT count(*) AS n, count(DISTINCT alert_id) AS alerts FROM decision")
    assert len(won) == ALERTS - 1 and decided[0]["n"] == decided[0]["alerts"]


def test_many_at_once_say_which_of_them_somebody_else_was_faster_with(newsroom: Newsroom) -> None:
    """Mei's queue still shows C01 as open, which both tests before have settled."""
    warehouse = newsroom.warehouse
    warehouse.refresh(*(finding(f"C{n:02}", figure=f"f{n}") for n in range(ALERTS)), finding("C50", figure="f50"))
    warehouse.store.publish()
    alerts = warehouse.open_alerts()
    token = LexborHTMLParser(newsroom.mei.client.get("/").text).css_first("[name=token]")
    assert token is not None
    form = {"token": token.attributes["value"] or "", "back": "/", "act": "acknowledge", "request": "many",
            "who": "Mei", "choice": f"{alerts['C01']}:0 {alerts['C50']}:0"}  # fmt: skip
    answer = newsroom.mei.client.post(
        "/decide", content=urlencode(form), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    told = re.sub(r"\s+", " ", LexborHTMLParser(answer.text).css_first("[role=alert]").text())  # type: ignore[union-attr]
    assert answer.status_code == 409 and "1 of 2 were done" in told and "C01 221家" in told and "was faster" in told
    assert warehouse.state(alerts["C50"]) == "acknowledged"
