"""Hostile words thrown through a source page, a YAML file and every form: in Chromium none of them runs.

Each attack carries a number of its own and stands alone in its field, dozens to a page: one page load tries them all,
and what ran says which it was. The same pages without escaping and without the policy do run them, so the test would
see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from jinja2 import Environment
from playwright.sync_api import APIResponse, Browser, Error
from starlette.applications import Starlette

from citewatch.review.web import accounts, guard
from citewatch.review.web import desk as desk_module
from citewatch.review.web.accounts import accounts_file
from citewatch.review.web.app import Serving, build
from citewatch.settings import Settings
from schemas.decision import Decision
from tests.replay.conftest import Played, World, page
from tests.review_web.browsing import Watched, chromium
from warehouse import decisions
from warehouse.store import Store

pytestmark = pytest.mark.slow
SHAPES = (
    "<script>RUN</script>",
    '<img src=x onerror="RUN">',
    '"><svg onload="RUN">',
    "'\" autofocus onfocus=RUN x='",
    '<a href="javascript:RUN">click</a>',
    "</textarea></title></style></script><script>RUN</script>",
    '<iframe srcdoc="<script>parent.eval(`RUN`)</script>"></iframe>',
    '<math><mtext><style><img src=x onerror="RUN"></style></mtext></math>',
    "<link rel=stylesheet href=https://evil.example/x.css><img src=https://evil.example/x.png>",
    "<form action=https://evil.example/><button>Go</button></form>",
    '<div hx-get=/log hx-trigger=load hx-on::load="RUN">x</div>',
    "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} %(who)s %s",
    "'; DROP TABLE decision; --",
    "\u202egnp.exe \x1b[31m \x00 ',=cmd|' /C calc'!A0",
    "<details open ontoggle=RUN><video><source onerror=RUN></video></details>",
)
BREAKS = ("", '">', "'>", "</textarea>", "</title>", "</option></select>", "</script>", "-->", "]]>", "</style>",
          "\u2028", "`>")  # fmt: skip
"""What leads out of the place a word was put into."""
ATTACKS = len(SHAPES) * len(BREAKS)
LEADS_AWAY = '<meta http-equiv=refresh content="0;url=https://evil.example/">'
MARK = "<script>(window.ran"
"""Has to be seen as text: else nothing hostile ever came to the page."""
PASSWORD = "correct horse battery"


def attack(number: int, *, loud: bool = True) -> str:
    """The attack of that number; a loud one also opens a dialogue."""
    run = f"(window.ran=window.ran||[]).push({number});new Image().src='/ran?{number}'" + ";alert(1)" * loud
    shape = BREAKS[number // len(SHAPES)] + SHAPES[number % len(SHAPES)].replace("RUN", run)
    return shape.replace("\x00", "").replace("\x1b", "")


ALL = " ".join(attack(n) for n in range(len(SHAPES)))
ALONE = [attack(n, loud=False) for n in range(ATTACKS)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def survey(share: str) -> bytes:
    escaped = attack(0).replace("<", "&lt;")
    evil = [f"<div>{attack(n)}</div>" for n in range(len(SHAPES))]
    return page(f"The share of organisations {escaped} that use it is {share} this year.", *evil)


def wrong(says: str, section: str, note: str, cites: str) -> dict[str, Any]:
    return {"says": f"12% {says}", "where": {"section": section, "note": note}, "value": 12, "unit": "%",
            "measures": "vendor_market_share", "cites": f"{cites}.share"}  # fmt: skip


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Three surveys, one of them blocked, whose every text is hostile; claims that hold three attacks each, alone."""
    world = World(tmp_path_factory.mktemp("hostile"))
    claims: dict[str, dict[str, Any]] = {}
    for number, name in enumerate("abc", 1):
        url = f"https://survey-{name}.example/results"
        title = f"{ALL} {LEADS_AWAY}" if name == "c" else ALL
        world.write(f"extractors/survey_{name}.yml", {
            "title": title, "publisher": ALL, "url": url, "terms": ALL, "hazards": ALL,
            "routes": [{"name": "page", "url": url, "form": "html"}], "look_at": {"en": ALL, "zh": ALL},
            "figures": {"share": {
                "reads": "percent", "unit": "%", "anchors": [["share"], ["organisations"]], "between": [1, 99],
                "measures": "vendor_market_share",
            }},
        })  # fmt: skip
        claims[f"S0{number}"] = wrong(ALL, ALL, ALL, f"survey_{name}")
        blocked = name == "c"
        world.edition(f"survey_{name}", "2024-07-01", b"" if blocked else survey("45%"), status=403 if blocked else 200)
    for n in range(0, ATTACKS, 3):
        claims[f"T{n // 3:02}"] = wrong(*ALONE[n : n + 3], "survey_b")
    world.report(claims, title=ALL, publisher=ALL, self_checks=[], note=ALL)
    # In a thread of its own: the browser's loop runs in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(world.play, "2024-07-01", "2024-07-08").result()


