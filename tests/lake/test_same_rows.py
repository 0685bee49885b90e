"""The same history, refreshed into a file and into a lake: every table and view gives the same rows."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from citewatch.refresh import refresh
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.contracts import CONTRACTS
from tests.tools.lapse import STEPS, small_catalogue
from warehouse.place import open_published, open_warehouse

pytestmark = pytest.mark.slow
DAYS = [step.day for step in STEPS[:2]]
OWN_TO_A_RUN = {"run_id", "warc_file", "warc_offset", "warc_length"}


def published(settings: Settings) -> dict[str, list[str]]:
    """Every row of every table that readers see, and of views with all that is special, without what names the run."""
    with open_published(open_warehouse(settings.place, "specimen").published, "specimen") as connection:
        found = {}
        for name in [*CONTRACTS, "headline", "figure_history", "source_health", "stale_claims"]:
            answer = connection.execute(f'SELECT * FROM "{name}"')
            names = [column[0] for column in answer.description]
            kept = [number for number, column in enumerate(names) if column not in OWN_TO_A_RUN]
            rows = [tuple(row[number] for number in kept) for row in answer.fetchall()]
            # headline.all_verdicts is a list in no order.
            found[name] = sorted(repr([sorted(v) if isinstance(v, list) else v for v in row]) for row in rows)
        return found


def test_row_for_row(address, tmp_path: Path):
    small_catalogue(tmp_path / "catalogue")
    in_lake = Settings(tmp_path / "catalogue", tmp_path / "a", specimens=True, lake=address)
    in_file = Settings(tmp_path / "catalogue", tmp_path / "b", specimens=True)
    with SpecimenSite(tmp_path / "catalogue" / "specimens", tmp_path / "site", DAYS[0]) as site:
        for day in DAYS:
            site.set_date(day)
            now = datetime(day.year, day.month, day.day, tzinfo=UTC)
            for settings in (in_lake, in_file):
                asyncio.run(refresh(replace(settings, network=site.map_path), now, only_due=True))
    ours, theirs = published(in_lake), published(in_file)
    assert ours.keys() == theirs.keys()
    for name in theirs:
        assert ours[name] == theirs[name], name
    assert len(theirs["observation"]) > 20 and theirs["finding"] and theirs["alert"] and theirs["figure_history"]
    assert not (tmp_path / "a" / "specimen" / "citewatch.duckdb").exists()
