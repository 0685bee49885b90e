"""Whether two names of what is counted may mean the same: a source declares adults, the page prints 2,048名."""

from functools import lru_cache

from extractors.reading.pages.glance import words
from extractors.reading.text.counters import is_thing
from extractors.reading.text.figures import figures

# Counters say little: 人 and 名 count whoever the sentence is about, 件 and 臺 whatever it is about.
_FAMILIES = {
    "person": words(
        "respondent employee worker user customer patient student teacher child woman man resident visitor passenger "
        "member participant voter adult household-member staff"
    ),
    "item": words("unit piece set device article product copy place project application"),
    "visit": words("occurrence time trip person-time attendance"),
}
_FAMILY = {word: family for family, members in _FAMILIES.items() for word in members} | {one: one for one in _FAMILIES}


@lru_cache(maxsize=1024)
def _read_as(unit: str) -> str:
    """The unit that the reader gives to a number of these."""
    for plural in (f"{unit}s", unit):
        found = figures(f"2 {plural}", "en")
        if len(found) == 1 and found[0].kind == "quantity" and found[0].unit:
            return found[0].unit
    return unit


@lru_cache(maxsize=4096)
def same_count(read: str | None, declared: str) -> bool:
    """Whether what was read may be a count of what is declared.

    >>> same_count("person", "passenger"), same_count("company", "passenger")
    (True, False)
    """
    if read == declared:
        return True
    if not is_thing(read) or not is_thing(declared) or read is None:
        return False
    one, other = _read_as(read), _read_as(declared)
    if one == other:
        return True
    family = _FAMILY.get(one, one)
    return family == _FAMILY.get(other, other) and family in (one, other)
