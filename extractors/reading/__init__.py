"""Typed readers of figures in text and in pages. Imports nothing of ours outside this package."""

from extractors.reading.figures import figures
from extractors.reading.locate import locate
from extractors.reading.mention import Language, Mention
from extractors.reading.page import BadPage, Block, NotText, Page, PageError, TooBig
from extractors.reading.propose import Proposal, propose
from extractors.reading.wanted import Ambiguous, Located, Missing, Wanted

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
