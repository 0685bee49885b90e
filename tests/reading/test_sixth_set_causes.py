"""What the pages of the sixth set were read wrongly for, and the sentences that the same rules must leave alone."""

from decimal import Decimal
from typing import Any

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, figures, locate
from tests.reading.asked import Found, find, money, value_of

SHARE = (Decimal(0), Decimal(100))


def share(*words: str, **more: Any) -> Wanted:
    return Wanted("x", "percent", tuple((one,) for one in words), unit="%", **more)


@pytest.mark.parametrize(
    "text", ["Mon, 20 Jul 2026 10:00:00 +0800", "at 9:30 +0530", "10:00:00 -0500", "10:00:00+01:00", "08:15 +08:00"]
)
def test_a_clocks_zone_is_no_number(text: str) -> None:
    assert all(one.date for one in figures(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("At 09:30 +1200 points", "1200"),
        ("12:30 -4%", "-4"),
        ("10:00:00 +1,100 points", "1100"),
        ("At 12:00:00 +1300.5 points", "1300.5"),
        ("10:30:00 +0.5%", "0.5"),
    ],
)
def test_points_behind_a_time_are(text: str, value: str) -> None:
    assert [one.value for one in figures(text) if one.value is not None] == [Decimal(value)]


FOLLOWED = "The United States had the largest share of use {when} (44%), followed by China (26%) and Europe (14%)."


@pytest.mark.parametrize("when", ["in 2025", "in the year 2025", "last spring"])
def test_brackets_behind_a_year_hold_the_subjects_figure(when: str) -> None:
    assert value_of(find(f"<p>{FOLLOWED.format(when=when)}</p>", share("United States", "share"), "en")) == 44


@pytest.mark.parametrize(
    "said",
    [
        "The vacancy rate, the lowest since 2019 (6.9%), was 7.4%.",
        "The vacancy rate, which peaked in 2021 (12.3%), is 7.4%.",
        "The vacancy rate, unlike in 2021 (12.3%), was 7.4%.",
        "The vacancy rate was lower than in 2021 (12.3%), at 7.4%.",
        "The vacancy rate was above that of 2019 (6.9%) and reached 7.4%.",
        "The vacancy rate was highest in 2021 (12.3%) before it fell to a record low (7.4%) now.",
    ],
)
def test_brackets_behind_another_year_hold_what_the_figure_is_compared_with(said: str) -> None:
    assert value_of(find(f"<p>{said}</p>", share("vacancy rate"), "en")) == Decimal("7.4")


def test_brackets_behind_a_figure_still_give_way() -> None:
    assert value_of(find("<p>Sales grew by 12% in 2025 (9%).</p>", share("sales"), "en")) == 12


