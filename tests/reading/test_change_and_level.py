"""A change with the level it led to, in one sentence; figures that are told no more; scales of quantities."""

from decimal import Decimal

import pytest

from extractors.reading import Missing, Wanted, figures
from extractors.reading.text.mention import Mention
from tests.reading.asked import asked_for, find, money, value_of

TOLD = [
    ("Ofgem's cap rose by £149 to £1,717", "149 GBP up; 1717 GBP"),
    ("Operating profit rose £12m to £145m", "12000000 GBP up; 145000000 GBP"),
    ("The average price rose £3,000 to £285,000", "3000 GBP up; 285000 GBP"),
    ("Brent crude rose $1.20 to $83.40", "1.2 USD up; 83.4 USD"),
    ("Net debt fell by €1.2bn to €3.4bn", "1200000000 EUR down; 3400000000 EUR"),
    ("revenue increased by $200 million to $3.1 billion", "200000000 USD up; 3100000000 USD"),
    ("The rate was cut by 0.25% to 4.75%", "0.25 % down; 4.75 %"),
    ("The index climbed 2.1 points to 58.3 points", "2.1 point up; 58.3 point"),
    ("output rose by 2.5 million tonnes to 142.3 million tonnes", "2500000 tonne up; 142300000 tonne"),
    ("罰鍰提高2萬元至5萬元", "20000 up; 50000"),
    ("新臺幣股價上漲20元至985元", "20 TWD up; 985 TWD"),
    ("Employment rose by 23,000 to 33.9 million people", "23000 up; 33900000 person"),
    ("Vacancies fell 26,000 to 781,000", "26000 down; 781000"),
    ("The deficit narrowed by £1.3bn to £2.9bn", "1300000000 GBP down; 2900000000 GBP"),
    ("Net profit tumbled €30m to €410m", "30000000 EUR down; 410000000 EUR"),
    # What may move so much or so much is a range.
    ("employment will grow by 3 to 5 million people", "3000000..5000000 person up"),
    ("jobs rose by 20,000 to 30,000 a month", "20000..30000 up"),
    ("Net migration is expected to fall by 20,000 to 60,000 people.", "20000..60000 person down"),
    ("The firm will cut 1,000 to 5,000 jobs.", "1000..5000 job"),
    ("The loss is expected to narrow by £2m to £3m.", "2000000..3000000 GBP down"),
    ("Deaths fell by 1,000 to 3,000 a year.", "1000..3000 down"),
    ("Most firms shed 100 to 500 jobs.", "100..500 job down"),
    ("The fund is raising £10m to £60m.", "10000000..60000000 GBP"),
    ("The charity raised £5,000 to £20,000 each year.", "5000..20000 GBP"),
    ("Ticket prices will rise by 2% to 10%.", "2..10 % up"),
    ("sales are expected to grow 3% to 5%", "3..5 % up"),
    ("prices rose 3 to 5 percent", "3..5 % up"),
    ("costs will rise by $1bn to $2bn", "1000000000..2000000000 USD up"),
    ("預估成長3%至5%", "3..5 % up"),
    ("每戶補助3萬元至5萬元", "30000..50000"),
    ("fees of $5 to $50", "5..50 USD"),
    # Words that are no change, and millions that are no metres.
    ("全部工業增加值405442億元", "40544200000000"),
    ("1.2m patients are waiting", "1200000 patient"),
    ("3.4m tonnes of steel", "3400000 tonne"),
    ("12m new subscribers", "12000000 subscriber"),
    ("a 5m wave", "5 metre"),
    ("the 100m runners", "100 metre"),
    ("9 out of 10 dentists", "0.9"),
    ("67 out of 221 start-ups", "67 company; 221 company"),
    ("5..2%", "unreadable"),
    ("It cost $1,2345.", "unreadable"),
    ("2024 £m", "2024"),
]


def _told(mention: Mention) -> str:
    value = str(mention.value)
    if mention.value is None:
        value = mention.date or (f"{mention.low}..{mention.high}" if mention.low is not None else "unreadable")
    said = [value, mention.unit or "", "" if mention.comparator == "=" else mention.comparator]
    return " ".join(one for one in said if one)


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_in_text(text: str, expected: str) -> None:
    assert "; ".join(map(_told, figures(text))) == expected


RATES = ("失業率", "unemployment rate", "失业率", "실업률")


def rate() -> Wanted:
    return Wanted("x", "percent", (RATES,), unit="%")


def people(words: str) -> Wanted:
    return asked_for("quantity", words, unit="person")


