"""What speaks against a chosen figure: a place that keeps the same promise as plainly, with another value.

A publisher corrects the table and forgets the sentence. Whichever of the two the words fit a little better, a person
must choose: a place counts where all anchors are its own, its row's or its column's, and nothing else fits there.
"""

from decimal import Decimal

from extractors.reading.finding.agreement import one_unit
from extractors.reading.finding.anchors import fold, fold_keys, has
from extractors.reading.finding.candidate import Candidate
from extractors.reading.finding.fitted import Fit
from extractors.reading.finding.search import ABOVE, OWN, plain
from extractors.reading.finding.ties import AHEAD, year_in
from extractors.reading.finding.wanted import Wanted, inside

_GIVEN_ALONE = ("cell", "tile", "definition")
_BESIDE = 12.0  # characters from the words to a figure that can't belong to others
_VERY_NEAR = Decimal("1.1")
_NEAR = Decimal(3)  # a slip of the pen stays within a third and three times the value; what is further is another thing


def against(chosen: Candidate, found: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """The figures that contradict the chosen one, though they lost against it."""
    if wanted.kind == "date":
        return []
    contradicts = _contradicts if _plain(chosen) else _nearly
    contrary = [one for one in found if one is not chosen and contradicts(one, chosen, wanted)]
    plausible = [one for one in found if wanted.between is None or inside(one.fit.value, wanted.between)]
    return [
        one
        for one in contrary
        if (not _broken_down(one, plausible) or _newest_slip(one, chosen, plausible, wanted))
        and not _beside_it(one, chosen, plausible)
        and not _before_it(one, chosen, plausible)
    ]


def _beside_it(one: Candidate, chosen: Candidate, found: list[Candidate]) -> bool:
    """Whether the same row of its table gives the chosen value too: then its column is another period's."""
    block = one.hit.block
    return block.kind == "cell" and any(
        other.hit.block.row == block.row
        and other.hit.block.column != block.column
        and other.fit.value == chosen.fit.value
        for other in found
        if other.hit.block.kind == "cell" and other is not chosen
    )


def _before_it(one: Candidate, chosen: Candidate, found: list[Candidate]) -> bool:
    """Whether its table has a row for each year, and the last of them gives the chosen value.

    Where an earlier one does, a new row may have been added, and the sentence forgotten. What is a forecast or a target
    confirms nothing.
    """
    block = one.hit.block
    year = year_in(block.row) if block.kind == "cell" else None
    if year is None:
        return False
    rows = {
        other_year: other.fit
        for other in found
        if other.hit.block.kind == "cell"
        and other.hit.block.column == block.column
        and not any(AHEAD.search(fold(text)) for text in other.hit.block.row)
        and (other_year := year_in(other.hit.block.row)) is not None
    }
    last = max(rows, default=year)
    return last > year and _rounded(rows[last], chosen.fit)


def _rounded(one: Fit, other: Fit) -> bool:
    """Whether two figures have one value, or one of them has the other's rounded."""
    if one.value is None or other.value is None or one.unit != other.unit:
        return False
    steps = [fit.precision for fit in (one, other) if fit.precision is not None]
    return abs(one.value - other.value) * 2 <= max(steps, default=Decimal(0))


def _broken_down(one: Candidate, found: list[Candidate]) -> bool:
    """Whether its row or column gives several values that the words don't tell apart: for each branch, of each year."""
    block = one.hit.block
    if block.kind != "cell":
        return False
    cells = [other for other in found if other.hit.block.kind == "cell" and other.fit.value != one.fit.value]
    along = any(other.hit.block.row == block.row for other in cells)
    down = any(other.hit.block.column == block.column for other in cells)
    return (along and not _tells(one, block.column)) or (down and not _tells(one, block.row))


def _newest_slip(one: Candidate, chosen: Candidate, found: list[Candidate], wanted: Wanted) -> bool:
    """Whether it is the newest of its row's periods and has almost the chosen value: 4.62 in a table, 4.26 in the text.

    No older column has the chosen value, and the text names no other period.
    """
    row = [other for other in found if other.hit.block.kind == "cell" and other.hit.block.row == one.hit.block.row]
    periods = [other.period for other in row if other.period is not None]
    if one.period is None or len(periods) != len(row) or len({len(period) for period in periods}) > 1:
        return False
    if (
        len(set(periods)) != len(row)
        or len(row) < 2
        or one.period != max(periods)
        or chosen.period not in (None, one.period)
    ):
        return False
    return _differs(one, chosen, wanted, _VERY_NEAR)


def _tells(one: Candidate, heading: tuple[str, ...]) -> bool:
    """Whether a word of the anchors, or the period, stands in a row's or column's heading."""
    folded = fold_keys(heading)
    return any(has(word, folded) for word in one.hit.words) or bool(one.period and one.period[:4] in folded)


def _contradicts(one: Candidate, chosen: Candidate, wanted: Wanted) -> bool:
    if not _plain(one) or one.gives_way != chosen.gives_way or one.hit.block.kind == "alt":
        return False
    near = _NEAR
    if one.hit.extra < chosen.hit.extra:
        # Another row or column. A sentence has none; with one word to go by it must be beside it, and the values close.
        if one.hit.block.row or min(one.hit.levels) < OWN:
            return False
        if len(one.hit.levels) < 2:
            near = _VERY_NEAR
            # "Taiwan has 72%, more than Korea": what a figure is compared with stands behind it.
            if one.distance > _BESIDE or not any(end <= one.mention.start for _, end in one.hit.spots):
                return False
    kinds = {one.hit.block.kind, chosen.hit.block.kind}
    if one.hit.block.text == chosen.hit.block.text:
        return False
    if kinds.isdisjoint(_GIVEN_ALONE):
        if not one.fit.inferred or one.period is None or one.period != chosen.period:
            return False
        near = _VERY_NEAR  # a chart's numbers in a line, each behind its year
    if one.period_level < chosen.period_level and one.period is not None:
        return False
    if chosen.labels and one.labels and one.labels != chosen.labels:
        return False
    return _differs(one, chosen, wanted, near)


def _nearly(one: Candidate, chosen: Candidate, wanted: Wanted) -> bool:
    """Whether it contradicts a figure that other ones stand beside: then only by a value close to it."""
    if _turned_digits(one, chosen, wanted):
        return True
    on_a_card = one.hit.block.kind in ("tile", "definition") and plain(chosen.hit)
    return on_a_card and _contradicts(one, chosen, wanted) and _differs(one, chosen, wanted, _VERY_NEAR)


def _turned_digits(one: Candidate, chosen: Candidate, wanted: Wanted) -> bool:
    """Whether a cell, tile or definition has almost a sentence's value, both under a heading with the same words."""
    kinds = (one.hit.block.kind, chosen.hit.block.kind)
    if kinds[0] not in _GIVEN_ALONE or kinds[1] in _GIVEN_ALONE or one.rivals or one.former != chosen.former:
        return False
    headed = [level == ABOVE for level in chosen.hit.levels]
    if all(headed) or [level == ABOVE for level in one.hit.levels] != headed or one.hit.extra != chosen.hit.extra:
        return False
    if one.period != chosen.period or (chosen.labels and one.labels and one.labels != chosen.labels):
        return False
    return _differs(one, chosen, wanted, _VERY_NEAR)


def _plain(one: Candidate) -> bool:
    """Whether all the words are its own or its row's, and no other figure there could be meant."""
    return plain(one.hit) and (one.rivals == 0 or one.distance <= _BESIDE)


def _differs(one: Candidate, chosen: Candidate, wanted: Wanted, near: Decimal) -> bool:
    ours, theirs = one.fit.value, chosen.fit.value
    if ours is None or theirs is None or ours == theirs or not one_unit(one.fit.unit, chosen.fit.unit):
        return False
    steps = [fit.precision for fit in (one.fit, chosen.fit) if fit.precision is not None]
    if steps and abs(ours - theirs) <= max(steps):
        return False  # one of them is rounded
    if not all(inside(value, wanted.between) for value in (ours, theirs)):
        return False
    return abs(ours) <= abs(theirs) * near and abs(theirs) <= abs(ours) * near
