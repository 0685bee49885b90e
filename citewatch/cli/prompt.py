"""A small SQL prompt, for whoever has no DuckDB shell."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal

from rich.box import SIMPLE_HEAD
from rich.table import Table

from citewatch.cli.output import Screen, text
from warehouse.ask import Answer, BadStatement, Connection, ask, is_whole

_MOST_ROWS = 200
_NUMBERS = ("DECIMAL", "BIGINT", "INTEGER", "HUGEINT", "DOUBLE", "FLOAT", "U", "SMALLINT", "TINYINT")
_HELP = "End a statement with a semicolon. SHOW TABLES; lists what there is, .quit leaves."


def show_answer(answer: Answer, screen: Screen, most: int | None = None) -> None:
    """One answer as a table; with `most`, no more rows than that, and a line that says so."""
    shown = answer.rows if most is None else answer.rows[:most]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name, kind in zip(answer.columns, answer.types, strict=True):
        table.add_column(text(name), justify="right" if kind.startswith(_NUMBERS) else "left", overflow="fold")
    for row in shown:
        table.add_row(*(_cell(value) for value in row))
    screen.out.print(table)
    if len(shown) < len(answer.rows):
        screen.line(f"{len(shown)} of {len(answer.rows)} rows shown; add LIMIT, or use `citewatch export`.")


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return text(format(value.normalize(), "f") if isinstance(value, Decimal) else value)


def prompt(connection: Connection, screen: Screen) -> None:
    """Run statements until the end of input; an error is told and the prompt goes on."""
    for statement in _statements(screen):
        try:
            for answer in ask(connection, statement):
                show_answer(answer, screen, _MOST_ROWS)
        except BadStatement as error:
            for line in str(error).splitlines():
                screen.err.print(text(line))


def _statements(screen: Screen) -> Iterator[str]:
    """Whole statements as they are typed, over as many lines as they take."""
    at_terminal = sys.stdin.isatty()
    if at_terminal:
        import readline  # noqa: F401 - gives input() a history and arrow keys

        screen.line(_HELP)
    waiting = ""
    while (line := _line("    ...> " if waiting else "citewatch> ", at_terminal)) is not None:
        if not waiting and line.strip() in (".quit", ".exit"):
            return
        waiting += line + "\n"
        if is_whole(waiting):
            yield waiting
            waiting = ""
    if waiting.strip():
        yield waiting


def _line(mark: str, at_terminal: bool) -> str | None:
    """The next line, or None at the end of input; a file of statements sees no prompt."""
    try:
        return input(mark if at_terminal else "")
    except EOFError:
        return None
