"""What the pages of the desk show, asked without a browser: each filter, grouped alerts, overview and errata."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from citewatch.review.desk import ReviewDesk
from citewatch.review.model import Filter
from citewatch.review.web.app import Serving, build
from citewatch.review.web.errata import _ON_A_PAGE
from citewatch.settings import Settings
from tests.replay.conftest import World
from tests.review.conftest import Desk, finding
from tests.review_web.conftest import Client
from warehouse.store import Store

REPORT = "cier_genai_2024"
TODAY = date(2026, 11, 17)
FILTERS = ("report", "section", "publisher", "verdict", "state", "assignee")


def shown(client: Client, path: str) -> LexborHTMLParser:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return LexborHTMLParser(answer.text)


def one(page: LexborHTMLParser, selector: str) -> LexborNode:
    (found,) = page.css(selector)
    return found


def total(page: LexborHTMLParser) -> int:
    return int(one(page, "h1 .count").text())


@pytest.fixture(scope="module")
def core(client: Client) -> ReviewDesk:
    found: ReviewDesk = client.app.state.desk.core
    return found


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_shows_as_many_as_its_option_says(client: Client, name: str) -> None:
    page = shown(client, "/")
    options = [each for each in page.css(f"#f-{name} option") if each.attributes["value"]]
    assert options
    for option in (options[0], options[-1]):
        (said,) = re.findall(r"\((\d+)\)$", option.text().strip())
        fits = shown(client, f"/?{urlencode({name: option.attributes['value']})}")
        assert total(fits) == int(said) and len(fits.css(".item")) == min(int(said), 30)
        assert one(fits, f"#f-{name} option[selected]").attributes["value"] == option.attributes["value"]


def test_the_search_finds_a_claim_by_what_it_prints(client: Client) -> None:
    found = shown(client, "/?text=US%24356")
    assert total(found) >= 1 and all("356" in item.text() for item in found.css(".item"))


def test_the_overview_leads_to_what_waits(client: Client, core: ReviewDesk) -> None:
    page = shown(client, f"/overview?report={REPORT}")
    sections = [each.text() for each in page.css("section:nth-of-type(2) tbody th")]
    report = core.catalog.reports[REPORT]
    assert sections == list(dict.fromkeys(claim.where.section for claim in report.claims.values()))
    links = [each.attributes["href"] or "" for each in page.css("a") if "verdict=" in (each.attributes["href"] or "")]
    assert links and all(total(shown(client, link)) for link in links)
    waiting = core.queue(Filter(), today=TODAY, limit=200).items
    oldest = min(item.opened_at for item in waiting if item.state == "open")
    (told,) = [each.text() for each in page.css("main > p") if "Waiting longest" in each.text()]
    assert f"since {oldest.day} {oldest:%b} {oldest.year}" in told
    assert page.css("svg.calendar"), "the health of the sources, day by day"


def test_similar_alerts_are_of_the_same_source_or_of_the_same_kind(client: Client, core: ReviewDesk) -> None:
    for item in core.queue(Filter(), today=TODAY, limit=200).items:
        alert = core.alert(item.alert_id, today=TODAY)
        if not alert.similar:
            continue
        assert all(
            other.source_id == alert.source_id or (other.verdict, other.section) == (alert.verdict, alert.section)
            for other in alert.similar
        )
        page = shown(client, f"/alerts/{item.alert_id}")
        links = {each.attributes["href"] for each in page.css("section:last-of-type li a")}
        assert links == {f"/alerts/{other.alert_id}" for other in alert.similar}
        return
    pytest.fail("no alert of the demo has a similar one")


def test_the_errata_sheet_does_not_pass_a_printed_form_off_as_a_correction(client: Client, core: ReviewDesk) -> None:
    sheet = core.errata(REPORT, today=TODAY, limit=_ON_A_PAGE)
    page = shown(client, f"/errata/{REPORT}")
    assert [each.text() for each in page.css(".entry .fix")] == [row.correction for row in sheet.rows if row.correction]
    assert page.css_first("article").attributes["lang"] == "zh-Hant"  # type: ignore[union-attr]
    undecided = [each for each in page.css(".entry") if "尚未經人確認" in each.text()]
    assert len(undecided) == sum(row.state in ("open", "acknowledged") for row in sheet.rows) > 0


def test_a_redesign_is_one_line_of_the_queue_and_decided_as_one(tmp_path: Path) -> None:
    url = "https://redesign.example/page"
    figure = {"reads": "percent", "unit": "%", "anchors": [["share"]], "measures": "vendor_market_share"}
    world = World(tmp_path)
    world.write("extractors/src.yml", {
        "title": "A page", "publisher": "A house", "url": url, "terms": "Written for a test.",
        "routes": [{"name": "page", "url": url, "form": "html"}], "figures": {"f0": figure},
    })  # fmt: skip
    (tmp_path / "specimen").mkdir()
    desk = Desk(Store(tmp_path / "specimen" / "citewatch.duckdb", "specimen"))
    upset = [finding(f"R{n:02}", figure=f"f{n}") for n in range(12)]
    desk.refresh(*(finding(each.claim_id, figure=each.figure, verdict="confirmed", value=221) for each in upset))
    desk.refresh(*upset)
    desk.store.publish()
    client = Client(build(Settings(world.catalogue, tmp_path, specimens=True), Serving()))
    page = shown(client, "/")
    item = one(page, ".item")
    assert total(page) == 12 and "12 figures of this source changed together" in item.text()
    inside = shown(client, str(one(page, ".item [data-open]").attributes["href"]))
    assert len(inside.css(".item")) == 12
    form = {"act": "acknowledge", "back": "/", "request": "all", "who": "Mei",
            "choice": str(one(page, ".item [name=choice]").attributes["value"])}  # fmt: skip
    assert client.post("/decide", form).status_code == 303
    assert {row["state"] for row in desk.ask("SELECT state FROM current_decision")} == {"acknowledged"}
    assert desk.ask("SELECT count(*) AS n FROM decision")[0]["n"] == 12
