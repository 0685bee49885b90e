"""The first eight replay cases of the facts' list, each as a timeline of pages over real HTTP."""

from __future__ import annotations

import hashlib
import json

from tests.replay.conftest import World, figures, page, shipped_claim

STATISTA = "statista_genai_market"
EARLY = {"published": {"first": "2024-01-15", "last": "2024-02-20", "basis": "told"}}
"""A report of the time when the page still showed its edition of 2023."""


def outlook(base: str, year: int, rate: str, end: str, until: int, *, first: int | None = None) -> bytes:
    """The free part of a market outlook: three sentences that name one edition."""
    return page(
        f"The market size is projected to reach {base} in {year}.",
        f"It should show an annual growth rate (CAGR {first or year}-{until}) of {rate}.",
        f"That leads to a market volume of {end} by {until}.",
        '<figure><img src="https://cdn.statcdn.com/chart.png" alt="Generative AI: market size by year"></figure>',
        title="Generative AI - Worldwide",
    )


EDITIONS = {
    "2023": outlook("US$66.62bn", 2024, "20.80%", "US$207.00bn", 2030),
    "2024-03": outlook("US$36.06bn", 2024, "46.47%", "US$356.10bn", 2030),
    "2025-03": outlook("US$66.89bn", 2025, "36.99%", "US$442.07bn", 2031),
    "2025-late": outlook("US$59.01bn", 2025, "37.57%", "US$400.00bn", 2031),
}


def test_case_01_statista_goes_from_one_edition_to_the_next_at_the_same_address(world: World) -> None:
    """The value for 2024 fell from 66.6 to 36.06 billion: a rebase, superseded, and no alarm about a fall."""
    amount = {"says": "666億美元", "where": {"section": "1"}, "unit": "USD", "measures": "market_size"}
    world.report(
        {
            "C01": {**amount, "value": 66_600_000_000, "period": "2024", "cites": f"{STATISTA}.market_base"},
            "C02": {**amount, "says": "2,070億美元", "value": 207_000_000_000, "period": "2030",
                    "cites": f"{STATISTA}.market_end"},
        }, **EARLY,
    )  # fmt: skip
    days = ("2024-02-01", "2024-02-08", "2024-04-08", "2024-04-15", "2025-04-07", "2025-12-01")
    for day, edition in zip(days[::2], ("2023", "2024-03", "2025-03"), strict=True):
        world.edition(STATISTA, day, EDITIONS[edition])
    world.edition(STATISTA, days[-1], EDITIONS["2025-late"])
    played = world.play(*days)
    for claim in ("C01", "C02"):
        assert played.verdicts(claim, "then") == ["confirmed"]
        assert played.verdicts(claim, "now") == ["superseded", "confirmed"]
        newer = played.finding(claim, "now", "superseded")
        assert "US$400.00bn (2031)" in newer["reason_en"], "it names the newest edition"
        assert "8 April 2024" in newer["reason_en"], "and when the first newer one was first seen"
        assert "right at its own date" in newer["reason_en"]
        assert newer["observed_value"] is None
        assert newer["difference"] is None, "two editions are not compared"
    assert {(row["claim_id"], row["verdict"]) for row in played.alerts} == {
        ("C01", "superseded"),
        ("C02", "superseded"),
    }
    assert played.opened("2024-04-08") == [], "said twice before it is said aloud"
    assert played.opened("2024-04-15") == [("C01", "superseded"), ("C02", "superseded")]
    assert played.opened("2025-04-07") == played.opened("2025-12-01") == []
    assert [run.issues for run in played.runs.values()] == [()] * len(days)
    assert [(row["value"], row["period"]) for row in played.observed(STATISTA, "market_base")] == [
        (66_620_000_000, "2024"), (36_060_000_000, "2024"), (66_890_000_000, "2025"), (59_010_000_000, "2025"),
    ]  # fmt: skip