class Prey(Watched):
    """A visitor who notes what ran: in the page, in a frame, or by asking for /ran."""

    def __init__(self, browser: Browser, base: str) -> None:
        super().__init__(browser.new_context(locale="en-GB"), base)
        self.ran: list[str] = []
        self.page.on("request", self._noted)

    def _noted(self, request: Any) -> None:
        if urlsplit(request.url).path == "/ran":
            self.ran.append(request.url)

    def visit(self, paths: Iterable[str]) -> None:
        for path in paths:
            try:
                self.page.goto(self.base + path)
                ran = self.page.evaluate(
                    "() => { document.querySelectorAll('details').forEach(one => one.open = true); return window.ran }"
                )
                if ran:
                    self.ran.append(f"{path}: {ran}")
            except Error as error:
                # Led away in the midst of it.
                self.elsewhere.append(f"{path}: {error}")

    def every_page_of(self, path: str) -> None:
        """It and those that it goes on to."""
        while path:
            self.visit([path])
            onward = self.page.locator("main a.button[data-rel=next]")
            path = str(onward.get_attribute("href")) if onward.count() else ""

    def post(self, form: str, seen_at: str, **more: Any) -> APIResponse:
        """Send a form as this visitor, with the token of that page."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.page.request.get(self.base + seen_at).text())
        assert found is not None
        multipart = {"token": found[1], **more}
        return self.page.request.post(self.base + form, multipart=multipart, max_redirects=0, timeout=300_000)

    def types(self, form: str, words: str) -> None:
        """Into every field of the form, and send it: what is refused comes back with all that was typed."""
        with self.page.expect_navigation():
            self.page.locator(form).evaluate(
                """(form, words) => {
                    const typed = 'textarea, input:not([type=hidden], [type=file], [type=radio])';
                    for (const one of form.elements) if (one.matches(typed)) one.value = words;
                    form.noValidate = true;
                    form.requestSubmit();
                }""",
                words,
            )

    @property
    def caught(self) -> bool:
        return bool(self.ran or self.dialogs)

    def unharmed(self) -> None:
        assert (self.ran, self.dialogs, self.elsewhere) == ([], [], [])


@pytest.fixture(scope="module")
def prey(browser: Browser) -> Prey:
    return Prey(browser, "")


def alerts(played: Played) -> dict[str, str]:
    """Claim → address of its alert."""
    return {row["claim_id"]: f"/alerts/{row['alert_id']}" for row in played.alerts}


def everything(played: Played) -> list[str]:
    """The address of every page, some with hostile words in the address itself."""
    capture = played.query("SELECT capture_id FROM capture WHERE warc_file IS NOT NULL LIMIT 1")[0]["capture_id"]
    of, evil = alerts(played), quote(attack(0))
    names = ("text", "done", "assignee", "section", "publisher", "report", "group", "verdict", "after")
    return [
        of["S01"], of["S02"], "/issues", "/overview", "/sources", "/errata/small", "/readings/survey_c/share",
        f"/captures/{capture}", "/?state=accepted", f"/?text={quote(ALL[:150])}", f"/alerts/{evil.replace('/', '')}",
        f"/language/zh?back=/?{'%26'.join(f'{name}={evil}' for name in names[:-1])}",
        f"/overview?report={evil}&after=1",
    ]  # fmt: skip


def decide(prey: Prey, alert: str, version: int, act: str, note: str, **more: str) -> None:
    form = {"choice": f"{alert.rpartition('/')[2]}:{version}", "back": "/", "request": f"{alert}{version}", "act": act,
            "who": ALL[:80], "note": note, **more}  # fmt: skip
    assert prey.post("/decide", "/readings/survey_c/share", **form).status == 303


def noted(settings: Settings, paths: Sequence[str]) -> None:
    """A note on each of these alerts, name and words an attack alone; in one transaction, since they are many."""
    at = datetime.now(UTC).replace(tzinfo=None)
    notes = [
        Decision(
            alert_id=path.rpartition("/")[2], version=1, seq=100 + n, act="note", state="open", assignee=None,
            snoozed_until=None, note=ALONE[3 * n + 1], mistake=None, observed=ALONE[3 * n + 2], span=None,
            previous_alert_id=None, undoes=None, request_id=f"note {n}", by=ALONE[3 * n], at=at,
        )
        for n, path in enumerate(paths)
    ]  # fmt: skip
    with Store(settings.warehouse_file, settings.kind).writing("decide") as connection:
        decisions.add(connection, notes)


def read(prey: Prey, words: str) -> None:
    """A person's reading with a file that is hostile in name and content."""
    evil = f"<html><body>45% {ALL}<script>{attack(1)}</script></body></html>".encode()
    file = {"name": "<img src=x onerror=alert(1)>.html", "mimeType": "text/html", "buffer": evil}
    form = {"printed": f"45% {words}"[:500], "sentence": f"45% {words}"[:4000], "url": f"https://survey-a.example/?{words[:500]}",
            "seen": "2024-07-08", "note": words[:4000], "who": words[:80], "file": file}  # fmt: skip
    assert prey.post("/readings/survey_c/share", "/readings/survey_c/share", **form).status == 200


