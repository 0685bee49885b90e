"""Who came in and who was turned away, and what happened to accounts and tokens: one JSON line each, mode 600."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from citewatch.settings import Settings

What = Literal[
    "signed_in", "refused", "signed_out", "password_changed", "account_added", "role_changed", "account_removed",
    "token_made", "token_revoked",
]  # fmt: skip
UNKNOWN = "(unknown)"
"""In place of a name that is none of ours: people type their password into the wrong field."""
COMMAND = "(command line)"
MOST_BYTES = 2_000_000
"""Then the file becomes the old one, and the one before that goes."""


@dataclass(frozen=True, slots=True)
class Entry:
    at: str
    """UTC, ISO 8601."""
    what: What
    name: str
    """Whose account, or which token."""
    by: str
    """Who did it."""
    address: str = ""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def journal_file(settings: Settings) -> Path:
    return settings.data / "review" / "access.jsonl"


def record(path: Path, at: datetime, what: What, name: str, by: str, address: str = "") -> None:
    """Add a line. `at` is UTC, without a zone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > MOST_BYTES:
        path.replace(_older(path))
    line = json.dumps(asdict(Entry(at.isoformat(timespec="seconds"), what, name, by, address)), ensure_ascii=False)
    # Appended in one write: lines of two processes don't mix.
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())
    finally:
        os.close(descriptor)


def newest(path: Path, limit: int) -> list[Entry]:
    """The newest entries, newest first."""
    found: list[Entry] = []
    for file in (path, _older(path)):
        if len(found) < limit and file.exists():
            lines = file.read_text("utf-8").splitlines()
            found += [entry for line in reversed(lines[-limit:]) if (entry := _entry(line)) is not None]
    return found[:limit]


def last_sign_ins(path: Path) -> Mapping[str, datetime]:
    """Name → when they last came in, as far back as the file goes."""
    found: dict[str, datetime] = {}
    for entry in newest(path, 20_000):
        if entry.what == "signed_in":
            found.setdefault(entry.name, entry.moment)
    return found


def _entry(line: str) -> Entry | None:
    """None for a line that a full disk or a kill left unfinished."""
    try:
        entry = Entry(**json.loads(line))
        datetime.fromisoformat(entry.at)
    except (ValueError, TypeError):
        return None
    return entry if entry.what in get_args(What) else None


def _older(path: Path) -> Path:
    return path.with_name(f"{path.name}.1")
