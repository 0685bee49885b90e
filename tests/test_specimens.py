"""Every specimen case reads as its own expected file says, written without looking at the readers."""

from pathlib import Path

import pytest

from citewatch import catalog
from citewatch.cases import check_case
from citewatch.specimens.catalogue import Catalogue, Specimen

ROOT = Path(__file__).parents[1]
LOADED = catalog.load(ROOT)
CASES = Catalogue.load(ROOT / "specimens").specimens


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source_id}-{case.folder.name}")
def test_specimen_reads_as_expected(case: Specimen) -> None:
    source = LOADED.sources[case.source_id]
    if source.reader == "planned":
        pytest.fail(
            f"extractors/{source.id}.yml is still planned ({source.why_planned}), but there is a specimen of it"
        )
    assert check_case(LOADED, source, case) == []


def test_every_source_that_is_read_has_a_specimen() -> None:
    """A reader that no page was ever shown to is a guess."""
    shown = {case.source_id for case in CASES}
    bare = {source.id for source in LOADED.sources.values() if source.reader != "planned"} - shown
    assert not bare
