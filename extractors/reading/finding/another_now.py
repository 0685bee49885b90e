"""What stands where the words' figure should be, before an earlier one: another unit, or words that it is not told.

"Capacity reached 12.5 GWh, up from 10.1 GW in 2023": of what was asked for in GW only last year's is left.
"""

from collections.abc import Sequence

from extractors.reading import regexes as re
from extractors.reading.finding.refusals import Setting
from extractors.reading.finding.withdrawn import told_no_more
from extractors.reading.text.mention import Mention

_MEASURED = ("quantity", "money", "percent", "duration", "range")
_GREAT = 10_000
_FROM = re.compile(r"(?:[由從从自]|\bfrom )(?:[$€£¥]|nt\$|us\$)?\s?$")
_TO = re.compile(r"(?:[至到為为]|\bto )(?:[約约近逾$€£¥]|about |nearly )?\s?$")
_APART = re.compile(r"[,，;；(（]")
_WHERE = re.compile(r"\b(?:in|across|over|within|among|by|with|from) (?:the |about |around |some )?$")
_YEAR_BEFORE = re.compile(r"(?:(?:19|20)\d\d|(?<!\d)1\d\d(?=年))\s?[年년]?[^，,;；。\d]{0,16}$")
_YEAR_BEHIND = re.compile(r" in (?:19|20)\d\d\b")
# Between the words and the figure a verb of level, at most.
_LEVEL = re.compile(
    r"[^,，;；。.()（）\d]{0,24}?(?:\b(?:was|were|is|are|at|to|of|reached|totall?ed|came to|stood at|numbered|hit)"
    r"|[為为是達达有至到共計计逾約约]|[은는이가을를])?[\s:：]{0,2}(?:about |around |nearly |almost |over )?[$€£¥]?"
)


def another_now(at: Setting, found: Sequence[Mention]) -> str | None:
    """What stands there, as printed; None where nothing does."""
    if not found:
        return None
    first, folded, marks = found[0], at.hit.folded, at.sentence.marks
    behind = next((one for one in marks if one.start >= first.end), None)
    if len(found) == 1 and behind is not None and _became(folded, first, behind):
        return behind.text
    ends = [end for own in at.spots for _, end in own if end <= first.start]
    if not ends:
        return None
    last = max(ends)
    there = (at.may_be_gone and _told_there(folded[last : first.start])) or _measured_there(at, last, first)
    # Asked last, as it costs most and hardly ever matters.
    earlier = there is not None and all(at.sentence.former(one) or _dated(folded, one) for one in found)
    return there if earlier else None


def _told_there(between: str) -> str | None:
    """The words that say that it is not told, in a clause of their own."""
    gone = told_no_more(between)
    return gone if gone is not None and _APART.search(between, between.find(gone) + len(gone)) else None


def _measured_there(at: Setting, last: int, first: Mention) -> str | None:
    """The figure in another unit right behind the words."""
    folded = at.hit.folded
    mark = next((one for one in at.sentence.marks if one.start >= last), None)
    if mark is None or mark.start >= first.start or any(mark.start == one.start for one, _ in at.fitting):
        return None
    if folded[mark.end : first.start].strip() in ("(", "（") and not _dated(folded, first):
        return None  # US$386.4 million (€360 million) last year
    if (
        (_dated(folded, mark) and not _newer(at, mark, first))
        or not _measured(mark)
        or _WHERE.search(folded, last, mark.start)
    ):
        return None
    moved = mark.comparator in ("up", "down") or (mark.kind == "percent" and at.wanted.kind != "percent")
    return mark.text if not moved and _LEVEL.fullmatch(folded, last, mark.start) else None


def _became(folded: str, first: Mention, second: Mention) -> bool:
    """Whether the one became the other, which is in another unit: 由31億元增至35億美元."""
    if second.kind != first.kind or second.unit in (None, first.unit):
        return False
    came = _FROM.search(folded, max(0, first.start - 8), first.start)
    return came is not None and _TO.search(folded, first.end, second.start) is not None


def _dated(folded: str, mention: Mention) -> bool:
    """Whether a year of its own stands right beside it: 112年為900公頃, (900 hectares in 2023)."""
    before = _YEAR_BEFORE.search(folded, max(0, mention.start - 26), mention.start)
    return before is not None or _YEAR_BEHIND.match(folded, mention.end) is not None


def _newer(at: Setting, mark: Mention, first: Mention) -> bool:
    """Whether both have years of their own and the first of them the later one: 120 MWh in 2024 and 90 MW in 2023."""
    now, then = at.sentence.period(mark), at.sentence.period(first)
    return now is not None and then is not None and now[:4] > then[:4]


def _measured(mark: Mention) -> bool:
    """Whether it may be a level: it has a unit, or is a number too great for an ordinal."""
    if mark.unit is not None:
        return mark.kind in _MEASURED
    return mark.kind == "number" and mark.value is not None and mark.value >= _GREAT
