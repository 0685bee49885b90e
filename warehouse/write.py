"""Storing rows: checked by their contract, then inserted where their id is not there yet.

Everything is idempotent: the same rows stored twice change nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Any

import duckdb
import polars as pl

from schemas.collector import made_to_stay
from schemas.keys import KEYS

if TYPE_CHECKING:
    import pandera.polars as pa

Row = Mapping[str, Any]

_BEFORE, _AFTER = 28, 10
"""Digits before and after the point that DECIMAL(38,10) holds."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Rows of one source that their contract refuses."""

    source_id: str
    table: str
    column: str
    check: str
    example: str
    row: str
    """The whole row as JSON, without the time of this attempt: the same row refused twice is one."""


def utc(moment: datetime) -> datetime:
    """As the tables keep it: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


def as_json(value: object) -> str:
    """Stable text of a list or mapping, readable in any language; what JSON does not know is its text."""
    if value == [] or value == {}:  # nearly all of them, and the encoder takes 20 µs to begin
        return "[]" if value == [] else "{}"
    return _JSON.encode(value)


def exact(value: Decimal) -> bool:
    """Whether the tables hold it as it is; polars would cut it without a word, and panics at NaN."""
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or (value and value.adjusted() >= _BEFORE):
        return False
    return exponent >= -_AFTER or not any(digits[exponent + _AFTER :])


def _contract(table: str) -> type[pa.DataFrameModel]:
    with made_to_stay():
        from schemas.contracts import CONTRACTS  # pandera takes its time, which only who stores should pay

    return CONTRACTS[table]


@cache
def _columns(table: str) -> dict[str, Any]:
    return {name: column.dtype.type for name, column in _contract(table).to_schema().columns.items()}


def frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Rows as the table's columns and types, nothing lost on the way.

    Raises:
        TypeError: a value is not of its column's type or does not fit into it.
    """
    types = _columns(table)
    columns = {name: [row[name] for row in rows] for name in types}
    decimals = [name for name, kind in types.items() if isinstance(kind, pl.Decimal)]
    for name in decimals:
        columns[name] = [None if value is None else _digits(f"{table}.{name}", value) for value in columns[name]]
    passed = types | dict.fromkeys(decimals, pl.String)
    try:
        data = pl.DataFrame(columns, schema=passed, strict=True)
        return data.cast({name: types[name] for name in decimals}, strict=True) if decimals else data
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        raise TypeError(f"{table}: {error}") from error


def _digits(place: str, value: object) -> str:
    """A number as text, which polars makes decimals of ten times as fast as of `Decimal`, and without numpy."""
    if not isinstance(value, Decimal) or not exact(value):
        raise TypeError(f"{place}: {value} does not fit")
    return format(value, "f")


