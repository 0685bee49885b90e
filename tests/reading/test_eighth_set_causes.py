"""What the pages of the eighth set were read wrongly for, and the sentences that the same rules must leave alone."""

from decimal import Decimal
from typing import Any

import pytest

from extractors.reading import Located, Missing, Wanted, figures
from tests.reading.asked import find, value_of

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
    "text",
    ["換算每百萬人口新發率較前一年減少", "由前一年的", "低于前一季度", "與前一日相比", "較上一季度", "前一年度為"],
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


@pytest.mark.parametrize(
    ("language", "said", "after", "value"),
    [
        ("zh-Hans", "重点地区快递72小时准时率由上年的85.08%提高到86.35%。", "准时率", "86.35"),
        ("zh-Hant", "市占率由8月的9.8%升至14.9%，是最高。", "市占率", "14.9"),
        ("en", "The share rose from 9.8% in August to 14.9% in September.", "share", "14.9"),
        ("ko", "점유율은 9.8%에서 14.9%로 올랐다.", "점유율", "14.9"),
    ],
)
def test_the_words_a_figure_follows_lead_to_what_it_became(language: str, said: str, after: str, value: str) -> None:
    assert value_of(find(f"<p>{said}</p>", share(after, after=after), language)) == Decimal(value)


@pytest.mark.parametrize(
    ("language", "said", "after", "value"),
    [
        ("zh-Hant", "自來水漏水率已降至12.74%，目標是在120年以前降到10%以下。", "漏水率", "12.74"),
        ("zh-Hant", "從事率為12.7%，目標為10%。", "從事率", "12.7"),
        ("zh-Hant", "由工業用戶的漏水率達12.7%；家戶則提高到20%。", "漏水率", "12.7"),
        ("en", "The share was 9.8%; the goal is to reach 14.9%.", "share", "9.8"),
    ],
)
def test_what_only_looks_like_from_and_to_does_not(language: str, said: str, after: str, value: str) -> None:
    assert value_of(find(f"<p>{said}</p>", share(after, after=after), language)) == Decimal(value)


@pytest.mark.parametrize(
    ("language", "said", "words", "row"),
    [
        ("zh-Hans", "2024年，全省寄递业务量完成68.42亿件。", "业务量", "异地"),
        ("en", "There were 63,902 installations in the year to March.", "installations", "South Isle"),
        ("zh-Hant", "全國茶園種植面積為12,047公頃。", "種植面積", "嘉義縣"),
        ("ko", "전국 설치 대수는 63,902대였다.", "설치", "남부"),
    ],
)
def test_a_sentence_that_names_no_row_has_not_its_figure(language: str, said: str, words: str, row: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", count(words, row=(row,)), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words", "row"),
    [
        ("zh-Hans", "异地业务量完成53.9亿件。", "业务量", "异地"),
        ("zh-Hans", "2024年业务量完成61.35亿件。", "业务量", "合计"),
        ("en", "There were 63,902 installations.", "installations", "Total"),
        ("en", "This is about the South Isle. Installations came to 23,190.", "installations", "South Isle"),
        ("zh-Hant", "嘉義縣的種植面積為2,060公頃。", "種植面積", "嘉義縣"),
        ("ko", "남부의 설치 대수는 63,902대였다.", "설치", "남부"),
    ],
)
def test_one_that_names_it_has(language: str, said: str, words: str, row: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", count(words, row=(row,)), language), Located)


@pytest.mark.parametrize("heading", ["South Isle", "Installations in the South Isle"])
def test_a_heading_may_name_the_row(heading: str) -> None:
    page = f"<h2>{heading}</h2><p>There were 23,190 installations.</p>"
    assert value_of(find(page, count("installations", row=("South Isle",)), "en")) == 23190
