"""A value and how it moved, parts and what they are parts of, one month's figure beside another's."""

from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Missing, Wanted
from tests.reading.asked import asked_for, find, value_of

MEETING = "At its meeting today the Monetary Council lowered the policy rate by 50 basis points, from 6.25% to 5.75%."


def percent(words: str, **more: object) -> Wanted:
    return asked_for("percent", words, unit="%", **more)


def count(words: str, unit: str, **more: object) -> Wanted:
    return asked_for("quantity", words, unit=unit, **more)


def won(words: str, **more: object) -> Wanted:
    return asked_for("money", words, unit="KRW", currency="KRW", **more)


@pytest.mark.parametrize(
    ("said", "wanted", "value"),
    [
        (MEETING, percent("policy rate"), "5.75"),
        ("The Bank cut its policy rate by 25 basis points to 4.25%.", percent("policy rate"), "4.25"),
        ("It raised the policy rate from 4% to 4.25%, a rise of 25 basis points.", percent("policy rate"), "4.25"),
        ("理事會決議調降基準利率2碼，由2.00%降至1.50%。", percent("基準利率"), "1.5"),
        ("重貼現率調升半碼，由1.875%調整為2%。", percent("重貼現率"), "2"),
        ("금통위는 기준금리를 0.25%포인트 내려 연 2.50%로 결정했다.", percent("기준금리"), "2.5"),
        ("Growth in regular pay slowed to 4.6% from 4.7%; for women it was 4.2%.", percent("regular pay"), "4.6"),
        ("The jobless rate rose to 4.6% from 4.4%.", percent("jobless rate"), "4.6"),
        ("失業率較上月的3.35%下降至3.33%。", percent("失業率", after="失業率"), "3.33"),
        ("長者接種率由31.7%提高至36.2%。", percent("接種率", after="接種率"), "36.2"),
        (
            "최대전력은 6월의 8만 4,020MW에서 7월 9만 7,115MW로 뛰었다.",
            count("최대전력", "MW", after="최대전력"), "97115",
        ),
        ("수주잔고는 3월 말의 25조원에서 27조원으로 불어났다.", won("수주잔고", after="수주잔고"), "27e12"),
        (
            "혼인 건수는 지난해 같은 달의 18,811건보다 8.4% 많은 20,394건으로 집계되었다.",
            count("혼인 건수", "건", after="혼인 건수"), "20394",
        ),
        (
            "Services prices were up 6.1%, and core inflation, which leaves out energy, fell from 4.6% to 4.4%.",
            percent("core inflation"), "4.4",
        ),
    ],
)  # fmt: skip
def test_the_level_and_not_how_far_or_from_where(said: str, wanted: Wanted, value: str) -> None:
    assert value_of(find(f"<p>{said}</p>", wanted)) == Decimal(value)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("長照服務使用人數中，使用居家服務者為24萬1,300人。", count("長照服務使用人數", "person")),
        ("수주잔고 가운데 LNG운반선은 6월 말 기준 16조원이다.", won("수주잔고")),
        ("설비용량 중 태양광은 월말 기준 29,870MW이다.", count("설비용량", "MW")),
        ("Within online sales, click and collect made up 54.5%.", percent("online sales")),
        ("Water use is 12 L over target.", count("Water use", "L")),
    ],
)
def test_a_part_or_a_difference_is_not_the_figure(said: str, wanted: Wanted) -> None:
    assert isinstance(find(f"<p>{said}</p>", wanted), Missing)


@pytest.mark.parametrize(
    ("said", "wanted", "value"),
    [
        ("長照服務使用人數中，使用居家服務者為24萬1,300人。", ("長照服務使用人數", "居家服務"), 241300),
        ("在受訪民眾中，有1,200人使用過。", ("受訪民眾", "使用過"), 1200),
        ("產銷率97.7%，其中特殊鋼產銷率99.1%。", ("產銷率",), Decimal("97.7")),
        ("產銷率97.7%，其中特殊鋼產銷率99.1%。", ("產銷率", "特殊鋼"), Decimal("99.1")),
    ],
)
def test_a_part_that_was_asked_for_is(said: str, wanted: tuple[str, ...], value: Decimal | int) -> None:
    kind, unit = ("percent", "%") if "%" in said else ("quantity", "person")
    declared = Wanted("x", kind, tuple((word,) for word in wanted), unit=unit)
    assert value_of(find(f"<p>{said}</p>", declared)) == value


