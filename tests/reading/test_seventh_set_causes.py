"""What the pages of the seventh set were read wrongly for, and the sentences that the same rules must leave alone."""

from decimal import Decimal
from typing import Any

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, figures, locate
from tests.reading.asked import Found, find, money, value_of


def share(*words: str, **more: Any) -> Wanted:
    return Wanted("x", "percent", tuple((one,) for one in words), unit="%", **more)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025 / 11 / 06", "2025-11-06"),
        ("發布日期：2025 / 11 / 6", "2025-11-06"),
        ("114 / 11 / 06 公告", "2025-11-06"),
        ("2025 . 11 . 06", "2025-11-06"),
        ("Published 25 / 11 / 2025", "2025-11-25"),
        ("게시일 2025 / 11 / 06", "2025-11-06"),
    ],
)
def test_a_day_with_its_parts_apart_is_one_date(text: str, date: str) -> None:
    language = "zh-Hant" if "1" in text[:1] else None
    assert [(one.kind, one.date) for one in figures(text, language)] == [("date", date)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1 / 2 / 3", ["fraction", "number"]),
        ("12 / 15 / 18 個月", ["fraction", "duration"]),
        ("2025 / 13 / 06", ["fraction", "number"]),
        ("2000 / 10 / 2 = 100", ["fraction", "number", "number"]),
        ("3 / 4 cups", ["fraction"]),
        ("2020 / 21", ["date"]),
    ],
)
def test_other_slashes_make_none(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in figures(text)] == kinds


QUARTERS = "<table><tr><th></th><th>3Q25</th><th>2Q25</th></tr><tr><th>{label}</th><td>{now}</td><td>{then}</td></tr>{more}</table>"


@pytest.mark.parametrize(
    ("language", "said", "label", "words", "unit"),
    [
        ("zh-Hant", "每股盈餘為4.26元。", "每股盈餘（元）", "每股盈餘", "TWD"),
        ("en", "Earnings per share were $4.26.", "Earnings per share ($)", "earnings per share", "USD"),
        ("ko", "주당순이익은 4,260원이다.", "주당순이익(천원)", "주당순이익", "KRW"),
    ],
)
def test_the_newest_column_with_turned_digits_contradicts_the_sentence(
    language: str, said: str, label: str, words: str, unit: str
) -> None:
    def read(now: str, then: str) -> Found:
        table = QUARTERS.format(label=label, now=now, then=then, more="")
        return find(f"<p>{said}</p>{table}", money(words, unit), language)

    assert isinstance(read("4.62", "3.88"), Ambiguous)
    right = value_of(read("4.26", "4.11"))
    # Another column has it, or the newest one tells of something else.
    assert value_of(read("4.62", "4.26")) == value_of(read("5.91", "3.88")) == right


def test_a_column_says_nothing_where_the_rows_are_broken_down_too() -> None:
    more = "<tr><th>Rent per share</th><td>4.30</td><td>4.11</td></tr>"
    table = QUARTERS.format(label="Earnings per share in the north ($)", now="4.62", then="3.88", more="")
    body = f"<p>Earnings per share were $4.26 in the year 2024.</p>{table.replace('</table>', more + '</table>')}"
    assert value_of(find(body, money("earnings per share", "USD"), "en")) == Decimal("4.26")
