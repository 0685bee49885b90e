"""What a person reads about an answer: where the figure stands, why it is missing, why there is no choosing."""

from extractors.reading.finding.anchors import fold
from extractors.reading.finding.candidate import Candidate, Rejected
from extractors.reading.finding.candidates import candidates
from extractors.reading.finding.index import Index
from extractors.reading.finding.search import Hit, hits
from extractors.reading.finding.wanted import Wanted
from extractors.reading.text.counters import is_thing

_LONGEST_SHOWN = 120  # characters of a text that a reason quotes
_PLACES = {
    "sentence": "the sentence",
    "cell": "the table cell",
    "definition": "the definition",
    "item": "the list item",
    "tile": "the tile",
    "caption": "the caption",
    "alt": "the picture's alt text",
    "heading": "the heading",
    "jsonld": "the JSON-LD field",
    "json": "the JSON field",
    "meta": "the meta element",
    "record": "the line",
}


def plain_words(words: tuple[str, ...]) -> str:
    """Anchor words as a person reads them."""
    return " and ".join(f"“{word}”" for word in words) or "no declared words"


def place_of(hit: Hit) -> str:
    block = hit.block
    name = _PLACES[block.kind]
    if block.kind == "sentence" and block.path.startswith("page "):
        return f"{name} on {block.path}"
    if block.row or block.column:
        parts = [f"“{text[:60]}”" for text in (*block.row[:2], *block.column[:2])]
        return f"{name} of {', '.join(parts)}"
    return f"{name} “{block.text[:60]}{'…' if len(block.text) > 60 else ''}”"


def apart(one: Candidate, shown: list[Candidate]) -> str:
    """The heading and the period of one of several figures, where they tell it from the others."""
    heads = {(other.hit.block.headers or ("",))[-1] for other in shown}
    head = (one.hit.block.headers or ("",))[-1]
    said = f" under “{head[:60]}”" if len(heads) > 1 and head and head not in one.hit.block.row else ""
    return said + (f" ({one.period})" if one.period and len({other.period for other in shown}) > 1 else "")


def unused(top: list[Candidate], wanted: Wanted) -> str:
    """Which declared words were no help in choosing, as none of the figures has them."""
    said = ""
    if wanted.period is not None and not any(one.period_level for one in top):
        said += f"; none of them stands with the period {wanted.period}"
    if wanted.after is not None and not any(fold(wanted.after) in one.hit.folded for one in top):
        said += f"; none of them has “{wanted.after}” in its text (`after`)"
    return said


def why(one: Candidate, wanted: Wanted, by_range: bool) -> str:
    hit = one.hit
    where = place_of(hit) if hit.block.row or hit.block.column else _PLACES[hit.block.kind]
    said = f"stands in {where} that has {plain_words(hit.words)}"
    above = [word for word, level in zip(hit.words, hit.levels, strict=True) if level == 1]
    if above:
        said += f" ({plain_words(tuple(above))} in the headings or the same paragraph)"
    if one.period:
        said += f" and the period {one.period}"
    said += "; "
    if by_range:
        said += "the only one of several that lies in the plausible range"
    elif one.rivals:
        said += f"of {one.rivals + 1} {_kind(wanted, several=True)} there the one nearest to these words"
    else:
        said += f"the only {_kind(wanted)} there"
    if one.fit.inferred:
        said += "; its unit comes from the headings"
    return said + _factor(one)


def _factor(one: Candidate) -> str:
    """What the printed number was multiplied by, if by anything."""
    printed, read = one.mention.value, one.fit.value
    if not printed or read is None or read == printed:
        return ""
    factor = read / printed
    return "; below nought, as a deficit" if factor == -1 else f"; times {factor.normalize():,f} by what its unit says"


def _kind(wanted: Wanted, *, several: bool = False) -> str:
    unit = f" in {wanted.unit}" if wanted.unit and wanted.unit not in ("%", "pp") else ""
    return f"{wanted.kind.replace('_', ' ')} figure{'s' if several else ''}{unit}"


def why_missing(index: Index, wanted: Wanted, rejected: Rejected) -> str:
    kind = _kind(wanted) + (f" for {wanted.period}" if wanted.period else "")
    if rejected.hits:
        have = "1 piece of text has" if rejected.hits == 1 else f"{rejected.hits} pieces of text have"
        said = f"{have} {asked(wanted)}, none holds a {kind}"
        if rejected.told_no_more:
            said += f"; there it says “{rejected.told_no_more}”"
        for heading, items in (
            ("unreadable", rejected.problems),
            ("other years", rejected.other_periods),
            ("found instead", rejected.other_kinds),
        ):
            if items:
                said += f"; {heading}: {', '.join(items)}"
        said += _hint(wanted, rejected)
        if wanted.after is not None and not rejected.followed:
            said += f"; “{wanted.after}” (`after`) stands in none of them"
        if rejected.text:
            cut = "…" if len(rejected.text) > _LONGEST_SHOWN else ""
            said += f"; the text is “{rejected.text[:_LONGEST_SHOWN]}{cut}”"
    else:
        met = ", ".join(f"“{words}” in {times}" for words, times in index.counts(wanted.anchors))
        said = f"looked for a {kind} with {asked(wanted)}; no piece of text has all of these words"
        said += f" ({met} of {len(index.page.chunks)})"
    struck = Rejected()
    old = (one for hit in hits(index, wanted, old=True) for one in candidates(index, hit, wanted, struck))
    first = next(old, None)
    if first is not None:
        said += f"; struck through: “{first.mention.text}”"
    return said


def _hint(wanted: Wanted, rejected: Rejected) -> str:
    """What to declare where the figure may be there under another counter, or under none."""
    if wanted.kind == "money":
        bare = any(note.endswith(("(money)", "(number)")) for note in rejected.other_kinds)
        return "; the page names no currency there: declare it as `currency`" if bare and not wanted.currency else ""
    if wanted.kind != "quantity" or not is_thing(wanted.unit):
        return ""
    if rejected.counted:
        return f"; if “{rejected.counted}” is the figure, declare as `unit` what the page counts it with"
    if any(note.endswith("(number)") for note in rejected.other_kinds):
        return "; a number with no counter is read where no `unit` is declared"
    return ""


def asked(wanted: Wanted) -> str:
    words = " and ".join("“" + "” or “".join(group[:4]) + "”" for group in wanted.anchors) or "no declared words"
    if wanted.row or wanted.column:
        words += f" in row/column {', '.join((*wanted.row, *wanted.column))}"
    return words if wanted.field is None else f"{words} in field {wanted.field}"
