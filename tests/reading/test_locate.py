"""Finding a declared figure: what a redesign does, what a real change looks like, and when not to choose."""

import json
from decimal import Decimal

import pytest

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, locate

SIZE = Wanted(
    "size",
    "money",
    (("market volume", "market size", "市場規模"),),
    unit="USD",
    period="2030",
    between=(Decimal(10**9), Decimal(10**13)),
)
GROWTH = Wanted("growth", "percent", (("CAGR", "annual growth rate", "年複合成長率"),), unit="%")
BN = Decimal(10**9)


def page(body: str, language: str = "en") -> Page:
    text = f'<!doctype html><html lang="{language}"><body><main>{body}</main></body></html>'
    return Page.open(text.encode(), "text/html; charset=utf-8", "https://example.org/")


def found(body: str, wanted: Wanted = SIZE) -> Located:
    result = locate(page(body), wanted)
    assert isinstance(result, Located), result
    return result


def missing(body: str, wanted: Wanted = SIZE) -> str:
    result = locate(page(body), wanted)
    assert isinstance(result, Missing), result
    return result.reason


def ambiguous(body: str, wanted: Wanted = SIZE) -> Ambiguous:
    result = locate(page(body), wanted)
    assert isinstance(result, Ambiguous), result
    return result


PROSE = (
    "<h1>Generative AI</h1><ul><li>The market size in the market is projected to reach US$36.06bn in 2024.</li>"
    "<li>The market size is expected to show an annual growth rate (CAGR 2024-2030) of 46.47%, resulting in a market "
    "volume of US$356.10bn by 2030.</li></ul>"
)
DESIGNS = {
    "prose": PROSE,
    "reordered": "<p>By 2030, a market volume of US$356.10bn is expected, up from US$36.06bn in 2024.</p>",
    "reworded": "<p>US$356.10bn: that is the market size analysts expect for 2030. It was US$36.06bn in 2024.</p>",
    "both years first": "<p>In 2024 the market size was US$36.06bn and in 2030 it will be US$356.10bn.</p>",
    "respectively": "<p>The market size is US$36.06bn and US$356.10bn in 2024 and 2030, respectively.</p>",
    "from to": "<p>The market size grows from US$36.06bn in 2024 to US$356.10bn in 2030.</p>",
    "split tags": "<p>A market <b>volume</b> of US$<span>356</span>.10bn by <i>2030</i> (2024: US$36.06bn).</p>",
    "spelled out": "<p>The market volume is to be 356.10 billion US dollars by 2030.</p>",
    "table": (
        "<table><tr><th>Market size</th><th>2024</th><th>2030</th></tr>"
        "<tr><th>World</th><td>US$36.06bn</td><td>US$356.10bn</td></tr></table>"
    ),
    "table with scale": (
        "<h2>Market size</h2><table><caption>in billion USD ($ bn)</caption><tr><th>Region<th>2024<th>2030</tr>"
        "<tr><td>World<td>36.06<td>356.10</table>"
    ),
    "table on its side": (
        "<table><tr><th>Year<th>Market size (US$ bn)<th>Growth</tr><tr><td>2024<td>36.06<td>-"
        "<tr><td>2030<td>356.10<td>46%</table>"
    ),
    "tile": (
        "<div><div>US$356.10bn</div><div>Market volume by 2030</div></div><div><div>46.47%</div><div>CAGR</div></div>"
    ),
    "tile under a heading": "<h2>Forecast for 2030</h2><div><h3>Market volume</h3><p>US$356.10bn</p></div>",
    "definition": (
        "<dl><dt>Market volume in 2030</dt><dd>US$356.10bn</dd><dt>Market size in 2024</dt><dd>US$36.06bn</dd></dl>"
    ),
    "json-ld only": (
        '<script type="application/ld+json">'
        '{"@type":"Article","abstract":"A market volume of US$356.10bn by 2030."}</script>'
    ),
    "chinese": "<p>市場規模將由2024年的360.6億美元，增至2030年的3,561億美元。</p>",
    "chinese tile": "<div><p>3,561億美元</p><p>2030年市場規模</p></div>",
}


