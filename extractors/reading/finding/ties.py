"""Between figures that the words fit equally well: what a careful person goes by before calling them ambiguous."""

from extractors.reading import regexes as re
from extractors.reading.finding import clauses
from extractors.reading.finding.anchors import fold, has
from extractors.reading.finding.candidates import Candidate
from extractors.reading.finding.search import plain
from extractors.reading.finding.wanted import Wanted

_EDGES = " \t:：*-–—·•.、，,|()（）[]%％"
_YEAR = re.compile(r"(?<!\d)(?:(?P<full>(?:19|20)\d\d)|['’](?P<short>\d\d)|(?:民國)?(?P<roc>\d{2,3})年)(?!\d)")
_REPUBLIC = 1911


def fitter(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Those that stay: with all words beside them, the plainest labels, of one month only, the later of two years."""
    for choose in (_plain, _plainest, _not_summed, _later):
        kept = choose(top, wanted)
        if len(kept) < len(top):
            return kept
    return top


def _plain(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Those for which no word stands in a heading only, while others need one."""
    return [one for one in top if plain(one.hit)] or top


def _plainest(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Those whose row or label says the words and nothing else: 短視頻, and not 網絡視頻（含短視頻）."""
    left = {id(one): _left_over(one, wanted) for one in top if one.hit.block.row}
    if len(left) < len(top) or not any(not rest for rest in left.values()):
        return top
    return [one for one in top if not left[id(one)]]


def _left_over(one: Candidate, wanted: Wanted) -> str:
    """What the label has besides the declared words."""
    rest = fold(one.hit.block.row[-1] if one.hit.block.kind == "cell" else one.hit.block.row[0])
    words = [word for group in wanted.anchors for word in group] + [*wanted.row, *wanted.column]
    met = [word for word in words if has(word, rest)]
    for word in sorted(met, key=len, reverse=True):
        rest = rest.replace(" ".join(fold(word).split()), " ")
    return rest.strip(_EDGES) if met else "?"


def _not_summed(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Those without the sum of all months up to one (1—8月, 累計, year to date), where the words ask for none."""
    groups = (*wanted.anchors, wanted.row, wanted.column)
    if any(clauses.sums_up(fold(word)) for group in groups for word in group):
        return top
    return [one for one in top if not _summed(one)] or top


def _summed(one: Candidate) -> bool:
    block = one.hit.block
    if block.kind == "cell":
        return any(clauses.sums_up(fold(text)) for text in block.column)
    return clauses.sums_up(one.hit.folded[: one.mention.start])


def _later(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Without those of the earlier of two years in one row or text, where the words ask for neither."""
    if wanted.period is not None:
        return top
    years = [_year_of(one) for one in top]
    places: dict[tuple[str, ...], set[int]] = {}
    for one, year in zip(top, years, strict=True):
        if year:
            places.setdefault(_place(one), set()).add(year)
    return [one for one, year in zip(top, years, strict=True) if not _earlier(year, places.get(_place(one), set()))]


def _place(one: Candidate) -> tuple[str, ...]:
    return one.hit.block.row if one.hit.block.kind == "cell" else (one.hit.block.text,)


def _year_of(one: Candidate) -> int | None:
    if one.hit.block.kind == "cell":
        return year_in(one.hit.block.column)
    return int(one.period[:4]) if one.period and one.period[:4].isdigit() else None


def _earlier(year: int | None, row: set[int]) -> bool:
    return year is not None and len(row) == 2 and year + 1 in row


def year_in(heading: tuple[str, ...]) -> int | None:
    """The year that a row's or column's heading names."""
    found = _YEAR.search(" ".join(heading))
    if found is None:
        return None
    if found["full"]:
        return int(found["full"])
    return 2000 + int(found["short"]) if found["short"] else _REPUBLIC + int(found["roc"])
