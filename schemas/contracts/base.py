"""What all contracts share."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from schemas.rules import pa

Exact = Annotated[pl.Decimal, 38, 10]
At = Annotated[pl.Datetime, "us", None]
"""UTC without a zone: DuckDB's TIMESTAMP, which every tool reads the same."""

UNIT = r"^([A-Z]{3}|%|pp|[a-z][a-z _-]{0,40}|GPU)$"
ID = r"^[0-9a-f]{24}$"
COMPARATORS = ["=", ">", ">=", "<", "<=", "~", "up", "down"]


class Table(pa.DataFrameModel):
    class Config:
        strict = True
        coerce = True
