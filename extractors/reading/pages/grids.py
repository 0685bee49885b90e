"""Tables made of other elements than table: by ARIA's roles, or of boxes whose children repeat row after row."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from extractors.reading.pages.blocks import normalise
from extractors.reading.pages.chrome import Chrome
from extractors.reading.pages.glance import only_figure, period_like, words
from extractors.reading.pages.tables import TableRow

ROW_TAGS = words("div li section")
_TABLE_ROLES = words("table grid treegrid")
_CELL_ROLES = words("cell gridcell columnheader rowheader")
_HEADER_ROLES = words("columnheader rowheader")
_NOT_IN_CELLS = "h1, h2, h3, h4, h5, h6, table, ul, ol, dl, p + p, form, button, article"
_FEWEST, _MOST_COLUMNS = 2, 30
_MOST_ROWS = 5000
_LONGEST_CELL = 160
_EMPTY = words("- – — n/a N/A … .. : x －")


def role_table(node: LexborNode) -> bool:
    """Whether an element says that it is a table."""
    return node.attributes.get("role") in _TABLE_ROLES


def role_rows(node: LexborNode, chrome: Chrome) -> tuple[list[TableRow], str]:
    """The rows of such an element and what it is called: its text outside the rows, else its label."""
    rows: list[TableRow] = []
    for place, row in enumerate(node.css('[role="row"]'), 1):
        if not chrome.left_out(row, row.tag or "", row.attributes, True):
            roles = [(cell, cell.attributes.get("role")) for cell in row.iter()]
            cells = [(cell, role in _HEADER_ROLES) for cell, role in roles if role in _CELL_ROLES]
            rows.append(TableRow(row, place, False, cells))
    title = " ".join(text for child in node.iter() if not _holds_rows(child) and (text := normalise(child.text())))
    return rows, title or normalise(node.attributes.get("aria-label") or "")


def _holds_rows(node: LexborNode) -> bool:
    return node.attributes.get("role") in ("row", "rowgroup") or node.css_first('[role="row"]') is not None


class Grids:
    """Finds the rows that repeat on one page. Each run of like siblings is looked at once."""

    def __init__(self) -> None:
        self._seen: dict[int, list[LexborNode]] = {}

    def rows_at(self, node: LexborNode, tag: str) -> list[LexborNode]:
        """All rows of the grid in which an element is one, or none."""
        beside = [other for step in ("next", "prev") if (other := _beside(node, step, tag)) is not None]
        if not beside:
            return []
        width = _width(node)
        if width < _FEWEST or not any(_width(other) == width for other in beside):
            return []
        found = self._seen.get(node.mem_id)
        if found is None:
            run = _run(node, tag, width)
            found = run if _is_grid(run, width) else []
            for row in run:
                self._seen[row.mem_id] = found
        return found


def table_rows(rows: list[LexborNode], first: int, chrome: Chrome) -> list[TableRow]:
    """The rows as a table's, the first of them being that of headings; `first` is its number among its namesakes."""
    return [
        TableRow(row, place, place == first, [(cell, place == first) for cell in _elements(row)])
        for place, row in enumerate(rows, first)
        if not chrome.left_out(row, row.tag or "", row.attributes, True)
    ]


_LONGEST_TITLE = 40


def box_title(first: LexborNode) -> str:
    """The line over the rows that begins their box, where it is short and has no digits: 各學制在學學生人數（人）."""
    line = _element_before(first)
    if line is None or _element_before(line) is not None:
        return ""
    title = normalise(line.text())
    return title if len(title) <= _LONGEST_TITLE and not any(map(str.isdigit, title)) else ""


def _element_before(node: LexborNode) -> LexborNode | None:
    """The element right before another, with nothing but white space between them."""
    other = node.prev
    while other is not None and (other.tag or "-")[0] in "-!":
        if (other.text_content or "").strip():
            return None
        other = other.prev
    return other


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if (child.tag or "-")[0] not in "-!":
            yield child
        child = child.next


def _width(node: LexborNode) -> int:
    """How many elements an element consists of; 0 if it has text of its own or is no row."""
    count, child = 0, node.first_child
    while child is not None:
        tag = child.tag or "-"
        if tag == "-text":
            if (child.text_content or "").strip():
                return 0
        elif tag[0] not in "-!":
            count += 1
            if count > _MOST_COLUMNS or tag == "br":
                return 0
        child = child.next
    return count


def _beside(node: LexborNode, step: str, tag: str) -> LexborNode | None:
    """The next element on one side, if it is of the same name."""
    other: LexborNode | None = getattr(node, step)
    if other is not None and other.tag == "-text" and not (other.text_content or "").strip():
        other = getattr(other, step)
    return other if other is not None and other.tag == tag else None


def _run(node: LexborNode, tag: str, width: int) -> list[LexborNode]:
    """The siblings of one make around an element, in order."""
    found = [node]
    for step in ("prev", "next"):
        part: list[LexborNode] = []
        other = getattr(node, step)
        while other is not None and len(part) < _MOST_ROWS:
            if other.tag == tag and _width(other) == width:
                part.append(other)
            elif not ((other.tag or "-")[0] in "-!" and not (other.text_content or "").strip()):
                break
            other = getattr(other, step)
        found = [*reversed(part), *found] if step == "prev" else [*found, *part]
    return found


def _is_grid(rows: list[LexborNode], width: int) -> bool:
    """Whether the first row heads columns, and the others have a label and then mostly figures."""
    if len(rows) < 3 or any(row.css_first(_NOT_IN_CELLS) is not None for row in rows[:3]):
        return False
    head = _texts(rows[0])
    if not all(map(_heads, head[1:])) or (head[0] and not _heads(head[0])):
        return False
    if width == _FEWEST and (len(rows) < 4 or rows[0].attributes.get("class") == rows[1].attributes.get("class")):
        return False  # two by two they may as well be labels and values
    body = [_texts(row) for row in rows[1:]]
    if not all(_labels(texts[0]) and any(map(only_figure, texts[1:])) for texts in body[:20]):
        return False
    values = [text for texts in body for text in texts[1:]]
    return sum(only_figure(text) or not text or text in _EMPTY for text in values) * 2 > len(values)


def _texts(row: LexborNode) -> list[str]:
    return [normalise(cell.text()) for cell in _elements(row)]


def _heads(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_CELL and (not only_figure(text) or period_like(text)) and text[-1] not in ":：。"


def _labels(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_CELL and (not only_figure(text) or period_like(text))
