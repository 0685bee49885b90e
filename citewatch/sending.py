"""Hop 6, second half: each message goes out and is then marked as sent, in small batches.

A file gets a line a message. People get one notification for what changed in a run: its id is that of its message, or
is made of the ids of its messages, so that a repeat after a crash is recognisable.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby

from citewatch import alerts, sinks
from citewatch.settings import Settings
from schemas.alert import Message, MessageKind
from schemas.failpoints import reach
from schemas.ids import stable_id
from warehouse import ledger
from warehouse.errors import Busy
from warehouse.lots import in_lots
from warehouse.place import Warehouse, open_warehouse

log = logging.getLogger("citewatch")

BATCH = 20
"""Messages of one notification, marked as sent at a time: as many may be told twice after a crash."""
_KINDS: dict[MessageKind, tuple[str, str]] = {
    "new": ("new", "新警示"), "reopened": ("reopened", "重新開啟"), "resolved": ("resolved", "已無不符"),
}  # fmt: skip


def deliver(store: Warehouse, waiting: Sequence[Message], outlets: Sequence[alerts.Sink], now: datetime) -> int:
    """Send what waits, in the order of `ledger.unsent`; how many were taken. The others wait for the next run."""
    sent = 0
    for batch in _batches(waiting):
        taken = _delivered(batch, outlets)
        if taken:
            store.transact("sent", partial(ledger.mark_sent, ids=[each.message_id for each in taken], at=now))
        sent += len(taken)
    return sent


def deliver_held(settings: Settings, now: datetime) -> int:
    """After the quiet hours: send what they held back, unless a refresh is at work, which does it itself.

    Raises:
        WarehouseError: the warehouse can't be opened or written.
        SinkError: CITEWATCH_NOTIFY holds an address that is none.
    """
    if settings.quiet is None or settings.quiet.holds(now):
        return 0
    store = open_warehouse(settings.place, settings.kind, wait_s=0.5)
    try:
        if not store.exists():
            return 0
        try:
            asyncio.run(store.begin_run("sending what the quiet hours held back"))
        except Busy:
            return 0
        try:
            with store.reading() as connection:
                waiting = ledger.unsent(connection)
            return deliver(store, waiting, sinks.of(settings), now) if waiting else 0
        finally:
            store.run_lock.release()
    finally:
        store.close()


def _batches(waiting: Sequence[Message]) -> Iterator[list[Message]]:
    """What one run has to tell, in the order that `waiting` has: the same when some of it is tried again."""
    for _, of_run in groupby(waiting, key=lambda each: each.created_at):
        yield from in_lots(of_run, BATCH)


def _delivered(batch: Sequence[Message], outlets: Sequence[alerts.Sink]) -> list[Message]:
    """Those that every outlet took."""
    people = [sink for sink in outlets if isinstance(sink, sinks.Apprise)]
    others = [sink for sink in outlets if not isinstance(sink, sinks.Apprise)]
    taken = [message for message in batch if _sent(message, others)]
    return taken if not (taken and people) or _sent(together(taken), people) else []


def _sent(message: Message, outlets: Sequence[alerts.Sink]) -> bool:
    reach("send.before_send")
    try:
        for sink in outlets:
            sink.send(message)
    except alerts.SinkError as error:
        log.error("message %s waits: %s", message.message_id, error)
        return False
    reach("send.after_send")
    return True


def together(batch: Sequence[Message]) -> Message:
    """Several messages as one; a single one as it is."""
    if len(batch) == 1:
        return batch[0]
    counted = Counter(message.kind for message in batch)
    english = ", ".join(f"{counted[kind]} {words[0]}" for kind, words in _KINDS.items() if counted[kind])
    chinese = "、".join(f"{words[1]} {counted[kind]} 則" for kind, words in _KINDS.items() if counted[kind])
    lines = [f"{message.subject}\n  citewatch review show {message.alert_id[:12]}" for message in batch]
    number = stable_id(*(message.message_id for message in batch))
    ids = " ".join(message.message_id for message in batch)
    body = "\n".join([*lines, "", f"of messages {ids}"])
    return replace(batch[0], message_id=number, subject=f"citewatch: {english} / {chinese}", body=body)
