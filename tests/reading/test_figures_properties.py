"""Every way of writing a value reads back to that value; no text makes the reader fail or lose its place."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from extractors.reading import figures
from extractors.reading.text.hedge_words_en import BEFORE, VERBS
from extractors.reading.text.measures import SYMBOLS

WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")

whole = st.integers(min_value=0, max_value=10**15)
tenths = st.decimals(min_value=Decimal("0.1"), max_value=Decimal("999.9"), places=1)
hundredths = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999.99"), places=2)


def read(text: str, language: str = "") -> Decimal:
    """The value of the only figure."""
    found = figures(text)
    assert len(found) == 1, (text, found)
    assert found[0].problem is None
    assert found[0].value is not None, found
    return found[0].value


# Writers of a whole number in digits; a four-digit year alone is a date, so they all begin a longer phrase.
def _comma(n: int) -> str:
    return f"{n:,}"


def _point(n: int) -> str:
    return f"{n:,}".replace(",", ".")


def _space(n: int) -> str:
    return f"{n:,}".replace(",", "\u202f")


def _apostrophe(n: int) -> str:
    return f"{n:,}".replace(",", "'")


def _wide(n: int) -> str:
    return f"{n:,}".translate(WIDE)


SEPARATED: list[Callable[[int], str]] = [_comma, _space, _apostrophe, _wide]


@given(whole, st.sampled_from(SEPARATED))
def test_whole_numbers_with_every_separator(n: int, write: Callable[[int], str]) -> None:
    assert read(f"US${write(n)}") == n


@given(st.integers(min_value=10**6, max_value=10**15))
def test_points_between_thousands(n: int) -> None:
    assert read(f"{_point(n)} €") == n


@given(st.integers(min_value=1000, max_value=10**9), st.integers(0, 99))
def test_decimal_commas(n: int, cents: int) -> None:
    assert read(f"{_point(n)},{cents:02} €") == Decimal(n) + Decimal(cents) / 100
    assert read(f"{_space(n)},{cents:02} €") == Decimal(n) + Decimal(cents) / 100


SCALES = [
    *(("bn", 9), (" billion", 9), ("m", 6), (" million", 6), ("tn", 12), (" trillion", 12), ("k", 3), (" thousand", 3)),
    *(("億", 8), ("萬", 4), ("兆", 12), ("亿", 8), ("万", 4), ("억", 8), ("조", 12), ("만", 4)),
]


@given(hundredths, st.sampled_from(SCALES))
def test_scaled_money(amount: Decimal, scale: tuple[str, int]) -> None:
    word, zeros = scale
    found = figures(f"US${amount}{word}")
    assert len(found) == 1
    assert found[0].value == amount.scaleb(zeros)
    assert found[0].precision == Decimal(10) ** (zeros - 2)
    assert found[0].unit == "USD"


PERCENT_WRITERS: list[Callable[[Decimal], str]] = [
    lambda p: f"{p}%", lambda p: f"{p} percent", lambda p: f"{p} per cent", lambda p: f"百分之{p}", lambda p: f"{p}％",
    lambda p: f"{p}퍼센트", lambda p: f"{p} %".translate(WIDE), lambda p: f"{p} pct",
]  # fmt: skip


@given(hundredths, st.sampled_from(PERCENT_WRITERS))
def test_percent(p: Decimal, write: Callable[[Decimal], str]) -> None:
    found = figures(write(p))
    assert [(mention.kind, mention.value, mention.precision) for mention in found] == [("percent", p, Decimal("0.01"))]


@given(tenths, st.sampled_from(["-{}%", "−{}%", "－{}%", "({})%", "minus {} percent", "負{}%"]))
def test_negative_percent(p: Decimal, form: str) -> None:
    assert read(form.format(p)) == -p


@given(tenths, st.sampled_from(["{} percentage points", "{}個百分點", "{}个百分点", "{}%p", "{}%포인트", "{} pp"]))
def test_percentage_points(p: Decimal, form: str) -> None:
    found = figures(form.format(p))
    assert [(mention.kind, mention.value) for mention in found] == [("percentage_point", p)]


SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def english(n: int) -> str:
    """A whole number below a trillion in English words."""
    if n < 20:
        return SMALL.split()[n]
    if n < 100:
        return TENS.split()[n // 10 - 2] + (f"-{SMALL.split()[n % 10]}" if n % 10 else "")
    if n < 1000:
        return SMALL.split()[n // 100] + " hundred" + (f" and {english(n % 100)}" if n % 100 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= size:
            rest = n % size
            joint = " and " if 0 < rest < 100 else " "
            return f"{english(n // size)} {name}" + (f"{joint}{english(rest)}" if rest else "")
    raise AssertionError


@given(st.integers(0, 10**12 - 1))
def test_english_words(n: int) -> None:
    assert read(english(n)) == n


def chinese(n: int, digits: str, units: str, big: str) -> str:
    """A whole number below 10^16 in Chinese numerals."""
    if n < 10000:
        text, zero = "", False
        for place in (3, 2, 1, 0):
            digit = n // 10**place % 10
            if digit:
                text += (digits[0] if zero and text else "") + digits[digit] + (units[place - 1] if place else "")
                zero = False
            else:
                zero = True
        return text or digits[0]
    for power, name in ((12, big[2]), (8, big[1]), (4, big[0])):
        if n >= 10**power:
            rest = n % 10**power
            gap = digits[0] if rest and rest < 10 ** (power - 1) else ""
            return (
                chinese(n // 10**power, digits, units, big)
                + name
                + (gap + chinese(rest, digits, units, big) if rest else "")
            )
    raise AssertionError


CHINESE = [
    ("零一二三四五六七八九", "十百千", "萬億兆"), ("零一二三四五六七八九", "十百千", "万亿兆"),
    ("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬億兆"),
    ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万亿兆"),
]  # fmt: skip


@given(st.integers(0, 10**16 - 1), st.sampled_from(CHINESE))
def test_chinese_numerals(n: int, signs: tuple[str, str, str]) -> None:
    assert read(f"{chinese(n, *signs)}美元") == n


@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(0, 9999))
def test_mixed_chinese_scales(trillions: int, hundred_millions: int, ten_thousands: int) -> None:
    value = trillions * 10**12 + hundred_millions * 10**8 + ten_thousands * 10**4
    tail = f"{ten_thousands}萬" if ten_thousands else ""
    assert read(f"{trillions}兆{hundred_millions:,}億{tail}元") == value


def korean(n: int) -> str:
    """A whole number below 10^16 in Sino-Korean words."""
    digits, units = "영일이삼사오육칠팔구", ["", "십", "백", "천"]
    if n == 0:
        return digits[0]
    text = ""
    for power, name in ((12, "조"), (8, "억"), (4, "만"), (0, "")):
        group = n // 10**power % 10000
        if group:
            for place in (3, 2, 1, 0):
                digit = group // 10**place % 10
                if digit:
                    text += (digits[digit] if digit > 1 or place == 0 else "") + units[place]
            text += name
    return text


@given(st.integers(1, 10**16 - 1))
def test_korean_words(n: int) -> None:
    assert read(f"{korean(n)} 원") == n


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_mixed_korean_scales(trillions: int, hundred_millions: int) -> None:
    value = trillions * 10**12 + hundred_millions * 10**8
    for text in (f"{trillions}조 {hundred_millions:,}억 원", f"{trillions}조{hundred_millions}억원"):
        assert read(text) == value


MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
DATE_WRITERS: list[Callable[[date], str]] = [
    date.isoformat,
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{MONTHS[d.month - 1][:3]} {d.day}, {d.year}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日",
    lambda d: f"{d.year}년 {d.month}월 {d.day}일",
    lambda d: f"{d.year}年{d.month}月{d.day}日".translate(WIDE),
]


@given(st.dates(min_value=date(1912, 1, 1), max_value=date(2199, 12, 31)), st.sampled_from(DATE_WRITERS))
def test_dates(day: date, write: Callable[[date], str]) -> None:
    found = figures(write(day))
    assert [(mention.kind, mention.date) for mention in found] == [("date", day.isoformat())]


@given(
    st.integers(1912, 2198), st.integers(1, 80), st.sampled_from(["{}-{}", "{}–{}", "{} to {}", "{}年至{}年", "{}~{}"])
)
def test_periods(first: int, years: int, form: str) -> None:
    last = min(first + years, 2199)
    found = figures(form.format(first, last))
    assert [(mention.kind, mention.date) for mention in found] == [("date", f"{first}/{last}")]


ALPHABET = (
    "0123456789.,'-–~()[]%$€£¥₩/:+ \n一二兩三十百千萬億兆點半成分之年月日元家個第約近超過至到"
    " 일이삼십백천만억조원약년월 onetwhrdmilabQHFY½×^eE"
)


@given(st.text(ALPHABET, max_size=60) | st.text(max_size=60))
def test_any_text_is_read_without_losing_its_place(text: str) -> None:
    at = 0
    for mention in figures(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= at, "mentions don't overlap"
        at = mention.end
        if mention.problem is not None:
            assert mention.value is None
        elif mention.kind == "range":
            assert mention.low is not None and mention.high is not None and mention.low <= mention.high
        elif mention.kind == "date":
            assert mention.date is not None and mention.value is None
        else:
            assert mention.value is not None and mention.value.is_finite()


# English: every measure, compound, bound and noun around a number leaves the number alone and says what it should.
MEASURES = sorted(
    (symbol, name) for symbol, name in SYMBOLS.items() if len(symbol) > 1 and symbol.isascii() and symbol.isalnum()
)
AMONG = st.decimals(min_value=Decimal("1.1"), max_value=Decimal("899.9"), places=1)


@given(AMONG, st.sampled_from(MEASURES))
def test_every_symbol_of_a_measure(amount: Decimal, measure: tuple[str, str]) -> None:
    symbol, name = measure
    found = figures(f"The sample had {amount} {symbol}, as told.", "en")
    assert [(one.value, one.unit) for one in found] == [(amount, name)]


PER = [("kg", "kilogram"), ("mg", "milligram"), ("km", "kilometre"), ("kWh", "kilowatt hour"), ("mL", "millilitre")]
BELOW = [("h", "hour"), ("s", "second"), ("kg", "kilogram"), ("m2", "square metre"), ("L", "litre")]


@given(AMONG, st.sampled_from(PER), st.sampled_from(BELOW))
def test_a_unit_over_another(amount: Decimal, top: tuple[str, str], below: tuple[str, str]) -> None:
    found = figures(f"It came to {amount} {top[0]}/{below[0]} in May.", "en")
    assert (found[0].value, found[0].unit) == (amount, f"{top[1]} per {below[1]}")


BOUNDS = sorted((phrase, sign) for sign, phrases in BEFORE.items() for phrase in phrases if phrase[-1].isalpha())


@given(st.integers(11, 9_999), st.sampled_from(BOUNDS))
def test_every_bound_in_english(n: int, bound: tuple[str, str]) -> None:
    phrase, sign = bound
    assume(phrase != "top" or n > 999)  # the top 11 houses are the first ones of a list
    found = figures(f"There are {phrase} {n:,} houses.", "en")
    assert [(one.value, one.unit, one.comparator) for one in found] == [(n, "house", sign)]


NOUNS = ["house", "baby", "church", "box", "hero", "tranche", "bus", "story", "farm labourer", "wooden bridge"]


@given(st.integers(2, 10**6), st.sampled_from(NOUNS))
def test_every_plural_noun(n: int, noun: str) -> None:
    last = noun.split()[-1]
    plural = {"baby": "babies", "story": "stories", "bus": "buses"}.get(
        last, last + ("es" if last in ("church", "box", "hero") else "s")
    )
    found = figures(f"They saw {n:,} {' '.join([*noun.split()[:-1], plural])} there.", "en")
    assert [(one.value, one.unit) for one in found] == [(n, last)]


CHANGES = sorted((verb, sign) for sign, verbs in VERBS.items() for verb in verbs)


@given(AMONG, st.sampled_from(CHANGES))
def test_every_verb_of_change(amount: Decimal, change: tuple[str, str]) -> None:
    verb, sign = change
    found = figures(f"Sales {verb} {amount}% there.", "en")
    assert [(one.value, one.comparator) for one in found] == [(amount, sign)]


# What numbers are written with, in any order: powers of nought, doubled signs, scales without a number.
PIECES = [
    *"0123456789.,'^×x*eE/⁄½+-−%$億萬千百點兆半年月日년만억조°~<>±() ",
    *("分之", "분의", "one", "hundred", "million", "half", "third", "00", "10^", "1e", "e9", "⁰", "⁹", "⁻", "to"),
    *("between", "and", "per", "cent", "of", "1e400", "9" * 30, "bn", "民國"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.booleans())
def test_any_mixture_of_signs_raises_nothing(pieces: list[str], spaced: bool) -> None:
    text = (" " if spaced else "").join(pieces)
    for mention in figures(text):
        assert text[mention.start : mention.end] == mention.text
