"""Finds a declared figure on a page: one reading with place and reason, or missing, or ambiguous. Never a guess."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from extractors.reading import regexes as re
from extractors.reading.finding import doubt, pointed, special, ties
from extractors.reading.finding.agreement import agreed, finer, nearest
from extractors.reading.finding.anchors import any_of, fold
from extractors.reading.finding.candidate import Candidate, Rejected
from extractors.reading.finding.candidates import candidates, located
from extractors.reading.finding.index import Index, index_of
from extractors.reading.finding.labelled import names_all
from extractors.reading.finding.lines_above import alone_under, headed
from extractors.reading.finding.newest_cell import untold
from extractors.reading.finding.periods import canonical
from extractors.reading.finding.reasons import apart, asked, place_of, unused, why, why_missing
from extractors.reading.finding.search import ABOVE, Hit, hits, plain
from extractors.reading.finding.skim import skim
from extractors.reading.finding.wanted import Ambiguous, Located, Missing, Wanted, inside
from extractors.reading.pages.page import Page
from extractors.reading.text.units import name_of

__all__ = ["Ambiguous", "Located", "Missing", "Wanted", "locate"]

MOST = 300  # figures to choose between; more is no declaration but a hostile page
MOST_LOOKED_AT = 20_000  # figures that stand with all the words, of whatever kind: the same
SKIMS = 2  # figures of one page that are looked for in parts of it; for more, reading it once is cheaper
_LABELLED = ("tile", "cell", "definition")
_MOST_LABELLED, _MUCH_LABELLED = 200, 20_000  # of them, and characters of all of them
_MEASURED = ("quantity", "duration", "range")
_WHOLE_PAGE = ("picture", "text", "names")
_LETTERS = re.compile(r"[^\W\d_]")
_OTHERS_STATE = re.compile(
    r"\b(?:related|recommend\w*|news|history|peers?|archives?|previous|past|older|compar\w*|ads?)\b"
)
_REMARKS = re.compile(r"(?:notes?|remarks?|comments?|[備备附][註注]|[說说]明|비고|참고)\s?")
_SHOWN = 6


def locate(page: Page, wanted: Wanted) -> Located | Missing | Ambiguous:
    """The one place where a declared figure stands."""
    if wanted.period is not None and (period := canonical(wanted.period)) != wanted.period:
        wanted = replace(wanted, period=period)
    own = name_of(wanted.unit) if wanted.kind in _MEASURED else wanted.unit
    if own != wanted.unit:
        return _in_words(locate(page, replace(wanted, unit=own)), own, wanted.unit)
    if page.unread is not None and page.skims < SKIMS and wanted.kind not in _WHOLE_PAGE and wanted.pointer is None:
        page.skims += 1
        found = _skimmed(page, wanted)
        if found is not None:
            return found
    return read_through(page, wanted)


def _in_words(
    found: Located | Missing | Ambiguous, own: str | None, declared: str | None
) -> Located | Missing | Ambiguous:
    """An answer with the unit written as it was declared: MW, where we say megawatt."""
    if isinstance(found, Located):
        return found._replace(unit=declared) if found.unit == own else found
    if isinstance(found, Ambiguous):
        shown = tuple(one._replace(unit=declared) if one.unit == own else one for one in found.candidates)
        return replace(found, candidates=shown)
    return found


def _skimmed(page: Page, wanted: Wanted) -> Located | None:
    """The answer from the parts of the page that have the anchor words, where they are enough for it."""
    chunks = skim(page, wanted)
    if chunks is None:
        return None
    found = _figure(Index(page, chunks), wanted)
    # A span that only the whole page can tell has made it be read: then its answer is at hand as well.
    return found if isinstance(found, Located) and page.unread is not None else None


def read_through(page: Page, wanted: Wanted) -> Located | Missing | Ambiguous:
    """The answer from the whole page."""
    index = index_of(page)
    if wanted.pointer is not None:
        return pointed.at_pointer(index, wanted)
    if wanted.kind == "picture":
        return special.picture(index, wanted)
    if wanted.kind == "text":
        return special.term(index, wanted)
    if wanted.kind == "names":
        return special.names(index, wanted)
    found = _figure(index, wanted)
    if not isinstance(found, Missing):
        return found
    return _second_look(index, wanted) or _in_panels(page, wanted) or _in_state(page, wanted) or found


def _second_look(index: Index, wanted: Wanted) -> Located | None:
    """The answer where lines that head what follows are taken as headings."""
    page = index.page
    if page.form not in ("html", "json", "xml"):  # the latter may hold a page's HTML
        return None
    if page.second is None:
        chunks = headed(page.spanned())
        page.second = Index(page, chunks or [])
    second = page.second
    if not isinstance(second, Index):
        raise TypeError("a page's second index was overwritten")
    found = _figure(second, wanted)
    return found if isinstance(found, Located) and alone_under(found, wanted) else None


def _in_panels(page: Page, wanted: Wanted) -> Located | None:
    """The answer from closed panels and lists beside the text: only what is nowhere else may stand there."""
    opened = page.with_panels_open()
    if opened is None:
        return None
    found = _figure(index_of(opened), wanted)
    return found if isinstance(found, Located) else None


def _in_state(page: Page, wanted: Wanted) -> Located | None:
    """The answer from the data that a framework draws the page from: only what the page doesn't show by itself."""
    state = page.drawn_from()
    if state is None:
        return None
    found = _figure(index_of(state), wanted)
    if not isinstance(found, Located):
        return None
    # A field that is the figure, of the page's own record: no headline of another article, no history.
    bare = not _LETTERS.search(found.block.text[: found.start] + found.block.text[found.end :])
    return found if bare and not _OTHERS_STATE.search(fold(" ".join(found.block.headers))) else None


