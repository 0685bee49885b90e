"""What the pages of the ninth to eleventh sets were read wrongly for, and what the same rules must leave alone."""

from decimal import Decimal
from typing import Any

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, figures, locate
from extractors.reading.finding.periods import canonical
from tests.reading.asked import find, money, value_of


def share(*words: str, **more: Any) -> Wanted:
    return Wanted("x", "percent", tuple((one,) for one in words), unit="%", **more)


def count(*words: str, **more: Any) -> Wanted:
    return Wanted("x", "quantity", tuple((one,) for one in words), **more)


@pytest.mark.parametrize(
    ("language", "body", "wanted", "value"),
    [
        # What it was before, in whatever words.
        ("en", "<p>At 7.5% of posts, the vacancy rate is below the 10.6% of two years ago.</p>",
         share("vacancy rate"), 7.5),
        ("en", "<p>The margin narrowed from 1.21% to 1.12% over the year.</p>", share("margin"), 1.12),
        ("en", "<dl><dt>Margin</dt><dd>1.12% (H1 2024: 1.21%)</dd></dl>", share("margin"), 1.12),
        ("en", "<dl><dt>Yield</dt><dd>14.2 kg (2023: 19.8 kg; ten-year mean 18.1 kg)</dd></dl>", count("yield"), 14.2),
        ("en", "<dl><dt>Yield</dt><dd>14.2 kg, or 31.3 lb (2023: 19.8 kg)</dd></dl>", count("yield"), 14.2),
        ("zh-Hant", "<p>基金補助 2,416 位，金額合計 3,850 萬元；前一年為 2,207 位、3,415 萬元。</p>",
         money("基金", "TWD"), 38_500_000),
        ("zh-Hant", "<p>違反規定者處三萬元罰鍰。</p><p>沿革：原第二十一條規定違反規定者處一萬元罰鍰。</p>",
         money("違反規定", "TWD"), 30_000),
        # Corrections.
        ("zh-Hant", "<p>更正啟事：原發布之盛行率56.3%誤植，應為58.3%。</p><p>盛行率為58.3%。</p>",
         share("盛行率"), 58.3),
        ("ko", "<p>[바로잡습니다] 응답자를 5,000명으로 적었으나 3,000명이기에 바로잡습니다.</p>",
         count("응답자"), 3000),
        ("ko", "<p>※ 정정: 수입 163억 원을 151억 원으로 바로잡습니다.</p>", money("수입", "KRW"), 15_100_000_000),
        ("en", "<p>Correction: the margin was stated as 46.3%. The margin is 45.6%.</p>", share("margin"), 45.6),
        # Of two kinds of figures the one that is meant.
        ("ko", "<p>지난해 한 해 동안의 헌혈 횟수가 285만 5,540건에 이른다.</p>", count("헌혈 횟수"), 2_855_540),
        ("zh-Hant", "<p>資源回收率＝（回收量＋再利用量）÷產生量×100%</p><div><b>61.8%</b><p>資源回收率</p></div>",
         share("資源回收率"), 61.8),
        ("zh-Hant", "<div><strong>5.4分</strong><p>信任度（滿分10分）</p></div>",
         Wanted("x", "number", (("信任度",),)), 5.4),
        ("zh-Hant", "<ul><li>檢舉流程.odt（46 KB）</li><li>檢舉 9,764 件</li></ul>", count("檢舉"), 9764),
        ("en", "<p>For varroa, 63% relied on oxalic acid and 22% on thymol.</p>", share("oxalic acid"), 63),
        ("zh-Hant", "<p>依地區，中國廠商市占率 52.6%，台灣廠商 17.8%，日本廠商 14.1%。</p>",
         share("台灣", "市占"), 17.8),
        ("zh-Hant", "<p>年增9.8%；複合年成長率約9.8%。</p>", share("複合年成長率"), 9.8),
        ("en", "<p>Annual recurring revenue stood at $486 million. Revenue was $318.4 million.</p>",
         money("revenue", "USD"), 318_400_000),
        ("en", "<p>Installers now number 8,120.</p>",
         count("installers"), 8120),
        # Years and columns.
        ("zh-Hant", "<table><tr><th>縣市<th>年度<th>產量</tr><tr><td>南投縣<td>111<td>9,960</tr><tr><td>南投縣"
         "<td>112<td>9,744</tr></table>",
         Wanted("x", "quantity", (("南投縣",), ("產量",)), row=("112",)), 9744),
        ("zh-Hant", "<h3>111 年</h3><table><tr><th>縣市<th>產量</tr><tr><td>南投縣<td>9,960</tr><tr><td>嘉義縣"
         "<td>1,525</tr></table>"
         "<h3>112 年</h3><table><tr><th>縣市<th>產量</tr><tr><td>南投縣<td>9,744</tr><tr><td>嘉義縣"
         "<td>1,463</tr></table>",
         Wanted("x", "quantity", (("南投縣",), ("產量",)), row=("112",)), 9744),
        ("zh-Hant", "<table><tr><th>年<th>全部日<th>假日</tr><tr><td>2023年<td>18,450<td>27,900</tr></table>"
         "<p>交通量</p>",
         Wanted("x", "quantity", (), row=("2023年",)), 18450),
        ("en", "<table><tr><th>Bus<th>Q2 2025<th>Target</tr><tr><td>Punctuality<td>81.9%<td>85%</tr></table>",
         share("punctuality"), 81.9),
        ("en", "<table><tr><th>$ million<th>Q3 FY25<th>Q3 FY24</tr><tr><td>Revenue<td>412.6<td>301.5</tr></table>",
         money("revenue", "USD"), 412_600_000),
        ("en", "<table><tr><th>Indicator<th>Earlier<th>Latest</tr><tr><td>Leaver rate<td>10.9%<td>9.6%</tr></table>",
         share("leaver rate"), 9.6),
        ("zh-Hans", "<table><tr><td>序号<td>运营商<td>换电站</tr><tr><td>1<td>迅换<td>2,801</tr><tr><td>—"
         "<td>全国合计<td>4,357</tr></table>",
         count("全国合计"), 4357),
        ("zh-Hant", "<p>技術移轉收入 3,180 萬元，總經費 6.27 億元。</p><table><tr><th>學制<th>男<th>女</tr><tr>"
         "<td>碩士班<td>1,390<td>644</tr></table>",
         Wanted("x", "quantity", (("碩士班",),), column=("女",)), 644),
        ("zh-Hant", "<table><caption>概況（單位：千人、%）</caption><tr><th>項目<th>5月</tr><tr><th>失業人數"
         "<td>183</tr><tr><th>失業率<td>7.94</tr></table>",
         Wanted("x", "quantity", (("失業人數",),), "person"), 183_000),
        ("zh-Hant", "<p>從2024年3,187億美元的規模，增至2030年的5,640億美元。</p>",
         money("規模", "USD", period="2024"), 318_700_000_000),
        ("zh-Hant", "<p>裝置容量為5萬瓩，2023年發電量為1億4,300萬度，2022年則為1億8,900萬度。</p>",
         count("發電量", period="2023", unit="kilowatt hour"), 143_000_000),
        # A headline that rounds.
        ("zh-Hant", "<h1>六成民眾擔心個資外洩</h1><div><strong>61.3%</strong><p>擔心個資外洩</p></div>",
         share("擔心個資外洩"), 61.3),
        ("zh-Hant", "<h1>市場上看118億美元</h1><table><tr><th>市場規模<td>118.6億美元</tr></table>",
         money("市場", "USD"), 11_860_000_000),
        # What only readers say, or other posts.
        ("ko", "<p>결항률은 16.2%였다.</p><dl><dt>다음글</dt><dd>특별교통대책</dd>"
         "<dt>이전글</dt><dd>2023년 결항률 14.8%</dd></dl>",
         share("결항률"), 16.2),
        ("zh-Hant", "<p>關於館藏量482萬冊的圖書館，詳見「國立圖書館」。</p><p>館藏量386萬冊。</p>",
         count("館藏量"), 3_860_000),
    ],
)  # fmt: skip
def test_the_figure_that_is_meant(language: str, body: str, wanted: Wanted, value: float) -> None:
    assert value_of(find(body, wanted, language)) == Decimal(str(value))


