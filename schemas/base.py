"""What all YAML models share: unknown keys are errors, and nothing changes after loading."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, TypeVar

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


M = TypeVar("M", bound=Model)


def lean(model: M, held: dict[Any, Any]) -> M:
    """An equal model in half the memory: thousands of them live as long as a run.

    pydantic gives each model a dictionary and a set of its own. Set one by one, the fields of all models of a class
    share their names; and a text that is said again is there once, in `held`.
    """
    put = object.__setattr__
    made = type(model).__new__(type(model))
    for name, value in model.__dict__.items():
        kept = value if value is None or value == () else _lean(value, held)
        put(made, name, kept)
    given = model.__pydantic_fields_set__
    put(made, "__pydantic_fields_set__", held.setdefault(frozenset(given), given))
    put(made, "__pydantic_extra__", None)
    put(made, "__pydantic_private__", None)
    return made


def _lean(value: Any, held: dict[Any, Any]) -> Any:
    kind = type(value)
    if kind is str:
        # A copy, so that what was parsed around it can be given back as a whole.
        return held[value] if value in held else held.setdefault(value, value.encode().decode())
    if kind is Decimal:
        return value.copy_sign(value)
    if kind is tuple:
        parts = tuple([_lean(part, held) for part in value])
        # Of texts only: two equal Decimals may be printed with other digits.
        return held.setdefault(parts, parts) if all(type(part) is str or part in held for part in parts) else parts
    if kind is dict:
        return {_lean(key, held): _lean(part, held) for key, part in value.items()}
    return lean(value, held) if isinstance(value, Model) else value


class Bilingual(Model):
    """One sentence in both languages of the screens."""

    en: str
    zh: str


def both(given: str | Bilingual | None) -> Bilingual:
    """A sentence for either language; one that was given once serves both."""
    return given if isinstance(given, Bilingual) else Bilingual(en=given or "", zh=given or "")