def test_case_02_three_and_a_half_yi_against_356_10_billion(world: World) -> None:
    """A lower bound that is met does not excuse a factor of a thousand."""
    world.report(["C01"])
    world.edition(STATISTA, "2024-07-01", EDITIONS["2024-03"])
    played = world.play("2024-07-01", "2024-07-08")
    for answer in ("then", "now"):
        assert played.verdicts("C01", answer) == ["scale_error"]
        row = played.finding("C01", answer, "scale_error")
        assert row["suggestion_zh"] == "3.5億美元 → 3,561億美元"
        assert row["suggestion_en"].startswith("3.5億美元 → 3,561億美元")
        assert row["observed_value"] == 356_100_000_000
        assert row["difference"] == 355_750_000_000
        assert round(row["ratio"]) == 1017
    assert played.opened("2024-07-01") == []
    assert played.opened("2024-07-08") == [("C01", "scale_error")]
    (alert,) = played.alerts
    assert "3,561億美元" in alert["body"]
    assert played.issues("2024-07-08") == []


GITHUB = "github_copilot_research"
CHART = "https://github.blog/wp-content/uploads/2022/09/answers.png"


def post(*paragraphs: str, modified: str, picture: str = CHART) -> bytes:
    """A WordPress answer: the shares of the survey stand in a picture only."""
    shown = (
        '<figure><img src="' + picture + '" alt="Bar chart of survey answers on perceived productivity">'
        "<figcaption>Share of respondents who agree with each statement</figcaption></figure>"
    )
    html = "".join(f"<p>{text}</p>" for text in paragraphs[:-1]) + shown + f"<p>{paragraphs[-1]}</p>"
    return json.dumps([{
        "id": 1, "date_gmt": "2022-09-07T16:00:28", "modified_gmt": modified, "slug": "research",
        "content": {"rendered": html}, "_specimen": "Specimen written for citewatch; not the real page",
    }]).encode()  # fmt: skip


def test_case_03_github_text_without_88_but_with_the_same_picture(world: World) -> None:
    """The share never stood in the text. Its picture is the same, so nothing has changed and nothing is gone."""
    world.report(["C11"])
    trial = "We split 95 professional developers into two groups; those with the tool were 55% faster than the others."
    first = post("We asked users of the preview.", "Most say that they are more productive.", trial,
                 modified="2022-09-07T16:00:28")  # fmt: skip
    again = post("Users of the preview answered our questions in a survey.", trial, modified="2024-05-21T18:32:25")
    assert b"88" not in first.replace(b"16:00:28", b"")
    days = ("2024-07-01", "2024-07-08", "2025-04-07", "2025-04-14")
    world.edition(GITHUB, days[0], first, route="api", form="json")
    world.edition(GITHUB, days[2], again, route="api", form="json")
    world.picture("answers", "2024-07-01.github_survey", days[0], CHART)
    played = world.play(*days)
    assert hashlib.sha256(first).digest() != hashlib.sha256(again).digest()
    for answer in ("then", "now"):
        assert played.verdicts("C11", answer) == ["meaning_differs", "image_only"]
    shown = played.observed(GITHUB, "productive_share")
    assert len(shown) == 2, "both texts were read"
    assert {row["label"] for row in shown} == {"respondents_who_agree"}
    assert played.finding("C11", "now", "image_only")["observed"] == "88%", "by a machine, which confirms nothing"
    assert {row["picture"] for row in shown} == {CHART}
    assert (
        played.finding("C11", "now", "image_only")["first_at"]
        == played.finding("C11", "then", "image_only")["first_at"]
    )
    assert played.opened("2024-07-08") == [("C11", "meaning_differs")]
    assert played.opened("2025-04-07") == played.opened("2025-04-14") == []
    assert not any(run.closed for run in played.runs.values())
    assert not [issue for day in days for issue in played.issues(day) if issue[1] == "productive_share"]


FDA = "https://www.fda.gov/apology_objects/abuse-detection-apology.html"
GMLP = "fda_gmlp"


