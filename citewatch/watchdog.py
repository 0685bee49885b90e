"""A dead man's switch: tells when refreshes have stopped, which no refresh can tell itself.

And when that can't be seen, because the warehouse can't be read: a switch that looks in vain must not keep quiet.

Run by `make serve` every few minutes and by the systemd timer. For a machine that is off altogether,
CITEWATCH_HEARTBEAT names an address at a service elsewhere that is asked after every refresh that succeeded and raises
its own alarm when that stops.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from citewatch import redacted, sinks
from citewatch.alerts import Sink, SinkError
from citewatch.looking import look
from citewatch.sending import deliver_held
from citewatch.settings import Settings
from citewatch.vitals import PATIENCE, Vitals
from citewatch.watchdog_notes import Told, keep, recall
from schemas.alert import Message, MessageKind
from schemas.failpoints import reach
from schemas.ids import stable_id
from warehouse.errors import Busy, NotPublished, Unreadable, WarehouseError

_log = logging.getLogger("citewatch")

SURE_AFTER = timedelta(minutes=2)
"""From the first look that could see nothing to one that tells it. Two watchdogs, of `make serve` and of a timer, may
look within seconds, and a PostgreSQL that restarts is nobody's business."""
BUSY_FOR = timedelta(days=1)
"""The same where a program of somebody's holds the copy: nothing is wrong with it, but nobody sees anything either."""
AGAIN_S = 20.0
"""Between two looks of one process. All of it must fit into TimeoutStartSec of the timer's unit."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look found, and which messages went out because it was new."""

    is_late: bool
    succeeded_at: datetime | None
    told: tuple[Message, ...]
    trouble: str = ""
    """Why nothing could be seen, in a line; then the two above say nothing."""


def watch(settings: Settings, now: datetime, outlets: Sequence[Sink] | None = None) -> Watched:
    """One look. A silence is told once, and its end once; so is a warehouse that can't be read.

    Raises:
        SinkError: a message could not be sent; the next look tries again.
    """
    eyes = _Eyes(settings, now, outlets)
    found = eyes.see()
    if isinstance(found, Exception) and eyes.known.unseen_since is None and not eyes.begin_trouble():
        # The next look may be another process, which would not know of this one: the second look is now.
        time.sleep(AGAIN_S)
        found = eyes.see()
    if isinstance(found, Exception):
        eyes.tell_trouble(found)
        return Watched(False, None, tuple(eyes.told), redacted.line(found))
    eyes.tell_silence(found)
    # A schedule may never fire outside the quiet hours: what they held back is sent by who looks all the time. It
    # comes last: a warehouse that can't be written may be the reason for the silence, and must not keep it back.
    eyes.deliver_held()
    if found is None:
        return Watched(False, None, tuple(eyes.told))
    return Watched(found.is_late, found.succeeded_at, tuple(eyes.told))