def _figure(index: Index, wanted: Wanted) -> Located | Missing | Ambiguous:
    rejected = Rejected()
    found: list[Candidate] = []
    strength = None
    weaker: list[Hit] = []
    ordered = sorted(_unlabelled(index, wanted), key=lambda hit: (-hit.extra, not plain(hit), -sum(hit.levels)))
    for place, hit in enumerate(ordered):
        if (hit.extra, plain(hit), sum(hit.levels)) != strength:
            if any(not one.gives_way for one in found):
                weaker = ordered[place : place + _MOST_LABELLED]
                break  # what is met less well can't be chosen any more
            if any(plain(one.hit) for one in found) and max(hit.levels, default=0) == ABOVE:
                break  # last year's figure with the words is no reason to take one that has them in a heading only
            strength = (hit.extra, plain(hit), sum(hit.levels))
        found += candidates(index, hit, wanted, rejected)
        if not found and rejected.figures > MOST_LOOKED_AT:
            return Missing(wanted.name, f"{why_missing(index, wanted, rejected)}; no more than these were looked at")
        if len(found) > MOST:
            reason = f"more than {MOST} figures stand with {asked(wanted)}: declare words that narrow it down"
            few = tuple(located(index, one, wanted, why(one, wanted, False)) for one in found[:_SHOWN])
            return Ambiguous(wanted.name, reason, few)
    if not found or _turned(found, rejected):
        return Missing(wanted.name, why_missing(index, wanted, rejected))
    best = max(one.rank(wanted) for one in found)
    top = nearest([one for one in found if one.rank(wanted) == best])
    top += [one for one in found if _as_good(one, top[0], wanted)]
    chosen = agreed(top)
    if chosen is None:
        kept = ties.fitter(top, wanted, index)
        lost = {id(one) for one in top} - {id(one) for one in kept}
        found = [one for one in found if id(one) not in lost]
        top, chosen = kept, agreed(kept)
    by_range = False
    if chosen is None and wanted.between is not None:
        plausible = [one for one in top if inside(one.fit.value, wanted.between)]
        if len(top) > 1 and not any(_may_be(one, wanted) for one in top):
            bare = _bare([*found, *_of(index, weaker, wanted)], wanted)
            if bare is not None:
                return located(index, bare, wanted, why(bare, wanted, True))
            return Missing(wanted.name, f"{why_missing(index, wanted, rejected)}; none of {len(top)} is plausible")
        chosen, by_range = (agreed(plausible) if plausible else None), True
    if chosen is not None and not inside(chosen.fit.value, wanted.between):
        better = _more_plausible(chosen, [*found, *_of(index, weaker, wanted)], wanted)
        chosen, by_range = (better, True) if better is not None else (chosen, by_range)
    if chosen is not None:
        rest = list(_of(index, [hit for hit in weaker if plain(hit) or not plain(chosen.hit)], wanted))
        chosen = finer(chosen, (*found, *rest), wanted)
        contrary = doubt.against(chosen, [*found, *rest], wanted)
        contrary = [one for one in contrary if not _in_another_column(index, one, chosen)]
        if contrary:
            top = [chosen, *contrary]
            chosen = None
    if chosen is not None and (said := untold(index, chosen.hit.block, wanted)) is not None:
        older = f"“{chosen.mention.text}” is of {chosen.period or 'an earlier year'}"
        return Missing(wanted.name, f"the newest cell with {asked(wanted)} says “{said}”; {older}")
    if chosen is not None and rejected.told_no_more and (chosen.former or _in_notes(chosen)):
        return Missing(wanted.name, why_missing(index, wanted, rejected))  # it stands beside the place that was meant
    if chosen is None:
        shown = top[:_SHOWN]
        values = "; ".join(f"“{one.mention.text}” in {place_of(one.hit)}{apart(one, shown)}" for one in shown)
        reason = f"{len(top)} figures fit equally well and disagree: {values}{unused(top, wanted)}"
        return Ambiguous(
            wanted.name, reason, tuple(located(index, one, wanted, why(one, wanted, False)) for one in shown)
        )
    return located(index, chosen, wanted, why(chosen, wanted, by_range))


