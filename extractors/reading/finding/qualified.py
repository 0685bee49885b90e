"""Words that name another measure where something stands before them: CPI in "core CPI", 季節調整後失業率."""

from functools import lru_cache

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import Spots, find, fold, fold_keys
from extractors.reading.finding.wanted import Wanted


def plain_places(group: tuple[str, ...], folded: str, wanted: Wanted) -> list[tuple[int, int]]:
    """The places of an anchor's words; those in another measure's name only where there are no others.

    Where the other words ask for that measure (季節調整 and 失業率) it is the other way round.
    """
    found = [(*spot, words) for words in group for spot in find(words, folded)]
    if len(found) < 2:
        return [(start, end) for start, end, _ in found]
    # 宿位 is declared for 長者宿位: where the longer word stands, the shorter one alone is of others.
    whole = [one for one in found if any(other != one[2] and other in one[2] for other in group)]
    inner = [one for one in found if any(one[2] != other and one[2] in other for other in group)]
    if whole and inner:
        found = [one for one in found if one not in inner or _of_itself(folded, one[:2], whole)]
    told = [qualified(one[2], folded, one[0]) for one in found]
    asked = any(qualifies(other) for other in wanted.anchors if other != group)
    best = [one for one, is_told in zip(found, told, strict=True) if is_told is asked]
    return sorted((start, end) for start, end, _ in best or found)


_NAMED = re.compile(r"[㐀-鿿]{2,}(?<![年月日季期度週周])$")


def _of_itself(folded: str, spot: tuple[int, int], whole: list[tuple[int, int, str]]) -> bool:
    """Whether a shorter word is part of the longer one, or has no other name before it: 殘疾人士宿位 is of others."""
    start, end = spot
    within = any(first <= start and end <= last for first, last, _ in whole)
    return within or _NAMED.search(folded, max(0, start - 8), start) is None


@lru_cache(maxsize=4096)
def qualifies(group: tuple[str, ...]) -> bool:
    """Whether words only say which of several measures of one name is meant: core, 季節調整."""
    return any(_QUALIFIES.search(fold(words)) for words in group)


def qualified(words: str, folded: str, start: int) -> bool:
    """Whether a place of the words is the end of another measure's name: CPI in "core CPI", 核心CPI."""
    before = folded[max(0, start - 20) : start].rstrip(" 之的의")
    return (
        before.endswith(_QUALIFIERS)
        and _QUALIFIES.search(before) is not None
        and _QUALIFIES.search(fold_keys((words,))) is None
    )


_OTHER_REVENUE = ("recurring ", "deferred ")


def adjusted(label: str) -> bool:
    """Whether a label is of an adjusted measure: core, organic, 扣除非经常性损益."""
    return _ADJUSTED.search(label) is not None


def all_qualified(folded: str, spots: Spots, wanted: Wanted) -> bool:
    """Whether some words stand nowhere but in another measure's name: revenue, in "annual recurring revenue"."""
    if any(map(qualifies, wanted.anchors)):
        return False
    anchored = spots[: len(wanted.anchors)]
    return any(own and all(folded.endswith(_OTHER_REVENUE, 0, start) for start, _ in own) for own in anchored)


_LATIN_QUALIFIERS = (
    "core",
    "underlying",
    "adjusted",
    "non gaap",
    "organic",
    "excluding",
    "ex",
    "non",
    "recurring",
    "deferred",
)
_EAST_QUALIFIERS = (
    "核心",
    "扣非",
    "扣除非經常性損益",
    "扣除非经常性损益",
    "調整季節變動因素後",
    "調整後",
    "调整后",
    "季節調整",
    "季節性調整",
    "季节性调整",
    "季节调整",
    "季調",
    "季调",
    "근원",
    "조정",
)
_QUALIFIERS = (*_LATIN_QUALIFIERS, *_EAST_QUALIFIERS)
_ADJUSTED = re.compile("|".join(_EAST_QUALIFIERS))
_QUALIFIES = re.compile(rf"(?:\b(?:{'|'.join(_LATIN_QUALIFIERS)})|{'|'.join(_EAST_QUALIFIERS)})$")
