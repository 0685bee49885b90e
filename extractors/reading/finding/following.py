"""Which figure is meant where the declaration names the words that it follows."""

from bisect import bisect_left

from extractors.reading.finding.anchors import find, fold_keys, has
from extractors.reading.finding.fit import Fit, converted
from extractors.reading.finding.search import BESIDE, Hit
from extractors.reading.text.mention import Mention


def headed(after: str, hit: Hit) -> bool:
    """Whether the row and column of a cell do for it what the words it follows do in a sentence.

    Either those words head it, or all anchors do: then nothing is left to tell apart.
    What stands beside a date in a record of JSON is no heading but another field of it.
    """
    block = hit.block
    if block.kind not in ("cell", "tile", "definition") or has(after, hit.folded):
        return False
    headed = bool(hit.levels) and min(hit.levels) == BESIDE
    return headed or has(after, fold_keys((*block.row, *block.column)))


def following(
    fitting: list[tuple[Mention, Fit]], after: str, hit: Hit, others: list[Mention]
) -> list[tuple[Mention, Fit]]:
    """The first fitting figure behind each place of the words; none where money of another currency comes first."""
    starts = [mention.start for mention, _ in fitting]
    places: set[int] = set()
    for _, end in find(after, hit.folded):
        place = bisect_left(starts, end)
        if place == len(starts):
            continue
        between = [other for other in others if end <= other.start < starts[place]]
        if all(converted(other, fitting[place][0], hit.block.text) for other in between):
            places.add(place)
    return [fitting[place] for place in sorted(places)]
