"""The real engine over every shipped picture, against what was drawn (prints.json, written without any engine)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from citewatch.cases import kept_texts
from citewatch.pictures.ocr import Reader
from extractors.reading import Line
from extractors.reading.pages.picture import Sheet
from schemas.picture import PictureText

SHIPPED = Path(__file__).parents[2] / "specimens"
PICTURES = sorted((SHIPPED / "pictures").glob("*/page.png"))
pytestmark = pytest.mark.ocr


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with pytest.MonkeyPatch.context() as patched:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            patched.setenv(name, "http://127.0.0.1:9")  # a model fetched from the net would fail here
        with Reader() as found:
            yield found


def rows(text: PictureText) -> set[tuple[str, str]]:
    """(label, value) as they stand together, letters that look alike made the same."""
    sheet = Sheet([Line(line.text, line.box, line.confidence / 1000) for line in text.lines])
    return {(alike(label.text), value.text) for value in sheet.values for label in sheet.stand(value).labels}


def alike(text: str) -> str:
    return text.replace("I", "l")


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.parent.name)
def test_every_printed_row_is_read_as_it_was_drawn(path: Path, reader: Reader) -> None:
    text = reader.read(path.read_bytes(), "image/png")
    assert text.outcome == "read"
    drawn = json.loads((path.parent / "prints.json").read_text("utf-8"))["prints"]
    # Two bars a place: the series is told by colour, so both values stand with the place.
    two = {"Users", "Actively engaging"} <= {row["label"] for row in drawn}
    expected = {(alike(row["group"] if two else row["label"]), row["as_printed"]) for row in drawn}
    assert expected <= rows(text)
    kept = {one.body_digest: one for one in kept_texts(SHIPPED)}.get(text.body_digest)
    if kept is not None:  # a chart whose numbers are false is never read, so no text of it lies there
        assert rows(kept) == rows(text)


def test_another_number_in_the_picture_is_another_reading(reader: Reader) -> None:
    path = SHIPPED / "pictures" / "2024-07-01.github_survey" / "page.png"
    before = reader.read(path.read_bytes())
    box = next(line.box for line in before.lines if line.text == "88%")
    image = Image.open(path).convert("RGB")
    pen = ImageDraw.Draw(image)
    pen.rectangle(box, fill="white")
    pen.text((box[0], box[1]), "57%", font=ImageFont.load_default(22), fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    after = rows(reader.read(out.getvalue()))
    assert ("More productive", "57%") in after and ("More productive", "88%") not in after
    assert after - rows(before) == {("More productive", "57%")}


def test_a_refresh_imports_nothing_that_reads_pictures() -> None:
    code = (
        "import sys, citewatch.refresh, citewatch.cli.app, citewatch.pictures.ocr, warehouse.pictures\n"
        "print([name for name in ('rapidocr', 'onnxruntime', 'cv2', 'shapely', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
