"""What the pages of the eighth set were read wrongly for, and the sentences that the same rules must leave alone."""

from decimal import Decimal
from typing import Any

import pytest

from extractors.reading import Located, Missing, Page, Wanted, figures, locate
from extractors.reading.pages.pdf_rows import Line, Piece, rows_and_prose
from tests.reading.asked import find, money, value_of

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


DOLLARS = "<p>연결 기준 매출 2조 3,184억 달러, 영업손실 412억 원을 기록했다.</p>"
STATEMENT = (
    "<table><caption>요약 (단위: 억원)</caption><tr><th>구분</th><th>3분기</th></tr>"
    "<tr><th>매출액</th><td>23,184</td></tr></table>"
)


def test_a_table_takes_no_place_of_what_now_stands_in_another_currency() -> None:
    wanted = money("매출", "KRW", after="연결 기준 매출")
    assert not isinstance(find(DOLLARS + STATEMENT, wanted, "ko"), Located)


@pytest.mark.parametrize(
    ("language", "said", "words", "after", "unit"),
    [
        ("en", "Net revenue was €4.1bn.", "revenue", "Net revenue", "USD"),
        ("zh-Hant", "合併營收為28.6億美元。", "營收", "合併營收", "TWD"),
    ],
)
def test_nor_in_other_languages(language: str, said: str, words: str, after: str, unit: str) -> None:
    cell = {"USD": "$4,100m", "TWD": "新臺幣28.6億元"}[unit]
    table = f"<table><tr><th>項目</th><th>Q3</th></tr><tr><th>{words}</th><td>{cell}</td></tr></table>"
    assert not isinstance(find(f"<p>{said}</p>{table}", money(words, unit, after=after), language), Located)


def test_the_sentences_own_currency_is_read_as_before() -> None:
    wanted = money("매출", "KRW", after="연결 기준 매출")
    assert value_of(find(DOLLARS.replace("달러", "원") + STATEMENT, wanted, "ko")) == 2_318_400_000_000


def test_a_table_without_such_a_sentence_too() -> None:
    assert value_of(find(STATEMENT, money("매출", "KRW", after="연결 기준 매출"), "ko")) == 2_318_400_000_000


ARCHIVED = {
    "en": ("Previous years", "<p>We cared for 6,102 people.</p>", "cared for"),
    "zh-Hant": ("往年資料", "<p>服務人數為6,102人。</p>", "服務人數"),
    "zh-Hans": ("以往年度", "<p>服务人数为6,102人。</p>", "服务人数"),
    "ko": ("이전 연도", "<p>이용자 수는 6,102명이었다.</p>", "이용자"),
}


@pytest.mark.parametrize("language", ARCHIVED)
def test_a_part_of_the_page_for_years_before_has_not_the_figure(language: str) -> None:
    heading, said, words = ARCHIVED[language]
    page = f"<h1>x</h1><p>y</p><h2>{heading}</h2><details><summary>2023/24</summary>{said}</details>"
    assert isinstance(find(page, count(words), language), Missing)


@pytest.mark.parametrize("language", ARCHIVED)
@pytest.mark.parametrize("heading", ["2024/25", "歷年資料", "Past performance", "This year and previous years"])
def test_other_parts_have(language: str, heading: str) -> None:
    _, said, words = ARCHIVED[language]
    assert value_of(find(f"<h2>{heading}</h2>{said}", count(words), language)) == 6102


