"""The commands of analysts: SQL on the readers' copy, and the same tables as files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from citewatch.cli.chosen import Json, chosen, open_screen, published
from citewatch.cli.output import text


class Form(StrEnum):
    parquet = "parquet"
    csv = "csv"
    json = "json"
    xlsx = "xlsx"
    duckdb = "duckdb"


def sql(
    statement: Annotated[str | None, typer.Argument(help="SQL to run; left out: a prompt.")] = None,
    as_json: Json = False,
) -> None:
    """Ask the published copy in SQL; it can't be changed and no refresh waits for you."""
    from citewatch.cli.prompt import prompt, show_answer
    from warehouse.ask import ask
    from warehouse.place import open_warehouse

    settings, screen = chosen().settings, open_screen(as_json)
    copy = open_warehouse(settings.place, settings.kind).published
    # On a lake our own prompt: the shell would need the extensions and the address.
    if isinstance(copy, Path) and statement is None and sys.stdin.isatty() and (shell := _shell()):
        with published():
            pass  # says in a sentence what is wrong, before the shell says it in its own words
        screen.banner()
        raise typer.Exit(subprocess.call([shell, "-readonly", str(copy)]))  # noqa: S603 - the user's own shell
    with published() as connection:
        if statement is None:
            screen.banner()
            prompt(connection, screen)
            return
        answers = list(ask(connection, statement))
    screen.banner()
    for answer in answers:
        if as_json:
            screen.json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows])
        else:
            show_answer(answer, screen)


def _shell() -> str | None:
    """The DuckDB shell on the PATH, if there is one that opens our files."""
    from warehouse.packing import STORAGE

    if (shell := shutil.which("duckdb")) is None:
        return None
    told = subprocess.run([shell, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found, least = (re.match(r"v(\d+)\.(\d+)", version) for version in (told, STORAGE))
    fits = found and least and tuple(map(int, found.groups())) >= tuple(map(int, least.groups()))
    return shell if fits else None


def export(
    form: Annotated[Form, typer.Option("--format", help="xlsx and duckdb are one file, the others a folder of files.")],
    to: Annotated[
        Path | None, typer.Option(help="Folder, or file for xlsx and duckdb. [export/ in the data folder]")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this table or view; may be given again.")] = None,
) -> None:
    """Write the published tables and views as files; each says whether its rows are live or of specimens."""
    from warehouse import export as files
    from warehouse.place import open_warehouse

    settings = chosen().settings
    folder = settings.data / settings.kind / "export"
    target = to or folder / (f"citewatch.{form}" if form in (Form.xlsx, Form.duckdb) else form)
    copy = open_warehouse(settings.place, settings.kind).published
    made = files.export(copy, settings.kind, form.value, target.absolute(), only or ())
    size = sum(path.stat().st_size for path in made)
    open_screen().line(text(f"{target}: {len(made)} files, {size:,} bytes."))
