"""Who may be connected to, and what the network can do to us, over real sockets."""

import asyncio
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import pairwise
from typing import Any

import pytest
import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config

from citewatch.fetch import Client, Fetched, FetchRequest, FetchSettings, FetchSetupError, Outside
from citewatch.fetch.addresses import forbidden
from schemas.network import Address, NetworkMap

LIVE = FetchSettings(contact="test@example.org", attempts=1, connect_timeout_s=2.0)


def live(url: str, settings: FetchSettings = LIVE) -> Fetched:
    async def run() -> Fetched:
        async with Client(settings) as client:
            return await client.fetch(FetchRequest("s", "page", url, datetime(2026, 11, 23, tzinfo=UTC)))

    return asyncio.run(run())


def answering(*addresses: str) -> Callable[[str, int], list[str]]:
    return lambda host, port: list(addresses)


# Addresses.


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"), ("0.0.0.0", "unspecified"), ("10.1.2.3", "private"),
        ("172.16.0.1", "private"), ("172.31.255.255", "private"), ("192.168.1.1", "private"), ("100.64.0.1", "carrier"),
        ("100.127.255.255", "carrier"), ("169.254.169.254", "link-local"), ("224.0.0.1", "multicast"),
        ("239.255.255.250", "multicast"), ("240.0.0.1", "reserved"), ("255.255.255.255", "reserved"),
        ("192.0.2.1", "documentation"), ("198.18.0.1", "benchmark"), ("192.88.99.1", "6to4"), ("192.0.0.8", "reserved"),
        ("::", "unspecified"), ("::1", "loopback"), ("::ffff:127.0.0.1", "IPv4-mapped"),
        ("::ffff:8.8.8.8", "IPv4-mapped"),
        ("::7f00:1", "IPv4-compatible"), ("64:ff9b::7f00:1", "loopback"), ("64:ff9b::a9fe:a9fe", "link-local"),
        ("64:ff9b:1::1", "NAT64"), ("2002:7f00:1::", "6to4"), ("2001::1", "Teredo"), ("fc00::1", "private"),
        ("fd12:3456::1", "private"), ("fe80::1", "link-local"), ("fec0::1", "site-local"), ("ff02::1", "multicast"),
        ("2001:db8::1", "documentation"), ("4000::1", "reserved"), ("100::1", "discard"),
    ],
)  # fmt: skip
def test_addresses_that_are_nobodys_web_site(address: str, why: str) -> None:
    assert why in str(forbidden(ip_address(address)))


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert forbidden(ip_address(address)) is None


@pytest.mark.parametrize(
    ("address", "ok"),
    [
        ("10.0.0.7", True), ("fd00::7", True), ("100.64.0.1", True),
        ("127.0.0.1", False), ("169.254.169.254", False), ("::1", False),
    ],
)  # fmt: skip
def test_a_listed_host_may_have_a_private_address_but_never_loopback(address: str, ok: bool) -> None:
    assert (forbidden(ip_address(address), listed=True) is None) == ok


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "https://[::1]/", "http://localhost/", "http://169.254.169.254/latest/meta-data",
        "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://[::ffff:10.0.0.1]/", "http://0/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused_before_connecting(url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        port = server.getsockname()[1]
        capture = live(url.replace("/", f":{port}/", 3).replace(f":{port}/", "/", 2)).capture
        assert capture.state == "refused", capture
        assert "public addresses only" in capture.reason
        assert capture.hops == ()
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "answers", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ("2606:4700::1", "::1"), ("fe80::1%eth0",)]
)
def test_one_forbidden_answer_of_the_name_server_is_enough(answers: tuple[str, ...]) -> None:
    capture = live("https://rebind.example/", replace(LIVE, outside=Outside(look_up=answering(*answers)))).capture
    assert capture.state == "refused"
    assert "rebind.example has a" in capture.reason


def test_a_name_is_looked_up_once_and_the_checked_address_is_connected_to() -> None:
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["10.255.255.1"] if len(asked) == 1 else ["127.0.0.1"]

    settings = replace(LIVE, connect_timeout_s=0.2, allowed_private=("wiki.example",), outside=Outside(look_up=look_up))
    capture = live("https://wiki.example/", settings).capture
    assert capture.state == "unreachable"  # 10.255.255.1 is listed, and nobody lives there
    assert asked == ["wiki.example"]


@pytest.mark.parametrize(
    ("error", "words", "times"),
    [(socket.EAI_NONAME, "no such host", 1), (socket.EAI_AGAIN, "did not answer", 3)],
)
def test_a_failed_look_up_is_tried_again_only_if_that_may_help(error: int, words: str, times: int) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append(host)
        raise socket.gaierror(error, "as the system says it")

    settings = replace(LIVE, attempts=3, backoff_base_s=0.01, outside=Outside(look_up=look_up))
    capture = live("https://nowhere.example/", settings).capture
    assert capture.state == "unreachable"
    assert words in capture.reason
    assert len(asked) == times


