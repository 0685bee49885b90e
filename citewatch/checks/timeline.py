"""Which of the things we saw was in force when: at the report's date, and now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from citewatch.checks import wording
from citewatch.checks.identities import doubtful
from schemas.finding import Words
from schemas.source import Source
from schemas.value import first_day, is_date, last_day
from warehouse.history import History, Seen, Stay


@dataclass(frozen=True, slots=True)
class InForce:
    """A stay and the day from which its content is known to have held."""

    stay: Stay
    since: date
    edition: tuple[str, ...]
    """Empty if the source names no editions or they could not be read."""
    dated: str | None
    """The date that the page itself gives for it, if that explains it."""


def timeline(source: Source, history: History) -> tuple[InForce, ...]:
    """All stays, oldest first.

    Content holds since we first saw it, or since the date that the page itself gives; of several dates the newest
    counts, and of a month or a year its last day. A date from before other content was last seen explains nothing:
    the page has been rewritten since and kept it.
    """
    line: list[InForce] = []
    for stay in history.stays:
        since = stay.first_at.date()
        printed = _printed_date(source, stay)
        if printed and line and first_day(printed) <= line[-1].stay.last_at.date():
            printed = None
        if printed:
            since = min(since, last_day(printed))
        line.append(InForce(stay, since, edition(source, stay), printed))
    return tuple(line)


def _printed_date(source: Source, stay: Stay) -> str | None:
    """The newest of the dates that say since when the document reads as it does; None unless all promised are read."""
    found = []
    for name in source.dates:
        seen = stay.figures.get(name)
        if seen is not None and seen.outcome == "read" and seen.date and is_date(seen.date):
            found.append(seen.date)
        elif seen is not None and source.figures[name].promised:
            return None
    return max(found, key=last_day) if found else None


def edition(source: Source, stay: Stay) -> tuple[str, ...]:
    """What names the edition of a stay, free of the way it is written; empty if any part is unread or doubtful."""
    if doubtful(source, stay.figures) & set(source.edition):
        return ()
    parts = []
    for name in source.edition:
        seen = stay.figures.get(name)
        if seen is None or seen.outcome != "read":
            return ()
        value = seen.value.normalize() if seen.value is not None else seen.date or seen.label or "|".join(seen.names)
        parts.append(f"{value}@{seen.period}" if seen.period else str(value))
    return tuple(parts)


def edition_in_words(source: Source, stay: Stay) -> Words:
    """The edition for a person: `that of 2024`, or `the one with US$36.06bn (2024), 46.47% (2024–2030) …`."""
    seen = [reading for name in source.edition if (reading := stay.figures.get(name)) is not None]
    if len(seen) == 1 and seen[0].date and is_date(seen[0].date):
        day = wording.on(seen[0].date)
        return Words(f"that of {day.en}", f"{day.zh}版")
    parts = [f"{r.as_printed} ({r.period.replace('/', '–')})" if r.period else r.as_printed for r in seen]
    return Words(f"the one with {', '.join(parts)}", f"載有 {'、'.join(parts)} 的版本")


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


def shown_since(line: Sequence[InForce], item: InForce, same: Callable[[InForce], bool]) -> datetime:
    """First capture of the unbroken run of stays up to `item` that show the same: pages change their bytes daily."""
    first = item.stay.first_at
    for earlier in reversed(line[: line.index(item)]):
        if not same(earlier):
            break
        first = earlier.stay.first_at
    return first


def alike(figure: str, seen: Seen | None) -> Callable[[InForce], bool]:
    """Whether a stay gives the same reading of the figure, whatever the wording around it."""

    def key(reading: Seen | None) -> tuple[object, ...] | None:
        if reading is None or reading.outcome != "read":
            return None
        return (reading.value, reading.low, reading.high, reading.unit, reading.date, reading.period, reading.label,
                reading.names)  # fmt: skip

    return lambda item: key(item.stay.figures.get(figure)) == key(seen)
