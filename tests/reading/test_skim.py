"""Reading only the parts that have the anchor words gives the answers of reading the whole page."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.pages import COSMETIC, REAL, edit, make_page
from citewatch.catalog import load
from citewatch.promises import gives
from citewatch.read import wanted_of
from extractors.reading import Located, Page, Wanted, locate
from extractors.reading.finding import gaps as skimming
from extractors.reading.finding.locate import read_through
from extractors.reading.finding.skim import skim
from extractors.reading.pages.blocks import Chunk
from extractors.reading.pages.tiles import NEAR

ROOT = Path(__file__).resolve().parents[2]
CATALOG = load(ROOT)
SPECIMENS = [path for path in sorted((ROOT / "specimens").glob("*/*/page.html")) if path.parts[-3] in CATALOG.sources]
KINDS = ("money", "percent", "number", "quantity", "date", "duration")
_WORD = re.compile(r"[A-Za-z]{3,}|[\u4e00-\u9fff]{2,4}|[가-힣]{2,}")


def opened(body: bytes, language: str | None = "en") -> Page:
    return Page.open(body, "text/html; charset=utf-8", "https://example.org/a/", language=language)


def same_answer(body: bytes, wanted: Wanted, language: str | None = "en") -> bool:
    """Both ways agree; whether the page was spared being read."""
    quick, whole = opened(body, language), opened(body, language)
    assert locate(quick, wanted) == read_through(whole, wanted)
    return quick.unread is not None


def declared(path: Path) -> Iterator[tuple[Wanted, str]]:
    source = CATALOG.sources[path.parts[-3]]
    for route in source.routes:
        for name, figure in source.figures.items():
            if gives(route, figure):
                yield wanted_of(name, figure, route), source.language


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}")
def test_every_figure_of_every_specimen(path: Path) -> None:
    body = path.read_bytes()
    for wanted, language in declared(path):
        same_answer(body, wanted, language)


@pytest.mark.parametrize("seed", range(1, 4))
def test_generated_pages_and_all_their_edits(seed: int) -> None:
    page = make_page(seed, 20_000)
    edited = [page]
    for kind in (*COSMETIC, *REAL):
        edited.append(edit(page, kind, seed))
    spared = total = 0
    for one in edited:
        for figure in one.declared:
            wanted = Wanted(
                figure.name, figure.kind, figure.anchors, figure.unit, figure.period, None, figure.row, figure.column
            )
            spared += same_answer(one.html, wanted, one.language)
            total += 1
    assert spared > total * 0.4


def some_words(page: Page, chance: random.Random) -> list[str]:
    """Words of the page, of its headings and labels more often than of its prose."""
    found = []
    for block in page.blocks():
        texts = (block.text, *block.headers[-2:], *block.row, *block.column)
        found += _WORD.findall(chance.choice(texts))[:3]
    return found


def drawn(body: bytes, seed: str, times: int) -> int:
    """Draws declarations with words of a page and compares both ways; how many were answered from a part."""
    chance = random.Random(seed)
    words = some_words(opened(body), chance)
    spared = 0
    for _ in range(times if words else 0):
        groups = tuple((chance.choice(words),) for _ in range(chance.choice((1, 1, 2, 3))))
        kind = chance.choice(KINDS)
        spared += same_answer(body, Wanted("x", kind, groups, "USD" if kind == "money" else None))
    return spared


def test_drawn_declarations_on_specimens() -> None:
    assert sum(drawn(path.read_bytes(), f"skim {path.parts[-3:-1]}", 12) for path in SPECIMENS) > 30


def test_drawn_declarations_on_generated_pages() -> None:
    assert sum(drawn(make_page(seed, 15_000).html, f"skim {seed}", 20) for seed in range(20, 26)) > 8


def meant(chunk: Chunk) -> tuple[object, ...]:
    return (chunk.kind, chunk.text, chunk.headers, chunk.row, chunk.column, chunk.path, chunk.scale, chunk.old)


def test_what_it_keeps_is_what_the_whole_page_has() -> None:
    for path in SPECIMENS:
        body = path.read_bytes()
        whole = {meant(chunk) for chunk in opened(body).chunks}
        for wanted, _ in declared(path):
            some = skim(opened(body), wanted)
            assert some is None or {meant(chunk) for chunk in some} <= whole


BOX = "<div><section><p>{}</p></section><section><p>{}</p></section></div>"
FILLER = "<section><p>Nothing here.</p></section>"
GROUP: tuple[tuple[str, ...], ...] = (("market volume",),)
MONEY = Wanted("v", "money", GROUP, "USD")
CASES = {
    "number before its label": BOX.format("US$5bn", "Market volume"),
    "number behind its label": BOX.format("Market volume", "US$5bn"),
    "many boxes": FILLER * 3 + BOX.format("US$5bn", "Market volume") + FILLER + BOX.format("US$7bn", "Other things"),
    "flat": "<div><p>US$5bn</p><p>Market volume</p><p>US$7bn</p><p>Profit</p></div>",
    "scale in the line before": "<p>In US$ millions</p><table><tr><th>x<th>2024<tr><td>Market volume<td>5</table>",
    "under the heading": "<h2>Market volume</h2><p>See below.</p><p>US$5bn</p>" + FILLER,
    "under the heading, part in the text": "<h2>Market</h2><p>The volume of the market volume is US$5bn.</p>",
    "alt text": "<section><div><img src=a.png alt='Market volume: US$5bn'></div></section>" + FILLER,
    "split word": "<p>The mar<b>ket</b> vol<i>ume</i> is US$5bn.</p>" + FILLER,
    "soft hyphen": "<p>The mar&shy;ket vol\u00adume is US$5bn.</p>" + FILLER,
    "full width": "<p>ｍａｒｋｅｔ　ｖｏｌｕｍｅ: US$5bn.</p>" + FILLER,
    "entities": "<p>The &#109;arket&nbsp;volume is US$5bn.</p>" + FILLER,
    "json-ld": '<script type="application/ld+json">{"about":"A market volume of US$5bn."}</script>' + FILLER,
    "json-ld escaped": '<script type="application/ld+json">{"about":"A m\\u0061rket volume of US$5bn."}</script>',
    "hidden": "<p hidden>market volume US$7bn</p><p>Market volume: US$5bn</p>" + FILLER,
    "definitions": "<dl><dt>Market volume<dd>US$5bn<dt>Other<dd>US$7bn</dl>" + FILLER,
    "caption": "<figure><div><img src=b.png></div><figcaption>Market volume US$5bn</figcaption></figure>" + FILLER,
    "layout table": "<table><tr><td><h2>Market volume</h2><p>US$5bn</p></td><td><p>a</p><p>b</p></td></tr></table>",
    "short twice": "<table><tr><th>a<th>b<tr><td>Market volume<td>US$5bn<tr><td>Other<td>US$5bn</table>",
}


@pytest.mark.parametrize("case", CASES)
def test_cases(case: str) -> None:
    body = f"<html lang=en><body><main>{CASES[case]}</main></body></html>".encode()
    same_answer(body, MONEY)
    found = locate(opened(body), MONEY)
    assert isinstance(found, Located) and found.unit == "USD", found


def test_addresses_of_pictures() -> None:
    body = f"<html lang=en><main>{CASES['caption']}</main>".encode()
    found = locate(opened(body), MONEY)
    assert isinstance(found, Located) and found.block.picture == "https://example.org/a/b.png"


def test_without_filling_in_it_would_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison can fail: a skim that leaves out what stands by a label loses the number."""
    body = f"<html lang=en><body><main>{CASES['number behind its label']}</main></body></html>".encode()
    monkeypatch.setattr(skimming, "touches", lambda one, other: False)
    some = skim(opened(body), MONEY)
    assert some is not None and not any(chunk.kind == "tile" for chunk in some)
    monkeypatch.undo()
    some = skim(opened(body), MONEY)
    assert some is not None and any(chunk.kind == "tile" for chunk in some)
    assert NEAR == 3


