"""What a refresh does with sources that fail, readers that change and runs that meet each other."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from warcio.archiveiterator import ArchiveIterator

from citewatch import catalog, together
from citewatch import read as reader
from citewatch.fetch import Client, FetchRequest
from citewatch.hops import Refresh
from citewatch.lanes import LANES
from citewatch.refresh import conclude, refresh
from citewatch.run import Collected, Summary
from citewatch.sending import BATCH
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.alert import Message
from schemas.keys import KEYS
from tests.faults.conftest import Faulty, page
from tests.tools.hostile import reply
from tests.tools.lapse import change_a_reader, content, small_catalogue
from warehouse.errors import Busy
from warehouse.store import Store

FEW = ("statista_genai_market", "klarna_press", "gartner_ai_in_hr")
FIRST = datetime(2024, 7, 1, tzinfo=UTC)


class World:
    """A small catalogue, its site, and a data folder."""

    def __init__(self, folder: Path, site: SpecimenSite) -> None:
        self.folder, self.site = folder, site
        self.settings = Settings(folder / "catalogue", folder / "data", network=site.map_path)

    def run(self, day: datetime = FIRST, *, settings: Settings | None = None, only_due: bool = False) -> Summary:
        self.site.set_date(day.date())
        return asyncio.run(refresh(settings or self.settings, day, only_due=only_due))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.settings.warehouse_file), read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    small_catalogue(tmp_path / "catalogue", FEW)
    with SpecimenSite(tmp_path / "catalogue" / "specimens", tmp_path / "site", FIRST.date()) as site:
        yield World(tmp_path, site)


def test_ids_are_unique_after_a_time_lapse(tmp_path: Path) -> None:
    small_catalogue(tmp_path / "catalogue", (*FEW, "github_copilot_research"), pictures=True)
    with SpecimenSite(tmp_path / "catalogue" / "specimens", tmp_path / "site", FIRST.date()) as site:
        _unique_after_a_time_lapse(World(tmp_path, site))


def _unique_after_a_time_lapse(world: World) -> None:
    for day in (FIRST, FIRST + timedelta(days=7), datetime(2025, 4, 7, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)):
        world.run(day)
    for table, key in KEYS.items():
        names = ", ".join(key)
        assert world.rows(f"SELECT {names} FROM {table} GROUP BY {names} HAVING count(*) > 1") == [], table
        # Quarantine fills when a contract breaks, disposal by a rule of retention, review_change by what a week
        # changed, the others when a person acts.
        filled = table in ("quarantine", "decision", "person_reading", "disposal", "review_change") or world.rows(
            f"SELECT 1 FROM {table} LIMIT 1"
        )
        assert filled, f"{table} is empty: nothing is proved"
    dangling = "SELECT 1 FROM alert a LEFT JOIN finding f USING (finding_id) WHERE f.finding_id IS NULL"
    assert world.rows(dangling) == []


def test_the_same_refresh_again_changes_nothing(world: World) -> None:
    world.run()
    before = content(world.settings.data)
    again = world.run(only_due=True)
    assert again.tally.due == 0
    assert content(world.settings.data) == before
    assert not (again.opened or again.closed or again.sent)


def test_a_changed_reader_reads_kept_bytes_with_the_network_cut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.run()
    world.run(FIRST + timedelta(days=7))
    before = world.rows("SELECT figure, value, date, label FROM observation WHERE is_current ORDER BY ALL")
    change_a_reader(world.folder / "catalogue", world.folder / "changed")

    async def cut(self: Client, request: FetchRequest) -> None:
        raise AssertionError(f"the network was asked for {request.url}")

    monkeypatch.setattr(Client, "fetch", cut)
    changed = Settings(world.folder / "changed", world.settings.data, network=world.site.map_path)
    summary = world.run(FIRST + timedelta(days=7), settings=changed, only_due=True)
    assert summary.tally.reread >= 1
    assert world.rows("SELECT figure, value, date, label FROM observation WHERE is_current ORDER BY ALL") == before
    old = world.rows("SELECT DISTINCT source_id FROM reading WHERE NOT is_current")
    assert old == [("statista_genai_market",)]
    assert world.run(FIRST + timedelta(days=7), settings=changed, only_due=True).tally.reread == 0


def test_evidence_that_is_gone_is_an_issue_and_the_rest_goes_on(world: World) -> None:
    world.run()
    before = world.rows("SELECT count(*) FROM observation WHERE is_current")
    change_a_reader(world.folder / "catalogue", world.folder / "changed")
    for path in world.settings.evidence.glob("*.warc.gz"):
        path.unlink()
    changed = Settings(world.folder / "changed", world.settings.data, network=world.site.map_path)
    summary = world.run(FIRST, settings=changed, only_due=True)
    assert [(i.source_id, i.kind) for i in summary.issues if i.kind == "evidence"] == [
        ("statista_genai_market", "evidence")
    ]
    assert world.rows("SELECT count(*) FROM observation WHERE is_current") == before, "the last readings stay"


def test_a_reader_that_fails_is_an_issue_of_its_source(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    honest = reader.read

    def fails(source: object, *args: object, **more: object) -> object:
        if getattr(source, "id", "") == "klarna_press":
            raise KeyError("no such key")
        return honest(source, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "read", fails)
    with caplog.at_level(logging.ERROR):
        summary = world.run()
    assert {i.source_id for i in summary.issues if i.kind == "bad_page"} == {"klarna_press"}
    assert any("the reader itself failed (KeyError" in i.found for i in summary.issues)
    assert caplog.records[0].exc_info is not None, "the traceback is in the log"
    read = world.rows("SELECT DISTINCT source_id FROM observation")
    assert read == [("statista_genai_market",)]


def test_a_broken_contract_is_one_issue_a_column_until_it_is_mended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace
    from decimal import Decimal

    honest = reader.read

    def absurd(source: object, *args: object, **more: object) -> object:
        readings = honest(source, *args, **more)  # type: ignore[arg-type]
        if getattr(source, "id", "") != "statista_genai_market":
            return readings
        return [replace(r, value=Decimal("1e40"), unit="?!") if r.outcome == "read" else r for r in readings]

    with monkeypatch.context() as patched:
        patched.setattr(reader, "read", absurd)
        for day in (FIRST, FIRST + timedelta(days=7)):
            summary = world.run(day)
            found = [(i.source_id, i.expected.partition(":")[0]) for i in summary.issues if i.kind == "contract"]
            columns = ["observation.value", "observation.unit"]
            assert found == [("statista_genai_market", column) for column in columns]
            assert world.rows("SELECT DISTINCT source_id FROM reading") == [("klarna_press",)]
            assert len(world.rows("SELECT DISTINCT source_id FROM capture")) == 3
    assert not [i for i in world.run(FIRST + timedelta(days=14)).issues if i.kind == "contract"]
    assert world.rows("SELECT count(*) > 0 FROM observation WHERE source_id = 'statista_genai_market'") == [(True,)]
    kept = world.rows("SELECT episode, closed_at IS NULL FROM issue WHERE kind = 'contract'")
    assert kept == [(1, False), (1, False)]


def test_what_came_before_an_error_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Client.fetch

    async def sometimes(self: Client, request: FetchRequest) -> object:
        if request.source_id == "statista_genai_market":
            await asyncio.sleep(1)
            raise OSError("disk on fire")
        return await honest(self, request)

    with monkeypatch.context() as patched:
        patched.setattr(Client, "fetch", sometimes)
        with pytest.raises(OSError, match="on fire"):
            world.run()
    assert world.rows("SELECT DISTINCT source_id FROM capture ORDER BY 1") == [("gartner_ai_in_hr",), ("klarna_press",)]
    assert world.run(only_due=True).tally.due == 1


def test_a_source_that_left_the_catalogue_keeps_its_history(world: World) -> None:
    world.run()
    (world.folder / "catalogue" / "extractors" / "klarna_press.yml").unlink()
    report = world.folder / "catalogue" / "reports" / "small.yml"
    import yaml

    told = yaml.safe_load(report.read_text("utf-8"))
    told["claims"] = {k: c for k, c in told["claims"].items() if "klarna_press" not in str(c)}
    told["self_checks"] = [c for c in told["self_checks"] if set(c["claims"]) <= set(told["claims"])]
    report.write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    world.run(FIRST + timedelta(days=7))
    assert world.rows("SELECT count(*) FROM capture WHERE source_id = 'klarna_press'") == [(1,)]
    assert world.rows("SELECT count(*) > 0 FROM figure_history WHERE source_id = 'klarna_press'") == [(True,)]
    assert world.rows("SELECT count(*) FROM source_health WHERE source_id = 'klarna_press'") == [(0,)]
    assert world.rows("SELECT count(*) FROM finding WHERE source_id = 'klarna_press' AND closed_at IS NULL") == [(0,)]


def test_a_second_refresh_does_not_start_beside_the_first(world: World) -> None:
    async def both() -> None:
        async with Refresh(world.settings, FIRST):
            second = Refresh(world.settings, FIRST)
            second.store = Store(world.settings.warehouse_file, "specimen", wait_s=0.2)
            with pytest.raises(Busy, match=r"another refresh is at work on it \(run [0-9a-f]{12}, process \d+\)"):
                async with second:
                    pass
        async with Refresh(world.settings, FIRST) as third:
            conclude(third)

    asyncio.run(both())
    assert world.rows("SELECT count(*) FROM run") == [(2,)]


class _Outlet:
    """Takes some messages and dies at one."""

    def __init__(self, dies_at: int) -> None:
        self.left, self.taken = dies_at, list[str]()

    def send(self, message: Message) -> None:
        if self.left == 0:
            raise SystemExit("killed")
        self.left -= 1
        self.taken.append(message.message_id)


def test_messages_are_marked_as_they_go_out(world: World) -> None:
    count = BATCH * 2 + 5

    async def go(outlet: _Outlet) -> tuple[int, int]:
        async with Refresh(world.settings, FIRST) as run:
            return run.send([outlet])

    asyncio.run(_begin(world))
    with Store(world.settings.warehouse_file, "specimen").writing("test") as connection:
        connection.execute(
            "INSERT INTO message SELECT printf('%024x', i), printf('%024x', i), 'new', 's', 'b',"
            " TIMESTAMP '2024-07-01', NULL FROM range(?) t(i)",
            [count],
        )
    dying = _Outlet(BATCH + 3)
    with pytest.raises(SystemExit):
        asyncio.run(go(dying))
    rest = _Outlet(-1)
    assert asyncio.run(go(rest)) == (count - BATCH, 0)
    assert set(dying.taken) | set(rest.taken) == {f"{n:024x}" for n in range(count)}
    assert len(set(dying.taken) & set(rest.taken)) == 3
    assert asyncio.run(go(_Outlet(0))) == (0, 0)


async def _begin(world: World) -> None:
    async with Refresh(world.settings, FIRST):
        pass


def test_a_source_with_several_routes_keeps_each_try(world: World) -> None:
    """The first route fails, the second gives the page: two captures, one attempt that went well."""
    path = world.folder / "catalogue" / "extractors" / "klarna_press.yml"
    import yaml

    declared = yaml.safe_load(path.read_text("utf-8"))
    page = declared["routes"][0]
    declared["routes"].insert(0, {**page, "name": "api", "url": page["url"].rstrip("/") + "/no-such-page/"})
    for figure in declared["figures"].values():
        figure.pop("on", None)
    path.write_text(yaml.safe_dump(declared, allow_unicode=True), "utf-8")
    summary = world.run()
    tried = world.rows("SELECT route_order, state FROM capture WHERE source_id = 'klarna_press' ORDER BY 1")
    assert tried == [(0, "gone"), (1, "ok")]
    assert world.rows("SELECT state FROM source_health WHERE source_id = 'klarna_press'") == [("ok",)]
    assert not [i for i in summary.issues if i.source_id == "klarna_press" and i.kind == "gone"]
    assert world.rows("SELECT count(*) FROM source_attempt WHERE source_id = 'klarna_press'") == [(1,)]


def test_bytes_that_come_back_are_neither_read_nor_kept_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that goes to and fro between two forms, without validators: each is read and kept once."""
    world, read_on = Faulty(tmp_path, ("good_0",)), list[int]()
    real = reader.read

    def counted(*given: object, **more: object) -> object:
        read_on.append(day)
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "read", counted)
    for day, worth in enumerate((300, 450, 300, 450, 500, 300)):
        world.run(day, {"good_0": reply(page(worth))})
    assert read_on == [0, 1, 4]
    values = world.rows("SELECT value FROM figure_history ORDER BY first_at")
    assert [int(row[0]) // 1_000_000 for row in values] == [300, 450, 300, 450, 500, 300]
    kinds = []
    for path in sorted(world.settings.evidence.glob("*.warc.gz")):
        with path.open("rb") as file:
            kinds += [r.rec_type for r in ArchiveIterator(file) if (r.rec_headers.get_header("WARC-Target-URI") or "")
                      .endswith("/report") and r.rec_type != "request"]  # fmt: skip
    assert kinds == ["response", "response", "revisit", "revisit", "response", "revisit"]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the warehouse was opened to read, counted in the last item; each takes as long as fifteen pages."""
    counts, usual = list[int](), Store.reading

    def counted(self: Store) -> object:
        counts[-1] += 1
        return usual(self)

    monkeypatch.setattr(Store, "reading", counted)
    return counts


def test_a_changed_reader_opens_the_warehouse_no_more_often_for_more_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[int]
) -> None:
    for count in (1, 7):
        world = Faulty(tmp_path / str(count), tuple(f"good_{number}" for number in range(count)))
        opened.append(0)
        world.run(0, {})
        opened[-1] = 0
        with monkeypatch.context() as changed:
            changed.setattr(catalog, "reading_digest", lambda: "another version")
            summary, _ = world.run(1, {})
        assert summary.tally.observations == count
    assert opened[0] == opened[1]


def test_bytes_that_come_back_open_the_warehouse_no_more_often_for_more_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[int]
) -> None:
    """Servers that take turns at two forms of a page."""
    monkeypatch.setattr(together, "MOMENT_S", 3.0)  # a busy machine takes long over seven pages
    for count in (1, 7):
        world = Faulty(tmp_path / str(count), tuple(f"good_{number}" for number in range(count)))
        for day, worth in enumerate((300, 450, 300)):
            opened.append(0)
            summary, _ = world.run(day, {name: reply(page(worth)) for name in world.names})
        assert summary.tally.captured == count and summary.tally.observations == 0
        kept = world.rows("SELECT count(*), count(DISTINCT payload_digest) FROM capture WHERE state = 'ok'")
        assert kept == [(3 * count, 2)]
    assert opened[2] == opened[5]


@pytest.mark.parametrize("lost", ["route", "evidence"])
def test_bytes_that_come_back_are_read_where_the_evidence_could_not_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """An older version of the reader read them; its route is no longer declared, or its evidence is gone."""
    world = Faulty(tmp_path, ("good_0",))
    world.run(0, {"good_0": reply(page(300))})
    declared = tmp_path / "catalogue" / "extractors" / "good_0.yml"
    source = json.loads(declared.read_text("utf-8"))
    if lost == "evidence":
        for path in world.settings.evidence.glob("*.warc.gz"):
            path.unlink()
    else:
        source["routes"][0]["name"] = "web"
    world.run(1, {"good_0": reply(page(450))})
    source["figures"]["newly"] = {**source["figures"]["size"], "anchors": ["worldwide", "widget market"]}
    declared.write_text(json.dumps(source), "utf-8")
    world.run(2, {"good_0": reply(page(450))})
    for day in (3, 4, 5):
        world.run(day, {"good_0": reply(page(300 if day % 2 else 450))})
    found = world.rows("SELECT figure, value, count(*) FROM observation WHERE is_current GROUP BY ALL ORDER BY ALL")
    assert [(name, int(value) // 1_000_000, count) for name, value, count in found] == [
        ("newly", 300, 1), ("newly", 450, 1), ("size", 300, 1), ("size", 450, 1),
    ]  # fmt: skip


def test_calls_beside_each_other_share_the_hosts_in_rotation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The flow's batches use one client: each with all lanes, they would take each other's connections away."""
    asked: list[int] = []

    async def none_of(items: object, lane_of: object, work: object, most: int) -> AsyncIterator[Collected]:
        asked.append(most)
        for nothing in ():
            yield nothing

    async def go() -> None:
        async with Refresh(world.settings, FIRST) as run:
            client, archive = await run.open()
            for beside in (1, 4, 10_000):
                await run.collect([], client, archive, beside=beside)

    monkeypatch.setattr("citewatch.hops.as_they_come", none_of)
    asyncio.run(go())
    assert asked == [LANES, LANES // 4, 1]
