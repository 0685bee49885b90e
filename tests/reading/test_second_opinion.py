"""A second parser's opinion: what our fast reader gives as text really stands on the page.

Beautiful Soup is slow and forgiving and shares no code with lexbor, so it can tell when our reader invents or drops.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import Comment, Tag

from citewatch.cases import waiting
from extractors.reading import Page

SPECIMENS = Path(__file__).resolve().parents[2] / "specimens"
PAGES = sorted(path for path in SPECIMENS.glob("*/*/page.html") if path.with_name("expected.json").exists())
READ = [path for path in PAGES if "/".join(path.parts[-3:-1]) not in waiting(SPECIMENS)]


def squeezed(text: str) -> str:
    """Letters and digits only: parsers may differ in blanks, never in what is printed."""
    kept = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    return re.sub(r"[\s\u200b-\u200d\u2060\ufeff]+", "", kept)


def everything(soup: BeautifulSoup) -> str:
    """All text, attributes included: alt texts and meta tags are read as well."""
    parts = [str(node) for node in soup.find_all(string=True) if not isinstance(node, Comment)]
    for tag in soup.find_all(True):
        if isinstance(tag, Tag):
            parts += [value for value in tag.attrs.values() if isinstance(value, str)]
    return squeezed("".join(parts))


@pytest.mark.parametrize("path", READ, ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}")
def test_every_sentence_we_read_stands_on_the_page(path: Path) -> None:
    body = path.read_bytes()
    soup = BeautifulSoup(body, "html.parser")
    there = everything(soup)
    for struck in soup.find_all(["del", "s", "strike"]):
        struck.decompose()
    there += everything(soup)  # a struck-through value is left out of its sentence
    page = Page.open(body, "text/html; charset=utf-8")
    sentences = [block.text for block in page.blocks() if block.kind in ("sentence", "item")]
    assert len(sentences) >= 3
    invented = [text for text in sentences if squeezed(text) not in there]
    assert invented == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}")
def test_every_expected_figure_stands_on_the_page(path: Path) -> None:
    there = everything(BeautifulSoup(path.read_bytes(), "html.parser"))
    figures = json.loads(path.with_name("expected.json").read_text("utf-8"))["figures"]
    for name, wanted in figures.items():
        if "as_printed" in wanted:
            assert squeezed(wanted["as_printed"]) in there, name
