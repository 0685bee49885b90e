"""A figure of a part of those who were asked or counted is not the whole's, unless the declared words name the part."""

from __future__ import annotations

import pytest

from extractors.reading import Located, Missing, Wanted
from tests.reading.asked import find, value_of

CASES = [
    ("en", "feel worried", "Among those aged 50 and older, 58% feel worried about it."),
    ("en", "feel worried", "Among adults aged 65 and over, 58% feel worried."),
    ("en", "feel worried", "For people over 60 or above, 58% feel worried."),
    ("ko", "이용률", "30대 가운데 이용률은 58%였다."),
    ("ko", "구독", "20대 중 구독한다는 응답은 58%였다."),
]


@pytest.mark.parametrize(("language", "words", "sentence"), CASES)
def test_a_part_is_not_the_whole(language: str, words: str, sentence: str) -> None:
    wanted = Wanted("x", "percent", ((words,),), unit="%")
    assert isinstance(find(f"<p>{sentence}</p>", wanted, language), Missing)


@pytest.mark.parametrize(
    ("language", "words", "sentence"),
    [
        ("en", "feel worried", "Among all adults, 58% feel worried about it."),
        ("en", "feel worried", "Of those surveyed, 58% feel worried about it."),
        ("en", "employed", "Of people aged 15 and over, 58% are employed."),
        ("en", "export", "Of the firms, 58% export."),
        ("en", "feel worried", "Of those who responded, 58% feel worried about it."),
        ("en", "feel worried", "A survey of adults aged 30 to 64 found that 58% feel worried about it."),
        ("en", "fail", "Good news for companies that sell chips: 58% of the chips that fail are made elsewhere."),
        ("en", "share", "For companies that export, the share was 58%."),
        ("ko", "이용률", "응답한 기업 중 이용률은 58%였다."),
        ("ko", "이용률", "20대 중심으로 퍼진 서비스의 이용률은 58%였다."),
        ("zh-Hant", "使用率", "受訪的企業中，使用率為58%。"),
        ("zh-Hant", "使用率", "台灣的家庭中，使用率為58%。"),
        ("ko", "이용률", "응답자 중 이용률은 58%였다."),
        ("zh-Hant", "使用率", "受訪企業中，使用率為58%。"),
        ("zh-Hant", "使用率", "全體民眾之中，使用率為58%。"),
    ],
)
def test_all_of_them_are(language: str, words: str, sentence: str) -> None:
    assert value_of(find(f"<p>{sentence}</p>", Wanted("x", "percent", ((words,),), unit="%"), language)) == 58


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("aged 50 and older", "feel worried"), "Among those aged 50 and older, 58% feel worried about it."),
        (("women", "feel worried"), "Among women who use it, 58% feel worried about it."),
    ],
)
def test_where_the_part_was_asked_for_it_is_read(words: tuple[str, ...], sentence: str) -> None:
    wanted = Wanted("x", "percent", tuple((word,) for word in words), unit="%")
    assert isinstance(find(f"<p>{sentence}</p>", wanted, "en"), Located)
