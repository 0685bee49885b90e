"""What the options before the command chose: settings and language. Commands ask here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from citewatch.cli.output import Lang, Screen
from citewatch.settings import Settings

if TYPE_CHECKING:
    from warehouse.ask import Connection

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@dataclass(slots=True)
class Chosen:
    settings: Settings
    lang: Lang


_chosen: list[Chosen] = []


def choose(settings: Settings, lang: Lang) -> None:
    _chosen[:] = [Chosen(settings, lang)]


def chosen() -> Chosen:
    return _chosen[0]


def open_screen(as_json: bool = False) -> Screen:
    return Screen(chosen().lang, as_json=as_json, specimen=chosen().settings.kind == "specimen")


@contextmanager
def published() -> Iterator[Connection]:
    """The readers' copy, open for as long as the block runs."""
    from warehouse.place import asking, open_published, open_warehouse

    settings = chosen().settings
    place = open_warehouse(settings.place, settings.kind).published
    connection = open_published(place, settings.kind)
    try:
        with asking(place):
            yield connection
    finally:
        connection.close()
