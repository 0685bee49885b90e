"""The published tables and views as files: Parquet, CSV, JSON, one Excel workbook, or one DuckDB file.

Names are stable (a relation's own), rows have a fixed order, and a file is replaced only when the new one is whole.
Every row says whether it is of live data or of specimens. Beside the files, dictionary.csv says what each column means.

CSV and Excel are opened by programs that run what looks like a formula, and texts come from other people's pages: in
CSV such a text gets an apostrophe before it, in Excel every text is written as a text. A CSV file begins with the mark
of UTF-8, without which Excel shows Chinese as gibberish; who reads CSV knows it.
"""

from __future__ import annotations

import codecs
import csv
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import duckdb

from schemas.keys import KEYS, in_order
from warehouse import dictionary
from warehouse.ask import relations
from warehouse.errors import NotStored, WarehouseError
from warehouse.place import Place, open_published
from warehouse.spreadsheet import guarded, guarded_in_sql
from warehouse.structure import Kind

Format = Literal["parquet", "csv", "json", "xlsx", "duckdb"]
COPY: dict[Format, str] = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER",
    "json": "FORMAT json, ARRAY true",
}
DICTIONARY = "dictionary.csv"
_LIMITS = "SET threads = 2; SET memory_limit = '1GB'"
"""A refresh publishes Parquet in the background; what does not fit into memory is put in order on the disk."""
_EXCEL_ROWS = 1_048_576 - 1
_EXCEL_CELL = 32_767
_WIDTH = 16
_CUT = " … [cut: longer than an Excel cell]"


class TooLong(WarehouseError):
    """A relation has more rows than an Excel sheet holds."""


def export(published: Place, kind: Kind, form: Format, target: Path, only: Sequence[str] = ()) -> list[Path]:
    """Write the relations (`only` those named) and return the files.

    `target` is a folder for parquet, csv and json, a file for xlsx and duckdb.

    Raises:
        Unreadable, WrongKind: there is no published copy of that kind.
        WarehouseError: a relation that is not there, or too long for Excel.
        NotStored: the files could not be written; older ones stay as they were.
    """
    connection = open_published(published, kind)
    try:
        wanted = _wanted([relation.name for relation in relations(connection)], only)
        with _beside(target) as fresh:
            connection.execute(f"{_LIMITS}; SET temp_directory = '{_quoted(fresh.parent / 'spill')}'")
            if form == "duckdb":
                _one_file(connection, published, kind, fresh)
            elif form == "xlsx":
                _workbook(connection, kind, wanted, fresh)
            else:
                fresh.mkdir()
                for name in wanted:
                    _copy(connection, kind, name, fresh / f"{name}.{form}", form)
                _dictionary(connection, fresh / DICTIONARY)
            return _moved(fresh, target)
    finally:
        connection.close()


def _one_file(connection: duckdb.DuckDBPyConnection, published: Place, kind: Kind, target: Path) -> None:
    if isinstance(published, Path):
        shutil.copyfile(published, target)
    else:
        from warehouse.lake.files import write_file

        write_file(connection, kind, target)


def _wanted(known: Sequence[str], only: Sequence[str]) -> list[str]:
    for name in only:
        if name not in known:
            raise WarehouseError(f"no table or view {name}. There are: {', '.join(known)}.")
    return list(only or known)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A place on the same disk, so that what is made there can be renamed to `target`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            yield Path(folder) / target.name
    except (OSError, duckdb.IOException) as error:
        raise NotStored(f"{target}: could not be written ({error}). Older files there are as they were.") from error


def _moved(fresh: Path, target: Path) -> list[Path]:
    made = sorted(fresh.iterdir()) if fresh.is_dir() else [fresh]
    if fresh.is_dir():
        target.mkdir(exist_ok=True)
    places = [target / path.name if fresh.is_dir() else target for path in made]
    for path, place in zip(made, places, strict=True):
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        path.replace(place)
    return places


def _copy(connection: duckdb.DuckDBPyConnection, kind: Kind, name: str, path: Path, form: Format) -> None:
    columns = connection.table(name).description
    chosen = ", ".join(_column(column[0], str(column[1]), form) for column in columns)
    # Names are the file's own and quoted; the kind is one of two words of ours.
    query = f"SELECT '{kind}' AS data, {chosen} {_rows(name, form)}"
    connection.execute(f"COPY ({query}) TO '{_quoted(path)}' ({COPY[form]})")
    if form == "csv":
        _mark_utf8(path)


