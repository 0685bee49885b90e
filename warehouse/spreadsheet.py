"""Which texts of a CSV file a spreadsheet would run as a formula: texts come from other people's pages."""

from __future__ import annotations

import re

RUNS = r"^\s*[=+\-@\t\r|＝＋－＠]"
"""Full-width signs too: spreadsheets in East Asian languages take them for the narrow ones."""
HARMLESS = r"[=+\-@|＝＋－＠]|[+\-]?[0-9][0-9.,]*%?"
"""A sign alone, such as the comparator "=", and a number with its sign: they stay as they are, -5% is no formula."""
_RUNS, _HARMLESS = re.compile(RUNS), re.compile(HARMLESS)


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if _RUNS.match(text) and not _HARMLESS.fullmatch(text) else text


def guarded_in_sql(quoted: str) -> str:
    """The same as an expression on a column, whose name is quoted already."""
    return (
        f"CASE WHEN regexp_matches({quoted}, '{RUNS}') AND NOT regexp_full_match({quoted}, '{HARMLESS}')"
        f" THEN chr(39) || {quoted} ELSE {quoted} END"
    )
