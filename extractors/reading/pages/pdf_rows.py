"""Lines of a PDF page to table rows and paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk
from extractors.reading.pages.glance import cut_figure, only_figure, only_year
from extractors.reading.pages.glance import words as word_set
from extractors.reading.pages.table_scales import nearest, scale_of

# Many PDFs set Chinese with gaps that read as spaces; Korean needs its own.
_GAP = re.compile(r"(?<=[⺀-꓿！-｠]) (?=[⺀-꓿！-｠])")
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{1,16})[)）\]]")
_NOTHING = word_set("- – — n/a N/A n.a. … * －")
_REPUBLIC_YEAR = re.compile(r"(?:民國)?1[01]\d年度?")
_STOPS = frozenset(".!?。！？；:：")
_CAPTION = re.compile(r"(?:附?[表圖图]|Table|Figure|Fig\.|표|그림)\s?[\d一二三四五六七八九十]+(?:[-–.]\d+)*[\s：:.、]")
HEADER_LINES = 6  # lines above a table's first row that may hold its column headings


@dataclass(slots=True)
class Piece:
    """A run of text with its box, in points from the lower left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    low: float
    high: float
    """The line's foot and head by the font's own measures; the box is that of glyphs, which another font may draw."""

    @property
    def size(self) -> float:
        return max(self.high - self.low, 1.0)


@dataclass(slots=True)
class Line:
    """Pieces that stand beside each other."""

    pieces: list[Piece]

    @property
    def text(self) -> str:
        """The line as read."""
        return " ".join(piece.text for piece in self.pieces)

    def add(self, piece: Piece, gap: float, spaced: bool) -> None:
        """Adds what stands to the right: to the last piece if it touches it (another font), else as one of its own."""
        last = self.pieces[-1]
        height = max(1.0, last.top - last.bottom)
        if gap > 0.8 * height:
            self.pieces.append(piece)
            return
        joint = " " if spaced or gap > 0.2 * height else ""
        bottom, top = min(last.bottom, piece.bottom), max(last.top, piece.top)
        low, high = min(last.low, piece.low), max(last.high, piece.high)
        self.pieces[-1] = Piece(last.text + joint + piece.text, last.left, piece.right, bottom, top, low, high)

    def words(self) -> list[Piece]:
        """The words, each with its share of its piece's box."""
        found: list[Piece] = []
        for piece in self.pieces:
            width = (piece.right - piece.left) / max(1, len(piece.text))
            at = 0
            for word in piece.text.split():
                at = piece.text.index(word, at)
                left = piece.left + at * width
                at += len(word)
                found.append(Piece(word, left, piece.left + at * width, piece.bottom, piece.top, piece.low, piece.high))
        return found


@dataclass(slots=True)
class _Row:
    label: str
    figures: list[Piece]


def _row(line: Line) -> _Row | None:
    """A line that ends in two or more figures (or one that stands apart from its label) is a table row."""
    words = line.words()
    first = len(words)
    while first > 0 and (only_figure(words[first - 1].text) or words[first - 1].text in _NOTHING):
        first -= 1
    figures = words[first:]
    values = [word for word in figures if word.text not in _NOTHING]
    if not values or all(only_year(word.text) or _REPUBLIC_YEAR.fullmatch(word.text) for word in values):
        return None
    label = " ".join(word.text for word in words[:first])
    if len(values) == 1:
        apart = len(line.pieces) > 1 and line.pieces[-1].left - line.pieces[-2].right > 8 and len(label) < 80
        return _Row(label, figures) if apart and only_figure(line.pieces[-1].text) else None
    # A sentence can end in two figures ("grew from 3 to 5"): it has a full stop or many words before them.
    if label.endswith(("to", "and", "of", "from", "in", ",", "、", "，", "至", "與", "和")):
        return None
    return _Row(label, figures)


def rows_and_prose(lines: list[Line], where: str, usual: float) -> Iterator[Chunk]:
    """The chunks of one page, in order."""
    prose: list[Line] = []
    heading: tuple[str, ...] = ()
    above: list[Line] = []  # the column headings of the present table
    in_table = False
    for line in lines:
        row = _row(line)
        if row is None:
            if _is_heading(line, usual):
                yield from _paragraphs(prose, where, heading)
                prose, in_table = [], False
                heading = (line.text,)
                yield Chunk("heading", line.text, where=where)
            else:
                prose.append(line)
                in_table = in_table and len(prose) <= HEADER_LINES
            continue
        if not in_table:
            above = prose[-HEADER_LINES:]
        if in_table or not row.label:
            # A label of several lines stands before its figures, left of them. Over the first row it could as well
            # be the heading of the labels.
            cut = len(prose)
            while cut > 0 and prose[cut - 1].pieces[-1].right < row.figures[0].left:
                cut -= 1
            row.label = " ".join(part for part in (_join(prose[cut:]), row.label) if part)
            prose = prose[:cut]
        row.label = _GAP.sub("", row.label)
        yield from _paragraphs(prose, where, heading)
        prose, in_table = [], True
        yield from _cells(row, above, where, heading)
    yield from _paragraphs(prose, where, heading)


