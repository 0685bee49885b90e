"""What the words round a figure, and the table it stands in, make of it."""

from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, locate
from extractors.reading.text.figures import figures
from extractors.reading.text.mention import Language


def _found(body: str, wanted: Wanted, language: str = "en") -> Located | Missing | Ambiguous:
    text = f'<html lang="{language}"><body><main>{body}</main></body></html>'
    return locate(Page.open(text.encode(), "text/html; charset=utf-8"), wanted)


def _value(body: str, wanted: Wanted, language: str = "en") -> Decimal | None:
    found = _found(body, wanted, language)
    assert isinstance(found, Located), found
    return found.value


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("全年共計 12 萬 3,456 人", "zh-Hant", "123456"),
        ("到訪 640 萬 1,230 人次", "zh-Hant", "6401230"),
        ("四成二七", "zh-Hant", "42.7"),
        ("用電 1,200.5 百萬度", "zh-Hant", "1200500000"),
        ("平均住 3.15 夜", "zh-Hant", "3.15"),
        ("△31", "ko", "-31"),
    ],
)
def test_writings(text: str, language: Language, value: str) -> None:
    assert [mention.value for mention in figures(text, language)] == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("NT$12.5–13.1 billion", "12500000000", "13100000000"),
        ("US$1.05-1.25 million", "1050000", "1250000"),
        ("处二万元以上二十万元以下罚款", "20000", "200000"),
    ],
)
def test_ranges(text: str, low: str, high: str) -> None:
    (mention,) = figures(text)
    assert (mention.low, mention.high) == (Decimal(low), Decimal(high))


def test_a_year_in_three_beside_a_number_in_ten_thousands_is_no_rest() -> None:
    assert Decimal(32024) not in [mention.value for mention in figures("共 3 萬 2024 年", "zh-Hant")]


PAY = Wanted("pay", "money", (("hourly pay",),), unit="USD")


def test_how_far_a_value_moved_is_not_the_value() -> None:
    assert _value("<p>Average hourly pay rose by 13 cents, or 0.4 percent, to $35.61.</p>", PAY) == Decimal("35.61")


def test_unless_the_move_was_asked_for() -> None:
    rise = Wanted("rise", "money", (("hourly pay rose",),), unit="USD")
    assert _value("<p>Average hourly pay rose by 13 cents, or 0.4 percent, to $35.61.</p>", rise) == Decimal("0.13")


def test_a_part_is_not_the_whole() -> None:
    people = Wanted("people", "quantity", (("核付",),), unit="person")
    assert _value("<p>113年核付8萬4,206人，其中男性2萬3,360人。</p>", people, "zh-Hant") == 84206
    assert isinstance(_found("<p>113年核付8萬4,206件，其中男性2萬3,360人。</p>", people, "zh-Hant"), Missing)


def test_a_part_that_is_named_is_found() -> None:
    men = Wanted("men", "quantity", (("男性",),), unit="person")
    assert _value("<p>113年核付8萬4,206人，其中男性2萬3,360人。</p>", men, "zh-Hant") == 23360


def test_households_are_no_persons() -> None:
    asked = Wanted("asked", "quantity", (("成功訪問",),), unit="person")
    said = "<p>成功訪問1,203戶（市話842人、手機361人）。</p>"
    assert isinstance(_found(said, asked, "zh-Hant"), Missing)


def test_a_question_states_nothing() -> None:
    rate = Wanted("rate", "percent", (("employment rate",),), unit="%")
    body = "<p>Is the employment rate only 78%?</p><p>The employment rate is 87%.</p>"
    assert _value(body, rate) == 87


def test_core_inflation_is_not_inflation() -> None:
    cpi = Wanted("cpi", "percent", (("CPI",), ("較上年同期",)), unit="%")
    assert _value("<p>1至10月CPI較上年同期之變動率為2.19%，核心CPI為1.93%。</p>", cpi, "zh-Hant") == Decimal("2.19")


def test_another_month_or_quarter_is_not_the_one_asked_for() -> None:
    orders = Wanted("orders", "money", (("10月",), ("外銷訂單",)), unit="USD")
    said = "<p>10月外銷訂單延後公布，11月則估介於515億至535億美元。</p>"
    assert isinstance(_found(said, orders, "zh-Hant"), Missing)


