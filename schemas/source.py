"""A source: one cited address, the routes to it, and the figures it promises."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from schemas.base import Bilingual, FigureRef, Identifier, Model, WordGroups
from schemas.capture import ARCHIVE, PERSON
from schemas.value import is_date

Cadence = Literal["hour", "day", "week", "month"]
INTERVAL: dict[str, timedelta] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
Reads = Literal[
    "number", "percent", "percentage_point", "money", "quantity", "ordinal", "fraction", "range", "date",
    "duration", "text", "names", "picture",
]  # fmt: skip


IN_PICTURES: tuple[Reads, ...] = ("number", "percent", "percentage_point", "money", "quantity")
"""What is read in pictures: numbers. Dates, terms and lists decide too much to rest on a machine's eyes."""


class Route(Model):
    """One way to the source's bytes. Routes are tried in order."""

    name: Identifier = Field(description="Short name, kept with each capture: page, api, register, pdf …")
    url: str = Field(pattern=r"^https?://", description="The address to fetch.")
    form: Literal["html", "json", "xml", "pdf"]
    html_at: str | None = Field(None, description="JSON pointer to the HTML inside a JSON answer.")
    unconfirmed: str | None = Field(
        None,
        description="Why nobody knows the real address yet. Such a route is never asked live; only a specimen answers.",
    )


class Expiry(Model):
    """A state that ends on a day by a rule which stands outside the page, as a bill ends with its Congress."""

    state: Identifier = Field(description="The state that ends, if the page still shows it on that day.")
    on: str = Field(description="ISO day from which it is over.")
    becomes: Identifier = Field(description="The state that then holds.")
    reason: Bilingual = Field(description="The rule, and where it stands.")

    @model_validator(mode="after")
    def _a_day(self) -> Self:
        if not is_date(self.on) or len(self.on) != 10:
            raise ValueError("on: give a day, such as 2025-01-03")
        return self


class Figure(Model):
    """One value that a source gives, and how to recognise it without code."""

    reads: Reads = Field(description="Kind of writing to look for.")
    unit: str | None = Field(None, description="ISO 4217 code, %, pp, or a counter such as company.")
    anchors: WordGroups = Field((), description="Words that stand with the figure; a list inside means any of them.")
    row: tuple[str, ...] = Field((), description="Words of the table row or JSON object that holds it.")
    column: tuple[str, ...] = Field((), description="Words of the column or JSON key that holds it.")
    field: str | None = Field(None, description="JSON key of the value; anchors then match the same object.")
    pointer: str | None = Field(None, description="JSON pointer to the value: that field and nothing else.")
    after: str | None = Field(None, description="Words the figure follows where a sentence holds several.")
    period: str | None = Field(
        None,
        description="Year or other period that must stand with it, as printed (2023/24, Q2 2024, 113) or ISO 8601.",
    )
    currency: str | None = Field(None, description="ISO code used where the page names none.")
    between: tuple[Decimal, Decimal] | None = Field(None, description="Plausible range in full units.")
    routes: tuple[Identifier, ...] = Field((), description="Routes that give it; empty means all.")
    measures: Identifier | dict[Identifier, WordGroups] | None = Field(
        None,
        description="What it measures: one term (the anchors carry the meaning), or terms with words that show each.",
    )
    states: dict[Identifier, WordGroups] | None = Field(
        None, description="For reads: text. States or natures, with the words that show each."
    )
    title: Bilingual | None = Field(
        None, description="For a date that stands in `newer`: what that later edition is called, in a sentence."
    )
    expires: Expiry | None = Field(None, description="For states: one that ends on a day whatever the page says.")
    unverified: str | None = Field(
        None, description="Why nobody has seen it yet. It then promises nothing and settles nothing by a specimen."
    )
    optional: str | None = Field(None, description="Why the page may rightly lack it, such as a final not yet issued.")
    picture: Identifier | None = Field(
        None,
        description="The figure (reads: picture) of this source in whose picture a machine reads it. The anchors are"
        " then the words beside it in the picture; what it measures is said by the picture's figure.",
    )

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if not (self.anchors or self.pointer or self.row or self.field):
            raise ValueError("give anchors, row, field or pointer: without them nothing says where the figure stands")
        if self.between and self.between[0] > self.between[1]:
            raise ValueError("between: the first number must be the smaller one")
        if (self.reads == "text") != (self.states is not None):
            raise ValueError("states go with reads: text, and reads: text needs them")
        if self.picture:
            self._read_in_picture()
        if self.expires and self.expires.state not in (self.states or {}):
            raise ValueError("expires: its state must be one of states")
        return self

    def _read_in_picture(self) -> None:
        if self.reads not in IN_PICTURES:
            raise ValueError(f"picture: only {', '.join(IN_PICTURES)} are read in pictures, not {self.reads}")
        if not self.anchors:
            raise ValueError("picture: give anchors, the words that stand beside the value in the picture")
        other = ("row", "column", "field", "pointer", "after", "routes", "measures")
        if given := [key for key in other if getattr(self, key)]:
            raise ValueError(f"picture: {given[0]} belongs to the picture's own figure, or to text")

    @property
    def promised(self) -> bool:
        """A promised figure that is missing is an issue the same day."""
        return self.unverified is None and self.optional is None


