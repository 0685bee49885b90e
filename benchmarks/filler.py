"""What stands around the figures of a generated page: prose with other people's numbers, navigation, data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random

from benchmarks.words import Language


@dataclass(frozen=True, slots=True)
class Furniture:
    """The fixed words of a page in one language."""

    title: str
    updated: str
    sections: tuple[str, ...]
    table: str
    row_header: str
    new_row: str
    banner: str
    footnote: str
    figure_table: str
    menu: tuple[str, ...]
    more: str
    rights: str
    tiles: tuple[tuple[str, str], ...]


FURNITURE: dict[Language, Furniture] = {
    "en": Furniture(
        "Review of {t} and related fields", "Last updated {d}",
        ("Market", "Companies", "People", "Method"), "Revenue by segment", "Segment", "Not stated",
        "Our offices are closed on Friday. Read how to reach us.", "Counted at the end of the year.",
        "At a glance",
        ("Start", "Topics", "Data", "Methods", "Press", "Events", "Careers", "Contact"), "Read more",
        "All rights reserved. Registered in the city of the publisher.",
        (("48", "topics in this edition"), ("16", "editors took part")),
    ),
    "zh-Hant": Furniture(
        "{t}及相關領域綜覽", "最後更新：{d}", ("市場概況", "企業動向", "人力", "研究方法"), "各區段營收", "區段",
        "未列明", "本處週五休館，聯絡方式請見說明。", "以年底統計為準。", "重點一覽",
        ("首頁", "主題", "資料", "方法", "新聞", "活動", "徵才", "聯絡"), "閱讀更多",
        "版權所有。登記地為出版者所在城市。",
        (("48", "本期主題"), ("16", "參與編輯")),
    ),
    "ko": Furniture(
        "{t} 및 관련 분야 개관", "최종 수정: {d}", ("시장 개요", "업계 동향", "인력", "연구 방법"), "부문별 매출",
        "부문", "미기재", "금요일은 휴관입니다. 연락 방법을 확인하세요.", "연말 기준으로 집계함.", "한눈에 보기",
        ("처음", "주제", "자료", "방법", "보도", "행사", "채용", "연락처"), "더 보기",
        "모든 권리 보유. 등록지는 발행자 소재 도시.",
        (("48", "이번 호 주제"), ("16", "참여 편집자")),
    ),
}  # fmt: skip

_SENTENCES: dict[Language, tuple[str, ...]] = {
    "en": (
        "Work on {t} began in {y} with a handful of pilots and little money.",
        "A buyer in the north reports that {t} saved {n} hours in the first winter.",
        "About {p}% of the replies on {t} came from firms with fewer than fifty staff.",
        "In {y} a fund set aside ${m} million for {t}, most of it for tools and training.",
        "Nobody in the field expects {t} to settle before the rules are clear.",
        "The second round of talks on {t} took {n} days and ended without a paper.",
        "Where {t} failed, the cause was nearly always poor data and not the method.",
        "Regional offices now count {t} separately, which makes older tables hard to compare.",
        "Suppliers of {t} raised their list prices by {p}% after the summer of {y}.",
        "Teachers ask for plain guides to {t}, and publishers have begun to write them.",
    ),
    "zh-Hant": (
        "{t}的試行始於{y}年，起初經費有限，參與者也不多。",
        "北部一家買方表示，{t}在第一個冬季省下{n}小時工時。",
        "關於{t}的回覆約有{p}%來自員工不滿五十人的公司。",
        "{y}年一檔基金為{t}撥出{m}百萬美元，多半用於工具與訓練。",
        "在規範明朗以前，業內並不期待{t}有定論。",
        "有關{t}的第二輪會談歷時{n}天，沒有發表文件。",
        "{t}失敗之處，多半出於資料品質不佳，而非方法本身。",
        "各地辦事處如今分開統計{t}，舊表因而難以比較。",
        "{y}年夏季之後，{t}供應商的牌價調漲{p}%。",
        "教師希望有淺白的{t}指引，出版者已著手撰寫。",
    ),
    "ko": (
        "{t} 시범 사업은 {y}년에 적은 예산으로 시작되었다.",
        "북부의 한 구매자는 {t} 덕분에 첫 겨울에 {n}시간을 줄였다고 말한다.",
        "{t}에 관한 답변의 약 {p}%는 직원 쉰 명 미만 업체에서 나왔다.",
        "{y}년 한 기금은 {t}에 {m}백만 달러를 배정하였고 대부분 도구와 훈련에 쓰였다.",
        "규칙이 분명해지기 전에는 {t}의 방향을 말하기 어렵다.",
        "{t}에 관한 두 번째 회담은 {n}일 동안 이어졌고 문서 없이 끝났다.",
        "{t} 사업이 실패한 까닭은 대개 방법이 아니라 자료의 품질이었다.",
        "지역 사무소가 {t} 항목을 따로 세면서 옛 표와 견주기 어려워졌다.",
        "{y}년 여름 이후 {t} 공급자는 정가를 {p}% 올렸다.",
        "교사들은 쉬운 {t} 안내서를 바라며 출판사들이 쓰기 시작하였다.",
    ),
}


def paragraphs(language: Language, topics: tuple[str, ...], random: Random, letters: int) -> list[str]:
    """About `letters` bytes of prose on topics that no declared figure of the page is about."""
    glue = "" if language == "zh-Hant" else " "
    done: list[str] = []
    size = 0
    while size < letters:
        chosen = random.choices(_SENTENCES[language], k=5)
        text = glue.join(
            sentence.format(
                t=random.choice(topics), y=random.randrange(2011, 2021), n=random.randrange(21, 99),
                p=random.randrange(3, 60), m=random.randrange(2, 90),
            )
            for sentence in chosen
        )  # fmt: skip
        done.append(text)
        size += len(text.encode())
    return done


def state_items(random: Random, count: int) -> str:
    """The data a page's own script draws its charts from: about 100 bytes an item, all numbers false."""
    noise = random.randbytes(count * 4).hex()
    return ",\n".join(
        json.dumps(
            {
                "id": noise[8 * place : 8 * place + 8],
                "kind": "point",
                "x": place % 97,
                "value": int(noise[8 * place : 8 * place + 4], 16) / 10,
                "label": f"series {place % 11}, step {place}",
                "active": place % 3 == 0,
            }
        )
        for place in range(count)
    )


ITEM_BYTES = 110
"""Size of one item of state_items, near enough to plan a page's size."""


def style_sheet(salt: str, random: Random, rules: int) -> str:
    """An inline style sheet, as big pages carry one."""
    return "".join(
        f".{salt}-{name}{place}{{margin:{random.randrange(24)}px;color:#{random.randrange(0x1000000):06x}}}"
        for place, name in enumerate(("card", "grid", "hero", "list", "note", "tile") * (rules // 6))
    )
