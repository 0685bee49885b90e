"""The time-lapse over the specimens gives the answers that were written down independently of it.

specimens/expected-claims.yml was transcribed by hand from the facts, without looking at reports/, readers or checks.
"""

from __future__ import annotations

import asyncio
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from citewatch import catalog
from citewatch.cli.demo import DAYS
from citewatch.refresh import refresh
from citewatch.run import Summary
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.finding import DISAGREES, SEVERITY
from warehouse import queries
from warehouse.answers import rows
from warehouse.published import open_published
from warehouse.store import Store

ROOT = Path(__file__).parents[1]
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "specimens/expected-claims.yml").read_text("utf-8"))

DEVIATIONS: dict[tuple[str, str], tuple[str, str]] = {
    ("C02", "now"): (
        "superseded",
        "The chart belongs to the edition that C01 cites, and the page has shown newer ones since; the list says the"
        " same of C13, so a chart of a replaced edition is superseded here too. image_only stays beside it.",
    ),
    ("C22", "then"): (
        "not_found",
        "Only the founding years (grade D, seen by nobody) would show that the programmes are older than the act; what"
        " nobody has seen accuses nobody.",
    ),
    ("C22", "now"): (
        "superseded",
        "As then; that the authority lapsed and was renewed is judged with C22b, which stands in the same sentence.",
    ),
    ("C42", "then"): (
        "consistent",
        "Nobody saw in 2024 that there was no act; that it was passed on 23 December 2025 implies it. That is what"
        " consistent means.",
    ),
}
"""(claim, answer) → our headline, and why it is right. Anything else must be as written."""

PARTS: dict[tuple[str, str], str] = {
    ("C22", "now"): "C22b", ("C40", "now"): "C40b", ("C41", "then"): "C41b", ("C41", "now"): "C41b",
}  # fmt: skip
"""Rows of the list that are two values in the report: what a bill demands, and how far it has got."""


@dataclass(frozen=True)
class Lapse:
    """What the time-lapse left behind."""

    settings: Settings
    summaries: tuple[Summary, ...]
    claims: dict[str, dict[str, Any]]
    findings: dict[str, list[dict[str, Any]]]
    alerts: list[dict[str, Any]]
    closed: list[dict[str, Any]]

    def verdicts(self, claim: str, answer: str) -> list[str]:
        """All of them, most serious first; with those of the claim's other part where it has one."""
        parts = [claim, PARTS.get((claim, answer), claim)]
        found = {row["verdict"] for name in parts for row in self.findings.get(name, ()) if row["answer"] == answer}
        return sorted(found, key=SEVERITY.index)

    def one(self, claim: str, verdict: str, answer: str = "now") -> dict[str, Any]:
        found = [row for row in self.findings[claim] if row["verdict"] == verdict and row["answer"] == answer]
        assert found, f"{claim} has no {verdict}"
        return found[0]


def run(settings: Settings, site: SpecimenSite) -> tuple[Summary, ...]:
    made = []
    for day in DAYS:
        site.set_date(day)
        now = datetime(day.year, day.month, day.day, tzinfo=UTC)
        made.append(asyncio.run(refresh(settings, now, only_due=True)))
    return tuple(made)


