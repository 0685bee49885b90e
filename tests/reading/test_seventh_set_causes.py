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


HEAD = "<tr><th></th><th>3Q25</th><th>2Q25</th></tr>"
QUARTERS = f"<table>{HEAD}<tr><th>{{label}}</th><td>{{now}}</td><td>{{then}}</td></tr>{{more}}</table>"


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


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "原訂建造成本為780億元，因船期延誤，最終增至912億元。", "建造成本"),
        ("zh-Hant", "建造成本為912億元（九月三日修訂，原公布為780億元）。", "建造成本"),
        ("zh-Hant", "最初估計建造成本780億元，後來為912億元。", "建造成本"),
        ("zh-Hans", "原定建造成本780亿元，后调整为912亿元。", "建造成本"),
        ("en", "The construction cost, initially estimated at $78bn, came to $91.2bn.", "construction cost"),
        ("en", "The construction cost was originally put at $78bn and ended at $91.2bn.", "construction cost"),
        ("en", "The construction cost, originally $78bn, is $91.2bn.", "construction cost"),
        ("ko", "당초 건설비는 780억 원이었으나 최종 912억 원으로 늘었다.", "건설비"),
    ],
)
def test_what_was_planned_at_first_gives_way(language: str, said: str, words: str) -> None:
    unit = {"zh-Hant": "TWD", "zh-Hans": "CNY", "en": "USD", "ko": "KRW"}[language]
    assert value_of(find(f"<p>{said}</p>", money(words, unit), language)) == 91_200_000_000


@pytest.mark.parametrize(
    ("language", "said", "words", "value"),
    [
        ("zh-Hant", "原訂建造成本10億元，追加5億元。", "建造成本", 10),
        ("zh-Hant", "政府最初投入建造成本10億元，後追加5億元。", "建造成本", 10),
        ("zh-Hant", "高原報告指建造成本10億元，周邊道路5億元。", "建造成本", 10),
        ("en", "The cost was originally budgeted at $1bn, with a further $5m for roads.", "cost", 10),
        ("en", "The fund initially raised its capital of $1bn, then $2bn of debt.", "capital", 10),
        ("ko", "당초 건설비 10억 원에 5억 원을 추가했다.", "건설비", 10),
        ("zh-Hant", "原訂建造成本10億元。", "建造成本", 10),  # nothing else is told
    ],
)
def test_more_of_the_same_and_other_things_are_no_later_value(language: str, said: str, words: str, value: int) -> None:
    unit = {"zh-Hant": "TWD", "en": "USD", "ko": "KRW"}[language]
    assert value_of(find(f"<p>{said}</p>", money(words, unit), language)) == value * 10**8


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "更正啟事：本文原稱導入企業占38.7%，應為36.7%，特此更正。", "導入企業"),
        ("zh-Hans", "导入企业比例误写为38.7%，应为36.7%。", "导入企业"),
        ("en", "An earlier version of this article gave the adoption rate as 38.7%. The adoption rate is 36.7%.",
         "adoption rate"),
        ("en", "The adoption rate was incorrectly reported as 38.7%; it is 36.7%.", "adoption rate"),
        ("ko", "정정: 도입률 오기(38.7%)를 바로잡음. 도입률은 36.7%이다.", "도입률"),
    ],
)  # fmt: skip
def test_what_a_correction_calls_wrong_is_no_value(language: str, said: str, words: str) -> None:
    assert value_of(find(f"<p>{said}</p>", share(words), language)) == Decimal("36.7")
    alone = said.split("，應")[0].split("，应")[0].split("; it")[0].split(". The")[0].split(" 도입률은")[0]
    assert isinstance(find(f"<p>{alone}。</p>", share(words), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "原料導入企業占38.7%。", "導入企業"),
        ("zh-Hant", "誤差範圍內，導入企業占38.7%。", "導入企業"),
        ("en", "The earlier version of the model had an adoption rate of 38.7%.", "adoption rate"),
        ("ko", "도입률은 38.7%로 오기 전보다 높다.", "도입률"),
    ],
)
def test_other_mistakes_and_originals_take_nothing_away(language: str, said: str, words: str) -> None:
    assert value_of(find(f"<p>{said}</p>", share(words), language)) == Decimal("38.7")