def _in_another_column(index: Index, one: Candidate, chosen: Candidate) -> bool:
    """Whether the chosen cell's own row gives the other value too, in a column that wasn't asked for."""
    block = chosen.hit.block
    if block.kind != "cell" or one.fit.value is None:
        return False
    return any(
        mention.value is not None and one.fit.value in (mention.value, mention.value * chunk.scale)
        for chunk in index.cells_beside(block)
        for mention in index.figures(chunk.text, None)
    )


def _in_notes(one: Candidate) -> bool:
    """Whether it stands in a table's column of remarks."""
    column = one.hit.block.column[-1:]
    return one.hit.block.kind == "cell" and bool(column) and _REMARKS.fullmatch(fold(column[0])) is not None


def _of(index: Index, some: list[Hit], wanted: Wanted) -> Iterator[Candidate]:
    for hit in some:
        yield from candidates(index, hit, wanted, Rejected())


def _more_plausible(chosen: Candidate, found: list[Candidate], wanted: Wanted) -> Candidate | None:
    """A plausible cell or card, where an implausible figure in prose has some of the words in its heading only, too.

    One whose label is the declared words and nothing else stands in for any implausible figure in prose.
    """
    others = [
        one
        for one in found
        if one.hit.block.kind in _LABELLED
        and one.hit.levels.count(ABOVE) <= chosen.hit.levels.count(ABOVE)
        and not one.former
        and inside(one.fit.value, wanted.between)
        and (not plain(chosen.hit) or names_all(one.hit.block, wanted))
    ]
    if not others or chosen.hit.block.kind in _LABELLED or chosen.fit.value is None:
        return None
    best = max(one.rank(wanted) for one in others)
    return agreed([one for one in others if one.rank(wanted) == best])


def _bare(found: list[Candidate], wanted: Wanted) -> Candidate | None:
    """A plausible figure that is all its text says, right under a heading with the words; for want of a better one."""
    under = [
        one
        for one in found
        if not one.former
        and one.mention.text == one.hit.block.text.strip()
        and inside(one.fit.value, wanted.between)
        and any(any_of(group, fold("".join(one.hit.block.headers[-1:]))) for group in wanted.anchors)
    ]
    return agreed(under) if under else None


def _turned(found: list[Candidate], rejected: Rejected) -> bool:
    """Whether the words' own place gives another thing now, and what is left is of a part or has them in a heading.

    So it is where what is left has not the words that the figure follows, or not its row and column.
    """
    turned = rejected.turned
    return turned is not None and all(
        one.former
        or (not plain(one.hit) and (one.hit.extra, sum(one.hit.levels)) < turned)
        or one.hit.extra < rejected.instead
        for one in found
    )


def _unlabelled(index: Index, wanted: Wanted) -> list[Hit]:
    """The places with the words, without the labels of tiles and cells that give the figure: "Average (of 100)"."""
    found = list(hits(index, wanted))
    texts = {hit.block.text for hit in found if hit.block.kind != "tile"}
    given = [hit for hit in found if hit.block.kind in _LABELLED and not texts.isdisjoint(hit.block.row)]
    sizes = accumulate(len(hit.block.text) for hit in given[:_MOST_LABELLED])
    given = [hit for hit, size in zip(given, sizes, strict=False) if size < _MUCH_LABELLED]
    given = [hit for hit in given if any(candidates(index, hit, wanted, Rejected()))]
    labels = {label for hit in given for label in hit.block.row}
    return [hit for hit in found if hit.block.kind == "tile" or hit.block.text not in labels]


def _may_be(one: Candidate, wanted: Wanted) -> bool:
    """Whether its value, or an end of its range, lies in the plausible range."""
    return any(inside(value, wanted.between) for value in (one.fit.value, one.fit.low, one.fit.high))


def _as_good(one: Candidate, chosen: Candidate, wanted: Wanted) -> bool:
    """Whether it loses by its label alone, though each has another of the anchors beside it: no reason to choose."""
    if one.labels or not chosen.labels or one.hit.levels == chosen.hit.levels:
        return False
    ours, theirs = one.rank(wanted), chosen.rank(wanted)
    return ours[:5] == theirs[:5] and ours[6:] == theirs[6:]
