"""What the fourth page set was read wrongly for when it was opened: each cause, with its siblings elsewhere."""

from decimal import Decimal

import pytest

from extractors.reading import Missing, Wanted, figures
from tests.reading.asked import find, money, value_of


@pytest.mark.parametrize(
    "unit",
    ["Income (£000)", "Income (£'000)", "예산 (단위: 억 원)", "수출액(천만 달러)", "단위: 백만 달러", "營業額（千元）"],
)
def test_a_unit_is_no_figure(unit: str) -> None:
    assert figures(unit) == []


@pytest.mark.parametrize("text", ["약 천만 명", "(천만 명 이상)", "百萬人走上街頭", "$1,000", "0.000"])
def test_a_scale_word_that_counts_is_one(text: str) -> None:
    assert len(figures(text)) == 1


@pytest.mark.parametrize(
    ("language", "body", "wanted"),
    [
        ("en", "The Trust's income is under audit; mooring fees made up £4.1 million.", money("income", "GBP")),
        ("en", "Income has not yet been published, though grants came to £4.1 million: not published.", None),
        ("zh-Hant", "營業收入重新核算中；補助款4.1億元。", money("營業收入", "TWD")),
        ("zh-Hans", "营业收入尚未公布，补助款4.1亿元。", money("营业收入", "CNY")),
        ("ko", "매출은 집계 중이며 보조금은 4억 원이다.", money("매출", "KRW")),
    ],
)
def test_what_follows_a_withdrawn_figure_is_not_it(language: str, body: str, wanted: Wanted | None) -> None:
    wanted = wanted or money("income", "GBP")
    body = body.replace("has not yet been published", "is not yet available")
    assert isinstance(find(f"<p>{body}</p>", wanted, language), Missing)


def test_a_second_clause_about_the_same_is() -> None:
    assert (
        value_of(find("<p>Income was strong; it came to £4.1 million.</p>", money("income", "GBP"), "en")) == 4_100_000
    )


@pytest.mark.parametrize(
    ("language", "body", "wanted", "value"),
    [
        (
            "ko",
            "연구 예산으로 올해(23조 원)보다 크게 늘어난 26조 원을 편성했다.",
            money("연구 예산", "KRW"),
            26 * 10**12,
        ),
        ("zh-Hant", "研發預算較今年的230億元大增，編列264億元。", money("研發預算", "TWD"), 264 * 10**8),
        ("en", "The budget, far more than this year's £23m, was set at £26m.", money("budget", "GBP"), 26 * 10**6),
    ],
)
def test_what_a_figure_is_compared_with(language: str, body: str, wanted: Wanted, value: int) -> None:
    assert value_of(find(f"<p>{body}</p>", wanted, language)) == value


@pytest.mark.parametrize(
    ("language", "body", "words"),
    [
        ("zh-Hant", "3.47%（上月3.46%）", "失業率"),
        ("zh-Hans", "3.47%（前值3.46%）", "失业率"),
        ("ko", "3.47%(전월 3.46%)", "실업률"),
        ("en", "3.47% (previous month: 3.46%)", "unemployment rate"),
    ],
)
def test_last_months_value_in_brackets(language: str, body: str, words: str) -> None:
    wanted = Wanted("x", "percent", ((words,),), unit="%")
    assert value_of(find(f"<dl><dt>{words}</dt><dd>{body}</dd></dl>", wanted, language)) == Decimal("3.47")


@pytest.mark.parametrize(
    ("language", "body", "wanted"),
    [
        ("zh-Hant", "外銷訂單較上年同月增加25億美元。", money("外銷訂單", "USD")),
        ("zh-Hans", "进口额同比增加25亿美元。", money("进口额", "USD")),
        ("ko", "수출액은 전년 동월 대비 25억 달러 증가했다.", money("수출액", "USD")),
        ("en", "Exports rose by $2.5 billion.", money("exports", "USD", between=(Decimal(10**10), Decimal(10**11)))),
    ],
)
def test_how_far_a_figure_moved_is_not_the_figure(language: str, body: str, wanted: Wanted) -> None:
    assert isinstance(find(f"<p>{body}</p>", wanted, language), Missing)


def test_money_of_another_currency_right_behind_the_words() -> None:
    body = "<p>The Trust's income was €6.84 million, of which fees made up £4.11 million.</p>"
    wanted = Wanted("x", "money", (("Trust",), ("income",)), unit="GBP")
    assert isinstance(find(body, wanted, "en"), Missing)


@pytest.mark.parametrize("mark", ["<sup>1)</sup>", "<sup>1),2)</sup>", " <sup>a)</sup>", "<small>1)</small>"])
def test_a_note_mark_with_one_bracket(mark: str) -> None:
    table = f"<table><tr><th>구분</th><th>구성비(%)</th></tr><tr><th>고령</th><td>18.7{mark}</td></tr></table>"
    wanted = Wanted("x", "percent", (("고령",),), unit="%")
    assert value_of(find(table, wanted, "ko")) == Decimal("18.7")


