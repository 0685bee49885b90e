"""Hostile words thrown through a source page, a YAML file and every form: in Chromium none of them runs.

The same pages without escaping and without the policy do run them, so the test would see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from playwright.sync_api import Browser, Error, Locator
from starlette.applications import Starlette

from citewatch.review.web import accounts, guard
from citewatch.review.web import desk as desk_module
from citewatch.review.web.accounts import accounts_file
from citewatch.review.web.app import Serving, build
from tests.replay.conftest import Played, World, page
from tests.review_web.browsing import Watched, chromium

pytestmark = pytest.mark.slow
RUN = "window.ran=1;new Image().src='/ran';alert(1)"
ATTACKS = (
    f"<script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f'"><svg onload="{RUN}">',
    "'\" autofocus onfocus=window.ran=1,alert(1) x='",
    f'<a href="javascript:{RUN}">click</a>',
    f"</textarea></title></style></script><script>{RUN}</script>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<math><mtext><style><img src=x onerror="{RUN}"></style></mtext></math>',
    "<link rel=stylesheet href=https://evil.example/x.css><img src=https://evil.example/x.png>",
    '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    "<form action=https://evil.example/><button>Go</button></form>",
    f'<div hx-get=/log hx-trigger=load hx-on::load="{RUN}">x</div>',
    "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} %(who)s %s",
    "'; DROP TABLE decision; --",
    "\u202egnp.exe \x1b[31m \x00 ',=cmd|' /C calc'!A0",
)
ALL = " ".join(ATTACKS).replace("\x00", "").replace("\x1b", "")
MARK = "<script>window.ran=1"
"""Has to be seen as text: else nothing hostile ever came to the page."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def survey(share: str) -> bytes:
    escaped = ATTACKS[0].replace("<", "&lt;")
    evil = [f"<div>{attack}</div>" for attack in ATTACKS]
    return page(f"The share of organisations {escaped} that use it is {share} this year.", *evil)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A report with three shares, each cited from a survey of its own, one of them blocked; every text is hostile."""
    world = World(tmp_path_factory.mktemp("hostile"))
    claims: dict[str, dict[str, Any]] = {}
    for number, name in enumerate("abc", 1):
        url = f"https://survey-{name}.example/results"
        world.write(f"extractors/survey_{name}.yml", {
            "title": ALL, "publisher": ALL, "url": url, "terms": ALL, "hazards": ALL,
            "routes": [{"name": "page", "url": url, "form": "html"}], "look_at": {"en": ALL, "zh": ALL},
            "figures": {"share": {
                "reads": "percent", "unit": "%", "anchors": [["share"], ["organisations"]], "between": [1, 99],
                "measures": "vendor_market_share",
            }},
        })  # fmt: skip
        claims[f"S0{number}"] = {
            "says": f"12% {ALL}", "where": {"section": ALL, "note": ALL}, "value": 12, "unit": "%",
            "measures": "vendor_market_share", "cites": f"survey_{name}.share",
        }  # fmt: skip
        blocked = name == "c"
        world.edition(f"survey_{name}", "2024-07-01", b"" if blocked else survey("45%"), status=403 if blocked else 200)
    world.report(claims, title=ALL, publisher=ALL, self_checks=[], note=ALL)
    # In a thread of its own: the browser's loop runs in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(world.play, "2024-07-01", "2024-07-08").result()


class Prey(Watched):
    """A visitor who notes what ran: in the page, in a frame, or by asking for /ran."""

    def __init__(self, browser: Browser, base: str) -> None:
        super().__init__(browser.new_context(locale="en-GB"), base)
        self.ran: list[str] = []
        self.page.on("request", lambda request: self.ran.append(request.url) if request.url.endswith("/ran") else None)

    def visit(self, paths: Sequence[str]) -> None:
        for path in paths:
            try:
                self.page.goto(self.base + path)
                self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                if self.page.evaluate("window.ran"):
                    self.ran.append(path)
            except Error as error:
                # Led away in the midst of it.
                self.elsewhere.append(f"{path}: {error}")

    @property
    def caught(self) -> bool:
        return bool(self.ran or self.dialogs)

    def unharmed(self) -> None:
        assert (self.ran, self.dialogs, self.elsewhere) == ([], [], [])


def everything(played: Played) -> list[str]:
    """The address of every page, some with hostile words in the address itself."""
    capture = played.query("SELECT capture_id FROM capture WHERE warc_file IS NOT NULL LIMIT 1")[0]["capture_id"]
    alerts = [f"/alerts/{row['alert_id']}" for row in played.alerts]
    return [
        "/", *alerts, "/issues", "/overview", "/sources", "/log", "/errata/small", "/readings/survey_c/share",
        f"/captures/{capture}", f"/?text={ALL[:150]}", f"/?done={ATTACKS[0]}", f"/overview?report={ATTACKS[0]}",
        f"/alerts/{ATTACKS[0].replace('/', '')}", f"/language/zh?back=/?text={ATTACKS[0]}", "/?state=accepted",
    ]  # fmt: skip


def send(prey: Prey, form: Locator, words: str) -> None:
    """Fill every text of the form with the words and send it; dates and addresses get what they ask for."""
    form.evaluate(
        "one => { for (let up = one; up; up = up.parentElement) if (up.tagName == 'DETAILS') up.open = true }"
    )
    for field in form.locator("textarea, input[type=text], input[type=search], input[type=password]").all():
        field.fill(words[: int(field.get_attribute("maxlength") or 4000)])
    for field in form.locator("input[type=date][required]").all():
        if field.get_attribute("id") != "seen":
            field.fill((datetime.now(UTC) + timedelta(days=3)).date().isoformat())
    if form.locator("input[type=radio]").count():
        form.locator("input[type=radio]").first.check()
    if form.locator("input[type=url]").count():
        form.locator("input[type=url]").fill(f"https://survey-a.example/?{words[:500]}")
    form.get_by_role("button").last.click()
    prey.page.wait_for_load_state("load")


def decide(prey: Prey, alert: str, words: str, acts: Sequence[str]) -> None:
    prey.open(alert)
    for act in acts:
        # Each decision leads back to the alert.
        send(prey, prey.page.locator(f"details[data-way={act}] form"), words)


def read(prey: Prey, words: str, folder: Path) -> None:
    """A person's reading with a file that is hostile in name and content."""
    evil = folder / "<img src=x onerror=alert(1)>.html"
    evil.write_text(f"<html><body>45% {ALL}<script>{RUN}</script></body></html>", "utf-8")
    prey.open("/readings/survey_c/share")
    prey.page.locator("#file").set_input_files(evil)
    send(prey, prey.page.locator("main form"), words)


