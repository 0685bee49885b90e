"""A file that the disk has spoiled, and one that this user may not read, are told apart from a whole one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from citewatch.backup import BackupError, backup
from citewatch.cli.chosen import choose, published
from citewatch.doctor import examine
from citewatch.settings import Settings
from tests.test_doctor import settings
from tests.warehouse.conftest import DAY, capture, reading
from warehouse import ledger
from warehouse.errors import Unreadable
from warehouse.readers import Readers
from warehouse.store import Store

__all__ = ["settings"]
ROOT = Path(__file__).resolve().parents[1]
BLOCK, HEADERS = 16 * 1024, 12 * 1024
NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)


def spoiled(path: Path) -> list[str]:
    """Tables of which not all can be read, by asking for all of each."""
    found = []
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    for table in tables:
        try:
            with duckdb.connect(str(path), read_only=True) as connection:
                connection.execute(f'SELECT * FROM "{table}"').fetchall()
        except duckdb.Error:
            found.append(table)
    return found


def spoil(path: Path, of: bytes, block: int) -> None:
    start = HEADERS + block * BLOCK + 5_000
    path.write_bytes(of[:start] + bytes(byte ^ 0x5A for byte in of[start : start + 2_000]) + of[start + 2_000 :])


def first_spoilable(path: Path) -> int:
    """Spoils the file so that it opens and a table can't be read; the block."""
    whole = path.read_bytes()
    for block in range((len(whole) - HEADERS) // BLOCK):
        spoil(path, whole, block)
        try:
            if spoiled(path):
                return block
        except duckdb.Error:
            continue
    raise AssertionError("no block could be spoiled so")


@pytest.fixture
def larger(settings: Settings) -> Settings:
    """With more rows than fit into one block."""
    with Store(settings.warehouse_file, "live").writing("more", publish=True) as connection:
        for day in range(1, 30):
            at, body = DAY + timedelta(days=day), f"sha256:{day:064x}"
            page = capture(at=at, origin="live", body_digest=body, payload_digest=body)
            ledger.store(connection, [(page, 0)], [reading(body_digest=body, sentence=f"Day {day}: it is 54.2%.")])
    return settings


def test_the_doctor_sees_each_spoiled_block_of_a_table(larger: Settings) -> None:
    file = larger.warehouse_file
    whole = file.read_bytes()
    blocks = (len(whole) - HEADERS) // BLOCK
    seen = 0
    for block in range(blocks):
        spoil(file, whole, block)
        try:
            bad = spoiled(file)
        except duckdb.Error:
            bad = ["the catalogue of the file"]
        found = [one for one in examine(larger, DAY + timedelta(hours=1)) if one.state == "error"]
        assert bool(bad) == bool(found), (block, bad, found)
        assert all("backup" in one.says.en for one in found)
        seen += bool(bad)
    assert seen >= 3, "too few blocks hold anything: nothing is proved"


def test_a_damaged_warehouse_takes_the_place_of_no_good_backup(larger: Settings, tmp_path: Path) -> None:
    good = backup(larger, tmp_path / "backups", NOW)
    first_spoilable(larger.warehouse_file)
    with pytest.raises(BackupError, match="older ones are kept"):
        backup(larger, tmp_path / "backups", NOW + timedelta(days=7), keep=1)
    assert [path.name for path in (tmp_path / "backups").glob("*Z")] == [good.folder.name]


def test_a_damaged_readers_copy_is_a_sentence(larger: Settings) -> None:
    store = Store(larger.warehouse_file, "live")
    first_spoilable(store.published)
    (table, *_) = spoiled(store.published)
    choose(larger, "en")
    with pytest.raises(Unreadable, match="damaged"), published() as connection:
        connection.execute(f'SELECT * FROM "{table}"').fetchall()
    readers = Readers(store)
    with pytest.raises(Unreadable, match="damaged"), readers.look() as view:
        view.execute(f'SELECT * FROM published."{table}"').fetchall()
    readers.close()


def as_a_user(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Root may read everything: it gives that up first."""
    few = ("--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override,-dac_read_search")
    before = () if os.geteuid() else ("setpriv", *few)
    program = (sys.executable, "-c", "from citewatch.cli import main; main()")
    return subprocess.run(
        [*before, *program, *command], env={**os.environ, **environment}, text=True, capture_output=True, cwd=ROOT
    )


@pytest.mark.skipif(not os.geteuid() and shutil.which("setpriv") is None, reason="root, and no setpriv")
@pytest.mark.parametrize(
    "what", ["", "live", "live/evidence", "live/citewatch.duckdb", "live/citewatch.published.duckdb"]
)
def test_what_may_not_be_read_is_said_to_be_just_that(larger: Settings, what: str) -> None:
    place = larger.data / what
    before = place.stat().st_mode
    place.chmod(0)
    try:
        done = as_a_user("doctor", CITEWATCH_DATA=str(larger.data), CITEWATCH_CONTACT="watch@example.org")
        other = as_a_user("--catalogue", str(larger.data / "live" / "x"), "lint")
    finally:
        place.chmod(before)
    said = " ".join((done.stdout + done.stderr).split())
    assert "Traceback" not in done.stderr + other.stderr
    assert done.returncode != 0
    assert "user may" in said or "give this user the right" in said, said
    assert "Restore" not in said, "nothing is lost"
    assert other.returncode == 2 and "no such folder" in other.stderr
