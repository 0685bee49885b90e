"""What a run leaves on its page in Prefect: a summary in Markdown and a table of claims.

Text from a page or a report is somebody else's: it is shown as text and never becomes markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import UTC

from citewatch.catalog import Catalog
from citewatch.packed import disagreeing
from citewatch.run import Summary
from schemas.finding import SEVERITY, Answer, Family, Finding, Verdict, family

MOST_LINES = 50
"""Alerts and issues listed one by one; the warehouse has the rest."""
MOST_ROWS = 1000
"""Claims in the table: the server refuses artifacts of several megabytes."""
MOST_CHARACTERS = 300
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~=:$^@])")
FAMILIES: tuple[tuple[Family, str], ...] = (
    ("agrees", "agrees"),
    ("disagrees", "disagrees"),
    ("cannot_tell", "cannot tell"),
)
Headlines = dict[tuple[str, str, Answer], Verdict]


def line(text: object) -> str:
    """One line of plain text: no control or direction characters, at most MOST_CHARACTERS long."""
    shown = "".join(
        " " if c.isspace() else c for c in str(text) if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf")
    )
    shown = " ".join(shown.split())
    return shown if len(shown) <= MOST_CHARACTERS else shown[: MOST_CHARACTERS - 1] + "…"


def escape(text: object) -> str:
    """`line`, written so that Markdown shows it as it is, also inside a table."""
    plain = line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", plain)


def headlines(findings: Iterable[Finding]) -> Headlines:
    """Each claim's most serious verdict, for then and for now."""
    worst: Headlines = {}
    for finding in findings:
        key = (finding.report_id, finding.claim_id, finding.answer)
        worst[key] = min(worst.get(key, finding.verdict), finding.verdict, key=SEVERITY.index)
    return worst


def summary_line(summary: Summary) -> str:
    """The run in one line, for its state and its log."""
    tally = summary.tally
    return (
        f"{tally.due} sources due: {tally.captured} read, {tally.unchanged} unchanged, "
        f"{tally.unreadable} could not be read; {len(summary.opened)} new alerts, "
        f"{len(summary.closed)} closed, {len(summary.issues)} issues"
    )


def markdown(summary: Summary, *, specimen: bool) -> str:
    """The summary: counts, verdicts by family, new alerts with their reason, issues."""
    moment = summary.now.astimezone(UTC)
    parts = [f"# Refresh of {moment:%Y-%m-%d %H:%M} UTC"]
    if specimen:
        parts.append("**Specimen data**: the pages were written by us. Nothing here comes from a live site.")
    parts.append(escape(summary_line(summary)) + "\\.")
    if summary.unsent:
        parts.append(f"**{summary.unsent} messages could not be sent**; the next run sends them again.")
    parts += ["## Verdicts", _verdicts(summary.findings)]
    shown = summary.opened[:MOST_LINES]
    reasons = _reasons({str(row["alert_key"]) for row in shown}, summary.findings)
    told = [_alert(row, reasons.get(str(row["alert_key"]), "")) for row in shown]
    parts.append(_listed("New alerts", told, len(summary.opened)))
    parts.append(
        _listed(
            "Issues (what stopped us; they say nothing about the report)",
            [
                f"- {escape(issue.source_id)} {escape(issue.figure or '')}: **{escape(issue.kind)}**: "
                f"expected {escape(issue.expected)}; found {escape(issue.found)}. {escape(issue.remedy)}"
                for issue in summary.issues
            ],
            len(summary.issues),
        )
    )
    return "\n\n".join(parts) + "\n"


def claim_table(catalog: Catalog, findings: Iterable[Finding]) -> list[dict[str, str]]:
    """One row a claim: what the report prints, and its headline then and now."""
    worst = headlines(findings)
    rows = [
        {
            "report": report.id,
            "claim": claim.id,
            "says": line(claim.says),
            "then": worst.get((report.id, claim.id, "then"), ""),
            "now": worst.get((report.id, claim.id, "now"), ""),
        }
        for report in catalog.reports.values()
        for claim in report.claims.values()
    ]
    if len(rows) > MOST_ROWS:
        left = f"{len(rows) - MOST_ROWS} more in the warehouse"
        return [*rows[:MOST_ROWS], {"report": "", "claim": "", "says": left, "then": "", "now": ""}]
    return rows


def _verdicts(findings: Iterable[Finding]) -> str:
    worst = headlines(findings)
    counted = Counter((answer, family(verdict), verdict) for (_, _, answer), verdict in worst.items())

    def cell(answer: Answer, of: Family) -> str:
        found = [(v, n) for v in SEVERITY if (n := counted[answer, of, v])]
        total = sum(n for _, n in found)
        return f"{total}" + (" (" + ", ".join(f"{escape(v)} {n}" for v, n in found) + ")" if found else "")

    rows = [f"| {name} | {cell('then', of)} | {cell('now', of)} |" for of, name in FAMILIES]
    head = ["| claims whose headline | at the report's date | now |", "|---|---|---|"]
    return "\n".join([*head, *rows])


def _reasons(keys: Set[str], findings: Iterable[Finding]) -> dict[str, str]:
    """Key of an alert → the reason of its first finding. All are looked at once: they are unpacked for that."""
    found: dict[str, str] = {}
    for finding in disagreeing(findings) if keys else ():
        if (key := finding.alert_key) in keys:
            found.setdefault(key, finding.reason.en)
    return found


def _alert(row: Mapping[str, object], reason: str) -> str:
    return (
        f"- **{escape(row['report_id'])} {escape(row['claim_id'])}**: {escape(row['verdict'])}. "
        f"{escape(row['subject'])}. {escape(reason)}"
    )


def _listed(title: str, lines: list[str], in_all: int) -> str:
    shown = lines[:MOST_LINES] or ["None."]
    if in_all > MOST_LINES:
        shown.append(f"- … and {in_all - MOST_LINES} more, in the warehouse.")
    return f"## {title}\n\n" + "\n".join(shown)
