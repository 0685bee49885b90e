"""A generated page before it is HTML: its figures, its table, its looks. Edits change this and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from benchmarks.words import WORDINGS, Language
from benchmarks.writing import count, money, one_in, percent, span

Shape = Literal["money", "percent", "count", "span", "fraction"]
Place = Literal["prose", "tile", "item", "row", "definition"]
Gone = Literal["", "dropped", "said", "picture"]
SEGMENT = "segment"
"""Name of the figure in the big table; all others are Fig objects."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a careful person reads: the value in full units, percentages as printed."""

    kind: str
    value: Decimal | None
    unit: str | None
    printed: str
    sentence: str
    """The text of its sentence, cell, tile, item or row, without markup."""
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: str = "="
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """How a source's YAML would ask for the figure; it stays as it is when the page is edited."""

    name: str
    kind: str
    unit: str | None
    anchors: tuple[tuple[str, ...], ...] = ()
    period: str | None = None
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fig:
    """One declared figure with its place and looks."""

    name: str
    topic: str
    shape: Shape
    number: Decimal
    unit: str | None
    place: Place = "prose"
    section: int = 0
    high: Decimal | None = None
    """Upper end of a span."""
    parts: int = 0
    """Denominator of a fraction."""
    year: int | None = None
    before: Decimal | None = None
    """Last year's value, which stands in the same sentence."""
    comparator: str = "="
    signed: bool = False
    wording: int = 0
    writing: int = 0
    struck: str = ""
    """Old value, struck through in front of the new one."""
    footnote: bool = False
    gone: Gone = ""

    def printed(self, language: Language) -> str:
        """The value as it stands on the page, without its comparator."""
        return self.write(self.number, language)

    def write(self, number: Decimal, language: Language) -> str:
        """Another number of the same figure, written the same way."""
        unit = self.unit or ""
        if self.shape == "money":
            return money(number, unit, language, self.writing)
        if self.shape == "percent":
            return percent(number, unit, language, self.writing, self.signed)
        if self.shape == "count":
            return count(number, unit, language, self.writing)
        if self.shape == "fraction":
            return one_in(self.parts, language, self.writing)
        if self.high is None:
            return count(number, unit, language, self.writing)
        return span(number, self.high, unit, language, self.writing)

    @property
    def kind(self) -> str:
        if self.shape == "count":
            return "quantity"
        if self.shape == "percent":
            return "percent" if self.unit == "%" else "percentage_point"
        if self.shape == "span":
            return "range" if self.high is not None else "duration"
        return self.shape

    def declared(self, language: Language) -> Declared:
        words = WORDINGS[language][self.name].anchors
        anchors = tuple(tuple(word.format(t=self.topic) for word in group) for group in words)
        # A value that stands beside last year's can only be asked for by its year.
        period = str(self.year) if self.before is not None else None
        return Declared(self.name, self.kind, self.unit, anchors, period)

    def truth(self, language: Language, sentence: str) -> Truth:
        ranged = self.shape == "span" and self.high is not None
        return Truth(
            self.kind, None if ranged else self.number, self.unit, self.printed(language), sentence,
            self.number if ranged else None, self.high, self.comparator,
            str(self.year) if self.year is not None else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grid:
    """The big table: topics by years, amounts in a unit that its caption gives."""

    rows: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    years: tuple[int, ...]
    topic: str
    year: int
    currency: str
    scale: Decimal = Decimal(10) ** 6
    struck: str = ""
    gone: bool = False

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the declared figure."""
        return [topic for topic, _ in self.rows].index(self.topic), self.years.index(self.year)

    @property
    def cell(self) -> Decimal:
        row, column = self.at
        value = self.rows[row][1][column]
        if value is None:
            raise ValueError("the declared cell is empty")
        return value


@dataclass(frozen=True, slots=True)
class Style:
    """How the same content is written down as HTML."""

    salt: str = "c"
    spacing: Literal["lines", "dense", "wide"] = "lines"
    attributes_reversed: bool = False
    digits_tag: str = ""
    nbsp: bool = False
    entities: bool = False
    invisible: bool = False
    """Soft hyphens and zero-width spaces inside words."""
    heading: int = 2
    comments: bool = False
    wrappers: int = 0
    banner: bool = False
    nav_extra: int = 0
    stamp_on_top: bool = True
    nonce: int = 0
    hidden_copy: bool = False
    """An outdated copy of the page's figures in a hidden element."""
    tail: int = 0
    """Paragraphs added at the end of every section."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a page is made of."""

    seed: int
    language: Language
    figures: tuple[Fig, ...]
    grid: Grid
    order: tuple[int, ...]
    tiles: tuple[int, ...]
    """Order of the tiles: the declared one is 0, the others are furniture."""
    prose: tuple[tuple[str, ...], ...]
    spare: tuple[str, ...]
    stamp: date
    sheet: str
    logo: str
    script: str = ""
    style: Style = field(default_factory=Style)
    extra_rows: tuple[str, ...] = ()
    """Rows of the big table that are notes, not values."""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page, what stands on it, and how it would be declared."""

    html: bytes
    truth: Mapping[str, Truth]
    """By figure name; a figure that is no longer on the page is not in it."""
    declared: tuple[Declared, ...]
    language: Language
    draft: Draft
    changed: tuple[str, ...] = ()
    """Figures that the last edit really changed; empty after a cosmetic one."""
