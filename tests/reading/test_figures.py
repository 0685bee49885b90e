"""Each line of a table: a writing, and what it must read as."""

from decimal import Decimal

import pytest

import extractors.reading.text.figures as reader
from extractors.reading import Language, Mention, figures


def one(text: str, language: Language | None = None, currency: str | None = None) -> Mention:
    """The only figure of the text."""
    found = figures(text, language, currency=currency)
    assert len(found) == 1, [mention.text for mention in found]
    return found[0]


NUMBERS = [
    ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("1 234,5", "1234.5"), ("1'234", "1234"),
    ("1\u00a0234\u00a0567", "1234567"),
    ("12,34,567", "1234567"), ("１２３", "123"), ("１，２３４．５", "1234.5"), ("0.5", "0.5"), (".5", "0.5"),
    ("5,00", "5"),
    ("−7", "-7"), ("－7", "-7"), ("(45)", "-45"), ("1.3x10^6", "1300000"), ("6.2e3", "6200"), ("2½", "2.5"),
    ("3/4", "0.75"),
    ("two and a half million", "2500000"), ("twenty-six", "26"), ("three hundred and twenty-five", "325"),
    ("a hundred and two", "102"), ("half a million", "500000"),
    ("two thirds of a million", "666666.6666666666666666666667"),
    ("three lakh crore", "3000000000000"), ("4 thousand 3 hundred and 21", "4321"), ("nine point nought four", "9.04"),
    ("三百二十五", "325"), ("壹佰", "100"), ("廿三", "23"), ("一千零五", "1005"), ("一千五", "1500"),
    ("三萬五", "35000"),
    ("二十五億三千萬", "2530000000"), ("3.5億", "350000000"), ("1,000萬", "10000000"), ("1兆2,345億", "1234500000000"),
    ("千億", "100000000000"), ("四萬億", "4000000000000"), ("5萬8,545", "58545"), ("負三點二", "-3.2"),
    ("二〇二", "202"),
    ("7,102억", "710200000000"), ("3만 5천", "35000"), ("2조6123억", "2612300000000"), ("이천칠백", "2700"),
    ("서른다섯", "35"),
    ("마이너스 3", "-3"), ("1천200", "1200"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers(text: str, value: str) -> None:
    mention = one(text)
    assert mention.value == Decimal(value)
    assert mention.text == text


FRACTIONS = [
    ("one in three", Decimal(1) / 3), ("1 in 20", Decimal("0.05")), ("two out of five", Decimal("0.4")),
    ("a third", Decimal(1) / 3),
    ("two-thirds", Decimal(2) / 3), ("three quarters", Decimal("0.75")), ("一半", Decimal("0.5")),
    ("三分之二", Decimal(2) / 3),
    ("절반", Decimal("0.5")), ("3분의 1", Decimal(1) / 3), ("사분의 삼", Decimal("0.75")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), FRACTIONS)
def test_fractions(text: str, value: Decimal) -> None:
    mention = one(text)
    assert (mention.kind, mention.value) == ("fraction", value)


MONEY = [
    ("US$356.10bn", "USD", "356100000000", "10000000"), ("$1.2tn", "USD", "1200000000000", "100000000000"),
    ("$1.5 million", "USD", "1500000", "100000"), ("£2.5 billion", "GBP", "2500000000", "100000000"),
    ("3.72億英鎊", "GBP", "372000000", "1000000"), ("2兆韓元", "KRW", "2000000000000", "1000000000000"),
    ("NT$3,000億", "TWD", "300000000000", "100000000"), ("新臺幣3,000億元", "TWD", "300000000000", "100000000"),
    ("人民币12.5亿元", "CNY", "1250000000", "10000000"), ("EUR 1,2 Mrd.", "EUR", "1200000000", "100000000"),
    ("3,5 milliards d'euros", "EUR", "3500000000", "100000000"),
    ("909.0 billion won", "KRW", "909000000000", "100000000"),
    ("KRW 710.2bn", "KRW", "710200000000", "100000000"), ("9,090억 원", "KRW", "909000000000", "100000000"),
    ("₩5,000", "KRW", "5000", "1"), ("¥1,980", "JPY", "1980", "1"), ("RM42", "MYR", "42", "1"),
    ("1.599,00 €", "EUR", "1599", "0.01"),
    ("1.599 €", "EUR", "1599", "1"), ("HK$780m", "HKD", "780000000", "1000000"),
    ("$1,190.00 AUD", "AUD", "1190", "0.01"),
    ("twenty dollars and 43 cents", "USD", "20.43", "0.01"), ("5,000만 달러", "USD", "50000000", "10000"),
    ("-$4.20", "USD", "-4.2", "0.01"),
    ("$(4.2) million", "USD", "-4200000", "100000"), ("五元六角", "CNY", "5.6", "0.1"),
    ("三百萬美元", "USD", "3000000", "10000"),
    ("₹4 crore", "INR", "40000000", "10000000"), ("10 000 dollars", "USD", "10000", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "value", "precision"), MONEY)
def test_money(text: str, unit: str, value: str, precision: str) -> None:
    mention = one(text)
    assert mention.kind == "money"
    assert (mention.unit, mention.value, mention.precision) == (unit, Decimal(value), Decimal(precision))
    assert mention.text == text


def test_a_currency_left_out_is_the_callers() -> None:
    assert one("3,000億元", "zh-Hant").unit is None
    assert one("3,000億元", "zh-Hant", currency="TWD").unit == "TWD"
    assert one("3,000亿元", "zh-Hans").unit == "CNY"


PERCENT = [
    ("24.69%", "24.69"), ("24.69 percent", "24.69"), ("24.69 per cent", "24.69"), ("百分之24.69", "24.69"),
    ("24.69％", "24.69"),
    ("24.69퍼센트", "24.69"), ("百分之二十四點六九", "24.69"), ("三成", "30"), ("兩成五", "25"), ("三成半", "35"),
    ("對折", "50"), ("八折", "80"),
    ("-3.2%", "-3.2"), ("−3.2%", "-3.2"), ("(3.2)%", "-3.2"), ("twenty percent", "20"), ("千分之三", "0.3"),
    ("5‰", "0.5"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), PERCENT)
def test_percent(text: str, value: str) -> None:
    mention = one(text)
    assert (mention.kind, mention.unit, mention.value) == ("percent", "%", Decimal(value))


POINTS = [
    ("15.8 percentage points", "15.8"), ("15.8個百分點", "15.8"), ("15.8个百分点", "15.8"), ("15.8%p", "15.8"),
    ("0.25%포인트", "0.25"),
    ("25 basis points", "0.25"), ("50bps", "0.5"), ("2 pp", "2"), ("正負3個百分點", "3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), POINTS)
def test_percentage_points_are_not_percent(text: str, value: str) -> None:
    mention = one(text)
    assert (mention.kind, mention.unit, mention.value) == ("percentage_point", "pp", Decimal(value))


DATES = [
    ("2023-11-02", "2023-11-02"), ("2 November 2023", "2023-11-02"), ("June 20, 2024", "2024-06-20"),
    ("2024/6/5", "2024-06-05"),
    ("民國112年11月2日", "2023-11-02"), ("2023年", "2023"), ("2022年6月", "2022-06"),
    ("二〇二三年十一月", "2023-11"), ("FY2031", "FY2031"),
    ("Q1 2024", "2024-Q1"), ("3Q24", "2024-Q3"), ("first half of 2024", "2024-H1"), ("2024 年上半年", "2024-H1"),
    ("2024年第3季", "2024-Q3"),
    ("2024 to 2030", "2024/2030"), ("2024-2030", "2024/2030"), ("2013-14", "2013/2014"),
    ("2024年至2030年", "2024/2030"),
    ("2023년 11월 2일", "2023-11-02"), ("2024년 상반기", "2024-H1"), ("11月2日", "--11-02"),
    ("2.11.2023", "2023-11-02"), ("13/11/2023", "2023-11-13"),
    ("2024-05-28T10:00:00Z", "2024-05-28"), ("1990s", "1990/1999"), ("in 2023", "2023"),
    ("1~3月", "--01/--03"), ("第1至3季", "--Q1/--Q3"), ("2024年1月至6月", "2024-01/2024-06"),
    ("九月一日", "--09-01"), ("9日", "---09"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "iso"), DATES)
def test_dates(text: str, iso: str) -> None:
    mention = one(text)
    assert (mention.kind, mention.date, mention.value) == ("date", iso, None)


def test_taiwanese_years_without_the_era_need_traditional_text() -> None:
    assert one("自113年至117年執行", "zh-Hant").date == "2024/2028"
    assert one("112年度預算", "zh-Hant").date == "2023"
    assert one("12年", "zh-Hant").kind == "duration"


RANGES = [
    ("12-18 months", "12", "18", "month"), ("12–18 months", "12", "18", "month"), ("12-18個月內", "12", "18", "month"),
    ("十二至十八個月", "12", "18", "month"), ("三至五年", "3", "5", "year"),
    ("between 10 and 20 dollars", "10", "20", "USD"),
    ("60–75%", "60", "75", "%"), ("$10-$20", "10", "20", "USD"),
    ("3 to 5 million people", "3000000", "5000000", "person"),
    ("25000원 - 30000원", "25000", "30000", "KRW"), ("12~18개월", "12", "18", "month"), ("2%到3%", "2", "3", "%"),
    ("百分之三至五", "3", "5", "%"), ("三至五成", "30", "50", "%"), ("七八成", "70", "80", "%"),
    ("二三十家", "20", "30", "company"),
    ("-18 °C to -34 °C", "-34", "-18", "degree Celsius"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    mention = one(text)
    assert (mention.kind, mention.value) == ("range", None)
    assert (mention.low, mention.high, mention.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    "text",
    [
        "It rose from 24% to 42%.",
        "滲透率由24%提高到42%",
        "3.50%에서 3.25%로 인하됐다",
        "The price fell from $50 to $40",
    ],
)
def test_a_change_is_two_figures_not_a_range(text: str) -> None:
    assert [mention.kind for mention in figures(text)] in (["percent", "percent"], ["money", "money"])


COMPARATORS = [
    ("more than 350 million", ">"), ("over £2.5 billion", ">"), ("at least 3,000 jobs", ">="), ("up to 40%", "<="),
    ("nearly £100m", "~"),
    ("about 4,500", "~"), ("fewer than 5 percent", "<"), ("no more than 7 euros", "<="), (">50%", ">"),
    ("≥ 18 years", ">="), ("10,000+ users", ">"),
    ("超過3.72億英鎊", ">"), ("逾一千人", ">"), ("近三成", "<"), ("約1,200億元", "~"), ("至少20家", ">="),
    ("不到5%", "<"), ("18歲以上", ">="),
    ("30萬元以下", "<="), ("不超過5%", "<="), ("1,100多億元", ">"), ("20餘家", ">"), ("5000원 이상", ">="),
    ("약 3만 명", "~"), ("100명 넘는", ">"),
    ("2.7% 미만", "<"), ("年增39%", "up"), ("年減9.8%", "down"), ("fell 15.7 per cent", "down"),
    ("increased by 35%", "up"), ("18.9% 증가", "up"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "comparator"), COMPARATORS)
def test_comparators(text: str, comparator: str) -> None:
    assert one(text).comparator == comparator


COUNTERS = [
    ("325家", "company", "325"), ("325家企業", "company", "325"), ("221 start-ups", "company", "221"),
    ("325개 기업", "company", "325"),
    ("20萬名", "person", "200000"), ("26 people", "person", "26"), ("3만 5천 명", "person", "35000"),
    ("14 countries", "country", "14"),
    ("20여 개국", "country", "20"), ("1.4倍", "fold", "1.4"), ("2배", "fold", "2"), ("24 GB", "gigabyte", "24"),
    ("5 km", "kilometre", "5"),
    ("41億噸", "tonne", "4100000000"), ("2,000份", "item", "2000"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "value"), COUNTERS)
def test_counters(text: str, unit: str, value: str) -> None:
    mention = one(text)
    assert (mention.kind, mention.unit, mention.value) == ("quantity", unit, Decimal(value))


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("1 h 11 min", "minute", "71"), ("2小時41分", "minute", "161"), ("ten years", "year", "10"),
     ("十年", "year", "10"),
     ("5년간", "year", "5"),
     ("兩個半月", "month", "2.5"), ("1 hour and 11 minutes", "minute", "71")],
)  # fmt: skip
def test_durations(text: str, unit: str, value: str) -> None:
    mention = one(text)
    assert (mention.kind, mention.unit, mention.value) == ("duration", unit, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"), [("21st", 21), ("the third", 3), ("第二名", 2), ("第3名", 3), ("3위", 3), ("twenty-fifth", 25)]
)
def test_ordinals(text: str, value: int) -> None:
    mention = one(text)
    assert (mention.kind, mention.value) == ("ordinal", Decimal(value))


NOTHING = [
    "[10]", "see [2], [3–5]", "GPT-4", "COVID-19", "Llama 3 8B", "Figure 3.2", "圖2", "由圖4所示", "第三章",
    "Section 4.1", "p. 25", "§ 3.2",
    "version 3.11.2", "Python 3.11", "Windows 11", "call 02-2345-6789", "+1 (800) 555-0199",
    "ISBN 978-3-16-148410-0", "at 3:30 pm", "5 pm",
    "下午3時30分", "오후 3시", "https://example.org/2024/05/28/page-3?id=99", "10 Downing Street", "143號3樓",
    "5G", "24/7", "192.168.1.2",
    "dozens of people", "H100", "（一）缺乏人才", "1. Introduction", "a@b12.org", "the one you know",
    "one of the largest firms", "數十億元", "單位：新臺幣百萬元", "第三方", "晚上十一點", "2時至4時",
    "浙ICP備05018911號", "一般而言",
    "統一規劃", "萬一", "四川", "this one",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_what_looks_like_a_figure_and_is_none(text: str) -> None:
    assert [mention.text for mention in figures(text)] == []


UNREADABLE = ["12.34.567,8", "1" * 80, "31/31/2023 is 2/11/2023", "2023-02-30", "1/0"]


@pytest.mark.parametrize("text", UNREADABLE)
def test_unreadable_writing_is_reported_not_guessed(text: str) -> None:
    problems = [mention for mention in figures(text) if mention.problem]
    assert problems
    assert all(mention.value is None for mention in problems)


def test_a_year_before_to_begins_no_range() -> None:
    found = figures("It grows from US$36.06bn in 2024 to US$356.10bn in 2030.")
    assert [mention.text for mention in found] == ["US$36.06bn", "2024", "US$356.10bn", "2030"]


def test_years_between_are_a_period() -> None:
    assert one("between 2024 and 2030").date == "2024/2030"


def test_counts_share_their_noun() -> None:
    found = figures("67 of 221 start-ups")
    assert [(mention.value, mention.unit) for mention in found] == [(Decimal(67), "company"), (Decimal(221), "company")]


def test_spelled_and_printed_number_are_one() -> None:
    mention = one("forty-five (45)")
    assert (mention.value, mention.text) == (Decimal(45), "forty-five (45)")


def test_offsets_are_those_of_the_text_given() -> None:
    text = "全\u3000國有１，２３４家，占 54.2％。"
    for mention in figures(text):
        assert text[mention.start : mention.end] == mention.text


def test_a_sample_size_and_a_p_value() -> None:
    assert one("N = 325").value == 325
    assert one("P = .0017").value == Decimal("0.0017")


def test_a_sentence_in_traditional_chinese() -> None:
    text = "全國受訪的325家企業中，有54.2%已使用，20.2%正在規劃，較2022年成長15.8個百分點，投入新臺幣3,000億元。"
    assert [(mention.kind, mention.text) for mention in figures(text)] == [
        ("quantity", "325家企業"), ("percent", "54.2%"), ("percent", "20.2%"), ("date", "2022年"),
        ("percentage_point", "15.8個百分點"), ("money", "新臺幣3,000億元"),
    ]  # fmt: skip


def test_a_data_dump_is_cut_off_and_says_so() -> None:
    found = figures("1, " * 200_000)
    assert found[-1].problem == "too many figures in one text: the rest is not read"
    assert found[-1].end == 600_000


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("十年", "10", "1"),
        ("二十年", "20", "1"),
        ("三百家", "300", "1"),
        ("3千人", "3000", "1000"),
        ("兩千億元", "200000000000", "100000000"),
    ],
)
def test_a_round_numeral_is_as_exact_as_its_digits(text: str, value: str, precision: str) -> None:
    """十年 is ten years and not five to fourteen: only 萬, 億, 兆 and a 千 behind digits are scales."""
    (mention,) = figures(text, "zh-Hant", currency="TWD")
    assert (mention.value, mention.precision) == (Decimal(value), Decimal(precision))


# Each case stands for a class of wrong reading that was found on real pages; the wording is ours.
# Text → what it must read as: "kind value unit comparator", "low..high" for a range, the date for a date.
FROM_PAGES = [
    # Numbers that go on after a space, a sign or a half
    ("직원은 3만 3,400명이다", ["quantity 33400 person ="]),
    ("총 2만 350건", ["quantity 20350 case ="]),
    ("500+ companies joined", ["quantity 500 company >"]),
    ("a 1-1/2 year delay", ["duration 1.5 year ="]),
    ("6 ½ minutes", ["duration 6.5 minute ="]),
    ("A year and a half later", ["duration 1.5 year ="]),
    ("for half an hour", ["duration 0.5 hour ="]),
    ("rose by half a percentage point", ["percentage_point 0.5 pp up"]),
    ("a couple of days", ["duration 2 day ~"]),
    ("他身高一米七", ["quantity 1.7 metre ="]),
    ("等了一個多小時", ["duration 1 hour >"]),
    ("縮小三個多百分點", ["percentage_point 3 pp >"]),
    ("三十三十", ["number 33 None ="]),
    # Codes, sizes of pictures and of memory
    ("a 2560×1080 panel for $90", ["money 90 USD ="]),
    ("3×108 m", ["quantity 300000000 metre ="]),
    ("8/16GB of memory", ["number 8 None =", "quantity 16 gigabyte ="]),
    ("6GB+64GB", ["quantity 6 gigabyte ="]),
    ("an M4 16GB laptop", ["quantity 16 gigabyte ="]),
    # Words that bound something else, or nothing
    ("在一家不足8坪的店裡", ["quantity 1 company =", "quantity 8 ping <"]),
    ("她放心不下70歲的父親", ["quantity 70 year old ="]),
    ("來的不下70人", ["quantity 70 person >="]),
    ("入選城市20強", ["number 20 None ="]),
    ("the Top 10 Stories", ["quantity 10 story ="]),
    ("sales could top 10 million", ["number 10000000 None >"]),
    ("the 737 MAX order", []),
    ("a one-two punch", ["number 1 None ="]),
    ("at 5% max", ["percent 5 % <="]),
    ("TOP 10 COMPANIES", ["quantity 10 company ="]),
    # Years before the thing they date
    ("our 2021 Acme Headphones", ["date 2021"]),
    ("2021 New Homes", ["quantity 2021 home ="]),
    ("homes built in 2008-09", ["date 2008/2009"]),
    ("2008-09", ["date 2008-09"]),
    ("it ended on 30 June.", ["date --06-30"]),
    # Ranges
    ("worth $40-50 billion", ["range 40000000000..50000000000 USD ="]),
    ("from $500 to $1 million", ["range 500..1000000 USD ="]),
    ("機率為零至2%", ["range 0..2 % ="]),
    ("zero to 60 mph", ["range 0..60 mile per hour ="]),
    ("a 2-1 defeat, 7-6, 6-4 on Friday", []),
    ("剪報編號01-2417", []),
    # Dates and periods
    ("between 2025 and 2028", ["date 2025/2028"]),
    ("5月20日至31日", ["date --05-20/--05-31"]),
    ("5月10-12日在重慶", ["date --05-10/--05-12"]),
    ("2023年12月20日至1月5日", ["date 2023-12-20/2024-01-05"]),
    ("10月23日17:26更新", ["date --10-23"]),
    ("2019年中國市場", ["date 2019"]),
    ("2019年中公布", ["date 2019"]),
    ("filed 11/19/19", ["date 2019-11-19"]),
    ("the '90s", ["date 1990/1999"]),
    ("women in their mid-50s", []),
    ("First Half of 2020", ["date 2020-H1"]),
    ("in the second half of an ice hockey game", []),
    ("the 1996-98 edition", ["date 1996/1998"]),
    ("a 2018 analysis", ["date 2018"]),
    ("In 1781, a captain", ["date 1781"]),
    ("1827", ["number 1827 None ="]),
    # Bounds
    ("距離不能小於1.5公尺", ["quantity 1.5 metre >="]),
    ("比例不會超過15%", ["percent 15 % <="]),
    ("沒有超過三成", ["percent 30 % <="]),
    ("跌破1%", ["percent 1 % <"]),
    ("至少有一座公園", ["quantity 1 item >="]),
    ("新增6種課程", ["quantity 6 item ="]),
    # Units
    ("a 17-year-old", ["quantity 17 year old ="]),
    ("a 275-horsepower motor", ["quantity 275 horsepower ="]),
    ("30 light-years away", ["quantity 30 light-year ="]),
    ("300 individual animals", ["quantity 300 animal ="]),
    ("30 patent lawyers", ["quantity 30 lawyer ="]),
    ("one of four century-old boats", ["number 1 None =", "number 4 None ="]),
    ("it weighs 800 pounds", ["quantity 800 pound weight ="]),
    ("10 milligrams", ["quantity 10 milligram ="]),
    ("採購兩台設備", ["quantity 2 item ="]),
    ("三輛卡車", ["quantity 3 vehicle ="]),
    ("一間宿舍", ["quantity 1 room ="]),
    ("300間公司", ["quantity 300 company ="]),
    ("一塊晶片頂十塊GPU", ["quantity 1 item =", "quantity 10 item ="]),
    ("花了十塊錢", ["money 10 None ="]),
    ("螢幕6.2英寸", ["quantity 6.2 inch ="]),
    ("眼前十幾米", ["quantity 10 metre >"]),
    ("前10名", ["number 10 None ="]),
    ("7104人為陽性", ["quantity 7104 person ="]),
    ("第四個年頭", ["ordinal 4 None ="]),
    ("二度當選，氣溫二度", ["quantity 2 time =", "quantity 2 degree ="]),
    ("每秒7.8萬IPS", ["number 78000 None ="]),
    ("型號990，5G手機", ["number 990 None ="]),
    ("唯一一家公司", ["quantity 1 company ="]),
    ("百萬年薪", []),
    # What the open half of our corpus got wrong
    ("前三季營收", ["date --Q1/--Q3"]),
    ("二季度回升", ["date --Q2"]),
    ("112學年度", ["date 2023/2024"]),
    ("113年底與113/06/05公布", ["date 2024", "date 2024-06-05"]),
    ("發布日期：113-05-07，電話 113-05-0771", ["date 2024-05-07"]),
    ("[26th October 2023] and [26] and [3, 4]", ["date 2023-10-26"]),
    ("Letzte Aktualisierung: Mär. 2024; Dezember 2023", ["date 2024-03", "date 2023-12"]),
    ("2026. 1. 22. 시행", ["date 2026-01-22"]),
    ("between 3 and 17 May 2024", ["date 2024-05-03/2024-05-17"]),
    ("fell in May and rose in October", ["date --05", "date --10"]),
    ("Fiscal year 2025/26", ["date FY2025/2026"]),
    ("1~9월 누계", ["date --01/--09"]),
    ("每四家企業就有一家採用", ["fraction 0.25 None ="]),
    ("10명 중 3명이 쓴다", ["fraction 0.3 None ="]),
    ("三、四成的工作", ["range 30..40 % ="]),
    ("發電4.4億千瓦", ["quantity 440000000 kilowatt ="]),
    ("用電12.5億度", ["quantity 1250000000 kilowatt hour ="]),
    ("升息半碼", ["percentage_point 0.125 pp up"]),
    ("三分之一打算擴編", ["fraction 0.3333333333333333333333333333 None ="]),
    ("班機晚27分抵達", ["duration 27 minute ="]),
    ("淨損（3,456）千元，以新臺幣計", ["money -3456000 TWD ="]),
    ("손실은 (1,205)백만원", ["money -1205000000 KRW ="]),
    ("約1,200（一千二百）人", ["quantity 1200 person ~"]),
    ("營收8.2、9.1與10.4億元", ["money 820000000 None =", "money 910000000 None =", "money 1040000000 None ="]),
    ("9,090억에서 7,102억 원으로", ["money 909000000000 KRW =", "money 710200000000 KRW ="]),
    ("工程款12.5億元（新臺幣）", ["money 1250000000 TWD ="]),
    ("產值100億元人民幣以上", ["money 10000000000 CNY >="]),
    ("以新臺幣千元為單位：租金52,300", ["money 52300000 TWD ="]),
    ("All amounts in £ thousands: rent 860", ["money 860000 GBP ="]),
    ("比去年多29個", ["quantity 29 item up"]),
    ("最多補助三次", ["quantity 3 time <="]),
    ("raised its rate by 25 basis points", ["percentage_point 0.25 pp up"]),
    ("계약 3건, 약 3명", ["quantity 3 case =", "quantity 3 person ~"]),
    ("條約3項，附近3家", ["quantity 3 item =", "quantity 3 company ="]),
    ("130 technology firms", ["quantity 130 company ="]),
    ("nearly a fifth Israeli", ["fraction 0.2 None ~"]),
    ("두 번째 안건", ["ordinal 2 None ="]),
    ("40,000 homes and over 2,000 shops", ["quantity 40000 home =", "quantity 2000 store >"]),
    ("占比高達63%，費率降低到18%", ["percent 63 % =", "percent 18 % ="]),
    ("班上51人中有45名", ["quantity 51 person =", "quantity 45 person ="]),
    ("the Languages Act 2006 permits it", ["date 2006"]),
    ("an 8.6-inch lower display", ["quantity 8.6 inch ="]),
    ("a tenfold increase", ["quantity 10 fold up"]),
]  # fmt: skip


def told(mention: Mention) -> str:
    """A mention in one line."""
    if mention.kind == "date":
        return f"date {mention.date}"
    value = f"{mention.low}..{mention.high}" if mention.kind == "range" else mention.value
    return f"{mention.kind} {value} {mention.unit} {mention.comparator}"


@pytest.mark.parametrize(("text", "expected"), FROM_PAGES)
def test_readings_that_real_pages_got_wrong(text: str, expected: list[str]) -> None:
    assert [told(mention) for mention in figures(text)] == expected


NO_FIGURE_ON_PAGES = [
    "The S&P 500 and a Fortune 500 company", "a 16:9 screen", "(0100 GMT)", "their 40 Under 40 list",
    "he called 911", "Springfield, NY 10001", "1625 K Street", "call +49 (0)40 890 85-433",
    "電話：010-64870663", "ISBN 0-86868-012-5", "4009-20-4009",
    "in Week 12", "Season 3", "a 4K television", "1080p", "3440x1440", "69.1×151.7×7.9mm", "P2P網貸",
    "the 5P lithium UPS",
    "a 401(k)", "updated 32M ago", "13h36", "five a.m.", "file 12.jpg", "DB3790RD", "[n 3]", "41°17′S 174°27′E",
    "licence CC BY 2.0", "class of '98", "90後創業者", "雙11購物節", "撥打110", "郵政編碼：100101", "903호",
    "北京三里屯",
    "王三三", "八一公園", "百度首頁", "五五分成", "十一國慶", "大年三十", "一對一教學", "一次性付清", "上一次",
    "下一家",
    "上百家", "附件2", "表4-1", "Article 5(1)", "ISO 27001:2022", "H.R. 7913", "17 U.S.C. 407", "the 9-to-5 day",
    "1인당", "3층",
    "7B與8B規格", "五花八門", "臺北101", "104人力銀行", "7-ELEVEN", "921地震", "1922專線",
    "十字路口", "凌晨2點至4點", "十一樓",
    "3f2a9c1e-77b0-4c4d-9e1c-5d6f7a8b9c0d", "key 7B4C1A33F9B43299", "ISBN: 978-0-0000-0000-2", "Sometown ZZ31 1EB",
    "粵ICP備12345678號-6", "198.51.*.*", "發布於05-1409:30", "TOP5名單", "提供對價", "對价格的看法", "Chapter One",
    "一站式服務", "三次產業",
    "半殖民地", "冰山一角", "三期工程", "陸陸續續", "兩降兩升",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_FIGURE_ON_PAGES)
def test_what_real_pages_print_and_is_no_figure(text: str) -> None:
    assert [mention.text for mention in figures(text)] == []


ENDLESS = [
    "one ", "one hundred and ", "1 h ", "1/", "1月", "between 1 and ", "a year and a half ", "不超過1", "1x", "5 mg/",
    "1 ± ", "by 1 more than the ", "5 very long words ",
]  # fmt: skip


@pytest.mark.parametrize("piece", ENDLESS)
def test_endless_repetition_is_read_once(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the steps instead of timing them: twice the text must not be read more than twice as many times."""
    steps = 0
    read = reader._read

    def counted(*arguments: object) -> object:
        nonlocal steps
        steps += 1
        return read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "_read", counted)
    figures(piece * (20_000 // len(piece)))
    once, steps = steps, 0
    figures(piece * (40_000 // len(piece)))
    assert steps <= 2 * once + 2
