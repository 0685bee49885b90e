"""Whether candidates print the same value, and which of them says it best."""

from collections.abc import Iterable
from decimal import Decimal

from extractors.reading.finding.candidate import Candidate
from extractors.reading.finding.distance import CLEARLY
from extractors.reading.finding.search import plain
from extractors.reading.finding.ties import left_over
from extractors.reading.finding.wanted import Wanted, inside
from extractors.reading.text.counters import is_thing

_ROUNDING = ("heading", "meta", "jsonld", "sentence", "item")
_EXACT = ("cell", "tile", "definition")


def nearest(top: list[Candidate]) -> list[Candidate]:
    """Of several figures in one block that disagree only the one clearly nearest to the anchors stays."""
    blocks: dict[tuple[int, str], list[Candidate]] = {}
    for one in top:
        blocks.setdefault((id(one.hit.chunk), one.hit.block.text), []).append(one)
    kept: list[Candidate] = []
    for group in blocks.values():
        if agreed(group) is not None:
            kept += group
            continue
        near = min(one.distance for one in group)
        kept += [one for one in group if one.distance < near + CLEARLY]
    return kept


def agreed(top: list[Candidate]) -> Candidate | None:
    """The most precise of the candidates, if all the others print the same value or it rounded."""
    finest = min(top, key=_coarseness)
    if not all(_same(finest, other) for other in top):
        return None
    # One text may give the value twice, as two things: 年增9.8% and 年複合成長率約9.8%.
    twice = [one for one in top if one.hit.block == finest.hit.block and _coarseness(one) == _coarseness(finest)]
    return min(twice, key=lambda one: one.distance) if len(twice) > 1 else finest


def finer(chosen: Candidate, others: Iterable[Candidate], wanted: Wanted) -> Candidate:
    """The exact figure where a headline or a sentence gives it rounded; the chosen one where there is none.

    六成 over a card of 61.3%, 上看118億 over a row of 118.6億.
    """
    step = chosen.fit.precision
    if chosen.hit.block.kind not in _ROUNDING or chosen.fit.value is None or step is None:
        return chosen
    exact = [
        one
        for one in others
        if one.hit.block.kind in _EXACT
        and plain(one.hit)
        and not one.former
        and one.period_level >= chosen.period_level
        and one.hit.extra >= chosen.hit.extra
        and one.fit.precision is not None
        and one.fit.precision < step
        and inside(one.fit.value, wanted.between)
        and (_same(one, chosen) or _cut_off(one, chosen))
        and not left_over(one, wanted, bare=True)
    ]
    return agreed(exact) or chosen if exact else chosen


def _cut_off(exact: Candidate, rounded: Candidate) -> bool:
    """Whether a figure with a hedge has the other's first digits: 上看118億 for 118.6億."""
    value, floor, step = exact.fit.value, rounded.fit.value, rounded.fit.precision
    if value is None or floor is None or step is None:
        return False
    hedged = rounded.mention.comparator != "=" and exact.fit.unit == rounded.fit.unit
    return hedged and floor <= value < floor + step


def _coarseness(one: Candidate) -> tuple[Decimal, int, bool]:
    """Sorts the most precise first; of equals, what the reader sees before what stands in the page's head."""
    precision = one.fit.precision if one.fit.precision is not None else Decimal("Infinity")
    return (precision, -len((one.mention.date or "")[:10]), one.hit.block.kind in ("meta", "jsonld"))


def one_unit(one: str | None, other: str | None) -> bool:
    """Whether two units may be one: 23.7 million, and 23.7 million passengers."""
    return one == other or (None in (one, other) and is_thing(one or other))


def _same(one: Candidate, other: Candidate) -> bool:
    a, b = one.fit, other.fit
    if not one_unit(a.unit, b.unit) or not (one.mention.date or "")[:10].startswith((other.mention.date or "")[:10]):
        return False
    if a.value is None or b.value is None:
        return (a.value, a.low, a.high) == (b.value, b.low, b.high)
    if a.value == b.value:
        return True
    return b.precision is not None and abs(a.value - b.value) * 2 <= b.precision