DEADLINE = Wanted("x", "date", (("effective date", "deadline", "opening", "施行日期", "申請期限", "시행일"),))


@pytest.mark.parametrize(
    ("language", "said", "date"),
    [
        ("en", "The effective date is delayed from March 2, 2026, until June 1, 2026.", "2026-06-01"),
        ("en", "The deadline has been extended from 2 March 2026 to 1 June 2026.", "2026-06-01"),
        ("en", "The opening was brought forward from 5 May 2026 to 3 April 2026.", "2026-04-03"),
        ("zh-Hant", "施行日期自2026年3月2日延後至2026年6月1日。", "2026-06-01"),
        ("zh-Hant", "施行日期自115年3月2日改為115年6月1日。", "2026-06-01"),
        ("zh-Hant", "申請期限原訂2026年3月2日，延至2026年6月1日。", "2026-06-01"),
        ("ko", "시행일은 2026년 3월 2일에서 2026년 6월 1일로 연기되었다.", "2026-06-01"),
    ],
)
def test_of_a_day_that_was_moved_the_new_one_is_meant(language: str, said: str, date: str) -> None:
    found = find(f"<p>{said}</p>", DEADLINE, language)
    assert isinstance(found, Located) and found.date == date
    assert found.block.text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The deadline period, moved online, is from March 2, 2026 to June 1, 2026."),
        ("en", "The opening runs from 2 March 2026 to 1 June 2026."),
        ("zh-Hant", "申請期限自2026年3月2日至2026年6月1日。"),
        ("ko", "시행일은 2026년 3월 2일부터 2026년 6월 1일까지다."),
    ],
)
def test_a_period_stays_one(language: str, said: str) -> None:
    found = find(f"<p>{said}</p>", DEADLINE, language)
    assert isinstance(found, Located) and found.date == "2026-03-02/2026-06-01"


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "訪港旅客人次較一年前增加12%。", "訪港旅客"),
        ("zh-Hans", "用户数比两年前增长12%。", "用户数"),
        ("en", "Visitors were 12% above those of 2 years ago.", "visitors"),
        ("ko", "방문객은 1년 전보다 12% 늘었다.", "방문객"),
    ],
)
def test_how_long_ago_is_no_count(language: str, said: str, words: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", Wanted("x", "quantity", ((words,),)), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words", "value"),
    [
        ("zh-Hant", "平均停留夜數為7.4夜。", "平均停留夜數", "7.4"),
        ("zh-Hant", "保固期為3年，前後共兩次。", "保固期", "3"),
        ("en", "The warranty is 3 years.", "warranty", "3"),
        ("ko", "보증 기간은 3년 전체다.", "보증 기간", "3"),
    ],
)
def test_how_long_it_takes_still_is(language: str, said: str, words: str, value: str) -> None:
    assert value_of(find(f"<p>{said}</p>", Wanted("x", "quantity", ((words,),)), language)) == Decimal(value)


UNITS = {"zh-Hant": "TWD", "zh-Hans": "CNY", "en": "USD", "ko": "KRW"}


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hans", "智能云收入为98.7亿元，占总营收的31.6%；在线营销收入154.9亿元。", "总营收"),
        ("zh-Hant", "雲端營收98.7億元，占總營收31.6%。", "總營收"),
        (
            "en",
            "Cloud revenue was $9.87bn, or 31.6% of total revenue; marketing revenue was $15.49bn.",
            "total revenue",
        ),
        ("en", "Ads made $15.49bn, half of its turnover.", "turnover"),
        ("ko", "클라우드 매출은 9,870억 원으로 총매출의 31.6%를 차지했다.", "총매출"),
    ],
)
def test_what_a_share_is_taken_of_has_not_the_parts_amount(language: str, said: str, words: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", money(words, UNITS[language]), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words", "value"),
    [
        ("zh-Hans", "智能云占总营收312.4亿元的31.6%。", "总营收", "31240000000"),
        ("zh-Hans", "总营收312.4亿元，其中智能云收入98.7亿元，占总营收的31.6%。", "总营收", "31240000000"),
        ("en", "Cloud was 31.6% of total revenue of $31.2bn.", "total revenue", "31200000000"),
        ("en", "Cloud made up 31.6% of total revenue, which came to $31.2bn.", "total revenue", "31200000000"),
        ("ko", "총매출은 3조 원이며 클라우드는 총매출의 31.6%다.", "총매출", "3000000000000"),
    ],
)
def test_the_wholes_own_amount_is_still_read(language: str, said: str, words: str, value: str) -> None:
    assert value_of(find(f"<p>{said}</p>", money(words, UNITS[language]), language)) == Decimal(value)


