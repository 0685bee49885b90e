"""Dates of unequal precision, states, natures, names, relations, implied counts, pictures."""

from decimal import Decimal
from typing import Any

import pytest

from citewatch.checks import dates, several, terms
from schemas.measures import shipped_terms
from schemas.report import Relation
from schemas.source import Figure

TERMS = shipped_terms()


def figure(measures: Any = "publication_date", reads: str = "date") -> Figure:
    return Figure.model_validate({"reads": reads, "anchors": ["x"], "measures": measures})


@pytest.mark.parametrize(
    ("stated", "observed", "expected"),
    [
        ("2021-10", "2021-10-27", "confirmed"),
        ("2021", "2021-09-22", "confirmed"),
        ("2021-10-27", "2021-10-27", "confirmed"),
        ("2021-10-27", "2021-10", "consistent"),  # the source does not give the day
        ("2021-10", "2021-11-01", "date_error"),
        ("2021-10-27", "2021-10-28", "date_error"),
        ("2022", "2021", "date_error"),
        ("2024", "2024/2033", "ambiguous"),  # a period is no date
        ("2024", "FY2024", "ambiguous"),
        ("2024", None, "ambiguous"),
    ],
)
def test_dates(bench: Any, stated: str, observed: str | None, expected: str) -> None:
    claim = bench.claim(date=stated, measures="publication_date")
    assert dates.day(claim, figure(), bench.seen(date=observed), TERMS).verdict == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "observed", "expected"),
    [
        ("publication_date", "enactment_date", "2021-10-27", "meaning_differs"),
        ("publication_date", "modification_date", "2024-05-21", "ambiguous"),  # another date of another thing
        ("data_year", "publication_date", "2021-10-27", "ambiguous"),  # may hold data of its own year
        ("data_year", "publication_date", "2020-10-27", "date_error"),  # cannot hold data of later
        ("data_year", "data_year", "2021", "consistent"),
    ],
)
def test_dates_of_different_things(bench: Any, ours: str, theirs: str, observed: str, expected: str) -> None:
    claim = bench.claim(date="2021-10", measures=ours)
    assert dates.day(claim, figure(theirs), bench.seen(date=observed), TERMS).verdict == expected


@pytest.mark.parametrize(
    ("key", "stated", "label", "expected"),
    [
        ("state", "bill", "bill", "confirmed"),
        ("state", "bill", "act_in_force", "superseded"),
        ("state", "act_passed", "bill", "differs"),  # the report is ahead of the source
        ("state", "draft_guidance", "final_guidance", "superseded"),
        ("state", "draft_guidance", "act_passed", "differs"),  # no lifecycle has both
        ("nature", "binding_law", "nonbinding_guidance", "meaning_differs"),
        ("nature", "binding_law", "binding_law", "confirmed"),
        ("state", "bill", None, "ambiguous"),
    ],
)
def test_terms(bench: Any, key: str, stated: str, label: str | None, expected: str) -> None:
    claim = bench.claim(**{key: stated})
    assert terms.term(claim, bench.seen(label=label), TERMS).verdict == expected


@pytest.mark.parametrize(
    ("stated", "observed", "expected"),
    [
        ("TAIDE", ("TAIDE",), "confirmed"),
        ("taide", ("TAIDE",), "confirmed"),
        ("TADIE", ("TAIDE",), "differs"),
        ("TADIE", ("Gemma 3", "TAIDE"), "differs"),
        ("TAIDE", ("Llama 3", "TAIDE"), "confirmed"),
        ("TAIDE", ("Gemma",), "ambiguous"),  # another name is no misspelling
    ],
)
def test_one_name(bench: Any, stated: str, observed: tuple[str, ...], expected: str) -> None:
    outcome = terms.name(bench.claim(says=stated, name=stated), bench.seen(names=observed))
    assert outcome.verdict == expected
    assert (outcome.suggestion is not None) == (expected == "differs")


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (("Anthropic", "AI21 Labs", "Cohere"), "confirmed"),
        (("AI21 Labs", "Anthropic", "Cohere"), "differs"),
        (("Anthropic", "Cohere"), "differs"),
    ],
)
def test_lists_of_names(bench: Any, observed: tuple[str, ...], expected: str) -> None:
    claim = bench.claim(says="ANTHROPIC、AI21Labs、cohere", names=["ANTHROPIC", "AI21Labs", "cohere"])
    outcome = terms.name(claim, bench.seen(names=observed))
    assert outcome.verdict == expected
    assert ("another order" in outcome.reason.en) == (observed[0] == "AI21 Labs")


