"""Many texts as one parameter of a statement."""

from __future__ import annotations

from collections.abc import Iterable


def among(column: str) -> str:
    """SQL for: `column` is one of many texts, given as the one parameter that `joined` makes of them.

    DuckDB looks for pandas anew for each item of a list parameter, which costs more than the query.
    """
    return f"{column} IN (SELECT unnest(string_split(?, '\x1f')))"


def joined(texts: Iterable[str]) -> str:
    return "\x1f".join(texts)
