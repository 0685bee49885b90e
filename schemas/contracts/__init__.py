"""What every stored row must satisfy: one pandera model a table, compared with the migrated schema in a test.

The rules stand on columns; a frame-wide rule would report each bad row once per column.
"""

from __future__ import annotations

from schemas.contracts.base import Table
from schemas.contracts.captures import (
    CaptureTable,
    DisposalTable,
    PictureCaptureTable,
    PictureTextTable,
    RunTable,
    SourceStateTable,
)
from schemas.contracts.catalogue import ClaimTable, FigureTable, ReportTable, SourceTable
from schemas.contracts.findings import AlertTable, FindingTable, IssueTable, MessageTable
from schemas.contracts.readings import (
    ObservationTable,
    PersonReadingTable,
    QuarantineTable,
    ReadBytesTable,
    ReadingTable,
)
from schemas.contracts.review import (
    DecisionTable,
    ReviewChangeTable,
    ReviewLineTable,
    ReviewSectionTable,
    ReviewSourceTable,
)

CONTRACTS: dict[str, type[Table]] = {
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