@pytest.mark.parametrize(
    ("op", "left", "right", "within", "expected"),
    [
        ("<", 68, 72, 5, "confirmed"), ("<", 72, 68, 5, "differs"), ("<", 70, 70, 5, "differs"),
        (">", 30, 14, 5, "confirmed"), ("~", 68, 67, 5, "confirmed"), ("~", 72, 67, 5, "confirmed"),
        ("~", 73, 67, 5, "differs"),
    ],
)  # fmt: skip
def test_relations(bench: Any, op: str, left: int, right: int, within: int, expected: str) -> None:
    claimed = Relation.model_validate({"left": "a.b", "op": op, "right": "a.c", "within": within})
    assert several.relation(claimed, bench.seen(left), bench.seen(right)).verdict == expected


def test_a_relation_of_two_units_says_nothing(bench: Any) -> None:
    claimed = Relation.model_validate({"left": "a.b", "op": "<", "right": "a.c"})
    assert several.relation(claimed, bench.seen(1, unit="USD"), bench.seen(2, unit="%")).verdict == "ambiguous"


@pytest.mark.parametrize(
    ("count", "expected"), [(66, "consistent"), (67, "consistent"), (65, "differs"), (68, "differs")]
)
def test_count_implied_by_a_share(bench: Any, count: int, expected: str) -> None:
    """30% of 221 may be 66 or 67; 65 is 29.4%, and 68 is 30.8%."""
    claim = bench.claim(value=count, unit="company", implied_by={"share": "a.b", "total": "a.c"})
    share, total = bench.seen(30, step=1, unit="%"), bench.seen(221, step=1)
    assert several.implied(claim, share, total).verdict == expected


@pytest.mark.parametrize(("share", "total"), [(None, 221), (30, None), (30, 0)])
def test_implied_without_its_parts(bench: Any, share: int | None, total: int | None) -> None:
    claim = bench.claim(value=67, unit="company")
    assert several.implied(claim, bench.seen(share, step=1), bench.seen(total)).verdict == "ambiguous"


def test_meaning_by_the_words_beside_it(bench: Any) -> None:
    words = {"respondents_who_agree": [["agree"]], "efficiency_gain": [["faster"]]}
    claim = bench.claim(value=88, unit="%", measures="efficiency_gain")
    fig = figure(words, "percent")

    def verdict(label: str | None) -> str | None:
        outcome = terms.meaning(claim, fig, bench.seen(88, label=label), TERMS)
        return outcome.verdict if outcome else None

    assert verdict("respondents_who_agree") == "meaning_differs"
    assert verdict("efficiency_gain") is None
    assert verdict(None) == "ambiguous"


def test_a_picture_nobody_read_means_nothing_by_declaration(bench: Any) -> None:
    claim = bench.claim(value=88, unit="%", measures="efficiency_gain")
    seen = bench.seen(picture="https://a.example/p.png")
    assert terms.meaning(claim, figure("respondents_who_agree", "picture"), seen, TERMS) is None
    assert terms.meaning(claim, figure("respondents_who_agree", "percent"), bench.seen(88), TERMS) is not None


def test_picture_against_text(bench: Any) -> None:
    claim = bench.claim(picture=True)
    assert terms.picture(claim, bench.seen(picture="https://a.example/p.png")).verdict == "image_only"
    assert "72%" in terms.picture(claim, bench.seen(72, as_printed="72%")).reason.en
    assert Decimal(72) == bench.seen(72).value
