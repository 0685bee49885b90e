"""A picture that a figure stands in, and what a machine read in it.

The text belongs to the bytes: the same bytes are read once, whatever shows them and however often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.capture import Pictured

Box = tuple[int, int, int, int]
"""Left, top, right and bottom edge in pixels of the picture, counted from its top left corner."""

TextOutcome = Literal["read", "no_text", "unreadable"]


@dataclass(frozen=True, slots=True)
class PictureLine:
    """One piece of text in a picture."""

    text: str
    box: Box
    confidence: int
    """What the engine says of itself, in thousandths; 0 if two readings of the same place differ."""
    again: str = ""
    """What the second reading of the same place gave, if it was something else."""


@dataclass(frozen=True, slots=True)
class PictureText:
    """What one engine read in one set of bytes, or why it read nothing."""

    body_digest: str
    engine: str
    """Engine, model and versions."""
    outcome: TextOutcome
    reason: str
    """A sentence for a person; empty if it was read."""
    format: str = ""
    width: int = 0
    height: int = 0
    lines: tuple[PictureLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that a page shows, with what was read in it; None if nothing has been read in it."""

    pictured: Pictured
    text: PictureText | None
