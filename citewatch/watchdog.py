"""A dead man's switch: tells when refreshes have stopped, which no refresh can tell itself.

Run by `make serve` every few minutes and by the systemd timer. For a machine that is off altogether,
CITEWATCH_HEARTBEAT names an address at a service elsewhere that is asked after every refresh that succeeded and raises
its own alarm when that stops.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx

from citewatch import sinks
from citewatch.alerts import Sink
from citewatch.sending import deliver_held
from citewatch.settings import Settings
from citewatch.vitals import PATIENCE, WarehouseError, vitals
from schemas.alert import Message, MessageKind
from schemas.ids import stable_id
from warehouse.place import open_warehouse

_log = logging.getLogger("citewatch")


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look found. `told` is the message that went out, if there was something new to tell."""

    is_late: bool
    succeeded_at: datetime | None
    told: Message | None


def watch(settings: Settings, now: datetime, outlets: Sequence[Sink] | None = None) -> Watched:
    """One look; a silence is told once, and its end once.

    Raises:
        WarehouseError: there is a readers' copy that can't be read.
        SinkError: a message could not be sent; the next look tries again.
    """
    state = settings.warehouse_file.with_name("watchdog.json")
    before = _remembered(state)
    try:
        seen = vitals(settings, now)
        late, since, blind = seen.is_late, seen.succeeded_at, seen.is_blind
    except WarehouseError:
        if open_warehouse(settings.place, settings.kind).exists():
            raise
        late, since, blind = False, None, False  # nothing was ever stored: an installation that has not begun
    silent = (since.isoformat() if since else "never") if late else None
    message = None
    if silent != before:
        message = _silence(since, now, blind) if late else _back(before, since, now)
        sinks.send_to_each(message, sinks.of(settings) if outlets is None else outlets)
        _remember(state, silent)
    # A schedule may never fire outside the quiet hours: what they held back is sent by who looks all the time. It
    # comes last: a warehouse that can't be written may be the reason for the silence, and must not keep it back.
    deliver_held(settings, now)
    return Watched(late, since, message)


def heartbeat(address: str) -> None:
    """Tell a service elsewhere that a refresh succeeded. That it can't be reached is logged and spoils no refresh."""
    if not address:
        return
    try:
        httpx.get(address, timeout=10, follow_redirects=False).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # ValueError: a host name that can be none
        # The address may hold a key: only the kind of failure is told.
        _log.error("CITEWATCH_HEARTBEAT did not answer (%s); the refresh itself succeeded.", type(error).__name__)


def _silence(since: datetime | None, now: datetime, blind: bool) -> Message:
    last = f"{since:%Y-%m-%d %H:%M} UTC" if since else "never"
    body = "\n".join([
        f"The last refresh that succeeded: {last}. That is more than {PATIENCE} intervals ago.",
        *(["Refreshes since could read none of their sources: is this machine's network up?"] if blind else []),
        "Figures that have changed since are not known. Look: citewatch doctor",
        f"上次成功更新：{last if since else '從未'}，已逾 {PATIENCE} 個週期。",
        *(["其後的更新皆無法讀取任何來源，請檢查本機網路。"] if blind else []),
        "其後變動的數字尚不得知。請執行 citewatch doctor。",
    ])  # fmt: skip
    return _message("silence", last, "No refresh has succeeded 更新已停止", body, now)


def _back(before: str | None, since: datetime | None, now: datetime) -> Message:
    last = f"{since:%Y-%m-%d %H:%M} UTC" if since else "now"
    body = f"A refresh succeeded again: {last}.\n更新已恢復：{last}。"
    return _message("silence_over", before or "", "Refreshes are back 更新已恢復", body, now)


def _message(kind: MessageKind, about: str, subject: str, body: str, now: datetime) -> Message:
    return Message(stable_id(kind, about), "", kind, subject, body, now.replace(tzinfo=None), None)


_unwritten: dict[Path, str | None] = {}
"""What was told while its file could not be written: who looks every five minutes must not tell it each time."""


def _remembered(state: Path) -> str | None:
    """The silence told last, or None. A file that can't be read or understood means: tell again."""
    if state in _unwritten:
        return _unwritten[state]
    try:
        told = json.loads(state.read_text("utf-8"))["silent_since"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return told if isinstance(told, str) else None


def _remember(state: Path, silent: str | None) -> None:
    fresh = state.with_suffix(".new")
    try:
        fresh.write_text(json.dumps({"silent_since": silent}), "utf-8")
        fresh.replace(state)
        _unwritten.pop(state, None)
    except OSError as error:
        _unwritten[state] = silent
        _log.error(
            "%s can't be written (%s): another process tells the same again, under the same id", state, error.strerror
        )