def test_the_rate_of_those_who_were_named() -> None:
    said = "<p>學童接種率為22.4%，65歲以上長者接種率為31.7%，50至64歲者接種率為12.9%。</p>"
    declared = Wanted("x", "percent", (("65歲以上",), ("接種率",)), unit="%", after="接種率")
    assert value_of(find(said, declared)) == Decimal("31.7")


def test_a_noun_s_own_measure_is_not_the_figure() -> None:
    said = "<p>Standing 187 metres high, the two pylons overtop the 96-metre lighthouse nearby.</p>"
    assert value_of(find(said, count("pylons", "metre"))) == 187
    assert value_of(find("<p>The two 187-metre pylons stand on caissons.</p>", count("pylons", "metre"))) == 187


@pytest.mark.parametrize(
    ("html", "wanted", "value"),
    [
        (
            "<p>114年9月核心CPI年增率為1.46%。</p><p>註：114年8月核心CPI年增率為1.74%。</p>",
            percent("核心CPI"), "1.46",
        ),
        (
            "<table><tr><th>Daily traffic</th><td>33,100 vehicles (2024)[4] 31,400 vehicles (2023)</td></tr></table>",
            count("Daily traffic", "vehicle"), "33100",
        ),
    ],
)  # fmt: skip
def test_of_two_months_the_later_one(html: str, wanted: Wanted, value: str) -> None:
    assert value_of(find(html, wanted)) == Decimal(value)


def test_what_is_to_come_is_not_the_later_one() -> None:
    said = "<p>2025年用電量為280億度。</p><p>2026年用電量將達300億度。</p>"
    found = find(said, count("用電量", "kilowatt hour"))
    assert not isinstance(found, Located) or found.value == 28_000_000_000


def test_two_figures_of_one_month_stay_a_question() -> None:
    said = "<p>2025年7月失業率為3.4%。</p><p>2025年7月失業率為3.6%。</p>"
    assert isinstance(find(said, percent("失業率")), Ambiguous)


@pytest.mark.parametrize(("number", "value"), [("▼6.04%", "-6.04"), ("▲6.04%", "6.04"), ("-6.04%", "-6.04")])
def test_an_arrow_under_a_rate_of_change(number: str, value: str) -> None:
    heads = "<tr><th>市場</th><th>人次</th><th>成長率</th></tr>"
    html = f"<table>{heads}<tr><td>韓國</td><td>84,300</td><td>{number}</td></tr></table>"
    declared = Wanted("x", "percent", (("韓國",), ("成長率",)), unit="%", row=("韓國",), column=("成長率",))
    assert value_of(find(html, declared)) == Decimal(value)


COLUMNS = "<table><tr><th>Item</th><th>Now</th><th>A year ago</th><th>Target</th></tr>"


def test_now_beside_a_year_ago_and_a_target() -> None:
    html = f"{COLUMNS}<tr><td>Recycling rate</td><td>54.9%</td><td>53.1%</td><td>65%</td></tr></table>"
    assert value_of(find(html, percent("Recycling rate"))) == Decimal("54.9")


def test_a_reference_gives_way_to_the_text() -> None:
    html = "<h2>設計</h2><p>編制131人。</p><h2>參考資料</h2><ul><li>國防報告，表5，編制98人。</li></ul>"
    assert value_of(find(html, count("編制", "person"))) == 131


def test_the_caption_s_unit_is_no_million() -> None:
    html = "<p>損益表（新台幣百萬元，每股盈餘除外）</p>"
    assert isinstance(find(html, asked_for("money", "損益表", unit="TWD")), Missing)


def test_a_month_is_no_later_one_than_a_year() -> None:
    said = "<p>Revenue in 2024 was $320 million.</p><p>Revenue in January 2025 was $28 million.</p>"
    found = find(said, asked_for("money", "Revenue", unit="USD"))
    assert not isinstance(found, Located) or found.value == 320_000_000
