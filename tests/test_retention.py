"""Retention lets go of what no rule keeps and nothing cites, and of nothing else; stopped anywhere, it goes on."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from citewatch import doctor, retention
from citewatch.cli.app import app
from citewatch.errors import ReplayError
from citewatch.evidence import Archive, Place, read_back
from citewatch.fetch import Fetched
from citewatch.fetch.settings import Exchange
from citewatch.replay import replay
from citewatch.retention import Policy, RetentionError
from citewatch.settings import Settings, from_environment
from schemas.capture import Capture, Pictured, capture_id
from schemas.observation import Reading
from tests.tools.lapse import Forker
from tests.tools.piped import ROOT
from warehouse import ledger
from warehouse.store import Store
from warehouse.structure import Structure, bring_up

FIRST = datetime(2024, 1, 1, 6, tzinfo=UTC)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
POLICY = Policy(400)
STEP = 11
PICTURE = "https://example.org/a.png"
RUNNER = CliRunner()


@dataclass(frozen=True)
class Shot:
    """One fetch of the one page: how it ended, its value, what else was on the page, and its picture if it has one."""

    day: int
    state: str = "ok"
    value: int = 1
    noise: int = 0
    picture: int | None = None


class World:
    """An installation with the evidence of some fetches, made by the code that a refresh uses."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(catalogue=folder, data=folder, specimens=True)
        self.store = Store(self.settings.warehouse_file, "specimen", wait_s=5)
        self.captures: list[Capture] = []
        self.bodies: dict[str, bytes] = {}
        """Capture → what can be read back as long as its bytes are there."""
        self.repeats: dict[str, str] = {}
        """Capture → the one whose record holds its bytes."""
        self.values: dict[str, int] = {}
        """Content → what was read in it."""
        self._good: Capture | None = None
        self._oldest: dict[str, Capture] = {}
        self._picture: Capture | None = None

    def take(self, shots: Sequence[Shot]) -> None:
        pages: list[tuple[Capture, int]] = []
        readings: list[Reading] = []
        pictures: list[Capture] = []
        for shot in shots:
            at = FIRST + timedelta(days=shot.day)
            with self.archive(at) as archive:
                page = self._page(shot, at, archive)
                if shot.picture is not None and page.state in ("ok", "not_modified"):
                    picture = self._shown(shot.picture, at, archive)
                    pictures.append(picture)
                    one = Pictured(PICTURE, "ok", picture.body_digest, picture.capture_id, "")
                    page = replace(page, pictures=(one,))
            pages.append((page, 0))
            if page.state == "ok":
                self._good = page
                self._oldest.setdefault(page.payload_digest, page)
                readings.append(_reading(page, shot.value))
                self.values[page.content_digest] = shot.value
        with self.store.writing("store", publish=True) as connection:
            unique = {reading.id: reading for reading in readings}
            ledger.store(connection, pages, list(unique.values()), pictures)
        self.captures += [page for page, _ in pages] + pictures

    @contextmanager
    def archive(self, at: datetime) -> Iterator[Archive]:
        with Archive(self.settings.evidence, f"{at:%Y%m%dT%H%M%S}-run") as archive:
            yield archive

    def _page(self, shot: Shot, at: datetime, archive: Archive) -> Capture:
        body = f"<p>{shot.value} companies.</p><!-- {shot.noise} -->".encode()
        state, good = shot.state, self._good
        if state == "not_modified" and good is None:
            state = "ok"
        if state == "not_modified":
            assert good is not None
            page = _capture(at, "page", b"", state="not_modified", status=304)
            page = self._kept(page, b"", archive, good)
            self.bodies[page.capture_id] = self.bodies[good.capture_id]
            return replace(page, body_digest=good.body_digest, body_length=good.body_length)
        if state == "blocked":
            return self._kept(_capture(at, "page", b"no", state="blocked", status=403), b"no", archive, None)
        page = _capture(at, "page", body)
        return self._kept(page, body, archive, self._oldest.get(page.payload_digest))

    def _shown(self, number: int, at: datetime, archive: Archive) -> Capture:
        """As `Pictures` does: a picture that is the same refers to the fetch before it."""
        body = b"\x89PNG" + bytes([number])
        picture = self._kept(_capture(at, "picture_1", body, url=PICTURE), body, archive, self._picture)
        self._picture = picture
        return picture

    def _kept(self, capture: Capture, raw: bytes, archive: Archive, earlier: Capture | None) -> Capture:
        robots = Exchange("robots", "https://example.org/robots.txt", (), 404, "HTTP/1.1", (), b"")
        said = Exchange("page", capture.url, (), capture.status or 0, "HTTP/1.1", (), raw)
        place = archive.keep(Fetched(capture, raw, raw, (), (robots, said)), earlier, sync=False)
        if earlier is not None and (not raw or earlier.payload_digest == capture.payload_digest):
            self.repeats[capture.capture_id] = earlier.capture_id
        self.bodies[capture.capture_id] = raw
        return replace(capture, warc_file=place.file, warc_offset=place.offset, warc_length=place.length)

    def cite(self, table: str, **given: Any) -> None:
        with self.store.writing("cite", publish=True) as connection:
            _insert(connection, table, **given)

    def readable(self) -> set[str]:
        """The captures whose bytes come back, all of them checked, as the published copy has their places."""
        with duckdb.connect(str(self.store.published), read_only=True) as connection:
            places = ledger.places(connection)
        for number, place in places.items():
            _, body = read_back(
                self.settings.evidence, *place, lambda one: Place(*places[one]) if one in places else None
            )
            assert body == self.bodies[number], "other bytes than were fetched"
        return set(places)

    def gone(self) -> set[str]:
        with self.store.reading() as connection:
            return {row[0] for row in connection.execute("SELECT capture_id FROM disposal").fetchall()}

    def is_well(self) -> None:
        """Doctor has nothing to say about the evidence, and every record of every file is one that a row has."""
        found = {one.state for one in doctor.examine(self.settings, NOW) if one.name in ("evidence", "warehouse")}
        assert found == {"ok"}


