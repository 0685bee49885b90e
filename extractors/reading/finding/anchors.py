"""Finding declared words in a text: caseless, in any script, offsets kept."""

from functools import lru_cache

from extractors.reading import regexes as re

Spots = list[list[tuple[int, int]]]
"""For each group of words, where they stand in a text: start and end of each place."""
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PLAIN |= dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212, 0x2D], 0x20)  # "start-up" is "start up"
_PLAIN |= {0x2018: 0x27, 0x2019: 0x27, 0x201C: 0x22, 0x201D: 0x22}
_ANY = re.compile("[" + "".join(map(re.escape, map(chr, _PLAIN))) + "]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HAS_CAMEL = re.compile(r"[A-Z](?<=[a-z0-9].)")  # the same, found ten times as fast


def fold(text: str) -> str:
    """The text as anchors see it: lower case, full-width as plain, dashes as spaces; the same length.

    >>> fold("Start-ups ＡＩ")
    'start ups ai'
    """
    low = text.lower()
    if text.isascii():
        return low.replace("-", " ")
    if len(low) != len(text):  # İ becomes two characters
        low = "".join(one if len(one := character.lower()) == 1 else character for character in text)
    for character in set(_ANY.findall(low)):  # faster than translate(), as few of the characters ever occur
        low = low.replace(character, chr(_PLAIN[ord(character)]))
    return low


def fold_keys(texts: tuple[str, ...]) -> str:
    """Headers folded for searching; camelCase and snake_case keys also as words."""
    joined = " | ".join(texts)
    if "_" in joined or _HAS_CAMEL.search(joined):
        joined = f"{joined} | {_CAMEL.sub(' ', joined).replace('_', ' ')}"
    return fold(joined)


@lru_cache(maxsize=4096)
def _pattern(words: str) -> tuple[str, str, re.Pattern[str]]:
    """Its first part, its longest, and the exact pattern: whole words in Latin script, a plural allowed.

    The pattern is tried where the first part stands only: looking that up is ten times as fast as a pattern's search.
    """
    parts = fold(words).split()
    if not parts:
        raise ValueError("an empty anchor")
    body = r"\s+".join(re.escape(part) for part in parts)
    before = r"(?<![a-z0-9à-ÿ])" if _latin(parts[0][0]) else ""
    if len(parts[0]) == 1 and before:
        before += r"(?<!pre )"  # A 輪 is no Pre-A 輪
    after = r"(?:'?e?s)?(?![a-z0-9à-ÿ])" if _latin(parts[-1][-1]) and not parts[-1][-1].isdigit() else ""
    if parts[-1][-1].isdigit():
        after = r"(?![0-9])"
    return parts[0], max(parts, key=len), re.compile(before + body + after)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def find(words: str, folded: str) -> list[tuple[int, int]]:
    """Where words stand in a folded text."""
    first, longest, pattern = _pattern(words)
    if longest not in folded:
        return []
    found = []
    at = folded.find(first)
    while at >= 0:
        match = pattern.match(folded, at)
        if match is not None:
            found.append(match.span())
        at = folded.find(first, at + 1 if match is None else match.end())
    return found


def has(words: str, folded: str) -> bool:
    """Whether words stand in a folded text."""
    first, longest, pattern = _pattern(words)
    if longest not in folded:
        return False
    at = folded.find(first)
    while at >= 0 and pattern.match(folded, at) is None:
        at = folded.find(first, at + 1)
    return at >= 0


def any_of(group: tuple[str, ...], folded: str) -> bool:
    """Whether one of the synonyms stands in a folded text."""
    return any(has(words, folded) for words in group)


def all_of(groups: tuple[tuple[str, ...], ...], folded: str) -> bool:
    """Whether every group is met in a folded text."""
    return all(any_of(group, folded) for group in groups)
