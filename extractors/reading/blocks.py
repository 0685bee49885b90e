"""A page's pieces: Block is what callers see, Chunk the private half-made form it is cut from.

A chunk is one run of text (a paragraph, a cell, a JSON string), normalised but not yet cut into sentences. The
locator searches chunks and cuts only those that hold its anchor words: that is what keeps one figure cheap.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.reading.sentences import sentences

Kind = Literal[
    "sentence", "cell", "definition", "item", "tile", "caption", "alt", "heading", "jsonld", "json", "meta", "record"
]
ONE = Decimal(1)
# Soft hyphen, zero-width characters, direction marks, word joiner, byte order mark: shown to nobody.
_INVISIBLE = re.compile("[\0\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
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


@dataclass(frozen=True, slots=True)
class Block:
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

    def path(self) -> str:
        """The path from the root, cut at the front when it is very deep."""
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

    @property
    def path(self) -> str:
        """Where it stands, for a person."""
        return self.frame.path() if self.frame is not None else self.where

    def blocks(self, source: str = "") -> Iterator[Block]:
        """The blocks it makes: one for each sentence where it is prose."""
        path = self.path
        for text in sentences(self.text) if self.split else (self.text,):
            yield Block(
                kind=self.kind,
                text=text,
                headers=self.headers,
                row=self.row,
                column=self.column,
                path=path,
                span=self._span(text, source),
                scale=self.scale,
                old=self.old,
                picture=self.picture,
            )

    def _span(self, text: str, source: str) -> tuple[int, int] | None:
        if self.span is None or not source:
            return self.span
        start = source.find(text, *self.span)
        return self.span if start < 0 else (start, start + len(text))


_CODES = r"\b(?:usd|eur|gbp|krw|twd|jpy|cny|us dollars?)"
_SCALES: tuple[tuple[re.Pattern[str], Decimal], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), Decimal(value))
    for pattern, value in (
        (r"\bin trillions?\b|\(\s?(?:[a-z]{0,3}[$€£¥₩]\s?)?(?:trillions?|tn)\b|兆元|조\s?원", "1000000000000"),
        (rf"\bin billions?\b|\(\s?(?:billions?|bn)\b|(?:[$€£¥₩]|{_CODES})\s?(?:billions?|bn)\b", "1000000000"),
        # "(m)" alone is metres, so m and k need a currency before them.
        (rf"\bin millions?\b|\(\s?(?:millions?|mn)\b|(?:[$€£¥₩]|{_CODES})\s?(?:millions?|mn|m)\b", "1000000"),
        (rf"\bin thousands?\b|\(\s?(?:thousands?|000s?)\b|(?:[$€£¥₩]|{_CODES})\s?(?:thousands?|000s?|k)\b", "1000"),
    )
)
_EAST = re.compile(
    r"(?:單位|单位|단위)\s?[:：]?\s?[^\d\s,，。;；)）]{0,8}?(千億|千亿|百億|百亿|十億|十亿|億|亿|千萬|千万|百萬|百万|十萬|十万|萬|万|千|兆"
    r"|천억|백억|십억|억|천만|백만|만|천|조)"
    r"|[(（](?:[^\d()（）]{0,6}?)(千億|千亿|百億|百亿|十億|十亿|億|亿|千萬|千万|百萬|百万|萬|万|千|兆|십억|억|백만|천|조)"
    r"(?:元|美元|新臺幣|新台幣|台幣|韓元|日圓|圓|人|家|원|달러|명|개)[)）]"
)
_EAST_UNITS = {"十": 10, "百": 100, "千": 1000, "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_EAST_UNITS |= {"십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12}


def scale_of(heading: str) -> Decimal | None:
    """The scale a caption or column heading gives to the bare numbers under it ("in millions", "單位：千元").

    >>> scale_of("Revenue (US$ bn)")
    Decimal('1000000000')
    """
    for pattern, value in _SCALES:
        if pattern.search(heading):
            return value
    found = _EAST.search(heading)
    if found is None:
        return None
    product = ONE
    for character in found.group(1) or found.group(2):
        product *= _EAST_UNITS[character]
    return product
