"""A report: one edition of a document, and every value it states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Bilingual, ClaimId, FigureRef, Identifier, Model
from schemas.value import Comparator, Kind, is_date


class Place(Model):
    """Where in the report it stands."""

    section: str
    figure: str | None = Field(None, description="圖1, Table 2 …")
    footnote: str | None = None
    note: str | None = Field(
        None, description="Anything else that helps to find it, in the report's language: it goes to its authors."
    )


class Relation(Model):
    """How the report says two figures compare."""

    left: FigureRef
    op: Literal["<", ">", "~"] = Field(description="~ is about the same, see within.")
    right: FigureRef
    within: Decimal = Field(Decimal(5), description="For ~: allowed difference, in the figures' unit.")


class Implied(Model):
    """A count that the source does not print, but its share of a total does."""

    share: FigureRef
    total: FigureRef


class Acceptance(Model):
    """A known disagreement that a person accepts: silent for exactly that observed text."""

    check: str
    observed: str
    reason: str
    by: str
    since: date


class Claim(Model):
    """One value as the report states it."""

    id: ClaimId
    says: str = Field(description="The printed form, and nothing of the sentence around it.")
    where: Place
    value: Decimal | None = Field(None, description="Quantity in full units; a percentage as printed (54.2).")
    range: tuple[Decimal, Decimal] | None = None
    date: str | None = Field(None, description="ISO 8601 year, month or day.")
    state: Identifier | None = Field(None, description="State of a document or law, from the closed list.")
    nature: Identifier | None = Field(None, description="What the report says a thing is, from the closed list.")
    name: str | None = None
    names: tuple[str, ...] = ()
    relation: Relation | None = None
    picture: bool = Field(False, description="The report itself prints it only as a picture.")
    unit: str | None = None
    comparator: Comparator = "="
    period: str | None = Field(None, description="The year or years the value is about: 2030, 2024/2033.")
    measures: Identifier = Field(description="What the report says it measures.")
    cites: FigureRef | Identifier | None = Field(
        None, description="source.figure the report names; a bare source where no figure of it is known."
    )
    also: tuple[FigureRef, ...] = Field((), description="Further figures that the report names for the same value.")
    no_source: str | Bilingual | None = Field(
        None, description="Why cites is empty; in both languages of the screens, or in the report's."
    )
    found: tuple[FigureRef, ...] = Field(
        (), description="Primary figures that we found; judged as well, marked as ours."
    )
    press: tuple[FigureRef, ...] = Field((), description="Copies in the press: they corroborate, they never win.")
    implied_by: Implied | None = None
    damage: str | None = Field(None, description="What the text extraction lost; recorded, not repaired.")
    restored: str | None = Field(None, description="Where a lost unit was restored from.")
    not_judged: str | Bilingual | None = Field(
        None, description="Why it is only recorded, such as an opinion; in both languages, or in the report's."
    )
    look_at: Bilingual | None = Field(None, description="What is missing and what a person should open.")
    accepted: tuple[Acceptance, ...] = ()

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        given = [
            key
            for key in ("value", "range", "date", "state", "nature", "name", "relation")
            if getattr(self, key) is not None
        ]
        given += ["names"] * bool(self.names) + ["picture"] * self.picture
        if len(given) != 1 and not (self.not_judged and not given):
            raise ValueError(
                "give exactly one of value, range, date, state, nature, name, names, relation, picture: true"
                f" (found {', '.join(given) or 'none'})"
            )
        if self.date is not None and not is_date(self.date):
            raise ValueError(f"date: {self.date!r} is not an ISO year, month or day")
        if self.cites is None and not (self.no_source or self.not_judged):
            raise ValueError("cites is empty: say why in no_source")
        if self.cites is not None and self.no_source:
            raise ValueError("no_source goes with an empty cites only")
        if (self.value is not None or self.range is not None) and self.unit is None:
            raise ValueError("a quantity needs its unit")
        return self

    @property
    def kind(self) -> Kind:
        if self.value is not None or self.range is not None:
            return "quantity"
        for key in ("date", "relation", "name"):
            if getattr(self, key) is not None:
                return key
        if self.names:
            return "names"
        return "picture" if self.picture else "status"

    @property
    def refs(self) -> tuple[str, ...]:
        """Every figure (or bare source) that it is judged by."""
        named = (self.cites, *self.also, *self.found, *self.press, *self.judged_from)
        return tuple(ref for ref in named if ref)

    @property
    def judged_from(self) -> tuple[str, ...]:
        """Of them, the figures that are judged together."""
        if self.relation:
            return self.relation.left, self.relation.right
        return (self.implied_by.share, self.implied_by.total) if self.implied_by else ()


class SelfCheck(Model):
    """Arithmetic or agreement inside the report: needs no network."""

    kind: Literal["share_of_count", "same_date", "parts"]
    claims: tuple[ClaimId, ...] = Field(
        description="share_of_count: share, count. same_date: the dates. parts: shares of one whole."
    )
    at_most: Decimal = Decimal(100)


class Published(Model):
    """When the report came out; an interval where it prints no date."""

    first: date
    last: date
    basis: str

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.first > self.last:
            raise ValueError("first must not be after last")
        return self


class Report(Model):
    """One edition of a document. `id` is the file's stem."""

    id: Identifier
    title: str
    publisher: str
    language: str
    currency: str = Field(description="ISO code meant where the report names none.")
    published: Published
    note: str = ""
    self_checks: tuple[SelfCheck, ...] = ()
    claims: dict[ClaimId, Claim]

    @model_validator(mode="before")
    @classmethod
    def _ids_are_keys(cls, data: Any) -> Any:
        claims = data.get("claims") if isinstance(data, dict) else None
        if not isinstance(claims, dict):
            return data
        named = {key: {**body, "id": key} if isinstance(body, dict) else body for key, body in claims.items()}
        return {**data, "claims": named}

    @model_validator(mode="after")
    def _known_claims(self) -> Self:
        for check in self.self_checks:
            if unknown := [c for c in check.claims if c not in self.claims]:
                raise ValueError(f"self_checks names claims that do not exist: {', '.join(unknown)}")
        return self
