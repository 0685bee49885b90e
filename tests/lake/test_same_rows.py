"""The same history, refreshed into a file and into a lake: tables, views, commands and the review desk say the same."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

import citewatch
from citewatch.cli import main
from citewatch.refresh import refresh
from citewatch.review.web.app import Serving, build
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.contracts import CONTRACTS
from tests.review_web.conftest import Client
from tests.tools.lapse import STEPS, small_catalogue
from tests.tools.postgres import Cluster
from warehouse.lake.address import LakeAddress
from warehouse.place import open_published, open_warehouse

pytestmark = pytest.mark.slow
DAYS = [step.day for step in STEPS[:2]]
OWN_TO_A_RUN = {"run_id", "warc_file", "warc_offset", "warc_length"}
Both = tuple[Settings, Settings]


def published(settings: Settings) -> dict[str, list[str]]:
    """Every row of every table that readers see, and of views with all that is special, without what names the run."""
    with open_published(open_warehouse(settings.place, "specimen").published, "specimen") as connection:
        found = {}
        for name in [*CONTRACTS, "headline", "figure_history", "source_health", "stale_claims"]:
            answer = connection.execute(f'SELECT * FROM "{name}"')
            names = [column[0] for column in answer.description]
            kept = [number for number, column in enumerate(names) if column not in OWN_TO_A_RUN]
            found[name] = sorted(repr([row[number] for number in kept]) for row in answer.fetchall())
        return found


@pytest.fixture(scope="module")
def both(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Settings of the lake, and of the file."""
    folder = tmp_path_factory.mktemp("both")
    small_catalogue(folder / "catalogue")
    in_file = Settings(folder / "catalogue", folder / "file", specimens=True)
    in_lake = replace(in_file, data=folder / "lake", lake=LakeAddress(postgres.database(), str(folder / "rows")))
    with SpecimenSite(folder / "catalogue" / "specimens", folder / "site", DAYS[0]) as site:
        for day in DAYS:
            site.set_date(day)
            now = datetime(day.year, day.month, day.day, tzinfo=UTC)
            for settings in (in_lake, in_file):
                given = replace(settings, network=site.map_path, publishes_parquet=day == DAYS[-1])
                asyncio.run(refresh(given, now, only_due=True))
    return in_lake, in_file