def checked(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Rows of our own making, which keep their contract or stop the run."""
    data = frame(table, rows)
    return data if keeps(table, data) else _contract(table).validate(data, lazy=True)


def keeps(table: str, data: pl.DataFrame) -> bool:
    """Whether all of `frame(table, …)` keeps the contract: its rules, each by pandera's own check, asked all at once.

    `validate` asks one after the other, which takes longer than everything else about storing a chunk; it is for
    saying which row broke which rule.
    """
    schema = _contract(table).to_schema()
    if schema.checks or schema.unique:
        return False  # rules across columns: whoever makes the first one, let validate ask it
    lazy, answers = data.lazy(), []
    for name, column in schema.columns.items():
        if not column.nullable:
            answers.append(lazy.select(pl.col(name).is_not_null().all()))
        if column.unique:
            answers.append(lazy.select(pl.col(name).is_unique().all()))
        answers += [check(lazy, name).check_passed for check in column.checks]
    return all(answer.item() for answer in pl.collect_all(answers))


def check(table: str, rows: Sequence[Row]) -> tuple[pl.DataFrame, list[Broken]]:
    """Validate all rows at once; a source with a broken row loses all its rows, the others go on."""
    if not rows:
        return frame(table, rows), []  # looking at nothing takes as long as looking at hundreds
    _contract(table)  # loads pandera as it is to be loaded
    from pandera.errors import SchemaErrors

    try:
        return checked(table, rows), []
    except TypeError:
        misfits = [list(_misfits(table, row)) for row in rows]
        if not any(misfits):
            raise
    except SchemaErrors:
        misfits = [[] for _ in rows]
    # Without what does not even fit its column, so that the other columns are told of as well.
    fitting = [{**row, **{item.column: None for item in wrong}} for row, wrong in zip(rows, misfits, strict=True)]
    broken = [item for wrong in misfits for item in wrong]
    try:
        checked(table, fitting)
    except SchemaErrors as errors:
        for case in errors.failure_cases.iter_rows(named=True):
            if not isinstance(case["index"], int):
                raise  # not one row's fault: a missing column, a wrong type
            if all(case["column"] != item.column for item in misfits[case["index"]]):
                row = rows[case["index"]]
                broken.append(_broken(table, row, case["column"], case["check"], case["failure_case"]))
    refused = {item.source_id for item in broken}
    good, more = check(table, [row for row in rows if row["source_id"] not in refused])
    return good, list(dict.fromkeys(broken)) + more


def _misfits(table: str, row: Row) -> Iterator[Broken]:
    for name, kind in _columns(table).items():
        value = row[name]
        try:
            if not isinstance(kind, pl.Decimal):
                pl.Series(name, [value], dtype=kind, strict=True)
            elif value is not None:
                _digits(name, value)
        except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
            yield _broken(table, row, name, f"a value that fits {kind}", value)


def _broken(table: str, row: Row, column: str, check: str, example: object) -> Broken:
    content = _storable(as_json({name: value for name, value in row.items() if name != "recorded_at"}))
    return Broken(str(row["source_id"]), table, column, check, _storable(str(example))[:200], content)


def _storable(text: str) -> str:
    """Half a character pair, which no column takes, as its escape: it may be what broke the rule."""
    return text.encode("utf-8", "backslashreplace").decode()


@contextmanager
def incoming(connection: duckdb.DuckDBPyConnection, data: pl.DataFrame) -> Iterator[None]:
    """`data` as the table `incoming` for a statement or two.

    It goes over as Parquet in memory, which both sides speak: by way of Arrow it takes pyarrow, which costs every
    refresh 50 MB and more time than this.
    """
    with _nameless() as (file, path):
        data.write_parquet(file, compression="uncompressed", statistics=False)
        file.flush()
        quoted = path.replace("'", "''")
        connection.execute(f"CREATE OR REPLACE TEMP VIEW incoming AS SELECT * FROM read_parquet('{quoted}')")  # noqa: S608
        yield
        connection.execute("DROP VIEW temp.incoming")


@contextmanager
def _nameless() -> Iterator[tuple[IO[bytes], str]]:
    """A file in memory and the path it can be opened by; where the system has none, a temporary one on disk."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("incoming"), "wb") as file:
            yield file, f"/proc/self/fd/{file.fileno()}"
    else:
        with NamedTemporaryFile(suffix=".parquet") as file:
            yield file, file.name


def insert_new(connection: duckdb.DuckDBPyConnection, table: str, data: pl.DataFrame) -> int:
    """Insert the rows whose key is not in the table; return how many were new."""
    if data.is_empty():
        return 0
    same = " AND ".join(f"t.{name} = i.{name}" for name in KEYS[table])
    with incoming(connection, data):
        answer = connection.execute(
            f"INSERT INTO {table} BY NAME SELECT * FROM incoming i"  # noqa: S608 - names are ours, never input
            f" WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE {same})"
        ).fetchone()
    return int(answer[0]) if answer else 0


def replace_all(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row]) -> bool:
    """Make a catalogue table equal to `rows`; untouched if it already is. Tells whether it was changed."""
    wanted = list(rows)
    data = frame(table, wanted)
    names = ", ".join(data.columns)
    known = connection.execute(f"SELECT {names} FROM {table}").fetchall()  # noqa: S608 - our own names
    if set(known) == set(data.iter_rows()) and len(known) == len(data):
        return False
    connection.execute(f"DELETE FROM {table}")  # noqa: S608
    insert_new(connection, table, checked(table, wanted))
    return True
