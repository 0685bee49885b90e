"""Write the PDF pages of the fifth set into base/. All text is ours and all figures are invented.

Usage: python -m tests.pages.make_fifth_pdfs   (only when their text changes; the files are committed)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.pages.make_fourth_pdfs import changed

BASE = Path(__file__).parent / "base"
WIDTH, HEIGHT = A4
TRADITIONAL, SIMPLIFIED, LATIN = "MSung-Light", "STSong-Light", "Helvetica"
LEFT, TOP = 56, HEIGHT - 64

Rows = Sequence[Sequence[str]]

TW_TITLE = "岑海市智慧城市白皮書 2025"
TW_BODY = [
    "本白皮書由岑海市智慧城市推動辦公室編印，資料截止日為2025年6月30日。",
    "全市智慧路燈建置率達72.6%，較2024年底增加8.1個百分點；路燈總數為5萬4,300盞。",
    "2025年智慧城市預算為新臺幣18億7,000萬元，其中交通占四成二、防災占兩成三。",
    "市民App註冊人數突破61萬人，每月活躍使用者約23萬6,000人。",
    "預估2030年可減少碳排放12萬4,000公噸。",
]
TW_ROWS = [
    ("項目", "2023年", "2024年", "2025年"),
    ("預算（億元）", "14.2", "16.5", "18.7"),
    ("感測器（具）", "21,870", "30,416", "38,952"),
    ("公共Wi-Fi熱點（處）", "1,204", "1,377", "1,415"),
]

EN_TITLE = "Lindqvist Robotics: third quarter 2025"
EN_BODY = [
    "Bergholm, 23 October 2025. Lindqvist Robotics reported revenue of $412.6 million",
    "for the third quarter, up 14% from $361.9 million a year earlier. Operating margin",
    "was 18.3%, against 16.9%. Net income came to $58.4 million, or $1.37 per share.",
    "Orders received were $455 million and the order book stood at $1.21 billion.",
    "For the full year the company expects revenue of $1.62 billion to $1.66 billion.",
]
EN_ROWS = [
    ("$ million", "Q3 2025", "Q3 2024", "9M 2025"),
    ("Revenue", "412.6", "361.9", "1,188.0"),
    ("Gross profit", "171.2", "146.0", "489.5"),
    ("Impairment", "(3.8)", "-", "(3.8)"),
]

CN_TITLE = "云河市人工智能产业发展白皮书（2025）"
CN_BODY = [
    "截至2024年末，云河市人工智能核心产业规模达到1,286亿元，同比增长27.4%。",
    "全市人工智能企业共2,137家，其中规模以上企业418家，从业人员9.6万人。",
    "智能算力规模为32.5 EFLOPS，2026年目标为60 EFLOPS。",
    "全年企业研发投入强度为11.8%，高于全市平均水平6.2个百分点。",
]
CN_ROWS = [
    ("指标", "2022年", "2023年", "2024年"),
    ("核心产业规模（亿元）", "806", "1,009", "1,286"),
    ("专利授权量（件）", "6,120", "7,845", "9,033"),
    ("算力（EFLOPS）", "12.0", "20.1", "32.5"),
]


def lines(canvas: Canvas, font: str, texts: Sequence[str], y: float, size: int = 11) -> float:
    canvas.setFont(font, size)
    for text in texts:
        canvas.drawString(LEFT, y, text)
        y -= size * 1.9
    return y


def table(canvas: Canvas, font: str, rows: Rows, y: float) -> float:
    canvas.setFont(font, 10)
    for row in rows:
        for i, cell in enumerate(row):
            if i == 0:
                canvas.drawString(LEFT, y, cell)
            else:
                canvas.drawRightString(LEFT + 130 + 100 * i, y, cell)
        y -= 18
    return y


def write(name: str, font: str, title: str, body: Sequence[str], rows: Rows, first_rows: bool = False) -> None:
    canvas = Canvas(str(BASE / name), pagesize=A4, invariant=1)
    y = lines(canvas, font, [title], TOP, 17) - 8
    if first_rows:
        y = table(canvas, font, rows, y) - 16
        lines(canvas, font, body, y)
    else:
        y = lines(canvas, font, body, y) - 12
        table(canvas, font, rows, y)
    canvas.setFont(font, 8)
    canvas.drawRightString(WIDTH - LEFT, 28, "14")
    canvas.showPage()
    canvas.save()


def scan(name: str) -> None:
    """Shapes only, as a scan without text has."""
    canvas = Canvas(str(BASE / name), pagesize=A4, invariant=1)
    canvas.setFillGray(0.93)
    canvas.rect(30, 30, WIDTH - 60, HEIGHT - 60, fill=1)
    canvas.setFillGray(0.25)
    for i in range(26):
        canvas.rect(64, 90 + 25 * i, 280 + i * 53 % 170, 8, fill=1, stroke=0)
    canvas.showPage()
    canvas.save()


def cells(rows: Rows, old: str, new: str) -> list[tuple[str, ...]]:
    assert sum(cell == old for row in rows for cell in row) == 1, old
    return [tuple(new if cell == old else cell for cell in row) for row in rows]


def taiwan() -> None:
    def edition(name: str, body: Sequence[str], rows: Rows = TW_ROWS, first: bool = False) -> None:
        write(f"tw5_smartcity{name}.pdf", TRADITIONAL, TW_TITLE, body, rows, first)

    edition("", TW_BODY)
    edition("_tablefirst", TW_BODY, first=True)
    edition("_writing", changed(TW_BODY, "新臺幣18億7,000萬元", "新臺幣十八億七千萬元"))
    longer = [(*TW_ROWS[0], "2026年"), ("預算（億元）", "14.2", "16.5", "18.7", "20.3"), *TW_ROWS[2:]]
    edition("_column", TW_BODY, longer)
    edition("_cut", changed(TW_BODY, "18億7,000萬元", "17億8,000萬元"), cells(TW_ROWS, "18.7", "17.8"))
    edition("_points", changed(TW_BODY, "建置率達72.6%，較2024年底增加8.1個百分點", "建置率較2024年底增加8.1個百分點"))
    scan("tw5_smartcity_scan.pdf")


def english() -> None:
    def edition(name: str, body: Sequence[str], rows: Rows = EN_ROWS, first: bool = False) -> None:
        write(f"en5_results{name}.pdf", LATIN, EN_TITLE, body, rows, first)

    edition("", EN_BODY)
    edition("_tablefirst", EN_BODY, first=True)
    reworded = changed(EN_BODY, "or $1.37 per share", "earnings per share $1.37")
    edition("_reworded", changed(reworded, "$58.4 million", "$58,400,000"))
    revised = changed(changed(EN_BODY, "$412.6 million", "$409.1 million"), "up 14%", "up 13%")
    edition("_restated", revised, cells(EN_ROWS, "412.6", "409.1"))
    loss = changed(EN_BODY, "Net income came to $58.4 million, or $1.37 per share", "Net loss came to $8.4 million")
    edition("_loss", loss)
    expects = "For the full year the company expects revenue of $1.62 billion to $1.66 billion."
    edition("_noguidance", changed(EN_BODY, expects, "The company has withdrawn its guidance for the full year."))


def simplified() -> None:
    def edition(name: str, body: Sequence[str], rows: Rows = CN_ROWS, first: bool = False) -> None:
        write(f"cn5_whitepaper{name}.pdf", SIMPLIFIED, CN_TITLE, body, rows, first)

    edition("", CN_BODY)
    edition("_tablefirst", [CN_BODY[0], CN_BODY[2], CN_BODY[3], CN_BODY[1]], first=True)
    edition("_writing", changed(CN_BODY, "从业人员9.6万人", "从业人员96,000人"))
    edition("_revised", changed(CN_BODY, "1,286亿元", "1,268亿元"), cells(CN_ROWS, "1,286", "1,268"))
    wider = [CN_ROWS[0], ("相关产业规模（亿元）", "6,210", "7,530", "9,750"), *CN_ROWS[2:]]
    told = changed(CN_BODY, "人工智能核心产业规模达到1,286亿元", "人工智能带动相关产业规模达到9,750亿元")
    edition("_related", told, wider)


def main() -> None:
    """All editions of all three."""
    pdfmetrics.registerFont(UnicodeCIDFont(TRADITIONAL))
    pdfmetrics.registerFont(UnicodeCIDFont(SIMPLIFIED))
    taiwan()
    english()
    simplified()


if __name__ == "__main__":
    main()
