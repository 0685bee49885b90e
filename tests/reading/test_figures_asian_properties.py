"""Every way in which Chinese and Korean write a value, a bound or a span reads back to it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.reading import Mention, figures

DIGITS = "零一二三四五六七八九"
NATIVE = ["", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"]
NATIVE_TENS = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]
tenths = st.decimals(min_value=Decimal("0.1"), max_value=Decimal("999.9"), places=1)
small = st.integers(1, 9)


def only(text: str, language: str = "zh-Hant") -> Mention:
    """The only figure of a text."""
    found = figures(text, "ko" if language == "ko" else "zh-Hant")
    assert len(found) == 1, (text, found)
    assert found[0].problem is None
    return found[0]


def spoken(number: Decimal) -> str:
    """A number below ten in Chinese words: 三點一四."""
    whole, _, part = str(number).partition(".")
    return DIGITS[int(whole)] + ("點" + "".join(DIGITS[int(digit)] for digit in part) if part else "")


@given(small, st.integers(0, 9), st.booleans())
def test_tenths(tens: int, ones: int, words: bool) -> None:
    write = DIGITS if words else "0123456789"
    text = f"占{write[tens]}成" + (write[ones] if ones else "")
    assert (only(text).kind, only(text).value) == ("percent", tens * 10 + ones)


@given(st.integers(1, 9), st.integers(1, 9))
def test_discounts(tens: int, ones: int) -> None:
    for text in (f"打{tens}{ones}折", f"打{DIGITS[tens]}{DIGITS[ones]}折", f"打{tens}.{ones}折"):
        assert only(text).value == tens * 10 + ones


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9.99"), places=2))
def test_spoken_percentages(number: Decimal) -> None:
    assert only(f"百分之{spoken(number)}").value == number
    assert only(f"千分之{spoken(number)}").value == number / 10
    assert only(f"{spoken(number)}億元").value == number * 10**8


@given(st.integers(2, 99), st.integers(1, 98))
def test_fractions(bottom: int, top: int) -> None:
    value = Decimal(top) / Decimal(bottom)
    for text, language in ((f"{bottom}分之{top}的人", "zh-Hant"), (f"{bottom}분의 {top}이 찬성", "ko")):
        assert abs((only(text, language).value or 0) - value) < Decimal("1e-20")


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("千", 1000), ("萬", 10**4), ("億", 10**8)]))
def test_the_last_digit_of_a_short_form_counts_the_next_place(first: int, second: int, unit: tuple[str, int]) -> None:
    word, size = unit
    assert only(f"共{DIGITS[first]}{word}{DIGITS[second]}，").value == first * size + second * size // 10


@given(st.integers(1, 9999), st.integers(0, 9), st.integers(0, 9))
def test_spoken_money(whole: int, jiao: int, fen: int) -> None:
    text = f"{whole}元" + (f"{jiao}角" if jiao else "") + (("零" if not jiao else "") + f"{fen}分" if fen else "")
    assert only(f"付{text}").value == Decimal(whole) + Decimal(jiao) / 10 + Decimal(fen) / 100


@given(st.integers(1, 99), st.sampled_from(["명", "개", "곳", "대", "마리", "번", "권", "잔"]))
def test_native_korean_numerals(n: int, counter: str) -> None:
    written = "스무" if n == 20 else NATIVE_TENS[n // 10] + NATIVE[n % 10]
    assert only(f"{written} {counter}", "ko").value == n


@given(st.integers(1, 9999), st.integers(1, 9), st.integers(1, 999))
def test_korean_scales_within_scales(trillions: int, thousands: int, rest: int) -> None:
    value = trillions * 10**12 + (thousands * 1000 + rest) * 10**8
    for text in (f"{trillions}조 {thousands}천{rest}억 원", f"{trillions}조{thousands}천{rest}억원"):
        assert only(text, "ko").value == value
    assert only(f"{thousands}만{rest * 7 % 9000 + 1000:,}명", "ko").value == thousands * 10**4 + rest * 7 % 9000 + 1000


BEFORE = {
    ">": ["超過", "逾", "突破", "高於", "大於", "多於", "超逾", "不止", "站上", "升破", "超過了", "遠高於"],
    ">=": ["至少", "最少", "起碼", "不少於", "不低於", "大於或等於", "至少要", "不會少於", "下限為", "少說"],
    "<": ["不到", "未滿", "不足", "低於", "少於", "小於", "跌破", "將近", "接近", "逼近", "直逼", "失守"],
    "<=": ["最多", "至多", "不超過", "不得超過", "不逾", "不高於", "最高可達", "上限為", "最多可", "小於等於", "上看"],
    "~": ["約", "大約", "約莫", "粗估", "約有", "大概"],
    "up": ["年增", "成長", "上漲", "增加了", "調升", "大增", "激增"],
    "down": ["年減", "衰退", "下跌", "減少了", "調降", "重挫", "驟減"],
}
AFTER = {
    ">=": ["以上", "起", "（含）以上", "及以上"],
    "<=": ["以下", "以內", "為限", "之內", "（含）以下"],
    ">": ["有餘", "出頭", "開外"],
    "<": ["不到", "未滿"],
    "~": ["左右", "上下", "前後"],
}
AFTER_KO = {
    ">": [
        "을 넘는",
        "를 넘어섰다",
        " 넘게",
        "이 넘는",
        "을 크게 웃도는",
        "를 돌파",
        " 초과",
        "을 상회하는",
        "보다 많은",
    ],
    ">=": [" 이상", "이상"],
    "<": [" 미만", "에 못 미치는", "을 밑도는", "에도 미치지 못", "에 육박하는", " 가까이", "보다 적은"],
    "<=": [" 이하", " 이내", "을 넘지 않는"],
    "~": [" 안팎", "가량", " 정도", " 내외"],
    "up": [" 증가", " 늘었다", "이 늘어", " 오른"],
    "down": [" 감소", " 줄었다", "이 줄어", " 내린"],
}
BEFORE_KO = {">=": ["최소 ", "적어도 "], "<=": ["최대 ", "많아야 "], "~": ["약 ", "대략 "], "<": ["거의 "]}


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(sign, word) for sign, words in table.items() for word in words]


@pytest.mark.parametrize(("sign", "word"), pairs(BEFORE))
@given(st.integers(2, 99_999), st.sampled_from(["人", "億元", "%", "家", "公里", "個百分點"]))
def test_chinese_bounds_before(sign: str, word: str, n: int, unit: str) -> None:
    found = only(f"規模{word}{n}{unit}，")
    assert found.comparator == sign, found
    assert found.value in (n, n * 10**8)


@pytest.mark.parametrize(("sign", "word"), pairs(AFTER))
@given(st.integers(2, 99_999), st.sampled_from(["人", "億元", "%", "家", "公里"]))
def test_chinese_bounds_after(sign: str, word: str, n: int, unit: str) -> None:
    assert only(f"需要{n}{unit}{word}，").comparator == sign


@pytest.mark.parametrize(("sign", "word"), pairs(AFTER_KO))
@given(st.integers(2, 99_999), st.sampled_from(["명", "억 원", "%", "개", "톤"]))
def test_korean_bounds_after(sign: str, word: str, n: int, unit: str) -> None:
    assert only(f"규모는 {n}{unit}{word}", "ko").comparator == sign


@pytest.mark.parametrize(("sign", "word"), pairs(BEFORE_KO))
@given(st.integers(2, 99_999), st.sampled_from(["명", "억 원", "%", "개", "톤"]))
def test_korean_bounds_before(sign: str, word: str, n: int, unit: str) -> None:
    assert only(f"규모는 {word}{n}{unit}이다", "ko").comparator == sign


SPANS = ["{}至{}", "{}到{}", "{}-{}", "{}–{}", "{}~{}", "{}～{}", "介於{}至{}", "介於{}與{}"]
SPANS_KO = ["{}~{}", "{}∼{}", "{}-{}", "{}에서 {}"]


@given(
    st.integers(1, 400), st.integers(1, 500), st.sampled_from(SPANS), st.sampled_from(["人", "萬元", "%", "公里", "倍"])
)
def test_chinese_spans(low: int, more: int, form: str, unit: str) -> None:
    scale = 10**4 if unit == "萬元" else 1
    for text in (form.format(low, f"{low + more}{unit}"), form.format(f"{low}{unit}", f"{low + more}{unit}")):
        found = only(f"預計{text}")
        assert (found.kind, found.low, found.high) == ("range", low * scale, (low + more) * scale)


@given(
    st.integers(1, 400),
    st.integers(1, 500),
    st.sampled_from(SPANS_KO),
    st.sampled_from(["명", "만원", "%", "톤", "배"]),
)
def test_korean_spans(low: int, more: int, form: str, unit: str) -> None:
    scale = 10**4 if unit == "만원" else 1
    found = only(f"예상 규모는 {form.format(low, f'{low + more}{unit}')} 사이", "ko")
    assert (found.kind, found.low, found.high) == ("range", low * scale, (low + more) * scale)


TWO_BOUNDS = [
    "{}以上未滿{}",
    "{}以上、{}以下",
    "大於{}且小於{}",
    "不低於{}且不超過{}",
    "超過{}而不到{}",
    "至少{}，至多{}",
]
TWO_BOUNDS_KO = ["{} 이상 {} 미만", "{} 초과 {} 이하", "최소 {}에서 최대 {}"]


@given(st.integers(1, 400), st.integers(1, 500))
def test_two_bounds_are_one_span(low: int, more: int) -> None:
    for form in TWO_BOUNDS:
        found = only(form.format(f"{low}人", f"{low + more}人"))
        assert (found.low, found.high, found.unit) == (low, low + more, "person"), form
    for form in TWO_BOUNDS_KO:
        found = only(form.format(f"{low}명", f"{low + more}명"), "ko")
        assert (found.low, found.high, found.unit) == (low, low + more, "person"), form


@given(st.integers(1, 8), st.sampled_from(["成", "年", "個月", "萬人", "家"]))
def test_neighbouring_digits_are_a_span(low: int, unit: str) -> None:
    for text in (f"{low}、{low + 1}{unit}", f"{DIGITS[low]}、{DIGITS[low + 1]}{unit}"):
        found = only(f"約{text}")
        assert found.low is not None and found.high is not None
        assert found.high * low == found.low * (low + 1)


@given(st.dates(min_value=date(1992, 1, 1), max_value=date(2060, 12, 31)))
def test_dates_of_taiwan_and_korea(day: date) -> None:
    era = day.year - 1911
    for text in (f"民國{era}年{day.month}月{day.day}日", f"於{era}/{day.month:02}/{day.day:02}核定"):
        assert only(text).date == day.isoformat()
    for text in (f"{day.year}. {day.month}. {day.day}.", f"{day.year}년 {day.month}월 {day.day}일에"):
        assert only(text, "ko").date == day.isoformat()
    assert only(f"{day.year}年第{(day.month + 2) // 3}季").date == f"{day.year}-Q{(day.month + 2) // 3}"
    assert only(f"{day.year}년 {(day.month + 2) // 3}분기", "ko").date == f"{day.year}-Q{(day.month + 2) // 3}"
    assert only(f"{era}年1至{max(day.month, 2)}月").date == f"{day.year}-01/{day.year}-{max(day.month, 2):02}"


ALPHABET = (
    "0123456789.,%~-()（） 、，。第前近約不超過至到起半多餘個十百千萬億兆成折分之點年月日時元角家人度厘起以上下內未滿"
    "일이삼사오십백천만억조한두세네열석넉명개대원년월주반분의여약이상하초과을를가에서보다넘못미치"
)


@given(st.text(ALPHABET, max_size=80), st.sampled_from(["zh-Hant", "zh-Hans", "ko"]))
def test_any_asian_text_is_read_without_losing_its_place(text: str, language: str) -> None:
    at = 0
    for mention in figures(text, "ko" if language == "ko" else "zh-Hans" if language == "zh-Hans" else "zh-Hant"):
        assert at <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        at = mention.end
        if mention.kind == "range" and mention.low is not None and mention.high is not None:
            assert mention.low <= mention.high
