"""Every short cut of the reader gives just what the long way gives, and only costs less."""

from __future__ import annotations

import json
import random

import pytest

from benchmarks.article_text import paragraphs
from extractors.reading import Located, Page, Wanted, figures, locate
from extractors.reading.finding.locate import read_through
from extractors.reading.pages import table_scales
from extractors.reading.text import figures as reader
from extractors.reading.text import metric_en

BEFORE = (
    "", "in ", "rose ", "約", "第", "[", "(", "$", "US$", "'", "-", "+", "a ", "表", "v", "下午", "#", "Figure ", "12,",
    "1.", "ab", "twd ", "costs: ",
)  # fmt: skip
NUMBERS = (
    "0", "5", "12", "24", "911", "300", "1997", "2024", "12,345", "1,234,567.8", "3.5", "0.75", "1.234", "0,123",
    "0912", "12.345", "20,24", "1234567890123", "3.", "12.5.7",
)  # fmt: skip
AFTER = (
    "", "%", "% points", " billion", " companies", " x 10", " pm", " am", " GMT", " under 21", " July 2020", "億元",
    "家", "年", "點", "時", "月3日", "段", "號", "대", "명", "시", ", then", "; so", ". Then", ".5", ")", ":30", "-4",
    "th", "B", " hundred and two", "成", "個百分點", "/4", "°C", ",-", "\n", " to 48 months", "% of 20", "路公車",
    "至30人",
)  # fmt: skip


def test_plain_numbers_are_read_as_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = random.Random(7)
    texts = [f"{before}{number}{after}" for before in BEFORE for number in NUMBERS for after in AFTER]
    texts = drawn.sample(texts, 6000) + [" ".join(drawn.sample(texts, 3)) for _ in range(300)]
    quick = [figures(text) for text in texts]
    monkeypatch.setattr(reader, "plain_number", lambda text, start: None)
    for text, found in zip(texts, quick, strict=True):
        assert figures(text) == found, text


def test_what_is_measured_is_the_same_from_near_by(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = paragraphs("en", 20_000)
    quick = [figures(text, "en") for text in texts]
    monkeypatch.setattr(metric_en, "_CLOSE", -1)  # nothing is near by
    assert [figures(text, "en") for text in texts] == quick
    assert sum(one.metric is not None for found in quick for one in found) > 50


@pytest.mark.parametrize(
    "heading",
    [
        "Revenue (US$ bn)", "in trillions", "$ tn", "in € millions", "USD m", "won m", "Units: mn", "EUR k", "$ '000",
        "Patients, thousands, by region", "in hundreds", "in hundreds of cases", "Value ($m)", "Weight (m)", "Men",
        "kg", "Jobs – millions", "US Dollars thousands", "(won, billions)", "£000s",
    ],
)  # fmt: skip
def test_a_scale_is_looked_for_wherever_its_pattern_may_match(heading: str) -> None:
    matching = [scale for _, pattern, scale in table_scales._LATIN if pattern.search(heading)]
    assert table_scales.scale_of(heading) == (matching[0] if matching else None)


@pytest.mark.parametrize("escaped", [True, False])
@pytest.mark.parametrize("words", ["核桃市場", "松子市場"])
def test_linked_data_counts_however_it_is_written(escaped: bool, words: str) -> None:
    data = json.dumps({"description": f"{words}規模達5億美元。"}, ensure_ascii=escaped)
    body = f"<html lang=zh-TW><head><script type='application/ld+json'>{data};</script></head><body><p>核桃.</body>"
    wanted = Wanted("size", "money", (("核桃市場",),), "USD")
    quick = locate(Page.open(body.encode(), "text/html"), wanted)
    assert quick == read_through(Page.open(body.encode(), "text/html"), wanted)
    assert isinstance(quick, Located) == (words == "核桃市場")
