"""Which label a value in a picture stands with, by where both lie; and when that is refused."""

from __future__ import annotations

import pytest

from extractors.reading import Ambiguous, Line, Located, Missing, Wanted, locate_in_picture


def wanted(*anchors: str, kind: str = "percent", unit: str | None = "%") -> Wanted:
    return Wanted("figure", kind, tuple((words,) for words in anchors), unit)


def row(label: str, value: str, top: int, *, left: int = 40, at: int = 400, confidence: float = 1.0) -> list[Line]:
    return [
        Line(label, (left, top, left + 10 * len(label), top + 24)),
        Line(value, (at, top + 1, at + 14 * len(value), top + 25), confidence),
    ]


TITLE = Line("Share of respondents", (20, 10, 320, 44))
BARS = [TITLE, *row("India", "87%", 80, at=700), *row("Japan", "39%", 120, at=380), *row("China", "72%", 160, at=600)]


def value(lines: list[Line], want: Wanted) -> str:
    found = locate_in_picture(lines, want, "en")
    assert isinstance(found, Located), found
    return f"{found.value:f}".removesuffix(".0")


def test_horizontal_bars_by_their_row() -> None:
    assert value(BARS, wanted("Japan")) == "39"
    assert value(BARS, wanted("China", "respondents")) == "72", "the title is a heading"


def test_vertical_bars_by_their_column() -> None:
    lines = [TITLE]
    for place, (label, printed, top) in enumerate([("UK", "67", 100), ("Germany", "31", 300), ("Israel", "29", 310)]):
        middle = 100 + 200 * place
        lines.append(Line(printed, (middle - 14, top, middle + 14, top + 24)))
        lines.append(Line(label, (middle - 5 * len(label), 600, middle + 5 * len(label), 624)))
    assert value(lines, wanted("Germany", kind="quantity", unit="company")) == "31"


def test_years_under_bars_are_labels_and_never_values() -> None:
    lines = [
        Line("Market in billion US$", (20, 10, 320, 40)),
        *(Line("12.4", (80, 200, 120, 224)), Line("2024", (78, 400, 122, 424))),
        *(Line("19.8", (180, 150, 220, 174)), Line("2025", (178, 400, 222, 424))),
    ]
    assert value(lines, wanted("2025", kind="money", unit="USD")) == "19800000000"


def test_panels_side_by_side_each_with_its_heading() -> None:
    lines = [
        TITLE, Line("Hardware", (40, 80, 130, 104)), Line("Services", (440, 80, 530, 104)),
        *row("Other", "5%", 140, left=40, at=300), *row("Other", "94%", 140, left=440, at=700),
    ]  # fmt: skip
    assert value(lines, wanted("Other", "Services")) == "94"
    assert isinstance(locate_in_picture(lines, wanted("Other"), "en"), Ambiguous)


def test_a_table_by_row_and_column() -> None:
    lines = [Line("Place", (40, 40, 90, 64)), Line("Users", (300, 40, 350, 64)), Line("Active", (500, 40, 560, 64))]
    for top, place, users, active in ((100, "India", "87%", "77%"), (140, "Japan", "39%", "26%")):
        lines += [Line(place, (40, top, 90, top + 24)), Line(users, (302, top, 348, top + 24)),
                  Line(active, (504, top, 550, top + 24))]  # fmt: skip
    assert value(lines, wanted("Japan", "Users")) == "39"


def grouped(*printed: str) -> list[Line]:
    tops = (107, 134)
    return [
        TITLE,
        Line("Japan", (44, 119, 110, 145)),
        *(Line(one, (500 + 90 * n, tops[n], 550 + 90 * n, tops[n] + 24)) for n, one in enumerate(printed)),
    ]


def test_two_bars_beside_one_label_are_not_chosen_between() -> None:
    """Which of them is meant is told by colour, and colours are not looked at; the plausible range is no eye either."""
    want = Wanted("figure", "percent", (("Japan",),), "%", between=None)
    assert isinstance(locate_in_picture(grouped("39%", "26%"), want, "en"), Ambiguous)
    narrow = Wanted("figure", "percent", (("Japan",),), "%", between=(30, 50))  # type: ignore[arg-type]
    assert isinstance(locate_in_picture(grouped("39%", "26%"), narrow, "en"), Ambiguous)


def test_one_of_two_bars_overlooked_by_the_engine_is_still_refused() -> None:
    found = locate_in_picture(grouped("39%"), wanted("Japan"), "en")
    assert isinstance(found, Ambiguous) and "between two rows" in found.reason


@pytest.mark.parametrize(("of_value", "of_label"), [(0.81, 1.0), (1.0, 0.6), (0.0, 1.0)])
def test_what_the_engine_is_not_sure_of_is_refused(of_value: float, of_label: float) -> None:
    lines = [Line("Japan", (40, 80, 100, 104), of_label), Line("39%", (400, 81, 440, 105), of_value)]
    found = locate_in_picture(lines, wanted("Japan"), "en")
    assert isinstance(found, Ambiguous) and "confidence" in found.reason


@pytest.mark.parametrize(("read", "meant"), [("OpenAl", "OpenAI"), ("IsraeI", "Israel"), ("lndia", "India")])
def test_letters_that_no_machine_tells_apart(read: str, meant: str) -> None:
    assert value([TITLE, *row(read, "39%", 100)], wanted(meant)) == "39"


def test_another_label_is_missing_and_not_the_next_best() -> None:
    assert isinstance(locate_in_picture(BARS, wanted("Korea"), "en"), Missing)
    no_value = [TITLE, Line("Korea", (40, 200, 100, 224))]
    assert isinstance(locate_in_picture([*BARS, *no_value], wanted("Korea"), "en"), Missing)
    assert isinstance(locate_in_picture([], wanted("Korea"), "en"), Missing)
