"""Two answers: what the source said when the report came out (June to November 2024), and what it says now."""

from typing import Any

import pytest

FIRM = {"value": 221, "unit": "company"}
USD = {
    "says": "3.5億美元",
    "value": 350_000_000,
    "unit": "USD",
    "comparator": ">",
    "period": "2030",
    "measures": "firms",
}


def both(bench: Any, claim: dict[str, Any], history: Any, **source: Any) -> tuple[list[str], list[str]]:
    found = bench.judge(claim, {"src": history}, {"src": source})
    return bench.verdicts(found, "then"), bench.verdicts(found, "now")


def firms(bench: Any, value: int, **given: Any) -> Any:
    return bench.seen(value, step=1, unit="company", **given)


# (first seen, last seen, value) of each stay; what then and now come out as
LINES: list[tuple[str, list[tuple[str, str, int]], list[str], list[str]]] = [
    ("right, and still", [("2024-07-01", "2026-11-09", 221)], ["confirmed"], ["confirmed"]),
    ("wrong, and still", [("2024-07-01", "2026-11-09", 300)], ["differs"], ["differs"]),
    ("right then, changed since", [("2024-07-01", "2024-07-08", 221), ("2025-04-07", "2025-04-14", 230)],
     ["confirmed"], ["superseded"]),
    ("wrong then, right now", [("2024-07-01", "2024-12-01", 230), ("2025-04-07", "2025-04-14", 221)],
     ["differs"], ["confirmed"]),
    ("cosmetic change", [("2024-07-01", "2024-07-08", 221), ("2025-04-07", "2025-04-14", 221)],
     ["confirmed"], ["confirmed"]),
    ("first seen after the report, right", [("2025-04-07", "2025-04-14", 221)], ["not_found"], ["confirmed"]),
    ("first seen after the report, other", [("2025-04-07", "2025-04-14", 230)], ["not_found"], ["differs"]),
    ("changed inside the interval, right at first",
     [("2024-07-01", "2024-08-01", 221), ("2024-09-01", "2025-01-01", 230)],
     ["superseded", "confirmed"], ["superseded"]),
    ("changed inside the interval, right at last",
     [("2024-07-01", "2024-08-01", 230), ("2024-09-01", "2025-01-01", 221)],
     ["confirmed"], ["confirmed"]),
    ("changed before the report", [("2023-01-01", "2023-06-01", 230), ("2024-01-01", "2025-01-01", 221)],
     ["confirmed"], ["confirmed"]),
    ("changed unseen around the report", [("2023-01-01", "2023-06-01", 221), ("2025-01-01", "2025-02-01", 230)],
     ["ambiguous"], ["superseded"]),
    ("changed unseen, but both agree", [("2023-01-01", "2023-06-01", 221), ("2025-01-01", "2025-02-01", 221)],
     ["confirmed"], ["confirmed"]),
]  # fmt: skip


@pytest.mark.parametrize("row", LINES, ids=lambda row: row[0])
def test_lines(bench: Any, row: Any) -> None:
    _, stays, then, now = row
    history = bench.history(*(bench.stay(first, last, fig=firms(bench, value)) for first, last, value in stays))
    assert both(bench, FIRM, history) == (then, now)


def test_a_page_that_dates_itself_is_believed_and_it_is_said(bench: Any) -> None:
    figures = {"fig": {}, "published": {"reads": "date", "anchors": ["p"], "measures": "publication_date"}}
    stay = bench.stay("2025-04-07", "2025-04-14", fig=firms(bench, 221), published=bench.seen(date="2024-06-20"))
    found = bench.judge(FIRM, {"src": bench.history(stay)}, {"src": {"figures": figures, "dated_by": "published"}})
    then = next(f for f in found if f.answer == "then")
    assert then.verdict == "confirmed"
    assert "First captured on 7 April 2025; the page dates itself 20 June 2024" in then.reason.en


@pytest.mark.parametrize(
    ("printed", "then"),
    [("2024-06-20", "confirmed"), ("2024-06", "confirmed"), ("2024", "not_found"), ("2025-01", "not_found"),
     ("FY2024", "not_found")],
)  # fmt: skip
def test_a_month_or_a_year_counts_from_its_last_day(bench: Any, printed: str, then: str) -> None:
    figures = {"fig": {}, "published": {"reads": "date", "anchors": ["p"]}}
    stay = bench.stay("2025-04-07", "2025-04-14", fig=firms(bench, 221), published=bench.seen(date=printed))
    got = both(bench, FIRM, bench.history(stay), figures=figures, dated_by="published")
    assert got[0] == [then]


