"""A warehouse that can't be looked at is told once, and that it can be again once: the watchdog never looks in vain."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from citewatch import doctor, quiet, redacted, watchdog, watchdog_notes
from citewatch.alerts import SinkError
from citewatch.settings import Settings
from schemas import failpoints
from schemas.alert import Message
from tests.test_doctor import DAY, change, settings
from tests.test_watchdog import Heard
from warehouse.errors import Unreadable
from warehouse.store import Store

__all__ = ["settings"]
MINUTES, HOUR, DAYS = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)


@dataclass
class Watch:
    """Looks every five minutes, each as a process of its own; what people heard."""

    settings: Settings
    heard: Heard = field(default_factory=Heard)
    now: datetime = DAY + HOUR

    def look(self, times: int = 1, *, lives_long: bool = False) -> watchdog.Watched:
        for _ in range(times):
            if not lives_long:
                watchdog_notes._unwritten.clear()
            seen = watchdog.watch(self.settings, self.now, [self.heard])
            self.now += MINUTES
        return seen

    @property
    def messages(self) -> list[Message]:
        return self.heard.messages

    @property
    def kinds(self) -> list[str]:
        return [message.kind for message in self.messages]

    @property
    def state(self) -> Path:
        return self.settings.warehouse_file.with_name("watchdog.json")

    @property
    def copy(self) -> Path:
        return self.settings.warehouse_file.with_name("citewatch.published.duckdb")

    @contextmanager
    def broken(self, content: bytes = b"not a database") -> Iterator[None]:
        whole = self.copy.read_bytes()
        self._put(content)
        yield
        self._put(whole)

    def _put(self, content: bytes) -> None:
        self.copy.unlink()  # as a refresh replaces it
        self.copy.write_bytes(content)

    @contextmanager
    def unwritable(self) -> Iterator[None]:
        """As a full or read-only disk: `keep` writes a file of this name first."""
        in_the_way = self.state.with_suffix(f".{os.getpid()}.new")
        in_the_way.mkdir()
        yield
        in_the_way.rmdir()


@pytest.fixture
def watch(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    monkeypatch.setattr(watchdog, "AGAIN_S", 0.0)
    watchdog_notes._unwritten.clear()
    yield Watch(settings)
    watchdog_notes._unwritten.clear()


def test_it_is_told_at_the_second_look_and_once_and_its_end_once(watch: Watch) -> None:
    with watch.broken():
        assert "not a valid DuckDB database" in watch.look().trouble and watch.kinds == []
    watch.look()
    with watch.broken():
        watch.look()
        assert watch.kinds == [], "two looks, but not in a row"
        watch.look(3)
        watch.now += 3 * DAYS
        watch.look()
    (message,) = watch.messages
    assert message.kind == "unseen" and "無法讀取資料庫" in message.subject and "無法讀取資料庫" in message.body
    assert watch.copy.name in message.body and "`citewatch run`" in message.body, "what is wrong, and what to do"
    watch.now = DAY + 2 * HOUR
    watch.look(3)
    assert watch.kinds == ["unseen", "unseen_over"] and f"{DAY:%Y-%m-%d %H:%M} UTC" in watch.messages[1].body
    assert "資料庫已可讀取" in watch.messages[1].subject


def test_two_watchdogs_that_look_within_seconds_are_one_look(watch: Watch) -> None:
    """One in `make serve`, one started by a timer; and a clock that is put back a little between them."""
    with watch.broken():
        watch.look()
        for seconds in (290, 310, 320):
            watch.now = DAY + HOUR + timedelta(seconds=seconds - 300)
            watch.look()
        assert watch.kinds == []
        watch.now = DAY - 3 * HOUR
        watch.look()
    assert watch.kinds == ["unseen"], "a clock put back by hours does not keep it back for as long"


def _a_folder(copy: Path) -> None:
    copy.unlink()
    copy.mkdir()


def _sql(statement: str) -> Callable[[Path], None]:
    def change_it(copy: Path) -> None:
        with duckdb.connect(str(copy)) as connection:
            connection.execute(statement)

    return change_it


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda copy: copy.write_bytes(copy.read_bytes()[:300_000]), "Could not read enough bytes"),
        (_a_folder, "Is a directory"),
        (Path.unlink, "the readers' copy is gone"),
        (_sql("UPDATE migration SET kind = 'specimen'"), "holds specimen data"),
        (_sql("ALTER TABLE message RENAME TO letter"), "not of this release"),
    ],
)
def test_whatever_is_wrong_with_the_copy_is_told(watch: Watch, damage: Callable[[Path], None], says: str) -> None:
    damage(watch.copy)
    watch.look(3)
    assert watch.kinds == ["unseen"] and says in watch.messages[0].body
    examined = doctor.examine(watch.settings, watch.now)
    assert any(one.state == "error" and says in one.says.en for one in examined), "and by the doctor it names"


def test_a_bug_of_ours_is_told_as_well(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def newer(*_: object) -> None:
        raise KeyError("every")

    monkeypatch.setattr(watchdog, "look", newer)
    watch.look(3)
    assert watch.kinds == ["unseen"] and "a bug of citewatch (KeyError: 'every')" in watch.messages[0].body
    assert "Traceback" in caplog.text


def test_before_the_first_refresh_has_ended_nothing_is_wrong(watch: Watch, tmp_path: Path) -> None:
    watch.settings = replace(watch.settings, data=tmp_path / "new")
    watch.look(3)
    with Store(watch.settings.warehouse_file, "live").writing("x"):
        assert watch.look(3) == watchdog.Watched(False, None, ()), "the first refresh is at work"
    watch.now += 9 * DAYS
    assert watch.look(3) == watchdog.Watched(False, None, ()) and watch.kinds == [] and not watch.state.exists()


def test_a_warehouse_that_is_not_there_any_more_ends_no_trouble(watch: Watch, tmp_path: Path) -> None:
    watch.now = DAY + 3 * DAYS
    watch.look()
    with watch.broken():
        watch.look(2)
    home = watch.copy.parent
    (home / "citewatch.duckdb").rename(tmp_path / "aside")
    whole = watch.copy.read_bytes()
    watch.copy.unlink()
    watch.copy.with_suffix(".mark").unlink()
    watch.look(3)
    assert watch.kinds == ["silence", "unseen"], "nothing is back"
    watch.copy.write_bytes(whole)
    watch.look(2)
    assert watch.kinds == ["silence", "unseen", "unseen_over"]


def test_a_warehouse_that_vanished_is_no_installation_that_has_not_begun(watch: Watch, tmp_path: Path) -> None:
    """Its file deleted, its disk not mounted, another database's name in the address."""
    watch.look()
    home = watch.copy.parent
    for file in home.glob("citewatch.*"):
        file.rename(tmp_path / file.name)
    assert "now there is nothing" in watch.look(2).trouble
    assert watch.kinds == ["unseen"] and str(watch.state.parent) in watch.messages[0].body
    for file in tmp_path.glob("citewatch.*"):
        file.rename(home / file.name)
    watch.look(2)
    assert watch.kinds == ["unseen", "unseen_over"]


