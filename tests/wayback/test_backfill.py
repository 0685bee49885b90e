"""The archive asked over real TLS on loopback: what it keeps, what it refuses, and that nothing is asked for twice."""

from __future__ import annotations

import asyncio
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from citewatch.backfill import source_of
from citewatch.doctor import examine
from citewatch.errors import CatalogError, CitewatchError
from citewatch.evidence import read_back
from citewatch.fetch import Client
from citewatch.refresh import refresh
from citewatch.wayback import addresses
from tests.fetch.conftest import cut, reply
from tests.wayback.conftest import API, HOST, NOW, PAGE, Kept, World, says

pytestmark = pytest.mark.slow

BEFORE = Kept("20230301080000", says(180))
AT_ITS_DATE = Kept("20240515093001", says(221))
AFTER = Kept("20250601120000", says(300))
ALL = [BEFORE, AT_ITS_DATE, AFTER]


def test_copies_are_dated_by_the_archive_and_kept_as_evidence(world: World) -> None:
    world.site.copies = ALL
    done = world.run()
    assert (done.walked.listed, done.walked.fetched, done.walked.known, done.walked.stopped) == (3, 3, 0, "")
    found = world.rows(
        "SELECT captured_at, fetched_at, document_on, route, origin, state, final_url, robots, warc_file, warc_offset,"
        " warc_length FROM capture ORDER BY captured_at"
    )
    assert [row[0] for row in found] == [
        datetime(2023, 3, 1, 8), datetime(2024, 5, 15, 9, 30, 1), datetime(2025, 6, 1, 12),
    ]  # fmt: skip
    for copy, row in zip(ALL, found, strict=True):
        assert row[1] == NOW.replace(tzinfo=None)
        assert row[2] == row[0].date()
        assert row[3:6] == ("archive", "specimen", "ok")
        assert row[6] == f"https://{HOST}/web/{copy.stamp}id_/{PAGE}"
        headers, body = read_back(world.settings.evidence, *row[8:], {}.get)
        assert body == copy.answer
        assert headers["memento-datetime"]
    assert world.site.most_at_once == 1


LATER = Kept("20241201000000", says(221))


@pytest.mark.parametrize(
    ("copies", "then"),
    [
        ([AFTER], {"not_found"}),
        # It changed on an unknown day: the page of May may have been gone by June.
        ([BEFORE, AT_ITS_DATE, AFTER], {"ambiguous"}),
        ([BEFORE, AT_ITS_DATE, LATER, AFTER], {"confirmed"}),
    ],
)
def test_the_claim_is_judged_by_what_stood_there_at_the_reports_date(
    world: World, copies: list[Kept], then: set[str]
) -> None:
    world.site.copies = copies
    world.run()
    assert world.verdicts()["then"] == then
    assert "not_found" in world.verdicts()["now"]  # the page itself was never read
    if then == {"confirmed"}:
        assert world.verdicts()["now"] == {"superseded", "not_found"}
        reason = world.rows("SELECT reason_en FROM finding WHERE closed_at IS NULL AND answer = 'then'")[0][0]
        assert reason.endswith("(By the archived copy of 1 December 2024.)")


def test_nothing_is_asked_for_twice(world: World) -> None:
    world.site.copies = ALL
    world.run()
    asked = len(world.site.log)
    again = world.run()
    assert (again.walked.requests, again.walked.known, again.walked.fetched) == (0, 3, 0)
    assert len(world.site.log) == asked  # robots.txt neither
    narrower = world.run(first=date(2024, 1, 1), last=date(2024, 12, 31))
    assert (narrower.walked.requests, narrower.walked.listed, narrower.walked.known) == (0, 1, 1)


def test_of_the_index_only_the_days_that_may_have_changed_are_asked_again(world: World) -> None:
    world.site.copies = ALL
    world.run()
    world.site.log.clear()
    world.site.copies = [*ALL, Kept("20261110000000", says(310))]  # in the index some days after it was made
    later = world.run(NOW + timedelta(days=3))
    assert (later.walked.requests, later.walked.fetched) == (2, 1)
    assert [a.path for a in world.site.log if "from=20261018" in a.path and "to=20261119" in a.path]


