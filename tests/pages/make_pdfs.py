"""Write the PDF pages of the corpus into base/. All text is ours and all figures are invented.

Usage: python tests/pages/make_pdfs.py   (only when their text changes; the files are committed)

The Chinese ones name a font of Adobe's that is not embedded, as many offices' files do. Same bytes each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

BASE = Path(__file__).parent / "base"
WIDTH, HEIGHT = A4
LATIN, CHINESE = "Times-Roman", "MSung-Light"
Rows = Sequence[Sequence[str]]

TW_TITLE = "漁業產銷年報摘要　民國112年"
TW_TEXT = (
    "本年報由海產資料小組編製，統計期間為民國112年1月至12月。",
    "全年漁業總產量為91萬3,480公噸，總產值為新臺幣823.6億元，產值較上年減少2.8%。",
    "養殖漁業占總產值的43.9%，遠洋漁業占36.5%，其餘為近海與沿岸漁業。",
    "年底漁戶數為6萬1,207戶，從業人員27萬餘人。",
)
TW_TABLE = (
    ("類別", "產量（公噸）", "產值（億元）"),
    ("遠洋漁業", "470,115", "300.6"),
    ("養殖漁業", "281,044", "361.6"),
    ("近海漁業", "137,902", "121.8"),
    ("沿岸漁業", "24,419", "39.6"),
)
EN_TITLE = "Bicycle Freight in Inner Cities: Findings from Nine Trials"
EN_LEFT = (
    "Between March and October 2023, nine cities tried cargo bicycles for parcels, laundry and bread. This note sums "
    "up what the trials found.",
    "Across the nine trials, 412 cargo bicycles were in use on an average working day.",
    "The mean cost per delivered parcel was $2.85, against $3.40 for vans on the same streets.",
)
EN_RIGHT = (
    "Riders covered 1.46 million kilometres in all, 18% of them at night. Eleven riders were hurt, none badly.",
    "Of the shopkeepers asked, 64 percent said that they would go on with bicycles after the trial.",
    "The authors expect the market for cargo bicycles in the region to reach $710 million by 2028.",
)
EN_TABLE = (
    ("City", "Bicycles", "Parcels a day"),
    ("Harrowgate Mills", "96", "4,310"),
    ("Port Alder", "71", "2,885"),
    ("Saint Brannock", "58", "2,640"),
)


def swap(texts: Sequence[str], old: str, new: str) -> tuple[str, ...]:
    """The texts with one place changed; it must stand there."""
    assert sum(text.count(old) for text in texts) == 1, old
    return tuple(text.replace(old, new) for text in texts)


def column(
    canvas: Canvas, texts: Sequence[str], font: str, size: float, left: float, top: float, width: float
) -> float:
    """Set paragraphs below each other; gives the height where they end."""
    canvas.setFont(font, size)
    for text in texts:
        lines = (
            simpleSplit(text, font, size, width)
            if font == LATIN
            else [text[i : i + int(width / size)] for i in range(0, len(text), int(width / size))]
        )
        for line in lines:
            canvas.drawString(left, top, line)
            top -= size * 1.5
        top -= size * 0.7
    return top


def table(
    canvas: Canvas, rows: Rows, font: str, size: float, left: float, top: float, widths: Sequence[float]
) -> float:
    """Set a table with a rule under its head."""
    canvas.setFont(font, size)
    for number, row in enumerate(rows):
        at = left
        for cell, width in zip(row, widths, strict=True):
            if at == left:
                canvas.drawString(at, top, cell)
            else:
                canvas.drawRightString(at + width, top, cell)
            at += width
        if number == 0:
            canvas.line(left, top - 4, at, top - 4)
        top -= size * 1.7
    return top


def foot(canvas: Canvas, text: str, font: str) -> None:
    """Page number and running title."""
    canvas.setFont(font, 8)
    canvas.drawCentredString(WIDTH / 2, 30, text)
    canvas.showPage()


def start(name: str, title: str) -> Canvas:
    canvas = Canvas(str(BASE / name), pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    return canvas


def taiwan(name: str, texts: Sequence[str], rows: Rows, *, size: float = 12, table_first: bool = False) -> None:
    """A cover and a page; the second layout has larger letters and the table in front."""
    canvas = start(name, TW_TITLE)
    canvas.setFont(CHINESE, 22)
    canvas.drawString(90, 600, TW_TITLE)
    canvas.setFont(CHINESE, 12)
    canvas.drawString(90, 560, "海產資料小組　民國113年4月15日")
    foot(canvas, "1", CHINESE)
    widths = (110, 120, 120)
    top = 770.0
    if table_first:
        top = table(canvas, rows, CHINESE, size, 80, top, widths) - 20
    top = column(canvas, texts, CHINESE, size, 80, top, 430)
    if not table_first:
        table(canvas, rows, CHINESE, size, 80, top - 10, widths)
    foot(canvas, "第 2 頁，共 2 頁　漁業產銷年報摘要", CHINESE)
    canvas.save()


def english(name: str, left: Sequence[str], right: Sequence[str], *, columns: bool = True) -> None:
    """Two columns and a table below; or one column over two pages."""
    canvas = start(name, EN_TITLE)
    canvas.setFont("Times-Bold", 16)
    canvas.drawString(60, 780, EN_TITLE)
    if columns:
        low = column(canvas, left, LATIN, 10.5, 60, 745, 225)
        low = min(low, column(canvas, right, LATIN, 10.5, 310, 745, 225))
    else:
        low = column(canvas, [*left, *right], LATIN, 12, 60, 745, 470)
        foot(canvas, "Bicycle Freight 1", LATIN)
        low = 780
    table(canvas, EN_TABLE, LATIN, 10, 60, low - 20, (160, 90, 110))
    foot(canvas, "Bicycle Freight 2" if not columns else "Page 1 of 1", LATIN)
    canvas.save()


def picture(name: str, words: Sequence[str]) -> None:
    """A page that is a scan: a picture and no text."""
    image = Image.new("L", (900, 400), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(words):
        draw.text((40, 40 + 40 * number), line, fill=0, font_size=22)
    canvas = start(name, "scan")
    canvas.drawImage(ImageReader(image), 60, 400, width=470, height=209)
    canvas.showPage()
    canvas.save()


def main() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    taiwan("tw_fishery.pdf", TW_TEXT, TW_TABLE)
    taiwan("tw_fishery_relayout.pdf", TW_TEXT, TW_TABLE, size=14, table_first=True)
    taiwan("tw_fishery_revised.pdf", swap(TW_TEXT, "823.6億元", "826.3億元"), TW_TABLE)
    taiwan("tw_fishery_trillion.pdf", swap(TW_TEXT, "823.6億元", "823.6兆元"), TW_TABLE)
    picture("tw_fishery_scan.pdf", ["Fishery 2023", "82.36 bn TWD", "913,480 t"])
    english("en_freight.pdf", EN_LEFT, EN_RIGHT)
    english("en_freight_one_column.pdf", EN_LEFT, EN_RIGHT, columns=False)
    english("en_freight_cost.pdf", swap(EN_LEFT, "was $2.85, against", "was $2.95, against"), EN_RIGHT)
    english("en_freight_withdrawn.pdf", EN_LEFT, EN_RIGHT[:2])
    english("en_freight_words.pdf", EN_LEFT, swap(EN_RIGHT, "64 percent", "sixty-four per cent"))
    picture("en_freight_scan.pdf", ["412 cargo bicycles in use", "mean cost per parcel $2.85"])


if __name__ == "__main__":
    main()
