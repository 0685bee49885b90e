"""What was concluded from that, and who is told."""

from __future__ import annotations

import polars as pl

from schemas.contracts.base import ID, At, Exact, Table
from schemas.finding import DISAGREES, SEVERITY
from schemas.rules import pa


class FindingTable(Table):
    finding_id: str = pa.Field(str_matches=ID, unique=True)
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
    finding_key: str = pa.Field(str_matches=ID)
    episode: pl.Int32 = pa.Field(ge=1)
    first_at: At
    closed_at: At = pa.Field(nullable=True)
    recorded_at: At = pa.Field(nullable=True)
    alert_key: str = pa.Field(nullable=True, str_matches=ID)


class IssueTable(Table):
    issue_id: str = pa.Field(str_matches=ID, unique=True)
    source_id: str
    figure: str = pa.Field(nullable=True)
    kind: str
    expected: str
    found: str
    remedy: str = pa.Field(str_length={"min_value": 1})
    issue_key: str = pa.Field(str_matches=ID)
    episode: pl.Int32 = pa.Field(ge=1)
    first_at: At
    closed_at: At = pa.Field(nullable=True)
    recorded_at: At = pa.Field(nullable=True)


class AlertTable(Table):
    alert_id: str = pa.Field(str_matches=ID, unique=True)
    report_id: str
    claim_id: str
    check_name: str
    verdict: str = pa.Field(isin=list(DISAGREES))
    figure: str = pa.Field(nullable=True)
    finding_id: str = pa.Field(str_matches=ID)
    alert_key: str = pa.Field(str_matches=ID)
    episode: pl.Int32 = pa.Field(ge=1)
    observed: str = pa.Field(nullable=True)
    subject: str = pa.Field(str_length={"min_value": 1})
    body: str = pa.Field(str_length={"min_value": 1})
    state: str = pa.Field(isin=["open", "closed"])
    opened_at: At
    closed_at: At = pa.Field(nullable=True)


class MessageTable(Table):
    message_id: str = pa.Field(str_matches=ID, unique=True)
    alert_id: str = pa.Field(str_matches=ID)
    kind: str = pa.Field(isin=["new", "reopened", "resolved"])
    subject: str = pa.Field(str_length={"min_value": 1})
    body: str = pa.Field(str_length={"min_value": 1})
    created_at: At
    sent_at: At = pa.Field(nullable=True)