@pytest.mark.parametrize("design", DESIGNS)
def test_a_redesign_changes_nothing(design: str) -> None:
    result = found(DESIGNS[design])
    assert result.value == Decimal("356.10") * BN
    assert result.unit == "USD"
    assert result.period is not None
    assert "2030" in result.period
    assert result.block.text[result.start : result.end] == result.text
    assert result.reason


@pytest.mark.parametrize(
    "design", ["prose", "reordered", "both years first", "respectively", "from to", "split tags", "table"]
)
def test_the_other_year_is_found_as_well(design: str) -> None:
    wanted = Wanted("base", "money", SIZE.anchors, unit="USD", period="2024")
    assert found(DESIGNS[design], wanted).value == Decimal("36.06") * BN


def test_growth_stands_with_its_period() -> None:
    result = found(PROSE, GROWTH)
    assert result.value == Decimal("46.47")
    assert result.period == "2024/2030"
    assert found(PROSE, Wanted("g", "percent", GROWTH.anchors, unit="%", period="2030")).value == Decimal("46.47")


class TestNeighbours:
    def test_other_figures_of_the_same_size(self) -> None:
        body = (
            "<p>The hardware segment reaches US$350.90bn by 2030.</p>"
            + PROSE
            + "<p>The AI market is US$826.70bn in 2030.</p>"
        )
        assert found(body).value == Decimal("356.10") * BN

    def test_a_new_row_above(self) -> None:
        table = "<table><tr><th>Country<th>Start-ups</tr>{}<tr><td>United Kingdom<td>67<tr><td>Germany<td>31</table>"
        wanted = Wanted("uk", "number", (("start-ups",),), row=("United Kingdom",))
        for extra in ("", "<tr><td>Europe<td>221"):
            assert found(table.format(extra), wanted).value == 67

    def test_a_row_and_column_that_fit_beat_a_sentence(self) -> None:
        body = (
            "<h1>Share of users</h1><p>Taiwan has 72%, a little more than Korea.</p><p>In Korea 68% use it.</p>"
            "<table><tr><th>Place<th>Users<th>Engaged<tr><td>Taiwan<td>72%<td>46%<tr><td>Korea<td>68%<td>39%</table>"
        )
        assert found(body, Wanted("korea", "percent", (("Korea",),), unit="%", column=("users",))).value == 68

    def test_a_new_column(self) -> None:
        table = "<table><tr><th>Technology{}<th>Total<th>ICT</tr><tr><td>Generative AI{}<td>28.6%<td>30.0%</table>"
        wanted = Wanted("all", "percent", (("generative AI",),), unit="%", column=("total",))
        for head, cell in (("", ""), ("<th>Change", "<td>3.1%")):
            assert found(table.format(head, cell), wanted).value == Decimal("28.6")

    def test_several_shares_in_one_sentence(self) -> None:
        body = "<p>Of the 221 start-ups, the UK has 30%, Germany 14%, Israel 13% and France 11%.</p>"
        for country, share in (("UK", 30), ("Germany", 14), ("Israel", 13), ("France", 11)):
            wanted = Wanted("share", "percent", ((country,),), unit="%")
            assert found(body, wanted).value == share

    def test_figure_before_its_words(self) -> None:
        body = "<p>US$100bn in revenue, US$356bn in market volume and US$50bn in profit are expected for 2030.</p>"
        assert found(body).value == 356 * BN

    @pytest.mark.parametrize(
        "body",
        [
            "<p>The market volume is US$356bn, compared with US$207bn last year.</p>",
            "<p>Last year's market volume was US$207bn. Now the market volume is US$356bn.</p>",
            "<p>The market volume rose from US$207bn to US$356bn.</p>",
            "<p>The market volume, previously US$207bn, is US$356bn.</p>",
            "<p>市場規模由2,070億美元增至3,560億美元。</p>",
            "<p>去年市場規模為2,070億美元。今年市場規模為3,560億美元。</p>",
            "<table><tr><th>x<th>Previous year<th>This year<tr><td>Market volume<td>US$207bn<td>US$356bn</table>",
        ],
    )
    def test_last_year_beside_the_present(self, body: str) -> None:
        assert found(body, Wanted("size", "money", SIZE.anchors, unit="USD")).value == 356 * BN

    def test_after(self) -> None:
        body = "<p>Sales spend fell 11%, and AI answers for 37% of it, saving 6% elsewhere.</p>"
        wanted = Wanted("share", "percent", (("spend",),), unit="%", after="answers for")
        assert found(body, wanted).value == 37

    def test_the_sentence_beats_the_heading(self) -> None:
        now = "<p>In 2024 the market volume is US$36bn.</p>"
        body = f"<h2>Market volume 2030</h2>{now}<p>The market volume will be US$356bn.</p>"
        assert found(body).value == 356 * BN

    def test_footnotes_and_names_are_no_figures(self) -> None:
        body = "<p>GPT-4 firms[2] say the number of companies<sup>3</sup> is 221.</p>"
        assert found(body, Wanted("n", "number", (("companies",),))).value == 221