def test_adjacent_copies_of_the_same_bytes_other_rows_and_odd_times(world: World) -> None:
    same = [Kept(f"2024{month:02d}01000000", says(221)) for month in range(1, 8)]
    other = [
        Kept("20240315000000", says(5), status="404"), Kept("20240316000000", says(5), status="-"),
        Kept("20240399000000", says(5)), Kept("20240801000000", says(230)), Kept("20240901000000", says(221)),
    ]  # fmt: skip
    world.site.copies = sorted([*same, *other], key=lambda copy: copy.stamp)
    done = world.run()
    # the first and the last of the run, then the two that came later: the same bytes again are news of their own
    assert [day for day, _ in world.states()] == ["2024-01-01", "2024-07-01", "2024-08-01", "2024-09-01"]
    assert (done.walked.listed, done.walked.passed_over) == (9, 5)
    stays = world.rows("SELECT strftime(first_at, '%m'), strftime(last_at, '%m'), captures, archived FROM capture_stay")
    assert sorted(stays) == [("01", "07", 2, 2), ("08", "08", 1, 1), ("09", "09", 1, 1)]
    revisits = world.rows("SELECT count(*) FROM capture c JOIN capture d USING (body_digest) WHERE c <> d")
    assert revisits == [(6,)]


def test_another_address_in_the_index_is_not_ours(world: World) -> None:
    rows = [["timestamp", "original", "statuscode", "digest", "length"],
            ["20240101000000", "https://evil.example/genai", "200", "A", "1"],
            ["20240102000000", "http://study.example:80/genai/", "200", "B", "1"]]  # fmt: skip
    world.site.instead = [("/cdx/", reply(json.dumps(rows).encode()))]
    world.site.always = {"/web/20240102000000id_/": Kept("20240102000000", says(221)).reply()}
    done = world.run()
    assert done.walked.listed == 1
    assert world.site.asked_for[1:] == ["/web/20240102000000id_/http://study.example:80/genai/"]
    assert world.states() == [("2024-01-02", "ok")]
    assert world.rows("SELECT count(*) FROM observation") == [(1,)]  # read by the route whose address it is


def test_at_most_one_good_copy_an_interval(world: World) -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(29)]
    world.site.copies = [Kept(f"{day:%Y%m%d}000000", says(200 + n)) for n, day in enumerate(days)]
    world.site.copies[7] = Kept("20240108000000", b"<title>Just a moment...</title>")
    world.run(interval=timedelta(days=7))
    assert [day[8:] + state[0] for day, state in world.states()] == ["01o", "08b", "09o", "16o", "23o"]


def test_pages_of_the_index_are_followed_and_kept_one_by_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "LIMIT", 2)
    world.site.copies = [Kept(f"2024010{n}000000", says(200 + n)) for n in range(1, 8)]
    world.site.instead = [("resumeKey=k+4", reply(b"", 503)), ("resumeKey=k+4", reply(b"", 503)),
                          ("resumeKey=k+4", reply(b"", 503))]  # fmt: skip
    first = world.run()
    assert "503" in first.walked.stopped
    assert first.walked.fetched == 0
    second = world.run()
    assert (second.walked.listed, second.walked.fetched, second.walked.stopped) == (7, 7, "")
    assert second.walked.requests == 2 + 7  # the first two pages of the index are there


def test_nothing_archived_is_an_answer_too(world: World) -> None:
    done = world.run()
    assert (done.walked.listed, done.walked.stopped, world.states()) == (0, "", [])
    assert world.run().walked.requests == 0
    # The file holds no copy and is no rubbish: without it the index would be asked again.
    evidence = [found for found in examine(world.settings, NOW) if found.name == "evidence"]
    assert [found.state for found in evidence] == ["ok"]


@pytest.mark.parametrize(
    "broken",
    [
        b'[["timestamp","original","statuscode","digest"],["20240', b"<html>busy</html>", b'{"a": 1}',
        b'[["timestamp"],["20240101000000"]]',
    ],
)  # fmt: skip
def test_a_broken_index_is_asked_for_again(world: World, broken: bytes) -> None:
    world.site.copies = [AT_ITS_DATE]
    world.site.instead = [("/cdx/", reply(broken))]
    assert world.run().walked.fetched == 1
    assert world.site.asked_for.count("index") == 2
    assert len(world.waits) == 1 and world.waits[0] >= 60


def test_an_index_that_stays_broken_ends_the_walk(world: World) -> None:
    world.site.always = {"/cdx/": cut(b"HTTP/1.1 200 X\r\nContent-Length: 500\r\n\r\n[[")}
    done = world.run()
    assert "500 bytes" in done.walked.stopped or "whole" in done.walked.stopped
    world.site.always = {"/cdx/": reply(b'[["timestamp"')}
    assert "breaks off" in world.run().walked.stopped
    world.site.always = {}
    world.site.copies = [AT_ITS_DATE]
    assert world.run().walked.fetched == 1


