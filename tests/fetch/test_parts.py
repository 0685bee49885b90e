"""The small parts: addresses as text, headers, waiting times, the turn-taking of a host."""

import asyncio
import doctest
import gzip
import tracemalloc
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import citewatch.fetch.headers
import citewatch.urls
from citewatch.fetch import FetchSettings, Outside, clean_url
from citewatch.fetch.decode import DecodeError, decode
from citewatch.fetch.errors import Problem
from citewatch.fetch.headers import folded, header, media_type
from citewatch.fetch.hosts import HostQueue
from citewatch.fetch.retry import backoff, http_moment, retry_after
from citewatch.fetch.target import cleaned, target
from citewatch.urls import redirect_url, same_page
from schemas.capture import capture_id

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("module", [citewatch.urls, citewatch.fetch.headers])
def test_examples_in_docstrings(module: ModuleType) -> None:
    tried = doctest.testmod(module)
    assert tried.attempted > 0
    assert tried.failed == 0


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("https://www2.deloitte.com/x/y.html/#", "https://www2.deloitte.com/x/y.html"),
        ("https://www2.deloitte.com/x/y.html/#a", "https://www2.deloitte.com/x/y.html"),
        ("https://a.example/x.html?b=1", "https://a.example/x.html?b=1"),
        ("https://A.Example", "https://a.example/"),
        ("https://a.example/x/", "https://a.example/x/"),
        ("https://a.example/x?utm_source=a&utm_medium=b&utm_campaign=c", "https://a.example/x"),
        ("https://a.example/x?q=utm_source&utm_id=3&p", "https://a.example/x?q=utm_source&p"),
        ("https://a.kr/v.do;jsessionid=9F.n1?sCode=eng&nttSeqNo=4", "https://a.kr/v.do?sCode=eng&nttSeqNo=4"),
        ("https://a.kr/v.do?JSESSIONID=9F&n=4", "https://a.kr/v.do?n=4"),
        ("  https://a.example/a%20b?x=%E5%84%84  ", "https://a.example/a%20b?x=%E5%84%84"),
    ],
)
def test_clean_url(printed: str, clean: str) -> None:
    assert clean_url(printed) == clean
    assert clean_url(clean) == clean


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://a.example/p", "https://a.example/p"),
        ("https://a.example:443/p", "https://a.example/p"),
        ("http://a.example:8080", "http://a.example:8080/"),
        ("https://a.example./p", "https://a.example/p"),
        ("https://例え.example/億?x=萬", "https://xn--r8jz45g.example/%E5%84%84?x=%E8%90%AC"),
        ("https://a.example/a b\r\nX: y", "https://a.example/a%20bX:%20y"),
        ("http://[2606:4700::1]/", "http://[2606:4700::1]/"),
    ],
)
def test_what_is_asked_for(url: str, asked: str) -> None:
    assert target(url).url == asked
    assert target(asked).url == asked


@pytest.mark.parametrize(
    "url",
    [
        "", "a.example/p", "ftp://a.example/", "javascript:alert(1)", "https://", "https:///p", "https://u@a.example/",
        "https://a.example:99999/", "https://a.example:x/", "https://[::1/", "https://a exam.ple/", "https://a..b\0/",
        "https://" + "x" * 9000, "https://-a.example\\@b.example/", "https://a.example\\.evil/",
    ],
)  # fmt: skip
def test_what_is_never_asked_for(url: str) -> None:
    with pytest.raises(Problem) as caught:
        target(url)
    assert caught.value.state == "refused"


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_the_address_rules(one: str, other: str) -> None:
    for url in (one, f"https://{one}/{other}", f"https://a.example/{one}?{other}"):
        try:
            found = target(cleaned(url))
        except Problem as problem:
            assert problem.state == "refused"
        else:
            assert found.url.isascii()
            assert target(found.url) == found
            assert same_page(found.url, found.url)
            assert not set(found.url) & set(' \r\n\t"<>\\^`{|}')
            with suppress(ValueError):
                redirect_url(found.url, other)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("", None), ("-5", None), ("soon", None), ("1e9", None), ("²", None),
        ("99999999999999999999", 2_592_000), ("Mon, 23 Nov 2026 06:02:00 GMT", 120),
        ("Mon, 23 Nov 2026 05:00:00 GMT", 0),
        ("Mon, 99 Nov 2026 05:00:00 GMT", None), ("Mon, 23 Nov 9999 06:02:00 GMT", 2_592_000),
    ],
)  # fmt: skip
def test_retry_after(value: str, seconds: int | None) -> None:
    assert retry_after(value, "", NOW) == seconds