def _is_heading(line: Line, usual: float) -> bool:
    size = max(piece.size for piece in line.pieces)
    return size > 1.3 * usual and len(line.text) < 90 and len(line.pieces) == 1 and line.text[-1] not in "。.,，"


def _cells(row: _Row, above: list[Line], where: str, heading: tuple[str, ...]) -> Iterator[Chunk]:
    columns = [_column(row, place, above) for place in range(len(row.figures))]
    label = (row.label,) if row.label else ()
    said = next((line.text for line in reversed(above) if _tells_scale(line)), "")
    scale = scale_of(said) if said else None
    if said and len(said) < 120:  # it names the currency as well
        heading = (*heading, said)
    if corner := _corner(row, above):
        heading = (*heading, corner)
    if not all(columns):  # headings that fit some figures only would name the others wrongly
        text = " ".join([*label, *(figure.text for figure in row.figures)])
        yield Chunk("record", text, heading, label, where=where)
        return
    for figure, column in zip(row.figures, columns, strict=True):
        if figure.text not in _NOTHING:
            chunk = Chunk("cell", figure.text, (*heading, *label, *column), label, column, where=where)
            chunk.scale = nearest(label, column, scale)
            yield chunk


def _corner(row: _Row, above: list[Line]) -> str:
    """What stands over the labels, left of the columns' headings: 種植面積（公頃） 111年 112年."""
    for line in reversed(above):
        pieces = line.pieces if len(line.pieces) > 1 else line.words()
        if len(pieces) == len(row.figures) + 1 > 2 and _may_head(line):
            text = _GAP.sub("", pieces[0].text)
            return "" if only_figure(text) else text
    return ""


def _tells_scale(line: Line) -> bool:
    """Whether a line tells one scale for what is under it: not where each heading in it has brackets of its own."""
    return scale_of(line.text) is not None and len(set(_BRACKETS.findall(line.text))) < 2


def _column(row: _Row, place: int, above: list[Line]) -> tuple[str, ...]:
    """The heading over a figure: by count where one run holds all headings, else by where it stands."""
    return (
        _counted(row, place, [line.words() for line in above if len(line.pieces) == 1 and _may_head(line)])
        or _over(row, place, above)
        or _counted(row, place, [line.pieces for line in above if len(line.pieces) > 1 and _may_head(line)])
    )


def _may_head(line: Line) -> bool:
    return line.text[-1] not in _STOPS and _CAPTION.match(line.text) is None


def _counted(row: _Row, place: int, lines: list[list[Piece]]) -> tuple[str, ...]:
    """The heading of the same number, where a line has as many as the row has figures (or one for the labels more)."""
    for words in reversed(lines):
        extra = len(words) - len(row.figures)
        if extra in (0, 1) and len(row.figures) > 1:
            return (_GAP.sub("", words[place + extra].text),)
    return ()


def _over(row: _Row, place: int, above: list[Line]) -> tuple[str, ...]:
    """What stands over the figure, nearer to it than to its neighbours."""
    figures = row.figures
    middle = (figures[place].left + figures[place].right) / 2
    others = [abs((other.left + other.right) / 2 - middle) / 2 for other in figures if other is not figures[place]]
    half = min(others or [60.0])
    found = [
        piece.text
        for line in above
        if _may_head(line)
        for piece in line.pieces
        if abs((piece.left + piece.right) / 2 - middle) < half and piece.right - piece.left < 4 * half
    ]
    return (_GAP.sub("", " ".join(found)),) if found else ()


def _join(lines: list[Line]) -> str:
    """Lines put together as the prose they are: hyphens at line ends go, Chinese lines join without a space."""
    text = ""
    for line in lines:
        part = line.text
        if not text:
            text = part
        elif text[-1] == "-" and part[:1].islower() and text[-2:-1].isalpha():
            text = text[:-1] + part
        elif ((text[-1] in ".,") and cut_figure(text[-24:], part)) or (
            text[-1] > "⺀" and part[:1] > "⺀" and not "가" <= part[:1] <= "힣"
        ):
            text += part
        else:
            text += " " + part
    return _GAP.sub("", text)


def _paragraphs(lines: list[Line], where: str, heading: tuple[str, ...]) -> Iterator[Chunk]:
    start = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or _breaks(lines[place - 1], lines[place]):
            text = _join(lines[start:place])
            if text:
                yield Chunk("sentence", text, heading, where=where, split=True)
            start = place


def _breaks(line: Line, following: Line) -> bool:
    """A new paragraph: a wide gap, or a new column or page part after a finished sentence."""
    one, two = line.pieces[0], following.pieces[0]
    gap = one.low - two.high
    if line.text[-1] in _STOPS:
        return gap > 0.7 * one.size or gap < -one.size or two.left > one.left + one.size
    return gap > 2.1 * one.size