def test_the_part_may_be_asked_for_by_both_words() -> None:
    wanted = Wanted("x", "money", (("AI",), ("saving",)), unit="USD", currency="USD")
    said = "AI accounts for 37% of the saving, or about $10m a year."
    assert value_of(find(f"<p>{said}</p>", wanted, "en")) == 10_000_000


def test_nor_is_a_share_or_a_count_of_all_lost() -> None:
    assert value_of(find("<p>雲端占總營收的31.6%。</p>", share("總營收"), "zh-Hant")) == Decimal("31.6")
    staff = Wanted("x", "quantity", (("員工總數",),), unit="person")
    assert value_of(find("<p>女性占員工總數45%，全體共12,400人。</p>", staff, "zh-Hant")) == 12_400
    workers = Wanted("x", "quantity", (("workers",),))
    said = "Some 45% of workers are women; the number of workers is 12,400."
    assert value_of(find(f"<p>{said}</p>", workers, "en")) == 12_400


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hans", "智能云收入同比增长26%，增速创新高；在线营销收入154.9亿元。", "智能云收入"),
        ("zh-Hans", "城镇居民人均收入增长5%，农村居民人均收入为2万元。", "城镇居民人均收入"),
        ("zh-Hant", "外銷訂單金額年增5%，內銷訂單金額為300億元。", "外銷訂單金額"),
        ("en", "Cloud revenue grew 26%, and marketing revenue was $15.49bn.", "cloud revenue"),
        ("en", "Total cost rose 12%, and the average cost was $500.", "total cost"),
        ("ko", "클라우드 매출은 26% 늘었고, 마케팅 매출은 1조 5,490억 원이다.", "클라우드 매출"),
    ],
)
def test_a_measure_beside_it_is_another(language: str, said: str, words: str) -> None:
    assert isinstance(find(f"<p>{said}</p>", money(words, UNITS[language]), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words", "value"),
    [
        ("zh-Hans", "智能云收入增长26%；全年收入为98.7亿元。", "智能云收入", "9870000000"),
        ("zh-Hans", "智能云收入增长26%，总额为98.7亿元。", "智能云收入", "9870000000"),
        ("zh-Hant", "九月營收年增5%，單月營收達300億元。", "九月營收", "30000000000"),
        ("zh-Hant", "稅後淨利年增5%，淨利為300億元。", "稅後淨利", "30000000000"),
        ("en", "Cloud revenue grew 26%; sales came to $9.87bn.", "cloud revenue", "9870000000"),
        ("en", "Cloud revenue grew 26%, with quarterly revenue at $9.87bn.", "cloud revenue", "9870000000"),
        ("en", "Licence fees increased by 5%, so the licence fee is $300.", "licence fee", "300"),
        ("ko", "클라우드 매출은 26% 늘었으며 매출액은 9,870억 원이다.", "클라우드 매출", "987000000000"),
    ],
)
def test_another_name_of_it_is_not(language: str, said: str, words: str, value: str) -> None:
    assert value_of(find(f"<p>{said}</p>", money(words, UNITS[language]), language)) == Decimal(value)


def shares(*groups: str) -> Wanted:
    return Wanted("x", "percent", tuple((one,) for one in groups), unit="%")


@pytest.mark.parametrize(
    ("language", "said", "wanted"),
    [
        ("en", "North America and Europe together held a share of 67.0% in 2024.", shares("North America", "share")),
        ("en", "Europe and North America jointly hold a 67% share.", shares("North America", "share")),
        ("zh-Hant", "北美與歐洲合計占67%。", shares("北美")),
        ("zh-Hans", "北美、欧洲合计市占率达67%。", shares("北美", "市占率")),
        ("ko", "북미와 유럽을 합치면 67%를 차지한다.", shares("북미")),
        ("ko", "북미와 유럽의 점유율은 합계 67%다.", shares("북미", "점유율")),
    ],
)
def test_a_sum_with_another_is_not_its_own_figure(language: str, said: str, wanted: Wanted) -> None:
    assert isinstance(find(f"<p>{said}</p>", wanted, language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "wanted", "value"),
    [
        (
            "en",
            "North America had a share of 41% and, together with Europe, 67%.",
            shares("North America", "share"),
            41,
        ),
        ("en", "Costs and fees together came to 67% of income.", shares("costs", "fees"), 67),
        ("en", "Canada and Mexico together make the North, whose share was 41%.", shares("the North", "share"), 41),
        ("zh-Hant", "台北市及新北市合計占67%。", shares("台北市", "新北市"), 67),
        ("zh-Hans", "北美合计占67%。", shares("北美"), 67),
        ("zh-Hant", "電動車及油電車合計占30%，其中電動車占20%。", shares("電動車"), 20),
        ("ko", "북미의 합계 점유율은 67%다.", shares("북미", "점유율"), 67),
    ],
)
def test_a_sum_of_its_own_is(language: str, said: str, wanted: Wanted, value: int) -> None:
    assert value_of(find(f"<p>{said}</p>", wanted, language)) == value


TWO = {
    "zh-Hant": ("失業率為3.41%；經季節調整後之失業率為3.35%。", "失業率", "季節調整"),
    "zh-Hans": ("季调失业率为3.35%，失业率为3.41%。", "失业率", "季调"),
    "en": (
        "Unemployment was 3.41%; seasonally adjusted unemployment was 3.35%.",
        "unemployment",
        "seasonally adjusted",
    ),
    "ko": ("실업률은 3.41%, 계절조정 실업률은 3.35%다.", "실업률", "계절조정"),
}


@pytest.mark.parametrize("language", TWO)
def test_the_adjusted_measure_is_read_where_it_is_asked_for_and_only_there(language: str) -> None:
    said, words, qualifier = TWO[language]
    assert value_of(find(f"<p>{said}</p>", share(words), language)) == Decimal("3.41")
    assert value_of(find(f"<p>{said}</p>", share(words, after=words), language)) == Decimal("3.41")
    assert value_of(find(f"<p>{said}</p>", share(words, qualifier), language)) == Decimal("3.35")


def test_core_inflation_too() -> None:
    for said in ("Core inflation was 2.5% and inflation 3.1%.", "Inflation was 3.1%, core inflation 2.5%."):
        assert value_of(find(f"<p>{said}</p>", share("inflation", "core"), "en")) == Decimal("2.5")
        assert value_of(find(f"<p>{said}</p>", share("inflation"), "en")) == Decimal("3.1")


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("zh-Hant", "失業率為3.41%。季節調整數列暫停發布。", ("失業率", "季節調整")),
        ("zh-Hans", "通胀率为3.1%。核心通胀率另行公布。", ("通胀率", "核心")),
        ("en", "Inflation was 3.1%. The core measure is under review.", ("inflation", "core")),
    ],
)
def test_another_sentence_does_not_make_it_the_adjusted_one(language: str, said: str, words: tuple[str, ...]) -> None:
    assert isinstance(find(f"<p>{said}</p>", share(*words), language), Missing)


