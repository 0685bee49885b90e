"""Whether a figure is a part of what the words name, or the whole of it: "of which", 其中, 가운데."""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import Spots
from extractors.reading.text.mention import Mention

_ENDS = re.compile(r"[;；。!?！？]|\.\s")
_PARTS = re.compile(r"其中|\bof (?:which|whom|these|them)\b|\bamong (?:which|them)\b|그\s?중|이\s?중|이 가운데")
_BRACKET = re.compile(r"[(（]")
_CLOSED = re.compile(r"[)）]")
_NUMBER = re.compile(r"\d[\d,.]*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def part(folded: str, mention: Mention, spots: Spots) -> bool:
    """Whether it is a part of what the words name: 96,812 cases, of which 25,450 by men (words: cases).

    Words that stand behind "of which" name the part itself.
    """
    opened = None
    for found in _PARTS.finditer(folded, max(0, mention.start - 80), mention.start):
        opened = found.end()
    if opened is not None and not _ENDS.search(folded, opened, mention.start):
        return _before(spots, opened) or _named_twice(folded, spots, opened)
    return _listed_in_brackets(folded, mention, spots) or _one_of_them(folded, mention, spots)


def _named_twice(folded: str, spots: Spots, opened: int) -> bool:
    """Whether all words stand before "of which", and behind it again: 產銷率97.7%，其中特殊鋼產銷率99.1%."""
    named = [own for own in spots if own]
    if not named or not all(own[0][1] <= opened < own[-1][0] for own in map(sorted, named)):
        return False
    return _NUMBER.search(folded, min(end for own in named for _, end in own), opened) is not None


# 長照服務使用人數中，使用居家服務者為24萬, 수주잔고 가운데 LNG운반선은 16조, "within online sales, collect made up".
_AMONG_THEM = re.compile(r"\s?(?:[當当之]?中|[裡裏])[,，]\s?|\s(?:가운데|중에서는|중에서|중)\s")
_AMONG_MANY = re.compile(r"(?<![월년기반])\s(?:가운데|중에서는|중에서)\s")
_COUNTED = re.compile(r"(?:[數数額额者量수액량자]|[잔재]고)$")
_WITHIN = re.compile(r"\bwithin (?:the |all |its |our )?$")
_LIGHT = re.compile(r"[有約约超過过逾近達达占佔為为共計计則则的是僅仅已又也,，\s]")
_SUBJECT = re.compile(r"[가-힣a-z·]{2,}(?:은|는|이|가)\s|, (?:[a-z-]+ ){1,5}(?:made up|accounted for)\b")
_DAYS = re.compile(r"\d{1,4}\s?[年月日년월일]")
_NO_NUMBER = re.compile(r"[^\d;；。]{2,48}")


def _one_of_them(folded: str, mention: Mention, spots: Spots) -> bool:
    """Whether all the words stand before "among them", and another thing behind it, which the figure is of."""
    named = [own for own in spots if own]
    last = max((end for own in named for _, end in own), default=mention.end)
    if last > mention.start:
        return False
    counted = _COUNTED.search(folded, max(0, last - 2), last) is not None
    among = (_AMONG_THEM if counted else _AMONG_MANY).match(folded, last)
    between = _DAYS.sub("", folded[last if among is None else among.end() : mention.start])
    if _NO_NUMBER.fullmatch(between) is None:
        return False
    if among is None:
        first = min(start for own in named for start, end in own if end == last)
        return _WITHIN.search(folded, max(0, first - 16), first) is not None and _SUBJECT.match(between) is not None
    return _SUBJECT.search(between) is not None or (between[0] > "\u3400" and len(_LIGHT.sub("", between)) > 1)


def whole(folded: str, mention: Mention, spots: Spots) -> bool:
    """Whether it is the whole of what the words name a part of, behind it: 836萬人，其中資訊業受僱員工 (words: both).

    Where only some of the words stand behind "of which" they may as well be the whole's. The figure right before it is
    the part: $30m of which goes to schools.
    """
    found = _PARTS.search(folded, mention.end, mention.end + 40)
    if found is not None and folded[found.start() - 1] in "占佔":
        return False  # 3,850 萬元，醫療費用占其中六成
    if found is None or _ENDS.search(folded, mention.end, found.start()):
        return False
    if found.group().startswith("of ") and not folded[mention.end : found.start()].strip():
        return False
    named = [own for own in spots if own]
    behind = bool(named) and all(max(own)[0] >= found.end() for own in named)
    return behind and any(min(own)[0] >= found.end() for own in named)


def _listed_in_brackets(folded: str, mention: Mention, spots: Spots) -> bool:
    """1,203 households (842 by land line, 361 by mobile): a list in brackets breaks down what stands before it."""
    opens = [found.start() for found in _BRACKET.finditer(folded, max(0, mention.start - 80), mention.start)]
    if not opens or _CLOSED.search(folded, opens[-1], mention.start):
        return False
    closed = _CLOSED.search(folded, mention.end, mention.end + 80)
    end = closed.start() if closed is not None else len(folded)
    inside = [one for one in _NUMBER.findall(folded[opens[-1] : end]) if not _YEAR.fullmatch(one)]
    before = folded[max(0, opens[-1] - 12) : opens[-1]]
    return len(inside) > 1 and _NUMBER.search(before) is not None and _before(spots, opens[-1])


def _before(spots: Spots, place: int) -> bool:
    """Whether some words stand in the text, and all of them before a place."""
    found = [start for own in spots for start, _ in own]
    return bool(found) and max(found) < place
