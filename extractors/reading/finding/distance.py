"""How far a figure stands from the declared words in its own text, in characters: smaller is nearer."""

from bisect import bisect_left

from extractors.reading import regexes as re
from extractors.reading.finding import qualified
from extractors.reading.finding.anchors import Spots
from extractors.reading.finding.search import Hit
from extractors.reading.finding.wanted import Wanted
from extractors.reading.text.mention import Mention

_CLAUSE = re.compile(r"(?<!\d)[,，](?!\d)|[,，]\s|[;；。()（）·•|]|\.\s|\b(?:and|while|but|with|versus)\b")
CLEARLY = 4.0  # characters by which one figure must stand nearer to the anchors than the next
_FAR = 300  # characters between anchor and figure in which clause marks are counted
_STEP = 25  # what a clause mark between anchor and figure counts for, in characters
# "Core inflation, which leaves out energy, fell to": what is put in between keeps nothing apart.
_INSERTED = re.compile(r",\s(?:which|who|excluding|including|a measure of|also known as|the measure)\b[^,.;\d]{3,90},")
_IN_A_YEAR = re.compile(r"(?<!than )(?<!unlike )(?<!as )\bin (?:the year )?(?:19|20)\d\d$")
_NEXT_IN_BRACKETS = re.compile(r"\),? (?:(?:closely )?followed by|ahead of|and|then)\b[^\d()]*\(\d[^()]*\)")
_LONGEST_YEAR = 30
_RIGHT_BEHIND = 6
_TAKEN = 60.0  # for words that another figure stands right behind
_OTHER_CLAUSE = 10.0
_NAMED = 0.25
_ELSEWHERE = 40.0  # a gap beyond this is that of another clause: how far it is says little any more


def distance_of(
    hit: Hit,
    mention: Mention,
    wanted: Wanted,
    spots: Spots,
    *,
    plainly: bool = False,
    taken: frozenset[int] = frozenset(),
) -> float:
    """How far the figure stands from the anchors in its own text; smaller is nearer.

    `taken` are the ends of words that another figure stands right behind.
    """
    folded = hit.folded
    if wanted.after is not None:
        ends = [end for _, end in qualified.plain_places((wanted.after,), folded, wanted) if end <= mention.start]
        near = float(mention.start - ends[-1]) if ends else 0.0
        named = [own for own in spots if own and not any(end in ends for _, end in own)]
        near += _NAMED * sum(_nearest_gap(folded, own, mention, taken) for own in named)  # of whom the rate is
        return near + sum(_OTHER_CLAUSE for own in spots if own and _in_another_clause(folded, own, mention))
    opened = folded.rfind("(", max(0, mention.start - 80), mention.start)
    inside = (
        not plainly
        and opened >= 0
        and ")" not in folded[opened : mention.start]
        and not _named(folded, opened, mention)
    )
    aside = 40.0 if inside and not any(opened < start < mention.start for own in spots for start, _ in own) else 0.0
    apart = sum(_OTHER_CLAUSE for own in spots if own and not plainly and out_of_part(folded, own, mention))
    return aside + apart + sum(_nearest_gap(folded, own, mention, taken) for own in spots if own)


def ends_taken(folded: str, fitting: list[Mention], spots: Spots) -> frozenset[int]:
    """The ends of the words that a figure stands right behind, in a list of names each with one: A 52.6%，B 17.8%."""
    if len(fitting) < 2:
        return frozenset()
    return frozenset(
        end
        for own in spots
        for _, end in own
        for mention in fitting
        if 0 <= mention.start - end <= _RIGHT_BEHIND and not _CLAUSE.search(folded, end, mention.start)
    )


def _in_another_clause(folded: str, own: list[tuple[int, int]], mention: Mention) -> bool:
    """Whether an anchor's last place before the figure stands in a part of the sentence that is over."""
    place = bisect_left(own, (mention.start, mention.start))
    return place > 0 and any(mark in folded[own[place - 1][1] : mention.start] for mark in ";；")


def out_of_part(folded: str, own: list[tuple[int, int]], mention: Mention) -> bool:
    """Whether none of an anchor's places stands in the same part of the sentence, as semicolons cut it."""
    begin, end = folded.rfind(";", 0, mention.start), folded.find(";", mention.end)
    if begin < 0 and end < 0:
        return False
    return not any(begin < start and (end < 0 or stop <= end) for start, stop in own)


def _named(folded: str, opened: int, mention: Mention) -> bool:
    """Whether the brackets hold the figure alone, behind words and not behind a figure: half of adults (52%).

    Behind a year they do where the next figure stands so as well: "in 2025 (44%), followed by China (26%)".
    """
    alone = not folded[opened + 1 : mention.start].strip() and folded[mention.end : mention.end + 1] == ")"
    if not alone or opened < 2:
        return False
    before = folded[max(0, opened - _LONGEST_YEAR) : opened].rstrip()
    in_line = _NEXT_IN_BRACKETS.match(folded, mention.end, mention.end + _FAR) is not None
    return before[-1:].isalpha() or (in_line and _IN_A_YEAR.search(before) is not None)


def _nearest_gap(folded: str, spots: list[tuple[int, int]], mention: Mention, taken: frozenset[int]) -> float:
    """The smallest gap to one of an anchor's places: the last before the figure or the first behind it."""
    place = bisect_left(spots, (mention.start, mention.start))
    spot = min(spots[max(0, place - 1) : place + 1], key=lambda one: _gap(folded, one, mention))
    gap = _gap(folded, spot, mention)
    # "Of all cases A has 45%, B 34% and C 17%": what all share must not outweigh the name that one has beside it.
    near = gap if gap <= _ELSEWHERE else _ELSEWHERE + (gap - _ELSEWHERE) / 5
    return near + _TAKEN if _of_another(folded, spot, mention, taken) else near


def _of_another(folded: str, spot: tuple[int, int], mention: Mention, taken: frozenset[int]) -> bool:
    """Whether words behind a figure stand in the next clause, right before a figure of their own."""
    if spot[1] not in taken or spot[0] < mention.end:
        return False
    return "、" in folded[mention.end : spot[0]] or _CLAUSE.search(folded, mention.end, spot[0]) is not None


def _gap(folded: str, spot: tuple[int, int], mention: Mention) -> float:
    start, end = spot
    if mention.start >= end:
        between = folded[end : mention.start]
        if between.startswith(","):
            between = _INSERTED.sub("", between)
        return len(between) + _STEP * len(_CLAUSE.findall(between[:_FAR]))
    if start >= mention.end:
        between = folded[mention.end : start]
        return 5 + 1.5 * len(between) + _STEP * len(_CLAUSE.findall(between[:_FAR]))
    return -2 * CLEARLY  # the figure counts just this: 27,415 students
