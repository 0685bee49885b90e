"""Readings of people: a capture, a reading, an observation and the entry itself, in one transaction of the caller's."""

from __future__ import annotations

import duckdb

from schemas.capture import Capture
from schemas.decision import PersonReading
from schemas.observation import Reading
from warehouse.intake import add_captures, add_readings
from warehouse.rows import capture_row, observation_row, reading_row
from warehouse.write import checked, insert_new, utc

_ORDER = 1000
"""Of the route: after all that are declared."""


def is_there(connection: duckdb.DuckDBPyConnection, capture_id: str) -> bool:
    return connection.execute("SELECT 1 FROM person_reading WHERE capture_id = ?", [capture_id]).fetchone() is not None


def store(
    connection: duckdb.DuckDBPyConnection, capture: Capture, content_digest: str, reading: Reading,
    given: PersonReading, file_digest: str | None, file_length: int,
) -> bool:  # fmt: skip
    """Store it; tell whether it was new. `content_digest` is of the entry and its file: another value typed beside the
    same picture is another content."""
    row = {**capture_row(capture, _ORDER), "content_digest": content_digest}
    is_new = add_captures(connection, checked("capture", [row])) > 0
    at = utc(capture.captured_at)
    add_readings(
        connection,
        checked("reading", [reading_row(reading, at)]),
        checked("observation", [observation_row(reading)]),
    )
    entry = {
        "capture_id": capture.capture_id, "source_id": given.source_id, "figure": given.figure,
        "observation_id": reading.id, "as_printed": given.as_printed, "sentence": given.sentence, "url": given.url,
        "seen_on": given.seen_on, "file_name": given.file_name, "file_digest": file_digest,
        "file_length": file_length or None, "note": given.note, "by_whom": given.by, "entered_at": at,
    }  # fmt: skip
    insert_new(connection, "person_reading", checked("person_reading", [entry]))
    return is_new
