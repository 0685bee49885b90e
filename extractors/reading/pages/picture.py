"""The text of a picture as chunks: which label a value stands with, by where both lie.

A value takes the nearest text to its left in the same row (horizontal bars, table rows), else the text it is centred
over or under (vertical bars). What stands over that label is its heading. Bars and colours are not looked at: of two
values beside one label both keep it, and the locator refuses to choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk, normalise
from extractors.reading.pages.glance import only_figure, only_year
from extractors.reading.pages.table_scales import nearest, scale_of

Box = tuple[int, int, int, int]
_OWN_ROW = 0.6  # share of the smaller height that a value and its own label have in common
_STRADDLED = 0.1  # and one of two values that stand beside the upper and the lower half of one label
_CENTRED = 0.6  # distance of two centres, in heights of the value, up to which one stands over the other
_ALIGNED = 0.3  # the same for edges
_L_AS_I = re.compile(r"(?<=[A-Z])l(?![a-z])|\bl(?=[b-df-hj-np-tv-z])")
_I_IN_WORD = re.compile(r"(?<=[a-z])I(?![A-Z])")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of text with its box (left, top, right, bottom) and how sure the engine is (0 to 1)."""

    text: str
    box: Box
    confidence: float = 1.0

    @property
    def height(self) -> int:
        return max(1, self.box[3] - self.box[1])

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def is_value(self) -> bool:
        """A figure and nothing else; a year is a label of an axis."""
        return only_figure(self.text) and not only_year(self.text)

    @property
    def is_label(self) -> bool:
        return not self.is_value and (bool(_LETTER.search(self.text)) or only_year(self.text))

    @property
    def where(self) -> str:
        return "box " + ",".join(map(str, self.box))


@dataclass(frozen=True, slots=True)
class Stand:
    """The labels a value stands with; `sure` is false where it lies between two rows."""

    row: Line | None
    column: Line | None
    headings: tuple[Line, ...]
    sure: bool

    @property
    def labels(self) -> tuple[Line, ...]:
        return tuple(one for one in (self.row, self.column) if one is not None)


class Sheet:
    """All texts of a picture."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = sorted(lines, key=lambda line: (line.box[1], line.box[0]))
        self.values = [line for line in self.lines if line.is_value]
        labels = [line for line in self.lines if line.is_label]
        top = labels[0] if labels else None
        others = (*labels[1:], *self.values)
        alone = top is not None and not any(_overlap(top, one) >= _STRADDLED for one in others)
        self.title = top if alone else None
        self.labels = [line for line in labels if line is not self.title]
        rows = (self._row(value)[0] for value in self.values)
        self._of_values = {id(label) for label in rows if label is not None}

    def chunks(self) -> list[Chunk]:
        """Every text; values with their row, column and headings."""
        found = []
        for line in self.lines:
            text = normalise(line.text)
            if not text:
                continue
            if not line.is_value:
                found.append(Chunk("sentence", text, where=line.where))
                continue
            stand = self.stand(line)
            headers = tuple(one for heading in stand.headings for one in _spellings(heading))
            row, column = (_spellings(one) if one else () for one in (stand.row, stand.column))
            told = (scale for heading in headers if (scale := scale_of(heading)) is not None)
            scale = nearest(row, column, next(told, None))
            found.append(Chunk("cell", text, headers, row=row, column=column, where=line.where, scale=scale))
        return found

    def stand(self, value: Line) -> Stand:
        """What a value stands with."""
        row, sure = self._row(value)
        column = self._column(value, alone=row is None)
        return Stand(row, column, self._headings(row or column or value), sure)

    def _row(self, value: Line) -> tuple[Line | None, bool]:
        """The nearest label beside it, on the left if there is one, and whether it is its very own row."""
        for least in (_OWN_ROW, _STRADDLED):
            beside = [label for label in self.labels if _overlap(value, label) >= least]
            left = max((one for one in beside if one.box[2] <= value.middle), key=lambda one: one.box[2], default=None)
            right = min((one for one in beside if one.box[0] >= value.middle), key=lambda one: one.box[0], default=None)
            label = left or right
            if label is not None:
                return (None, True) if self._parted(value, label) else (label, least == _OWN_ROW)
        return None, True

    def _parted(self, value: Line, label: Line) -> bool:
        """Another value of the same row stands between: the label is that one's."""
        low, high = sorted((value.middle, label.middle))
        return any(
            one is not value and _overlap(value, one) >= _OWN_ROW and low < one.middle < high for one in self.values
        )

    def _column(self, value: Line, *, alone: bool) -> Line | None:
        """The label it is centred on; edges count where a column of values shares them.

        In a chart of horizontal bars the ends of bars stand under other words by chance: where the row has a label
        (`alone` is false) only a real column counts, one that another value stands in too.
        """
        found = [one for one in self.labels if not _overlap(value, one) and self._heads(value, one, alone)]
        below = min((one for one in found if one.box[1] >= value.box[3]), key=lambda one: one.box[1], default=None)
        above = max((one for one in found if one.box[3] <= value.box[1]), key=lambda one: one.box[3], default=None)
        return (below or above) if alone else (above or below)

    def _heads(self, value: Line, label: Line, alone: bool) -> bool:
        for edge, most in (("middle", _CENTRED), ("left", _ALIGNED), ("right", _ALIGNED)):
            if _apart(value, label, edge) > most * value.height:
                continue
            if edge == "middle" and alone:
                return True
            if any(one is not value and _apart(one, label, edge) <= most * one.height for one in self.values):
                return True
        return False

    def _headings(self, line: Line) -> tuple[Line, ...]:
        """The picture's title, and the nearest text over the label that is no value's label itself."""
        free = [
            one
            for one in self.labels
            if one.box[3] <= line.box[1] + 0.4 * line.height
            and _shared(one.box[0], one.box[2], line.box[0], line.box[2]) > 0
            and id(one) not in self._of_values
        ]
        nearest = max(free, key=lambda one: one.box[3], default=None)
        return tuple(one for one in (self.title, nearest) if one is not None and one is not line)


def _spellings(line: Line) -> tuple[str, ...]:
    """As read, and what it must be where a machine took I for l or l for I: OpenAl, IsraeI, lndia."""
    text = normalise(line.text)
    return tuple(dict.fromkeys((text, _I_IN_WORD.sub("l", _L_AS_I.sub("I", text)))))


def _shared(low: int, high: int, other_low: int, other_high: int) -> int:
    return max(0, min(high, other_high) - max(low, other_low))


def _overlap(one: Line, other: Line) -> float:
    """Share of the smaller height that two texts have in common."""
    return _shared(one.box[1], one.box[3], other.box[1], other.box[3]) / min(one.height, other.height)


def _apart(one: Line, other: Line, edge: str) -> float:
    if edge == "middle":
        return abs(one.middle - other.middle)
    side = 0 if edge == "left" else 2
    return abs(one.box[side] - other.box[side])
