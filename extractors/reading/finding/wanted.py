"""What a source promises, and what the locator answers."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from extractors.reading.pages.blocks import Block
from extractors.reading.text.mention import Comparator, Mention

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A declared figure: the words it stands with, its kind and unit, and what narrows it down.

    `anchors`: every group must be met, by any of its synonyms. `kind`: a Mention kind, or "text" (a term), "picture",
    "names" (an ordered list of names). `labels`: label -> groups of words that show what the figure measures; for kind
    "text", its value. `after`: words the figure follows in its sentence. `between` only ranks; the caller judges it.
    """

    name: str
    kind: str
    anchors: Groups = ()
    unit: str | None = None
    period: str | None = None
    between: tuple[Decimal, Decimal] | None = None
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    pointer: str | None = None
    field: str | None = None
    labels: Mapping[str, Groups] = dataclasses.field(default_factory=dict)
    currency: str | None = None
    after: str | None = None


class Located(NamedTuple):
    """The one reading of a wanted figure, with where it stands and why it was chosen."""

    name: str
    mention: Mention | None
    text: str
    block: Block
    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    comparator: Comparator
    precision: Decimal | None
    date: str | None
    period: str | None
    label: str | None
    labels: tuple[str, ...]
    names: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """The figure isn't there; the reason says what was looked for and what came nearest."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several readings fit equally and disagree: a person must choose."""

    name: str
    reason: str
    candidates: tuple[Located, ...]


def inside(value: Decimal | None, between: tuple[Decimal, Decimal] | None) -> bool:
    """Whether a value lies in the plausible range; everything does when there is none."""
    return between is None or (value is not None and between[0] <= value <= between[1])
