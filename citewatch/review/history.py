"""What a source has said of one figure over time, from the contents it had and what each of them gives. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from citewatch.review.model import HistoryPoint

TOLD = 60
"""Stretches of time told of a figure."""
_OLDEST = 5

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of time in which a source had one content."""

    content: str
    first_at: datetime
    last_at: datetime
    first_capture_id: str
    last_capture_id: str
    captures: int
    archived: int


def stays(rows: Sequence[Row]) -> list[Stay]:
    """The stays between the rows of `warehouse.figures.stays`, oldest first."""
    starts = [row for row in rows if row["is_new"]]
    ends = [*map(_end, starts[1:]), *map(_newest, rows[-1:])]
    return [_stay(start, end) for start, end in zip(starts, ends, strict=True)]


def _end(after: Row) -> Row:
    """How the stay ended that this row begins the next of."""
    archived = after["archived"] - int(after["is_archived"])
    return {"capture_id": after["before_id"], "at": after["before_at"], "n": after["n"] - 1, "archived": archived}


def _newest(row: Row) -> Row:
    return {"capture_id": row["capture_id"], "at": row["shown_at"], "n": row["n"], "archived": row["archived"]}


def _stay(start: Row, end: Row) -> Stay:
    before = start["archived"] - int(start["is_archived"])
    return Stay(
        start["content_digest"], start["shown_at"], end["at"], start["capture_id"], end["capture_id"],
        end["n"] - start["n"] + 1, end["archived"] - before,
    )  # fmt: skip


def points(stood: Sequence[Stay], values: Sequence[Row], figure: str, editions: Sequence[str]) -> list[HistoryPoint]:
    """The stretches in which the figure stood as it did, oldest first; another edition begins a new one."""
    of = {each["body_digest"]: each for each in values if each["figure"] == figure}
    named: dict[str, dict[str, str]] = {}
    for each in values:
        if each["figure"] in editions:
            named.setdefault(each["body_digest"], {})[each["figure"]] = each["printed"]
    found: list[HistoryPoint] = []
    goes_on = False
    for stay in stood:
        row = of.get(stay.content)
        if row is None:
            # In between the page said nothing of it that we could read.
            goes_on = False
            continue
        given = named.get(stay.content, {})
        point = HistoryPoint(
            first_at=stay.first_at, last_at=stay.last_at, value=row["value"], as_printed=row["printed"],
            edition=" ".join(given[name] for name in editions if name in given) or None, period=row["period"],
            archived=stay.archived == stay.captures, read_by=row["read_by"], captures=stay.captures,
            capture_id=stay.last_capture_id,
        )  # fmt: skip
        if goes_on and _same(found[-1]) == _same(point):
            last = found.pop()
            point = replace(point, first_at=last.first_at, captures=last.captures + point.captures)
        found.append(point)
        goes_on = True
    return found


def _same(one: HistoryPoint) -> tuple[object, ...]:
    return one.value, one.as_printed, one.edition, one.period, one.archived, one.read_by


def told(points: Sequence[HistoryPoint], most: int = TOLD) -> tuple[HistoryPoint, ...]:
    """All of a short history; of a long one the oldest few, the largest, the smallest and the newest."""
    if len(points) <= most:
        return tuple(points)
    numbered = [(point.value, number) for number, point in enumerate(points) if point.value is not None]
    extreme = {min(numbered)[1], max(numbered)[1]} if numbered else set()
    kept = {*range(_OLDEST), *extreme, *range(len(points) - most + _OLDEST + len(extreme), len(points))}
    return tuple(points[number] for number in sorted(kept))
