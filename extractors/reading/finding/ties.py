"""Between figures that the words fit equally well: what a careful person goes by before calling them ambiguous."""

from extractors.reading import regexes as re
from extractors.reading.finding import months, qualified
from extractors.reading.finding.anchors import fold, has
from extractors.reading.finding.candidate import Candidate
from extractors.reading.finding.changes import tells_change
from extractors.reading.finding.groups import declared
from extractors.reading.finding.index import Index
from extractors.reading.finding.search import plain
from extractors.reading.finding.wanted import Wanted
from extractors.reading.pages.glance import only_unit, period_like

_EDGES = " \t:：*-–—·•.、，,|()（）[]%％"
_YEAR = re.compile(
    r"(?<!\d)(?:(?P<full>(?:19|20)\d\d)|(?:['’]|\b(?i:fy)\s?)(?P<short>\d\d)|(?P<roc>(?<=民國)\d{2}|1\d\d)\s?年)(?!\d)"
)
_FULL_YEAR, _ROC_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"), re.compile(r"(?<!\d)(1\d\d)\s?年")
_SPAN_OF_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-–—~～至]\s?(?:19|20)\d\d(?!\d)")
_REPUBLIC = 1911
AHEAD = re.compile(
    r"\b(?:forecasts?|projected|projections?|targets?|goals?|plan(?:ned)?|budget(?:ed)?|expected|outlook|estimates?)\b"
    r"|\([fe]\)|\d\s?[fe]\b|[預预][測测計计期估]|目[標标]|[規规][劃划]|展望|전망|목표|예상|계획|추정"
)


