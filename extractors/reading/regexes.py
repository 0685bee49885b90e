"""`re`, except that a pattern is compiled when it is first used: `from extractors.reading import regexes as re`.

The library knows some hundred patterns in five languages, which take half a second to compile and 10 MB to keep. A
refresh in which nothing changed uses none of them, and a page in one language those of that language.
"""

from __future__ import annotations

import re
from re import IGNORECASE, I, Match, Pattern, escape, findall, match, search, split, sub
from typing import Any, AnyStr, cast

__all__ = [
    "IGNORECASE", "I", "Match", "Pattern", "compile", "escape", "findall", "match", "search", "split", "sub",
]  # fmt: skip

_METHODS = (
    "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "flags", "groups", "groupindex",
)  # fmt: skip
WRITTEN: list[Lazy] = []
"""All of them, for the test that compiles each."""


class Lazy:
    """Stands for a compiled pattern; from its first use on, its methods are the compiled one's own."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags
        WRITTEN.append(self)

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return vars(self)[name]


def compile(pattern: AnyStr, flags: int = 0) -> Pattern[AnyStr]:
    return cast("Pattern[AnyStr]", Lazy(pattern, flags))
