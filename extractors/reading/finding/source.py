"""What can be told from a page's own bytes, before its texts are put together: that words stand nowhere in disguise.

Where a word of these bytes is never cut in two, hidden in a reference such as &#29255; or written with other
characters, counting it counts every place it can have: in a text, a picture's description, the head, a script.
Everything here errs on one side: what is not plain to see is left to a closer look.
"""

from functools import lru_cache
from html import unescape

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold
from extractors.reading.pages.blocks import normalise

# Words of these scripts stand in a page as they stand in its bytes, once ASCII is made lower case.
PLAIN = re.compile(r"[a-z0-9\u3400-\u9fff가-힣]+")
# Characters that nobody sees, and letters that are searched for as others (full-width ones, doubles of Chinese
# characters, Korean letters to be put together, the Kelvin sign), as UTF-8. Each pattern is tried only where its first
# byte is met: looking for one byte costs next to nothing, for two already as much as a pattern.
_SPECIAL = {
    b"\xc2": re.compile(rb"\xc2\xad"),
    b"\xe1": re.compile(rb"\xe1(?:\xa0\x8e|[\x84-\x87])"),
    b"\xe2": re.compile(rb"\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa9]|\x84\xaa)"),
    b"\xef": re.compile(rb"\xef(?:\xbc[\x90-\x99\xa1-\xba]|\xbd[\x81-\x9a]|\xbb\xbf|[\xa4-\xab])"),
    b"\xf0": re.compile(rb"\xf0\xaf"),
}
_MOST_ESCAPES = 64
_RARE = 24  # occurrences of a byte
CONTROLS = (b"\0", b"\x1e", b"\x1f")  # left out or used by the walk
_REFERENCE = re.compile(rb"&#?[0-9A-Za-z]{1,40};?")


def special_in(raw: bytes) -> set[bytes]:
    """The special characters that occur in UTF-8."""
    return {one for begin, pattern in _SPECIAL.items() for one in _those(raw, begin, pattern)}


def _those(raw: bytes, begin: bytes, pattern: re.Pattern[bytes]) -> list[bytes]:
    """What a pattern finds; where its first byte is rare by looking that up, at a tenth of the cost."""
    found: list[bytes] = []
    at = raw.find(begin)
    for _ in range(_RARE):
        if at < 0:
            return found
        match = pattern.match(raw, at)
        if match is not None:
            found.append(match.group())
        at = raw.find(begin, at + 1)
    return found if at < 0 else [*found, *pattern.findall(raw, at)]


class Source:
    """The bytes of one page, in UTF-8."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._low: bytes | None = None
        self._clear: bool | None = None

    @property
    def escapes(self) -> bool:
        """Whether JSON in it may write its letters by number. One byte is looked for, as it costs a tenth of two."""
        at = self._raw.find(b"\\")
        for _ in range(_MOST_ESCAPES):
            if at < 0:
                return False
            if self._raw[at + 1 : at + 2] == b"u":
                return True
            at = self._raw.find(b"\\", at + 2)
        return True

    def times(self, words: tuple[str, ...]) -> int:
        """How often these words stand in the bytes; all their places only if `sure`."""
        low = self._as_looked_for(words)
        return sum([low.count(word.encode()) for word in words])

    def sure(self, words: tuple[str, ...]) -> bool:
        """Whether these words stand nowhere in disguise."""
        return self._is_clear() and not any(_cut(word, self._as_looked_for(words)) for word in words)

    def _as_looked_for(self, words: tuple[str, ...]) -> bytes:
        if all(word == word.upper() for word in words):
            return self._raw  # lower case matters to few scripts
        if self._low is None:
            self._low = self._raw.lower()
        return self._low

    def _is_clear(self) -> bool:
        if self._clear is None:
            raw = self._raw
            self._clear = (
                not any(mark in raw for mark in CONTROLS)
                and not special_in(raw)
                and (b"&" not in raw or all(map(_harmless, set(_REFERENCE.findall(raw)))))
            )
        return self._clear


@lru_cache(maxsize=4096)
def _harmless(reference: bytes) -> bool:
    """Whether what a reference stands for is no part of a word, and is seen."""
    given = unescape(printed := reference.decode("ascii"))
    if given == printed or given in (" ", "\n", "\t", "\N{NO-BREAK SPACE}"):
        return True
    shown = normalise(given)
    return bool(shown) and not PLAIN.search(fold(shown)) and not special_in(given.encode("utf-8", "replace"))


def _cut(word: str, low: bytes) -> bool:
    """Whether a word may be cut in two by a tag: what ends it stands behind one, and what begins it before one.

    A beginning of Latin letters begins a word there, a rest ends one, but for a plural.
    """
    if len(word) < 2 or _rest(word).search(low) is None:
        return False
    begins = tuple([word[:size].encode() for size in range(1, len(word))])
    before = [text for text in low.split(b"<") if text.endswith(begins)]
    if not word[0].isascii():
        return bool(before)
    return any(
        text.endswith(begin) and not text[-len(begin) - 1 : -len(begin)].isalnum()
        for text in before
        for begin in begins
    )


@lru_cache(maxsize=4096)
def _rest(word: str) -> re.Pattern[bytes]:
    """What stands behind a tag where a word goes on there: the rest of it, or a piece of that before another tag."""
    letters = [re.escape(letter.encode()) for letter in word]
    rest = letters[-1] + (rb"(?:'?e?s)?(?![a-z0-9])" if word[-1].isascii() and word[-1].isalpha() else b"")
    rests = [rest]
    for letter in reversed(letters[1:-1]):
        rest = letter + b"(?:<|" + rest + b")"
        rests.append(rest)
    return re.compile(b">(?:" + b"|".join(rests) + b")")