class TestRealChanges:
    def test_new_value(self) -> None:
        assert found(PROSE.replace("356.10", "442.07")).value == Decimal("442.07") * BN

    def test_changed_unit_with_the_same_digits(self) -> None:
        assert "GBP" in missing(PROSE.replace("US$356.10bn", "£356.10bn"))
        points = missing("<p>The CAGR rose by 46.47 percentage points.</p>", GROWTH)
        assert "percentage point" in points

    def test_changed_scale(self) -> None:
        assert found(PROSE.replace("356.10bn", "356.10m")).value == Decimal("356.10") * 10**6

    def test_changed_sign(self) -> None:
        assert found("<p>The annual growth rate is -46.47%.</p>", GROWTH).value == Decimal("-46.47")

    def test_changed_year(self) -> None:
        reason = missing(PROSE.replace("2030", "2031"))
        assert "2031" in reason

    def test_withdrawn(self) -> None:
        reason = missing("<h1>Generative AI: market volume</h1><p>The software segment reaches US$126bn by 2030.</p>")
        assert "market volume" in reason

    def test_withdrawn_sentence_says_what_was_met(self) -> None:
        reason = missing("<p>The market volume will be large.</p><p>A market volume is not given.</p>")
        assert reason.startswith("2 pieces of text have")

    def test_struck_through(self) -> None:
        body = "<p>A market volume of <del>US$207bn</del> <ins>US$356bn</ins> by 2030.</p>"
        assert found(body).value == 356 * BN
        gone = missing("<p><del>A market volume of US$207bn by 2030.</del></p>")
        assert "struck through: “US$207bn”" in gone

    def test_out_of_range_is_still_reported(self) -> None:
        assert found("<p>A market volume of US$356 by 2030.</p>").value == 356

    def test_comparator_is_kept(self) -> None:
        result = found("<p>The market volume is more than US$356bn by 2030.</p>")
        assert result.comparator == ">"


class TestNeverGuess:
    def test_two_values_that_fit_equally(self) -> None:
        result = ambiguous("<p>The market volume is US$356bn in 2030.</p><p>A market volume of US$442bn in 2030.</p>")
        assert [one.value for one in result.candidates] == [356 * BN, 442 * BN]
        assert "US$356bn" in result.reason

    def test_the_same_value_twice(self) -> None:
        body = "<p>The market volume is US$356bn in 2030.</p><p>A market volume of US$356.10bn in 2030.</p>"
        assert found(body).value == Decimal("356.10") * BN

    def test_a_tile_beats_the_number_in_its_label(self) -> None:
        body = "<div><div><p>54</p><p>Average score (of 100)</p></div><div><p>70%</p><p>Past it</p></div></div>"
        assert found(body, Wanted("score", "number", (("average score",),))).value == 54

    def test_the_range_only_breaks_a_tie(self) -> None:
        body = "<p>The market volume is US$356bn in 2030.</p><p>A market volume of US$3 in 2030.</p>"
        assert found(body).value == 356 * BN
        assert "plausible range" in found(body).reason

    def test_a_table_with_no_column_asked(self) -> None:
        body = "<table><tr><th>x<th>Retail<th>ICT<tr><td>Generative AI<td>28.6%<td>30.0%</table>"
        ambiguous(body, Wanted("share", "percent", (("generative AI",),), unit="%"))

    def test_a_hostile_page_of_figures(self) -> None:
        ambiguous("<p>market volume US$5 2030. </p>" * 3000)

    def test_nothing_there(self) -> None:
        reason = missing("<p>Nothing of the kind.</p>")
        assert "“market volume”" in reason
        assert "2030" in reason

    def test_words_inside_other_words(self) -> None:
        missing("<p>He said 5% more.</p>", Wanted("share", "percent", (("AI",),), unit="%"))


