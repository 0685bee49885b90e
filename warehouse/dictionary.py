"""What every table, view and column means, and what its numbers are measured in, as a table of its own.

It goes beside exported files, which keep no comments, and into the documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import duckdb
import yaml

from schemas.keys import KEYS, VIEW_KEYS
from warehouse.ask import relations
from warehouse.structure import Structure, comments

_TIMES = {"TIMESTAMP": "UTC", "DATE": "day"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One column; with `column` empty, what one row of the table or view is."""

    relation: str
    column: str
    type: str
    unit: str
    """Of numbers and times."""
    key: str
    """`key` if it is part of what is unique in there."""
    may_be_empty: str
    """`yes` or `no`; nothing is said of views, which take it from tables."""
    meaning: str


COLUMNS = tuple(field.name for field in fields(Entry))


def entries(connection: duckdb.DuckDBPyConnection, structure: Structure | None = None) -> Iterator[Entry]:
    """All tables and views that analysts see, by name; columns as they stand."""
    structure = structure or Structure()
    # From the text and not from the database: a lake keeps no words on columns of views.
    words = {(relation, column): told for _, relation, column, told in comments(connection, structure)}
    measured = units(structure)
    columns = connection.execute(
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal"
        " ORDER BY table_name, column_index"
    ).fetchall()
    for relation in (found.name for found in relations(connection)):
        yield Entry(relation, "", "", "", "", "", words.get((relation, ""), ""))
        key = KEYS.get(relation) or VIEW_KEYS.get(relation, ())
        for table, column, kind, nullable in columns:
            if table == relation:
                unit = _TIMES.get(kind) or measured.get(column, "")
                empty = ("yes" if nullable else "no") if relation in KEYS else ""
                mark = "key" if column in key else ""
                yield Entry(relation, column, kind, unit, mark, empty, words.get((relation, column), ""))


def units(structure: Structure) -> dict[str, str]:
    """Column → what it is measured in. The same quantity has the same name in every table."""
    told = yaml.load(structure.comments.read_text(encoding="utf-8"), yaml.CSafeLoader)["units"]
    return {column: unit for unit, names in told.items() for column in names}
