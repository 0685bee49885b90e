"""The archive's list of copies: reading an answer, choosing what is worth fetching, what need not be asked again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from citewatch.wayback.addresses import copy_url, moment, same_address

LAG = timedelta(days=30)
"""A copy may appear in the index weeks after it was made: an answer is final only for days longer ago than this."""


class BrokenIndex(Exception):
    """An answer that is no list of copies, or not a whole one; the text says what came."""


class Row(NamedTuple):
    """One copy in the index."""

    stamp: str
    made_at: datetime
    original: str
    digest: str

    @property
    def url(self) -> str:
        return copy_url(self.stamp, self.original)


class Listed(NamedTuple):
    """One answer: its rows, and the key of the next one if there is more."""

    rows: tuple[Row, ...]
    resume: str


def listed(body: bytes, original: str) -> Listed:
    """The copies of `original` in an answer. Rows of other statuses, addresses and impossible times are left out.

    Raises:
        BrokenIndex: it is not JSON of the form we asked for, as when the connection broke in the middle of it.
    """
    try:
        lines = json.loads(body)
    except ValueError as error:
        raise BrokenIndex(f"its answer breaks off or is no JSON ({len(body):,} bytes: {error})") from error
    if not isinstance(lines, list) or not all(_is_line(line) for line in lines):
        raise BrokenIndex("its answer is JSON, but no list of copies")
    if not lines:
        return Listed((), "")
    resume = ""
    if len(lines) >= 2 and lines[-2] == [] and len(lines[-1]) == 1:
        resume, lines = lines[-1][0], lines[:-2]
    names, *rest = lines
    if missing := {"timestamp", "original", "statuscode", "digest"} - set(names):
        raise BrokenIndex(f"its answer lacks {', '.join(sorted(missing))}")
    rows = []
    for line in rest:
        if len(line) != len(names):
            raise BrokenIndex(f"a row of its answer has {len(line)} fields in place of {len(names)}")
        row = dict(zip(names, line, strict=True))
        made_at = moment(row["timestamp"])
        if made_at and row["statuscode"] == "200" and same_address(row["original"], original):
            rows.append(Row(row["timestamp"], made_at, row["original"], row["digest"]))
    return Listed(tuple(rows), resume)


def _is_line(line: object) -> bool:
    return isinstance(line, list) and all(isinstance(field, str) for field in line)


def ends_of_runs(rows: Iterable[Row]) -> list[Row]:
    """In order of time, of each run of adjacent copies with the same bytes the first and the last.

    The first says since when the page was so, the last until when; bytes that come back later are a run of their own.
    """
    ordered = sorted({(row.stamp, row.original): row for row in rows}.values())
    return [
        row
        for n, row in enumerate(ordered)
        if n == 0 or n == len(ordered) - 1 or ordered[n - 1].digest != row.digest or ordered[n + 1].digest != row.digest
    ]


def windows(first: date, last: date, known: Sequence[tuple[date, date, datetime]]) -> list[tuple[date, date]]:
    """The spans to ask about so that first to last is covered: those asked before as they were, and the gaps.

    `known` are first day, last day and time of asking of the answers that are kept.
    """
    if any((first, last) == (begins, ends) for begins, ends, _ in known):
        return [(first, last)]
    wanted, at = [], first
    for begins, ends, asked_at in sorted(known):
        settled = min(ends, asked_at.date() - LAG)
        if settled < max(at, begins) or begins > last:
            continue
        if begins > at:
            wanted.append((at, begins - timedelta(days=1)))
        wanted.append((begins, ends))
        at = settled + timedelta(days=1)
    return [*wanted, (at, last)] if at <= last else wanted
