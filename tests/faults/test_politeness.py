"""Many sources over many hosts, as the server's own log shows them: order, pauses, robots.txt, who is left alone."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import trustme

from citewatch.due import Peace, is_due, peace_of_hosts
from citewatch.fetch import Client, Fetched, FetchRequest, FetchSettings, Outside
from citewatch.fetch.robots import lifetime
from citewatch.fetch.settings import Exchange
from tests.faults.conftest import DAY, DOMAIN, PATIENT, Faulty, host_of, page, source
from tests.tools.hostile import Asked, Site, after, redirect, reply
from warehouse.history import LastSeen, Refused

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


@pytest.mark.slow
def test_the_refusals_of_a_host_count_for_all_its_sources(tmp_path: Path) -> None:
    """Two sources of one host that turns us away, and one more that is declared while it does."""
    world = Faulty(tmp_path, ("good_0", "angry"))
    folder = world.settings.catalogue / "extractors"

    def beside(name: str) -> None:
        (folder / f"{name}.yml").write_text(json.dumps(source(host_of("angry"), f"/{name}")), "utf-8")

    beside("second")
    asked: dict[str, list[int]] = defaultdict(list)
    for day in range(9):
        if day == 4:
            beside("third")
        _, site = world.run(day, {"angry": reply(b"", 403)}, only_due=True, paths={
            f"{host_of('angry')}/{name}": reply(b"", 403) for name in ("second", "third")})  # fmt: skip
        for one in site.log:
            if one.host == host_of("angry") and one.path != "/robots.txt":
                asked[one.path].append(day)
    assert asked == {"/report": [0, 1, 3, 7], "/second": [0, 1, 3, 7], "/third": [7]}


def test_a_host_that_answers_for_one_source_does_not_turn_us_away() -> None:
    """A page behind a wall, and another of the same host that is open: the second is asked as ever."""
    seen = LastSeen(
        answered_at={"open": NOON}, refused={"walled": Refused((NOON - DAILY, NOON), None)},
    )  # fmt: skip
    assert peace_of_hosts({"open": "h", "walled": "h"}, seen) == {}
    later = LastSeen(answered_at={"open": NOON}, refused={"walled": Refused((NOON, NOON + DAILY), 70)})
    assert peace_of_hosts({"open": "h", "walled": "h"}, later) == {"h": Peace(1, NOON + DAILY, 70)}


def test_a_retry_after_outlives_the_run() -> None:
    assert not is_due("s", timedelta(hours=1), NOON, NOON + timedelta(hours=5), refusals=1, retry_after_s=6 * 3600)
    assert is_due("s", timedelta(hours=1), NOON, NOON + timedelta(hours=7), refusals=1, retry_after_s=6 * 3600)


def test_refreshes_of_many_sources_are_spread_over_their_interval() -> None:
    """Two thousand weekly sources first read in one hour, then hourly runs for three weeks."""
    week, tried = timedelta(days=7), dict.fromkeys((f"s{n}" for n in range(2_000)), NOON)
    counts = []
    for hour in range(1, 3 * 168 + 1):
        now = NOON + timedelta(hours=hour)
        due = [name for name, at in tried.items() if is_due(name, week, at, now, spread=True)]
        tried |= dict.fromkeys(due, now)
        counts.append(len(due))
    weeks = [counts[at : at + 168] for at in range(0, len(counts), 168)]
    assert [sum(week) for week in weeks] == [len(tried)] * 3, "not once a week"
    assert max(counts) < 3 * len(tried) / 168, "a crowd in one hour"
    assert all(weeks[-1]), "idle hours"


@pytest.mark.parametrize("every", [timedelta(hours=1), timedelta(days=1)])
@pytest.mark.parametrize("interval", [DAILY, timedelta(days=7)])
def test_a_source_of_many_is_asked_once_an_interval_however_often_runs_begin(
    interval: timedelta, every: timedelta
) -> None:
    """Also just after it was read for the first time, wherever in the interval that was."""
    for name in map(str, range(50)):
        tried, asked = NOON, []
        for number in range(1, 3 * (interval // every) + 1):
            if is_due(name, interval, tried, now := NOON + every * number, spread=True):
                tried = now
                asked.append((number - 1) * every // interval)
        assert asked == [0, 1, 2], name


@pytest.mark.slow
def test_hourly_refreshes_of_many_sources_ask_each_once_a_day_and_none_in_a_crowd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Daily sources all read at once; then runs each hour for a day and every two for another, by the hosts' log."""
    monkeypatch.setattr("citewatch.hops.SPREAD_FROM", 40)
    names = tuple(f"good_{number}" for number in range(48))
    world, asked = Faulty(tmp_path, names), dict[int, list[str]]()
    for hour in (*range(25), *range(26, 49, 2)):
        _, site = world.run(hour / 24, {}, only_due=True)
        asked[hour] = [one.host for one in site.log if one.path == "/report"]
    hosts = sorted(map(host_of, names))
    assert sorted(asked[0]) == hosts, "what was never read is read at once"
    for day in (range(1, 25), range(26, 49, 2)):
        assert sorted(host for hour in day for host in asked[hour]) == hosts, "not once a day"
        assert max(len(asked[hour]) for hour in day) <= 4 * len(names) / 24, "a crowd in one hour"


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


