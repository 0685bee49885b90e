"""Responses and what they are worth. Each rule of quality.py has a row; so has each mistake it must not make."""

import time

import pytest

from citewatch.quality import judge
from schemas.capture import Hop

HTML = {"content-type": "text/html; charset=utf-8"}
PROSE = "<p>" + "The market is projected to reach US$356.10bn in 2030. " * 60 + "</p>"
ASKED = "https://www.example.org/report/a"


def page(title: str = "Report", body: str = PROSE, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def hops(*urls: str) -> tuple[Hop, ...]:
    return tuple(Hop(url, 302, after) for url, after in zip(urls, (*urls[1:], "x"), strict=True))


FDA = "https://www.fda.gov/medical-devices/good-machine-learning-practice"
STATISTA = "https://www.statista.com/outlook/tmo/generative-ai/worldwide"

# name: status, headers, final url, hops, body → state, moved
CASES: dict[str, tuple[int, dict[str, str], str, tuple[Hop, ...], bytes, str, bool]] = {
    # Walls known by where the redirects end.
    "fda apology answers 404": (
        404, HTML, "https://www.fda.gov/apology_objects/abuse-detection-apology.html", hops(FDA), b"404",
        "blocked", False),
    "fda apology answers 200": (
        200, HTML, "https://www.fda.gov/apology_objects/abuse-detection-apology.html", hops(FDA), page(),
        "blocked", False),
    "fda true 404": (404, HTML, FDA, (), page("Page Not Found | FDA"), "gone", False),
    "statista sign-in error": (
        200, HTML, "https://www.statista.com/sso/login-error?error-code=access_denied", hops(STATISTA), page(),
        "blocked", False),
    "consent host": (
        200, HTML, "https://consent.yahoo.com/v2/collectConsent?sessionId=1", hops("https://yahoo.com/x"), page(),
        "blocked", False),
    "login path": (200, HTML, "https://www.example.org/login?next=/a", hops(ASKED), page("Members"), "blocked", False),
    "login host": (200, HTML, "https://login.example.org/", hops(ASKED), page("Members"), "blocked", False),
    "google sorry": (429, HTML, "https://www.google.com/sorry/index?continue=x", hops(ASKED), page(), "blocked", False),
    "captcha path": (200, HTML, "https://www.example.org/captcha?u=a", hops(ASKED), page(), "blocked", False),
    "an article about logins is a page": (
        200, HTML, "https://www.example.org/blog/login-security-2024", hops(ASKED), page(), "ok", True),
    "a page asked for under /sso/ is a page": (200, HTML, "https://www.example.org/sso/guide", (), page(), "ok", False),
    "a challenge prize is a page": (
        200, HTML, "https://www.example.org/challenge/2024", hops(ASKED), page(),
        "ok", True),
    # Statuses.
    "403": (403, HTML, ASKED, (), page("Access Denied"), "blocked", False),
    "401": (401, {}, ASKED, (), b"", "blocked", False),
    "429": (429, {}, ASKED, (), b"", "blocked", False),
    "451": (451, {}, ASKED, (), b"", "blocked", False),
    "999": (999, {}, ASKED, (), b"", "blocked", False),
    "404": (404, HTML, ASKED, (), page("Not found"), "gone", False),
    "410": (410, {}, ASKED, (), b"", "gone", False),
    "404 after a redirect": (404, HTML, "https://www.example.org/b", hops(ASKED), b"", "gone", False),
    "400": (400, {}, ASKED, (), b"bad", "unreachable", False),
    "500": (500, HTML, ASKED, (), page("Oops"), "unreachable", False),
    "502": (502, HTML, ASKED, (), page(), "unreachable", False),
    "503": (503, HTML, ASKED, (), page("Service Unavailable"), "unreachable", False),
    "520": (520, {}, ASKED, (), b"x", "unreachable", False),
    "202": (202, HTML, ASKED, (), page(), "unreachable", False),
    "204": (204, {}, ASKED, (), b"", "unreachable", False),
    "206": (206, HTML, ASKED, (), page(), "unreachable", False),
    "300": (300, HTML, ASKED, (), page(), "unreachable", False),
    "304": (304, {}, ASKED, (), b"", "not_modified", False),
    "203": (203, HTML, ASKED, (), page(), "ok", False),
    "empty 200": (200, HTML, ASKED, (), b"", "unreachable", False),
    "blank 200": (200, HTML, ASKED, (), b"\n \n", "unreachable", False),
    # Challenges.
    "cloudflare 403 by header": (403, HTML | {"cf-mitigated": "challenge"}, ASKED, (), page(), "blocked", False),
    "aws waf 202": (202, {"x-amzn-waf-action": "challenge"}, ASKED, (), b"", "blocked", False),
    "cloudflare 503": (
        503, HTML, ASKED, (), page("Just a moment...", "<script>window._cf_chl_opt={}</script>"), "blocked", False),
    "cloudflare in chinese": (503, HTML, ASKED, (), page("請稍候…", ""), "blocked", False),
    "challenge as 404": (404, HTML, ASKED, (), page("Attention Required! | Cloudflare", ""), "blocked", False),
    "imperva 200": (
        200, HTML, ASKED, (), b"<html><body><iframe src='/_Incapsula_Resource?x'>Request unsuccessful. "
        b"Incapsula incident ID: 12-34</iframe></body></html>", "blocked", False),
    "datadome 200": (
        200, HTML, ASKED, (), page("example.org", "<script src='https://ct.captcha-delivery.com/c.js'></script>"),
        "blocked", False),
    "robot check 200": (200, HTML, ASKED, (), page("Bloomberg", "<p>Are you a robot?</p>"), "blocked", False),
    "access denied 200": (200, HTML, ASKED, (), page("Access Denied", "<p>Reference #18.2</p>"), "blocked", False),
    "sign-in 200": (200, HTML, ASKED, (), page("Sign in | Example", "<form></form>"), "blocked", False),
    "sign-in in chinese": (200, HTML, ASKED, (), page("會員專區", "<p>請先登入</p>"), "blocked", False),
    "sign-in in korean": (200, HTML, ASKED, (), page("로그인", "<form></form>"), "blocked", False),
    "consent 200": (200, HTML, ASKED, (), page("Before you continue to YouTube", "<p>x</p>"), "blocked", False),
    "cloudflare's script in an honest page": (
        200, HTML, ASKED, (), page(head="<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
        "ok", False),
    "imperva's script in an honest page": (
        200, HTML, ASKED, (), page(head="<script src='/_Incapsula_Resource?SWJI'></script>"), "ok", False),
    "contact form with a captcha": (
        200, HTML, ASKED, (), page(body=PROSE + "<div class='g-recaptcha'></div>"),
        "ok", False),
    "an article about captchas": (
        200, HTML, ASKED, (), page("Why CAPTCHAs fail", PROSE + "Are you a robot? asks the page."), "ok", False),
    "a long page called sign in": (200, HTML, ASKED, (), page("Sign in", PROSE * 20), "ok", False),
    # Soft 404s and closed shops.
    "soft 404 en": (200, HTML, ASKED, (), page("Page not found | Example"), "gone", False),
    "soft 404 site first": (200, HTML, ASKED, (), page("Example Corp - 404 Not Found"), "gone", False),
    "soft 404 sentence": (200, HTML, ASKED, (), page("Sorry, the page could not be found."), "gone", False),
    "soft 404 bare": (200, HTML, ASKED, (), page("404"), "gone", False),
    "soft 404 zh-Hant": (200, HTML, ASKED, (), page("找不到頁面 - 行政院"), "gone", False),
    "soft 404 zh-Hans": (200, HTML, ASKED, (), page("抱歉，您访问的页面不存在"), "gone", False),
    "soft 404 zh exact": (200, HTML, ASKED, (), page("頁面不存在"), "gone", False),
    "soft 404 zh asked for": (200, HTML, ASKED, (), page("您所訪問的頁面不存在"), "gone", False),
    "soft 404 ko": (200, HTML, ASKED, (), page("페이지를 찾을 수 없습니다 | 과학기술정보통신부"), "gone", False),
    "soft 404 ko other": (200, HTML, ASKED, (), page("존재하지 않는 페이지입니다."), "gone", False),
    "an article about 404 pages": (200, HTML, ASKED, (), page("How to fix a 404 not found error"), "ok", False),
    "an article called not found at last": (
        200, HTML, ASKED, (), page("Lost manuscript not found in Rome"),
        "ok", False),
    "maintenance en": (200, HTML, ASKED, (), page("Down for maintenance", "<p>back soon</p>"), "unreachable", False),
    "maintenance zh": (200, HTML, ASKED, (), page("系統維護中", "<p>x</p>"), "unreachable", False),
    "maintenance ko": (200, HTML, ASKED, (), page("시스템 점검 중입니다", "<p>x</p>"), "unreachable", False),
    "a study of maintenance": (200, HTML, ASKED, (), page("Predictive maintenance in 2024"), "ok", False),
    # Not HTML: only status and address are judged.
    "json": (200, {"content-type": "application/json"}, ASKED, (), b'{"title":"404"}', "ok", False),
    "pdf": (200, {"content-type": "application/pdf"}, ASKED, (), b"%PDF-1.7 <title>404</title>", "ok", False),
    "html without a type": (200, {}, ASKED, (), page("Page not found"), "gone", False),
    # Moved or not.
    "same": (200, HTML, ASKED, (), page(), "ok", False),
    "https": (200, HTML, ASKED, hops("http://www.example.org/report/a"), page(), "ok", False),
    "slash": (200, HTML, ASKED + "/", hops(ASKED), page(), "ok", False),
    "session id": (200, HTML, ASKED + ";jsessionid=1A?utm_source=x", hops(ASKED), page(), "ok", False),
    "other path": (200, HTML, "https://www.example.org/report/b", hops(ASKED), page(), "ok", True),
    "other host": (200, HTML, "https://example.org/report/a", hops(ASKED), page(), "ok", True),
    "other query": (200, HTML, ASKED + "?id=2", hops(ASKED), page(), "ok", True),
    "there and back": (200, HTML, ASKED, hops(ASKED, "https://www.example.org/b"), page(), "ok", False),
    "304 elsewhere": (304, {}, "https://www.example.org/b", hops(ASKED), b"", "not_modified", True),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_judgement(name: str) -> None:
    status, headers, final_url, chain, body, state, moved = CASES[name]
    verdict = judge(status, headers, final_url, chain, body)
    assert (verdict.state, verdict.moved) == (state, moved), verdict.reason


@pytest.mark.parametrize("name", CASES)
def test_every_reason_is_a_sentence(name: str) -> None:
    status, headers, final_url, chain, body, *_ = CASES[name]
    reason = judge(status, headers, final_url, chain, body).reason
    assert reason[0].isupper() or reason.startswith(("www.", "consent.", "example."))
    assert reason.endswith(".")


def test_fda_is_blocked_and_says_that_the_page_may_be_fine() -> None:
    chain = hops(FDA)
    reason = judge(404, {}, "https://www.fda.gov/apology_objects/abuse-detection-apology.html", chain, b"").reason
    assert "says nothing about the page itself" in reason


@pytest.mark.parametrize("filler", ["<script", "<!--", "<title", "<title>", "g-recaptcha<style", "<p ", "404 "])
def test_hostile_pages_cost_little(filler: str) -> None:
    body = (filler * 30_000)[:29_000].encode()
    start = time.perf_counter()
    judge(200, HTML, ASKED, (), body + b"g-recaptcha")
    assert time.perf_counter() - start < 0.5


def test_judging_an_ordinary_page_costs_microseconds() -> None:
    body = page(body=PROSE * 20)
    start = time.perf_counter()
    for _ in range(200):
        judge(200, HTML, ASKED, (), body)
    assert (time.perf_counter() - start) / 200 < 0.001
