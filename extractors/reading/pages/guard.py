"""Refuses markup made to blow a parser up, before it is parsed.

HTML's own rules make some markup quadratic: 100,000 nested divs cost lexbor 9 s, and each `<p>` opens every unclosed
text style again, so 3,000 pairs of `<p><b id=…>` make four million elements.
"""

import re

from extractors.reading.pages.errors import TooBig
from extractors.reading.pages.glance import words

# Spelled out in both cases: with re.IGNORECASE the search for "<" is ten times slower.
_NAMES = "b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_FORMATTING = re.compile(rf"<(?:{_NAMES}|{_NAMES.upper()})[\s/>]")
_STYLES = frozenset(_NAMES.split("|"))
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# These close themselves or hold nothing: an unclosed one doesn't nest.
_FLAT = words(
    "area base br col embed hr img input link meta param source track wbr p li dt dd td th tr tbody thead tfoot option "
    "optgroup colgroup body html head"
)
DEEPEST = 2000
MOST_TAGS = 50_000  # always read; a big page may have more, but not more than one tag in eight characters
MOST_TAGS_PER_MB = 120_000
_LONG_TAG = re.compile(r"<[a-z][^<>]{20000,}", re.IGNORECASE)


def too_dense(tags: int, size: int) -> None:
    """Raises TooBig for a page of hardly anything but tags: reading it would take more than a second per MB."""
    most = max(MOST_TAGS, size * MOST_TAGS_PER_MB // 1_000_000)
    if tags > most:
        raise TooBig(f"{tags} tags in {size} characters; at most {most} are read")


def guard(source: str) -> None:
    """Raises TooBig for tags without end, deep nesting, piled-up text styles and tags of endless attributes."""
    tags = source.count("<")
    too_dense(tags, len(source))
    if tags > 5000 or (tags > 600 and len(_FORMATTING.findall(source)) > 300):
        depth = open_formatting = 0
        for match in _TAG.finditer(source):
            name = match.group(2).lower()
            if name in _FLAT:
                continue
            depth = max(0, depth + (-1 if match.group(1) else 1))
            if name in _STYLES:
                open_formatting = max(0, open_formatting + (-1 if match.group(1) else 1))
            if depth > DEEPEST or open_formatting > DEEPEST // 4:
                limits = f"{DEEPEST} open elements or {DEEPEST // 4} open text styles"
                raise TooBig(f"more than {limits} at character {match.start()}")
    for tag in _LONG_TAG.finditer(source) if _long_stretch(source) else ():
        if len(re.sub(r'"[^"]*"', "", tag.group()).split(None, 3001)) > 3000:
            raise TooBig(f"a tag with more than 3,000 attributes at character {tag.start()}")


def _long_stretch(source: str) -> bool:
    """Whether 20,000 characters may follow each other without a "<": then 10,000 that begin at a round place do."""
    return any(source.find("<", start, start + 10_000) < 0 for start in range(0, len(source) - 9_999, 10_000))
