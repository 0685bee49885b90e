"""What the thirteenth to fifteenth page sets, and people who declared their figures, were read wrongly for."""

from decimal import Decimal
from typing import Any

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, figures, locate
from tests.reading.asked import find, money, value_of


def share(*words: str, **more: Any) -> Wanted:
    return Wanted("x", "percent", tuple((one,) for one in words), unit="%", **more)


def count(unit: str | None, *words: str, **more: Any) -> Wanted:
    return Wanted("x", "quantity", tuple((one,) for one in words), unit=unit, **more)


@pytest.mark.parametrize(
    ("unit", "said", "word"),
    [
        ("library", "圖書館共1,203所", "圖書館"),
        ("library", "圖書館共1,203館", "圖書館"),
        ("vessel", "漁船共1,203艘", "漁船"),
        ("flight", "航班共1,203架次", "航班"),
        ("district", "行政區共1,203區", "行政區"),
        ("branch", "分行共1,203家", "分行"),
        ("pig", "毛豬1,203頭", "毛豬"),
        ("hospital", "醫院1,203家", "醫院"),
        ("school", "學校1,203校", "學校"),
        ("song", "歌曲1,203首", "歌曲"),
        ("team", "隊伍1,203隊", "隊伍"),
        ("inspection", "稽查1,203次", "稽查"),
        ("home", "住宅1,203戶", "住宅"),
        ("house", "住宅1,203棟", "住宅"),
        ("subscriber", "用戶1,203戶", "用戶"),
        ("death", "死亡1,203人", "死亡"),
        ("couple", "結婚1,203對", "結婚"),
        ("bicycle", "公共自行車1,203輛", "自行車"),
        ("vehicle", "汽車交付量為1,203台", "交付量"),
        ("respondent", "有效樣本1,203份", "樣本"),
        ("factory", "工廠1,203家", "工廠"),
        ("dog", "반려견은 1,203마리", "반려견"),
        ("school", "학교는 1,203곳", "학교"),
        ("robot", "로봇은 1,203대", "로봇"),
        ("home", "주택은 1,203호", "주택"),
        ("inspection", "점검은 1,203회", "점검"),
        ("song", "노래는 1,203곡", "노래"),
    ],
)
def test_a_declared_noun_is_counted_with_the_counters_of_its_class(unit: str, said: str, word: str) -> None:
    language = "ko" if "가" <= word[0] <= "힣" else "zh-Hant"
    assert value_of(find(f"<p>{said}。</p>", count(unit, word), language)) == Decimal(1203)


@pytest.mark.parametrize(
    ("unit", "said", "word"),
    [
        ("person", "企業1,203戶", "企業"),
        ("company", "企業1,203人", "企業"),
        ("library", "圖書館3館長", "圖書館"),
        ("vehicle", "車輛事故1,203件", "車輛"),
        ("district", "行政區12區域", "行政區"),
        ("school", "學校1,203人", "學校"),
        ("hospital", "醫院1,203床", "醫院"),
        ("person", "人口1,203輛", "人口"),
    ],
)
def test_and_with_no_others(unit: str, said: str, word: str) -> None:
    assert isinstance(find(f"<p>{said}。</p>", count(unit, word), "zh-Hant"), Missing)


