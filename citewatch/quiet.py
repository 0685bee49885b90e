"""Hours in which nobody wants to be told: what happens then is told once they are over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FORM = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2}) (\S+)")


class BadHours(ValueError):
    """Not hours and a time zone."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` until `ends` on the clocks of `zone`, over midnight where it ends earlier than it begins."""

    begins: time
    ends: time
    zone: ZoneInfo

    def holds(self, moment: datetime) -> bool:
        """Whether it is quiet at this moment; one without a zone is UTC."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        now = aware.astimezone(self.zone).time()
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends


def parse(given: str) -> QuietHours | None:
    """`22:00-07:00 Asia/Taipei`; nothing is no quiet hours.

    Raises:
        BadHours: it is neither.
    """
    if not given.strip():
        return None
    found = _FORM.fullmatch(given.strip())
    if found is None:
        raise BadHours(f"{given!r}: give hours and a time zone, such as 22:00-07:00 Asia/Taipei.")
    try:
        begins, ends = (datetime.strptime(found[n], "%H:%M").replace(tzinfo=UTC).time() for n in (1, 2))
        zone = ZoneInfo(found[3])
    except (ValueError, ZoneInfoNotFoundError, OSError) as error:
        raise BadHours(f"{given!r}: no such time, or no such time zone (such as Europe/London).") from error
    if begins == ends:
        raise BadHours(f"{given!r}: these hours have no length; leave the setting out for none.")
    return QuietHours(begins, ends, zone)
