"""HTML tables: a grid with rowspan and colspan resolved, then each cell with the headers of its row and column."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from selectolax.lexbor import LexborNode

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk, Frame, normalise
from extractors.reading.pages.errors import TooBig
from extractors.reading.pages.glance import label_like, only_figure, only_year, period_like
from extractors.reading.pages.notes import without_revision
from extractors.reading.pages.table_scales import nearest, scale_of, scales_counts, units_row
from extractors.reading.pages.unit_lines import outer_scale

MOST_BLOCKS = 100_000  # pieces of text on one page
MOST_CELLS = 200_000  # of the grid after spans: a hostile rowspan is cut, a real table never gets there
LABEL_COLUMNS = 12  # how far right a row's label may stand; also keeps a row of 100,000 cells linear
HEADING_ROWS = 6  # heading rows that stack up over one column
LONG_CELL = 300  # characters: a longer cell is prose and is cut into sentences
LINES_BEFORE = 3  # how far above a table its unit may be told
_UNIT_COLUMNS = (
    "unit",
    "units",
    "unit of measure",
    "unit of measurement",
    "單位",
    "单位",
    "計量單位",
    "计量单位",
    "단위",
)
_SIGNED = re.compile(r"[(\-−]?\s?((?:US|NT|HK)?\$|[€£¥₩])\s?[(\-−]?[\d.,]*\s?\)?")
_DASHES = frozenset("-–—－―＊*")
_OF_YEARS = frozenset(("年", "年度", "年別", "年份", "年次", "民國", "民國年", "year", "fiscal year", "연도", "년도"))
_A_YEAR = re.compile(r"(?:1\d\d|(?:19|20)\d\d)[年년]?")
_FIGURES_IN_A_ROW = 4  # with fewer the first may be a class: 30人 | 250元
_RANK = re.compile(r"[=＝#T]?\s?\d{1,4}\.?|第\s?\d{1,4}\s?名?")
ReadCell = Callable[[LexborNode, Frame], list[Chunk]]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its element, its number among its namesakes, whether it stands in the head; its cells, which head."""

    node: LexborNode
    place: int
    in_head: bool
    cells: list[tuple[LexborNode, bool]]


@dataclass(slots=True)
class _Cell:
    texts: list[Chunk]
    text: str
    header: bool  # a th, or in a thead
    row: int
    column: int
    width: int
    height: int
    old: list[Chunk] = field(default_factory=list)


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
    head = _header_rows(grid, cells)
    scale, said = outer_scale(caption, before, headers)
    chunks: list[Chunk] = []
    if caption:
        chunks.append(Chunk("caption", caption, headers, frame=frame, split=True))
        headers = (*headers, caption)
    if said:
        headers = (*headers, said)
    groups: tuple[str, ...] = ()
    columns = _column_headers(grid, head)
    last = grid[-1:] if scale is None and len(grid) > 2 and len(_distinct(grid[-1])) == 1 else []
    for row in (*grid[: min(head, default=0)], *last):  # titles over all columns, and a unit told under them
        title = " ".join(cell.text for cell in _distinct(row)[:1] if cell.text)
        if title and title not in headers:
            headers, scale = (*headers, title), scale_of(title) or scale
    sign = _currency_sign(cells) if scale is not None else ""
    headers = (*headers, sign) if sign else headers
    told = any(_names_units([cell]) for cell in cells)
    counts = scales_counts(headers) if scale is not None else ""
    alone = bool(head) and len(head) + 1 == len(grid) and len(grid[-1]) >= _FIGURES_IN_A_ROW
    for number, row in enumerate(grid):
        distinct = _distinct(row)
        if number not in head and len(distinct) == 1 and distinct[0].width > 1 and distinct[0].width >= len(row):
            # A row of one cell over all columns names the group of rows below it; one with a picture only shows it.
            if distinct[0].texts and all(chunk.kind == "alt" for chunk in distinct[0].texts):
                chunks.extend(distinct[0].texts)
                continue
            groups = (distinct[0].text,) if distinct[0].text else ()
            chunks.extend(_heading(distinct[0], headers))
            continue
        units = [cell for cell in distinct if _names_units(columns[number].get(cell.column, []))] if told else []
        for cell in distinct:
            if cell.row != number:
                continue
            if cell.header or number in head:
                chunks.extend(_heading(cell, headers))
            else:
                chunks.extend(_cell(cell, row, columns, groups, headers, scale, units, counts, alone))
    return chunks


def _currency_sign(cells: list[_Cell]) -> str:
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


def _grid(rows: list[TableRow], frame: Frame, read_cell: ReadCell) -> tuple[list[list[_Cell | None]], list[_Cell]]:
    grid: list[list[_Cell | None]] = [[] for _ in rows]
    cells: list[_Cell] = []
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
            cell = _Cell(current, text, row.in_head or heads, number, place, width, height)
            cell.old = [chunk for chunk in texts if chunk.old]
            cells.append(cell)
            for line in grid[number : number + height]:
                line.extend([None] * (place + width - len(line)))
                for column in range(place, place + width):
                    if line[column] is None:
                        line[column] = cell
            place += width
    return grid, cells