def test_a_silence_and_a_trouble_do_not_wipe_each_other_out(watch: Watch) -> None:
    watch.now = DAY + 3 * DAYS
    watch.look(2)
    with watch.broken():
        watch.look(4)
    watch.look(3)
    assert watch.kinds == ["silence", "unseen", "unseen_over"], "the silence is not told again"
    change(watch.settings, "UPDATE run SET started_at = started_at + INTERVAL 3 DAY, finished_at = started_at")
    watch.look(2)
    assert watch.kinds == ["silence", "unseen", "unseen_over", "silence_over"]
    with watch.broken():
        watch.look(2)
        watch.now += 9 * DAYS
        watch.look()
    seen = watch.look()
    assert [message.kind for message in seen.told] == ["unseen_over", "silence"] and seen.is_late
    ids = [message.message_id for message in watch.messages]
    assert len(set(ids)) == len(ids) == 7


def test_told_again_it_has_the_same_id_and_another_trouble_another_one(watch: Watch) -> None:
    def killed(name: str) -> None:
        if name == "watchdog.after_send":
            raise KeyboardInterrupt

    for kind in ("unseen", "unseen_over"):
        with watch.broken() if kind == "unseen" else nullcontext():
            watch.look() if kind == "unseen" else None
            failpoints.install(killed)
            try:
                with pytest.raises(KeyboardInterrupt):
                    watch.look()
            finally:
                failpoints.install(None)
            watch.look(3)
            first, again = watch.messages[-2:]
            assert first.kind == again.kind == kind and first.message_id == again.message_id
    with watch.broken():
        watch.look(2)
    watch.look()
    assert watch.kinds == ["unseen", "unseen", "unseen_over", "unseen_over", "unseen", "unseen_over"]
    assert len({message.message_id for message in watch.messages}) == 4


