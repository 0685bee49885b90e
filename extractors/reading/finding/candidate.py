"""One figure that could be the wanted one, and what was met on the way and did not fit."""

from dataclasses import dataclass, field

from extractors.reading.finding import clauses
from extractors.reading.finding.fitted import Fit
from extractors.reading.finding.search import Hit, plain
from extractors.reading.finding.wanted import Wanted
from extractors.reading.text.mention import Mention

_WEIGHT = {"heading": 2, "caption": 2, "alt": 1, "jsonld": 1, "meta": 1, "json": 2}
_NOTES = 6
_PLAINLY = 20  # more than how well the words are met could make up for, with any number of anchors that people declare


@dataclass(slots=True)
class Candidate:
    """One figure in one block."""

    hit: Hit
    mention: Mention
    fit: Fit
    period: str | None
    period_level: int
    former: bool
    distance: float
    labels: tuple[str, ...]
    rivals: int = 0  # other fitting figures of the same block

    @property
    def gives_way(self) -> bool:
        """Whether a present figure of the page's own text goes before it."""
        block = self.hit.block
        return self.former or block.kind == "alt" or (block.kind in ("sentence", "item") and clauses.note(block.text))

    def rank(self, wanted: Wanted) -> tuple[int, ...]:
        """What speaks for it, most telling first."""
        weight = 3 if wanted.kind == "date" else _WEIGHT.get(self.hit.block.kind, 3)
        return (
            # A chart's description tells of one bar of it as often as of the whole.
            -1 if clauses.question(self.hit.block.text) else 0 if self.gives_way else 1,
            self.hit.extra,
            (_PLAINLY if plain(self.hit) else 0) + sum(self.hit.levels),
            self.period_level,
            0 if self.fit.inferred else 1,
            1 if self.labels else 0,
            weight,
        )


@dataclass(slots=True)
class Rejected:
    """What was met on the way and did not fit: the material of a Missing's reason."""

    hits: int = 0
    figures: int = 0
    other_kinds: list[str] = field(default_factory=list)
    other_periods: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    years: bool | None = None  # whether a place of the words that is no dated event says a year
    turned: tuple[int, int] | None = None  # how well the words are met where they stand with something else now
    followed: bool = False  # whether any text, or its heading, has the words that the figure follows
    text: str = ""  # the first text that had all the words
    counted: str = ""  # the first count of other things in it, where things were asked for
    told_no_more: str = ""  # the words by which what was asked for is not told any more, or not yet
    instead: int = 0  # how many row, column and leading words are met where they stand with another unit now

    @staticmethod
    def note(notes: list[str], text: str) -> None:
        """Keeps the first few different ones."""
        if len(notes) < _NOTES and text not in notes:
            notes.append(text)