@pytest.mark.parametrize(
    ("language", "body", "wanted"),
    [
        ("en", "<dl><dt>Margin</dt><dd>9 basis points lower (H1 2024: 1.21%)</dd></dl>", share("margin")),
        ("en", "<dl><dt>Yield</dt><dd>to follow (2023: 19.8 kg; ten-year mean 18.1 kg)</dd></dl>", count("yield")),
        ("ko", "<p>가구 비율은 2023년 조사 때의 28.2%와 비슷했다.</p>", share("가구 비율")),
        ("zh-Hant", "<p>擔心的受訪者以50至59歲最多，佔68.2%。</p>", share("擔心")),
        ("en", "<p>Among nurses with ten or more years of service, the leaver rate rose to 11.3%.</p>",
         share("leaver rate")),
        ("zh-Hans", "<p>上半年的数据如下。预计全年产量1480万吨左右，增幅较上半年收窄。</p>", count("产量", "上半年")),
        ("zh-Hans", "<p>上半年，均价77657元/吨；企业实现利润53.3亿美元。</p>", money("利润", "CNY")),
    ],
)  # fmt: skip
def test_what_is_left_is_another_thing(language: str, body: str, wanted: Wanted) -> None:
    assert isinstance(find(body, wanted, language), Missing)


@pytest.mark.parametrize(
    ("language", "body", "wanted", "value"),
    [
        ("en", "<p>Prices rose 5.2% in 2023 and output (in kg: 14.2) fell.</p>", share("prices"), 5.2),
        ("zh-Hant", "<p>市場規模（2024年：632億元）</p>", money("市場規模", "TWD"), 63_200_000_000),
        ("zh-Hant", "<p>以台北市最高，達68%。</p>", share("台北市"), 68),
        ("zh-Hant", "<p>2030 年目標為 2 萬人。</p>", count("目標"), 20_000),
        ("en", "<p>The target of 40% for renewables stands.</p>", share("renewables", "target"), 40),
        ("zh-Hant", "<p>平均分數5.4分，滿分10分。</p>", Wanted("x", "number", (("平均分數",),)), 5.4),
        ("en", "<p>Deferred revenue was $12 million.</p>", money("deferred revenue", "USD"), 12_000_000),
        ("zh-Hans", "<p>上半年产量736万吨，全年目标不变。</p>", count("产量", "上半年"), 7_360_000),
        ("zh-Hant", "<p>調查與2023年相同，比率為31%。</p>", share("比率"), 31),
        ("en", "<p>Growth was similar to last year and came to 3%.</p>", share("growth"), 3),
        ("ko", "<p>유실물센터에서 30일이 지나면 경찰서로 넘긴다.</p>",
         Wanted("x", "duration", (("유실물센터",),), "day"), 30),
        ("en", "<table><tr><th>Programme<th>2024<th>2025</tr><tr><td>Budget for roads<td>5%<td>6%</tr></table>",
         share("budget for roads"), 6),
    ],
)  # fmt: skip
def test_what_the_same_rules_leave_alone(language: str, body: str, wanted: Wanted, value: float) -> None:
    assert value_of(find(body, wanted, language)) == Decimal(str(value))


