"""Write the PDF specimens. Every sentence in them is ours; only facts and figures are taken from the sources.

Usage: python specimens/make_pdfs.py FONT   (a TrueType font with Latin and Traditional Chinese whose licence
allows embedding; the committed files carry a subset of WenQuanYi Micro Hei, Apache-2.0)

The PDFs are committed, so this is only run when their text changes. Output is the same bytes each time.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
LINE = "Specimen written for citewatch; not the real page"

# Page 25 of the survey. Only the total column was ever seen; the numbers of the four groups are invented so
# that they add up to it (and the page says so).
GROUPS = (130, 77, 37, 81)
SURVEY_ROWS: tuple[tuple[str, tuple[int, int, int, int]], ...] = (
    ("尚未應用或仍在規劃", (38, 27, 16, 40)),
    ("生成式 AI（不含 ChatGPT、Copilot 等現成服務）", (44, 25, 8, 16)),
    ("機器學習", (45, 18, 6, 15)),
    ("電腦視覺", (33, 11, 4, 25)),
    ("自然語言處理", (34, 19, 5, 7)),
    ("語音辨識與合成", (29, 18, 6, 8)),
    ("深度學習", (31, 12, 2, 10)),
    ("推薦系統", (18, 10, 9, 5)),
    ("自動化機器學習", (17, 8, 1, 6)),
    ("邊緣運\ufffd", (19, 4, 1, 7)),
    ("機器學習維運", (16, 6, 0, 4)),
    ("強化學習", (11, 4, 0, 3)),
)

# One entry a page after the cover: heading, paragraphs. Page 25 is the table.
CHAPTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "前言",
        (
            "本調查想知道臺灣的企業與機構把人工智慧用到了哪裡，又卡在哪裡。問卷在秋季發出，春季公布。",
            "受訪單位包括企業、法人與政府機關，因此下文所稱「受訪單位」不全是企業。",
        ),
    ),
    (
        "重點摘要",
        (
            "本次共有 325 份有效問卷。其中 204 家（63%）已經應用人工智慧，只有三成打算再開新案。",
            "AI 化指數平均 17.8 分，滿分 100 分。",
            "尚未應用或仍在規劃者占 37.2%。",
        ),
    ),
    (
        "目錄",
        ("前言 2", "重點摘要 3", "調查方法 5", "受訪單位 7", "AI 化指數 10", "技術應用 24", "人才與資料 27", "建議 33"),
    ),
    (
        "調查方法",
        ("問卷以網路與電話進行，題目分為策略、資料、人才、技術與成效五組。", "複選題的比例加總會超過百分之百。"),
    ),
    (
        "名詞說明",
        (
            "生成式人工智慧：能產出文字、圖片、聲音或程式的模型。",
            "問卷把「現成服務」與「自行建置或微調」分開詢問。",
            "現成服務：不需修改即可使用的聊天機器人或寫作、程式助手。",
        ),
    ),
    ("受訪單位：產業別", ("資通訊 130 家、專業服務 77 家、零售與貿易 37 家。", "其他（製造、政府機關等）81 家。")),
    ("受訪單位：規模", ("大型、中型與小型單位都有，小型單位略多。",)),
    ("受訪單位：填答者", ("填答者多為資訊部門主管，其次為經營者與人資主管。",)),
    ("AI 化指數：怎麼算", ("指數由五組題目加權而成。沒有任何應用者得零分。",)),
    ("AI 化指數：分組", ("資通訊領先，零售與貿易殿後；專業服務的差距縮小。",)),
    ("AI 化指數：四種類型", ("依得分分為尚未起步、開始探索、局部應用、全面應用四類。",)),
    ("策略：誰推動", ("由經營者親自推動的單位，進度明顯較快。",)),
    ("策略：預算", ("多數單位沒有獨立的預算，而是掛在資訊或研發之下。",)),
    ("策略：目的", ("提升效率最常被提到，其次是改善品質與開發新產品。",)),
    ("策略：阻礙", ("找不到題目、算不出效益、缺少人手，是最常見的三個理由。",)),
    ("資料：盤點", ("近半單位說不清楚自己有哪些資料、放在哪裡、誰能使用。",)),
    ("資料：治理", ("設有資料負責人的單位仍是少數。",)),
    ("資料：外部資料", ("政府開放資料是最常使用的外部資料。",)),
    ("人才：現有團隊", ("多數團隊在五人以下，且兼做其他資訊工作。",)),
    ("人才：培訓", ("內部讀書會與外部短期課程並行。",)),
    ("人才：招募", ("薪資差距與題目吸引力同樣重要。",)),
    ("訪談：一家製造商", ("從檢測一項瑕疵開始，兩年後擴及整條產線。",)),
    ("技術應用", ("本章說明受訪單位實際應用了哪些技術。下一頁為複選題。",)),
    ("TABLE", ()),
    (
        "技術應用：怎麼讀",
        ("上一頁的生成式項目不含現成服務。", "若把現成服務算進來，比例會是另一個數字，兩者不可混用。"),
    ),
    ("人才與資料：交叉分析", ("資料盤點做得好的單位，應用的技術也比較多。",)),
    ("成效：怎麼衡量", ("節省工時最常被使用，營收影響最少被計算。",)),
    ("成效：時間", ("從立案到上線多半需要一年左右。",)),
    ("成效：失敗的專案", ("失敗的原因多在資料，而不在模型。",)),
    ("風險", ("個人資料、答案有誤與智慧財產是三大顧慮。",)),
    ("法規", ("受訪單位希望先有指引，再談法律。",)),
    ("建議：給企業", ("先選一個小而重要的題目，並在開始前決定如何衡量。",)),
    ("建議：給政府", ("開放資料、培養人才，並讓小型單位負擔得起算力。",)),
    ("建議：給學校", ("把統計與領域知識放在工具之前。",)),
    ("附錄", ("問卷全文可向主辦單位索取。",)),
)

REPORT_PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "立法院第11屆第1會期教育及文化委員會第20次全體委員會議",
        ("人工智慧推動現況與未來方向", "專題報告", "國家科學及技術委員會", "中華民國113年6月5日"),
    ),
    (
        "壹、前言",
        (
            "主席、各位委員女士、先生，大家好。應邀就人工智慧的推動列席說明，請指教。",
            "本報告分為推動現況、法制與未來方向三部分。",
        ),
    ),
    (
        "貳、推動現況",
        (
            "行動計畫分年實施，著重人才、技術、產業應用與國際鏈結。",
            "可信任的對話引擎（TAIDE）於112年4月啟動，由公部門提供資料與算力。",
            "晶片驅動產業創新方案於112年11月2日核定，自113年起分兩期推動。",
        ),
    ),
    ("參、法制", ("基本法草案仍在研擬，將徵詢各界意見。行政院已訂有公部門使用生成式人工智慧的參考指引。",)),
    ("肆、未來方向", ("以人工智慧之島為願景，擴大算力、培育人才，並協助中小企業導入。", "以上報告，敬請指教。")),
)

LATER_PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "重點摘要",
        (
            "今年改以成熟度分階段：約 30% 的受訪單位尚未意識，約 40% 已有意識，約 5% 達到進階。",
            "合計約 70% 尚未跨過門檻。階段不是導入比例，與往年的技術應用比例不能相比。",
        ),
    ),
    ("導入情形", ("約 30% 的受訪單位已導入人工智慧。", "落地準備度平均 54 分，滿分 100 分。")),
    ("落地指引", ("從一個題目開始，先定義成效，再選工具。", "附錄列有檢核表。")),
)

PLAN_PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "2024년 인공지능 일상화 실행계획",
        ("2024. 4. 4.", "과학기술정보통신부 (견본)", "보도시점: 회의 종료 후"),
    ),
    (
        "1. 개요",
        (
            "정부는 올해 69개 과제에 총 7,102억원을 투입한다.",
            "지난해 9월의 9,090억원, 올해 1월의 약 7,700억원과는 범위가 다르다.",
        ),
    ),
    (
        "2. 분야별 예산 (분야 이름은 견본용 표현)",
        (
            "국민 일상 755억원",
            "산업과 일터 2,881억원",
            "공공과 행정 1,157억원",
            "역량과 기반 2,309억원",
            "네 분야의 합은 7,102억원이다.",
        ),
    ),
    ("3. 향후 일정", ("과제별 공고는 5월부터 차례로 낸다. 점검은 반기마다 한다(지어낸 일정).",)),
)

CASES_PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "INSIGHTS RELEASE: Who is winning the cloud AI race?",
        ("October 2024", "Hamburg. Of all new cloud AI cases that vendors published, Microsoft has 45%.",
         "Of the cases with generative AI, Microsoft has 62%."),
    ),
    (
        "The other vendors",
        ("AWS has 34% of the cloud AI cases and Google 17%.",
         "Cases are counted, not spending. The shares of our article on the leading vendors are another measure."),
    ),
)  # fmt: skip

LEADERS_PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "INSIGHTS RELEASE: The leading generative AI companies",
        ("March 2025", "All vendor shares are estimates for 2024.",
         "NVIDIA held about 92% of the data center GPU segment in 2024.",
         "First published in December 2023, with other data."),
    ),
    (
        "Models, platforms and services",
        ("The shares of the vendors of models and platforms stand in the infographic of the article.",
         "In another study Microsoft had 45% of new cloud AI cases; those are no shares of this market."),
    ),
)  # fmt: skip

PRINCIPLES_PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "IMDRF/AIML WG/N88 FINAL:2025",
        ("FINAL DOCUMENT", "Good machine learning practice for medical device development: Guiding principles",
         "Authoring group: AI/ML-enabled working group", "January 2025 (the day was not seen)"),
    ),
    (
        "1 Introduction",
        ("This document identifies 10 guiding principles. It builds on those that three authorities published in 2021.",
         "It is not binding; members may go further."),
    ),
    (
        "2 The principles",
        tuple(f"Principle {number}. {words}." for number, words in enumerate(
            ("Know use and users", "Engineer with care", "Represent the patients", "Keep test data apart",
             "Choose fitting references", "Fit model to data", "Judge the team of person and model",
             "Test under clinical conditions", "Inform the users", "Watch and retrain"), 1)),
    ),
)  # fmt: skip


def share(count: int, base: int) -> str:
    """A share as the survey prints it: one decimal, and the odd ".0%" for none."""
    tenths = (2000 * count + base) // (2 * base)
    return f"{tenths // 10}.{tenths % 10}%" if tenths else ".0%"


class Book:
    """A PDF with one embedded font and a page number in the last line of each page but the cover."""

    def __init__(self, font: Path, title: str, foot: str) -> None:
        pdfmetrics.registerFont(TTFont("body", str(font)))
        self.out = io.BytesIO()
        # invariant: no date and no random id, so the same text gives the same bytes.
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setProducer("citewatch specimens")
        self.foot = foot
        self.pages = 0
        self.y = 0.0

    def add_page(self) -> None:
        if self.pages:
            self.canvas.showPage()
        self.pages += 1
        self.y = A4[1] - 20 * mm

    def paragraph(self, text: str, size: int, leading: float) -> None:
        """Text across the page, broken where it must be."""
        self.canvas.setFont("body", size)
        for line in simpleSplit(text, "body", size, A4[0] - 40 * mm):
            self.canvas.drawString(20 * mm, self.y, line)
            self.y -= leading * mm

    def row(self, cells: Sequence[str], widths: Sequence[int], size: int, leading: float) -> None:
        """One row of a table, each cell at its column's left edge (widths in mm)."""
        self.canvas.setFont("body", size)
        x = 20 * mm
        for text, width in zip(cells, widths, strict=True):
            self.canvas.drawString(x, self.y, text)
            x += width * mm
        self.y -= leading * mm

    def picture(self, image: io.BytesIO) -> None:
        """A picture over the whole page."""
        self.canvas.drawImage(ImageReader(image), 0, 0, *A4)

    def leaf(self, heading: str, paragraphs: Sequence[str], size: int = 11) -> None:
        """One page: heading, paragraphs, page number."""
        self.add_page()
        self.paragraph(heading, 16, 12)
        for text in paragraphs:
            self.y -= 3 * mm
            self.paragraph(text, size, 8)
        self.number()

    def number(self) -> None:
        """The page number, as small as on the real thing."""
        self.canvas.setFont("body", 8)
        self.canvas.drawString(20 * mm, 10 * mm, self.foot)
        self.canvas.drawString(188 * mm, 10 * mm, str(self.pages))

    def finish(self) -> bytes:
        """The last page's note that all this is a specimen, and the file."""
        self.canvas.setFont("body", 8)
        self.canvas.drawString(20 * mm, 17 * mm, LINE)
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()


