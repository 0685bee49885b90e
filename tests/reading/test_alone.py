"""A figure in the only paragraph with its words: read without a walk, and just as the whole page would give it."""

from __future__ import annotations

import random

import pytest

from extractors.reading import Located, Page, Wanted, locate
from extractors.reading.finding import skim
from extractors.reading.finding.locate import read_through

HTML = "text/html; charset=utf-8"
WANTED = (
    Wanted("size", "money", (("walnut",), ("market",)), "USD"),
    Wanted("share", "percent", (("walnut",), ("Market", "share")), "%"),
    Wanted("people", "quantity", (("walnut",),), "person"),
)
PARAGRAPH = "<p>The walnut market reached US$5.2bn in 2024, a share of 12.5%, and feeds 3,100 people in all.</p>"
OTHERS = (
    PARAGRAPH,
    "<p class=lead>In 2030 the <a href=x>walnut</a> market is to reach <b>US$7bn</b>; its share will be 14%.</p>",
    "<p>Walnut market (US$ million), share of all in %</p>",
    "<p>walnut share 4%</p>",
)
AROUND = (
    "<h1>Nuts</h1>", "<h2>The market in 2023</h2>", "<h2><a href=x>Prices</a> 2024*</h2>", "<h3>Related</h3>",
    "<h2>Related stories</h2>", "<h2>Line one<br>Line two</h2>", "<h2><del>Old</del> New</h2>", "<h4></h4>",
    "<p>Another market is worth US$6bn, a share of 20%.</p>", "<div><b>88%</b></div>", "<p>5%</p>", "<hr>",
    "<table><tr><th>Kind<th>2024<tr><td>Market<td>77<tr><td>Share<td>9%</table>",
    "<a href=x><p>A link of a block</p></a>", "<span>Some words</span>", "<div hidden><h2>Hidden</h2></div>",
    "<button><h2>Press</h2></button>", "<aside><h2>Beside</h2></aside>", "<ul><li>One<li>Two</ul>",
    "<div class=g><i>Kind</i><i>Share</i><i>Size</i></div><div class=g><i>Pine</i><i>3%</i><i>4</i></div>"
    "<div class=g><i>Oak</i><i>5%</i><i>6</i></div>",
    "<section><h2>Inner</h2>words of its own</section>", "<s><h2>Struck</h2></s>",
)  # fmt: skip
BOXES = (
    "{}", "<main>{}</main>", "<div>{}</div>", "<div class='a b'><section>{}</section></div>", "<article>{}</article>",
    "<li>{}</li>", "<blockquote>{}</blockquote>", "<div style='text-decoration: line-through'>{}</div>",
    "<div class=sidebar>{}</div>", "<table><tr><td>{}</table>", "<form>{}</form>", "<dl><dt>Nut<dd>{}</dl>",
    "<figure>{}<figcaption>A walnut</figcaption></figure>", "<details><summary>More</summary>{}</details>",
)  # fmt: skip


def _page(drawn: random.Random) -> bytes:
    kept = drawn.choice(BOXES).format(drawn.choice(OTHERS[:3]))
    parts = [drawn.choice(AROUND) for _ in range(drawn.randrange(1, 7))]
    if drawn.random() < 0.2:
        parts.append(drawn.choice(OTHERS))
    parts.insert(drawn.randrange(len(parts) + 1), drawn.choice(BOXES[:6]).format("".join(parts[:2]) + kept))
    return f"<html lang=en><head><title>Nuts</title></head><body>{''.join(parts)}</body></html>".encode()


@pytest.mark.parametrize("seed", range(4))
def test_as_the_whole_page_gives_it(seed: int) -> None:
    drawn = random.Random(seed)
    for _ in range(100):
        body = _page(drawn)
        for wanted in WANTED:
            quick, whole = locate(Page.open(body, HTML), wanted), read_through(Page.open(body, HTML), wanted)
            assert quick == whole, body.decode()


@pytest.mark.parametrize("box", ["{}", "<main><div>{}</div></main>", "<article><h1>Nuts</h1>{}</article>"])
def test_nothing_is_walked_for_it(box: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def walked(*_: object) -> object:
        raise AssertionError("the page was walked")

    monkeypatch.setattr(skim.Skim, "chosen", walked)
    body = f"<html lang=en><body><h2>Market</h2>{box.format(PARAGRAPH)}<p>More.</p></body></html>".encode()
    assert isinstance(locate(Page.open(body, HTML), WANTED[0]), Located)
