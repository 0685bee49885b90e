"""Whether two names of what is counted may mean the same: a source declares adults, the page prints 2,048名."""

from functools import lru_cache

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold
from extractors.reading.finding.counter_nouns import COUNTED
from extractors.reading.text.counters import FAMILIES, is_thing
from extractors.reading.text.figures import figures
from extractors.reading.text.mention import Mention


@lru_cache(maxsize=1024)
def _read_as(unit: str) -> str:
    """The unit that the reader gives to a number of these."""
    for plural in (f"{unit}s", unit):
        found = figures(f"2 {plural}", "en")
        if len(found) == 1 and found[0].kind == "quantity" and found[0].unit:
            return found[0].unit
    return unit


_ANYTHING = frozenset(("item", "case", "aircraft"))  # 架 counts racks as well
_NAMED_BY_THEIR_OWN = frozenset(("person", "vehicle", "visit", "household"))


def may_count(read: str | None, declared: str) -> bool:
    """Whether a counter that says little may count what the words name: 2.15億顆 chips, 307건 reports."""
    if read is not None and declared.lower() in COUNTED.get(read, ()):
        return True
    if read is None or not is_thing(read) or not is_thing(declared.lower()):
        return False
    other = _read_as(declared.lower())
    family = FAMILIES.get(other, other)
    if read == "visit":
        return family == "person"
    if read == "case" and family in _NO_CASES:
        return False
    return read in _ANYTHING and family not in _NAMED_BY_THEIR_OWN


_NO_CASES = frozenset(("company", "school", "hospital", "university", "country", "city"))


@lru_cache(maxsize=4096)
def same_count(read: str | None, declared: str) -> bool:
    """Whether what was read may be a count of what is declared: of the same family, and one of them its general word.

    Any noun is an item.

    >>> same_count("person", "passenger"), same_count("company", "passenger")
    (True, False)
    """
    if read == declared:
        return True
    if not is_thing(read) or not is_thing(declared.lower()) or read is None:
        return False
    one, other = _read_as(read), _read_as(declared.lower())
    if one == other or other == "item":
        return True
    family = FAMILIES.get(one, one)
    return family == FAMILIES.get(other, other) and family in (one, other)


# "Passengers reached 8.42 million", 用戶達420萬: what is counted is the subject, and no noun follows the number.
_LEVEL = re.compile(
    r"\s(?:(?:have|has|had)\s)?(?:(?:rose|risen|grew|grown|climbed|increased|fell|fallen|dropped|declined"
    r"|edged (?:up|down)) to|reached|hit|passed|topped|exceeded|totall?ed|numbered|stood at|came to|amounted to)\s"
    r"(?:(?:about|around|almost|nearly|over|more than|some|a record)\s)?"
    r"|[數数]?(?:已|[約约]|首[度次])?(?:[達达]到?|突破|超[過过]|(?:增加?|升|降|[減减])至|[來来]到)[約约近逾]?"
)
# "Complaints from passengers", 平均每位用戶: the people are not what the number counts. "The number of passengers" is.
# "If passengers reached 9 million", 目標用戶: there are not so many of them.
_STOPS = re.compile(r"[,;:!?](?!\d)|\.\s|[。、]")
_LEADS = re.compile(r"^(?:in|by|for) (?:[a-z]+ )?(?:19|20)\d\d |\b(?:number|count|total|population) of\b")
_OTHERS = re.compile(
    r"\b(?:of|from|by|for|on|in|at|among|between|to|per|with|about|against|than|and|or|that|average|mean|median"
    r"|(?:fe)?male|if|when|once|until|unless|whether|targets?|goals?)\b|[每均對对給给向由與与和及男女若如當当]|目[標标]|[預预][計计期測测]"
)
_NOUN = re.compile(r"\s?(?!大[關关]|左右|上下)[㐀-鿿가-힣]")
_LONGEST, _FAR = 48, 200
_FEWEST = 1000  # what is less may be a score, an index or an age


_BROUGHT = re.compile(
    r"\b(?:takes?|took|taking|brings?|brought|bringing) (?:our|the|its|their)"
    r" (?:list|number|total|count|tally) of [^.;,:]{0,40}$"
)


def counts_its_subject(text: str, mention: Mention, spots: tuple[tuple[int, int], ...]) -> bool:
    """Whether declared words alone are the subject of a verb of level, right before the figure's digits."""
    if any(text[end : mention.start] == " to " and _BROUGHT.search(fold(text[:start])) for start, end in spots):
        return True  # which takes our list of unicorns to 312
    if mention.value is None or mention.value < _FEWEST or mention.value % 1 or _NOUN.match(text, mention.end):
        return False
    digits = next((place for place in range(mention.start, mention.end) if text[place].isdigit()), mention.start)
    return any(
        _LEVEL.fullmatch(fold(text[end:digits]))
        and _subject(fold(text[max(0, (begin := _first_of(spots, start)) - _FAR) : begin]))
        for start, end in spots
        if 0 <= digits - end <= _LONGEST
    )


def _first_of(spots: tuple[tuple[int, int], ...], start: int) -> int:
    """Where the declared words begin that stand right before these: machine-to-machine connections."""
    for first, end in sorted(spots, reverse=True):
        if first < start <= end + 1:
            start = first
    return start


def _subject(before: str) -> bool:
    """Whether the words behind these are a clause's subject by themselves, and not a part of it."""
    clause = _STOPS.split(before)[-1].lstrip()
    return _OTHERS.search(_LEADS.sub("", clause)) is None
