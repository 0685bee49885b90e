"""Ordinary pages that a rule about other pages once took the figure from."""

from decimal import Decimal

import pytest

from extractors.reading import Located, Missing
from tests.reading.asked import asked_for, find


def _find(body: str, words: str, kind: str, language: str) -> object:
    found = find(body, asked_for(kind, words), language)
    return found.value if isinstance(found, Located) else found


@pytest.mark.parametrize(
    ("body", "words", "kind", "language", "value"),
    [
        ("<h2>Recent updates</h2><p>Inflation stood at 3.2% in May.</p>", "Inflation", "percent", "en", "3.2"),
        ("<h2>Previous research</h2><p>Inflation stood at 3.2% in May.</p>", "Inflation", "percent", "en", "3.2"),
        ("<h2>相關研究</h2><p>失業率為3.2%。</p>", "失業率", "percent", "zh-Hant", "3.2"),
        ("<h2>市場規模</h2><p>2024年達56億美元，主因是大規模投資。</p>", "市場規模", "money", "zh-Hant", "5600000000"),
        (
            '<div class="consultation-responses"><p>812 responses</p><p>62% supported the plan.</p></div>',
            "supported", "percent", "en", "62",
        ),
        (
            '<div class="latest"><ul><li><a href="/cpi">Inflation 3.2%</a></li><li><a href="/g">x</a></li></ul></div>',
            "Inflation", "percent", "en", "3.2",
        ),
        ("<p>Inflation (2025 not yet available): 3.2% in 2024.</p>", "Inflation", "percent", "en", "3.2"),
    ],
)  # fmt: skip
def test_it_is_still_read(body: str, words: str, kind: str, language: str, value: str) -> None:
    assert _find(body, words, kind, language) == Decimal(value)


def test_the_others_of_a_kind_are_still_told_apart() -> None:
    found = _find("<h2>中小企業</h2><p>大型企業的採用率為58%。</p>", "中小企業", "percent", "zh-Hant")
    assert isinstance(found, Missing)


def test_rows_without_a_cell_are_no_row_of_units() -> None:
    table = "<table><tr><th>Year<th>Share</tr><tr><tr><tr><tr><td>2024<td>54.2%</tr></table>"
    assert _find(table, "Share", "percent", "en") == Decimal("54.2")
