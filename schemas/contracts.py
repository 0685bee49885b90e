"""What every stored row must satisfy: one pandera model a table, compared with the migrated schema in a test.

The rules stand on columns; a frame-wide rule would report each bad row once per column.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, get_args

import polars as pl

from schemas.decision import Act, Mistake, ReviewState, SystemAct
from schemas.finding import DISAGREES, SEVERITY, Answer, Family, Verdict
from schemas.rules import pa

Exact = Annotated[pl.Decimal, 38, 10]
At = Annotated[pl.Datetime, "us", None]
"""UTC without a zone: DuckDB's TIMESTAMP, which every tool reads the same."""

_UNIT = r"^([A-Z]{3}|%|pp|[a-z][a-z _-]{0,40}|GPU)$"
_ID = r"^[0-9a-f]{24}$"
_COMPARATORS = ["=", ">", ">=", "<", "<=", "~", "up", "down"]


class _Table(pa.DataFrameModel):
    class Config:
        strict = True
        coerce = True


class CaptureTable(_Table):
    capture_id: str = pa.Field(str_matches=_ID, unique=True)
    source_id: str = pa.Field(str_length={"min_value": 1})
    route: str
    route_order: pl.Int32 = pa.Field(ge=0)
    origin: str = pa.Field(isin=["live", "archive", "specimen"])
    url: str = pa.Field(str_startswith="http")
    final_url: str = pa.Field(str_startswith="http")
    status: pl.Int32 = pa.Field(nullable=True, ge=100, le=999)
    state: str = pa.Field(isin=["ok", "not_modified", "blocked", "gone", "unreachable", "refused"])
    is_moved: bool
    reason: str
    captured_at: At
    document_on: dt.date = pa.Field(nullable=True)
    content_type: str = pa.Field(nullable=True)
    charset: str = pa.Field(nullable=True)
    body_digest: str = pa.Field(nullable=True, str_startswith="sha256:")
    body_length: pl.Int64 = pa.Field(nullable=True, ge=0)
    payload_digest: str = pa.Field(nullable=True, str_startswith="sha256:")
    etag: str = pa.Field(nullable=True)
    last_modified: str = pa.Field(nullable=True)
    hops: str
    headers: str
    robots: str = pa.Field(nullable=True)
    retry_after_s: pl.Int32 = pa.Field(nullable=True, ge=0)
    warc_file: str = pa.Field(nullable=True)
    warc_offset: pl.Int64 = pa.Field(nullable=True, ge=0)
    warc_length: pl.Int64 = pa.Field(nullable=True, gt=0)
    fetched_at: At = pa.Field(nullable=True)
    content_digest: str = pa.Field(nullable=True, str_startswith="sha256:")
    pictures: str = pa.Field(nullable=True)


class PictureCaptureTable(_Table):
    capture_id: str = pa.Field(str_matches=_ID, unique=True)
    source_id: str = pa.Field(str_length={"min_value": 1})
    route: str
    origin: str = pa.Field(isin=["live", "archive", "specimen"])
    url: str = pa.Field(str_startswith="http")
    final_url: str = pa.Field(str_startswith="http")
    status: pl.Int32 = pa.Field(nullable=True, ge=100, le=999)
    state: str = pa.Field(isin=["ok", "not_modified", "blocked", "gone", "unreachable", "refused"])
    is_moved: bool
    reason: str
    captured_at: At
    document_on: dt.date = pa.Field(nullable=True)
    content_type: str = pa.Field(nullable=True)
    charset: str = pa.Field(nullable=True)
    body_digest: str = pa.Field(nullable=True, str_startswith="sha256:")
    body_length: pl.Int64 = pa.Field(nullable=True, ge=0)
    payload_digest: str = pa.Field(nullable=True, str_startswith="sha256:")
    etag: str = pa.Field(nullable=True)
    last_modified: str = pa.Field(nullable=True)
    hops: str
    headers: str
    robots: str = pa.Field(nullable=True)
    retry_after_s: pl.Int32 = pa.Field(nullable=True, ge=0)
    warc_file: str = pa.Field(nullable=True)
    warc_offset: pl.Int64 = pa.Field(nullable=True, ge=0)
    warc_length: pl.Int64 = pa.Field(nullable=True, gt=0)


