"""What the held-out half of the fifth page set was read wrongly for when it was opened: each cause, with siblings."""

from decimal import Decimal

import pytest

from extractors.reading import Located, Missing, Wanted, figures
from tests.reading.asked import asked_for, find, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The margin of error is plus or minus 1.7 percentage points.", "1.7"),
        ("plus-or-minus 3%", "3"),
        ("plus or minus three percent", "3"),
        ("오차는 플러스마이너스 3.1%포인트", "3.1"),
        ("minus 3%", "-3"),
        ("minus three percent", "-3"),
        ("it was 8 plus, minus 3% a year later", "-3"),
    ],
)
def test_a_margin_has_no_sign(text: str, value: str) -> None:
    assert figures(text)[-1].value == Decimal(value)


WIND = "<table><tr><th>類別</th><th>容量（MW）</th></tr><tr><td>風電</td><td>4,118</td></tr></table>"


@pytest.mark.parametrize(
    ("body", "language", "kind", "words", "unit", "value"),
    [
        ("<p>Data centres consumed 396 TWh in 2024.</p>", "en", "quantity", "consumed", "TWh", "396"),
        ("<dl><dt>容量</dt><dd>21,847<small>MW</small></dd></dl>", "zh-Hant", "quantity", "容量", "MW", "21847"),
        (WIND, "zh-Hant", "quantity", "風電", "MW", "4118"),
        ("<p>쌀 생산량은 529㎏이다.</p>", "ko", "quantity", "생산량", "kg", "529"),
        ("<p>面积为12公顷。</p>", "zh-Hans", "quantity", "面积", "公顷", "12"),
        ("<p>The term is 18 months.</p>", "en", "duration", "term", "months", "18"),
    ],
)  # fmt: skip
def test_a_unit_may_be_declared_by_its_symbol(
    body: str, language: str, kind: str, words: str, unit: str, value: str
) -> None:
    found = find(body, asked_for(kind, words, unit=unit), language)
    assert value_of(found) == Decimal(value)
    assert isinstance(found, Located)
    assert found.unit == unit, "told as it was declared"


def test_millions_written_with_an_m_where_metres_are_not_plausible() -> None:
    body = "<p>The reach of the campaign is expected to amount to 412.6m by 2031.</p>"
    millions = (Decimal(10**8), Decimal(10**9))
    assert value_of(find(body, asked_for("quantity", "reach", between=millions), "en")) == 412_600_000
    metres = find(body, asked_for("quantity", "reach"), "en")
    assert value_of(metres) == Decimal("412.6"), "without a plausible range nothing says so"
    counted = "<p>The number of users is expected to amount to 412.6m by 2031.</p>"
    assert value_of(find(counted, asked_for("quantity", "number of users"), "en")) == 412_600_000


SHARES = "업종별로는 ICT서비스가 전체의 31.3%를 차지했고 바이오·의료가 16.1%, 전기·기계가 14.9%로 뒤를 이었다."


@pytest.mark.parametrize(("words", "value"), [("ICT서비스", "31.3"), ("바이오·의료", "16.1"), ("전기·기계", "14.9")])
def test_the_declared_words_may_be_the_name_of_a_part(words: str, value: str) -> None:
    assert value_of(find(f"<p>{SHARES}</p>", asked_for("percent", words, unit="%"), "ko")) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["연령별로는 20대의 이용률이 45.0%로 가장 높았다.", "연령별로는 20대가 45.0%, 이용률은 60대가 12.0%였다."]
)
def test_a_part_is_still_not_the_whole(text: str) -> None:
    assert isinstance(find(f"<p>{text}</p>", asked_for("percent", "이용률", unit="%"), "ko"), Missing)


def test_a_box_of_links_named_rel_is_of_other_pages() -> None:
    body = (
        "<main><h1>第三季度业绩</h1><p>总收入为人民币84.6亿元。</p></main>"
        '<section class="rel"><a>第二季度：总收入为人民币81.0亿元</a><a>日均调用量突破12亿次</a></section>'
    )
    wanted = asked_for("money", "总收入为", unit="CNY", currency="CNY")
    assert value_of(find(body, wanted, "zh-Hans")) == 8_460_000_000
    text = '<div class="rel"><p>总收入为人民币84.6亿元，同比增长。</p></div>'
    assert value_of(find(text, wanted, "zh-Hans")) == 8_460_000_000, "a box that links don't fill is text"


@pytest.mark.parametrize(
    ("language", "head", "remark", "text"),
    [
        ("ko", "댓글 2", "이용률은 68%쯤 될 줄 알았는데요.", "이용률은 58.4%였다."),
        ("zh-Hant", "留言 3", "使用率68%吧。", "使用率為58.4%。"),
        ("en", "2 replies", "I thought the usage rate was 68%.", "The usage rate was 58.4%."),
    ],
)
def test_a_box_of_replies_that_says_so(language: str, head: str, remark: str, text: str) -> None:
    word = {"ko": "이용률", "zh-Hant": "使用率", "en": "usage rate"}[language]
    wanted = asked_for("percent", word, unit="%")
    long = f"<main><h1>x</h1><p>{text}</p><p>{'—' * 90}</p></main>"
    body = f'{long}<div class="reply"><b>{head}</b><p>{remark}</p></div>'
    assert value_of(find(body, wanted, language)) == Decimal("58.4")
    answer = f'<main><h1>x</h1></main><div class="reply"><p>{text}</p></div>'
    assert value_of(find(answer, wanted, language)) == Decimal("58.4"), "a minister's reply is text"


@pytest.mark.parametrize(
    ("date", "language", "words"),
    [
        ("November 2024", "en", "awards finalised"),
        ("18 November 2024", "en", "awards finalised"),
        ("2024年11月", "zh-Hant", "awards finalised"),
        ("2024년 11월", "ko", "awards finalised"),
    ],
)
def test_a_dated_event_is_not_the_presentvalue_of(date: str, language: str, words: str) -> None:
    tile = '<div class="tile"><b>$33.7 billion</b><span>awards finalised</span></div>'
    event = f"<ul><li>{date} Awards finalised pass $20 billion.</li><li>2022 Act signed.</li></ul>"
    found = find(f"<main>{tile}{event}</main>", asked_for("money", words, unit="USD", currency="USD"), language)
    assert value_of(found) == 33_700_000_000


@pytest.mark.parametrize(
    ("language", "line"),
    [("zh-Hant", "點閱數：2,841"), ("zh-Hans", "阅读量：2,841次"), ("ko", "조회수 2,841"), ("en", "Views: 2,841")],
)
def test_how_often_a_page_was_opened_is_none_of_its_figures(language: str, line: str) -> None:
    body = f"<main><h1>培育 培育人才 trained</h1><ul><li>{line}</li></ul><p>—</p></main>"
    wanted = Wanted("x", "quantity", (("培育", "trained"),), unit="person")
    assert isinstance(find(body, wanted, language), Missing)


def test_a_sign_that_screen_readers_skip_is_seen() -> None:
    body = '<dl><dt>Take-up</dt><dd aria-label="42 per cent">42<span aria-hidden="true">%</span></dd></dl>'
    assert value_of(find(body, asked_for("percent", "take-up", unit="%"), "en")) == 42
    alone = '<dl><dt>Take-up</dt><dd><span aria-hidden="true">42%</span></dd></dl>'
    assert value_of(find(alone, asked_for("percent", "take-up", unit="%"), "en")) == 42
    beside = '<dl><dt>Take-up</dt><dd>being counted <span aria-hidden="true">42%</span></dd></dl>'
    assert isinstance(find(beside, asked_for("percent", "take-up", unit="%"), "en"), Missing)