def _own_private_address() -> str:
    """An address of this machine that an operator could list; the test needs a real socket behind it."""
    for family, target in ((socket.AF_INET, "10.255.255.255"), (socket.AF_INET6, "fd00::ffff")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))
            except OSError:
                continue
            own = str(probe.getsockname()[0])
            if forbidden(ip_address(own), listed=True) is None and forbidden(ip_address(own)):
                return own
    pytest.skip("this machine has no private address of its own")


def test_a_listed_host_is_reached_and_can_not_pass_us_on_to_others() -> None:
    own = _own_private_address()
    asked: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode().split()[1])
        head = {"/robots.txt": "404 X", "/p": "200 X"}.get(asked[-1], f"302 X\r\nLocation: http:/{asked[-1]}")
        writer.write(f"HTTP/1.1 {head}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".encode())
        writer.close()

    async def run() -> list[Fetched]:
        async with await asyncio.start_server(answer, own, 0) as server:
            port = server.sockets[0].getsockname()[1]
            settings = replace(
                LIVE, per_host_delay_s=0.0, allowed_private=("wiki.example",), outside=Outside(look_up=answering(own))
            )
            async with Client(settings) as client:
                now = datetime(2026, 11, 23, tzinfo=UTC)
                paths = ["/p", f"/other.example:{port}/p", f"/127.0.0.1:{port}/p"]
                return [
                    await client.fetch(FetchRequest("s", "page", f"http://wiki.example:{port}{path}", now))
                    for path in paths
                ]

    page, other, loopback = (fetched.capture for fetched in asyncio.run(run()))
    assert page.state == "ok"
    assert (other.state, loopback.state) == ("refused", "refused")
    assert "other.example has a private address" in other.reason
    assert len(other.hops) == 1
    assert [path for path in asked if path == "/robots.txt"] == ["/robots.txt"]


@pytest.mark.parametrize("location", ["http://169.254.169.254/latest/", "https://unmapped.example/", "https://127.0.0.1/",
                                      "https://a.example:8443/"])  # fmt: skip
def test_a_mapped_host_can_not_send_us_off_the_map(lab: Any, location: str) -> None:
    fetched, site = lab.fetch({"a.example/p": lab.redirect(location)}, "https://a.example/p")
    capture = fetched[0].capture
    assert capture.state == "refused"
    assert "specimen map" in capture.reason
    assert capture.hops[0].location == location
    assert len(site.log) == 2  # robots.txt and the redirect


def test_an_unmapped_host_is_refused_and_the_map_takes_loopback_only(lab: Any) -> None:
    assert lab.one({}, "https://www.statista.com/").capture.state == "refused"
    with pytest.raises(ValueError, match="loopback"):
        Address.model_validate({"ip": "93.184.216.34", "port": 443})


def test_a_map_without_its_authority_stops_the_run(lab: Any, tmp_path: Any) -> None:
    (tmp_path / "empty.pem").write_text("")
    for name in ("missing.pem", "empty.pem"):
        network = _network(lab, 443).model_copy(update={"authority": tmp_path / name})
        with pytest.raises(FetchSetupError, match=name):
            Client(lab.quick, network)


# TLS.


@pytest.mark.parametrize(
    ("kind", "words"),
    [("other host", "another host name"), ("expired", "has expired"), ("self-signed", "does not trust")],
)
def test_bad_certificates_are_refused_in_words(lab: Any, kind: str, words: str) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    cert = {
        "other host": lab.ca.issue_cert("else.example"),
        "expired": lab.ca.issue_cert("a.example", not_after=yesterday),
        "self-signed": trustme.CA().issue_cert("a.example"),
    }[kind]
    fetched, site = lab.fetch({"/p": lab.reply()}, "https://a.example/p", cert=cert)
    assert fetched[0].capture.state == "unreachable"
    assert words in fetched[0].capture.reason
    assert site.log == []


@pytest.mark.parametrize(
    ("greeting", "words"), [(b"HTTP/1.1 400 X\r\n\r\n", "could not be agreed"), (b"", "TLS handshake")]
)
def test_a_server_that_speaks_no_tls(lab: Any, greeting: bytes, words: str) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(greeting)
        writer.close()

    async def run() -> Fetched:
        async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
            network = _network(lab, server.sockets[0].getsockname()[1])
            async with Client(lab.quick, network) as client:
                return await client.fetch(lab.ask("https://a.example/p"))

    capture = asyncio.run(run()).capture
    assert capture.state == "unreachable"
    assert words in capture.reason


