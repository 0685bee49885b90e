"""Judging a response before anything reads it: is this the page, a wall in front of it, or its gravestone?

A wrong `gone` accuses a source and a wrong `ok` feeds a block page to the readers, so every rule here has a case
in tests/fetch/test_quality.py.
"""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from selectolax.lexbor import LexborHTMLParser

from citewatch.urls import same_page
from schemas.capture import Hop, State


class Judgement(NamedTuple):
    state: State
    moved: bool
    reason: str


_SHORT = 30_000
"""Bytes. Walls are short; a page that speaks about CAPTCHAs is not."""
_LITTLE_TEXT = 1_500
"""Characters a reader would see. A form with a CAPTCHA in it stands on many a page; a wall has nothing else."""
_LARGEST_SOFT_404 = 150_000
_HEAD = 16_000

# Where a redirect ends when a site won't serve us. FDA (Akamai) sends robots from a live page to an apology that
# answers 404: by its status alone the page would look retired.
_APOLOGIES = (
    (re.compile(r"/apology_objects/"), "the site's firewall sent us to its apology page"),
    (re.compile(r"/sso/login-error"), "the site's sign-in sent us to its error page"),
    (re.compile(r"^/cdn-cgi/(?:challenge|l/chk_)"), "the site asks for a browser check"),
)
_WALL_PATHS = (
    *_APOLOGIES,
    (re.compile(r"/sorry/index|/_sorry/"), "the site takes us for a robot"),
    (re.compile(r"/captcha(?:[/.?]|$)", re.I), "the site asks for a CAPTCHA"),
    (re.compile(r"/(?:log-?in|sign-?in|sso|saml2?)(?:[/.?]|$)", re.I), "the site asks for a sign-in"),
    (re.compile(r"/(?:collect)?consent(?:[/.?]|$)", re.I), "the site shows a consent page first"),
)
_WALL_HOSTS = (
    (re.compile(r"(?:consent|guce|cmp)\."), "the site shows a consent page first"),
    (re.compile(r"(?:login|signin|sso|accounts?|auth|idp)\."), "the site asks for a sign-in"),
    (re.compile(r"validate\.perfdrive\.|geo\.captcha-delivery\."), "the site asks for a CAPTCHA"),
)

# Headers of a challenge, whatever the status.
_CHALLENGE_HEADERS = (("cf-mitigated", "challenge"), ("x-amzn-waf-action", ""), ("x-sucuri-block", ""))

