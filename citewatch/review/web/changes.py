"""What changed around a figure, as rows to show: whole lines, and in rewritten lines the words that differ."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from citewatch.review.model import DiffLine

AROUND = 2
"""Unchanged lines shown before and after a change."""
_ALIKE = 0.5
"""Two lines that share less are not one line rewritten; marking words in them would only confuse."""


@dataclass(frozen=True, slots=True)
class Row:
    kind: Literal["same", "removed", "added", "gap"]
    parts: tuple[tuple[str, bool], ...] = ()
    """Pieces of the line, and whether that piece is what differs."""


def changes(lines: Sequence[DiffLine]) -> tuple[Row, ...]:
    """The changed lines with a little around them; nothing if all are the same."""
    if all(line.kind == "same" for line in lines):
        return ()
    found: list[Row] = []
    for same, block in groupby(lines, key=lambda line: line.kind == "same"):
        rows = list(block)
        if same:
            found += [Row("same", ((line.text, False),)) for line in rows]
        else:
            found += _rewritten(
                [line.text for line in rows if line.kind == "removed"],
                [line.text for line in rows if line.kind == "added"],
            )
    return tuple(_near(found))


def _rewritten(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Line by line where as many went as came, each beside its successor; else first what went, then what came."""
    if len(old) == len(new):
        return [row for before, after in zip(old, new, strict=True) for row in _pair(before, after)]
    return [
        *(Row("removed", ((text, False),)) for text in old),
        *(Row("added", ((text, False),)) for text in new),
    ]


def _pair(before: str, after: str) -> tuple[Row, Row]:
    old, new = _words(before), _words(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return Row("removed", ((before, False),)), Row("added", ((after, False),))
    codes = matcher.get_opcodes()
    gone = tuple(("".join(old[a:b]), tag != "equal") for tag, a, b, _, _ in codes if a < b)
    come = tuple(("".join(new[c:d]), tag != "equal") for tag, _, _, c, d in codes if c < d)
    return Row("removed", gone), Row("added", come)


def _words(text: str) -> list[str]:
    """Words and numbers whole, with the signs of a number; Chinese by the character."""
    return re.findall(r"[^\W\u3400-\u9fff]+(?:[.,:/-]\w+)*|\s+|.", text)


def _near(rows: Sequence[Row]) -> list[Row]:
    """Rows that are at most AROUND away from a change; a gap where others were left out."""
    at = [number for number, row in enumerate(rows) if row.kind != "same"]
    found: list[Row] = []
    last = -1
    for number, row in enumerate(rows):
        if min(abs(number - change) for change in at) > AROUND:
            continue
        if number != last + 1:
            found.append(Row("gap"))
        found.append(row)
        last = number
    return found