def test_no_hostile_word_runs(
    played: Played, browser: Browser, serve: Callable[[Starlette], str], tmp_path: Path
) -> None:
    assert [row["claim_id"] for row in played.alerts] == ["S01", "S02"]
    prey = Prey(browser, serve(build(played.settings, Serving())))
    paths = everything(played)
    first, second = paths[1:3]
    decide(prey, first, ALL, ("note", "assign", "snooze", "dismiss"))
    decide(prey, second, ALL, ("accept",))
    read(prey, f"45% {ALL}", tmp_path)
    prey.open("/?snoozed=1&closed=1")
    send(prey, prey.page.locator("form.filters"), ALL)
    prey.visit(paths)
    prey.open("/log")
    assert prey.page.locator("main").inner_text().count(MARK) >= 5, "the words came, as words"
    prey.open(first)
    assert MARK in prey.page.locator(".facing").inner_text()
    prey.unharmed()
    feed = prey.page.request.get(f"{prey.base}/feed/small.atom").text()
    assert "<script" not in feed and "&lt;script" in feed
    for name in ("small.csv", "small.claimreview.json"):
        assert prey.page.request.get(f"{prey.base}/export/{name}").status == 200
    assert prey.page.request.get(f"{prey.base}/errata/small.docx").body().startswith(b"PK")


def test_signing_in_with_hostile_words(
    played: Played, browser: Browser, serve: Callable[[Starlette], str], tmp_path: Path
) -> None:
    own = replace(played.settings, data=tmp_path)
    (tmp_path / "specimen").symlink_to(played.settings.data / "specimen")
    accounts.add(accounts_file(own), ALL[:60], "admin", "correct horse battery")
    prey = Prey(browser, serve(build(own, Serving())))
    prey.open(f"/sign-in?next={ATTACKS[1]}")
    prey.page.locator("#name").fill(ATTACKS[0])
    prey.page.locator("#password").fill(ATTACKS[1])
    prey.page.get_by_role("button", name="Sign in").click()
    prey.page.get_by_role("alert").wait_for()
    prey.page.locator("#name").fill(ALL[:60])
    prey.page.locator("#password").fill("correct horse battery")
    prey.page.get_by_role("button", name="Sign in").click()
    prey.page.get_by_text("Sign out").wait_for()
    assert ALL[:20] in prey.page.locator(".who").inner_text()
    prey.page.goto(f"{prey.base}/people")
    for form in ("add", "token"):
        send(prey, prey.page.locator(f"form:has([value={form}])"), ALL)
    assert MARK in prey.page.locator("main").inner_text()
    prey.visit(["/people", "/account"])
    prey.unharmed()


def test_without_escaping_and_without_the_policy_it_would_run(
    played: Played, browser: Browser, serve: Callable[[Starlette], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The policy alone keeps scripts from running too; with neither defence, this very test catches what runs."""
    real = desk_module.environment

    def unsafe(lang: Any) -> Environment:
        made = real(lang).overlay(autoescape=False)
        made.globals = real(lang).globals
        return made

    paths = everything(played)[:2]
    base = serve(build(played.settings, Serving()))
    monkeypatch.setattr(desk_module, "environment", unsafe)
    behind_policy = Prey(browser, base)
    behind_policy.visit(paths)
    assert behind_policy.complaints and not behind_policy.caught, "no script runs by the policy alone"
    monkeypatch.setattr(guard, "POLICY", "default-src * data: 'unsafe-inline' 'unsafe-eval'")
    open_to_all = Prey(browser, base)
    open_to_all.visit(paths)
    assert open_to_all.ran and open_to_all.dialogs and open_to_all.elsewhere
    with pytest.raises(AssertionError):
        open_to_all.unharmed()


@pytest.mark.soak
@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_alone_through_every_form(
    attack: str, played: Played, browser: Browser, serve: Callable[[Starlette], str], tmp_path: Path
) -> None:
    prey = Prey(browser, serve(build(played.settings, Serving())))
    words = attack.replace("\x00", "")
    first = everything(played)[1]
    decide(prey, first, words, ("note", "assign"))
    read(prey, f"45% {words}", tmp_path)
    prey.open("/?snoozed=1&closed=1")
    send(prey, prey.page.locator("form.filters"), words)
    prey.visit(everything(played))
    prey.unharmed()