def test_no_hostile_word_runs(played: Played, prey: Prey, serve: Callable[[Starlette], str]) -> None:
    of = alerts(played)
    assert {"S01", "S02"} < of.keys() and len(of) == 2 + ATTACKS / 3
    prey.base = serve(build(played.settings, Serving()))
    decide(prey, of["S01"], 0, "assign", "", assignee=ALL[:80])
    decide(prey, of["S01"], 1, "snooze", "", until=str((datetime.now(UTC) + timedelta(days=3)).date()))
    decide(prey, of["S01"], 2, "dismiss", ALL[:4000], mistake="other")
    decide(prey, of["S02"], 0, "accept", ALL[:4000])
    noted(played.settings, [of[claim] for claim in sorted(of.keys() - {"S01", "S02"})])
    read(prey, ALL)
    prey.every_page_of("/?snoozed=1&closed=1")
    prey.every_page_of("/log")
    assert prey.page.locator("main").inner_text().count(MARK) >= 5, "the words came, as words"
    prey.visit(everything(played))
    prey.visit([of["S01"]])
    assert MARK in prey.page.locator(".facing").inner_text()
    prey.types("details[data-way=note] form", ALL)
    prey.visit(["/readings/survey_c/share"])
    prey.types("main form", ALL)
    assert MARK in prey.page.locator("#sentence").input_value(), "what was refused came back as it was typed"
    prey.unharmed()
    feed = prey.page.request.get(f"{prey.base}/feed/small.atom").text()
    assert "<script" not in feed and "&lt;script" in feed
    for name in ("small.csv", "small.claimreview.json"):
        assert prey.page.request.get(f"{prey.base}/export/{name}").status == 200
    assert prey.page.request.get(f"{prey.base}/errata/small.docx").body().startswith(b"PK")


def test_signing_in_with_hostile_words(
    played: Played, prey: Prey, serve: Callable[[Starlette], str], tmp_path: Path
) -> None:
    own = replace(played.settings, data=tmp_path)
    (tmp_path / "specimen").symlink_to(played.settings.data / "specimen")
    name = attack(0)[:80]
    accounts.add(accounts_file(own), name, "admin", PASSWORD)
    prey.base = serve(build(own, Serving()))
    prey.visit([f"/sign-in?next={quote(attack(1))}"])
    prey.types("main form", ALL)
    prey.page.get_by_role("alert").wait_for()
    assert prey.post("/sign-in", "/sign-in", name=name, password=PASSWORD, next="/").status == 303
    prey.post("/people", "/people", act="add", name=attack(2)[:80], role="reader", password=PASSWORD)
    prey.post("/people", "/people", act="token", name=attack(3)[:80])
    prey.visit(["/account", "/people"])
    assert name[:20] in prey.page.locator(".who").inner_text()
    assert prey.page.locator("main").inner_text().count("window.ran") >= 3
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

    base = serve(build(played.settings, Serving()))
    monkeypatch.setattr(desk_module, "environment", unsafe)
    behind_policy = Prey(browser, base)
    behind_policy.visit(["/?text=T0"])
    assert behind_policy.complaints and not behind_policy.caught, "no script runs by the policy alone"
    behind_policy.page.close()
    monkeypatch.setattr(guard, "POLICY", "default-src * data: 'unsafe-inline' 'unsafe-eval'")
    open_to_all = Prey(browser, base)
    open_to_all.visit(["/?text=T0"])
    open_to_all.page.close()
    assert open_to_all.dialogs and open_to_all.elsewhere
    assert len(set(re.findall(r"/ran\?(\d+)", " ".join(open_to_all.ran)))) >= 5, "many, each known by its number"
    with pytest.raises(AssertionError):
        open_to_all.unharmed()


@pytest.mark.soak
def test_each_attack_alone_in_every_place(played: Played, prey: Prey, serve: Callable[[Starlette], str]) -> None:
    """On a page of its own claim, in its notes and names, in a form that is refused, a reading and the address."""
    prey.base = serve(build(played.settings, Serving()))
    prey.page.set_default_timeout(300_000)  # a soak runs beside other work
    pages = posts = 0
    for claim, path in sorted(alerts(played).items()):
        numbers = range(3 * int(claim[1:]), 3 * int(claim[1:]) + 3) if claim.startswith("T") else ()
        for version, number in enumerate(numbers):
            decide(prey, path, version, "note", ALONE[number], who=ALONE[number][:80])
            read(prey, ALONE[number])
            posts += 2
        prey.visit([path])
        pages += 1
        if numbers:
            prey.types("details[data-way=dismiss] form", ALONE[numbers[0]])
            text, section, assignee = (quote(ALONE[number]) for number in numbers)
            prey.visit([f"/?text={text}&section={section}&assignee={assignee}"])
            pages += 2
        prey.unharmed()
    prey.every_page_of("/log")
    prey.visit(["/issues", "/sources", "/overview", "/errata/small"])
    prey.unharmed()
    print(f"\n{ATTACKS} attacks, each alone: {posts} posts, {pages + 4} pages and the log; none ran")
