"""Where a refresh may go, as one live run over real sockets: names that lead nowhere, elsewhere or into our network.

The honest source is a listed server of the own network; a trap on loopback counts who came.
"""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import replace
from typing import Any

import pytest

from citewatch.fetch import FetchSettings, Outside
from citewatch.refresh import refresh
from citewatch.run import Summary
from citewatch.settings import Settings
from tests.faults.conftest import DAY, page, source, write_catalogue
from tests.tools.hostile import own_private_address, redirect, reply

pytestmark = pytest.mark.slow

FORBIDDEN = {
    "loopback": "127.0.0.1", "private": "10.0.0.1", "link_local": "169.254.169.254", "carrier": "100.64.0.1",
    "mapped": "::ffff:127.0.0.1", "six_loopback": "::1", "six_private": "fd00::1", "six_link": "fe80::1",
    "sixtofour": "2002:7f00:1::", "nat64": "64:ff9b::7f00:1", "compatible": "::7f00:1", "zero": "0.0.0.0",
}  # fmt: skip
"""A public name whose answer is an address of nobody's web site."""
LITERAL = {
    "by_number": "http://2130706433:{trap}/report", "by_hex": "http://0x7f000001:{trap}/report",
    "by_short": "http://127.1:{trap}/report", "by_mapped": "http://[::ffff:127.0.0.1]:{trap}/report",
    "by_name": "http://localhost:{trap}/report", "by_metadata": "http://169.254.169.254/latest/meta-data/",
}  # fmt: skip
REDIRECTED = {f"to_{name}": url for name, url in LITERAL.items()} | {
    "to_rebound": "http://rebound.example:{trap}/report",
    "to_gopher": "gopher://127.0.0.1:{trap}/",
}
NAMES = {"no_such_name": socket.EAI_NONAME, "busy_name_server": socket.EAI_AGAIN, "no_data": socket.EAI_FAIL}
HANGING = tuple(f"hanging_{n}" for n in range(12))
HOSTS_OF = {name: f"{name.replace('_', '-')}.example" for name in (*FORBIDDEN, *NAMES, *HANGING)}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, dict[str, str], int]:
    """The run's summary, source to state, and how often somebody knocked at the trap."""
    own = own_private_address()
    if own is None:
        pytest.skip("this machine has no private address of its own, so nothing can be listed as one")
    folder = tmp_path_factory.mktemp("addresses")
    knocks = 0

    def look_up(host: str, port: int) -> list[str]:
        name = host.removesuffix(".example").replace("-", "_")
        if name in FORBIDDEN:
            return [FORBIDDEN[name]]
        if name in NAMES:
            raise socket.gaierror(NAMES[name], "as the system says it")
        if name in HANGING:
            time.sleep(5)
            return ["93.184.216.34"]
        if name == "rebound":
            return ["93.184.216.34", "127.0.0.1"]
        if host == "wiki.example":
            return [own]
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    async def trap(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal knocks
        knocks += 1
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).decode().split()[1]
        answer = reply(b"", 404) if path == "/robots.txt" else reply(page())
        if path.startswith("/to_"):
            answer = redirect(REDIRECTED[path[1:]].format(trap=ports[0]))
        writer.write(answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        writer.close()

    ports: list[int] = []

    async def go() -> Summary:
        async with (
            await asyncio.start_server(trap, "127.0.0.1", 0) as one,
            await asyncio.start_server(serve, own, 0) as two,
        ):
            ports.extend(server.sockets[0].getsockname()[1] for server in (one, two))
            base = f"http://wiki.example:{ports[1]}"
            urls = {"honest": f"{base}/report"} | {name: f"{base}/{name}" for name in REDIRECTED}
            urls |= {name: url.format(trap=ports[0]) for name, url in LITERAL.items()}
            urls |= {name: f"http://{host}:{ports[0]}/report" for name, host in HOSTS_OF.items()}
            write_catalogue(folder / "catalogue", {name: at(url) for name, url in urls.items()})
            settings = Settings(folder / "catalogue", folder / "data", contact="test@example.org")
            fetching = FetchSettings(
                contact="test@example.org", per_host_delay_s=0.0, attempts=1, connect_timeout_s=2.0,
                allowed_private=("wiki.example",), outside=replace(Outside(), look_up=look_up),
            )  # fmt: skip
            return await refresh(settings, DAY, fetching=fetching)

    summary = asyncio.run(go())
    states = {issue.source_id: f"{issue.kind}: {issue.found}" for issue in summary.issues if issue.figure is None}
    return summary, states, knocks


def at(url: str) -> dict[str, Any]:
    declared = source("x.example")
    return declared | {"url": url, "routes": [{"name": "page", "url": url, "form": "html"}]}


def test_nobody_is_led_into_this_machine_or_network(ran: tuple[Summary, dict[str, str], int]) -> None:
    _, states, knocks = ran
    assert knocks == 0
    for name in (*FORBIDDEN, *LITERAL, *REDIRECTED):
        assert states[name].startswith("refused: "), (name, states[name])
        if name != "to_gopher":
            assert "public addresses only" in states[name] and "CITEWATCH_PRIVATE" in states[name]


def test_a_name_that_leads_nowhere_says_so(ran: tuple[Summary, dict[str, str], int]) -> None:
    _, states, _ = ran
    assert "there is no such host" in states["no_such_name"]
    assert "the name server did not answer" in states["busy_name_server"]
    assert all(states[name].startswith("unreachable: ") for name in (*NAMES, *HANGING))
    assert all("the name server did not answer in time" in states[name] for name in HANGING)


def test_a_listed_server_is_read_and_dead_name_servers_hold_it_up_for_nothing(
    ran: tuple[Summary, dict[str, str], int],
) -> None:
    summary, states, _ = ran
    assert "honest" not in states
    assert summary.tally.captured == 1
    assert summary.tally.observations == 1