def test_of_several_dates_the_newest_counts(bench: Any) -> None:
    figures = {
        "fig": {},
        "published": {"reads": "date", "anchors": ["p"]},
        "changed": {"reads": "date", "anchors": ["q"]},
    }
    stay = bench.stay("2025-04-07", "2025-04-14", fig=firms(bench, 230), published=bench.seen(date="2024-06-20"),
                      changed=bench.seen(date="2025-02-01"))  # fmt: skip
    assert both(bench, FIRM, bench.history(stay), figures=figures, dated_by=["published", "changed"])[0] == [
        "not_found"
    ]


def test_a_rewritten_page_does_not_hold_since_its_old_date(bench: Any) -> None:
    """Seen until July 2024, seen again changed in April 2025: the old date it still prints explains nothing."""
    figures = {"fig": {}, "published": {"reads": "date", "anchors": ["p"]}}
    old = bench.stay("2024-07-01", "2024-07-08", fig=firms(bench, 221), published=bench.seen(date="2021-10-27"))
    new = bench.stay("2025-04-07", "2025-04-14", fig=firms(bench, 230), published=bench.seen(date="2021-10-27"))
    got = both(bench, FIRM, bench.history(old, new), figures=figures, dated_by="published")
    assert got == (["confirmed"], ["superseded"])


def test_an_archived_copy_counts_from_its_own_day(bench: Any) -> None:
    copy = bench.stay("2024-07-01", "2024-07-01", archived=True, origin="archive", fig=firms(bench, 221))
    live = bench.stay("2026-11-09", "2026-11-16", fig=firms(bench, 230))
    assert both(bench, FIRM, bench.history(copy, live)) == (["confirmed"], ["superseded"])


@pytest.mark.parametrize(
    ("state", "extra"), [("gone", "gone"), ("blocked", "blocked"), ("refused", "blocked"), ("unreachable", "not_found")]
)
def test_lost_after_it_was_read(bench: Any, state: str, extra: str) -> None:
    stay = bench.stay("2024-07-01", "2024-07-08", fig=firms(bench, 221))
    then, now = both(bench, FIRM, bench.history(stay, ended=("2026-11-09", state)))
    assert (then, now) == (["confirmed"], ["confirmed", extra])


@pytest.mark.parametrize(
    ("state", "expected"),
    [("gone", "gone"), ("blocked", "blocked"), ("refused", "blocked"), ("unreachable", "not_found")],
)
def test_never_read(bench: Any, state: str, expected: str) -> None:
    assert both(bench, FIRM, bench.history(ended=("2024-07-01", state))) == ([expected], [expected])


def test_not_fetched_and_planned(bench: Any) -> None:
    assert both(bench, FIRM, bench.history()) == (["not_found"], ["not_found"])
    planned = {"reader": "planned", "why_planned": "later"}
    assert both(bench, FIRM, bench.history(), **planned) == (["not_found"], ["not_found"])


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("missing", "not_found"), ("out_of_range", "not_found"), ("bad_page", "not_found"), ("ambiguous", "ambiguous")],
)
def test_a_reader_that_fails_accuses_nobody(bench: Any, outcome: str, expected: str) -> None:
    stay = bench.stay("2024-07-01", "2024-07-08", fig=bench.seen(outcome=outcome))
    assert both(bench, FIRM, bench.history(stay)) == ([expected], [expected])


def test_a_figure_taken_off_the_page_is_not_found_now(bench: Any) -> None:
    old = bench.stay("2024-07-01", "2024-07-08", fig=firms(bench, 221))
    new = bench.stay("2025-04-07", "2025-04-14", fig=bench.seen(outcome="missing"))
    assert both(bench, FIRM, bench.history(old, new)) == (["confirmed"], ["not_found"])


def test_another_route_without_the_figure(bench: Any) -> None:
    """The page is still read, by a route that gives less: the last reading counts, and it is said."""
    by_api = bench.stay("2024-07-01", "2024-07-08", fig=firms(bench, 221))
    by_page = bench.stay("2025-04-07", "2025-04-14")
    assert both(bench, FIRM, bench.history(by_api, by_page)) == (["confirmed"], ["confirmed", "not_found"])


def test_another_route_with_another_figure(bench: Any) -> None:
    by_api = bench.stay("2024-07-01", "2024-07-08", fig=firms(bench, 221))
    by_page = bench.stay("2024-07-15", "2024-07-22", fig=firms(bench, 212))
    again = bench.stay("2024-07-29", "2024-12-22", fig=firms(bench, 221))
    assert both(bench, FIRM, bench.history(by_api, by_page, again)) == (["confirmed"], ["confirmed"])


