"""Several sources for one claim, stand-ins, claims without a source, and the whole closed list of verdicts."""

import re
from typing import Any

import pytest

from citewatch.checks import judge
from schemas.finding import DISAGREES, SEVERITY, family

FIRM = {"value": 221, "unit": "company"}
THREE: dict[str, dict[str, Any]] = {"src": {}, "press": {}, "own": {}}


def history(bench: Any, value: int | None = None, **given: Any) -> Any:
    return bench.history(bench.stay("2024-07-01", "2024-07-08", fig=bench.seen(value, step=1, **given)))


@pytest.mark.parametrize(
    ("primary", "copy", "expected"),
    [
        (221, 221, ["confirmed"]),
        (221, 230, ["confirmed", "ambiguous"]),  # the conflict is shown, the primary wins
        (230, 221, ["differs", "ambiguous"]),  # a copy never confirms what the primary contradicts
        (230, 230, ["differs"]),
        (None, 221, ["confirmed", "blocked"]),  # the only one to be read
        (None, 230, ["ambiguous", "blocked"]),  # alone it accuses nobody
    ],
)
def test_press_copies(bench: Any, primary: int | None, copy: int, expected: list[str]) -> None:
    mine = bench.history(ended=("2024-07-01", "blocked")) if primary is None else history(bench, primary)
    claim = {**FIRM, "press": ["press.fig"]}
    found = bench.judge(claim, {"src": mine, "press": history(bench, copy)}, THREE)
    assert bench.verdicts(found, "then") == expected
    assert bench.verdicts(found, "now") == expected


def test_a_copy_that_cannot_be_read_says_nothing_beside_a_primary_that_can(bench: Any) -> None:
    claim = {**FIRM, "press": ["press.fig"]}
    lost = bench.history(ended=("2024-07-01", "blocked"))
    assert bench.verdicts(bench.judge(claim, {"src": history(bench, 221), "press": lost}, THREE), "now") == [
        "confirmed"
    ]


def test_yearly_rate_against_money_of_a_quarter(bench: Any) -> None:
    """Klarna: the same ten million of two meanings in two outlets; the source cited decides."""
    words = {"reads": "money", "anchors": ["a"],
             "measures": {"annual_run_rate": [["a year"]], "saved_in_period": [["in the quarter"]]}}  # fmt: skip
    sources = {"src": {"figures": {"fig": words}}, "press": {"figures": {"fig": words}}}
    claim = {
        "says": "1,000萬美元",
        "value": 10_000_000,
        "unit": "USD",
        "measures": "saved_in_period",
        "press": ["press.fig"],
    }
    ten = 10_000_000
    yearly = history(bench, ten, unit="USD", label="annual_run_rate")
    quarter = history(bench, ten, unit="USD", label="saved_in_period")
    found = bench.judge(claim, {"src": yearly, "press": quarter}, sources)
    assert bench.verdicts(found, "then") == ["meaning_differs", "confirmed", "ambiguous"]
    (conflict,) = [f for f in found if f.verdict == "ambiguous" and f.answer == "then"]
    assert (conflict.check, conflict.source_id) == ("press", "press")
    assert "decides" in conflict.reason.en
    turned = bench.judge(claim, {"src": quarter, "press": yearly}, sources)
    assert bench.verdicts(turned, "then") == ["confirmed", "ambiguous"]
    assert not set(bench.verdicts(turned, "then")) & set(DISAGREES)


def test_a_relation_between_figures_of_the_press(bench: Any) -> None:
    """Korea below Taiwan, from a press copy: it may confirm what the source shows only in a picture, never accuse."""
    sources = {"src": {"figures": {"fig": {"reads": "picture"}}}, "press": {"figures": {"kr": {}, "tw": {}}}}
    claim = {"says": "略遜於我國", "relation": {"left": "press.kr", "op": "<", "right": "press.tw"},
             "press": ["press.kr", "press.tw"]}  # fmt: skip
    shown = bench.history(bench.stay("2024-07-01", "2024-07-08", fig=bench.seen(picture="https://a.example/p.png")))

    def then(korea: int, taiwan: int) -> list[str]:
        copy = bench.history(bench.stay("2024-07-01", "2024-07-08", kr=bench.seen(korea), tw=bench.seen(taiwan)))
        return bench.verdicts(bench.judge(claim, {"src": shown, "press": copy}, sources), "then")  # type: ignore[no-any-return]

    assert then(68, 72) == ["confirmed", "image_only"]
    assert then(72, 68) == ["ambiguous", "image_only"]


