"""What a page says is shown as text, whatever it says."""

from dataclasses import replace
from datetime import UTC, datetime

from citewatch import catalog
from citewatch.run import Summary, Tally
from flows.artifacts import MOST_CHARACTERS, MOST_LINES, claim_table, escape, headlines, line, markdown
from schemas.finding import Finding, Words
from schemas.issue import Issue

NOW = datetime(2024, 7, 1, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script> ![x](https://evil.example/p.png) **bold** | a\nb `c` [l](javascript:x)"
    " \u202edlrow\x1b[31m"
)


def finding(claim: str, verdict: str, answer: str = "now", reason: str = "") -> Finding:
    return Finding(
        "tiny", claim, answer, "value", verdict, "s", "f", None, None, "41%", None, "47%", None, None, "%", None, None,
        None, Words(reason, ""), None, None, None, None, True, None, None,
    )  # fmt: skip


def summary(**change) -> Summary:
    return replace(Summary("r1", NOW, Tally(due=3, captured=2, unreadable=1), (), (), (), (), 0, 0), **change)


def test_escaped_text_shows_as_it_is():
    from markdown_it import MarkdownIt

    for reader in (MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False})):
        html = reader.renderInline(escape(HOSTILE))
        shown = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
        assert shown == line(HOSTILE)
        assert "<script" not in html and "<img" not in html and "<a " not in html


def test_a_line_has_no_control_or_direction_characters_and_an_end():
    assert "\x1b" not in line(HOSTILE) and "\u202e" not in line(HOSTILE) and "\n" not in line(HOSTILE)
    assert len(line("x" * 5000)) == MOST_CHARACTERS


def test_headline_is_the_most_serious_verdict():
    found = [finding("C1", "blocked"), finding("C1", "confirmed"), finding("C1", "differs"), finding("C2", "blocked")]
    assert headlines(found) == {("tiny", "C1", "now"): "differs", ("tiny", "C2", "now"): "blocked"}


def test_summary_has_counts_verdicts_alerts_with_reason_and_issues():
    seen = finding("C1", "differs", reason="The page prints 47%.")
    row = {"report_id": "tiny", "claim_id": "C1", "verdict": "differs", "subject": HOSTILE, "alert_key": seen.alert_key}
    issue = Issue("s", "f", "missing", "a share", HOSTILE, "Look.", NOW)
    text = markdown(summary(findings=(seen,), opened=(row,), issues=(issue,)), specimen=True)
    assert "Specimen data" in text
    assert "3 sources due" in text and "1 could not be read" in text
    assert "| disagrees | 0 | 1 (differs 1) |" in text
    assert "The page prints 47%" in text
    assert "<script" not in text and "](" not in text.replace("\\]\\(", "")


def test_long_lists_are_cut_and_say_so():
    issues = tuple(Issue(f"s{n}", None, "blocked", "a", "b", "c", NOW) for n in range(MOST_LINES + 7))
    text = markdown(summary(issues=issues), specimen=False)
    assert text.count("**blocked**") == MOST_LINES
    assert "and 7 more" in text


def test_table_has_a_row_a_claim_up_to_a_limit(catalogue, monkeypatch):
    loaded = catalog.load(catalogue(3))
    found = [finding("C001", "differs"), finding("C001", "confirmed", "then")]
    rows = claim_table(loaded, found)
    assert rows[0] == {"report": "tiny", "claim": "C001", "says": "41%", "then": "confirmed", "now": "differs"}
    assert len(rows) == 3 and rows[1]["now"] == ""
    monkeypatch.setattr("flows.artifacts.MOST_ROWS", 1)
    rows = claim_table(loaded, found)
    assert len(rows) == 2 and rows[1]["says"] == "2 more in the warehouse"