# ---- editions


def edition(bench: Any, first: str, last: str, base: str | None, end: str, year: str, value: int) -> Any:
    parts = {"base": bench.seen(base, period=first[:4]) if base else bench.seen(outcome="missing")}
    return bench.stay(
        first, last, **parts, fig=bench.seen(value, step=10_000_000, unit="USD", period=year, as_printed=end)
    )


EDITIONS = {
    "figures": {
        "fig": {"reads": "money", "anchors": ["m"], "measures": "firms"},
        "base": {"reads": "money", "anchors": ["b"]},
    },
    "edition": ["base", "fig"],
}  # fmt: skip


def test_a_rebased_forecast_is_superseded_and_no_crash(bench: Any) -> None:
    march = edition(bench, "2024-07-01", "2024-07-08", "36.06", "US$356.10bn", "2030", 356_100_000_000)
    later = edition(bench, "2025-04-07", "2025-04-14", "66.89", "US$442.07bn", "2031", 442_070_000_000)
    found = bench.judge(USD, {"src": bench.history(march, later)}, {"src": EDITIONS})
    assert bench.verdicts(found, "then") == ["scale_error"]
    assert bench.verdicts(found, "now") == ["scale_error", "superseded"]
    assert all(f.observed != "US$442.07bn" for f in found if f.check == "value")
    newer = next(f for f in found if f.check == "edition")
    assert "first seen on 7 April 2025" in newer.reason.en


def test_an_edition_that_cannot_be_read_is_not_compared(bench: Any) -> None:
    """Same end year, another method: without the rest of the edition nobody can tell, so nobody compares."""
    march = edition(bench, "2024-07-01", "2024-07-08", "36.06", "US$356.10bn", "2030", 356_100_000_000)
    broken = edition(bench, "2025-01-01", "2025-01-08", None, "US$207.00bn", "2030", 207_000_000_000)
    claim = {**USD, "says": "3,561億美元", "value": 356_100_000_000, "comparator": "="}
    found = bench.judge(claim, {"src": bench.history(march, broken)}, {"src": EDITIONS})
    assert bench.verdicts(found, "now") == ["confirmed", "ambiguous"]


def test_the_report_may_have_used_either_edition_of_its_time(bench: Any) -> None:
    march = edition(bench, "2024-07-01", "2024-08-01", "36.06", "US$356.10bn", "2030", 356_100_000_000)
    autumn = edition(bench, "2024-09-01", "2024-11-01", "44.89", "US$207.00bn", "2030", 207_000_000_000)
    history = bench.history(march, autumn)
    old = {**USD, "says": "3,561億美元", "value": 356_100_000_000, "comparator": "="}
    new = {**USD, "says": "2,070億美元", "value": 207_000_000_000, "comparator": "="}
    assert both(bench, old, history, **EDITIONS)[0] == ["superseded", "confirmed"]
    assert both(bench, new, history, **EDITIONS)[0] == ["confirmed"]


def test_an_edition_never_seen_at_the_reports_time(bench: Any) -> None:
    later = edition(bench, "2025-04-07", "2025-04-14", "66.89", "US$442.07bn", "2031", 442_070_000_000)
    assert both(bench, USD, bench.history(later), **EDITIONS) == (["not_found"], ["not_found"])


def test_since_when_an_edition_is_there_survives_daily_changes_of_bytes(bench: Any) -> None:
    march = edition(bench, "2024-07-01", "2024-07-08", "36.06", "US$356.10bn", "2030", 356_100_000_000)
    days = [edition(bench, f"2025-04-0{n}", f"2025-04-0{n}", "66.89", "US$442.07bn", "2031", 442_070_000_000)
            for n in range(1, 9)]  # fmt: skip
    found = bench.judge(USD, {"src": bench.history(march, *days)}, {"src": EDITIONS})
    assert "1 April 2025" in next(f for f in found if f.check == "edition").reason.en


# ---- later documents with a date of their own


def published(first: str, last: str, bench: Any, day: str, newer: str | None = None) -> Any:
    later = bench.seen(date=newer) if newer else bench.seen(outcome="missing")
    return bench.stay(first, last, fig=bench.seen(date=day), newer=later)


DATED = {
    "figures": {
        "fig": {"reads": "date", "anchors": ["d"], "measures": "publication_date"},
        "newer": {"reads": "date", "anchors": ["n"], "optional": "nothing before"},
    },
    "dated_by": "fig",
    "newer": ["src.newer"],
}
DATE = {"says": "2023/4", "date": "2023-04", "measures": "publication_date"}


