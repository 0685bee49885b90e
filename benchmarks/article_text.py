"""Article text for measuring speed: prose with one figure in about 120 characters, in four languages; seeded.

Sentences are put together from parts written for this, so that no two paragraphs are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

PER_FIGURE = 120  # characters


@dataclass(frozen=True, slots=True)
class Bank:
    """Parts of one language: who does what how, and sentences with a figure in them."""

    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    endings: tuple[str, ...]
    figures: tuple[str, ...]
    joint: str

    def filler(self, random: Random) -> str:
        """A sentence without a figure."""
        parts = (random.choice(self.subjects), random.choice(self.verbs), random.choice(self.endings))
        return self.joint.join(parts)


def _number(random: Random) -> str:
    return f"{random.randrange(1_000, 99_000):,}"


def _decimal(random: Random) -> str:
    return f"{random.randrange(100, 9_900) / 100:.2f}"


_FIELDS: dict[str, Callable[[Random], str]] = {
    "n": _number,
    "d": _decimal,
    "y": lambda random: str(random.randrange(2018, 2034)),
    "m": lambda random: str(random.randrange(2, 36)),
}


BANKS = {
    "en": Bank(
        ("The ministry", "A new study", "Most suppliers in the region", "The company's board", "Local workshops"),
        ("has asked its partners to", "is now expected to", "would rather not", "decided last week to"),
        (
            "publish the plans before the summer break.",
            "share the cost of the new line with its customers.",
            "explain how the tests were set up and who took part in them.",
            "wait until the rules for the sector are clear.",
        ),
        (
            "The market is expected to reach US${d} billion by {y}.",
            "Sales rose {d}% from a year earlier.",
            "More than {n} companies took part in the survey.",
            "About one in three respondents uses the service every week.",
            "The plan takes {m} to 48 months and costs £{d} million.",
            "Exports fell by {d} percentage points in {y}.",
        ),
        " ",
    ),
    "zh-Hant": Bank(
        ("主管機關", "這項調查的主持人", "多數供應商", "公司董事會", "地方工坊的經營者"),
        ("認為應當", "正在考慮是否", "並不打算", "上週決定"),
        (
            "在暑假之前公布完整的規劃內容，並邀請各界提出看法。",
            "與客戶共同分攤新產線的成本，以免價格再度上揚。",
            "說明測試的設計方式，以及由哪些單位實際參與其中。",
            "等到相關規範更加明確之後，再行評估後續的作法。",
        ),
        (
            "預估{y}年市場規模將達{d}億美元。",
            "營收較前一年成長{d}%。",
            "共有{n}家企業參與調查。",
            "近三成受訪者每週使用該項服務。",
            "計畫為期{m}個月，經費為新臺幣{d}億元。",
            "出口占比下降{d}個百分點。",
        ),
        "",
    ),
    "zh-Hans": Bank(
        ("主管部门", "这项调查的负责人", "多数供应商", "公司董事会", "地方工坊的经营者"),
        ("认为应当", "正在考虑是否", "并不打算", "上周决定"),
        (
            "在暑假之前公布完整的规划内容，并邀请各界提出看法。",
            "与客户共同分摊新产线的成本，以免价格再度上扬。",
            "说明测试的设计方式，以及由哪些单位实际参与其中。",
            "等到相关规范更加明确之后，再行评估后续的做法。",
        ),
        (
            "预计{y}年市场规模将达{d}亿美元。",
            "营收较前一年增长{d}%。",
            "共有{n}家企业参与调查。",
            "近三成受访者每周使用该项服务。",
            "计划为期{m}个月，经费为人民币{d}亿元。",
            "出口占比下降{d}个百分点。",
        ),
        "",
    ),
    "ko": Bank(
        ("주무 부처는", "이번 조사를 맡은 연구진은", "대부분의 공급업체는", "회사 이사회는", "지역 공방은"),
        ("여름이 오기 전에", "관련 규정이 분명해진 뒤에", "고객과 협의를 거쳐", "지난주 회의에서"),
        (
            "전체 계획을 공개하고 의견을 듣기로 했다.",
            "새 생산 라인의 비용을 함께 나누는 방안을 검토하고 있다.",
            "시험을 어떻게 설계했는지 자세히 설명할 예정이다.",
            "다음 단계의 사업을 다시 평가하겠다고 밝혔다.",
        ),
        (
            "{y}년 시장 규모는 {d}억 달러에 이를 전망이다.",
            "매출은 전년보다 {d}% 늘었다.",
            "조사에는 {n}개 기업이 참여했다.",
            "응답자의 절반이 매주 이 서비스를 이용한다.",
            "사업 기간은 {m}개월이며 예산은 {n}억 원이다.",
            "수출 비중은 {d}%포인트 낮아졌다.",
        ),
        " ",
    ),
}


def paragraphs(language: str, characters: int, seed: int = 1) -> list[str]:
    """Paragraphs of about 600 characters, with one figure in about 120; together at least `characters`."""
    random, bank = Random(f"article {language} {seed}"), BANKS[language]
    made: list[str] = []
    total = figures = 0
    while total < characters:
        sentences: list[str] = []
        size = 0
        while size < 600:
            if (total + size) >= PER_FIGURE * figures:
                template = random.choice(bank.figures)
                sentence = template.format(**{name: draw(random) for name, draw in _FIELDS.items()})
                figures += 1
            else:
                sentence = bank.filler(random)
            sentences.append(sentence)
            size += len(sentence) + len(bank.joint)
        made.append(bank.joint.join(sentences))
        total += len(made[-1])
    return made