def test_a_refused_connection_ends_the_walk_and_keeps_what_was_there(world: World) -> None:
    world.site.copies = ALL
    down = world.run(up=False)
    assert "refused the connection" in down.walked.stopped
    assert world.states() == []
    assert len(world.waits) == 2 and all(wait >= 60 for wait in world.waits)
    assert world.run().walked.fetched == 3


def test_429_without_a_retry_after_is_waited_out(world: World) -> None:
    world.site.copies = ALL
    world.site.instead = [("/web/2024", reply(b"slow down", 429))]
    done = world.run()
    assert (done.walked.fetched, done.walked.stopped) == (3, "")
    assert len(world.waits) == 1 and world.waits[0] >= 60


def test_429_with_a_retry_after_is_obeyed(world: World) -> None:
    world.site.copies = ALL
    world.site.instead = [("/cdx/", reply(b"", 429, Retry_After="300"))]
    assert world.run().walked.fetched == 3
    assert world.waits == [300]


def test_a_long_retry_after_ends_the_walk_at_once(world: World) -> None:
    world.site.copies = ALL
    world.site.instead = [("/web/2024", reply(b"", 429, Retry_After="7200"))]
    done = world.run()
    assert "7,200 s" in done.walked.stopped
    assert world.states() == [("2023-03-01", "ok")]
    assert world.site.asked_for == ["index", f"/web/{BEFORE.stamp}id_/{PAGE}", f"/web/{AT_ITS_DATE.stamp}id_/{PAGE}"]
    assert world.waits == []
    world.site.log.clear()
    assert world.run().walked.fetched == 2
    assert world.site.asked_for == [f"/web/{copy.stamp}id_/{PAGE}" for copy in (AT_ITS_DATE, AFTER)]


def test_429_that_stays_ends_the_walk(world: World) -> None:
    world.site.copies = ALL
    world.site.always = {"/web/2024": reply(b"", 429)}
    done = world.run()
    assert "429" in done.walked.stopped
    assert len(world.site.asked_for) == 1 + 1 + world.manners.attempts


@pytest.mark.parametrize(
    "trouble", [reply(b"", 503), reply(b"", 500), cut(b"HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n<")]
)
def test_one_copy_that_can_not_be_had_is_passed_and_asked_for_the_next_time(world: World, trouble: Any) -> None:
    world.site.copies = ALL
    world.site.always = {"/web/2024": trouble}
    done = world.run()
    assert world.states() == [("2023-03-01", "ok"), ("2025-06-01", "ok")]
    assert [line[:16] for line in done.walked.missed] == ["2024-05-15 09:30"]
    world.site.always = {}
    world.site.log.clear()
    assert (world.run().walked.fetched, world.site.asked_for) == (1, [f"/web/{AT_ITS_DATE.stamp}id_/{PAGE}"])


def test_three_misses_in_a_row_are_the_archives_trouble(world: World) -> None:
    world.site.copies = [Kept(f"2024010{n}000000", says(200 + n)) for n in range(1, 8)]
    world.site.always = {"/web/": reply(b"", 502)}
    done = world.run()
    assert "3 copies in a row" in done.walked.stopped
    assert len(done.walked.missed) == 3


def test_a_page_of_the_archives_own_is_no_copy(world: World) -> None:
    world.site.copies = [AT_ITS_DATE]
    world.site.always = {"/web/": reply(b"<title>Wayback Machine</title>We are moving servers; 5 firms")}
    done = world.run()
    assert len(done.walked.missed) == 1
    assert world.states() == []


def test_a_redirect_to_another_copy_is_dated_by_the_copy_that_came(world: World) -> None:
    near = Kept("20240516100000", says(221))
    world.site.copies = [AT_ITS_DATE, near, AFTER]
    there = f"https://{HOST}/web/{near.stamp}id_/{PAGE}"
    world.site.always = {f"/web/{AT_ITS_DATE.stamp}": reply(b"", 302, Location=there)}
    done = world.run()
    assert world.states() == [("2024-05-16", "ok"), ("2025-06-01", "ok")]
    assert world.rows("SELECT is_moved FROM capture") == [(False,), (False,)]
    assert done.walked.fetched == 2
    world.site.log.clear()
    assert world.run().walked.requests == 0


