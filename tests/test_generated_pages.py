"""The generator tells the truth about its pages: checked here by readers of this file's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest
from bs4 import BeautifulSoup

from benchmarks.pages import COSMETIC, REAL, GeneratedPage, PageSet, Truth, edit, make_page
from benchmarks.words import LANGUAGES, TOPICS, Language

SIZE = 12_000
INVISIBLE = re.compile(r"[\s\u00ad\u200b]+")
SCALES = {
    "billion": 10**9, "million": 10**6, "bn": 10**9, "m": 10**6,
    "兆": 10**12, "億": 10**8, "萬": 10**4, "조": 10**12, "억": 10**8, "만": 10**4,
}  # fmt: skip
WRITTEN_NUMBER = re.compile(r"([0-9][0-9.,]*) ?(billion|million|bn|m\b|兆|億|萬|조|억|만)?")
WORDS = {"four": 4, "five": 5, "eight": 8, "ten": 10, "四": 4, "五": 5, "八": 8, "十": 10}
MONEY = {"US$": "USD", "USD": "USD", "美元": "USD", "달러": "USD", "€": "EUR", "EUR": "EUR", "歐元": "EUR",
         "유로": "EUR", "£": "GBP", "GBP": "GBP", "英鎊": "GBP", "파운드": "GBP"}  # fmt: skip
POINTS = ("percentage points", "個百分點", "%포인트")
COUNTERS = {"people": "person", "人": "person", "명": "person", "companies": "company", "家企業": "company",
            "개 기업": "company", "months": "month", "個月": "month", "개월": "month"}  # fmt: skip


@cache
def page(language: Language, seed: int = 7) -> GeneratedPage:
    return make_page(seed, SIZE, language)


def visible(of: GeneratedPage) -> str:
    """The page's text without what is hidden, struck through or mere white space."""
    soup = BeautifulSoup(of.html, "lxml")
    for element in soup.select("script, style, del, [hidden]"):
        element.decompose()
    return squeeze(soup.get_text(""))


def squeeze(text: str) -> str:
    return INVISIBLE.sub("", text)


def facts(truth: Truth) -> tuple[object, ...]:
    return truth.value, truth.low, truth.high, truth.unit, truth.comparator, truth.period


def all_facts(of: GeneratedPage) -> Mapping[str, tuple[object, ...]]:
    return {name: facts(truth) for name, truth in of.truth.items()}


def read_back(truth: Truth, scale: Decimal) -> tuple[object, ...]:
    """Value, ends and unit out of the printed form alone, by other means than it was written with."""
    text = truth.printed
    sign = -1 if text.startswith("−") else 1
    numbers = [
        Decimal(n.rstrip(",.").replace(",", "")) * SCALES.get(word, 1) for n, word in WRITTEN_NUMBER.findall(text)
    ]
    unit = next((code for sign_, code in MONEY.items() if sign_ in text), None)
    unit = unit or next((one for word, one in COUNTERS.items() if text.endswith(word)), None)
    if any(word in text for word in POINTS):
        unit = "pp"
    elif "%" in text or "％" in text or "percent" in text or "百分之" in text or "퍼센트" in text:
        unit = "%"
    if truth.kind == "fraction":
        parts = max([*map(int, numbers), *(n for word, n in WORDS.items() if word in text)])
        return 1 / Decimal(parts), None, None, None
    if truth.kind == "range":
        return None, numbers[0], numbers[1], unit
    if unit is None:  # a cell: its unit stands in the caption
        return sum(numbers) * scale, None, None, truth.unit
    return sign * sum(numbers), None, None, unit


def check_truth(of: GeneratedPage) -> None:
    text = visible(of)
    for name, truth in of.truth.items():
        assert squeeze(truth.sentence) in text, name
        assert truth.printed in truth.sentence, name
        assert read_back(truth, of.draft.grid.scale) == facts(truth)[:4], name
        if truth.period and name != "segment":
            assert truth.period in truth.sentence, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_truth_stands_on_the_page(language: Language) -> None:
    for seed in range(5):
        generated = make_page(seed, SIZE, language)
        assert len(generated.truth) == len(generated.declared) == 10
        check_truth(generated)


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_cell_stands_in_its_row_and_column(language: Language) -> None:
    for generated in (page(language), edit(page(language), "row_values_swapped"), edit(page(language), "row_above")):
        soup = BeautifulSoup(generated.html, "lxml")
        declared = next(one for one in generated.declared if one.name == "segment")
        table = next(t for t in soup.find_all("table") if t.thead)
        column = [cell.get_text() for cell in table.thead.find_all("th")].index(declared.column[0])
        rows = [row for row in table.tbody.find_all("tr") if row.th.get_text() == declared.row[0]]
        assert [row.find_all(["th", "td"])[column].get_text() for row in rows] == [generated.truth["segment"].printed]


