"""The last seven replay cases of the facts' list, each as a timeline of pages over real HTTP."""

from __future__ import annotations

import asyncio
import io
import json
from datetime import UTC, datetime

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from citewatch.refresh import refresh
from citewatch.settings import Settings
from tests.replay.conftest import World, figures, page, shipped_claim

YAHOO, PRESS = "klarna_yahoo", "klarna_press"


AIF = "aif_survey_2023"
PAGE_25 = (
    "貴單位已應用哪些人工智慧技術（複選，N=325）",
    "整體有效樣本共 325 份",
    "尚未應用或仍在規劃 整體 37.2%",
    "生成式 AI（不含 ChatGPT、Copilot 等現成服務）總計 28.6%",
)
TOOLS = ("生成式 AI 工具，已使用者 54.2%", "生成式 AI 工具，規劃中者 20.2%")


def survey(*pages: tuple[str, ...]) -> bytes:
    """A text PDF with one list of lines a page."""
    pdfmetrics.registerFont(UnicodeCIDFont("MSung-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for lines in (*pages, ("2023 臺灣產業 AI 化大調查", "Specimen written for citewatch; not the real page")):
        canvas.setFont("MSung-Light", 12)
        for n, line in enumerate(lines):
            canvas.drawString(60, 760 - 40 * n, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_case_09_aif_two_definitions_in_one_pdf_and_a_share_that_325_cannot_give(world: World) -> None:
    """28.6% leaves ready-made services out, 54.2% does not: never taken for each other. 20.2% is no k of 325."""
    crossed = shipped_claim("C33", cites=f"{AIF}.genai_without_ready_made")
    world.source(AIF, figures=figures(AIF, "genai_tools_share", "genai_planning_share"))
    world.report({name: shipped_claim(name) for name in ("C32", "C33", "C34")} | {"C99": crossed},
                 self_checks=[{"kind": "share_of_count", "claims": ["C33", "C32"]},
                              {"kind": "share_of_count", "claims": ["C34", "C32"]}])  # fmt: skip
    days = ("2024-07-01", "2024-07-08", "2025-04-07", "2025-04-14")
    world.edition(AIF, days[0], survey(PAGE_25), form="pdf")
    world.edition(AIF, days[2], survey(PAGE_25, TOOLS), form="pdf")
    early = world.play(*days[:2])
    assert early.verdicts("C32", "now") == ["confirmed"]
    assert early.verdicts("C33", "now") == ["not_found"], "28.6% is another definition, not the missing share"
    assert early.verdicts("C34", "now") == ["inconsistent", "not_found"]
    assert early.opened(days[0]) == [("C34", "inconsistent")], "arithmetic waits for no second capture"
    assert "65/325 = 20%" in early.finding("C34", "now", "inconsistent")["reason_en"]
    assert {figure for _, figure, _ in early.issues(days[1])} == {"genai_tools_share", "genai_planning_share"}

    played = world.play(*days[2:])
    assert played.printed(AIF, "genai_without_ready_made") == ["28.6%", "28.6%"]
    assert played.printed(AIF, "genai_tools_share") == ["54.2%"]
    assert played.printed(AIF, "genai_planning_share") == ["20.2%"]
    assert played.verdicts("C33", "now") == ["confirmed"], "176 of 325"
    assert played.verdicts("C34", "now") == ["inconsistent", "confirmed"], "printed, and still impossible of 325"
    assert played.verdicts("C99", "now") == ["ambiguous"], "another number of another definition accuses nobody"
    assert not set(played.verdicts("C99", "then")) & {"confirmed", "differs"}
    assert [(row["claim_id"], row["verdict"]) for row in played.alerts] == [("C34", "inconsistent")]
    assert played.issues(days[3]) == []


def saving(sentence: str) -> bytes:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2024-05-28T10:00:00.000Z"}
    return page(
        "Spending on sales and marketing fell by 11% in the first quarter of 2024.",
        "AI accounts for 37% of that cut.", sentence, "Published 28 May 2024",
        title="AI in marketing", head=f'<script type="application/ld+json">{json.dumps(data)}</script>',
    )  # fmt: skip


@pytest.mark.parametrize("quarter", [YAHOO, PRESS])
def test_case_10_klarna_ten_million_a_year_against_ten_million_in_a_quarter(world: World, quarter: str) -> None:
    """The company's own release decides. The copy's other meaning is shown as a conflict, never as a confirmation."""
    world.report({"C12": shipped_claim("C12", press=[])})
    pages = {
        True: saving("AI saved about $10 million in the first quarter alone."),
        False: saving("AI saves about $10 million a year, on an annualized basis."),
    }
    days = ("2024-07-01", "2024-07-08")
    for source in (YAHOO, PRESS):
        world.edition(source, days[0], pages[source == quarter])
    played = world.play(*days)
    labels = {
        source: [row["label"] for row in played.observed(source, "marketing_saving")] for source in (YAHOO, PRESS)
    }
    assert labels[quarter] == ["saved_in_period"], "both readings are kept, each with its meaning"
    assert labels[YAHOO if quarter == PRESS else PRESS] == ["annual_run_rate"]
    for answer in ("then", "now"):
        conflict = played.finding("C12", answer, "ambiguous")
        assert conflict["source_id"] == YAHOO
        assert conflict["check_name"] == "press"
        assert "decides" in conflict["reason_en"] and "為準" in conflict["reason_zh"]
        assert not [row for row in played.findings if row["source_id"] == YAHOO and row["verdict"] == "confirmed"]
        if quarter == YAHOO:
            assert played.verdicts("C12", answer) == ["meaning_differs", "confirmed", "ambiguous"]
            assert played.finding("C12", answer, "meaning_differs")["source_id"] == PRESS
            assert "already saved" in conflict["reason_en"] and "whole year" in conflict["reason_en"]
        else:
            assert played.verdicts("C12", answer) == ["confirmed", "ambiguous"], "the copy accuses nobody"
    assert [(row["claim_id"], row["verdict"]) for row in played.alerts] == (
        [("C12", "meaning_differs")] if quarter == YAHOO else []
    )
    assert played.issues(days[1]) == []


ACCEL = "accel_founder_factory"


def factory(share: str = "30%") -> bytes:
    tiles = "".join(f"<div><strong>{value}</strong><p>{land}</p></div>" for value, land in (
        (share, "United Kingdom"), ("14%", "Germany"), ("13%", "Israel"), ("11%", "France"), ("6%", "Netherlands"),
    ))  # fmt: skip
    return page(
        "Published 20 June 2024", "We looked at 221 GenAI start-ups of Europe and Israel.", tiles,
        "<table><tr><th>Country</th><th>Raised so far</th></tr><tr><td>France</td><td>US$2.29bn</td></tr>"
        "<tr><td>United Kingdom</td><td>US$1.15bn</td></tr></table>",
        '<figure><img src="https://www.accel.com/counts.png" alt="Start-ups by country"></figure>',
        title="Founder factories: GenAI edition",
    )  # fmt: skip


def test_case_11_accel_a_dropped_digit_in_a_copy_and_a_share_that_two_counts_fit(world: World) -> None:
    """2.29 against 2.9 billion: the study decides. Thirty percent of 221 accepts 66 and 67, and no other count."""
    raised = {"reads": "money", "unit": "USD", "row": ["France"], "column": ["Raised"], "measures": "funding_raised"}
    copy = {
        "title": "A copy of the study in the press", "publisher": "A trade site", "url": "https://copy.example/accel",
        "every": "week", "terms": "Our own.", "copy_of": ACCEL, "found_by": "us",
        "routes": [{"name": "page", "url": "https://copy.example/accel", "form": "html"}],
        "figures": {"france": {"reads": "money", "unit": "USD", "anchors": ["France"], "measures": "funding_raised"}},
    }  # fmt: skip
    world.source(ACCEL, figures=figures(ACCEL, france_funding=raised))
    world.write("extractors/accel_copy.yml", copy)
    world.write("measures.yml", {"measures": {"funding_raised": {"en": "money raised so far", "zh": "已募得金額"}}})
    funding = {"where": {"section": "英國"}, "unit": "USD", "measures": "funding_raised",
               "cites": f"{ACCEL}.france_funding", "press": ["accel_copy.france"]}  # fmt: skip
    counts = {f"C{n}": shipped_claim("C15", says=f"{n}家", value=n, damage=None) for n in (65, 66, 67, 68)}
    world.report({
        "C01": {**funding, "says": "22.9億美元", "value": 2_290_000_000},
        "C02": {**funding, "says": "29億美元", "value": 2_900_000_000}, **counts,
    })  # fmt: skip
    days = ("2024-07-01", "2024-07-08")
    world.edition(ACCEL, days[0], factory())
    world.edition("accel_copy", days[0], page("France leads by money: US$2.9bn.", title="Start-ups"))
    played = world.play(*days)
    for answer in ("then", "now"):
        assert played.verdicts("C01", answer) == ["confirmed", "ambiguous"]
        assert "US$2.9bn" in played.finding("C01", answer, "ambiguous")["reason_en"]
        assert "US$2.29bn" in played.finding("C01", answer, "ambiguous")["reason_en"]
        assert played.verdicts("C02", answer) == ["differs", "ambiguous"], "the copy confirms nothing"
        assert played.finding("C02", answer, "differs")["suggestion_zh"] == "29億美元 → 22.9億美元"
        verdicts = {n: played.verdicts(f"C{n}", answer)[0] for n in (65, 66, 67, 68)}
        assert verdicts == {65: "differs", 66: "consistent", 67: "consistent", 68: "differs"}
        assert "image_only" in played.verdicts("C67", answer), "the count itself stands in a picture"
    assert played.opened(days[1]) == [("C02", "differs"), ("C65", "differs"), ("C68", "differs")]
    assert played.printed(ACCEL, "france_funding") == ["US$2.29bn"]
    assert played.printed("accel_copy", "france") == ["US$2.9bn"]


DELOITTE, KOREAN = "deloitte_genai_apac", "deloitte_korea_press"


def test_case_12_deloitte_the_printed_address_is_cleaned_and_the_host_has_moved(world: World) -> None:
    """`….html/#…` is asked for without slash and fragment; a new host with the same document is no news."""
    clean = "https://www2.deloitte.com/us/en/insights/topics/emerging-technologies/generative-ai-adoption-asia-pacific-region.html"
    routes = [{"name": "page", "url": f"{clean}/#endnote-1", "form": "html"}]
    world.source(DELOITTE, url=f"{clean}/#endnote-1", routes=routes)
    world.report(["C53", "C18"])
    body = page(
        "Published 20 May 2024", "In the region 81% of students and 62% of employees are users of generative AI.",
        "For work purposes it is 43% of the respondents with a job.",
        '<figure><img src="https://www.deloitte.com/fig-1.png" alt="Users of generative AI by location"></figure>',
        title="Generative AI in Asia Pacific",
    )  # fmt: skip
    korea = page(
        "한국 응답자의 68%가 생성형 AI 사용자였다.", "대만은 72%였다.", "아태 평균 67%.", title="딜로이트", lang="ko"
    )
    days = ("2024-07-01", "2024-07-08", "2025-04-07", "2025-04-14")
    world.edition(DELOITTE, days[0], body, url=clean)
    moved = clean.replace("www2.", "www.")
    world.edition(DELOITTE, days[2], body, url=clean, redirects=[{"url": clean, "status": 301, "location": moved}])
    world.edition(KOREAN, days[0], korea)
    world.picture("users", "2024-07-01.deloitte_users", days[0], "https://www.deloitte.com/fig-1.png")
    played = world.play(*days)
    asked = played.query("SELECT final_url, is_moved FROM capture WHERE source_id = ? ORDER BY captured_at", DELOITTE)
    assert [(row["final_url"], row["is_moved"]) for row in asked] == [(clean, False)] * 2 + [(moved, True)] * 2
    assert (
        played.query("SELECT count(DISTINCT body_digest) AS n FROM capture WHERE source_id = ?", DELOITTE)[0]["n"] == 1
    )
    (published,) = played.observed(DELOITTE, "published")
    assert (published["captures"], published["date"]) == (4, "2024-05-20"), "one document, seen four times"
    assert played.verdicts("C53", "then") == played.verdicts("C53", "now") == ["confirmed"]
    assert played.verdicts("C18", "now") == ["meaning_differs", "confirmed", "image_only"]
    assert played.opened(days[1]) == [("C18", "meaning_differs")]
    assert played.opened(days[2]) == played.opened(days[3]) == []
    assert not any(run.closed for run in played.runs.values())
    assert [run.issues for run in played.runs.values()] == [()] * 4


STRATEGY = "uk_ai_strategy"


def content(updated: str, footer: str) -> bytes:
    """An answer of the Content API: the body is the same, what stands around it is not."""
    body = (
        '<div class="govspeak"><h2>Our ten-year plan</h2><p>This is a 10-year plan.</p><p>Since 2014 the government has'
        " put more than £2.3 billion into artificial intelligence.</p></div>"
    )
    return json.dumps({
        "document_type": "html_publication", "first_published_at": "2021-09-22T10:00:00.000+01:00",
        "public_updated_at": updated, "details": {"body": body}, "links": {"parent": [{"title": footer}]},
        "_specimen": "Specimen written for citewatch; not the real page",
    }).encode()  # fmt: skip


def test_case_13_gov_uk_the_body_is_the_same_and_only_the_update_stamp_is_new(world: World) -> None:
    """A footer or an attachment changed: the new stamp is kept, and no figure raises anything."""
    world.report(["C27", "C27b"])
    days = ("2024-07-01", "2024-07-08", "2025-04-07", "2025-04-14")
    world.edition(STRATEGY, days[0], content("2021-09-22T10:00:00Z", "One link"), route="api", form="json")
    world.edition(STRATEGY, days[2], content("2025-03-11T11:20:05Z", "Two links"), route="api", form="json")
    world.shipped("uk_ai_strategy_publication", f"{days[0]}.api", days[0])
    played = world.play(*days)
    assert len(played.query("SELECT DISTINCT body_digest FROM capture WHERE source_id = ?", STRATEGY)) == 2
    assert [row["date"] for row in played.observed(STRATEGY, "updated")] == ["2021-09-22", "2025-03-11"]
    for claim in ("C27", "C27b"):
        for answer in ("then", "now"):
            assert played.verdicts(claim, answer) == ["confirmed"]
            assert played.finding(claim, answer, "confirmed", STRATEGY)["first_at"].date().isoformat() == days[0]
    assert played.alerts == []
    assert [run.issues for run in played.runs.values()] == [()] * 4


def test_case_14_the_report_contradicts_itself_and_no_network_is_needed(world: World) -> None:
    """June 2022 in the text, 5 June 2024 in the note: told by the first run, with no source asked."""
    world.report(["C37", "C37b"])
    settings = Settings(world.catalogue, world.folder / "data")
    summary = asyncio.run(refresh(settings, datetime(2024, 7, 1, tzinfo=UTC), only=[]))
    assert summary.tally.due == 0
    assert [(row["claim_id"], row["verdict"]) for row in summary.opened] == [("C37", "inconsistent")]
    found = [f for f in summary.findings if f.claim_id == "C37" and f.verdict == "inconsistent"]
    assert {f.answer for f in found} == {"then", "now"}
    assert all(f.capture_id is None and f.first_at is None and not f.needs_second for f in found)
    assert all("June 2022" in f.reason.en and "5 June 2024" in f.reason.en for f in found)
    assert all(f.suggestion and "2024年6月5日" in f.suggestion.zh for f in found)
    assert not settings.evidence.exists() or not list(settings.evidence.glob("*.warc.gz")), "nothing was fetched"
    assert {f.verdict for f in summary.findings if f.claim_id == "C37b"} == {"not_found"}
    again = asyncio.run(refresh(settings, datetime(2024, 7, 8, tzinfo=UTC), only=[]))
    assert not again.opened and not again.closed


FIRST_PLAN, MIDDLE_PLAN, LATER_PLAN = "korea_ai_plan_2023", "korea_ai_plan_january_2024", "korea_ai_plan_2024"
C29 = {"C29": shipped_claim("C29", press=[])}
PARTS = ("국민 일상에 755억원,", "일터에 2,881억원,", "공공 서비스에 1,157억원,", "역량과 기반에 2,309억원을 쓴다.")
SEPTEMBER = page(
    "Date 2023-09-13", "For everyday life with AI the government means to spend KRW 909.0 billion in 2024.",
    "AI as a whole gets KRW 1.2 trillion in 2024.", title="Nationwide plan",
)  # fmt: skip
JANUARY = page("등록일 2024-01-18", "인공지능 일상화 과제에 약 7,700억원을 쓰기로 했다.", title="업무계획", lang="ko")


def april(*parts: str) -> bytes:
    sentences = ("등록일 2024-04-04", "올해 69개 과제에 모두 7,102억원을 투입한다.", " ".join(parts))
    return page(*sentences, title="인공지능 일상화 실행계획", lang="ko")


def test_case_15_korea_plan_replaced_by_plan(world: World) -> None:
    """909.0, 770 and 710.2 billion won are all kept with their dates; the parts of the last add up to it."""
    world.source(MIDDLE_PLAN, figures=figures(MIDDLE_PLAN, "published"))
    world.report(C29)
    days = ("2024-07-01", "2024-07-08", "2024-08-05")
    for source, body in ((FIRST_PLAN, SEPTEMBER), (MIDDLE_PLAN, JANUARY), (LATER_PLAN, april(*PARTS))):
        world.edition(source, days[0], body)
    played = world.play(*days)
    kept = {
        source: (played.observed(source, "published")[0]["date"], played.observed(source, "budget_2024")[0]["value"])
        for source in (FIRST_PLAN, MIDDLE_PLAN, LATER_PLAN)
    }
    assert kept == {
        FIRST_PLAN: ("2023-09-13", 909_000_000_000),
        MIDDLE_PLAN: ("2024-01-18", 770_000_000_000),
        LATER_PLAN: ("2024-04-04", 710_200_000_000),
    }
    parts = ("daily_life_budget", "workplace_budget", "public_sector_budget", "foundations_budget")
    assert sum(played.observed(LATER_PLAN, part)[0]["value"] for part in parts) == 710_200_000_000
    for answer in ("then", "now"):
        assert played.verdicts("C29", answer) == ["superseded", "confirmed", "no_source_given"]
        newer = played.finding("C29", answer, "superseded")
        assert "4 April 2024" in newer["reason_en"]
        assert "KRW 710.2 billion (7,102억원)" in newer["reason_en"], "the sum of the plan that replaced it"
        assert "7,102億韓元" in newer["reason_zh"]
        assert "18 January 2024" in newer["reason_en"], "and the plan between the two"
        assert "only the digits" in played.finding("C29", answer, "confirmed")["reason_en"]
    assert "before the report did" in played.finding("C29", "now", "superseded")["reason_en"]
    assert [(row["claim_id"], row["verdict"]) for row in played.alerts] == [("C29", "superseded")]
    assert played.issues(days[2]) == []


def test_case_15_parts_that_do_not_add_up_are_an_issue_of_ours(world: World) -> None:
    world.report(C29)
    wrong = (*PARTS[:3], "역량과 기반에 3,309억원을 쓴다.")
    for source, body in ((FIRST_PLAN, SEPTEMBER), (MIDDLE_PLAN, JANUARY), (LATER_PLAN, april(*wrong))):
        world.edition(source, "2024-07-01", body)
    played = world.play("2024-07-01", "2024-07-08")
    assert (LATER_PLAN, None, "identity") in played.issues("2024-07-08")
    assert "710.2" not in played.finding("C29", "now", "superseded")["reason_en"], "one of them was misread"