class TestLabels:
    WANTED = Wanted(
        "saving",
        "money",
        (("marketing",),),
        unit="USD",
        labels={"a_year": (("annualised", "per year", "a year"),), "in_quarter": (("first quarter", "Q1"),)},
    )

    def test_one(self) -> None:
        result = found("<p>Klarna saves US$10m a year in marketing.</p>", self.WANTED)
        assert (result.label, result.labels) == ("a_year", ("a_year",))

    def test_none(self) -> None:
        assert found("<p>Klarna saves US$10m in marketing.</p>", self.WANTED).label is None

    def test_contradictory(self) -> None:
        result = found("<p>Klarna saves US$10m in marketing in Q1, annualised.</p>", self.WANTED)
        assert result.label is None
        assert result.labels == ("a_year", "in_quarter")

    def test_the_clause_decides(self) -> None:
        result = found(
            "<p>In marketing US$10m is saved per year, while images cost US$1.5m less in Q1.</p>", self.WANTED
        )
        assert (result.value, result.label) == (10 * 10**6, "a_year")


class TestOtherKinds:
    def test_terms(self) -> None:
        wanted = Wanted("status", "text", (("guidance",),), labels={"draft": (("draft",),), "final": (("final",),)})
        assert found("<p>This guidance is a draft.</p>", wanted).label == "draft"
        assert found("<p>This guidance is final.</p><p>About guidance.</p>", wanted).label == "final"
        ambiguous("<p>This guidance is a draft.</p><p>The guidance is final.</p>", wanted)
        missing("<p>No such thing.</p>", wanted)

    def test_dates(self) -> None:
        wanted = Wanted("passed", "date", (("passed", "通過"),))
        assert found("<p>The act was passed on 23 December 2025.</p>", wanted).date == "2025-12-23"
        assert found("<p>院會於民國112年11月2日通過。</p>", wanted).date == "2023-11-02"

    def test_a_date_in_the_head(self) -> None:
        body = '<script type="application/ld+json">{"datePublished":"2024-05-28T10:00:00Z"}</script><p>x</p>'
        result = found(body, Wanted("published", "date", (("date published", "published_time"),)))
        assert (result.date or "").startswith("2024-05-28")

    def test_pictures(self) -> None:
        body = "<h2>Survey</h2><img src=a.png alt='Bar chart: 88% more productive'><img src=b.png alt='logo'>"
        result = found(body, Wanted("chart", "picture", (("productive",),), unit="%"))
        assert (result.block.picture, result.value) == ("https://example.org/a.png", 88)
        missing(body, Wanted("chart", "picture", (("vendors",),)))
        ambiguous("<h2>Survey</h2><img src=a.png><img src=b.png>", Wanted("c", "picture", (("survey",),)))

    def test_names(self) -> None:
        body = "<p>The other vendors include Anthropic, AI21 Labs, Cohere and IBM.</p>"
        listed = Wanted("others", "names", (("vendors",),), after="include")
        assert found(body, listed).names == ("Anthropic", "AI21 Labs", "Cohere", "IBM")
        known = Wanted("others", "names", (("vendors",),), labels={"ibm": (("IBM",),), "cohere": (("Cohere",),)})
        assert found(body, known).names == ("cohere", "ibm")

    def test_counts_ranges_and_durations(self) -> None:
        body = "<p>The study covers 221 companies. Gains come within 12 to 18 months.</p>"
        assert found(body, Wanted("n", "quantity", (("study",),), unit="company")).value == 221
        months = found(body, Wanted("t", "duration", (("gains",),), unit="month"))
        assert (months.low, months.high) == (12, 18)

    def test_the_anchor_names_what_is_counted(self) -> None:
        body = "<p>For the experiment 95 professional developers were split into 2 groups of equal size.</p>"
        assert found(body, Wanted("n", "quantity", (("experiment",), ("developers",)), unit="person")).value == 95

    def test_of_two_dates_the_one_behind_its_words(self) -> None:
        body = "<p>Updated: March 2025 · First published: December 2023 · by A. Author · 14 min read</p>"
        assert found(body, Wanted("first", "date", (("first published",),))).date == "2023-12"

    def test_bare_numbers_take_the_unit_of_their_heading(self) -> None:
        body = "<table><tr><th>Country<th>Share (%)<th>Companies<tr><td>UK<td>30<td>67</table>"
        share = Wanted("share", "percent", (("UK",),), unit="%")
        assert found(body, share).value == 30
        assert "unit comes from the headings" in found(body, share).reason
        assert found(body, Wanted("n", "quantity", (("companies",),), unit="company", row=("UK",))).value == 67


