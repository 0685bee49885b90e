"""The process that runs PDFium: length and bytes come in, one line of JSON goes out.

Run by `extractors.reading.pages.pdf` and by nobody else. Its memory and CPU time are limited before anything is read.
"""

import json
import os
import resource
import signal
import struct
import sys
import time
from dataclasses import astuple
from typing import Any

import pypdfium2 as pdfium

from extractors.reading.pages.blocks import normalise
from extractors.reading.pages.errors import BadPage, NotText, PageError, TooBig
from extractors.reading.pages.no_fonts import use_no_system_fonts
from extractors.reading.pages.pdf_rows import Line, Piece

MOST_PAGES = 3000
MOST_RUNS = 60_000  # on one page
MOST_CHARACTERS = 100_000  # on one page, where they are looked at one by one
_ALMOST = 0.98
_MEMORY = 1_000_000_000
"""Most bytes of data: a PDF of a thousand pages takes a tenth of that."""
_SECONDS = 60
"""Most CPU seconds for one PDF; a thousand pages take a few."""
_INSIDE, _NEAR = 0.2, 1.0  # points: where in a piece its last or first character is looked for


def main() -> None:
    """Answer until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other side, which then closes
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    use_no_system_fonts()
    while len(head := sys.stdin.buffer.read(8)) == 8:
        body = sys.stdin.buffer.read(struct.unpack(">Q", head)[0])
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = int(time.process_time()) + _SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        try:
            answer = runs(body)
        except PageError as error:
            answer = {"kind": type(error).__name__, "says": str(error)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def runs(body: bytes) -> dict[str, Any]:
    """The lines of every page, each as its pieces, and the pages that are only pictures."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        raise BadPage(f"not a readable PDF of {len(body)} bytes: {error}") from None
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise TooBig(f"a PDF of {count} pages; at most {MOST_PAGES} are read")
        if count == 0:
            raise BadPage("a PDF without pages")
        pages: list[tuple[int, list[list[tuple[Any, ...]]]]] = []
        pictures: list[int] = []
        for number in range(1, count + 1):
            try:
                lines, blank = _lines(document[number - 1])
            except pdfium.PdfiumError as error:
                raise BadPage(f"page {number} of the PDF can't be read: {error}") from None
            if lines:
                pages.append((number, [[astuple(piece) for piece in line.pieces] for line in lines]))
            elif not blank:
                pictures.append(number)
        if not pages:
            raise NotText(f"none of the PDF's {count} pages has a text layer: pictures only")
        return {"pages": pages, "pictures": pictures}
    finally:
        document.close()


def _lines(page: pdfium.PdfPage) -> tuple[list[Line], bool]:
    """The page's lines in the file's order, and whether nothing at all is drawn on it."""
    text_page = page.get_textpage()
    try:
        runs = text_page.count_rects()
        if runs > MOST_RUNS:
            raise TooBig(f"more than {MOST_RUNS} runs of text on one PDF page")
        lines: list[Line] = []
        ends_spaced = False
        for index in range(runs):
            left, bottom, right, top = text_page.get_rect(index)
            printed = text_page.get_text_bounded(left, bottom, right, top).replace("\x02", "-").replace("\ufffe", "-")
            text = normalise(printed)
            if not text:
                continue
            piece = Piece(text, left, right, bottom, top, *_foot_and_head(text_page, left, bottom, top))
            if lines and _same_line(lines[-1].pieces[-1], piece):
                gap = _gap(text_page, lines[-1].pieces[-1], piece)
                lines[-1].add(piece, gap, spaced=printed[0].isspace() or ends_spaced)
            else:
                lines.append(Line([piece]))
            ends_spaced = printed[-1].isspace()
        if _misses(text_page, lines):
            lines = _lines_by_character(text_page)
        blank = not lines and next(iter(page.get_objects(max_depth=1)), None) is None
        return lines, blank
    finally:
        text_page.close()
        page.close()


def _misses(text_page: pdfium.PdfTextPage, lines: list[Line]) -> bool:
    """Whether the runs leave out text: where a font is not there, signs drawn as nothing may belong to no run."""
    if text_page.count_chars() > MOST_CHARACTERS:
        return False
    whole = sum(not character.isspace() for character in text_page.get_text_range())
    return sum(len(piece.text) - piece.text.count(" ") for line in lines for piece in line.pieces) < whole * _ALMOST


def _lines_by_character(text_page: pdfium.PdfTextPage) -> list[Line]:
    """The page's lines by the room that the PDF gives each character, whatever is drawn there."""
    lines: list[Line] = []
    ended = True  # the line before
    spaced = False
    for index in range(text_page.count_chars()):
        character = chr(pdfium.raw.FPDFText_GetUnicode(text_page, index))
        if character.isspace() or character == "\0":
            ended, spaced = ended or character in "\r\n", True
            continue
        left, low, right, high = text_page.get_charbox(index, loose=True)
        text = normalise({"\x02": "-", "\ufffe": "-"}.get(character, character))
        if text:
            piece = Piece(text, left, right, low, high, low, high)
            if not ended and _same_line(lines[-1].pieces[-1], piece):
                lines[-1].add(piece, left - lines[-1].pieces[-1].right, spaced)
            else:
                lines.append(Line([piece]))
            ended = spaced = False
    return lines


def _gap(text_page: pdfium.PdfTextPage, before: Piece, piece: Piece) -> float:
    """The room between two pieces by the widths the PDF gives its characters.

    The boxes of pieces are those of drawn glyphs: where a font is not embedded they depend on what stands in for it.
    """
    ends: list[float] = []
    for one, x in ((before, before.right - _INSIDE), (piece, piece.left + _INSIDE)):
        index = text_page.get_index(x, (one.bottom + one.top) / 2, _NEAR, one.top - one.bottom)
        if index is None:
            return piece.left - before.right
        left, _, right, _ = text_page.get_charbox(index, loose=True)
        ends.append(right if one is before else left)
    return ends[1] - ends[0]


def _foot_and_head(text_page: pdfium.PdfTextPage, left: float, bottom: float, top: float) -> tuple[float, float]:
    """Where a line begins and ends, upwards, in the font of its first character."""
    index = text_page.get_index(left + _INSIDE, (bottom + top) / 2, _NEAR, top - bottom)
    if index is None:
        return bottom, top
    _, low, _, high = text_page.get_charbox(index, loose=True)
    return float(low), float(high)


def _same_line(before: Piece, piece: Piece) -> bool:
    overlap = min(before.top, piece.top) - max(before.bottom, piece.bottom)
    height = min(before.top - before.bottom, piece.top - piece.bottom)
    return overlap > 0.5 * height and piece.left > before.left


if __name__ == "__main__":
    main()
