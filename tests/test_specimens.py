"""Every specimen case reads as its own expected file says, written without looking at the readers."""

from pathlib import Path

import pytest

from citewatch import catalog
from citewatch.cases import check_case, waiting
from citewatch.specimens.catalogue import Catalogue, Specimen

ROOT = Path(__file__).parents[1]
LOADED = catalog.load(ROOT)
WAITING = waiting(ROOT / "specimens")
SHIPPED = Catalogue.load(ROOT / "specimens")
CASES = [case for case in (*SHIPPED.specimens, *SHIPPED.copies) if case.source_id != "pictures"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source_id}-{case.folder.name}")
def test_specimen_reads_as_expected(case: Specimen) -> None:
    if f"{case.source_id}/{case.folder.name}" in WAITING:
        pytest.skip("waits for its reader: specimens/waiting.txt")
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


def test_what_waits_is_there_and_tells_what_to_find() -> None:
    """A line that nobody took out when its folder went would hide the next folder of that name."""
    for name in WAITING:
        folder = ROOT / "specimens" / name
        assert (folder / "expected.json").exists() or (folder / "expected-issue.json").exists(), name