@pytest.mark.parametrize(
    ("newer", "then", "now"),
    [
        (None, ["confirmed"], ["confirmed"]),
        ("2024-12-04", ["confirmed"], ["superseded", "confirmed"]),
        ("2024-04-04", ["superseded", "confirmed"], ["superseded", "confirmed"]),  # inside its own time
        ("2024", ["confirmed"], ["superseded", "confirmed"]),  # some day of 2024: not surely before the report
        ("2023-04-30", ["confirmed"], ["confirmed"]),  # the claim's own month
        ("2023-04", ["confirmed"], ["confirmed"]),
        ("2022-01-01", ["confirmed"], ["confirmed"]),  # older than what is cited
        ("2027-08-02", ["confirmed"], ["confirmed"]),  # announced, not there yet
    ],
)
def test_successors(bench: Any, newer: str | None, then: list[str], now: list[str]) -> None:
    history = bench.history(published("2024-07-01", "2026-11-09", bench, "2023-04-03", newer))
    assert both(bench, DATE, history, **DATED) == (then, now)


def test_without_a_date_of_its_own_a_claim_is_superseded_by_what_is_later_than_its_source(bench: Any) -> None:
    figures = {**DATED["figures"], "sum": {"measures": "firms"}}
    source = {**DATED, "figures": figures}
    claim = {**FIRM, "cites": "src.sum"}

    def now(newer: str) -> list[str]:
        stay = bench.stay("2024-07-01", "2026-11-09", fig=bench.seen(date="2023-11-30"), newer=bench.seen(date=newer),
                          sum=firms(bench, 221))  # fmt: skip
        found = bench.judge(claim, {"src": bench.history(stay)}, {"src": source})
        return bench.verdicts(found, "now")  # type: ignore[no-any-return]

    assert now("2023-11-30") == ["confirmed"]  # the document itself
    assert now("2025-09-16") == ["superseded", "confirmed"]


def test_what_a_document_is_does_not_change_with_a_later_one(bench: Any) -> None:
    figures = {**DATED["figures"], "force": {"reads": "text", "anchors": ["f"], "measures": None,
               "states": {"nonbinding_guidance": [["nonbinding"]]}}}  # fmt: skip
    stay = bench.stay("2024-07-01", "2026-11-09", fig=bench.seen(date="2023-04"), newer=bench.seen(date="2025-01-01"),
                      force=bench.seen(label="nonbinding_guidance"))  # fmt: skip
    claim = {"says": "規定", "nature": "binding_law", "measures": "legal_force", "cites": "src.force"}
    got = both(bench, claim, bench.history(stay), **{**DATED, "figures": figures})
    assert got == (["meaning_differs"], ["meaning_differs"])


def test_a_successor_page_that_cannot_be_read_is_told_and_decides_nothing(bench: Any) -> None:
    sources = {
        "src": {**DATED, "newer": ["other.fig"]},
        "other": {"figures": {"fig": {"reads": "date", "anchors": ["x"]}}},
    }
    mine = bench.history(published("2024-07-01", "2026-11-09", bench, "2023-04"))
    blocked = bench.judge(DATE, {"src": mine, "other": bench.history(ended=("2026-11-09", "blocked"))}, sources)
    assert bench.verdicts(blocked, "now") == ["confirmed", "blocked"]
    broken = bench.history(bench.stay("2024-07-01", "2026-11-09", fig=bench.seen(outcome="out_of_range")))
    assert bench.verdicts(bench.judge(DATE, {"src": mine, "other": broken}, sources), "now") == [
        "confirmed",
        "not_found",
    ]


def test_a_documents_date_that_moved_is_a_newer_edition_and_no_wrong_date(bench: Any) -> None:
    """GMLP: 27 October 2021, then January 2025 at the same place of the same page."""
    claim = {"says": "2021/10", "date": "2021-10", "measures": "publication_date"}
    old = published("2024-07-01", "2024-07-08", bench, "2021-10-27")
    new = published("2025-04-07", "2025-04-14", bench, "2025-01")
    assert both(bench, claim, bench.history(old, new), **DATED) == (["confirmed"], ["superseded"])
    # Never seen before: what is dated after the report can't have been what it cites.
    assert both(bench, claim, bench.history(new), **DATED) == (["not_found"], ["superseded"])


# ---- states that begin and end


STAGE = {
    "figures": {
        "fig": {
            "reads": "text",
            "anchors": ["act"],
            "measures": None,
            "states": {"bill": [["x"]], "act_passed": [["y"]]},
        },
        "passed": {"reads": "date", "anchors": ["p"]},
    },
    "dated_by": "passed",
}  # fmt: skip


