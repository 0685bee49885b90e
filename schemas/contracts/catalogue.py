"""What is declared: reports and sources as their files say."""

from __future__ import annotations

import datetime as dt

from schemas.contracts.base import COMPARATORS, Exact, Table
from schemas.rules import pa


class ReportTable(Table):
    report_id: str = pa.Field(unique=True)
    title: str
    publisher: str
    language: str
    published_first_on: dt.date
    published_last_on: dt.date
    published_basis: str


class ClaimTable(Table):
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
    comparator: str = pa.Field(isin=COMPARATORS)
    step: Exact = pa.Field(nullable=True, gt=0)
    period: str = pa.Field(nullable=True)
    measures: str
    cites: str = pa.Field(nullable=True)
    no_source: str = pa.Field(nullable=True)
    found_by_us: str
    damage: str = pa.Field(nullable=True)
    not_judged: str = pa.Field(nullable=True)


class SourceTable(Table):
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


class FigureTable(Table):
    source_id: str
    figure: str
    reads: str
    unit: str = pa.Field(nullable=True)
    measures: str = pa.Field(nullable=True)
    is_promised: bool
    unverified: str = pa.Field(nullable=True)