def test_a_heading_or_the_sentence_itself_does() -> None:
    body = "<h2>Core inflation</h2><p>Inflation: 2.5%</p>"
    assert value_of(find(body, share("inflation", "core"), "en")) == Decimal("2.5")
    said = "Seasonally adjusted, unemployment was 3.35%."
    assert value_of(find(f"<p>{said}</p>", share("unemployment", "seasonally adjusted"), "en")) == Decimal("3.35")


ROWS_OF_TWO = (
    "<table><tr><th>{}</th><th>9</th></tr><tr><th>{}</th><td>3.41%</td></tr><tr><th>{}</th><td>9.8%</td></tr></table>"
)


@pytest.mark.parametrize(
    ("language", "row", "other", "words"),
    [
        ("zh-Hant", "失業率", "季節調整後失業率", "季節調整"),
        ("zh-Hant", "失業率", "青年失業率", "青年"),
        ("ko", "실업률", "청년실업률", "청년"),
    ],
)
def test_a_longer_label_made_of_declared_words_is_their_row(language: str, row: str, other: str, words: str) -> None:
    body = ROWS_OF_TWO.format("", row, other)
    assert value_of(find(body, share(row, words), language)) == Decimal("9.8")
    assert value_of(find(body, share(row), language)) == Decimal("3.41")
    assert value_of(find(body, share(row, after=row), language)) == Decimal("3.41")
    longer = ROWS_OF_TWO.format("", row, other.replace(row, "長期" + row))
    assert isinstance(find(longer, share(row, words), language), Missing)


