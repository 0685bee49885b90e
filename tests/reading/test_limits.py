"""Limits as laws and notices write them: what may not be more or less, within how many days, and shares of a sum."""

from decimal import Decimal

import pytest

from extractors.reading import figures


def _said(text: str) -> list[str]:
    return [
        f"{one.comparator} {one.low}..{one.high} {one.unit}" if one.low is not None else
        f"{one.comparator} {one.value} {one.unit}" if one.value is not None else f"date {one.date}"
        for one in figures(text)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("벌금은 3천만원을 초과할 수 없다", "<= 30000000 KRW"),
        ("5억원을 초과하여서는 아니 된다", "<= 500000000 KRW"),
        ("표시 면적은 5퍼센트보다 작아서는 아니 된다", ">= 5 %"),
        ("비율은 5퍼센트 미만이어서는 안 된다", ">= 5 %"),
        ("前項標示之面積，不得小於畫面百分之五", ">= 5 %"),
        ("罚款不得超过上一年度营业额的5%", "<= 5 %"),
        ("最高可處全球年營業額7%", "<= 7 %"),
        ("no later than 14 days after the request", "<= 14 day"),
        ("within a period of 30 days", "<= 30 day"),
    ],
)
def test_what_may_not_be_is_a_bound_even_at_a_distance(text: str, said: str) -> None:
    assert _said(text) == [said]


@pytest.mark.parametrize("text", ["獲利高於全國平均3%", "成长低于去年5%"])
def test_a_comparison_at_a_distance_is_none(text: str) -> None:
    assert [one.comparator for one in figures(text)][-1] not in (">=", "<=", ">", "<")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("통지를 받은 날부터 30일 이내에", "<= 30 day"),
        ("10일 안에 답해야 한다", "<= 10 day"),
        ("60일 내에 통보한다", "<= 60 day"),
        ("최장 30일", "<= 30 day"),
        ("30일 이상 보관한다", ">= 30 day"),
        ("10일 이상 30일 이하", "= 10..30 day"),
        ("保存30日以上", ">= 30 day"),
        ("15일 발표했다", "date ---15"),
    ],
)
def test_a_number_of_days_is_no_day_of_the_month(text: str, said: str) -> None:
    assert _said(text) == [said]


def test_hundredths_are_how_korean_law_writes_percent() -> None:
    assert _said("매출액의 100분의 3 이하의 과징금") == ["<= 3 %"]
    assert figures("3분의 1")[0].value == Decimal(1) / 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("whichever is higher of £18 million and 6% of revenue", ["= 18000000 GBP", "= 6 %"]),
        ("$5 million and 3 percentage points", ["= 5000000 USD", "= 3 pp"]),
        ("1.2 million and 45,000 jobs", ["= 1200000 None", "= 45000 job"]),
        ("one million and twenty people", ["= 1000020 person"]),
    ],
)
def test_what_follows_and_is_a_figure_of_its_own_unless_it_is_the_rest_of_the_number(
    text: str, said: list[str]
) -> None:
    assert _said(text) == said


def test_or_up_to_is_the_bound_of_what_follows() -> None:
    assert _said("fines of up to EUR 7 500 000 or up to 1 % of turnover") == ["<= 7500000 EUR", "<= 1 %"]
