"""Whether a column is the declared field, or another one whose name begins with it."""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold, fold_keys, has
from extractors.reading.pages.glance import only_unit

_EDGES = " \t:：*-–—·•."
_ASIDE = re.compile(r"[(（\[][^()（）]*[)）\]]")


def is_field(column: str, field: str) -> int:
    """Whether a column is the field: 2 where it is named the same, 1 where brackets or a unit were added.

    涵蓋率目標 and users_female are other fields than 涵蓋率 and users.
    """
    if column == field:
        return 2
    key = fold_keys((column,)).split(" | ")[-1]
    if not has(field, key):
        return 0
    rest = _ASIDE.sub("", key.replace(fold(field), "", 1)).strip(_EDGES + "_/%％")
    return int(not rest or only_unit(rest))
