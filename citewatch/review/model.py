"""What the review desk shows, as records: everything a page needs, in both languages, nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from schemas.decision import Act, Mistake, ReviewState, SystemAct
from schemas.finding import Answer, Family, Verdict, Words

Prominence = Literal["summary", "figure", "text", "footnote"]
"""Where the report prints it: in its summary, in a figure or table, in running text, in a footnote."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show of the queue; an empty field leaves nothing out."""

    report: str | None = None
    section: str | None = None
    publisher: str | None = None
    source: str | None = None
    verdict: Verdict | None = None
    state: ReviewState | None = None
    """Empty: what waits for a person (open and acknowledged)."""
    assignee: str | None = None
    """A name; the empty string means nobody's."""
    text: str = ""
    """Looked for in claim id, printed form, place, source and what the source prints."""
    group: str | None = None
    """The key of a grouped item: its alerts one by one."""
    snoozed: bool = False
    """With what sleeps until a later day."""
    closed: bool = False
    """With alerts that a refresh closed because the two no longer disagree."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One line of the queue: an alert, or several of one source that one redesign upset."""

    key: str
    """The alert's id, or the group's key for `Filter.group`."""
    alert_ids: tuple[str, ...]
    """Most serious first; more than one in a group."""
    versions: tuple[int, ...]
    """Of these alerts, in the same order: what a bulk decision names."""
    alert_id: str
    report_id: str
    report_title: str
    claim_id: str
    says: str
    section: str
    place: str
    prominence: Prominence
    check_name: str
    verdict: Verdict
    source_id: str | None
    figure: str | None
    publisher: str | None
    stated: str
    observed: str | None
    difference: Decimal | None
    ratio: Decimal | None
    unit: str | None
    reason: Words
    suggestion: Words | None
    seriousness: int
    state: ReviewState
    version: int
    assignee: str | None
    snoozed_until: date | None
    reopened: bool
    """A decision stood, and the value or its span has moved."""
    opened_at: datetime
    closed_at: datetime | None

    @property
    def is_group(self) -> bool:
        return len(self.alert_ids) > 1


@dataclass(frozen=True, slots=True)
class QueuePage:
    items: tuple[QueueItem, ...]
    after: str | None
    """Give it to the next call for the following items; empty at the end."""
    before: str | None
    """The same for the items before these; empty at the beginning."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    items: tuple[tuple[QueueItem, datetime], ...]
    """Each with the moment since when it waits: opened then, or put back into the queue."""
    after: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many alerts fit the filter, by what one can filter on; each with the filter on that field left aside.

    Of sections, publishers and people those with most alerts."""

    total: int
    states: dict[str, int] = field(default_factory=dict)
    verdicts: dict[str, int] = field(default_factory=dict)
    reports: dict[str, int] = field(default_factory=dict)
    sections: dict[str, int] = field(default_factory=dict)
    publishers: dict[str, int] = field(default_factory=dict)
    assignees: dict[str, int] = field(default_factory=dict)
    """The empty name is nobody's."""
    snoozed: int = 0


@dataclass(frozen=True, slots=True)
class Calm:
    """What an empty queue says."""

    last_run_at: datetime | None
    next_due_at: datetime | None
    """When the first source is due again, by its own interval."""
    checked: int
    """Claims that were judged."""
    hold: int
    """Of them, those whose answer of now agrees."""


@dataclass(frozen=True, slots=True)
class IssueItem:
    """Something that stopped us: one source, or one kind of trouble with several of its figures."""

    key: str
    source_id: str
    publisher: str
    title: str
    url: str
    kind: str
    figures: tuple[str, ...]
    expected: str
    found: str
    remedy: str
    look_at: Words | None
    """What a person should open."""
    claims: tuple[tuple[str, str], ...]
    """(report, claim) that wait for it."""
    first_at: datetime
    last_good_at: datetime | None
    read_by_person_on: date | None
    """The newest day on which a person read one of these figures."""


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """A value and the stretch of time in which the source showed it."""

    first_at: datetime
    last_at: datetime
    value: Decimal | None
    as_printed: str
    edition: str | None
    period: str | None
    archived: bool
    """Seen in a public archive only."""
    read_by: str | None
    """The person who read it; empty for the reader."""
    captures: int
    capture_id: str


