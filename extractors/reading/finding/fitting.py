"""The figures of one text that fit the kind and unit that was asked for; what else stands in it is noted."""

from extractors.reading import regexes as re
from extractors.reading.finding import clauses, groups
from extractors.reading.finding.candidate import Rejected
from extractors.reading.finding.changes import below_nought
from extractors.reading.finding.counted import counts_class, may_count, same_count
from extractors.reading.finding.deficits import signed
from extractors.reading.finding.fit import fits, turned_into
from extractors.reading.finding.fitted import Fit
from extractors.reading.finding.moved_dates import moved
from extractors.reading.finding.periods import Sentence
from extractors.reading.finding.search import Hit, plain
from extractors.reading.finding.wanted import Wanted
from extractors.reading.finding.withdrawn import told_no_more
from extractors.reading.pages.glance import only_figure, placeholder
from extractors.reading.text.counters import is_thing
from extractors.reading.text.mention import Mention

Fitting = list[tuple[Mention, Fit]]
TABLED = ("cell", "definition", "tile", "record", "json", "jsonld")
_FILE_SIZES = ("kilobyte", "megabyte")  # of a download beside the words
_BRACKET = re.compile("[(（]")


def fitting_in(sentence: Sentence, hit: Hit, wanted: Wanted, rejected: Rejected) -> Fitting:
    """The fitting figures, without those whose own counter or bracket makes them another's."""
    if hit.block.kind in TABLED and (left_open := _left_open(hit.block.text)):
        rejected.told_no_more = rejected.told_no_more or left_open
        return []
    fitting = _of_the_kind(sentence, hit, wanted, rejected)
    if not fitting:
        _note_what_is_there(sentence, hit, wanted, rejected)
        return []
    if wanted.kind == "date":
        fitting = moved(fitting, hit.block.text)
    elif wanted.unit is not None and any(
        may_count(one.unit, wanted.unit) or counts_class(one.unit, wanted.unit) for one, _ in fitting
    ):
        # 企業投訴1203件，涉及企業356家: the counter that says what was asked for wins.
        fitting = [one for one in fitting if same_count(one[0].unit, wanted.unit)] or fitting
    elif wanted.kind == "quantity" and wanted.unit is None and any(one.kind == "quantity" for one, _ in fitting):
        # 한 해 동안 285만 건: a count, and how long it took.
        fitting = [one for one in fitting if one[0].kind != "duration" or one[0].value != 1]
    if wanted.unit is None and any(one.unit in _FILE_SIZES for one, _ in fitting):
        fitting = [
            one for one in fitting if not (one[0].unit in _FILE_SIZES and hit.folded.endswith("(", 0, one[0].start))
        ]
    if hit.block.kind in TABLED and "(" in hit.folded:
        fitting = clauses.without_asides(hit.folded, fitting, hit.spots)
    return fitting


def _left_open(text: str) -> str:
    """What a cell says where its value is not told, with an earlier one in brackets: "Discontinued (was 3.1%)"."""
    said = _BRACKET.split(text, maxsplit=1)
    return said[0].strip() if len(said) > 1 and placeholder(said[0].strip()) else ""


def _of_the_kind(sentence: Sentence, hit: Hit, wanted: Wanted, rejected: Rejected) -> Fitting:
    fitting: Fitting = []
    for mention in sentence.mentions:
        fit = fits(mention, hit.block, wanted, hit.spots)
        if fit is not None:
            if wanted.kind == "money":
                ends = [end for _, end in hit.spots]
                fit = signed(hit.folded, mention, fit, groups.declared(wanted), ends)
            fitting.append(below_nought(hit.block, mention, fit) if wanted.kind != "date" else (mention, fit))
        elif mention.problem:
            rejected.note(rejected.problems, f"“{mention.text}”: {mention.problem}")
        elif not mention.date:
            if not rejected.counted and mention.kind == "quantity" and is_thing(mention.unit):
                rejected.counted = mention.text
            rejected.note(rejected.other_kinds, f"“{mention.text}” ({_called(mention.kind, mention.unit)})")
    return fitting


def _note_what_is_there(sentence: Sentence, hit: Hit, wanted: Wanted, rejected: Rejected) -> None:
    """Notes what stands where the words are, instead of a fitting figure."""
    block = hit.block
    gone = told_no_more(hit.folded)
    if gone is None and block.kind in TABLED and placeholder(block.text):
        gone = block.text
    rejected.told_no_more = rejected.told_no_more or gone or ""
    if plain(hit) and (
        any(_has_turned(mention, hit, wanted) for mention in sentence.mentions)
        or (block.kind not in TABLED and gone is not None)
    ):
        rejected.turned = max(rejected.turned or (0, 0), (hit.extra, sum(hit.levels)))
        rejected.instead = max(rejected.instead, hit.extra)


def _has_turned(mention: Mention, hit: Hit, wanted: Wanted) -> bool:
    """Whether a figure is what the wanted one may have turned into; counted things where they are all that is there."""
    if turned_into(mention, wanted):
        return True
    counted = wanted.kind == mention.kind == "quantity" and is_thing(wanted.unit) and is_thing(mention.unit)
    return counted and hit.block.kind in TABLED and only_figure(hit.block.text)


def _called(kind: str, unit: str | None) -> str:
    plain_kind = kind.replace("_", " ")
    return f"{plain_kind} in {unit}" if unit and unit not in ("%", "pp") else plain_kind
