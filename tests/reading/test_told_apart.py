"""Several figures in one sentence or paragraph: the words beside a figure tell it apart, what all share does not."""

from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Page, Wanted, locate
from extractors.reading.pages.sentences import sentences
from extractors.reading.text.figures import figures

CASES = "Microsoft accounts for 45 percent of all new cloud AI cases, AWS for 34 percent and Google for 17 percent."


def _page(body: str) -> Page:
    return Page.open(f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize(("name", "value"), [("Microsoft", 45), ("AWS", 34), ("Google", 17)])
def test_a_shared_anchor_does_not_outweigh_the_name_beside(name: str, value: int) -> None:
    found = locate(_page(f"<p>{CASES}</p>"), Wanted("share", "percent", ((name,), ("cloud AI cases",)), unit="%"))
    assert isinstance(found, Located)
    assert found.value == Decimal(value)


def test_a_label_alone_does_not_choose_between_two_sentences_with_one_anchor_each() -> None:
    """The label's words are those of the second anchor: whoever lacks it beside itself lacks the label too."""
    page = _page("<p>AWS leads. Of all cloud AI cases 46 percent are Microsoft's. AWS has 33 percent of the cases.</p>")
    wanted = Wanted(
        "aws", "percent", (("AWS",), ("cloud AI cases",)), unit="%", labels={"share": (("cloud AI cases",),)}
    )
    assert isinstance(locate(page, wanted), Ambiguous)


def test_the_row_named_in_a_sentence_tells_its_figures_apart() -> None:
    said = "In 2024, 873.3 billion won was formed; in 2025 another fund of about 600 billion won."
    found = locate(_page(f"<p>{said}</p>"), Wanted("of_2025", "money", (("formed",),), unit="KRW", row=("2025",)))
    assert not isinstance(found, Located) or found.value == Decimal(600_000_000_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("등록일 2023. 9. 13. 조회 12", ["등록일 2023. 9. 13. 조회 12"]),
        ("발표는 2023. 9. 13. 있었다.", ["발표는 2023. 9. 13. 있었다."]),
        ("It ended in 2023. 9 firms went on.", ["It ended in 2023.", "9 firms went on."]),
    ],
)
def test_a_day_in_dots_is_not_cut(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("The market size is projected at US$44.89bn in 2024 (previously US$36.06bn).", "44.89"),
        ("The market size is projected at US$44.89bn, previously US$36.06bn.", "44.89"),
        ("The market size was projected at US$36.06bn previously; it is now projected at US$44.89bn.", "44.89"),
    ],
)
def test_previously_belongs_to_the_figure_it_stands_before(said: str, value: str) -> None:
    found = locate(_page(f"<p>{said}</p>"), Wanted("base", "money", (("market size",), ("projected",)), unit="USD"))
    assert isinstance(found, Located)
    assert found.value == Decimal(value) * 10**9


def test_a_cell_whose_row_and_column_have_the_anchors_needs_no_words_before_it() -> None:
    """`after` tells several figures of one sentence apart; in a table nothing is left to tell."""
    table = "<table><tr><th>Country</th><th>Raised</th></tr><tr><td>France</td><td>$2.29 billion</td></tr></table>"
    wanted = Wanted("france", "money", (("France",), ("raised",)), unit="USD", after="French start-ups took in")
    assert isinstance(locate(_page(table), wanted), Located)


def test_a_sentence_is_not_dropped_for_being_the_heading_of_a_tile_without_a_figure() -> None:
    body = "<h2>Short title</h2><p>The Initiative Act of 2020.</p><h2>§9411</h2><p>It coordinates research.</p>"
    assert isinstance(locate(_page(body), Wanted("year", "date", (("Initiative Act of",),))), Located)


@pytest.mark.parametrize("text", ["공공", "공공 서비스"])
def test_the_korean_word_for_public_is_no_zero(text: str) -> None:
    assert figures(text) == []


SUMMED = (
    "<table><tr><th rowspan=2>指标</th><th colspan=2>8月</th><th colspan=2>1—8月</th></tr>"
    "<tr><th>绝对量</th><th>增长（%）</th>"
    "<th>绝对量</th><th>增长（%）</th></tr>"
    "<tr><td>集成电路（亿块）</td><td>425</td><td>3.2</td><td>3429</td><td>8.8</td></tr></table>"
)


@pytest.mark.parametrize(("column", "value"), [("8月", 42_500_000_000), ("1—8月", 342_900_000_000)])
def test_a_month_is_not_all_months_up_to_it(column: str, value: int) -> None:
    wanted = Wanted(
        "chips", "quantity", (), row=("集成电路",), column=(column, "绝对量"), between=(Decimal(1), Decimal(10**13))
    )
    found = locate(Page.open(f"<html><body>{SUMMED}</body></html>".encode(), "text/html; charset=utf-8"), wanted)
    assert isinstance(found, Located) and found.value == value


def test_of_a_month_and_the_sum_up_to_it_the_month_is_meant() -> None:
    body = "<p>8月份，工业增加值同比增长5.2%。</p><p>1—8月份，工业增加值同比增长6.2%。</p>"
    wanted = Wanted("g", "percent", (("工业增加值",), ("同比",)), unit="%")
    found = locate(Page.open(f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8"), wanted)
    assert isinstance(found, Located) and found.value == Decimal("5.2")
