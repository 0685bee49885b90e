"""The scale and the currency that captions and headings give to bare numbers, in four languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, locate
from extractors.reading.finding.heading_currency import currencies
from extractors.reading.pages.table_scales import own_unit, scale_of

SCALES = {
    100: "Casualties, in hundreds|in hundreds",
    1_000: "in thousands|('000)|(000s)|Revenue in thousands|單位：千元|單位：新臺幣仟元|（千人）|千人"
    "|单位：千美元|(천 명)|(천명)"
    "|단위: 천 달러|천 명",
    10_000: "（萬人）|单位：万元|單位：萬人次|단위: 만 명",
    1_000_000: "in millions|(in millions of US dollars)|in US$ millions|US$ million|£m"
    "|EUR mn|(RMB million)|Unit: NT$ million"
    "|單位：百萬元|單位：新臺幣百萬元|（百萬美元）|（百萬）|单位：百万元"
    "|(백만 달러)|(단위: 백만 달러)|매출（백만 달러）|백만 유로",
    100_000_000: "（億元）|億元|營收（億元）|金額/億元|新臺幣億元|单位：亿元|（亿美元）"
    "|(단위: 억원)|(단위: 억 원, %)|매출액(억원)|억원",
    1_000_000_000: "($ bn)|US$ bn|(won, billions)|KRW bn|in billion USD ($ bn)|（十億美元）"
    "|（十億歐元）|(십억 원)|单位：十亿元",
    1_000_000_000_000: "(trillions)|（兆元）|兆元|(조 원)|조원",
}
NONE = (
    "Height (m)|3兆元投資計畫|2조 원 투자|突破3.5億元|1,000萬人次|千里之行|千人大會|百萬富翁|億元俱樂部"
    "|백만장자의 꿈|조직도|억제"
    "|in hundreds of towns"
    "|US$ 5 billion fund|Top 10 million-dollar firms|millions of fans|the $100 million round|人數（人）|Share (%)"
)


@pytest.mark.parametrize(("scale", "heading"), [(s, h) for s, hs in SCALES.items() for h in hs.split("|")])
def test_a_heading_gives_the_scale(scale: int, heading: str) -> None:
    assert scale_of(heading) == scale


@pytest.mark.parametrize("heading", NONE.split("|"))
def test_a_number_or_a_word_gives_none(heading: str) -> None:
    assert scale_of(heading) is None


def located(body: str, wanted: Wanted, language: str) -> Located | Missing | Ambiguous:
    page = f"<html lang={language}><body><main>{body}</main></body></html>"
    return locate(Page.open(page.encode(), "text/html; charset=utf-8"), wanted)


TABLE = "<table><caption>{}</caption><tr><th>{}<th>2024<tr><th>{}<td>356.1</table>"
TABLES = [
    ("ko", "시장 규모 (백만 달러)", "지역", "세계", "USD", 10**6),
    ("ko", "시장 규모 (단위: 억 원)", "지역", "세계", "KRW", 10**8),
    ("zh-Hant", "市場規模（單位：百萬元）", "地區", "全球", "TWD", 10**6),
    ("zh-Hant", "市場規模（十億美元）", "地區", "全球", "USD", 10**9),
    ("zh-Hans", "市场规模（单位：亿元）", "地区", "全球", "CNY", 10**8),
    ("en", "Market size, in US$ millions", "Region", "World", "USD", 10**6),
    ("en", "Market size (NT$ bn)", "Region", "World", "TWD", 10**9),
]


@pytest.mark.parametrize(("language", "caption", "corner", "row", "unit", "scale"), TABLES)
def test_money_in_a_table(language: str, caption: str, corner: str, row: str, unit: str, scale: int) -> None:
    found = located(TABLE.format(caption, corner, row), Wanted("x", "money", (), unit, row=(row,)), language)
    assert isinstance(found, Located), found
    assert (found.value, found.unit) == (Decimal("356.1") * scale, unit)


@pytest.mark.parametrize(
    ("language", "caption", "unit"),
    [("en", "Sales (NT$ millions)", "USD"), ("zh-Hant", "營收（百萬美元）", "TWD"), ("ko", "매출 (백만 달러)", "KRW")],
)
def test_another_currency_is_never_taken_for_ours(language: str, caption: str, unit: str) -> None:
    found = located(TABLE.format(caption, "x", "World"), Wanted("x", "money", (), unit, row=("World",)), language)
    assert isinstance(found, Missing), found


def test_a_count_in_a_money_table_is_not_scaled() -> None:
    body = (
        "<table><caption>單位：百萬元</caption><tr><th>項目<th>2024<tr><th>營收<td>500<tr><th>員工（人）<td>73,090"
        "<tr><th>家數<td>12</table>"
    )
    people = located(body, Wanted("n", "quantity", (("員工",),), "person"), "zh-Hant")
    assert isinstance(people, Located) and people.value == 73_090
    firms = located(body, Wanted("n", "number", (("家數",),)), "zh-Hant")
    assert isinstance(firms, Located) and firms.value == 12
    assert own_unit("每股盈餘（元）") and not own_unit("營收")


def test_row_and_column_alone_never_take_a_sentence_that_has_not_both() -> None:
    body = "<p>Wearables bring US$4.20 million in 2024 to some.</p>" + TABLE.format("In US$ millions", "x", "Drones")
    wanted = Wanted("d", "money", (), "USD", row=("Drones",), column=("2024",))
    found = located(body, wanted, "en")
    assert isinstance(found, Located) and found.value == Decimal("356100000")
    assert isinstance(located(body.replace("356.1", "–"), wanted, "en"), Missing)
    prose = "<p>Drones bring US$5 million in 2024.</p>"
    told = located(prose, wanted, "en")
    assert isinstance(told, Located) and told.value == 5_000_000


def test_currencies() -> None:
    assert currencies("單元與多元") == frozenset()
    assert currencies("We won in 3 regions: 지원") == {"KRW"}  # the English word; a table's number needs more to fit
    assert currencies("Taiwan dollars") == {"TWD"}
    assert currencies("백만 달러") == {"USD"}
