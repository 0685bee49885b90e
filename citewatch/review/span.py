"""The span that carries a figure, as one comparable text: its spacing and width of characters don't count."""

from __future__ import annotations

import unicodedata

from schemas.ids import stable_id


def span_of(sentence: str | None) -> str:
    """Digest of a sentence; that of nothing where a finding rests on no page."""
    return stable_id("span", " ".join(unicodedata.normalize("NFKC", sentence or "").split()))
