"""What people are told, counted at a real receiver: once a run, under the same id after a crash, and not at night."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from citewatch import quiet, sinks, watchdog
from citewatch.errors import SettingsError
from citewatch.sending import BATCH, deliver
from citewatch.settings import Settings, from_environment
from schemas import failpoints
from schemas.alert import Message
from schemas.ids import stable_id
from tests.review.conftest import Desk, finding
from warehouse import ledger
from warehouse.store import Store

pytestmark = pytest.mark.slow
NIGHT, MORNING = datetime(2026, 3, 9, 20, tzinfo=UTC), datetime(2026, 3, 9, 23, 1, tzinfo=UTC)
"""04:00 and 07:01 in Taipei."""


class Receiver:
    """Counts what is posted; can be out of order."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                if outer.status == 200:
                    outer.got.append(json.loads(body))
                self.send_response(outer.status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server.server_port}/"

    def ids(self) -> list[str]:
        return [post["message"].rsplit("message ", 1)[1].strip() for post in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(Store(tmp_path / "specimen" / "citewatch.duckdb", "specimen"))
    made.store.path.parent.mkdir()
    return made


def settings(tmp_path: Path, receiver: Receiver) -> Settings:
    hours = quiet.parse("22:00-07:00 Asia/Taipei")
    return Settings(tmp_path, tmp_path, specimens=True, notify=(receiver.address,), quiet=hours)


def waiting(desk: Desk) -> list[Message]:
    with desk.store.reading() as connection:
        return ledger.unsent(connection)


def test_a_run_is_one_notification_and_a_repeat_after_a_crash_has_the_same_id(
    desk: Desk, tmp_path: Path, receiver: Receiver
) -> None:
    outlets = sinks.of(settings(tmp_path, receiver))
    desk.refresh(*(finding(f"C{n:02}", figure=f"f{n}") for n in range(3)))
    first = waiting(desk)

    def killed(name: str) -> None:
        if name == "send.after_send" and receiver.got:
            raise KeyboardInterrupt

    failpoints.install(killed)
    try:
        with pytest.raises(KeyboardInterrupt):
            deliver(desk.store, first, outlets, desk.now)
    finally:
        failpoints.install(None)
    assert len(receiver.got) == 1 and waiting(desk) == first, "it went out, and nobody knows"
    desk.refresh(*(finding(f"C{n:02}", figure=f"f{n}") for n in range(1, 3)), finding("C00", figure="f0", value=240))
    assert deliver(desk.store, waiting(desk), outlets, desk.now) == 5
    assert waiting(desk) == []
    once, again, later = receiver.ids()
    assert once == again == stable_id(*sorted(each.message_id for each in first)) and later != once
    assert receiver.got[0] == receiver.got[1] and "3 new" in receiver.got[0]["title"]
    assert "1 new, 1 resolved" in receiver.got[2]["title"]
    assert all(each.message_id in receiver.got[0]["message"] for each in first)


def test_many_are_cut_into_notifications_and_a_receiver_out_of_order_gets_all_of_them_later(
    desk: Desk, tmp_path: Path, receiver: Receiver
) -> None:
    outlets = sinks.of(settings(tmp_path, receiver))
    desk.refresh(*(finding(f"C{n:03}", figure=f"f{n}") for n in range(2 * BATCH + 1)))
    receiver.status = 503
    assert deliver(desk.store, waiting(desk), outlets, desk.now) == 0 and len(waiting(desk)) == 2 * BATCH + 1
    receiver.status = 200
    assert deliver(desk.store, waiting(desk), outlets, desk.now) == 2 * BATCH + 1
    assert len(receiver.got) == len(set(receiver.ids())) == 3
    assert receiver.got[2]["message"].startswith("Stated in the report:"), "a single one is told in full"


def test_what_the_quiet_hours_held_back_is_sent_once_when_they_are_over(
    desk: Desk, tmp_path: Path, receiver: Receiver
) -> None:
    given = settings(tmp_path, receiver)
    desk.refresh(finding("C01"), finding("C02"))
    desk.store.publish()
    for _ in range(2):
        watchdog.watch(given, NIGHT, outlets=[])
    assert receiver.got == [] and len(waiting(desk)) == 2
    for _ in range(3):
        watchdog.watch(given, MORNING, outlets=[])
    assert len(receiver.got) == 1 and waiting(desk) == []
    assert "2 new" in receiver.got[0]["title"]
    watchdog.watch(replace(given, quiet=None), MORNING + timedelta(minutes=5), outlets=[])
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("hours", "moment", "is_quiet"),
    [
        ("22:00-07:00 Asia/Taipei", "2026-03-09T13:59", False), ("22:00-07:00 Asia/Taipei", "2026-03-09T14:00", True),
        ("22:00-07:00 Asia/Taipei", "2026-03-09T22:59", True), ("22:00-07:00 Asia/Taipei", "2026-03-09T23:00", False),
        ("12:00-13:30 UTC", "2026-03-09T13:29", True), ("12:00-13:30 UTC", "2026-03-09T13:30", False),
        # Clocks in London go forward on 29 March 2026.
        ("22:00-07:00 Europe/London", "2026-03-28T06:30", True),
        ("22:00-07:00 Europe/London", "2026-03-29T06:30", False),
    ],
)  # fmt: skip
def test_quiet_hours_are_those_of_their_time_zone(hours: str, moment: str, is_quiet: bool) -> None:
    made = quiet.parse(hours)
    assert made is not None and made.holds(datetime.fromisoformat(moment)) is is_quiet


@pytest.mark.parametrize(
    "given", ["22:00", "22-07 Asia/Taipei", "25:00-07:00 Asia/Taipei", "22:00-07:00 Nowhere/Land", "07:00-07:00 UTC"]
)
def test_hours_that_are_none_are_refused(given: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CITEWATCH_QUIET"):
        from_environment({"CITEWATCH_QUIET": given}, catalogue=tmp_path)