def test_a_relation_without_one_of_its_figures_is_said(bench: Any) -> None:
    sources = {"src": {"figures": {"fig": {}, "other": {}}}}
    claim = {"says": "最多", "relation": {"left": "src.fig", "op": ">", "right": "src.other"}}
    half = bench.history(
        bench.stay("2024-07-01", "2024-07-08", fig=bench.seen(30), other=bench.seen(outcome="missing"))
    )
    found = bench.judge(claim, {"src": half}, sources)
    assert bench.verdicts(found, "then") == ["not_found"]
    assert bench.verdicts(found, "now") == ["not_found"]


def test_two_figures_of_one_page_come_from_the_same_bytes(bench: Any) -> None:
    """A share of one edition and a total of another make no count."""
    sources = {"src": {"figures": {"share": {"reads": "percent"}, "total": {}}}}
    claim = {"says": "67家", "value": 67, "unit": "company", "cites": "src.total",
             "implied_by": {"share": "src.share", "total": "src.total"}}  # fmt: skip
    whole = bench.stay(
        "2024-07-01", "2024-07-08", share=bench.seen(30, step=1, unit="%"), total=bench.seen(221, step=1, unit="item")
    )
    half = bench.stay(
        "2024-07-15", "2024-12-31", share=bench.seen(10, step=1, unit="%"), total=bench.seen(outcome="missing")
    )
    found = bench.judge(claim, {"src": bench.history(whole, half)}, sources)
    assert bench.verdicts(found, "then")[0] == "consistent"
    assert bench.verdicts(found, "now") == ["not_found"]  # the page no longer gives both


@pytest.mark.parametrize(
    ("origin", "expected"), [("specimen", "not_found"), ("live", "differs"), ("archive", "differs")]
)
@pytest.mark.parametrize("kind", ["value", "relation"])
def test_a_stand_in_of_ours_settles_nothing(bench: Any, origin: str, expected: str, kind: str) -> None:
    """What nobody has seen is judged by a live or archived page only; a page we wrote proves nothing."""
    figures = {"fig": {"unverified": "nobody saw it"}, "other": {}}
    relation = {"says": "最多", "relation": {"left": "src.fig", "op": "<", "right": "src.other"}}
    stay = bench.stay("2024-07-01", "2024-07-08", origin=origin, fig=bench.seen(300, step=1), other=bench.seen(200))
    found = bench.judge(
        FIRM if kind == "value" else relation, {"src": bench.history(stay)}, {"src": {"figures": figures}}
    )
    assert bench.verdicts(found, "then") == [expected]
    assert bench.verdicts(found, "now") == [expected]


def test_a_stand_in_supersedes_nothing(bench: Any) -> None:
    figures = {"fig": {"reads": "date", "measures": "publication_date"},
               "newer": {"reads": "date", "unverified": "nobody saw it", "anchors": ["n"]}}  # fmt: skip
    source = {"figures": figures, "dated_by": "fig", "newer": ["src.newer"]}
    claim = {"says": "2023/4", "date": "2023-04", "measures": "publication_date"}
    both = {"fig": bench.seen(date="2023-04"), "newer": bench.seen(date="2024-01-01")}
    ours = bench.history(bench.stay("2024-07-01", "2024-07-08", origin="specimen", **both))
    live = bench.history(bench.stay("2024-07-01", "2024-07-08", **both))
    assert bench.verdicts(bench.judge(claim, {"src": ours}, {"src": source}), "now") == ["confirmed"]
    assert bench.verdicts(bench.judge(claim, {"src": live}, {"src": source}), "now") == ["superseded", "confirmed"]


def test_found_by_us_both_are_shown(bench: Any) -> None:
    claim = {**FIRM, "cites": None, "no_source": "Names nobody.", "found": ["own.fig"]}
    found = bench.judge(claim, {"own": history(bench, 221)}, THREE)
    for answer in ("then", "now"):
        assert bench.verdicts(found, answer) == ["confirmed", "no_source_given"]


def test_a_source_without_a_known_figure(bench: Any) -> None:
    found = bench.judge({**FIRM, "cites": "src"}, {}, THREE)
    assert bench.verdicts(found, "then") == bench.verdicts(found, "now") == ["not_found"]