def principles(*sentences: str) -> bytes:
    return page(*sentences, title="Good Machine Learning Practice: Guiding Principles")


GMLP_2021 = principles(
    "The FDA, Health Canada and the MHRA identified 10 guiding principles together.",
    "The guiding principles were published jointly on October 27, 2021.",
    "They are non-binding.",
)
GMLP_2025 = principles(
    "In January 2025 the International Medical Device Regulators Forum issued its final document N88 on the subject.",
    "It holds 10 guiding principles and builds on those that FDA, Health Canada and MHRA published in October 2021.",
    "Their wording is another in places; they stay non-binding.",
)


def apology(world: World, day: str) -> None:
    hop = {"url": world.address(GMLP), "status": 302, "location": FDA}
    world.edition(GMLP, day, b"Not found", status=404, redirects=[hop])


def test_case_04_fda_sends_us_to_an_apology_and_later_the_page_is_really_gone(world: World) -> None:
    """302 to an apology that answers 404 is a block; a 404 without that hop is an end. Neither takes anything back."""
    world.report({"C23": shipped_claim("C23"), "C25": shipped_claim("C25", also=[])})
    days = ("2024-07-01", "2024-07-08", "2025-02-03", "2025-02-10", "2025-06-02")
    world.edition(GMLP, days[0], GMLP_2021)
    apology(world, days[2])
    world.edition(GMLP, days[4], b"<html><title>Page not found</title><p>No such page.</p></html>", status=404)
    played = world.play(*days)
    assert [state for _, state in played.captures(GMLP)] == ["ok", "ok", "blocked", "blocked", "gone"]
    assert played.issues(days[1]) == []
    assert played.issues(days[2]) == played.issues(days[3]) == [(GMLP, None, "blocked")]
    assert played.issues(days[4]) == [(GMLP, None, "gone")]
    assert played.verdicts("C23", "then") == ["confirmed"]
    assert played.verdicts("C23", "now") == ["confirmed", "gone"]
    assert "8 July 2024" in played.finding("C23", "now", "gone")["reason_en"], "the last good copy still counts"
    assert played.verdicts("C25", "now") == ["meaning_differs", "gone"]
    assert [(row["claim_id"], row["verdict"], row["state"]) for row in played.alerts] == [
        ("C25", "meaning_differs", "open")
    ]
    assert played.opened(days[1]) == [("C25", "meaning_differs")]
    assert not any(run.closed for run in played.runs.values())
    assert played.printed(GMLP, "published") == ["October 27, 2021"]


YAHOO = "klarna_yahoo"


def article(saving: str) -> bytes:
    """A syndicated news article with its date in JSON-LD."""
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2024-05-28T10:00:00.000Z"}
    return page(
        "Spending on sales and marketing fell by 11% in the first quarter of 2024.",
        "The company puts 37% of that cut down to artificial intelligence.",
        saving,
        title="Klarna uses generative AI in marketing",
        head=f'<script type="application/ld+json">{json.dumps(data)}</script>',
    )


YEARLY = "AI now saves it about $10 million a year in marketing, on an annualized basis."


def test_case_05_yahoo_answers_429_then_200_then_404(world: World) -> None:
    """What was read stays the last good copy. An article whose licence ended is gone, and that retracts nothing."""
    world.report({"C44": shipped_claim("C44"), "C12": shipped_claim("C12", found=[])})
    days = ("2024-07-01", "2024-07-02", "2024-07-03", "2024-07-04", "2025-01-06", "2025-01-07")
    slow = {"Retry-After": "1"}
    world.edition(YAHOO, days[0], b"Too many requests", status=429, headers=slow)
    world.edition(YAHOO, days[1], article(YEARLY))
    world.edition(YAHOO, days[3], b"Too many requests", status=429, headers=slow)
    world.edition(YAHOO, days[4], b"<html><title>Page not found</title></html>", status=404)
    played = world.play(*days)
    assert [state for _, state in played.captures(YAHOO)] == ["blocked", "ok", "ok", "blocked", "gone", "gone"]
    kinds = [[kind for _, _, kind in played.issues(day, YAHOO)] for day in days]
    assert kinds == [["blocked"], [], [], ["blocked"], ["gone"], ["gone"]]
    assert played.verdicts("C44", "then") == ["confirmed"]
    assert played.verdicts("C44", "now") == ["confirmed", "gone"]
    assert "3 July 2024" in played.finding("C44", "now", "gone")["reason_en"]
    assert played.verdicts("C12", "now") == ["meaning_differs", "confirmed", "gone"]
    assert [(row["claim_id"], row["verdict"], row["state"]) for row in played.alerts] == [
        ("C12", "meaning_differs", "open")
    ]
    assert played.opened(days[2]) == [("C12", "meaning_differs")], "two captures a day apart agree"
    assert not any(run.closed for run in played.runs.values())
    assert played.printed(YAHOO, "marketing_saving") == ["about $10 million"]