def _distinct(row: list[_Cell | None]) -> list[_Cell]:
    found: list[_Cell] = []
    for cell in row:
        if cell is not None and (not found or found[-1] is not cell):
            found.append(cell)
    return found


def _join_repeated(grid: list[list[_Cell | None]]) -> None:
    """Takes a first column that repeats a group's name row by row as one cell over all of them: 工業 男, 工業 女."""
    run: list[_Cell] = []
    for row in (*grid, []):
        cell = row[0] if len(row) > 2 else None
        second = row[1] if cell is not None else None
        fits = cell is not None and second is not None and cell.height == 1 and not cell.header and cell.text
        named = fits and second is not None and _labels(second.text) and cell is not None and _labels(cell.text)
        if named and cell is not None and (not run or run[-1].text == cell.text):
            run.append(cell)
            continue
        for one in run if len(run) > 1 else ():
            one.height = len(run)
        run = [cell] if named and cell is not None else []


def _labels(text: str) -> bool:
    """Whether a cell's text may be a label: 女 is one, a dash is none."""
    return any(map(str.isalpha, text)) and not only_figure(text)


def _header_rows(grid: list[list[_Cell | None]], cells: list[_Cell]) -> set[int]:
    """Rows of column headings only. Without a th, the first row is one if figures stand below it but not in it."""
    head: set[int] = set()
    for number, row in enumerate(grid):
        filled = [cell for cell in _distinct(row) if cell.text]
        if filled and all(cell.header for cell in filled) and len(_distinct(row)) > 1:
            head.add(number)
    if not head and len(grid) > 1 and not any(cell.header for cell in cells):
        head = _plain_header_rows(grid, cells)
    under = max(head, default=-1) + 1
    if 0 < under < len(grid) - 1 and units_row(["" if c.row < under else c.text for c in _distinct(grid[under])]):
        head.add(under)  # "£m" under each year
    return head


def _plain_header_rows(grid: list[list[_Cell | None]], cells: list[_Cell]) -> set[int]:
    """The heading rows of a table without a th: its first row behind titles, and those that its cells reach down to."""
    start = next((number for number, row in enumerate(grid) if len(_distinct(row)) > 1), len(grid))
    if start > HEADING_ROWS or start == len(grid):
        return set()
    start = _wider_start(grid, start)
    spanned = [cell for cell in _distinct(grid[start]) if cell.text and cell.width > 1]
    if spanned and len(_distinct(grid[start])) == 2 and start + 2 < len(grid) and not only_figure(spanned[-1].text):
        # "Three Months Ended" over the dates of two columns, perhaps with the unit in the corner.
        under = _plain_header_rows(
            [[], *grid[start + 1 :]], [replace(c, row=c.row - start) for c in cells if c.row > start]
        )
        return {start, *(number + start for number in under)} if under else set()
    filled = [cell for cell in _distinct(grid[start]) if cell.text]
    reach = start + min(HEADING_ROWS, max(cell.height for cell in _distinct(grid[start])))
    head: set[int] = set()
    for number in range(start, min(reach, len(grid))):
        texts = [cell.text for cell in _distinct(grid[number]) if cell.text]
        if not all(_can_head(text) for text in texts) or any(text[-1] in ":：" for text in texts):
            break
        head.add(number)
    second = max(head, default=start) + 1
    if head and second < len(grid) - 1 and _divided(grid[second - 1], grid[second]):
        head.add(second)
    below = any(only_figure(cell.text) for cell in cells if cell.row > max(head, default=start) and cell.column > 0)
    return head if below and len(filled) > 1 else set()


def _can_head(text: str) -> bool:
    return not only_figure(text) or period_like(text)


def _divided(row: list[_Cell | None], under: list[_Cell | None]) -> bool:
    """Whether headings over several columns each are told apart by the row under them: the dates of two columns."""
    wide = [cell for cell in _distinct(row) if cell.text and cell.width > 1]
    texts = [cell.text for cell in _distinct(under) if cell.text]
    parted = all(len(_distinct(under[cell.column : cell.column + cell.width])) > 1 for cell in wide)
    return bool(wide) and parted and len(texts) > 1 and all(map(_can_head, texts))


def _wider_start(grid: list[list[_Cell | None]], start: int) -> int:
    """Where the columns are headed: a form has rows of a name and a value above its first row of three cells."""
    if len(_distinct(grid[start])) > 2 or any(cell.width > 1 and cell.height == 1 for cell in _distinct(grid[start])):
        return start
    for number in range(start + 1, min(start + HEADING_ROWS, len(grid) - 1)):
        texts = [cell.text for cell in _distinct(grid[number])]
        if len(texts) > 2:
            named = all(text and not only_figure(text) for text in texts)
            below = _distinct(grid[number + 1])
            return number if named and len(below) == len(texts) and any(only_figure(c.text) for c in below) else start
    return start


