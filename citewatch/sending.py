"""Hop 6, second half: each message goes out and is then marked as sent, in small batches."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from citewatch import alerts
from schemas.alert import Message
from schemas.failpoints import reach
from warehouse import ledger
from warehouse.place import Warehouse

log = logging.getLogger("citewatch")

BATCH = 20
"""Messages marked as sent at a time: as many may be told twice after a crash."""


def deliver(store: Warehouse, waiting: Sequence[Message], outlets: Sequence[alerts.Sink], now: datetime) -> int:
    """Send what waits; how many were taken. The others wait for the next run."""
    sent = 0
    for start in range(0, len(waiting), BATCH):
        taken = [message.message_id for message in waiting[start : start + BATCH] if _delivered(message, outlets)]
        if taken:
            store.transact("sent", partial(ledger.mark_sent, ids=taken, at=now))
        sent += len(taken)
    return sent


def _delivered(message: Message, outlets: Sequence[alerts.Sink]) -> bool:
    reach("send.before_send")
    try:
        for sink in outlets:
            sink.send(message)
    except alerts.SinkError as error:
        log.error("message %s waits: %s", message.message_id, error)
        return False
    reach("send.after_send")
    return True
