"""What reading a page can fail with.

PageError
├── NotText   the bytes hold no text: a picture, an archive, a PDF made of pictures only
├── BadPage   the bytes can't be parsed as what they claim to be
└── TooBig    more bytes, levels or blocks than a page of this kind may have
"""


class PageError(Exception):
    """A page can't be read. The message says what was expected, what was found, and where."""


class NotText(PageError):
    """The bytes hold no text to read."""


class BadPage(PageError):
    """The bytes can't be parsed."""


class TooBig(PageError):
    """The page is larger or deeper than any page we mean to read."""
