"""Write the PDF pages of the fourth set into base/. All text is ours and all figures are invented.

Usage: python -m tests.pages.make_fourth_pdfs   (only when their text changes; the files are committed)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

BASE = Path(__file__).parent / "base"
WIDTH, HEIGHT = A4
CHINESE, LATIN = "MSung-Light", "Helvetica"
LEFT, TOP = 60, HEIGHT - 70

TW_TITLE = "沐川市社會住宅年報（113年度）"
TW_BEFORE = [
    "一、本年報說明沐川市社會住宅興辦情形，由住宅發展處編印。",
    "二、截至113年底，已完工社會住宅計8,642戶，施工中3,915戶，規劃中5,220戶。",
    "三、租金平均為市價之六成八，平均每坪每月新臺幣742元。",
    "四、全年申請26,180件，中籤率23.4%，其中青年戶占四成一。",
]
TW_ROWS = [
    ("行政區", "完工（戶）", "施工中（戶）"),
    ("東港區", "3,120", "1,480"),
    ("鹿林區", "2,907", "935"),
    ("山腳區", "2,615", "1,500"),
]

EN_TITLE = "Harbour Trust: annual review 2024/25"
EN_BEFORE = [
    "The Trust looks after nine harbours and 214 moorings along the Sound.",
    "Visitors spent an estimated 27.6 million pounds in harbour towns during the year.",
    "The Trust's income was £6.84 million, of which mooring fees made up £4.11 million",
    "and grants £1.35 million. Running costs came to £6.29 million.",
    "Reserves stood at £2.70 million on 31 March 2025. The Trust employs 63 people.",
]
EN_ROWS = [
    ("Harbour", "Moorings", "Income (£000)"),
    ("Northhaven", "61", "1,942"),
    ("Sandle", "48", "1,377"),
    ("Old Quay", "33", "905"),
]


def lines(canvas: Canvas, font: str, texts: Sequence[str], y: float, size: int = 11) -> float:
    canvas.setFont(font, size)
    for text in texts:
        canvas.drawString(LEFT, y, text)
        y -= size * 2
    return y


def table(canvas: Canvas, font: str, rows: Sequence[Sequence[str]], y: float) -> float:
    canvas.setFont(font, 10)
    for row in rows:
        for i, cell in enumerate(row):
            if i == 0:
                canvas.drawString(LEFT, y, cell)
            else:
                canvas.drawRightString(LEFT + 110 + 120 * i, y, cell)
        y -= 17
    return y


def write(
    name: str, font: str, title: str, body: Sequence[str], rows: Sequence[Sequence[str]], first_rows: bool = False
) -> None:
    canvas = Canvas(str(BASE / name), pagesize=A4, invariant=1)
    y = lines(canvas, font, [title], TOP, 16) - 10
    if first_rows:
        y = table(canvas, font, rows, y) - 14
        lines(canvas, font, body, y)
    else:
        y = lines(canvas, font, body, y) - 10
        table(canvas, font, rows, y)
    canvas.setFont(font, 8)
    canvas.drawCentredString(WIDTH / 2, 30, "- 8 -")
    canvas.showPage()
    canvas.save()


def scan(name: str) -> None:
    """Shapes only, as a scan without text has."""
    canvas = Canvas(str(BASE / name), pagesize=A4, invariant=1)
    canvas.setFillGray(0.9)
    canvas.rect(40, 40, WIDTH - 80, HEIGHT - 80, fill=1)
    canvas.setFillGray(0.3)
    for i in range(30):
        canvas.rect(60, 80 + 22 * i, 300 + i * 37 % 150, 7, fill=1, stroke=0)
    canvas.showPage()
    canvas.save()


def changed(texts: Sequence[str], old: str, new: str) -> list[str]:
    assert sum(text.count(old) for text in texts) == 1, old
    return [text.replace(old, new) for text in texts]


def main() -> None:
    """All editions of both."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))

    def tw(name: str, body: Sequence[str], rows: Sequence[Sequence[str]] = TW_ROWS, first: bool = False) -> None:
        write(f"tw4_housing{name}.pdf", CHINESE, TW_TITLE, body, rows, first)

    tw("", TW_BEFORE)
    tw("_relayout", [TW_BEFORE[0], TW_BEFORE[2], TW_BEFORE[3], TW_BEFORE[1]], first=True)
    tw("_writing", changed(TW_BEFORE, "已完工社會住宅計8,642戶", "完工之社會住宅共八千六百四十二戶"))
    tw("_row", TW_BEFORE, [*TW_ROWS, ("湖內區", "8,604", "312")])
    tw("_revised", changed(TW_BEFORE, "8,642戶", "8,462戶"))
    tw("_withdrawn", changed(TW_BEFORE, "已完工社會住宅計8,642戶，施工中", "已完工社會住宅戶數重新盤點中；施工中"))
    scan("tw4_housing_scan.pdf")

    def en(name: str, body: Sequence[str], rows: Sequence[Sequence[str]] = EN_ROWS, first: bool = False) -> None:
        write(f"en4_harbour{name}.pdf", LATIN, EN_TITLE, body, rows, first)

    en("", EN_BEFORE)
    en("_relayout", EN_BEFORE, first=True)
    en(
        "_reworded",
        changed(
            EN_BEFORE, "The Trust's income was £6.84 million, of which", "Income of the Trust: £6,840,000. Within it,"
        ),
    )
    en(
        "_lastyear",
        changed(EN_BEFORE, "was £6.84 million, of which", "was £6.84 million (2023/24: £6.51 million), of which"),
    )
    en("_revised", changed(EN_BEFORE, "£6.84 million", "£6.48 million"))
    en("_euro", changed(EN_BEFORE, "£6.84 million", "€6.84 million"))
    en(
        "_withdrawn",
        changed(
            EN_BEFORE,
            "The Trust's income was £6.84 million, of which mooring",
            "The Trust's income is under audit; mooring",
        ),
    )


if __name__ == "__main__":
    main()