PCCP = "fda_pccp"


def guidance(title: str, *sentences: str) -> bytes:
    return page(*sentences, "Contains non-binding recommendations.", title=title)


def test_case_06_the_address_of_a_draft_leads_to_another_slug_with_a_new_title(world: World) -> None:
    """Moved, because the address is another one; superseded, because the page names a final of its own date."""
    world.report({"C24": shipped_claim("C24"), "C25": shipped_claim("C25", cites=f"{PCCP}.legal_force", also=[])})
    address = world.address(PCCP)
    days = ("2024-07-01", "2024-07-08", "2025-02-03", "2025-02-10")
    draft = guidance("Plan for AI/ML-Enabled Device Software Functions",
                     "The draft of April 3, 2023 is not for implementation.")  # fmt: skip
    final = guidance(
        "Plan for AI-Enabled Device Software Functions",
        "The notice stands in the Federal Register of December 4, 2024.",
        "It replaces the draft of April 3, 2023.",
    )
    world.edition(PCCP, days[0], draft)
    world.edition(PCCP, days[2], final,
                  redirects=[{"url": address, "status": 302, "location": f"{address}-intelligence"}])  # fmt: skip
    played = world.play(*days)
    moved = played.query("SELECT captured_at, final_url, is_moved FROM capture WHERE state = 'ok' ORDER BY 1")
    assert [row["is_moved"] for row in moved] == [False, False, True, True]
    assert moved[-1]["final_url"] == f"{address}-intelligence"
    assert played.verdicts("C24", "then") == ["confirmed"]
    assert played.verdicts("C24", "now") == ["superseded", "confirmed"]
    newer = played.finding("C24", "now", "superseded")
    assert "4 December 2024" in newer["reason_en"], "the newer edition by its date"
    assert "3 February 2025" in newer["reason_en"], "and when it was first seen"
    assert "right at its own date" in newer["reason_en"]
    assert played.verdicts("C25", "then") == played.verdicts("C25", "now") == ["meaning_differs"]
    assert [played.opened(day) for day in days] == [[], [("C25", "meaning_differs")], [], [("C24", "superseded")]]
    assert played.printed(PCCP, "draft_issued") == ["April 3, 2023", "April 3, 2023"]
    assert [run.issues for run in played.runs.values()] == [()] * 4
    (health,) = played.query("SELECT is_moved, final_url, state FROM source_health WHERE source_id = ?", PCCP)
    assert health == {"is_moved": True, "final_url": f"{address}-intelligence", "state": "ok"}


