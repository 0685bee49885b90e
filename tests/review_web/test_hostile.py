"""Hostile words thrown through a source page, a YAML file and every form: in Chromium none of them runs.

And, on the same small world, an accepted difference that comes back when its value moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette

from citewatch.review.web.app import Serving, build
from tests.replay.conftest import Played, World, page
from tests.review_web.browsing import Watched, chromium

pytestmark = [pytest.mark.slow, pytest.mark.soak]
ATTACKS = (
    "<script>window.ran=1;alert(1)</script>",
    "<img src=x onerror=\"window.ran=1;alert(1)\">",
    "\"><svg onload=\"window.ran=1;alert(1)\">",
    "'\" autofocus onfocus=window.ran=1;alert(1) x='",
    "<a href=\"javascript:window.ran=1;alert(1)\">click</a>",
    "</textarea></title></style></script><script>window.ran=1;alert(1)</script>",
    "<iframe srcdoc=\"<script>parent.window.ran=1;alert(1)</script>\"></iframe>",
    "<math><mtext><style><img src=x onerror=\"window.ran=1;alert(1)\"></style></mtext></math>",
    "<link rel=stylesheet href=https://evil.example/x.css><img src=https://evil.example/x.png>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example/\">",
    "<form action=https://evil.example/><button>Go</button></form>",
    "<div hx-get=/log hx-trigger=load hx-on::load=\"window.ran=1;alert(1)\">x</div>",
    "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} %(who)s %s",
    "'; DROP TABLE decision; --",
    "\u202egnp.exe \x1b[31m \x00 ',=cmd|' /C calc'!A0",
)  # fmt: skip
ALL = " ".join(ATTACKS).replace("\x00", "").replace("\x1b", "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def survey(share: str, hostile: bool = False) -> bytes:
    escaped = ATTACKS[0].replace("<", "&lt;")
    evil = [f"<div>{attack}</div>" for attack in ATTACKS] if hostile else []
    return page(f"The share of organisations {escaped if hostile else ''} that use it is {share} this year.", *evil)


def small_world(world: World, *, hostile: bool = False) -> None:
    """A report with two shares, each cited from a survey of its own."""
    evil = ALL if hostile else "A survey"
    claims: dict[str, dict[str, Any]] = {}
    for name in ("a", "b"):
        url = f"https://survey-{name}.example/results"
        world.write(f"extractors/survey_{name}.yml", {
            "title": evil, "publisher": evil, "url": url, "terms": evil, "hazards": evil,
            "routes": [{"name": "page", "url": url, "form": "html"}],
            "look_at": {"en": evil, "zh": evil},
            "figures": {"share": {
                "reads": "percent", "unit": "%", "anchors": [["share"], ["organisations"]], "between": [1, 99],
                "measures": "vendor_market_share",
            }},
        })  # fmt: skip
        claims[f"S0{1 if name == 'a' else 2}"] = {
            "says": f"12% {evil}", "where": {"section": evil, "note": evil}, "value": 12, "unit": "%",
            "measures": "vendor_market_share", "cites": f"survey_{name}.share",
        }  # fmt: skip
        world.edition(f"survey_{name}", "2024-07-01", survey("45%", hostile))
    world.report(claims, title=evil, publisher=evil, self_checks=[], note=evil)


def play(world: World, *days: str) -> Played:
    """In a thread of its own: the browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(world.play, *days).result()


def desk_of(world: World, settings: Any) -> Starlette:
    return build(settings, Serving())


