"""PDF to chunks: runs of text with their boxes, put together into lines, paragraphs and table rows.

Reading order is the file's own (it follows columns, and where it doesn't, `pdf_columns` does); boxes only say what
stands on one line and under which heading.
PDFium itself runs in a process of its own (`pdf_worker`): a kilobyte of forms inside forms grows until there is no
memory, and then takes the process that reads it along.
"""

import atexit
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from extractors.reading.pages.apart import Apart
from extractors.reading.pages.blocks import Chunk
from extractors.reading.pages.errors import BadPage, NotText, PageError, TooBig
from extractors.reading.pages.pdf_columns import one_after_the_other
from extractors.reading.pages.pdf_rows import Line, Piece, rows_and_prose

_LOCK = threading.Lock()
_workers: dict[int, Apart] = {}
"""By our own process id: one that was forked has to start its own."""
_KINDS: dict[str, type[PageError]] = {kind.__name__: kind for kind in (BadPage, NotText, TooBig)}


@dataclass(slots=True)
class PdfText:
    """The lines of each page (counted from 1), and the pages that are only pictures."""

    pages: list[tuple[int, list[Line]]]
    picture_pages: tuple[int, ...]


def parse(body: bytes) -> PdfText:
    """The text of every page. A PDF without any text raises NotText."""
    with _LOCK:
        answer = _ask(body)
    if kind := answer.get("kind"):
        raise _KINDS[kind](answer["says"])
    pages = [(number, [Line([Piece(*piece) for piece in line]) for line in lines]) for number, lines in answer["pages"]]
    return PdfText(_without_running_lines(pages), tuple(answer["pictures"]))


def _ask(body: bytes) -> dict[str, Any]:
    worker = _workers.setdefault(os.getpid(), Apart("extractors.reading.pages.pdf_worker"))
    answer, _ = worker.ask(body)
    if answer is None:
        raise TooBig(f"a PDF of {len(body)} bytes that takes more memory or time than is given to reading one")
    return answer


@atexit.register
def _end() -> None:
    if worker := _workers.pop(os.getpid(), None):
        worker.close()


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
        yield from rows_and_prose(one_after_the_other(lines), f"page {number}", usual)
