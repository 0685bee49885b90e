"""Whether a word of a page may be cut in two: by a tag in its midst, or by something that nobody sees."""

from dataclasses import dataclass
from functools import lru_cache

from extractors.reading import regexes as re

SEAM = b"\x02"  # between two text nodes, and for what may stand in the midst of one without being seen
# A seam that letters touch from both sides: only there may a word be cut.
_BEHIND_A_LETTER = rb"\x02(?<=[0-9A-Za-z\x80-\xff]\x02)"
_JOINT = re.compile(_BEHIND_A_LETTER + rb"(?=[0-9A-Za-z\x80-\xff])")


@dataclass(frozen=True, slots=True)
class _Cuts:
    """What to look for to see that a word may be cut in two: its first letter alone, what would follow, and the rest.

    `begins` finds beginnings of two letters and more before a seam: with two letters to look for it is fast.
    `goes_on` has for each place the pieces that would go on from there, the last of them ending the word. `rest` finds
    any of the latter by their first letters: cheap, and on most pages the end of the matter.
    """

    rest: re.Pattern[bytes]
    first: bytes
    second: tuple[bytes, ...]
    begins: re.Pattern[bytes] | None
    goes_on: tuple[tuple[bytes, ...], ...]


@lru_cache(maxsize=4096)
def _cuts(word: str) -> _Cuts:
    size = len(word)
    begins = b""
    for at in range(size - 1, 1, -1):
        begins = word[at - 1].encode() + (b"(?:" + SEAM + b"|" + begins + b")" if begins else SEAM)
    goes_on = tuple(
        tuple(SEAM + word[at:to].encode() + (SEAM if to < size else b"") for to in range(at + 1, size + 1))
        for at in range(1, size)
    )
    second = (SEAM + word[1:3].encode(), SEAM + word[1].encode() + SEAM) if size > 2 else (SEAM + word[1].encode(),)
    pattern = re.compile(word[0].encode() + begins) if begins else None
    later = {re.escape(word[at : at + 2].encode()) for at in range(1, size - 1)} | {word[-1].encode()}
    later |= {letter.encode() + SEAM for letter in word[1:]}
    rest = re.compile(_BEHIND_A_LETTER + b"(?:" + b"|".join(sorted(later)) + b")")
    return _Cuts(rest, word[0].encode() + SEAM, second, pattern, goes_on)


class Joints:
    """Where in a page's texts two pieces of a word may touch."""

    def __init__(self, texts: bytes) -> None:
        self._texts = texts
        self._places: list[int] | None = None

    def cut(self, word: str) -> bool:
        """Whether the word may go on from one text node to another, whatever stands between them."""
        if len(word) < 2:
            return False
        cuts = _cuts(word)
        if cuts.rest.search(self._texts) is None:
            return False
        low = self._round(len(word.encode()) + 2)
        goes_on = cuts.goes_on
        reached: set[int] = set()
        if cuts.begins is not None:
            reached = {len(found.group().decode()) - 2 for found in cuts.begins.finditer(low)}
        if any(piece in low for piece in cuts.second) and cuts.first in low:
            reached.add(0)
        todo = list(reached)
        while todo:
            at = todo.pop()
            for step, piece in enumerate(goes_on[at], at + 1):
                if step not in reached and piece in low:
                    if step == len(goes_on):
                        return True
                    reached.add(step)
                    todo.append(step)
        return False

    def _round(self, size: int) -> bytes:
        """As much on both sides of each joint, unless that is more than all texts."""
        if self._places is None:
            self._places = [joint.start() for joint in _JOINT.finditer(self._texts)]
        if len(self._places) * size * 2 > len(self._texts):
            return self._texts
        return b"\n".join([self._texts[max(0, at - size) : at + size] for at in self._places])