@pytest.mark.parametrize(
    ("said", "wanted", "value"),
    [
        ("Total revenue increased 7%, or $0.2 billion, to $3.1 billion.", money("revenue", "USD"), "3.1e9"),
        ("Operating profit was £12m higher at £145m.", money("profit", "GBP"), "145e6"),
        ("Operating profit rose £12m to £145m.", money("profit", "GBP"), "145e6"),
        ("營收增加2億元，達50億元。", money("營收", "TWD"), "50e8"),
        ("Net debt was down €200m at €1.4bn.", money("Net debt", "EUR"), "1.4e9"),
        ("Revenue was up $12m at $145m.", money("Revenue", "USD"), "145e6"),
        ("Net cash improved $60m to $310m.", money("Net cash", "USD"), "310e6"),
        ("The dividend was raised 2p to 18p.", money("dividend", "GBP"), "0.18"),
        ("The number of claimants increased by 12,400 to 1,693,000 people.", people("claimants"), "1693000"),
        ("최저임금은 170원 올라 1만 30원이 됐다.", money("최저임금", "KRW"), "10030"),
        ("영업이익은 30억 원 줄며 120억 원에 그쳤다.", money("영업이익", "KRW"), "120e8"),
        ("매출이 2억 원 늘면서 50억 원이 됐다.", money("매출", "KRW"), "50e8"),
        ("매출이 2억 원 줄어들어 50억 원이 됐다.", money("매출", "KRW"), "50e8"),
        ("실업자는 3만 명 감소해 73만 명을 기록했다.", people("실업자"), "730000"),
        ("취업자는 17만 2천 명 늘어난 2,885만 7천 명이다.", people("취업자"), "28857000"),
        ("취업자는 17만 2천 명이 늘어 2,885만 7천 명이다.", people("취업자"), "28857000"),
        ("매출은 2억 원 증가한 50억 원이다.", money("매출", "KRW"), "50e8"),
        ("지원금을 50만 원 올려 300만 원으로 정했다.", money("지원금", "KRW"), "3000000"),
        ("The unemployment rate was 4.1%. The inactivity rate is not available.", rate(), "4.1"),
        ("就業率尚未公布。失業率為3.4%。", rate(), "3.4"),
        ("失業率為3.4%。8月數字將另行公布。", rate(), "3.4"),
        ("補助金額為3,000元，申請日期另行公告。", money("補助金額", "TWD"), "3000"),
    ],
)
def test_the_level_is_read(said: str, wanted: Wanted, value: str) -> None:
    assert value_of(find(f"<p>{said}</p>", wanted)) == Decimal(value)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("실업률은 추후 공표한다. 고용률은 63.3%다.", rate()),
        ("실업률은 발표하지 않는다. 고용률은 63.3%다.", rate()),
        ("취업자 수는 추후 공표한다. 실업자는 73만 7천 명이다.", people("취업자")),
        ("취업자 통계는 중단됐다. 실업자는 73만 7천 명이다.", people("취업자")),
        ("지원금은 미정이다. 신청 수수료는 5,000원이다.", money("지원금", "KRW")),
        ("失业率数据暂停发布，就业率为57.3%。", rate()),
        ("補助金額另行公告，申請費為500元。", money("補助金額", "TWD")),
        ("113年7月失業率將另行公布，勞動力參與率59.35%。", rate()),
        ("失業率統計自本月起停止發布。去年同期失業率為3.56%。", rate()),
        ("Average rent is no longer collected. Average deposits were £1,200.", money("Average rent", "GBP")),
        ("The entry fee is to be confirmed. Parking costs £5.", money("entry fee", "GBP")),
        ("The unemployment rate will be published at a later date. Employment rate: 75.1%.", rate()),
        ("Revenue figures were withheld. Costs were £4m.", money("Revenue", "GBP")),
        ("Revenue has yet to be announced. Costs were £4m.", money("Revenue", "GBP")),
        ("失業率資料從缺，就業率為57.3%。", rate()),
        ("失業率未統計，就業率為57.3%。", rate()),
        ("參加人數未記錄，工作人員120人。", people("參加人數")),
        ("失业率暂缓公布，就业率为57.3%。", rate()),
        ("报名费待定，资料费50元。", money("报名费", "CNY")),
        ("실업률은 집계되지 않았다. 고용률은 63.3%다.", rate()),
        ("참가비는 추후 공지하며, 주차비는 5,000원이다.", money("참가비", "KRW")),
        ("The number of participants was not recorded. 120 staff members helped.", people("participants")),
    ],
)
def test_what_is_told_no_more_is_missing(said: str, wanted: Wanted) -> None:
    assert isinstance(find(f"<p>{said}</p>", wanted), Missing)


@pytest.mark.parametrize(
    ("caption", "head", "printed", "value"),
    [
        ("Key figures, million tonnes", "2024", "142.3", 142_300_000),
        ("Thousand tonnes", "2024", "142.3", 142_300),
        ("Key figures (million tonnes)", "2024", "142.3", 142_300_000),
        ("Figures", "Million tonnes", "142.3", 142_300_000),
        ("Output in tonnes", "2024", "142,300", 142_300),
    ],
)
def test_a_scale_of_quantities(caption: str, head: str, printed: str, value: int) -> None:
    rows = f"<tr><th>Item</th><th>{head}</th></tr><tr><td>Output</td><td>{printed}</td></tr>"
    html = f"<table><caption>{caption}</caption>{rows}</table>"
    assert value_of(find(html, asked_for("quantity", "Output", unit="tonne"))) == value


