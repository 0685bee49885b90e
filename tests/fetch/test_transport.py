"""What libcurl does by itself, held to what we say of it: requests as the evidence has them, asking again, memory."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
import weakref
from dataclasses import replace
from typing import Any

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import RequestReceived

from citewatch.fetch import Client, Fetched, transport
from citewatch.fetch.transfer import Transfer


@pytest.mark.parametrize("path", ["/a%2fb%e4%b8%ad", "/a/../b/./c", "/a?b=%c3%a9&c=%zz", "/[1]~;x!$&'()*+:@,="])
def test_the_evidence_has_the_request_as_it_was_sent(lab: Any, path: str) -> None:
    fetched, site = lab.fetch({path: lab.reply()}, f"https://a.example{path}", etag='"a:b;c"')
    asked, exchange = site.log[-1], fetched[0].exchanges[-1]
    assert asked.path == path
    assert exchange.url == f"https://a.example{path}"
    assert list(asked.headers.items()) == [(name.decode().lower(), value.decode()) for name, value in exchange.sent]


def test_a_host_that_is_a_number_is_named_as_it_was_written(lab: Any) -> None:
    site = lab.site({"/p": lab.reply()}, hosts=("134744072",))

    async def run() -> Fetched:
        async with site.open(), Client(lab.quick, site.network) as client:
            fetched: Fetched = await client.fetch(lab.ask("http://134744072/p"))
            return fetched

    fetched = asyncio.run(run())
    assert fetched.capture.state == "ok"
    assert site.log[-1].host == "134744072"
    assert dict(fetched.exchanges[-1].sent)[b"Host"] == b"134744072"


@pytest.mark.parametrize(
    ("way", "words", "times"),
    [
        ("refuse", "before it had answered", 2),  # libcurl by itself would ask six times at once
        ("go away", "before it had answered", 2),
        ("hang up", "connection to a.example broke off", 1),
    ],
)
def test_an_http2_server_that_does_not_answer(lab: Any, way: str, words: str, times: int) -> None:
    pages = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal pages
        http = H2Connection(H2Configuration(client_side=False))
        http.initiate_connection()
        writer.write(http.data_to_send())
        while not writer.is_closing() and (data := await reader.read(65_536)):
            for event in http.receive_data(data):
                if not isinstance(event, RequestReceived):
                    continue
                if dict(event.headers)[b":path"] == b"/robots.txt":
                    http.send_headers(event.stream_id, [(":status", "404")], end_stream=True)
                    continue
                pages += 1
                if way == "refuse":
                    http.reset_stream(event.stream_id, ErrorCodes.REFUSED_STREAM)
                elif way == "go away":
                    http.close_connection(last_stream_id=0)
                else:
                    writer.close()
            writer.write(http.data_to_send())
        writer.close()

    site = lab.site({})
    site.tls.set_alpn_protocols(["h2"])
    site._serve = serve

    async def run() -> Fetched:
        async with site.open(), Client(replace(lab.quick, attempts=1), site.network) as client:
            fetched: Fetched = await client.fetch(lab.ask("https://a.example/p"))
            return fetched

    capture = asyncio.run(run()).capture
    assert capture.state == "unreachable"
    assert words in capture.reason
    assert pages == times


def test_a_kept_connection_that_ends_and_can_not_be_had_again(lab: Any) -> None:
    site = lab.site({})

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(lab.reply(b"", 404))
        await reader.readuntil(b"\r\n\r\n")
        servers[0].close()
        writer.close()

    servers: list[asyncio.Server] = []

    async def run() -> Fetched:
        async with site.open():
            servers.append(await asyncio.start_server(serve, "127.0.0.1", 0))
            port = servers[0].sockets[0].getsockname()[1]
            for address in site.network.hosts.values():
                object.__setattr__(address, "plain_port", port)
            async with Client(replace(lab.quick, attempts=1), site.network) as client:
                fetched: Fetched = await client.fetch(lab.ask("http://a.example/p"))
                return fetched

    capture = asyncio.run(run()).capture
    assert capture.state == "unreachable"
    assert capture.reason == "a.example can't be reached: it refused the connection."


def test_what_libcurl_quotes_of_a_server_is_made_harmless(lab: Any) -> None:
    reason = lab.one({"/p": b"HTTP/1.1 200 X\r\nTransfer-Encoding: \x1b[2J\xff\r\n\r\n"}).capture.reason
    assert "rules of HTTP" in reason
    assert reason.isprintable()


def test_a_page_is_let_go_without_the_collector(lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[Transfer]] = []

    class Watched(Transfer):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(weakref.ref(self))

    monkeypatch.setattr(transport, "Transfer", Watched)
    site = lab.site({"/p": lab.reply(b"<p>" + b"y" * 100_000), "/cut": lab.cut(lab.reply()[:-9])})

    async def run() -> None:
        async with site.open(), Client(lab.quick, site.network) as client:
            for path in ("p", "cut", "p", "cut", "p"):
                await client.fetch(lab.ask(f"https://a.example/{path}"))
            kept = [transfer for one in made if (transfer := one()) is not None]
            assert len(made) > 5
            assert len(kept) == 1, "the handle that waits for its next request"
            assert kept[0].take_body() == b""

    gc.disable()
    try:
        asyncio.run(run())
    finally:
        gc.enable()


def test_a_page_in_pieces_of_two_bytes_takes_no_more_memory_than_its_bytes(lab: Any) -> None:
    pieces = 500_000
    whole = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n" + b"2\r\nab\r\n" * pieces + b"0\r\n\r\n"
    tracemalloc.start()
    try:
        fetched = lab.one({"/p": whole}, "http://a.example/p", settings=replace(lab.quick, total_timeout_s=60.0))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert fetched.capture.state == "ok"
    assert len(fetched.body) == 2 * pieces
    assert peak < 20 * len(fetched.body)
