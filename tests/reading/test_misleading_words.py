"""Values that a review found read wrongly on the day the rules behind them were made: each with siblings."""

from decimal import Decimal
from typing import Any

import pytest

from extractors.reading import Located, figures
from tests.reading.asked import Found, asked_for, find


def _find(body: str, language: str, words: str, kind: str = "money", **more: Any) -> Found:
    return find(body, asked_for(kind, words, **more), language)


@pytest.mark.parametrize("name", ["比特幣", "比亞迪", "比亚迪", "比利時", "比利时", "比爾", "比例"])
def test_a_name_that_begins_with_than_compares_nothing(name: str) -> None:
    found = _find(f"<p>以太幣（3,100美元）、{name}（93,000美元）同步走高。</p>", "zh-Hant", name, unit="USD")
    assert isinstance(found, Located) and found.value == 93_000


@pytest.mark.parametrize(
    ("said", "words", "kind", "unit", "value"),
    [
        ("예산 500억 원 대비 집행액은 320억 원이다.", "예산", "money", "KRW", "50000000000"),
        ("국내 기준금리 3.5%보다 미국 기준금리는 5.5%로 높다.", "국내 기준금리", "percent", "%", "3.5"),
    ],
)
def test_a_korean_figure_with_its_words_stays_though_another_is_compared_with_it(
    said: str, words: str, kind: str, unit: str, value: str
) -> None:
    found = _find(f"<p>{said}</p>", "ko", words, kind, unit=unit)
    assert isinstance(found, Located) and found.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("100분의 1초", "0.01", "second"), ("1000분의 1초", "0.001", "second"), ("100분의 3 이상", "3", "%")],
)
def test_a_part_of_a_second_is_no_percentage(text: str, value: str, unit: str) -> None:
    [found] = figures(text, language="ko")
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("You must be 18 or over to vote.", ">="),
        ("It takes $500 or more to complete.", ">="),
        ("Those aged 65 and over to apply.", ">="),
        ("You need $1,000 or less to start.", "<="),
        ("A fine of 500 euros or up to 1% of sales.", "="),
    ],
)
def test_only_or_up_to_belongs_to_what_follows(text: str, sign: str) -> None:
    assert figures(text)[0].comparator == sign


@pytest.mark.parametrize("column", ["線上月活躍用戶", "线上月活跃用户", "以上月份合計", "網上季度用戶", "网上季度用户"])
def test_online_is_no_last_month(column: str) -> None:
    table = (
        f"<table><tr><th>地區</th><th>{column}</th></tr><tr><td>甲地</td><td>500萬人</td></tr></table>"
        "<p>甲地另有300萬人。</p>"
    )
    found = _find(table, "zh-Hant", "甲地", "quantity", unit="person")
    assert not isinstance(found, Located) or found.value == 5_000_000


@pytest.mark.parametrize("heading", ["History", "Archive", "Past year", "歷史數據", "過去"])
def test_a_heading_that_may_hold_the_present_value_marks_nothing_as_over(heading: str) -> None:
    body = f"<h2>{heading}</h2><p>Tower height fee: $40 million.</p><h2>Notes</h2><p>Other height fee: $30 million.</p>"
    found = _find(body, "en", "height fee", unit="USD")
    assert not isinstance(found, Located) or found.value == 40_000_000


def test_a_dated_event_gives_way_to_no_older_figure() -> None:
    found = _find("<ul><li>2024年8月 出口410億美元</li></ul><p>2019年服務出口40億美元。</p>", "zh-Hant", "出口")
    assert not isinstance(found, Located) or found.value == 41_000_000_000


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("합의 이후 15일 서울에서 만났다", "ko"),
        ("취임 이후 15일 처음 방문했다", "ko"),
        ("오는 15일 전까지 신청", "ko"),
        ("다음 달 15일이 지나면", "ko"),
        ("오는 15일을 넘기지 않겠다", "ko"),
        ("報名自即日起15日截止", "zh-Hant"),
    ],
)
def test_a_day_of_the_month_is_no_length(text: str, language: str) -> None:
    assert "---15" in [found.date for found in figures(text, language=language)]


@pytest.mark.parametrize("text", ["15일 이내", "15일 이상", "15일 안에", "15일 동안", "15일간"])
def test_a_length_is_no_day_of_the_month(text: str) -> None:
    assert not any(found.date for found in figures(text, language="ko"))


@pytest.mark.parametrize("text", ["plus/minus 3%", "plus minus 3%", "plus or minus 3%", "Plus / minus three percent"])
def test_a_margin_has_no_sign(text: str) -> None:
    assert figures(text)[-1].value == 3


@pytest.mark.parametrize(
    ("text", "value"), [("A hundred and 5 basis points", "1.05"), ("one hundred and 5 basis points", "1.05")]
)
def test_a_hundred_and_five_is_one_number(text: str, value: str) -> None:
    [found] = figures(text)
    assert found.value == Decimal(value)