@pytest.mark.slow
def test_robots_txt_is_kept_between_runs_for_its_own_lifetime(tmp_path: Path) -> None:
    """Three daily runs and two within a day, each a client of its own: the host's log has who asked for it when."""
    world = Faulty(tmp_path, ("good_0", "good_1", "good_2"))
    said = {
        "good_0": reply(
            b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain", Cache_Control="max-age=50000"
        ),
        "good_1": reply(b"", 404),
        "good_2": reply(b"", 503),
    }
    asked: dict[str, list[float]] = defaultdict(list)
    for day in (0, 0.25, 0.5, 0.75, 1.25):
        summary, site = world.run(day, {}, robots=said)
        assert summary.tally.unreadable == 1, "the host whose rules can't be had is not asked for the page"
        for one in site.log:
            if one.path == "/robots.txt":
                asked[one.host].append(day)
    assert asked[host_of("good_0")] == [0, 0.75], "50,000 seconds are over after fourteen hours"
    assert asked[host_of("good_1")] == [0, 1.25], "that there is none holds for a day"
    assert set(asked[host_of("good_2")]) == {0, 0.25, 0.5, 0.75, 1.25}, "a failure is not kept"
    kept = world.settings.robots
    kept.write_text("{not ours")
    world.run(1.5, {}, robots={"good_0": reply(b"User-agent: *\nDisallow: /\n", Content_Type="text/plain")})
    _, site = world.run(1.6, {}, robots={})
    assert not any(one.host == host_of("good_0") for one in site.log), "what is kept forbids"


@pytest.mark.slow
def test_more_hosts_that_hang_than_slots_hold_up_nobody(tmp_path: Path) -> None:
    """Fifteen hosts answer only after all others have been answered; ten answers at once are allowed."""
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    slow, quick = [f"s{n}.{DOMAIN}" for n in range(15)], [f"q{n}.{DOMAIN}" for n in range(20)]
    all_quick = asyncio.Event()
    answered: list[str] = []

    async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await all_quick.wait()
        answered.append(asked.host)
        writer.write(reply(page()))

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        answered.append(asked.host)
        writer.write(reply(page()))
        if len(answered) == len(quick):
            all_quick.set()

    site = Site(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), tmp_path / "ca.pem", {"/p": answer})
    site.hosts = (*slow, *quick)
    site.routes |= {f"{host}/p": hang for host in slow}
    ca.issue_cert(f"*.{DOMAIN}").configure_cert(site.tls)

    async def go() -> list[Fetched]:
        settings = replace(PATIENT, max_concurrent=10, patience_s=0.02, read_timeout_s=60.0, total_timeout_s=60.0)
        async with site.open(), Client(settings, site.network) as client:
            asked = [FetchRequest("s", "page", f"https://{host}/p", DAY, "specimen") for host in site.hosts]
            return await asyncio.gather(*map(client.fetch, asked))

    found = asyncio.run(go())
    assert {one.capture.state for one in found} == {"ok"}
    assert set(answered[: len(quick)]) == set(quick)