@pytest.mark.parametrize(
    ("declared", "read"),
    [("2023/24", "2023/2024"), ("Q2 2024", "2024-Q2"), ("113", "2024"), ("113年度", "2024"), ("2024", "2024"),
     ("2024-03", "2024-03"), ("FY2031", "FY2031"), ("2024/2030", "2024/2030"), ("spring", "spring")],
)  # fmt: skip
def test_a_period_may_be_declared_as_it_is_printed(declared: str, read: str) -> None:
    assert canonical(declared) == read


@pytest.mark.parametrize(
    ("language", "body", "wanted", "value"),
    [
        ("en", "<p>27,000 installers will be needed by 2030.</p><p>There are 8,120 installers.</p>",
         count("installers"), 8120),
        ("zh-Hant", "<p>雇用人數 2030 年目標為 2 萬人。</p><p>雇用人數目前 1.2 萬人。</p>", count("雇用人數"), 12_000),
    ],
)  # fmt: skip
def test_what_is_aimed_at_gives_way(language: str, body: str, wanted: Wanted, value: float) -> None:
    assert value_of(find(body, wanted, language)) == Decimal(str(value))


# Sentences that a reviewer found refused or misread by wider forms of these rules.
@pytest.mark.parametrize(
    ("language", "body", "wanted", "value"),
    [
        ("zh-Hant", "<table><tr><th>項目<th>2024 億元</tr><tr><td>營收<td>1,203</tr></table>",
         money("營收", "TWD"), 120_300_000_000),
        ("zh-Hant", "<dl><dt>結果</dt><dd>同意45.3%（不同意38.2%）</dd></dl>", share("不同意"), 38.2),
        ("zh-Hant", "<table><caption>單位：千人</caption><tr><th>項目<th>人數</tr><tr><td>醫師人數（人）"
         "<td>1,203</tr></table>",
         count("醫師人數"), 1203),
        ("zh-Hans", "<p>东部地区失业率5.1%，全国失业率5.0%。</p>", share("东部", "失业率"), 5.1),
        ("zh-Hant", "<p>失業率創2008年以來最高，達5.2%。</p>", share("失業率"), 5.2),
        ("zh-Hant", "<p>觀光收入以去年最高，達1.2兆元。</p>", money("觀光收入", "TWD"), 1_200_000_000_000),
        ("zh-Hant", "<p>嘉義縣老年人口比率最高，達24.3%。</p>", share("嘉義縣"), 24.3),
        ("ko", "<p>고용률은 수치가 가장 높은 63.6%를 기록했다.</p>", share("고용률"), 63.6),
        ("ko", "<p>내년 예산을 728조원으로 늘릴 계획이다.</p>", money("예산", "KRW"), 728_000_000_000_000),
        ("zh-Hant", "<p>2025年新增就業目標為1,200萬人。</p>", count("新增就業"), 12_000_000),
        ("en", "<h2>Labour market in Wales</h2><p>The proportion of adults in work was 72.1%.</p>",
         share("wales", "proportion"), 72.1),
        ("en", "<p>Revenue was $3.2 billion. Acme Corp, based in Leeds, also said more.</p>",
         Wanted("x", "money", (("acme",), ("revenue",)), unit="USD"), 3_200_000_000),
        ("zh-Hant", "<p>關於114年度預算，歲出編列3.2億元，詳見附表。</p>", money("歲出", "TWD"), 320_000_000),
        ("en", "<p>Revenue was over $3 billion.</p><table><tr><th>Revenue from services<td>$3.4 billion</tr></table>",
         money("revenue", "USD"), 3_000_000_000),
        ("en", "<p>Retail sales rose in line with the 0.3% consensus.</p>", share("retail sales"), 0.3),
        ("en", "<p>Replies came from 1,200 out of 2,500 firms asked.</p>", count("firms asked"), 2500),
        ("ko", "<p>자회사를 포함한 연결 매출은 3조 2천억 원이다.</p>", money("매출", "KRW"), 3_200_000_000_000),
        ("en", "<p>The yield of government bonds with 10 years to maturity rose to 4.2%.</p>", share("yield"), 4.2),
        ("zh-Hant", "<p>企業投訴1203件，涉及企業356家。</p>", Wanted("x", "quantity", (("企業",),), "company"), 356),
        ("en", "<p>For the full year, despite a weak first half, sales were $3.2 billion.</p>",
         Wanted("x", "money", (("full year",), ("sales",)), unit="USD"), 3_200_000_000),
        ("en", "<p>Correctional facility occupancy was reported as 92.1% in 2024.</p>", share("occupancy"), 92.1),
        ("en", "<p>Storage per user rose to 512 MB for 3,200 users.</p>", count("storage per user"), 512),
        ("zh-Hant", "<dl><dt>案件</dt><dd>尚未結案（1,203件）</dd></dl>", count("案件"), 1203),
        ("zh-Hant", "<p>臺北市3月房價年增4.2%，全國統計將另行公布。</p>", share("臺北市"), 4.2),
        ("ko", "<p>2024년 남성(68.2%)보다 여성(72.3%)의 투표율이 높았다.</p>", share("남성", "투표율"), 68.2),
        ("zh-Hant", "<p>出口金額450億美元。年增 9.8%。</p>", share("出口金額"), 9.8),
    ],
)  # fmt: skip
def test_a_reviewers_sentences(language: str, body: str, wanted: Wanted, value: float) -> None:
    assert value_of(find(body, wanted, language)) == Decimal(str(value))


