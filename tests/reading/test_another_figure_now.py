"""Where the words' figure has another unit now, or none, and an earlier one stands beside it; numbers of any length."""

import pytest

from extractors.reading import Located, Missing, Page, Wanted, figures, locate

HTML = "text/html; charset=utf-8"


def _find(html: str, kind: str, words: str, unit: str, period: str | None = None) -> object:
    wanted = Wanted("x", kind, ((words,),), unit, period, currency=unit if kind == "money" else None)
    return locate(Page.open(f"<html><body>{html}</body></html>".encode(), HTML), wanted)


@pytest.mark.parametrize(
    ("said", "kind", "words", "unit"),
    [
        ("Solar capacity reached 12.5 GWh, up from 10.1 GW in 2023.", "quantity", "Solar capacity", "gigawatt"),
        ("The burned area was 1200 acres, up from 900 hectares in 2023.", "quantity", "burned area", "hectare"),
        ("Waste collected came to 1200 litres, compared with 900 tonnes.", "quantity", "Waste collected", "tonne"),
        ("The network is 120 miles long; a year ago it was 90 km.", "quantity", "network", "kilometre"),
        ("受災面積1200坪，112年為900公頃。", "quantity", "受災面積", "hectare"),
        ("參觀者達1200戶，去年同期為900人。", "quantity", "參觀者", "person"),
        ("배출량은 1200리터로 전년 1900톤에서 줄었다.", "quantity", "배출량", "tonne"),
        ("Unemployment was 4.2 million, up from 3.8% in 2023.", "percent", "Unemployment", "%"),
        ("Revenue was 4.2bn barrels, up from $3.8bn in 2023.", "money", "Revenue", "USD"),
        ("營收由31億元增至35億美元", "money", "營收", "TWD"),
        ("Solar capacity is n/a (2023: 10.1 GW).", "quantity", "Solar capacity", "gigawatt"),
        ("Turnout was TBC, up from 38.4% in 2023.", "percent", "Turnout", "%"),
        ("營收未揭露（2023年：31億元）", "money", "營收", "TWD"),
        ("營收從缺，前一年31億元", "money", "營收", "TWD"),
        ("Visitors numbered 1,200 households, against 900 people last year.", "quantity", "Visitors", "person"),
        ("방문객은 1200가구로 지난해 900명보다 늘었다.", "quantity", "방문객", "person"),
        ("Plant output was 120 MWh in 2024 and 90 MW in 2023.", "quantity", "Plant output", "megawatt"),
        ("Solar capacity reached 12.5 GWh; in 2023 it was 10.1 GW.", "quantity", "Solar capacity", "gigawatt"),
        ("Turnout is n/a; in 2023 it was 61%.", "percent", "Turnout", "%"),
        ("受災面積為1,200坪，較112年900公頃增加。", "quantity", "受災面積", "hectare"),
        ("실업률은 미발표, 2023년은 3.4%이다.", "percent", "실업률", "%"),
        ("Area: 1200 acres (900 hectares in 2023).", "quantity", "Area", "hectare"),
    ],
)
def test_last_years_figure_takes_no_place_of_one_in_another_unit(said: str, kind: str, words: str, unit: str) -> None:
    assert isinstance(_find(f"<p>{said}</p>", kind, words, unit), Missing)


@pytest.mark.parametrize(
    ("said", "kind", "words", "unit", "value"),
    [
        ("Visitors numbered 1,200, against 900 people last year.", "quantity", "Visitors", "person", "1200"),
        ("Revenue grew 12% from $3.8bn in 2023.", "money", "Revenue", "USD", "3800000000"),
        ("Capacity reached 12.5 GW, up from 10.1 GW in 2023.", "quantity", "Capacity", "gigawatt", "12.5"),
        ("The area in 23 towns was 900 hectares in 2023.", "quantity", "area", "hectare", "900"),
    ],
)
def test_where_nothing_has_turned(said: str, kind: str, words: str, unit: str, value: str) -> None:
    found = _find(f"<p>{said}</p>", kind, words, unit)
    assert isinstance(found, Located)
    assert str(found.value) == value


def _years(older: str, newest: str) -> str:
    heads = "<tr><th></th><th>2023</th><th>2024</th></tr>"
    return f"<table>{heads}<tr><th>Capacity</th><td>{older}</td><td>{newest}</td></tr></table>"


@pytest.mark.parametrize(
    "newest", ["n/a", "not available", "withdrawn", "12.5 GWh", "Discontinued", "暫停發布", "unavailable", "不適用"]
)
def test_the_newest_years_cell_has_no_such_figure(newest: str) -> None:
    table = _years("10.1 GW", newest)
    found = _find(table, "quantity", "Capacity", "gigawatt")
    assert isinstance(found, Missing)
    assert newest in found.reason
    assert isinstance(_find(table, "quantity", "Capacity", "gigawatt", "2023"), Located), "the older year was asked for"


def test_years_with_their_unit() -> None:
    table = _years("10.1", "n/a").replace("2023<", "2023 (GW)<").replace("2024<", "2024 (GW)<")
    assert isinstance(_find(table, "quantity", "Capacity", "gigawatt"), Missing)


def test_financial_years() -> None:
    table = _years("10.1 GW", "n/a").replace("2023<", "FY2023<").replace("2024<", "FY2024<")
    assert isinstance(_find(table, "quantity", "Capacity", "gigawatt"), Missing)


@pytest.mark.parametrize("newest", ["12.5 GW", "—"])
def test_a_newer_figure_and_a_year_to_come(newest: str) -> None:
    found = _find(_years("10.1 GW", newest), "quantity", "Capacity", "gigawatt")
    assert isinstance(found, Located)
    assert found.text == (newest if newest != "—" else "10.1 GW")


def test_years_in_rows() -> None:
    rows = "".join(
        f"<tr><th>{year}</th><td>{said}</td></tr>"
        for year, said in (("2022", "3.67%"), ("2023", "3.48%"), ("2024", "未公布"))
    )
    assert isinstance(
        _find(f"<table><tr><th>年</th><th>失業率</th></tr>{rows}</table>", "percent", "失業率", "%"), Missing
    )


LONG = ("0^0", "0 ^9", "0^-1", "1" * 29, "1" * 400, "1e400", "1e999999", "1e-400", f"{'9' * 28}.{'9' * 28}", "10^400")


@pytest.mark.parametrize("number", LONG, ids=lambda number: number[:8])
@pytest.mark.parametrize(
    "said", ["People reached {}.", "{} or {} percent of people", "people: {}", "{} people", "人數達{}萬人"]
)
def test_a_number_of_any_length_raises_nothing(said: str, number: str) -> None:
    text = said.replace("{}", number)
    figures(text)
    for kind, unit in (("quantity", "person"), ("percent", "%"), ("number", None), ("range", None)):
        words = "人數" if "人數" in said else "people"
        wanted = Wanted("x", kind, ((words,),), unit)
        locate(Page.open(f"<html><body><p>{text}</p></body></html>".encode(), HTML), wanted)


@pytest.mark.parametrize("text", ["US$1,234,56", "1億2億", "三萬五萬人", "3.5.6%", "$1.2.3 million", "1,234,56 people"])
def test_contradictory_writing_is_reported(text: str) -> None:
    (mention,) = figures(text)
    assert mention.problem is not None
    assert mention.value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1億2", "120000000"), ("1億2,345萬", "123450000"), ("$1.144.000", "1144000"), ("12,34,567 rupees", "1234567")],
)
def test_odd_writing_that_is_none(text: str, value: str) -> None:
    assert [str(mention.value) for mention in figures(text)] == [value]