class PictureTextTable(_Table):
    body_digest: str = pa.Field(str_startswith="sha256:", unique=True)
    engine: str = pa.Field(str_length={"min_value": 1})
    outcome: str = pa.Field(isin=["read", "no_text", "unreadable"])
    reason: str
    format: str = pa.Field(nullable=True, isin=["PNG", "JPEG", "GIF", "WEBP"])
    width: pl.Int32 = pa.Field(nullable=True, gt=0)
    height: pl.Int32 = pa.Field(nullable=True, gt=0)
    lines: str


class ReadBytesTable(_Table):
    bytes_key: pl.Int64 = pa.Field(ge=0, unique=True)


class SourceStateTable(_Table):
    source_id: str = pa.Field(unique=True)
    last_at: At = pa.Field(nullable=True)
    last_good_at: At = pa.Field(nullable=True)
    route: str = pa.Field(nullable=True)
    route_order: pl.Int32 = pa.Field(nullable=True, ge=0)
    origin: str = pa.Field(nullable=True, isin=["live", "archive", "specimen"])
    state: str = pa.Field(nullable=True, isin=["ok", "not_modified", "blocked", "gone", "unreachable", "refused"])
    status: pl.Int32 = pa.Field(nullable=True, ge=100, le=999)
    reason: str = pa.Field(nullable=True)
    is_moved: bool = pa.Field(nullable=True)
    final_url: str = pa.Field(nullable=True, str_startswith="http")
    archived_copies: pl.Int64 = pa.Field(ge=0)
    newest_copy_at: At = pa.Field(nullable=True)


class ReadingTable(_Table):
    source_id: str
    figure: str
    route: str
    body_digest: str = pa.Field(str_startswith="sha256:")
    reader_digest: str
    outcome: str = pa.Field(isin=["read", "missing", "ambiguous", "out_of_range", "bad_page", "unread_picture"])
    expected: str
    found: str
    is_current: bool
    recorded_at: At = pa.Field(nullable=True)


class ObservationTable(_Table):
    observation_id: str = pa.Field(str_matches=_ID, unique=True)
    source_id: str
    figure: str
    body_digest: str = pa.Field(str_startswith="sha256:")
    reader_digest: str
    value: Exact = pa.Field(nullable=True)
    low: Exact = pa.Field(nullable=True)
    high: Exact = pa.Field(nullable=True)
    unit: str = pa.Field(nullable=True, str_matches=_UNIT)
    comparator: str = pa.Field(nullable=True, isin=_COMPARATORS)
    step: Exact = pa.Field(nullable=True, gt=0)
    date: str = pa.Field(
        nullable=True, str_matches=r"^(\d{4}|FY\d{4})(-[0-9HQ]{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$"
    )
    period: str = pa.Field(nullable=True)
    label: str = pa.Field(nullable=True, str_matches=r"^[a-z][a-z0-9_]*$")
    names: str
    picture: str = pa.Field(nullable=True)
    picture_digest: str = pa.Field(nullable=True, str_startswith="sha256:")
    box: str = pa.Field(nullable=True, str_matches=r"^\[\d+, \d+, \d+, \d+\]$")
    confidence_permille: pl.Int32 = pa.Field(nullable=True, ge=0, le=1000)
    as_printed: str
    sentence: str
    span_start: pl.Int32 = pa.Field(ge=0)
    span_end: pl.Int32 = pa.Field(ge=0)
    path: str
    headers: str
    is_current: bool
    read_by: str = pa.Field(nullable=True)