@pytest.mark.parametrize(
    ("language", "now", "then"),
    [
        ("zh-Hant", "62.5%的企業表示缺乏人才。", "去年調查中，缺乏人才的比率為57.8%。"),
        ("zh-Hans", "62.5%的企业表示缺乏人才。", "在上一次的调查里，缺乏人才的比率为57.8%。"),
        ("en", "A lack of talent was named by 62.5%.", "In last year’s survey, a lack of talent was at 57.8%."),
        ("en", "A lack of talent was named by 62.5%.", "In the previous edition, lack of talent stood at 57.8%."),
        ("ko", "인재 부족을 꼽은 기업은 62.5%였다.", "지난해 조사에서는 인재 부족이라는 응답 비율이 57.8%였다."),
    ],
)
def test_what_an_earlier_edition_said_gives_way(language: str, now: str, then: str) -> None:
    words = {"zh-Hant": "缺乏人才", "zh-Hans": "缺乏人才", "en": "lack of talent", "ko": "인재 부족"}[language]
    for said in (f"<p>{now} {then}</p>", f"<p>{then}</p><p>{now}</p>"):
        assert value_of(find(said, share(words), language)) == Decimal("62.5")


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "去年調查中，缺乏人才的比率為57.8%，今年升至62.5%。", "缺乏人才"),
        ("en", "In last year’s survey, lack of talent was at 57.8%, and now at 62.5%.", "lack of talent"),
    ],
)
def test_this_years_in_the_same_sentence_does_not(language: str, said: str, words: str) -> None:
    found = find(f"<p>{said}</p>", share(words), language)
    assert not isinstance(found, Located) or found.value == Decimal("62.5")


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        (
            "en",
            "In the last census, 12.4% of households lived in flats. A pilot found 15% of households.",
            "households",
        ),
        (
            "en",
            "In the last survey the response rate was 97%. The response rate of the pilot was 55%.",
            "response rate",
        ),
        ("en", "In last year’s report we vowed more, and the share is at 35% now. The share was 31%.", "share"),
        ("zh-Hant", "前次調查以來，運動比率升至33.5%。兒童運動比率為60%。", "運動比率"),
        ("zh-Hant", "目前版本採用率達12%。舊版採用率為8%。", "採用率"),
        ("zh-Hant", "投票率創史上次高67.3%。罷免投票率為42%。", "投票率"),
        ("zh-Hans", "上一次会议后，利率为3.5%，存款利率为1.5%。", "利率"),
        ("zh-Hant", "前次股東會決議配息率67%。特別股配息率40%。", "配息率"),
    ],
)
def test_what_only_names_an_edition_says_nothing_of_it(language: str, said: str, words: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", share(words), language), Ambiguous)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("지난해 흡연율은 19.6%였지만 올해는 18.2%로 낮아졌다.", "18.2"),
        ("지난해 흡연율은 19.6%였지만 음주율은 18.2%였다.", "19.6"),
    ],
)
def test_though_is_no_subject(said: str, value: str) -> None:
    assert value_of(find(f"<p>{said}</p>", share("흡연율"), "ko")) == Decimal(value)


@pytest.mark.parametrize("led", ["In last year’s fourth quarter, ", "In the last survey year, ", "In the report, "])
def test_a_time_that_leads_in_is_no_earlier_edition(led: str) -> None:
    found = find(f"<p>{led}revenue was $57m.</p><p>Revenue was $60m.</p>", money("revenue", "USD"), "en")
    assert isinstance(found, Ambiguous)


def test_since_a_year_is_no_value_that_another_comes_from() -> None:
    said = "自2025年起以21.1%的年複合成長率擴張，至2030年規模將來到412億美元；前一版預測的成長率僅18.6%。"
    assert value_of(find(f"<p>{said}</p>", share("年複合成長率"), "zh-Hant")) == Decimal("21.1")


@pytest.mark.parametrize(
    "said",
    [
        "失業率由去年的5%升至7%。",
        "失業率自2024年的5%升至7%。",
        "失業率從5%一路升到7%，創新高。",
        "失業率從3月起的5%升至7%。",
        "失業率由起點的5%升至7%。",
        "失業率從第一季起5%升至7%。",
        "失業率由年初的5%起伏；後升至7%。",
    ],
)
def test_from_and_to_still_are(said: str) -> None:
    assert value_of(find(f"<p>{said}</p>", share("失業率"), "zh-Hant")) == 7


def test_a_box_of_last_years_figures_gives_way() -> None:
    box = "<div><h4>In numbers: last year’s survey</h4><p>12 percent of companies ran agents in production.</p></div>"
    body = f"<p>31 percent of companies run agents in production.</p>{box}"
    assert value_of(find(body, share("in production", "companies"), "en")) == 31


@pytest.mark.parametrize(
    "heading", ["Retail: last quarter", "Results for: the last quarter", "Q3: last quarter review"]
)
def test_a_box_of_the_newest_quarters_does_not(heading: str) -> None:
    now = f"<div><h3>{heading}</h3><p>The vacancy rate was 7.4%.</p></div>"
    found = find(f"{now}<div><h3>Forecast</h3><p>The vacancy rate will be 6%.</p></div>", share("vacancy rate"), "en")
    assert isinstance(found, Ambiguous)


ADDRESS = {"pointer": "/headline"}


def _at(text: str, wanted: Wanted) -> Found:
    body = f'{{"headline": "{text}"}}'.encode()
    return locate(Page.open(body, "application/json", language="en"), wanted)


