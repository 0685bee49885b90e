"""A backup brings everything back, is refused where it can't be trusted, and never overwrites."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from citewatch.backup import BackupError, backup, check, restore
from citewatch.settings import Settings
from tests.warehouse.conftest import capture, reading, tables
from warehouse import ledger
from warehouse.errors import Unreadable
from warehouse.published import open_published
from warehouse.store import Store
from warehouse.structure import Structure

NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A small warehouse with evidence."""
    made = Settings(catalogue=tmp_path, data=tmp_path / "data", specimens=True)
    made.evidence.mkdir(parents=True)
    (made.evidence / "a.warc.gz").write_bytes(b"evidence a" * 1000)
    with Store(made.warehouse_file, "specimen").writing("x", publish=True) as connection:
        ledger.store(connection, [(capture(), 0)], [reading()])
    return made


def test_what_was_lost_comes_back(settings: Settings, tmp_path: Path) -> None:
    before = tables(settings.warehouse_file)
    made = backup(settings, tmp_path / "backups", NOW)
    elsewhere = replace(settings, data=tmp_path / "new machine")
    restore(elsewhere, made.folder)
    assert tables(elsewhere.warehouse_file) == before
    assert (elsewhere.evidence / "a.warc.gz").read_bytes() == b"evidence a" * 1000
    with open_published(Store(elsewhere.warehouse_file, "specimen").published, "specimen") as connection:
        assert connection.execute("SELECT count(*) FROM observation").fetchone() == (1,)


def test_what_is_there_is_set_aside_and_only_when_asked(settings: Settings, tmp_path: Path) -> None:
    made = backup(settings, tmp_path / "backups", NOW)
    settings.warehouse_file.write_bytes(b"damaged")
    with pytest.raises(BackupError, match="--replace"):
        restore(settings, made.folder)
    assert settings.warehouse_file.read_bytes() == b"damaged"
    restore(settings, made.folder, replace=True)
    assert len(tables(settings.warehouse_file)["observation"]) == 1
    aside = settings.warehouse_file.with_name("citewatch.duckdb.before-restore-0")
    assert aside.read_bytes() == b"damaged"
    restore(settings, made.folder, replace=True)
    assert settings.warehouse_file.with_name("citewatch.duckdb.before-restore-1").exists(), "one is never overwritten"


def test_evidence_that_did_not_change_is_linked_not_copied(settings: Settings, tmp_path: Path) -> None:
    first = backup(settings, tmp_path / "backups", NOW)
    (settings.evidence / "b.warc.gz").write_bytes(b"evidence b")
    second = backup(settings, tmp_path / "backups", NOW + timedelta(days=1))
    one, other = (made.folder / "evidence" / "a.warc.gz" for made in (first, second))
    assert one.samefile(other)
    assert not (settings.evidence / "a.warc.gz").samefile(other), "a backup shares nothing with what it protects"
    assert (second.files, first.files) == (3, 2)


def test_all_but_the_newest_are_removed_and_what_stays_is_whole(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    other = target / "live-20200101T000000Z"
    other.mkdir(parents=True)
    for day in range(4):
        made = backup(settings, target, NOW + timedelta(days=day), keep=2)
    assert len(made.removed) == 1
    left = sorted(path.name for path in target.glob("specimen-*"))
    assert left == ["specimen-20261104T060000Z", "specimen-20261105T060000Z"]
    assert all(check(target / name).kind == "specimen" for name in left), "links to what was removed would be cut"
    assert other.exists(), "backups of the other kind, and other folders, are left alone"
    with pytest.raises(BackupError, match="at least one"):
        backup(settings, target, NOW + timedelta(days=9), keep=0)


def test_back_to_the_version_before_an_upgrade(settings: Settings, tmp_path: Path) -> None:
    """docs/upkeep.md: back up, upgrade, find it wanting, install the older version, restore."""
    before = tables(settings.warehouse_file)
    made = backup(settings, tmp_path / "backups", NOW)
    newer = tmp_path / "migrations"
    shutil.copytree(Structure().migrations, newer)
    (newer / "9999_more.sql").write_text("ALTER TABLE report ADD COLUMN note VARCHAR; DELETE FROM reading;")
    with Store(settings.warehouse_file, "specimen", structure=Structure(migrations=newer)).writing("upgraded"):
        pass
    with pytest.raises(Unreadable, match="newer citewatch"), Store(settings.warehouse_file, "specimen").writing("old"):
        pass
    restore(settings, made.folder, replace=True)
    assert tables(settings.warehouse_file) == before
    with Store(settings.warehouse_file, "specimen").writing("on it goes", publish=True) as connection:
        ledger.store(connection, [(capture(at=NOW + timedelta(days=1)), 0)], [])
    assert len(tables(settings.warehouse_file)["capture"]) == 2


def test_a_backup_that_changed_is_not_restored(settings: Settings, tmp_path: Path) -> None:
    made = backup(settings, tmp_path / "backups", NOW)
    file = made.folder / "evidence" / "a.warc.gz"
    file.write_bytes(b"evidence A" * 1000)
    with pytest.raises(BackupError, match="is not what was backed up"):
        check(made.folder)
    file.unlink()
    with pytest.raises(BackupError, match="is missing"):
        check(made.folder)
    with pytest.raises(BackupError, match="no backup of citewatch"):
        check(tmp_path)


def test_live_and_specimen_never_mix(settings: Settings, tmp_path: Path) -> None:
    made = backup(settings, tmp_path / "backups", NOW)
    live = replace(settings, specimens=False, data=tmp_path / "live")
    with pytest.raises(BackupError, match="never mix"):
        restore(live, made.folder)
    assert not live.warehouse_file.exists()


def test_there_must_be_something_to_back_up(tmp_path: Path) -> None:
    empty = Settings(catalogue=tmp_path, data=tmp_path / "data")
    with pytest.raises(BackupError, match="no warehouse to back up yet"):
        backup(empty, tmp_path / "backups", NOW)
    assert not (tmp_path / "backups").exists()


def test_a_backup_made_half_is_not_taken_for_one(settings: Settings, tmp_path: Path) -> None:
    half = tmp_path / "backups" / f"specimen-{NOW:%Y%m%dT%H%M%SZ}.tmp"
    half.mkdir(parents=True)
    (half / "left").write_text("by a kill")
    made = backup(settings, tmp_path / "backups", NOW)
    assert not half.exists() and check(made.folder).kind == "specimen"


def test_what_a_killed_backup_left_is_swept_once_nobody_can_be_at_it(settings: Settings, tmp_path: Path) -> None:
    old, young, other = (tmp_path / "backups" / f"{name}.tmp" for name in (
        "specimen-20261020T060000Z", "specimen-20261102T055900Z", "live-20261020T060000Z",
    ))  # fmt: skip
    for folder in (old, young, other):
        (folder / "evidence").mkdir(parents=True)
        (folder / "evidence" / "a.warc.gz").write_bytes(b"half")
        age = NOW - timedelta(days=13) if folder is not young else NOW
        os.utime(folder, (age.timestamp(), age.timestamp()))
    backup(settings, tmp_path / "backups", NOW)
    assert not old.exists() and young.exists() and other.exists()
