"""Write the PDF pages of the second set into base/. All text is ours and all figures are invented.

Usage: python -m tests.pages.make_more_pdfs   (only when their text changes; the files are committed)

Fonts for Chinese and Korean are named and not embedded, as in tests/pages/make_pdfs.py, whose helpers are used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from tests.pages import make_pdfs as first

WIDTH, HEIGHT = A4
CHINESE, KOREAN, LATIN = "MSung-Light", "HYSMyeongJo-Medium", "Times-Roman"

TW_TITLE = "公共圖書館統計年報　民國112年"
TW = [
    "本年報彙整全國公共圖書館填報資料，統計期間自民國112年1月1日至12月31日，由閱讀推廣中心編製。",
    "全年進館人次為8,214萬6千人次，較上年成長12.7%，恢復至疫情前的九成六。",
    "全年借閱冊數為7,931萬冊，其中電子書占8.8%；平均每人借書3.4冊，持證率為62.5%。",
    "購書經費決算數為新臺幣9億6,430萬元，占圖書館總經費的14.2%。",
    "年底館藏總數6,552萬冊，全國設館數562所，館員3,907人。",
]
TW_ROWS = [
    ("縣市", "館數（所）", "進館（千人次）", "購書費（萬元）"),
    ("北濱市", "72", "14,306", "16,210"),
    ("中坪市", "58", "9,877", "12,845"),
    ("雲谷縣", "27", "2,415", "4,033"),
    ("蘭溪縣", "19", "1,968", "3,127"),
    ("東岬縣", "16", "1,102", "2,208"),
]
EN_TITLE = "Night Buses after Midnight: Evaluation of the Pilot"
EN = [
    "The pilot ran from 3 June 2023 to 2 June 2024 on five routes. This note is for councillors and for the operators; "
    "it follows the plan that was agreed before the start.",
    "Over the year the night buses carried 1.27 million passengers, of whom about a third were on their way to or from "
    "work.",
    "The net cost to the county was £4.36 million, or £3.43 for each journey. Fares covered 41% of running costs in "
    "the last quarter of the pilot.",
    "Of the passengers asked, 78 per cent felt safe while they were waiting. Assaults on staff did not increase.",
    "Extending the service to nine routes would take 22 more drivers and a second depot. The authors do not recommend "
    "that step before the new depot in Wexcombe opens.",
    "Drivers were asked twice. In the first round most of them worried about drunken riders and about breaks; in the "
    "second, breaks were the only complaint that more than a handful still made. Two drivers left the night rota and "
    "were replaced within a week. The union was content with the pay for Sundays.",
    "Taxi firms had feared for their trade. Their own counts show fewer short fares near the harbour and more long "
    "ones from the airport, so that takings over the year hardly moved. Hospital staff gained most: porters and nurses "
    "on the late shift no longer wait for the first morning train.",
    "Counts come from ticket machines, from passes that are tapped on boarding, and from observers on forty nights. "
    "Where the three disagree the observers decide. A method paper with all questionnaires can be had from the clerk.",
]
EN_ROWS = [
    ("Route", "Passengers", "Cost per journey", "On time"),
    ("N1 Harbour", "402,880", "£2.71", "93%"),
    ("N2 University", "331,450", "£2.96", "90%"),
    ("N3 Hospital", "270,016", "£3.38", "95%"),
    ("N4 Airport", "158,227", "£5.02", "88%"),
    ("N5 Moor Road", "107,427", "£5.77", "84%"),
]
KR_TITLE = "항만 물동량 동향 2023"
KR = [
    "이 보고서는 2023년 1월부터 12월까지 다섯 개 무역항의 신고 자료를 모은 것이다.",
    "2023년 전국 컨테이너 처리량은 3,014만 TEU로 전년보다 4.6% 늘었다.",
    "항만 시설 사용료 수입은 2,875억 원이며, 이 가운데 선박 입출항료가 38.1%를 차지한다.",
    "선석 점유율은 평균 64.7%로 조사되었다. 자동화 장비 도입은 2026년에 끝난다.",
    "항만 근로자는 1만 8,240명이며 안전사고는 31건이다.",
]
KR_ROWS = [
    ("항만", "처리량(만 TEU)", "점유율(%)"),
    ("솔바다항", "1,842", "71.3"),
    ("누리항", "611", "66.0"),
    ("한빛항", "388", "58.4"),
    ("가온항", "173", "52.9"),
]


def swap(texts: Sequence[str], old: str, new: str) -> list[str]:
    assert sum(text.count(old) for text in texts) == 1, old
    return [text.replace(old, new) for text in texts]


def sheet(
    name: str, title: str, texts: Sequence[str], rows: Sequence[Sequence[str]], font: str,
    *, size: float = 11.5, table_first: bool = False, two_columns: bool = False, cover: str = "",
) -> None:  # fmt: skip
    """A cover if there are words for it, then paragraphs and a table with page numbers."""
    canvas = first.start(name, title)
    if cover:
        canvas.setFont(font, 20)
        canvas.drawString(80, 640, title)
        canvas.setFont(font, 11)
        canvas.drawString(80, 600, cover)
        first.foot(canvas, "- 1 -", font)
    canvas.setFont(font, 14)
    canvas.drawString(70, 795, title)
    widths = (110, *([100] * (len(rows[0]) - 1)))
    top = 765.0
    if table_first:
        top = first.table(canvas, rows, font, size, 70, top, widths) - 15
    if two_columns:
        half = (len(texts) + 1) // 2
        low = first.column(canvas, texts[:half], font, size, 60, top, 225)
        top = min(low, first.column(canvas, texts[half:], font, size, 310, top, 225))
    else:
        top = first.column(canvas, texts, font, size, 70, top, 450)
    if not table_first:
        first.table(canvas, rows, font, size, 70, top - 12, widths)
    first.foot(canvas, "Page 1" if font == LATIN else f"- {2 if cover else 1} -　{title}", font)
    canvas.save()


def maker(
    title: str, usual_texts: Sequence[str], usual_rows: Sequence[Sequence[str]], font: str
) -> Callable[..., None]:
    """`sheet` for one document, whose texts and rows an edition may replace."""

    def make(
        name: str, texts: Sequence[str] = usual_texts, rows: Sequence[Sequence[str]] = usual_rows, **more: Any
    ) -> None:
        sheet(name, title, texts, rows, font, **more)

    return make


def main() -> None:
    for font in (CHINESE, KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    tw = maker(TW_TITLE, TW, TW_ROWS, CHINESE)
    cover = "閱讀推廣中心　民國113年6月編印"
    tw("tw2_library.pdf", cover=cover)
    tw("tw2_library_relayout.pdf", size=13, table_first=True)
    tw(
        "tw2_library_words.pdf",
        swap(swap(TW, "新臺幣9億6,430萬元", "新臺幣玖億陸仟肆佰參拾萬元"), "8,214萬6千人次", "82,146,000人次"),
        cover=cover,
    )
    tw("tw2_library_revised.pdf", swap(TW, "新臺幣9億6,430萬元", "新臺幣9億4,630萬元"), cover=cover)
    tw(
        "tw2_library_withdrawn.pdf",
        [*TW[:3], "購書經費決算數尚待審計機關審定，本年報暫不列載。", TW[4]],
        [row[:3] for row in TW_ROWS],
        cover=cover,
    )
    tw(
        "tw2_library_rows.pdf",
        rows=[TW_ROWS[0], TW_ROWS[1], ("雲谷縣", *TW_ROWS[2][1:]), ("中坪市", *TW_ROWS[3][1:]), *TW_ROWS[4:]],
        cover=cover,
    )
    first.picture("tw2_library_scan.pdf", ["Library statistics 2023", "budget NT$ 964.3 m", "visits 82.1 m"])
    en = maker(EN_TITLE, EN, EN_ROWS, LATIN)
    en("en2_nightbus.pdf")
    en("en2_nightbus_columns.pdf", size=9.5, two_columns=True)
    en(
        "en2_nightbus_thousand.pdf",
        swap(swap(EN, "1.27 million passengers", "1,270 thousand passengers"), "78 per cent", "seventy-eight per cent"),
    )
    en("en2_nightbus_dearer.pdf", swap(EN, "was £4.36 million, or £3.43", "was £4.63 million, or £3.65"))
    en("en2_nightbus_euro.pdf", swap(EN, "was £4.36 million, or £3.43", "was €4.36 million, or €3.43"))
    en("en2_nightbus_more.pdf", swap(EN, "carried 1.27 million", "carried more than 1.27 million"))
    first.picture(
        "en2_nightbus_scan.pdf", ["1.27 million passengers", "net cost 4.36 million", "78 per cent felt safe"]
    )
    kr = maker(KR_TITLE, KR, KR_ROWS, KOREAN)
    kr("kr2_harbour.pdf")
    kr("kr2_harbour_relayout.pdf", size=13, table_first=True, cover="바다통계원 2024년 3월")
    kr("kr2_harbour_range.pdf", swap(KR, "2,875억 원이며", "2,800억 원 이상이며"))
    kr("kr2_harbour_million.pdf", swap(KR, "2,875억 원이며", "2,875만 원이며"))


if __name__ == "__main__":
    main()