def test_a_sentence_in_a_field_is_read_as_any_sentence() -> None:
    said = "In 2026, 23.7 per cent of enterprises used AI, up 5.9 percentage points from 17.8 per cent in 2025."
    assert value_of(_at(said, share("enterprises", "used AI", **ADDRESS))) == Decimal("23.7")
    assert isinstance(_at(said, share("enterprises", "generative AI", **ADDRESS)), Missing)
    assert isinstance(_at(said, share(**ADDRESS)), Ambiguous)
    assert value_of(_at("23.7 per cent", share("enterprises", **ADDRESS))) == Decimal("23.7")
    two = "23.7 per cent or 31.4 per cent of enterprises used AI."
    assert not isinstance(_at(two, share("households", **ADDRESS)), Located)


def test_of_several_sentences_in_a_field_the_words_must_be_in_the_figures_own() -> None:
    said = "Inflation: 3.2 per cent. Unemployment: {}. Growth: 1.1 per cent."
    assert isinstance(_at(said.format("n/a"), share("unemployment", **ADDRESS)), Ambiguous)
    found = _at(said.format("4.1 per cent"), share("unemployment", **ADDRESS))
    assert value_of(found) == Decimal("4.1") and isinstance(found, Located)
    assert found.block.text[found.start : found.end] == found.text == "4.1 per cent"


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>收件期間：自114年10月1日起至114年11月14日下午5時止。</li></ul>",
        "<ul><li>收件期間：自2025年10月1日起至2025年11月14日下午5時止。</li></ul>",
        "<table><tr><th>收件期間</th><td>自114年10月1日起至11月14日止</td></tr></table>",
    ],
)
def test_the_end_of_a_period_follows_its_word(body: str) -> None:
    wanted = Wanted("x", "date", (("收件期間",),), after="起至")
    found = find(body, wanted, "zh-Hant")
    assert isinstance(found, Located) and found.date == "2025-11-14" and found.text.endswith("11月14日")
    assert found.block.text[found.start : found.end] == found.text


def test_without_such_a_word_a_period_is_whole() -> None:
    body = "<p>收件期間：自114年10月1日起至114年11月14日止。</p>"
    found = find(body, Wanted("x", "date", (("收件期間",),)), "zh-Hant")
    assert isinstance(found, Located) and found.date == "2025-10-01/2025-11-14"


ROWS = "<tr><td>2023</td><td>0.97</td></tr><tr><td>2024</td><td>1.15</td></tr>"
YEARS = f"<table><tr><th>年度</th><th>占全國用電（%）</th></tr>{ROWS}<tr><td>2025</td><td>{{last}}</td></tr></table>"


@pytest.mark.parametrize("said", ["<p>占全國用電1.37%。</p>", "<div><p>占全國用電</p><b>1.37<i>%</i></b></div>"])
def test_the_last_year_of_a_table_confirms_what_is_said(said: str) -> None:
    assert value_of(find(said + YEARS.format(last="1.37"), share("占全國用電"), "zh-Hant")) == Decimal("1.37")
    assert value_of(find(said + YEARS.format(last="1.4"), share("占全國用電"), "zh-Hant")) == Decimal("1.37")


def test_an_older_year_confirms_nothing() -> None:
    said = "<p>占全國用電1.15%。</p>"
    assert not isinstance(find(said + YEARS.format(last="1.37"), share("占全國用電"), "zh-Hant"), Located)
    assert value_of(find(YEARS.format(last="1.37"), share("占全國用電"), "zh-Hant")) == Decimal("1.37")


@pytest.mark.parametrize("year", ["2026（預測）", "2030年目標", "2026 (forecast)"])
def test_a_forecast_confirms_nothing(year: str) -> None:
    row = f"<tr><td>{year}</td><td>1.5</td></tr></table>"
    table = YEARS.format(last="1.37").replace("</table>", row)
    assert not isinstance(find("<p>占全國用電1.5%。</p>" + table, share("占全國用電"), "zh-Hant"), Located)


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "全體產業受僱員工為836萬人，其中資訊業受僱員工較上年同季成長3.89%。", ("資訊業", "受僱員工")),
        ("en", "There were 8,364 employees, of whom employees in IT were 3.89% more.", ("IT", "employees")),
    ],
)
def test_the_whole_is_not_the_part_named_behind_it(language: str, said: str, words: tuple[str, ...]) -> None:
    wanted = Wanted("x", "quantity", tuple((one,) for one in words), unit="person")
    assert isinstance(find(f"<p>{said}</p>", wanted, language), Missing)


