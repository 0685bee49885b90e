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


_UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class _State:
    """What the looks before this one left."""

    told: str | None = None
    """The silence told last: since when, "never", or that nothing can be read. None: all was well."""
    could_not_look: bool = False
    """The last look found a warehouse that can't be read."""


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
    outlets = sinks.of(settings) if outlets is None else outlets
    try:
        seen = vitals(settings, now)
        late, since, blind = seen.is_late, seen.succeeded_at, seen.is_blind
    except WarehouseError as error:
        if open_warehouse(settings.place, settings.kind).exists():
            _tell_unreadable(state, before, error, now, outlets)
            raise
        late, since, blind = False, None, False  # nothing was ever stored: an installation that has not begun
    silent = (since.isoformat() if since else "never") if late else None
    message = None
    if silent != before.told:
        message = _silence(since, now, blind) if late else _back(before.told, since, now)
        sinks.send_to_each(message, outlets)
    if before != _State(silent):
        _remember(state, _State(silent))
    # A schedule may never fire outside the quiet hours: what they held back is sent by who looks all the time. It
    # comes last: a warehouse that can't be written may be the reason for the silence, and must not keep it back.
    deliver_held(settings, now)
    return Watched(late, since, message)


def _tell_unreadable(
    state: Path, before: _State, error: WarehouseError, now: datetime, outlets: Sequence[Sink]
) -> None:
    """Whoever can't see whether refreshes succeed must not keep quiet about it. At the second look in a row: a database
    that is being started, or a disk that comes back, is nobody's business."""
    if before.could_not_look and before.told != _UNREADABLE:
        reason = str(error)
        body = "\n".join([
            "Whether refreshes still succeed can't be seen: the warehouse can't be read.",
            reason,
            "Look: citewatch doctor",
            "無法讀取資料庫，不知更新是否仍在進行。請執行 citewatch doctor。",
        ])  # fmt: skip
        subject = "The warehouse can't be read 無法讀取資料庫"
        sinks.send_to_each(_message("silence", reason, subject, body, now), outlets)
        _remember(state, _State(_UNREADABLE, could_not_look=True))
    elif not before.could_not_look:
        _remember(state, _State(before.told, could_not_look=True))


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


_unwritten: dict[Path, _State] = {}
"""What was told while its file could not be written: who looks every five minutes must not tell it each time."""


def _remembered(state: Path) -> _State:
    """A file that can't be read or understood means: tell again."""
    if state in _unwritten:
        return _unwritten[state]
    try:
        found = json.loads(state.read_text("utf-8"))
        told, could_not_look = found["silent_since"], found.get("could_not_look") is True
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _State()
    return _State(told if isinstance(told, str) else None, could_not_look)


def _remember(state: Path, now_told: _State) -> None:
    fresh = state.with_suffix(".new")
    try:
        told = {"silent_since": now_told.told, "could_not_look": now_told.could_not_look}
        fresh.write_text(json.dumps(told), "utf-8")
        fresh.replace(state)
        _unwritten.pop(state, None)
    except OSError as error:
        _unwritten[state] = now_told
        _log.error(
            "%s can't be written (%s): another process tells the same again, under the same id", state, error.strerror
        )
