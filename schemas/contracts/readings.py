"""What was read in it, by the reader or by a person."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas.contracts.base import COMPARATORS, ID, UNIT, At, Exact, Table
from schemas.rules import pa


class ReadBytesTable(Table):
    bytes_key: pl.Int64 = pa.Field(ge=0, unique=True)


class ReadingTable(Table):
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


class ObservationTable(Table):
    observation_id: str = pa.Field(str_matches=ID, unique=True)
    source_id: str
    figure: str
    body_digest: str = pa.Field(str_startswith="sha256:")
    reader_digest: str
    value: Exact = pa.Field(nullable=True)
    low: Exact = pa.Field(nullable=True)
    high: Exact = pa.Field(nullable=True)
    unit: str = pa.Field(nullable=True, str_matches=UNIT)
    comparator: str = pa.Field(nullable=True, isin=COMPARATORS)
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


class PersonReadingTable(Table):
    capture_id: str = pa.Field(str_matches=ID, unique=True)
    source_id: str
    figure: str
    observation_id: str = pa.Field(str_matches=ID)
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


class QuarantineTable(Table):
    quarantine_id: str = pa.Field(str_matches=ID, unique=True)
    source_id: str
    table_name: str = pa.Field(isin=["capture", "reading", "observation"])
    column_name: str
    rule: str
    found: str
    content: str
    quarantined_at: At