@dataclass(frozen=True, slots=True)
class CaptureShown:
    """The capture that an alert rests on."""

    capture_id: str
    captured_at: datetime
    fetched_at: datetime | None
    route: str
    origin: str
    status: int | None
    state: str
    reason: str
    url: str
    final_url: str
    digest: str | None
    content_type: str | None
    length: int | None
    warc_file: str | None
    warc_offset: int | None
    replay: str
    """The command that reads the kept bytes again."""
    archived_url: str
    """The same address in the Wayback Machine, for a person to open."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of the audit log."""

    alert_id: str
    version: int
    seq: int
    """Order in the whole log."""
    act: Act | SystemAct
    state: ReviewState
    by: str
    at: datetime
    note: str
    mistake: Mistake | None
    assignee: str | None
    snoozed_until: date | None
    observed: str | None
    undoes: int | None
    previous_alert_id: str | None


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One current finding of the claim, whichever alert it belongs to."""

    answer: Answer
    verdict: Verdict
    family: Family
    check_name: str
    source_id: str | None
    figure: str | None
    observed: str | None
    reason: Words
    read_by: str | None
    capture_id: str | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """One of the three values that a finding is held against."""

    name: Literal["stated", "first_read", "last_accepted"]
    text: str
    value: Decimal | None
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Everything that the page of one alert shows."""

    alert_id: str
    report_id: str
    report_title: str
    report_language: str
    claim_id: str
    says: str
    section: str
    place: str
    prominence: Prominence
    stated: str
    check_name: str
    verdict: Verdict
    answers: tuple[Answer, ...]
    """At which of the two times it holds: at the report's date, now."""
    reason: Words
    """The verdict in one sentence."""
    suggestion: Words | None
    stated_value: Decimal | None
    observed_value: Decimal | None
    stated_in_words: Words | None
    """Both values in the claim's unit, written out: US$350 million, US$356.1 billion."""
    observed_in_words: Words | None
    unit: str | None
    difference: Decimal | None
    ratio: Decimal | None
    relative: Decimal | None
    """The difference in percent of the stated value."""
    observed: str | None
    sentence: str | None
    span: tuple[int, int] | None
    """Where the figure stands in the sentence, in characters."""
    headers: tuple[str, ...]
    """Of the table cell it stands in."""
    picture: str | None
    box: tuple[int, int, int, int] | None
    edition: str | None
    read_by: str | None
    source_id: str | None
    source_title: str | None
    publisher: str | None
    figure: str | None
    live_url: str | None
    baselines: tuple[Baseline, ...]
    history: tuple[HistoryPoint, ...]
    """Oldest first; of a long one the oldest few, the largest, the smallest and the newest."""
    history_in_all: int
    contents: tuple[str, ...]
    """The captures that first showed the last two different contents of the source, newest first."""
    capture: CaptureShown | None
    findings: tuple[FindingShown, ...]
    """All current findings of the claim."""
    is_open: bool
    """False once a refresh saw that the two no longer disagree."""
    opened_at: datetime
    closed_at: datetime | None
    state: ReviewState
    version: int
    """What a decision must name, so that nobody overwrites what somebody else decided meanwhile."""
    assignee: str | None
    snoozed_until: date | None
    acts: tuple[Act, ...]
    """What can be done now."""
    log: tuple[Logged, ...]
    """What was decided on this alert, newest first."""
    earlier: tuple[Logged, ...]
    """What was decided on other alerts of this claim, newest first."""
    similar: tuple[QueueItem, ...]
    """Other waiting alerts of the same source, or of the same verdict in the same section."""
    specimen: bool


@dataclass(frozen=True, slots=True)
class DiffLine:
    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class TextDiff:
    """How the text around the span changed between the last two different captures."""

    before: CaptureShown | None
    """Empty where only one content was ever seen."""
    after: CaptureShown
    lines: tuple[DiffLine, ...]
    trouble: Words | None
    """Why there are no lines, such as evidence that was let go."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An alert and the version that the reviewer saw."""

    alert_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Decided:
    """How a decision on one alert went."""

    alert_id: str
    outcome: Literal["done", "again", "conflict", "refused"]
    """done: written. again: this very request was written before. conflict: somebody else was faster; nothing was
    written. refused: not possible in this state."""
    state: ReviewState
    version: int
    """Both as they are now."""
    why: Words
    """Empty if done or again."""
    by: str | None
    """Who wrote the newest entry."""
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Entered:
    """How the entry of a person's reading went."""

    capture_id: str
    value: Decimal | None
    as_read: str
    """How the reader understood the typed value."""
    is_new: bool


@dataclass(frozen=True, slots=True)
class SourceDay:
    day: date
    state: str
    """How the last attempt of that day ended."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A headline that is another one than a week ago."""

    report_id: str
    claim_id: str
    says: str
    answer: Answer
    before: Verdict | None
    now: Verdict | None


@dataclass(frozen=True, slots=True)
class SourceShown:
    """One source as of the end of the last refresh."""

    source_id: str
    publisher: str
    title: str
    reader: str
    state: str | None
    """How its last attempt ended; empty if it was never tried."""
    status: int | None
    moved_to: str | None
    last_good_at: datetime | None
    open_issues: int
    days: tuple[SourceDay, ...]
    """Its attempts of the four weeks before the newest one."""


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """Some sources, and how many there are."""

    rows: tuple[SourceShown, ...]
    total: int
    """That fit what was asked for."""
    asked: int
    """Of them, those asked in the last four weeks."""
    ailing: int
    """Of them, those whose last attempt gave nothing."""
    newest: date | None
    """The day of the newest attempt, on which the four weeks of all of them end."""


@dataclass(frozen=True, slots=True)
class Overview:
    """For the person who answers for the report. Lists are cut; beside each stands how many there are."""

    report_id: str | None
    freshness_percent: Decimal | None
    """Of the claims that can be checked by a source, how many rest on a page read within twice its interval."""
    claims: int
    verdicts: dict[Verdict, int]
    """Claims by their headline of now."""
    sections: tuple[tuple[str, dict[Family, int]], ...]
    """Sections in the report's order with claims by family."""
    changed: tuple[Changed, ...]
    changed_in_all: int
    ailing: SourcesPage
    """Sources of the report whose last attempt gave nothing."""
    oldest: QueueItem | None
    """The alert that has waited longest without any decision."""
    waiting: int
    settled: dict[ReviewState, int]
    calm: Calm


@dataclass(frozen=True, slots=True)
class Erratum:
    """One row of the errata sheet, in the report's language."""

    claim_id: str
    says: str
    section: str
    place: str
    verdict: Verdict
    correction: str
    """What to print instead; empty where only the reason can be given."""
    reason: str
    source_title: str
    publisher: str
    url: str
    evidence_on: date | None
    capture_id: str | None
    digest: str | None
    archived_url: str
    state: ReviewState
    alert_id: str
    decided_at: datetime | None
    """When somebody last decided on it."""


@dataclass(frozen=True, slots=True)
class ErrataSheet:
    report_id: str
    title: str
    publisher: str
    language: str
    as_of: date
    rows: tuple[Erratum, ...]
    total: int
    """How many there are in all; `rows` is a part of them."""
