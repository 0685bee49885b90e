"""A secret that is planted in the settings is in nothing that a run leaves, says or exports."""

from __future__ import annotations

import gzip
import logging
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from citewatch import doctor
from citewatch.heartbeat import heartbeat
from tests.faults.conftest import DAY, Faulty, page
from tests.tools.hostile import reply
from warehouse.export import export
from warehouse.store import Store

pytestmark = pytest.mark.slow

PLANTED = "pl4nted-s3cret"
NAMES = ("good_0", "good_1")


def test_a_planted_secret_is_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """The address of a notification carries a password and a token, and nobody answers there."""
    caplog.set_level(logging.DEBUG)
    world = Faulty(tmp_path, NAMES)
    notify = (f"json://me:{PLANTED}@127.0.0.1:9/{PLANTED}?token={PLANTED}", f"nosuchscheme://{PLANTED}")
    settings = replace(world.settings, notify=notify[:1])
    # Only live refreshes have one, so it is asked here, in the midst of all that is looked through.
    heartbeat(f"http://me:{PLANTED}@127.0.0.1:9/{PLANTED}")
    other = {name: reply(page(450)) for name in NAMES}
    for day in range(3):
        summary, _ = world.run(day, other, settings=settings)
    assert summary.unsent, "nothing was to be sent: the secret was not used"
    world.run(3, other, settings=replace(world.settings, notify=notify))
    published = Store(settings.warehouse_file, "specimen").published
    for form in ("csv", "json", "parquet"):
        export(published, "specimen", form, tmp_path / form)  # type: ignore[arg-type]
    export(published, "specimen", "xlsx", tmp_path / "book.xlsx")
    said = [str(item.says) for item in doctor.examine(settings, DAY)]
    out, err = capfd.readouterr()
    for text in (*said, out, err, caplog.text, repr(summary)):
        assert PLANTED not in text
    assert "messages wait" in caplog.text or "waits" in caplog.text
    looked = [path for path in tmp_path.rglob("*") if path.is_file() and path.name not in ("ca.pem", "map.yml")]
    assert {".duckdb", ".gz", ".jsonl", ".csv", ".parquet"} <= {path.suffix for path in looked}
    for path in looked:
        assert PLANTED.encode() not in _bytes(path), path


def _bytes(path: Path) -> bytes:
    """What a file holds, unpacked."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
            for table in tables:
                data += repr(connection.execute(f'SELECT * FROM "{table}"').fetchall()).encode()
    return data