def test_what_a_later_date_implies_of_before(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act of December 2025 was not there in 2024: implied by its date, seen by nobody."""
    from schemas.measures import Terms

    monkeypatch.setattr(Terms, "ended_by", lambda self, state: "act_passed" if state == "no_general_act" else None)
    stay = bench.stay(
        "2026-11-09", "2026-11-16", fig=bench.seen(label="act_passed"), passed=bench.seen(date="2025-12-23")
    )
    claim = {"says": "僅有指引", "state": "no_general_act", "measures": "legal_state"}
    assert both(bench, claim, bench.history(stay), **STAGE) == (["consistent"], ["superseded"])
    undated = bench.stay(
        "2026-11-09", "2026-11-16", fig=bench.seen(label="act_passed"), passed=bench.seen(outcome="missing")
    )
    assert both(bench, claim, bench.history(undated), **STAGE)[0] == ["not_found"]
    year = bench.stay("2026-11-09", "2026-11-16", fig=bench.seen(label="act_passed"), passed=bench.seen(date="2025"))
    assert both(bench, claim, bench.history(year), **STAGE)[0] == ["consistent"]
    same = bench.stay("2026-11-09", "2026-11-16", fig=bench.seen(label="act_passed"), passed=bench.seen(date="2024"))
    assert both(bench, claim, bench.history(same), **STAGE)[0] == ["not_found"]  # perhaps before the report
    planned = {**claim, "state": "bill_planned"}  # not implied by the lack of an act
    assert both(bench, planned, bench.history(stay), **STAGE)[0] == ["not_found"]


def test_a_bill_ends_with_its_congress_though_no_page_says_so(bench: Any) -> None:
    fig = {**STAGE["figures"]["fig"], "states": {"bill": [["x"]], "act_passed": [["y"]]},
           "expires": {"state": "bill", "on": "2025-01-03", "becomes": "bill_died",
                       "reason": {"en": "It ended.", "zh": "已屆滿。"}}}  # fmt: skip
    claim = {"says": "近期擬定", "state": "bill", "measures": "legal_state"}
    frozen = bench.history(bench.stay("2024-07-01", "2026-11-09", fig=bench.seen(label="bill")))
    got = bench.judge(claim, {"src": frozen}, {"src": {"figures": {"fig": fig}}})
    assert bench.verdicts(got, "then") == ["confirmed"]
    assert bench.verdicts(got, "now") != ["confirmed"]
    passed = bench.history(bench.stay("2024-07-01", "2024-07-08", fig=bench.seen(label="bill")),
                           bench.stay("2025-02-01", "2026-11-09", fig=bench.seen(label="act_passed")))  # fmt: skip
    assert both(bench, claim, passed, figures={"fig": fig}) == (["confirmed"], ["superseded"])
    still = bench.history(bench.stay("2024-07-01", "2024-12-31", fig=bench.seen(label="bill")))
    assert both(bench, claim, still, figures={"fig": fig}) == (["confirmed"], ["confirmed"])


def test_a_page_whose_bytes_change_daily_still_says_the_same_thing_twice(bench: Any) -> None:
    days = [bench.stay(f"2024-07-0{n}", f"2024-07-0{n}", fig=firms(bench, 230)) for n in range(1, 9)]
    other = bench.stay("2024-06-01", "2024-06-30", fig=firms(bench, 229))
    found = bench.judge(FIRM, {"src": bench.history(other, *days)})
    now = next(f for f in found if f.answer == "now")
    assert (now.first_at, now.last_at) == (days[0].first_at, days[-1].last_at)


def test_figures_that_do_not_fit_together_are_not_compared(bench: Any) -> None:
    """Base × growth must land on the end value; where it does not, one was read from another edition."""
    figures = {name: {"reads": "number", "anchors": [name]} for name in ("base", "rate", "fig")}
    source = {"figures": {**figures, "fig": {**figures["fig"], "measures": "firms"}},
              "identities": [{"kind": "growth", "base": "base", "rate": "rate", "end": "fig"}]}  # fmt: skip

    def then(end: int) -> list[str]:
        stay = bench.stay("2024-07-01", "2024-07-08", base=bench.seen("36.06", period="2024"), rate=bench.seen("46.47"),
                          fig=bench.seen(end, step=1, period="2030"))  # fmt: skip
        return both(bench, {"value": 356, "unit": "company"}, bench.history(stay), **source)[0]

    assert then(356) == ["confirmed"]
    assert then(207) == ["ambiguous"]
