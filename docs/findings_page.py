"""`docs/findings.md`: every claim of the first report, and what the specimens show of it in the end."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from citewatch import catalog
from citewatch.cases import kept_texts
from citewatch.catalog import Catalog
from citewatch.cli.demo import DAYS
from citewatch.cli.output import VERDICT_ZH
from citewatch.refresh import refresh
from citewatch.settings import Settings
from citewatch.specimens.catalogue import Catalogue
from citewatch.specimens.site import SpecimenSite
from schemas.finding import SEVERITY, family
from warehouse import pictures, queries
from warehouse.published import open_published
from warehouse.store import Store

Row = dict[str, Any]
_ANSWERS = (("then", "At its date"), ("now", "Now"))
_HEAD = """\
# Findings

Made by `make docs` from the specimens; do not edit. `tests/test_expected_claims.py` plays them as well and says when
this page is stale.

**These are findings on specimens**: pages that we wrote from facts about the real sources, not the sources themselves.
What nobody has seen stands in them as a marked stand-in. A claim is never judged by one; where one stands beside
what is judged (the newest edition of a page), that is said under the finding. Every claim has two answers:
was it right at the report's date, and is it right now. Where an answer differs from the list of expected ones, decision
[0008](decisions/0008-where-we-differ-from-the-list-of-expected-answers.md) says why. The words are explained in the
[glossary](glossary.md).
"""


def write(catalogue: Path, folder: Path) -> str:
    """The page after a time-lapse over the shipped specimens, played into `folder`: some seconds of CPU."""
    with SpecimenSite(catalogue / "specimens", folder / "site", DAYS[0]) as site:
        settings = Settings(catalogue, folder / "data", network=site.map_path)
        # As on file: another processor may put a box a pixel further, and the page must not depend on who made it.
        with Store(settings.warehouse_file, "specimen").writing("picture texts") as connection:
            pictures.store(connection, (), kept_texts(catalogue / "specimens"))
        for day in DAYS:
            site.set_date(day)
            asyncio.run(refresh(settings, datetime(day.year, day.month, day.day, tzinfo=UTC), only_due=True))
    with open_published(Store(settings.warehouse_file, "specimen").published) as connection:
        return page(connection, catalog.load(catalogue))


def page(connection: duckdb.DuckDBPyConnection, loaded: Catalog) -> str:
    """The page from a published copy. Nothing in it depends on when it was made."""
    claims = [row for row in queries.claims(connection) if row["report_id"] in loaded.reports]
    lines = [_HEAD, *_overview(claims), "", "## Claim by claim", ""]
    for row in claims:
        found = queries.findings(connection, row["report_id"], row["claim_id"])
        lines += _claim(row, found, loaded)
    return "\n".join(lines).rstrip() + "\n"


def _overview(claims: Sequence[Row]) -> Iterator[str]:
    yield "## At a glance"
    yield ""
    yield "| claim | printed | place | at its date | now | correction |"
    yield "|---|---|---|---|---|---|"
    for row in claims:
        if row["not_judged"]:
            then = now = "recorded only"
        else:
            then, now = (_words(row[f"{answer}_all"]) for answer, _ in _ANSWERS)
        place = f"{row['section']} {row['place']}".strip()
        cells = (f"[{row['claim_id']}](#{row['claim_id'].lower()})", row["says"], place, then, now,
                 row["suggestion_zh"] or "")  # fmt: skip
        yield "| " + " | ".join(map(_cell, cells)) + " |"


def _words(verdicts: Sequence[str]) -> str:
    first, *others = sorted(verdicts, key=lambda verdict: SEVERITY.index(verdict))  # type: ignore[arg-type]
    return ", ".join((f"**{first}**", *others))


def _claim(row: Row, found: Sequence[Row], loaded: Catalog) -> Iterator[str]:
    claim = loaded.reports[row["report_id"]].claims[row["claim_id"]]
    yield f'### <a id="{row["claim_id"].lower()}"></a>{row["claim_id"]}: {_text(row["says"])}'
    yield ""
    yield f"{_text(row['section'])} {_text(row['place'])}".strip() + "  "
    yield f"Measured by: {', '.join(_source(ref, loaded) for ref in dict.fromkeys(claim.refs)) or 'no source'}"
    yield ""
    if row["not_judged"]:
        yield f"- recorded only: {_text(row['not_judged'])}"
        if claim.look_at:
            yield f"  {_text(claim.look_at.en)}  "
            yield f"  {_text(claim.look_at.zh)}"
    for heading, rows in _answers(found):
        for finding in rows:
            yield from _finding(heading, finding, loaded)
    yield ""


def _answers(found: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The findings of both answers; those that both share are told once."""
    by = {answer: sorted((r for r in found if r["answer"] == answer), key=_order) for answer, _ in _ANSWERS}
    alike = {_said(row) for row in by["then"]} & {_said(row) for row in by["now"]}
    yield "At its date and now", [row for row in by["now"] if _said(row) in alike]
    for answer, heading in _ANSWERS:
        yield heading, [row for row in by[answer] if _said(row) not in alike]


def _order(row: Row) -> tuple[object, ...]:
    return row["severity"], row["source_id"] or "", row["figure"] or "", row["check_name"]


def _said(row: Row) -> tuple[object, ...]:
    return row["verdict"], row["source_id"], row["figure"], row["reason_en"]


def _finding(heading: str, row: Row, loaded: Catalog) -> Iterator[str]:
    mark = {"agrees": "✓", "disagrees": "✗", "cannot_tell": "?"}[family(row["verdict"])]
    evidence = f" Evidence of {row['captured_at']:%Y-%m-%d}, `{row['source_id']}`." if row["captured_at"] else ""
    yield f"- {heading}: {mark} **{row['verdict']}**. {_text(row['reason_en'])}{evidence}  "
    lines = [f"  {VERDICT_ZH[row['verdict']]}：{_text(row['reason_zh'])}"]
    if english := row["suggestion_en"]:
        chinese = row["suggestion_zh"]
        lines.append(f"  Correction: {_text(english if english.startswith(chinese) else f'{chinese}; {english}')}")
    # Of what nobody has seen at all the reason says so itself.
    if row["verdict"] != "not_found" and (made_up := _stand_ins(row, loaded)):
        lines.append(f"  In that specimen, wholly or in part stand-ins: {', '.join(f'`{name}`' for name in made_up)}.")
    yield "  \n".join(lines)


def _stand_ins(row: Row, loaded: Catalog) -> list[str]:
    """Figures of the page this rests on, those of its edition with them, that are our own invention there."""
    source = loaded.sources.get(row["source_id"] or "")
    if source is None or not row["captured_at"]:
        return []
    day = row["captured_at"].date()
    pages = [page for page in _shelf(loaded.folder).specimens if page.source_id == source.id and page.day <= day]
    shown = max((page.day for page in pages), default=None)
    made_up = {name for page in pages if page.day == shown and page.route == row["route"] for name in page.stand_ins}
    return [name for name in dict.fromkeys((row["figure"], *source.edition)) if name in made_up]


@cache
def _shelf(folder: Path) -> Catalogue:
    return Catalogue.load(folder / "specimens")


def _source(ref: str, loaded: Catalog) -> str:
    source = loaded.sources[ref.partition(".")[0]]
    return f"[`{ref}`]({source.url}) ({_text(source.publisher)}{', found by us' if source.found_by == 'us' else ''})"


def _text(value: object) -> str:
    return re.sub(r"([\\`*_<>|\[\]])", r"\\\1", str(value or "").replace("\n", " ").strip())


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").strip() or " "