@pytest.mark.parametrize(
    ("language", "said", "words", "value"),
    [
        ("zh-Hant", "15至24歲青年失業率11.58%，失業率3.41%。", "失業率", "3.41"),
        ("zh-Hant", "高齡者就業率11.58%，就業率59%。", "就業率", "59"),
        ("en", "Unemployment was 4.1%; youth unemployment was 9.8%.", "unemployment", "4.1"),
        ("en", "Youth unemployment was 9.8%, and unemployment 4.1%.", "unemployment", "4.1"),
        ("en", "Youth unemployment was 9.8%.", "unemployment", "9.8"),  # nothing else is told
        ("en", "Youth unemployment was 9.8%, and unemployment 4.1%.", "youth unemployment", "9.8"),
    ],
)
def test_the_young_and_the_old_are_groups_wherever_they_are_told(
    language: str, said: str, words: str, value: str
) -> None:
    assert value_of(find(f"<p>{said}</p>", share(words), language)) == Decimal(value)


@pytest.mark.parametrize(
    ("language", "label", "note"),
    [
        ("en", "heat pumps sold", "60,240 in 2023"),
        ("en", "heat pumps sold", "in 2023: 60,240"),
        ("en", "heat pumps sold", "60,240 (2023)"),
        ("zh-Hant", "售出熱泵", "60,240（2023年）"),
        ("zh-Hans", "售出热泵", "(2023年60,240)"),
        ("ko", "히트펌프 판매", "60,240(2023년)"),
    ],
)
def test_a_tiles_note_of_an_earlier_year_is_no_second_figure(language: str, label: str, note: str) -> None:
    wanted = Wanted("x", "quantity", ((label,),))
    for order in (("98,410", label, note), (label, "98,410", note)):
        spans = "".join(f"<span>{one}</span>" for one in order)
        assert value_of(find(f"<div>{spans}</div>", wanted, language)) == 98_410


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (("60,240 in 2023", "heat pumps sold"), "60240"),  # it is all there is
        (("98,410", "heat pumps sold in 2024"), "98410"),
    ],
)
def test_the_only_figure_of_a_tile_is_its_value(parts: tuple[str, ...], value: str) -> None:
    spans = "".join(f"<span>{one}</span>" for one in parts)
    wanted = Wanted("x", "quantity", (("heat pumps sold",),))
    assert value_of(find(f"<div>{spans}</div>", wanted, "en")) == Decimal(value)


def test_nor_has_a_tile_two_figures_of_one_time() -> None:
    spans = "".join(f"<span>{one}</span>" for one in ("98,410", "heat pumps sold", "60,240"))
    wanted = Wanted("x", "quantity", (("heat pumps sold",),))
    assert not isinstance(find(f"<div>{spans}</div>", wanted, "en"), Located)


LABELLED = (
    "<div><b>{v}</b><p>{l}</p></div>",
    "<table><tr><th></th><th>n</th></tr><tr><th>{l}</th><td>{v}</td></tr></table>",
)


