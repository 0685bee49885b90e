"""Many texts in a statement: as one parameter, as one each, or written out."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def among(column: str) -> str:
    """SQL for: `column` is one of many texts, given as the one parameter that `joined` makes of them.

    DuckDB looks for pandas anew for each item of a list parameter, which costs more than the query.
    """
    return f"{column} IN (SELECT unnest(string_split(?, '\x1f')))"


def joined(texts: Iterable[str]) -> str:
    return "\x1f".join(texts)


def each_of(column: str, texts: Collection[object]) -> str:
    """SQL for: `column` is one of some texts, given as a parameter each.

    DuckDB looks for these while it scans, before it numbers or groups rows; what `among` names is joined afterwards.
    """
    return f"{column} IN ({', '.join('?' * len(texts))})"


def written_out(column: str, texts: Iterable[str]) -> str:
    """SQL for the same without a parameter, for hundreds of them: DuckDB looks for pandas twice for each parameter."""
    quoted = ("'" + text.replace("'", "''") + "'" for text in texts)
    return f"{column} IN ({', '.join(quoted)})"
