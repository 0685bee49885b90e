"""Where messages go: always a file, and any address Apprise knows (mail, Slack, Teams, webhooks …)."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from citewatch.alerts import OF_SPECIMENS, Sink, SinkError
from citewatch.redacted import unlogged
from citewatch.settings import Settings
from schemas.alert import Message

_log = logging.getLogger("citewatch")
_TALKATIVE = ("apprise", "urllib3", "requests")


class Outbox:
    """One JSON line a message, in `messages.jsonl` beside the warehouse. A repeated message_id is a repeat."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, message: Message) -> None:
        line = json.dumps(
            {
                "message_id": message.message_id, "alert_id": message.alert_id, "kind": message.kind,
                "subject": message.subject, "body": message.body, "created_at": message.created_at.isoformat() + "Z",
            },
            ensure_ascii=False,
        )  # fmt: skip
        try:
            with self.path.open("ab+") as file:
                if file.tell() and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
                    line = f"\n{line}"  # a kill left half a line: it must not spoil this one
                file.write(f"{line}\n".encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise SinkError(f"{self.path}: {error.strerror}") from error


class Apprise:
    """Sends through Apprise; the message id stands in the last line, so a repeat can be told."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        import apprise  # half a second of imports, needed only by those who notify

        self._outlet = apprise.Apprise()
        for address in addresses:
            with unlogged(*_TALKATIVE):
                known = self._outlet.add(address)
            if not known:
                raise SinkError("CITEWATCH_NOTIFY holds an address that Apprise does not know; check its spelling.")

    def send(self, message: Message) -> None:
        body = f"{message.body}\n\nmessage {message.message_id}"
        with unlogged(*_TALKATIVE):
            taken = self._outlet.notify(title=message.subject, body=body)
        if not taken:
            raise SinkError("An address of CITEWATCH_NOTIFY did not take the message; the next run tries again.")


def send_to_each(message: Message, outlets: Sequence[Sink]) -> None:
    """Every outlet is tried, also after one that failed: the full disk that stops refreshes stops our own file, too.

    Raises:
        SinkError: an address did not take it, or nothing did. That only our own file did not is logged.
    """
    failed: list[tuple[Sink, SinkError]] = []
    for sink in outlets:
        try:
            sink.send(message)
        except SinkError as error:
            failed.append((sink, error))
    said = "; ".join(str(error) for _, error in failed)
    if failed and (len(failed) == len(outlets) or any(not isinstance(sink, Outbox) for sink, _ in failed)):
        raise SinkError(said)
    if failed:
        _log.error("The message went out, but not into our own file: %s", said)


def tell_failure(settings: Settings, message: Message) -> None:
    """A message that a refresh failed. That it could not be sent is only logged: the failure is what matters."""
    try:
        with suppress(OSError):  # then our own file can't be written either, which is said; people are told anyway
            settings.warehouse_file.parent.mkdir(parents=True, exist_ok=True)
        send_to_each(marked(settings, message), of(settings))
    except (SinkError, OSError) as error:
        _log.error("The message about the failed run could not be sent: %s", error)


def marked(settings: Settings, message: Message) -> Message:
    """A message about an installation; that of specimens says so, for nobody need get up for it."""
    return message if settings.kind == "live" else replace(message, subject=f"{OF_SPECIMENS}{message.subject}")


def of(settings: Settings) -> list[Sink]:
    """The sinks that the settings name."""
    found: list[Sink] = [Outbox(settings.warehouse_file.with_name("messages.jsonl"))]
    if settings.notify:
        found.append(Apprise(settings.notify))
    return found
