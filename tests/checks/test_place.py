"""A figure that changed is believed where it stood before; elsewhere a person has to look first (decision 0020)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from citewatch import issues
from citewatch.checks import case
from citewatch.checks.place import doubts, same_place
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
        (("共有221家業者回覆", "221"), ("其中230家設在北部", "230"), False),
        (
            ("Sales rose 3.1% to 221 in May, the 5th rise.", "221"),
            ("Sales rose 14% to 230 in June, the 6th rise.", "230"),
            True,
        ),
    ],
)
def test_places(bench: Any, before: Any, now: Any, alike: bool) -> None:
    assert same_place(seen(bench, *before), seen(bench, *now)) is alike


@pytest.mark.parametrize(
    ("before", "now", "alike"),
    [
        # The figure of a part, an aim or another thing, which stood in the same sentence before.
        (
            ("工業機器人銷量為29.4萬台；其中國產品牌銷量15.42萬台。", "29.4萬台"),
            ("國產品牌工業機器人銷量為15.42萬台。", "15.42萬台"),
            False,
        ),
        (("目前雇用9,430人，2030年目標為2萬人。", "9,430人"), ("雇用人數2030年目標為2萬人。", "2萬人"), False),
        (
            ("Fees of £230 a year; members pay £150 a year here.", "£230"),
            ("Fees: members pay £150 a year here.", "£150"),
            False,
        ),
        # Two figures that changed places, and last year's that is told beside this year's.
        (("甲占31.6%，乙占24.9%，合計過半。", "31.6%"), ("乙占31.6%，甲占24.9%，合計過半。", "24.9%"), True),
        (("Sales were 221 (240 a year before).", "221"), ("Sales were 240 (221 a year before).", "240"), True),
        # A short number by chance: 5% is no 5 years.
        (
            ("The rate over 5 years was 3% in May, it said.", "3%"),
            ("The rate over 5 years was 5% in May, it said.", "5%"),
            True,
        ),
        # What is ahead now, and what was ahead before.
        (
            ("2023年研發經費占國內生產毛額為3.93%。", "3.93%"),
            ("研發經費占國內生產毛額於2030年目標為5%。", "5%"),
            False,
        ),
        (
            ("The market is expected to reach $5bn by 2030.", "$5bn"),
            ("The market is expected to reach $6bn by 2031.", "$6bn"),
            True,
        ),
    ],
)
def test_an_old_neighbour_is_another_figure_and_so_is_what_is_ahead(
    bench: Any, before: Any, now: Any, alike: bool
) -> None:
    assert same_place(standing(bench, *before), standing(bench, *now)) is alike


def standing(bench: Any, sentence: str, printed: str) -> Seen:
    """A reading of whatever value at its place in a sentence."""
    made: Seen = bench.seen(1, step=1, as_printed=printed)
    start = sentence.index(printed)
    return replace(made, sentence=sentence, span_start=start, span_end=start + len(printed))


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


def test_what_agrees_by_chance_is_not_believed_either(bench: Any) -> None:
    old, new = OLD.replace("221", "230"), OTHER.replace("230", "221")
    past = history(bench, seen(bench, old, "230"), seen(bench, new, "221"))
    assert both(bench, FIRM, past)[1] == ["ambiguous"]


def test_the_same_value_more_or_less_precise_is_the_same(bench: Any) -> None:
    old = replace(seen(bench, OLD.replace("221", "220"), "220"), step=Decimal(10))
    assert both(bench, FIRM, history(bench, old, seen(bench, OTHER.replace("230", "221"), "221")))[1] == ["confirmed"]


def test_another_unit_is_another_value(bench: Any) -> None:
    moved = replace(seen(bench, OTHER.replace("230", "221"), "221"), unit="%")
    past = history(bench, seen(bench, OLD, "221"), moved, seen(bench, OTHER, "230"))
    assert both(bench, FIRM, past)[1] == ["ambiguous"]


def test_each_place_is_known_in_which_it_was_believed(bench: Any) -> None:
    """A page and an interface say it in other words; either may bring the new value first."""
    api = "221 widget firms took part in the poll of the association."
    past = history(bench, seen(bench, OLD, "221"), seen(bench, api, "221"), seen(bench, SAME, "230"))
    assert both(bench, FIRM, past)[1] == ["superseded"]


def test_what_changed_unseen_settles_nothing_of_then(bench: Any) -> None:
    old = bench.stay("2023-01-01", "2023-06-01", fig=seen(bench, OLD, "221"))
    new = bench.stay("2025-01-01", "2025-02-01", fig=seen(bench, OTHER, "230"))
    assert both(bench, FIRM, bench.history(old, new)) == (["ambiguous"], ["ambiguous"])


def test_what_is_judged_from_two_figures_waits_as_well(bench: Any) -> None:
    figures = {"fig": {}, "share": {"reads": "percent", "unit": "%"}}
    share = bench.seen(50, unit="%", step=1)
    old = bench.stay("2024-07-01", "2024-07-01", fig=seen(bench, OLD.replace("221", "442"), "442"), share=share)
    new = bench.stay("2025-07-01", "2025-07-01", fig=seen(bench, OTHER.replace("230", "900"), "900"), share=share)
    claim = {**FIRM, "cites": "src.share", "implied_by": {"share": "src.share", "total": "src.fig"}}
    then, now = both(bench, claim, bench.history(old, new), figures=figures)
    assert "consistent" in then
    assert "ambiguous" in now and not {"differs", "superseded"} & set(now)


def test_a_person_makes_the_place_known(bench: Any) -> None:
    """Whatever words the person gave: what comes next in the page's new place is believed."""
    by_hand = replace(bench.seen(230, step=1, unit="company"), read_by="Ann")
    later = OTHER.replace("230", "231")
    past = history(bench, seen(bench, OLD, "221"), seen(bench, OTHER, "230"), by_hand, seen(bench, later, "231"))
    assert both(bench, FIRM, past)[1] == ["superseded"]