@pytest.mark.parametrize(
    ("language", "body", "wanted", "value"),
    [
        # What a sentence says is the number of something.
        ("en", "<p>From 7,615 in 2023, the number of return machines in the scheme has grown to 8,940.</p>",
         count("machine", "return machines"), 8940),
        ("en", "<p>Thirteen companies passed $1bn, and the number of AI unicorns that we follow is now 312.</p>",
         count("company", "unicorns"), 312),
        ("zh-Hant", "<p>民眾走進圖書館：入館人次1.06億，借書8,947萬冊。</p>", count("visit", "入館人次"), 106_000_000),
        # Units told once for several columns, or in a record's own field.
        ("zh-Hant", "<table><caption>單位：千人；百萬元</caption>"
         "<tr><th>機構</th><th>使用者人數</th><th>代理收付金額</th></tr>"
         "<tr><td>藍雀</td><td>29,115</td><td>8,452</td></tr></table>", money("代理收付金額", "TWD"), 8_452_000_000),
        ("zh-Hant", "<table><caption>單位：千人；百萬元</caption>"
         "<tr><th>機構</th><th>使用者人數</th><th>代理收付金額</th></tr>"
         "<tr><td>藍雀</td><td>29,115</td><td>8,452</td></tr></table>", count("person", "使用者人數"), 29_115_000),
        ("ko", "<p>(단위: 일평균, 만건·억원, %)</p><table><tr><th>구분</th><th>건수</th><th>금액</th></tr>"
         "<tr><th>간편결제</th><td>3,137</td><td>9,802</td></tr></table>", money("금액", "KRW"), 980_200_000_000),
        ("zh-Hant", "<table><tr><th>指標</th><th>113年</th></tr><tr><td>借閱冊數（萬冊）</td>"
         "<td>8,947</td></tr></table>",
         count("volume", "借閱冊數"), 89_470_000),
        ("zh-Hant", "<div><span>28.64</span><span>億元</span><span>第三季合併營收（新台幣）</span></div>",
         money("合併營收", "TWD"), 2_864_000_000),
        ("ko", "<table><tr><th>임차 조건</th><td>보증금 80,000,000원 이하</td></tr></table>",
         money("보증금", "KRW"), 80_000_000),
        ("ko", "<table><caption>(단위: 백만 달러, %)</caption><tr><th>품목</th><th>증감률(전년동월비)</th></tr><tr>"
         "<th>디스플레이</th><td>△7.6</td></tr></table>",
         share("디스플레이", between=(Decimal(-30), Decimal(30))), -7.6),
        # Of rows and years.
        ("zh-Hant", "<h1>113年調查</h1><table><tr><th>指標</th><th>108年</th><th>113年</th></tr><tr><td>盛行率</td>"
         "<td>65.8%</td>"
         "<td>56.3%</td></tr></table>", share("盛行率"), 56.3),
        ("zh-Hant", "<p>調查於113年完成，主要結果如下表。</p><table>"
         "<tr><th>指標</th><th>108年</th><th>113年</th></tr><tr>"
         "<td>盛行率</td><td>65.8%</td><td>56.3%</td></tr></table>", share("盛行率"), 56.3),
        ("zh-Hant", "<table><tr><th>指標</th><th>113年</th></tr><tr><td>使用線上申辦</td><td>46.8%</td></tr><tr>"
         "<td>50歲以上使用線上申辦</td><td>27.3%</td></tr></table>", share("線上申辦"), 46.8),
        ("zh-Hant", "<table><tr><th>學年度</th><th>錄取率</th></tr><tr><td>112</td><td>34.1%</td></tr><tr><td>113</td>"
         "<td>29.2%</td></tr></table>", share("錄取率"), 29.2),
        ("zh-Hant", "<table><tr><th>項目</th><th>本期</th></tr><tr><td>母公司淨利潤</td><td>-84%</td></tr><tr>"
         "<td>母公司扣除非經常性損益的淨利潤</td><td>-129%</td></tr></table>", share("淨利潤"), -84),
        ("zh-Hant", "<table><tr><th>在學學生總數</th><th>日間部</th><th>教師</th><th>註冊率</th></tr>"
         "<tr><td>11,846人</td><td>8,902人</td><td>438人</td><td>93%</td></tr></table>",
         count("person", "在學學生", "總數"), 11846),
        # Which figure the words are of.
        ("zh-Hant", "<p>急診部分負擔依層級收取：地區醫院300元、區域醫院400元、醫學中心750元。</p>",
         Wanted("x", "money", (("醫學中心",), ("急診",), ("部分負擔",)), unit="TWD", currency="TWD"), 750),
        ("zh-Hant", "<p>殘疾人士宿位輪候時間平均41個月，長者宿位輪候時間平均19個月。</p>",
         Wanted("x", "duration", (("輪候時間",), ("長者宿位", "宿位")), unit="month"), 19),
        ("zh-Hant", "<p>2025年遊客為34.2萬人次（2024年36.9萬人次）。</p>",
         count("visit", "遊客", period="2025"), 342_000),
        ("zh-Hant", "<p>電池在2024年的裝車量攀升27.3%，來到894.5 GWh，但成長力道不如2023年的38.8%。</p>",
         count(None, "裝車量", period="2024"), 894.5),
        ("zh-Hant", "<table><tr><td>酒店平均房租</td><td>1,286元</td></tr><tr><td>入住率</td><td>89%</td></tr></table>"
         "<p>註：賓館平均房租612元。</p>", money("平均房租", "TWD"), 1286),
        ("zh-Hant", "<p>離職率升至2025年的13.2%。</p><p>醫策會2025年另估，離職率為12.5%。</p>", share("離職率"), 13.2),
        ("zh-Hant", "<p>館藏量386萬冊。</p><p>關於館藏量482萬冊的國立圖書館，詳見「國立圖書館」。</p>",
         count(None, "館藏量"), 3_860_000),
        ("zh-Hant", "<details><summary>上週資料</summary><p>收盤價104元</p></details><p>收盤價103元</p>",
         money("收盤價", "TWD"), 103),
        ("en", "<p>At £1,332 in March, the average rent was £95 above its level of 12 months before.</p>",
         money("average rent", "GBP"), 1332),
        ("en", "<p>The median newsroom paid US$14,200 over the year.</p>", money("median newsroom", "USD"), 14_200),
        ("en", "<div><p>7.4%</p><p>refusal rate</p><p>a rise of 1.9 percentage points</p></div>",
         Wanted("x", "percentage_point", (("refusal rate",), ("rise",)), unit="pp"), 1.9),
        ("ko", "<p>3월 수출은 205.8억 달러, 무역수지는 82.4억 달러 적자로 집계되었다.</p>",
         money("무역수지", "USD"), -8_240_000_000),
        ("ko", "<p>3월 무역수지는 82.4억 달러 흑자로 집계되었다.</p>", money("무역수지", "USD"), 8_240_000_000),
        ("en", "<p>The deficit of the trade balance was $8.2bn.</p>", money("deficit", "USD"), 8_200_000_000),
        # A reviewer's sentences that rules of this day were too wide for.
        ("zh-Hant", "<p>關於114年度預算，歲出編列3.2億元，詳見附表。</p>", money("歲出", "TWD"), 320_000_000),
        ("en", "<p>For varroa, 63% of members relied on oxalic acid and 22% on thymol.</p>", share("oxalic acid"), 63),
        ("en", "<p>Among women who use it, 58% feel worried about it.</p>", share("women", "feel worried"), 58),
        ("en", "<p>Among all respondents, 58% feel worried about it.</p>", share("feel worried"), 58),
    ],
)  # fmt: skip
def test_read(language: str, body: str, wanted: Wanted, value: float) -> None:
    assert value_of(find(body, wanted, language)) == Decimal(str(value))


