"""Hop 3: bytes become readings. Every declared figure gives one, whether or not it was found."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from extractors.reading import Ambiguous, Located, Missing, Page, PageError, Wanted, locate
from schemas.observation import Reading
from schemas.source import Figure, Route, Source

Found = Located | Missing | Ambiguous


def read(
    source: Source, route: Route, body: bytes, content_type: str, url: str, *,
    body_digest: str, reader_digest: str, folder: Path | None = None,
) -> list[Reading]:  # fmt: skip
    """Look for each figure the route gives. No network, no clock, no database.

    `folder` is the catalogue's `extractors/`, needed only for a source whose reader is code.
    """
    wanted = {name: figure for name, figure in source.figures.items() if gives(route, figure)}

    def reading(name: str, found: Found | PageError) -> Reading:
        return _reading(source, route, name, wanted[name], found, body_digest, reader_digest)

    try:
        page = Page.open(body, content_type, url, html_at=route.html_at, language=source.language)
    except PageError as error:
        return [reading(name, error) for name in wanted]
    if source.reader == "code":
        by_name = {found.name: found for found in _code(source, folder).extract(page)}
        absent = "the source's own code did not give it"
        return [reading(name, by_name.get(name, Missing(name, absent))) for name in wanted]
    return [reading(name, locate(page, wanted_of(name, figure, route))) for name, figure in wanted.items()]


def gives(route: Route, figure: Figure) -> bool:
    """Whether the figure is to be had by this route."""
    return not figure.routes or route.name in figure.routes


def wanted_of(name: str, figure: Figure, route: Route) -> Wanted:
    """The declaration as the reading library takes it; a pointer is for JSON, the words serve the other forms."""
    labels = figure.measures if isinstance(figure.measures, dict) else figure.states
    return Wanted(
        name=name,
        kind=figure.reads,
        anchors=_groups(figure.anchors),
        unit=figure.unit,
        period=figure.period,
        between=figure.between,
        row=figure.row,
        column=figure.column,
        pointer=figure.pointer if route.form == "json" else None,
        field=figure.field,
        labels={label: _groups(words) for label, words in (labels or {}).items()},
        currency=figure.currency,
        after=figure.after,
    )


def _groups(words: Iterable[str | tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple((item,) if isinstance(item, str) else item for item in words)


def _code(source: Source, folder: Path | None) -> ModuleType:
    path = (folder or Path("extractors")) / f"{source.id}.py"
    spec = importlib.util.spec_from_file_location(f"extractors.{source.id}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _reading(
    source: Source,
    route: Route,
    name: str,
    figure: Figure,
    found: Found | PageError,
    body_digest: str,
    reader_digest: str,
) -> Reading:
    expected = expectation(figure)
    if isinstance(found, PageError):
        return Reading(source.id, name, route.name, body_digest, reader_digest, "bad_page", expected, str(found))
    if isinstance(found, Missing):
        return Reading(source.id, name, route.name, body_digest, reader_digest, "missing", expected, found.reason)
    if isinstance(found, Ambiguous):
        candidates = "; ".join(f"“{c.text}” in “{c.block.text[:160]}”" for c in found.candidates)
        return Reading(
            source.id,
            name,
            route.name,
            body_digest,
            reader_digest,
            "ambiguous",
            expected,
            f"{found.reason} {candidates}",
        )
    outside = _outside(figure, found)
    return Reading(
        source.id, name, route.name, body_digest, reader_digest,
        "out_of_range" if outside else "read", expected, outside or found.reason,
        value=found.value, low=found.low, high=found.high, unit=found.unit, comparator=found.comparator,
        step=found.precision, date=found.date, period=found.period, label=_label(figure, found),
        names=found.names, picture=found.block.picture if figure.reads == "picture" else None,
        as_printed=found.text, sentence=found.block.text, span_start=found.start, span_end=found.end,
        path=found.block.path, headers=tuple(found.block.headers),
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


_KINDS = {
    "percent": "a percentage",
    "money": "an amount of money",
    "date": "a date",
    "names": "a list of names",
    "picture": "a picture",
    "text": "a sentence",
    "range": "a range",
}


def expectation(figure: Figure) -> str:
    """What was looked for, in words a person can check on the page."""
    what = _KINDS.get(figure.reads, f"a {figure.reads}")
    if figure.pointer:
        return f"{what} at {figure.pointer}"
    words = ", ".join(" or ".join(group) for group in _groups(figure.anchors)) or ", ".join(
        (*figure.row, *figure.column)
    )
    unit = f" in {figure.unit}" if figure.unit and figure.unit != "%" else ""
    year = f" for {figure.period}" if figure.period else ""
    return f"{what}{unit}{year} with the words: {words}"
