"""Text that ends anywhere, and words put together by chance: `figures` answers, whatever stands last.

Pages are cut by tags, so a block may end in the midst of any phrase. "3.71 or more." once ended the reader.
"""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.reading import figures

NUMBERS = (
    "3", "0.5", "3.71", "1,234.5", "1.234,5", "3.711.234,5", "12", "2024", "三", "三百二十五", "兩成五", "3億",
    "9,090억", "two", "half a million", "１２３", "1/3", "½", "2024-05-01", "5-10", "-3", "(4.5)", "壹佰", "廿",
    "1.2e5", ".5",
)  # fmt: skip
AROUND = (
    "or more", "at least", "or so", "at most", "or less", "and a half", "percent", "%", "percentage points",
    "%p", "億元", "萬", "以上", "以下", "多", "餘", "元", "左右", "成", "個百分點", "折", "半", "兩", "第",
    "分之", "倍", "前年", "이상", "약", "억 원", "만", "조", "분의", "절반", "배", "million", "bn", "k", "m",
    "per", "to", "of", "times", "fold", "half", "third", "st", "nd", "dozen", "Passengers", "more years", "-",
    "–", "~", "±", "<", ">=", "(", ")", "[", "]", "$", "NT$", "US$", "¥", "₩", "，", "、", "：", "/", "年",
    "月", "日", "Q1", "FY", ".", ",", "'", " ", "\u00a0", "x",
)  # fmt: skip
CORPUS = Path(__file__).parents[1] / "corpus" / "mentions"
LANGUAGES = ("en", "zh-Hant", "zh-Hans", "zh", "ko", None)


def answered(text: str, language: str | None) -> int:
    """Reads it; how many figures there are. Each stands where it says."""
    found = figures(text, language)
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
    return len(found)


def joined(chance: random.Random) -> str:
    parts = [chance.choice(chance.choice((NUMBERS, AROUND, (" ", "")))) for _ in range(chance.randint(2, 7))]
    return "".join(parts)


def check(seed: int, joins: int, sentences: int) -> int:
    chance = random.Random(f"cut short {seed}")
    found = sum(answered(joined(chance), chance.choice(LANGUAGES)) for _ in range(joins))
    said = _said()
    for language, text in chance.sample(said, min(sentences, len(said))):
        found += sum(answered(text[:end], language) for end in range(1, len(text) + 1))
        found += sum(answered(text[begin:], language) for begin in range(1, len(text), 3))
    return found


def _said() -> list[tuple[str, str]]:
    """Sentences of the corpus that may be looked at, with their languages."""
    lines = (line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines())
    return [(case["language"], case["text"]) for case in map(json.loads, lines) if case["split"] == "tune"]


def test_text_that_ends_anywhere() -> None:
    assert check(0, 20_000, 120) > 10_000


@pytest.mark.soak
def test_much_text_that_ends_anywhere() -> None:
    assert sum(check(seed, 200_000, 2_000) for seed in range(1, 6)) > 1_000_000


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("It is 0.5 or more", "0.5", ">="), ("reached 3.71 or more.", "3.71", ">="), ("2.5 at most", "2.5", "<="),
        ("3.711.234,53.71", "3711234", "="), ("3.5,4.2", "3.5", "="),
    ],
)  # fmt: skip
def test_what_once_ended_the_reader(text: str, value: str, comparator: str) -> None:
    first = figures(text, "en")[0]
    assert (first.value, first.comparator, first.problem) == (Decimal(value), comparator, None)