@pytest.mark.parametrize("head", ["{} £m", "{}<br>£m", "{} (£m)"])
def test_a_column_of_a_year_in_millions(head: str) -> None:
    heads = "".join(f"<th>{head.format(year)}</th>" for year in ("2024", "2023"))
    html = f"<table><tr><th></th>{heads}</tr><tr><td>Revenue</td><td>1,284</td><td>1,219</td></tr></table>"
    for period, value in (("2024", 1284), ("2023", 1219)):
        assert value_of(find(html, asked_for("money", "Revenue", unit="GBP", period=period))) == value * 10**6


@pytest.mark.parametrize("unit", ["小时", "分钟"])
def test_another_unit_of_time_beside_the_same_digits(unit: str) -> None:
    wanted = asked_for("duration", "办结时间", unit="day", between=(Decimal(1), Decimal(9)))
    card = "<div><i>热线工单平均办结时间</i><em>2.7</em><u>{}</u></div>"
    assert value_of(find(card.format("天"), wanted)) == Decimal("2.7")
    assert isinstance(find(card.format(unit), wanted), Missing)


@pytest.mark.parametrize(
    ("said", "wanted", "value"),
    [
        ("The company raised £50m at £2.10 per share.", money("company raised", "GBP"), "50000000"),
        ("Proceeds: the placing raised £50m at 210p per share.", money("placing", "GBP"), "50000000"),
        ("The share sale raised $20m at $14 each.", money("share sale", "USD"), "20000000"),
        ("Acme raised $40 million at $400 million valuation.", money("Acme", "USD"), "40000000"),
        ("The buyback reduced cash by £30m at £4.20 a share.", money("buyback", "GBP"), "30000000"),
        ("The fund gained £3m at £2 a share.", money("fund", "GBP"), "3000000"),
        ("취업자는 3만 명 감소하며 15만 명 증가 전망을 밑돌았다.", people("취업자"), "30000"),
        ("취업자는 3만 명 증가하며 2만 명 증가한 전월보다 폭이 커졌다.", people("취업자"), "30000"),
        ("인구는 3만 명 감소해, 5만 명 증가한 지난해와 달랐다.", people("인구"), "30000"),
        ("매출은 2억 원 감소하며 5억 원의 적자를 냈다.", money("매출", "KRW"), "200000000"),
        ("월세는 5만 원 올려, 1,000만 원 보증금은 유지한다.", money("월세", "KRW"), "50000"),
        ("직원은 300명 줄며 500명이 재배치됐다.", people("직원"), "300"),
        ("취업자는 3만 명 증가해 20대 5만 명, 30대 2만 명 늘었다.", people("취업자"), "30000"),
        ("Federal income tax withheld was $2,300.", money("tax", "USD"), "2300"),
        ("The deposit, which may be withheld if damage is found, is £200.", money("deposit", "GBP"), "200"),
        ("Revenue, with a final dividend to be announced in May, was £145m.", money("Revenue", "GBP"), "145000000"),
        ("The dividend to be announced on 3 May is 18p.", money("dividend", "GBP"), "0.18"),
        ("The prize, to be announced on Friday, is £5,000.", money("prize", "GBP"), "5000"),
        ("The unemployment rate, the last to be announced before the election, was 4.1%.", rate(), "4.1"),
        ("The fee has to be confirmed by email and is £15.", money("fee", "GBP"), "15"),
        ("The unemployment rate was the highest yet to be reported, at 4.1%.", rate(), "4.1"),
        ("The number of asylum claimants yet to be determined was 90,000 people.", people("asylum claimants"), "90000"),
        ("The licence fee no longer collects VAT and is £159.", money("licence fee", "GBP"), "159"),
        ("The fee, no longer collected at the door, is £15.", money("fee", "GBP"), "15"),
        ("景区接待定员为500人。", people("定员"), "500"),
        ("教師從缺人數為12人。", people("人數"), "12"),
        ("失业率未统计农民工，为5.1%。", rate(), "5.1"),
        ("參加人數未記錄者除外，共1,200人。", people("參加人數"), "1200"),
        ("실업자는 집계되지 않은 인원을 빼고 73만 명이다.", people("실업자"), "730000"),
        ("실업률은 아직 확정되지 않은 잠정치로 3.1%다.", rate(), "3.1"),
    ],
)
def test_other_senses_of_these_words(said: str, wanted: Wanted, value: str) -> None:
    """Written by a reviewer who looked for what the rules above might spoil."""
    assert value_of(find(f"<p>{said}</p>", wanted)) == Decimal(value)