def test_case_07_gmlp_is_rewritten_and_still_has_ten_principles(world: World) -> None:
    """The text changed, the figure did not: no alarm about it; that a newer document leads the page is told once."""
    ten = {"says": "十項原則", "where": {"section": "1"}, "value": 10, "unit": "principle",
           "measures": "number_of_principles", "cites": f"{GMLP}.principles"}  # fmt: skip
    world.report({"C23": shipped_claim("C23"), "C99": ten})
    days = ("2024-07-01", "2024-07-08", "2025-04-07", "2025-04-14")
    world.edition(GMLP, days[0], GMLP_2021)
    world.edition(GMLP, days[2], GMLP_2025)
    played = world.play(*days)
    assert len(played.query("SELECT DISTINCT body_digest FROM capture WHERE source_id = ?", GMLP)) == 2
    assert [(row["value"], row["unit"]) for row in played.observed(GMLP, "principles")] == [(10, "principle")] * 2
    assert played.verdicts("C99", "then") == ["confirmed"]
    assert "confirmed" in played.verdicts("C99", "now")
    assert not set(played.verdicts("C99", "now")) - {"confirmed", "superseded"}
    assert played.finding("C99", "now", "confirmed")["difference"] == 0
    assert played.verdicts("C23", "now") == ["superseded", "confirmed"]
    assert "January 2025" in played.finding("C23", "now", "superseded")["reason_en"]
    assert played.opened(days[2]) == []
    assert {verdict for _, verdict in played.opened(days[3])} == {"superseded"}
    assert [run.issues for run in played.runs.values()] == [()] * 4


LEADERS = "iot_analytics_leaders"
OTHER_STUDY = "Microsoft had 45% of new cloud AI cases and 62% of those with generative AI; AWS had 34% of the cases."


def leaders(year: int, when: str, openai: int, microsoft: int) -> bytes:
    return page(
        f"{when} · 9 min read",
        f"All vendor shares in the market are estimates for {year}.",
        f"In {year} NVIDIA held 92% of the data center GPU segment.",
        f"In the segment of foundation models and platforms OpenAI had {openai}% and Microsoft {microsoft}% in {year}.",
        f'<figure><img src="https://iot-analytics.com/{year}.png" alt="Market shares of vendors"></figure>',
        "<h2>Another study: cloud AI projects</h2>",
        OTHER_STUDY,
        title="The leading generative AI companies",
    )


def test_case_08_iot_analytics_keeps_one_share_and_swaps_the_others(world: World) -> None:
    """The key of a share is segment, vendor and year. Shares of another study beside it never match."""
    share = {"where": {"section": "美國", "figure": "圖2"}, "unit": "%", "period": "2023"}
    seen = figures(LEADERS, "openai_share", "microsoft_share")
    world.source(LEADERS, figures=seen)
    world.report({
        "C60": {**share, "says": "92%", "value": 92, "measures": "gpu_market_share", "cites": f"{LEADERS}.gpu_share"},
        "C61": {**share, "says": "39%", "value": 39, "measures": "vendor_market_share",
                "cites": f"{LEADERS}.openai_share"},
        "C62": {**share, "says": "30%", "value": 30, "measures": "vendor_market_share",
                "cites": f"{LEADERS}.microsoft_share"},
    })  # fmt: skip
    days = ("2024-07-01", "2024-07-08", "2025-04-07", "2025-04-14")
    world.edition(LEADERS, days[0], leaders(2023, "December 2023", 39, 30))
    world.edition(LEADERS, days[2], leaders(2024, "March 2025", 9, 39))
    played = world.play(*days)
    for figure, values in (("gpu_share", [92, 92]), ("openai_share", [39, 9]), ("microsoft_share", [30, 39])):
        assert [row["value"] for row in played.observed(LEADERS, figure)] == values
    for claim in ("C60", "C61", "C62"):
        assert "superseded" in played.verdicts(claim, "now")
        assert not set(played.verdicts(claim, "now")) & {"differs", "scale_error"}, "two editions are not compared"
        assert "2024" in played.finding(claim, "now", "superseded")["reason_en"]
    assert played.verdicts("C60", "then") == ["confirmed"]
    seen = {row["value"] for row in played.query("SELECT value FROM observation WHERE value IS NOT NULL")}
    assert not seen & {45, 62, 34}, "shares of another study"
    assert {verdict for row in played.runs.values() for verdict in (a["verdict"] for a in row.opened)} == {"superseded"}
    assert played.opened(days[2]) == []