@pytest.mark.parametrize("layout", LABELLED)
@pytest.mark.parametrize(
    ("language", "label", "words"),
    [
        ("en", "certified installers needed by 2028", "certified installers"),
        ("en", "certified installers (2030 target)", "certified installers"),
        ("zh-Hant", "2030年目標充電樁數", "充電樁數"),
        ("zh-Hans", "充电桩数量（2030年目标）", "充电桩数量"),
        ("ko", "2030년까지 필요한 충전기 수", "충전기 수"),
    ],
)
def test_a_label_of_what_should_be_has_not_what_is(layout: str, language: str, label: str, words: str) -> None:
    body = layout.format(v="21,000", l=label)
    wanted = Wanted("x", "quantity", ((words,),))
    assert isinstance(find(body, wanted, language), Missing)
    asked = Wanted("x", "quantity", ((words,),), period=label[label.index("20") :][:4])
    assert value_of(find(body, asked, language)) == 21_000


@pytest.mark.parametrize("layout", LABELLED)
@pytest.mark.parametrize(
    ("language", "label", "words"),
    [
        ("en", "certified installers in 2025", "certified installers"),
        ("en", "certified installers, target 2024 met", "certified installers"),
        ("en", "installers needed by 2028", "installers needed"),
        ("zh-Hant", "2025年充電樁數", "充電樁數"),
        ("ko", "2024년 충전기 수", "충전기 수"),
    ],
)
def test_a_label_of_a_year_or_of_the_goal_asked_for_has_it(layout: str, language: str, label: str, words: str) -> None:
    wanted = Wanted("x", "quantity", ((words,),))
    assert value_of(find(layout.format(v="21,000", l=label), wanted, language)) == 21_000


def test_a_target_in_the_note_is_not_the_labels() -> None:
    body = "<div><span>6,380</span><span>certified installers</span><span>target for 2028: 21,000</span></div>"
    wanted = Wanted("x", "quantity", (("certified installers",),))
    assert value_of(find(body, wanted, "en")) == 6_380


TILE_OF_THREE = ("<div><p>{}</p><p>{}</p><p>{}</p></div>", "<div><span>{}</span><span>{}</span><span>{}</span></div>")


@pytest.mark.parametrize("layout", TILE_OF_THREE)
@pytest.mark.parametrize(
    ("language", "label", "gap", "note"),
    [
        ("ko", "이용 경험률", "검토 중", "2024년 33.3%"),
        ("zh-Hant", "使用率", "待公布", "去年 33.3%"),
        ("zh-Hans", "使用率", "—", "2024年 33.3%"),
        ("en", "usage rate", "under review", "33.3% in 2024"),
        ("en", "usage rate", "n/a", "2024: 33.3%"),
    ],
)
def test_under_a_withdrawn_value_the_last_one_is_not_it(
    layout: str, language: str, label: str, gap: str, note: str
) -> None:
    assert isinstance(find(layout.format(label, gap, note), share(label), language), Missing)
    assert value_of(find(layout.format(label, "44.8%", note), share(label), language)) == Decimal("44.8")


@pytest.mark.parametrize("layout", TILE_OF_THREE)
@pytest.mark.parametrize(("label", "other"), [("usage rate", "all adults"), ("使用率", "全國成人")])
def test_other_words_in_a_tile_withdraw_nothing(layout: str, label: str, other: str) -> None:
    language = "en" if label.isascii() else "zh-Hant"
    assert value_of(find(layout.format(label, other, "33.3%"), share(label), language)) == Decimal("33.3")
    assert value_of(find(layout.format(label, other, "2024: 33.3%"), share(label), language)) == Decimal("33.3")


FACTS = "<main><h1>Whale Ridge</h1>{}<p>It lies off the coast and was built for the county.</p></main>"
DL = "<dl><dt>{}</dt><dd>54</dd></dl>"


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("infobox", "en", "turbines"),
        ("portable-infobox theme-x", "zh-Hant", "風機數量"),
        ("c-key-facts", "en", "turbines"),
        ("fact-box", "zh-Hans", "风机数量"),
        ("quick_facts", "ko", "풍력기 수"),
    ],
)
def test_an_aside_of_the_pages_own_facts_is_text(name: str, language: str, words: str) -> None:
    wanted = Wanted("x", "quantity", ((words,),))
    body = FACTS.format(f'<aside class="{name}">{DL.format(words)}</aside>')
    assert value_of(find(body, wanted, language)) == 54
    assert value_of(find(body.replace('class="', 'id="'), wanted, language)) == 54


