"""Which of the things we saw was in force when: at the report's date, and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schemas.source import Source
from schemas.value import first_day, is_date
from warehouse.history import History, Seen, Stay


@dataclass(frozen=True, slots=True)
class InForce:
    """A stay and the day from which its content held."""

    stay: Stay
    since: date
    edition: tuple[str, ...]
    """Empty if the source names no editions or they could not be read."""


def timeline(source: Source, history: History) -> tuple[InForce, ...]:
    """All stays, oldest first.

    A page that says since when it reads as it does is believed; but content that was first seen after other
    content cannot have held before that one was last seen, whatever date the page prints.
    """
    line: list[InForce] = []
    for stay in history.stays:
        since = stay.document_on or stay.first_at.date()
        dated = stay.figures.get(source.dated_by) if source.dated_by else None
        if dated is not None and dated.date and is_date(dated.date):
            since = min(since, first_day(dated.date))
        if line:
            since = max(since, line[-1].stay.last_at.date())
        line.append(InForce(stay, since, edition(source, stay)))
    return tuple(line)


def edition(source: Source, stay: Stay) -> tuple[str, ...]:
    """What names the edition of a stay, free of the way it is written; empty if any part is unread."""
    parts = []
    for name in source.edition:
        seen = stay.figures.get(name)
        if seen is None or seen.outcome != "read":
            return ()
        value = seen.value.normalize() if seen.value is not None else seen.date or seen.label or "|".join(seen.names)
        parts.append(f"{value}@{seen.period}" if seen.period else str(value))
    return tuple(parts)


def edition_as_printed(source: Source, stay: Stay) -> str:
    """The edition for a person: `US$36.06bn (2024), 46.47%, US$356.10bn (2030)`."""
    parts = []
    for name in source.edition:
        seen = stay.figures.get(name)
        if seen is not None:
            parts.append(f"{seen.as_printed} ({seen.period})" if seen.period else seen.as_printed)
    return ", ".join(parts)


def during(line: Sequence[InForce], first: date, last: date) -> tuple[InForce, ...]:
    """What held on some day from `first` to `last`: the newest of before, and everything that came inside."""
    before = [item for item in line if item.since <= first]
    return (*before[-1:], *(item for item in line if first < item.since <= last))


def newest_with(line: Sequence[InForce], figure: str) -> InForce | None:
    """The newest stay whose route gives the figure at all: one route may give less than another."""
    for item in reversed(line):
        if figure in item.stay.figures:
            return item
    return line[-1] if line else None


def first_value(line: Sequence[InForce], figure: str) -> Seen | None:
    """The first reading ever, one of the three baselines a finding shows."""
    for item in line:
        seen = item.stay.figures.get(figure)
        if seen is not None and seen.outcome == "read":
            return seen
    return None
