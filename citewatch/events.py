"""What a run tells while it works, for machines: one JSON object a line, with the ids of run, source and capture.

Each run adds to `logs/refresh.jsonl` beside the warehouse; with CITEWATCH_LOG=json the same lines go to standard error
too, where a container's log collector finds them. All but ASCII is escaped, so no page can forge a line or steer a
terminal. People read the tables and the messages; nothing of the product reads these lines back.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from citewatch import redacted
from citewatch.run import Collected, Summary
from citewatch.settings import Settings
from schemas.capture import Capture
from schemas.issue import Issue

_MOST_BYTES, _OLD_FILES = 10_000_000, 4

_log = logging.getLogger("citewatch.events")
_log.setLevel(logging.INFO)
_log.propagate = False


@contextmanager
def written(settings: Settings, environment: Mapping[str, str] = os.environ) -> Iterator[None]:
    """Events are written for as long as the block runs. Only the holder of the run's lock comes here."""
    folder = settings.warehouse_file.parent / "logs"
    with suppress(OSError):  # then the file can't be opened either, which is said
        folder.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        _File(folder / "refresh.jsonl", maxBytes=_MOST_BYTES, backupCount=_OLD_FILES, encoding="utf-8", delay=True)
    ]
    if environment.get("CITEWATCH_LOG") == "json":
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(_Line())
        _log.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            _log.removeHandler(handler)
            handler.close()


class _File(RotatingFileHandler):
    """A full disk costs lines of this file, never the run: the run meets the same disk and says what to do."""

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            raise
        logging.getLogger("citewatch").warning("%s can't be written (%s): lines are lost", self.baseFilename, error)

    def close(self) -> None:
        with suppress(OSError):
            super().close()


class _Line(JsonFormatter):
    """One line a record, or one for `each` thing that a record tells of: making a record takes longer than a line."""

    def format(self, record: logging.LogRecord) -> str:
        each: list[dict[str, object]] | None = getattr(record, "each", None)
        if each is None:
            return super().format(record)
        shared: dict[str, Any] = {"run_id": vars(record)["run_id"]}
        self._add_origin(shared, record)
        return "\n".join(json.dumps({**shared, **one}) for one in each)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        self._add_origin(log_data, record)
        super().add_fields(log_data, record, message_dict)
        log_data.pop("message", None)

    def _add_origin(self, log_data: dict[str, Any], record: logging.LogRecord) -> None:
        log_data["at"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname.lower()
        log_data["event"] = record.getMessage()


def began(run_id: str, now: datetime, kind: str) -> None:
    _tell("run_began", run_id, now=now.isoformat(), data=kind)


def collected(run_id: str, items: Iterable[Collected]) -> None:
    """One line for each capture of these sources, blocked ones included; written all at once."""
    captures = [capture for item in items for capture in (*item.captures, *item.pictures)]
    if captures:
        _tell("captured", run_id, each=[_captured(capture) for capture in captures])


def _captured(capture: Capture) -> dict[str, object]:
    told = {
        "source_id": capture.source_id, "capture_id": capture.capture_id, "route": capture.route,
        "state": capture.state, "status": capture.status, "bytes": capture.body_length, "reason": capture.reason,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in (None, "")}


def stopped(run_id: str, issue: Issue) -> None:
    _tell(
        "issue", run_id, logging.WARNING, source_id=issue.source_id, figure=issue.figure, kind=issue.kind,
        expected=issue.expected, found=issue.found,
    )  # fmt: skip


def ended(summary: Summary) -> None:
    """The run's sums, and each alert that it opened or closed."""
    for opened in summary.opened:
        _tell(
            "alert_opened", summary.run_id, alert_id=opened["alert_id"], claim_id=opened["claim_id"],
            verdict=opened["verdict"],
        )  # fmt: skip
    for alert_id in summary.closed:
        _tell("alert_closed", summary.run_id, alert_id=alert_id)
    _tell(
        "run_ended", summary.run_id, due=summary.tally.due, observations=summary.tally.observations,
        issues=len(summary.issues), opened=len(summary.opened), closed=len(summary.closed), sent=summary.sent,
        unsent=summary.unsent,
    )  # fmt: skip


def failed(run_id: str, error: BaseException) -> None:
    _tell("run_failed", run_id, logging.ERROR, error=f"{type(error).__name__}: {redacted.line(error)}")


def _tell(event: str, run_id: str, level: int = logging.INFO, /, **fields: object) -> None:
    _log.log(level, event, extra={"run_id": run_id, **{k: v for k, v in fields.items() if v is not None}})
