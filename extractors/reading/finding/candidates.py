"""The figures that could be the wanted one, with what speaks for each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.reading import regexes as re
from extractors.reading.finding import clauses, groups, months, parts, qualified
from extractors.reading.finding.anchors import Spots, find, fold
from extractors.reading.finding.changes import below_nought
from extractors.reading.finding.counted import counts_class, may_count, same_count
from extractors.reading.finding.deficits import signed
from extractors.reading.finding.distance import CLEARLY, distance_of, ends_taken, out_of_part
from extractors.reading.finding.fit import Fit, converted, fits, turned_into
from extractors.reading.finding.following import ends_behind, following, headed, of_the_label
from extractors.reading.finding.index import Index
from extractors.reading.finding.labels import labels_of, one_of
from extractors.reading.finding.moved_dates import moved
from extractors.reading.finding.not_told import describes, not_told
from extractors.reading.finding.other_measure import of_another_measure, share_of_words
from extractors.reading.finding.other_subject import of_another_subject
from extractors.reading.finding.periods import Sentence, archived, former_heading, former_part, matches, of_sources
from extractors.reading.finding.restated import restated
from extractors.reading.finding.search import ABOVE, OWN, Hit, hits, plain
from extractors.reading.finding.then_and_now import then_and_now
from extractors.reading.finding.wanted import Located, Wanted
from extractors.reading.finding.withdrawn import told_no_more, withdrawn
from extractors.reading.pages.blocks import Block
from extractors.reading.pages.glance import beside, only_figure, placeholder
from extractors.reading.text.counters import is_thing
from extractors.reading.text.mention import Mention

_WEIGHT = {"heading": 2, "caption": 2, "alt": 1, "jsonld": 1, "meta": 1, "json": 2}
_YEARS = re.compile("年度|年別|民國")
_BRACKET = re.compile("[(（]")
_NOTES = 6
_TWICE = 30
_PLAINLY = 20  # more than how well the words are met could make up for, with any number of anchors that people declare
_FAR_APART = 100.0  # a figure so much nearer to the words is theirs, though its unit is understood only
_FILE_SIZES = ("kilobyte", "megabyte")  # of a download beside the words
_TABLED = ("cell", "definition", "tile", "record", "json", "jsonld")


@dataclass(slots=True)
class Candidate:
    """One figure in one block."""

    hit: Hit
    mention: Mention
    fit: Fit
    period: str | None
    period_level: int
    former: bool
    distance: float
    labels: tuple[str, ...]
    rivals: int = 0  # other fitting figures of the same block

    @property
    def gives_way(self) -> bool:
        """Whether a present figure of the page's own text goes before it."""
        block = self.hit.block
        return self.former or block.kind == "alt" or (block.kind in ("sentence", "item") and clauses.note(block.text))

    def rank(self, wanted: Wanted) -> tuple[int, ...]:
        """What speaks for it, most telling first."""
        weight = 3 if wanted.kind == "date" else _WEIGHT.get(self.hit.block.kind, 3)
        return (
            # A chart's description tells of one bar of it as often as of the whole.
            -1 if clauses.question(self.hit.block.text) else 0 if self.gives_way else 1,
            self.hit.extra,
            (_PLAINLY if plain(self.hit) else 0) + sum(self.hit.levels),
            self.period_level,
            0 if self.fit.inferred else 1,
            1 if self.labels else 0,
            weight,
        )


