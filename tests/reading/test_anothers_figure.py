"""What a review found read wrongly: better nothing than another thing's figure."""

import time
from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, locate
from extractors.reading.pages.unit_lines import tells_of_table

SHARE = (Decimal(-50), Decimal(100))


def _find(body: str, wanted: Wanted) -> Located | Missing | Ambiguous:
    page = Page.open(f"<html><body><main>{body}</main></body></html>".encode(), "text/html; charset=utf-8")
    return locate(page, wanted)


def _value(body: str, wanted: Wanted) -> Decimal | None:
    found = _find(body, wanted)
    return found.value if isinstance(found, Located) else None


REVENUE = Wanted("x", "money", (("revenue",),), unit="USD", currency="USD")


@pytest.mark.parametrize(
    "body",
    [
        "<p>Costs were $4m.</p>",
        "<p>Costs: $4m</p>",
        "<div><span>Costs</span><span>$4m</span></div>",
    ],
)
def test_under_a_line_only_a_bare_figure_is_its_own(body: str) -> None:
    assert isinstance(_find(f"<div class=card><div>Revenue</div>{body}</div>", REVENUE), Missing)


def test_a_second_look_decides_nothing() -> None:
    body = "<p>Revenue was $3m.</p><p>Revenue was $5m.</p><div class=card><div>Revenue</div><div>$4m</div></div>"
    assert not isinstance(_find(body, REVENUE), Located)


@pytest.mark.parametrize(
    ("body", "words", "kind", "unit", "value"),
    [
        (
            "<h2>Results (US$ in millions, except per share data)</h2><dl><dt>Diluted EPS</dt><dd>$2.41</dd></dl>",
            "EPS", "money", "USD", "2.41",
        ),
        ("<h2>Results (US$ in millions)</h2><dl><dt>EPS</dt><dd>2.41</dd></dl>", "EPS", "money", "USD", "2.41"),
        ("<h2>Results (US$ in millions)</h2><ul><li>EPS: $2.41</li></ul>", "EPS", "money", "USD", "2.41"),
        ("<h2>Results (US$ in millions)</h2><dl><dt>Sales</dt><dd>$2,410</dd></dl>", "sales", "money", "USD", "2410"),
        ("<h2>Results (US$ in millions)</h2><dl><dt>Revenue</dt><dd>241</dd></dl>", "revenue", "money", "USD", "241e6"),
        ("<h2>In US$ millions</h2><dl><dt>Revenue</dt><dd>241</dd></dl>", "revenue", "money", "USD", "241e6"),
        ("<h2>In millions of dollars</h2><ul><li>Revenue: 241</li></ul>", "revenue", "money", "USD", "241e6"),
        ("<h2>營收（億元）</h2><dl><dt>員工</dt><dd>300</dd></dl>", "員工", "quantity", "person", "300"),
        (
            "<h2>One in a million: our people</h2><ul><li>Employees: 4,100</li></ul>",
            "employees", "quantity", "person", "4100",
        ),
        ("<h2>$: in millions of homes</h2><ul><li>Price: 41</li></ul>", "price", "money", "USD", "41"),
    ],
)  # fmt: skip
def test_a_headings_scale_holds_for_bare_amounts(body: str, words: str, kind: str, unit: str, value: str) -> None:
    assert _value(body, Wanted("x", kind, ((words,),), unit=unit)) == Decimal(value)


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("Gross margin ($m)", "41"),
        ("Growth in jobs (000)", "41"),
        ("出生率（人）", "41"),
        ("Coverage (sites)", "41"),
        ("Shares outstanding", "41"),
        ("Share price", "41"),
        ("Employment rate", "4.1m"),
    ],
)
def test_what_is_in_another_unit_is_no_percentage(label: str, number: str) -> None:
    wanted = Wanted("x", "percent", ((label.split(" (")[0].split("（")[0],),), unit="%", between=SHARE)
    assert _value(f"<ul><li>{label}: {number}</li></ul>", wanted) is None


@pytest.mark.parametrize("label", ["Employment rate", "Employment rate (16-64)", "Employment rate (%)"])
def test_a_rate_still_is_and_has_no_scale(label: str) -> None:
    wanted = Wanted("x", "percent", (("employment rate",),), between=SHARE)
    body = f"<h2>Jobs (thousands)</h2><dl><dt>{label}</dt><dd>74.9</dd></dl>"
    assert _value(body, wanted) == Decimal("74.9")


def test_a_sentence_is_no_line_of_units() -> None:
    for line in ("In $5bn deal, ACME buys Foo.", "In wonderland", "in europe today", "In won-lost terms"):
        assert not tells_of_table(line), line
    for line in ("In euros", "Amounts are in euros", "In £m", "(in US dollars)", "In $ millions", "in $, unaudited"):
        assert tells_of_table(line), line


def test_a_page_long_heading_is_not_read_for_each_row() -> None:
    rows = "".join(f"<tr><td>rate {number}</td><td>{number}</td></tr>" for number in range(500))
    body = f"<h2>{'growth rate ' * 4000}</h2><table><tr><th>Of</th><th>Rate</th></tr>{rows}</table>"
    begun = time.process_time()
    _find(body, Wanted("x", "percent", (("rate 77",),), unit="%", between=SHARE))
    assert time.process_time() - begun < 3
