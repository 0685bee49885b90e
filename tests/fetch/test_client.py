"""The way of one request over real sockets: HTTP rules, redirects, retries, robots.txt."""

import asyncio
import gzip
import zlib
from dataclasses import replace
from typing import Any

import pytest

from citewatch.fetch import Client, FetchSettings, FetchSetupError, Outside


class Sleeps:
    """A clock that jumps: sleeping takes no time and is written down."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def outside(self) -> Outside:
        return Outside(clock=lambda: self.now, sleep=self.sleep, random=lambda: 1.0)


def test_a_page_comes_with_all_that_is_known_of_it(lab: Any) -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT", "Server": "x"}
    fetched = lab.one({"/p": lab.reply(**headers, Content_Type='Text/HTML; charset="UTF-8"')})
    capture = fetched.capture
    assert (capture.state, capture.status, capture.moved) == ("ok", 200, False)
    assert (capture.etag, capture.last_modified) == ('"v1"', headers["Last-Modified"])
    assert (capture.content_type, capture.charset) == ("text/html", "utf-8")
    assert fetched.body == fetched.raw == lab.html
    assert capture.body_digest == capture.payload_digest
    assert capture.body_length == len(lab.html)
    assert capture.robots == "none"
    assert capture.captured_at == lab.now
    assert [exchange.role for exchange in fetched.exchanges] == ["robots", "page"]
    assert fetched.exchanges[-1].ip == "127.0.0.1"


def test_who_asks_and_what_is_accepted_is_said(lab: Any) -> None:
    _, site = lab.fetch({"/p": lab.reply()}, "https://a.example/p", accept="application/json")
    sent = site.log[-1].headers
    assert sent["user-agent"] == "citewatch/0.1 (+specimen)"
    assert sent["accept"] == "application/json"
    assert sent["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in sent
    assert "if-none-match" not in sent


def test_live_fetching_without_a_contact_refuses_to_start() -> None:
    with pytest.raises(FetchSetupError, match="CITEWATCH_CONTACT"):
        Client(FetchSettings())
    with pytest.raises(FetchSetupError, match="ASCII"):
        Client(FetchSettings(contact="me@example.org\r\nX: y"))
    assert FetchSettings(contact="me@example.org").user_agent(specimen=False) == "citewatch/0.1 (+me@example.org)"


def test_live_and_specimen_never_mix(lab: Any) -> None:
    with pytest.raises(ValueError, match="specimens"):
        lab.one({}, origin="live")


# Connections.


def test_one_connection_serves_a_host(lab: Any) -> None:
    fetched, site = lab.fetch({"/p": lab.reply()}, *["https://a.example/p"] * 5)
    assert site.connections == 1
    assert {asked.connection for asked in site.log} == {1}
    assert all(one.capture.state == "ok" for one in fetched)


def test_a_kept_connection_that_the_server_closed_is_replaced_without_counting_as_an_attempt(lab: Any) -> None:
    fetched, site = lab.fetch({"/p": [lab.cut(lab.reply()), lab.reply()]}, "https://a.example/p", "https://a.example/p")
    assert [one.capture.state for one in fetched] == ["ok", "ok"]
    assert fetched[1].capture.attempts == 1
    assert site.connections == 2


def test_a_kept_connection_that_dies_under_a_request_gives_it_a_second_one(lab: Any) -> None:
    routes = {"/p": [lab.reply(), lab.cut(b""), lab.reply()]}
    fetched, site = lab.fetch(routes, "https://a.example/p", "https://a.example/p")
    assert [(one.capture.state, one.capture.attempts) for one in fetched] == [("ok", 1), ("ok", 1)]
    assert (site.connections, site.asked("/p")) == (2, 3)


def test_plain_http_goes_to_the_plain_port(lab: Any) -> None:
    fetched = lab.one({"/p": lab.reply()}, "http://a.example/p")
    assert fetched.capture.state == "ok"
    assert fetched.capture.final_url == "http://a.example/p"


# Conditional requests.


def test_validators_are_sent_and_304_is_not_modified(lab: Any) -> None:
    fetched, site = lab.fetch(
        {"/p": b'HTTP/1.1 304 X\r\nETag: "v1"\r\n\r\n'},
        "https://a.example/p",
        etag='"v1"',
        last_modified="Mon, 01 Jan 2024 00:00:00 GMT",
    )
    assert fetched[0].capture.state == "not_modified"
    assert fetched[0].body == b""
    assert site.log[-1].headers["if-none-match"] == '"v1"'
    assert site.log[-1].headers["if-modified-since"] == "Mon, 01 Jan 2024 00:00:00 GMT"


def test_validators_go_only_to_the_address_they_came_from(lab: Any) -> None:
    routes = {"/p": lab.redirect("/new"), "/new": lab.reply()}
    _, site = lab.fetch(routes, "https://a.example/p", etag='"1"', validated_url="https://a.example/new")
    assert ["if-none-match" in asked.headers for asked in site.log[-2:]] == [False, True]
    _, site = lab.fetch(routes, "https://a.example/p", etag='"1"')
    assert ["if-none-match" in asked.headers for asked in site.log[-2:]] == [True, False]


def test_a_304_nobody_asked_for_is_no_answer(lab: Any) -> None:
    capture = lab.one({"/p": b"HTTP/1.1 304 X\r\n\r\n"}).capture
    assert capture.state == "unreachable"
    assert "304" in capture.reason


# Redirects.


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_kept(lab: Any, status: int) -> None:
    routes = {"a.example/p": lab.redirect("https://b.example/q#part", status), "b.example/q": lab.reply()}
    fetched = lab.one(routes)
    capture = fetched.capture
    assert (capture.state, capture.moved, capture.final_url) == ("ok", True, "https://b.example/q")
    assert [(hop.url, hop.status, hop.location) for hop in capture.hops] == [
        ("https://a.example/p", status, "https://b.example/q#part")
    ]
    assert [exchange.role for exchange in fetched.exchanges] == ["robots", "hop", "robots", "page"]


@pytest.mark.parametrize(
    ("location", "final"),
    [
        ("q", "https://a.example/d/q"),
        ("/q?x=1", "https://a.example/q?x=1"),
        ("//b.example/q", "https://b.example/q"),
        ("?x=1", "https://a.example/d/p?x=1"),
        ("/경로", "https://a.example/%EA%B2%BD%EB%A1%9C"),
        ("/two words", "https://a.example/two%20words"),
        ("http://a.example/d/p/", "http://a.example/d/p/"),
    ],
)
def test_where_a_redirect_points(lab: Any, location: str, final: str) -> None:
    head = f"HTTP/1.1 302 X\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    answers = {final.partition("//")[2]: lab.reply()}
    capture = lab.one({**answers, "/d/p": head}, "https://a.example/d/p").capture
    assert (capture.state, capture.final_url) == ("ok", final)
    assert capture.moved == (not final.startswith("http:"))


def test_a_circle_of_redirects_is_noticed(lab: Any) -> None:
    fetched, site = lab.fetch({"/p": lab.redirect("/q"), "/q": lab.redirect("/p")}, "https://a.example/p")
    assert fetched[0].capture.state == "unreachable"
    assert "circle" in fetched[0].capture.reason
    assert site.pages() == ["a.example/p", "a.example/q"]
    assert len(fetched[0].capture.hops) == 2


def test_an_endless_chain_ends_at_the_limit(lab: Any) -> None:
    routes = {f"/{n}": lab.redirect(f"/{n + 1}") for n in range(30)}
    fetched, site = lab.fetch(routes, "https://a.example/0")
    assert fetched[0].capture.state == "unreachable"
    assert "More than 8 redirects" in fetched[0].capture.reason
    assert len(site.pages()) == 9


def test_a_page_that_redirects_to_itself_until_its_cookie_comes_back(lab: Any) -> None:
    async def gate(asked: Any, writer: Any) -> None:
        seen = asked.headers.get("cookie") == "seen=1"
        writer.write(lab.reply() if seen else lab.redirect("/p", Set_Cookie="seen=1; Path=/; Secure"))

    fetched, site = lab.fetch({"/p": gate, "/q": lab.reply()}, "https://a.example/p", "https://a.example/q")
    assert fetched[0].capture.state == "ok"
    assert not fetched[0].capture.moved
    assert "cookie" not in site.log[-1].headers  # the next source is a stranger again


@pytest.mark.parametrize(
    "location", ["ftp://a.example/x", "file:///etc/passwd", "javascript:alert(1)", "https://user:pw@a.example/"]
)
def test_redirects_to_other_schemes_or_with_passwords_are_refused(lab: Any, location: str) -> None:
    capture = lab.one({"/p": lab.redirect(location)}).capture
    assert capture.state == "refused"
    assert capture.hops[0].location == location
    assert capture.final_url == "https://a.example/p"


@pytest.mark.parametrize(
    ("location", "answer", "asked"),
    [
        ("/apology_objects/abuse-detection-apology.html", 404, 2),  # FDA: a live page that looks retired
        ("/sso/login-error?error-code=access_denied", 200, 2),  # Statista
        ("https://b.example/login?back=/p", 200, 1),  # and the wall's own robots.txt forbids it
    ],
)
def test_walls_that_redirects_lead_to_are_blocked_never_gone(lab: Any, location: str, answer: int, asked: int) -> None:
    routes = {
        "a.example/p": lab.redirect(location),
        "a.example" + location: lab.reply(b"<p>sorry</p>", answer),
        "b.example/robots.txt": lab.reply(b"User-agent: *\nDisallow: /\n", Content_Type="text/plain"),
    }
    fetched, site = lab.fetch(routes, "https://a.example/p")
    capture = fetched[0].capture
    assert (capture.state, capture.moved) == ("blocked", False)
    assert "says nothing about the page itself" in capture.reason
    assert len(capture.hops) == 1
    assert len(site.pages()) == asked


def test_a_redirect_without_a_location_leads_nowhere(lab: Any) -> None:
    assert lab.one({"/p": lab.reply(b"", 302)}).capture.state == "unreachable"


def test_the_address_is_cleaned_before_it_is_asked_for(lab: Any) -> None:
    url = "https://a.example/p;jsessionid=1A.n2?utm_source=x&id=7&utm_medium=y#top"
    fetched, _ = lab.fetch({"/p?id=7": lab.reply()}, url)
    assert fetched[0].capture.state == "ok"
    assert fetched[0].capture.url == url
    assert fetched[0].capture.final_url == "https://a.example/p?id=7"


# Retries.


def test_429_with_a_short_wait_is_waited_for(lab: Any) -> None:
    sleeps = Sleeps()
    routes = {"/p": [lab.reply(b"", 429, Retry_After="7"), lab.reply()]}
    capture = lab.one(routes, settings=replace(lab.quick, outside=sleeps.outside())).capture
    assert (capture.state, capture.attempts) == ("ok", 2)
    assert sleeps.slept == [7.0]


def test_retry_after_may_be_a_date(lab: Any) -> None:
    sleeps = Sleeps()
    busy = lab.reply(b"", 503, Retry_After="Mon, 23 Nov 2026 10:00:20 GMT", Date="Mon, 23 Nov 2026 10:00:00 GMT")
    assert (
        lab.one({"/p": [busy, lab.reply()]}, settings=replace(lab.quick, outside=sleeps.outside())).capture.state
        == "ok"
    )
    assert sleeps.slept == [20.0]


def test_a_long_wait_ends_the_hosts_turn_for_the_run(lab: Any) -> None:
    sleeps = Sleeps()
    settings = replace(lab.quick, outside=sleeps.outside())
    routes = {"a.example/p": lab.reply(b"", 429, Retry_After="3600"), "b.example/p": lab.reply()}
    urls = ["https://a.example/p", "https://a.example/q", "https://b.example/p"]
    fetched, site = lab.fetch(routes, *urls, settings=settings)
    first, second, other = (one.capture for one in fetched)
    assert (first.state, first.status, first.retry_after_s) == ("blocked", 429, 3600)
    assert (second.state, second.status, second.retry_after_s) == ("blocked", None, 3600)
    assert "left alone" in second.reason
    assert other.state == "ok"
    assert sleeps.slept == []
    assert site.pages() == ["a.example/p", "b.example/p"]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_passing_troubles_are_tried_again_with_growing_pauses(lab: Any, status: int) -> None:
    sleeps = Sleeps()
    settings = replace(lab.quick, backoff_base_s=1.0, backoff_cap_s=60.0, outside=sleeps.outside())
    fetched, site = lab.fetch({"/p": lab.reply(b"", status)}, "https://a.example/p", settings=settings)
    assert fetched[0].capture.state == ("blocked" if status == 429 else "unreachable")
    assert site.asked("/p") == 3
    assert sleeps.slept == [1.0, 2.0]


@pytest.mark.parametrize(("status", "state"), [(403, "blocked"), (404, "gone"), (410, "gone"), (400, "unreachable")])
def test_final_answers_are_not_asked_again(lab: Any, status: int, state: str) -> None:
    fetched, site = lab.fetch({"/p": lab.reply(b"no", status)}, "https://a.example/p")
    assert fetched[0].capture.state == state
    assert site.asked("/p") == 1


def test_a_reset_then_a_page(lab: Any) -> None:
    capture = lab.one({"/p": [lab.reset, lab.reply()], "/robots.txt": lab.cut(lab.reply(b"", 404))}).capture
    assert (capture.state, capture.attempts) == ("ok", 2)


# robots.txt.


def test_a_forbidden_page_is_never_asked_for(lab: Any) -> None:
    routes = {"/robots.txt": lab.reply(b"User-agent: *\nDisallow: /p\n", Content_Type="text/plain"), "/p": lab.reply()}
    fetched, site = lab.fetch(routes, "https://a.example/p", "https://a.example/p?x=1", "https://a.example/q")
    assert [one.capture.state for one in fetched] == ["refused", "refused", "gone"]
    assert "robots.txt" in fetched[0].capture.reason
    assert fetched[0].capture.robots == "read"
    assert fetched[2].capture.robots == "allowed"
    assert site.asked("/p") == 0
    assert site.asked("/robots.txt") == 1
    assert [exchange.role for exchange in fetched[0].exchanges] == ["robots"]
    assert fetched[1].exchanges == ()


def test_rules_meant_for_us_win_over_those_for_all(lab: Any) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: citewatch\nDisallow: /private\n"
    fetched, _ = lab.fetch(
        {"/robots.txt": lab.reply(rules, Content_Type="text/plain"), "/p": lab.reply()},
        "https://a.example/p",
        "https://a.example/private/x",
    )
    assert [one.capture.state for one in fetched] == ["ok", "refused"]


def test_every_hop_has_its_robots_checked(lab: Any) -> None:
    routes = {
        "a.example/p": lab.redirect("https://b.example/p"),
        "b.example/robots.txt": lab.reply(b"User-agent: *\nDisallow: /\n", Content_Type="text/plain"),
    }
    fetched, site = lab.fetch(routes, "https://a.example/p")
    assert fetched[0].capture.state == "refused"
    assert len(fetched[0].capture.hops) == 1
    assert site.pages() == ["a.example/p"]


@pytest.mark.parametrize(
    ("answer", "state", "word"),
    [
        ("404", "ok", ""),
        ("403", "ok", ""),
        ("500", "refused", "500"),
        ("429", "blocked", "429"),
        ("reset", "unreachable", "robots.txt"),
    ],
)
def test_what_a_missing_or_broken_robots_file_means(lab: Any, answer: str, state: str, word: str) -> None:
    robots = lab.reset if answer == "reset" else lab.reply(b"", int(answer))
    fetched, site = lab.fetch({"/robots.txt": robots, "/p": lab.reply()}, *["https://a.example/p"] * 2)
    assert [one.capture.state for one in fetched] == [state, state]
    assert word in fetched[0].capture.reason
    assert site.asked("/p") == (2 if state == "ok" else 0)
    assert site.asked("/robots.txt") <= 3


def test_robots_may_be_redirected_and_packed(lab: Any) -> None:
    rules = gzip.compress(b"User-agent: *\nDisallow: /p\n", mtime=0)
    routes = {
        "a.example/robots.txt": lab.redirect("https://b.example/other.txt"),
        "b.example/other.txt": lab.reply(rules, Content_Encoding="gzip", Content_Type="text/plain"),
    }
    assert lab.one(routes).capture.state == "refused"


@pytest.mark.parametrize("location", ["https://[a.example/robots.txt", "http://b.example:port/", "//[::1/", "ftp://c/"])
def test_robots_that_redirect_to_no_address_forbid_and_end_no_run(lab: Any, location: str) -> None:
    routes = {"a.example/robots.txt": lab.redirect(location), "/p": lab.reply()}
    fetched, site = lab.fetch(routes, "https://a.example/p", "https://b.example/p")
    assert [one.capture.state for one in fetched] == ["refused", "ok"]
    assert "Asked for robots.txt" in fetched[0].capture.reason and site.asked("/p") == 1


def test_a_huge_robots_file_is_read_up_to_its_limit(lab: Any) -> None:
    rules = b"User-agent: *\nDisallow: /p\n" + b"# nothing\n" * 60_000 + b"Disallow: /q\n"
    routes = {"/robots.txt": lab.reply(rules, Content_Type="text/plain"), "/q": lab.reply()}
    fetched, _ = lab.fetch(routes, "https://a.example/p", "https://a.example/q")
    assert [one.capture.state for one in fetched] == ["refused", "ok"]


# Compression.


def _deflate(data: bytes, window: int) -> bytes:
    machine = zlib.compressobj(6, zlib.DEFLATED, window)
    return machine.compress(data) + machine.flush()


@pytest.mark.parametrize("form", ["gzip", "x-gzip", "deflate", "raw deflate", "members", "padded", "identity"])
def test_announced_compression_is_undone(lab: Any, form: str) -> None:
    packed = {
        "gzip": gzip.compress(lab.html),
        "x-gzip": gzip.compress(lab.html),
        "deflate": zlib.compress(lab.html),
        "raw deflate": _deflate(lab.html, -15),
        "members": gzip.compress(lab.html[:20]) + gzip.compress(lab.html[20:]),
        "padded": gzip.compress(lab.html) + b"\0" * 9,
        "identity": lab.html,
    }[form]
    name = {"raw deflate": "deflate", "members": "gzip", "padded": "gzip"}.get(form, form)
    fetched = lab.one({"/p": lab.reply(packed, Content_Encoding=name)})
    assert fetched.capture.state == "ok"
    assert (fetched.body, fetched.raw) == (lab.html, packed)


@pytest.mark.parametrize(
    ("packed", "coding", "word"),
    [
        (gzip.compress(b"x" * 9_000, mtime=0)[:-12], "gzip", "breaks off"),
        (b"<html>not packed</html>", "gzip", "broken"),
        (b"\x0b\x02\x80abc\x03", "br", "did not offer"),
        (b"(\xb5/\xfd\x04\x00", "zstd", "did not offer"),
        (zlib.compress(b"abc" * 99)[:-5], "deflate", "breaks off"),
    ],
)
def test_broken_compression_is_named(lab: Any, packed: bytes, coding: str, word: str) -> None:
    fetched = lab.one({"/p": lab.reply(packed, Content_Encoding=coding)})
    assert fetched.capture.state == "unreachable"
    assert word in fetched.capture.reason
    assert fetched.raw == packed  # kept as evidence all the same


def test_a_bomb_does_not_go_off(lab: Any) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000, mtime=0)
    fetched = lab.one({"/p": lab.reply(bomb, Content_Encoding="gzip")}, settings=replace(lab.quick, max_bytes=100_000))
    assert fetched.capture.state == "unreachable"
    assert "100,000 bytes" in fetched.capture.reason
    assert fetched.body == b""


# Many at once; archives.


def test_many_tasks_share_a_client_and_each_gets_its_own_answer(lab: Any) -> None:
    site = lab.site({f"/{n}": lab.reply(b"<p>%d</p>" % n) for n in range(20)})

    async def run() -> list[bytes]:
        async with site.open(), Client(replace(lab.quick, per_host_concurrency=5), site.network) as client:
            requests = [lab.ask(f"https://a.example/{n}", source_id=f"s{n}") for n in range(20)]
            return [fetched.body for fetched in await asyncio.gather(*map(client.fetch, requests))]

    assert asyncio.run(run()) == [b"<p>%d</p>" % n for n in range(20)]
    assert site.connections <= 6


def test_an_archived_copy_carries_its_own_day(lab: Any) -> None:
    site = lab.site({"/web/20240315120000id_/https://x.example/": lab.reply()}, hosts=("web.archive.org",))

    async def run() -> Any:
        async with site.open(), Client(lab.quick, site.network) as client:
            request = lab.ask("https://web.archive.org/web/20240315120000id_/https://x.example/")
            return (await client.fetch(request)).capture.document_on

    assert str(asyncio.run(run())) == "2024-03-15"
    dated = lab.one({"/p": lab.reply(Memento_Datetime="Fri, 01 Mar 2024 10:00:00 GMT")})
    assert str(dated.capture.document_on) == "2024-03-01"
