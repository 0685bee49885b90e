"""Typed readers of figures: `text` reads a text, `pages` a page, `finding` the figure somebody declared.

It could stand alone: it imports nothing of ours. `finding` knows the other two, which do not know each other.
"""

from extractors.reading.finding.locate import locate
from extractors.reading.finding.propose import Proposal, propose
from extractors.reading.finding.wanted import Ambiguous, Located, Missing, Wanted
from extractors.reading.pages.page import BadPage, Block, NotText, Page, PageError, TooBig
from extractors.reading.text.figures import figures
from extractors.reading.text.mention import Language, Mention

__all__ = [
    "Ambiguous",
    "BadPage",
    "Block",
    "Language",
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
    "locate",
    "propose",
]
