"""What a source's file promises of its figures, without reading anything.

Apart from `read`, which loads the reading library: a refresh in which no page changed never needs that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schemas.source import Figure, Route, Source


def gives(route: Route, figure: Figure) -> bool:
    """Whether the figure is to be had by this route."""
    return not figure.routes or route.name in figure.routes


def read_in(source: Source, pictures: Mapping[str, str]) -> frozenset[str]:
    """Which of the pictures (figure → address) a value is to be read in."""
    names = {figure.picture for figure in source.figures.values() if figure.picture}
    return frozenset(address for name, address in pictures.items() if name in names)


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
    if figure.picture:
        what += f" printed in the picture {figure.picture}"
    if figure.pointer:
        return f"{what} at {figure.pointer}"
    words = ", ".join(" or ".join(group) for group in word_groups(figure.anchors)) or ", ".join(
        (*figure.row, *figure.column)
    )
    unit = f" in {figure.unit}" if figure.unit and figure.unit != "%" else ""
    year = f" for {figure.period}" if figure.period else ""
    return f"{what}{unit}{year} with the words: {words}"


def word_groups(words: Iterable[str | tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Each word or list of synonyms as a group of its own."""
    return tuple((item,) if isinstance(item, str) else item for item in words)
