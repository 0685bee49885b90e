"""The specimen site for the command line: for as long as a command runs, or as a command of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from citewatch.cli.chosen import chosen, open_screen
from citewatch.cli.output import text
from citewatch.errors import SettingsError
from citewatch.settings import Settings

if TYPE_CHECKING:
    from citewatch.specimens.site import SpecimenSite


@contextmanager
def network(settings: Settings, day: date) -> Iterator[Settings]:
    """With --specimens and no map given, the specimen site runs for as long as the command does."""
    if not settings.specimens or settings.network:
        yield settings
        return
    from citewatch.specimens.site import SpecimenSite

    folder = settings.catalogue / "specimens"
    if not folder.is_dir():
        raise SettingsError(
            f"{folder}: no specimens in this catalogue. Leave --specimens out to read the live sources."
        )
    with SpecimenSite(folder, settings.data / "specimen" / "site", day) as site:
        yield replace(settings, network=site.map_path)


def specimens(
    day: Annotated[datetime | None, typer.Option(help="Date the site shows; today if left out.")] = None,
) -> None:
    """Serve the specimen site until Ctrl-C and print the map for --network."""
    from citewatch.specimens.site import serve

    settings, screen = chosen().settings, open_screen()

    def ready(site: SpecimenSite) -> None:
        screen.out.print(text(site.map_path), soft_wrap=True)
        screen.out.file.flush()  # whoever reads it from a pipe is not to wait for the end
        screen.err.print("Serving until Ctrl-C. In another terminal: citewatch --network THIS-FILE run", soft_wrap=True)

    day_shown = (day or datetime.now(UTC)).date()
    serve(settings.catalogue / "specimens", settings.data / "specimen" / "site", day_shown, ready)
