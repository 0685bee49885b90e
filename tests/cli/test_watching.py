"""What `watchdog`, `metrics` and `run` print, tell and end with where the warehouse can't be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from citewatch.cli.output import Screen
from citewatch.cli.running import run_once
from citewatch.hops import Refresh
from citewatch.settings import Settings
from tests.test_doctor import settings
from tests.tools.commands import Ran
from tests.tools.receiver import Receiver
from warehouse.errors import AtWork, Busy, NotStored, WarehouseError

__all__ = ["settings"]
NOW = datetime(2026, 3, 1, tzinfo=UTC)
Run = Callable[..., Ran]


@pytest.mark.slow
def test_a_copy_that_cannot_be_read_is_told_by_the_look_that_is_sure_and_metrics_say_so(
    settings: Settings, run: Run
) -> None:
    copy = settings.warehouse_file.with_name("citewatch.published.duckdb")
    copy.write_bytes(b"not a database")
    with Receiver() as people:

        def looked() -> Ran:
            return run("--data", str(settings.data), "watchdog", CITEWATCH_NOTIFY=people.address)

        done = looked()
        assert done.code == 3 and "Whether refreshes succeed can't be seen" in done.out and copy.name in done.out
        assert "A message went out" not in done.out and people.told == []
        state = copy.with_name("watchdog.json")
        began = datetime.now(UTC) - timedelta(minutes=3)
        state.write_text(f'{{"silent_since": null, "unseen_since": "{began.isoformat()}"}}', "utf-8")
        done = looked()
        assert done.code == 3 and "A message went out" in done.out
        done = looked()
        assert done.code == 3 and "A message went out" not in done.out
        ((_, title, body),) = people.told
        assert "can't be read" in title and copy.name in body
    done = run("--data", str(settings.data), "metrics")
    assert done.code == 0 and copy.name in done.err and "Traceback" not in done.err
    assert "citewatch_unreadable 1.0" in done.out and "citewatch_published 0.0" in done.out
    done = run("--data", str(settings.data / "new"), "metrics")
    assert done.code == 0 and done.err == "" and "citewatch_unreadable 0.0" in done.out


@pytest.mark.slow
def test_a_refresh_that_its_warehouse_ends_tells_people_itself(tmp_path: Path, run: Run) -> None:
    """A schedule of one's own, such as cron: nobody reads what it prints."""
    (tmp_path / "specimen").mkdir()
    (tmp_path / "specimen" / "citewatch.duckdb").write_bytes(b"not a database")
    with Receiver() as people:
        words = ("--data", str(tmp_path), "--specimens", "run", "--source", "fda_gmlp", "--now", "2026-03-01")
        done = run(*words, CITEWATCH_NOTIFY=people.address)
    assert done.code == 2 and "cannot be opened as a warehouse" in done.err and "Traceback" not in done.err
    ((_, title, body),) = people.told
    assert title.startswith("[SPECIMEN 樣本] A refresh failed 更新失敗") and "cannot be opened as a warehouse" in body
    assert "run_failed" in (tmp_path / "specimen" / "logs" / "refresh.jsonl").read_text("ascii")
    assert "run_failed" in (tmp_path / "specimen" / "messages.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    "error", [AtWork("another"), Busy("held"), NotStored("full"), OSError(28, "No space left on device")]
)
def test_only_one_that_had_to_wait_for_another_tells_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def failing(_: object) -> None:
        raise error

    monkeypatch.setattr(Refresh, "__aenter__", failing)
    told: list[str] = []
    monkeypatch.setattr("citewatch.sinks.send_to_each", lambda message, _: told.append(message.kind))
    made = Settings(Path(__file__).resolve().parents[2], tmp_path, specimens=True)
    with pytest.raises((WarehouseError, OSError)):
        run_once(made, NOW, None, False, Screen())
    assert told == ([] if isinstance(error, AtWork) else ["run_failed"])


def test_who_sees_the_error_is_told_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(_: object) -> None:
        raise NotStored("full")

    monkeypatch.setattr(Refresh, "__aenter__", failing)
    told: list[str] = []
    monkeypatch.setattr("citewatch.sinks.send_to_each", lambda message, _: told.append(message.kind))
    screen = Screen()
    monkeypatch.setattr(screen.err, "_force_terminal", True)
    with pytest.raises(NotStored):
        run_once(Settings(Path(__file__).resolve().parents[2], tmp_path, specimens=True), NOW, None, False, screen)
    assert told == []
