"""Later editions that carry a date of their own: superseded from that day on, whenever we came to read of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from citewatch.checks import unseen, wording
from citewatch.checks.case import Case
from citewatch.checks.identities import doubtful
from citewatch.checks.outcome import Outcome
from citewatch.checks.timeline import InForce, alike, newest_with, shown_since
from schemas.finding import Answer, Finding, Words
from schemas.value import first_day, is_date, last_day
from warehouse.history import Seen


@dataclass(frozen=True, slots=True)
class Later:
    """A later edition, as in force: where its date was read, and since when we have seen it."""

    case: Case
    item: InForce
    seen: Seen
    first_seen: date

    @property
    def dated(self) -> str:
        return self.seen.date or ""

    @property
    def name(self) -> Words | None:
        """What it is called; None if only the sentence that names it can tell."""
        if self.case.figure.title:
            return Words(self.case.figure.title.en, self.case.figure.title.zh)
        return None


def findings(case: Case, answer: Answer, right: Words) -> Iterator[Finding]:
    """One finding on the newest of the later editions that count for `answer`, which names those before it.

    `right` says whether the report was right at its own date.
    """
    if case.claim.nature:
        return  # what a document is does not change because a later one came out
    later: list[Later] = []
    for ref in case.source.newer:
        other = _successor(case, ref)
        item = newest_with(other.line, other.name)
        seen = item.stay.figures.get(other.name) if item else None
        if item is not None and seen is not None and seen.outcome == "read":
            if seen.date and is_date(seen.date) and not other.stands_in(item) and _counts(case, item, seen, answer):
                first = shown_since(other.line, item, alike(other.name, seen)).date()
                later.append(Later(other, item, seen, first))
        elif answer == "now" and other.source.id != case.source.id and other.figure.promised:
            last = other.history.last
            if last is not None:
                state = last.state if item is None else None
                yield other.finding("now", unseen.successor_unread(other.source.title, state), item, attempt=last)
    if later:
        later.sort(key=lambda each: last_day(each.dated))
        newest = later[-1]
        outcome = Outcome("edition", "superseded", _told(case, later))
        if answer == "then":
            outcome = _when(case, outcome, newest)
        elif any(_counts(case, each.item, each.seen, "then") for each in later):
            outcome = outcome.adding("It had come before the report did.", "報告發布時即已被取代。")
        else:
            outcome = outcome.adding(right.en, right.zh)
        yield newest.case.finding(answer, outcome, newest.item, newest.seen)


def _successor(case: Case, ref: str) -> Case:
    source, figure = case.catalog.figure(ref)
    return replace(case, source=source, name=ref.partition(".")[2], figure=figure)


def _counts(case: Case, item: InForce, seen: Seen, answer: Answer) -> bool:
    """Whether that edition was out by the time that is asked about, and is later than what the claim cites."""
    assert seen.date is not None
    # A month or a year may lie behind the limit with most of its days: it is over only when its last day is.
    limit = case.report.published.last if answer == "then" else item.stay.last_at.date()
    if (last_day(seen.date) if answer == "then" else first_day(seen.date)) > limit:
        return False
    return first_day(seen.date) > _own_day(case)


def _when(case: Case, outcome: Outcome, newest: Later) -> Outcome:
    if last_day(newest.dated) > case.report.published.first:
        return outcome.adding(
            "It falls into the time in which the report came out.", "此日期落在報告可能發布的期間內。"
        )
    return outcome.adding("It came out before the report did.", "在報告發布之前即已公布。")


def _told(case: Case, later: list[Later]) -> Words:
    """The newest edition with its date, since when we have seen it, what it says instead, and those before it."""
    newest = later[-1]
    dated, first = wording.on(newest.dated), wording.on(newest.first_seen)
    name = newest.name
    if name is None and newest.case.source.id != case.source.id:
        name = Words(f"“{newest.case.source.title}”", f"《{newest.case.source.title}》")
    if name:
        told = Words(f"It has been followed by {name.en}, dated {dated.en} (first seen on {first.en}).",
                     f"其後已有{name.zh}（日期{dated.zh}，{first.zh}首次見到）。")  # fmt: skip
    else:
        quote = newest.seen.sentence[:200]
        told = Words(f"The source itself names a later edition, dated {dated.en} (first seen on {first.en}): “{quote}”",
                     f"來源本身載有較新的版本（日期{dated.zh}，{first.zh}首次見到）：「{quote}」")  # fmt: skip
    if says := _says(case, newest):
        told = Words(f"{told.en} It gives {says.en}.", f"{told.zh}新的數字是{says.zh}。")
    for each in later[:-1]:
        day, name = wording.on(each.dated), each.name or Words("another one", "另一版")
        told = Words(f"{told.en} Before that came {name.en}, dated {day.en}.",
                     f"{told.zh}在此之前另有{name.zh}（日期{day.zh}）。")  # fmt: skip
    return told


def _says(case: Case, newest: Later) -> Words | None:
    """What the later edition gives for the same quantity, if it was read beyond doubt."""
    if case.claim.kind != "quantity" or newest.case.source.id == case.source.id:
        return None
    figures, doubt = newest.item.stay.figures, doubtful(newest.case.source, newest.item.stay.figures)
    for name, figure in newest.case.source.figures.items():
        seen = figures.get(name)
        if figure.measures == case.claim.measures and seen is not None and seen.outcome == "read" and name not in doubt:
            if seen.value is None or (figure.unverified and newest.item.stay.origin == "specimen"):
                return None
            printed = "" if seen.as_printed.isascii() else f" ({seen.as_printed})"
            amount = wording.chinese(seen.value, seen.unit)
            return Words(f"{wording.english(seen.value, seen.unit)}{printed}", f" {amount}{printed}")
    return None


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
