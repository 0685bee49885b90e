"""Write the PDF page of the seventh set into base/. All text is ours and all figures are invented.

Usage: python -m tests.pages.make_seventh_pdfs   (only when its text changes; the files are committed)
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from tests.pages.make_fifth_pdfs import TRADITIONAL, Rows, cells, scan, write
from tests.pages.make_fourth_pdfs import changed

TITLE = "臺嶺半導體材料協會 2025年度產業概況"
BODY = [
    "本協會會員共計186家，2024年會員合計產值達新臺幣3,274億元，較2023年增加12.6%。",
    "會員從業人員合計5萬8,420人，其中研發人員占21.7%。",
    "2024年會員研發支出為新臺幣243億元，約為產值的7.4%；資本支出407億元。",
    "展望2025年，協會預估產值可達新臺幣3,600億元。",
]
ROWS = [
    ("單位：新臺幣億元", "2022年", "2023年", "2024年"),
    ("矽晶圓", "812", "796", "884"),
    ("光阻劑", "435", "468", "551"),
    ("特用氣體", "298", "322", "367"),
    ("其他", "1,260", "1,322", "1,472"),
]


def edition(name: str, body: Sequence[str] = BODY, rows: Rows = ROWS, first: bool = False) -> None:
    write(f"tw7_materials{name}.pdf", TRADITIONAL, TITLE, body, rows, first)


def main() -> None:
    """All editions."""
    pdfmetrics.registerFont(UnicodeCIDFont(TRADITIONAL))
    edition("")
    edition("_tablefirst", first=True)
    edition("_row", rows=[*ROWS[:2], ("光罩", "204", "217", "239"), *ROWS[2:4], ("其他", "1,056", "1,105", "1,233")])
    edition("_writing", changed(BODY, "新臺幣3,274億元", "新臺幣三千二百七十四億元"))
    edition(
        "_revised",
        changed(BODY, "從業人員合計5萬8,420人", "從業人員合計5萬8,240人"),
        cells(cells(ROWS, "551", "545"), "1,472", "1,478"),
    )
    edition("_outlook", [changed(BODY, "，2024年會員合計產值達新臺幣3,274億元，較2023年增加12.6%", "")[0], *BODY[1:]])
    edition("_million", rows=[("單位：新臺幣百萬元", *ROWS[0][1:]), *ROWS[1:]])
    scan("tw7_materials_scan.pdf")


if __name__ == "__main__":
    main()
