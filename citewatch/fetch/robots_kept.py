"""robots.txt from one run to the next: what was read, and until when it holds.

Only answers are kept. One that failed is asked for again by the next run.
"""

import json
import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

log = logging.getLogger("citewatch")

LONGEST = timedelta(days=1)
_LONGEST_TEXT = 64 * 1024
"""Characters; a longer file is asked for by each run."""


class Kept(NamedTuple):
    """`text` is empty where the origin has no robots.txt."""

    until: datetime
    text: str


class RobotsFile:
    """`robots.json` beside the warehouse. Without a path nothing is kept."""

    def __init__(self, path: Path | None, now: datetime) -> None:
        self._path = path
        self._now = now.astimezone(UTC)
        self.kept: dict[str, Kept] = _read(path, self._now) if path else {}
        self._changed = False

    def left_s(self, origin: str) -> float:
        """Seconds that what is kept still holds at the run's beginning; 0 if nothing is."""
        found = self.kept.get(origin)
        return (found.until - self._now).total_seconds() if found else 0.0

    def keep(self, origin: str, text: str, lifetime_s: float) -> None:
        if self._path is not None and len(text) <= _LONGEST_TEXT:
            self.kept[origin] = Kept(self._now + timedelta(seconds=lifetime_s), text)
            self._changed = True

    def save(self) -> None:
        """There whole, or as it was before. What another process of the same run kept meanwhile stays."""
        if self._path is None or not self._changed:
            return
        whole = _read(self._path, self._now) | self.kept
        rows = {origin: [kept.until.isoformat(), kept.text] for origin, kept in sorted(whole.items())}
        try:
            # By this name the next run's sweep takes away what a kill leaves.
            half = self._path.with_name(f"citewatch.robots.{os.getpid()}.tmp")
            half.write_text(json.dumps(rows), "utf-8")
            half.replace(self._path)
        except OSError as error:
            log.warning("%s can't be kept (%s): every robots.txt is asked for again", self._path, error.strerror)


def _read(path: Path, now: datetime) -> dict[str, Kept]:
    """What still holds; nothing if the file is not there or not ours."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        found = {origin: Kept(datetime.fromisoformat(until), text) for origin, (until, text) in rows.items()}
        return {origin: kept for origin, kept in found.items() if now < kept.until <= now + LONGEST}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        log.warning("%s can't be read (%s): every robots.txt is asked for again", path, type(error).__name__)
        return {}