# Parts of challenge pages only. (Cloudflare, Imperva and others put other scripts of theirs into every page.)
_MACHINERY: tuple[tuple[bytes, str], ...] = (
    (b"_cf_chl_opt", "a Cloudflare challenge"),
    (b"cf-chl-", "a Cloudflare challenge"),
    (b"captcha-delivery.com", "a DataDome challenge"),
    (b"incapsula incident id", "an Imperva block page"),
    (b"awswafcookiedomainlist", "an AWS WAF challenge"),
    (b"window._pxappid", "a PerimeterX challenge"),
)
# The same words stand on honest pages; they count where there is little else to read.
_HINTS: tuple[tuple[bytes, str], ...] = (
    (b"px-captcha", "a CAPTCHA"),
    (b"g-recaptcha", "a CAPTCHA"),
    (b"h-captcha", "a CAPTCHA"),
    (b"cf-turnstile", "a CAPTCHA"),
    (b"_incapsula_resource", "an Imperva challenge"),
    (b"are you a robot", "a robot check"),
    (b"you are human", "a robot check"),
    (b"unusual traffic from", "a robot check"),
    (b"pardon our interruption", "a robot check"),
    (b"enable javascript and cookies to continue", "a robot check"),
    (b"checking your browser", "a robot check"),
    (b"automated access to", "a robot check"),
    (b"you don't have permission to access", "an access-denied page"),
    (b"please log in to continue", "a sign-in page"),
    (b"please sign in to continue", "a sign-in page"),
    ("驗證您是人類".encode(), "a robot check"),
    ("请完成安全验证".encode(), "a robot check"),
    ("請先登入".encode(), "a sign-in page"),
    ("请先登录".encode(), "a sign-in page"),
    ("로그인이 필요".encode(), "a sign-in page"),
    ("자동등록방지".encode(), "a robot check"),
)
_WALL_TITLES = (
    (
        r"just a moment|attention required|security check|one moment,? please|pardon our interruption"
        r"|are you a robot|robot or human|(?:verify|verifying) you are human|human verification|captcha"
        r"|bot verification|checking your browser|ddos-guard|請稍候|请稍候|잠시만 기다리십시오",
        "a robot check",
    ),
    (
        r"access (?:to this page has been )?denied|request blocked|blocked|40[13](?: -)? ?(?:forbidden|unauthorized)?"
        r"|forbidden|(?:429(?: -)? )?too many requests|存取被拒|訪問被拒絕|访问被拒绝|접근이 거부되었습니다",
        "an access-denied page",
    ),
    (r"log ?in|sign ?in|please (?:log|sign) ?in|會員登入|登入|登录|用户登录|로그인", "a sign-in page"),
    (r"before you continue.*|we value your privacy|cookie consent|privacy consent", "a consent page"),
)
_WALL_TITLE = tuple((re.compile(pattern, re.I), what) for pattern, what in _WALL_TITLES)
_GONE_TITLE = re.compile(
    r"(?:http )?(?:error ?)?404(?: error)?(?:[ :-]*(?:page |file )?not found|[ :-]*找不到(?:頁面|網頁|页面|网页)?)?"
    r"|(?:(?:sorry|oops),? ?)?(?:(?:the|this) )?(?:requested )?(?:web ?)?page (?:(?:was|is|could|can) ?)?"
    r"(?:not|no longer|cannot|can't|can.t)(?: be)? (?:found|available|exists?)"
    r"|(?:this |the )?page (?:doesn.t|does not) exist|(?:file |content |resource )?not found|nothing found"
    r"|(?:抱歉[,，]?)?(?:找不到|無此|无此)(?:您\S{0,8}?|此|該|该)?(?:頁面|網頁|页面|网页)"
    r"|(?:抱歉[,，]?)?(?:您\S{0,8}?|此|該|该)?(?:頁面|網頁|页面|网页)(?:不存在|未找到|找不到|已移除|已刪除|已删除)"
    r"|(?:요청하신 )?페이지를? ?(?:찾을 수 없습니다|없습니다)|존재하지 않는 페이지(?:입니다)?",
    re.I,
)
_DOWN_TITLE = re.compile(
    r"(?:(?:we.re|we are|site|website|system|scheduled|down|for|under|undergoing|temporarily|in) ?)*"
    r"maintenance(?: mode)?"
    r"|(?:service |site |website )?(?:is )?(?:temporarily )?unavailable"
    r"|(?:系統|网站|網站|系统)?(?:維護|维护)中|(?:서비스|시스템)? ?점검 ?중?(?:입니다)?",
    re.I,
)
_TITLE = re.compile(rb"<title[^>]*>(.{0,400}?)</title", re.I | re.S)
_SEPARATOR = re.compile(r"\s+[-–—:]\s+|\s*[|·»›]\s*")
_UNSEEN = ["script", "style", "noscript", "template", "svg", "head"]
_BLOCK_STATUS = {
    401: "asks for a sign-in (401)",
    402: "asks for payment (402)",
    403: "does not let us in (403)",
    407: "is behind a proxy that wants a sign-in (407)",
    418: "turned us away (418)",
    429: "says that we ask too often (429)",
    451: "may not show the page for legal reasons (451)",
    511: "is behind a network that wants a sign-in (511)",
    999: "turned us away (999)",
}


def judge(status: int, headers: Mapping[str, str], final_url: str, hops: Sequence[Hop], body: bytes) -> Judgement:
    """What a response is worth. `headers` by lower-case name, `body` decompressed."""
    host = _parts(final_url).hostname or final_url
    walled = wall(final_url, hops)
    if walled:
        return _no("blocked", walled)
    if any(name in headers and word in headers[name] for name, word in _CHALLENGE_HEADERS):
        return _no("blocked", f"{host} wants a browser check before it answers ({status}).")
    if status in _BLOCK_STATUS:
        return _no("blocked", f"{host} {_BLOCK_STATUS[status]}.")
    if status == 304:
        return Judgement("not_modified", _moved(final_url, hops), "Unchanged since the last capture (304).")
    if status in (404, 410, 503):
        challenge = _challenge(body)
        if challenge:
            return _no("blocked", f"{host} answered {status} with {challenge}; the page may well be there.")
        if status == 503:
            return _no("unreachable", f"{host} has trouble of its own (503); it is asked again at the next run.")
        return _no("gone", f"{host} says that the page does not exist ({status}).")
    if status not in (200, 203):
        return _no("unreachable", _odd_status(host, status))
    if not body or body.isspace():
        return _no("unreachable", f"{host} answered {status} with an empty page.")
    return _page(headers.get("content-type", ""), final_url, host, hops, body)


