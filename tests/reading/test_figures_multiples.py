"""Words that are a number without printing one, and writings that look like another: a line each."""

import pytest

from extractors.reading import Language, Page, figures

HTML = "text/html; charset=utf-8"


def told(text: str, language: Language) -> list[str]:
    """Each figure as comparator, value or ends, and unit."""
    found = []
    for one in figures(text, language):
        value = one.date or (f"{one.low}-{one.high}" if one.low is not None else "?" if one.problem else str(one.value))
        found.append(f"{one.comparator}{value}{' ' + one.unit if one.unit else ''}")
    return found


READS: list[tuple[Language, str, list[str]]] = [
    ("en", "Sales doubled in ten years.", ["=2 time", "=10 year"]),
    ("en", "Prices have more than doubled to $40.", [">2 time", "=40 USD"]),
    ("en", "Exports tripled and costs were halved.", ["=3 time", "=0.5"]),
    ("en", "almost twice as many people", ["~2 time"]),
    ("en", "a loan of $6m, double the amount of 2020", ["=6000000 USD", "=2 time", "=2020"]),
    ("en", "Output is to double by 2030.", ["=2 time", "=2030"]),
    ("zh-Hant", "營收翻一番，用戶翻了兩番。", ["=2 fold", "=4 fold"]),
    ("zh-Hans", "销售额翻倍", ["=2 fold"]),
    ("zh-Hant", "價格是去年的雙倍", ["=2 fold"]),
    ("zh-Hant", "營收逾倍成長", [">1 fold"]),
    ("zh-Hant", "股價逾倍", [">1 fold"]),
    ("ko", "영업이익 △1,234억 원", ["=-123400000000 KRW"]),
    ("zh-Hant", "△3.5%", ["=? %"]),
    ("zh-Hant", "台積電△12　鴻海▽3", ["up12", "down3"]),
    ("zh-Hant", "▲3.5%", ["up3.5 %"]),
    ("en", "–3.5%", ["=-3.5 %"]),
    ("zh-Hant", "–1,234", ["=-1234"]),
    ("en", "a profit of –3.5 million", ["=-3500000"]),
    ("en", "it takes 3–5 weeks", ["=3-5 week"]),
    ("en", "12 gross of pens", ["=1728"]),
    ("en", "a gross margin of 12%", ["=12 %"]),
    ("en", "a 3:1 ratio", ["=3"]),
    ("en", "They won 2:1 on a map of 1:50000.", []),
    ("en", "It fell within a week.", ["=1 week"]),
    ("en", "to be paid within a day", ["<=1 day"]),
    ("en", "to be lodged within 21 days", ["<=21 day"]),
    ("en", "within five years", ["=5 year"]),
    ("zh-Hant", "高85層的大樓", ["=85 floor"]),
    ("zh-Hant", "三層蛋糕", ["=3 item"]),
    ("en", "between 500 kg and 2 tonnes", ["=500-2000 kilogram"]),
    ("en", "more than 10 hours and less than 2 days", ["=10-48 hour"]),
    ("zh-Hant", "6個月至2年", ["=6-24 month"]),
    ("en", "It rose from 500 m to 2 km.", ["=500 metre", "=2 kilometre"]),
    ("zh-Hans", "过千万元", [">10000000 CNY"]),
    ("zh-Hant", "用戶過億", [">100000000"]),
    ("zh-Hans", "通过千万元融资", ["=10000000 CNY"]),
    ("zh-Hans", "10块钱", ["=10 CNY"]),
    ("zh-Hans", "每斤3块5", ["=3.5 CNY"]),
    ("zh-Hant", "10塊蛋糕", ["=10 item"]),
    ("en", "Prices rose 3% and 5%.", ["up3 %", "up5 %"]),
    ("en", "Prices rose 3% and 5% of firms closed.", ["up3 %", "=5 %"]),
    ("zh-Hant", "分別成長3%及5%", ["up3 %", "up5 %"]),
    ("ko", "각각 3%와 5% 증가", ["up3 %", "up5 %"]),
]


@pytest.mark.parametrize(("language", "text", "figures_"), READS, ids=[text for _, text, _ in READS])
def test_reads(language: Language, text: str, figures_: list[str]) -> None:
    assert told(text, language) == figures_


@pytest.mark.parametrize(
    "text",
    ["He doubled down.", "It doubled as a school.", "a double room", "Add the halved tomatoes.", "Think twice.",
     "double-digit growth", "a gross error"],
)  # fmt: skip
def test_words_that_count_nothing(text: str) -> None:
    assert told(text, "en") == []


def test_a_word_that_only_says_that_something_multiplied() -> None:
    assert told("獲利倍增", "zh-Hant") == []


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("$19<sup>99</sup>", "$19.99"),
        ("<span>$</span><span>19</span><sup>99</sup>", "$19.99"),
        ("Now $1,234<sup>00</sup> each", "Now $1,234.00 each"),
        ("£4<small>50</small>", "£4.50"),
        ("It cost $356<sup>12</sup> billion", "It cost $356 billion"),
        ("$19<sup>2</sup>", "$19²"),
    ],
)
def test_raised_cents(markup: str, text: str) -> None:
    page = Page.open(f"<html lang=en><body><p>{markup}</p></body></html>".encode(), HTML)
    assert [block.text for block in page.blocks()] == [text]
