"""Where a lake is: `ducklake:postgres:<how libpq finds the database>`, and where its Parquet files are."""

from __future__ import annotations

import re
from dataclasses import dataclass

PREFIX = "ducklake:"
_SECRET = re.compile(r"password\s*[=:]|//[^/@?]*:[^@?]*@", re.IGNORECASE)


class BadAddress(ValueError):
    """A sentence for the user: what is wrong with it."""


@dataclass(frozen=True, slots=True)
class LakeAddress:
    """`str()` gives what was written in CITEWATCH_WAREHOUSE; no secret ever stands in it."""

    postgres: str
    """As libpq takes it: `dbname=… host=… user=…` or `postgresql://…`; what is left out comes from PG… variables."""
    files: str
    """A folder that all machines share, or s3://bucket/prefix."""

    def __str__(self) -> str:
        return f"{PREFIX}postgres:{self.postgres}"


def parse(given: str, files: str) -> LakeAddress:
    """The address in `given`, with its Parquet files in `files`.

    Raises:
        BadAddress: not a catalogue in PostgreSQL, or a password in it.
    """
    if _SECRET.search(given):
        raise BadAddress(
            "The address of the lake holds a password, which would stand in logs and process lists. "
            "Give it as PGPASSWORD, or in the file that PGPASSFILE names."
        )
    form, _, postgres = given.removeprefix(PREFIX).partition(":")
    if form != "postgres" or postgres.startswith("//"):
        raise BadAddress(
            f"{given!r}: a lake keeps its catalogue in PostgreSQL, so that many machines can write: "
            "ducklake:postgres:dbname=citewatch host=… user=…, or ducklake:postgres:postgresql://user@host/citewatch"
        )
    return LakeAddress(postgres, files)
