"""The specimen site over real sockets, seen by a plain client."""

import asyncio
import gzip
import ssl
import stat
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest

from citewatch.specimens.site import SpecimenSite
from schemas.network import NetworkMap

URL = "https://www.example.org/figures"
PAGE = b"<p>The fund paid <b>US$1.5 million</b> in 2023.</p>" * 20
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(("http2", "version"), [(True, "HTTP/2"), (False, "HTTP/1.1")])
def test_page_with_its_exact_headers(write, serve, http2: bool, version: str) -> None:
    headers = {**HTML, "Server": "cloudflare", "Set-Cookie": ["a=1; path=/", "b=2"], "Content-Length": "7"}
    write("a_source", "2024-01-01", PAGE, url=URL, status=203, headers=headers)
    answer = serve(http2=http2).request(URL)
    assert (answer.http_version, answer.status_code, answer.content) == (version, 203, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["server"] == "cloudflare"
    assert answer.headers.get_list("set-cookie") == ["a=1; path=/", "b=2"]
    assert answer.headers["x-specimen"] == "citewatch"
    assert answer.headers["date"] == "Sat, 01 Jun 2024 00:00:00 GMT"


def test_gzip_only_for_clients_that_take_it(write, serve) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML)
    reached = serve()
    packed = reached.request(URL, accept_encoding="br, gzip;q=0.5")
    assert packed.headers["content-encoding"] == "gzip" and packed.content == PAGE
    assert int(packed.headers["content-length"]) == len(gzip.compress(PAGE, 6)) < len(PAGE)
    for refusal in ("identity", "gzip;q=0", "br"):
        plain = reached.request(URL, accept_encoding=refusal)
        assert "content-encoding" not in plain.headers and plain.content == PAGE
        assert plain.headers["vary"] == "Accept-Encoding"


def test_a_pdf_is_never_packed(write, serve) -> None:
    write("a_source", "2024-01-01", PAGE, "pdf", url=URL, headers={"Content-Type": "application/pdf"})
    answer = serve().request(URL, accept_encoding="gzip")
    assert "content-encoding" not in answer.headers and "vary" not in answer.headers and answer.content == PAGE


def test_head_has_the_headers_and_no_body(write, serve) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML)
    answer = serve().request(URL, "HEAD", accept_encoding="identity")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(PAGE))


def test_other_methods_and_paths_and_hosts(write, serve) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML)
    reached = serve()
    assert reached.request(URL, "POST").status_code == 405
    for url in ("https://www.example.org/", URL + "?page=2", "https://www.example.org/robots.txt"):
        answer = reached.request(url)
        assert answer.status_code == 404 and answer.headers["x-specimen"] == "citewatch"
    stranger = reached.build(URL)
    stranger.headers["Host"] = "other.example"
    assert reached.client.send(stranger).status_code == 421


def test_query_is_the_same_however_it_is_escaped(write, serve) -> None:
    asked = "https://api.example.org/v1/docs.json?conditions[docket_id]=FDA-2022&order=newest&s=a+b"
    write("a_source", "2024-01-01", b"{}", "json", url=asked)
    escaped = asked.replace("[", "%5B").replace("]", "%5D").replace("a+b", "a%20b")
    reached = serve()
    assert reached.request(asked).content == reached.request(escaped).content == b"{}"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"if_none_match": '"e1"'}, 304),
        ({"if_none_match": 'W/"e1"'}, 304),
        ({"if_none_match": '"e0", "e1"'}, 304),
        ({"if_none_match": '"e0"'}, 200),
        ({"if_modified_since": "Mon, 01 Jan 2024 00:00:00 GMT"}, 304),
        ({"if_modified_since": "Sun, 31 Dec 2023 23:59:59 GMT"}, 200),
        ({"if_modified_since": "yesterday"}, 200),
        ({"if_none_match": '"e0"', "if_modified_since": "Mon, 01 Jan 2024 00:00:00 GMT"}, 200),
    ],
)
def test_validators(write, serve, asked: dict[str, str], status: int) -> None:
    validators = {
        "ETag": '"e1"',
        "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT",
        "Cache-Control": "no-cache",
    }
    write("a_source", "2024-01-01", PAGE, url=URL, headers={**HTML, **validators})
    answer = serve().request(URL, **asked)
    assert answer.status_code == status
    assert answer.headers["etag"] == '"e1"' and answer.headers["x-specimen"] == "citewatch"
    if status == 304:
        assert answer.content == b"" and "content-length" not in answer.headers
        assert answer.headers["cache-control"] == "no-cache" and "content-type" not in answer.headers


