"""Each ailment that `citewatch doctor` knows is found, in both languages, and a healthy installation has none."""

from __future__ import annotations

import shutil
from collections import namedtuple
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from citewatch import doctor
from citewatch.doctor import examine
from citewatch.settings import Settings
from tests.warehouse.conftest import DAY, capture, reading
from warehouse import ledger
from warehouse.store import Store

ROOT = Path(__file__).resolve().parents[1]
RUN = "0123456789ab"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A live installation just after a refresh."""
    made = Settings(catalogue=ROOT, data=tmp_path, contact="watch@example.org")
    made.evidence.mkdir(parents=True)
    (made.evidence / "a.warc.gz").write_bytes(b"x" * 100)
    with Store(made.warehouse_file, "live").writing("x", publish=True) as connection:
        connection.execute(
            "INSERT INTO source VALUES ('s','t','p','https://e.org','en','us','day','page',NULL,'t','h','page')"
        )
        ledger.store(connection, [(capture(origin="live"), 0)], [reading()])
        ledger.start_run(connection, RUN, DAY, "reader")
        connection.execute("UPDATE run SET finished_at = started_at")
    return made


def states(settings: Settings, now: datetime = DAY + timedelta(hours=1)) -> dict[str, str]:
    """Name → the worst state of that name; every sentence is there in both languages."""
    found = examine(settings, now)
    assert all(one.says.en and one.says.zh for one in found)
    order = ["ok", "warning", "error"]
    return {one.name: max((o.state for o in found if o.name == one.name), key=order.index) for one in found}


def change(settings: Settings, sql: str) -> None:
    with Store(settings.warehouse_file, "live").writing("x", publish=True) as connection:
        connection.execute(sql)


def test_all_is_well(settings: Settings) -> None:
    names = ("versions", "disk", "catalogue", "warehouse", "evidence", "schedule")
    assert states(settings) == dict.fromkeys(names, "ok")


def test_nothing_has_run_yet(tmp_path: Path) -> None:
    assert states(Settings(catalogue=ROOT, data=tmp_path))["warehouse"] == "warning"


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("INSERT INTO observation SELECT * FROM observation", "warehouse"),
        ("DELETE FROM reading", "warehouse"),
        ("UPDATE capture SET warc_length = 1000", "evidence"),
        ("UPDATE capture SET warc_file = 'gone.warc.gz'", "evidence"),
    ],
)
def test_a_damaged_table_or_file_is_an_error(settings: Settings, sql: str, name: str) -> None:
    change(settings, sql)
    assert states(settings)[name] == "error"


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("UPDATE source_state SET state = 'gone'", "source_state"),
        ("DELETE FROM source_state", "source_state"),
        ("DELETE FROM read_bytes", "read_bytes"),
        ("INSERT INTO read_bytes VALUES (7)", "read_bytes"),
    ],
)
def test_what_is_out_of_step_is_told_and_mended(settings: Settings, sql: str, table: str) -> None:
    change(settings, sql)
    (told,) = [one for one in examine(settings, DAY + timedelta(hours=1)) if one.state != "ok"]
    assert (told.name, told.state) == ("warehouse", "error")
    for words in (told.says.en, told.says.zh):
        assert table in words and "citewatch doctor --mend" in words
    assert doctor.mend(settings) == [table] and doctor.mend(settings) == []
    assert set(states(settings).values()) == {"ok"}


def test_evidence_that_nobody_cites_is_told(settings: Settings) -> None:
    (settings.evidence / "b.warc.gz").write_bytes(b"x")
    assert states(settings)["evidence"] == "warning"


def test_a_file_that_is_no_warehouse_is_told_and_kept(settings: Settings) -> None:
    settings.warehouse_file.write_bytes(b"damaged")
    assert states(settings)["warehouse"] == "error"
    assert settings.warehouse_file.read_bytes() == b"damaged"


def test_a_schedule_that_stopped_and_a_clock_set_back(settings: Settings) -> None:
    assert states(settings, DAY + timedelta(days=3))["schedule"] == "error"
    assert states(settings, DAY - timedelta(days=1))["clock"] == "error"


def test_a_refresh_that_did_not_end(settings: Settings) -> None:
    change(settings, "UPDATE run SET finished_at = NULL")
    assert states(settings)["schedule"] == "warning"


def test_a_catalogue_that_does_not_load(settings: Settings, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    (bad / "reports").mkdir(parents=True)
    (bad / "extractors").mkdir()
    (bad / "reports" / "r.yml").write_text("title: [")
    assert states(replace(settings, catalogue=bad))["catalogue"] == "error"


def test_a_full_disk_and_a_version_that_breaks_us(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 5 * 10**11, 5 * 10**8))
    assert states(settings)["disk"] == "warning"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    monkeypatch.setattr(doctor, "version", {"fastapi": "0.155.0", "sqlalchemy": "2.0.1", "duckdb": "1.5.5"}.__getitem__)
    found = states(settings)
    assert (found["disk"], found["versions"]) == ("error", "error")


def test_a_data_folder_that_can_be_none_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for data in (tmp_path / "file", tmp_path / "file" / "below"):
        (said,) = [one.says.en for one in examine(replace(settings, data=data), DAY) if one.name == "disk"]
        assert str(tmp_path / "file") in said and "may write into" in said


def test_a_warehouse_that_was_cut_is_an_error_and_no_traceback(settings: Settings) -> None:
    data = settings.warehouse_file.read_bytes()
    settings.warehouse_file.write_bytes(data[: len(data) // 2])
    (said,) = [one.says.en for one in examine(settings, DAY) if one.state == "error"]
    assert str(settings.warehouse_file) in said and "Restore a backup" in said


def test_settings_that_show_only_when_needed(settings: Settings) -> None:
    assert states(replace(settings, contact=""))["settings"] == "warning"
    unknown = replace(settings, notify=("nosuch://s3cret",))
    assert states(unknown)["settings"] == "error"
    assert "s3cret" not in str(examine(unknown, DAY))


def test_a_refresh_that_could_read_nothing_is_an_error(settings: Settings) -> None:
    change(settings, "UPDATE run SET due = 3, unreadable = 3")
    assert states(settings)["schedule"] == "error"
    change(settings, "UPDATE run SET unchanged = 1, unreadable = 2")
    assert states(settings)["schedule"] == "ok"
