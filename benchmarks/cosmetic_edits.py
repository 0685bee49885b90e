"""Edits that leave value, unit, comparator and period of every figure as they were: a redesign is not news."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from benchmarks.filler import FURNITURE
from benchmarks.page_model import Draft, Fig, Place, Style
from benchmarks.words import TOPICS

Cosmetic = Callable[[Draft, Random], Draft]


def _style(**changes: object) -> Cosmetic:
    def change(draft: Draft, random: Random) -> Draft:
        return replace(draft, style=replace(draft.style, **changes))  # type: ignore[arg-type]

    return change


def _figs(change: Callable[[Fig, Random], Fig], fits: Callable[[Fig], bool] = lambda fig: True) -> Cosmetic:
    def all_of_them(draft: Draft, random: Random) -> Draft:
        return replace(draft, figures=tuple(change(f, random) if fits(f) else f for f in draft.figures))

    return all_of_them


def _moved_to(place: Place) -> Cosmetic:
    return _figs(lambda fig, random: replace(fig, place=place), lambda fig: fig.place == "prose")


def _rewritten(*shapes: str) -> Cosmetic:
    return _figs(lambda fig, random: replace(fig, writing=1 - fig.writing), lambda fig: fig.shape in shapes)


def _shuffled(draft: Draft, random: Random) -> Draft:
    order = draft.order[1:] + draft.order[:1]
    figures = list(draft.figures)
    random.shuffle(figures)
    return replace(draft, order=order, figures=tuple(figures))


def _row_above(draft: Draft, random: Random) -> Draft:
    taken = {topic for topic, _ in draft.grid.rows} | {fig.topic for fig in draft.figures}
    topic = random.choice([topic for topic in TOPICS[draft.language] if topic not in taken])
    values = tuple(Decimal(random.randrange(1_205, 98_505)) / 10 for _ in draft.grid.years)
    return replace(draft, grid=replace(draft.grid, rows=((topic, values), *draft.grid.rows)))


def _older_column(draft: Draft, random: Random) -> Draft:
    rows = tuple((t, (Decimal(random.randrange(1_205, 98_505)) / 10, *values)) for t, values in draft.grid.rows)
    return replace(draft, grid=replace(draft.grid, rows=rows, years=(draft.grid.years[0] - 1, *draft.grid.years)))


def _rows_shuffled(draft: Draft, random: Random) -> Draft:
    rows = list(draft.grid.rows)
    random.shuffle(rows)
    return replace(draft, grid=replace(draft.grid, rows=tuple(rows)))


def _date_moved(draft: Draft, random: Random) -> Draft:
    moved = replace(draft.style, nonce=draft.style.nonce + 1)
    return replace(draft, stamp=draft.stamp + timedelta(days=random.randrange(1, 28)), style=moved)


def _tiles_turned(draft: Draft, random: Random) -> Draft:
    return replace(draft, tiles=draft.tiles[1:] + draft.tiles[:1])


def _redesign(draft: Draft, random: Random) -> Draft:
    looks = Style("v2", "wide", True, "b", heading=3, wrappers=3, stamp_on_top=False, nonce=9, nav_extra=2)
    turned = replace(_moved_to("definition")(draft, random), style=looks)
    return _shuffled(turned, random)


def _sheet_changed(draft: Draft, random: Random) -> Draft:
    return replace(draft, sheet=draft.sheet[::-1].replace("}", "").replace("{", ""))


COSMETIC: dict[str, Cosmetic] = {
    "whitespace_wide": _style(spacing="wide"),
    "whitespace_dense": _style(spacing="dense"),
    "attribute_order": _style(attributes_reversed=True),
    "class_rename": _style(salt="x7f"),
    "digits_in_tag": _style(digits_tag="b"),
    "digits_in_span": _style(digits_tag="span"),
    "nbsp": _style(nbsp=True),
    "entities": _style(entities=True),
    "soft_hyphens": _style(invisible=True),
    "heading_level": _style(heading=3),
    "comments": _style(comments=True),
    "wrappers": _style(wrappers=3),
    "banner": _style(banner=True),
    "nav_extra": _style(nav_extra=3),
    "hidden_copy": _style(hidden_copy=True),
    "stamp_at_foot": _style(stamp_on_top=False),
    "paragraphs_added": _style(tail=2),
    "date_stamp": _date_moved,
    "style_sheet": _sheet_changed,
    "percent_writing": _rewritten("percent"),
    "money_writing": _rewritten("money"),
    "count_writing": _rewritten("count", "span", "fraction"),
    "reworded": _figs(lambda fig, random: replace(fig, wording=fig.wording + 1)),
    "footnote_marks": _figs(lambda fig, random: replace(fig, footnote=True)),
    "blocks_moved": _shuffled,
    "row_above": _row_above,
    "note_row": lambda draft, random: replace(draft, extra_rows=(FURNITURE[draft.language].new_row,)),
    "older_column": _older_column,
    "rows_shuffled": _rows_shuffled,
    "tiles_reordered": _tiles_turned,
    "prose_to_table": _moved_to("row"),
    "prose_to_tile": _moved_to("tile"),
    "prose_to_list": _moved_to("item"),
    "prose_to_definitions": _moved_to("definition"),
    "tile_to_prose": _figs(lambda f, random: replace(f, place="prose"), lambda f: f.place in ("tile", "item")),
    "redesign": _redesign,
}
