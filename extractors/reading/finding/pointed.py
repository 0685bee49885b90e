"""The value of one JSON field that a declaration points at."""

from collections.abc import Iterator
from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.finding.agreement import agreed, nearest
from extractors.reading.finding.anchors import any_of, find, fold
from extractors.reading.finding.answers import answer
from extractors.reading.finding.candidate import Candidate, Rejected
from extractors.reading.finding.candidates import candidates
from extractors.reading.finding.fit import fits
from extractors.reading.finding.index import Index
from extractors.reading.finding.labels import labels_of
from extractors.reading.finding.search import OWN, Hit
from extractors.reading.finding.wanted import Ambiguous, Located, Missing, Wanted
from extractors.reading.pages.blocks import Block, Chunk
from extractors.reading.pages.json_ import printed
from extractors.reading.pages.sentences import sentences
from extractors.reading.text.mention import Mention

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,15})(?:\.\d{1,10})?")


def at_pointer(index: Index, wanted: Wanted) -> Located | Missing | Ambiguous:
    """The value of one JSON field."""
    address = wanted.pointer or ""
    try:
        value = index.page.pointer(address)
    except KeyError as error:
        return Missing(wanted.name, f"looked at the JSON pointer {error.args[0]}")
    reason = f"the JSON field {address}"
    if isinstance(value, dict | list):
        if wanted.kind == "names" and isinstance(value, list):
            names = tuple(printed(item) for item in value if not isinstance(item, dict | list))
            text = ", ".join(names)
            return answer(wanted, Block("json", text, path=address), text, reason, names=names)
        return Missing(wanted.name, f"{reason} holds {type(value).__name__} instead of one value")
    text = printed(value)
    block = Block("json", text, tuple(address.strip("/").split("/")), path=address)
    labels = labels_of(wanted, block)
    if wanted.kind in ("text", "names"):
        return answer(wanted, block, text, reason, labels=labels, names=(text,) if wanted.kind == "names" else ())
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = Decimal(value)  # some programs write their numbers as strings
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and wanted.kind not in ("date", "range"):
        number = Decimal(value)
        exponent = number.as_tuple().exponent
        precision = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else None
        kind = wanted.kind if wanted.kind in ("money", "percent", "percentage_point", "quantity") else "number"
        mention = Mention(0, len(text), text, kind, number, unit=wanted.unit, precision=precision)  # type: ignore[arg-type]
        return answer(wanted, block, text, reason, mention=mention, labels=labels)
    mentions = index.figures(text, wanted.currency)
    fitting = [one for one in mentions if fits(one, block, wanted) is not None]
    if not fitting:
        return Missing(wanted.name, f"{reason} holds “{text[:80]}”, which is no {wanted.kind}")
    if len({(one.value, one.low, one.high, one.date) for one in fitting}) > 1 and wanted.anchors:
        # A sentence in a field: the words tell its figures apart, as on any page.
        if not all(any_of(group, fold(text)) for group in wanted.anchors):
            return Missing(wanted.name, f"{reason} holds {len(fitting)} figures that fit, but not all declared words")
        fitting = _nearest(index, block, wanted) or fitting
    if len({(one.value, one.low, one.high, one.date) for one in fitting}) > 1:
        found = tuple(answer(wanted, block, one.text, reason, mention=one) for one in fitting[:6])
        return Ambiguous(wanted.name, f"{reason} holds {len(fitting)} figures that fit", found)
    return answer(wanted, block, fitting[0].text, reason, mention=fitting[0], labels=labels)


def _nearest(index: Index, block: Block, wanted: Wanted) -> list[Mention]:
    """Those figures that the words fit best, of the sentences that have all the words."""
    found: list[Candidate] = []
    places: dict[int, int] = {}
    for start, hit in _sentences(block, wanted):
        own = list(candidates(index, hit, wanted, Rejected()))
        places.update({id(one): start for one in own})
        found += own
    if not found:
        return []
    best = max(one.rank(wanted) for one in found)
    top = nearest([one for one in found if one.rank(wanted) == best])
    chosen = agreed(top)
    return [_moved(one.mention, places[id(one)]) for one in ([chosen] if chosen is not None else top)]


def _sentences(block: Block, wanted: Wanted) -> Iterator[tuple[int, Hit]]:
    """The sentences of a field that have all the words, and where each begins."""
    end = 0
    for text in sentences(block.text):
        start = block.text.find(text, end)
        folded = fold(text)
        met = [[words for words in group if find(words, folded)] for group in wanted.anchors]
        if start < 0 or not all(met):
            continue
        end = start + len(text)
        yield (
            start,
            Hit(
                block=block._replace(kind="sentence", text=text),
                chunk=Chunk("sentence", text),
                folded=folded,
                levels=(OWN,) * len(met),
                spots=tuple(spot for group in met for words in group for spot in find(words, folded)),
                words=tuple(words[0] for words in met),
                extra=0,
            ),
        )


def _moved(mention: Mention, by: int) -> Mention:
    return mention._replace(start=mention.start + by, end=mention.end + by)