def test_same_seed_same_bytes_other_seed_other_page() -> None:
    assert make_page(3).html == make_page(3).html
    seen = {make_page(seed, SIZE, "en").html for seed in range(20)}
    assert len(seen) == 20
    first, second = (edit(page("en"), "value_changed", seed=1) for _ in range(2))
    assert first.html == second.html
    assert len({edit(page("en"), "value_changed", seed=seed).html for seed in range(10)}) > 3


@pytest.mark.parametrize("size", [20_000, 60_000, 200_000])
def test_size(size: int) -> None:
    for seed in range(3):
        assert abs(len(make_page(seed, size).html) - size) < size * 0.02


@pytest.mark.parametrize("language", LANGUAGES)
def test_filler_never_speaks_of_a_declared_topic(language: Language) -> None:
    generated = make_page(5, SIZE, language)
    text = visible(generated)
    for fig in generated.draft.figures:
        assert text.count(squeeze(fig.topic)) == 1
    for topic in TOPICS[language]:
        assert not [other for other in TOPICS[language] if other != topic and topic in other]


def test_kinds_are_many_enough() -> None:
    assert len(COSMETIC) >= 15 and len(REAL) >= 15 and not set(COSMETIC) & set(REAL)


@pytest.mark.parametrize("kind", COSMETIC)
@pytest.mark.parametrize("language", LANGUAGES)
def test_cosmetic_edit_keeps_the_truth(kind: str, language: Language) -> None:
    before = page(language)
    after = edit(before, kind, seed=2)
    assert after.html != before.html and after.changed == ()
    assert all_facts(after) == all_facts(before)
    assert after.declared == before.declared
    check_truth(after)
    for declared in after.declared:
        sentence = squeeze(after.truth[declared.name].sentence).lower()
        assert all(any(squeeze(word).lower() in sentence for word in group) for group in declared.anchors)


@pytest.mark.parametrize("kind", REAL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_real_edit_changes_exactly_what_it_says(kind: str, language: Language) -> None:
    before = page(language)
    for seed in range(3):
        after = edit(before, kind, seed)
        assert len(after.changed) == 1
        name = after.changed[0]
        old, new = all_facts(before), all_facts(after)
        assert new.get(name) != old[name]
        assert {k: v for k, v in new.items() if k != name} == {k: v for k, v in old.items() if k != name}
        check_truth(after)
        if name not in new:
            assert squeeze(before.truth[name].sentence) not in visible(after) or name == "segment"


def test_struck_through_value_is_still_in_the_page() -> None:
    before = page("en")
    after = edit(before, "struck_through", figure="market")
    soup = BeautifulSoup(after.html, "lxml")
    assert [element.get_text() for element in soup.find_all("del")] == [before.truth["market"].printed]
    assert [element.get_text() for element in soup.find_all("ins")] == [after.truth["market"].printed]


@pytest.mark.parametrize("language", LANGUAGES)
def test_edits_can_follow_each_other(language: Language) -> None:
    changed = edit(page(language), "value_changed", seed=4, figure="market")
    after = changed
    for kind in ("redesign", "money_writing", "entities", "row_above"):
        after = edit(after, kind)
    assert all_facts(after) == all_facts(changed) != all_facts(page(language))
    check_truth(after)


def test_impossible_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="no such edit"):
        edit(page("en"), "nonsense")
    with pytest.raises(ValueError, match="cannot hit market"):
        edit(page("en"), "sign_changed", figure="market")
    with pytest.raises(ValueError, match="cosmetic"):
        edit(page("en"), "nbsp", figure="market")
    gone = edit(page("en"), "withdrawn", figure="growth")
    with pytest.raises(ValueError, match="cannot hit"):
        edit(gone, "sign_changed")


def test_page_set_spreads_over_hosts() -> None:
    pages = PageSet(count=7, hosts=3, n_bytes=SIZE, language="en")
    assert pages.urls[4] == "https://site-0001.example/reviews/4.html" and len(set(pages.urls)) == 7
    assert pages.host_names == ("site-0000.example", "site-0001.example", "site-0002.example")
    assert pages.page(2).html == make_page(3, SIZE, "en").html
