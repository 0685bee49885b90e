"""Arithmetic that must hold among the figures of one page; where it fails they were read from two editions or rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from schemas.source import Identity, Source
from warehouse.history import Seen


def doubtful(source: Source, figures: Mapping[str, Seen]) -> frozenset[str]:
    """Figures of a violated identity: each was read, and one of them is wrong."""
    found: set[str] = set()
    for identity in source.identities:
        if violated(identity, figures):
            found |= {n for n in (identity.base, identity.rate, identity.end, identity.total, *identity.parts) if n}
    return frozenset(found)


def violated(identity: Identity, figures: Mapping[str, Seen]) -> tuple[str, str] | None:
    """What should hold and what was found instead; None if it holds or a part is unread (an issue of its own)."""

    def value(name: str | None) -> Decimal | None:
        seen = figures.get(name or "")
        return seen.value if seen else None

    if identity.kind == "sum":
        total, parts = value(identity.total), [value(name) for name in identity.parts]
        known = [part for part in parts if part is not None]
        if total is None or len(known) < len(parts):
            return None
        made = sum(known, Decimal(0))
        expected = f"{' + '.join(identity.parts)} = {identity.total}"
    else:
        base, rate, total = value(identity.base), value(identity.rate), value(identity.end)
        first, last = figures.get(identity.base or ""), figures.get(identity.end or "")
        if base is None or rate is None or total is None or not (first and last and first.period and last.period):
            return None
        years = int(last.period[-4:]) - int(first.period[:4])
        made = base * (1 + rate / 100) ** years
        expected = f"{identity.base} × (1 + {identity.rate})^{years} = {identity.end}"
    if total and abs(made / total - 1) * 100 > identity.within:
        return expected, f"{made:,.2f} instead of {total:,.2f}"
    return None