def test_a_year_that_was_asked_for_is_read_there() -> None:
    page = "<h2>Previous years</h2><h3>2023</h3><p>In 2023 we cared for 6,102 people.</p>"
    assert value_of(find(page, count("cared for", period="2023"), "en")) == 6102
    assert value_of(find(page, count("In 2023", "cared for"), "en")) == 6102


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hans", "分地市看，澄州市快递业务量完成24.18亿件，占全省的39.4%。", "快递业务量"),
        ("zh-Hant", "分縣市別來看，新竹縣快遞業務量完成0.94億件。", "業務量"),
        ("zh-Hans", "从区域结构看，东部快递业务量完成40.1亿件。", "快递业务量"),
        ("ko", "지역별로는 남부의 택배 물량이 2,418만 개였다.", "택배 물량"),
    ],
)
def test_what_is_told_by_place_or_sort_is_not_the_whole(language: str, said: str, words: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", count(words), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words", "value"),
    [
        ("zh-Hans", "分地市看，澄州市快递业务量完成24亿件。", ("澄州市", "快递业务量"), 2_400_000_000),
        ("zh-Hans", "分业务看，快递业务量完成61亿件。", ("快递业务量",), 6_100_000_000),
        ("zh-Hans", "分品种看，规模以上工业原煤产量61亿件。", ("原煤产量",), 6_100_000_000),
        ("zh-Hans", "分地区看，各省均有增长，其中广东省快递业务量61亿件。", ("广东省快递业务量",), 6_100_000_000),
        ("zh-Hans", "充分看，快递业务量完成61亿件。", ("快递业务量",), 6_100_000_000),
        ("zh-Hans", "据分析师看，快递业务量完成61亿件。", ("快递业务量",), 6_100_000_000),
        ("zh-Hans", "分地市看，各市均有增长。快递业务量完成61亿件。", ("快递业务量",), 6_100_000_000),
    ],
)
def test_a_part_that_was_asked_for_is_read(language: str, said: str, words: tuple[str, ...], value: int) -> None:
    assert value_of(find(f"<p>{said}</p>", count(*words), language)) == value


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hans", "光伏累计装机容量61.2吉瓦，占全省发电装机的34.8%。", ("累计装机", "发电装机")),
        ("zh-Hant", "光電累計裝置容量61.2百萬瓩，占全國發電裝置容量約34.8%。", ("累計裝置容量",)),
        ("ko", "태양광 누적 설비용량은 61.2GW로 전체 발전 설비용량의 34.8%를 차지한다.", ("누적 설비용량",)),
    ],
)
def test_what_a_share_is_taken_of_is_no_other_measure(language: str, said: str, words: tuple[str, ...]) -> None:
    assert value_of(find(f"<p>{said}</p>", share(*words), language)) == Decimal("34.8")


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hans", "云业务收入增长26%，广告业务收入增长15%。", ("云业务收入",)),
        ("zh-Hans", "流动负债率为26%，总负债率占比为15%。", ("流动负债率",)),
    ],
)
def test_another_measure_still_is(language: str, said: str, words: tuple[str, ...]) -> None:
    assert value_of(find(f"<p>{said}</p>", share(*words), language)) == 26


@pytest.mark.parametrize(
    ("language", "said", "value"),
    [
        ("en", "Fines range from 5% of turnover to 10% of turnover.", "5"),
        ("en", "Unemployment fell from 5% to 3%, and youth unemployment to 12%.", "3"),
        ("zh-Hant", "失業率從5%一路降到3%，但青年失業率12%。", "3"),
    ],
)
def test_a_range_and_a_groups_change_are_no_such_move(language: str, said: str, value: str) -> None:
    after = {"en": said.split()[0], "zh-Hant": "失業率"}[language]
    assert value_of(find(f"<p>{said}</p>", share(after, after=after), language)) == Decimal(value)


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("ko", "70세 이상 이용자 가운데 조작이 어려웠다고 답한 비율은 61.2%였다.", "조작이 어려웠다"),
        ("zh-Hant", "65歲以上受訪者使用該服務的比率為43%。", "使用該服務"),
        ("en", "Among respondents aged 65 and over, use of the app stood at 43%.", "use of the app"),
        ("en", "Of users over 70 years old, 43% use the app.", "use the app"),
    ],
)
def test_respondents_of_one_age_are_not_all(language: str, said: str, words: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", share(words), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("ko", "만 18세 이상 성인 중 조작이 어려웠다고 답한 비율은 61.2%였다.", ("조작이 어려웠다",)),
        ("ko", "70세 이상 이용자 가운데 조작이 어려웠다는 비율은 61.2%였다.", ("70세 이상", "조작이 어려웠다")),
        ("ko", "70세 이상 이용자를 조사했다. 조작이 어려웠다는 비율은 61.2%였다.", ("조작이 어려웠다",)),
        ("zh-Hant", "65歲以上民眾使用該服務的比率為61.2%。", ("使用該服務",)),
        ("en", "We asked 1,200 respondents aged 18 and over. Use of the app stood at 61.2%.", ("use of the app",)),
    ],
)
def test_all_of_a_survey_are(language: str, said: str, words: tuple[str, ...]) -> None:
    assert value_of(find(f"<p>{said}</p>", share(*words), language)) == Decimal("61.2")


