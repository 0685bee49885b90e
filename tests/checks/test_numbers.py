"""A stated number against one reading."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewatch.checks import numbers, wording

M, B, T = 10**6, 10**9, 10**12

# stated, its step, comparator, unit; observed, its step; verdict
TABLE: list[tuple[str, Any, Any, str, str, Any, Any, str]] = [
    ("equal", 221, 1, "=", "company", 221, 1, "confirmed"),
    ("one off", 221, 1, "=", "company", 220, 1, "differs"),
    ("half-up at the report's precision", 89, 1, "=", "%", "88.5", "0.1", "confirmed"),
    ("half-even would say 88", 88, 1, "=", "%", "88.5", "0.1", "differs"),
    ("just below the half", 88, 1, "=", "%", "88.49", "0.01", "confirmed"),
    ("the report is more exact than the source", "24.69", "0.01", "=", "%", 25, 1, "consistent"),
    ("more exact, and the number itself", "25.00", "0.01", "=", "%", 25, 1, "confirmed"),
    ("more exact, outside", "24.49", "0.01", "=", "%", 25, 1, "differs"),
    ("no precision known: exactly", "24.69", None, "=", "%", "24.7", None, "differs"),
    ("the report's slip of C01", 350 * M, 10 * M, ">", "USD", 356_100 * M, 10 * M, "scale_error"),
    ("a thousandth", 356 * B, B, "=", "USD", 356 * M, M, "scale_error"),
    ("ten times", 10, 1, "=", "company", 100, 1, "scale_error"),
    ("95 times is a slip", 100, 1, "=", "company", 9500, 1, "scale_error"),
    ("94.9 times is none", 1000, 1, "=", "company", 94900, 1, "differs"),
    ("105 times is a slip", 100, 1, "=", "company", 10500, 1, "scale_error"),
    ("105.1 times is none", 1000, 1, "=", "company", 105100, 1, "differs"),
    ("5% off is no slip of scale", 100, 1, "=", "company", 104, 1, "differs"),
    ("more than, and it is", 300 * M, 10 * M, ">", "USD", 356 * M, M, "confirmed"),
    ("more than does not excuse 356 billion", 350 * M, M, ">", "USD", 356 * B, B, "scale_error"),
    ("more than, twice as much", 100, 1, ">", "company", 200, 1, "confirmed"),
    ("more than, over twice as much", 100, 1, ">", "company", 201, 1, "differs"),
    ("more than, exactly", 100, 1, ">", "company", 100, 1, "confirmed"),
    ("more than, and it is less", 100, 1, ">", "company", 99, 1, "differs"),
    ("at least, and it is", 100, 1, ">=", "company", 150, 1, "confirmed"),
    ("less than, half", 100, 1, "<", "company", 50, 1, "confirmed"),
    ("less than, under half", 100, 1, "<", "company", 49, 1, "differs"),
    ("less than, and it is more", 100, 1, "<=", "company", 101, 1, "differs"),
    ("about, 10% off", 100, 1, "~", "company", 110, 1, "confirmed"),
    ("about, 11% off", 100, 1, "~", "company", 111, 1, "differs"),
    ("zero stated", 0, 1, "=", "company", 5, 1, "differs"),
    ("zero both", 0, 1, "=", "company", 0, 1, "confirmed"),
    ("sign turned", -5, 1, "=", "%", 5, 1, "differs"),
    ("sign turned and a thousand times", -5, 1, "=", "%", 5000, 1, "differs"),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_number(bench: Any, row: Any) -> None:
    _, stated, step, comparator, unit, observed, seen_step, expected = row
    claim = bench.claim(value=stated, unit=unit, comparator=comparator)
    outcome = numbers.quantity(
        claim, None if step is None else Decimal(str(step)), bench.seen(observed, step=seen_step, unit=unit)
    )
    assert outcome.verdict == expected, outcome.reason.en
    assert outcome.difference == Decimal(str(observed)) - Decimal(str(stated))


@pytest.mark.parametrize(
    ("unit", "seen_unit", "value", "expected"),
    [
        ("USD", "GBP", 10 * M, "differs"),  # the same digits in another currency
        ("USD", "GBP", 8 * M, "ambiguous"),  # perhaps the same sum, perhaps another figure
        ("%", "pp", 10 * M, "differs"),
        ("company", "person", 10 * M, "ambiguous"),
        ("company", "item", 10 * M, "confirmed"),  # a bare N
        ("company", None, 10 * M, "confirmed"),
    ],
)
def test_units(bench: Any, unit: str, seen_unit: str | None, value: int, expected: str) -> None:
    claim = bench.claim(value=10 * M, unit=unit)
    assert numbers.quantity(claim, Decimal(M), bench.seen(value, step=M, unit=seen_unit)).verdict == expected


@pytest.mark.parametrize(
    ("period", "seen_period", "value", "expected"),
    [
        ("2030", "2030", 356, "confirmed"),
        ("2030", None, 356, "confirmed"),
        (None, "2030", 356, "confirmed"),
        ("2030", "2031", 356, "not_found"),
        ("2030", "2031", 442, "not_found"),
        ("2024/2033", "2024", 356, "confirmed"),  # a sentence that names the first year only
        ("2024/2033", "2024", 12, "not_found"),  # the first year's own sum
        ("2024", "2024-Q1", 356, "not_found"),
    ],
)
def test_periods(bench: Any, period: str | None, seen_period: str | None, value: int, expected: str) -> None:
    claim = bench.claim(value=356, unit="USD", period=period)
    assert numbers.quantity(claim, Decimal(1), bench.seen(value, unit="USD", period=seen_period)).verdict == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [("=", "~", "confirmed"), (">", ">", "confirmed"), (">", "=", "confirmed"), (">", "<", "differs"),
     ("up", "down", "differs"), ("=", "down", "confirmed"), ("<=", ">=", "differs")],
)  # fmt: skip
def test_comparators_of_both(bench: Any, ours: str, theirs: str, expected: str) -> None:
    claim = bench.claim(value=11, unit="%", comparator=ours)
    assert numbers.quantity(claim, Decimal(1), bench.seen(11, unit="%", comparator=theirs)).verdict == expected


@pytest.mark.parametrize(
    ("low", "high", "value", "expected"),
    [(12, 18, None, "confirmed"), (12, 24, None, "differs"), (None, None, 15, "ambiguous")],
)
def test_ranges(bench: Any, low: int | None, high: int | None, value: int | None, expected: str) -> None:
    claim = bench.claim(range=(12, 18), unit="month", says="12-18個月")
    outcome = numbers.quantity(claim, None, bench.seen(value, low=low, high=high, unit="month"))
    assert outcome.verdict == expected
    if expected == "differs":
        assert outcome.suggestion is not None
        assert outcome.suggestion.zh == "12-18個月 → 12–24個月"
        assert outcome.suggestion.en == "12 to 18 months → 12 to 24 months"


def test_a_range_in_the_source_is_not_compared_with_one_number(bench: Any) -> None:
    claim = bench.claim(value=15, unit="month")
    assert numbers.quantity(claim, None, bench.seen(low=12, high=18, unit="month")).verdict == "ambiguous"


def test_correction_in_the_reports_own_words(bench: Any) -> None:
    claim = bench.claim(says="3.5億美元", value=350 * M, unit="USD", comparator=">")
    seen = bench.seen(356_100 * M, step=10 * M, unit="USD", as_printed="US$356.10bn")
    outcome = numbers.quantity(claim, Decimal(10 * M), seen)
    assert outcome.suggestion is not None
    assert outcome.suggestion.zh == "3.5億美元 → 3,561億美元"
    assert outcome.suggestion.en == "3.5億美元 → 3,561億美元 (US$350 million → US$356.1 billion)"
    assert "about 1,017 times" in outcome.reason.en
    assert "1,017 倍" in outcome.reason.zh


@given(st.decimals("0.001", "1000000", places=3), st.integers(-6, 6).filter(bool))
def test_a_slip_of_whole_places_is_always_seen(value: Decimal, places: int) -> None:
    assert numbers.slip(value * Decimal(10) ** places / value) == places


@given(st.decimals("0.1", "10000", places=4))
def test_allowed_never_covers_another_magnitude(ratio: Decimal) -> None:
    covered = [c for c in ("=", ">", ">=", "<", "<=", "~", "up", "down") if numbers.allowed(c, ratio)]
    assert not covered or Decimal("0.5") <= ratio <= 2


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (356_100 * M, "USD", "US$356.1 billion", "3,561億美元"),
        (350 * M, "USD", "US$350 million", "3.5億美元"),
        (2 * T, "KRW", "KRW 2 trillion", "2兆韓元"),
        (300 * B, "TWD", "NT$300 billion", "3,000億元"),
        (221, "company", "221 companies", "221家"),
        (1, "year", "1 year", "1年"),
        (3, "person", "3 people", "3人"),
        ("54.2", "%", "54.2%", "54.2%"),
        ("0.5", "pp", "0.5 percentage points", "0.5個百分點"),
    ],
)
def test_numbers_for_people(value: Any, unit: str, en: str, zh: str) -> None:
    number = Decimal(str(value))
    assert wording.english(number, unit) == en
    assert wording.chinese(number, unit, like="億" if "億" in zh else "") == zh


@pytest.mark.parametrize(
    ("ratio", "en"), [("1017.4", "about 1,017 times"), ("2.5", "about 2.5 times"), ("0.001", "about 1/1,000 of")]
)
def test_multiples_for_people(ratio: str, en: str) -> None:
    assert wording.multiple(Decimal(ratio)).en == en


@pytest.mark.parametrize(
    ("iso", "en", "zh"),
    [("2024", "2024", "2024年"), ("2024-06", "June 2024", "2024年6月"), ("2024-06-05", "5 June 2024", "2024年6月5日"),
     ("FY2031", "FY2031", "FY2031")],
)  # fmt: skip
def test_dates_for_people(iso: str, en: str, zh: str) -> None:
    assert (wording.on(iso).en, wording.on(iso).zh) == (en, zh)