def test_a_message_that_was_not_taken_is_tried_again_and_nothing_of_it_is_lost(watch: Watch) -> None:
    watch.heard.deaf = True
    with watch.broken():
        watch.look()
        for _ in range(3):
            with pytest.raises(SinkError):
                watch.look()
        watch.heard.deaf = False
        watch.look(2)
        assert watch.kinds == ["unseen"]
    watch.heard.deaf = True
    watch.now = DAY + 9 * DAYS
    for _ in range(2):
        with pytest.raises(SinkError):
            watch.look()
    watch.heard.deaf = False
    watch.look(2)
    assert watch.kinds == ["unseen", "unseen_over", "silence"]


def test_a_disk_that_takes_no_note_keeps_nothing_back(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    with watch.broken(), watch.unwritable():
        watch.look(2)
        assert watch.kinds == ["unseen", "unseen"], "each process tells it: none knows of the other"
        watch.look(4, lives_long=True)
    assert len(watch.messages) == 2 and len({message.message_id for message in watch.messages}) == 1
    assert caplog.text.count("can't be written") == 2, "once a process"
    watch.look(2, lives_long=True)
    assert watch.kinds[2:] == ["unseen_over"] and json.loads(watch.state.read_text("utf-8"))["unseen_since"] is None
    with watch.broken(), watch.unwritable():
        watch.now += DAYS
        watch.look()
    assert watch.messages[-1].kind == "unseen" and watch.messages[-1].message_id != watch.messages[0].message_id


def test_one_bad_look_is_none_on_such_a_disk_either(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = watch.copy.read_bytes()
    monkeypatch.setattr("citewatch.watchdog.time.sleep", lambda _: watch._put(whole))
    watch._put(b"half")
    with watch.unwritable():
        assert watch.look().trouble == "" and watch.kinds == []


def test_what_was_told_is_written_down_as_soon_as_there_is_room(watch: Watch) -> None:
    with watch.broken():
        with watch.unwritable():
            watch.look()
        watch.look(1, lives_long=True)
        watch.look(2)
        assert watch.kinds == ["unseen"]


@pytest.mark.parametrize(
    "left",
    ["{half", "[]", "7", '{"silent_since": null, "unseen_since": 3}', '{"silent_since": 1, "unseen_since": "2026"}',
     '{"silent_since": null, "unseen_since": "2026-11-02T07:00:00", "unseen_told": true}'],
)  # fmt: skip
def test_a_note_that_says_nothing_sensible_means_tell_again(watch: Watch, left: str) -> None:
    watch.state.write_text(left, "utf-8")
    with watch.broken():
        watch.look(3)
    watch.look(2)
    assert watch.kinds == ["unseen", "unseen_over"]


def test_a_note_of_an_older_release_is_understood(watch: Watch) -> None:
    watch.state.write_text(json.dumps({"silent_since": DAY.isoformat()}), "utf-8")
    watch.now = DAY + 3 * DAYS
    with watch.broken():
        watch.look(2)
    watch.look()
    assert watch.kinds == ["unseen", "unseen_over"], "the silence had been told"


@pytest.mark.slow
def test_a_copy_that_a_program_holds_is_not_unreadable_until_nobody_has_seen_anything_for_a_day(watch: Watch) -> None:
    holding = f"import duckdb; kept = duckdb.connect({str(watch.copy)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as analyst:
        assert analyst.stdout and analyst.stdout.readline()
        for _ in range(5):
            assert f"process {analyst.pid} has it open for writing" in watch.look().trouble
            watch.now += 4 * HOUR
        assert watch.kinds == []
        watch.now += 4 * HOUR
        watch.look(2)
        assert watch.kinds == ["unseen"] and f"process {analyst.pid}" in watch.messages[0].body
        analyst.communicate(b"\n")
    watch.look(2)
    assert watch.kinds == ["unseen", "unseen_over"]


def test_messages_that_were_held_back_and_cannot_be_sent_undo_nothing(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    """They are in the writer's file, which is damaged here, while readers have their copy."""
    watch.settings = replace(watch.settings, quiet=quiet.parse("01:00-01:10 UTC"))
    watch.settings.warehouse_file.write_bytes(b"not a database")
    watch.now = DAY + 3 * DAYS
    seen = watch.look()
    assert seen.is_late and [message.kind for message in seen.told] == ["silence"]
    watch.look(2)
    assert watch.kinds == ["silence"] and caplog.text.count("could not be sent, and waits") == 3


def test_quiet_hours_do_not_hold_it_back(watch: Watch) -> None:
    watch.settings = replace(watch.settings, quiet=quiet.parse("00:00-23:59 UTC"))
    with watch.broken():
        watch.look(2)
    assert watch.kinds == ["unseen"]


def test_an_error_is_told_in_one_bearable_line_without_secrets() -> None:
    def line(said: str) -> str:
        return redacted.line(Unreadable(said))

    assert line("a\x1b[2J\n\tb\u2028c\u202ed\udcff  e\x00") == "a [2J b c d e"
    long = line(f"begins {'x' * 9_000} ends")
    assert len(long) < 510 and long.startswith("begins x") and long.endswith("x ends")
    for secret in (
        "dbname=a password=geheim host=b", "password = 'geh\\'eim geheim' host=b", "PASSWORD='geheim",
        "sslpassword=geheim", "postgresql://me:geheim@b/a", "postgresql://me:ge@heim:geheim@b/a?x=1", "postgresql://b/a?password=geheim&x=1",
        r"password=x\ geheim host=b", "password=x,geheim", "password=x;geheim'geheim\"geheim",
        "password=x&geheim host=b",
        "CREATE SECRET (TYPE s3, KEY_ID 'k', SECRET 'geheim', SESSION_TOKEN 'geheim')",
        "x" * 245 + " password=geheim " * 30, "password: geheim", '{"password": "geheim"}', "{'token': 'geheim'}",
        "api_key=geheim", "Authorization: Bearer geheim-geheim", 'after "//u:geheim@h/x"',
        "ducklake:postgres://u:geheim@h/x", "token: Bearer geheim-geheim-1", "authorization: bearer geheimgeheim1",
        "api-key: geheim", "pwd=geheim", "https://h/x?key=geheim&a=b", "--password geheim",
        r'{\"password\": \"geheim\"}',
        "password：geheim",
    ):  # fmt: skip
        assert "geheim" not in line(f"IO Error: at {secret}: no"), secret
    for harmless in (
        'password authentication failed for user "me"',
        "postgresql://me@b:5432/a",
        "/my secret's/a.duckdb: can't",
        "Sign in first, or send a token: citewatch review token add",
        "Unexpected token: '<'",
        "Basic authentication is needed",
        "https://a:8443/page?mail=me@b",
    ):
        assert line(harmless) == harmless
    began = time.monotonic()
    for long in ("password", "://a:", "password=", "password ", "token = '"):
        line(long * (50_000 // len(long)))
    assert time.monotonic() - began < 3, "a text of any length takes no minute"
