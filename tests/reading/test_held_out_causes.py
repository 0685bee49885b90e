"""What the last pages that had only been scored were read wrongly for, each cause in words of its own."""

from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, locate
from extractors.reading.pages.glance import only_unit
from extractors.reading.pages.pdf_rows import Line, Piece, rows_and_prose
from extractors.reading.pages.table_scales import scale_of


def _find(body: str, wanted: Wanted, language: str = "en") -> Located | Missing | Ambiguous:
    page = Page.open(f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8", language=language)
    return locate(page, wanted)


def _value(found: Located | Missing | Ambiguous) -> Decimal:
    assert isinstance(found, Located), found
    assert found.value is not None
    return found.value


FARES = Wanted("fares", "money", (("票務收入",),), unit="TWD", currency="TWD")


def test_what_has_a_subject_of_its_own_takes_not_the_place_of_last_years_figure() -> None:
    body = "<p>去年全年票務收入為12億元，租金收入3億元，本期淨損1億元。</p>"
    assert _value(_find(body, FARES, "zh-Hant")) == 1_200_000_000


@pytest.mark.parametrize("body", ["去年票務收入為12億元，今年為14億元。", "去年票務收入12億元，今年則達14億元。"])
def test_this_years_figure_of_the_same_still_does(body: str) -> None:
    assert _value(_find(f"<p>{body}</p>", FARES, "zh-Hant")) == 1_400_000_000


ROWS = "<table><tr><th>項目</th><th>金額（億美元）</th></tr><tr><td>進出口總額</td><td>52.7</td></tr>{}</table>"
EXPORTS = Wanted("exports", "money", (("出口總額",),), unit="USD", row=("出口總額",))


def test_a_longer_word_in_another_row_is_not_the_empty_row() -> None:
    empty = _find(ROWS.format("<tr><td>出口總額</td><td>--</td></tr>"), EXPORTS, "zh-Hant")
    assert isinstance(empty, Missing)
    given = _find(ROWS.format("<tr><td>出口總額</td><td>31.4</td></tr>"), EXPORTS, "zh-Hant")
    assert _value(given) == 3_140_000_000


def test_a_scale_set_off_by_commas_holds_for_the_table() -> None:
    assert scale_of("Table 4: trips made, thousands, by line") == 1000
    assert scale_of("Employment – millions") == 1_000_000
    assert scale_of("Thousands of trips, by line") is None


def test_a_unit_behind_a_scale_in_a_box_or_column_of_its_own() -> None:
    assert [only_unit(text) for text in ("萬瓩", "GWh", "萬噸", "百貨公司", "裝置容量")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    wanted = Wanted("wind", "quantity", (("風力裝置容量",),), unit="kilowatt")
    tile = "<div><div>風力裝置容量</div><div>412.5</div><div>萬瓩</div></div>"
    assert _value(_find(tile, wanted, "zh-Hant")) == 4_125_000
    table = (
        "<table><tr><th>指標</th><th>數值</th><th>單位</th></tr><tr><td>風力裝置容量</td><td>412.5</td><td>萬瓩</td></tr>"
        "<tr><td>占比</td><td>7.1</td><td>%</td></tr></table>"
    )
    assert _value(_find(table, wanted, "zh-Hant")) == 4_125_000


def test_column_headings_with_units_of_their_own_give_no_scale_to_all() -> None:
    def line(texts: list[str], top: float) -> Line:
        return Line(
            [Piece(text, 100.0 * i, 100.0 * i + 60, top - 10, top, top - 10, top) for i, text in enumerate(texts)]
        )

    lines = [line(["縣市", "館數（所）", "進館（千人次）"], 700), line(["東山市", "41", "8,250"], 680)]
    cells = [chunk for chunk in rows_and_prose(lines, "page 1", 10.0) if chunk.kind == "cell"]
    assert [(chunk.text, chunk.scale) for chunk in cells] == [("41", 1), ("8,250", 1000)]


@pytest.mark.parametrize(("between", "right"), [((5000, 90000), 31_500), ((5, 90), None), (None, None)])
def test_another_unit_in_the_heading_is_converted_only_where_the_range_confirms_it(
    between: tuple[int, int] | None, right: int | None
) -> None:
    limits = None if between is None else (Decimal(between[0]), Decimal(between[1]))
    wanted = Wanted("power", "quantity", (("rated power",),), unit="kilowatt", between=limits)
    found = _find(
        "<table><tr><th>Mills</th><th>Rated power (MW)</th></tr><tr><td>9</td><td>31.5</td></tr></table>", wanted
    )
    assert isinstance(found, Missing) if right is None else _value(found) == right


def test_a_table_with_two_digits_turned_contradicts_the_sentence() -> None:
    body = (
        "<h2>115年度預算案</h2><p>歲出編列2兆4,153億元，歲入2兆5,010億元。</p>"
        "<table><caption>115年度預算案（單位：億元）</caption><tr><th>歲入</th><td>25,010</td></tr>"
        "<tr><th>歲出</th><td>{}</td></tr></table>"
    )
    wanted = Wanted("spending", "money", (("歲出",), ("115年度",)), unit="TWD", currency="TWD", after="歲出")
    assert _value(_find(body.format("24,153"), wanted, "zh-Hant")) == 2_415_300_000_000
    assert isinstance(_find(body.format("24,513"), wanted, "zh-Hant"), Ambiguous)
