"""A list cut into pages: which part an address asks for, and the addresses of the parts beside it, filters kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from citewatch.review.overview import within
from citewatch.review.web.desk import Ask


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a list, from the one numbered `first` (0 is the first) on."""

    path: str
    kept: tuple[tuple[str, str], ...]
    first: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of its last row, counted as people count."""
        return min(self.first + self.size, self.total)

    @property
    def before(self) -> str:
        """The address of the part before; empty for the first."""
        return self._at(max(0, self.first - self.size)) if self.first else ""

    @property
    def after(self) -> str:
        """The address of the part after; empty for the last."""
        return self._at(self.first + self.size) if self.last < self.total else ""

    def _at(self, first: int) -> str:
        asked = [*self.kept, *([("from", str(first))] if first else [])]
        return f"{self.path}?{urlencode(asked)}" if asked else self.path


def asked(ask: Ask) -> int:
    """The row that the address asks to begin with; what is no number is the first."""
    wanted = ask.query("from")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0


def part(ask: Ask, total: int, size: int, kept: Sequence[str] = ()) -> Part:
    """The part that the address asks for; `kept` are the filters that stay in the addresses of the others."""
    known = tuple((name, ask.query(name)) for name in kept if ask.query(name))
    return Part(ask.request.url.path, known, within(asked(ask), total, size), size, total)
