"""What the pages of the eighth set were read wrongly for, and the sentences that the same rules must leave alone."""

from decimal import Decimal
from typing import Any

import pytest

from extractors.reading import Ambiguous, Located, Missing, Wanted, figures
from tests.reading.asked import Found, find, money, value_of

SHARE = (Decimal(0), Decimal(100))


def share(*words: str, **more: Any) -> Wanted:
    return Wanted("x", "percent", tuple((one,) for one in words), unit="%", **more)


def count(*words: str, **more: Any) -> Wanted:
    return Wanted("x", "quantity", tuple((one,) for one in words), **more)


@pytest.mark.parametrize(
    "text",
    [
        "全球冷鏈市場規模（2020－2030年，百萬美元）",
        "各縣市茶葉產值（109至113年，億元）",
        "시장 규모(2020~2030년, 백만 달러)",
        "市场规模（2020-2024年；亿元）",
        "（首獎，百萬元）",
    ],
)
def test_a_unit_behind_a_tables_years_is_no_figure(text: str) -> None:
    assert not [one for one in figures(text) if one.value is not None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("今年頒發10名（每名百萬元）", 10),
        ("（10名，百萬元獎金）", 1_000_000),
        ("百萬美元的大獎", 1_000_000),
        ("상금(총 3명, 백만 원씩)", 1_000_000),
    ],
)
def test_a_million_in_words_is_one(text: str, value: int) -> None:
    assert Decimal(value) in [one.value for one in figures(text)]


@pytest.mark.parametrize(
    "text", ["換算每百萬人口新發率較前一年減少", "由前一年的", "低于前一季度", "與前一日相比", "較上一季度", "前一年度為"]
)
def test_the_period_before_is_no_length(text: str) -> None:
    assert not [one for one in figures(text) if one.kind == "duration" or one.date]


@pytest.mark.parametrize(
    ("text", "value"), [("目前一年約須繳納", 1), ("合約到期前一年通知", 1), ("以前一天可做", 1), ("選前一週公布", 1)]
)
def test_a_length_before_something_is(text: str, value: int) -> None:
    assert [one.value for one in figures(text) if one.kind == "duration"] == [value]


@pytest.mark.parametrize(("text", "date"), [("前三季度", "--Q1/--Q3"), ("二季度", "--Q2"), ("一季度", "--Q1")])
def test_a_quarter_is_a_date(text: str, date: str) -> None:
    assert [one.date for one in figures(text)] == [date]


