"""Many sources over many hosts, as the server's own log shows them: order, pauses, robots.txt, who is left alone."""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import trustme

from citewatch.due import is_due
from citewatch.fetch import Client, Fetched, FetchRequest, FetchSettings, Outside
from citewatch.fetch.robots import lifetime
from citewatch.fetch.settings import Exchange
from tests.faults.conftest import DAY, DOMAIN, PATIENT, Faulty, host_of, page
from tests.tools.hostile import Asked, Site, after, redirect, reply

SLOW, BUSY, ANGRY = 0, 1, 2
_PAUSE = 0.05


@dataclass
class Crowd:
    hosts: int
    each: int

    @property
    def names(self) -> list[str]:
        return [f"h{n:03}.{DOMAIN}" for n in range(self.hosts)]


async def _all(crowd: Crowd, site: Site, settings: FetchSettings) -> tuple[dict[str, list[Fetched]], dict[str, float]]:
    """Every source at once, host by host in turns; what came, and when each host was through."""
    found: dict[str, list[Fetched]] = defaultdict(list)
    through: dict[str, float] = {}

    async def one(client: Client, host: str, number: int) -> None:
        asked = FetchRequest(f"s{number}", "page", f"https://{host}/{number}", DAY, "specimen")
        found[host].append(await client.fetch(asked))
        through[host] = asyncio.get_running_loop().time()

    async with site.open(), Client(settings, site.network) as client:
        await asyncio.gather(*(one(client, host, n) for n in range(crowd.each) for host in crowd.names))
    return found, through


def check(crowd: Crowd, folder: Path) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(folder / "ca.pem"))
    names = crowd.names
    routes = {f"/{n}": reply(page()) for n in range(crowd.each)}
    site = Site(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), folder / "ca.pem", dict(routes))
    site.hosts = tuple(names)
    for n in range(crowd.each):
        site.routes[f"{names[SLOW]}/{n}"] = after(0.5, reply(page()))
        site.routes[f"{names[ANGRY]}/{n}"] = reply(b"", 429)
    site.routes[f"{names[BUSY]}/0"] = reply(b"", 503, Retry_After="3600")
    ca.issue_cert(f"*.{DOMAIN}").configure_cert(site.tls)
    settings = replace(PATIENT, per_host_delay_s=_PAUSE, max_concurrent=10, read_timeout_s=60.0, total_timeout_s=120.0)
    found, through = asyncio.run(_all(crowd, site, settings))

    log: dict[str, list[Asked]] = defaultdict(list)
    for asked in site.log:
        log[asked.host].append(asked)
    assert set(log) == set(names)
    for host in names:
        assert [a.path for a in log[host]].count("/robots.txt") == 1, "robots.txt is asked for once"
        assert log[host][0].path == "/robots.txt", "and before any page"
        gaps = [later.at - earlier.at for earlier, later in pairwise(log[host])]
        # The pause is between an answer and the next question, so it is never shorter between two questions.
        assert min(gaps) >= _PAUSE * 0.9 or host == names[ANGRY], (host, min(gaps))
    ordinary = names[3:]
    for host in ordinary:
        assert [a.path for a in log[host]][1:] == [f"/{n}" for n in range(crowd.each)], "in order"
        assert {one.capture.state for one in found[host]} == {"ok"}
    assert max(through[host] for host in ordinary) < through[names[SLOW]], "the slow host held up another"
    assert [a.path for a in log[names[BUSY]]] == ["/robots.txt", "/0"], "Retry-After: left alone for the run"
    angry = [a.path for a in log[names[ANGRY]]]
    assert angry == ["/robots.txt", "/0", "/0"], "it says 429 twice and is left alone"
    for host in (names[BUSY], names[ANGRY]):
        assert {one.capture.state for one in found[host]} == {"blocked"}
        assert all("left alone" in one.capture.reason for one in found[host][1:])


@pytest.mark.slow
def test_three_hundred_sources_over_thirty_hosts(tmp_path: Path) -> None:
    check(Crowd(30, 10), tmp_path)


@pytest.mark.soak
def test_ten_thousand_sources_over_five_hundred_hosts(tmp_path: Path) -> None:
    check(Crowd(500, 20), tmp_path)


