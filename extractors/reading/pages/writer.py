"""What a walk over a page writes down: runs of text become chunks, with the headings and terms they stand under."""

from selectolax.lexbor import LexborNode

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk, Frame, Kind, normalise
from extractors.reading.pages.chrome import Attributes
from extractors.reading.pages.elsewhere import heads_others, names_neighbour
from extractors.reading.pages.errors import TooBig
from extractors.reading.pages.glance import (
    a_digit,
    beside,
    label_like,
    only_date,
    only_figure,
    placeholder,
    with_units,
    words,
)
from extractors.reading.pages.notes import raised, unmarked, with_cents
from extractors.reading.pages.runs import BREAK, SEAM, address, between_numbers, lines, tiny
from extractors.reading.pages.sentences import sentences
from extractors.reading.pages.table_scales import nearest
from extractors.reading.pages.tables import MOST_BLOCKS

INLINE = words(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark math mfrac mi mn mo mrow "
    "msub msup mtext nobr picture q rb ruby s samp small source span strike strong sub sup time tt u var wbr o:p"
)
_LONGEST_MARK = 12
_OF_ANOTHER = "\0"  # stands for a dt such as 이전글: what it heads is another page's
_CAN_BE_MARK = re.compile(r"\d[⁰¹²³⁴-⁹*†‡\[]")
BODY_TAGS = ("body", "main", "article")


