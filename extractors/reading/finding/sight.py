"""What can be told of an HTML page before any of it is read: where words stand, by the parser's own search.

Kept on the page for its next figure. Everything here errs on one side: a place too many, never one too few; where
that can't be promised (a word cut in two by a tag or by something hidden) it says so.
"""

from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold, fold_keys
from extractors.reading.finding.cuts import SEAM, Joints
from extractors.reading.finding.source import CONTROLS, PLAIN, Source, special_in
from extractors.reading.finding.wanted import Groups, Wanted
from extractors.reading.pages import meta
from extractors.reading.pages.blocks import Chunk, normalise
from extractors.reading.pages.chrome import BANNER_TAGS, SKIPPED, TELLING, Chrome
from extractors.reading.pages.html import HEADINGS
from extractors.reading.pages.writer import INLINE

_RUN = re.compile(r"[^\W_]+")
# Characters that nobody sees, as UTF-8.
_UNSEEN = re.compile(rb"\xc2\xad|\xe1\xa0\x8e|\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa9])|\xef\xbb\xbf")
_SOFT_HYPHEN = b"\xad"  # where a character is a byte
_HIDDEN_INLINE = (
    ":is(a,abbr,b,bdi,cite,code,em,font,i,ins,label,mark,q,s,small,span,strong,sub,sup,time,u)"
    ':is([hidden],[aria-hidden="true"],[style*="display"],[style*="visibility"])'
)
IN_TABLE = 1000
_FEW = 6
Words = tuple[str, ...]


@lru_cache(maxsize=4096)
def quick(groups: Groups) -> tuple[Words, ...] | None:
    """For each group its synonyms' longest words: where none of a group's stands, the group can't be met."""
    found = []
    for group in groups:
        runs = [_RUN.findall(fold(synonym)) for synonym in group]
        if not all(runs):
            return None
        longest = tuple({max(run, key=len) for run in runs})
        if not all(map(PLAIN.fullmatch, longest)):
            return None
        found.append(longest)
    return tuple(found)


def groups_of(wanted: Wanted) -> Groups:
    """What must be met wherever the figure stands: the anchors, else each of the row and column words."""
    return wanted.anchors or tuple((word,) for word in (*wanted.row, *wanted.column))


_PARAGRAPHS = ",".join(("p", *HEADINGS))


def holds_blocks(node: LexborNode) -> bool:
    """Whether a paragraph has more than words in it."""
    return any((inner.tag or "") not in INLINE for inner in node.css("*")[1:])


@lru_cache(maxsize=1024)
def _selector(words: Words) -> str:
    texts = (f':not(script):not(style):lexbor-contains("{word}" i)' for word in words)
    return ",".join((*HEADINGS, *texts))


def _shortest(words: Words) -> int:
    """How long a group's words are at least: the longest are the rarest as a rule."""
    return min([len(word.encode()) for word in words])


def _special_in(raw: bytes, *, bytewise: bool) -> set[bytes]:
    """The special characters that occur; where a character is a byte only one of them can."""
    if bytewise:
        return {_SOFT_HYPHEN} if _SOFT_HYPHEN in raw else set()
    return special_in(raw)