@pytest.mark.parametrize(
    ("said", "words", "value"),
    [
        ("總經費50億元，其中30億元由該計畫支應。", ("計畫", "總經費"), 50),
        ("計畫總經費50億元，其中中央補助30億元。", ("計畫", "總經費"), 50),
        ("營收50億元，其中AI伺服器營收30億元。", ("AI伺服器", "營收"), 30),
    ],
)
def test_a_part_told_otherwise_takes_nothing_from_the_whole(said: str, words: tuple[str, ...], value: int) -> None:
    wanted = Wanted("x", "money", tuple((one,) for one in words), unit="TWD", currency="TWD")
    found = find(f"<p>{said}</p>", wanted, "zh-Hant")
    assert not isinstance(found, Located) or found.value == value * 10**8


@pytest.mark.parametrize(
    ("said", "words", "value"),
    [
        ("More than 62% of these are women workers.", "women workers", 62),
        ("Its plants hire 420 people, 62% of whom are women workers.", "women workers", 62),
        ("About 62% of them use AI tools.", "AI tools", 62),
    ],
)
def test_the_figure_right_before_of_which_is_the_part(said: str, words: str, value: int) -> None:
    assert value_of(find(f"<p>{said}</p>", share(words), "en")) == value


def test_of_two_figures_before_of_which_the_nearer_is_the_part() -> None:
    said = "<p>There were 8,364 claims, 420 of which were flood claims.</p>"
    wanted = Wanted("x", "quantity", (("flood claims",),), unit="claim")
    found = find(said, wanted, "en")
    assert not isinstance(found, Located) or found.value == 420
    said = "<p>Ministers set aside $420m, $30m of which goes to schools.</p>"
    assert value_of(find(said, money("schools", "USD"), "en")) == 30_000_000


QA = "<p>{q}</p><p>{a}</p>"


@pytest.mark.parametrize(
    ("language", "q", "a", "words", "unit", "value"),
    [
        ("zh-Hans", "问：报废旧车，标准是多少？", "答：新能源车每台补贴2.4万元；燃油车每台补贴1.6万元。",
         ("报废", "新能源", "补贴"), "CNY", "24000"),
        ("en", "Q: How much do I get for a scrapped car?", "A: For electric cars the grant is $2,400.",
         ("scrapped", "electric", "grant"), "USD", "2400"),
        ("ko", "문: 폐차하면 얼마를 받나요?", "답: 전기차 보조금은 240만 원입니다.",
         ("폐차", "전기차", "보조금"), "KRW", "2400000"),
    ],
)  # fmt: skip
def test_a_question_heads_its_answer(
    language: str, q: str, a: str, words: tuple[str, ...], unit: str, value: str
) -> None:
    wanted = Wanted("x", "money", tuple((one,) for one in words), unit=unit, currency=unit)
    assert value_of(find(QA.format(q=q, a=a), wanted, language)) == Decimal(value)


@pytest.mark.parametrize(
    "a",
    [
        "答：新能源车的补贴已停止；燃油车每台补贴1.6万元。",  # of another case
        "答：每台补贴1.6万元。",  # not all words
        "答：新能源车的补贴已停止，但燃油车每台1.6万元。",
        "答：新能源车没有补贴而燃油车有1.6万元。",
        "标准另行公布。</p><p>新能源车每台补贴1.6万元。",  # no answer to it
    ],
)
def test_but_not_another_cases_figure(a: str) -> None:
    wanted = Wanted("x", "money", (("报废",), ("新能源",), ("补贴",)), unit="CNY", currency="CNY")
    assert isinstance(find(QA.format(q="问：报废旧车，标准是多少？", a=a), wanted, "zh-Hans"), Missing)


