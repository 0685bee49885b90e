"""What a refresh does with the pictures that figures stand in: fetched, kept, read once, looked at again."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from citewatch import catalog
from citewatch.pictures.ocr import Reader
from citewatch.refresh import refresh
from citewatch.replay import replay
from citewatch.run import Summary
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.picture import PictureLine, PictureText
from tests.tools.lapse import content, small_catalogue
from tests.tools.piped import ROOT
from warehouse import queries
from warehouse.published import open_published
from warehouse.store import Store

FIRST = datetime(2024, 7, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
SOURCE = "github_copilot_research"
PICTURE = "2024-07-01.github_survey"


class World:
    """One source whose 88% stands in a picture, with pictures that a test may replace."""

    def __init__(self, folder: Path, site: SpecimenSite) -> None:
        self.folder, self.site = folder, site
        self.pictures = folder / "catalogue" / "specimens" / "pictures"
        self.settings = Settings(folder / "catalogue", folder / "data", network=site.map_path)
        self.given: list[str] = []
        """Digests the reader was asked to read, in order."""

    def run(self, day: datetime = FIRST, *, only_due: bool = False) -> Summary:
        self.site.set_date(day.date())
        return asyncio.run(refresh(self.settings, day, only_due=only_due))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.settings.warehouse_file), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def findings(self, claim: str = "C11", answer: str = "now") -> dict[str, dict[str, object]]:
        """Check → its current finding."""
        store = Store(self.settings.warehouse_file, "specimen")
        with open_published(store.published) as connection:
            found = queries.findings(connection, "small", claim)
        return {row["check_name"]: row for row in found if row["answer"] == answer}


def text_of(body: bytes, value: str, confidence: int = 1000) -> PictureText:
    lines = (
        PictureLine("Share of respondents who agree", (25, 21, 444, 55), 1000),
        PictureLine("More productive", (44, 119, 199, 145), 998),
        PictureLine(value, (842, 119, 895, 147), confidence),
    )
    return PictureText(f"sha256:{hashlib.sha256(body).hexdigest()}", "a test", "read", "", "PNG", 1024, 619, lines)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    small_catalogue(tmp_path / "catalogue", (SOURCE, "statista_genai_market"))
    shutil.copytree(ROOT / "specimens" / "pictures", tmp_path / "catalogue" / "specimens" / "pictures")
    with SpecimenSite(tmp_path / "catalogue" / "specimens", tmp_path / "site", FIRST.date()) as site:
        made = World(tmp_path, site)
        read = Reader.read

        def counted(self: Reader, body: bytes, content_type: str = "") -> PictureText:
            made.given.append(hashlib.sha256(body).hexdigest())
            return read(self, body, content_type)

        monkeypatch.setattr(Reader, "read", counted)
        yield made


def replaced(world: World, body: bytes, day: str = "2024-07-08", **headers: str) -> None:
    """From `day` on the address of the picture gives other bytes."""
    folder = world.pictures / f"{day}.changed"
    shutil.copytree(world.pictures / PICTURE, folder)
    (folder / "page.png").write_bytes(body)
    capture = json.loads((folder / "capture.json").read_text("utf-8"))
    capture["headers"] = {"Content-Type": "image/png", "ETag": f'"{day}"', **headers}
    (folder / "capture.json").write_text(json.dumps(capture), "utf-8")
    world.site.catalogue = type(world.site.catalogue).load(world.folder / "catalogue" / "specimens")


def test_a_value_in_a_picture_supports_and_does_not_confirm(world: World) -> None:
    summary = world.run()
    assert not [issue for issue in summary.issues if issue.source_id == SOURCE]
    assert world.rows(
        "SELECT figure, value, box, confidence_permille, picture LIKE '%survey-perceived%', picture_digest IS NOT NULL"
        " FROM observation WHERE box IS NOT NULL"
    ) == [("more_productive", 88, "[842, 119, 895, 147]", 1000, True, True)]
    value, meaning = world.findings()["value"], world.findings()["meaning"]
    assert (value["verdict"], value["observed"], value["box"]) == ("image_only", "88%", "[842, 119, 895, 147]")
    assert "machine read 88% in the picture" in str(value["reason_en"]) and "supports" in str(value["reason_en"])
    assert meaning["verdict"] == "meaning_differs", "told by the words of the page, not of the picture"
    assert meaning["box"] is None


def test_only_declared_pictures_are_asked_for_and_their_bytes_are_evidence(world: World) -> None:
    world.run()
    asked = {entry.path for entry in world.site.log if ".png" in entry.path}
    assert len(asked) == 2, "one of each source; the pages show more"
    assert len(world.given) == 1, "the gated chart is watched and never read: no figure stands in it"
    shown = world.pictures / PICTURE / "page.png"
    kept = b"".join(gzip.decompress(path.read_bytes()) for path in world.settings.evidence.glob("*.warc.gz"))
    assert shown.read_bytes() in kept
    texts = world.rows("SELECT body_digest FROM picture_text")
    assert texts == [(f"sha256:{hashlib.sha256(shown.read_bytes()).hexdigest()}",)]
    assert world.rows("SELECT count(*), count(DISTINCT source_id) FROM picture_capture") == [(2, 2)]


def test_the_same_bytes_are_read_once_and_change_nothing(world: World) -> None:
    world.run()
    before = content(world.settings.data)
    stays = "SELECT count(*) FROM capture_stay WHERE source_id = 'github_copilot_research'"
    world.run(only_due=True)
    assert content(world.settings.data) == before
    summary = world.run(FIRST + WEEK)
    assert len(world.given) == 1 and world.rows(stays) == [(1,)]
    assert not [issue for issue in summary.issues if issue.source_id == SOURCE]
    states = "SELECT state FROM picture_capture WHERE source_id = 'github_copilot_research' ORDER BY captured_at"
    assert world.rows(states) == [("ok",), ("not_modified",)]


def test_a_picture_changes_behind_an_unchanged_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.run()
    body = (world.pictures / "2026-11-09.github_survey" / "page.png").read_bytes() + b"\0"
    replaced(world, body)
    monkeypatch.setattr(Reader, "read", lambda self, body, kind="": text_of(body, "59%"))
    summary = world.run(FIRST + WEEK)
    states = world.rows(
        "SELECT state FROM capture WHERE source_id = 'github_copilot_research' AND status = 304 AND route = 'api'"
    )
    assert states == [("not_modified",)], "the page itself was unchanged"
    assert world.rows("SELECT value FROM figure_history WHERE figure = 'more_productive' ORDER BY first_at") == [
        (88,), (59,)
    ]  # fmt: skip
    value = world.findings()["value"]
    assert (value["verdict"], value["family"], value["observed"]) == ("ambiguous", "cannot_tell", "59%")
    assert "machines misread pictures: open it" in str(value["reason_en"])
    world.run(FIRST + 2 * WEEK)
    said = world.rows("SELECT verdict FROM alert WHERE claim_id = 'C11'")
    assert said == [("meaning_differs",)], "what a machine misread accuses nobody, however often it is seen"
    assert not summary.closed


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\x89PNG\r\n\x1a\n broken", "no PNG, JPEG, GIF or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<!doctype html><p>Please sign in</p>", "page instead of a picture"),
    ],
)
def test_a_picture_that_can_not_be_read_any_more_asks_for_a_person_once(world: World, body: bytes, said: str) -> None:
    world.run()
    replaced(world, body)
    summary = world.run(FIRST + WEEK)
    found = [issue for issue in summary.issues if issue.source_id == SOURCE]
    assert [(issue.figure, issue.kind) for issue in found] == [("productive_share", "picture")]
    assert said in found[0].found and "read the share beside" in found[0].remedy
    assert world.findings()["value"]["verdict"] == "image_only"
    assert world.findings()["meaning"]["verdict"] == "meaning_differs"
    world.run(FIRST + 2 * WEEK)
    spells = world.rows("SELECT episode, closed_at FROM issue WHERE kind = 'picture'")
    assert spells == [(1, None)], "unchanged: the same issue, no new one"


@pytest.mark.parametrize(("status", "said"), [(404, "does not exist"), (403, "does not let us in")])
def test_a_picture_that_does_not_come_is_an_issue_and_its_return_closes_it(
    world: World, status: int, said: str
) -> None:
    world.run()
    replaced(world, b"")
    gone = world.pictures / "2024-07-08.changed"
    capture = json.loads((gone / "capture.json").read_text("utf-8")) | {"status": status}
    (gone / "capture.json").write_text(json.dumps(capture), "utf-8")
    (gone / "page.png").unlink()
    replaced(world, (world.pictures / PICTURE / "page.png").read_bytes(), "2024-07-15")
    found = [issue for issue in world.run(FIRST + WEEK).issues if issue.kind == "picture"]
    assert len(found) == 1 and said in found[0].found
    assert not [issue for issue in world.run(FIRST + 2 * WEEK).issues if issue.kind == "picture"]
    assert world.findings()["value"]["observed"] == "88%"
    assert len(world.given) == 1, "the bytes that came back were known"


def test_what_the_engine_is_not_sure_of_is_no_observation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reader, "read", lambda self, body, kind="": text_of(body, "88%", 810))
    summary = world.run()
    assert world.rows("SELECT count(*) FROM observation WHERE box IS NOT NULL") == [(0,)]
    assert ["confidence of 0.81" in issue.found for issue in summary.issues if issue.kind == "picture"] == [True]
    assert world.findings()["value"]["verdict"] == "image_only"


def test_replay_and_rereading_run_no_engine(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.run()

    def never(self: Reader, body: bytes, kind: str = "") -> PictureText:
        raise AssertionError("the engine was asked")

    monkeypatch.setattr(Reader, "read", never)
    store = Store(world.settings.warehouse_file, "specimen")
    loaded = catalog.load(world.settings.catalogue)
    with open_published(store.published) as connection:
        ids = connection.execute(
            "SELECT capture_id FROM capture WHERE source_id = 'github_copilot_research' AND state = 'ok'"
            " UNION ALL SELECT capture_id FROM picture_capture WHERE source_id = 'github_copilot_research'"
        ).fetchall()
        page, picture = (replay(connection, world.settings, loaded, name) for (name,) in ids)
    assert not page.changed
    assert any("88% (read in the picture" in line and "box 842,119,895,147" in line for line in page.lines)
    assert any(line.startswith("More productive [") for line in picture.lines)
    path = world.settings.catalogue / "extractors" / f"{SOURCE}.yml"
    path.write_text(path.read_text("utf-8").replace("more productive", "More productive"), "utf-8")
    assert world.run(only_due=True).tally.reread == 1
    assert world.rows("SELECT value FROM observation WHERE is_current AND box IS NOT NULL") == [(88,)]


def test_a_figure_declared_later_is_read_in_the_kept_picture(world: World) -> None:
    path = world.settings.catalogue / "extractors" / f"{SOURCE}.yml"
    whole = path.read_text("utf-8")
    before = whole[: whole.index("  more_productive:")] + whole[whole.index("  productive_share:") :]
    assert "more_productive" not in before
    report = world.settings.catalogue / "reports" / "small.yml"
    claims = report.read_text("utf-8")
    path.write_text(before, "utf-8")
    report.write_text(claims.replace(f"{SOURCE}.more_productive", f"{SOURCE}.productive_share"), "utf-8")
    world.run()
    assert world.given == []
    path.write_text(whole, "utf-8")
    report.write_text(claims, "utf-8")
    summary = world.run(only_due=True)
    assert summary.tally.due == 0 and len(world.given) == 1, "from the evidence, with no request"
    assert world.findings()["value"]["observed"] == "88%"
