"""Pictures in the warehouse: every fetch of one, and what a machine read in its bytes, once for all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import duckdb

from schemas.capture import Capture
from schemas.picture import PictureLine, PictureText
from warehouse.answers import rows
from warehouse.history import capture_of
from warehouse.many import among, joined
from warehouse.rows import capture_row
from warehouse.write import as_json, checked, insert_new

_KEPT = "state = 'ok' AND warc_file IS NOT NULL"


def store(connection: duckdb.DuckDBPyConnection, captures: Sequence[Capture], texts: Sequence[PictureText]) -> None:
    """Rows of ours, which keep their contract or stop the run."""
    if captures:
        insert_new(connection, "picture_capture", checked("picture_capture", [_capture_row(one) for one in captures]))
    if texts:
        unique = {text.body_digest: text for text in texts}
        insert_new(connection, "picture_text", checked("picture_text", [_text_row(one) for one in unique.values()]))


_OF_PAGES = ("route_order", "content_digest", "pictures", "fetched_at")
"""Columns of capture that a picture's fetch has no use for."""


def _capture_row(capture: Capture) -> dict[str, Any]:
    return {name: value for name, value in capture_row(capture, 0).items() if name not in _OF_PAGES}


def _text_row(text: PictureText) -> dict[str, Any]:
    return {
        "body_digest": text.body_digest, "engine": text.engine, "outcome": text.outcome, "reason": text.reason,
        "format": text.format or None, "width": text.width or None, "height": text.height or None,
        "lines": as_json([asdict(line) for line in text.lines]),
    }  # fmt: skip


def texts(connection: duckdb.DuckDBPyConnection, digests: Iterable[str]) -> dict[str, PictureText]:
    """What is known of these bytes, by digest."""
    found = rows(
        connection, f"SELECT * FROM picture_text WHERE {among('body_digest')}", [joined(sorted(set(digests)))]  # noqa: S608
    )  # fmt: skip
    return {row["body_digest"]: _text_of(row) for row in found}


def _text_of(row: dict[str, Any]) -> PictureText:
    lines = tuple(PictureLine(**{**line, "box": tuple(line["box"])}) for line in json.loads(row["lines"]))
    return PictureText(
        row["body_digest"], row["engine"], row["outcome"], row["reason"], row["format"] or "", row["width"] or 0,
        row["height"] or 0, lines,
    )  # fmt: skip


def holding(connection: duckdb.DuckDBPyConnection, source_id: str, body_digest: str) -> Capture | None:
    """The oldest fetch whose evidence holds these bytes."""
    found = rows(
        connection,
        f"SELECT * FROM picture_capture WHERE {_KEPT} AND source_id = ? AND body_digest = ?"  # noqa: S608
        " ORDER BY captured_at LIMIT 1",
        [source_id, body_digest],
    )
    return capture_of(found[0]) if found else None


def capture_by_id(connection: duckdb.DuckDBPyConnection, capture_id: str) -> Capture | None:
    """The fetch of that id; a beginning of the id that is unique will do."""
    found = rows(connection, "SELECT * FROM picture_capture WHERE starts_with(capture_id, ?) LIMIT 2", [capture_id])
    return capture_of(found[0]) if len(found) == 1 else None