@pytest.mark.parametrize("key", ["prev", "previous", "prevYear", "last_year"])
def test_a_field_of_the_value_before_gives_way(key: str) -> None:
    body = f'{{"kpi": [{{"label": "Average load", "value": 1.46, "{key}": 1.51}}]}}'.encode()
    wanted = Wanted("x", "number", (("average load",),))
    assert value_of(locate(Page.open(body, "application/json", language="en"), wanted)) == Decimal("1.46")


@pytest.mark.parametrize("other", ["first_value", "max_value", "target"])
def test_the_last_value_is_the_newest_one(other: str) -> None:
    body = f'{{"label": "Average load", "last_value": 1.46, "{other}": 1.1}}'.encode()
    wanted = Wanted("x", "number", (("average load",),))
    assert isinstance(locate(Page.open(body, "application/json", language="en"), wanted), Ambiguous)


@pytest.mark.parametrize(
    ("language", "q", "a", "words", "unit"),
    [
        ("en", "Q: How much is the fee for electric cars?", "A: Vans pay $500.", ("fee", "electric cars"), "USD"),
        (
            "en",
            "Q: What is the grant?",
            "A: For electric cars, the deposit is $500.",
            ("grant", "electric cars"),
            "USD",
        ),
        ("ko", "질문: 수수료는 얼마인가요?", "답변: 보증금은 50만 원입니다.", ("수수료",), "KRW"),
        ("zh-Hans", "问：要多少注册资本？", "答：罚款为3万元。", ("注册资本",), "CNY"),
        ("zh-Hant", "問：補助最高多少？", "答：補助不是2萬元。", ("補助", "最高"), "TWD"),
        ("en", "Q: What do students get?", "A: The grant for teachers is $50.", ("students", "grant"), "USD"),
        ("zh-Hant", "問：單身者補貼多少？", "答：家庭補貼每月5,000元。", ("單身", "補貼"), "TWD"),
        ("zh-Hant", "問：單身者補貼多少？", "答：單身補貼取消，家庭補貼5,000元。", ("單身", "補貼", "多少"), "TWD"),
    ],
)
def test_an_answer_of_another_thing_is_none(language: str, q: str, a: str, words: tuple[str, ...], unit: str) -> None:
    wanted = Wanted("x", "money", tuple((one,) for one in words), unit=unit, currency=unit)
    assert isinstance(find(QA.format(q=q, a=a), wanted, language), Missing)


TILE = "<div><p>{label}</p><b>81.7%</b></div>"


@pytest.mark.parametrize(
    ("language", "label", "words"),
    [
        ("zh-Hant", "大型企業已導入生成式AI", ("已導入", "生成式AI")),
        ("zh-Hant", "大型企業已導入生成式AI", ("企業已導入生成式AI",)),
        ("zh-Hans", "中小企业已上云", ("已上云",)),
        ("zh-Hans", "小微企业已上云", ("已上云",)),
        ("en", "Large firms using AI", ("using AI",)),
        ("en", "Small and medium-sized enterprises that use AI", ("use AI",)),
        ("ko", "대기업의 AI 도입률", ("AI 도입률",)),
    ],
)
def test_companies_of_one_size_are_not_all(language: str, label: str, words: tuple[str, ...]) -> None:
    assert isinstance(find(TILE.format(label=label), share(*words), language), Missing)