def test_a_restored_unit_is_said(bench: Any) -> None:
    claim = {"says": "9,090", "value": 909_000_000_000, "unit": "KRW", "comparator": ">", "damage": "unit lost",
             "restored": "from the source"}  # fmt: skip
    found = bench.judge(claim, {"src": history(bench, 909_000_000_000, unit="KRW")})
    assert bench.verdicts(found, "then") == ["confirmed"]
    assert "only the digits are confirmed" in found[0].reason.en
    assert "只確認了數字" in found[0].reason.zh


def test_another_number_of_another_meaning_is_no_misquotation(bench: Any) -> None:
    """AIF: 54.2% with ready-made services, 28.6% without: two definitions are not compared."""
    words = {"reads": "percent", "measures": {"with_ready": [["all"]], "without_ready": [["left out"]]}}
    claim = {"says": "54.2%", "value": "54.2", "unit": "%", "measures": "with_ready"}
    other = history(bench, 28, unit="%", label="without_ready")
    same = history(bench, 28, unit="%", label="with_ready")
    assert bench.verdicts(bench.judge(claim, {"src": other}, {"src": {"figures": {"fig": words}}}), "then") == [
        "ambiguous"
    ]
    assert bench.verdicts(bench.judge(claim, {"src": same}, {"src": {"figures": {"fig": words}}}), "then") == [
        "differs"
    ]


def test_every_verdict_of_the_closed_list_is_reached(bench: Any) -> None:
    claims: dict[str, dict[str, Any]] = {
        "confirmed": FIRM,
        "consistent": {"says": "221.4", "value": "221.4", "unit": "company"},
        "scale_error": {"says": "221,000", "value": 221_000, "unit": "company"},
        "differs": {"says": "230家", "value": 230, "unit": "company"},
        "inconsistent": {"says": "20.2%", "value": "20.2", "unit": "%", "cites": "src"},
        "date_error": {"date": "2020", "measures": "publication_date", "cites": "src.day"},
        "meaning_differs": {"nature": "binding_law", "measures": "legal_force", "cites": "src.force"},
        "superseded": {"state": "draft_guidance", "measures": "document_state", "cites": "src.stage"},
        "ambiguous": {"value": 5, "unit": "company", "cites": "src.two"},
        "gone": {**FIRM, "cites": "lost.fig"},
        "blocked": {**FIRM, "cites": "shut.fig"},
        "not_found": {**FIRM, "cites": "src.none"},
        "image_only": {"picture": True, "cites": "src.chart"},
        "no_source_given": {**FIRM, "cites": None, "no_source": "None."},
    }
    figures: dict[str, Any] = {
        "fig": {}, "two": {}, "none": {}, "chart": {"reads": "picture"},
        "day": {"reads": "date", "measures": "publication_date"},
        "force": {"reads": "text", "measures": None, "states": {"nonbinding_guidance": [["x"]]}},
        "stage": {"reads": "text", "measures": None, "states": {"final_guidance": [["x"]]}},
    }  # fmt: skip
    named = {f"C{n:02}": {"says": "x", **body} for n, body in enumerate(claims.values())}
    ids = dict(zip(claims, named, strict=True))
    made, report = bench.catalog(
        named, {"src": {"figures": figures}, "lost": {}, "shut": {}},
        self_checks=[{"kind": "share_of_count", "claims": [ids["inconsistent"], ids["confirmed"]]}],
    )  # fmt: skip
    stay = bench.stay(
        "2024-07-01", "2024-07-08", fig=bench.seen(221, step=1, unit="company"), two=bench.seen(outcome="ambiguous"),
        none=bench.seen(outcome="missing"), chart=bench.seen(picture="https://a.example/p.png"),
        day=bench.seen(date="2021-01-01"), force=bench.seen(label="nonbinding_guidance"),
        stage=bench.seen(label="final_guidance"),
    )  # fmt: skip
    seen = {"src": bench.history(stay), "lost": bench.history(ended=("2024-07-01", "gone")),
            "shut": bench.history(ended=("2024-07-01", "blocked"))}  # fmt: skip
    found = judge(made, report, seen)
    for verdict, claim in ids.items():
        assert bench.verdicts(found, "then", claim)[0] == verdict
        assert bench.verdicts(found, "now", claim)[0] == verdict
    assert {f.verdict for f in found} >= set(SEVERITY)
    assert found == judge(made, report, seen)  # equal inputs, equal findings
    for finding in found:
        assert finding.reason.en.endswith((".", ")"))
        assert re.search("[一-鿿]", finding.reason.zh)
        assert not re.search(r"[\[\]{}_]|None|Decimal", finding.reason.en + finding.reason.zh), finding.reason
        assert finding.suggestion is None or family(finding.verdict) == "disagrees"


