"""Edits of generated pages: cosmetic ones keep every figure's truth, real ones change it and say which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from benchmarks.cosmetic_edits import COSMETIC
from benchmarks.page_model import SEGMENT, Draft, Fig, GeneratedPage, Grid
from benchmarks.rendering import build
from benchmarks.writing import CURRENCIES, FRACTIONS, plain

FigEdit = Callable[[Fig, Random, Draft], Fig]
GridEdit = Callable[[Grid, Random, Draft], Grid]


def edit(page: GeneratedPage, kind: str, seed: int = 0, figure: str | None = None) -> GeneratedPage:
    """The page, edited before or not, after one edit; a real one hits `figure`, or one drawn by the seed.

    Raises:
        ValueError: no such kind, or it cannot hit that figure.
    """
    random = Random(f"edit {kind} {seed} {page.draft.seed}")
    if kind in COSMETIC:
        if figure is not None:
            raise ValueError(f"{kind} is cosmetic: it changes no figure")
        return build(COSMETIC[kind](page.draft, random), page.declared)
    if kind not in REAL:
        raise ValueError(f"no such edit: {kind}; there are {', '.join((*COSMETIC, *REAL))}")
    fits, change_fig, change_grid = REAL[kind]
    names = [fig.name for fig in page.draft.figures if not fig.gone and change_fig and fits(fig)]
    names += [SEGMENT] * (change_grid is not None and not page.draft.grid.gone)
    if not names or (figure is not None and figure not in names):
        raise ValueError(f"{kind} cannot hit {figure or 'any figure of this page'}; it can hit {', '.join(names)}")
    name = figure or random.choice(names)
    draft = page.draft
    if name == SEGMENT and change_grid:
        draft = replace(draft, grid=change_grid(draft.grid, random, draft))
    elif change_fig:
        figures = tuple(change_fig(f, random, draft) if f.name == name else f for f in draft.figures)
        draft = replace(draft, figures=figures)
    return build(draft, page.declared, (name,))


# Real edits: digits are changed as they stand, so 24.69 billion loses a digit of 24.69


def _digits(number: Decimal) -> tuple[Decimal, Decimal]:
    """The number as printed digits and the power of ten that they stand for."""
    trimmed = number.normalize()
    exponent = trimmed.as_tuple().exponent
    scale = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return trimmed / scale, scale


def _another(number: Decimal, random: Random) -> Decimal:
    digits, scale = _digits(number)
    size = abs(int(digits))
    step = random.randrange(1, max(2, size // 5))
    step += (size + step) % 10 == 0  # a last digit 0 would not be printed
    return number + step * scale if number > 0 else number - step * scale


def _one_digit_less(number: Decimal, random: Random) -> Decimal:
    digits, scale = _digits(number)
    text = str(abs(int(digits)))
    place = random.choice(list(range(1, len(text))) or [0])
    shorter = (text[:place] + text[place + 1 :]) or "1"
    return int(shorter) * scale * (1 if number > 0 else -1)


def _two_digits_swapped(number: Decimal, random: Random) -> Decimal:
    digits, scale = _digits(number)
    text = str(abs(int(digits)))
    unlike = [p for p in range(len(text) - 1) if text[p] != text[p + 1] and text[p + 1] != "0"]
    if not unlike:
        return _another(number, random)
    place = random.choice(unlike)
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return int(swapped) * scale * (1 if number > 0 else -1)


def _number(change: Callable[[Decimal, Random], Decimal]) -> FigEdit:
    return lambda fig, random, draft: replace(fig, number=change(fig.number, random))


def _cell(change: Callable[[Decimal, Random], Decimal]) -> GridEdit:
    return lambda grid, random, draft: _with_cell(grid, change(grid.cell, random))


def _with_cell(grid: Grid, value: Decimal) -> Grid:
    at, column = grid.at
    rows = list(grid.rows)
    topic, values = rows[at]
    rows[at] = (topic, (*values[:column], value, *values[column + 1 :]))
    return replace(grid, rows=tuple(rows))


def _scaled(fig: Fig, random: Random, draft: Draft) -> Fig:
    # The same digits with the next smaller scale word: billion → million, 億 → 萬.
    return replace(fig, number=fig.number / (1_000 if draft.language == "en" else 10_000))


def _other_currency(fig: Fig, random: Random, draft: Draft) -> Fig:
    return replace(fig, unit=random.choice([code for code in CURRENCIES if code != fig.unit]))


def _struck(fig: Fig, random: Random, draft: Draft) -> Fig:
    return replace(fig, struck=fig.printed(draft.language), number=_another(fig.number, random))


def _struck_cell(grid: Grid, random: Random, draft: Draft) -> Grid:
    return replace(_with_cell(grid, _another(grid.cell, random)), struck=plain(grid.cell))


def _rows_swapped(grid: Grid, random: Random, draft: Draft) -> Grid:
    at, column = grid.at
    other = random.choice([p for p, (_, v) in enumerate(grid.rows) if v[column] != grid.cell])
    rows = list(grid.rows)
    rows[at], rows[other] = (rows[at][0], rows[other][1]), (rows[other][0], rows[at][1])
    return replace(grid, rows=tuple(rows))


def _other_comparator(fig: Fig, random: Random, draft: Draft) -> Fig:
    return replace(fig, comparator=random.choice([c for c in (">=", "<=", "~") if c != fig.comparator]))


def _other_fraction(fig: Fig, random: Random, draft: Draft) -> Fig:
    parts = random.choice([p for p in FRACTIONS if p != fig.parts])
    return replace(fig, parts=parts, number=1 / Decimal(parts))


def _wider(fig: Fig, random: Random, draft: Draft) -> Fig:
    return replace(fig, high=(fig.high or fig.number) + random.randrange(1, 9))


def _gone(how: str) -> FigEdit:
    return lambda fig, random, draft: replace(fig, gone=how)  # type: ignore[arg-type]


def _fits(*shapes: str, **having: object) -> Callable[[Fig], bool]:
    return lambda fig: fig.shape in shapes and all(getattr(fig, key) == value for key, value in having.items())


_PLAIN = _fits("money", "percent", "count")
_ANY = _fits("money", "percent", "count", "span", "fraction")

REAL: dict[str, tuple[Callable[[Fig], bool], FigEdit | None, GridEdit | None]] = {
    "value_changed": (_PLAIN, _number(_another), _cell(_another)),
    "digit_dropped": (_PLAIN, _number(_one_digit_less), _cell(_one_digit_less)),
    "digits_swapped": (_PLAIN, _number(_two_digits_swapped), _cell(_two_digits_swapped)),
    "decimal_moved": (_PLAIN, _number(lambda n, r: n * 10), _cell(lambda n, r: n * 10)),
    "scale_changed": (_fits("money"), _scaled, lambda grid, r, d: replace(grid, scale=grid.scale * 1_000)),
    "currency_changed": (
        _fits("money"),
        _other_currency,
        lambda grid, r, d: replace(grid, currency=r.choice([c for c in CURRENCIES if c != grid.currency])),
    ),
    "sign_changed": (_fits("percent", signed=True), _number(lambda n, r: -n), None),
    "percent_to_points": (_fits("percent", unit="%"), lambda f, r, d: replace(f, unit="pp"), None),
    "year_changed": (
        lambda fig: fig.year is not None and fig.before is None,
        lambda f, r, d: replace(f, year=(f.year or 0) + 1),
        None,
    ),
    "withdrawn": (_ANY, _gone("dropped"), lambda grid, r, d: replace(grid, gone=True)),
    "withdrawn_in_words": (_ANY, _gone("said"), None),
    "moved_into_picture": (_ANY, _gone("picture"), None),
    "struck_through": (_PLAIN, _struck, _struck_cell),
    "comparator_changed": (_fits("count", comparator=">="), _other_comparator, None),
    "range_changed": (lambda fig: fig.high is not None, _wider, None),
    "range_to_one_value": (lambda fig: fig.high is not None, lambda f, r, d: replace(f, high=None), None),
    "denominator_changed": (_fits("fraction"), _other_fraction, None),
    "row_values_swapped": (_fits(), None, _rows_swapped),
    "cell_changed": (_fits(), None, _cell(_another)),
    "tile_changed": (lambda fig: fig.place == "tile" and _PLAIN(fig), _number(_another), None),
    "list_item_changed": (lambda fig: fig.place == "item" and _PLAIN(fig), _number(_another), None),
    "last_year_swapped": (
        lambda fig: fig.before is not None,
        lambda f, r, d: replace(f, number=f.before or f.number, before=f.number),
        None,
    ),
}
"""Kind → which figures it can hit, its edit of a figure, its edit of the big table."""