class FindingTable(_Table):
    finding_id: str = pa.Field(str_matches=_ID, unique=True)
    report_id: str
    claim_id: str
    answer: str = pa.Field(isin=["then", "now"])
    check_name: str
    verdict: str = pa.Field(isin=list(SEVERITY))
    family: str = pa.Field(isin=["agrees", "disagrees", "cannot_tell"])
    source_id: str = pa.Field(nullable=True)
    figure: str = pa.Field(nullable=True)
    observation_id: str = pa.Field(nullable=True)
    capture_id: str = pa.Field(nullable=True)
    stated: str
    stated_value: Exact = pa.Field(nullable=True)
    observed: str = pa.Field(nullable=True)
    observed_value: Exact = pa.Field(nullable=True)
    first_read_value: Exact = pa.Field(nullable=True)
    unit: str = pa.Field(nullable=True)
    difference: Exact = pa.Field(nullable=True)
    ratio: Exact = pa.Field(nullable=True)
    edition: str = pa.Field(nullable=True)
    reason_en: str = pa.Field(str_length={"min_value": 1})
    reason_zh: str = pa.Field(str_length={"min_value": 1})
    suggestion_en: str = pa.Field(nullable=True)
    suggestion_zh: str = pa.Field(nullable=True)
    sentence: str = pa.Field(nullable=True)
    span_start: pl.Int32 = pa.Field(nullable=True)
    span_end: pl.Int32 = pa.Field(nullable=True)
    needs_second: bool
    finding_key: str = pa.Field(str_matches=_ID)
    episode: pl.Int32 = pa.Field(ge=1)
    first_at: At
    closed_at: At = pa.Field(nullable=True)
    recorded_at: At = pa.Field(nullable=True)
    alert_key: str = pa.Field(nullable=True, str_matches=_ID)


class IssueTable(_Table):
    issue_id: str = pa.Field(str_matches=_ID, unique=True)
    source_id: str
    figure: str = pa.Field(nullable=True)
    kind: str
    expected: str
    found: str
    remedy: str = pa.Field(str_length={"min_value": 1})
    issue_key: str = pa.Field(str_matches=_ID)
    episode: pl.Int32 = pa.Field(ge=1)
    first_at: At
    closed_at: At = pa.Field(nullable=True)
    recorded_at: At = pa.Field(nullable=True)


class QuarantineTable(_Table):
    quarantine_id: str = pa.Field(str_matches=_ID, unique=True)
    source_id: str
    table_name: str = pa.Field(isin=["capture", "reading", "observation"])
    column_name: str
    rule: str
    found: str
    content: str
    quarantined_at: At


class AlertTable(_Table):
    alert_id: str = pa.Field(str_matches=_ID, unique=True)
    report_id: str
    claim_id: str
    check_name: str
    verdict: str = pa.Field(isin=list(DISAGREES))
    figure: str = pa.Field(nullable=True)
    finding_id: str = pa.Field(str_matches=_ID)
    alert_key: str = pa.Field(str_matches=_ID)
    episode: pl.Int32 = pa.Field(ge=1)
    observed: str = pa.Field(nullable=True)
    subject: str = pa.Field(str_length={"min_value": 1})
    body: str = pa.Field(str_length={"min_value": 1})
    state: str = pa.Field(isin=["open", "closed"])
    opened_at: At
    closed_at: At = pa.Field(nullable=True)


class MessageTable(_Table):
    message_id: str = pa.Field(str_matches=_ID, unique=True)
    alert_id: str = pa.Field(str_matches=_ID)
    kind: str = pa.Field(isin=["new", "reopened", "resolved"])
    subject: str = pa.Field(str_length={"min_value": 1})
    body: str = pa.Field(str_length={"min_value": 1})
    created_at: At
    sent_at: At = pa.Field(nullable=True)


class DecisionTable(_Table):
    decision_id: str = pa.Field(str_matches=_ID, unique=True)
    alert_id: str = pa.Field(str_matches=_ID)
    version: pl.Int32 = pa.Field(ge=1)
    seq: pl.Int64 = pa.Field(ge=1, unique=True)
    act: str = pa.Field(isin=[*get_args(Act), *get_args(SystemAct)])
    state: str = pa.Field(isin=list(get_args(ReviewState)))
    assignee: str = pa.Field(nullable=True, str_length={"min_value": 1, "max_value": 200})
    snoozed_until: dt.date = pa.Field(nullable=True)
    note: str
    mistake: str = pa.Field(nullable=True, isin=list(get_args(Mistake)))
    observed: str = pa.Field(nullable=True)
    span: str = pa.Field(nullable=True, str_matches=_ID)
    previous_alert_id: str = pa.Field(nullable=True, str_matches=_ID)
    undoes: pl.Int32 = pa.Field(nullable=True, ge=1)
    request_id: str = pa.Field(str_length={"min_value": 1, "max_value": 200})
    by_whom: str = pa.Field(str_length={"min_value": 1, "max_value": 200})
    decided_at: At


