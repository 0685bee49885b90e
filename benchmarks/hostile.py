"""Pages made to be slow, and what reading one costs beside an ordinary page of the same size in the same run.

`hostile(name, size)` gives a page; the same pages stand in tests/reading/test_fuzz.py, where work is counted instead of
timed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.pages import make_page
from extractors.reading import Page, PageError, Wanted, locate

HTML = "text/html; charset=utf-8"
ANY = Wanted("size", "money", (("market volume", "share"),), "USD", "2030")
# What is repeated; "{n}" counts.
REPEATED = {
    "tiles": "<p>5%</p><p>a share</p>",
    "headings": "<h2>share a</h2><p>5%",
    "th rows": "<tr><th>a<th>b",
    "wide rows": "<td>5%",
    "small tables": "<table><tr><th>a<td>5%</table>",
    "related boxes": "<div class=related>a b</div>",
    "nested related boxes": "<div class=related>" * 60 + "<p>x y z of a text</p>" + "</div>" * 60,
    "longer tiles": "<div><p>US$5bn in all</p><p>market volume 2030</p></div>",
    "sentences": "share is 5%. ",
    "spans": "<p><span>5% of</span><span>share</span> and more</p>",
    "old and new": "<p><del>5%</del><ins>6%</ins> share of them all</p>",
    "pictures": "<figure><img src=a alt='share 5%'><figcaption>chart</figcaption></figure>",
    "unclosed text styles": "<b id={n}><p>x",
    "end tags that close nothing": "<div></b>",
    "cells behind tables": "<table><tr><td><div></td>",
    "definition lists": "<dl><dt>share<dd>5%</dl>",
    "terms without a list": "<dt>share<dd>5%",
    "line breaks": "share 5%<br>",
    "headings of other stories": "<div><h3>Related</h3><p>share 5%</div>",
    "machine times": "<time datetime=2030-01-01>share</time>",
    "rowspans": "<tr><td rowspan=60000>share<td>5%",
    "references": "&#115;hare&nbsp;&shy;5&#37; ",
    "words cut in two": "s<i>h</i>a<i>r</i>e 5% ",
    "hidden words": "sha<span hidden>x</span>re 5% ",
    "soft hyphens": "s\u00adh\u00adare 5% ",
    "one long number": "1,",
    "words of numbers": "one hundred and ",
    "Chinese numerals": "三百",
    "opened brackets": "(US$5 ",
    "attributes": "<p a='5%' b=\"share\" style='display:block' class='x y z'>",
}
# One element of text without an end, full of figures that fit.
ONE_TEXT = "the share in 2030 is $3m at 12.5% for 40 people as of 2 May 2024 "
ONE_ELEMENT = {
    "one long cell": "<table><tr><th>a</th><td>",
    "one long row label": "<table><tr><td>5%</td></tr><tr><th>",
    "one long heading": "<h1>",
    "one long title": "<title>",
    "one long term": "<dl><dt>",
    "one long definition": "<dl><dt>share</dt><dd>",
    "one long list item": "<ul><li>",
    "one long caption": "<figure><img src=a><figcaption>",
    "one long paragraph": "<p>",
}
NAMES = (*REPEATED, *ONE_ELEMENT)
SIZES = (20_000, 60_000, 300_000, 1_000_000)


def hostile(name: str, size: int) -> bytes:
    """A page of about `size` bytes."""
    if name in ONE_ELEMENT:
        return f"<html lang=en>{ONE_ELEMENT[name]}{ONE_TEXT * (size // len(ONE_TEXT))}".encode()
    unit = REPEATED[name]
    if "{n}" in unit:
        body = "".join(unit.replace("{n}", str(number)) for number in range(size // (len(unit) + 3)))
    else:
        body = unit * (size // len(unit.encode()))
    start = "<table>" if unit.startswith(("<tr", "<td")) else "<p>"
    return f"<html lang=en><body><main>{start}{body}".encode()


def read(body: bytes) -> str:
    """Locates a figure and asks for all blocks, as a careful caller might; "refused" where a limit says no."""
    try:
        page = Page.open(body, HTML, language="en")
        locate(page, ANY)
        return f"{sum(1 for _ in page.blocks())} blocks"
    except PageError:
        return "refused"


def seconds_per_mb(size: int = 1_000_000) -> Iterator[tuple[str, float, str]]:
    """CPU seconds per MB of an ordinary page, then of each hostile one (the better of two), and what came of it."""
    pages = [("ordinary", make_page(3, size).html), *((name, hostile(name, size)) for name in NAMES)]
    for name, body in pages:
        took = []
        for _ in range(2):
            began = time.process_time()
            said = read(body)
            took.append(time.process_time() - began)
        yield name, min(took) / len(body) * 1e6, said


def main() -> None:
    """Print them, slowest last, with their ratio to the ordinary page; then the slowest of each smaller size."""
    ordinary, *others = seconds_per_mb()
    print(f"Hostile pages of 1 MB: CPU seconds per MB beside an ordinary page's {ordinary[1]:.2f} ({ordinary[2]})")
    for name, taken, said in sorted(others, key=lambda one: one[1]):
        print(f"  {name:28} {taken:6.2f}   {taken / ordinary[1]:4.1f} times   {said}")
    for size in SIZES[:-1]:
        ordinary, *others = seconds_per_mb(size)
        name, taken, said = max(others, key=lambda one: one[1])
        times = taken / ordinary[1]
        print(f"The slowest of {size // 1000} KB: {name} {taken * size / 1e6:.2f} s, {times:.1f} times ({said})")


if __name__ == "__main__":
    main()