def test_a_copy_that_is_gone_is_no_news_of_the_page(world: World) -> None:
    world.site.copies = ALL
    world.site.always = {f"/web/{AT_ITS_DATE.stamp}": reply(b"<title>Hrm.</title>", 404)}
    world.run()
    assert world.states() == [("2023-03-01", "ok"), ("2024-05-15", "gone"), ("2025-06-01", "ok")]
    assert "does not have it (404)" in world.rows("SELECT reason FROM capture WHERE state = 'gone'")[0][0]
    assert world.run().walked.requests == 0


WALL = b"<html><title>Just a moment...</title><body>Checking your browser. 5 firms</body></html>"
SOFT_404 = b"<html><title>Page not found | Study</title><body>Nothing here. The study counts 7 firms.</body></html>"


@pytest.mark.parametrize(
    ("copy", "also", "state", "why"),
    [
        (Kept("20240515093001", WALL), None, "blocked", "www.study.example answered 200, but with"),
        (Kept("20240515093001", SOFT_404), None, "gone", "www.study.example answered 200, but the page says"),
        (Kept("20240515093001", location=f"/web/20240515093001id_/https://login.study.example/?to={PAGE}"),
         Kept("20240515093001", says(9), f"https://login.study.example/?to={PAGE}"), "blocked", "a sign-in"),
        (Kept("20240515093001", location="https://login.study.example/"), None, "blocked", "a sign-in"),
        (Kept("20240515093001", location="https://elsewhere.example/"), None, "unreachable", "no copy"),
        (Kept("20240515093001", location="https://[elsewhere"), None, "unreachable", "no copy"),
        (Kept("20240515093001", location=f"https://{HOST}/web/20240515093001id_/http://[elsewhere"),
         Kept("20240515093001", b"", "http://[elsewhere"), "unreachable", "with an empty page"),
    ],
    ids=["wall", "soft 404", "to a copied sign-in", "to a sign-in", "away", "to no address", "to a copy of none"],
)  # fmt: skip
def test_a_copy_is_judged_as_the_page_it_was(world: World, copy: Kept, also: Any, state: str, why: str) -> None:
    world.site.copies = [copy] if also is None else [copy, also]
    world.site.always = {f"/web/{copy.stamp}id_/{PAGE}": copy.reply()}
    rows = [["timestamp", "original", "statuscode", "digest", "length"], [copy.stamp, PAGE, "200", "A", "1"]]
    world.site.instead = [("/cdx/", reply(json.dumps(rows).encode()))]
    world.run()
    assert world.states() == [("2024-05-15", state)]
    reason = world.rows("SELECT reason FROM capture")[0][0]
    assert reason.startswith("Archived copy of 15 May 2024: ") and why in reason
    assert world.rows("SELECT count(*) FROM observation") == [(0,)]
    assert {asked.host for asked in world.site.log} == {HOST}
    assert world.run().walked.requests == 0


def test_a_copy_of_a_page_that_had_moved(world: World) -> None:
    there = "https://www.study.example/new/genai"
    world.site.copies = [Kept("20240515093001", location=f"https://{HOST}/web/20240515093003id_/{there}"),
                         Kept("20240515093003", says(221), there)]  # fmt: skip
    world.run()
    assert world.rows("SELECT state, is_moved, captured_at FROM capture") == [
        ("ok", True, datetime(2024, 5, 15, 9, 30, 3))
    ]
    assert world.rows("SELECT value FROM observation")[0][0] == 221


def test_the_archive_never_leads_us_to_the_live_page(world: World) -> None:
    world.site.copies = [AT_ITS_DATE]
    world.site.always = {"/web/": reply(b"", 302, Location=PAGE)}
    done = world.run()
    assert {asked.host for asked in world.site.log} == {HOST}
    assert "redirects away from web.archive.org" in done.walked.missed[0]


def test_robots_txt_of_the_archive_is_kept_to(world: World) -> None:
    world.site.copies = ALL
    world.site.robots = reply(b"User-agent: *\nDisallow: /cdx/\n", Content_Type="text/plain")
    done = world.run()
    assert "robots.txt does not allow" in done.walked.stopped
    assert world.site.asked_for == []


