"""The errata sheet for the report's authors, in the report's language: a page to print, and a Word file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from starlette.responses import Response

from citewatch.review.model import ErrataSheet, Erratum
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors, missing
from citewatch.review.web.paging import asked, part
from citewatch.review.web.tongue import Tongue

_ON_A_PAGE = 100
"""A usual report fits on one page and prints whole; more are printed page by page, or from the Word file."""
IN_A_FILE = 500
"""Corrections in one Word file: making it takes some milliseconds each, and nobody goes through more at a sitting."""
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def put(doors: Doors) -> None:
    """Put these pages on the site."""
    doors.get("/errata/{report}.docx", word)
    doors.get("/errata/{report}", page)


def page(ask: Ask) -> Response:
    sheet = _sheet(ask, _ON_A_PAGE)
    if sheet is None:
        return missing(ask, ask.tongue.say("There is no such report."))
    own = of_report(sheet.language)
    cut = part(ask, sheet.total, _ON_A_PAGE)
    files = [(first, min(first + IN_A_FILE, sheet.total)) for first in range(0, max(sheet.total, 1), IN_A_FILE)]
    return ask.page("errata.html", sheet=sheet, in_report=own.say, day=own.day, cut=cut, files=files)


def word(ask: Ask) -> Response:
    sheet = _sheet(ask, IN_A_FILE)
    if sheet is None:
        return missing(ask, ask.tongue.say("There is no such report."))
    cut = part(ask, sheet.total, IN_A_FILE)
    body = document(sheet, specimen=ask.desk.core.specimen)
    of = f"-{cut.first + 1}-{cut.last}" if cut.before or cut.after else ""
    name = f'attachment; filename="errata-{sheet.report_id}{of}.docx"'
    return Response(body, media_type=_DOCX, headers={"content-disposition": name})


def of_report(language: str) -> Tongue:
    """The authors are written to in the language of their report."""
    return Tongue("zh" if language.startswith("zh") else "en")


def document(sheet: ErrataSheet, *, specimen: bool) -> bytes:
    """The sheet as a Word file."""
    own = of_report(sheet.language)
    made = Document()
    style = made.styles["Normal"]
    style.font.size = Pt(11)
    _speak(style, sheet.language)
    # The property of a Word file takes no more; a longer title would be refused with the whole sheet.
    made.core_properties.title = _clean(f"{own.say('Errata')}{own.say(': ')}{sheet.title}")[:255]
    made.core_properties.author = "citewatch"
    made.core_properties.language = sheet.language
    made.add_heading(_clean(f"{own.say('Errata')}{own.say(': ')}{sheet.title}"), 0)
    made.add_paragraph(_clean(f"{sheet.publisher} · {own.say('As of %(day)s', day=own.day(sheet.as_of))}"))
    if specimen:
        run = made.add_paragraph().add_run(own.say("Specimen data: pages we wrote ourselves, not the real sources."))
        run.bold = True
    if not sheet.rows:
        made.add_paragraph(own.say("There is nothing to correct."))
    for row in sheet.rows:
        place = " · ".join(part for part in (row.claim_id, row.section, row.place) if part)
        made.add_heading(_clean(place), 2)
        if row.correction:
            made.add_paragraph().add_run(_clean(row.correction)).bold = True
        # Without a correction the reason is what there is to say; the printed form alone would look like one.
        made.add_paragraph().add_run(_clean(row.reason)).bold = not row.correction
        if row.state in ("open", "acknowledged"):
            made.add_paragraph().add_run(own.say("Found by the machine; nobody has decided on it yet.")).italic = True
        for name, value in lines(row, own, specimen=specimen):
            paragraph = made.add_paragraph()
            paragraph.add_run(f"{name}{own.say(': ')}").bold = True
            paragraph.add_run(_clean(value)).font.size = Pt(9)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def lines(row: Erratum, own: Tongue, *, specimen: bool) -> list[tuple[str, str]]:
    """What stands under a correction: printed form, source, archived copy, digest."""
    found = [(own.say("Printed"), row.says)]
    if row.publisher:
        told = [row.publisher, row.source_title]
        if row.evidence_on:
            told.append(own.say("seen on %(day)s", day=own.day(row.evidence_on)))
        found.append((own.say("Source"), f"{own.say(', ').join(told)} {row.url}"))
    if row.archived_url and not specimen:
        found.append((own.say("Archived copy"), row.archived_url))
    if row.digest:
        found.append((own.say("Evidence"), row.digest))
    return found


def _sheet(ask: Ask, size: int) -> ErrataSheet | None:
    report = ask.request.path_params["report"]
    if report not in ask.desk.core.catalog.reports:
        return None
    return ask.desk.core.errata(report, today=ask.desk.now().date(), first=asked(ask), limit=size)


def _speak(style: Any, language: str) -> None:
    """Say which language it is, so that Word checks its spelling and takes a font that has its characters."""
    properties = style.element.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    chinese = language.startswith("zh")
    tag.set(qn("w:val"), "en-GB" if chinese else language)
    tag.set(qn("w:eastAsia"), "zh-TW" if chinese else language)
    properties.append(tag)
    if chinese:
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), "Microsoft JhengHei")


def _clean(text: str) -> str:
    """Without the control characters that XML can't hold."""
    return "".join(c for c in text if c in "\t\n" or c.isprintable())