def fitter(top: list[Candidate], wanted: Wanted, index: Index) -> list[Candidate]:
    """Those that stay: with all words beside them, the plainest labels, of one month, the later years, all."""

    def later(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
        return _later(top, wanted, index)

    for choose in (
        _plain,
        _plainest,
        _of_whole,
        _unqualified,
        _not_summed,
        _later_part,
        later,
        _no_period,
        _not_changes,
        _of_all,
        _not_ahead,
        _not_of_editions,
    ):
        top = choose(top, wanted)
        if len(top) == 1:
            break
    return top


def _plain(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Those for which no word stands in a heading only, while others need one."""
    return [one for one in top if plain(one.hit)] or top


def _plainest(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Those whose row or label says the words and nothing else: 短視頻, and not 網絡視頻（含短視頻）."""
    if (own := _column_itself(top, wanted)) is not None:
        return [own]
    left = {id(one): left_over(one, wanted) for one in top if one.hit.block.row}
    if len(left) < len(top) or not any(not rest for rest in left.values()):
        return top
    return [one for one in top if not left[id(one)]]


def _column_itself(top: list[Candidate], wanted: Wanted) -> Candidate | None:
    """The one of a row whose column is a declared word and nothing else: 영업이익, and not (영업이익률)."""
    if any(one.hit.block.kind != "cell" or one.hit.block.row != top[0].hit.block.row for one in top):
        return None
    words = {" ".join(fold(word).split()) for group in (*wanted.anchors, wanted.row, wanted.column) for word in group}
    heads = [fold(one.hit.block.column[-1]).strip() if one.hit.block.column else "" for one in top]
    own = [one for one, head in zip(top, heads, strict=True) if head in words]
    others = [head for head in heads if head not in words]
    return own[0] if len(own) == 1 and all(any(word in head for word in words) for head in others) else None


_NAMES = re.compile(r"[^\W\d_]\s?(?:的|之)?$")


def _of_whole(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """The row whose label all others have with something before it: 使用率, and not 50歲以上使用率."""
    if any(one.hit.block.kind != "cell" or not one.hit.block.row for one in top):
        return top
    labels = {id(one): fold(one.hit.block.row[-1]).strip(_EDGES) for one in top}
    shortest = min(labels.values(), key=len)
    if shortest[:1].isdigit() or any(
        not label.endswith(shortest) or (label != shortest and not _NAMES.search(label[: -len(shortest)]))
        for label in labels.values()
    ):
        return top
    return [one for one in top if labels[id(one)] == shortest]


_SEASONALLY = re.compile(r"季[節节]性?[調调]整|季[調调]|\bseasonally adjusted\b|계절\s?조정")


def _unqualified(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """The measure itself, beside one adjusted: 净利润, and not 扣除非经常性损益的净利润 or 經季節調整後的."""
    if any(qualified.adjusted(fold(word)) for group in (*wanted.anchors, wanted.row) for word in group):
        return top
    if all(one.hit.block.kind in _PROSE for one in top):
        return [one for one in top if not _SEASONALLY.search(one.hit.folded, 0, one.mention.start)] or top
    if any(one.hit.block.kind != "cell" or not one.hit.block.row for one in top):
        return top
    return [one for one in top if not qualified.adjusted(fold(one.hit.block.row[-1]))] or top


def left_over(one: Candidate, wanted: Wanted, *, bare: bool = False) -> str:
    """What the label has besides the declared words; with `bare` also without brackets and words that say nothing."""
    row = one.hit.block.row
    unit_last = len(row) > 1 and only_unit(row[-1])  # 固網平均下載速率 | Mbps | 243.6
    rest = fold(row[-2 if unit_last else -1] if one.hit.block.kind == "cell" else row[0])
    words = [word for group in wanted.anchors for word in group] + [*wanted.row, *wanted.column]
    met = [word for word in words if has(word, rest)]
    for word in sorted(met, key=len, reverse=True):
        rest = rest.replace(" ".join(fold(word).split()), " ")
    if bare:
        rest = _SAYS_NOTHING.sub(" ", rest)
    return rest.strip(_EDGES) if met else "?"


_SAYS_NOTHING = re.compile(
    r"\([^()]*\)?|市[場场]|[規规]模|[總总][額额數数]|金[額额]|\b(?:market|size|total|value|amount)\b|시장|규모"
)


def _not_summed(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Those without the sum of all months up to one (1—8月, 累計, year to date), where the words ask for none."""
    groups = (*wanted.anchors, wanted.row, wanted.column)
    if any(months.sums_up(fold(word)) for group in groups for word in group):
        return top
    return [one for one in top if not _summed(one)] or top


def _summed(one: Candidate) -> bool:
    block = one.hit.block
    if block.kind == "cell":
        return any(months.sums_up(fold(text)) for text in block.column)
    return months.sums_up(one.hit.folded[: one.mention.start])


def _later(top: list[Candidate], wanted: Wanted, index: Index) -> list[Candidate]:
    """Without those of earlier years in one row, column or text, where the words ask for none of them."""
    if wanted.period is not None:
        return top
    latest = _last_told(top)
    if latest is not None:
        return [latest]
    places: dict[tuple[str, ...], dict[int, Candidate]] = {}
    of: dict[int, tuple[int, tuple[str, ...]]] = {}
    for one in top:
        year, place = _year_and_place(one)
        if year is not None:
            places.setdefault(place, {})[year] = one
            of[id(one)] = year, place
    last = {place: newest for place, years in places.items() if (newest := _newest(years, index)) is not None}
    return [one for one in top if id(one) not in of or of[id(one)][0] >= last.get(of[id(one)][1], 0)]


_MONTH, _A_YEAR = re.compile(r"(?:19|20)\d\d-\d\d"), re.compile(r"(?:19|20)\d\d")


def _last_told(top: list[Candidate]) -> Candidate | None:
    """The one of the last month of figures told in prose, or of the last year of those in one cell; no forecast."""
    one_cell = all(one.hit.block is top[0].hit.block for one in top)
    if not one_cell and any(one.hit.block.kind not in _PROSE for one in top):
        return None
    periods = [one.period or "" for one in top]
    if not all(map((_A_YEAR if one_cell else _MONTH).fullmatch, periods)):
        return None
    last = max(periods)
    if periods.count(last) > 1 or int(last[:4]) - int(min(periods)[:4]) > 1:
        return None
    chosen = top[periods.index(last)]
    said = chosen.hit.folded
    return None if AHEAD.search(said) or _TO_COME.search(said) else chosen


_TO_COME = re.compile(r"\b(?:will|would|shall)\b|\bby (?:the end of )?20\d\d\b|[將将擬拟]|可望|有望|上看|할 |될 |것")
_PROSE = ("sentence", "item", "record")
_ALL = re.compile(
    r"(?:all|total|overall|combined|all days|both sexes)|全部日?"
    r"|[合總总]計|[合总]计|全[體体]|全[市省国國縣县](?:居民|人口|民眾)?|整[體体]|[總总][數数體体]|전체|합계|계|총계|전국"
)


def _of_all(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """The one in the column of all, where the other columns are its parts: 全部日 and 假日."""
    if any(one.hit.block.kind != "cell" or not one.hit.block.column for one in top):
        return top
    if len({one.hit.block.row for one in top}) > 1:
        return top
    return [one for one in top if _ALL.fullmatch(fold(one.hit.block.column[-1]).strip(_EDGES))] or top


def _not_ahead(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Without the column of targets or forecasts beside that of the figures."""
    if any(one.hit.block.kind != "cell" for one in top):
        return top
    kept = [one for one in top if not any(AHEAD.search(fold(text)) for text in one.hit.block.column)]
    told = bool(kept) and all(any(_TOLD.search(fold(text)) for text in one.hit.block.column) for one in kept)
    return kept if told else top


_PART_OF_A_YEAR = re.compile(r"\d{4}-(?:Q\d|H\d|\d\d)")
_TOLD = re.compile(
    r"(?:19|20)\d\d|1\d\d\s?年|\b(?:actual|current|latest|now|result)|[實实][际際績绩]|[本當当][期月季年]|[今現现]|실적|현재"
)
_EDITION = re.compile(
    r"(?:(?:year|quarter|month|period) (?:ending|ended|to) )?(?:(?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december) )?(?:19|20)\d\d\s?[年년]?度?\s?[:：]"
)


def _not_of_editions(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Without the lines of a list of editions, each led by its period: "Year ending March 2024: 61,950 permits"."""
    if wanted.period is not None:
        return top
    kept = [one for one in top if not _EDITION.match(one.hit.folded)]
    return kept if kept and len(top) - len(kept) > 1 else top


_PERIOD = re.compile(
    r"(?:(?:19|20)?\d\d年?)?(?:\d{1,2}[月季]|上年|去年|上月|前月|同期|q[1-4])\s?|(?:19|20)\d\d\s?[年년]?度?\s?|1\d\d年度?\s?"
)


def _no_period(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Without a column that is another's with a period before its name: 占比 and 5月占比."""
    if any(one.hit.block.kind != "cell" or not one.hit.block.column for one in top):
        return top
    names = {fold(one.hit.block.column[-1]).strip() for one in top}
    led = {name for name in names if (found := _PERIOD.match(name)) and name[found.end() :] in names}
    return [one for one in top if fold(one.hit.block.column[-1]).strip() not in led] or top


def _not_changes(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Without the columns that say how far it moved, beside one of the level, where no change was asked for."""
    if any(one.hit.block.kind != "cell" or not one.hit.block.column for one in top):
        return top
    if tells_change(declared(wanted)):
        return top
    kept = [one for one in top if not any(map(tells_change, one.hit.block.column))]
    if wanted.kind in ("percent", "percentage_point") and not all(_of_now(one.hit.block.column) for one in kept):
        return top  # 成長率 beside 占比: two measures
    return kept or top


def _of_now(column: tuple[str, ...]) -> bool:
    return any(_TOLD.search(fold(text)) is not None or period_like(text) for text in column)


def _later_part(top: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """The last of the quarters or months in one row of a table, where the words ask for none of them."""
    periods = [one.period or "" for one in top]
    if (
        wanted.period is not None
        or len(top) > 3
        or len(set(periods)) < len(top)
        or not all(map(_PART_OF_A_YEAR.fullmatch, periods))
    ):
        return top
    if any(one.hit.block.kind != "cell" or one.hit.block.row != top[0].hit.block.row for one in top):
        return top
    said = [fold(text) for one in top for text in (*one.hit.block.headers, *one.hit.block.column)]
    if len(set(map(len, periods))) > 1 or any(AHEAD.search(text) for text in said):
        return top
    last = max(periods)
    return [one for one, period in zip(top, periods, strict=True) if period == last]


def _year_and_place(one: Candidate) -> tuple[int | None, tuple[str, ...]]:
    """The year it is told with, and what it has in common with the same thing's other years."""
    block = one.hit.block
    if block.kind != "cell":
        year = int(one.period[:4]) if one.period and one.period[:4].isdigit() else None
        return year, (block.text,)
    year = year_in(block.column)
    if year is not None:
        return year, block.row
    over = [text for text in block.headers if text not in block.row]
    year = year_in(block.row)
    if year is None and one.period and block.row and block.row[-1].isdigit() and one.period[:4].isdigit():
        year = int(one.period[:4])  # 112 and 113 under 學年度
    return year, ("column", *block.column, *over, *block.row[1:])


def _newest(years: dict[int, Candidate], index: Index) -> int | None:
    """The last of these years, where it is surely the present one: no forecast stands behind the figures of years."""
    last, size = max(years), len(years)
    if size == 2 and last - 1 in years:
        return last
    if size < 2 or any(one.hit.block.kind != "cell" for one in years.values()):
        return None
    said = [
        fold(text)
        for one in years.values()
        for text in (*one.hit.block.headers, *one.hit.block.column, *one.hit.block.row)
    ]
    if any(AHEAD.search(text) for text in said):
        return None
    in_line = size > 2 and last - min(years) == size - 1
    block = years[last].hit.block
    over = [text for text in block.headers if text not in block.column and text not in block.row]
    above = {int(year) for text in over for year in _FULL_YEAR.findall(_SPAN_OF_YEARS.sub("", text))}
    above |= {_REPUBLIC + int(year) for text in over for year in _ROC_YEAR.findall(text)}
    if above == {last} or (in_line and last >= max(above, default=0)):
        return last
    return last if size == 2 and last >= max(above, default=0) and _told(last, min(years), index) else None


_WILL = re.compile(r"\b(?:will|would|shall|by|towards?|until)\b|[將将擬拟]|可望|有望|上看|之?前|[應应]|까지|할 |될 |것")


_GAP = 5  # years between two surveys; what is further apart is a forecast more often


def _told(year: int, before: int, index: Index) -> bool:
    """Whether a sentence of the page tells of this year before it comes to what is ahead, and it may well be past.

    Years such as 2030 are those of aims and forecasts, and what a span of years tells of is no year of its own.
    """
    if year - before > _GAP or (year % 5 == 0 and year - before > 1):
        return False
    for text in index.prose:
        ends = [found.start() for pattern in (AHEAD, _WILL) if (found := pattern.search(text))]
        said = _SPAN_OF_YEARS.sub("", text[: min(ends, default=len(text))])
        if str(year) in _FULL_YEAR.findall(said) or str(year - _REPUBLIC) in _ROC_YEAR.findall(said):
            return True
    return False


def year_in(heading: tuple[str, ...]) -> int | None:
    """The year that a row's or column's heading names."""
    found = _YEAR.search(" ".join(heading))
    if found is None:
        return None
    if found["full"]:
        return int(found["full"])
    return 2000 + int(found["short"]) if found["short"] else _REPUBLIC + int(found["roc"])
