"""What stands beside a figure in its own card or row: further lines, columns of changes, notes with several units."""

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Missing, Wanted
from tests.reading.asked import find, money, value_of

MEMBERS = "<div class='tile'><span>會員人數</span><b>12,345人</b><small>本月新增 321人</small></div>"
STACKED = "<div class='tile'><div>會員人數</div><div>12,345人</div><div>本月新增 321人</div></div>"
ACTIVE = "<div class='tile'><div>48,210</div><div>Active users</div><div>+1,204 new this month</div></div>"
SALES = "<div class='tile'><span>營業額</span><b>3.5億元</b><small>客單價 1,234元</small></div>"
RATES = "<div class='tile'><span>預算執行率</span><b>45.6%</b><small>達成率 92.3%</small></div>"


def people(*anchors: str) -> Wanted:
    return Wanted("count", "quantity", tuple((word,) for word in anchors), unit="person")


def share(word: str) -> Wanted:
    return Wanted("share", "percent", ((word,),), unit="%")


@pytest.mark.parametrize(
    ("html", "wanted", "value"),
    [
        (MEMBERS, people("會員人數"), 12345),
        (MEMBERS, people("本月新增"), 321),
        (STACKED, people("會員人數"), 12345),
        (STACKED, people("本月新增"), 321),
        (ACTIVE, Wanted("new", "quantity", (("new this month",),), unit="user"), 1204),
        (ACTIVE, Wanted("active", "quantity", (("Active users",),), unit="user"), 48210),
        (SALES, money("客單價", "TWD"), 1234),
        (SALES, money("營業額", "TWD"), 350000000),
        (RATES, share("達成率"), Decimal("92.3")),
        (RATES, share("預算執行率"), Decimal("45.6")),
    ],
)
def test_a_card_s_further_line_gives_its_own_figure(html: str, wanted: Wanted, value: Decimal | int) -> None:
    assert value_of(find(html, wanted)) == value


def test_a_further_line_that_only_describes_is_the_card_s() -> None:
    html = "<div class='tile'><div>45%</div><div>Market share</div><div>Top 10 firms</div></div>"
    assert value_of(find(html, share("Top 10 firms"))) == 45


def table(columns: str, cells: str, caption: str) -> str:
    heads = "".join(f"<th>{one}</th>" for one in columns.split("|"))
    row = "".join(f"<td>{one}</td>" for one in cells.split("|"))
    return f"<table><caption>{caption}</caption><tr>{heads}</tr><tr>{row}</tr></table>"


@pytest.mark.parametrize(
    ("html", "wanted", "value"),
    [
        (
            table("項目|本月|較上月增減|較上年同月增減", "就業人數|11,600|12|83", "（千人）"),
            people("就業人數"),
            11600000,
        ),
        (table("項目|較上月增減|本月", "就業人數|12|11,600", "（千人）"), people("就業人數"), 11600000),
        (table("구분|2024.10|전월 대비|전년동월 대비", "취업자|28,000|12|83", "(천명)"), people("취업자"), 28000000),
        (table("Item|Now|Change on month", "Jobs|11,600|12", "People, thousands"), people("Jobs"), 11600000),
        (table("項目|本月|較上月增減", "就業人數|11,600|12", "（千人）"), people("就業人數", "較上月增減"), 12000),
    ],
)
def test_a_column_of_changes_gives_way_to_the_level(html: str, wanted: Wanted, value: int) -> None:
    assert value_of(find(html, wanted)) == value


def test_two_columns_of_levels_stay_a_question() -> None:
    found = find(table("項目|甲案|乙案", "就業人數|11,600|11,700", "（千人）"), people("就業人數"))
    assert isinstance(found, Ambiguous)


NOTE = (
    "<p>單位：百萬元；人</p><table><tr><th>項目</th><th>113年</th></tr>"
    "<tr><td>營收</td><td>1,234</td></tr><tr><td>員工</td><td>567</td></tr></table>"
)


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        (Wanted("x", "money", (("營收",),), unit="TWD", currency="TWD"), 1234000000),
        (people("員工"), 567),
    ],
)
def test_a_note_with_several_units_scales_only_its_own(wanted: Wanted, value: int) -> None:
    assert value_of(find(NOTE, wanted)) == value


