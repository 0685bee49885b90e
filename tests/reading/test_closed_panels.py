"""What a reader has to open first, facts beside the text, a bare figure under its heading: for want of a better one."""

from __future__ import annotations

from decimal import Decimal

from extractors.reading import Missing, Wanted
from tests.reading.asked import find, money, value_of

_PANEL = (
    '<h3><button aria-expanded="false" aria-controls="p1">How many households?</button></h3>'
    '<div id="p1" hidden><p>By June {count} households had been approved.</p></div>'
)
_APPROVED = Wanted("approved", "quantity", (("approved",), ("households",)), "household")


def test_a_panel_that_a_heading_opens_is_looked_into() -> None:
    assert value_of(find(_PANEL.format(count="784,512"), _APPROVED, "en")) == 784_512


def test_what_is_shown_comes_first() -> None:
    shown = "<p>In all 790,000 households have been approved.</p>"
    assert value_of(find(shown + _PANEL.format(count="784,512"), _APPROVED, "en")) == 790_000


def test_what_nothing_or_a_menu_opens_stays_hidden() -> None:
    said = "<p>By June 784,512 households had been approved.</p>"
    for hidden in (
        f'<div id="p1" hidden>{said}</div>',
        f'<button aria-expanded="false" aria-controls="m">Menu</button><div id="m" hidden>{said}</div>',
        _PANEL.format(count="784,512").replace('id="p1"', 'id="p1" role="menu"'),
    ):
        assert isinstance(find(f"<p>Nothing else.</p>{hidden}", _APPROVED, "en"), Missing), hidden


def test_facts_beside_the_text_are_looked_at_last() -> None:
    others = "".join(f"<dt>{name}</dt><dd>{name} house</dd>" for name in ("Founded", "Branches", "Staff"))
    facts = f"<dl><dt>Holdings</dt><dd>3,860,000 volumes</dd>{others}</dl>"
    holdings = Wanted("holdings", "quantity", (("holdings",),), "volume")
    assert value_of(find(f"<p>A library.</p><aside>{facts}</aside>", holdings, "en")) == 3_860_000
    said = "<p>Its holdings are 3,990,000 volumes.</p>"
    assert value_of(find(f"{said}<aside>{facts}</aside>", holdings, "en")) == 3_990_000
    for beside in (f'<aside class="related">{facts}</aside>', f"<aside>{facts.replace(others, '')}</aside>"):
        assert isinstance(find(f"<p>A library.</p>{beside}", holdings, "en"), Missing), beside


def _board(tile: str) -> str:
    head = '<div class="tile-h"><h3><span>養殖產值</span></h3><button aria-label="說明">i</button></div>'
    body = f'<div class="tile-b"><div class="row"><div class="col"><p class="num">{tile}</p></div></div></div>'
    rows = "<tr><td>北縣<td>71.2<td>68.2<tr><td>南縣<td>66.3<td>74.9"
    table = f"<table><tr><th>縣市<th>養殖產量（公噸）<th>養殖產值（億元）{rows}</table>"
    return f"<h1>養殖漁業</h1><div class=tile>{head}{body}</div><h2>主要縣市</h2>{table}"


def test_a_bare_figure_under_its_heading_where_no_cell_is_plausible() -> None:
    wanted = money("養殖產值", "TWD", between=(Decimal(10**10), Decimal(15 * 10**10)))
    assert value_of(find(_board("<span>412.3</span><small>億元</small>"), wanted, "zh-Hant")) == 41_230_000_000
    for other in ("<span>約略如前</span>", "<span>12.3</span><small>億元</small>", "去年<span>412.3</span>億元"):
        assert isinstance(find(_board(other), wanted, "zh-Hant"), Missing), other
