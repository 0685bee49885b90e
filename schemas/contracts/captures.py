"""What was fetched, by which run, and what of it was given up."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas.contracts.base import ID, At, Table
from schemas.rules import pa


class RunTable(Table):
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


class CaptureTable(Table):
    capture_id: str = pa.Field(str_matches=ID, unique=True)
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


class SourceStateTable(Table):
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


class PictureCaptureTable(Table):
    capture_id: str = pa.Field(str_matches=ID, unique=True)
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


class PictureTextTable(Table):
    body_digest: str = pa.Field(str_startswith="sha256:", unique=True)
    engine: str = pa.Field(str_length={"min_value": 1})
    outcome: str = pa.Field(isin=["read", "no_text", "unreadable"])
    reason: str
    format: str = pa.Field(nullable=True, isin=["PNG", "JPEG", "GIF", "WEBP"])
    width: pl.Int32 = pa.Field(nullable=True, gt=0)
    height: pl.Int32 = pa.Field(nullable=True, gt=0)
    lines: str


class DisposalTable(Table):
    capture_id: str = pa.Field(str_matches=ID, unique=True)
    source_id: str
    warc_file: str = pa.Field(str_length={"min_value": 1})
    bytes: pl.Int64 = pa.Field(ge=0)
    rule: str = pa.Field(str_length={"min_value": 1})
    disposed_at: At
