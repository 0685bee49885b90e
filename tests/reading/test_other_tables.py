"""Tables made of other elements than table, and what in a page's lines is not the page's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, locate
from extractors.reading.finding.locate import read_through

HTML = "text/html; charset=utf-8"
_ROWS = (("Country", "Score", "Rank"), ("Vesterland", "84.1", "1"), ("Khorvania", "81.7", "2"), ("Elian", "79.9", "3"))


def _page(body: str, language: str = "en") -> Page:
    return Page.open(f"<html lang={language}><body><main>{body}</main></body></html>".encode(), HTML)


def _found(body: str, wanted: Wanted, language: str = "en") -> Located | Missing | Ambiguous:
    """What both ways of reading say; they must not differ."""
    quick = locate(_page(body, language), wanted)
    assert quick == read_through(_page(body, language), wanted)
    return quick


def _boxes(row: str, cell: str, between: str = "\n") -> str:
    return between.join(f"<{row}>{''.join(f'<{cell}>{text}</{cell}>' for text in texts)}</{row}>" for texts in _ROWS)


_ARIA = (
    '<div role=table aria-label="Readiness">'
    + "".join(
        f"<div role=row>{''.join(f'<span role={role}>{text}</span>' for text in texts)}</div>"
        for role, texts in zip(("columnheader", "cell", "cell", "cell"), _ROWS, strict=True)
    )
    + "</div>"
)


@pytest.mark.parametrize(
    "table",
    [_boxes("div", "div"), _boxes("div", "span", ""), _boxes("li", "span"), _ARIA, f"<h2>A</h2>{_boxes('div', 'b')}"],
    ids=["divs", "spans", "list", "roles", "below a heading"],
)
def test_rows_of_boxes_are_a_table(table: str) -> None:
    wanted = Wanted("score", "number", (("Khorvania",), ("Score",)), row=("Khorvania",), column=("Score",))
    found = _found(f"<p>Some words before.</p>{table}<p>And some behind.</p>", wanted)
    assert isinstance(found, Located) and (found.value, found.block.row, found.block.column) == (
        Decimal("81.7"), ("Khorvania",), ("Score",),
    )  # fmt: skip


def test_a_unit_is_told_over_a_grid() -> None:
    rows = "".join(
        f"<div class=r>{''.join(f'<span>{text}</span>' for text in texts)}</div>"
        for texts in (
            ("구분", "당월", "비율"),
            ("수출", "56,350", "1.4"),
            ("반도체", "12,500", "30"),
            ("수입", "5", "2"),
        )
    )
    wanted = Wanted("chips", "money", (("반도체",), ("당월",)), "USD", row=("반도체",), column=("당월",))
    found = _found(f"<h2>11월</h2><p>(단위: 백만 달러, %)</p><div>{rows}</div>", wanted, "ko")
    assert isinstance(found, Located) and found.value == 12_500_000_000


@pytest.mark.parametrize(
    "boxes",
    [
        "<div><b>5%</b><i>of firms</i></div><div><b>6%</b><i>of banks</i></div><div><b>7%</b><i>of all</i></div>",
        "<div><h3>A</h3><p>12</p></div><div><h3>B</h3><p>13</p></div><div><h3>C</h3><p>14</p></div>",
        "<div><span>Open</span><span>5</span></div><div><span>Done</span><span>6</span></div>",
    ],
)
def test_tiles_are_no_grid(boxes: str) -> None:
    assert not [block for block in _page(boxes).blocks() if block.kind == "cell"]


def test_revised_figures_in_cells() -> None:
    table = "<table><tr><th>Group<th>Change<tr><td>Food<td>4.12r<tr><td>Rent<td>1.77 (p)<tr><td>Fee<td>12p</table>"
    texts = [block.text for block in _page(table).blocks() if block.kind == "cell" and block.column == ("Change",)]
    assert texts == ["4.12", "1.77", "12p"]


def test_an_advertisement_in_a_line_and_readers_under_it() -> None:
    body = "<p>收入累計<span class=g>【廣告】滿20元減8元</span>完成11410.1億元。</p><p>@小馬：收入累計7元</p>"
    found = _found(body, Wanted("income", "money", (("收入",), ("累計",)), "TWD", currency="TWD"), "zh-Hant")
    assert isinstance(found, Located) and found.value == Decimal("1141010000000")


@pytest.mark.parametrize(
    ("body", "anchors", "kind", "unit"),
    [
        ("<p>若按年齡區分，20至29歲的支持度最高，達七成八。</p>", (("支持",),), "percent", "%"),
        ("<p>연령별로는 20대의 이용 경험률이 33.7%로 가장 높았다.</p>", (("이용 경험률",),), "percent", "%"),
        ("<table><tr><th>年齡<th>百分比<tr><td>65歲以上原住民<td>19.18%</table>", (("65歲以上",),), "percent", "%"),
        ("<p>8月成果如圖。</p><p>累計前8個月合併營收達203.6億元。</p>", (("營收",), ("單月", "8月")), "money", "TWD"),
        ("<h2>第三季</h2><p>預計第四季營收為65億元，年增12%。</p>", (("營收",), ("第三季", "年增")), "money", "TWD"),
        ("<p>Date of document: 03/02/2021</p>", (("Date of document",),), "date", None),
    ],
)
def test_a_part_another_month_or_an_unclear_day_takes_no_place(
    body: str, anchors: tuple[tuple[str, ...], ...], kind: str, unit: str | None
) -> None:
    language = "ko" if "별로" in body else "zh-Hant"
    assert isinstance(_found(body, Wanted("it", kind, anchors, unit, currency="TWD"), language), Missing)


def test_the_whole_is_chosen_before_a_group_and_a_market_before_its_segment() -> None:
    poll = "<div><em>24.0</em><span>%</span><b>이용 경험률</b></div><p>조사에서 20대의 이용 경험률이 33.7%였다.</p>"
    found = _found(poll, Wanted("used", "percent", (("이용 경험률",),), "%"), "ko")
    assert isinstance(found, Located) and found.value == 24
    market = "<p>市場年複合成長率為17.97%。</p><p>硬體部門最大，2032年該部門將達169億美元，年複合成長率為16.02%。</p>"
    found = _found(market, Wanted("growth", "percent", (("年複合成長率",),), "%"), "zh-Hant")
    assert isinstance(found, Located) and found.value == Decimal("17.97")


def test_what_turned_is_not_replaced_by_a_part() -> None:
    body = "<div><div>10.9<small>亿户</small></div><div>网民规模</div></div><p>农村网民规模达3.04亿人。</p>"
    assert isinstance(_found(body, Wanted("users", "quantity", (("网民规模",),), "person"), "zh-Hans"), Missing)


def test_two_years_parted_by_a_semicolon() -> None:
    body = "<p>112年核付9萬4,206人，其中男性2萬3,360人，占24.8%；113年核付9萬6,812人，其中男性2萬5,450人，占26.3%。</p>"
    found = _found(body, Wanted("men", "percent", (("男性",),), "%"), "zh-Hant")
    assert isinstance(found, Located) and found.value == Decimal("26.3")


def test_the_yuan_sign_is_the_callers() -> None:
    wanted = Wanted("price", "money", (("收盘价",),), "CNY", currency="CNY")
    found = _found("<p>收盘价¥103.46，另一价JP¥5。</p>", wanted, "zh-Hans")
    assert isinstance(found, Located) and found.value == Decimal("103.46")
