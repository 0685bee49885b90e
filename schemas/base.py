"""What all YAML models share: unknown keys are errors, and nothing changes after loading."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
"""A source, figure, report, route or term: also a file name, so nothing else is allowed in it."""
ClaimId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]{0,15}$")]
FigureRef = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
"""`source.figure`"""
WordGroups = tuple[str | tuple[str, ...], ...]
"""Every item must be met; an item that is a list is met by any one of its synonyms."""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Bilingual(Model):
    """One sentence in both languages of the screens."""

    en: str
    zh: str


def both(given: str | Bilingual | None) -> Bilingual:
    """A sentence for either language; one that was given once serves both."""
    return given if isinstance(given, Bilingual) else Bilingual(en=given or "", zh=given or "")
