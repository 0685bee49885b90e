"""Several figures in one sentence or paragraph: the words beside a figure tell it apart, what all share does not."""

from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Page, Wanted, locate
from extractors.reading.pages.sentences import sentences

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
    page = _page("<p>Microsoft has 46 percent of all cloud AI cases. AWS has 33 percent of the cases.</p>")
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
