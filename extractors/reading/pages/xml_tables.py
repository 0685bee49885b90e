"""Tables in XML: rows of cells by any of the names that publishers give them (CALS, XHTML, the Federal Register's).

Such a table is written anew in HTML and read as any HTML table is; the place of a cell is told by row and number.
"""

from collections.abc import Iterator
from html import escape

from lxml import etree  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk, Frame, normalise
from extractors.reading.pages.glance import words
from extractors.reading.pages.tables import read_table

TABLES = words("table gpotable informaltable")
_ROWS = words("row tr")
_HEADS = words("thead boxhd")
_CELLS = words("entry ent td th")
_HEADING_CELLS = words("ched th")
_TITLES = words("ttitle title caption")
_PARTS = words("tgroup thead tbody tfoot")
_MOST_CELLS = 20_000
_NUMBER = re.compile(r"([0-9]{1,3})$")


def table(element: "etree._Element", headers: tuple[str, ...], where: str) -> list[Chunk] | None:
    """The chunks of an XML table, or None where it has not two rows of cells."""
    if _height(element) < 2:
        return None
    rows, titles = list(_rows(element)), [_text(child) for child in element if _name(child) in _TITLES]
    if len(rows) < 2 or sum(map(len, rows)) > _MOST_CELLS:
        return None
    lines = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    caption = f"<caption>{escape(' '.join(titles))}</caption>" if titles else ""
    node = LexborHTMLParser(f"<table>{caption}{lines}</table>").css_first("table")
    if node is None:
        return None

    def read(cell: LexborNode, frame: Frame) -> list[Chunk]:
        text = normalise(cell.text())
        return [Chunk("sentence", text, headers, frame=frame, raw=(text,))] if text else []

    chunks = read_table(node, headers, Frame(None, where, 0, 0), read, ())
    for chunk in chunks or ():
        chunk.where, chunk.frame, chunk.raw = chunk.path, None, ()
    return chunks


def _name(element: "etree._Element") -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _text(element: "etree._Element") -> str:
    return normalise("".join(element.itertext()))


def _height(element: "etree._Element") -> int:
    """How many rows it has."""
    height = 0
    for child in element:
        name = _name(child)
        if name in _HEADS:
            height += max(1, _height(child))
        elif name in _ROWS or name in _PARTS:
            height += 1 if name in _ROWS else _height(child)
    return height


def _rows(element: "etree._Element") -> Iterator[list[str]]:
    """The rows as lists of HTML cells."""
    for child in element:
        name = _name(child)
        if name in _ROWS:
            cells = [_cell(cell, "th" if _name(cell) == "th" else "td") for cell in child if _name(cell) in _CELLS]
            if cells:
                yield cells
        elif name in _HEADS and any(_name(cell) in _HEADING_CELLS for cell in child):
            yield from _boxed([cell for cell in child if _name(cell) in _HEADING_CELLS])
        elif name in _HEADS:
            yield from ([f"<th{cell[3:-5]}</th>" for cell in cells] for cells in _rows(child))
        elif name in _PARTS:
            yield from _rows(child)


def _number(text: str | None) -> int:
    """A small number as it stands in an attribute; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else 0


def _cell(cell: "etree._Element", tag: str) -> str:
    """One cell in HTML, with its spans: CALS counts further rows and names columns."""
    told = {key.rsplit("}", 1)[-1].lower(): value for key, value in cell.attrib.items()}
    high = _number(told.get("rowspan")) or _number(told.get("morerows")) + 1
    first, last = (_NUMBER.search(told.get(key, "")) for key in ("namest", "nameend"))
    wide = _number(told.get("colspan")) or 1
    if first is not None and last is not None:
        wide = max(1, int(last[1]) - int(first[1]) + 1)
    return f'<{tag} rowspan="{high}" colspan="{wide}">{escape(_text(cell))}</{tag}>'


def _boxed(cells: list["etree._Element"]) -> Iterator[list[str]]:
    """Heading rows of a list of headings with levels: one of level 1 stands over those of level 2 behind it."""
    levels = [_number(cell.get("H")) or 1 for cell in cells]
    deepest = min(max(levels, default=1), 6)
    for level in range(1, deepest + 1):
        line = []
        for place, cell in enumerate(cells):
            if levels[place] != level:
                continue
            under = place + 1
            while under < len(cells) and levels[under] > level:
                under += 1
            leaves = sum(1 for at in range(place, under) if at + 1 == len(cells) or levels[at + 1] <= levels[at])
            high = deepest - level + 1 if under == place + 1 else 1
            line.append(f'<th rowspan="{high}" colspan="{max(1, leaves)}">{escape(_text(cell))}</th>')
        yield line