# Who is due, and when.

DAILY = timedelta(days=1)
NOON = datetime(2026, 11, 2, 12)


def _asked_on(days: int, state: str) -> list[int]:
    """The days on which a daily source is asked whose host answers so from the first day on."""
    asked, tried, refusals = [], None, 0
    for day in range(days):
        now = NOON + DAILY * day
        if is_due("s", DAILY, tried, now, refusals=refusals):
            asked.append(day)
            tried, refusals = now, refusals + (state == "blocked")
    return asked


def test_a_source_that_keeps_turning_us_away_is_asked_ever_more_rarely() -> None:
    assert _asked_on(5, "ok") == [0, 1, 2, 3, 4]
    assert _asked_on(40, "blocked") == [0, 1, 3, 7, 15, 23, 31, 39]


@pytest.mark.slow
def test_a_host_that_turns_us_away_is_left_alone_for_longer_each_time_by_the_schedule(tmp_path: Path) -> None:
    """Daily runs of what is due, from the warehouse's own memory; the host's log has the days."""
    world = Faulty(tmp_path, ("good_0", "angry"))
    asked = []
    for day in range(9):
        _, site = world.run(day, {"angry": reply(b"", 403)}, only_due=True)
        hosts = {one.host for one in site.log if one.path == "/report"}
        assert host_of("good_0") in hosts
        asked += [day] * (host_of("angry") in hosts)
    assert asked == [0, 1, 3, 7]


def test_a_retry_after_outlives_the_run() -> None:
    assert not is_due("s", timedelta(hours=1), NOON, NOON + timedelta(hours=5), refusals=1, retry_after_s=6 * 3600)
    assert is_due("s", timedelta(hours=1), NOON, NOON + timedelta(hours=7), refusals=1, retry_after_s=6 * 3600)


def test_refreshes_of_many_sources_are_spread_over_their_interval() -> None:
    """Ten thousand weekly sources first read in one hour, then hourly runs for six weeks."""
    week, tried = timedelta(days=7), dict.fromkeys((f"s{n}" for n in range(2_000)), NOON)
    counts = []
    for hour in range(1, 6 * 168):
        now = NOON + timedelta(hours=hour)
        due = [name for name, at in tried.items() if is_due(name, week, at, now, spread=True)]
        tried |= dict.fromkeys(due, now)
        counts.append(len(due))
    last = counts[-168:]
    assert max(last) < 10 * len(tried) / 168, "a crowd in one hour"
    assert sum(count > 0 for count in last) > 140, "idle hours"
    assert sum(counts) < 9 * len(tried), "asked too often"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [(b"", 86_400), (b"max-age=7200", 7_200), (b"no-store, max-age=0", 3_600), (b"max-age=" + b"9" * 40, 86_400)],
)
def test_robots_txt_lives_as_long_as_it_says_within_bounds(said: bytes, seconds: int) -> None:
    assert lifetime((Exchange("robots", "u", (), 200, "HTTP/1.1", ((b"Cache-Control", said),), b""),)) == seconds


@pytest.mark.slow
def test_robots_txt_is_asked_for_again_when_its_time_is_over(tmp_path: Path) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    host, clock = f"a.{DOMAIN}", [0.0]
    rules = reply(b"User-agent: *\nAllow: /\n", Content_Type="text/plain", Cache_Control="max-age=7200")
    site = Site(
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), tmp_path / "ca.pem",
        {"/robots.txt": rules, "/p": reply(page()), "/q": redirect("/p")},
    )  # fmt: skip
    site.hosts = (host,)
    ca.issue_cert(host).configure_cert(site.tls)

    async def go() -> None:
        settings = replace(PATIENT, outside=Outside(clock=lambda: clock[0]))
        async with site.open(), Client(settings, site.network) as client:
            for at in (0.0, 7_000.0, 7_300.0, 14_000.0, 14_600.0):
                clock[0] = at
                await client.fetch(FetchRequest("s", "page", f"https://{host}/p", DAY, "specimen"))

    asyncio.run(go())
    assert site.asked("/robots.txt") == 3
    assert site.asked("/p") == 5
