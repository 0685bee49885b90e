"""Turns a word list into one regular expression that decides character by character, without backtracking."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from extractors.reading import regexes as re


def trie_pattern(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words, about as fast for 500 words as for five."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _render(root)


def _render(node: dict[str, Any]) -> str:
    ends = "" in node
    single, several = [], []
    for char, below in node.items():
        if char and len(below) == 1 and "" in below:
            single.append(_escaped(char))
        elif char:
            several.append(_escaped(char) + _render(below))
    if not single and not several:
        return ""
    if single:
        several.append(single[0] if len(single) == 1 else "[" + "".join(single) + "]")
    body = several[0] if len(several) == 1 and not ends else "(?:" + "|".join(several) + ")"
    return body + "?" if ends else body


@cache
def _escaped(char: str) -> str:
    return re.escape(char)
