"""Silence is told once, its end once; metrics and events say what happened and nothing that a page could forge."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from citewatch import __version__, events, sinks, watchdog
from citewatch.alerts import SinkError
from citewatch.heartbeat import heartbeat
from citewatch.metrics import metrics
from citewatch.refresh import refresh
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from citewatch.vitals import Vitals, vitals
from schemas.alert import Message
from schemas.issue import Issue
from tests.test_doctor import DAY, change, settings
from tests.tools.lapse import small_catalogue
from warehouse.store import Store

__all__ = ["settings"]
HOUR, DAYS = timedelta(hours=1), timedelta(days=1)


@dataclass
class Heard:
    """A sink that remembers, and may refuse."""

    messages: list[Message] = field(default_factory=list)
    deaf: bool = False

    def send(self, message: Message) -> None:
        if self.deaf:
            raise SinkError("not now")
        self.messages.append(message)


def test_a_silence_is_told_once_and_its_end_once(settings: Settings) -> None:
    heard = Heard()

    def look(after: timedelta) -> bool:
        return watchdog.watch(settings, DAY + after, [heard]).is_late

    assert not look(HOUR) and not look(-2 * DAYS) and not look(2 * DAYS) and heard.messages == []
    assert look(2 * DAYS + HOUR) and look(3 * DAYS) and look(4 * DAYS)
    (silence,) = heard.messages
    assert silence.kind == "silence" and f"{DAY:%Y-%m-%d %H:%M} UTC" in silence.body and "從未" not in silence.body
    change(settings, "UPDATE run SET started_at = started_at + INTERVAL 4 DAY, finished_at = started_at")
    assert not look(4 * DAYS + HOUR) and not look(5 * DAYS)
    assert [message.kind for message in heard.messages] == ["silence", "silence_over"]
    assert look(9 * DAYS)
    assert len({message.message_id for message in heard.messages}) == 3, "another silence is another message"


def test_a_message_that_was_not_taken_is_tried_again_under_the_same_id(settings: Settings) -> None:
    heard = Heard(deaf=True)
    for _ in range(2):
        with pytest.raises(SinkError, match=f"not now It was to say: .*{DAY:%Y-%m-%d %H:%M} UTC"):
            watchdog.watch(settings, DAY + 3 * DAYS, [heard])
    heard.deaf = False
    (first,) = watchdog.watch(settings, DAY + 3 * DAYS, [heard]).told
    settings.warehouse_file.with_name("watchdog.json").write_text("{half", "utf-8")
    (second,) = watchdog.watch(settings, DAY + 4 * DAYS, [heard]).told
    assert first.message_id == second.message_id


def test_our_own_file_that_cannot_be_written_keeps_no_message_from_people(settings: Settings) -> None:
    """A disk that is full or read-only stops refreshes, and our own files with them."""
    outbox = sinks.Outbox(settings.warehouse_file.parent)  # a folder: no line can be added
    state = settings.warehouse_file.with_name("watchdog.json")
    state.with_suffix(f".{os.getpid()}.new").mkdir()
    heard = Heard()
    for hours in (1, 2):
        watchdog.watch(settings, DAY + 3 * DAYS + hours * HOUR, [outbox, heard])
    assert [message.kind for message in heard.messages] == ["silence"] and not state.exists()
    state.with_suffix(f".{os.getpid()}.new").rmdir()
    change(settings, "UPDATE run SET started_at = started_at + INTERVAL 4 DAY, finished_at = started_at")
    watchdog.watch(settings, DAY + 4 * DAYS + HOUR, [outbox, heard])
    assert [message.kind for message in heard.messages] == ["silence", "silence_over"] and state.exists()
    with pytest.raises(SinkError, match="not now"):
        sinks.send_to_each(heard.messages[0], [Heard(deaf=True), outbox])
    with pytest.raises(SinkError, match="directory"):
        sinks.send_to_each(heard.messages[0], [outbox])


def test_refreshes_that_can_read_nothing_are_no_success(settings: Settings) -> None:
    """A dead network looks like that: each run ends well, and none sees anything."""
    run = "INSERT INTO run BY NAME SELECT * REPLACE ('{0}' AS run_id, started_at + INTERVAL {1} AS started_at,"
    run += " {2} AS due, {3} AS captured, {2} - {3} AS unreadable) FROM run WHERE run_id = '0123456789ab'"
    change(settings, run.format("blind1", "'1 day'", 4, 0))
    change(settings, run.format("idle", "'30 hour'", 0, 0))
    change(settings, run.format("blind2", "'2 day'", 4, 0))
    seen = vitals(settings, DAY + 2 * DAYS + HOUR)
    assert (seen.succeeded_at, seen.is_late, seen.is_blind) == (DAY, True, True)
    heard = Heard()
    watchdog.watch(settings, DAY + 2 * DAYS + HOUR, [heard])
    assert "could read none" in heard.messages[0].body and "檢查本機網路" in heard.messages[0].body
    change(settings, run.format("well", "'3 day'", 4, 1))
    assert vitals(settings, DAY + 3 * DAYS + HOUR).succeeded_at == DAY + 3 * DAYS


def test_an_installation_that_has_not_begun_is_not_late(settings: Settings, tmp_path: Path) -> None:
    seen = watchdog.watch(replace(settings, data=tmp_path / "new"), DAY, [Heard()])
    assert not seen.is_late and not seen.trouble and not (tmp_path / "new").exists()


def test_a_clock_that_was_set_back_is_told(settings: Settings) -> None:
    """Refreshes refuse to go on under it, and no silence would be seen for as long as it is behind."""
    heard = Heard()
    watchdog.watch(settings, DAY - 3 * DAYS, [heard])
    (silence,) = heard.messages
    assert silence.kind == "silence" and "is this machine's clock right?" in silence.body and "ago" not in silence.body


def test_what_is_told_of_specimens_says_so(settings: Settings) -> None:
    heard = Heard()
    of_specimens = replace(settings, specimens=True)
    with Store(of_specimens.warehouse_file, "specimen").writing("x", publish=True):
        pass
    watchdog.watch(of_specimens, DAY, [heard])
    watchdog.watch(settings, DAY + 3 * DAYS, [heard])
    assert [one.subject.startswith("[SPECIMEN 樣本] ") for one in heard.messages] == [True, False]


def test_metrics_are_what_prometheus_reads(settings: Settings) -> None:
    found = {
        sample.name + "".join(f"{{{k}={v}}}" for k, v in sample.labels.items()): sample.value
        for family in text_string_to_metric_families(metrics(vitals(settings, DAY + 3 * DAYS)))
        for sample in family.samples
    }
    assert found["citewatch_published"] == 1 and found["citewatch_refresh_late"] == 1
    assert found["citewatch_last_success_timestamp_seconds"] == DAY.timestamp()
    assert found["citewatch_shortest_interval_seconds"] == 86400
    assert found["citewatch_evidence_bytes"] == 100
    assert found["citewatch_disk_free_bytes"] > 0
    assert {"citewatch_last_refresh_sources{outcome=due}", "citewatch_unsent_messages"} <= found.keys()
    assert "citewatch_published 0.0" in metrics(None) and "citewatch_unreadable 0.0" in metrics(None)
    assert found["citewatch_unreadable"] == 0
    told = metrics(None, is_unreadable=True)
    assert "citewatch_published 0.0" in told and "citewatch_unreadable 1.0" in told


def test_each_metric_gives_its_own_number() -> None:
    seen = Vitals(
        at=DAY + 3 * DAYS, succeeded_at=DAY, interval=timedelta(hours=1), due=11, captured=2, unchanged=3, unreadable=6,
        open_alerts={"differs": 12}, open_issues={"missing": 13}, claims={"agrees": 14}, unsent=15, warehouse_bytes=16,
        evidence_bytes=17, free_bytes=18,
    )  # fmt: skip
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics(seen))
        for sample in family.samples
    }
    outcomes = {"due": 11, "captured": 2, "unchanged": 3, "unreadable": 6}
    assert {key[1]: value for key, value in found.items() if key[0] == "citewatch_last_refresh_sources"} == outcomes
    assert {key: value for key, value in found.items() if value > 11 and value < 19} == {
        ("citewatch_open_alerts", "differs"): 12, ("citewatch_open_issues", "missing"): 13,
        ("citewatch_claims", "agrees"): 14, ("citewatch_unsent_messages",): 15, ("citewatch_warehouse_bytes",): 16,
        ("citewatch_evidence_bytes",): 17, ("citewatch_disk_free_bytes",): 18,
    }  # fmt: skip
    assert found["citewatch_refresh_late",] == 1 and found["citewatch_published",] == 1
    assert found["citewatch_info", __version__] == 1 and found["citewatch_shortest_interval_seconds",] == 3600


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(500 if "broken" in self.path else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_heartbeat_is_asked_and_its_failure_is_logged_without_the_address(
    listener: tuple[str, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address, asked = listener
    heartbeat("")
    heartbeat(f"{address}/key-1")
    assert asked == ["/key-1"] and caplog.text == ""
    heartbeat(f"{address}/broken-key-2")
    heartbeat("http://127.0.0.1:1/key-3")
    for nonsense in ("http://a.example:port/key-4", "http://[x/key-5", f"http://{'a' * 70}.example/key-6", "key-7"):
        heartbeat(nonsense)
    assert caplog.text.count("the refresh itself succeeded") == 6
    assert "HTTPStatusError" in caplog.text and "ConnectError" in caplog.text
    assert "key-" not in caplog.text


@pytest.mark.parametrize(("name", "value"), [("ALL_PROXY", "socks5://127.0.0.1:9"), ("SSL_CERT_FILE", "/nowhere.pem")])
def test_a_heartbeat_that_its_surroundings_prevent_spoils_no_refresh(
    name: str, value: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    heartbeat("https://hc.example/key-1")
    assert "the refresh itself succeeded" in caplog.text and "key-" not in caplog.text


@pytest.mark.slow
def test_a_run_leaves_its_events_with_the_ids_that_stand_in_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITEWATCH_LOG", "json")
    small_catalogue(tmp_path / "catalogue", ["fda_gmlp", "gartner_ai_in_hr"])
    with SpecimenSite(tmp_path / "catalogue" / "specimens", tmp_path / "site", DAY.date()) as site:
        made = Settings(tmp_path / "catalogue", tmp_path / "data", network=site.map_path)
        summary = asyncio.run(refresh(made, DAY))
    lines = (made.warehouse_file.parent / "logs" / "refresh.jsonl").read_text("ascii").splitlines()
    told = [json.loads(line) for line in lines]
    assert {line["run_id"] for line in told} == {summary.run_id}
    assert [told[0]["event"], told[-1]["event"]] == ["run_began", "run_ended"]
    captured = [line for line in told if line["event"] == "captured"]
    assert {line["source_id"] for line in captured} == {"fda_gmlp", "gartner_ai_in_hr"}
    assert all(len(line["capture_id"]) == 24 and line["state"] for line in captured)
    assert len([line for line in told if line["event"] == "issue"]) == len(summary.issues) > 0
    assert capsys.readouterr().err.splitlines() == lines


def test_what_a_page_says_can_forge_no_line_and_steer_no_terminal(tmp_path: Path) -> None:
    made = Settings(tmp_path, tmp_path / "data")
    evil = 'x"}\n{"event": "run_ended"}\r\x1b[2J\x9b31m\u2028\u202e'
    with events.written(made, {}):
        events.stopped("r", Issue("s", None, "missing", "a percentage", evil, "look", DAY))
    (line,) = (made.warehouse_file.parent / "logs" / "refresh.jsonl").read_bytes().splitlines()
    assert line.isascii() and json.loads(line)["found"] == evil
    assert b"\x1b" not in line
