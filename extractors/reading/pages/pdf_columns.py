"""Two columns of prose that a PDF draws line by line across the page: put one after the other."""

from collections import Counter

from extractors.reading import regexes as re
from extractors.reading.pages.pdf_rows import Line, Piece

_FEWEST = 6  # lines across both columns, to be columns and no table
_NEAR = 3.0  # points within which lines of one column begin
_PROSE = re.compile(r"(?:[A-Za-z'’,.-]+ ){2,}[A-Za-z]|[㐀-鿿]{6}|[가-힣]+ [가-힣]+ [가-힣]")


def one_after_the_other(lines: list[Line]) -> list[Line]:
    """The lines of a page, those of two columns parted: the left column's first. Others stay as they are."""
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    found: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if _across(line, gutter) or (run and _in_one(line, gutter)):
            run.append(line)
        else:
            found += _parted(run, gutter)
            run = []
            found.append(line)
    return found + _parted(run, gutter)


def _gutter(lines: list[Line]) -> float | None:
    """Where the right column begins: at the same place in most lines that have two pieces of prose."""
    begins = Counter(
        round(line.pieces[1].left / _NEAR) for line in lines if len(line.pieces) == 2 and all(map(_prose, line.pieces))
    )
    most = begins.most_common(1)
    return most[0][0] * _NEAR if most and most[0][1] >= _FEWEST else None


def _prose(piece: Piece) -> bool:
    return _PROSE.search(piece.text) is not None


def _across(line: Line, gutter: float) -> bool:
    return len(line.pieces) == 2 and abs(line.pieces[1].left - gutter) <= _NEAR


def _in_one(line: Line, gutter: float) -> bool:
    """Whether a line stands in one of the columns only."""
    return line.pieces[-1].right < gutter or line.pieces[0].left >= gutter - _NEAR


def _parted(run: list[Line], gutter: float) -> list[Line]:
    if sum(_across(line, gutter) and all(map(_prose, line.pieces)) for line in run) < _FEWEST:
        return run
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in run:
        for right in (False, True):
            pieces = [piece for piece in line.pieces if (piece.left >= gutter - _NEAR) is right]
            if pieces:
                sides[right].append(Line(pieces))
    return [*sides[0], *sides[1]]
