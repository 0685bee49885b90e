"""A figure that changed is believed where it stood before; elsewhere a person has to look first (decision 0020)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from citewatch import issues
from citewatch.checks.place import elsewhere, same_place
from tests.checks.test_then_and_now import FIRM, both
from warehouse.history import Seen

OLD = "The survey of widget makers, held in spring, had answers of 221 firms in all parts of the country."
SAME = "The survey of widget makers, held in autumn, had answers of 230 firms in all parts of the country."
OTHER = "Of those with a website of their own, 230 firms said they sell abroad."


def seen(bench: Any, sentence: str, printed: str, **given: Any) -> Seen:
    start = sentence.index(printed)
    made: Seen = bench.seen(printed, step=1, unit="company", as_printed=printed, **given)
    return replace(made, sentence=sentence, span_start=start, span_end=start + len(printed))


def history(bench: Any, *readings: Seen) -> Any:
    days = ("2024-07-01", "2025-04-07", "2025-05-07", "2025-06-07")
    return bench.history(*(bench.stay(day, day, fig=one) for day, one in zip(days, readings, strict=False)))


@pytest.mark.parametrize(
    ("before", "now", "alike"),
    [
        (("共有 221 家業者回覆，較去年增加。", "221"), ("共有 230 家業者回覆，較去年減少。", "230"), True),
        (("共有 221 家業者回覆，較去年增加。", "221"), ("其中設有網站者占 230 家，多數位於北部。", "230"), False),
        ((OLD, "221"), (SAME, "230"), True),
        ((OLD, "221"), (OTHER, "230"), False),
        (("221", "221"), ("230", "230"), True),
        (("221", "221"), ("230 firms", "230"), True),  # cells and tiles: the labels stand elsewhere
        ((OLD, "221"), ("230", "230"), False),
        (
            ("Sales rose 3.1% to 221 in May, the 5th rise.", "221"),
            ("Sales rose 14% to 230 in June, the 6th rise.", "230"),
            True,
        ),
    ],
)
def test_places(bench: Any, before: Any, now: Any, alike: bool) -> None:
    assert same_place(seen(bench, *before), seen(bench, *now)) is alike


def test_another_value_in_another_place_is_no_disagreement(bench: Any) -> None:
    past = history(bench, seen(bench, OLD, "221"), seen(bench, OTHER, "230"))
    assert both(bench, FIRM, past) == (["confirmed"], ["ambiguous"])
    found = bench.judge(FIRM, {"src": past}, {"src": {}})
    told = next(one for one in found if one.answer == "now")
    assert "“221”" in told.reason.en
    assert "“230”" in told.reason.en
    assert "「230」" in told.reason.zh
    assert told.sentence == OTHER


def test_another_value_in_its_place_is(bench: Any) -> None:
    past = history(bench, seen(bench, OLD, "221"), seen(bench, SAME, "230"))
    assert both(bench, FIRM, past) == (["confirmed"], ["superseded"])


def test_the_same_value_in_another_place_makes_the_new_place_known(bench: Any) -> None:
    moved = OTHER.replace("230", "221")
    past = history(bench, seen(bench, OLD, "221"), seen(bench, moved, "221"), seen(bench, OTHER, "230"))
    assert both(bench, FIRM, past)[1] == ["superseded"]


def test_it_stays_in_doubt_however_often_it_is_read_there(bench: Any) -> None:
    later = OTHER.replace("abroad", "in other countries")
    past = history(bench, seen(bench, OLD, "221"), seen(bench, OTHER, "230"), seen(bench, later, "230"))
    assert both(bench, FIRM, past)[1] == ["ambiguous"]


def test_what_agrees_with_the_report_needs_no_second_look(bench: Any) -> None:
    old, new = OLD.replace("221", "230"), OTHER.replace("230", "221")
    past = history(bench, seen(bench, old, "230"), seen(bench, new, "221"))
    assert both(bench, FIRM, past)[1] == ["confirmed"]


def test_a_person_who_read_it_settles_it(bench: Any) -> None:
    by_hand = replace(seen(bench, OTHER, "230"), read_by="Ann")
    past = history(bench, seen(bench, OLD, "221"), seen(bench, OTHER, "230"), by_hand, seen(bench, OTHER, "230"))
    assert both(bench, FIRM, past)[1] == ["superseded"]


def test_another_edition_may_say_it_in_other_words(bench: Any) -> None:
    figures = {"fig": {}, "year": {"reads": "date", "anchors": ["edition"]}}
    old = bench.stay("2024-07-01", "2024-07-01", fig=seen(bench, OLD, "221"), year=bench.seen(date="2024"))
    new = bench.stay("2025-07-01", "2025-07-01", fig=seen(bench, OTHER, "230"), year=bench.seen(date="2025"))
    catalog, _ = bench.catalog({"C01": FIRM}, {"src": {"figures": figures, "edition": ["year"]}})
    assert elsewhere(catalog.sources["src"], (old, new), "fig", new) is None
    catalog, _ = bench.catalog({"C01": FIRM}, {"src": {"figures": figures}})
    assert elsewhere(catalog.sources["src"], (old, new), "fig", new) is not None


def test_it_is_an_issue_the_same_day(bench: Any) -> None:
    catalog, _ = bench.catalog({"C01": FIRM}, {"src": {}})
    past = history(bench, seen(bench, OLD, "221"), seen(bench, OTHER, "230"))
    (issue,) = issues.issues(catalog, {"src": past})
    assert (issue.kind, issue.figure) == ("elsewhere", "fig")
    assert "had answers of 221 firms" in issue.expected
    assert OTHER in issue.found
    assert not issues.issues(catalog, {"src": history(bench, seen(bench, OLD, "221"), seen(bench, SAME, "230"))})


def test_archived_copies_are_taken_as_they_are(bench: Any) -> None:
    old = replace(bench.stay("2023-07-01", "2023-07-01", fig=seen(bench, OLD, "221")), archived=True)
    new = bench.stay("2025-07-01", "2025-07-01", fig=seen(bench, OTHER, "230"))
    assert both(bench, FIRM, bench.history(old, new))[1] == ["superseded"]