def _rows(name: str, form: Format) -> str:
    """All rows of a relation, in the order they have in every export.

    Parquet is published after every refresh, and nobody compares its bytes: its tables stay in the order of the file,
    which is as fixed until the next refresh, since putting 10 million rows in order takes half a minute of CPU.
    """
    if form == "parquet" and name in KEYS:
        return f'FROM "{name}"'
    return f'FROM "{name}" ORDER BY ' + ", ".join(f'"{name}"."{column}"' for column in in_order(name))


def _dictionary(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Of every table and view, whichever are exported: an export of one leaves the words on the others there."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.writer(file, lineterminator="\n")
        written.writerow(dictionary.COLUMNS)
        written.writerows(map(guarded, astuple(entry)) for entry in dictionary.entries(connection))


def _mark_utf8(path: Path) -> None:
    plain = path.rename(path.with_name(f"{path.name}.plain"))
    with plain.open("rb") as source, path.open("wb") as target:
        target.write(codecs.BOM_UTF8)
        shutil.copyfileobj(source, target, 1 << 20)
    plain.unlink()


def _column(name: str, kind: str, form: Format) -> str:
    quoted = f'"{name}"'
    if form == "csv" and kind == "VARCHAR":
        return f"{guarded_in_sql(quoted)} AS {quoted}"
    return quoted


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _workbook(connection: duckdb.DuckDBPyConnection, kind: Kind, wanted: Sequence[str], path: Path) -> None:
    import xlsxwriter  # only whoever exports a workbook loads it

    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {**safe, "constant_memory": True, "remove_timezone": True}) as book:
        bold = book.add_format({"bold": True})
        moments = {datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
                   date: book.add_format({"num_format": "yyyy-mm-dd"})}  # fmt: skip
        _contents(book, connection, wanted, bold)
        for name in wanted:
            answer = connection.execute(f"SELECT * {_rows(name, 'xlsx')}")
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(answer.description or ()), _WIDTH)
            sheet.write_row(0, 0, ["data", *(column[0] for column in answer.description or ())], bold)
            number = 0
            while chunk := answer.fetchmany(10_000):
                if number + len(chunk) > _EXCEL_ROWS:
                    raise TooLong(
                        f"{name} has more than {_EXCEL_ROWS:,} rows, more than Excel takes: use parquet or csv."
                    )
                for row in chunk:
                    number += 1
                    sheet.write_string(number, 0, kind)
                    for at, value in enumerate(row, 1):
                        _cell(sheet, number, at, value, moments)


def _contents(book: Any, connection: duckdb.DuckDBPyConnection, wanted: Sequence[str], bold: Any) -> None:
    """The first sheet: what one row of each sheet is, and what each column means."""
    sheet = book.add_worksheet("contents")
    sheet.freeze_panes(1, 0)
    heads = {"sheet": 22, "column": 22, "type": 16, "unit": 24, "key": 6, "may be empty": 13, "meaning": 100}
    for column, (head, width) in enumerate(heads.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    told = [entry for entry in dictionary.entries(connection) if entry.relation in wanted]
    for row, entry in enumerate(sorted(told, key=lambda entry: wanted.index(entry.relation)), 1):
        for column, words in enumerate(astuple(entry)):
            sheet.write_string(row, column, words, *(() if entry.column else (bold,)))


def _cell(sheet: Any, row: int, column: int, value: object, moments: Mapping[type[date], Any]) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, moments[type(value)])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal) and _fits(value):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, _short(_plain(value)))


def _short(told: str) -> str:
    """What fits into a cell; what was cut says so."""
    return told if len(told) <= _EXCEL_CELL else told[: _EXCEL_CELL - len(_CUT)] + _CUT


def _fits(value: float | Decimal) -> bool:
    """Excel keeps 15 digits; a longer number is written as a text, so that none is lost."""
    return not isinstance(value, Decimal) or len(value.normalize().as_tuple().digits) <= 15


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