def _capture(at: datetime, route: str, body: bytes, **more: Any) -> Capture:
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}" if body else ""
    given = {"url": "https://example.org/a", "status": 200, "state": "ok", **more}
    return Capture(
        capture_id("a_source", route, at), "a_source", route, "specimen", final_url=given["url"], moved=False,
        reason="As usual.", captured_at=at, content_type="text/html", body_digest=digest, body_length=len(body),
        payload_digest=digest, **given,
    )  # fmt: skip


def _reading(page: Capture, value: int) -> Reading:
    return Reading(
        "a_source", "companies", "page", page.content_digest, "reader1", "read", "a count", "one",
        value=Decimal(value), unit="company", comparator="=", step=Decimal(1), as_printed=f"{value} companies",
        sentence=f"{value} companies.", span_start=0, span_end=10, path="p[1]",
    )  # fmt: skip


_PLAIN = {"VARCHAR": "x", "BOOLEAN": True, "TIMESTAMP": FIRST.replace(tzinfo=None), "DATE": FIRST.date()}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, **given: Any) -> None:
    """A row with these values, and something in every other column that must have one."""
    columns = connection.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    values = [given.get(name, None if optional else _PLAIN.get(kind, 1)) for name, kind, optional in columns]
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One page, fetched every eleven days: it changes its value once, its bytes each time."""
    made = World(tmp_path_factory.mktemp("years"))
    made.take([Shot(day, value=1 + (day > 200), noise=day) for day in range(0, 730, STEP)])
    return made


@pytest.fixture
def world(two_years: World, tmp_path: Path) -> World:
    """A copy of it."""
    shutil.copytree(two_years.settings.data, tmp_path, dirs_exist_ok=True)
    made = World(tmp_path)
    made.captures, made.bodies = two_years.captures, two_years.bodies
    return made


def days(world: World, ids: set[str]) -> list[int]:
    return sorted((one.captured_at - FIRST).days for one in world.captures if one.capture_id in ids)


def test_first_and_last_of_a_value_and_one_a_month_stay(world: World) -> None:
    before = world.readable()
    seen = retention.look(world.settings, POLICY, NOW)
    assert world.readable() == before, "looking changes nothing"
    done = retention.apply(world.settings, POLICY, NOW)
    assert (seen.captures, seen.files, seen.of_captures) == (done.captures, done.files, 67)
    assert abs(seen.bytes - done.bytes) < 400 * seen.files, "rows do not know where a file's first record ends"
    kept = days(world, world.readable())
    assert [day for day in kept if day < 331] == [0, 33, 66, 99, 121, 154, 187, 198, 209, 220, 253, 275, 308]
    assert [day for day in kept if day >= 331] == list(
        range(341, 730, STEP)
    )  # 331 is exactly the age and goes: it is its month's second
    assert done.captures == 67 - len(kept) == len(world.gone())
    world.is_well()
    assert retention.apply(world.settings, POLICY, NOW).captures == 0, "the second time there is nothing left to do"
    later = retention.apply(world.settings, Policy(400, "change"), NOW)
    assert [day for day in days(world, world.readable()) if day < 331] == [0, 198, 209]
    assert later.captures == 10


def test_whole_files_go_and_what_stays_of_a_file_is_in_another(tmp_path: Path) -> None:
    made = World(tmp_path)
    made.take([Shot(day, noise=day, picture=day) for day in range(0, 90, 10)] + [Shot(700, picture=1)])
    files = {path.name for path in made.settings.evidence.iterdir()}
    retention.apply(made.settings, Policy(400, "change"), NOW)
    left = {path.name for path in made.settings.evidence.iterdir()}
    assert left < files and len(left) == 2, "one capture a file here: none had to be written anew"
    made.is_well()
    assert made.readable().isdisjoint(made.gone())


def test_captures_of_one_file_part(tmp_path: Path) -> None:
    """A run keeps all its sources in one file; only some of them go."""
    made = World(tmp_path)
    made.take([Shot(day, noise=day) for day in (0, 10, 20, 700)])
    with made.store.writing("join", publish=True) as connection:
        folder = made.settings.evidence
        names = sorted(path.name for path in folder.glob("*.gz"))[:3]
        start = 0
        for name in names:
            connection.execute(
                "UPDATE capture SET warc_file = 'run.warc.gz', warc_offset = warc_offset + ? WHERE warc_file = ?",
                [start, name],
            )
            start += (folder / name).stat().st_size
        (folder / "run.warc.gz").write_bytes(b"".join((folder / name).read_bytes() for name in names))
        for name in names:
            (folder / name).unlink()
    before = made.readable()
    done = retention.apply(made.settings, Policy(400, "change"), NOW)
    assert (done.captures, done.files) == (2, 1)
    assert (folder / "run.kept1.warc.gz").exists() and not (folder / "run.warc.gz").exists()
    assert made.readable() == before - made.gone() and days(made, made.gone()) == [10, 20]
    made.is_well()


CITING = {
    "finding": lambda one: {"capture_id": one, "finding_id": "f" * 24, "alert_key": "a" * 24},
    "alert": lambda one: {"body": f"See it again: citewatch replay {one}", "finding_id": "f" * 24},
    "message": lambda one: {"body": f"capture {one}\nand more", "alert_id": "x"},
    "decision": lambda one: {"note": f"as {one} shows", "alert_id": "x"},
}


def test_what_is_cited_or_stood_there_around_the_date_of_a_report_stays(world: World) -> None:
    for table, capture in zip(CITING, world.captures[2:], strict=False):  # days 22, 33, 44, 55
        world.cite(table, **CITING[table](capture.capture_id))
    day = (FIRST + timedelta(days=95)).date()
    world.cite("report", published_first_on=day, published_last_on=day)
    retention.apply(world.settings, Policy(400, "change"), NOW)
    kept = days(world, world.readable())
    assert [day for day in kept if day < 330] == [0, 22, 33, 44, 55, 88, 99, 198, 209]


def test_a_picture_that_is_cited_stays_though_no_page_shows_it_any_more(tmp_path: Path) -> None:
    made = World(tmp_path)
    made.take([Shot(day, noise=day, picture=day) for day in range(0, 90, 10)] + [Shot(700, picture=1)])
    old = [one.capture_id for one in made.captures if one.route.startswith("picture")][3:5]
    for table, one in zip(("message", "alert"), old, strict=True):
        made.cite(table, **CITING[table](one))
    retention.apply(made.settings, Policy(400, "change"), NOW)
    assert set(old) <= made.readable()
    assert {one.state for one in doctor.examine(made.settings, NOW) if one.name == "evidence"} == {"ok"}


SHOTS = st.lists(
    st.builds(
        Shot,
        day=st.integers(0, 720),
        state=st.sampled_from(["ok", "ok", "not_modified", "blocked"]),
        value=st.integers(1, 2),
        noise=st.integers(0, 2),
        picture=st.sampled_from([None, 1, 1, 2]),
    ),
    min_size=4, max_size=16, unique_by=lambda shot: shot.day,
)  # fmt: skip


def _drawn(data: st.DataObject, made: World) -> tuple[set[str], Any]:
    """Some of its captures, now cited in some table, and how one capture of what did not change is chosen."""
    cited = data.draw(st.lists(st.sampled_from(made.captures), max_size=4, unique_by=lambda one: one.capture_id))
    for number, one in enumerate(cited):
        table = data.draw(st.sampled_from(list(CITING)))
        made.cite(table, **{**CITING[table](one.capture_id), f"{table}_id": f"{number:024x}"})
    return {one.capture_id for one in cited}, data.draw(st.sampled_from(["month", "quarter", "year", "change"]))


class InMemory(World):
    """The same with its tables in memory and all evidence in one file: what is let go is decided, and nothing else."""

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(folder)
        self.store = _Tables(connection)  # type: ignore[assignment]
        for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            connection.execute(f"DELETE FROM {table}")

    @contextmanager
    def archive(self, at: datetime) -> Iterator[Archive]:
        if "one" not in self.__dict__:
            self.one = Archive(self.settings.evidence, "all")
        yield self.one


class _Tables:
    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    @contextmanager
    def reading(self, *_: object, **__: object) -> Iterator[duckdb.DuckDBPyConnection]:
        yield self.connection

    writing = reading


@pytest.fixture(scope="module")
def in_memory() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        bring_up(connection, "memory", "specimen", Structure(), lambda first: None)
        yield connection


@hypothesis_settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data(), shots=SHOTS)
def test_nothing_cited_is_ever_removed(
    data: st.DataObject, shots: list[Shot], in_memory: duckdb.DuckDBPyConnection, tmp_path_factory: Any
) -> None:
    """Whatever was fetched, cited and let go before: what is cited, and what a rule keeps, can be read back."""
    made = InMemory(tmp_path_factory.mktemp("some"), in_memory)
    made.take(sorted(shots, key=lambda shot: shot.day))
    made.one.close()
    pages = [one for one in made.captures if one.route == "page"]
    cited, sample = _drawn(data, made)
    there = {one.capture_id for one in made.captures}
    for policy in (Policy(data.draw(st.integers(31, 600)), sample), Policy(40, sample)):
        before = set(there)
        going = {one.capture_id for one in retention.plan(made.store, made.settings.evidence, policy, NOW)}
        there -= going
        assert not cited & going
        assert not {o.capture_id for o in made.captures if o.captured_at >= policy.before(NOW)} & going
        assert not _edges(pages, made.values) & going
        assert all(made.repeats.get(one, one) in there for one in there), "its bytes are gone with another capture"
        for table in ("capture", "picture_capture"):
            in_memory.execute(f"UPDATE {table} SET warc_file = NULL WHERE list_contains(?, capture_id)", [list(going)])
        assert there | going == before
        assert not retention.plan(made.store, made.settings.evidence, policy, NOW), "the second time nothing is left"


@pytest.mark.soak
@hypothesis_settings(max_examples=200, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data(), shots=SHOTS)
def test_nothing_cited_is_ever_removed_from_files(
    data: st.DataObject, shots: list[Shot], tmp_path_factory: Any
) -> None:
    """The same with the files written anew, byte for byte, and what the doctor says."""
    made = World(tmp_path_factory.mktemp("some"))
    made.take(sorted(shots, key=lambda shot: shot.day))
    cited, sample = _drawn(data, made)
    before = made.readable()
    for policy in (Policy(data.draw(st.integers(31, 600)), sample), Policy(40, sample)):
        retention.apply(made.settings, policy, NOW, at_once=data.draw(st.sampled_from([1, 10**9])))
        there = made.readable()
        assert cited <= there
        assert there | made.gone() == before and not there & made.gone()
        assert {one.state for one in doctor.examine(made.settings, NOW) if one.name == "evidence"} == {"ok"}
    shutil.rmtree(made.settings.data)


def _edges(pages: Sequence[Capture], values: dict[str, int]) -> set[str]:
    """The first and the last capture of each stretch in which the page gave the same, by hand."""
    given = [p.state if p.state == "blocked" else values.get(p.content_digest, p.content_digest) for p in pages]
    beside = zip([None, *given], given, [*given[1:], None], strict=False)
    return {page.capture_id for page, (a, b, c) in zip(pages, beside, strict=True) if a != b or b != c}


POINTS = (
    "retention.after_write", "retention.before_commit", "retention.after_commit", "publish.before_rename",
    "publish.after_rename", "retention.before_removal",
)  # fmt: skip


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    with Forker() as running:
        yield running


@pytest.mark.slow
def test_killed_anywhere_the_doctor_is_content_and_the_next_go_finishes(tmp_path: Path, forker: Forker) -> None:
    world = World(tmp_path / "data")
    world.take([Shot(day, noise=day) for day in (0, 10, 20, 30, 700)])
    kept = world.settings.data.with_name("kept")
    shutil.copytree(world.settings.data, kept)
    before = world.readable()
    retention.apply(world.settings, Policy(400, "change"), NOW)
    undisturbed, gone = world.readable(), world.gone()
    for number, point in enumerate(POINTS):
        shutil.rmtree(world.settings.data)
        shutil.copytree(kept, world.settings.data)
        job = {"do": "retention", "catalogue": kept, "data": world.settings.data, "days": 400, "now": NOW.isoformat()}
        assert forker.run(**job, point=point, n=1 + number % 2) == -9, point
        there = world.readable()
        assert undisturbed <= there <= before, point
        world.is_well()
        assert forker.run(**job) == 0, point
        assert (world.readable(), world.gone()) == (undisturbed, gone), point
        world.is_well()
        assert not list(world.settings.evidence.glob("*.tmp"))
    assert len(gone) == 3


def test_a_file_that_is_being_written_is_left_alone(world: World) -> None:
    name = next(one.warc_file for one in world.captures if (one.captured_at - FIRST).days == 55)
    (world.settings.evidence / f"{name}.open").touch()
    retention.apply(world.settings, POLICY, NOW)
    assert 55 in days(world, world.readable())


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:30] + b"x" * 30 + data[60:]])
def test_damaged_evidence_is_not_made_less(world: World, damage: Any) -> None:
    name = next(one.warc_file for one in world.captures if (one.captured_at - FIRST).days == 55)
    path = world.settings.evidence / name
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(RetentionError, match=r"damaged|not the record|no record"):
        retention.apply(world.settings, POLICY, NOW)
    assert path.exists()


def test_bytes_that_come_again_are_kept_whole(tmp_path: Path) -> None:
    """Once the first capture with these bytes is gone, a later one can't refer to it."""
    made = World(tmp_path)
    made.take([Shot(0), Shot(10, noise=1), Shot(20), Shot(700, noise=2)])
    retention.apply(made.settings, Policy(400, "change"), NOW)
    assert days(made, made.gone()) == [10, 20]
    with made.store.reading() as connection:
        seen = ledger.last_seen(connection)
        assert all(one.capture_id not in made.gone() for one in (*seen.oldest.values(), *seen.good.values()))
        assert not {one.capture_id for one in ledger.unread(connection, {"a_source": "reader2"})} & made.gone()