def test_the_language_of_a_page_that_names_none_needs_all_of_it() -> None:
    body = "<body><p>市場規模達5億美元。</p></body>".encode()
    assert skim(Page.open(body, "text/html; charset=utf-8"), Wanted("v", "money", (("市場規模",),), "USD")) is None


def test_a_third_figure_has_the_page_read() -> None:
    body = json.dumps("x").join(["<html lang=en><p>Market volume: US$5bn.</p>", FILLER * 9]).encode()
    page = opened(body)
    assert [locate(page, MONEY) == locate(page, MONEY) for _ in range(2)] == [True, True]
    assert page.unread is None


@pytest.mark.parametrize(
    "hidden", ["<span hidden>x</span>", '<i style="display: none">x</i>', '<b aria-hidden="true">x</b>']
)
@pytest.mark.parametrize("word", ["market", "share"])
def test_a_word_cut_by_what_is_hidden_in_its_line(hidden: str, word: str) -> None:
    """Whichever of the words it is: the one that is looked for first, or another."""
    cut = f"{word[:3]}{hidden}{word[3:]}"
    text = "The market share is 5% of all.".replace(word, cut)
    body = f"<html lang=en><body><p>{text}</p><p>Another market: 7%.</p></body></html>".encode()
    wanted = Wanted("x", "percent", (("market",), ("share",)), "%")
    same_answer(body, wanted)
    found = locate(opened(body), wanted)
    assert isinstance(found, Located) and found.text == "5%"