def test_labels_and_days_as_they_were() -> None:
    assert not [one for one in figures("Case number 1,203 was closed.", "en") if one.value == 1203]
    assert [one.kind for one in figures("申報期間為15日至30日。", "zh-Hant")][:1] == ["date"]
    assert [one.kind for one in figures("오는 15일 지나", "ko")] == ["date"]


def test_numbers_and_dates_in_other_writings() -> None:
    assert [one.value for one in figures("128 萬 4,306", "zh-Hant")] == [Decimal(1_284_306)]
    assert [one.date for one in figures("113.12.31", "zh-Hant")] == ["2024-12-31"]
    assert not [one for one in figures("113.12.31.4", "zh-Hant") if one.date]
    assert [one.date for one in figures("다음 달 15일이 지나면", "ko")][-1:] == ["---15"]
    assert [(one.value, one.comparator) for one in figures("罰鍰最高為新臺幣1,500萬元", "zh-Hant")] == [
        (Decimal(15_000_000), "<=")
    ]
    assert [one.comparator for one in figures("失業率最高為5.2%", "zh-Hant")] == ["="]


def test_a_feeds_text_is_read_as_the_page_it_is() -> None:
    said = "<p>上半年，居民收入为28416元。</p><table><tr><th>元</th><th>全市居民</th><th>农村居民</th></tr>"
    said += "<tr><td>消费支出</td><td>17365</td><td>12230</td></tr></table>"
    body = f"<rss><channel><item><title>收支</title><d><![CDATA[{said}]]></d></item></channel></rss>".encode()
    page = Page.open(body, "application/rss+xml", language="zh-Hans")
    assert value_of(locate(page, money("消费支出", "CNY"))) == 17365
    assert value_of(locate(page, money("居民收入", "CNY"))) == 28416