@pytest.mark.parametrize(
    ("language", "label", "words"),
    [
        ("zh-Hant", "大型企業已導入生成式AI", ("大型企業", "生成式AI")),
        ("zh-Hant", "大型語言模型採用率", ("語言模型採用率",)),
        ("zh-Hant", "擴大企業採用率", ("企業採用率",)),
        ("en", "Large language models in use", ("language models",)),
        ("en", "Small print read", ("print read",)),
        ("en", "Firms using AI", ("using AI",)),
        ("en", "SMEs using AI", ("SMEs", "using AI")),
        ("en", "AI use, large firms excluded", ("AI use",)),
        ("ko", "중소기업 AI 도입률", ("중소기업", "도입률")),
        ("ko", "기업의 AI 도입률", ("AI 도입률",)),
    ],
)
def test_a_size_that_was_asked_for_or_is_none(language: str, label: str, words: tuple[str, ...]) -> None:
    assert value_of(find(TILE.format(label=label), share(*words), language)) == Decimal("81.7")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("人才短缺是首要障碍，62.3%的受访者选择此项。", None),
        ("62.3%", "62.3"),
        ("約62.3%的企業", "62.3"),
        ("達62.3%，主因是大規模投資。", "62.3"),
        ("截至去年底為止，約62.3%。", "62.3"),
        ("62.3%（2025年，全國）", "62.3"),
        ("與上月持平，為62.3%。", "62.3"),
        ("依工商總會公布，2025年10月為62.3%。", "62.3"),
        ("經季節調整後，約62.3%。", "62.3"),
        ("根據調查結果，人才短缺占62.3%。", None),
        ("與人才短缺有關，約62.3%的受訪者選此項。", None),
    ],
)
def test_under_a_heading_a_sentence_is_of_itself(said: str, found: str | None) -> None:
    answer = find(f"<h2>中小企業上云</h2><p>{said}</p>", share("中小企業", "上云"), "zh-Hans")
    assert (answer.value if isinstance(answer, Located) else None) == (Decimal(found) if found else None)


@pytest.mark.parametrize(
    ("said", "date"), [("採線上申請，至2025年12月31日止。", "2025-12-31"), ("線上系統，12月31日關閉。", "--12-31")]
)
def test_a_day_behind_a_clause_is_its_headings(said: str, date: str) -> None:
    found = find(f"<h2>截止日期</h2><p>{said}</p>", Wanted("x", "date", (("截止日期",),)), "zh-Hant")
    assert isinstance(found, Located) and found.date == date


@pytest.mark.parametrize(("tile", "agrees"), [("1,064", False), ("1,046", True), ("3,900", True)])
def test_a_tiles_bare_count_contradicts_the_sentence(tile: str, agrees: bool) -> None:
    body = f"<div><b>{tile}</b><p>份有效問卷</p></div><h2>方法</h2><p>回收有效問卷1,046份。</p>"
    found = find(body, Wanted("x", "quantity", (("有效問卷",),)), "zh-Hant")
    assert isinstance(found, Located) == agrees


def test_a_page_about_small_companies_is_about_them() -> None:
    body = f"<h1>2025中小企業數位調查</h1>{TILE.format(label='中小企業已上雲')}"
    assert value_of(find(body, share("已上雲"), "zh-Hant")) == Decimal("81.7")
    body = f"<h1>Small business survey</h1>{TILE.format(label='Small businesses using AI')}"
    assert value_of(find(body, share("using AI"), "en")) == Decimal("81.7")


