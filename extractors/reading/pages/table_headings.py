"""Which rows and cells of a table are headings, and which of them stand over or before a cell."""

from dataclasses import dataclass, field, replace

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk
from extractors.reading.pages.glance import label_like, only_figure, only_year, period_like
from extractors.reading.pages.table_scales import units_row

LABEL_COLUMNS = 12  # how far right a row's label may stand; also keeps a row of 100,000 cells linear


HEADING_ROWS = 6  # heading rows that stack up over one column


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


LONG_CELL = 300  # characters: a longer cell is prose and is cut into sentences
_DASHES = frozenset("-–—－―＊*")


_OF_YEARS = frozenset(("年", "年度", "年別", "年份", "年次", "民國", "民國年", "year", "fiscal year", "연도", "년도"))


_A_YEAR = re.compile(r"(?:1\d\d|(?:19|20)\d\d)[年년]?")


_RANK = re.compile(r"[=＝#T]?\s?\d{1,4}\.?|第\s?\d{1,4}\s?名?")


@dataclass(slots=True)
class Cell:
    """One cell where it begins: its texts, its place and how many rows and columns it covers."""

    texts: list[Chunk]
    text: str
    header: bool  # a th, or in a thead
    row: int
    column: int
    width: int
    height: int
    old: list[Chunk] = field(default_factory=list)


def distinct(row: list[Cell | None]) -> list[Cell]:
    """The cells of a row, each once however many columns it covers."""
    found: list[Cell] = []
    for cell in row:
        if cell is not None and (not found or found[-1] is not cell):
            found.append(cell)
    return found


def may_label(text: str) -> bool:
    """Whether a cell's text may be a label: 女 is one, a dash is none."""
    return any(map(str.isalpha, text)) and not only_figure(text)


def header_rows(grid: list[list[Cell | None]], cells: list[Cell]) -> set[int]:
    """Rows of column headings only. Without a th, the first row is one if figures stand below it but not in it."""
    head: set[int] = set()
    for number, row in enumerate(grid):
        filled = [cell for cell in distinct(row) if cell.text]
        if filled and all(cell.header for cell in filled) and len(distinct(row)) > 1:
            head.add(number)
    if not head and len(grid) > 1 and not any(cell.header for cell in cells):
        head = _plain_header_rows(grid, cells)
    under = max(head, default=-1) + 1
    if 0 < under < len(grid) - 1 and units_row(["" if c.row < under else c.text for c in distinct(grid[under])]):
        head.add(under)  # "£m" under each year
    return head


def _plain_header_rows(grid: list[list[Cell | None]], cells: list[Cell]) -> set[int]:
    """The heading rows of a table without a th: its first row behind titles, and those that its cells reach down to."""
    start = next((number for number, row in enumerate(grid) if len(distinct(row)) > 1), len(grid))
    if start > HEADING_ROWS or start == len(grid):
        return set()
    start = _wider_start(grid, start)
    spanned = [cell for cell in distinct(grid[start]) if cell.text and cell.width > 1]
    if spanned and len(distinct(grid[start])) == 2 and start + 2 < len(grid) and not only_figure(spanned[-1].text):
        # "Three Months Ended" over the dates of two columns, perhaps with the unit in the corner.
        under = _plain_header_rows(
            [[], *grid[start + 1 :]], [replace(c, row=c.row - start) for c in cells if c.row > start]
        )
        return {start, *(number + start for number in under)} if under else set()
    filled = [cell for cell in distinct(grid[start]) if cell.text]
    reach = start + min(HEADING_ROWS, max(cell.height for cell in distinct(grid[start])))
    head: set[int] = set()
    for number in range(start, min(reach, len(grid))):
        texts = [cell.text for cell in distinct(grid[number]) if cell.text]
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


def _divided(row: list[Cell | None], under: list[Cell | None]) -> bool:
    """Whether headings over several columns each are told apart by the row under them: the dates of two columns."""
    wide = [cell for cell in distinct(row) if cell.text and cell.width > 1]
    texts = [cell.text for cell in distinct(under) if cell.text]
    parted = all(len(distinct(under[cell.column : cell.column + cell.width])) > 1 for cell in wide)
    return bool(wide) and parted and len(texts) > 1 and all(map(_can_head, texts))


def _wider_start(grid: list[list[Cell | None]], start: int) -> int:
    """Where the columns are headed: a form has rows of a name and a value above its first row of three cells."""
    if len(distinct(grid[start])) > 2 or any(cell.width > 1 and cell.height == 1 for cell in distinct(grid[start])):
        return start
    for number in range(start + 1, min(start + HEADING_ROWS, len(grid) - 1)):
        texts = [cell.text for cell in distinct(grid[number])]
        if len(texts) > 2:
            named = all(text and not only_figure(text) for text in texts)
            below = distinct(grid[number + 1])
            return number if named and len(below) == len(texts) and any(only_figure(c.text) for c in below) else start
    return start


def column_headers(grid: list[list[Cell | None]], head: set[int]) -> list[dict[int, list[Cell]]]:
    """For each row, the column headings above it: the nearest group of heading rows."""
    result: list[dict[int, list[Cell]]] = []
    current: dict[int, list[Cell]] = {}
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


def row_headers(cell: Cell, row: list[Cell | None], alone: bool) -> list[Cell]:
    """The th cells left of a cell; without any, the first cell of its row if that is a label.

    `alone`: the row is the only one under its headings.
    """
    left = [other for other in distinct(row[: min(cell.column, LABEL_COLUMNS)]) if other.text]
    if len(left) > 1 and left[0].text in _DASHES and label_like(left[1].text):
        left = left[1:]  # — where the other rows have their number
    if any(other.header for other in left):
        return _nearest_headers(left)
    asked = [other for other in left if other.text[-1] in ":：" and not only_figure(other.text)]
    if asked and left[-1] is asked[-1]:
        return asked[-1:]  # a form: several names, each with its value on its right
    labels: list[Cell] = []
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


def years_of_row(cell: Cell, row: list[Cell | None], above: dict[int, list[Cell]], labels: list[Cell]) -> list[str]:
    """The row's year in a column of years behind its name: 南投縣 | 112 | 6,201."""
    return [
        other.text
        for other in distinct(row[: min(cell.column, LABEL_COLUMNS)])
        if other not in labels
        and _A_YEAR.fullmatch(other.text)
        and any(heading.text.casefold().strip() in _OF_YEARS for heading in above.get(other.column, []))
    ]


def _nearest_headers(left: list[Cell]) -> list[Cell]:
    """The run of th cells nearest on the left, and taller ones before it; as HTML's algorithm for header cells says.

    In a row of "Charge | 0.45% | Yield | 3.12%" the charge is no heading of 3.12%.
    """
    found: list[Cell] = []
    run = True
    for other in reversed(left):
        if other.header and (run or not found or other.height > found[-1].height):
            found.append(other)
            run = True
        elif found:
            run = False
    return found[::-1]


def names_units(headings: list[Cell]) -> bool:
    """Whether a column tells each row's unit."""
    return any(heading.text.casefold().strip(" :：.") in _UNIT_COLUMNS for heading in headings)