class Person:
    """Who types commands; one process, so that PostgreSQL's extensions are not loaded for each of them from scratch."""

    def __init__(self, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.patch, self.capsys = patch, capsys

    def says(self, settings: Settings, *command: str, specimens: bool = True) -> tuple[int, str]:
        """Exit code, and all that is told."""
        self.at(settings)
        self.patch.setattr("sys.argv", ["citewatch", *(["--specimens"] if specimens else []), *command])
        with pytest.raises(SystemExit) as end:
            main()
        told = self.capsys.readouterr()
        return int(end.value.code or 0), told.out + told.err

    def at(self, settings: Settings) -> None:
        """In the environment of these settings."""
        given = {"CATALOGUE": settings.catalogue, "DATA": settings.data, "WAREHOUSE": settings.lake}
        for name, value in given.items():
            self.patch.setenv(f"CITEWATCH_{name}", str(value or ""))
        self.patch.setenv("CITEWATCH_LAKE", settings.lake.files if settings.lake else "")
        self.patch.setenv("COLUMNS", "200")


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Person:
    return Person(monkeypatch, capsys)


def test_row_for_row(both: Both) -> None:
    ours, theirs = published(both[0]), published(both[1])
    assert ours.keys() == theirs.keys()
    for name in theirs:
        assert ours[name] == theirs[name], name
    assert len(theirs["observation"]) > 20 and theirs["finding"] and theirs["alert"] and theirs["figure_history"]
    assert not (both[0].data / "specimen" / "citewatch.duckdb").exists()


ASKING = (
    ["show", "C01"], ["sql", "--json", "SELECT claim_id, verdict FROM findings_on('2024-07-05') ORDER BY ALL"],
    ["findings", "--json"], ["alerts", "--json"], ["sources", "--json"], ["review", "list"],
)  # fmt: skip


@pytest.mark.parametrize("commands", [ASKING[:1], pytest.param(ASKING[1:], marks=pytest.mark.soak)], ids=["few", "all"])
def test_commands_that_ask_say_the_same(both: Both, person: Person, commands: Sequence[list[str]]) -> None:
    for command in commands:
        ours, theirs = (person.says(settings, *command) for settings in both)
        # Where the evidence lies is a run's own.
        ours, theirs = ((code, re.sub(r"\S+\.warc\.gz@\d+", "WARC", told)) for code, told in (ours, theirs))
        assert ours == theirs and ours[1].strip() and "Traceback" not in ours[1], command
    person.at(both[0])
    with citewatch.open(specimens=True) as connection:
        assert connection.sql("SELECT count(*) FROM headline").fetchone() == (38,)


def test_the_parquet_that_a_refresh_publishes_is_the_same(both: Both) -> None:
    sets = [settings.parquet for settings in both]
    names = [sorted(path.name for path in folder.iterdir()) for folder in sets]
    assert names[0] == names[1] and "headline.parquet" in names[0]
    for name in ("headline", "observation"):
        assert rows_of(sets[0] / f"{name}.parquet") == rows_of(sets[1] / f"{name}.parquet"), name


@pytest.mark.soak
def test_every_format_of_export_is_written(both: Both, person: Person, tmp_path: Path) -> None:
    for form in ("csv", "json", "xlsx"):
        code, told = person.says(both[0], "export", "--format", form, "--only", "claim", "--to", str(tmp_path / form))
        assert code == 0, told
    assert rows_of(tmp_path / "csv" / "claim.csv") == rows_of(tmp_path / "json" / "claim.json")
    assert (tmp_path / "xlsx").read_bytes().startswith(b"PK")
    code, told = person.says(both[0], "export", "--format", "duckdb", "--to", str(tmp_path / "mail.duckdb"))
    assert code == 0, told
    with duckdb.connect(str(tmp_path / "mail.duckdb"), read_only=True) as one_file:
        mailed = sorted(repr([*row]) for row in one_file.execute("SELECT * FROM headline").fetchall())
        assert one_file.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'headline'").fetchone()
    assert mailed == published(both[1])["headline"]


def rows_of(path: Path) -> list[Any]:
    # As texts: CSV has no types, JSON few.
    with duckdb.connect() as connection:
        return connection.sql(f"SELECT coalesce(COLUMNS(*)::VARCHAR, '') FROM '{path}' ORDER BY ALL").fetchall()


def test_the_desk_opens_shows_and_decides(both: Both, person: Person) -> None:
    app = build(both[0], Serving())
    try:
        desk = Client(app)
        (alert,) = (one["alert_id"] for one in desk.get("/api/alerts").json()["items"] if one["claim_id"] == "C01")
        assert f"/alerts/{alert}" in desk.get("/").text
        here = f"/alerts/{alert}"
        shown = desk.get(here).text
        assert "US$356.10bn" in shown
        choice = re.search(r'name="choice" value="([^"]+)"', shown)
        form = {"choice": choice and choice[1], "act": "accept", "who": "Ann", "note": "as agreed", "request": "r1"}
        assert desk.post("/decide", {**form, "back": here}, page=here).status_code == 303
        assert "as agreed" in desk.get(here).text and "as agreed" in desk.get("/log").text
        stale = desk.post("/decide", {**form, "request": "r2", "back": here}, page=here)
        assert stale.status_code == 409 and "Ann was faster" in stale.text
    finally:
        app.state.desk.core.close()


@pytest.mark.soak
def test_every_page_of_the_desk_opens_and_it_sees_what_the_command_line_decides(both: Both, person: Person) -> None:
    app = build(both[0], Serving())
    try:
        desk = Client(app)
        alert = desk.get("/api/alerts").json()["items"][0]["alert_id"]
        here = f"/alerts/{alert}"
        kept = re.search(r"/captures/[0-9a-f]{24}", desk.get(here).text)
        assert kept
        for page in (
            "/issues", "/overview", "/sources", "/log", "/metrics", "/feed/small.atom", "/export/small.csv", kept[0],
            f"{kept[0]}/content",
        ):  # fmt: skip
            assert desk.get(page).status_code == 200, page
        code, told = person.says(both[0], "review", "decide", alert, "note", "--by", "Bo", "--note", "seen")
        assert code == 0 and "done: " in told, told
        assert "Bo" in desk.get("/log").text
        code, told = person.says(both[0], "review", "show", alert)
        assert code == 0 and "Bo note" in told
    finally:
        app.state.desk.core.close()


@pytest.mark.soak
def test_commands_that_look_after_it(both: Both, person: Person, postgres: Cluster, tmp_path: Path) -> None:
    in_lake = both[0]
    code, told = person.says(in_lake, "backfill", "statista_genai_market", "--to", "2024-05-01")
    assert code in (0, 4) and "2 copies listed, 2 new here" in told, told
    capture = re.search(r"\b([0-9a-f]{8})\s*$", told, re.MULTILINE)
    assert capture
    code, told = person.says(in_lake, "replay", capture[1])
    assert code == 0 and "The same as what is stored." in told
    for command, word in ((["doctor"], "no row is double"), (["metrics"], "citewatch_warehouse_bytes")):
        code, told = person.says(in_lake, *command)
        assert code == 0 and word in told, told
    code, told = person.says(in_lake, "watchdog")
    assert code == 0 and "Last refresh that succeeded" in told
    code, told = person.says(in_lake, "retention", "--days", "40")
    assert code == 0 and "captures would go" in told
    code, told = person.says(in_lake, "backup", "--to", str(tmp_path))
    assert code == 0, told
    (folder,) = tmp_path.iterdir()
    code, told = person.says(in_lake, "restore", str(folder))
    assert code == 2 and "is there already" in told
    elsewhere = replace(
        in_lake, data=tmp_path / "new", lake=LakeAddress(postgres.database(), str(tmp_path / "new" / "rows"))
    )
    code, told = person.says(elsewhere, "restore", str(folder))
    assert code == 0, told
    assert published(elsewhere) == published(in_lake)


@pytest.mark.parametrize(
    "command",
    [
        ["review", "list"],
        *(pytest.param(one, marks=pytest.mark.soak) for one in (["sql", "FROM run"], ["export", "--format", "csv"])),
    ],
)
def test_where_nothing_is_yet_it_says_what_to_do(both: Both, person: Person, command: list[str]) -> None:
    code, told = person.says(both[0], *command, specimens=False)
    assert code == 2 and "Run `citewatch run` first" in told and "Traceback" not in told
    live = open_warehouse(both[0].place, "live")
    assert not live.exists(), "asking makes nothing"
    live.close()
