"""What stopped us: said about the page or our reader, never about the report."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from citewatch.catalog import Catalog
from citewatch.issues import issues
from schemas.issue import Issue
from schemas.measures import shipped_terms
from schemas.source import Source
from warehouse.history import Attempt, History, Seen, Stay

DAY = datetime(2024, 7, 1)
SOURCE: dict[str, Any] = {
    "id": "src",
    "title": "The study",
    "publisher": "P",
    "url": "https://a.example/",
    "terms": "none",
    "routes": [{"name": "page", "url": "https://a.example/", "form": "html"}],
    "figures": {"fig": {"reads": "quantity", "anchors": ["firms"]}},
}


def found(*attempts: tuple[str, int], stay: dict[str, Seen] | None = None, **source: Any) -> list[Issue]:
    made = Source.model_validate({**SOURCE, **source})
    tried = tuple(Attempt(f"c{day}", datetime(2024, 7, day), state, "Why.") for state, day in attempts)  # type: ignore[arg-type]
    stays = () if stay is None else (Stay("sha256:x", DAY, DAY, "a", "b", None, "live", stay),)
    return issues(Catalog(Path(), {}, {"src": made}, shipped_terms()), {"src": History(stays, tried)})


def seen(outcome: str = "read", **given: Any) -> Seen:
    return Seen("fig", outcome, "a number", "nothing there", as_printed="221", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", ["blocked", "refused", "gone", "unreachable"])
def test_a_page_that_did_not_come(state: str) -> None:
    (issue,) = found((state, 1))
    assert (issue.kind, issue.source_id, issue.found) == (state, "src", "Why.")
    assert issue.remedy


def test_it_is_dated_by_the_first_of_the_same_failures() -> None:
    """Attempts list the changes of state and the last one."""
    assert found(("ok", 1), ("gone", 2), ("gone", 9))[0].seen_at == datetime(2024, 7, 2)
    assert found(("gone", 1), ("ok", 2), ("gone", 9))[0].seen_at == datetime(2024, 7, 9)


def test_a_page_that_came_is_no_issue() -> None:
    assert found(("ok", 1), stay={"fig": seen()}) == []
    assert found(("blocked", 1), ("ok", 2), stay={"fig": seen()}) == []


@pytest.mark.parametrize("outcome", ["missing", "ambiguous", "out_of_range", "bad_page"])
def test_a_promised_figure_that_was_not_read(outcome: str) -> None:
    (issue,) = found(("ok", 1), stay={"fig": seen(outcome)})
    assert (issue.kind, issue.figure, issue.expected, issue.found) == (outcome, "fig", "a number", "nothing there")


@pytest.mark.parametrize("key", ["optional", "unverified"])
def test_an_unpromised_figure_may_be_missing(key: str) -> None:
    figures = {"fig": {"reads": "quantity", "anchors": ["firms"], key: "why"}}
    assert found(("ok", 1), stay={"fig": seen("missing")}, figures=figures) == []


def test_words_that_do_not_show_the_meaning() -> None:
    figures = {"fig": {"reads": "quantity", "anchors": ["firms"], "measures": {"one": [["x"]], "other": [["y"]]}}}
    (issue,) = found(("ok", 1), stay={"fig": seen()}, figures=figures)
    assert issue.kind == "terms"
    assert "one, other" in issue.expected
    assert found(("ok", 1), stay={"fig": seen(label="one")}, figures=figures) == []


def test_parts_that_do_not_add_up() -> None:
    figures = {name: {"reads": "money", "anchors": [name]} for name in ("a", "b", "whole")}
    rule = [{"kind": "sum", "parts": ["a", "b"], "total": "whole"}]

    def kinds(whole: int, b: str = "read") -> list[str]:
        stay = {"a": seen(value=Decimal(100)), "b": seen(b, value=Decimal(200)), "whole": seen(value=Decimal(whole))}
        return [issue.kind for issue in found(("ok", 1), stay=stay, figures=figures, identities=rule)]

    assert kinds(300) == []
    assert kinds(301) == []  # within half a percent
    assert kinds(310) == ["identity"]


def test_growth_that_does_not_land() -> None:
    figures = {name: {"reads": "number", "anchors": [name]} for name in ("base", "rate", "end")}
    rule = [{"kind": "growth", "base": "base", "rate": "rate", "end": "end"}]

    def kinds(base: str, rate: str, end: str, first: str, last: str) -> list[str]:
        stay = {"base": seen(value=Decimal(base), period=first), "rate": seen(value=Decimal(rate)),
                "end": seen(value=Decimal(end), period=last)}  # fmt: skip
        return [issue.kind for issue in found(("ok", 1), stay=stay, figures=figures, identities=rule)]

    # The five editions of one forecast, each of which fits itself …
    assert kinds("36.06", "46.47", "356.10", "2024", "2030") == []
    assert kinds("66.89", "36.99", "442.07", "2025", "2031") == []
    assert kinds("62.72", "41.52", "356.05", "2025", "2030") == []
    assert kinds("59.01", "37.57", "400.00", "2025", "2031") == []
    assert kinds("66.62", "20.80", "207.0", "2024", "2030") == []
    # … and two of them mixed, which do not.
    assert kinds("66.89", "46.47", "356.10", "2025", "2031") == ["identity"]


def test_planned_sources_have_no_issues() -> None:
    assert found(("gone", 1), reader="planned", why_planned="later") == []
