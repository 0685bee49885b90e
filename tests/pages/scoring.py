"""Runs the reader over the page corpus and says what it got wrong; of the held-out half only counts leave here."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

from citewatch.read import wanted_of
from extractors.reading import Ambiguous, Located, Missing, PageError, locate
from extractors.reading import Page as Opened
from schemas.source import Figure, Route
from tests.pages.corpus import Case, Expected, Page, Split, load

Found = Located | Missing | Ambiguous | PageError


def read_before(case: Case) -> dict[str, Found]:
    """The answers before the edit, which all pairs of one page share."""
    return _read_before(case.base)


@functools.cache
def _read_before(base: str) -> dict[str, Found]:
    case = next(case for case in load() if case.base == base)
    return read(case.before, case)


def read_after(case: Case) -> dict[str, Found]:
    """The answers after the edit, read once however many tests ask."""
    if case.id not in _AFTER:
        _AFTER[case.id] = read(case.after, case)
    return _AFTER[case.id]


_AFTER: dict[str, dict[str, Found]] = {}


def read(page: Page, case: Case) -> dict[str, Found]:
    """What the reader says for each declared figure of one page."""
    try:
        opened = Opened.open(page.body, page.content_type, language=case.language, html_at=case.html_at)
    except PageError as error:
        return dict.fromkeys(case.figures, error)
    route = cast("Route", SimpleNamespace(form=case.form))
    return {name: locate(opened, wanted_of(name, figure, route)) for name, figure in case.figures.items()}


def wrong(found: Found, expected: Expected, figure: Figure) -> str:
    """What is wrong with an answer; "" for a right one."""
    outcome = outcome_of(found, figure)
    if outcome not in expected.outcomes and not (outcome == "missing" and "unreadable" in expected.outcomes):
        return f"{outcome} instead of {expected.outcome}: {_said(found)}"
    if (
        not isinstance(found, Located)
        or expected.outcome not in ("read", "out_of_range")
        or outcome not in ("read", "out_of_range")
    ):
        return ""
    for part in ("value", "low", "high", "date", "unit"):
        asked, given = getattr(expected, part), getattr(found, part)
        if asked is not None and given != asked:
            return f"{part} {given} instead of {asked}: {_said(found)}"
    if expected.outcome == "read" and found.comparator != expected.comparator:
        return f"comparator {found.comparator} instead of {expected.comparator}: {_said(found)}"
    return ""


def outcome_of(found: Found, figure: Figure) -> str:
    """What an answer is called, as an expectation names it."""
    if isinstance(found, PageError):
        return "unreadable"
    if isinstance(found, Missing):
        return "missing"
    if isinstance(found, Ambiguous):
        return "ambiguous"
    ends = [end for end in (found.value, found.low, found.high) if end is not None]
    if figure.between and any(not figure.between[0] <= end <= figure.between[1] for end in ends):
        return "out_of_range"
    return "read"


def _said(found: Found) -> str:
    if isinstance(found, PageError):
        return str(found)
    if isinstance(found, Located):
        return f"“{found.text}” in “{found.block.text[:160]}” ({found.block.kind})"
    return found.reason


def complaints(case: Case) -> Iterator[str]:
    """Every wrong answer of a pair."""
    for when, answers, expected in (
        ("before", read_before(case), case.expected_before),
        ("after", read_after(case), case.expected_after),
    ):
        for name, found in answers.items():
            if said := wrong(found, expected[name], case.figures[name]):
                yield f"{case.id} {when} {name}: {said}"


def score(split: Split) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """For each nature the pairs that are read right and how many there are; the complaints, of the tune half only."""
    right, total, said = Counter[str](), Counter[str](), []
    for case in load():
        if case.split == split:
            found = list(complaints(case))
            total[case.nature] += 1
            right[case.nature] += not found
            said += found
    return {nature: (right[nature], total[nature]) for nature in sorted(total)}, said if split == "tune" else []


if __name__ == "__main__":
    for half in ("tune", "held_out"):
        counts, said = score(half)  # type: ignore[arg-type]
        print(half, counts, sum(one for one, _ in counts.values()), "of", sum(all_ for _, all_ in counts.values()))
        print("\n".join(said))
