"""Typed readers of figures: `text` reads a text, `pages` a page, `finding` the figure somebody declared.

It could stand alone: it imports nothing of ours. `finding` knows the other two, which do not know each other.
"""

from extractors.reading.finding.in_picture import line_at, locate_in_picture, words_with
from extractors.reading.finding.locate import locate
from extractors.reading.finding.propose import Proposal, propose
from extractors.reading.finding.wanted import Ambiguous, Located, Missing, Wanted
from extractors.reading.pages.page import BadPage, Block, NotText, Page, PageError, TooBig
from extractors.reading.pages.picture import Line
from extractors.reading.text.figures import figures
from extractors.reading.text.mention import Language, Mention, known_language

__all__ = [
    "Ambiguous",
    "BadPage",
    "Block",
    "Language",
    "Line",
    "Located",
    "Mention",
    "Missing",
    "NotText",
    "Page",
    "PageError",
    "Proposal",
    "TooBig",
    "Wanted",
    "figures",
    "known_language",
    "line_at",
    "locate",
    "locate_in_picture",
    "propose",
    "words_with",
]