class TestForms:
    DATA = json.dumps(
        {
            "vendors": [
                {"name": "OpenAI", "year": 2023, "share": "39%"},
                {"name": "Microsoft", "year": 2023, "share": "30%"},
            ]
        }
    ).encode()

    def test_json_records(self) -> None:
        answer = Page.open(self.DATA, "application/json")
        wanted = Wanted("share", "percent", (("Microsoft",),), unit="%", field="share", period="2023")
        result = locate(answer, wanted)
        assert isinstance(result, Located)
        assert (result.value, result.block.path) == (30, "/vendors/1/share")

    def test_json_pointer(self) -> None:
        answer = Page.open(self.DATA, "application/json")
        result = locate(answer, Wanted("share", "percent", unit="%", pointer="/vendors/0/share"))
        assert isinstance(result, Located)
        assert result.value == 39
        gone = locate(answer, Wanted("share", "percent", unit="%", pointer="/vendors/9/share"))
        assert isinstance(gone, Missing)
        assert "/vendors/9" in gone.reason
        wrong = locate(answer, Wanted("share", "percent", unit="%", pointer="/vendors/0/name"))
        assert isinstance(wrong, Missing)

    def test_json_pointer_to_a_bare_number(self) -> None:
        answer = Page.open(b'{"total": 36.10, "n": 325}', "application/json")
        result = locate(answer, Wanted("size", "money", unit="USD", pointer="/total"))
        assert isinstance(result, Located)
        assert (result.value, result.unit, result.precision) == (Decimal("36.10"), "USD", Decimal("0.01"))

    def test_xml(self) -> None:
        section = b"<section><heading>Extension</heading><text>Extended through 2031.</text></section>"
        body = b'<?xml version="1.0"?><law>' + section + b"</law>"
        result = locate(Page.open(body, "application/xml"), Wanted("end", "date", (("extended",),)))
        assert isinstance(result, Located)
        assert result.date == "2031"
        assert result.block.path == "/law/section[1]/text[1]"

    def test_plain_text(self) -> None:
        result = locate(Page.open(b"Intro.\n\nThe market volume is US$5bn in 2030.", "text/plain"), SIZE)
        assert isinstance(result, Located)
        assert result.value == 5 * BN

    def test_chinese_synonyms_and_full_width_letters(self) -> None:
        result = found(
            "<p>２０２３年企業ＡＩ採用率為54.2%。</p>",
            Wanted("use", "percent", (("AI採用率",),), unit="%", period="2023"),
        )
        assert result.value == Decimal("54.2")