def cover(font: Path, lines: Sequence[str]) -> io.BytesIO:
    """A cover as a picture: it shows words and holds no text."""
    image = Image.new("L", (620, 877), 245)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 620, 300), fill=60)
    y, big = 340, ImageFont.truetype(str(font), 44)
    for text in lines:
        draw.text((50, y), text, font=big, fill=20)
        y += 74
    out = io.BytesIO()
    image.quantize(16).save(out, "PNG")
    out.seek(0)
    return out


def survey(font: Path) -> bytes:
    """The industry survey: picture cover, text pages, the table on page 25."""
    book = Book(font, "2023 臺灣產業 AI 化大調查", "2023 臺灣產業 AI 化大調查")
    book.add_page()
    book.picture(cover(font, ("臺灣產業", "人工智慧化", "大調查")))
    for heading, paragraphs in CHAPTERS:
        if heading == "TABLE":
            table(book)
        else:
            book.leaf(heading, paragraphs)
    return book.finish()


def table(book: Book) -> None:
    """Rows come out of the PDF as the label and then five shares: total, ICT, professional, retail, other."""
    book.add_page()
    book.paragraph("貴單位已應用哪些人工智慧技術？（複選，N=325）", 14, 12)
    widths = (86, 18, 18, 20, 20, 14)
    heads = ("技術", "總計", "資通訊", "專業服務", "零售貿易", "其他")
    bases = ("樣本數", "325", *(str(n) for n in GROUPS))
    rows = [heads, bases]
    for label, counts in SURVEY_ROWS:
        rows.append(
            (label, share(sum(counts), sum(GROUPS)), *(share(k, n) for k, n in zip(counts, GROUPS, strict=True)))
        )
    for row in rows:
        book.row(row, widths, 9, 9)
    book.y -= 4 * mm
    book.paragraph("註：各產業欄之數字為示意值（stand-in），為撰寫此樣本而編，加總與總計欄相符。", 9, 6)
    book.number()