@pytest.mark.parametrize(
    ("language", "body", "wanted"),
    [
        ("ko", "<p>서빙로봇 보급 대수는 ○○대로 집계되었다(2023년 1만 1,480대).</p>", count("robot", "서빙로봇")),
        ("zh-Hans", "<p>快递企业前八家品牌集中度指数为**，较上半年回落0.6。</p>",
         Wanted("x", "number", (("集中度指数",),))),
        ("zh-Hant", "<p>本季運算晶片占營收升至28%，其中AI加速器不再單獨揭露。</p>", share("AI加速器", "占營收")),
        ("zh-Hant", "<p>AI加速器占營收比重提高，抽樣誤差為正負1.24個百分點。</p>",
         Wanted("x", "percentage_point", (("比重",),), unit="pp")),
        (
            "en",
            "<p>Among workers with a degree, 41% use AI tools; among those without one it is 14%.</p>",
            share("workers", "use AI tools"),
        ),
        ("en", "<p>By device, cars are set to register the fastest CAGR of 21.7%.</p>", share("CAGR")),
        ("en", "<p>Net retention compares revenue from customers of a year ago; above 100% it grows.</p>",
         share("retention")),
        ("zh-Hant", "<h2>各區資源回收率前五名</h2><div><p>71.5%</p><p>松濤區</p></div><div><p>69.0%</p>"
         "<p>內崙區</p></div>",
         share("資源回收率")),
        ("zh-Hans", "<p>代替标准：LQ 43013-2018（实施日期 2019-04-15）</p>", Wanted("x", "date", (("实施日期",),))),
        ("en", "<table><tr><th>Area</th><th>All</th></tr><tr><td>Hartley</td><td>[x]</td></tr><tr><td>Hartley Bay</td>"
         "<td>£1,010</td></tr></table>", money("Hartley", "GBP", row=("Hartley",))),
        ("zh-Hant", "<h2>停留夜數</h2><p>上年同月 7.02 夜</p>", count("night", "停留夜數")),
    ],
)  # fmt: skip
def test_not_read(language: str, body: str, wanted: Wanted) -> None:
    assert not isinstance(find(body, wanted, language), Located)


