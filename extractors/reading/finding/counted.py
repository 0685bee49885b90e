"""Whether two names of what is counted may mean the same: a source declares adults, the page prints 2,048名."""

from functools import lru_cache

from extractors.reading.text.counters import FAMILIES, is_thing
from extractors.reading.text.figures import figures


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
