"""HTML tables: a grid with rowspan and colspan resolved, then each cell with the headers of its row and column."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from selectolax.lexbor import LexborNode

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk, Frame, normalise
from extractors.reading.pages.errors import TooBig
from extractors.reading.pages.notes import without_revision
from extractors.reading.pages.table_headings import (
    LONG_CELL,
    Cell,
    column_headers,
    distinct,
    header_rows,
    may_label,
    names_units,
    row_headers,
    years_of_row,
)
from extractors.reading.pages.table_scales import nearest, scale_of, scales_counts
from extractors.reading.pages.unit_lines import outer_scale

MOST_BLOCKS = 100_000  # pieces of text on one page
MOST_CELLS = 200_000  # of the grid after spans: a hostile rowspan is cut, a real table never gets there
LINES_BEFORE = 3  # how far above a table its unit may be told
_SIGNED = re.compile(r"[(\-−]?\s?((?:US|NT|HK)?\$|[€£¥₩])\s?[(\-−]?[\d.,]*\s?\)?")
_FIGURES_IN_A_ROW = 4  # with fewer the first may be a class: 30人 | 250元
ReadCell = Callable[[LexborNode, Frame], list[Chunk]]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its element, its number among its namesakes, whether it stands in the head; its cells, which head."""

    node: LexborNode
    place: int
    in_head: bool
    cells: list[tuple[LexborNode, bool]]


def read_table(
    node: LexborNode, headers: tuple[str, ...], frame: Frame, read_cell: ReadCell, before: tuple[str, ...]
) -> list[Chunk] | None:
    """The chunks of a data table, or None where the table only lays the page out."""
    if node.attributes.get("role") in ("presentation", "none") or len(node.css("table")) > 1:
        return None
    rows, caption = _rows(node)
    if len(rows) < 2 and node.css_first("th") is None:
        return None
    if (
        node.css_first("th, thead, caption") is None
        and node.css_first("td h1, td h2, td h3, td p + p, td ul") is not None
    ):
        return None
    return chunks_of(rows, caption, headers, frame, read_cell, before)


def chunks_of(
    rows: list[TableRow],
    caption: str,
    headers: tuple[str, ...],
    frame: Frame,
    read_cell: ReadCell,
    before: tuple[str, ...],
) -> list[Chunk] | None:
    """The chunks of rows of cells; None where they make no table of two columns."""
    grid, cells = _grid(rows, frame, read_cell)
    if not cells or max(cell.column + cell.width for cell in cells) < 2:
        return None
    _join_repeated(grid)
    head = header_rows(grid, cells)
    scale, said = outer_scale(caption, before, headers)
    chunks: list[Chunk] = []
    if caption:
        chunks.append(Chunk("caption", caption, headers, frame=frame, split=True))
        headers = (*headers, caption)
    if said:
        headers = (*headers, said)
    groups: tuple[str, ...] = ()
    columns = column_headers(grid, head)
    last = grid[-1:] if scale is None and len(grid) > 2 and len(distinct(grid[-1])) == 1 else []
    for row in (*grid[: min(head, default=0)], *last):  # titles over all columns, and a unit told under them
        title = " ".join(cell.text for cell in distinct(row)[:1] if cell.text)
        if title and title not in headers:
            headers, scale = (*headers, title), scale_of(title) or scale
    sign = _currency_sign(cells) if scale is not None else ""
    headers = (*headers, sign) if sign else headers
    told = any(names_units([cell]) for cell in cells)
    counts = scales_counts(headers) if scale is not None else ""
    alone = bool(head) and len(head) + 1 == len(grid) and len(grid[-1]) >= _FIGURES_IN_A_ROW
    for number, row in enumerate(grid):
        cells_of_row = distinct(row)
        if (
            number not in head
            and len(cells_of_row) == 1
            and cells_of_row[0].width > 1
            and cells_of_row[0].width >= len(row)
        ):
            # A row of one cell over all columns names the group of rows below it; one with a picture only shows it.
            if cells_of_row[0].texts and all(chunk.kind == "alt" for chunk in cells_of_row[0].texts):
                chunks.extend(cells_of_row[0].texts)
                continue
            groups = (cells_of_row[0].text,) if cells_of_row[0].text else ()
            chunks.extend(_heading(cells_of_row[0], headers))
            continue
        units = [cell for cell in cells_of_row if names_units(columns[number].get(cell.column, []))] if told else []
        for cell in cells_of_row:
            if cell.row != number:
                continue
            if cell.header or number in head:
                chunks.extend(_heading(cell, headers))
            else:
                chunks.extend(_cell(cell, row, columns, groups, headers, scale, units, counts, alone))
    return chunks


def _currency_sign(cells: list[Cell]) -> str:
    """The one currency sign that stands in cells of its own or before some figures: the others are in it as well.

    Statements of accounts print "$" in their first and last rows only.
    """
    found = {match[1] for cell in cells if (match := _SIGNED.fullmatch(cell.text))}
    return found.pop() if len(found) == 1 else ""