ROWS = "<table>{}</table>"


def test_the_words_it_follows_as_a_row_of_their_own() -> None:
    rows = "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in (("失業率", "3.41%"), ("季調後失業率", "3.47%")))
    wanted = Wanted("x", "percent", (("失業率",),), unit="%", after="季調後失業率")
    assert value_of(find(ROWS.format(rows), wanted, "zh-Hant")) == Decimal("3.47")


def test_a_row_of_units_under_the_years() -> None:
    head = "<tr><td></td><td>2025</td><td>2024</td></tr><tr><td></td><td>£m</td><td>£m</td></tr>"
    rows = "<tr><td>Revenue</td><td>1,204</td><td>1,266</td></tr><tr><td>Loss</td><td>(37)</td><td>22</td></tr>"
    wanted = money("revenue", "GBP", period="2025")
    assert value_of(find(ROWS.format(head + rows), wanted, "en")) == 1_204_000_000


@pytest.mark.parametrize(("line", "unit"), [("单位：元", "CNY"), ("Amounts are in euros", "EUR"), ("통화: 원", "KRW")])
def test_a_line_over_a_table_that_names_the_unit_without_a_scale(line: str, unit: str) -> None:
    rows = "<tr><td>项目</td><td>金额</td></tr><tr><td>收入</td><td>1,204</td></tr><tr><td>成本</td><td>800</td></tr>"
    assert value_of(find(f"<p>{line}</p>{ROWS.format(rows)}", money("收入", unit), "zh-Hans")) == 1204


def test_a_group_named_again_in_each_row() -> None:
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>"
        for a, b, c in (("工業", "男", "48"), ("工業", "女", "39"), ("服務業", "男", "53"), ("服務業", "女", "43"))
    )
    head = "<tr><th>業別</th><th>性別</th><th>人數</th></tr>"
    wanted = Wanted("x", "quantity", (("人數",),), row=("服務業", "女"))
    assert value_of(find(ROWS.format(head + rows), wanted, "zh-Hant")) == 43


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>Revenue ($m)</dt><dd>1,234</dd></dl>",
        "<h2>Key figures (US$ millions)</h2><dl><dt>Revenue</dt><dd>1,234</dd></dl>",
        "<h2>Key figures (US$ millions)</h2>"
        "<div><div><b>1,234</b><p>Revenue</p></div><div><b>9</b><p>Loss</p></div></div>",
        "<h2>Key figures (US$ millions)</h2><ul><li>Revenue: 1,234</li><li>Loss: 9</li></ul>",
    ],
)
def test_a_scale_over_a_list_or_a_tile(body: str) -> None:
    assert value_of(find(body, money("revenue", "USD"), "en")) == 1_234_000_000


def test_a_tile_in_a_cell_of_the_layout() -> None:
    cells = "<td>Guests, {}<br><b>894</b></td><td>Guests, {}<br><b>2271</b></td>"
    body = f"<table><tr><td><table><tr>{cells}</tr></table></td></tr></table>"
    wanted = Wanted("x", "quantity", (("guests",), ("Q3",)))
    assert value_of(find(body.format("Q3 2025", "Q1 to Q3 2025"), wanted, "en")) == 894
    wanted = Wanted("x", "quantity", (("관광객",), ("3분기",)))
    korean = body.replace("Guests,", "관광객").format("3분기", "1~3분기")
    assert value_of(find(korean, wanted, "ko")) == 894


@pytest.mark.parametrize(
    ("heading", "language"), [("更多报告", "zh-Hans"), ("More reports", "en"), ("지난 보고서", "ko")]
)
def test_other_reports_of_the_same_publisher(heading: str, language: str) -> None:
    body = f"<section><p>ABC 52.8%</p></section><section><h3>{heading}</h3><a>2024: ABC 48.1%</a></section>"
    wanted = Wanted("x", "percent", (("ABC",),), unit="%")
    assert value_of(find(body, wanted, language)) == Decimal("52.8")


def test_a_column_of_yesterday() -> None:
    rows = (
        "<tr><th>水庫</th><th>蓄水率(%)</th><th>昨日蓄水率(%)</th></tr><tr><td>雲嵐</td><td>67.3</td><td>66.8</td></tr>"
    )
    wanted = Wanted("x", "percent", (("雲嵐",), ("蓄水率",)), unit="%")
    assert value_of(find(ROWS.format(rows), wanted, "zh-Hant")) == Decimal("67.3")