def _as_bytes(text: str) -> bytes:
    """A byte a character where that is enough, which is ten times faster; else UTF-8."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


@dataclass(slots=True)
class Places:
    """Where one group of words stands: the elements with them in document order, among all headings."""

    ordered: list[LexborNode]
    alts: list[LexborNode]


class Sight:
    """One page, seen from above."""

    def __init__(self, tree: LexborHTMLParser, body: LexborNode, raw: bytes | None = None) -> None:
        self.tree, self.body = tree, body
        self.chrome = Chrome()
        self.source = None if raw is None else Source(raw)
        self._text = ""
        self._raw = b""
        self.clear: bool | None = None  # no control characters are in the texts; None before they were put together
        self.plain = False  # in lower case the texts are as words are looked for
        self._otherwise = False
        self._unseen: tuple[bytes, ...] = ()
        self._low: bytes | None = None
        self._folded = ""
        self._joints: dict[bool, Joints] = {}
        self._times: dict[str, int] = {}
        self._hides: bool | None = None
        self._alts: list[tuple[LexborNode, str]] | None = None
        self._paragraphs: list[LexborNode] | None = None  # and headings
        self._told: list[str] | None = None
        self._head: list[Chunk] | None = None
        self._states: dict[int, int] = {body.mem_id: 0}

    def look(self) -> bool:
        """Puts the texts together, which all below needs but `once` and `state`. False where control characters are."""
        if self.clear is None:
            self._text = text = self.body.text(separator=SEAM.decode())
            self._raw = raw = _as_bytes(text)
            self.clear = not any(mark in raw for mark in CONTROLS)
            special = _special_in(raw, bytewise=len(raw) == len(text))
            unseen = {one for one in special if one == _SOFT_HYPHEN or _UNSEEN.fullmatch(one)}
            self._otherwise = unseen != special
            self._unseen = tuple(unseen)
            self.plain = not special
        return self.clear

    def once(self, groups: tuple[Words, ...]) -> list[LexborNode] | None:
        """The one paragraph that has a group's words, among the headings, where the page's bytes have them only there.

        Then nothing else of the page has them, its head, its pictures and its data included.
        """
        if self.source is None:
            return None
        for words in sorted(groups, key=_shortest, reverse=True):
            times = self.source.times(words)
            if times <= _FEW:
                found = self._one_paragraph(words, times) if times else None
                if found is None or self.source.sure(words):
                    return found
        return None

    @property
    def low(self) -> bytes:
        """All texts in lower case, with a seam for what nobody sees."""
        if self._low is None:
            self._low = self._raw.lower()
            for one in self._unseen:
                self._low = self._low.replace(one, SEAM)
        return self._low

    def _as_looked_for(self, word: str) -> bytes:
        """The texts in which a word is to be looked for: lower case matters to few scripts."""
        return self.low if self._unseen or word != word.upper() else self._raw

    def rarest(self, groups: tuple[Words, ...]) -> Words:
        """The group to look for: the one of the longest words, unless these are frequent here."""
        longest = max(groups, key=_shortest)
        if len(groups) == 1 or self.count(longest) <= _FEW:
            return longest
        return min(groups, key=self.count)

    def count(self, words: Words) -> int:
        """How often words stand in the page's texts."""
        return sum(map(self._times_of, self._present(words)))

    def _times_of(self, word: str) -> int:
        times = self._times.get(word)
        if times is None:
            times = self._times[word] = self._as_looked_for(word).count(word.encode())
        return times

    def _present(self, words: Words) -> Words:
        return tuple(word for word in words if word[0].isascii() or word[0] in self._text)

    def sure(self, words: Words) -> bool:
        """Whether no place of these words is hidden from `places`: none is cut in two or written otherwise."""
        if self._otherwise:
            self._folded = self._folded or fold(normalise(self._text))
            if any(self._folded.count(word) > self.low.count(word.encode()) for word in words):
                return False
        return not any(self._joints_for(word).cut(word) for word in self._present(words))

    def _joints_for(self, word: str) -> Joints:
        low = self._as_looked_for(word)
        same = low is self._raw
        if same not in self._joints:
            self._joints[same] = Joints(low)
        return self._joints[same]

    def hides(self) -> bool:
        """Whether something in the midst of a line may be hidden: then a word looked at by itself may be cut by it."""
        if self._hides is None:
            self._hides = self.body.css_first(_HIDDEN_INLINE) is not None
        return self._hides

    def places(self, words: Words) -> Places:
        """The elements that have the words in a text of their own, among the headings; the pictures that do."""
        present = tuple(word for word in self._present(words) if word.encode() in self._as_looked_for(word))
        alts = self.alts(words)
        return Places(self.body.css(_selector(present)) if present or alts else [], alts)

    def tells(self, words: Words) -> bool:
        """Whether the words stand in what the page says about itself: in its head or by a machine-readable time."""
        if self._told is None:
            self._told = [fold_keys((chunk.text, *chunk.headers)) for chunk in self.head()]
        return any(word in text for text in self._told for word in words)

    def head(self) -> list[Chunk]:
        """What the page says about itself."""
        if self._head is None:
            self._head = list(meta.head(self.tree))
        return self._head

    def in_one_paragraph(self, words: Words) -> list[LexborNode] | None:
        """What `places` gives where the words stand in one paragraph only: it and the headings; None elsewhere."""
        if not self.plain:
            return None
        low = tuple(word for word in self._present(words) if self._times_of(word))
        return self._one_paragraph(low, sum(map(self._times_of, low)))

    def _one_paragraph(self, words: Words, times: int) -> list[LexborNode] | None:
        cased = any(word != word.upper() for word in words)
        ordered: list[LexborNode] = []
        found = 0
        if self._paragraphs is None:
            self._paragraphs = self.body.css(_PARAGRAPHS)
        for node in self._paragraphs:
            if node.tag != "p":
                ordered.append(node)
            elif found < times:
                text = node.text().lower() if cased else node.text()
                here = sum([text.count(word) for word in words if word in text])
                if here:
                    if found or here != times:
                        return None
                    found = here
                    ordered.append(node)
        return ordered if found and not any(node.tag == "p" and holds_blocks(node) for node in ordered) else None

    def alts(self, words: Words) -> list[LexborNode]:
        """The pictures that have the words in their alt text."""
        if self._alts is None:
            told = ((node, node.attributes.get("alt")) for node in self.body.css("img[alt]"))
            self._alts = [(node, fold(normalise(alt))) for node, alt in told if alt]
        return [node for node, alt in self._alts if any(word in alt for word in words)]

    def state(self, node: LexborNode) -> int:
        """-1: left out of the page's text, surely; else in how many main or article elements it stands.

        In a table's cells other rules hold than outside: what stands there counts as shown (IN_TABLE and more).
        """
        chain = []
        current: LexborNode | None = node
        while current is not None and current.mem_id not in self._states:
            chain.append(current)
            current = current.parent
        state = self._states[current.mem_id] if current is not None else 0
        for one in reversed(chain):
            tag = one.tag or ""
            if 0 <= state < IN_TABLE:
                state = self._inside(one, tag, state)
                if tag == "table" and state >= 0:
                    state += IN_TABLE
            self._states[one.mem_id] = state
        return state

    def _inside(self, node: LexborNode, tag: str, state: int) -> int:
        if (tag in SKIPPED and self.chrome.skips(node, tag)) or (tag == "button" and not _in_heading(node)):
            return -1
        attributes = node.attributes
        told = attributes and not TELLING.isdisjoint(attributes)
        if (told or tag in BANNER_TAGS) and self.chrome.left_out(node, tag, attributes, state > 0):
            return -1
        return state + (tag in ("main", "article"))


def _in_heading(node: LexborNode | None) -> bool:
    while node is not None and node.tag not in HEADINGS:
        node = node.parent
    return node is not None