def test_what_a_button_opens_is_read_last() -> None:
    panel = '<div><button aria-expanded="false">Q2 退票?</button><div hidden><p>延誤者退還票價50%。</p></div></div>'
    assert value_of(find(panel, share("退還票價"), "zh-Hant")) == 50
    assert value_of(find(panel + "<p>退還票價40%。</p>", share("退還票價"), "zh-Hant")) == 40


def test_a_counters_prefix_and_suffix() -> None:
    state = '{"props":{"stats":[{"label":"全年票房","prefix":"NT$","value":"61.8","suffix":"億"}]}}'
    body = f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{state}</script>'
    assert value_of(find(body, money("全年票房", "TWD"), "zh-Hant")) == 6_180_000_000
    drawn = '<div id="__nuxt"></div><script>window.__NUXT__={"kpis":[{"num":"38.6%","txt":"已導入"}]}</script>'
    assert value_of(find(drawn, share("已導入"), "zh-Hant")) == Decimal("38.6")


def test_lines_of_earlier_editions() -> None:
    body = "<ul><li>48,317 permits were granted.</li></ul><p>Year ending March 2024: 61,950 permits were granted.</p>"
    body += "<p>Year ending March 2023: 58,116 permits were granted.</p>"
    assert value_of(find(body, count("permits", "granted"), "en")) == 48317


def test_a_figure_in_another_column_of_the_row_contradicts_nothing() -> None:
    body = "<p>其中，床位占比为66.1%。</p><table><tr><th>指标<th>2023年<th>2024年<th>2025年</tr>"
    body += "<tr><td>床位占比<td>60.2%<td>63.8%<td>66.1%</tr></table>"
    wanted = Wanted("x", "percent", (("床位占比",),), unit="%", row=("床位占比",), column=("2024年",))
    assert value_of(find(body, wanted, "zh-Hans")) == Decimal("63.8")
    slip = body.replace("占比为66.1%", "占比为68.3%")
    assert isinstance(find(slip, wanted, "zh-Hans"), Ambiguous | Located)


def test_a_charts_description_gives_way_to_the_page() -> None:
    body = '<img src="a.png" width="600" height="300" alt="準點率走勢圖，最低88.9%"><table><tr><th>項目<th>本月</tr>'
    body += "<tr><td>準點率<td>91.4%</tr></table>"
    assert value_of(find(body, share("準點率"), "zh-Hant")) == Decimal("91.4")


def test_words_that_a_full_stop_cuts_are_met() -> None:
    body = "<p>(Pub. L. 116–283, div. E, §5002, Jan. 1, 2021, 134 Stat. 4523.)</p>"
    found = find(body, Wanted("x", "date", (("div. E, §5002",),)), "en")
    assert isinstance(found, Located) and found.date == "2021-01-01"


def test_a_line_that_begins_the_box_of_rows_heads_them() -> None:
    rows = "".join(
        f"<div class=r><div>{name}</div><div>{men}</div><div>{all_}</div></div>"
        for name, men, all_ in (("學制", "男", "合計"), ("學士班", "5,212", "8,156"), ("碩士班", "1,340", "1,913"))
    )
    wanted = Wanted("x", "quantity", (("碩士班",), ("在學學生",)), row=("碩士班",), column=("合計",))
    assert value_of(find(f"<div><div>各學制在學學生人數（人）</div>{rows}</div>", wanted, "zh-Hant")) == 1913
    assert isinstance(find(f"<div><p>在學學生</p><p>另計</p>{rows}</div>", wanted, "zh-Hant"), Missing)


def test_the_next_months_value_of_the_same() -> None:
    wanted = Wanted("x", "duration", (("修復時間",),), "day")
    assert value_of(find("<p>5月，平均修復時間為24.3天；6月縮短到21.6天。</p>", wanted, "zh-Hant")) == Decimal("21.6")
    assert value_of(find("<p>5月，平均修復時間為24.3天；6月的檢查費時21.6天。</p>", wanted, "zh-Hant")) == Decimal(
        "24.3"
    )
