"""Whether candidates print the same value, and which of them says it best."""

from decimal import Decimal

from extractors.reading.finding.candidates import Candidate
from extractors.reading.finding.distance import CLEARLY


def nearest(top: list[Candidate]) -> list[Candidate]:
    """Of several figures in one block that disagree only the one clearly nearest to the anchors stays."""
    blocks: dict[tuple[int, str], list[Candidate]] = {}
    for one in top:
        blocks.setdefault((id(one.hit.chunk), one.hit.block.text), []).append(one)
    kept: list[Candidate] = []
    for group in blocks.values():
        if agreed(group) is not None:
            kept += group
            continue
        near = min(one.distance for one in group)
        kept += [one for one in group if one.distance < near + CLEARLY]
    return kept


def agreed(top: list[Candidate]) -> Candidate | None:
    """The most precise of the candidates, if all the others print the same value or it rounded."""
    finest = min(top, key=_coarseness)
    return finest if all(_same(finest, other) for other in top) else None


def _coarseness(one: Candidate) -> tuple[Decimal, int, bool]:
    """Sorts the most precise first; of equals, what the reader sees before what stands in the page's head."""
    precision = one.fit.precision if one.fit.precision is not None else Decimal("Infinity")
    return (precision, -len((one.mention.date or "")[:10]), one.hit.block.kind in ("meta", "jsonld"))


def _same(one: Candidate, other: Candidate) -> bool:
    a, b = one.fit, other.fit
    if a.unit != b.unit or not (one.mention.date or "")[:10].startswith((other.mention.date or "")[:10]):
        return False
    if a.value is None or b.value is None:
        return (a.value, a.low, a.high) == (b.value, b.low, b.high)
    if a.value == b.value:
        return True
    return b.precision is not None and abs(a.value - b.value) * 2 <= b.precision
