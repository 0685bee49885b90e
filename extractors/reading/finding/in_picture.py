"""Finds a declared figure in the text of a picture: like any other, but stricter, since machines misread pictures."""

from collections.abc import Sequence
from dataclasses import replace

from extractors.reading.finding.locate import locate
from extractors.reading.finding.wanted import Ambiguous, Located, Missing, Wanted
from extractors.reading.pages.page import Page
from extractors.reading.pages.picture import Line, Sheet

SURE = 0.9
"""Least confidence in the value and in its label. Right readings of clean charts have 0.93 and more."""


def locate_in_picture(
    lines: Sequence[Line], wanted: Wanted, language: str | None = None
) -> Located | Missing | Ambiguous:
    """The one value that stands with the declared words; refused where the engine was not sure of it.

    The plausible range does not choose between two values here: which of two bars is meant is seen by their colour.
    """
    found = locate(Page.of_picture(lines, language=language), replace(wanted, between=None))
    if not isinstance(found, Located):
        return found
    line = line_at(lines, found)
    stand = Sheet(lines).stand(line)
    if not stand.sure:
        return Ambiguous(wanted.name, f"“{line.text}” stands between two rows of the picture", (found,))
    for one in (line, *stand.labels):
        if one.confidence < SURE:
            reason = f"“{one.text}” was read with a confidence of {one.confidence:.2f}, and {SURE} is asked for"
            return Ambiguous(wanted.name, reason, (found,))
    return found


def words_with(lines: Sequence[Line], value: Line) -> tuple[str, ...]:
    """The value and the words it stands with, as read."""
    stand = Sheet(lines).stand(value)
    return tuple(dict.fromkeys(line.text for line in (value, *stand.labels, *stand.headings[-1:])))


def line_at(lines: Sequence[Line], found: Located) -> Line:
    """The text of the picture that a figure was found in."""
    return next(line for line in lines if line.where == found.block.path)
