"""PDF to chunks with pypdfium2: runs of text with their boxes, put together into lines, paragraphs and table rows.

Reading order is the file's own (it follows columns); boxes only say what stands on one line and under which heading.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import pypdfium2 as pdfium

from extractors.reading.pages.blocks import Chunk, normalise
from extractors.reading.pages.errors import BadPage, NotText, TooBig
from extractors.reading.pages.no_fonts import use_no_system_fonts
from extractors.reading.pages.pdf_rows import Line, Piece, rows_and_prose

MOST_PAGES = 3000
MOST_RUNS = 60_000  # on one page
MOST_CHARACTERS = 100_000  # on one page, where they are looked at one by one
_ALMOST = 0.98
_INSIDE, _NEAR = 0.2, 1.0  # points: where in a piece its last or first character is looked for
# PDFium keeps global state and is not safe to call from two threads.
_LOCK = threading.Lock()
use_no_system_fonts()


@dataclass(slots=True)
class PdfText:
    """The lines of each page (counted from 1), and the pages that are only pictures."""

    pages: list[tuple[int, list[Line]]]
    picture_pages: tuple[int, ...]


def parse(body: bytes) -> PdfText:
    """The text of every page. A PDF without any text raises NotText."""
    with _LOCK:
        return _parse(body)


def _parse(body: bytes) -> PdfText:
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
        pages: list[tuple[int, list[Line]]] = []
        pictures: list[int] = []
        for number in range(1, count + 1):
            try:
                lines, blank = _lines(document[number - 1])
            except pdfium.PdfiumError as error:
                raise BadPage(f"page {number} of the PDF can't be read: {error}") from None
            if lines:
                pages.append((number, lines))
            elif not blank:
                pictures.append(number)
        if not pages:
            raise NotText(f"none of the PDF's {count} pages has a text layer: pictures only")
        return PdfText(_without_running_lines(pages), tuple(pictures))
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


def _without_running_lines(pages: list[tuple[int, list[Line]]]) -> list[tuple[int, list[Line]]]:
    """Page numbers, and lines that stand at the head or foot of most pages, are not the document's text."""
    seen: dict[str, int] = {}
    for _, lines in pages:
        for text in {line.text for line in (lines[0], lines[-1])}:
            seen[text] = seen.get(text, 0) + 1
    running = {text for text, times in seen.items() if times >= 3 and times * 2 > len(pages)}

    def kept(line: Line, number: int) -> bool:
        bare = line.text.strip("-–— ")
        return line.text not in running and bare != str(number) and not (bare.isdigit() and len(bare) <= 3)

    result: list[tuple[int, list[Line]]] = []
    for number, lines in pages:
        for line in (lines[0], lines[-1]):
            if len(line.pieces) > 1 and line.pieces[-1].text == str(number):
                line.pieces.pop()
        last = len(lines) - 1
        inner = [line for place, line in enumerate(lines) if 0 < place < last or kept(line, number)]
        result.append((number, inner))
    return result


def chunks(text: PdfText) -> Iterator[Chunk]:
    """Paragraphs and table cells, page by page."""
    sizes = [piece.size for _, lines in text.pages for line in lines for piece in line.pieces]
    usual = median(sizes) if sizes else 0.0
    for number, lines in text.pages:
        yield from rows_and_prose(lines, f"page {number}", usual)
