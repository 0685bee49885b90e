"""Backwards: where on a page that nobody has declared a printed value stands, and how it would be declared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold, fold_keys, has
from extractors.reading.finding.fit import fits
from extractors.reading.finding.fitted import Fit
from extractors.reading.finding.index import Index, index_of
from extractors.reading.finding.periods import former_heading
from extractors.reading.finding.suggest import declare
from extractors.reading.finding.wanted import Wanted
from extractors.reading.pages.blocks import Block, Chunk
from extractors.reading.pages.page import Page
from extractors.reading.text.figures import figures
from extractors.reading.text.mention import Mention, known_language

Match = Literal["equal", "rounded", "unit_differs", "scale_differs"]
MOST = 8  # proposals; more are noise
_TRIED = 12  # candidates for which a declaration is worked out
_STANDS: dict[str, int] = {"equal": 100, "rounded": 80, "unit_differs": 30, "scale_differs": 20}
_WEIGHT = {
    "cell": 1,
    "tile": 1,
    "definition": 1,
    "heading": -4,
    "caption": -2,
    "alt": -6,
    "meta": -8,
    "jsonld": -6,
    "json": -3,
}
_OWN, _BESIDE, _ABOVE = 6, 5, 2  # what a word of the claim counts in the text, its row or column, the headings


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place where the value may stand. `wanted` is ready to be declared; `alone`: locate() then finds this place."""

    match: Match
    mention: Mention
    block: Block
    start: int
    end: int
    value: Decimal | None
    unit: str | None
    score: int
    why: str
    wanted: Wanted
    alone: bool

    def declaration(self) -> dict[str, object]:
        """The figure as a source's YAML would declare it."""
        wanted = self.wanted
        said: dict[str, object] = {"reads": wanted.kind}
        if wanted.unit is not None:
            said["unit"] = wanted.unit
        if wanted.anchors:
            said["anchors"] = [list(group) if len(group) > 1 else group[0] for group in wanted.anchors]
        for name in ("row", "column"):
            if getattr(wanted, name):
                said[name] = list(getattr(wanted, name))
        for name in ("pointer", "after", "period", "currency"):
            if getattr(wanted, name) is not None:
                said[name] = getattr(wanted, name)
        return said


@dataclass(slots=True)
class _Place:
    match: Match
    mention: Mention
    fit: Fit
    block: Block
    chunk: Chunk
    score: int
    why: list[str]


def propose(
    page: Page, printed: str, words: Sequence[str] = (), language: str | None = None, *, currency: str | None = None
) -> list[Proposal]:
    """Where the printed value stands, best first; empty if neither it nor its digits stand anywhere.

    An equal value counts however it is written (3.5億美元, US$350m). `words` are what the claim says of it: they rank.
    `currency` is meant where the printed value names none. A place with only the same digits at another scale, or the
    same number of another unit, is proposed as what it is: see `match`.
    """
    targets = [one for one in _read(printed, language, currency) if one.value is not None or one.low or one.date]
    if not targets:
        return []
    target = max(targets, key=lambda one: one.end - one.start)
    index = index_of(page)
    places = sorted(_places(index, target, words, currency), key=lambda place: -place.score)
    best = places[0].match if places else None
    if best in ("equal", "rounded"):  # digits alone say nothing where the value itself stands
        places = [place for place in places if place.match in ("equal", "rounded", "unit_differs")]
    made = [_proposal(index, place, words, currency) for place in places[:_TRIED]]
    return made[:MOST]


def _read(text: str, language: str | None, currency: str | None) -> list[Mention]:
    return figures(text, known_language(language), currency=currency)


def _places(index: Index, target: Mention, words: Sequence[str], currency: str | None) -> Iterator[_Place]:
    wanted = Wanted("x", target.kind, unit=target.unit, currency=currency)
    for chunk in index.page.chunks:
        if chunk.old or not _HAS_FIGURE.search(chunk.text):
            continue
        for block in chunk.blocks():
            sentence = index.sentence(block.text, currency)
            for mention in sentence.mentions:
                found = _match(target, mention, block, wanted)
                if found is None:
                    continue
                match, fit = found
                place = _Place(match, mention, fit, block, chunk, _STANDS[match], [])
                _weigh(place, target, words)
                if sentence.former(mention) or former_heading((*block.row, *block.column)):
                    place.score -= 15
                    place.why.append("told as the earlier value")
                yield place