class _Eyes:
    """What one look, or two where the first can't be noted, has to go by, and what it has told so far."""

    def __init__(self, settings: Settings, now: datetime, outlets: Sequence[Sink] | None) -> None:
        self.settings = settings
        self.now = now
        self.told: list[Message] = []
        self._outlets = outlets
        self._file = settings.warehouse_file.with_name("watchdog.json")
        self.known = recall(self._file)

    def see(self) -> Vitals | Exception | None:
        """How refreshes are; why that can't be seen; or None: nothing was ever published, an installation that has
        not begun. Where refreshes were seen before, nothing to be seen is a disk that is not mounted, or another place.
        """
        try:
            return look(self.settings, self.now)
        except NotPublished:
            if not self.known.has_begun:
                return None
            return Unreadable(
                f"{self.settings.place}: refreshes had succeeded here, and now there is nothing. Is this the right"
                " folder or database, and is its disk mounted? Restore a backup; or, to begin anew here, delete"
                f" {self._file.name} in {self._file.parent}."
            )
        except (WarehouseError, OSError) as error:
            return error
        except Exception as error:  # noqa: BLE001 - a bug, perhaps at the sight of a newer release: must be told as well
            _log.exception("The watchdog met a bug")
            return Unreadable(f"a bug of citewatch ({type(error).__name__}: {error}). Please report it, with its log.")

    def begin_trouble(self) -> bool:
        """Note the first look that could see nothing; whether another process will know of it."""
        if keep(self._file, replace(self.known, unseen_since=self.now)):
            self.known = replace(self.known, unseen_since=self.now)
            return True
        # Nor would it know this trouble's name: what all processes agree on is the day before. That it is long ago lets
        # the second look tell it, also where a program holds the copy.
        day = self.now.replace(hour=0, minute=0, second=0, microsecond=0) - BUSY_FOR
        self._note(replace(self.known, unseen_since=day))
        return False

    def tell_trouble(self, why: Exception) -> None:
        since = self.known.unseen_since
        if since is None or self.known.unseen_told:
            return
        # A clock that was put back by hours must not keep it back for as long.
        if abs(self.now - since) >= (BUSY_FOR if isinstance(why, Busy) else SURE_AFTER):
            self._tell(_unseen(self._trouble, redacted.line(why), self.now), replace(self.known, unseen_told=True))

    def tell_silence(self, seen: Vitals | None) -> None:
        """With None, what was told stays so: a warehouse that is not there is no sign that all is well again."""
        before = self.known
        well = replace(before, unseen_since=None, unseen_told=False)
        if before.unseen_told and seen is not None:
            self._tell(_seen_again(self._trouble, seen, self.now), well)
        elif before.unseen_since is not None and not before.unseen_told:
            self._note(well)
        if seen is None:
            return
        since = seen.succeeded_at
        if since is not None and not self.known.has_begun:
            self._note(replace(self.known, has_begun=True))
        silent = (since.isoformat() if since else "never") if seen.is_late else None
        if silent != before.silent_since:
            message = _silence(seen, self.now) if seen.is_late else _back(before.silent_since, since, self.now)
            self._tell(message, replace(self.known, silent_since=silent))

    def deliver_held(self) -> None:
        """That it can't be done undoes nothing that was told; the next look tries again."""
        try:
            deliver_held(self.settings, self.now)
        except (WarehouseError, SinkError, OSError) as error:
            _log.error("What the quiet hours held back could not be sent, and waits: %s", redacted.line(error))

    @property
    def _trouble(self) -> str:
        """Names the trouble, and no other one."""
        since = self.known.unseen_since
        return f"{self.settings.place} {since.astimezone(UTC).isoformat() if since else ''}"

    def _tell(self, message: Message, then: Told) -> None:
        message = sinks.marked(self.settings, message)
        reach("watchdog.before_send")
        try:
            sinks.send_to_each(message, sinks.of(self.settings) if self._outlets is None else self._outlets)
        except SinkError as error:  # who reads the log shall know what nobody could be told
            raise SinkError(f"{error} It was to say: {' '.join(message.body.splitlines())}") from error
        reach("watchdog.after_send")
        self._note(then)
        self.told.append(message)

    def _note(self, then: Told) -> None:
        keep(self._file, then)
        self.known = then


def _silence(seen: Vitals, now: datetime) -> Message:
    since, blind = seen.succeeded_at, seen.is_blind
    last = f"{since:%Y-%m-%d %H:%M} UTC" if since else "never"
    ago, zh_ago = f"That is more than {PATIENCE} intervals ago.", f"已逾 {PATIENCE} 個週期。"
    if since is not None and since > now:
        ago, zh_ago = "That is yet to come: is this machine's clock right?", "該時間尚未到來，請檢查本機時鐘。"
    body = "\n".join([
        f"The last refresh that succeeded: {last}. {ago}",
        *(["Refreshes since could read none of their sources: is this machine's network up?"] if blind else []),
        "Figures that have changed since are not known. Look: citewatch doctor",
        f"上次成功更新：{last if since else '從未'}，{zh_ago}",
        *(["其後的更新皆無法讀取任何來源，請檢查本機網路。"] if blind else []),
        "其後變動的數字尚不得知。請執行 citewatch doctor。",
    ])  # fmt: skip
    return _message("silence", last, "No refresh has succeeded 更新已停止", body, now)


def _back(before: str | None, since: datetime | None, now: datetime) -> Message:
    last = f"{since:%Y-%m-%d %H:%M} UTC" if since else "now"
    body = f"A refresh succeeded again: {last}.\n更新已恢復：{last}。"
    return _message("silence_over", before or "", "Refreshes are back 更新已恢復", body, now)


def _unseen(trouble: str, why: str, now: datetime) -> Message:
    body = "\n".join([
        "The warehouse can't be read, so nobody knows whether refreshes still succeed. What is wrong, and what to do:",
        why,
        "More: citewatch doctor. When it can be read again, that is told once.",
        "無法讀取資料庫，因此不知道更新是否仍在進行。原因與處理方式見上方英文說明，詳情請執行 citewatch doctor。",
        "恢復可讀後會再通知一次。",
    ])  # fmt: skip
    return _message("unseen", trouble, "The warehouse can't be read 無法讀取資料庫", body, now)


def _seen_again(trouble: str, seen: Vitals, now: datetime) -> Message:
    last = f"{seen.succeeded_at:%Y-%m-%d %H:%M} UTC" if seen.succeeded_at else ""
    body = "\n".join([
        f"The warehouse can be read again. The last refresh that succeeded: {last or 'never'}.",
        f"資料庫已可讀取。上次成功更新：{last or '從未'}。",
    ])  # fmt: skip
    return _message("unseen_over", trouble, "The warehouse can be read again 資料庫已可讀取", body, now)


def _message(kind: MessageKind, about: str, subject: str, body: str, now: datetime) -> Message:
    return Message(stable_id(kind, about), "", kind, subject, body, now.replace(tzinfo=None), None)