@pytest.mark.parametrize(
    ("language", "said", "words", "value"),
    [
        ("en", "Passengers reached 8.42 million, 6.1% more than in 2024 (7.94 million).", "passengers", 8_420_000),
        ("en", "Subscribers have climbed to 45,300 since May.", "subscribers", 45_300),
        ("en", "In 2025 the total number of subscribers reached 45,300.", "subscribers", 45_300),
        ("zh-Hant", "本季用戶達420萬，較上季增加5%。", "用戶", 4_200_000),
        ("zh-Hans", "注册用户数已突破350万。", "注册用户", 3_500_000),
        ("zh-Hans", "客户突破5,000大关。", "客户", 5000),
    ],
)
def test_the_subject_of_a_verb_of_level_is_counted(language: str, said: str, words: str, value: int) -> None:
    found = find(f"<p>{said}</p>", Wanted("x", "quantity", ((words,),), unit="person"), language)
    assert isinstance(found, Located) and (found.value, found.unit) == (value, "person")


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("en", "Passengers reached 8.42 million stops.", "passengers"),
        ("en", "Passengers reached gate 8,420.", "passengers"),
        ("en", "Passengers paid 8.42 million.", "passengers"),
        ("en", "Passengers rose by 8,420.", "passengers"),
        ("en", "Passengers' claims reached $8,420.", "passengers"),
        ("en", "Spending on passengers, at hubs, reached 8.42 million.", "passengers"),
        ("zh-Hant", "用戶滿意度達420萬分。", "用戶"),
        ("zh-Hant", "用戶數增加420萬。", "用戶"),
        ("en", "Complaints from passengers reached 8,420.", "passengers"),
        ("en", "In 2025 messages sent by passengers reached 8,420.", "passengers"),
        ("en", "Vacancies for nurses reached a record 4,100.", "nurses"),
        ("en", "Wages of nurses rose to 4,100.", "nurses"),
        ("en", "The ratio of pupils to teachers rose to 17.2.", "teachers"),
        ("en", "The visitors, in their score, reached 87.", "score"),
        ("en", "Female employees reached 1,204.", "employees"),
        ("zh-Hant", "人均用戶達3,000。", "用戶"),
        ("zh-Hant", "服務用戶達4.8。", "用戶"),
        ("zh-Hant", "平均滿意度，用戶升至87。", "用戶"),
        ("en", "If passengers reached 9 million, a terminal would be built.", "passengers"),
        ("zh-Hant", "目標用戶達2,000萬。", "用戶"),
        ("zh-Hant", "2030年用戶將達2,000萬。", "用戶"),
        ("zh-Hans", "用户达到2,000积分。", "用户"),
        ("zh-Hans", "员工超过1,000的企业可申请。", "员工"),
    ],
)
def test_what_else_a_number_behind_people_may_be(language: str, said: str, words: str) -> None:
    found = find(f"<p>{said}</p>", Wanted("x", "quantity", ((words,),), unit="person"), language)
    assert isinstance(found, Missing)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Spending totalled £3.1bn last year and is budgeted at £3.6bn this year.", "3.6e9"),
        ("Spending was £3.6bn, last year it was £3.1bn.", "3.6e9"),
        ("Spending was £3.6bn, up from £3.1bn last year and £2.8bn in 2020.", "3.6e9"),
        ("Spending was £3.1bn last year and £3.6bn this year.", "3.6e9"),
        ("Spending was £3.1bn last year and profit £1bn.", "3.1e9"),
        ("Spending was £3.1bn last year and profit is £1bn this year.", "3.1e9"),
        ("Spending was £3.1bn last year and £3.6bn of debt was repaid.", "3.1e9"),
        ("Spending fell to £3.1bn vs last year and £3.6bn planned.", "3.1e9"),
    ],
)
def test_last_year_belongs_to_the_figure_before_it(said: str, value: str) -> None:
    assert value_of(find(f"<p>{said}</p>", money("spending", "GBP"), "en")) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "sign"),
    [("at least [28 days]", ">="), ("[28 days]", "="), ("about [28 days]", "~"), ("no later than [28 days]", "<=")],
)
def test_a_bracket_between_a_limit_and_its_number(text: str, sign: str) -> None:
    [found] = figures(f"It lasts {text} after that.")
    assert (found.value, found.comparator, found.text) == (28, sign, "28 days")


def test_a_bracket_before_the_event_is_no_limit() -> None:
    [found] = figures("It must be paid not later than [30 days] before the event.")
    assert (found.value, found.comparator) == (30, "=")


def test_a_note_before_an_amount_is_no_part_of_it() -> None:
    found = find("<p>A fine not exceeding <sup>F5</sup>£5,000.</p>", money("fine", "GBP"), "en")
    assert isinstance(found, Located) and (found.value, found.comparator) == (5000, "<=")


@pytest.mark.parametrize(
    "text", ["[<sup>F1</sup>28 days]", "<sup>F12</sup>28 days", "28<sup>C12</sup> days", "28 days<sup>n3</sup>"]
)
def test_a_laws_notes_are_no_digits(text: str) -> None:
    wanted = Wanted("x", "duration", (("explanation",),), unit="day")
    found = find(f"<p>A written explanation within {text} of the request.</p>", wanted, "en")
    assert isinstance(found, Located) and (found.value, found.comparator) == (28, "<=")


def test_a_raised_power_is_no_note() -> None:
    wanted = Wanted("x", "quantity", (("tank",),), unit="litre")
    assert value_of(find("<p>The tank holds 10<sup>E3</sup> litres.</p>", wanted, "en")) == 10_000