def test_without_validators_nothing_is_ever_unchanged(write, serve) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML)
    answer = serve().request(URL, if_none_match="*", if_modified_since="Sat, 01 Jun 2024 00:00:00 GMT")
    assert (answer.status_code, answer.content) == (200, PAGE)


def test_redirect_chain_ends_at_its_last_address(write, serve) -> None:
    chain = [
        {"url": URL, "status": 302, "location": "/old", "headers": {"Cache-Control": "no-store"}},
        {
            "url": "https://www.example.org/old",
            "status": 301,
            "location": "https://b.example.org/apology.html#top",
        },
    ]
    write("a_source", "2024-01-01", b"Not found", url=URL, status=404, redirects=chain, headers=HTML)
    reached = serve()
    first = reached.request(URL)
    assert (first.status_code, first.headers["location"]) == (302, "/old")
    assert first.headers["cache-control"] == "no-store" and first.content == b""
    second = reached.request("https://www.example.org/old")
    assert (second.status_code, second.headers["location"]) == (301, "https://b.example.org/apology.html#top")
    last = reached.request("https://b.example.org/apology.html")
    assert (last.status_code, last.content) == (404, b"Not found")


def test_too_many_requests(write, serve) -> None:
    write(
        "a_source",
        "2024-01-01",
        b"Edge: Too Many Requests",
        url=URL,
        status=429,
        headers={"Retry-After": "1"},
    )
    answer = serve().request(URL)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")


def test_date_decides_which_edition_is_served(write, serve) -> None:
    for day, body in (("2024-01-01", b"first"), ("2025-01-01", b"second")):
        write("a_source", f"{day}.page", body, url=URL, route="page")
    reached = serve(date(2023, 12, 31))
    seen = []
    for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2026, 1, 1)):
        reached.site.set_date(day)
        answer = reached.request(URL)
        seen.append(answer.content if answer.status_code == 200 else answer.status_code)
        assert NetworkMap.load(reached.site.map_path).date == day
    assert seen == [404, b"first", b"first", b"second"]


def test_robots_txt_of_a_host(write, serve, tmp_path: Path) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL)
    folder = tmp_path / "specimens" / "hosts" / "www.example.org"
    folder.mkdir(parents=True)
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /private\n")
    answer = serve().request("https://www.example.org/robots.txt")
    assert answer.headers["content-type"] == "text/plain" and "Disallow: /private" in answer.text


def test_log_tells_who_asked_for_what_over_which_connection(write, serve) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL, headers={**HTML, "ETag": '"e1"'})
    reached = serve()
    reached.request(URL, user_agent="tester/1")
    reached.request(URL, if_none_match='"e1"')
    first, second = reached.site.log
    assert (first.host, first.path, first.status, first.user_agent) == (
        "www.example.org",
        "/figures",
        200,
        "tester/1",
    )
    assert first.http_version == "2" and first.body_bytes > 0 and first.started <= first.ended
    assert (second.status, second.if_none_match, second.body_bytes) == (304, '"e1"', 0)
    assert first.connection == second.connection and reached.site.connections == 1
    reached.site.clear_log()
    assert reached.site.log == ()


@pytest.mark.parametrize("http2", [True, False])
def test_stall(write, serve, http2: bool) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML, fault="stall")
    reached = serve(http2=http2)
    with pytest.raises(httpx.ReadTimeout):
        reached.request(URL, timeout=0.2)
    reached.client.close()  # over HTTP/2 the client lets the stream hang; the site logs it when it is over
    assert _eventually(lambda: [entry.status for entry in reached.site.log] == [None])


@pytest.mark.parametrize("http2", [True, False])
def test_what_the_client_closed_is_let_go(write, serve, http2: bool) -> None:
    """A site that runs for days would otherwise hold every connection of two minutes."""
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML)
    reached = serve(http2=http2)
    reached.request(URL)
    assert reached.site.held == 1
    reached.client.close()
    assert _eventually(lambda: reached.site.held == 0)


@pytest.mark.parametrize("http2", [True, False])
def test_reset(write, serve, http2: bool) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML, fault="reset")
    reached = serve(http2=http2)
    with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
        reached.request(URL)
    assert [entry.status for entry in reached.site.log] == [None]


