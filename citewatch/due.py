"""When a source is to be read again: by its interval, spread over it, and later for one that keeps turning us away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from warehouse.history import LastSeen

SPREAD_FROM = 500
"""Sources in a catalogue from which on the refreshes are spread: fewer make no crowd."""
MOST_TIMES = 8
"""The longest pause of a source that turns us away, in intervals."""
_SOONEST = 0.25
_FORGIVEN = 0.9
"""A schedule never fires at the exact second: a tenth of the interval is forgiven."""
_EPOCH = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Peace:
    """How often in a row a host has turned us away, when last, and the pause in seconds it asked for then."""

    refusals: int = 0
    last: datetime | None = None
    retry_after_s: int | None = None


def peace_of_hosts(hosts: Mapping[str, str], seen: LastSeen) -> dict[str, Peace]:
    """By host; `hosts` is source id → its host. A refresh in which it gave any of its sources an answer counts not."""
    answered: dict[str, datetime] = {}
    for source_id, at in seen.answered_at.items():
        if host := hosts.get(source_id):
            answered[host] = max(at, answered.get(host, at))
    moments: dict[str, dict[datetime, int | None]] = {}
    for source_id, refused in seen.refused.items():
        if host := hosts.get(source_id):
            of_host = moments.setdefault(host, {})
            for at in refused.moments:
                if host not in answered or at > answered[host]:
                    of_host[at] = refused.retry_after_s if at == refused.moments[-1] else of_host.get(at)
    return {host: Peace(len(found), last := max(found), found[last]) for host, found in moments.items() if found}


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
    if spread and not refusals:
        # Nothing is forgiven here: asked before its own moment, a source would be asked again at that moment.
        return passed >= pause(source_id, interval, tried)
    times: int = min(2 ** max(0, refusals - 1), MOST_TIMES)
    return passed >= interval * times * _FORGIVEN


def pause(source_id: str, interval: timedelta, tried: datetime) -> timedelta:
    """From a try to the source's next moment, at most an interval.

    Moments that come too soon after it are put off to the rest of the interval, evenly: no crowd when they may.
    """
    until = next_moment(source_id, interval, tried) - tried
    soonest = interval * _SOONEST
    return until if until >= soonest else soonest + until * ((1 - _SOONEST) / _SOONEST)


def next_moment(source_id: str, interval: timedelta, after: datetime) -> datetime:
    """The source's own, one in each interval; those of many sources lie evenly over it."""
    share = int.from_bytes(hashlib.sha256(source_id.encode()).digest()[:6]) / 2**48
    first = _EPOCH + interval * share
    return first + interval * ((after - first) // interval + 1)
