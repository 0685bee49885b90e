"""Every page as it looks: light, dark, on a phone and in Chinese, with axe; `make screens` keeps pictures of them."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from starlette.applications import Starlette

from citewatch.review.desk import ReviewDesk
from citewatch.review.model import Choice, Filter
from citewatch.review.web import access, accounts, tokens
from citewatch.review.web.app import Serving, build
from citewatch.review.web.desk import HERE, Desk
from tests.review_web.browsing import Watched, chromium
from tests.review_web.conftest import Client, settings_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOW = datetime(2026, 11, 17, 9, 0)
"""The day after the demo's last refresh: pictures are the same whenever they are made."""
MOST_BYTES = 150_000
"""Of a page with its style, scripts and icon, uncompressed."""
MOST_PICTURE = 60_000


@dataclass(frozen=True)
class Look:
    lang: str = "en-GB"
    scheme: str = "light"
    width: int = 1000


LIGHT, DARK, CHINESE, PHONE = Look(), Look(scheme="dark"), Look("zh-TW"), Look("zh-TW", width=360)
SHOWN: tuple[tuple[str, str, Look, int], ...] = (
    # picture in docs/, page, look, height
    ("queue", "queue", LIGHT, 900), ("queue-phone", "queue", PHONE, 800), ("alert", "alert", LIGHT, 1100),
    ("history", "alert", LIGHT, 900),
    ("alert-dark-zh", "alert", Look("zh-TW", "dark"), 900), ("issues-zh", "issues", CHINESE, 760),
    ("kept", "kept", LIGHT, 760), ("reading", "reading", LIGHT, 900), ("overview", "overview", LIGHT, 1300),
    ("sources-dark", "sources", DARK, 620), ("log", "log", LIGHT, 420), ("errata", "errata", LIGHT, 760),
    ("moved-zh", "moved", CHINESE, 760), ("people", "people", LIGHT, 900),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """The demo's desk with a few decisions, on a fixed day."""

    app: Starlette
    paths: dict[str, str]
    guarded: Starlette


@pytest.fixture(scope="module")
def shown(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("screens")
    shutil.copytree(data / "specimen", folder / "specimen")
    core = ReviewDesk(settings_of(folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "now", lambda _: NOW)
        yield Shown(build(settings_of(folder), Serving()), _paths(core), _guarded(folder, folder / "guarded"))


def _guarded(data: Path, folder: Path) -> Starlette:
    """The same figures at a desk with accounts, a token and a few sign-ins."""
    folder.mkdir()
    (folder / "specimen").symlink_to(data / "specimen")
    own = settings_of(folder)
    for name, role in (("Mei", "admin"), ("Bo", "reviewer"), ("Ana", "reader")):
        accounts.add(accounts.accounts_file(own), name, role, "correct horse battery")  # type: ignore[arg-type]
        access.record(access.journal_file(own), NOW, "signed_in", name, name, "192.0.2.7")
    access.record(access.journal_file(own), NOW, "refused", access.UNKNOWN, access.UNKNOWN, "192.0.2.9")
    tokens.add(tokens.tokens_file(own), "newsroom-feed", NOW.date())
    return build(own, Serving())


def _paths(core: ReviewDesk) -> dict[str, str]:
    """Name → address; three alerts are decided, so that the log and the page of one of them show it."""
    of = {item.claim_id: item for item in reversed(core.queue(Filter(), today=NOW.date(), limit=200).items)}
    for claim, act, note in (
        ("C37", "accept", "The authors know; the footnote is right."), ("C38", "resolve", "Corrected online today."),
        ("C12", "note", "Asked the press office which period it means."),
    ):  # fmt: skip
        one = of[claim]
        (done,) = core.decide(
            [Choice(one.alert_id, one.version)],
            act,  # type: ignore[arg-type]
            by="Mei",
            at=NOW,
            request_id=f"screens {claim}",
            note=note,
        )
        assert done.outcome == "done", done
    first = core.alert(of["C01"].alert_id, today=NOW.date())
    assert first.verdict == "scale_error" and first.capture is not None
    return {
        "queue": "/", "alert": f"/alerts/{first.alert_id}", "moved": f"/alerts/{of['C41'].alert_id}",
        "decided": f"/alerts/{of['C12'].alert_id}", "issues": "/issues", "overview": "/overview",
        "sources": "/sources", "log": "/log", "errata": "/errata/cier_genai_2024",
        "reading": "/readings/gartner_ai_in_hr/cost_saving", "kept": f"/captures/{first.capture.capture_id}",
        "accepted": "/?state=accepted", "nothing": "/?text=nothing", "missing": "/alerts/none",
    }  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def base(shown: Shown, serve: Callable[[Starlette], str]) -> str:
    return serve(shown.app)


def seen_as(browser: Browser, base: str, look: Look, height: int = 900) -> Watched:
    context = browser.new_context(
        locale=look.lang,
        color_scheme=look.scheme,  # type: ignore[arg-type]
        viewport={"width": look.width, "height": height},
        reduced_motion="reduce",
    )
    return Watched(context, base)


def as_admin(browser: Browser, app: Starlette, base: str, look: Look, height: int = 900) -> Watched:
    """Signed in as the admin, without the form."""
    one, desk = seen_as(browser, base, look, height), app.state.desk
    token = desk.sessions.start("Mei", desk.accounts["Mei"].mark, time.monotonic())
    one.page.context.add_cookies([{"name": app.state.doors.cookie, "value": token, "url": base}])
    return one


def against(one: Watched, path: str) -> list[str]:
    """What is wrong with the page as it stands: axe's findings, and scrolling sideways."""
    one.page.goto(one.base + path)
    one.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = one.axe()
    if not one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        found.append("scrolls sideways")
    return found


def wrong(browser: Browser, base: str, shown: Shown, look: Look, names: tuple[str, ...]) -> dict[str, list[str]]:
    one = seen_as(browser, base, look)
    found = {name: against(one, shown.paths[name]) for name in names}
    return {name: list(problems) for name, problems in found.items() if problems}


EVERY = ("queue", "alert", "issues", "overview", "sources", "log", "errata", "reading", "kept")


@pytest.mark.slow
def test_axe_has_nothing_against_any_page(browser: Browser, base: str, shown: Shown) -> None:
    """Every page once, the looks spread over them; all pages in all looks are a soak."""
    assert wrong(browser, base, shown, LIGHT, ("queue", "issues", "reading", "kept", "errata")) == {}
    assert wrong(browser, base, shown, Look("zh-TW", "dark"), ("alert", "overview", "log")) == {}
    assert wrong(browser, base, shown, PHONE, ("queue", "decided", "sources", "reading")) == {}


@pytest.mark.slow
@pytest.mark.soak
def test_axe_has_nothing_against_the_pages_of_accounts(
    browser: Browser, shown: Shown, serve: Callable[[Starlette], str]
) -> None:
    base = serve(shown.guarded)
    assert against(as_admin(browser, shown.guarded, base, LIGHT), "/people") == []
    on_a_phone = as_admin(browser, shown.guarded, base, Look("zh-TW", "dark", 360))
    assert against(on_a_phone, "/people") == [] and against(on_a_phone, "/account") == []
    on_a_phone.page.context.clear_cookies()
    assert against(on_a_phone, "/sign-in") == []


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en-GB", "zh-TW"])
def test_axe_has_nothing_against_any_page_in_any_look(
    browser: Browser, base: str, shown: Shown, lang: str, scheme: str, width: int
) -> None:
    assert wrong(browser, base, shown, Look(lang, scheme, width), tuple(shown.paths)) == {}


@pytest.mark.slow
def test_axe_would_say_so(browser: Browser, base: str, shown: Shown) -> None:
    """The check can fail: a label, a contrast, a small target and a wide block spoilt by hand are all found."""
    one = seen_as(browser, base, PHONE)
    one.open(shown.paths["reading"])
    one.page.evaluate("""() => {
        document.querySelector('label[for=printed]').remove();
        document.querySelector('h1').style.color = '#ccc';
        const buttons = document.createElement('p');
        buttons.innerHTML = '<button>1</button><button>2</button>';
        buttons.querySelectorAll('button').forEach(one =>
            one.style.cssText = 'min-height:0;height:9px;width:9px;padding:0;border:0;margin:0');
        document.querySelector('main').append(buttons);
    }""")
    rules = {problem.partition(":")[0] for problem in one.axe()}
    assert {"label", "color-contrast", "target-size"} <= rules


@pytest.mark.slow
def test_the_keyboard_goes_through_a_page_in_its_order_and_is_seen(browser: Browser, base: str, shown: Shown) -> None:
    one = seen_as(browser, base, LIGHT)
    one.open(shown.paths["alert"])
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.matches('.skip') && getComputedStyle(document.activeElement).top")
    order = []
    while len(order) < 100:
        one.page.keyboard.press("Tab")
        if one.page.evaluate("document.activeElement === document.body"):
            break
        at, outline, box = one.page.evaluate("""() => {
            const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
            return [[...document.querySelectorAll('*')].indexOf(here), style.outlineStyle, box.width * box.height];
        }""")
        assert outline != "none" and box > 0, "whoever goes by keyboard sees where they are"
        order.append(at)
    assert order == sorted(set(order)) and len(order) > 20, "from top to bottom, nothing twice, and then out"
    moving = one.page.evaluate("""() => [...document.querySelectorAll('*')]
        .filter(one => getComputedStyle(one).transitionDuration !== '0s'
            || getComputedStyle(one).animationName !== 'none').length""")
    assert moving == 0, "nothing moves for those who asked for that"


def test_every_page_is_light(shown: Shown) -> None:
    static = sum(
        (HERE / "static" / name).stat().st_size for name in ("desk.css", "desk.js", "icon.svg", "vendor/htmx.min.js")
    )
    client = Client(shown.app)
    # In a thread of its own: a browser's loop may run in this one.
    with ThreadPoolExecutor(1) as pool:
        sizes = {name: len(pool.submit(client.get, at).result().content) + static for name, at in shown.paths.items()}
    assert max(sizes.values()) <= MOST_BYTES, sizes


def test_pictures_in_the_docs_are_there_and_small() -> None:
    named = set(re.findall(r"\]\((screens/[a-z-]+\.png)\)", (DOCS / "review.md").read_text("utf-8")))
    assert named == {f"screens/{name}.png" for name, *_ in SHOWN}
    assert named == {f"screens/{file.name}" for file in (DOCS / "screens").iterdir()}
    sizes = {name: (DOCS / name).stat().st_size for name in named}
    assert max(sizes.values()) <= MOST_PICTURE, sizes


@pytest.mark.slow
@pytest.mark.skipif("CITEWATCH_SCREENS" not in os.environ, reason="`make screens` makes the pictures of docs/review.md")
def test_pictures_are_made(browser: Browser, base: str, shown: Shown, serve: Callable[[Starlette], str]) -> None:
    folder = Path(os.environ["CITEWATCH_SCREENS"])
    folder.mkdir(parents=True, exist_ok=True)
    guarded = serve(shown.guarded)
    for name, page, look, height in SHOWN:
        if page == "people":
            one = as_admin(browser, shown.guarded, guarded, look, height)
            one.open("/people")
        else:
            one = seen_as(browser, base, look, height)
            one.page.goto(base + shown.paths[page])
        if page == "kept":
            one.page.frame_locator("iframe").locator("h1").first.wait_for()
        part = one.page.locator("section:has(.chart)") if name == "history" else one.page
        picture = Image.open(BytesIO(part.screenshot()))
        picture.convert("RGB").quantize(72, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)
        one.page.context.close()