_HAS_FIGURE = re.compile(
    r"[0-9０-９一二三四五六七八九十百千萬億半兩壹貳參肆伍陸柒捌玖두세네절]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|half|third|quarter|dozen|hundred|thousand|million)\b",
    re.IGNORECASE,
)


def _match(target: Mention, mention: Mention, block: Block, wanted: Wanted) -> tuple[Match, Fit] | None:
    if target.date is not None and target.value is None:
        date = mention.date or ""
        if not date or not (date.startswith(target.date) or target.date.startswith(date)):
            return None
        return ("equal" if date == target.date else "rounded"), Fit(None, None, None, None, None, False)
    fit = fits(mention, block, wanted)
    if fit is not None:
        match = _equal(target, fit)
        return (match, fit) if match else None
    if mention.date or (mention.value is None and mention.low is None):
        return None
    as_is = Fit(mention.value, mention.low, mention.high, mention.unit, mention.precision, False)
    match = _equal(target, as_is)
    if match == "scale_differs" and target.unit is None and target.kind == "number":
        return match, as_is  # a claim that lost its unit: 9,090 for 9,090억 원
    return ("unit_differs", as_is) if match == "equal" else None


def _equal(target: Mention, fit: Fit) -> Match | None:
    if target.value is None or fit.value is None:
        same = target.low is not None and (target.low, target.high) == (fit.low, fit.high)
        return "equal" if same else None
    if target.value == fit.value:
        return "equal"
    coarser = max(target.precision or Decimal(0), fit.precision or Decimal(0))
    if abs(target.value - fit.value) * 2 <= coarser and abs(target.value) >= 3 * coarser:
        return "rounded"
    return "scale_differs" if _same_digits(target.value, fit.value) else None


def _same_digits(one: Decimal, other: Decimal) -> bool:
    """Whether two values begin with the same digits but differ in size: 3.5億 and US$356.10bn."""
    if not one or not other or one.is_signed() != other.is_signed():
        return False
    if one.adjusted() == other.adjusted():
        return False
    a, b = _digits(one), _digits(other)
    short, long = sorted((a, b), key=len)
    if len(short) < 2:
        return False
    kept = str(int((Decimal(long) / 10 ** (len(long) - len(short))).to_integral_value()))
    return long.startswith(short) or kept == short


def _digits(value: Decimal) -> str:
    return "".join(map(str, value.as_tuple().digits)).strip("0")


def _weigh(place: _Place, target: Mention, words: Sequence[str]) -> None:
    block = place.block
    own, beside = fold(block.text), fold_keys((*block.row, *block.column))
    above = fold_keys(block.headers)
    met = []
    for word in dict.fromkeys(words):
        for weight, text in ((_OWN, own), (_BESIDE, beside), (_ABOVE, above)):
            if word.strip() and has(word, text):
                place.score += weight
                met.append(word)
                break
    place.score += _WEIGHT.get(block.kind, 0) - (4 if place.fit.inferred else 0)
    if place.mention.comparator == target.comparator and target.comparator != "=":
        place.score += 3
    if met:
        place.why.append(f"with {', '.join(f'“{word}”' for word in met[:6])}")
    if place.fit.inferred:
        place.why.append("its unit comes from the headings")


def _proposal(index: Index, place: _Place, words: Sequence[str], currency: str | None) -> Proposal:
    fit, mention = place.fit, place.mention
    block = index.page.placed(place.chunk, place.block)
    wanted, alone = declare(index, block, mention, fit, words, currency)
    return Proposal(
        match=place.match,
        mention=mention,
        block=block,
        start=mention.start,
        end=mention.end,
        value=fit.value,
        unit=fit.unit,
        score=place.score,
        why="; ".join([_said(place), *place.why]),
        wanted=wanted,
        alone=alone,
    )


def _said(place: _Place) -> str:
    written = f"“{place.mention.text}”"
    if place.match == "equal":
        return f"the same value, written {written}"
    if place.match == "rounded":
        return f"{written}, the same but for rounding"
    if place.match == "unit_differs":
        return f"the same number in another unit: {written} ({place.mention.kind}, {place.fit.unit or 'no unit'})"
    return f"only the same digits at another scale: {written}"
