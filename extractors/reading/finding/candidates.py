"""The figures that could be the wanted one, with what speaks for each."""

from collections.abc import Iterator
from itertools import pairwise

from extractors.reading.finding import clauses, groups, qualified
from extractors.reading.finding.anchors import Spots, find, fold
from extractors.reading.finding.another_now import another_now
from extractors.reading.finding.candidate import Candidate, Rejected
from extractors.reading.finding.distance import CLEARLY, distance_of, ends_taken, out_of_part
from extractors.reading.finding.fit import converted, turned_into
from extractors.reading.finding.fitted import Fit
from extractors.reading.finding.fitting import TABLED, fitting_in
from extractors.reading.finding.following import ends_behind, following, headed, of_the_label
from extractors.reading.finding.index import Index
from extractors.reading.finding.labels import labels_of, one_of
from extractors.reading.finding.not_told import describes
from extractors.reading.finding.periods import archived, former_heading, former_part, of_sources
from extractors.reading.finding.refusals import Setting, refusal
from extractors.reading.finding.restated import restated
from extractors.reading.finding.search import OWN, Hit, hits, plain
from extractors.reading.finding.standing import period_of
from extractors.reading.finding.then_and_now import then_and_now
from extractors.reading.finding.wanted import Located, Wanted
from extractors.reading.finding.withdrawn import may_be, withdrawn
from extractors.reading.text.mention import Mention

_TWICE = 30
_FAR_APART = 100.0  # a figure so much nearer to the words is theirs, though its unit is understood only


def candidates(index: Index, hit: Hit, wanted: Wanted, rejected: Rejected) -> Iterator[Candidate]:
    """The fitting figures of one block."""
    block = hit.block
    sentence = index.sentence(block.text, wanted.currency)
    rejected.hits += 1
    rejected.text = rejected.text or block.text
    rejected.followed |= wanted.after is not None and (
        bool(find(wanted.after, hit.folded)) or headed(wanted.after, hit)
    )
    rejected.figures += len(sentence.mentions)
    fitting = fitting_in(sentence, hit, wanted, rejected)
    if not fitting:
        return
    others = [mention for mention in sentence.mentions if turned_into(mention, wanted)]
    if wanted.after is not None:
        fitting = ends_behind(fitting, wanted.after, hit)
    if wanted.after is not None and not headed(wanted.after, hit):
        fitting = following(fitting, wanted, hit, others, sentence)
    if block.kind in ("alt", "caption") and len(fitting) > 1:
        fitting = of_the_label(fitting, hit)
    spots = [
        qualified.plain_places(group, hit.folded, wanted) if level == OWN else []
        for group, level in zip(wanted.anchors, hit.levels, strict=True)
    ]
    if block.kind not in TABLED:  # the row named in a sentence tells its figures apart like an anchor
        spots += [
            sorted(spot for words in own for spot in find(words, hit.folded)) for own in (wanted.row, wanted.column)
        ]
    if wanted.after is not None and not headed(wanted.after, hit):
        first = min((end for _, end in find(wanted.after, hit.folded)), default=0)
        others = [other for other in others if other.start >= first]
    if wanted.kind == "duration":  # another length has taken its place only where all the words are
        others = [one for one in others if not any(own and out_of_part(hit.folded, own, one) for own in spots)]
    tabled = block.kind in TABLED
    # In prose points beside a percentage are more often how far it moved.
    named = [own for place, own in enumerate(spots) if own or place < len(wanted.anchors)]
    may_turn = tabled or wanted.kind == "money"
    instead = {id(other) for other in others if may_turn and _instead(other, fitting, named, -1 if tabled else _TWICE)}
    if wanted.period is None and archived(block.headers) and not groups.year_asked(wanted):
        for mention, _ in fitting:
            rejected.note(rejected.other_periods, f"“{mention.text}” stands under “{block.headers[-1]}”")
        return
    found: list[Candidate] = []
    elsewhere = 0
    anothers = clauses.of_another_source(hit.folded, groups.declared(wanted))
    at = Setting(index, hit, wanted, sentence, spots, fitting, may_be(hit.folded), others)
    others_words = ends_taken(hit.folded, [one for one, _ in fitting], spots)
    for mention, fit in fitting:
        period, level = period_of(index, hit, mention, sentence, wanted)
        if level is None:
            rejected.note(rejected.other_periods, f"“{mention.text}” stands with {period or 'no year'}")
            continue
        if (quoted := withdrawn(hit.folded, mention, spots, at.may_be_gone)) is not None:
            rejected.told_no_more = rejected.told_no_more or quoted
            rejected.note(rejected.other_kinds, f"“{mention.text}” (of something else)")
            elsewhere += 1
            continue
        aim = wanted.period is None and clauses.aimed_at(hit.folded, mention, groups.declared(wanted))
        refused = refusal(at, mention, fit, aim)
        if refused is not None:
            notes = rejected.other_periods if refused.time else rejected.other_kinds
            rejected.note(notes, f"“{mention.text}” {refused.said}")
            elsewhere += refused.elsewhere
            continue
        earlier = (
            sentence.former(mention)
            or former_heading((*block.row, *block.column))
            or former_part(block.headers)
            or (block.kind == "item" and of_sources(block.headers))
            or describes(hit.folded, mention, spots)
            or (wanted.period is None and clauses.of_an_earlier_year(hit.folded, mention, block.kind))
            or (wanted.period is None and _event(index, hit, wanted, rejected))
            or clauses.moved(mention, sentence.next_same(mention), hit.folded, wanted)
            or groups.of_a_group(hit.folded, mention, spots, wanted)
            or qualified.all_qualified(hit.folded, spots, wanted)
            or aim
            or anothers
        )
        labels = labels_of(wanted, block, sentence.clause(mention))
        distance = distance_of(hit, mention, wanted, spots, taken=others_words)
        if any(
            distance_of(hit, other, wanted, spots, plainly=True) + CLEARLY <= distance
            or (id(other) in instead and other.end <= mention.start)
            for other in others
            if (tabled and id(other) in instead and other.end <= mention.start)
            or not converted(other, mention, block.text)
        ):
            rejected.note(rejected.other_kinds, f"“{mention.text}” (behind what the figure may have turned into)")
            continue
        if clauses.only_pointed(mention, hit.folded, block.kind):
            mention = mention._replace(comparator="=")
        found.append(Candidate(hit, mention, fit, period, level, earlier, distance, labels))
    sure = min((one.distance for one in found if one.fit.inferred), default=None)
    if sure is not None:  # thirteen companies …, which takes our list of unicorns to 312
        found = [one for one in found if one.fit.inferred or one.distance < sure + _FAR_APART]
    if len(found) > 1 and all(one.former for one in found):  # a group's rate that moved: where it stands now
        told = [one.mention for one in found]
        found = [one for one in found if sentence.moved_to(one.mention) not in told]
    now = another_now(at, [one.mention for one in found]) if wanted.period is None else None
    if now is not None:
        rejected.note(rejected.other_kinds, f"“{now}” (where the figure should be, before an earlier one)")
        elsewhere += len(found)
        found = []
    if not found and plain(hit) and (instead or elsewhere):
        rejected.turned = max(rejected.turned or (0, 0), (hit.extra, sum(hit.levels)))
        rejected.instead = max(rejected.instead, hit.extra if instead else 0)
    last_years = [one.mention for one in found if one.former]
    for one in found:
        one.rivals = len(found) + elsewhere - 1
        before = [mention for mention in last_years if mention.end <= one.mention.start]
        one.former = one.former or any(
            clauses.of_other_things(hit.folded, mention, one.mention, spots) for mention in before
        )
    if wanted.period is None and len(found) > 1 and not tabled and not groups.year_asked(wanted):
        for one, other in pairwise(found):
            one.former |= restated(hit.folded, one.mention, other.mention, (one.period, other.period))
            if then_and_now(hit.folded, one.mention, other.mention):
                one.former, other.former = True, False
    yield from found


