"""The figures that could be the wanted one, with what speaks for each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.reading.anchors import find
from extractors.reading.fit import Fit, fits
from extractors.reading.labels import labels_of, one_of
from extractors.reading.mention import Mention
from extractors.reading.periods import assign, former, former_heading, matches, years
from extractors.reading.search import Hit, Index
from extractors.reading.wanted import Located, Wanted

_WEIGHT = {"heading": 2, "caption": 2, "alt": 1, "jsonld": 1, "meta": 1}
_CLAUSE = re.compile(r"(?<!\d)[,，](?!\d)|[,，]\s|[;；:：。()（）]|\.\s|\b(?:and|while|but|with|versus)\b")
_STEP = 25  # what a clause mark between anchor and figure counts for, in characters


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

    def rank(self, wanted: Wanted) -> tuple[int, ...]:
        """What speaks for it, most telling first."""
        weight = 3 if wanted.kind == "date" else _WEIGHT.get(self.hit.block.kind, 3)
        return (
            0 if self.former else 1,
            sum(self.hit.levels),
            self.period_level,
            0 if self.fit.inferred else 1,
            self.hit.extra,
            1 if self.labels else 0,
            weight,
        )


@dataclass(slots=True)
class Rejected:
    """What was met on the way and did not fit: the material of a Missing's reason."""

    hits: int = 0
    other_kinds: list[str] = field(default_factory=list)
    other_periods: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def candidates(index: Index, hit: Hit, wanted: Wanted, rejected: Rejected) -> Iterator[Candidate]:
    """The fitting figures of one block."""
    block = hit.block
    mentions = index.figures(block.text, wanted.currency)
    rejected.hits += 1
    rejected.problems += [f"“{m.text}”: {m.problem}" for m in mentions if m.problem]
    fitting = [(m, fit) for m in mentions if (fit := fits(m, block, wanted)) is not None]
    rejected.other_kinds += [
        f"“{m.text}” ({_called(m.kind, m.unit)})"
        for m in mentions
        if not m.date and all(m is not one for one, _ in fitting)
    ]
    if wanted.after is not None:
        fitting = _following(fitting, wanted.after, hit)
    standing = assign(mentions, block.text) if wanted.kind != "date" else {}
    own_years = years(mentions, block.text)
    found: list[Candidate] = []
    for mention, fit in fitting:
        period, level = _period(index, hit, mention, standing.get(mention.start), wanted, [y[2] for y in own_years])
        if level is None:
            rejected.other_periods.append(f"“{mention.text}” stands with {period or 'no year'}")
            continue
        earlier = former(mention, mentions, block.text) or former_heading((*block.row, *block.column))
        labels = labels_of(wanted, block, mention, mentions)
        found.append(Candidate(hit, mention, fit, period, level, earlier, _distance(hit, mention, wanted), labels))
    for one in found:
        one.rivals = len(found) - 1
    yield from found


def _called(kind: str, unit: str | None) -> str:
    return f"{kind.replace('_', ' ')} in {unit}" if unit and unit not in ("%", "pp") else kind.replace("_", " ")


def _following(fitting: list[tuple[Mention, Fit]], after: str, hit: Hit) -> list[tuple[Mention, Fit]]:
    """The first fitting figure behind each place of the words."""
    chosen: list[tuple[Mention, Fit]] = []
    for _, end in find(after, hit.folded):
        behind = [pair for pair in fitting if pair[0].start >= end]
        if behind and behind[0] not in chosen:
            chosen.append(behind[0])
    return chosen


def _period(
    index: Index, hit: Hit, mention: Mention, standing: str | None, wanted: Wanted, own: list[str]
) -> tuple[str | None, int | None]:
    """The period that stands with the figure, and how well it fits (None: not at all)."""
    block = hit.block
    if wanted.kind == "date":
        date = mention.date or ""
        if wanted.period is None:
            return None, 0
        return date, matches(date, wanted.period) or None
    if standing is not None:
        if wanted.period is None:
            return standing, 0
        level = matches(standing, wanted.period)
        ends = set(wanted.period.split("/"))
        if not level and len(ends) == 2 and ends <= {year[:4] for year in own}:
            level = 1
        return standing, level or None
    beside = [year[2] for text in (*block.column, *block.row) for year in years(index.figures(text, None), text)]
    above = [year[2] for text in reversed(block.headers) for year in years(index.figures(text, None), text)]
    for found in (beside, above):
        if not found:
            continue
        if wanted.period is None:
            return found[0], 0
        best = max(found, key=lambda period: matches(period, wanted.period or ""))
        level = matches(best, wanted.period)
        return best if level else found[0], level or None
    return None, 0 if wanted.period is None else None


def _distance(hit: Hit, mention: Mention, wanted: Wanted) -> float:
    """How far the figure stands from the anchors in its own text; smaller is nearer."""
    folded = hit.folded
    if wanted.after is not None:
        return float(
            min((mention.start - end for _, end in find(wanted.after, folded) if end <= mention.start), default=0)
        )
    aside = 40.0 if folded[: mention.start].count("(") > folded[: mention.start].count(")") else 0.0
    total = 0.0
    for group, level in zip(wanted.anchors, hit.levels, strict=True):
        if level == 3:
            spots = [spot for words in group for spot in find(words, folded)]
            total += min((_gap(folded, spot, mention) for spot in spots), default=0.0)
    return total + aside if hit.spots else aside


def _gap(folded: str, spot: tuple[int, int], mention: Mention) -> float:
    start, end = spot
    if mention.start >= end:
        between = folded[end : mention.start]
        return len(between) + _STEP * len(_CLAUSE.findall(between))
    if start >= mention.end:
        between = folded[mention.end : start]
        return 5 + 1.5 * len(between) + _STEP * len(_CLAUSE.findall(between))
    return 0.0


def located(candidate: Candidate, wanted: Wanted, reason: str) -> Located:
    """The answer a candidate makes."""
    mention, fit = candidate.mention, candidate.fit
    return Located(
        name=wanted.name,
        mention=mention,
        text=mention.text,
        block=candidate.hit.block,
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
