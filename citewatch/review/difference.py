"""How the text around a figure changed between the last two different contents of its page, from the evidence."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citewatch.catalog import Catalog
from citewatch.disposed import why_gone
from citewatch.errors import ReplayError
from citewatch.evidence import Place, read_back
from citewatch.review.model import DiffLine, TextDiff
from citewatch.review.page import Told, capture_shown
from citewatch.wayback.addresses import page_url, route_of
from extractors.reading import Page, PageError
from schemas.finding import Words
from warehouse import ledger
from warehouse.ask import Connection
from warehouse.history import capture_of

AROUND = 6
"""Blocks of text shown before and after the one that holds the figure."""
LONGEST = 600
"""Characters shown of one block."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The last two different contents of the page that an alert rests on, newest first, and the sentence to find."""

    captures: Sequence[Mapping[str, Any]]
    sentence: str
    gone: Words | None
    """Why the bytes of one of them were let go."""


def contents(view: Connection, told: Told) -> Contents | None:
    """None for an alert that rests on no page."""
    found = [told.captures[capture_id] for capture_id in told.page.contents if capture_id in told.captures]
    gone = next(filter(None, (why_gone(view, each["capture_id"]) for each in found)), None)
    return Contents(found, (told.page.sentence or "")[:LONGEST], gone) if found else None


def text_diff(view: Connection, catalog: Catalog, evidence: Path, rests: Contents, *, specimen: bool) -> TextDiff:
    """How the text around the sentence changed."""
    shown = [capture_shown(each, specimen=specimen) for each in rests.captures]
    before = shown[1] if len(shown) > 1 else None
    if rests.gone:
        return TextDiff(before, shown[0], (), rests.gone)
    try:
        texts = [_blocks(view, catalog, evidence, each) for each in rests.captures]
    except (ReplayError, PageError) as error:
        return TextDiff(before, shown[0], (), Words(str(error), str(error)))
    old = _around(texts[1], rests.sentence) if before else []
    return TextDiff(before, shown[0], tuple(_lines(old, _around(texts[0], rests.sentence))), None)


def _blocks(view: Connection, catalog: Catalog, evidence: Path, row: Mapping[str, Any]) -> list[str]:
    """The text of a kept page, block by block."""
    capture = capture_of(dict(row))
    source = catalog.sources.get(capture.source_id)
    route = route_of(source, capture) if source else None
    if source is None or route is None:
        raise ReplayError(f"the catalogue no longer has {capture.source_id} by route {capture.route}.")

    def lookup(capture_id: str) -> Place | None:
        found = ledger.place(view, capture_id)
        return Place(*found) if found else None

    _, body = read_back(evidence, capture.warc_file, capture.warc_offset, capture.warc_length, lookup)
    page = Page.open(body, capture.full_type, page_url(capture), html_at=route.html_at, language=source.language)
    return [block.text for block in page.blocks() if block.text.strip()]


def _around(blocks: Sequence[str], words: str) -> list[str]:
    """The blocks around the one that is most like the sentence; all of them start the page where none is."""
    if not blocks:
        return []
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    at, best = 0, 0.0
    for number, block in enumerate(blocks):
        if block[:LONGEST] == words:
            at = number
            break
        matcher.set_seq1(block[:LONGEST])
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (now := matcher.ratio()) > best:
            at, best = number, now
    return [block[:LONGEST] for block in blocks[max(0, at - AROUND) : at + AROUND + 1]]


def _lines(old: Sequence[str], new: Sequence[str]) -> list[DiffLine]:
    found: list[DiffLine] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [DiffLine("same", text) for text in new[c:d]]
        else:
            found += [DiffLine("removed", text) for text in old[a:b]]
            found += [DiffLine("added", text) for text in new[c:d]]
    return found