def _event(index: Index, hit: Hit, wanted: Wanted, rejected: Rejected) -> bool:
    """Whether it is an event in a list that gives way: not where another place of the words says a year."""
    if hit.block.kind != "item" or not clauses.dated(hit.folded):
        return False
    if rejected.years is None:
        rejected.years = any(
            clauses.names_a_year(" ".join((other.folded, *map(fold, other.block.headers))))
            for other in hits(index, wanted)
            if other.block.kind != "item" or not clauses.dated(other.folded)
        )
    return not rejected.years


def _instead(other: Mention, fitting: list[tuple[Mention, Fit]], spots: Spots, near: int) -> bool:
    """Whether a figure of another kind stands right behind all the words, where the wanted one is to be expected.

    Not where one of the wanted kind follows within `near` characters.
    """
    lasts = [max((end for _, end in own if end <= other.start), default=-1) for own in spots]
    if not lasts or min(lasts) < 0:
        return False
    if any(0 <= mention.start - other.end <= near for mention, _ in fitting):
        return False  # the same amount twice, more often than another
    return not any(max(lasts) <= mention.start < other.start for mention, _ in fitting)


def located(index: Index, candidate: Candidate, wanted: Wanted, reason: str) -> Located:
    """The answer a candidate makes."""
    mention, fit = candidate.mention, candidate.fit
    return Located(
        name=wanted.name,
        mention=mention,
        text=mention.text,
        block=index.page.placed(candidate.hit.chunk, candidate.hit.block),
        start=mention.start,
        end=mention.end,
        value=fit.value,
        low=fit.low,
        high=fit.high,
        unit=fit.unit,
        comparator=mention.comparator,
        precision=fit.precision,
        date=mention.date,
        period=candidate.period,
        label=one_of(candidate.labels),
        labels=candidate.labels,
        reason=reason,
    )
