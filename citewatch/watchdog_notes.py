"""What the watchdog has told, from one look to the next: `watchdog.json` beside the warehouse.

Each look may be a process of its own, or one process may look for months; and the disk that is full or read-only, so
that refreshes stop, holds this file, too.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

_log = logging.getLogger("citewatch")


@dataclass(frozen=True, slots=True)
class Told:
    """The two troubles are kept apart: neither makes the other one forgotten."""

    silent_since: str | None = None
    """The silence told last: since when, or "never"; None if its end was told, or there was none."""
    unseen_since: datetime | None = None
    """The first of the looks in a row that could see nothing, which names that trouble; None if the last one could."""
    unseen_told: bool = False
    """Whether people know of it."""
    has_begun: bool = False
    """Whether a look ever saw a refresh that had succeeded: from then on no warehouse is one that is gone."""


_unwritten: dict[Path, Told] = {}
"""What could not be written: who looks every five minutes must not tell it each time."""


def recall(file: Path) -> Told:
    """What was told up to now. A file that can't be read or understood means: tell again."""
    if file in _unwritten:
        keep(file, _unwritten[file])  # there may be room again, and this process may end before it tells more
    if file in _unwritten:
        return _unwritten[file]
    try:
        found = json.loads(file.read_text("utf-8"))
        silent, since = found["silent_since"], found.get("unseen_since")
        unseen = datetime.fromisoformat(since) if since else None
        if unseen is not None and unseen.tzinfo is None:
            raise ValueError(since)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Told()
    is_told = unseen is not None and found.get("unseen_told") is True
    return Told(silent if isinstance(silent, str) else None, unseen, is_told, found.get("has_begun") is True)


def keep(file: Path, told: Told) -> bool:
    """Write it down; tell whether that was possible. If not, this process remembers it all the same."""
    fresh = file.with_suffix(f".{os.getpid()}.new")  # two watchdogs may write at the same moment
    written = asdict(told) | {"unseen_since": told.unseen_since.isoformat() if told.unseen_since else None}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)  # a machine that only looks at a lake has no such folder yet
        fresh.write_text(json.dumps(written), "utf-8")
        fresh.replace(file)
    except OSError as error:
        if file not in _unwritten:
            _log.error(
                "%s can't be written (%s): another process tells the same again, under the same id", file,
                error.strerror,
            )  # fmt: skip
        _unwritten[file] = told
        return False
    _unwritten.pop(file, None)
    return True
