"""Which year stands with which figure of a sentence, and which figures are told as the earlier ones."""

import re

from extractors.reading.anchors import fold
from extractors.reading.mention import Mention

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d|%|％)")
# Words between a figure and the year right behind it: "in 2030", "by the end of 2030", "(2030".
_JOINED = re.compile(
    r"^\s?(?:[(（]|(?:in|by|for|during|until|through|as of|at|over)\b)?\s?(?:the\s)?(?:(?:end|year|fiscal)\s)?"
    r"(?:of\s)?(?:fiscal\s)?(?:year\s)?$"
)
_FORMER_AFTER = re.compile(
    r"^[^.;。；]{0,12}?(?:\b(?:last year|a year (?:ago|earlier|before)|the year before|the previous (?:year|edition)|"
    r"previously|the prior year|in the prior)\b)"
)
_FORMER_BEFORE = re.compile(
    r"(?:\b(?:last year(?:'s)?|previously|previous(?: year)?|a year (?:ago|earlier)|compared (?:with|to)|up from|"
    r"down from|against|versus|vs\.?|rather than|instead of|not|had been|formerly|prior year)\b[^.;,。；，]{0,24}"
    r"|(?:去年同期|去年|前一年|上一年|上年度|上年|前年|原先|原本|原為|原估|先前|此前|相較於|相比)[^。；;，]{0,12}"
    r"|(?:작년|지난해|전년|이전)[^.;,]{0,12})$"
)
_FROM = re.compile(r"\bfrom\s[^,.;]{0,20}$")
_TO = re.compile(r"\bto\b")
_FROM_ZH = re.compile(r"(?:由|從|从|自)[^，。；,]{0,14}$")
_TO_ZH = re.compile(r"[至到為为]")
_FORMER_HEAD = re.compile(
    r"\b(?:last year|previous|prior|former|old)\b|去年|前一年|上年|前期|原估|작년|지난해|전년|이전"
)


def years(mentions: list[Mention], text: str) -> list[tuple[int, int, str]]:
    """The periods a sentence names: (start, end, ISO), from its date mentions, else from bare years."""
    found = [(m.start, m.end, m.date) for m in mentions if m.date]
    covered = [(start, end) for start, end, _ in found]
    inside = [(m.start, m.end) for m in mentions if m.kind in ("money", "percent", "quantity")]
    for match in _YEAR.finditer(text):
        if not any(start <= match.start() < end for start, end in (*covered, *inside)):
            found.append((match.start(), match.end(), match.group()))
    return sorted(found)


def assign(mentions: list[Mention], text: str) -> dict[int, str]:
    """For each figure (by its start), the period that stands with it."""
    dates = years(mentions, text)
    if not dates:
        return {}
    taken = {(start, end) for start, end, _ in dates}
    marks = [m for m in mentions if not m.date and not any(start <= m.start < end for start, end in taken)]
    if not marks:
        return {}
    if len(dates) == len(marks) > 1 and (dates[0][0] > marks[-1].start or marks[0].start > dates[-1][0]):
        # "36bn and 356bn in 2024 and 2030": as many years as figures, all on one side.
        return {m.start: date[2] for m, date in zip(marks, dates, strict=True)}
    year_first = dates[0][0] < marks[0].start
    result: dict[int, str] = {}
    edges = [-1, *(m.start for m in marks), len(text) + 1]
    for place, mark in enumerate(marks):
        before = [d for d in dates if edges[place] < d[0] < mark.start]
        after = [d for d in dates if mark.end <= d[0] < edges[place + 2]]
        if after and _JOINED.match(fold(text[mark.end : after[0][0]])):
            result[mark.start] = after[0][2]
            continue
        choice = (before[-1:] or after[:1]) if year_first else (after[:1] or before[-1:])
        if not choice:
            earlier = [d for d in dates if d[0] < mark.start]
            choice = earlier[-1:] or dates[:1]
        result[mark.start] = choice[0][2]
    return result


def matches(period: str, wanted: str) -> int:
    """2: the very period; 1: an end of the period from-to; 0: another one."""
    if period == wanted or period.startswith(f"{wanted}-") or period.removeprefix("FY") == wanted.removeprefix("FY"):
        return 2
    ends = period.split("/")
    if len(ends) == 2 and any(end == wanted or end.startswith(f"{wanted}-") for end in ends):
        return 1
    return 0


def former(mention: Mention, mentions: list[Mention], text: str) -> bool:
    """Whether the words round a figure tell it as last year's, or as what another one is compared with."""
    folded = fold(text)
    before = max([m.end for m in mentions if m.end <= mention.start and not m.date] or [0])
    after = min([m.start for m in mentions if m.start >= mention.end and not m.date] or [len(text)])
    if _FORMER_BEFORE.search(folded[max(before, mention.start - 60) : mention.start]):
        return True
    if _FORMER_AFTER.match(folded[mention.end : min(after, mention.end + 60)]):
        return True
    return _from_to(mention, mentions, folded)


def _from_to(mention: Mention, mentions: list[Mention], folded: str) -> bool:
    """The first figure of "from X to Y", 由X增至Y, X에서 Y로."""
    following = next((m for m in mentions if m.start >= mention.end and m.kind == mention.kind and not m.date), None)
    if following is None:
        return False
    between = folded[mention.end : following.start]
    if between.startswith("에서"):
        return True
    before = folded[max(0, mention.start - 30) : mention.start]
    english = _FROM.search(before) is not None and _TO.search(between) is not None
    return english or (_FROM_ZH.search(before) is not None and _TO_ZH.search(between) is not None)


def former_heading(texts: tuple[str, ...]) -> bool:
    """Whether a table's row or column heading says last year's."""
    return any(_FORMER_HEAD.search(fold(text)) for text in texts)
