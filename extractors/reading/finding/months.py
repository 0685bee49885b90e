"""Which month or quarter the words ask for, and sums of months: 累計, 1-8月, year to date."""

from functools import lru_cache

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold

_SORTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?<!至)(?<!-)(\d{1,2})月(?![至\-–])|(?<![\d~∼\-–])(\d{1,2})월(?!\s?[~∼\-–])",
        r"(?<![至到~～前])(?<![一二三四1-4] )第?([一二三四1-4])季度?"
        r"|(?<!q[1-4] )(?<!q[1-4] to )(?<![a-z0-9])q([1-4])(?!\d)"
        r"|(?<!\d)([1-4])q|(?<![1-4][~∼ ])([1-4])분기"
        r"|(?<=\b)([1-4])(?=[~∼ ][2-4]분기)|([一二三四1-4])(?=[至到~～ ]第?[一二三四1-4]季)"
        r"|\b(first|second|third|fourth) quarter",
        r"(?<![至到~～])([上下])半年(?![^，,。]{0,2}(?:優|优|旺|淡|疲|佳|減|减|增|收窄))"
        r"|(?<![成完健安齊齐])(全)年(?![齡龄級级])|([상하])반기(?!\s?(?:부진|호조|보다|대비))|(?<![가-힣])(연)간(?![가-힣])"
        r"|(?<!weak )(?<!strong )(?<!good )(?<!poor )\b(first|second) half\b"
        r"|(?<![a-z0-9])h([12])(?!\d)|\b(full|whole|entire) year\b",
    )
)
_FOURS = {
    name: str(place)
    for names in ("一二三四", ("first", "second", "third", "fourth"))
    for place, name in enumerate(names, 1)
}


_ONE_MONTH = re.compile(r"(?<!\d)\d{1,2}月|[單单當当]月|당월|월간")
_SUMMED = re.compile(
    r"累[計计]|前\s?\d{1,2}\s?[個个]?月|\d{1,2}\s?月?(?:至|到|[-~–～ ])\s?\d{1,2}月|누계|누적|\byear to date\b"
)


def other_period(group: tuple[str, ...], texts: tuple[str, ...]) -> bool:
    """Whether words that name a month or quarter are followed, nearer to the figure, by another of the same sort.

    `texts` are read from the farthest to the nearest: the headings above, then the sentence up to the figure.
    """
    for sort, asked in _months_asked(group):
        named = [_four(found) for text in texts for found in sort.finditer(fold(text))]
        if named and named[-1] not in asked:
            return True
    return False


@lru_cache(maxsize=4096)
def _months_asked(group: tuple[str, ...]) -> list[tuple[re.Pattern[str], set[str]]]:
    """Which months or quarters the words name, by sort; most name none."""
    if any("월" in words for words in group) and not all(_IN_MONTHS.fullmatch(fold(words)) for words in group):
        return []  # 기준 or 9월: there the month is only one way to say it
    asked = [(sort, {_four(found) for words in group if (found := sort.fullmatch(fold(words)))}) for sort in _SORTS]
    return [one for one in asked if one[1]]


_IN_MONTHS = re.compile(r"\d{1,2}월")


def summed_up(group: tuple[str, ...], before: str) -> bool:
    """Whether one month was asked for and a sentence speaks, nearer to the figure, of the months up to it."""
    asked = _one_month(group)
    if not asked:
        return False
    last = max((found.end() for found in _SUMMED.finditer(before)), default=-1)
    return last >= 0 and not any(words in before[last:] for words in asked)


@lru_cache(maxsize=4096)
def _one_month(group: tuple[str, ...]) -> tuple[str, ...]:
    """The words, folded, if they ask for one month."""
    asked = tuple(fold(words) for words in group)
    return asked if any(map(_ONE_MONTH.fullmatch, asked)) and not any(map(_SUMMED.search, asked)) else ()


def sums_up(text: str) -> bool:
    """Whether a folded text, from its last month on, speaks of all months up to it."""
    last = max((found.end() for found in _SUMMED.finditer(text)), default=-1)
    return last >= 0 and _MONTH_AGAIN.search(text, last) is None


_MONTH_AGAIN = re.compile(r"(?<![\d至到~ ])\d{1,2}\s?[月월](?![至~])|[單单當当]月|당월")


def _four(found: re.Match[str]) -> str:
    name = next(group for group in found.groups() if group)
    return _FOURS.get(name, name).lstrip("0")