def test_reset_is_one_of_tcp(write, serve) -> None:
    # Seen on the bare socket: Python's blocking TLS sockets report a reset as an ordinary end.
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML, fault="reset")
    site = serve().site
    trusted = ssl.create_default_context(cafile=str(site.authority))

    async def ask() -> bytes:
        host, port = site.address.split(":")
        reader, writer = await asyncio.open_connection(host, port, ssl=trusted, server_hostname="www.example.org")
        writer.write(b"GET /figures HTTP/1.1\r\nHost: www.example.org\r\n\r\n")
        return await reader.read()

    with pytest.raises(ConnectionResetError):
        asyncio.run(ask())


@pytest.mark.parametrize("http2", [True, False])
def test_truncated(write, serve, http2: bool) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML, fault="truncate")
    reached = serve(http2=http2)
    answer = reached.client.send(reached.build(URL, accept_encoding="identity"), stream=True)
    assert answer.headers["content-length"] == str(len(PAGE))
    got = b""
    with pytest.raises(httpx.RemoteProtocolError):
        for part in answer.iter_raw():
            got += part
    assert got == PAGE[: len(PAGE) // 2]


@pytest.mark.parametrize("http2", [True, False])
def test_drip(write, serve, http2: bool) -> None:
    write("a_source", "2024-01-01", PAGE[:200], url=URL, headers=HTML, fault="drip")
    reached = serve(http2=http2, drip_pause=0.05)
    began = time.monotonic()
    answer = reached.client.send(reached.build(URL), stream=True)
    parts = list(answer.iter_raw())
    assert b"".join(parts) == PAGE[:200] and len(parts) >= 4
    assert time.monotonic() - began >= 0.15


def test_stops_with_a_client_still_waiting(write, serve, tmp_path: Path) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL, headers=HTML, fault="stall")
    reached = serve()
    caught: list[Exception] = []

    def wait() -> None:
        try:
            reached.request(URL, timeout=5)
        except httpx.HTTPError as error:
            caught.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert _eventually(lambda: reached.site.connections == 1)
    time.sleep(0.1)
    began = time.monotonic()
    reached.site.__exit__(None, None, None)
    waiting.join(5)
    assert time.monotonic() - began < 2
    assert len(caught) == 1 and not isinstance(caught[0], httpx.TimeoutException)
    assert not [thread for thread in threading.enumerate() if thread.name == "specimen-site"]


def test_only_the_right_authority_and_host_are_believed(write, serve) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL)
    reached = serve()
    with httpx.Client(trust_env=False) as distrusting:
        request = reached.build(URL)
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            distrusting.send(request)
    wrong = reached.build("https://elsewhere.example/")
    with pytest.raises(httpx.ConnectError, match=r"elsewhere\.example"):
        reached.client.send(wrong)
    assert reached.request(URL).status_code == 200


def test_files_left_in_the_folder(write, serve, tmp_path: Path) -> None:
    write("a_source", "2024-01-01", PAGE, url=URL)
    reached = serve()
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"ca.pem", "network.json"}
    for path in (tmp_path / "out").iterdir():
        assert b"PRIVATE KEY" not in path.read_bytes()
    network = NetworkMap.load(reached.site.map_path)
    assert network.origin == "specimen" and set(network.hosts) == {"www.example.org"}
    assert f"{network.hosts['www.example.org'].ip}:{network.hosts['www.example.org'].port}" == reached.site.address
    ssl.create_default_context(cafile=str(network.authority))


def test_key_is_for_its_owner_only(tmp_path: Path) -> None:
    from citewatch.specimens.authority import certify

    files = certify(["a.example"], tmp_path)
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600
    assert files.authority.read_bytes().count(b"PRIVATE KEY") == 0


def test_foreground(write, tmp_path: Path) -> None:
    import os
    import signal

    from citewatch.specimens.site import serve

    write("a_source", "2024-01-01", PAGE, url=URL)
    seen: list[str] = []

    def ready(site: SpecimenSite) -> None:
        seen.append(site.address)
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    serve(tmp_path / "specimens", tmp_path / "out", date(2024, 6, 1), ready)
    assert len(seen) == 1 and signal.getsignal(signal.SIGTERM) is before


def _eventually(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.01)
    return False
