"""Patterns are compiled late: each must still be one that compiles, and be compiled only once."""

from __future__ import annotations

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
