"""A small SQL prompt, for whoever has no DuckDB shell."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from citewatch.cli.output import Screen, text
from warehouse.ask import Answer, BadStatement, Connection, Relation, ask, is_whole, relations

_MOST_ROWS = 200
_MOST_LINES = 5000
"""Of the history kept from one session to the next."""
_LEAST_WIDTH = 10
"""Of a column: with less, a table is a heap of letters."""
_NUMBERS = ("DECIMAL", "BIGINT", "INTEGER", "HUGEINT", "DOUBLE", "FLOAT", "U", "SMALLINT", "TINYINT")
_LEAVE = (".quit", ".exit", "quit", "exit")
_HELP = (
    "End a statement with a semicolon; it may take several lines, and Ctrl-C drops it. .tables lists what there is, "
    "DESCRIBE NAME; its columns, .quit (or Ctrl-D) leaves."
)


def show_answer(answer: Answer, screen: Screen, most: int | None = None) -> None:
    """One answer as a table, or row by row where it has too many columns for the screen.

    With `most`, no more rows than that, and a line that says so.
    """
    shown = answer.rows if most is None else answer.rows[:most]
    if len(answer.columns) * _LEAST_WIDTH > screen.out.width:
        _one_by_one(answer, shown, screen)
    else:
        _side_by_side(answer, shown, screen)
    if not answer.rows:
        screen.line("No rows.")
    if len(shown) < len(answer.rows):
        screen.line(f"{len(shown)} of {len(answer.rows)} rows shown; add LIMIT, or use `citewatch export`.")


def _side_by_side(answer: Answer, rows: Sequence[tuple[object, ...]], screen: Screen) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name, kind in zip(answer.columns, answer.types, strict=True):
        table.add_column(text(name), justify="right" if kind.startswith(_NUMBERS) else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    screen.out.print(table)


def _one_by_one(answer: Answer, rows: Sequence[tuple[object, ...]], screen: Screen) -> None:
    for number, row in enumerate(rows, 1):
        table = Table(box=None, pad_edge=False, show_header=False, title=f"row {number}", title_justify="left")
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in zip(answer.columns, row, strict=True):
            table.add_row(text(name), _cell(value))
        screen.out.print(table)


def _cell(value: object) -> str:
    if value is None:
        return "[dim]NULL[/]"
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return text(format(value.normalize(), "f") if isinstance(value, Decimal) else value)


def prompt(connection: Connection, screen: Screen) -> None:
    """Run statements until the end of input; an error is told and the prompt goes on."""
    at_terminal = sys.stdin.isatty()
    known = relations(connection)
    if at_terminal:
        _remember([relation.name for relation in known])
        screen.line(_HELP)
    for statement in _statements(
        at_terminal, {".tables": lambda: _list(known, screen), ".help": lambda: screen.line(_HELP)}
    ):
        try:
            for answer in ask(connection, statement):
                show_answer(answer, screen, _MOST_ROWS)
        except BadStatement as error:
            for line in str(error).splitlines():
                screen.err.print(text(line))
        except KeyboardInterrupt:
            screen.err.print("Stopped; ask again.")


def _list(known: Sequence[Relation], screen: Screen) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in ("name", "what one row is"):
        table.add_column(name, overflow="fold")
    for relation in known:
        table.add_row(text(relation.name), text(relation.comment))
    screen.out.print(table)


def _statements(at_terminal: bool, commands: dict[str, Callable[[], None]]) -> Iterator[str]:
    """Whole statements as they are typed, over as many lines as they take; `commands` are done on the way."""
    waiting = ""
    while True:
        try:
            line = _line("    ...> " if waiting else "citewatch> ", at_terminal)
        except KeyboardInterrupt:
            waiting = ""
            print()
            continue
        if line is None:
            break
        word = line.strip().removesuffix(";").lower()
        if not waiting and word in _LEAVE:
            return
        if not waiting and word in commands:
            commands[word]()
            continue
        waiting += line + "\n"
        if is_whole(waiting):
            yield waiting
            waiting = ""
        elif not waiting.strip():
            waiting = ""
    if waiting.strip():
        yield waiting


def _line(mark: str, at_terminal: bool) -> str | None:
    """The next line, or None at the end of input; a file of statements sees no prompt."""
    try:
        return input(mark if at_terminal else "")
    except EOFError:
        return None


def _remember(names: Sequence[str]) -> None:
    """History over sessions, arrow keys, and names completed by the tab key; without readline there is none of it."""
    try:
        import readline
    except ImportError:
        return
    import atexit

    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "citewatch"
    file = home / "sql_history"
    with suppress(OSError):  # a home that can't be written: the session has a history, and the next one none
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if file.exists():
            readline.read_history_file(file)
        readline.set_history_length(_MOST_LINES)
        atexit.register(_keep, readline.write_history_file, file)
    readline.set_completer(lambda begun, number: _completed(names, begun, number))
    readline.parse_and_bind("tab: complete")


def _keep(write: Callable[[Path], None], file: Path) -> None:
    with suppress(OSError):
        write(file)


def _completed(names: Sequence[str], begun: str, number: int) -> str | None:
    fitting = [name for name in names if begun and name.startswith(begun.lower())]
    return fitting[number] if number < len(fitting) else None