def later_survey(font: Path) -> bytes:
    """The survey two years on: stages of maturity instead of shares of use."""
    book = Book(font, "2025 台灣產業 AI 化大調查暨 AI 落地指引", "2025 台灣產業 AI 化大調查暨 AI 落地指引")
    book.add_page()
    book.picture(cover(font, ("台灣產業", "人工智慧化", "落地指引")))
    for heading, paragraphs in LATER_PAGES:
        book.leaf(heading, paragraphs)
    return book.finish()


def special_report(font: Path) -> bytes:
    """The report to the legislature; dates are in the calendar of the Republic (113 is 2024)."""
    book = Book(font, "專題報告", "專題報告")
    for number, (heading, paragraphs) in enumerate(REPORT_PAGES):
        book.leaf(heading, paragraphs, size=18 if number == 0 else 12)
    return book.finish()


def plain(title: str, foot: str, leaves: Sequence[tuple[str, Sequence[str]]], font: Path) -> bytes:
    """A short text PDF: every page a heading and paragraphs."""
    book = Book(font, title, foot)
    for heading, paragraphs in leaves:
        book.leaf(heading, paragraphs)
    return book.finish()


def main() -> None:
    """Write every PDF next to its capture.json."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    font = Path(sys.argv[1])
    pages = (
        ("aif_survey_2023/2024-07-01", survey),
        ("ly_special_report/2024-07-01", special_report),
        ("aif_survey_2025/2026-11-09", later_survey),
        ("korea_ai_plan_2024/2024-07-01.attachment", partial(plain, "실행계획", "실행계획", PLAN_PAGES)),
        ("iot_analytics_cloud_ai_cases/2025-04-07.pdf", partial(plain, "INSIGHTS RELEASE", "Release", CASES_PAGES)),
        ("iot_analytics_leaders/2025-04-07.pdf", partial(plain, "INSIGHTS RELEASE", "Release", LEADERS_PAGES)),
        ("imdrf_gmlp/2025-04-07.pdf", partial(plain, "N88", "IMDRF/AIML WG/N88", PRINCIPLES_PAGES)),
    )
    for folder, make in pages:
        target = HERE / folder / "page.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make(font))


if __name__ == "__main__":
    main()
