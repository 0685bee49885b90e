"""What DuckLake does not take of the SQL that we ship. Everything else is the same text as for one file.

There are no keys, sequences, enums or ON CONFLICT in it to begin with: rows are unique because every insert is an
anti-join and only one transaction writes at a time (see `store`).
"""

from __future__ import annotations


def takes_comment(kind: str, column: str) -> bool:
    """Comments on tables, their columns and whole views; not on columns of views, nor on macros.

    The words for those stand in comments.yml and in docs/warehouse.md all the same.
    """
    return kind == "TABLE" or (kind == "VIEW" and not column)