def test_the_same_number_in_digits_stands_before_its_unit() -> None:
    assert [(m.text, m.unit) for m in figures("a median of three and a half (3.5) hours")] == [
        ("three and a half (3.5) hours", "hour")
    ]


STATE = (
    '<script id="__NUXT_DATA__" type="application/json">{"tiles":[{"label":"資源回收率","value":61.8,"unit":"%"},'
    '{"label":"廢棄物產生量","value":109.42,"unit":"萬公噸"}]}</script>'
)


def test_what_a_page_is_drawn_from_is_looked_at_last() -> None:
    assert value_of(find(f"<p>說明文字。</p>{STATE}", share("資源回收率"), "zh-Hant")) == Decimal("61.8")
    shown = f"<p>資源回收率為59.3%。</p>{STATE}"
    assert value_of(find(shown, share("資源回收率"), "zh-Hant")) == Decimal("59.3")
    tonnes = count("tonne", "廢棄物產生量")
    assert value_of(find(f"<p>說明文字。</p>{STATE}", tonnes, "zh-Hant")) == Decimal(1_094_200)
    own = STATE.replace(' id="__NUXT_DATA__"', ' id="settings"')
    assert isinstance(find(f"<p>說明文字。</p>{own}", share("資源回收率"), "zh-Hant"), Missing)


def test_a_record_tells_its_scale_in_a_field_of_its_own() -> None:
    body = '{"rows":[{"name":"小麥","amount":"6.82","unit":"萬公噸"}]}'.encode()
    page = Page.open(body, "application/json", language="zh-Hant")
    assert value_of(locate(page, count("tonne", "小麥"))) == Decimal(68_200)


def test_reasons_say_what_to_declare() -> None:
    found = find("<p>公車客運共1,203名。</p>", count("bus", "公車"), "zh-Hant")
    assert isinstance(found, Missing)
    assert "“1,203名”" in found.reason and "`unit`" in found.reason
    assert "公車客運共1,203名。" in found.reason
    two = find(
        "<h2>甲</h2><p>2023年營收5億元。</p><h2>乙</h2><p>去年底營收6億元。</p>",
        money("營收", "TWD", period="2020"),
        "zh-Hant",
    )
    assert "2023" in getattr(two, "reason", "")
    behind = find("<p>營收5億元，支出6億元。</p>", money("營收", "TWD", after="全年"), "zh-Hant")
    assert isinstance(behind, Missing)
    assert "“全年” (`after`)" in behind.reason
    apart = find("<h2>北區</h2><p>營收5億元。</p><h2>南區</h2><p>營收6億元。</p>", money("營收", "TWD"), "zh-Hant")
    assert isinstance(apart, Ambiguous)
    assert "under “北區”" in apart.reason