def test_a_date_is_counted_from_the_servers_own_clock() -> None:
    assert retry_after("Mon, 23 Nov 2026 09:02:00 GMT", "Mon, 23 Nov 2026 09:00:00 GMT", NOW) == 120


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=40), st.from_regex(r"[A-Z][a-z]{2}, \d{1,9} [A-Z][a-z]{2} \d{1,9} [\d:]{1,12} [-+A-Z\d]{0,9}")
    )
)
def test_no_header_breaks_the_clock(text: str) -> None:
    moment = http_moment(text)
    assert moment is None or moment.tzinfo is not None
    wait = retry_after(text, text[::-1], NOW)
    assert wait is None or wait >= 0


def test_backoff_doubles_within_its_cap() -> None:
    highest = FetchSettings(backoff_base_s=1, backoff_cap_s=5, outside=Outside(random=lambda: 1.0))
    assert [backoff(highest, attempt) for attempt in (1, 2, 3, 4, 5)] == [1, 2, 4, 5, 5]
    lowest = FetchSettings(outside=Outside(random=lambda: 0.0))
    assert backoff(lowest, 3) == 0


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "gzip, gzip", "", "GZIP "]), st.booleans())
def test_no_bytes_break_decompression(data: bytes, coding: str, packed: bool) -> None:
    raw = zlib.compress(data) if packed else data
    try:
        assert len(decode(raw, coding, 1000)) <= 1000
    except DecodeError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_takes_no_more_memory_than_the_limit(coding: str) -> None:
    zeros = b"\0" * 30_000_000
    bomb = gzip.compress(zeros) if coding == "gzip" else zlib.compress(zeros)
    tracemalloc.start()
    try:
        with pytest.raises(DecodeError, match="larger than 100,000 bytes"):
            decode(bomb, coding, 100_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_headers() -> None:
    headers = ((b"X", b"1"), (b"x", b"2"), (b"Location", "/경로".encode()), (b"L", b"\xe9"))
    assert folded(headers) == {"x": "1, 2", "location": "/경로", "l": "é"}
    assert header(headers, b"x") == "1"
    assert header(headers, b"y") == ""
    assert media_type("application/json") == ("application/json", "")
    assert media_type("text/html;charset='big5'") == ("text/html", "big5")
    assert media_type("") == ("", "")


def test_capture_ids_are_stable_and_differ() -> None:
    one = capture_id("a", "page", NOW)
    assert one == capture_id("a", "page", NOW)
    assert (
        len(
            {
                one,
                capture_id("b", "page", NOW),
                capture_id("a", "api", NOW),
                capture_id("a", "page", NOW.replace(hour=7)),
            }
        )
        == 4
    )


def test_a_cancelled_turn_is_passed_on() -> None:
    async def run() -> str:
        queue = HostQueue("a", FetchSettings(per_host_delay_s=0))
        held = asyncio.Event()

        async def hold() -> None:
            async with queue.turn():
                held.set()
                await asyncio.sleep(60)

        task = asyncio.create_task(hold())
        await held.wait()
        task.cancel()
        async with asyncio.timeout(1), queue.turn():
            return "mine"

    assert asyncio.run(run()) == "mine"
