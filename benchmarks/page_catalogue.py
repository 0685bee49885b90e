"""A catalogue folder for a set of generated pages: one source a page, and a report that states all their figures."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks.page_model import Declared, GeneratedPage
from benchmarks.pages import PageSet

FIGURE = "market"
"""The one figure of each page that is declared."""
REPORT = "bench"


def source_id(number: int) -> str:
    """The id of page `number`'s source."""
    return f"page_{number:05}"


def write_catalogue(pages: PageSet, folder: Path) -> None:
    """Write `extractors/` and `reports/` of a report that agrees with every page as it is now."""
    (folder / "extractors").mkdir(parents=True)
    (folder / "reports").mkdir()
    claims = {}
    for number in range(pages.count):
        page = pages.page(number)
        declared = next(one for one in page.declared if one.name == FIGURE)
        _write(folder / "extractors" / f"{source_id(number)}.yml", _source(pages.url(number), page, declared))
        claims[f"P{number:05}"] = _claim(source_id(number), page)
    report: dict[str, object] = {
        "title": "Generated pages",
        "publisher": "citewatch benchmarks",
        "language": "en",
        "currency": "USD",
        "published": {"first": "2026-11-01", "last": "2026-11-01", "basis": "Made for a benchmark."},
        "claims": claims,
    }
    _write(folder / "reports" / f"{REPORT}.yml", report)


def _source(url: str, page: GeneratedPage, declared: Declared) -> dict[str, object]:
    figure = {
        "reads": declared.kind,
        "unit": declared.unit,
        "anchors": [list(group) for group in declared.anchors],
        "measures": "market_size",
    }
    return {
        "title": f"Review of {declared.anchors[0][0]}",
        "publisher": "citewatch benchmarks",
        "url": url,
        "language": page.language,
        "every": "day",
        "terms": "Made for a benchmark; no robots.txt.",
        "routes": [{"name": "page", "url": url, "form": "html"}],
        "figures": {declared.name: figure},
    }


def _claim(source: str, page: GeneratedPage) -> dict[str, object]:
    truth = page.truth[FIGURE]
    if truth.value is None:
        raise ValueError(f"{FIGURE} is a range")
    return {
        "says": truth.printed,
        "where": {"section": "1"},
        "value": int(truth.value),
        "unit": truth.unit,
        "period": truth.period,
        "measures": "market_size",
        "cites": f"{source}.{FIGURE}",
    }


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
