"""The desk as people use it, in real Chromium."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette

from citewatch.review.web import pages
from citewatch.review.web.app import Serving, build
from tests.review_web.browsing import Watched, chromium
from tests.review_web.conftest import settings_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def desk(data: Path, tmp_path: Path, serve: Callable[[Starlette], str]) -> str:
    """A desk of its own: decisions of one test are not seen by another."""
    shutil.copytree(data / "specimen", tmp_path / "specimen")
    return serve(build(settings_of(tmp_path), Serving()))


def watched(browser: Browser, base: str, lang: str = "en-GB") -> Watched:
    return Watched(browser.new_context(locale=lang, viewport={"width": 1200, "height": 900}), base)


def fine(desk: Watched) -> None:
    """Nothing was refused by the policy, nothing went wrong in a script, nobody else was asked."""
    assert (desk.complaints, desk.elsewhere, desk.dialogs) == ([], [], [])


def test_two_reviewers_can_not_overwrite_each_other(browser: Browser, desk: str) -> None:
    """Mei decides while Bo reads; two whole desks at the same moment are in test_race.py."""
    bo = watched(browser, desk, lang="zh-TW")
    bo.open("/?verdict=scale_error")
    bo.page.locator("[data-open]").first.click()
    bo.page.wait_for_url("**/alerts/*")
    form = bo.page.locator("details[data-way=accept] form")
    seen = {name: form.locator(f"[name={name}]").input_value() for name in ("token", "choice", "act", "back")}
    hers = {**seen, "request": "hers", "who": "Mei", "note": "A reason of Mei"}
    assert bo.page.request.post(f"{desk}/decide", form=hers, max_redirects=0).status == 303
    bo.page.keyboard.press("a")
    form.locator("textarea").fill("A reason of Bo")
    form.locator("[name=who]").fill("Bo")
    form.get_by_role("button").click()
    told = bo.page.get_by_role("alert").inner_text()
    assert "Mei" in told and "已接受" in told
    assert "A reason of Mei" in told and bo.page.get_by_label("您所寫的內容").input_value() == "A reason of Bo"
    bo.open("/log")
    assert "A reason of Bo" not in bo.page.locator("main").inner_text()


def test_everything_by_keyboard(browser: Browser, desk: str) -> None:
    one = watched(browser, desk)
    one.open("/")
    page = one.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    here = page.locator("[data-item].here [data-open]")
    assert here.count() == 1 and page.evaluate("document.activeElement.hasAttribute('data-open')")
    second = here.get_attribute("href")
    page.keyboard.press("k")
    wanted = here.get_attribute("href")
    assert wanted != second, "one down, one up"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    page.locator("dialog#keys").wait_for(state="hidden")
    page.keyboard.press("a")
    page.keyboard.type("jkard?")
    assert page.locator("details[data-way=accept] textarea").input_value() == "jkard?"
    page.locator("h1").click()
    for key, way in (("r", "resolve"), ("d", "dismiss")):
        page.keyboard.press(key)
        assert page.locator(f"details[data-way={way}][open] :focus").count() == 1
        page.locator("h1").click()
    page.keyboard.press("c")
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    page.keyboard.press("j")
    page.wait_for_url(f"**{second}")
    page.keyboard.press("k")
    page.wait_for_url(f"**{wanted}")
    page.keyboard.press("q")
    page.wait_for_url(f"{desk}/")
    fine(one)


def test_keys_lead_from_one_page_of_the_queue_to_the_next_and_back(
    browser: Browser, desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_ON_A_PAGE", 10)
    one = watched(browser, desk)
    page = one.page

    def shown() -> list[str | None]:
        return [item.get_attribute("href") for item in page.locator("[data-item] [data-open]").all()]

    one.open("/")
    first = shown()
    for _ in range(11):
        page.keyboard.press("j")
    page.wait_for_url("**after=**")
    second = shown()
    assert len(first) == len(second) == 10 and not set(first) & set(second)
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.wait_for_url("**before=**")
    assert shown() == first
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first[1]}")
    page.keyboard.press("j")
    page.wait_for_url(f"**{first[2]}")
    fine(one)


def test_filters_work_with_and_without_scripts(browser: Browser, desk: str) -> None:
    one = watched(browser, desk)
    one.open("/")
    one.page.get_by_label("Verdict").select_option("scale_error")
    one.page.wait_for_url("**verdict=scale_error**")
    expect(one.page.locator(".item")).to_have_count(1)
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{desk}/")
    plain.get_by_label("Verdict").select_option("scale_error")
    plain.get_by_role("button", name="Show").click()
    assert plain.locator(".item").count() == 1
    fine(one)


def test_texts_of_the_catalogue_are_all_translated() -> None:
    from babel.messages.extract import extract_from_dir
    from babel.messages.pofile import read_po

    from citewatch.review.web.desk import HERE
    from citewatch.review.web.tongue import LOCALE

    with (LOCALE / "zh_Hant_TW.po").open("rb") as file:
        known = {message.id: message.string for message in read_po(file) if message.id}
    used = {
        text if isinstance(text, str) else text[0]
        for _, _, text, _, _ in extract_from_dir(
            HERE,
            method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
            options_map={"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}},
            keywords={"_": None, "say": None, "in_report": None},
        )
    }
    assert used == set(known)
    for english, chinese in known.items():
        names = re.findall(r"%\((\w+)\)s", str(english))
        assert chinese and sorted(re.findall(r"%\((\w+)\)s", str(chinese))) == sorted(names), english


def test_many_at_once(browser: Browser, desk: str) -> None:
    """Chosen by keyboard, then acknowledged, assigned and put off together."""
    one = watched(browser, desk)
    page = one.page
    one.open("/")
    waiting = int(page.locator("h1 .count").inner_text())
    chosen = []
    for act, button, keys in (
        ("acknowledged", "Acknowledge", "jxjx"), ("assigned", "Assign", "jxjx"), ("snoozed", "Put off", "jjjxjx")
    ):  # fmt: skip
        for key in keys:
            page.keyboard.press(key)
        chosen = [item.get_attribute("href") for item in page.locator(".item:has(:checked) [data-open]").all()]
        assert len(chosen) == 2
        page.locator("#who").fill("Mei")
        page.locator("#assignee").fill("Bo")
        page.locator("#until").fill("2099-01-01")
        page.locator(".bulk").get_by_role("button", name=button, exact=True).click()
        page.wait_for_url(f"**done={act}**")
        one.open("/")
    assert int(page.locator("h1 .count").inner_text()) == waiting - 2
    assert page.get_by_text("Acknowledged", exact=True).count() == 2
    page.get_by_role("link", name="2 put off until a later day").click()
    page.wait_for_url("**snoozed=1**")
    shown = [item.get_attribute("href") for item in page.locator("[data-open]").all()]
    assert set(chosen) <= set(shown) and page.get_by_text("until 1 Jan 2099").count() == 2
    one.open("/?assignee=Bo")
    assert page.locator(".item").count() == 2
    fine(one)


def test_a_person_enters_what_a_machine_may_not_read(browser: Browser, desk: str, tmp_path: Path) -> None:
    one = watched(browser, desk)
    page = one.page
    one.open("/issues")
    page.get_by_role("link", name="Enter the value for C08").click()
    page.wait_for_url("**/readings/**")
    picture = tmp_path / "seen.png"
    picture.write_bytes(page.screenshot(clip={"x": 0, "y": 0, "width": 40, "height": 20}))
    page.locator("#printed").fill("15.7%")
    page.locator("#sentence").fill("Cost savings of 15.7%")
    page.locator("#file").set_input_files(picture)
    page.locator("#who").fill("Mei")
    page.get_by_role("button", name="Store the reading").click()
    assert "15.7%" in page.get_by_role("status").first.inner_text()
    page.get_by_role("link", name="Show the evidence").click()
    page.wait_for_url("**/captures/**")
    assert page.locator("img.picture").evaluate("one => one.decode().then(() => one.naturalWidth)") == 40
    fine(one)
