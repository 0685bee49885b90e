"""Backwards: the printed value of a claim, a page nobody declared, and the place where the figure stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from citewatch.cases import waiting
from citewatch.catalog import Catalog, load
from citewatch.cli.locating import words_of
from citewatch.read import wanted_of
from extractors.reading import Located, Page, Wanted, locate, propose
from schemas.source import Figure, Source

ROOT = Path(__file__).resolve().parents[2]


def page(body: str, language: str = "en") -> Page:
    text = f'<!doctype html><html lang="{language}"><body><main>{body}</main></body></html>'
    return Page.open(text.encode(), "text/html; charset=utf-8", "https://example.org/")


def specimens(catalog: Catalog) -> Iterator[tuple[Source, Figure, str, str, Page, Located]]:
    """Every numeric figure of every specimen: where its declaration finds it, and how the page prints it."""
    for expected in sorted((ROOT / "specimens").glob("*/*/expected.json")):
        if f"{expected.parts[-3]}/{expected.parts[-2]}" in waiting(ROOT / "specimens"):
            continue
        source = catalog.sources[expected.parts[-3]]
        body = next(iter(sorted(expected.parent.glob("page.*"))), None)
        if body is None:
            continue
        named = expected.parent.name.partition(".")[2]
        route = next((route for route in source.routes if route.name == named), source.routes[0])
        capture = json.loads(expected.with_name("capture.json").read_text("utf-8"))
        kind = capture["headers"].get("Content-Type", "")
        opened = Page.open(body.read_bytes(), kind, capture["url"], html_at=route.html_at, language=source.language)
        for name, told in json.loads(expected.read_text("utf-8"))["figures"].items():
            figure = source.figures.get(name)
            if figure is None or not ("value" in told or "low" in told) or not told.get("as_printed"):
                continue
            found = locate(opened, wanted_of(name, figure, route))
            assert isinstance(found, Located), (expected, name)
            yield source, figure, name, told["as_printed"], opened, found


def test_the_declared_figure_is_proposed_first() -> None:
    """As if nobody had declared it: the words are those of the claim or the term, without any declared anchor."""
    catalog = load(ROOT)
    claims = {
        ref: claim
        for report in catalog.reports.values()
        for claim in report.claims.values()
        for ref in (claim.cites, *claim.found)
        if ref
    }
    total = first = alone = 0
    missed = []
    for source, figure, name, printed, opened, declared in specimens(catalog):
        claim = claims.get(f"{source.id}.{name}")
        terms = [figure.measures] if isinstance(figure.measures, str) else list(figure.measures or {})
        words = words_of(catalog, claim) if claim else [word for term in terms for word in term.split("_")]
        anchors = {one for group in figure.anchors for one in ([group] if isinstance(group, str) else group)}
        words = [word for word in words if word not in anchors]
        currency = figure.currency or (figure.unit if figure.reads == "money" else None)
        found = propose(opened, printed, words, source.language, currency=currency)
        total += 1
        right = bool(found) and found[0].block.text == declared.block.text and found[0].start == declared.start
        first += right
        alone += bool(found) and found[0].alone
        if not right:
            missed.append(f"{source.id}.{name} {printed}")
    print(f"\n{first} of {total} figures proposed first, {alone} found again by their proposal; not: {missed}")
    assert total > 60
    assert first >= total * 0.9
    assert alone >= total * 0.9


def test_an_equal_value_written_another_way() -> None:
    body = (
        "<p>Staff grew to 350 people.</p><p>The worldwide market volume is to reach US$350m by 2030.</p>"
        "<p>Hardware brings US$35m.</p>"
    )
    found = propose(page(body), "3.5億美元", ["市場規模", "market size", "2030"], "zh-Hant")
    assert [one.match for one in found] == ["equal"]
    best = found[0]
    assert (best.mention.text, best.value, best.unit) == ("US$350m", Decimal(350_000_000), "USD")
    assert best.alone
    assert best.declaration()["reads"] == "money"
    assert "the same value" in best.why


def test_only_the_digits_stand_there() -> None:
    found = propose(page("<p>A market volume of US$356.10bn by 2030.</p>"), "3.5億美元", ["market"], "zh-Hant")
    assert [one.match for one in found] == ["scale_differs"]
    assert "same digits at another scale" in found[0].why
    assert found[0].value == Decimal("356100000000")


def test_the_same_number_in_another_unit_is_said_to_be() -> None:
    found = propose(page("<p>Growth rose by 46.47 percentage points.</p>"), "46.47%", [], "en")
    assert [one.match for one in found] == ["unit_differs"]


@pytest.mark.parametrize("body", ["<p>내년 예산은 9,090억 원이다.</p>", "<p>The budget is KRW 909.0 billion.</p>"])
def test_a_claim_that_lost_its_unit_is_found_by_its_digits(body: str) -> None:
    found = propose(page(body, "ko"), "9,090", [], "zh-Hant")
    assert [(one.match, one.value, one.unit) for one in found] == [("scale_differs", Decimal(909_000_000_000), "KRW")]


def test_nothing_of_it_stands_there() -> None:
    assert propose(page("<p>US$12bn in 2031.</p>"), "3.5億美元", [], "zh-Hant") == []
    assert propose(page("<p>US$12bn in 2031.</p>"), "無數字", [], "zh-Hant") == []


def test_words_rank_and_the_earlier_value_comes_last() -> None:
    body = "<p>Users are 72% of adults.</p><p>Last year's share of buyers was 72%.</p><p>Buyers are 72% now.</p>"
    texts = [one.block.text for one in propose(page(body), "72%", ["buyers"], "en")]
    assert texts[0] == "Buyers are 72% now."
    assert len(texts) == 3


@pytest.mark.parametrize(
    ("printed", "body", "language"),
    [
        ("325家", "<table><tr><th>國家<th>新創數<tr><td>英國<td>67<tr><td>合計<td>325</table>", "zh-Hant"),
        ("1,234명", "<table><tr><th>지역<th>인원<tr><td>서울<td>900<tr><td>전국<td>1,234</table>", "ko"),
        ("US$5 million", "<table><caption>In US$ millions</caption><tr><th>x<th>2024<tr><td>Drones<td>5</table>", "en"),
    ],
)
def test_a_cell_is_declared_by_its_row_and_column(printed: str, body: str, language: str) -> None:
    found = propose(page(body, language), printed, [], language)
    assert found and found[0].block.kind == "cell"
    assert found[0].wanted.row and found[0].alone


def test_a_json_field_is_declared_by_its_pointer() -> None:
    opened = Page.open(b'{"rows":[{"share":30.5,"who":"UK"},{"share":14}]}', "application/json")
    found = propose(opened, "30.5%", ["UK"], "en")
    assert found == [] or found[0].wanted.pointer == "/rows/0/share"
    numbers = propose(opened, "30.5", ["UK"], "en")
    assert numbers[0].wanted.pointer == "/rows/0/share"


def test_a_date() -> None:
    found = propose(page("<p>The act was passed on 23 December 2025.</p>"), "2025年12月23日", ["passed"], "zh-Hant")
    assert found[0].match == "equal" and found[0].wanted.kind == "date" and found[0].alone


def test_what_is_proposed_can_be_declared() -> None:
    body = "<p>Of 95 developers 88% feel more productive.</p><p>Of 40 testers 88% do not.</p>"
    found = propose(page(body), "88%", ["developers"], "en")
    told = yaml.safe_load(yaml.safe_dump(found[0].declaration(), allow_unicode=True))
    figure = Figure.model_validate({**told, "measures": "adoption"})
    wanted = wanted_of("x", figure, next(iter(load(ROOT).sources["statista_genai_market"].routes)))
    assert isinstance(wanted, Wanted)
    again = locate(page(body), wanted)
    assert isinstance(again, Located) and again.block.text == found[0].block.text
