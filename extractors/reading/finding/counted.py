"""Whether two names of what is counted may mean the same: a source declares adults, the page prints 2,048名."""

from decimal import Decimal
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


def counts_class(read: str | None, declared: str) -> bool:
    """Whether a counter is for a class of things that has the declared noun in it: 頭 for pigs, 家 for branches."""
    return read is not None and declared.lower() in COUNTED.get(read, ())


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
    r"|[數数]?(?:已|[約约]|首[度次])?(?:[達达]到?|突破|超[過过]|(?:增加?|升|降|[減减])至|[來来]到|[为為是共]?)[約约近逾]?"
    r"|\s?[:：]\s(?:(?:about|approximately|around|roughly|over|more than|nearly|almost|some)\s)?"
)
# "From 7,615, the number of return machines in the scheme has grown to 8,940."
_NUMBER_OF = re.compile(
    r"\b(?:number|count|total|tally) of (?P<what>[^.;:\d]{3,90}?) (?:(?:has|have|had) )?(?:now )?"
    r"(?:(?:rose|risen|grew|grown|climbed|increased|fell|fallen|dropped|declined) to|reached|hit|passed|topped|exceeded"
    r"|(?:is|was|stands at|stood at))\s(?:now )?"
    r"(?:(?:about|approximately|around|almost|nearly|over|more than|some|a record)\s)?$"
)
_LISTED = re.compile(r"\s?,\s?[\dA-Za-z]")  # Churches: 1452, 1603 and 1777
_WHERE = re.compile(r" (?:in|on|at|of|across|worldwide|here|that we (?:follow|track|count))(?: [^,.;]{0,40})?")
_BEHIND_LABEL = re.compile(r"\s?(?:[,，。;；、)）]|\.(?!\d)|$|at\b|in\b|by\b|as\b)")
# "Complaints from passengers", 平均每位用戶: the people are not what the number counts. "The number of passengers" is.
# "If passengers reached 9 million", 目標用戶: there are not so many of them.
_STOPS = re.compile(r"[,;:!?](?!\d)|\.\s|[。、]")
_LEADS = re.compile(r"^(?:in|by|for) (?:[a-z]+ )?(?:19|20)\d\d |\b(?:number|count|total|population) of\b")
_OTHERS = re.compile(
    r"\b(?:of|from|by|for|on|in|at|among|between|to|per|with|about|against|than|and|or|that|average|mean|median"
    r"|(?:fe)?male|if|when|once|until|unless|whether|targets?|goals?)\b|[每均對对給给向由與与和及男女若如當当]|目[標标]|[預预][計计期測测]"
)
_UNSURE = re.compile(r"\b(?:if|when|once|until|unless|whether|targets?|goals?|per|average)\b")
_NOUN = re.compile(r"\s?(?!大[關关]|左右|上下)[㐀-鿿가-힣]")
_LONGEST, _FAR = 48, 200
_FEWEST = 1000  # what is less may be a score, an index or an age


_BROUGHT = re.compile(
    r"\b(?:takes?|took|taking|brings?|brought|bringing) (?:our|the|its|their)"
    r" (?:list|number|total|count|tally) of [^.;,:]{0,40}$"
)


def whole(value: Decimal) -> bool:
    """Whether it has no fraction; for any number of digits, where a remainder is refused beyond 28."""
    return value == value.to_integral_value()


def counts_its_subject(text: str, mention: Mention, spots: tuple[tuple[int, int], ...]) -> bool:
    """Whether declared words alone are the subject of a verb of level, right before the figure's digits."""
    if any(text[end : mention.start] == " to " and _BROUGHT.search(fold(text[:start])) for start, end in spots):
        return True  # which takes our list of unicorns to 312
    if mention.value is None or not whole(mention.value) or _NOUN.match(text, mention.end):
        return False
    digits = next((place for place in range(mention.start, mention.end) if text[place].isdigit()), mention.start)
    if mention.value < _FEWEST:
        return False
    return any(
        _LEVEL.fullmatch(told := fold(text[end:digits]))
        and (
            told.strip(" :：为為是共約约近逾已數数")
            or (_BEHIND_LABEL.match(text, mention.end) and not (":" in told and _LISTED.match(text, mention.end)))
        )
        and _subject(fold(text[max(0, (begin := _first_of(spots, start)) - _FAR) : begin]))
        for start, end in spots
        if 0 <= digits - end <= _LONGEST
    )


def numbered(text: str, mention: Mention, spots: tuple[tuple[int, int], ...]) -> bool:
    """Whether a sentence says that the number of what is declared is, or has become, this."""
    if mention.value is None or not whole(mention.value) or _BEHIND_LABEL.match(text, mention.end) is None:
        return False
    digits = next((place for place in range(mention.start, mention.end) if text[place].isdigit()), mention.start)
    begin = max(0, digits - _FAR)
    said = fold(text[begin:digits])
    told = _NUMBER_OF.search(said)
    if told is None or _UNSURE.search(_STOPS.split(said[: told.start()])[-1]):
        return False
    first, last = begin + told.start("what"), begin + told.end("what")
    own = [spot for spot in spots if first <= spot[0] and spot[1] <= last]
    # The number of complaints from students is none of students, that of hospitals closed none of hospitals.
    if not own or _OTHERS.search(fold(text[first : min(own)[0]])) is not None:
        return False
    return any(end == last or _WHERE.fullmatch(fold(text[end:last])) is not None for _, end in own)


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
