"""Which figure is meant where the declaration names the words that it follows."""

from bisect import bisect_left

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import find, fold_keys, has
from extractors.reading.finding.fit import converted
from extractors.reading.finding.fitted import Fit
from extractors.reading.finding.periods import Sentence, moves
from extractors.reading.finding.qualified import plain_places
from extractors.reading.finding.search import BESIDE, Hit
from extractors.reading.finding.wanted import Wanted
from extractors.reading.pages.glance import only_figure
from extractors.reading.text.mention import Mention


def headed(after: str, hit: Hit) -> bool:
    """Whether the row and column of a cell do for it what the words it follows do in a sentence.

    Either those words head it, or all anchors do: then nothing is left to tell apart.
    What stands beside a date in a record of JSON is no heading but another field of it.
    """
    block = hit.block
    named = block.kind in ("json", "jsonld") and only_figure(block.text)
    if not (named or block.kind in ("cell", "tile", "definition")) or has(after, hit.folded):
        return False
    headed = bool(hit.levels) and min(hit.levels) == BESIDE
    return headed or has(after, fold_keys((*block.row, *block.column)))


def ends_behind(fitting: list[tuple[Mention, Fit]], after: str, hit: Hit) -> list[tuple[Mention, Fit]]:
    """The figures, of a period in which the words stand its end alone: 起至 in 自114年10月1日起至114年11月14日止."""
    if not any("/" in (mention.date or "") for mention, _ in fitting):
        return fitting
    spots = find(after, hit.folded)
    return [(_cut(mention, spots, hit.block.text), fit) for mention, fit in fitting]


def _cut(mention: Mention, spots: list[tuple[int, int]], text: str) -> Mention:
    inner = [end for start, end in spots if mention.start < start and end < mention.end]
    first, _, last = (mention.date or "").partition("/")
    if mention.kind != "date" or len(inner) != 1 or not first or not last:
        return mention
    start = inner[0] + len(text[inner[0] : mention.end]) - len(text[inner[0] : mention.end].lstrip())
    return mention._replace(start=start, text=text[start : mention.end], date=last)


def following(
    fitting: list[tuple[Mention, Fit]], wanted: Wanted, hit: Hit, others: list[Mention], sentence: Sentence
) -> list[tuple[Mention, Fit]]:
    """The first fitting figure behind each place of the words; none where money of another currency comes first.

    Where a value moved from one to another, both: 由85.08%提高到86.35%. The first is told as former.
    """
    starts = [mention.start for mention, _ in fitting]
    places: set[int] = set()
    for _, end in plain_places((wanted.after or "",), hit.folded, wanted):
        place = bisect_left(starts, end)
        if place == len(starts):
            continue
        between = [other for other in others if end <= other.start < starts[place]]
        if all(converted(other, fitting[place][0], hit.block.text) for other in between):
            places.add(place)
            reached = sentence.moved_to(fitting[place][0])
            if reached is not None and not moves(hit.folded, fitting[place][0], reached):
                reached = None
            reached = reached or sentence.compared(fitting[place][0])
            places |= {at for at in range(place + 1, len(fitting)) if fitting[at][0] is reached}
    return [fitting[place] for place in sorted(places)]


def of_the_label(fitting: list[tuple[Mention, Fit]], hit: Hit) -> list[tuple[Mention, Fit]]:
    """Of a chart's description, 文蛤 21.3%、虱目魚 19.8%, the figures right behind the words, where there are such."""
    ends = {end for _, end in hit.spots}
    own = [one for one in fitting if any(_JOINS.fullmatch(hit.folded, end, one[0].start) for end in ends)]
    return own or fitting


_JOINS = re.compile(r"\s?[:：]?\s?[(（]?")
