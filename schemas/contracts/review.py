"""What reviewers decided, and the lines of their queue."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import polars as pl

from schemas.contracts.base import ID, At, Exact, Table
from schemas.decision import Act, Mistake, ReviewState, SystemAct
from schemas.finding import DISAGREES, Answer, Family, Verdict
from schemas.rules import pa


class DecisionTable(Table):
    decision_id: str = pa.Field(str_matches=ID, unique=True)
    alert_id: str = pa.Field(str_matches=ID)
    version: pl.Int32 = pa.Field(ge=1)
    seq: pl.Int64 = pa.Field(ge=1, unique=True)
    act: str = pa.Field(isin=[*get_args(Act), *get_args(SystemAct)])
    state: str = pa.Field(isin=list(get_args(ReviewState)))
    assignee: str = pa.Field(nullable=True, str_length={"min_value": 1, "max_value": 200})
    snoozed_until: dt.date = pa.Field(nullable=True)
    note: str
    mistake: str = pa.Field(nullable=True, isin=list(get_args(Mistake)))
    observed: str = pa.Field(nullable=True)
    span: str = pa.Field(nullable=True, str_matches=ID)
    previous_alert_id: str = pa.Field(nullable=True, str_matches=ID)
    undoes: pl.Int32 = pa.Field(nullable=True, ge=1)
    request_id: str = pa.Field(str_length={"min_value": 1, "max_value": 200})
    by_whom: str = pa.Field(str_length={"min_value": 1, "max_value": 200})
    decided_at: At


class ReviewLineTable(Table):
    alert_id: str = pa.Field(str_matches=ID, unique=True)
    finding_id: str = pa.Field(nullable=True, str_matches=ID)
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
    capture_id: str = pa.Field(nullable=True, str_matches=ID)
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


class ReviewSourceTable(Table):
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


class ReviewSectionTable(Table):
    report_id: str
    section: str
    verdict: str = pa.Field(nullable=True, isin=list(get_args(Verdict)))
    family: str = pa.Field(nullable=True, isin=list(get_args(Family)))
    claims: pl.Int64 = pa.Field(gt=0)
    first_claim_id: str


class ReviewChangeTable(Table):
    report_id: str
    claim_id: str
    answer: str = pa.Field(isin=list(get_args(Answer)))
    verdict_before: str = pa.Field(nullable=True, isin=list(get_args(Verdict)))
    verdict_now: str = pa.Field(nullable=True, isin=list(get_args(Verdict)))
    says: str
