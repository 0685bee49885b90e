"""Pictures made to break a decoder: each ends in a sentence, none in a crash or in memory."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from citewatch.pictures import worker
from citewatch.pictures.ocr import MOST_BYTES, Reader, not_one_we_read


def encoded(form: str, size: tuple[int, int] = (200, 100), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form, **more)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, data: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


BOMB = png(30_000, 30_000, zlib.compress(bytes(5_000_000), 9))
"""Nine hundred million pixels in five kilobytes."""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(BOMB, "too large|more than 25,000,000 pixels", id="bomb"),
        pytest.param(png(2**31 - 1, 2**31 - 1, b""), "damaged|too large|pixels", id="absurd"),
        pytest.param(png(13_000, 100, zlib.compress(b"")), "too large", id="long"),
        pytest.param(encoded("PNG")[:-60], "damaged or cut off", id="png cut"),
        pytest.param(encoded("JPEG")[:300], "damaged or cut off|no PNG", id="jpeg cut"),
        pytest.param(encoded("WEBP")[:30], "damaged or cut off|no PNG", id="webp cut"),
        pytest.param(encoded("GIF")[:20], "damaged or cut off|no PNG", id="gif cut"),
        pytest.param(png(100, 100, b"not zlib at all"), "damaged", id="broken stream"),
        pytest.param(encoded("PNG", (8, 8)), "too small", id="dot"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "damaged|no PNG", id="eight bytes"),
        pytest.param(b"", "no PNG", id="nothing"),
    ],
)
def test_what_is_not_decoded_says_why(body: bytes, said: str) -> None:
    with pytest.raises(worker.Unreadable, match=said):
        worker.opened(body)


def test_an_animation_is_not_one_picture() -> None:
    frames = [Image.new("RGB", (60, 60), shade) for shade in ("white", "black", "red")]
    for form in ("GIF", "WEBP"):
        out = io.BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:])
        with pytest.raises(worker.Unreadable, match="animation of 3 frames"):
            worker.opened(out.getvalue())


def test_a_text_chunk_that_unpacks_to_gigabytes_is_refused() -> None:
    info = PngInfo()
    info.add_text("Comment", "A" * 50_000_000, zip=True)
    with pytest.raises(worker.Unreadable, match="damaged"):
        worker.opened(encoded("PNG", pnginfo=info))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_honest_pictures_open(form: str) -> None:
    assert worker.opened(encoded(form)).size == (200, 100)
    assert not_one_we_read(encoded(form), "image/x-whatever") == "", "the bytes say what it is, not the header"


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "SVG"),
        (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", "SVG"),
        (b"<!doctype html><title>Sign in</title>", "image/png", "page instead"),
        (b"%PDF-1.7", "application/pdf", "no PNG"),
        (b"BM6\0\0\0", "image/bmp", "no PNG"),
        (b"", "", "no PNG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(MOST_BYTES), "image/png", "larger than"),
    ],
)
def test_what_no_decoder_is_given(body: bytes, kind: str, said: str) -> None:
    with Reader() as reader:
        text = reader.read(body, kind)
        assert text.outcome == "unreadable" and said in text.reason
        assert reader.readings == 0, "the worker was not even started"


@pytest.mark.ocr
def test_the_worker_survives_a_bomb_and_we_survive_the_worker() -> None:
    with Reader() as reader:
        assert "pixels; it was not decoded" in reader.read(BOMB).reason
        blank = reader.read(encoded("PNG", (300, 200)))
        assert (blank.outcome, blank.width, blank.height) == ("no_text", 300, 200)
        assert reader._apart is not None
        process = reader._apart._process
        assert process is not None
        process.kill()
        process.wait()
        assert reader.read(encoded("JPEG", (300, 200))).outcome == "no_text", "a new one was started"


@pytest.mark.ocr
def test_a_picture_that_takes_too_long_is_given_up() -> None:
    with Reader(seconds=0.05) as reader:
        assert "took longer than 0.05 s" in reader.read(encoded("PNG", (300, 200))).reason