def test_a_place_beside_all_the_words_before_one_under_a_heading_with_some() -> None:
    body = (
        "<h1>ABC survey</h1><div><div>52.8%</div><div>ABC users</div></div><h2>More</h2><p>Other users were 87.5%.</p>"
    )
    wanted = Wanted("x", "percent", (("ABC",), ("users",)), unit="%")
    assert value_of(find(body, wanted, "en")) == Decimal("52.8")


def test_a_conversion_in_simplified_characters() -> None:
    body = "<p>合同金额为5亿美元，相当于人民币36亿元。</p>"
    assert value_of(find(body, money("合同金额", "CNY"), "zh-Hans")) == 3_600_000_000


CARDS = (
    '<div class="{0}"><div class="{1}">{2}</div>'
    '<div class="{3}"><div><span>{4}</span><span>{5}%</span></div></div></div>'
)


@pytest.mark.parametrize(
    ("language", "one", "other", "label"),
    [
        ("zh-Hant", "雲嵐水庫", "青埔水庫", "蓄水率"),
        ("zh-Hans", "云岚水库", "青埔水库", "蓄水率"),
        ("ko", "구름댐", "푸른댐", "저수율"),
        ("en", "Cloud Dam", "Blue Dam", "Level"),
    ],
)
def test_a_card_titled_by_a_box(language: str, one: str, other: str, label: str) -> None:
    body = CARDS.format("card", "a", other, "b", label, 71.9) + CARDS.format("card", "a", one, "b", label, 67.3)
    wanted = Wanted("x", "percent", ((one,), (label,)), unit="%")
    assert value_of(find(f"<div>{body}</div>", wanted, language)) == Decimal("67.3")


def test_a_line_over_a_list_gives_its_unit() -> None:
    pairs = "<dt>本月營業收入</dt><dd>1,358</dd><dt>去年同期</dt><dd>1,190</dd>"
    body = f"<div><p>營業收入（單位：新臺幣仟元）</p><dl>{pairs}</dl></div>"
    assert value_of(find(body, money("營業收入", "TWD", row=("本月",)), "zh-Hant")) == 1_358_000


def test_a_figure_of_a_parallel_clause_is_not_taken_for_one_under_such_a_line() -> None:
    body = "<div><p>问：报废旧车？</p><p>答：购置新能源车的，按车价的12%补贴；购置燃油车的，补贴1.6万元。</p></div>"
    wanted = Wanted("x", "money", (("报废",), ("新能源",), ("补贴",)), unit="CNY", currency="CNY")
    assert isinstance(find(body, wanted, "zh-Hans"), Missing)


@pytest.mark.parametrize(
    ("language", "columns"),
    [
        ("ko", ("전체(%)", "남성(%)", "여성(%)")),
        ("en", ("All (%)", "Men (%)", "Women (%)")),
        ("zh-Hant", ("全體(%)", "男性(%)", "女性(%)")),
    ],
)
def test_columns_of_groups_beside_the_whole(language: str, columns: tuple[str, ...]) -> None:
    head = "".join(f"<th>{text}</th>" for text in ("목적", *columns))
    rows = f"<tr>{head}</tr><tr><td>ABC</td><td>40.0</td><td>38.7</td><td>41.4</td></tr>"
    wanted = Wanted("x", "percent", (("ABC",),), unit="%")
    assert value_of(find(ROWS.format(rows), wanted, language)) == 40


@pytest.mark.parametrize(
    ("language", "words", "heading", "text"),
    [
        ("zh-Hans", ("中小企业", "上云"), "2025中小企业白皮书", "大型企业上云比例为87.5%。"),
        ("en", ("small businesses", "cloud"), "Small businesses in 2025", "Of large businesses 87.5% use the cloud."),
        ("ko", ("중소기업", "클라우드"), "2025 중소기업 백서", "대기업의 클라우드 이용률은 87.5%이다."),
    ],
)
def test_a_sentence_about_the_others_is_not_about_those_of_the_heading(
    language: str, words: tuple[str, ...], heading: str, text: str
) -> None:
    wanted = Wanted("x", "percent", tuple((word,) for word in words), unit="%")
    assert isinstance(find(f"<h1>{heading}</h1><p>{text}</p>", wanted, language), Missing)


@pytest.mark.parametrize(
    ("language", "label", "before"),
    [("zh-Hant", "蓄水率", "昨日"), ("ko", "저수율", "어제"), ("en", "Level", "Yesterday")],
)
def test_a_tile_with_yesterdaysvalue_of(language: str, label: str, before: str) -> None:
    body = f"<div><span>{label}</span><span>67.3%</span><span>{before} 66.8%</span></div>"
    wanted = Wanted("x", "percent", ((label,),), unit="%")
    assert value_of(find(body, wanted, language)) == Decimal("67.3")