class ReviewLineTable(_Table):
    alert_id: str = pa.Field(str_matches=_ID, unique=True)
    finding_id: str = pa.Field(nullable=True, str_matches=_ID)
    report_id: str
    report_title: str = pa.Field(nullable=True)
    report_language: str = pa.Field(nullable=True)
    claim_id: str
    check_name: str
    verdict: str = pa.Field(isin=list(DISAGREES))
    source_id: str = pa.Field(nullable=True)
    figure: str = pa.Field(nullable=True)
    publisher: str = pa.Field(nullable=True)
    source_title: str = pa.Field(nullable=True)
    source_url: str = pa.Field(nullable=True, str_startswith="http")
    says: str = pa.Field(nullable=True)
    section: str = pa.Field(nullable=True)
    place: str = pa.Field(nullable=True)
    prominence: str = pa.Field(isin=["summary", "figure", "text", "footnote"])
    stated: str = pa.Field(nullable=True)
    observed: str = pa.Field(nullable=True)
    unit: str = pa.Field(nullable=True)
    difference: Exact = pa.Field(nullable=True)
    ratio: Exact = pa.Field(nullable=True)
    reason_en: str = pa.Field(nullable=True)
    reason_zh: str = pa.Field(nullable=True)
    suggestion_en: str = pa.Field(nullable=True)
    suggestion_zh: str = pa.Field(nullable=True)
    capture_id: str = pa.Field(nullable=True, str_matches=_ID)
    captured_at: At = pa.Field(nullable=True)
    document_on: dt.date = pa.Field(nullable=True)
    route: str = pa.Field(nullable=True)
    capture_url: str = pa.Field(nullable=True, str_startswith="http")
    final_url: str = pa.Field(nullable=True, str_startswith="http")
    body_digest: str = pa.Field(nullable=True, str_startswith="sha256:")
    words: str
    redesign: str = pa.Field(nullable=True)
    weight: pl.Int32 = pa.Field(ge=100, le=750)
    opened_at: At
    closed_at: At = pa.Field(nullable=True)
    alert_state: str = pa.Field(isin=["open", "closed"])
    state: str = pa.Field(isin=list(get_args(ReviewState)))
    version: pl.Int32 = pa.Field(ge=0)
    assignee: str = pa.Field(nullable=True)
    snoozed_until: dt.date = pa.Field(nullable=True)
    is_reopened: bool


class ReviewSourceTable(_Table):
    source_id: str = pa.Field(unique=True)
    publisher: str
    title: str
    reader: str
    every: str
    state: str = pa.Field(nullable=True)
    status: pl.Int32 = pa.Field(nullable=True)
    is_moved: bool = pa.Field(nullable=True)
    final_url: str = pa.Field(nullable=True)
    last_at: At = pa.Field(nullable=True)
    last_good_at: At = pa.Field(nullable=True)
    read_at: At = pa.Field(nullable=True)
    open_issues: pl.Int64 = pa.Field(ge=0)
    days: str


class ReviewSectionTable(_Table):
    report_id: str
    section: str
    verdict: str = pa.Field(nullable=True, isin=list(get_args(Verdict)))
    family: str = pa.Field(nullable=True, isin=list(get_args(Family)))
    claims: pl.Int64 = pa.Field(gt=0)
    first_claim_id: str


class ReviewChangeTable(_Table):
    report_id: str
    claim_id: str
    answer: str = pa.Field(isin=list(get_args(Answer)))
    verdict_before: str = pa.Field(nullable=True, isin=list(get_args(Verdict)))
    verdict_now: str = pa.Field(nullable=True, isin=list(get_args(Verdict)))
    says: str