def _parts(url: str) -> SplitResult:
    """Nothing in any of them if it is no address, as what an archived copy led to may be none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def wall(final_url: str, hops: Sequence[Hop]) -> str:
    """A sentence about the wall that the address we ended at belongs to; empty if it is none.

    A page that is asked for under such an address in the first place is not a wall: reports cite pages
    below `/sso/` too. Apologies are walls wherever they stand.
    """
    parts = _parts(final_url)
    path = f"{parts.path}?"
    found = next((why for pattern, why in _APOLOGIES if pattern.search(path)), "")
    if not found and hops:
        asked = urlsplit(hops[0].url)
        for pattern, why in _WALL_PATHS:
            if pattern.search(path) and not pattern.search(f"{asked.path}?"):
                found = why
        for pattern, why in _WALL_HOSTS:
            if pattern.match(parts.hostname or "") and not pattern.match(asked.hostname or ""):
                found = found or why
    return f"Blocked: {found} ({final_url}). That says nothing about the page itself." if found else ""


def _page(content_type: str, final_url: str, host: str, hops: Sequence[Hop], body: bytes) -> Judgement:
    kind = content_type.lower()
    if "html" in kind or (not kind and body.lstrip()[:1] == b"<"):
        if len(body) <= _SHORT:
            challenge = _challenge(body) or _hint(body)
            if challenge:
                return _no("blocked", f"{host} answered 200, but with {challenge} in place of the page.")
        title = _title(body)
        parts = _title_parts(title)
        if len(body) <= _LARGEST_SOFT_404 and any(_GONE_TITLE.fullmatch(part) for part in parts):
            return _no("gone", f"{host} answered 200, but the page says it was not found ({title!r}).")
        if len(body) <= _SHORT and any(_DOWN_TITLE.fullmatch(part) for part in parts):
            return _no("unreachable", f"{host} is down for maintenance ({title!r}).")
    if _moved(final_url, hops):
        return Judgement("ok", True, f"The page has moved to {final_url}.")
    return Judgement("ok", False, "The page came as usual.")


def _challenge(body: bytes) -> str:
    """The wall that a short page certainly is, by its machinery or its title; empty if it is none."""
    if len(body) > _SHORT:
        return ""
    low = body[:_HEAD].lower()
    for mark, what in _MACHINERY:
        if mark in low:
            return what
    for part in _title_parts(_title(body)):
        for pattern, what in _WALL_TITLE:
            if pattern.fullmatch(part):
                return what
    return ""


def _hint(body: bytes) -> str:
    low = body.lower()
    for mark, what in _HINTS:
        if mark in low:
            return what if _is_bare(body) else ""
    return ""


def _is_bare(body: bytes) -> bool:
    tree = LexborHTMLParser(body)
    tree.strip_tags(_UNSEEN)
    seen = tree.body.text(separator=" ") if tree.body is not None else ""
    return len(" ".join(seen.split())) <= _LITTLE_TEXT


def _title(body: bytes) -> str:
    found = _TITLE.search(body, 0, _HEAD)
    return " ".join(unescape(found[1].decode("utf-8", "replace")).split()) if found else ""


def _title_parts(title: str) -> list[str]:
    """`Page not found | Example` as its two parts, ends cleaned: either may say it."""
    return [part.strip(" .…!?。！？") for part in (title, *_SEPARATOR.split(title)) if part]


def _moved(final_url: str, hops: Sequence[Hop]) -> bool:
    return bool(hops) and not same_page(hops[0].url, final_url)


def _no(state: State, reason: str) -> Judgement:
    return Judgement(state, False, reason)


def _odd_status(host: str, status: int) -> str:
    if status >= 500:
        return f"{host} has trouble of its own ({status}); it is asked again at the next run."
    if 300 <= status < 400:
        return f"{host} answered with a redirect that leads nowhere ({status})."
    if 200 <= status < 300:
        return f"{host} answered {status}, which carries no whole page."
    return f"{host} did not take our request ({status})."