def test_an_empty_content_encoding_beside_the_real_one(world: World) -> None:
    """As the archive sends it where the site's own answer was packed."""
    import gzip

    body = gzip.compress(says(221))
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nContent-Type: text/html\r\ncontent-encoding:\r\n"
        "Content-Encoding: gzip\r\nMemento-Datetime: Wed, 15 May 2024 09:30:01 GMT\r\n\r\n"
    )
    world.site.copies = [AT_ITS_DATE]
    world.site.always = {"/web/": head.encode() + body}
    world.run()
    assert world.states() == [("2024-05-15", "ok")]
    assert world.rows("SELECT value FROM observation")[0][0] == 221


def test_two_addresses_of_one_source_are_walked_and_kept_apart(world: World) -> None:
    world.source["routes"].insert(0, {"name": "api", "url": API, "form": "json"})
    world.source["figures"]["posts"] = {
        "reads": "quantity", "pointer": "/posts", "routes": ["api"], "optional": "not always there",
    }  # fmt: skip
    world.source["figures"]["firms"]["routes"] = ["page"]
    world.write()
    world.site.copies = [
        Kept("20240515093001", b'{"posts": 12}', API), Kept("20240515093001", says(221)),
        Kept("20240701000000", b'{"posts": 13}', API), Kept("20241201000000", says(221, "<p>New.</p>")),
    ]  # fmt: skip
    world.run()
    assert world.rows("SELECT count(*), count(DISTINCT capture_id) FROM capture") == [(4, 4)]
    routes = "SELECT DISTINCT route, figure, outcome FROM reading ORDER BY ALL"
    assert world.rows(routes) == [("api", "posts", "read"), ("page", "firms", "read")]
    # What came by the other address in between does not hide what the page said.
    assert world.verdicts()["then"] == {"confirmed"}


def test_a_refresh_never_asks_the_archive_and_is_not_put_off_by_it(world: World) -> None:
    world.site.copies = [*ALL, Kept("20261115000000", says(300, "new"))]
    world.run()
    world.site.log.clear()

    async def go() -> Any:
        async with world.site.open():
            assert world.site.network is not None
            world.settings.network.write_text(world.site.network.model_dump_json())  # type: ignore[union-attr]
            return await refresh(world.settings, NOW, only_due=True, fetching=world.manners)

    summary = asyncio.run(go())
    assert summary.tally.due == 1  # a copy of yesterday is no reading of the page
    assert {asked.host for asked in world.site.log} == {"www.study.example"}
    health = "SELECT state, last_good_at, archived_copies, newest_copy_at FROM source_health"
    assert world.rows(health) == [("gone", None, 4, datetime(2026, 11, 15))]
    last = world.rows(
        "SELECT reason_en FROM finding WHERE closed_at IS NULL AND answer = 'now' AND check_name = 'fetch'"
    )
    assert "The archived copy of 15 November 2026 counts." in last[0][0]


def test_only_one_backfill_at_a_time(world: World) -> None:
    from citewatch.backfill import _alone

    with _alone(world.settings.evidence), pytest.raises(CitewatchError, match="another backfill is at work"):
        world.run()


def test_what_can_not_be_asked_for_is_said(world: World) -> None:
    with pytest.raises(CitewatchError, match="no source nobody"):
        source_of(world.settings, "nobody")
    with pytest.raises(CitewatchError, match="2025-01-02 is after --to 2025-01-01"):
        world.run(first=date(2025, 1, 2), last=date(2025, 1, 1))
    world.source["routes"][0]["name"] = "archive"
    world.write()
    with pytest.raises(CatalogError, match="archive is the route of what"):
        source_of(world.settings, "study")


def test_a_live_backfill_wants_a_contact(world: World) -> None:
    from citewatch.fetch import FetchSetupError
    from citewatch.run import archive_settings
    from citewatch.settings import Settings, from_environment

    live = Settings(world.catalogue, world.folder / "live")
    manners = archive_settings(live)
    assert (manners.per_host_delay_s, manners.per_host_concurrency, manners.attempts) == (5.0, 1, 5)
    assert manners.backoff_least_s == 60
    with pytest.raises(FetchSetupError, match="CITEWATCH_CONTACT"):
        Client(manners)
    chosen = from_environment({"CITEWATCH_ARCHIVE_DELAY": "20"}, catalogue=world.catalogue)
    assert archive_settings(chosen).per_host_delay_s == 20
    with pytest.raises(CitewatchError, match="between 1 and 3600"):
        from_environment({"CITEWATCH_ARCHIVE_DELAY": "0"}, catalogue=world.catalogue)