def test_no_rule_no_removal_and_too_short_a_time_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["--data", str(world.settings.data), "--catalogue", str(ROOT), "--specimens", "retention"]
    monkeypatch.delenv("CITEWATCH_KEEP_DAYS", raising=False)
    assert "No rule is set" in str(RUNNER.invoke(app, asked).exception)
    with pytest.raises(RetentionError, match="at least 31"):
        Policy(30)
    with pytest.raises(RetentionError, match="no warehouse yet"):
        retention.apply(replace(world.settings, data=world.settings.data / "elsewhere"), POLICY, NOW)
    told = from_environment({"CITEWATCH_KEEP_DAYS": "365", "CITEWATCH_KEEP_SAMPLE": "quarter"})
    assert (told.keep_days, told.keep_sample) == (365, "quarter")
    looked = RUNNER.invoke(app, [*asked, "--days", "400", "--json"])
    assert '"applied": false' in looked.output and '"captures"' in looked.output
    assert not world.gone()
    done = RUNNER.invoke(app, [*asked, "--days", "400", "--apply"])
    assert done.exit_code == 0 and "went" in done.output and world.gone()
    (number, *_) = sorted(world.gone())
    with world.store.reading() as connection, pytest.raises(ReplayError, match="retention rule “older than 400 days"):
        replay(connection, world.settings, None, number)  # type: ignore[arg-type]