class Writer:
    """Collects the text of one element; leaves chunks and pictures behind."""

    def __init__(self, headers: tuple[str, ...], frame: Frame) -> None:
        self.chunks: list[Chunk] = []
        self.pictures: list[Chunk] = []
        self._base = headers
        self._headers = headers
        self._headings: list[tuple[int, str]] = []
        self._frame = frame
        self._pieces: list[str] = []
        self._marks: list[int] = []  # 1 struck through, 2 inserted, 0 neither
        self._mark = 0
        self._any_old = False
        self._kind: Kind = "sentence"
        self._level = 0  # inside a heading: its level
        self._terms: list[str] = []  # the dt before the present dd
        self._in_term = False
        self._after_inline = False
        self._direct = False  # the present run has text outside inline elements
        self._heading: LexborNode | None = None  # the heading that is being read
        self._others: tuple[int, Frame] | None = (
            None  # other pages' stories follow: the level of their heading, their box
        )

    def _footnote(self, tag: str, start: int) -> None:
        """A raised number is a footnote mark or a power, never more digits of the figure before it."""
        text = "".join(self._pieces[start:])
        if len(text) > _LONGEST_MARK:
            return
        told = raised(tag, text, "".join(self._pieces[max(0, start - 3) : start]).replace(SEAM, ""))
        if told != text:
            self._pieces[start:] = [told]
            self._marks[start:] = [self._mark]

    def flush(self) -> None:
        """Ends the present run of text and makes chunks of it."""
        pieces, marks, any_old = self._pieces, self._marks, self._any_old
        self._after_inline = False
        direct, self._direct = self._direct, False
        if not pieces:
            return
        self._pieces, self._marks, self._any_old = [], [], self._mark == 1
        raw = tuple(pieces)
        if not any_old:
            if direct or SEAM not in pieces or not self._seam_tile(pieces):
                self._emit(pieces, raw, False)
            return
        current = [piece for piece, mark in zip(pieces, marks, strict=True) if mark != 1]
        struck_out = [piece for piece, mark in zip(pieces, marks, strict=True) if mark == 1]
        self._emit(current, raw, False)
        if any(piece.strip() for piece in struck_out):
            now = set(sentences(normalise("".join(current))))
            before = [piece for piece, mark in zip(pieces, marks, strict=True) if mark != 2]
            was = [text for text in sentences(normalise("".join(before))) if text not in now]
            self._emit([" ".join(was)] if was else before, raw, True)

    def _emit(self, pieces: list[str], raw: tuple[str, ...], old: bool) -> None:
        joined = "".join(pieces if len(pieces) == 1 else between_numbers(pieces))
        if joined.isspace():
            return
        joined = joined.replace(SEAM, "")
        if _CAN_BE_MARK.search(joined):
            joined = unmarked(with_cents(joined))
        for line in lines(joined) if BREAK in joined else (joined,):
            text = normalise(line)
            if text:
                self._add(text, raw, old)

    def _add(self, text: str, raw: tuple[str, ...], old: bool) -> None:
        if len(self.chunks) >= MOST_BLOCKS:
            raise TooBig(f"more than {MOST_BLOCKS} pieces of text on one page")
        if self._others is not None:
            if not self._level or old or self._level > self._others[0]:
                return
            self._others = None
        if names_neighbour(text):
            if self._kind == "definition" and self._in_term:
                self._terms = [_OF_ANOTHER]
            return
        if self._level and not old:
            while self._headings and self._headings[-1][0] >= self._level:
                self._headings.pop()
            self._headers = self._base + tuple(text for _, text in self._headings)
            self.chunks.append(Chunk("heading", text, self._headers, frame=self._frame, raw=raw))
            self._headings.append((self._level, text))
            self._headers = (*self._headers, text)
            if heads_others(text):
                self._others = (self._level, _box_of(self._heading, self._frame))
            return
        row: tuple[str, ...] = ()
        if self._kind == "definition":
            if self._in_term:
                self._terms = [*[term for term in self._terms[-7:] if term != _OF_ANOTHER], text]
            elif self._terms[-1:] == [_OF_ANOTHER]:
                return
            else:
                row = tuple(self._terms)
        kind: Kind = "heading" if self._level else self._kind
        self.chunks.append(Chunk(kind, text, self._headers + row, row, frame=self._frame, old=old, raw=raw, split=True))

    def _seam_tile(self, pieces: list[str]) -> bool:
        """`<div><span>356bn</span><span>market volume</span></div>`: shown as two lines, a number and its label."""
        said = [normalise(piece) for piece in "".join(pieces).split(SEAM)]
        parts = with_units([part for part in said if not beside(part)])
        figures = [part for part in parts if only_figure(part) or only_date(part)]
        if not figures and len(parts) < len(said):  # <span>검토 중</span><span>2024년 33.3%</span>: it is not told now
            figures = [part for part in parts if placeholder(part)]
        if not figures:  # <span>무역수지</span><span>△12.3억</span>: a sign is all that it has in common with a change
            parts = with_units(said)
            figures = [part for part in parts if only_figure(part)]
        labels = [part for part in parts if label_like(part) and not only_date(part) and part not in figures]
        if not (len(figures) == 1 and labels and len(figures) + len(labels) == len(parts) <= 4):
            return False
        row = tuple(labels)
        if self._others is None:
            self.chunks.append(
                Chunk(
                    "tile", figures[0], self._headers + row, row, frame=self._frame, raw=tuple(pieces),
                    scale=nearest(row, (), None),
                )
            )  # fmt: skip
            for second in labels[1:]:  # <small>本月新增 321人</small>: a figure of its own under the tile's label
                if a_digit(second) and not a_digit(row[0]):
                    headers = (*self._headers, row[0])
                    self.chunks.append(Chunk("sentence", second, headers, frame=self._frame, raw=tuple(pieces)))
        return True

    def _picture(self, attributes: Attributes, shown: bool = True) -> None:
        source = address(attributes)
        if self._others is not None or not source or any(tiny(attributes.get(side)) for side in ("width", "height")):
            return
        text = normalise(attributes.get("alt") or "")
        picture = Chunk("alt", text, self._headers, frame=self._frame, picture=source)
        self.pictures.append(picture)
        if text and shown:
            self.chunks.append(picture)

    def _caption(self, first: int, first_chunk: int) -> None:
        """Gives a figure's caption to its pictures, and the first picture's address to the caption."""
        last = self.chunks[max(first_chunk, len(self.chunks) - 4) :]
        caption = next((chunk for chunk in reversed(last) if chunk.kind == "caption"), None)
        if caption is None:
            return
        if caption.picture is None:
            caption.picture = self.pictures[first].picture
        for picture in self.pictures[first:]:
            picture.column = (caption.text,)


def _box_of(heading: LexborNode | None, frame: Frame) -> Frame:
    """The frame of the box that a heading stands over: of the nearest element that holds more than the heading."""
    box = frame.parent or frame
    node = heading
    while node is not None and box.parent is not None and box.tag not in BODY_TAGS and _alone(node):
        node = node.parent
        if node is not None and node.tag not in INLINE:
            box = box.parent
    return box


def _alone(node: LexborNode) -> bool:
    for step in ("prev", "next"):
        other = getattr(node, step)
        while other is not None:
            if other.tag[0] not in "-!" or (other.tag == "-text" and (other.text_content or "").strip()):
                return False
            other = getattr(other, step)
    return True