@pytest.mark.parametrize("name", ["related", "sidebar", "rail", "artifacts", "factory-links", "", "infobox related"])
def test_other_asides_are_not(name: str) -> None:
    wanted = Wanted("x", "quantity", (("turbines",),))
    body = FACTS.format(f'<aside class="{name}">{DL.format("turbines")}</aside>')
    assert isinstance(find(body, wanted, "en"), Missing)


GPO = """<?xml version="1.0"?><RULE><HD>Penalties</HD><GPOTABLE COLS="3"><TTITLE>Table 1</TTITLE>
<BOXHD><CHED H="1">Violation</CHED><CHED H="1">Maximum</CHED><CHED H="2">2025</CHED><CHED H="2">2026</CHED></BOXHD>
<ROW><ENT I="01">Deletion request</ENT><ENT>$53,088</ENT><ENT>$54,530</ENT></ROW>
<ROW><ENT I="01">False statement</ENT><ENT>$26,544</ENT><ENT>$27,265</ENT></ROW></GPOTABLE></RULE>"""
CALS = """<?xml version="1.0"?><doc><table><title>Table 1</title><tgroup cols="3"><thead><row><entry/>
<entry namest="c2" nameend="c3">Maximum</entry></row><row><entry>Violation</entry><entry>2025</entry><entry>2026</entry>
</row></thead><tbody><row><entry>Deletion request</entry><entry>$53,088</entry><entry>$54,530</entry></row>
<row><entry>False statement</entry><entry>$26,544</entry><entry>$27,265</entry></row></tbody></tgroup></table></doc>"""
JATS = """<?xml version="1.0"?><article><table-wrap><table xmlns="http://www.w3.org/1999/xhtml"><thead><tr><th>罰則</th>
<th>2025</th><th>2026</th></tr></thead><tbody><tr><td>Deletion request</td><td>$53,088</td><td>$54,530</td></tr>
<tr><td>False statement</td><td>$26,544</td><td>$27,265</td></tr></tbody></table></table-wrap></article>"""


@pytest.mark.parametrize("body", [GPO, CALS, JATS])
def test_a_table_in_xml_has_rows_and_columns(body: str) -> None:
    page = Page.open(body.encode(), "application/xml", language="en")
    for row, column, value in (("deletion request", "2026", 54_530), ("false statement", "2025", 26_544)):
        wanted = Wanted("x", "money", ((row,),), unit="USD", currency="USD", row=(row,), column=(column,))
        found = locate(page, wanted)
        assert value_of(found) == value and isinstance(found, Located)
        assert found.block.kind == "cell" and "/tr[" in found.block.path
    missing = Wanted("x", "money", (("false statement",),), unit="USD", row=("false statement",), column=("2024",))
    assert not isinstance(locate(page, missing), Located)


@pytest.mark.parametrize(
    "body",
    [
        "<data><row><name>Deletion</name><value>54530</value></row><row><name>b</name><value>3</value></row></data>",
        "<r><table><leg>oak</leg><price>$54,530</price></table></r>",
        '<r><table><tr><td colspan="99999">a</td></tr><tr><td rowspan="x">5</td><td morerows="²"/></tr></table></r>',
    ],
)
def test_other_xml_is_read_as_before(body: str) -> None:
    page = Page.open(f'<?xml version="1.0"?>{body}'.encode(), "application/xml", language="en")
    assert len(page.chunks) >= 2


LED_IN = "<p>{}</p><ul><li>{}</li><li>{}</li></ul>"


