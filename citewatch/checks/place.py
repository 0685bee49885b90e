"""Whether a figure that changed is read where it was read before; elsewhere it may be another figure.

A page that is rebuilt on the same day as its figure changes is rare. A reader that takes another figure on a rebuilt
page is not: of the wrong values read on pages that nobody had tuned it for, three in four stood among other words than
the right value had stood before, and of the right new values one in fifty (decision 0020).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from citewatch.checks.timeline import edition
from schemas.source import Source
from warehouse.history import Seen, Stay

_AROUND = 80
"""Characters on each side of a figure that tell where it stands."""
_ALIKE = 0.6
"""How much of the words must be the same, as difflib counts it."""
_FEW = 12
"""Letters: with no more a figure stands in a cell or tile, where the words around it tell nothing."""
_DIGITS = re.compile(r"[\d.,%]+|[一二三四五六七八九十百千萬万億亿兆零〇兩两]+")
_LETTERS = re.compile(r"[^\W\d_]")


def elsewhere(source: Source, stays: Iterable[Stay], figure: str, stay: Stay) -> Seen | None:
    """The last reading that is believed, if the one of `stay` has another value in another place; else None.

    The first reading is believed, and so is what a person read, what has the value of the last one that is believed,
    what stands among the same words, and what another edition says. Archived copies have no say: between two of them
    lie months, in which pages are rebuilt.
    """
    believed: tuple[Seen, tuple[str, ...]] | None = None
    for each in stays:
        seen = each.figures.get(figure)
        if seen is None or seen.outcome != "read" or each.archived:
            continue
        now = (seen, edition(source, each) if source.edition else ())
        doubted = believed is not None and not _follows(*believed, *now)
        if each is stay:
            return believed[0] if doubted and believed else None
        if not doubted:
            believed = now
    return None


def _follows(before: Seen, old: tuple[str, ...], seen: Seen, new: tuple[str, ...]) -> bool:
    if seen.read_by or seen.box is not None or _value(seen) in (_value(before), (None, None, None)):
        return True
    return bool(old and new and old != new) or same_place(before, seen)


def _value(seen: Seen) -> tuple[object, ...]:
    return seen.value, seen.low, seen.high


def same_place(before: Seen, seen: Seen) -> bool:
    """Whether two readings stand among much the same words, whatever the figures among these."""
    one, other = _words_around(before), _words_around(seen)
    if one == other or max(len(_LETTERS.findall(one)), len(_LETTERS.findall(other))) <= _FEW:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _words_around(seen: Seen) -> str:
    before = seen.sentence[max(0, seen.span_start - _AROUND) : seen.span_start]
    return _DIGITS.sub("#", f"{before}@{seen.sentence[seen.span_end : seen.span_end + _AROUND]}")