def test_so_are_they_where_the_heading_names_their_age() -> None:
    page = "<h1>60세 이상 이용 실태</h1><p>60세 이상 응답자 중 조작이 어려웠다는 응답은 61.2%였다.</p>"
    assert value_of(find(page, share("조작이 어려웠다"), "ko")) == Decimal("61.2")


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "超低溫：成長最快，年複合成長率達14.3%。", "年複合成長率"),
        ("zh-Hans", "亚太地区增速最快，预计年复合增长率为14.3%。", "年复合增长率"),
        ("en", "Asia Pacific is the fastest-growing region, with a CAGR of 14.3%.", "CAGR"),
        ("ko", "아시아가 가장 빠르게 성장하며 연평균 성장률 14.3%를 기록했다.", "연평균 성장률"),
    ],
)
def test_the_fastest_part_is_not_the_whole(language: str, said: str, words: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", share(words), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "亞太地區成長最快，年複合成長率達14.3%。", ("亞太地區", "年複合成長率")),
        ("zh-Hant", "成長最快的是亞太地區，年複合成長率達14.3%。", ("亞太地區", "年複合成長率")),
        ("zh-Hant", "本公司近五年成長最快，年複合成長率達14.3%。", ("年複合成長率",)),
        ("en", "The market is growing fastest, with a CAGR of 14.3%.", ("CAGR",)),
        ("en", "It is one of the fastest-growing sectors, with a CAGR of 14.3%.", ("CAGR",)),
    ],
)
def test_the_fastest_that_was_asked_for_is_read(language: str, said: str, words: tuple[str, ...]) -> None:
    assert value_of(find(f"<p>{said}</p>", share(*words), language)) == Decimal("14.3")


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "電動機車掛牌數年減3.7%；整體機車市場則衰退5.2%，掛牌數為54,118輛。", "電動機車"),
        ("zh-Hans", "电动车上牌数下降3%；反观燃油车，上牌数为54,118辆。", "电动车"),
        ("en", "E-bike sales fell 3%, while the overall market declined to 54,118 units.", "e-bike"),
        ("ko", "전기차 등록은 3% 줄었고, 반면 전체 시장은 54,118대였다.", "전기차"),
    ],
)
def test_what_is_set_against_the_words_is_not_theirs(language: str, said: str, words: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", count(words), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "整體市場年減3%，掛牌數為54,118輛。", "掛牌數"),
        ("zh-Hant", "整體機車市場年減3%，整體機車市場掛牌數為54,118輛。", "整體機車市場"),
        ("en", "E-bike sales fell 3%, while they were 54,118 in 2024.", "e-bike sales"),
        ("en", "The fund opened in 2020, while visitors were 54,118.", "fund"),
        ("ko", "등록 대수는 3% 늘며 54,118대였다.", "등록 대수"),
    ],
)
def test_what_goes_on_is(language: str, said: str, words: str) -> None:
    assert value_of(find(f"<p>{said}</p>", count(words), language)) == 54118


@pytest.mark.parametrize(
    ("language", "said", "words", "unit", "value"),
    [
        ("zh-Hant", "透析醫療支出112年為451.3億元，113年為462.8億元，占近一成。", "透析醫療支出", "TWD", "46280000000"),
        ("zh-Hans", "医疗支出2023年为451.3亿元，2024年增至462.8亿元。", "医疗支出", "CNY", "46280000000"),
        ("en", "Revenue was $4.5bn in 2023 and $4.6bn in 2024.", "revenue", "USD", "4600000000"),
        ("en", "In 2023 revenue was $4.5bn, and in 2024 it rose to $4.6bn.", "revenue", "USD", "4600000000"),
        ("ko", "매출은 2023년 4조 원, 2024년 5조 원이었다.", "매출", "KRW", "5000000000000"),
    ],
)
def test_of_two_years_in_a_sentence_the_later_is_read(
    language: str, said: str, words: str, unit: str, value: str
) -> None:
    wanted = Wanted("x", "money", ((words,),), unit=unit, currency=unit if unit == "TWD" else None)
    assert value_of(find(f"<p>{said}</p>", wanted, language)) == Decimal(value)


@pytest.mark.parametrize(
    ("language", "said", "words", "unit", "value"),
    [
        ("zh-Hant", "112年透析醫療支出為451.3億元，113年藥費為462.8億元。", "透析醫療支出", "TWD", "45130000000"),
        ("zh-Hant", "透析醫療支出113年為451.3億元，114年預估為462.8億元。", "透析醫療支出", "TWD", "45130000000"),
        ("en", "Revenue was $4.5bn in 2023 and is expected to be $4.6bn in 2024.", "revenue", "USD", "4500000000"),
        ("en", "Revenue was $4.5bn in 2023, and profit $4.6bn in 2024.", "revenue", "USD", "4500000000"),
        ("en", "The fee is $25 in 2025 and $30 in 2026.", "fee", "USD", "25"),
        ("en", "Revenue was $4.6bn in 2024 and $4.5bn in 2023.", "revenue", "USD", "4600000000"),
        ("en", "Revenue in 2023 was $4.5bn in 2023 and $4.6bn in 2024.", "revenue in 2023", "USD", "4500000000"),
    ],
)
def test_a_forecast_and_another_thing_of_the_next_year_are_not(
    language: str, said: str, words: str, unit: str, value: str
) -> None:
    wanted = Wanted("x", "money", ((words,),), unit=unit, currency=unit if unit == "TWD" else None)
    assert value_of(find(f"<p>{said}</p>", wanted, language)) == Decimal(value)


