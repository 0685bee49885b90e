"""Files of the desk that only their owner may read: YAML that holds hashes and digests."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import yaml

from citewatch.errors import SettingsError


def read(path: Path) -> str | None:
    """The file's text; None if there is no such file.

    Raises:
        SettingsError: others may read it.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    if stat.S_IMODE(mode) & 0o077:
        raise SettingsError(f"{path}: other users of this machine may read it. Run: chmod 600 {path}")
    return text


def write(path: Path, content: Mapping[str, object]) -> None:
    """The content for what is there, whole or not at all; never readable by others, not for a moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    text = yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)
