"""Why a fitting figure that stands with the words is none of theirs: a part, another's, a target, what it was."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from extractors.reading.finding import clauses, groups, months, parts
from extractors.reading.finding.anchors import Spots
from extractors.reading.finding.fitted import Fit
from extractors.reading.finding.fitting import Fitting
from extractors.reading.finding.index import Index
from extractors.reading.finding.not_told import not_told
from extractors.reading.finding.other_measure import of_another_measure, share_of_words
from extractors.reading.finding.other_subject import of_another_subject
from extractors.reading.finding.periods import Sentence
from extractors.reading.finding.search import ABOVE, OWN, Hit
from extractors.reading.finding.wanted import Wanted
from extractors.reading.pages.glance import beside
from extractors.reading.text.mention import Mention


@dataclass(slots=True)
class Setting:
    """One text that has the words, and what was found out about it."""

    index: Index
    hit: Hit
    wanted: Wanted
    sentence: Sentence
    spots: Spots  # for each group of words its places; then those of the row and the column named in prose
    fitting: Fitting
    may_be_gone: bool  # words of withdrawal stand in it
    others: list[Mention]  # figures of another kind that the wanted one may have turned into


class Refusal(NamedTuple):
    """What a person reads of it; whether it is about time; whether the words' own place is taken by it."""

    said: str
    time: bool = False
    elsewhere: bool = False


def refusal(at: Setting, mention: Mention, fit: Fit, aim: bool) -> Refusal | None:
    """The first reason not to take a figure; None where there is none. `aim`: it is what should or will be."""
    for test, said, time, elsewhere in _TESTS:
        if test(at, mention, fit, aim):
            return Refusal(said, time, elsewhere)
    return None


def _only_moved(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    return clauses.only_moved(at.hit.folded, mention, fit.value, at.wanted)


def _part_or_whole(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    folded, block, wanted, spots = at.hit.folded, at.hit.block, at.wanted, at.spots
    return (
        parts.part(folded, mention, spots)
        or parts.whole(folded, mention, spots)
        or groups.with_others(folded, mention, spots)
        or groups.broken_down(folded, mention, spots, wanted)
        or groups.restricted(folded, mention, spots, wanted)
        or groups.among_some(folded, mention)
        or groups.most_of(folded, mention, spots, wanted)
        or of_another_subject(folded, mention, spots, groups.declared(wanted), at.index.around(block.headers))
        or groups.label_of_a_group(block, at.hit.words, wanted)
        or (block.kind == "cell" and groups.column_of_a_group(block.row, block.column, wanted))
    )


def _earlier_or_aim(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    only_above = at.wanted.period is None and max(at.hit.levels, default=OWN) == ABOVE
    return only_above and (aim or (beside(at.hit.block.text) and at.sentence.former(mention)))


def _target(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    return groups.label_of_a_target(at.hit.block, at.hit.words, at.wanted)


def _other_measure(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    folded = at.hit.folded
    return share_of_words(folded, mention, at.spots, at.wanted) or of_another_measure(
        folded, mention, at.hit.words, at.spots
    )


def _difference(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    return not_told(at.hit.folded, mention, at.spots, at.wanted, len(at.fitting) - 1)


def _of_the_next(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    return clauses.of_the_next(at.hit.folded, mention, at.spots, at.fitting)


def _like_it(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    return clauses.like_it(at.hit.folded, mention)


def _no_value(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    return clauses.no_value(at.hit.folded, mention)


def _aside(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    return at.sentence.aside(mention) and any(other.end <= mention.start for other in at.others)


def _mistaken(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    return at.sentence.mistaken(mention)


def _other_month(at: Setting, mention: Mention, fit: Fit, aim: bool) -> bool:
    """Whether a month or quarter that was asked for is not the one that stands nearest to the figure."""
    own = at.hit.folded[: mention.start]
    for group, level in zip(at.wanted.anchors, at.hit.levels, strict=True):
        if months.other_period(group, (own,) if level == OWN else (*at.hit.block.headers, own)):
            return True
        if months.summed_up(group, own):
            return True
    return False


_Test = Callable[[Setting, Mention, Fit, bool], bool]
# In this order: what is said, whether it is about time, whether the words' own place is taken by it.
_TESTS: tuple[tuple[_Test, str, bool, bool], ...] = (
    (_only_moved, "(of another thing, or how far it moved)", False, True),
    (_part_or_whole, "(a part of it, or the whole)", False, False),
    (_earlier_or_aim, "is an earlier one, or an aim", True, False),
    (_target, "is what should or will be", True, False),
    (_other_measure, "(of another measure)", False, True),
    (_difference, "(a difference, or of something else)", False, True),
    (_of_the_next, "(of what follows it)", False, False),
    (_like_it, "is only what it is like", True, False),
    (_no_value, "(of a formula, or the most that could be)", False, False),
    (_aside, "stands in brackets behind what it turned into", True, True),
    (_mistaken, "(told to be wrong)", False, False),
    (_other_month, "stands with another month or quarter", True, False),
)
