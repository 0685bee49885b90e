"""Hop 3: bytes become readings. Every declared figure gives one, whether or not it was found."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from citewatch.promises import expectation, gives, word_groups
from extractors.reading import (
    Ambiguous,
    Line,
    Located,
    Missing,
    Page,
    PageError,
    Wanted,
    line_at,
    locate,
    locate_in_picture,
    words_with,
)
from schemas.observation import Outcome, Reading
from schemas.picture import Shown
from schemas.source import Figure, Route, Source

Found = Located | Missing | Ambiguous


def read(
    source: Source, route: Route, body: bytes, content_type: str, url: str, *,
    body_digest: str, reader_digest: str, folder: Path | None = None, pictures: Mapping[str, Shown] | None = None,
) -> list[Reading]:  # fmt: skip
    """Look for each figure the route gives. No network, no clock, no database.

    `folder` is the catalogue's `extractors/`, needed only for a source whose reader is code. `pictures` are those that
    the page shows, by address, with what was read in them.
    """
    made = Making(source, route, body_digest, reader_digest)
    try:
        page = Page.open(body, content_type, url, html_at=route.html_at, language=source.language)
    except PageError as error:
        return [made.reading(name, error) for name in made.wanted]
    found = _found(source, route, page, made.wanted, folder)
    shown = pictures or {}
    return [
        made.in_picture(name, figure, found[figure.picture], shown)
        if figure.picture
        else made.reading(name, found[name], shown)
        for name, figure in made.wanted.items()
    ]


def pictures_on(
    source: Source, route: Route, body: bytes, content_type: str, url: str, folder: Path | None = None
) -> dict[str, str]:
    """Figure → address of the picture it points at on this page."""
    wanted = {name: figure for name, figure in source.figures.items() if gives(route, figure)}
    if not any(figure.reads == "picture" for figure in wanted.values()):
        return {}
    try:
        page = Page.open(body, content_type, url, html_at=route.html_at, language=source.language)
    except PageError:
        return {}
    found = _found(source, route, page, wanted, folder, only="picture")
    addresses = {name: one.block.picture or "" for name, one in found.items() if isinstance(one, Located)}
    return {name: address for name, address in addresses.items() if address.startswith(("https://", "http://"))}


def _found(
    source: Source, route: Route, page: Page, wanted: Mapping[str, Figure], folder: Path | None, only: str = ""
) -> dict[str, Found]:
    of_page = {name: figure for name, figure in wanted.items() if not figure.picture and only in ("", figure.reads)}
    if source.reader == "code":
        by_name = {found.name: found for found in _code(source, folder).extract(page)}
        return {name: by_name.get(name, Missing(name, "the source's own code did not give it")) for name in of_page}
    return {name: locate(page, wanted_of(name, figure, route)) for name, figure in of_page.items()}


def wanted_of(name: str, figure: Figure, route: Route) -> Wanted:
    """The declaration as the reading library takes it; a pointer is for JSON, the words serve the other forms."""
    labels = figure.measures if isinstance(figure.measures, dict) else figure.states
    return Wanted(
        name=name,
        kind=figure.reads,
        anchors=word_groups(figure.anchors),
        unit=figure.unit,
        period=figure.period,
        between=figure.between,
        row=figure.row,
        column=figure.column,
        pointer=figure.pointer if route.form == "json" else None,
        field=figure.field,
        labels={label: word_groups(words) for label, words in (labels or {}).items()},
        currency=figure.currency,
        after=figure.after,
    )


def _code(source: Source, folder: Path | None) -> ModuleType:
    path = (folder or Path("extractors")) / f"{source.id}.py"
    spec = importlib.util.spec_from_file_location(f"extractors.{source.id}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Making:
    """Makes the readings of one page, or of one page with its pictures."""

    def __init__(self, source: Source, route: Route, body_digest: str, reader_digest: str) -> None:
        self.source, self.route = source, route
        self.body_digest, self.reader_digest = body_digest, reader_digest
        self.wanted = {
            name: figure
            for name, figure in source.figures.items()
            if gives(route, source.figures[figure.picture] if figure.picture else figure)
        }

    def _bare(self, name: str, outcome: Outcome, found: str) -> Reading:
        expected = expectation(self.wanted[name])
        return Reading(
            self.source.id, name, self.route.name, self.body_digest, self.reader_digest, outcome, expected, found
        )

    def reading(self, name: str, found: Found | PageError, shown: Mapping[str, Shown] | None = None) -> Reading:
        """What the page says of a figure."""
        if isinstance(found, PageError):
            return self._bare(name, "bad_page", str(found))
        if isinstance(found, Missing):
            return self._bare(name, "missing", found.reason)
        if isinstance(found, Ambiguous):
            candidates = "; ".join(f"“{c.text}” in “{c.block.text[:160]}”" for c in found.candidates)
            return self._bare(name, "ambiguous", f"{found.reason} {candidates}")
        figure = self.wanted[name]
        made = self._read(name, figure, found)
        if figure.reads != "picture":
            return made
        picture = found.block.picture or None
        of = (shown or {}).get(picture or "")
        return replace(made, picture=picture, picture_digest=(of.pictured.body_digest or None) if of else None)

    def in_picture(self, name: str, figure: Figure, picture: Found, shown: Mapping[str, Shown]) -> Reading:
        """A figure that a machine has to read in a picture; every way in which it can't be is said."""
        if not isinstance(picture, Located):
            return self._bare(name, "unread_picture", f"its picture was not found on the page: {picture.reason}")
        address = picture.block.picture or ""
        of = shown.get(address)
        if of is None:
            return self._bare(name, "unread_picture", f"the picture {address} was not fetched")
        if of.pictured.state not in ("ok", "not_modified"):
            return self._bare(name, "unread_picture", f"the picture {address} did not come: {of.pictured.reason}")
        if of.text is None or of.text.outcome != "read":
            why = of.text.reason if of.text else "nobody has read it."
            return self._bare(name, "unread_picture", f"the picture {address}: {why}")
        lines = [Line(one.text, one.box, one.confidence / 1000) for one in of.text.lines]
        found = locate_in_picture(lines, wanted_of(name, figure, self.route), self.source.language)
        if isinstance(found, Missing):
            return self._bare(name, "unread_picture", f"the picture {address}: {found.reason}")
        if isinstance(found, Ambiguous):
            return self._bare(name, "ambiguous", f"the picture {address}: {found.reason}")
        line = line_at(lines, found)
        return replace(
            self._read(name, figure, found), picture=address, picture_digest=of.text.body_digest, box=line.box,
            # A bare “88%” shows nobody what it is about: the words it stands with come after it.
            confidence_permille=round(line.confidence * 1000), sentence=" | ".join(words_with(lines, line)),
        )  # fmt: skip

    def _read(self, name: str, figure: Figure, found: Located) -> Reading:
        outside = _outside(figure, found)
        bare = self._bare(name, "out_of_range" if outside else "read", outside or found.reason)
        return replace(
            bare, value=found.value, low=found.low, high=found.high, unit=found.unit, comparator=found.comparator,
            step=found.precision, date=found.date, period=found.period, label=_label(figure, found),
            names=found.names, as_printed=found.text, sentence=found.block.text, span_start=found.start,
            span_end=found.end, path=found.block.path, headers=tuple(found.block.headers),
        )  # fmt: skip


def _label(figure: Figure, found: Located) -> str | None:
    """The term that was read; where the file gives one term, finding the anchors is reading it."""
    return figure.measures if isinstance(figure.measures, str) and not figure.states else found.label


def _outside(figure: Figure, found: Located) -> str | None:
    """Say so if the value is not plausible; a wrong figure is worse than none."""
    if figure.between is None:
        return None
    low, high = figure.between
    for value in (found.value, found.low, found.high):
        if value is not None and not low <= value <= high:
            return (
                f"“{found.text}” is {value:,f}, outside the plausible {low:,f} to {high:,f}: {found.block.text[:160]}"
            )
    return None
