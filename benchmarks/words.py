"""The words of generated pages, in three languages. All sentences are ours.

In a sentence {t} is the topic, {v} the figure, {c} its comparator, {y} its year, {w} last year's value and {z} last
year. A label stands beside the bare figure in a tile, table row or list. Every wording of a figure carries its
anchors, which is what makes a reworded page the same page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh-Hant", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant", "ko")


@dataclass(frozen=True, slots=True)
class Wording:
    """How one figure is said in one language."""

    sentences: tuple[str, ...]
    label: str
    anchors: tuple[tuple[str, ...], ...]


# No topic is part of another one: an anchor must meet its own figure only.
TOPICS: dict[Language, tuple[str, ...]] = {
    "en": (
        "crop mapping", "speech synthesis", "parcel sorting", "claims handling", "bridge inspection",
        "menu translation", "seed breeding", "noise monitoring", "fraud screening", "tunnel lighting",
        "fleet dispatch", "museum guides", "water metering", "glass recycling", "patent search",
        "harbour pilotage", "tax advice", "voice dubbing", "wind forecasting", "shelf stocking",
        "exam marking", "lift maintenance", "bird counting", "road gritting", "invoice matching",
        "film subtitling", "pest control", "quality grading", "visa scheduling", "library cataloguing",
    ),
    "zh-Hant": (
        "農地測繪", "語音合成", "包裹分揀", "理賠處理", "橋梁檢測", "菜單翻譯", "種子選育", "噪音監測", "詐欺篩檢",
        "隧道照明", "車隊調度", "展館導覽", "用水計量", "玻璃回收", "專利檢索", "港口引水", "報稅諮詢", "影片配音",
        "風力預報", "貨架補貨", "考卷批改", "電梯保養", "鳥類計數", "道路除雪", "發票核對", "電影字幕", "病蟲防治",
        "品質分級", "簽證排程", "圖書編目",
    ),
    "ko": (
        "농지 측량", "음성 합성", "소포 분류", "보험금 심사", "교량 점검", "메뉴 번역", "종자 육종", "소음 측정",
        "사기 탐지", "터널 조명", "차량 배차", "전시 안내", "수도 검침", "유리 재활용", "특허 검색", "항만 도선",
        "세무 상담", "영상 더빙", "풍력 예보", "진열 보충", "시험 채점", "승강기 정비", "조류 집계", "도로 제설",
        "송장 대조", "영화 자막", "해충 방제", "품질 선별", "비자 예약", "도서 목록",
    ),
}  # fmt: skip

WORDINGS: dict[Language, dict[str, Wording]] = {
    "en": {
        "market": Wording(
            (
                "In {y}, the worldwide market for {t} reached {v}.",
                "The worldwide market for {t} stood at {v} in {y}.",
                "Counted at {v} in {y}, the market for {t} takes its place in this review.",
            ),
            "Market for {t}, {y}",
            (("{t}",), ("market",)),
        ),
        "spending": Wording(
            (
                "Spending on {t} came to {v} in {y}, against {w} in {z}.",
                "Against {w} in {z}, spending on {t} came to {v} in {y}.",
            ),
            "Spending on {t}, {y}",
            (("{t}",), ("spending",)),
        ),
        "growth": Wording(
            ("Orders of {t} changed by {v} on the year.", "On the year, the orders of {t} moved by {v}."),
            "Orders of {t}, change on the year",
            (("{t}",), ("orders",)),
        ),
        "adopters": Wording(
            ("The share of companies that use {t} is {v}.", "Today {v} of companies use {t}."),
            "of companies use {t}",
            (("{t}",), ("companies",), ("use",)),
        ),
        "trained": Wording(
            ("So far {v} have been trained in {t}.", "Those trained in {t} number {v}."),
            "Staff trained in {t}",
            (("{t}",), ("trained",)),
        ),
        "rollout": Wording(
            ("A roll-out of {t} takes {v}.", "Plan {v} for a roll-out of {t}."),
            "Roll-out of {t}",
            (("{t}",), ("roll-out",)),
        ),
        "sellers": Wording(
            ("Today {c}{v} sell {t}.", "Those who sell {t} are {c}{v}."),
            "Who sell {t}",
            (("{t}",), ("sell",)),
        ),
        "tried": Wording(
            ("By now {v} companies has tried {t}.", "Of all companies, {v} has tried {t}."),
            "Companies that have tried {t}",
            (("{t}",), ("tried",)),
        ),
        "sample": Wording(
            ("The survey on {t} asked {v}.", "For the survey on {t}, {v} gave answers."),
            "Asked in the survey on {t}",
            (("{t}",), ("survey",)),
        ),
    },
    "zh-Hant": {
        "market": Wording(
            ("{y}年，全球{t}市場達到{v}。", "全球{t}市場在{y}年的規模為{v}。", "以{y}年計，{t}市場的規模是{v}。"),
            "{t}市場（{y}年）",
            (("{t}",), ("市場",)),
        ),
        "spending": Wording(
            ("{y}年{t}的支出為{v}，{z}年則為{w}。", "相較於{z}年的{w}，{y}年{t}的支出為{v}。"),
            "{t}支出（{y}年）",
            (("{t}",), ("支出",)),
        ),
        "growth": Wording(
            ("{t}的訂單年變動為{v}。", "與前一年相比，{t}訂單的變動是{v}。"),
            "{t}訂單年變動",
            (("{t}",), ("訂單",)),
        ),
        "adopters": Wording(
            ("使用{t}的企業占{v}。", "目前{v}的企業使用{t}。"),
            "的企業使用{t}",
            (("{t}",), ("企業",), ("使用",)),
        ),
        "trained": Wording(
            ("至今{t}的受訓人員有{v}。", "已有{v}成為{t}的受訓人員。"),
            "{t}受訓人員",
            (("{t}",), ("受訓",)),
        ),
        "rollout": Wording(("導入{t}需要{v}。", "{t}的導入期為{v}。"), "{t}導入期", (("{t}",), ("導入",))),
        "sellers": Wording(("目前銷售{t}的有{c}{v}。", "有{c}{v}銷售{t}。"), "銷售{t}者", (("{t}",), ("銷售",))),
        "tried": Wording(("已有{v}的企業試用{t}。", "試用過{t}的企業占{v}。"), "試用{t}的企業", (("{t}",), ("試用",))),
        "sample": Wording(("{t}調查訪問了{v}。", "{t}調查共有{v}作答。"), "{t}調查受訪者", (("{t}",), ("調查",))),
    },
    "ko": {
        "market": Wording(
            (
                "{y}년 전 세계 {t} 시장은 {v}에 이르렀다.",
                "전 세계 {t} 시장 규모는 {y}년에 {v}로 집계되었다.",
                "{y}년 기준으로 {t} 시장은 {v} 규모이다.",
            ),
            "{t} 시장({y}년)",
            (("{t}",), ("시장",)),
        ),
        "spending": Wording(
            ("{y}년 {t} 지출은 {v}로, {z}년에는 {w}였다.", "{z}년의 {w}에 비해 {y}년 {t} 지출은 {v}였다."),
            "{t} 지출({y}년)",
            (("{t}",), ("지출",)),
        ),
        "growth": Wording(
            ("{t} 주문의 전년 대비 변동은 {v}이다.", "전년과 비교한 {t} 주문 변동은 {v}이다."),
            "{t} 주문 전년 대비 변동",
            (("{t}",), ("주문",)),
        ),
        "adopters": Wording(
            ("{t} 기술을 사용하는 기업의 비율은 {v}이다.", "현재 기업의 {v}가 {t} 기술을 사용한다."),
            "기업의 {t} 기술 사용 비율",
            (("{t}",), ("기업",), ("사용",)),
        ),
        "trained": Wording(
            ("지금까지 {t} 교육을 이수한 인원은 {v}이다.", "{v}이 {t} 교육을 이수하였다."),
            "{t} 교육 이수",
            (("{t}",), ("이수",)),
        ),
        "rollout": Wording(
            ("{t} 도입에는 {v}이 걸린다.", "{t} 도입 기간은 {v}이다."), "{t} 도입 기간", (("{t}",), ("도입",))
        ),
        "sellers": Wording(
            ("현재 {t} 제품을 판매하는 곳은 {c}{v}이다.", "{t} 제품은 {c}{v}가 판매한다."),
            "{t} 제품 판매",
            (("{t}",), ("판매",)),
        ),
        "tried": Wording(
            ("기업의 {v}이 {t} 기술을 시험하였다.", "{t} 기술을 시험한 기업은 {v}이다."),
            "{t} 기술을 시험한 기업",
            (("{t}",), ("시험",)),
        ),
        "sample": Wording(
            ("{t} 설문 조사에는 {v}이 응답하였다.", "{v}이 {t} 설문 조사에 참여하였다."),
            "{t} 설문 조사 응답",
            (("{t}",), ("설문",)),
        ),
    },
}

GONE: dict[Language, str] = {
    "en": "Results for {t} are no longer given here.",
    "zh-Hant": "{t}的結果不再於此公布。",
    "ko": "{t} 결과는 더 이상 여기에 싣지 않는다.",
}