class PersonReadingTable(_Table):
    capture_id: str = pa.Field(str_matches=_ID, unique=True)
    source_id: str
    figure: str
    observation_id: str = pa.Field(str_matches=_ID)
    as_printed: str = pa.Field(str_length={"min_value": 1})
    sentence: str = pa.Field(str_length={"min_value": 1})
    url: str = pa.Field(str_startswith="http")
    seen_on: dt.date
    file_name: str
    file_digest: str = pa.Field(nullable=True, str_startswith="sha256:")
    file_length: pl.Int64 = pa.Field(nullable=True, ge=1)
    note: str
    by_whom: str = pa.Field(str_length={"min_value": 1, "max_value": 200})
    entered_at: At


class DisposalTable(_Table):
    capture_id: str = pa.Field(str_matches=_ID, unique=True)
    source_id: str
    warc_file: str = pa.Field(str_length={"min_value": 1})
    bytes: pl.Int64 = pa.Field(ge=0)
    rule: str = pa.Field(str_length={"min_value": 1})
    disposed_at: At


class RunTable(_Table):
    run_id: str = pa.Field(str_matches=r"^[0-9a-f]{12}$", unique=True)
    started_at: At
    finished_at: At = pa.Field(nullable=True)
    due: pl.Int32 = pa.Field(ge=0)
    captured: pl.Int32 = pa.Field(ge=0)
    unchanged: pl.Int32 = pa.Field(ge=0)
    unreadable: pl.Int32 = pa.Field(ge=0)
    observations: pl.Int32 = pa.Field(ge=0)
    issues: pl.Int32 = pa.Field(ge=0)
    alerts: pl.Int32 = pa.Field(ge=0)
    reader: str


class ReportTable(_Table):
    report_id: str = pa.Field(unique=True)
    title: str
    publisher: str
    language: str
    published_first_on: dt.date
    published_last_on: dt.date
    published_basis: str


class ClaimTable(_Table):
    report_id: str
    claim_id: str
    says: str
    section: str
    place: str
    kind: str
    value: Exact = pa.Field(nullable=True)
    low: Exact = pa.Field(nullable=True)
    high: Exact = pa.Field(nullable=True)
    stated: str
    unit: str = pa.Field(nullable=True)
    comparator: str = pa.Field(isin=_COMPARATORS)
    step: Exact = pa.Field(nullable=True, gt=0)
    period: str = pa.Field(nullable=True)
    measures: str
    cites: str = pa.Field(nullable=True)
    no_source: str = pa.Field(nullable=True)
    found_by_us: str
    damage: str = pa.Field(nullable=True)
    not_judged: str = pa.Field(nullable=True)


class SourceTable(_Table):
    source_id: str = pa.Field(unique=True)
    title: str
    publisher: str
    url: str = pa.Field(str_startswith="http")
    language: str
    found_by: str = pa.Field(isin=["report", "us"])
    every: str = pa.Field(isin=["hour", "day", "week", "month"])
    reader: str = pa.Field(isin=["page", "code", "planned"])
    why_planned: str = pa.Field(nullable=True)
    terms: str
    hazards: str
    routes: str


class FigureTable(_Table):
    source_id: str
    figure: str
    reads: str
    unit: str = pa.Field(nullable=True)
    measures: str = pa.Field(nullable=True)
    is_promised: bool
    unverified: str = pa.Field(nullable=True)


CONTRACTS: dict[str, type[_Table]] = {
    "report": ReportTable,
    "claim": ClaimTable,
    "source": SourceTable,
    "figure": FigureTable,
    "capture": CaptureTable,
    "source_state": SourceStateTable,
    "picture_capture": PictureCaptureTable,
    "picture_text": PictureTextTable,
    "read_bytes": ReadBytesTable,
    "reading": ReadingTable,
    "observation": ObservationTable,
    "finding": FindingTable,
    "issue": IssueTable,
    "quarantine": QuarantineTable,
    "alert": AlertTable,
    "message": MessageTable,
    "decision": DecisionTable,
    "person_reading": PersonReadingTable,
    "disposal": DisposalTable,
    "review_line": ReviewLineTable,
    "review_source": ReviewSourceTable,
    "review_section": ReviewSectionTable,
    "review_change": ReviewChangeTable,
    "run": RunTable,
}
