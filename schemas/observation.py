"""What a reader made of each declared figure of one set of bytes, and the value where it was read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from schemas.ids import stable_id
from schemas.picture import Box

Outcome = Literal["read", "missing", "ambiguous", "out_of_range", "bad_page", "unread_picture"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One declared figure, looked for in one set of bytes by one version of the reader.

    Every declared figure gives one, so that a broken reader cannot look like no news. The values are there when
    `outcome` is read: quantities in full units, percentages as printed, `date` in ISO 8601 at the printed precision.
    """

    source_id: str
    figure: str
    route: str
    body_digest: str
    """Of what was read: the page's bytes, or page and pictures together (`content_digest` of the capture)."""
    reader_digest: str
    outcome: Outcome
    expected: str
    """What was looked for, in words."""
    found: str
    """What was there, in words; the locator's reason when it was read."""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None
    step: Decimal | None = None
    """Value of the last digit printed, in full units."""
    date: str | None = None
    period: str | None = None
    label: str | None = None
    """The one term whose words stand with the figure: what it measures, or its state."""
    names: tuple[str, ...] = ()
    picture: str | None = None
    """Address of the picture the figure stands in; value is then empty unless its alt text gives it."""
    picture_digest: str | None = None
    """Of the picture's bytes."""
    box: Box | None = None
    """Where in the picture a machine read it. Never empty for a figure that was read so, and empty for all others."""
    confidence_permille: int | None = None
    """What the machine says of its own reading, in thousandths."""
    as_printed: str | None = None
    sentence: str | None = None
    span_start: int | None = None
    span_end: int | None = None
    path: str | None = None
    headers: tuple[str, ...] = ()
    read_by: str | None = None
    """The person who read it where no robot may or can; empty for what the reader read."""

    @property
    def id(self) -> str:
        return stable_id(self.source_id, self.figure, self.body_digest, self.reader_digest)
