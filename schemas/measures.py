"""The closed list of terms that say what a figure measures or what state a document is in.

Both sides, the report's claim and the source's figure, pick from it: two free sentences would differ by wording
alone and accuse a report for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import Field

from schemas.base import Bilingual, Identifier, Model


class Term(Bilingual):
    """What a term means. A state that is the lack of another ends with it."""

    until: Identifier | None = Field(
        None, description="For a state that says something is not there yet: the state whose beginning ends it."
    )


class Terms(Model):
    measures: dict[Identifier, Bilingual] = Field({}, description="What a figure measures, one sentence each.")
    natures: dict[Identifier, Bilingual] = Field(
        {}, description="What a thing is: a law, a guidance, a bank of a kind."
    )
    states: dict[Identifier, Term] = Field({}, description="The states of a document, law or programme.")
    lifecycles: tuple[tuple[Identifier, ...], ...] = Field(
        (), description="States in the order in which one follows the other."
    )

    def wording(self, term: str) -> Bilingual:
        """The term's definition; the term itself where the list has none."""
        for group in (self.measures, self.natures, self.states):
            if term in group:
                return group[term]
        return Bilingual(en=term, zh=term)

    def extended(self, own: Terms) -> Terms:
        """This list with a catalogue folder's own terms added."""
        return Terms(
            measures={**self.measures, **own.measures},
            natures={**self.natures, **own.natures},
            states={**self.states, **own.states},
            lifecycles=self.lifecycles + own.lifecycles,
        )

    def ended_by(self, state: str) -> str | None:
        """The state whose beginning ends this one, for a state that is the lack of it."""
        term = self.states.get(state)
        return term.until if term else None

    def follows(self, later: str, earlier: str) -> bool:
        """True if some lifecycle has `later` after `earlier`."""
        return any(
            later in cycle and earlier in cycle and cycle.index(later) > cycle.index(earlier)
            for cycle in self.lifecycles
        )


@cache
def shipped_terms() -> Terms:
    """The shipped list, `measures.yml` beside this module."""
    text = Path(__file__).with_name("measures.yml").read_text(encoding="utf-8")
    return Terms.model_validate(yaml.load(text, yaml.CSafeLoader))
