"""The catalogues under examples/: no code, no problem, and the answers that were written down with their pages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from citewatch import catalog
from citewatch.cases import check_cases
from citewatch.cli.demo import DAYS
from citewatch.refresh import refresh
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.finding import SEVERITY
from warehouse import queries
from warehouse.published import open_published
from warehouse.store import Store

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())


def expected(folder: Path) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = yaml.safe_load((folder / "specimens/expected-claims.yml").read_text("utf-8"))
    return answers


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.name)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Any]]]:
    """The example, and its claims after the time-lapse."""
    folder, data = request.param, tmp_path_factory.mktemp(request.param.name)
    settings = Settings(catalogue=folder, data=data)
    with SpecimenSite(folder / "specimens", data / "site", DAYS[0]) as site:
        here = Settings(catalogue=folder, data=data, network=site.map_path)
        for day in DAYS:
            site.set_date(day)
            asyncio.run(refresh(here, datetime(day.year, day.month, day.day, tzinfo=UTC), only_due=True))
    assert settings.kind == "live"
    with open_published(Store(here.warehouse_file, "specimen").published, "specimen") as connection:
        yield folder, queries.claims(connection)


def test_there_are_two_in_two_languages() -> None:
    languages = {report.language for folder in EXAMPLES for report in catalog.load(folder).reports.values()}
    assert languages == {"en", "zh-Hant"}


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_data_only_and_lints(folder: Path) -> None:
    assert [path for path in folder.rglob("*") if path.suffix in (".py", ".pyc", ".so")] == []
    loaded = catalog.load(folder)
    assert [*catalog.misprints(loaded), *check_cases(loaded)] == []


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_no_verdict_word_is_declared(folder: Path) -> None:
    for path in (*folder.glob("reports/*.yml"), *folder.glob("extractors/*.yml")):
        words = set(path.read_text("utf-8").replace(":", " ").replace(",", " ").split())
        assert words & set(SEVERITY) == set(), path.name


def test_every_claim_comes_out_as_its_writer_said(told: tuple[Path, list[Any]]) -> None:
    folder, rows = told
    wanted = expected(folder)
    assert {row["claim_id"] for row in rows} == set(wanted)
    for row in rows:
        for answer in ("then", "now"):
            words = wanted[row["claim_id"]][answer]
            found = set(row[f"{answer}_all"] or ())
            assert set(words) <= found, f"{row['claim_id']} {answer}: {sorted(found)}"
            if words:
                assert row[f"{answer}_verdict"] in words[:2], f"{row['claim_id']} {answer}"