CITED: dict[str, dict[str, Any]] = {"src": {"copy_of": "own"}, "own": {}}
"""The report cites a syndicated copy; we found what it goes back to."""


@pytest.mark.parametrize(
    ("cited", "original", "expected"),
    [
        (221, 221, ["confirmed"]),
        (221, 230, ["differs", "ambiguous"]),  # the copy confirms nothing that its source contradicts
        (230, 221, ["confirmed", "ambiguous"]),  # and accuses nobody that its source bears out
        (230, 230, ["differs"]),
        (230, None, ["differs", "blocked"]),  # while it is all there is, it is what the report cites
        (None, 221, ["confirmed", "blocked"]),  # its own state stays visible
    ],
)
def test_a_cited_copy_and_its_source(bench: Any, cited: int | None, original: int | None, expected: list[str]) -> None:
    def seen(value: int | None) -> Any:
        return bench.history(ended=("2024-07-01", "blocked")) if value is None else history(bench, value)

    claim = {**FIRM, "found": ["own.fig"]}
    found = bench.judge(claim, {"src": seen(cited), "own": seen(original)}, CITED)
    assert bench.verdicts(found, "then") == expected
    assert bench.verdicts(found, "now") == expected
    conflicts = [f for f in found if f.verdict == "ambiguous"]
    assert all(f.source_id == "src" and "230" in f.reason.en and "221" in f.reason.en for f in conflicts)


def test_a_copy_that_says_the_same_is_told_with_the_source(bench: Any) -> None:
    claim = {**FIRM, "press": ["press.fig"]}
    sources = {**THREE, "press": {"publisher": "A paper"}}
    found = bench.judge(claim, {"src": history(bench, 221), "press": history(bench, 221)}, sources)
    assert all("Also so in: A paper." in f.reason.en and "A paper" in f.reason.zh for f in found)


def test_two_sources_that_show_one_disagreement_are_one_alert(bench: Any) -> None:
    """Each has a finding of its own, and one key to be told by."""
    states = {"reads": "text", "measures": None, "states": {"nonbinding_guidance": [["x"]]}}
    sources = {name: {"figures": {"fig": states}} for name in ("src", "own")}
    claim = {"says": "法案", "nature": "binding_law", "measures": "legal_force", "also": ["own.fig"]}

    def soft(words: str) -> Any:
        return bench.history(bench.stay("2024-07-01", "2024-07-08", fig=bench.seen(label="nonbinding_guidance",
                                                                                   as_printed=words)))  # fmt: skip

    found = bench.judge(claim, {"src": soft("non-binding"), "own": soft("can inform")}, sources)
    assert {(f.source_id, f.verdict) for f in found} == {("src", "meaning_differs"), ("own", "meaning_differs")}
    assert len({f.key for f in found}) == 4
    assert len({f.alert_key for f in found}) == 1


def test_later_editions_are_one_finding_with_their_names_and_the_day_they_were_seen(bench: Any) -> None:
    day = {"reads": "date", "measures": "publication_date"}
    figures = {"fig": day, "final": {**day, "title": {"en": "the final text", "zh": "定稿"}},
               "again": {**day, "title": {"en": "a new printing", "zh": "新版"}}}  # fmt: skip
    sources = {"src": {"figures": figures, "dated_by": "fig", "newer": ["src.again", "src.final"]}}
    claim = {"says": "2023/4", "date": "2023-04", "measures": "publication_date"}
    draft = {"fig": bench.seen(date="2023-04-03")}
    final = {**draft, "final": bench.seen(date="2024-12-04")}
    both = {**final, "again": bench.seen(date="2025-08-18")}
    line = bench.history(
        bench.stay("2024-07-01", "2024-07-08", **draft),
        bench.stay("2025-02-03", "2025-02-10", **final),
        bench.stay("2026-01-05", "2026-01-12", **both),
    )
    found = bench.judge(claim, {"src": line}, sources)
    assert bench.verdicts(found, "then") == ["confirmed"]
    (newer,) = [f for f in found if f.verdict == "superseded"]
    assert newer.reason.en == (
        "It has been followed by a new printing, dated 18 August 2025 (first seen on 5 January 2026). Before that came"
        " the final text, dated 4 December 2024. The report was right at its own date."
    )
    assert newer.reason.zh == (
        "其後已有新版（日期2025年8月18日，2026年1月5日首次見到）。在此之前另有定稿（日期2024年12月4日）。報告發布時所述正確。"
    )
