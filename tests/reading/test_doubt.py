"""Marks that are no digits, and places of one page that contradict each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, locate

MARKS = (
    "<sup>2</sup>",
    "<sup>(2)</sup>",
    "<sup>註2</sup>",
    "<sup>[a]</sup>",
    '<a class="footnote" href="#fn2">2</a>',
    '<a href="#n2" role="doc-noteref">2</a>',
    '<span class="fn">2</span>',
    '<span style="vertical-align:super">2</span>',
    "<small>2</small>",
    "[2]",
    "*",
)


def found(body: str, wanted: Wanted, language: str = "en") -> Located | Missing | Ambiguous:
    text = f"<!doctype html><html lang={language}><body><main><h1>Report</h1>{body}</main></body></html>"
    return locate(Page.open(text.encode(), "text/html; charset=utf-8"), wanted)


@pytest.mark.parametrize("mark", MARKS)
def test_a_footnote_mark_is_never_more_digits(mark: str) -> None:
    share = Wanted("share", "percent", (("share",),), "%")
    outlets = Wanted("outlets", "number", (("outlets",),))
    for body, wanted, value in (
        (f"<p>The share of cash was 41.5{mark} percent in spring.</p>", share, Decimal("41.5")),
        (f"<p>The share of cash was 41%{mark} in spring.</p>", share, Decimal(41)),
        (f"<p>The number of outlets was 318{mark} in spring.</p>", outlets, Decimal(318)),
        (f"<table><tr><th>Item<th>Number<tr><td>Outlets<td>318{mark}</table>", outlets, Decimal(318)),
        (f"<table><tr><th>Item<th>Number<tr><td>Outlets{mark}<td>318</table>", outlets, Decimal(318)),
    ):
        read = found(body, wanted)
        assert isinstance(read, Located), (body, read)
        assert read.value == value, body


def test_a_table_that_contradicts_its_sentence_is_seen() -> None:
    wanted = Wanted("progress", "percent", (("progress",), ("September",)), "%")
    page = "<p>Progress in September was {}.</p><table><tr><th>Month<th>Progress<tr><td>September<td>{}</table>"
    assert isinstance(found(page.format("37.5%", "35.7%"), wanted), Ambiguous)
    same = found(page.format("37.5%", "37.5%"), wanted)
    assert isinstance(same, Located) and same.value == Decimal("37.5")
    rounded = found(page.format("37.5%", "38%"), wanted)
    assert isinstance(rounded, Located) and rounded.value == Decimal("37.5")


def test_money_of_another_currency_is_not_skipped_over() -> None:
    wanted = Wanted("revenue", "money", (("revenue",),), "EUR")
    said = "<p>Revenue was {} last year; profit was €42.7 million.</p>"
    assert isinstance(found(said.format("US$386.4 million"), wanted), Missing)
    both = found(said.format("US$386.4 million (€360 million)"), wanted)
    assert isinstance(both, Located) and both.value == 360_000_000


def test_a_column_that_names_another_measure_is_not_read() -> None:
    table = "<table><tr><th>Engine<th>Weight (t)<th>Power (kW)<tr><th>Corvus<td>94.5<td>3,940</table>"
    wanted = Wanted("power", "quantity", (("Corvus",),), "kilowatt")
    read = found(table, wanted)
    assert isinstance(read, Located) and read.value == 3940