@dataclass(slots=True)
class Rejected:
    """What was met on the way and did not fit: the material of a Missing's reason."""

    hits: int = 0
    figures: int = 0
    other_kinds: list[str] = field(default_factory=list)
    other_periods: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    years: bool | None = None  # whether a place of the words that is no dated event says a year
    turned: tuple[int, int] | None = None  # how well the words are met where they stand with something else now
    followed: bool = False  # whether any text, or its heading, has the words that the figure follows
    text: str = ""  # the first text that had all the words
    counted: str = ""  # the first count of other things in it, where things were asked for
    told_no_more: str = ""  # the words by which what was asked for is not told any more, or not yet
    instead: int = 0  # how many row, column and leading words are met where they stand with another unit now

    @staticmethod
    def note(notes: list[str], text: str) -> None:
        """Keeps the first few different ones."""
        if len(notes) < _NOTES and text not in notes:
            notes.append(text)


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
    if block.kind in _TABLED and (left_open := _left_open(block.text)):
        rejected.told_no_more = rejected.told_no_more or left_open
        return
    fitting: list[tuple[Mention, Fit]] = []
    for mention in sentence.mentions:
        fit = fits(mention, block, wanted, hit.spots)
        if fit is not None:
            if wanted.kind == "money":
                ends = [end for _, end in hit.spots]
                fit = signed(hit.folded, mention, fit, groups.declared(wanted), ends)
            fitting.append(below_nought(block, mention, fit) if wanted.kind != "date" else (mention, fit))
        elif mention.problem:
            rejected.note(rejected.problems, f"“{mention.text}”: {mention.problem}")
        elif not mention.date:
            if not rejected.counted and mention.kind == "quantity" and is_thing(mention.unit):
                rejected.counted = mention.text
            rejected.note(rejected.other_kinds, f"“{mention.text}” ({_called(mention.kind, mention.unit)})")
    if not fitting:
        gone = told_no_more(hit.folded)
        if gone is None and block.kind in _TABLED and placeholder(block.text):
            gone = block.text
        rejected.told_no_more = rejected.told_no_more or gone or ""
        if plain(hit) and (
            any(_has_turned(mention, hit, wanted) for mention in sentence.mentions)
            or (block.kind not in _TABLED and gone is not None)
        ):
            rejected.turned = max(rejected.turned or (0, 0), (hit.extra, sum(hit.levels)))
            rejected.instead = max(rejected.instead, hit.extra)
        return
    if wanted.kind == "date":
        fitting = moved(fitting, block.text)
    elif wanted.unit is not None and any(
        may_count(one.unit, wanted.unit) or counts_class(one.unit, wanted.unit) for one, _ in fitting
    ):
        # 企業投訴1203件，涉及企業356家: the counter that says what was asked for wins.
        fitting = _named_ones(fitting, wanted.unit) or fitting
    elif wanted.kind == "quantity" and wanted.unit is None and any(one.kind == "quantity" for one, _ in fitting):
        # 한 해 동안 285만 건: a count, and how long it took.
        fitting = [one for one in fitting if one[0].kind != "duration" or one[0].value != 1]
    if wanted.unit is None and any(one.unit in _FILE_SIZES for one, _ in fitting):
        fitting = [
            one for one in fitting if not (one[0].unit in _FILE_SIZES and hit.folded.endswith("(", 0, one[0].start))
        ]
    if block.kind in _TABLED and "(" in hit.folded:
        fitting = clauses.without_asides(hit.folded, fitting, hit.spots)
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
    if block.kind not in _TABLED:  # the row named in a sentence tells its figures apart like an anchor
        spots += [
            sorted(spot for words in own for spot in find(words, hit.folded)) for own in (wanted.row, wanted.column)
        ]
    if wanted.after is not None and not headed(wanted.after, hit):
        first = min((end for _, end in find(wanted.after, hit.folded)), default=0)
        others = [other for other in others if other.start >= first]
    if wanted.kind == "duration":  # another length has taken its place only where all the words are
        others = [one for one in others if not any(own and out_of_part(hit.folded, own, one) for own in spots)]
    tabled = block.kind in _TABLED
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
    others_words = ends_taken(hit.folded, [one for one, _ in fitting], spots)
    for mention, fit in fitting:
        period, level = _period(index, hit, mention, sentence, wanted)
        if level is None:
            rejected.note(rejected.other_periods, f"“{mention.text}” stands with {period or 'no year'}")
            continue
        if (quoted := withdrawn(hit.folded, mention, spots)) is not None:
            rejected.told_no_more = rejected.told_no_more or quoted
            rejected.note(rejected.other_kinds, f"“{mention.text}” (of something else)")
            elsewhere += 1
            continue
        if clauses.only_moved(hit.folded, mention, fit.value, wanted):
            rejected.note(rejected.other_kinds, f"“{mention.text}” (of another thing, or how far it moved)")
            elsewhere += 1
            continue
        if (
            parts.part(hit.folded, mention, spots)
            or parts.whole(hit.folded, mention, spots)
            or groups.with_others(hit.folded, mention, spots)
            or groups.broken_down(hit.folded, mention, spots, wanted)
            or groups.restricted(hit.folded, mention, spots, wanted)
            or groups.among_some(hit.folded, mention)
            or groups.most_of(hit.folded, mention, spots, wanted)
            or of_another_subject(hit.folded, mention, spots, groups.declared(wanted), index.around(block.headers))
            or groups.label_of_a_group(block, hit.words, wanted)
            or (block.kind == "cell" and groups.column_of_a_group(block.row, block.column, wanted))
        ):
            rejected.note(rejected.other_kinds, f"“{mention.text}” (a part of it, or the whole)")
            continue
        aim = wanted.period is None and clauses.aimed_at(hit.folded, mention, groups.declared(wanted))
        only_above = wanted.period is None and max(hit.levels, default=OWN) == ABOVE
        if only_above and (aim or (beside(block.text) and sentence.former(mention))):
            rejected.note(rejected.other_periods, f"“{mention.text}” is an earlier one, or an aim")
            continue
        if groups.label_of_a_target(block, hit.words, wanted):
            rejected.note(rejected.other_periods, f"“{mention.text}” is what should or will be")
            continue
        if share_of_words(hit.folded, mention, spots, wanted) or of_another_measure(
            hit.folded, mention, hit.words, spots
        ):
            rejected.note(rejected.other_kinds, f"“{mention.text}” (of another measure)")
            elsewhere += 1
            continue
        if not_told(hit.folded, mention, spots, wanted, len(fitting) - 1):
            rejected.note(rejected.other_kinds, f"“{mention.text}” (a difference, or of something else)")
            elsewhere += 1
            continue
        if clauses.of_the_next(hit.folded, mention, spots, fitting):
            rejected.note(rejected.other_kinds, f"“{mention.text}” (of what follows it)")
            continue
        if clauses.like_it(hit.folded, mention):
            rejected.note(rejected.other_periods, f"“{mention.text}” is only what it is like")
            continue
        if clauses.no_value(hit.folded, mention):
            rejected.note(rejected.other_kinds, f"“{mention.text}” (of a formula, or the most that could be)")
            continue
        if sentence.aside(mention) and any(other.end <= mention.start for other in others):
            rejected.note(rejected.other_periods, f"“{mention.text}” stands in brackets behind what it turned into")
            elsewhere += 1
            continue
        if sentence.mistaken(mention):
            rejected.note(rejected.other_kinds, f"“{mention.text}” (told to be wrong)")
            continue
        if _of_another_period(hit, mention, wanted):
            rejected.note(rejected.other_periods, f"“{mention.text}” stands with another month or quarter")
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


