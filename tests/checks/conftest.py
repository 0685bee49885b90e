"""Reports, sources and histories in a few words, judged in memory."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from citewatch import catalog
from citewatch.catalog import Catalog
from citewatch.checks import judge
from schemas.finding import SEVERITY, Finding
from schemas.measures import shipped_terms
from schemas.report import Claim, Report
from schemas.source import Source
from warehouse.history import Attempt, History, Seen, Stay

CLAIM: dict[str, Any] = {"says": "221家", "where": {"section": "1"}, "measures": "firms", "cites": "src.fig"}
FIGURE: dict[str, Any] = {"reads": "quantity", "anchors": ["firms"], "measures": "firms"}
SOURCE: dict[str, Any] = {
    "title": "The study",
    "publisher": "P",
    "url": "https://a.example/",
    "terms": "none",
    "every": "week",
    "routes": [{"name": "page", "url": "https://a.example/", "form": "html"}],
}
REPORT: dict[str, Any] = {
    "id": "rep",
    "title": "T",
    "publisher": "P",
    "language": "zh-Hant",
    "currency": "TWD",
    "published": {"first": "2024-06-20", "last": "2024-11-30", "basis": "told"},
}


def at(day: str) -> datetime:
    return datetime.fromisoformat(day)


class Bench:
    """Builders of what the checks take."""

    @staticmethod
    def claim(**given: Any) -> Claim:
        return Claim.model_validate({"id": "C01", **CLAIM, **given})

    @staticmethod
    def seen(value: object = None, **given: Any) -> Seen:
        numbers = {
            name: Decimal(str(given.pop(name))) for name in ("low", "high", "step") if given.get(name) is not None
        }
        figure = given.pop("figure", "fig")
        outcome = given.pop("outcome", "read")
        printed = given.pop("as_printed", str(value if value is not None else given.get("date") or "printed"))
        stated = None if value is None else Decimal(str(value))
        return Seen(figure, outcome, "", "", "obs", value=stated, as_printed=printed, sentence=printed,
                    **numbers, **given)  # fmt: skip

    @staticmethod
    def stay(first: str, last: str, *, origin: str = "live", archived: bool = False, **figures: Seen) -> Stay:
        digest = f"sha256:{first}{last}{sorted(figures)}"
        on = date.fromisoformat(first) if archived else None
        return Stay(digest, at(first), at(last), f"cap{first}", f"cap{last}", on, origin, figures)  # type: ignore[arg-type]

    @staticmethod
    def history(*stays: Stay, ended: tuple[str, str] | None = None) -> History:
        """`ended` is (day, state) of a last fetch that failed."""
        good = [Attempt(stay.last_capture_id, stay.last_at, "ok", "") for stay in stays[-1:]]
        bad = [Attempt("bad", at(ended[0]), ended[1], "The site would not give it.")] if ended else []  # type: ignore[arg-type]
        return History(stays, (*good, *bad))

    @staticmethod
    def catalog(
        claims: dict[str, dict[str, Any]], sources: dict[str, dict[str, Any]], **report: Any
    ) -> tuple[Catalog, Report]:
        made = Report.model_validate(
            {**REPORT, **report, "claims": {name: {**CLAIM, **body} for name, body in claims.items()}}
        )
        loaded = {
            name: Source.model_validate(
                {
                    "id": name,
                    **SOURCE,
                    **body,
                    "figures": {fig: {**FIGURE, **keys} for fig, keys in body.get("figures", {"fig": {}}).items()},
                }
            )
            for name, body in sources.items()
        }
        return Catalog(Path(), {"rep": made}, loaded, shipped_terms(), catalog._steps({"rep": made})), made

    def judge(
        self, claim: dict[str, Any], histories: dict[str, History], sources: dict[str, dict[str, Any]] | None = None,
        **report: Any,
    ) -> list[Finding]:  # fmt: skip
        made, stated = self.catalog({"C01": claim}, sources or {"src": {}}, **report)
        return judge(made, stated, histories)

    @staticmethod
    def verdicts(findings: list[Finding], answer: str, claim: str = "C01") -> list[str]:
        """All verdicts of one answer, most serious first."""
        found = {f.verdict for f in findings if f.answer == answer and f.claim_id == claim}
        return sorted(found, key=SEVERITY.index)


@pytest.fixture
def bench() -> Bench:
    return Bench()
