"""The specimens that come with citewatch are a catalogue the site can serve."""

from pathlib import Path

from citewatch.specimens.catalogue import Catalogue

SHIPPED = Path(__file__).parents[2] / "specimens"


def test_every_shipped_specimen_is_served_on_its_own_day() -> None:
    catalogue = Catalogue.load(SHIPPED)
    assert len(catalogue.specimens) >= 8
    for specimen in catalogue.specimens:
        assert catalogue.edition_at(specimen.url, specimen.day) is not None
        for url, answer in specimen.steps:
            assert catalogue.answer_at(url, specimen.day) == answer
    assert set(catalogue.robots) <= set(catalogue.hosts)
