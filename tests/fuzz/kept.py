"""Inputs that made a parser fail, as files: `<parser>-<what it did>.bin`. All of them are run every time.

A fresh failure is written to `seeds/fresh`, which git does not see. When it is mended, its file is moved to `seeds`
under a name that says what it did, and committed.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

SEEDS = Path(__file__).resolve().parent / "seeds"
FRESH = "fresh"


def kept(parsers: Collection[str]) -> list[Path]:
    """The inputs of these parsers, fresh ones too."""
    return sorted(path for path in SEEDS.rglob("*.bin") if parser_of(path) in parsers)


def parser_of(path: Path) -> str:
    return path.name.partition("-")[0]


def keep(parser: str, told: str, body: bytes) -> str:
    """Write a failing input to a file; a sentence that says where it is. One that is kept already stays as it is."""
    for path in kept((parser,)):
        if path.read_bytes() == body:
            return f"It is kept in {path}."
    path = SEEDS / FRESH / f"{parser}-{told.replace(' ', '_')}.bin"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(body)
    return f"It is kept in {path}, and run again from there: when it is mended, move it to {SEEDS} and commit it."