@pytest.mark.parametrize("head", ["매출액 (백만)", "매출액 (천)", "매출액 (억)"])
def test_a_scale_alone_is_of_the_declared_currency(head: str) -> None:
    html = table(f"구분|{head}|직원 (명)", "2024|1,234|56", "실적")
    declared = Wanted("x", "money", (("매출액",),), unit="KRW", currency="KRW")
    scale = {"백만": 10**6, "천": 10**3, "억": 10**8}[head[5:-1]]
    assert value_of(find(html, declared)) == 1234 * scale
    assert isinstance(find(html, replace(declared, currency=None)), Missing), "nobody said of what"
    dollars = table(f"구분|{head}|직원 (명)", "2024|1,234|56", "실적 (달러)")
    assert isinstance(find(dollars, declared), Missing)


@pytest.mark.parametrize(
    ("said", "wanted", "value"),
    [
        ("영업손익은 전년 120억 원 적자에서 45억 원 흑자로 돌아섰다.", money("영업손익", "KRW"), 4500000000),
        ("영업손익은 전년 120억 원 흑자에서 45억 원 적자로 돌아섰다.", money("영업손익", "KRW"), -4500000000),
        ("무역수지는 지난달 12억 달러 적자에서 8억 달러 흑자로 전환했다.", money("무역수지", "USD"), 800000000),
        ("本公司本期損益由去年虧損3.2億元轉為獲利1.5億元。", money("本期損益", "TWD"), 150000000),
        ("本公司本期損益由去年獲利3.2億元轉為虧損1.5億元。", money("本期損益", "TWD"), -150000000),
        ("貿易收支由上月逆差5億美元轉為順差3億美元。", money("貿易收支", "USD"), 300000000),
        (
            "Net income swung from a loss of $3.2 million a year earlier to a profit of $1.5 million.",
            money("Net income", "USD"), 1500000,
        ),
        (
            "Net income swung to a loss of $1.5 million from a profit of $3.2 million a year earlier.",
            money("Net income", "USD"), -1500000,
        ),
    ],
)  # fmt: skip
def test_a_swing_between_loss_and_profit_gives_the_later_one(said: str, wanted: Wanted, value: int) -> None:
    assert value_of(find(f"<p>{said}</p>", wanted)) == value


def test_the_number_of_a_section_is_no_index() -> None:
    html = "<p>指數的編製方法見第3.2節。消費者物價指數為106.87。</p>"
    html += "<p>지수 작성은 제3.2절 참조. 소비자물가지수는 114.2이다.</p>"
    assert value_of(find(html, Wanted("x", "number", (("指數",),)))) == Decimal("106.87")
    assert value_of(find(html, Wanted("x", "number", (("지수",),)))) == Decimal("114.2")


def accounts(note: str, row: str, value: str) -> str:
    rows = f"<tr><th>Revenue</th><td>3,500</td></tr><tr><th>{row}</th><td>{value}</td></tr>"
    return f"<p>{note}</p><table><tr><th></th><th>2024</th></tr>{rows}</table>"


@pytest.mark.parametrize(
    ("note", "row", "printed", "wanted", "value"),
    [
        ("(in millions, except per share data and employees)", "Employees", "1,300", people("Employees"), 1300),
        ("($ in millions, except per share data)", "Earnings per share", "1.30", money("per share", "USD"), "1.3"),
        ("($ in millions, except per share data)", "Share capital", "130", money("Share capital", "USD"), 130 * 10**6),
        ("損益表（新台幣百萬元，每股盈餘除外）", "每股盈餘", "4.87", money("每股盈餘", "TWD"), "4.87"),
        ("損益表（新台幣百萬元，每股盈餘除外）", "營業利益", "487", money("營業利益", "TWD"), 487 * 10**6),
        ("单位：亿元、万吨", "产量", "860", Wanted("x", "quantity", (("产量",),), unit="tonne"), 8600000),
        ("(단위: 억원, 만톤)", "생산량", "860", Wanted("x", "quantity", (("생산량",),), unit="tonne"), 8600000),
    ],
)
def test_a_scale_holds_but_for_what_it_excepts(
    note: str, row: str, printed: str, wanted: Wanted, value: str | int
) -> None:
    assert value_of(find(accounts(note, row, printed), wanted)) == Decimal(value)