def _line(*texts: str) -> Line:
    return Line([Piece(text, 50 + 100 * place, 90 + 100 * place, 0, 10, 0, 10) for place, text in enumerate(texts)])


@pytest.mark.parametrize("years", [("111年", "112年", "113年"), ("民國111年", "民國112年", "民國113年")])
def test_years_of_the_republic_head_a_tables_columns(years: tuple[str, ...]) -> None:
    lines = [_line("種植面積（公頃）", *years), _line("嘉義縣", "2,115", "2,084", "2,060")]
    cells = [one for one in rows_and_prose(lines, "page 1", 10) if one.kind == "cell"]
    assert [(one.text, one.row, one.column) for one in cells][-1] == ("2,060", ("嘉義縣",), (years[-1],))
    assert "種植面積（公頃）" in cells[-1].headers


@pytest.mark.parametrize("heads", [("2022", "2023", "2024"), ("Men", "Women", "All")])
def test_the_corner_of_a_table_heads_its_cells(heads: tuple[str, ...]) -> None:
    lines = [_line("Area in hectares", *heads), _line("Kent", "2,115", "2,084", "2,060")]
    cells = [one for one in rows_and_prose(lines, "page 1", 10) if one.kind == "cell"]
    assert [one.column for one in cells] == [(head,) for head in heads]
    assert all("Area in hectares" in one.headers for one in cells)


def test_figures_are_no_corner() -> None:
    lines = [_line("Kent", "15", "17", "20"), _line("Essex", "2,115", "2,084", "2,060")]
    assert not any("15" in one.headers or "Kent" in one.headers for one in rows_and_prose(lines, "page 1", 10))


def test_a_republican_year_beside_figures_is_no_heading() -> None:
    lines = [_line("工程", "111年", "2,084", "2,060")]
    assert [one.kind for one in rows_and_prose(lines, "page 1", 10)] != ["sentence"]


@pytest.mark.parametrize(
    ("printed", "value"), [('"58.50"', "58.5"), ("58.5", "58.5"), ('"-3"', "-3"), ('"0.6"', "0.6")]
)
def test_a_number_in_a_string_is_one(printed: str, value: str) -> None:
    page = Page.open(f'{{"used": {printed}}}'.encode(), "application/json", language="en")
    found = locate(page, Wanted("x", "percent", unit="%", pointer="/used"))
    assert isinstance(found, Located)
    assert found.value == Decimal(value)


@pytest.mark.parametrize("printed", ['"1.2.3"', '"007"', '"58,50"', '"n/a"', '"12 Mar"'])
def test_another_string_is_none(printed: str) -> None:
    page = Page.open(f'{{"used": {printed}}}'.encode(), "application/json", language="en")
    assert isinstance(locate(page, Wanted("x", "percent", unit="%", pointer="/used")), Missing)


CHART = {
    "zh-Hant": ("虱目魚", "圓環圖：文蛤 21.3%、虱目魚 19.8%、吳郭魚 17.5%"),
    "en": ("milkfish", "Pie chart: clams 21.3%, milkfish 19.8%, tilapia 17.5%"),
    "ko": ("갈치", "원그래프: 고등어 21.3%, 갈치 19.8%, 오징어 17.5%"),
}


@pytest.mark.parametrize("language", CHART)
def test_a_charts_description_gives_each_label_its_figure(language: str) -> None:
    words, said = CHART[language]
    assert value_of(find(f'<p>x</p><img src="a.png" alt="{said}">', share(words), language)) == Decimal("19.8")


@pytest.mark.parametrize("language", CHART)
def test_a_description_that_disagrees_with_the_text_is_still_seen(language: str) -> None:
    words, said = CHART[language]
    found = find(f'<p>{words}: 24.8%</p><img src="a.png" alt="{said}">', share(words), language)
    assert not isinstance(found, Located) or found.value == Decimal("24.8")
