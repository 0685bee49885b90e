"""One story in Chromium: five alerts closed, the errata exported, and the next refresh reopens exactly one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette

from citewatch.review.web.app import Serving, build
from tests.replay.conftest import Played, World, page
from tests.review_web.browsing import Watched, chromium

pytestmark = pytest.mark.slow
BEFORE = ("2024-07-01", "2024-07-08")
"""Two refreshes, an interval apart: said twice before it is said aloud."""
QUIET, MOVED, AGAIN = "2024-07-15", "2024-07-22", "2024-07-29"
ADDRESS = "https://{}.example/results"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def source(world: World, name: str, title: str, figure: dict[str, object]) -> None:
    url = ADDRESS.format(name.replace("_", "-"))
    world.write(f"extractors/{name}.yml", {
        "title": title, "publisher": title.split(",")[0], "url": url, "terms": "Written for a test.", "every": "week",
        "routes": [{"name": "page", "url": url, "form": "html"}], "figures": {"value": figure},
    })  # fmt: skip


def newsroom(world: World) -> None:
    """A report of six claims: five are wrong, each in another way."""
    source(world, "market", "Market house, outlook", {
        "reads": "money", "unit": "USD", "anchors": [["market volume"]], "between": [10**9, 10**12],
        "measures": "market_size",
    })  # fmt: skip
    source(world, "panel", "Panel office, survey of firms", {
        "reads": "percent", "unit": "%", "anchors": [["share"], ["firms"]], "between": [1, 99],
        "measures": "vendor_market_share",
    })  # fmt: skip
    source(world, "ministry", "Ministry, release", {
        "reads": "date", "anchors": [["published"]], "measures": "publication_date",
    })  # fmt: skip
    source(world, "maker", "Maker, release on its tool", {
        "reads": "percent", "unit": "%", "anchors": [["agree"]], "between": [1, 99],
        "measures": "respondents_who_agree",
    })  # fmt: skip
    own = {"no_source": "A survey of the authors' own."}
    world.report({
        "S01": {"says": "3.5億美元", "where": {"section": "前言"}, "value": 350000000, "unit": "USD", "period": "2030",
                "measures": "market_size", "cites": "market.value"},
        "S02": {"says": "12%", "where": {"section": "現況"}, "value": 12, "unit": "%",
                "measures": "vendor_market_share", "cites": "panel.value"},
        "S03": {"says": "2023/5", "where": {"section": "現況"}, "date": "2023-05", "measures": "publication_date",
                "cites": "ministry.value"},
        "S04": {"says": "88%", "where": {"section": "現況"}, "value": 88, "unit": "%",
                "measures": "efficiency_gain", "cites": "maker.value"},
        "S05": {"says": "325家", "where": {"section": "調查"}, "value": 325, "unit": "company",
                "measures": "survey_sample_size", **own},
        "S06": {"says": "20.2%", "where": {"section": "調查"}, "value": 20.2, "unit": "%",
                "measures": "share_planning_genai_tools", **own},
    }, self_checks=[{"kind": "share_of_count", "claims": ["S06", "S05"]}])  # fmt: skip
    world.edition("market", BEFORE[0], page("This path leads to a market volume of US$356.10bn by 2030."))
    world.edition("panel", BEFORE[0], page("The share of firms that use it is 45% this year."))
    world.edition("panel", MOVED, page("The share of firms that use it is 47% this year."))
    world.edition("ministry", BEFORE[0], page("Published on 20 June 2024."))
    world.edition("maker", BEFORE[0], page("Of the people asked, 88% agree that they work faster with it."))


def play(world: World, *days: str) -> Played:
    """Real refreshes over HTTPS, in a thread of their own: the browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(world.play, *days).result()


WAYS = {
    # verdict, most serious first: what the reviewer has to see before deciding, and the decision
    "scale_error": (("3.5億美元", "US$356.10bn", "1,017 times", "3,561億美元"), "resolve"),
    "inconsistent": (("20.2%", "325"), "accept"),
    "differs": (("12%", "45%", "33 percentage points"), "accept"),
    "meaning_differs": (("88%", "agree that they work faster"), "dismiss"),
    "date_error": (("2023/5", "20 June 2024"), "resolve"),
}


def close(one: Watched, verdict: str) -> None:
    """Read the alert, decide by keyboard."""
    seen, way = WAYS[verdict]
    text = one.page.locator("main").inner_text()
    assert all(words in text for words in seen), (verdict, seen, text)
    one.page.keyboard.press({"resolve": "r", "accept": "a", "dismiss": "d"}[way])
    form = one.page.locator(f"details[data-way={way}][open]")
    if way == "dismiss":
        form.get_by_label("What it measures was misread").check()
        form.locator("textarea").focus()
    # Whoever pressed the key types at once: the form is open and its first field has the focus.
    one.page.keyboard.insert_text(f"Checked against the page: {verdict}.")
    if not form.locator("[name=who]").input_value():
        form.locator("[name=who]").fill("Mei")
    form.get_by_role("button").press("Enter")
    one.page.wait_for_url("**done=*")


def test_five_alerts_are_closed_and_the_next_refresh_reopens_exactly_one(
    world: World, browser: Browser, serve: Callable[[Starlette], str]
) -> None:
    newsroom(world)
    played = play(world, *BEFORE)
    assert sorted(row["verdict"] for row in played.alerts) == sorted(WAYS)
    one = Watched(browser.new_context(locale="en-GB"), serve(build(played.settings, Serving())))
    page = one.page
    one.open("/")
    assert page.locator("h1 .count").inner_text() == "5"
    assert "Wrong order of magnitude" in page.locator(".item").first.inner_text(), "the most serious stands first"
    for left, verdict in zip(range(5, 0, -1), WAYS, strict=True):
        # The next one is the most serious of those that are left.
        expect(page.locator(".item")).to_have_count(left)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/alerts/*")
        close(one, verdict)
        page.keyboard.press("q")
        page.wait_for_url(f"{one.base}/")
    assert "Nothing waits for you." in page.locator("main").inner_text()
    calm = page.locator(".empty").inner_text()
    assert "claims were checked" in calm and "Last refresh" in calm and "next one is due" in calm
    page.get_by_role("link", name="繁體中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-Hant-TW"
    assert "沒有待處理項目" in page.locator("main").inner_text()
    one.open("/errata/small")
    sheet = page.locator("article").inner_text()
    # What was accepted as known, or was our own error, is nothing for the authors.
    assert "3.5億美元 → 3,561億美元" in sheet and "S03" in sheet and "S02" not in sheet and "S04" not in sheet
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")

    again = play(world, QUIET, MOVED, AGAIN)
    assert [len(again.opened(day)) for day in (QUIET, MOVED)] == [0, 0], "one look at a new value is not enough"
    one.open("/")
    assert page.locator(".item").count() == 1
    told = page.locator(".item").inner_text()
    assert "S02" in told and "47%" in told and "重新開啟" in told
    page.locator("[data-open]").click()
    page.wait_for_url("**/alerts/*")
    whole = page.locator("main").inner_text()
    assert "45%" in whole and "Checked against the page: differs." in whole, "what was decided before stands there"
    assert page.locator(".diff del b").inner_text() == "45" and page.locator(".diff ins b").inner_text() == "47"
    assert (one.complaints, one.elsewhere, one.dialogs) == ([], [], [])