def content(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order of its own."""
    with open_published(Store(settings.warehouse_file, "specimen").published) as connection:
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND schema_name = 'main' ORDER BY 1"
        ).fetchall()
        return {
            name: sorted(map(tuple, connection.execute(f'SELECT * FROM "{name}"').fetchall()), key=repr)
            for (name,) in tables
        }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpecimenSite]:
    with SpecimenSite(ROOT / "specimens", tmp_path_factory.mktemp("site"), DAYS[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def lapse(tmp_path_factory: pytest.TempPathFactory, site: SpecimenSite) -> Lapse:
    settings = Settings(ROOT, tmp_path_factory.mktemp("data"), network=site.map_path)
    summaries = run(settings, site)
    with open_published(Store(settings.warehouse_file, "specimen").published) as connection:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows(connection, "SELECT * FROM current_findings ORDER BY severity"):
            found.setdefault(row["claim_id"], []).append(row)
        claims = {row["claim_id"]: row for row in queries.claims(connection)}
        every = queries.alerts(connection, everything=True)
    return Lapse(settings, summaries, claims, found, [row for row in every if row["state"] == "open"],
                 [row for row in every if row["state"] != "open"])  # fmt: skip


@pytest.mark.parametrize("answer", ["then", "now"])
@pytest.mark.parametrize("claim", EXPECTED)
def test_headline(lapse: Lapse, claim: str, answer: str) -> None:
    wanted = EXPECTED[claim][answer]
    got = lapse.verdicts(claim, answer)
    if wanted is None:
        assert got or lapse.claims[claim]["not_judged"], "no verdict, and no reason why it is not judged"
        return
    if (claim, answer) in DEVIATIONS:
        headline, why = DEVIATIONS[claim, answer]
        assert headline != wanted[0], f"no deviation any more, take it out of the list: {why}"
        assert got[0] == headline, (got, why)
        return
    assert got[0] == wanted[0]
    assert set(wanted) <= set(got), "a word that the list has is missing"
    more = [verdict for verdict in got if verdict in DISAGREES and verdict not in wanted]
    allowed = {("C37", "date_error")}  # the same contradiction, seen in the source as well
    assert all((claim, verdict) in allowed for verdict in more), "a disagreement that nobody wrote down"


@pytest.mark.parametrize("claim", [name for name, row in EXPECTED.items() if row.get("citation")])
def test_no_source_given_is_shown_beside_what_we_found(lapse: Lapse, claim: str) -> None:
    assert EXPECTED[claim]["citation"] == "no_source_given"
    for answer in ("then", "now"):
        assert "no_source_given" in lapse.verdicts(claim, answer)


# ---- what must be seen (the demo flags at least …)


def test_fig_1_is_a_scale_error_with_its_correction(lapse: Lapse) -> None:
    for answer in ("then", "now"):
        row = lapse.one("C01", "scale_error", answer)
        assert round(row["ratio"]) == 1017
        assert row["suggestion_zh"] == "3.5億美元 → 3,561億美元"
        assert row["suggestion_en"] == "3.5億美元 → 3,561億美元 (US$350 million → US$356.1 billion)"


def test_fig_1_is_superseded_and_no_market_crashed(lapse: Lapse) -> None:
    assert (
        "first seen on 7 April 2025" in lapse.one("C01", "superseded")["reason_en"]
        or "edition" in (lapse.one("C01", "superseded")["reason_en"])
    )
    values = {row["observed_value"] for row in lapse.findings["C01"] if row["observed_value"] is not None}
    assert values == {356_100_000_000}, "figures of two editions are not compared"
    about = [row for row in (*lapse.alerts, *lapse.closed) if row["claim_id"] == "C01"]
    assert sorted(row["verdict"] for row in about) == ["scale_error", "superseded"]


def test_githubs_88_percent_means_something_else(lapse: Lapse) -> None:
    assert "agree" in lapse.one("C11", "meaning_differs", "then")["reason_en"]
    read = lapse.one("C11", "image_only")
    assert read["observed"] == "88%"
    assert "A machine read 88% in the picture (box " in read["reason_en"]
    assert "機器從圖片讀出 88%（位置 " in read["reason_zh"]


def test_221_startups_confirmed_and_67_consistent_with_30_percent(lapse: Lapse) -> None:
    assert lapse.one("C14", "confirmed")["observed_value"] == 221
    assert "67/221 = 30.3%" in lapse.one("C15", "consistent")["reason_en"]


def test_2023_for_a_study_of_june_2024_is_ambiguous(lapse: Lapse) -> None:
    assert lapse.verdicts("C16", "then") == lapse.verdicts("C16", "now") == ["ambiguous"]
    assert "20 June 2024" in lapse.one("C16", "ambiguous")["reason_en"]


def test_325_firms_confirmed_and_20_2_percent_impossible(lapse: Lapse) -> None:
    assert lapse.one("C32", "confirmed")["observed_value"] == 325
    row = lapse.one("C34", "inconsistent", "then")
    assert "65/325" in row["reason_en"] and "ask the authors" in row["reason_en"]
    assert row["needs_second"] is False


def test_the_report_contradicts_itself_on_june(lapse: Lapse) -> None:
    row = lapse.one("C37", "inconsistent", "then")
    assert "June 2022" in row["reason_en"] and "5 June 2024" in row["reason_en"]


def test_gartners_five_percentages_have_no_source(lapse: Lapse) -> None:
    for claim in ("C03", "C04", "C05", "C06", "C07"):
        assert lapse.verdicts(claim, "then") == lapse.verdicts(claim, "now") == ["no_source_given"]


def test_gartners_hr_page_is_blocked_and_accuses_nobody(lapse: Lapse) -> None:
    for claim in ("C08", "C09", "C10"):
        assert lapse.verdicts(claim, "then") == lapse.verdicts(claim, "now") == ["blocked"]


def test_then_and_now_are_kept_apart(lapse: Lapse) -> None:
    for claim in ("C23", "C24", "C26", "C31"):
        assert lapse.verdicts(claim, "then")[0] == "confirmed"
        assert lapse.verdicts(claim, "now")[0] == "superseded"


def test_a_block_and_an_end_leave_the_last_good_copy(lapse: Lapse) -> None:
    """FDA's apology page is a block, Yahoo's 404 an end; neither takes back what was read."""
    assert "blocked" in lapse.verdicts("C23", "now")
    assert {"confirmed", "gone"} <= set(lapse.verdicts("C12", "now"))


def test_a_lost_unit_is_restored_and_said(lapse: Lapse) -> None:
    assert "only the digits are confirmed" in lapse.one("C29", "confirmed", "then")["reason_en"]
    assert "4 April 2024" in lapse.one("C29", "superseded", "then")["reason_en"]


def test_a_bill_that_ended_with_its_congress(lapse: Lapse) -> None:
    assert "superseded" not in lapse.verdicts("C40", "then")
    assert "superseded" in lapse.verdicts("C40", "now")


def test_no_claim_is_without_an_answer(lapse: Lapse) -> None:
    for claim, row in lapse.claims.items():
        assert row["not_judged"] or (row["then_verdict"] and row["now_verdict"]), claim


def test_every_open_alert_was_said_twice(lapse: Lapse) -> None:
    """The first of two captures opens nothing but what needs no network."""
    first, second = lapse.summaries[:2]
    assert {row["check_name"] for row in first.opened} <= {"self_check"}
    assert len(second.opened) > len(first.opened)
    assert all(row["verdict"] in DISAGREES for row in (*lapse.alerts, *lapse.closed))


def test_the_page_of_findings_is_what_the_specimens_give(lapse: Lapse) -> None:
    with open_published(Store(lapse.settings.warehouse_file, "specimen").published) as connection:
        made = findings_page().page(connection, catalog.load(ROOT))
    kept = (ROOT / "docs" / "findings.md").read_text("utf-8")
    stale = [line for line in made.splitlines() if line not in kept.splitlines()]
    assert kept == made, (
        f"docs/findings.md is stale: run make docs, read the difference and commit it. New: {stale[:5]}"
    )


@pytest.mark.parametrize("readme", ["README.md", "README.zh-TW.md"])
def test_the_sample_in_the_readme_is_what_the_demo_says(lapse: Lapse, readme: str) -> None:
    sample = (ROOT / readme).read_text("utf-8").split("<!-- sample -->")[1].split("<!-- /sample -->")[0]
    shown: dict[str, str] = {}
    claim = ""
    for line in sample.splitlines()[4:]:
        if line.strip() and not line.strip().startswith("<!--"):
            claim = found[1] if (found := re.match(r"\s+(C\d\d\w?)\s", line)) else claim
            shown[claim] = shown.get(claim, "") + re.split(r" {2,}", line.strip())[-1]
    assert len(shown) >= 5
    language = "zh" if "zh" in readme else "en"
    for claim, why in shown.items():
        row = lapse.claims[claim]
        said = f"{row[f'reason_{language}']} {row[f'suggestion_{language}'] or ''}"
        assert re.sub(r"\s", "", why) == re.sub(r"\s", "", said), claim


def findings_page() -> ModuleType:
    """docs/findings_page.py, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("findings_page", ROOT / "docs" / "findings_page.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reasons_are_for_people(lapse: Lapse) -> None:
    for row in (row for found in lapse.findings.values() for row in found):
        for language in ("en", "zh"):
            # An address, or a command to type, is written as it is.
            reason = re.sub(r"\(?https?://[^\s)]+\)?|[(（]citewatch [^)）]+", "", row[f"reason_{language}"])
            assert reason and "None" not in reason and "Decimal" not in reason
            assert not any(word in reason for word in ("_", "[", "{", "](")), reason


def test_again_over_the_same_pages_changes_only_the_list_of_runs(lapse: Lapse, site: SpecimenSite) -> None:
    before = content(lapse.settings)
    again = run(lapse.settings, site)
    after = content(lapse.settings)
    assert [name for name in before if before[name] != after[name]] in ([], ["run"])
    assert not any(summary.opened or summary.closed for summary in again)