def _left_open(text: str) -> str:
    """What a cell says where its value is not told, with an earlier one in brackets: "Discontinued (was 3.1%)"."""
    said = _BRACKET.split(text, maxsplit=1)
    return said[0].strip() if len(said) > 1 and placeholder(said[0].strip()) else ""


def _named_ones(fitting: list[tuple[Mention, Fit]], unit: str) -> list[tuple[Mention, Fit]]:
    """The figures whose own counter is what was asked for."""
    return [one for one in fitting if same_count(one[0].unit, unit)]


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


def _has_turned(mention: Mention, hit: Hit, wanted: Wanted) -> bool:
    """Whether a figure is what the wanted one may have turned into; counted things where they are all that is there."""
    if turned_into(mention, wanted):
        return True
    counted = wanted.kind == mention.kind == "quantity" and is_thing(wanted.unit) and is_thing(mention.unit)
    return counted and hit.block.kind in _TABLED and only_figure(hit.block.text)


def _of_another_period(hit: Hit, mention: Mention, wanted: Wanted) -> bool:
    """Whether a month or quarter that was asked for is not the one that stands nearest to the figure."""
    own = hit.folded[: mention.start]
    for group, level in zip(wanted.anchors, hit.levels, strict=True):
        if months.other_period(group, (own,) if level == OWN else (*hit.block.headers, own)):
            return True
        if months.summed_up(group, own):
            return True
    return False


def _called(kind: str, unit: str | None) -> str:
    plain = kind.replace("_", " ")
    return f"{plain} in {unit}" if unit and unit not in ("%", "pp") else plain


def _period(
    index: Index, hit: Hit, mention: Mention, sentence: Sentence, wanted: Wanted
) -> tuple[str | None, int | None]:
    """The period that stands with the figure, and how well it fits (None: not at all)."""
    block = hit.block
    if wanted.kind == "date":
        date = mention.date or ""
        return (None, 0) if wanted.period is None else (date, matches(date, wanted.period) or None)
    standing = sentence.period(mention)
    if standing is not None:
        if wanted.period is None:
            return standing, 0
        level = matches(standing, wanted.period)
        ends = set(wanted.period.split("/"))
        if not level and len(ends) == 2 and ends <= {year[:4] for _, _, year in sentence.dates}:
            level = 1
        return standing, level or None
    beside = [year for text in (*block.column, *block.row) for year in index.years(text)]
    beside = beside or [year for text in _republican(block) for year in index.years(text)]
    above = [year for text in reversed(block.headers) for year in index.years(text)]
    for found in (beside, above):
        if not found:
            continue
        if wanted.period is None:
            return found[0], 0
        asked = wanted.period
        best = max(found, key=lambda period: matches(period, asked))
        level = matches(best, asked)
        return best if level else found[0], level or None
    return None, 0 if wanted.period is None else None


def _republican(block: Block) -> list[str]:
    """Bare years of the Republic of China: a row or column 113 in a table whose years are headed 年度."""
    if not any(_YEARS.search(text) for text in (*block.headers, *block.column)):
        return []
    return [f"民國{text}年" for text in (*block.row, *block.column) if text.isdigit() and len(text) in (2, 3)]


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


def plain_words(words: tuple[str, ...]) -> str:
    """Anchor words as a person reads them."""
    return " and ".join(f"“{word}”" for word in words) or "no declared words"