class Identity(Model):
    """Arithmetic that must hold among figures of one capture; if not, they were read from two editions."""

    kind: Literal["growth", "sum"]
    base: Identifier | None = Field(None, description="growth: first value; its period is the first year.")
    rate: Identifier | None = Field(None, description="growth: percent a year.")
    end: Identifier | None = Field(None, description="growth: last value; its period is the last year.")
    parts: tuple[Identifier, ...] = ()
    total: Identifier | None = None
    within: Decimal = Field(Decimal("0.5"), description="Allowed deviation in percent of the end value or total.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        complete = (self.base and self.rate and self.end) if self.kind == "growth" else (self.parts and self.total)
        if not complete:
            raise ValueError("growth needs base, rate and end; sum needs parts and total")
        return self


class Source(Model):
    """One cited address. `id` is the file's stem."""

    id: Identifier
    title: str
    publisher: str
    url: str = Field(pattern=r"^https?://", description="The address as cited, cleaned of tracking parameters.")
    language: str = "en"
    copy_of: Identifier | None = Field(
        None, description="The source whose words it passes on, such as a news agency's; that source decides."
    )
    found_by: Literal["report", "us"] = Field("report", description="us: the report names none, we found it.")
    every: Cadence = Field(
        "week", description="How often it is read; also the interval between two captures that agree."
    )
    terms: str = Field(description="What robots.txt and the terms say about reading it, in a sentence.")
    reader: Literal["page", "code", "planned"] = Field(
        "page", description="page: this file says it all; code: a .py of the same stem reads it; planned: none yet."
    )
    why_planned: str | None = None
    routes: tuple[Route, ...] = Field((), description="Tried in order; may be empty only for a planned reader.")
    figures: dict[Identifier, Figure] = Field({}, description="What it promises, by name.")
    dated_by: Identifier | tuple[Identifier, ...] | None = Field(
        None,
        description="Date figure that says since when the document reads as it does; of several the newest counts.",
    )
    edition: tuple[Identifier, ...] = Field((), description="Figures whose values together name the edition.")
    newer: tuple[FigureRef, ...] = Field((), description="Date figures that date later editions of the same thing.")
    identities: tuple[Identity, ...] = ()
    hazards: str = Field("", description="What goes wrong with this page.")
    look_at: Bilingual | None = Field(None, description="What a person should open where a robot can't.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.reader == "planned":
            if not self.why_planned:
                raise ValueError("reader: planned needs why_planned")
        elif not self.routes or not self.figures:
            raise ValueError("a source that is read needs at least one route and one figure")
        names = [route.name for route in self.routes]
        if ARCHIVE in names:
            raise ValueError(f"{ARCHIVE} is the route of what `citewatch backfill` fetches: give this one another name")
        if PERSON in names:
            raise ValueError(f"{PERSON} is the route of what people enter: give this one another name")
        if len(set(names)) != len(names):
            raise ValueError("two routes have the same name")
        used = {*self.edition, *self.dates}
        for identity in self.identities:
            used |= {n for n in (identity.base, identity.rate, identity.end, identity.total, *identity.parts) if n}
        if missing := sorted(used - set(self.figures)):
            raise ValueError(f"names figures it does not declare: {', '.join(missing)}")
        self._pictures(used)
        for name, figure in self.figures.items():
            if unknown := sorted(set(figure.routes) - set(names)):
                raise ValueError(f"figure {name}: no such route: {', '.join(unknown)}")
        return self

    def _pictures(self, used: set[str]) -> None:
        for name, figure in self.figures.items():
            if figure.picture is None:
                continue
            shown_in = self.figures.get(figure.picture)
            if shown_in is None or shown_in.reads != "picture":
                raise ValueError(f"figure {name}: picture: {figure.picture} is no figure here that reads: picture")
            if name in used:
                raise ValueError(f"figure {name}: a machine reads it in a picture: no edition, date or sum rests on it")

    def routes_for(self, origin: str) -> tuple[Route, ...]:
        """The routes to ask: an address that nobody has confirmed is left to the specimens."""
        return tuple(route for route in self.routes if origin == "specimen" or route.unconfirmed is None)

    @property
    def dates(self) -> tuple[str, ...]:
        """The figures of dated_by."""
        return (self.dated_by,) if isinstance(self.dated_by, str) else self.dated_by or ()

    @property
    def interval(self) -> timedelta:
        return INTERVAL[self.every]
