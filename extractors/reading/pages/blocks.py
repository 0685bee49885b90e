"""A page's pieces: Block is what callers see, Chunk the private half-made form it is cut from.

A chunk is one run of text (a paragraph, a cell, a JSON string), normalised but not yet cut into sentences. The
locator searches chunks and cuts only those that hold its anchor words: that is what keeps one figure cheap.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from extractors.reading import regexes as re
from extractors.reading.pages.sentences import LONGEST, sentences

Kind = Literal[
    "sentence", "cell", "definition", "item", "tile", "caption", "alt", "heading", "jsonld", "json", "meta", "record"
]
ONE = Decimal(1)
# Soft hyphen, zero-width characters, direction marks, word joiner, byte order mark: shown to nobody.
_INVISIBLE = re.compile("[\0\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MISSES = 40  # sentences of one run that may not be found in it before the others get the run's own span
PATH_STEPS = 40  # longer paths are cut at the front: 100,000 nested elements would make paths of half a megabyte


def normalise(text: str) -> str:
    """NFC (never NFKC: full-width digits stay), nothing invisible, single spaces.

    >>> normalise("US$\\u00a0356.10\\u00adbn ")
    'US$ 356.10bn'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    elif "\0" in text:
        text = text.replace("\0", "")
    return " ".join(text.split())


class Block(NamedTuple):
    """One piece of a page that a figure can stand in, with what says what it is about."""

    kind: Kind
    text: str
    headers: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    path: str = ""
    span: tuple[int, int] | None = None
    scale: Decimal = ONE
    old: bool = False
    picture: str | None = None


@dataclass(slots=True)
class Frame:
    """Where an element stands: a link to its parent's frame, its name and its number among its namesakes."""

    parent: "Frame | None"
    tag: str
    index: int
    depth: int
    _path: str = field(default="", repr=False, compare=False)

    def path(self) -> str:
        """The path from the root, cut at the front when it is very deep."""
        if self.depth >= PATH_STEPS:
            return self._cut_path()
        if not self._path:  # kept, as all in one box have its path before their own
            step = self.tag if self.index < 1 else f"{self.tag}[{self.index}]"
            self._path = step if self.parent is None else f"{self.parent.path()}/{step}"
        return self._path

    def _cut_path(self) -> str:
        steps: list[str] = []
        frame: Frame | None = self
        while frame is not None and len(steps) < PATH_STEPS:
            steps.append(frame.tag if frame.index < 1 else f"{frame.tag}[{frame.index}]")
            frame = frame.parent
        return ("…/" if frame is not None else "") + "/".join(reversed(steps))


@dataclass(slots=True)
class Chunk:
    """A run of text with its surroundings, not yet cut into sentences."""

    kind: Kind
    text: str
    headers: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    frame: Frame | None = None
    where: str = ""
    scale: Decimal = ONE
    old: bool = False
    picture: str | None = None
    raw: tuple[str, ...] = ()  # the text nodes as they stand in the page, to find the span with
    split: bool = False  # several sentences may stand in it
    span: tuple[int, int] | None = None
    # Its sentences, and the text they were cut from.
    _cut: tuple[str, list[str]] | None = field(default=None, repr=False, compare=False)

    def sentences(self) -> list[str]:
        """Its text, cut into sentences where it is prose or too long; cut once, however often it is asked."""
        if not self.split and len(self.text) <= LONGEST:
            return [self.text]
        if self._cut is None or self._cut[0] is not self.text:
            self._cut = (self.text, sentences(self.text))
        return self._cut[1]

    @property
    def path(self) -> str:
        """Where it stands, for a person."""
        return self.frame.path() if self.frame is not None else self.where

    def block(self, text: str, span: tuple[int, int] | None = None) -> Block:
        """The block that one of its sentences makes."""
        return Block(
            self.kind, text, self.headers, self.row, self.column, self.path, span or self.span, self.scale, self.old,
            self.picture,
        )  # fmt: skip

    def blocks(self, source: str = "") -> Iterator[Block]:
        """The blocks it makes: one for each sentence where it is prose."""
        place = self.span[0] if self.span is not None else 0
        misses = 0
        for text in self.sentences():
            span = self.span
            if span is not None and source and misses < _MISSES:
                start = source.find(text, place, span[1])
                if start < 0:  # entities or tags stand in it
                    misses += 1
                else:
                    place = start + len(text)
                    span = (start, place)
            yield self.block(text, span)
