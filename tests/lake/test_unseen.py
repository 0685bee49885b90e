"""A lake whose PostgreSQL is down, silent or back: told once each, in bounded time, and with no password in it."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from citewatch import looking, quiet, watchdog, watchdog_notes
from citewatch.metrics import metrics
from citewatch.settings import Settings
from citewatch.vitals import vitals
from tests.test_watchdog import Heard
from tests.tools.postgres import Cluster, cluster, programs
from tests.warehouse.conftest import DAY
from warehouse import ledger
from warehouse.errors import NotPublished, Unreadable, WarehouseError
from warehouse.lake import session
from warehouse.lake.address import LakeAddress
from warehouse.lake.store import LakeStore
from warehouse.place import open_published, open_warehouse

pytestmark = pytest.mark.slow
MINUTES = timedelta(minutes=5)


@pytest.fixture
def own() -> Iterator[Cluster]:
    """A cluster that may be stopped."""
    if (found := programs()) is None:
        pytest.skip("PostgreSQL is not installed")
    with cluster(found) as made:
        yield made


@pytest.fixture
def settings(own: Cluster, tmp_path: Path) -> Settings:
    watchdog_notes._unwritten.clear()
    made = Settings(tmp_path, tmp_path / "data", lake=LakeAddress(own.database(), str(tmp_path / "lake")))
    # Held-back messages are looked for, which opens the lake once more.
    return replace(made, quiet=quiet.parse("01:00-01:10 UTC"))


def test_a_lake_that_is_down_is_told_once_and_once_when_it_is_back(own: Cluster, settings: Settings) -> None:
    heard, now = Heard(), DAY + timedelta(hours=2)

    def look() -> watchdog.Watched:
        nonlocal now
        now += MINUTES
        return watchdog.watch(settings, now, [heard])

    assert look() == watchdog.Watched(False, None, ()), "an empty database: an installation that has not begun"
    with pytest.raises(NotPublished):
        vitals(settings, now)
    assert settings.lake
    store = LakeStore(settings.lake, "live")
    with store.writing("x", publish=True) as connection:
        connection.execute(
            "INSERT INTO source VALUES ('s','t','p','https://e.org','en','us','day','page',NULL,'t','h','page')"
        )
        ledger.start_run(connection, "r", DAY, "reader")
        connection.execute("UPDATE run SET finished_at = started_at")
    store.close()
    assert look().succeeded_at == DAY, "a machine that only looks, and had no folder yet"
    assert "citewatch_published 1.0" in metrics(vitals(settings, now))
    own.stop()
    try:
        for times in range(3):
            began = time.monotonic()
            assert "Look whether PostgreSQL answers" in look().trouble and time.monotonic() - began < 10
            assert len(heard.messages) == min(times, 1)
    finally:
        own.start()
    look(), look()
    assert [message.kind for message in heard.messages] == ["unseen", "unseen_over"]
    assert "Look whether PostgreSQL answers" in heard.messages[0].body


def test_one_that_takes_connections_and_says_nothing_ends_the_look_and_no_password_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LONGEST_S", 3.0)
    heard = Heard()
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        # No address with a password is taken from anybody (test_secrets); this one is, to see what becomes of it.
        said = f"dbname=a user=b password='ge heim' host=127.0.0.1 port={mute.getsockname()[1]}"
        settings = Settings(tmp_path, tmp_path / "data", lake=LakeAddress(said, str(tmp_path / "lake")))
        began = time.monotonic()
        for looks in range(3):
            watchdog.watch(settings, DAY + looks * MINUTES, [heard])
        assert 9 < time.monotonic() - began < 20
    (message,) = heard.messages
    assert "no answer within 3 s" in message.body and "127.0.0.1" in message.body and "heim" not in message.body


def test_whoever_else_asks_one_that_says_nothing_is_told_so_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "CONNECT_S", 2)
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "")  # so that what is set now is put back afterwards
    monkeypatch.delenv("PGCONNECT_TIMEOUT")
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        address = LakeAddress(f"dbname=a user=b host=127.0.0.1 port={mute.getsockname()[1]}", str(tmp_path / "lake"))
        began = time.monotonic()
        with pytest.raises(Unreadable, match="timeout expired"):
            open_published(address, "live")
        with pytest.raises(WarehouseError, match="timeout expired"), open_warehouse(address, "live").reading():
            pass
        assert time.monotonic() - began < 20


def test_nor_where_nobody_listens(tmp_path: Path) -> None:
    heard = Heard()
    for address in ("dbname=a password=geheim host=127.0.0.1 port=1", "postgresql://b:geheim@127.0.0.1:1/a"):
        settings = Settings(tmp_path, tmp_path / address[:8], lake=LakeAddress(address, str(tmp_path / "lake")))
        with pytest.raises(WarehouseError, match="geheim"):
            vitals(settings, DAY)
        for looks in range(2):
            watchdog.watch(settings, DAY + looks * MINUTES, [heard])
    assert [message.kind for message in heard.messages] == ["unseen", "unseen"]
    assert all("geheim" not in message.body and "refused" in message.body for message in heard.messages)
