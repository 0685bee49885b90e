"""What a figure was and what it is in one sentence; and minus signs that are words."""

from decimal import Decimal

import pytest

from extractors.reading import Located, Wanted
from tests.reading.asked import find, money, value_of

SHARE = {"en": "adoption", "zh-Hant": "採用率", "ko": "채택률"}


@pytest.mark.parametrize(
    ("language", "said", "value"),
    [
        ("en", "Adoption was 45% last year and is now 52%.", 52),
        ("en", "Adoption was 45% in the previous quarter, but has reached 52%.", 52),
        ("en", "Adoption used to be 45%; it is 52% today.", 52),
        ("en", "Adoption was 45%, an earlier version of this page wrongly said; it is 52%.", 52),
        ("en", "Adoption is 52% now; last year it was 45%.", 52),
        ("en", "Adoption was 45% last year.", 45),
        ("zh-Hant", "採用率上季45%、本季52%。", 52),
        ("zh-Hant", "採用率上月45%，本月52%。", 52),
        ("zh-Hant", "更正：採用率45%應為52%。", 52),
        ("zh-Hant", "上季採用率為45%。", 45),
        ("zh-Hant", "採用率本季45%，目標為52%。", 45),
        ("ko", "채택률은 지난 분기 45%, 이번 분기 52%다.", 52),
        ("ko", "채택률은 이번 분기 52%, 지난 분기 45%다.", 52),
    ],
)
def test_what_is_and_not_what_was(language: str, said: str, value: int) -> None:
    wanted = Wanted("x", "percent", ((SHARE[language],),), unit="%")
    assert value_of(find(f"<p>{said}</p>", wanted, language)) == Decimal(value)


def test_another_subject_is_no_later_value() -> None:
    said = "<p>Adoption was 45% last year and satisfaction is 52%.</p>"
    found = find(said, Wanted("x", "percent", (("adoption",),), unit="%"), "en")
    assert isinstance(found, Located)
    assert found.value == Decimal(45)


@pytest.mark.parametrize(
    ("language", "said", "words", "unit", "value"),
    [
        ("en", "Net income was a loss of $3.2m.", "net income", "USD", -3_200_000),
        ("en", "Net income was $3.2m, against a loss of $1.1m a year before.", "net income", "USD", 3_200_000),
        ("en", "The company reported net income of $3.2m after a loss of $2m in 2023.", "net income", "USD", 3_200_000),
        ("en", "The net loss was $3.2m.", "net loss", "USD", 3_200_000),
        ("en", "A deficit of $8.2bn was recorded in the trade balance.", "trade balance", "USD", -8_200_000_000),
        ("en", "The budget balance showed a $8.2bn deficit.", "budget balance", "USD", -8_200_000_000),
        ("en", "The balance sheet showed an accumulated loss of $12m.", "balance sheet", "USD", 12_000_000),
        ("zh-Hant", "營業損益為虧損3.2億元。", "營業損益", "TWD", -320_000_000),
        ("zh-Hant", "營業損益由虧轉盈，獲利3.2億元。", "營業損益", "TWD", 320_000_000),
        ("zh-Hant", "本期淨利3.2億元，去年同期虧損1億元。", "淨利", "TWD", 320_000_000),
        ("zh-Hant", "本期淨損3.2億元。", "淨損", "TWD", 320_000_000),
        ("ko", "영업이익은 3억 원 적자다.", "영업이익", "KRW", -300_000_000),
        ("ko", "영업이익은 3억 원으로 흑자 전환했다.", "영업이익", "KRW", 300_000_000),
        ("ko", "무역수지는 적자 82.4억 달러를 기록했다.", "무역수지", "USD", -8_240_000_000),
    ],
)
def test_a_loss_where_a_balance_was_asked_for(language: str, said: str, words: str, unit: str, value: int) -> None:
    assert value_of(find(f"<p>{said}</p>", money(words, unit), language)) == Decimal(value)
