"""What one check says, before the judge adds who, where and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from schemas.finding import Family, Verdict, Words, family


@dataclass(frozen=True, slots=True)
class Outcome:
    check: str
    verdict: Verdict
    reason: Words
    suggestion: Words | None = None
    difference: Decimal | None = None
    ratio: Decimal | None = None

    @property
    def family(self) -> Family:
        return family(self.verdict)

    def adding(self, en: str, zh: str) -> Outcome:
        """The same with one more sentence."""
        return replace(self, reason=Words(f"{self.reason.en} {en}", f"{self.reason.zh}{zh}"))