def test_no_hostile_word_runs_anywhere(
    world: World, browser: Browser, serve: Callable[[Starlette], str], tmp_path: Path
) -> None:
    small_world(world, hostile=True)
    played = play(world, "2024-07-01", "2024-07-08")
    assert [row["claim_id"] for row in played.alerts] == ["S01", "S02"]
    base = serve(desk_of(world, played.settings))
    one = Watched(browser.new_context(), base)
    alert = f"/alerts/{played.alerts[0]['alert_id']}"
    capture = played.query("SELECT capture_id FROM capture WHERE warc_file IS NOT NULL LIMIT 1")[0]["capture_id"]
    reading = "/readings/survey_a/share"
    paths = ["/", alert, "/issues", "/overview", "/sources", "/log", "/errata/small", reading, f"/captures/{capture}",
             "/?text=" + ALL[:150], "/?done=<script>alert(1)</script>", "/language/zh?back=/", "/sign-in",
             "/overview?report=<script>alert(1)</script>"]  # fmt: skip

    def visit() -> None:
        for path in paths:
            one.page.goto(base + path)
            one.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            one.page.wait_for_load_state("networkidle")
            ran = [frame.evaluate("window.ran") for frame in one.page.frames if frame.url.startswith("http")]
            assert set(ran) <= {None}, path

    visit()
    for attack in ATTACKS:
        one.open(alert)
        for way, field in (("note", "note"), ("assign", "assignee")):
            form = one.page.locator(f"details[data-way={way}]")
            if form.count() == 0:
                continue
            form.evaluate("one => one.open = true")
            form.locator(f"[name={field}]").fill(attack.replace("\x00", ""))
            if form.locator("[name=who]").count():
                form.locator("[name=who]").fill(attack.replace("\x00", "")[:80])
            form.get_by_role("button").click()
            one.page.wait_for_load_state("networkidle")
            one.open(alert)
    evil_file = tmp_path / "<img src=x onerror=alert(1)>.html"
    evil_file.write_text(f"<html><body>{ALL}<script>window.ran=1;alert(1)</script></body></html>")
    one.open(reading)
    one.page.locator("#printed").fill("45%")
    one.page.locator("#sentence").fill(f"It is 45%. {ATTACKS[0]}")
    one.page.locator("#note").fill(ALL[:3000])
    one.page.locator("#url").fill("https://survey-a.example/<script>alert(1)</script>")
    one.page.locator("#file").set_input_files(evil_file)
    if one.page.locator("#who").count():
        one.page.locator("#who").fill(ATTACKS[1][:80])
    one.page.get_by_role("button").last.click()
    one.page.wait_for_load_state("networkidle")
    visit()
    log = one.page.request.get(f"{base}/log").text()
    assert "&lt;script&gt;" in log and "<script>window" not in log
    assert one.dialogs == [] and one.elsewhere == []
    feed = one.page.request.get(f"{base}/feed/small.atom").text()
    assert "<script" not in feed
    for name in ("small.csv", "small.claimreview.json"):
        assert one.page.request.get(f"{base}/export/{name}").status == 200
    assert one.page.request.get(f"{base}/errata/small.docx").body().startswith(b"PK")


def test_the_next_refresh_with_a_moved_value_reopens_exactly_one(
    world: World, browser: Browser, serve: Callable[[Starlette], str]
) -> None:
    small_world(world)
    for day, share in (("2024-07-22", "47%"),):
        world.edition("survey_b", day, survey(share))
    played = play(world, "2024-07-01", "2024-07-08")
    one = Watched(browser.new_context(locale="en-GB"), serve(desk_of(world, played.settings)))
    for row in played.alerts:
        one.open(f"/alerts/{row['alert_id']}")
        one.page.keyboard.press("a")
        form = one.page.locator("details[data-way=accept][open]")
        form.locator("textarea").fill("Known: the report rounds.")
        form.locator("[name=who]").fill("Mei")
        form.get_by_role("button").click()
        one.page.wait_for_url("**done=accepted**")
    one.open("/")
    assert "Nothing waits for you." in one.page.locator("main").inner_text()
    again = play(world, "2024-07-15", "2024-07-22", "2024-07-29")
    assert [len(again.opened(day)) for day in ("2024-07-15", "2024-07-22")] == [0, 0]
    desk = Watched(browser.new_context(locale="en-GB"), one.base)
    desk.open("/")
    assert desk.page.locator(".item").count() == 1
    told = desk.page.locator(".item").inner_text()
    assert "S02" in told and "Opened again" in told and "47%" in told
