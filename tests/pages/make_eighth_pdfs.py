"""Write the PDF page of the eighth set into base/. All text is ours and all figures are invented.

Usage: python -m tests.pages.make_eighth_pdfs   (only when its text changes; the files are committed)
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from tests.pages.make_fifth_pdfs import TRADITIONAL, Rows, cells, scan, write
from tests.pages.make_fourth_pdfs import changed

TITLE = "茶業改良推廣所 113年臺灣茶產業年報（摘要）"
BODY = [
    "113年全國茶園種植面積為12,047公頃，較112年減少1.8%，產量13,586公噸。",
    "茶葉產值約新臺幣71.2億元，平均每公斤農場價格524元，112年為497元。",
    "進口茶葉31,420公噸，約為國產茶的2.3倍；其中越南占62.7%，斯里蘭卡占14.1%。",
    "外銷方面，全年出口8,912公噸，出口值1億1,830萬美元，以美國為最大市場。",
    "本所受理產地鑑定2,208件，與標示不符者占3.9%。",
]
ROWS = [
    ("種植面積（公頃）", "111年", "112年", "113年"),
    ("南投縣", "6,402", "6,318", "6,221"),
    ("嘉義縣", "2,115", "2,084", "2,060"),
    ("新北市", "788", "781", "764"),
    ("其他縣市", "3,150", "3,085", "3,002"),
]


def edition(name: str, body: Sequence[str] = BODY, rows: Rows = ROWS, first: bool = False) -> None:
    write(f"tw8_tea{name}.pdf", TRADITIONAL, TITLE, body, rows, first)


def main() -> None:
    """All editions."""
    pdfmetrics.registerFont(UnicodeCIDFont(TRADITIONAL))
    edition("")
    edition("_tablefirst", first=True)
    edition(
        "_row", rows=[ROWS[0], ("桃園市", "541", "530", "518"), *ROWS[1:4], ("其他縣市", "2,609", "2,555", "2,484")]
    )
    edition("_words", [BODY[3], BODY[4], BODY[2], BODY[0], changed(BODY, "524元，112年為497元", "由497元升為524元")[1]])
    edition(
        "_revised", changed(BODY, "越南占62.7%", "越南占67.2%"), cells(cells(ROWS, "2,060", "2,006"), "3,002", "3,056")
    )
    edition("_taiwandollar", changed(BODY, "1億1,830萬美元", "新臺幣1億1,830萬元"))
    edition("_noprice", changed(BODY, "，平均每公斤農場價格524元，112年為497元", "，農場價格較112年上漲5.4%"))
    scan("tw8_tea_scan.pdf")


if __name__ == "__main__":
    main()