@pytest.mark.parametrize(
    ("language", "lead", "items", "words", "value"),
    [
        ("en", "For fiscal 2026, the Company expects:", ("Growth of 2 percent", "Earnings per share of $2.60"),
         ("earnings per share", "expects"), "2.60"),
        ("en", "In 2025 the bank lent:", ("$5m to farmers", "$3m to shops"), ("farmers", "lent"), "5000000"),
        ("zh-Hant", "本公司預計2026年：", ("毛利率40%", "每股盈餘2.6元"), ("每股盈餘", "預計"), "2.6"),
        ("zh-Hans", "公司预计：", ("资本支出98亿元", "毛利率40%"), ("资本支出", "预计"), "9800000000"),
        ("ko", "회사는 다음을 예상한다:", ("주당순이익 2,600원", "성장률 2%"), ("주당순이익", "예상"), "2600"),
    ],
)  # fmt: skip
def test_a_line_with_a_colon_leads_in_the_items_of_its_list(
    language: str, lead: str, items: tuple[str, str], words: tuple[str, ...], value: str
) -> None:
    unit = UNITS[language]
    wanted = Wanted("x", "money", tuple((one,) for one in words), unit=unit, currency=unit)
    assert value_of(find(LED_IN.format(lead, *items), wanted, language)) == Decimal(value)


@pytest.mark.parametrize(
    ("lead", "items"),
    [
        ("The Company no longer expects:", ("Growth", "Earnings per share of $2.60")),
        ("Last year the Company expects:", ("Growth", "Earnings per share of $2.60")),
        ("The Company expects growth. In 2025 it had:", ("Sales of $5m", "Earnings per share of $2.60")),
        ("The Company expects", ("Growth", "Earnings per share of $2.60")),
        ("The Company expects:", ("Growth", "Cash</li></ul><p>In 2025 it had</p><ul><li>Earnings per share of $2.60")),
        ("The Company expects:", ("Growth", "Cash</li></ul><p>Earnings per share were $2.60.</p><ul><li>Debt")),
    ],
)
def test_other_lines_and_other_lists_are_not_led_in(lead: str, items: tuple[str, str]) -> None:
    wanted = Wanted("x", "money", (("earnings per share",), ("expects",)), unit="USD", currency="USD")
    assert isinstance(find(LED_IN.format(lead, *items), wanted, "en"), Missing)


FAQ = "<p>Q: What is the fee?</p><p>A: {}</p><p>Q: {}</p><p>A: $80.</p>"


@pytest.mark.parametrize("first", ["See below.", "It depends."])
@pytest.mark.parametrize("then", ["What is the deposit?", "And for vans?"])
def test_a_later_answer_is_not_that_of_an_earlier_question(first: str, then: str) -> None:
    assert isinstance(find(FAQ.format(first, then), money("fee", "USD"), "en"), Missing)


@pytest.mark.parametrize("first", ["$50.", "The fee is $50."])
def test_the_answer_right_behind_it_is(first: str) -> None:
    assert value_of(find(FAQ.format(first, "And the deposit?"), money("fee", "USD"), "en")) == 50
    assert value_of(find(FAQ.format(first, "What is the deposit?"), money("deposit", "USD"), "en")) == 80


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("ko", "실업률은 2020년(4.0%)보다 낮은 2.7%였다.", "실업률"),
        ("ko", "실업률은 2.7%로 2020년(4.0%)보다 낮았다.", "실업률"),
        ("zh-Hant", "失業率較2020年（4.0%）低，為2.7%。", "失業率"),
        ("zh-Hans", "失业率为2.7%，比2020年（4.0%）低。", "失业率"),
        ("ko", "실업률은 올해(2.7%) 들어 낮아졌다.", "실업률"),
        ("zh-Hant", "失業率在2025年（2.7%）創新低。", "失業率"),
    ],
)
def test_a_year_that_it_is_compared_with_has_not_its_value(language: str, said: str, words: str) -> None:
    assert value_of(find(f"<p>{said}</p>", share(words), language)) == Decimal("2.7")


def test_youth_behind_a_pointer() -> None:
    for text in ("unemployment 4.1%; youth unemployment 9.8%", "youth unemployment 9.8%; unemployment 4.1%"):
        assert value_of(_at(text, share("unemployment", pointer="/headline"))) == Decimal("4.1")
        assert value_of(_at(text, share("youth unemployment", pointer="/headline"))) == Decimal("9.8")


def _at(text: str, wanted: Wanted) -> Found:
    return locate(Page.open(f'{{"headline": "{text}"}}'.encode(), "application/json", language="en"), wanted)
