"""The process that reads pictures: length and bytes come in, one line of JSON goes out.

Run by `citewatch.pictures.ocr` and by nobody else. Its memory and CPU time are limited before anything is decoded.
"""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import sys
import warnings
from typing import Any, BinaryIO

_MEMORY = 4_000_000_000
"""Most bytes of data: a reading takes 0.5 to 0.9 GB."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 12_000
SHORTEST_SIDE = 16
_ENLARGED, _WORKING_PIXELS = 1.5, 3_000_000
"""Numbers of twelve pixels are overlooked unless enlarged; more pixels take more memory and read no better."""
_MARGIN = 0.15
_QUIET = {
    "Global.log_level": "critical",
    "Global.text_score": 0.0,
    "Global.max_side_len": LONGEST_SIDE,
    # It turns whole lines upside down: a 59% came out as %69 with a confidence of 0.999. Charts are upright.
    "Global.use_cls": False,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
    "Rec.rec_batch_num": 1,  # a batch is padded to its widest line: a third more time
}


class Unreadable(Exception):
    """Why a picture is not read: a sentence for a person."""


def main() -> None:
    """Answer until the other side closes."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    engine: Any = None
    while (body := _next(sys.stdin.buffer)) is not None:
        try:
            image = opened(body)
            engine = engine or start()
            answer = {
                "format": image.format,
                "width": image.width,
                "height": image.height,
                "lines": lines(engine, image),
            }
        except Unreadable as error:
            answer = {"why": str(error)}
        except MemoryError:
            answer = {"why": "The picture needs more memory than is given to reading one."}
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()


def _next(stream: BinaryIO) -> bytes | None:
    head = stream.read(8)
    if len(head) < 8:
        return None
    (length,) = struct.unpack(">Q", head)
    return stream.read(length)


def opened(body: bytes) -> Any:
    """The picture decoded, its first frame being its only one.

    Raises:
        Unreadable: it is not one that we decode.
    """
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(body), formats=FORMATS)
            _measure(image.width, image.height)
            if (frames := getattr(image, "n_frames", 1)) != 1:
                raise Unreadable(f"An animation of {frames} frames; only still pictures are read.")
            image.load()
        except Unreadable:
            raise
        except UnidentifiedImageError:
            raise Unreadable("The bytes are no PNG, JPEG, GIF or WebP picture.") from None
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise Unreadable(f"The picture has more than {MOST_PIXELS:,} pixels; it was not decoded.") from None
        except (OSError, SyntaxError, ValueError, EOFError, OverflowError, IndexError, struct.error) as error:
            raise Unreadable(f"The picture is damaged or cut off ({str(error)[:120]}).") from None
    return image


def _measure(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Unreadable(f"The picture measures {width:,} by {height:,} pixels: too large, so it was not decoded.")
    if min(width, height) < SHORTEST_SIDE:
        raise Unreadable(f"The picture measures {width} by {height} pixels: too small to hold text.")


def start() -> Any:
    """The engine, with the models of the package by their paths: without them it would ask the network."""
    import rapidocr
    from rapidocr import RapidOCR

    models = os.path.join(os.path.dirname(rapidocr.__file__), "models")  # noqa: PTH118, PTH120
    paths = {
        "Det.model_path": os.path.join(models, "PP-OCRv6_det_small.onnx"),  # noqa: PTH118
        "Rec.model_path": os.path.join(models, "PP-OCRv6_rec_small.onnx"),  # noqa: PTH118
    }
    return RapidOCR(params={**_QUIET, **paths})


def lines(engine: Any, image: Any) -> list[dict[str, Any]]:
    """Every text with its box in the picture's own pixels. What holds a digit is read a second time, from its own
    unscaled pixels: two readings that differ are worth nothing.
    """
    flat = _flat(image)
    scale = min(_ENLARGED, (_WORKING_PIXELS / (flat.width * flat.height)) ** 0.5)
    found = engine(_array(flat.resize((round(flat.width * scale), round(flat.height * scale)), 1)))
    if not found.txts:
        return []
    rows = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        box = [
            max(0, round(float(corners[:, 0].min()) / scale)), max(0, round(float(corners[:, 1].min()) / scale)),
            min(flat.width, round(float(corners[:, 0].max()) / scale)),
            min(flat.height, round(float(corners[:, 1].max()) / scale)),
        ]  # fmt: skip
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        row = {"text": text.strip(), "box": box, "confidence": round(float(score) * 1000)}
        if any(character.isdigit() for character in text):
            again = _again(engine, flat, box)
            if "".join(again.split()) != "".join(text.split()):
                row |= {"confidence": 0, "again": again}
        rows.append(row)
    return rows


def _again(engine: Any, flat: Any, box: list[int]) -> str:
    margin = round((box[3] - box[1]) * _MARGIN)
    part = flat.crop((max(0, box[0] - margin), max(0, box[1] - margin), min(flat.width, box[2] + margin),
                      min(flat.height, box[3] + margin)))  # fmt: skip
    found = engine(_array(part), use_det=False, use_cls=False, use_rec=True)
    engine.use_det = True  # the call above switches it off for good
    return str(found.txts[0]).strip() if found.txts else ""


def _flat(image: Any) -> Any:
    """Upright, on white, in three colours."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image).convert("RGBA")
    sheet = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(sheet, upright).convert("RGB")


def _array(image: Any) -> Any:
    import numpy as np

    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])  # the engine takes blue, green, red


if __name__ == "__main__":
    main()
