"""Decisions and people's readings through real refreshes over pages served by HTTPS."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from citewatch.refresh import refresh
from citewatch.review.desk import ReviewDesk
from citewatch.review.model import Choice, Filter
from citewatch.review.person import NotEntered
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.decision import PersonReading
from tests.replay.conftest import World, page

pytestmark = pytest.mark.slow
DAYS = ("2024-07-01", "2024-07-08", "2024-07-15", "2024-07-22")
NOW = datetime(2024, 7, 9, 12)
URL = "https://funds.example/page"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    figure = {"reads": "money", "unit": "USD", "measures": "ai_fund_size"}
    made.write("extractors/funds.yml", {
        "title": "Funds raised", "publisher": "A fund", "url": URL, "every": "week", "terms": "Our own.",
        "routes": [{"name": "page", "url": URL, "form": "html"}],
        "figures": {"france": {**figure, "anchors": ["France"]}, "spain": {**figure, "anchors": ["Spain"]}},
    })  # fmt: skip
    made.report({name: claim(country, value) for name, country, value in (("C01", "france", 20), ("C02", "spain", 30))},
                self_checks=[])  # fmt: skip
    return made


def claim(country: str, millions: int) -> dict[str, Any]:
    return {
        "says": f"US${millions} million", "value": millions * 1_000_000, "unit": "USD", "measures": "ai_fund_size",
        "where": {"section": "摘要"}, "cites": f"funds.{country}",
    }  # fmt: skip


def funds(france: int, spain: int) -> bytes:
    return page(f"Firms in France raised US${france} million.", f"Firms in Spain raised US${spain} million.")


def test_the_next_refresh_with_a_moved_value_reopens_exactly_one(world: World) -> None:
    world.edition("funds", DAYS[0], funds(25, 36))
    world.edition("funds", DAYS[2], funds(26, 36))
    played = world.play(*DAYS[:2])
    desk = ReviewDesk(Settings(played.settings.catalogue, played.settings.data, specimens=True))
    today = date(2024, 7, 9)
    queue = desk.queue(Filter(), today=today)
    assert [(item.claim_id, item.verdict, item.prominence) for item in queue.items] == [
        ("C01", "differs", "summary"), ("C02", "differs", "summary")
    ]  # fmt: skip
    choices = [Choice(item.alert_id, item.version) for item in queue.items]
    answers = desk.decide(choices, "accept", by="Mei", at=NOW, request_id="bulk", note="The report rounds.")
    assert [each.outcome for each in answers] == ["done", "done"]
    assert desk.queue(Filter(), today=today).items == (), "seen at once, although nothing was published since"
    assert desk.counts(Filter(state="accepted"), today=today).total == 2
    shown = desk.alert(choices[0].alert_id, today=today)
    assert shown.state == "accepted" and shown.log[0].note == "The report rounds." and shown.is_open
    assert [(b.name, b.value) for b in shown.baselines] == [
        ("stated", 20_000_000), ("first_read", 25_000_000), ("last_accepted", 25_000_000)
    ]  # fmt: skip
    assert shown.sentence is not None and shown.span is not None
    assert shown.sentence[slice(*shown.span)] == "US$25 million"
    assert desk.errata("small", today=today).rows == ()
    desk.close()

    played = world.play(*DAYS[2:])
    assert [len(played.runs[day].opened) for day in DAYS[2:]] == [0, 1], "said twice before it is said aloud"
    desk = ReviewDesk(Settings(played.settings.catalogue, played.settings.data, specimens=True))
    (item,) = desk.queue(Filter(), today=date(2024, 7, 23)).items
    assert (item.claim_id, item.reopened, item.observed) == ("C01", True, "US$26 million")
    shown, diff = desk.alert_with_text(item.alert_id, today=date(2024, 7, 23))
    assert shown == desk.alert(item.alert_id, today=date(2024, 7, 23))
    assert shown.earlier[0].act == "accept" and shown.log[0].previous_alert_id == choices[0].alert_id
    assert [point.as_printed for point in shown.history] == ["US$25 million", "US$26 million"]
    assert diff is not None and diff.trouble is None
    assert [(line.kind, line.text) for line in diff.lines if line.kind != "same"] == [
        ("removed", "Firms in France raised US$25 million."), ("added", "Firms in France raised US$26 million."),
    ]  # fmt: skip
    (row,) = desk.errata("small", today=date(2024, 7, 23)).rows
    assert row.claim_id == "C01" and "2,600萬" in row.correction and row.digest is not None
    seen = desk.overview("small", today=date(2024, 7, 23))
    assert (seen.claims, seen.verdicts, seen.waiting, seen.settled) == (2, {"differs": 2}, 1, {"accepted": 2})
    assert seen.freshness_percent == 100 and seen.oldest is not None and seen.oldest.claim_id == "C01"
    desk.close()


def blocked(world: World) -> Settings:
    world.edition("funds", DAYS[0], page("Verify you are human."), status=403)
    return world.play(DAYS[0]).settings


def entry(**given: Any) -> PersonReading:
    return PersonReading(**{
        "source_id": "funds", "figure": "france", "as_printed": "US$20 million",
        "sentence": "Firms in France raised US$20 million.", "url": URL, "seen_on": date(2024, 7, 8), "by": "Mei",
        "entered_at": NOW, "file_name": "screen.png", **given,
    })  # fmt: skip


def again(world: World, settings: Settings, day: str) -> None:
    with SpecimenSite(world.catalogue / "specimens", world.folder / "site", date.fromisoformat(day)) as site:
        live = Settings(settings.catalogue, settings.data, network=site.map_path)
        asyncio.run(refresh(live, datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=13)))


def test_what_a_person_read_is_judged_like_a_reading_and_marked_everywhere(world: World) -> None:
    settings = blocked(world)
    desk = ReviewDesk(Settings(settings.catalogue, settings.data, specimens=True))
    done = desk.enter(entry(), b"\x89PNG a picture of the page", now=NOW)
    assert done.is_new and done.value == 20_000_000
    assert not desk.enter(entry(), b"\x89PNG a picture of the page", now=NOW + timedelta(minutes=1)).is_new
    desk.enter(entry(figure="spain", as_printed="US$36 million", sentence="", file_name=""), b"", now=NOW)
    again(world, settings, "2024-07-09")
    with desk.readers.look() as view:
        found = view.execute(
            "SELECT f.claim_id, f.verdict, f.reason_en, o.read_by, k.route FROM current_findings f JOIN observation o"
            " USING (observation_id) JOIN capture k ON k.capture_id = f.capture_id WHERE f.answer = 'now' AND"
            " f.check_name = 'value' ORDER BY 1"
        ).fetchall()
        health = view.execute("SELECT state, last_good_at FROM source_health").fetchall()
        history = view.execute("SELECT figure, read_by FROM figure_history ORDER BY 1").fetchall()
    assert [(row[0], row[1], row[3], row[4]) for row in found] == [
        ("C01", "confirmed", "Mei", "person"), ("C02", "differs", "Mei", "person")
    ]  # fmt: skip
    assert all("Read by a person on 8 July 2024." in row[2] for row in found)
    assert health == [("blocked", None)], "a person's look says nothing of whether a robot may read it"
    assert history == [("france", "Mei"), ("spain", "Mei")]
    (issue,) = desk.issues()
    assert issue.kind == "blocked" and issue.read_by_person_on == date(2024, 7, 8)
    desk.close()


@pytest.mark.parametrize(
    ("given", "body", "told"),
    [
        ({"figure": "italy"}, b"", "no such figure"), ({"by": ""}, b"", "name"), ({"by": "citewatch"}, b"", "name"),
        ({"as_printed": "20 people", "sentence": ""}, b"", "exactly one"),
        ({"as_printed": "US$20 million or US$30 million", "sentence": ""}, b"", "exactly one"),
        ({"sentence": "Nothing of the kind."}, b"", "does not contain"),
        ({"url": "javascript:alert(1)"}, b"", "address"), ({"seen_on": date(2030, 1, 1)}, b"", "future"),
        ({}, b"x" * 20_000_001, "at most"), ({"as_printed": ""}, b"", "value"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_judged_is_refused(world: World, given: dict[str, Any], body: bytes, told: str) -> None:
    desk = ReviewDesk(Settings(world.catalogue, world.folder / "data", specimens=True))
    with pytest.raises(NotEntered, match=told):
        desk.enter(entry(**given), body, now=NOW)


def test_a_change_in_another_place_of_the_page_waits_for_a_person(world: World) -> None:
    """No alert however often it is read, an issue the same day, and what a person enters settles it (decision 0020)."""
    before = page("In the spring of this year, firms in France raised US$20 million for work on machine learning.")
    after = page(
        "Foreign owners of new firms from outside France paid back US$9 million, the ministry of finance said."
    )
    world.edition("funds", DAYS[0], before)
    world.edition("funds", DAYS[1], after)
    played = world.play(*DAYS[:3])
    assert not any(len(played.runs[day].opened) for day in DAYS[:3])
    desk = ReviewDesk(Settings(played.settings.catalogue, played.settings.data, specimens=True))
    (issue,) = [one for one in desk.issues() if one.kind == "elsewhere"]
    assert issue.figures == ("france",) and issue.read_by_person_on is None
    assert "firms in France raised US$20 million" in issue.expected and "paid back US$9 million" in issue.found
    seen = entry(as_printed="US$9 million", sentence="", seen_on=date(2024, 7, 16), file_name="")
    desk.enter(seen, b"", now=datetime(2024, 7, 16, 12))
    again(world, played.settings, DAYS[3])
    assert not [one for one in desk.issues() if one.kind == "elsewhere"]
    again(world, played.settings, "2024-07-29")
    (item,) = desk.queue(Filter(), today=date(2024, 7, 29)).items
    assert (item.claim_id, item.observed) == ("C01", "US$9 million")
    desk.close()
