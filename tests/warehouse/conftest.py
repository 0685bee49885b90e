"""Stores in a temporary folder, and records to put into them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from schemas.capture import Capture, capture_id
from schemas.observation import Reading
from tests.tools.lapse import Forker
from warehouse.store import Store

DAY = datetime(2026, 11, 2, 6, tzinfo=UTC)
DIGEST = "sha256:" + "a" * 64


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "citewatch.duckdb", "specimen", wait_s=5)


@pytest.fixture(scope="session")
def forker() -> Iterator[Forker]:
    with Forker() as forked:
        yield forked


def capture(source: str = "a_source", at: datetime = DAY, **more: Any) -> Capture:
    made = Capture(
        capture_id(source, "page", at), source, "page", "specimen", "https://example.org/a", "https://example.org/a",
        200, "ok", False, "The page came as usual.", at, body_digest=DIGEST, body_length=10, payload_digest=DIGEST,
        warc_file="a.warc.gz", warc_offset=0, warc_length=100, headers={"server": "x"},
    )  # fmt: skip
    return replace(made, **more)


def reading(source: str = "a_source", figure: str = "share", **more: Any) -> Reading:
    made = Reading(
        source, figure, "page", DIGEST, "reader1", "read", "a percentage", "the only one", value=Decimal("54.2"),
        unit="%", comparator="=", step=Decimal("0.1"), as_printed="54.2%", sentence="It is 54.2%.", span_start=6,
        span_end=11, path="p[1]",
    )  # fmt: skip
    return replace(made, **more)


def tables(path: Path) -> dict[str, list[str]]:
    """Every row of every table of a file that nobody writes."""
    import duckdb

    with duckdb.connect(str(path), read_only=True) as connection:
        names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}").fetchall())) for name in names}


def meanwhile(work: Callable[[], object]) -> threading.Thread:
    """`work` in a thread that has been started."""
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def wait_for(path: Path) -> None:
    """Until another process has made the file."""

    async def there() -> None:
        async with asyncio.timeout(120):
            while not path.exists():
                await asyncio.sleep(0.01)

    asyncio.run(there())