def test_headings_in_two_rows_without_th() -> None:
    body = """<table><tr><td rowspan="2">項目</td><td colspan="2">113年10月</td></tr>
    <tr><td>指數</td><td>較上月</td></tr><tr><td>食物</td><td>116.32</td><td>0.88</td></tr><tr><td>居住</td><td>106.05</td><td>-0.02</td></tr></table>"""
    index = Wanted("index", "number", (("食物",),), row=("食物",), column=("113年10月", "指數"))
    assert _value(body, index, "zh-Hant") == Decimal("116.32")


def test_a_form_with_several_names_in_a_row() -> None:
    body = """<table><tr><td>成文日期：</td><td>2025年3月7日</td><td>發布日期：</td><td>2025年3月14日</td></tr>
    <tr><td>字號：</td><td>一號</td><td>施行日期：</td><td>2025年9月1日</td></tr></table>"""
    found = _found(body, Wanted("out", "date", (("發布日期",),)), "zh-Hant")
    assert isinstance(found, Located) and found.date == "2025-03-14"


def test_a_first_column_of_ranks_names_nobody() -> None:
    body = """<table><thead><tr><th>Rank</th><th>Name</th><th>Score</th></tr></thead><tbody><tr><td>=27</td><td>North
    College</td><td>82.9</td></tr><tr><td>63</td><td>South College</td><td>74.0</td></tr></tbody></table>"""
    score = Wanted("score", "number", (("North College",), ("Score",)))
    assert _value(body, score) == Decimal("82.9")


def test_the_plainest_label_wins() -> None:
    body = """<table><tr><th>App</th><th>Users</th></tr><tr><td>Video (with short video)</td><td>106,796</td></tr>
    <tr><td>Short video</td><td>105,037</td></tr></table>"""
    assert _value(body, Wanted("users", "number", (("short video",),), column=("Users",))) == 105037


def test_of_a_year_and_the_last_the_later_one_is_meant() -> None:
    body = """<table><tr><th>£ million</th><th>2024</th><th>2023</th></tr>
    <tr><td>Research grants</td><td>246.1</td><td>229.4</td></tr></table>"""
    assert _value(body, Wanted("grants", "money", (("research grants",),), unit="GBP")) == Decimal("246100000")


def test_of_years_in_a_row_the_last_is_now_unless_it_may_be_a_forecast() -> None:
    wanted = Wanted("grants", "money", (("research grants",),), unit="GBP")
    body = """<table><tr><th>£ million</th><th>{}</th><th>2023</th><th>{}</th></tr>
    <tr><td>Research grants</td><td>246.1</td><td>229.4</td><td>210.0</td></tr></table>"""
    found = _found(body.format("2024", "2022"), wanted)
    assert isinstance(found, Located) and found.value == Decimal("246100000")
    for first, last in (("2024 (f)", "2022"), ("2024 forecast", "2022"), ("2030", "2022"), ("2024", "2019")):
        assert isinstance(_found(body.format(first, last), wanted), Ambiguous), (first, last)
    heading = "<h2>Outlook for grants</h2>" + body.format("2024", "2022")
    assert isinstance(_found(heading, wanted), Ambiguous)


def test_thousands_of_us_dollars_are_no_yuan() -> None:
    body = """<table><caption>簡明損益表（美元千元）</caption><tr><th></th><th>2024年</th></tr>
    <tr><td>研发费用</td><td>1,318,077</td></tr></table>"""
    assert not isinstance(_found(body, Wanted("cost", "money", (("研发费用",),), unit="CNY"), "zh-Hans"), Located)


def test_last_years_value_under_the_present_one() -> None:
    used = Wanted("used", "percent", (("已導入",),), unit="%")
    assert _value("<dl><dt>已導入</dt><dd>18.7%</dd><dd>2023年 9.4%</dd></dl>", used, "zh-Hant") == Decimal("18.7")
    spent = Wanted("spent", "money", (("Public spending",),), unit="USD")
    assert _value("<dl><dt>Public spending</dt><dd>$14.7B <i>2023: $11.2B</i></dd></dl>", spent) == 14_700_000_000


def test_what_is_included_breaks_nothing_down() -> None:
    spent = Wanted("spent", "money", (("Total spending",),), unit="USD")
    assert _value("<p>Total spending, including grants, reached $5 billion.</p>", spent) == 5_000_000_000
