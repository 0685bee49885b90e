"""Patterns are compiled late: each must still be one that compiles, and be compiled only once."""

from __future__ import annotations

import re
import signal
from itertools import pairwise

import extractors.reading  # noqa: F401 - what writes the patterns
from extractors.reading import regexes


def test_every_pattern_compiles() -> None:
    assert len(regexes.WRITTEN) > 300
    for pattern in regexes.WRITTEN:
        assert pattern.groups >= 0, pattern.pattern


def test_its_methods_are_those_of_the_compiled_pattern_from_the_first_use_on() -> None:
    digits = regexes.compile(r"(?P<all>\d+)", regexes.I)
    assert "search" not in vars(digits)
    found = digits.search("in 2024")
    assert found is not None and found["all"] == "2024" and digits.pattern == r"(?P<all>\d+)"
    assert vars(digits)["search"].__self__ is vars(digits)["match"].__self__


_TOKENS = re.compile(r"[㐀-鿿가-힣]+|[a-z]{2,}|\\d|\\s")
_SAID = {r"\d": "7", r"\s": " "}
_REPEATED, _TOKENS_TRIED = 28, 40


def repetitions(pattern: str) -> list[str]:
    """What may be split in 2^n ways where a repeated group has the same words twice: 共有共有共有…"""
    found = [_SAID.get(token, token) for token in dict.fromkeys(_TOKENS.findall(pattern))]
    tokens = [part for token in found for part in dict.fromkeys((token, *token))][:_TOKENS_TRIED]
    pairs = [one + other for one, other in pairwise(tokens)]
    return [token * _REPEATED + end for token in (*tokens, *pairs) for end in ("\0", "")]


def ends(pattern: re.Pattern[str] | regexes.Lazy, seconds: int) -> bool:
    """Whether the pattern comes to an end with every repetition of its words."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        for text in repetitions(pattern.pattern):
            pattern.search(text)
            pattern.fullmatch(text)
    except TimeoutError:
        return False
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return True


def test_no_pattern_splits_a_repetition_in_two_to_the_many_ways() -> None:
    """One that does takes minutes for 28 repetitions; all others take microseconds, so the alarm is no measurement."""
    texts = [pattern for pattern in regexes.WRITTEN if isinstance(pattern.pattern, str)]
    assert [pattern.pattern for pattern in texts if not ends(pattern, 20)] == []


def test_a_pattern_that_splits_is_seen() -> None:
    assert not ends(re.compile("(?:共|有|共有)*計"), 1)
