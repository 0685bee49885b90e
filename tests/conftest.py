"""What every test may rely on: pictures whose text the specimens keep are not read by a machine again.

The real reading of every shipped picture is a test of its own (tests/pictures/test_ocr.py, marked `ocr`); everywhere
else it would take four seconds of CPU a picture to find out the same.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from citewatch.cases import kept_texts
from citewatch.pictures.ocr import Reader
from schemas.picture import PictureText

SHIPPED = Path(__file__).parents[1] / "specimens"


@pytest.fixture(scope="session")
def known_pictures() -> dict[str, PictureText]:
    """Digest → what was read in the picture."""
    return {text.body_digest: text for text in kept_texts(SHIPPED)}


@pytest.fixture(autouse=True)
def remembering_reader(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, known_pictures: dict[str, PictureText]
) -> Iterator[None]:
    if request.node.get_closest_marker("ocr"):
        yield
        return
    really = Reader.read

    def read(self: Reader, body: bytes, content_type: str = "") -> PictureText:
        known = known_pictures.get(f"sha256:{hashlib.sha256(body).hexdigest()}")
        return known if known is not None else really(self, body, content_type)

    monkeypatch.setattr(Reader, "read", read)
    yield
