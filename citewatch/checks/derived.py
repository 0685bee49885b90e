"""Relations and implied counts: judged from two figures, each as in force at the time."""

from __future__ import annotations

from collections.abc import Iterator

from citewatch.checks import pictures, several, terms, unseen
from citewatch.checks.case import Case
from citewatch.checks.outcome import Outcome
from citewatch.checks.timeline import InForce
from schemas.finding import Answer, Finding
from warehouse.history import Seen


def findings(cases: tuple[Case, Case]) -> Iterator[Finding]:
    """Both answers from the two figures."""
    for answer in ("then", "now"):
        yield from _answer(cases, answer)


def _answer(cases: tuple[Case, Case], answer: Answer) -> Iterator[Finding]:
    first, second = cases
    found = _pair(first, second, answer)
    if found is None:
        missing = next((case for case in cases if _newest(case, answer) is None), second)
        yield missing.finding(answer, missing.looking(_why(missing, answer)), None, attempt=missing.history.last)
        return
    (item, left), (_, right) = found
    for case, (each, seen) in zip(cases, found, strict=True):
        if before := case.doubts.get(each.stay.first_capture_id):
            yield case.finding(answer, case.looking(unseen.elsewhere(before, seen)), each, seen)
            return
    if any(case.stands_in(each) for case, (each, _) in zip(cases, found, strict=True)):
        yield first.finding(answer, first.looking(unseen.stand_in(left)), item, left)
        return
    claim = first.claim
    if claim.relation:
        compared = pictures.by_machine(several.relation(claim.relation, left, right), left, right)
        yield first.finding(answer, compared, item, left)
        if meant := terms.meaning(claim, first.figure, left, first.catalog.terms):
            yield first.finding(answer, meant, item, left)
    else:
        compared = pictures.by_machine(several.implied(claim, left, right), left, right)
        yield first.finding(answer, compared, item, left)


def _pair(first: Case, second: Case, answer: Answer) -> tuple[tuple[InForce, Seen], tuple[InForce, Seen]] | None:
    """Two readings that stood together: of one page only if the same bytes gave both."""
    if first.source.id == second.source.id:
        for item in reversed(_items(first, answer, second)):
            left, right = _read(first, item), _read(second, item)
            if left and right:
                return (item, left), (item, right)
        return None
    one, other = _newest(first, answer), _newest(second, answer)
    return (one, other) if one and other else None


def _items(case: Case, answer: Answer, other: Case | None = None) -> tuple[InForce, ...]:
    """What may be looked at: all of the report's time, or the newest by a route that gives the figures."""
    if answer == "then":
        return case.own
    names = {case.name, (other or case).name}
    return tuple(item for item in case.line if names <= set(item.stay.figures))[-1:]


def _newest(case: Case, answer: Answer) -> tuple[InForce, Seen] | None:
    for item in reversed(_items(case, answer)):
        if seen := _read(case, item):
            return item, seen
    return None


def _read(case: Case, item: InForce) -> Seen | None:
    seen = item.stay.figures.get(case.name)
    return seen if seen is not None and seen.outcome == "read" else None


def _why(case: Case, answer: Answer) -> Outcome:
    if case.source.reader == "planned" and not case.line:
        return unseen.no_figure(case.source)
    if not case.line:
        return unseen.never_read(case.history.last)
    if answer == "then" and not case.own:
        return unseen.only_later(case.source.id, case.report.published.last, case.line[0].since)
    return unseen.absent()
