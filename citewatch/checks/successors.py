"""Later editions that carry a date of their own: superseded from that day on, whenever we came to read of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from citewatch.checks import unseen, wording
from citewatch.checks.case import Case
from citewatch.checks.outcome import Outcome
from citewatch.checks.timeline import newest_with
from schemas.finding import Answer, Finding, Words
from schemas.value import first_day, is_date, last_day
from warehouse.history import Seen


def findings(case: Case, answer: Answer) -> Iterator[Finding]:
    """One finding for each later edition that counts for `answer`."""
    if case.claim.nature:
        return  # what a document is does not change because a later one came out
    for ref in case.source.newer:
        other = _successor(case, ref)
        item = newest_with(other.line, other.name)
        seen = item.stay.figures.get(other.name) if item else None
        if item is not None and seen is not None and seen.outcome == "read":
            if seen.date and is_date(seen.date) and not other.stands_in(item):
                yield from _newer(case, other, answer, seen)
        elif answer == "now" and other.source.id != case.source.id and other.figure.promised:
            last = other.history.last
            if last is not None:
                state = last.state if item is None else None
                yield other.finding("now", unseen.successor_unread(other.source.title, state), item, attempt=last)


def _successor(case: Case, ref: str) -> Case:
    source, figure = case.catalog.figure(ref)
    return replace(case, source=source, name=ref.partition(".")[2], figure=figure)


def _newer(case: Case, other: Case, answer: Answer, seen: Seen) -> Iterator[Finding]:
    item = newest_with(other.line, other.name)
    assert item is not None and seen.date is not None
    published = case.report.published
    # A month or a year may lie behind the limit with most of its days: it is over only when its last day is.
    limit = published.last if answer == "then" else item.stay.last_at.date()
    if (last_day(seen.date) if answer == "then" else first_day(seen.date)) > limit:
        return
    if first_day(seen.date) <= _own_day(case):
        return
    dated = wording.on(seen.date)
    outcome = Outcome(
        "edition",
        "superseded",
        _named(case, other, dated, seen),
    )  # fmt: skip
    if answer == "then" and last_day(seen.date) > published.first:
        outcome = outcome.adding(
            "It falls into the time in which the report came out.", "此日期落在報告可能發布的期間內。"
        )
    yield other.finding(answer, outcome, item, seen)


def _named(case: Case, other: Case, dated: Words, seen: Seen) -> Words:
    """The successor in a sentence: its date, and its title where it has a page of its own."""
    if other.source.id == case.source.id:
        return Words(
            f"The source itself names a later edition, dated {dated.en}: “{seen.sentence[:200]}”",
            f"來源本身載有較新的版本，日期為{dated.zh}：「{seen.sentence[:200]}」",
        )
    return Words(
        f"It has been followed by another one, dated {dated.en}: {wording.sentence(other.source.title)}",
        f"其後已有更新（{dated.zh}）：{other.source.title}。",
    )


def _own_day(case: Case) -> date:
    """The day up to which nothing counts as later: that of what the claim cites."""
    if case.claim.date:
        return last_day(case.claim.date)
    items = case.own or case.line[:1]
    printed = [
        last_day(seen.date)
        for name in case.source.dates
        if items and (seen := items[0].stay.figures.get(name)) and seen.date and is_date(seen.date)
    ]
    return max(printed, default=case.report.published.last)