def _column_headers(grid: list[list[_Cell | None]], head: set[int]) -> list[dict[int, list[_Cell]]]:
    """For each row, the column headings above it: the nearest group of heading rows."""
    result: list[dict[int, list[_Cell]]] = []
    current: dict[int, list[_Cell]] = {}
    last, stacked = -2, 0
    for number, row in enumerate(grid):
        if number in head:
            stacked = stacked + 1 if number == last + 1 and stacked < HEADING_ROWS else 1
            if stacked == 1:
                current = {}
            current = {place: list(found) for place, found in current.items()}
            for place, cell in enumerate(row):
                if cell is not None and cell.text and cell not in current.setdefault(place, []):
                    current[place].append(cell)
            last = number
        result.append(current)
    return result


def _row_headers(cell: _Cell, row: list[_Cell | None], alone: bool) -> list[_Cell]:
    """The th cells left of a cell; without any, the first cell of its row if that is a label.

    `alone`: the row is the only one under its headings.
    """
    left = [other for other in _distinct(row[: min(cell.column, LABEL_COLUMNS)]) if other.text]
    if len(left) > 1 and left[0].text in _DASHES and label_like(left[1].text):
        left = left[1:]  # — where the other rows have their number
    if any(other.header for other in left):
        return _nearest_headers(left)
    asked = [other for other in left if other.text[-1] in ":：" and not only_figure(other.text)]
    if asked and left[-1] is asked[-1]:
        return asked[-1:]  # a form: several names, each with its value on its right
    labels: list[_Cell] = []
    for other in left:
        if only_figure(other.text) and not only_year(other.text) and labels:
            break
        labels.append(other)
        if not only_figure(other.text) and other.height == 1:
            break  # a label over several rows names their group: the row's own follows
    grouped = [label for label in labels[:-1] if label.height > 1]
    own = labels[-1:] if grouped else labels[:1]
    if alone and own and _COUNTED.search(own[0].text) and only_figure(own[0].text) and not period_like(own[0].text):
        own = []  # figures, each under its own heading
    if not grouped and len(left) > 1 and _RANK.fullmatch(left[0].text) and label_like(left[1].text):
        own = left[:2]  # the first column numbers the rows, the second names them
    return [label for label in (*grouped, *own) if len(label.text) <= LONG_CELL]


# A figure that shows what it counts: 11,846人, 93.75%, and not 15–64, 112 or 10萬元 (a class of incomes).
_COUNTED = re.compile(r"\d(?:[\d,.]*\d)?\s?[萬万億亿만억]?\s?(?:[人名家件個个輛辆명건곳대]|[%％])$")


def _years_of_row(
    cell: _Cell, row: list[_Cell | None], above: dict[int, list[_Cell]], labels: list[_Cell]
) -> list[str]:
    """The row's year in a column of years behind its name: 南投縣 | 112 | 6,201."""
    return [
        other.text
        for other in _distinct(row[: min(cell.column, LABEL_COLUMNS)])
        if other not in labels
        and _A_YEAR.fullmatch(other.text)
        and any(heading.text.casefold().strip() in _OF_YEARS for heading in above.get(other.column, []))
    ]


def _nearest_headers(left: list[_Cell]) -> list[_Cell]:
    """The run of th cells nearest on the left, and taller ones before it; as HTML's algorithm for header cells says.

    In a row of "Charge | 0.45% | Yield | 3.12%" the charge is no heading of 3.12%.
    """
    found: list[_Cell] = []
    run = True
    for other in reversed(left):
        if other.header and (run or not found or other.height > found[-1].height):
            found.append(other)
            run = True
        elif found:
            run = False
    return found[::-1]


def _names_units(headings: list[_Cell]) -> bool:
    """Whether a column tells each row's unit."""
    return any(heading.text.casefold().strip(" :：.") in _UNIT_COLUMNS for heading in headings)


def _unique(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _cell(
    cell: _Cell,
    row: list[_Cell | None],
    columns: list[dict[int, list[_Cell]]],
    groups: tuple[str, ...],
    headers: tuple[str, ...],
    outer: Decimal | None,
    units: list[_Cell],
    counts: str,
    alone: bool,
) -> list[Chunk]:
    above = columns[cell.row]
    places = range(cell.column, cell.column + min(cell.width, 20))
    column = _unique([heading.text for place in places for heading in above.get(place, [])])
    labels = _row_headers(cell, row, alone)
    unit = [other.text for other in units if other is not cell]
    year = [] if cell.header else _years_of_row(cell, row, above, labels)
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


def _heading(cell: _Cell, headers: tuple[str, ...]) -> list[Chunk]:
    if not cell.text:
        return []
    return [Chunk("heading", cell.text, headers, frame=cell.texts[0].frame, raw=cell.texts[0].raw)]