def test_many_stays_are_gone_through_once(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of another value in the report's time: it was quadratic, and took minutes."""
    days = [date(2024, 6, 20) + timedelta(days=n) for n in range(160)]
    stays = [bench.stay(str(days[0]), str(days[0]), fig=seen(bench, OLD, "221"))]
    for n, day in enumerate(days[1:], 300):
        text = OTHER.replace("230", str(n)).replace("abroad", "abroad " * (n % 7))
        stays.append(bench.stay(str(day), str(day), fig=seen(bench, text, str(n))))
    gone_through = []
    monkeypatch.setattr(case, "doubts", lambda *given: gone_through.append(1) or doubts(*given))
    found = bench.judge(FIRM, {"src": bench.history(*stays)}, {"src": {}})
    assert "ambiguous" in {one.verdict for one in found}
    assert len(gone_through) == 1, "once a claim, not once a stay"


def test_a_person_who_read_it_settles_it(bench: Any) -> None:
    by_hand = replace(seen(bench, OTHER, "230"), read_by="Ann")
    past = history(bench, seen(bench, OLD, "221"), seen(bench, OTHER, "230"), by_hand, seen(bench, OTHER, "230"))
    assert both(bench, FIRM, past)[1] == ["superseded"]


def test_another_edition_may_say_it_in_other_words(bench: Any) -> None:
    figures = {"fig": {}, "year": {"reads": "date", "anchors": ["edition"]}}
    old = bench.stay("2024-07-01", "2024-07-01", fig=seen(bench, OLD, "221"), year=bench.seen(date="2024"))
    new = bench.stay("2025-07-01", "2025-07-01", fig=seen(bench, OTHER, "230"), year=bench.seen(date="2025"))
    catalog, _ = bench.catalog({"C01": FIRM}, {"src": {"figures": figures, "edition": ["year"]}})
    assert not doubts(catalog.sources["src"], (old, new), "fig")
    catalog, _ = bench.catalog({"C01": FIRM}, {"src": {"figures": figures}})
    assert list(doubts(catalog.sources["src"], (old, new), "fig")) == [new.first_capture_id]


def test_it_is_an_issue_the_same_day(bench: Any) -> None:
    catalog, _ = bench.catalog({"C01": FIRM}, {"src": {}})
    past = history(bench, seen(bench, OLD, "221"), seen(bench, OTHER, "230"))
    (issue,) = issues.issues(catalog, {"src": past})
    assert (issue.kind, issue.figure) == ("elsewhere", "fig")
    assert "had answers of 221 firms" in issue.expected
    assert OTHER in issue.found
    assert not issues.issues(catalog, {"src": history(bench, seen(bench, OLD, "221"), seen(bench, SAME, "230"))})
    by_hand = replace(seen(bench, OTHER, "230"), read_by="Ann")
    settled = history(bench, seen(bench, OLD, "221"), seen(bench, OTHER, "230"), by_hand)
    assert not issues.issues(catalog, {"src": settled}), "at once, not with the next capture"


def test_archived_copies_are_taken_as_they_are(bench: Any) -> None:
    old = replace(bench.stay("2023-07-01", "2023-07-01", fig=seen(bench, OLD, "221")), archived=True)
    new = bench.stay("2025-07-01", "2025-07-01", fig=seen(bench, OTHER, "230"))
    assert both(bench, FIRM, bench.history(old, new))[1] == ["superseded"]
