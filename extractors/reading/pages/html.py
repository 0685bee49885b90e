"""HTML to chunks, in reading order.

Parser: selectolax's lexbor. On 22 real pages of about 62 KB it parses and walks in 0.5 ms of CPU, lxml in 0.8, and
BeautifulSoup over lxml in 8; it is an HTML5 parser (lxml's repairs differ from what browsers show) and has no depth
limit. BeautifulSoup is used by tests only, as a second opinion (decision 0007): the walk below keeps the structure.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.reading.pages.blocks import Chunk, Frame, Kind, normalise
from extractors.reading.pages.chrome import BANNER_TAGS, SKIPPED, TELLING, Attributes, Chrome, drawn, struck
from extractors.reading.pages.elsewhere import advertises
from extractors.reading.pages.grids import ROW_TAGS, Grids, box_title, role_rows, role_table, table_rows
from extractors.reading.pages.guard import guard
from extractors.reading.pages.notes import may_raise
from extractors.reading.pages.runs import BREAK, SEAM, counted
from extractors.reading.pages.tables import LINES_BEFORE, chunks_of, read_table
from extractors.reading.pages.writer import INLINE, Writer

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS: dict[str, Kind] = {"li": "item", "dd": "definition", "dt": "definition", "figcaption": "caption"}


def parse(source: str, raw: bytes | None = None) -> tuple[LexborHTMLParser, int]:
    """The parsed page and how many tags it has; refuses markup made to blow a parser up.

    `raw` is the source as UTF-8, where it is at hand: the parser reads that a third faster.
    """
    tags = guard(source, raw)
    return LexborHTMLParser(source if raw is None else raw), tags


class Walk(Writer):
    """One pass over an element; leaves chunks and pictures behind."""

    def __init__(self, headers: tuple[str, ...] = (), frame: Frame | None = None, chrome: Chrome | None = None) -> None:
        super().__init__(headers, frame or Frame(None, "html/body", 0, 0))
        self._counts: list[dict[str, int]] = [{}]
        self._in_body = 0  # inside main or article
        self.chrome = chrome or Chrome()
        self.grids = Grids()
        self._read_rows: set[int] = set()  # of grids: all read with their first

    def resume(self, tag: str, kind: Kind, mark: int, in_body: int, headings: tuple[tuple[int, str], ...]) -> "Walk":
        """Sets the walk as if it had just entered an element in the midst of a page."""
        self._headings = list(headings)
        self._headers = self._base + tuple(text for _, text in headings)
        self._level = HEADINGS.get(tag, 0)
        self._kind = _KINDS.get(tag, kind)
        self._mark, self._any_old = mark, mark == 1
        self._in_body = in_body + (tag in ("main", "article"))
        return self

    def element(self, node: LexborNode, tag: str) -> "Walk":
        """Reads one element that the walk was resumed at."""
        self._heading = node
        if not self.whole(node, tag):
            self.run(node)
            if tag == "figure" and self.pictures:
                self._caption(0, 0)
        return self

    def run(self, root: LexborNode) -> "Walk":
        """Reads everything below root. No recursion: pages nest as deep as they like."""
        node = root.first_child
        stack: list[tuple[LexborNode, str, object]] = []
        while node is not None:
            tag = node.tag or "-"
            if tag == "-text":
                text = node.text_content
                # Most text nodes are the white space between two blocks.
                if text and (self._pieces or not text.isspace()):
                    if not (stack and stack[-1][1] in INLINE) and not text.isspace():
                        self._direct = True
                    self._pieces.append(text)
                    self._marks.append(self._mark)
                    self._after_inline = False
            elif tag[0] not in "-!":
                undo = self._enter(node, tag)
                if undo is not None:
                    child = node.first_child
                    if child is not None:
                        stack.append((node, tag, undo))
                        node = child
                        continue
                    self._leave(tag, undo)
            following = node.next
            while following is None and stack:
                node, tag, undo = stack.pop()
                self._leave(tag, undo)
                following = node.next
            node = following
        self.flush()
        return self

    def _enter(self, node: LexborNode, tag: str) -> object | None:
        """Opens an element: what to undo when it closes, or None to leave it and all in it out."""
        if (tag in SKIPPED and self.chrome.skips(node, tag)) or (tag == "button" and not self._level):
            if tag == "nav" or tag == "aside":
                self.flush()
            return None
        block = tag not in INLINE
        if block:
            counts = self._counts[-1]
            index = counts[tag] = counts.get(tag, 0) + 1
            if not self._pieces and self.passed(node, tag, index):
                return None
        attributes: Attributes = node.attributes
        told = attributes and not TELLING.isdisjoint(attributes)
        if (told or tag in BANNER_TAGS) and self.chrome.left_out(node, tag, attributes, self._in_body > 0):
            if attributes and drawn(attributes):
                for image in node.css("img"):
                    self._picture(image.attributes, shown=False)
            if self._pieces and block and not self.chrome.hidden(node, tag, attributes):
                self.flush()  # a box between two texts parts them, a hidden one does not
            return None
        if attributes and (count := counted(node, attributes)):
            if block:
                self.flush()
            self._pieces.append(count)
            self._marks.append(self._mark)
            if block:
                self.flush()
            return None
        if not block:
            return self._enter_inline(node, tag, attributes)
        if self._pieces:
            self.flush()
        self._after_inline = self._direct = False
        self._frame = Frame(self._frame, tag, index, self._frame.depth + 1)
        if self.whole(node, tag):
            self._frame = self._frame.parent or self._frame
            return None
        self._counts.append({})
        undo = (self._kind, self._level, len(self.pictures), len(self.chunks), self._mark)
        if attributes and struck(attributes):
            self._mark, self._any_old = 1, True
        if tag in HEADINGS:
            self._level, self._heading = HEADINGS[tag], node
        elif tag in _KINDS:
            self._kind = _KINDS[tag]
            if tag == "dt" and not self._in_term:
                self._terms = []
            self._in_term = tag == "dt"
        elif tag == "dl":
            self._terms, self._in_term = [], False
        elif tag == "main" or tag == "article":
            self._in_body += 1
        return undo

    def _enter_inline(self, node: LexborNode, tag: str, attributes: Attributes) -> object:
        if tag == "br":
            self._pieces.append(BREAK)
            self._marks.append(self._mark)
            return 0
        if tag == "img":
            self._picture(attributes)
            return 0
        if self._after_inline and self._pieces:
            self._pieces.append(SEAM)
            self._marks.append(self._mark)
        self._after_inline = False
        before = self._mark
        if tag in ("del", "s", "strike") or (attributes and struck(attributes)):
            self._mark, self._any_old = 1, True
        elif tag == "ins":
            self._mark = 2
        return (before, len(self._pieces), may_raise(tag, attributes))

    def _leave(self, tag: str, undo: object) -> None:
        if tag in INLINE:
            if isinstance(undo, tuple):
                self._mark, start, mark = undo
                if mark:
                    self._footnote(tag, start)
                elif start < len(self._pieces) and advertises(self._pieces[start]):
                    del self._pieces[start:], self._marks[start:]
                self._after_inline = True
            return
        if not isinstance(undo, tuple):
            return
        self.flush()
        self._kind, self._level, first_picture, first_chunk, self._mark = undo
        self._any_old = self._mark == 1
        self._counts.pop()
        if self._others is not None and self._others[1] is self._frame:
            self._others = None
        self._frame = self._frame.parent or self._frame
        if tag == "main" or tag == "article":
            self._in_body -= 1
        elif tag == "dl":
            self._terms, self._in_term = [], False
        elif tag == "figure" and len(self.pictures) > first_picture:
            self._caption(first_picture, first_chunk)

    def passed(self, node: LexborNode, tag: str, index: int) -> bool:
        """Whether a block element is passed over without another look; a walk of the whole page passes none."""
        return False

    def whole(self, node: LexborNode, tag: str) -> bool:
        """Whether an element was dealt with as a whole and is not to be walked."""
        if tag == "table":
            return self._table(node)
        return tag in ROW_TAGS and not self._level and self._others is None and self._grid(node, tag)

    def _grid(self, node: LexborNode, tag: str) -> bool:
        """Reads a table made of other elements, at its first row."""
        if node.mem_id in self._read_rows:
            return True
        frame, title = self._frame, ""
        if role_table(node):
            rows, title = role_rows(node, self.chrome)
        else:
            found = self.grids.rows_at(node, tag)
            if not found or found[0].mem_id != node.mem_id:
                return False
            rows, title = table_rows(found, frame.index, self.chrome), box_title(found[0])
            frame = frame.parent or frame
        chunks = chunks_of(rows, title, self._headers, frame, self._cell, self._before()) if rows else None
        if chunks is None:
            return False
        self.chunks.extend(chunks)
        self._read_rows.update(row.node.mem_id for row in rows)
        return True

    def _before(self) -> tuple[str, ...]:
        """The last lines, nearest first: one may give the scale of the table that follows."""
        return tuple(chunk.text for chunk in reversed(self.chunks[-LINES_BEFORE:]))

    def _table(self, node: LexborNode) -> bool:
        """Reads a table of data; a table that only lays the page out is walked like any other element."""
        if self._others is not None:
            return True
        chunks = read_table(node, self._headers, self._frame, self._cell, self._before())
        if chunks is None:
            return False
        self.chunks.extend(chunks)
        return True

    def _cell(self, node: LexborNode, frame: Frame) -> list[Chunk]:
        """The texts of one table cell, by the same rules as the page's."""
        for element in (node, node.parent):
            if element is not None and self.chrome.hidden(element, "td", element.attributes):
                return []
        only = node.first_child
        if only is None:
            return []
        if only.next is None and only.tag == "-text":  # most cells: no walk of their own
            raw = only.text_content or ""
            text = normalise(raw)
            return [Chunk("sentence", text, self._headers, frame=frame, raw=(raw,))] if text else []
        inner = Walk(self._headers, frame, self.chrome).run(node)
        self.pictures.extend(inner.pictures)
        return inner.chunks
