"""When a source is to be read again: by its interval, spread over it, and later for one that keeps turning us away."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

SPREAD_FROM = 500
"""Sources in a catalogue from which on the refreshes are spread: fewer make no crowd."""
MOST_TIMES = 8
"""The longest pause of a source that turns us away, in intervals."""
_SOONEST = 0.25
_FORGIVEN = 0.9
"""A schedule never fires at the exact second: a tenth of the interval is forgiven."""
_EPOCH = datetime(2000, 1, 1)


def is_due(
    source_id: str, interval: timedelta, tried: datetime | None, now: datetime, *, refusals: int = 0,
    retry_after_s: int | None = None, spread: bool = False,
) -> bool:  # fmt: skip
    """`tried` and `now` in UTC without a zone; `refusals` are the times in a row that its host turned us away."""
    if tried is None:
        return True
    passed = now - tried
    if retry_after_s and passed.total_seconds() < retry_after_s:
        return False
    times = min(2 ** max(0, refusals - 1), MOST_TIMES)
    if passed >= interval * times * _FORGIVEN:
        return True
    return spread and not refusals and passed >= interval * _SOONEST and tried < slot(source_id, interval, now) <= now


def slot(source_id: str, interval: timedelta, now: datetime) -> datetime:
    """The newest moment of the source's own, one in each interval: those of many sources lie evenly over it."""
    share = int.from_bytes(hashlib.sha256(source_id.encode()).digest()[:6]) / 2**48
    first = _EPOCH + interval * share
    return first + interval * ((now - first) // interval)
