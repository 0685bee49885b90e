"""Words to find a figure by again: taken from its own sentence, row and column, and tried on the page itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold, has
from extractors.reading.finding.fitted import Fit
from extractors.reading.finding.index import Index
from extractors.reading.finding.locate import read_through
from extractors.reading.finding.wanted import Groups, Located, Wanted
from extractors.reading.pages.blocks import Block
from extractors.reading.pages.glance import only_figure
from extractors.reading.pages.glance import words as word_set
from extractors.reading.text.mention import Mention

_LATIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*")
_HAN = re.compile(r"[㐀-鿿]{2,}")
_HANGUL = re.compile(r"[가-힣]{2,}")
# Small words that cut a run of Chinese into terms.
_CUTS = re.compile(
    r"[的是在與与和為为將将至達达到約约有及或由其並并於于了之從从較较僅仅已會会可被向上下中全個个元年月日億亿萬万千百兆成]|預計|预计|超過|超过|以及|目前|其中"
)
_PARTICLES = re.compile(r"(?:으로|에서|에게|까지|부터|보다|은|는|이|가|을|를|의|에|로|와|과|도|만)$")
_STOP = word_set(
    "the a an and or of in on at to by for from with as is are was were be been being it its this that these "
    "those there their they he she we you our his her has have had will would can could may might shall should "
    "do does did not no than then so such also into over under about more most less least up down per each all "
    "any some other which who what when where while how said says say according expected projected estimated "
    "total including around nearly almost between within during after before since until only just one two "
    "three per cent percent million billion trillion thousand us usd bn mn year years month months"
)
_MOST_TERMS = 8
_MOST_TRIES = 40
_LONGEST_LABEL = 60


def declare(
    index: Index, block: Block, mention: Mention, fit: Fit, words: Sequence[str], currency: str | None
) -> tuple[Wanted, bool]:
    """The shortest declaration that finds this very figure on this page; whether one was found."""
    kind: str = "date" if mention.date and mention.value is None else mention.kind
    if fit.inferred or mention.kind == "number":
        kind = _kind_of(fit, mention)
    own_currency = currency if mention.kind == "money" and currency == fit.unit else None
    bare = Wanted("figure", kind, unit=fit.unit, currency=own_currency)
    first: Wanted | None = None
    tries = _tries(index, block, mention, bare, words)
    for _, wanted in zip(range(_MOST_TRIES), tries, strict=False):
        first = first or wanted
        found = read_through(index.page, wanted)
        if not isinstance(found, Located) or found.start != mention.start:
            continue
        if found.block.text == block.text and (found.block.path == block.path or wanted.pointer is not None):
            return wanted, True
    return first or replace(bare, anchors=((block.text[:40],),)), False


def _kind_of(fit: Fit, mention: Mention) -> str:
    if fit.unit in ("%", "pp"):
        return "percent" if fit.unit == "%" else "percentage_point"
    if fit.unit is not None and len(fit.unit) == 3 and fit.unit.isupper():
        return "money"
    return "quantity" if fit.unit else mention.kind


def _tries(index: Index, block: Block, mention: Mention, bare: Wanted, words: Sequence[str]) -> Iterator[Wanted]:
    if block.kind == "json" and block.path.startswith("/"):
        yield replace(bare, pointer=block.path)
    row = tuple(text[:_LONGEST_LABEL] for text in block.row[-1:])
    column = tuple(text[:_LONGEST_LABEL] for text in block.column[-1:])
    if block.kind == "cell" and row:
        yield replace(bare, row=row, column=column)
    periods: list[str | None] = [None]
    period = index.sentence(block.text, bare.currency).period(mention)
    if period is not None and bare.kind != "date":
        periods = [period, None] if any(word and word in period for word in words) else [None, period]
    terms = _terms(block, mention, words)
    for size in (1, 2, 3):
        for chosen in combinations(terms[: _MOST_TERMS - size], size):
            groups: Groups = tuple((term,) for term in chosen)
            for asked in periods:
                yield replace(bare, anchors=groups, period=asked)
                if block.kind == "cell" and row:
                    yield replace(bare, anchors=groups, period=asked, row=row, column=column)
        after = _words_before(block.text, mention)
        if after and terms:
            yield replace(bare, anchors=((terms[0],),), after=after)


def _words_before(text: str, mention: Mention) -> str:
    """The two words right before the figure."""
    found = re.findall(r"[^\s,，。;；:：()（）]+", text[max(0, mention.start - 40) : mention.start])[-2:]
    return " ".join(found) if found and not any(only_figure(word) for word in found) else ""


def _terms(block: Block, mention: Mention, words: Sequence[str]) -> list[str]:
    """Words and phrases of the text and its labels, the most telling first."""
    scored: dict[str, float] = {}
    texts = [(block.text, mention.start)] + [(text, 0) for text in (*block.row, *block.column)]
    if len(block.text) <= 40:
        texts += [(text, 200) for text in block.headers[-2:]]
    given = [fold(word) for word in words if word.strip()]
    for text, place in texts:
        for start, term in _candidates(text):
            if text is block.text and mention.start <= start < mention.end:
                continue
            low = fold(term)
            known = sum(word in low or low in word for word in given)
            near = abs(start - place) / 40
            worth = 3 * min(known, 2) + min(len(term), 16) / 8 + (1.5 if " " in term else 0) - near
            scored[term] = max(worth, scored.get(term, -99.0))
    ranked = sorted(scored, key=lambda term: -scored[term])
    kept: list[str] = []
    for term in ranked:
        if not any(has(term, fold(other)) or has(other, fold(term)) for other in kept):
            kept.append(term)
    return kept[:_MOST_TERMS]


def _candidates(text: str) -> Iterator[tuple[int, str]]:
    before: re.Match[str] | None = None
    for match in _LATIN.finditer(text):
        telling = match.group().lower() not in _STOP and len(match.group()) > 2
        if telling:
            yield match.start(), match.group()
            if before is not None and text[before.end() : match.start()] == " ":
                yield before.start(), text[before.start() : match.end()]
        before = match if telling else None
    for match in _HAN.finditer(text):
        start = match.start()
        for part in _CUTS.split(match.group()):
            if len(part) >= 2:
                yield text.index(part, start), part[:8]
    for match in _HANGUL.finditer(text):
        stem = _PARTICLES.sub("", match.group())
        if len(stem) >= 2:
            yield match.start(), stem