def _rows(node: LexborNode) -> tuple[list[TableRow], str]:
    """The table's rows and the caption."""
    found: list[tuple[LexborNode, bool]] = []
    caption = ""
    for child in node.iter():
        if child.tag == "caption":
            caption = normalise(child.text())
        elif child.tag == "tr":
            found.append((child, False))
        elif child.tag in ("thead", "tbody", "tfoot"):
            found.extend((row, child.tag == "thead") for row in child.iter() if row.tag == "tr")
    rows = [
        TableRow(row, place, in_head, [(cell, cell.tag == "th") for cell in row.iter() if cell.tag in ("td", "th")])
        for place, (row, in_head) in enumerate(found, 1)
    ]
    return rows, caption


def _span(node: LexborNode, name: str, most: int) -> int:
    value = (node.attributes.get(name) or "1").strip()
    return min(int(value), most) if value.isascii() and value.isdigit() and 0 < len(value) < 7 and int(value) > 0 else 1


def _grid(rows: list[TableRow], frame: Frame, read_cell: ReadCell) -> tuple[list[list[Cell | None]], list[Cell]]:
    grid: list[list[Cell | None]] = [[] for _ in rows]
    cells: list[Cell] = []
    budget = MOST_CELLS
    for number, row in enumerate(rows):
        row_frame = Frame(frame, row.node.tag or "tr", row.place, frame.depth + 1)
        place = 0
        for order, (node, heads) in enumerate(row.cells, 1):
            while place < len(grid[number]) and grid[number][place] is not None:
                place += 1
            width = _span(node, "colspan", 1000)
            height = min(_span(node, "rowspan", 65534), len(rows) - number)
            if width * height > budget:
                width = height = 1
            budget -= width * height
            if len(cells) >= MOST_BLOCKS:
                raise TooBig(f"more than {MOST_BLOCKS} cells in one table")
            texts = read_cell(node, Frame(row_frame, node.tag or "td", order, row_frame.depth + 1))
            current = [chunk for chunk in texts if not chunk.old]
            text = " ".join(chunk.text for chunk in current if chunk.kind != "alt") or " ".join(c.text for c in current)
            text = without_revision(text)
            cell = Cell(current, text, row.in_head or heads, number, place, width, height)
            cell.old = [chunk for chunk in texts if chunk.old]
            cells.append(cell)
            for line in grid[number : number + height]:
                line.extend([None] * (place + width - len(line)))
                for column in range(place, place + width):
                    if line[column] is None:
                        line[column] = cell
            place += width
    return grid, cells


def _join_repeated(grid: list[list[Cell | None]]) -> None:
    """Takes a first column that repeats a group's name row by row as one cell over all of them: 工業 男, 工業 女."""
    run: list[Cell] = []
    for row in (*grid, []):
        cell = row[0] if len(row) > 2 else None
        second = row[1] if cell is not None else None
        fits = cell is not None and second is not None and cell.height == 1 and not cell.header and cell.text
        named = fits and second is not None and may_label(second.text) and cell is not None and may_label(cell.text)
        if named and cell is not None and (not run or run[-1].text == cell.text):
            run.append(cell)
            continue
        for one in run if len(run) > 1 else ():
            one.height = len(run)
        run = [cell] if named and cell is not None else []


def _unique(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _cell(
    cell: Cell,
    row: list[Cell | None],
    columns: list[dict[int, list[Cell]]],
    groups: tuple[str, ...],
    headers: tuple[str, ...],
    outer: Decimal | None,
    units: list[Cell],
    counts: str,
    alone: bool,
) -> list[Chunk]:
    above = columns[cell.row]
    places = range(cell.column, cell.column + min(cell.width, 20))
    column = _unique([heading.text for place in places for heading in above.get(place, [])])
    labels = row_headers(cell, row, alone)
    unit = [other.text for other in units if other is not cell]
    year = [] if cell.header else years_of_row(cell, row, above, labels)
    label = groups + _unique([*(other.text for other in labels), *year, *unit[:1]])
    # What stands over the row labels often names the whole table ("Market size | 2024 | 2030").
    corner = _unique([heading.text for other in labels for heading in above.get(other.column, [])])
    scale = nearest(label, (*corner, *column), outer, counts=counts)
    around = (*headers, *corner, *label, *column)
    made: list[Chunk] = []
    texts = cell.texts
    prose = [chunk for chunk in texts if chunk.kind != "alt"]
    if prose and len(cell.text) <= LONG_CELL:
        runs = {id(chunk.raw): chunk.raw for chunk in prose}  # lines cut from one run share it
        raw = tuple(piece for run in runs.values() for piece in run)
        made.append(Chunk("cell", cell.text, around, label, column, prose[0].frame, scale=scale, raw=raw))
        texts = [chunk for chunk in texts if chunk.kind == "alt"]
    for chunk in (*texts, *cell.old):
        chunk.headers = around + chunk.headers[len(headers) :]
        chunk.row, chunk.column, chunk.scale = label, column, scale
        if chunk.old:
            chunk.kind = "cell"
        made.append(chunk)
    return made


def _heading(cell: Cell, headers: tuple[str, ...]) -> list[Chunk]:
    if not cell.text:
        return []
    return [Chunk("heading", cell.text, headers, frame=cell.texts[0].frame, raw=cell.texts[0].raw)]
