"""The pictures that the pages of the specimens show are served where the pages say."""

import json
from pathlib import Path

from citewatch.specimens.catalogue import Catalogue

SHIPPED = Path(__file__).parents[2] / "specimens"
CATALOGUE = Catalogue.load(SHIPPED)
PICTURES = [specimen for specimen in CATALOGUE.specimens if specimen.source_id == "pictures"]


def test_every_expected_picture_is_served_at_its_address_on_the_day_of_its_page() -> None:
    asked = set()
    for page in CATALOGUE.specimens:
        expected = page.folder / "expected.json"
        figures = json.loads(expected.read_text("utf-8"))["figures"] if expected.exists() else {}
        for name, figure in figures.items():
            if address := figure.get("picture"):
                asked.add(address)
                picture = CATALOGUE.edition_at(address, page.day)
                assert picture is not None and picture.source_id == "pictures", (page.folder, name, address)
    assert {picture.url for picture in PICTURES} <= asked


def test_every_picture_is_marked_in_its_bytes_and_has_a_second_edition_that_differs() -> None:
    editions: dict[str, set[bytes]] = {}
    for picture in PICTURES:
        body = picture.answer.body
        assert body.startswith(b"\x89PNG") and b"Specimen written for citewatch; not the real page" in body
        assert json.loads((picture.folder / "prints.json").read_text("utf-8"))["prints"]
        editions.setdefault(picture.folder.name.partition(".")[2], set()).add(body)
    assert len(editions) == 5
    assert all(len(bodies) >= 2 for bodies in editions.values())