def _network(lab: Any, port: int) -> NetworkMap:
    return NetworkMap.model_validate(
        {"hosts": {"a.example": {"ip": "127.0.0.1", "port": port}}, "authority": lab.authority}
    )


# Faults.


def test_nobody_listens(lab: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    async def run() -> Fetched:
        async with Client(lab.quick, _network(lab, port)) as client:
            return await client.fetch(lab.ask("https://a.example/p"))

    capture = asyncio.run(run()).capture
    assert capture.state == "unreachable"
    assert "refused the connection" in capture.reason


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("reset", "cut the connection"),
        ("hang up", "before it had answered"),
        ("cut body", "before the whole page"),
        ("cut chunk", "before the whole page"),
        ("garbage", "rules of HTTP"),
        ("two lengths", "rules of HTTP"),
        ("stall", "sent nothing for too long"),
        ("drip", "longer than 0.4 s in all"),
    ],
)
def test_faults_are_named_and_the_next_source_is_unharmed(lab: Any, fault: str, words: str) -> None:
    whole = lab.reply()
    script = {
        "reset": lab.reset,
        "hang up": lab.cut(b""),
        "cut body": lab.cut(whole[:-10]),
        "cut chunk": lab.cut(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nabc"),
        "garbage": b"\x16\x03\x01 not HTTP at all\r\n\r\n",
        "two lengths": b"HTTP/1.1 200 X\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "stall": lab.after(2.0, whole),
        "drip": lab.drip(b"HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n", 0.02),
    }[fault]
    settings = replace(lab.quick, attempts=1, read_timeout_s=0.2, total_timeout_s=0.4)
    fetched, _ = lab.fetch({"/p": script, "/q": whole}, "https://a.example/p", "https://a.example/q", settings=settings)
    assert fetched[0].capture.state == "unreachable"
    assert words in fetched[0].capture.reason
    assert fetched[1].capture.state == "ok"


def test_a_page_over_the_limit_is_cut_while_it_comes(lab: Any) -> None:
    routes = {
        "/p": lab.drip(b"HTTP/1.1 200 X\r\nContent-Length: 9000000\r\n\r\n" + b"y" * 60_000, 0.01),
        "/q": lab.reply(),
    }
    settings = replace(lab.quick, max_bytes=50_000)
    fetched, _ = lab.fetch(routes, "https://a.example/p", "https://a.example/q", settings=settings)
    assert fetched[0].capture.state == "unreachable"
    assert "larger than 50,000 bytes" in fetched[0].capture.reason
    assert fetched[0].exchanges[-1].truncated == "length"
    assert len(fetched[0].raw) < 200_000
    assert fetched[1].capture.state == "ok"


def test_an_empty_page_is_no_page(lab: Any) -> None:
    for body in (b"", b" \r\n\t "):
        capture = lab.one({"/p": lab.reply(body)}).capture
        assert capture.state == "unreachable"
        assert "empty" in capture.reason


def test_odd_headers_do_no_harm(lab: Any) -> None:
    odd = b"HTTP/1.1 200 \xe5\xa5\xbd\r\nX-Odd: \xff\xfe\r\nX: 1\r\nX: 2\r\nContent-Type: \r\nRetry-After: soon\r\n"
    odd += b"Content-Length: %d\r\nETag: \xe9\r\n\r\n" % len(lab.html)
    fetched = lab.one({"/p": odd + lab.html})
    assert fetched.capture.state == "ok"
    assert fetched.capture.etag == "é"
    assert fetched.capture.retry_after_s is None


# Manners, from the server's own log.


def test_a_host_is_asked_in_order_with_a_pause_after_each_answer(lab: Any) -> None:
    routes = {f"/{n}": lab.after(0.03, lab.reply()) for n in range(4)}
    site = lab.site(routes)

    async def run() -> None:
        async with site.open(), Client(replace(lab.quick, per_host_delay_s=0.1), site.network) as client:
            await asyncio.gather(*(client.fetch(lab.ask(f"https://a.example/{n}")) for n in range(4)))

    asyncio.run(run())
    assert site.pages() == [f"a.example/{n}" for n in range(4)]
    times = [asked.at for asked in site.log if asked.path != "/robots.txt"]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert all(gap >= 0.129 for gap in gaps), gaps


def test_hosts_run_side_by_side_and_a_slow_one_holds_up_nobody(lab: Any) -> None:
    routes = {f"{host}/{n}": lab.reply() for host in ("b.example", "c.example") for n in range(5)}
    routes |= {f"a.example/{n}": lab.after(0.5, lab.reply()) for n in range(3)}
    site = lab.site(routes)
    done: dict[str, float] = {}

    async def fetch(client: Client, url: str) -> None:
        fetched = await client.fetch(lab.ask(url))
        assert fetched.capture.state == "ok"
        done[url] = time.monotonic()

    async def run() -> float:
        async with site.open(), Client(replace(lab.quick, max_concurrent=3), site.network) as client:
            start = time.monotonic()
            await asyncio.gather(*(fetch(client, f"https://{path}") for path in routes))
            return start

    start = asyncio.run(run())
    assert max(at for url, at in done.items() if "a.example" not in url) - start < 0.4
    assert max(done.values()) - start >= 1.5


def test_no_more_than_the_limit_are_under_way(lab: Any) -> None:
    now = [0, 0]

    async def count(asked: Any, writer: Any) -> None:
        now[0] += 1
        now[1] = max(now)
        await asyncio.sleep(0.02)
        now[0] -= 1
        writer.write(lab.reply())

    hosts = tuple(f"h{n}.example" for n in range(8))
    site = lab.site({"/p": count, "/robots.txt": count}, hosts=hosts)

    async def run() -> None:
        async with site.open(), Client(replace(lab.quick, max_concurrent=3), site.network) as client:
            await asyncio.gather(*(client.fetch(lab.ask(f"https://{host}/p")) for host in hosts))

    asyncio.run(run())
    assert now[1] == 3


def test_crawl_delay_raises_the_pause_up_to_a_cap(lab: Any) -> None:
    rules = lab.reply(b"User-agent: *\nCrawl-delay: 99\n", Content_Type="text/plain")
    site = lab.site({"/robots.txt": rules, "/p": lab.reply()})

    async def run() -> None:
        async with site.open(), Client(replace(lab.quick, max_crawl_delay_s=0.15), site.network) as client:
            for _ in range(2):
                await client.fetch(lab.ask("https://a.example/p"))

    asyncio.run(run())
    times = [asked.at for asked in site.log if asked.path == "/p"]
    assert 0.149 <= times[1] - times[0] < 1


def test_the_oldest_idle_connection_makes_room(lab: Any) -> None:
    settings = replace(lab.quick, max_connections=2)
    urls = [f"https://{host}.example/p" for host in "abcab"]
    fetched, site = lab.fetch({"/p": lab.reply()}, *urls, settings=settings)
    assert all(one.capture.state == "ok" for one in fetched)
    assert site.connections == 5


# HTTP/2.


def test_http2_is_spoken_and_its_connection_reused(lab: Any, tmp_path: Any, unused_port: int) -> None:
    versions: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        versions.append(scope["http_version"])
        missing = scope["path"] == "/robots.txt"
        body = b"x" * 300_000 if scope["path"] == "/big" else lab.html
        length = len(body) + (9 if scope["path"] == "/long" else 0)
        headers = [(b"content-type", b"text/html"), (b"content-length", b"0" if missing else b"%d" % length)]
        await send({"type": "http.response.start", "status": 404 if missing else 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if missing else body})

    cert = lab.ca.issue_cert("a.example")
    cert.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "cert.pem"))
    config = Config()
    config.bind = [f"127.0.0.1:{unused_port}"]
    config.certfile = config.keyfile = str(tmp_path / "cert.pem")
    config.loglevel = "ERROR"

    settings = replace(lab.quick, per_host_concurrency=5, max_bytes=100_000)

    async def run() -> tuple[list[Fetched], Fetched, Fetched, list[int]]:
        stop = asyncio.Event()
        server = asyncio.create_task(serve(app, config, shutdown_trigger=stop.wait))
        try:
            await asyncio.sleep(0.1)
            async with Client(settings, _network(lab, unused_port)) as client:
                many = await asyncio.gather(*(client.fetch(lab.ask(f"https://a.example/{n}")) for n in range(20)))
                opened = [client.connections_opened]
                big = await client.fetch(lab.ask("https://a.example/big"))
                await client.fetch(lab.ask("https://a.example/1"))
                opened.append(client.connections_opened)
                lying = await client.fetch(lab.ask("https://a.example/long"))
                await client.fetch(lab.ask("https://a.example/1"))
                before = client.connections_opened
                await client.hang_up()
                assert (await client.fetch(lab.ask("https://a.example/1"))).capture.state == "ok"
                assert client.connections_opened == before + 1
                return many, big, lying, opened
        finally:
            stop.set()
            await server

    many, big, lying, opened = asyncio.run(run())
    assert {fetched.capture.state for fetched in many} == {"ok"}
    assert {fetched.exchanges[-1].http_version for fetched in many} == {"HTTP/2"}
    assert set(versions) == {"2"}
    assert big.capture.state == "unreachable"
    assert opened == [1, 1]  # a page cut short is a stream of its own that is called off
    assert lying.capture.state == "unreachable"
    assert "did not end its answer" in lying.capture.reason


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
