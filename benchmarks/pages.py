"""The generator of pages: make_page(seed) gives a page of any size with the truth about its figures.

The same seed always gives the same bytes. `edit(page, kind, seed)` changes a page and says what is true then; the
kinds are those of COSMETIC and REAL. benchmarks/serving.py serves many pages over HTTPS.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from benchmarks.cosmetic_edits import COSMETIC
from benchmarks.edits import REAL, edit
from benchmarks.filler import ITEM_BYTES, paragraphs, state_items, style_sheet
from benchmarks.page_model import SEGMENT, Declared, Draft, Fig, GeneratedPage, Grid, Truth
from benchmarks.rendering import build, render
from benchmarks.words import LANGUAGES, TOPICS, Language
from benchmarks.writing import CURRENCIES, FRACTIONS

__all__ = ["COSMETIC", "REAL", "Declared", "GeneratedPage", "PageSet", "Truth", "edit", "make_page"]

_SECTIONS = 4
_GRID_ROWS = 8


def make_page(seed: int, n_bytes: int = 60_000, language: Language | None = None) -> GeneratedPage:
    """A page of about `n_bytes`; without a language, seeds take the three in turn."""
    language = language or LANGUAGES[seed % len(LANGUAGES)]
    random = Random(f"page {seed} {language}")
    topics = random.sample(TOPICS[language], len(TOPICS[language]))
    year = random.randrange(2021, 2026)
    figures, rest = _figures(random, topics, year), topics[9:]
    grid = _grid(random, rest[:_GRID_ROWS], year)
    others = tuple(rest[_GRID_ROWS:])  # filler never speaks of a topic with a declared figure
    per_section = n_bytes * 2 // 5 // _SECTIONS
    draft = Draft(
        seed=seed,
        language=language,
        figures=figures,
        grid=grid,
        order=tuple(range(_SECTIONS)),
        tiles=(0, 1, 2),
        prose=tuple(tuple(paragraphs(language, others, random, per_section)) for _ in range(_SECTIONS)),
        spare=tuple(paragraphs(language, others, random, 2_400)),
        stamp=date(year + 1, 1, 1) + timedelta(days=random.randrange(300)),
        sheet=style_sheet("c", random, n_bytes // 1_000),
        logo=b64encode(random.randbytes(n_bytes // 20)).decode(),
    )
    room = n_bytes - len(render(draft)[0].encode())
    draft = replace(draft, script=state_items(random, max(0, room // ITEM_BYTES)))
    declared = (*(fig.declared(language) for fig in figures), _declared_cell(grid))
    return build(draft, declared)


@dataclass(frozen=True, slots=True)
class PageSet:
    """Many pages at addresses of their own: page i lives on host i modulo `hosts`.

    `edits` are done to every page in their order: a kind, and the figure that a real one is to hit.
    """

    count: int
    hosts: int = 50
    n_bytes: int = 60_000
    first_seed: int = 1
    language: Language | None = None
    edits: tuple[tuple[str, str | None], ...] = ()

    def page(self, number: int) -> GeneratedPage:
        made = make_page(self.first_seed + number, self.n_bytes, self.language)
        for kind, figure in self.edits:
            made = edit(made, kind, figure=figure)
        return made

    def host(self, number: int) -> str:
        return f"site-{number % self.hosts:04}.example"

    def path(self, number: int) -> str:
        return f"/reviews/{number}.html"

    def url(self, number: int) -> str:
        return f"https://{self.host(number)}{self.path(number)}"

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(self.url(number) for number in range(self.count))

    @property
    def host_names(self) -> tuple[str, ...]:
        return tuple(sorted({self.host(number) for number in range(min(self.count, self.hosts))}))


def _decimal(random: Random, low: str, high: str) -> Decimal:
    """Between the two, with as many decimals as `low` has, the last one not 0."""
    exponent = Decimal(low).as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    number = random.randrange(int(Decimal(low) / step), int(Decimal(high) / step))
    return (number + (number % 10 == 0)) * step


def _figures(random: Random, topics: list[str], year: int) -> tuple[Fig, ...]:
    def amount() -> Decimal:
        return _decimal(random, "1.10", "98.99") * 10**9

    def currency() -> str:
        return random.choice(tuple(CURRENCIES))

    def whole(low: int, high: int) -> Decimal:
        return Decimal(random.randrange(low, high))

    spent, low, parts = amount(), whole(3, 18), random.choice(FRACTIONS)
    growth = random.choice((1, -1)) * _decimal(random, "1.1", "29.9")
    share = _decimal(random, "11.1", "88.9")
    return (
        Fig("market", topics[0], "money", amount(), currency(), year=year),
        Fig("spending", topics[1], "money", spent, currency(), year=year, before=spent - 370_000_000),
        Fig("growth", topics[2], "percent", growth, "%", signed=True),
        Fig("adopters", topics[3], "percent", share, "%", "tile", 1),
        Fig("sellers", topics[4], "count", whole(1_100, 9_900), "company", section=1, comparator=">="),
        Fig("tried", topics[5], "fraction", 1 / Decimal(parts), None, section=1, parts=parts),
        Fig("trained", topics[6], "count", whole(110, 989) * 100, "person", "item", 2),
        Fig("sample", topics[7], "count", whole(1_312, 4_980), "person", section=3),
        Fig("rollout", topics[8], "span", low, "month", section=2, high=low + whole(3, 12)),
    )


def _grid(random: Random, topics: list[str], year: int) -> Grid:
    years = (year - 2, year - 1, year)
    rows = tuple((topic, tuple(_decimal(random, "120.5", "9850.5") for _ in years)) for topic in topics)
    return Grid(rows, years, random.choice(topics), year, random.choice(tuple(CURRENCIES)))


def _declared_cell(grid: Grid) -> Declared:
    return Declared(SEGMENT, "money", grid.currency, row=(grid.topic,), column=(str(grid.year),))
