"""Small questions the HTML walk asks of a run of text and of a picture's attributes."""

from selectolax.lexbor import LexborNode

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import normalise
from extractors.reading.pages.chrome import Attributes
from extractors.reading.pages.glance import cut_figure, only_figure

BREAK = "\x1e"  # a <br>
SEAM = "\x1f"  # between two inline siblings that touch: a tile's number and label, or the parts of one word
_APART = " | "  # between numbers of elements that touch
_COUNTERS = (
    "data-count",
    "data-target",
    "data-to",
    "data-to-value",
    "data-end",
    "data-number",
    "data-counter",
    "data-stop",
)
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,6})*")
_STOPS = frozenset(".!?:;。！？：；…")


# A day or a year before a number, a time of day, or a rank before a count: no editor cuts one number like that.
_DATED = re.compile(r"(?:\b[A-Z][a-z]{2,8}\.? \d{1,2}|(?<!\d)(?:19|20)\d\d|\d{1,2}[-/]\d{1,2})$")
_TIME = re.compile(r"\d{1,2}:\d\d")
_RANK, _COUNT = re.compile(r"\d{1,2}"), re.compile(r"\d{4,}")


def between_numbers(pieces: list[str]) -> list[str]:
    """A run's pieces, with a bar where a number of one element touches another number in the next.

    <span>8</span><span>15377</span> are a rank and a count, "Feb 24<i>4 min read</i>" a day and a length. Else it is a
    number that an editor has cut: <b>38</b><b>3.9</b>.
    """
    apart: list[str] = []
    last, first, ranked = "", True, False  # the piece before, if it is the first of the run, or a ranked count
    for piece in pieces:
        if piece != SEAM:
            touches = "0" <= last[-1:] <= "9" and "0" <= piece[:1] <= "9"
            ranked = touches and (ranked or _are_two(last, piece, first))
            if ranked:
                apart.append(_APART)
            first, last = not last, piece
        apart.append(piece)
    return apart


def _are_two(left: str, right: str, first: bool) -> bool:
    if _DATED.search(left) or _TIME.match(right):
        return True
    return first and _RANK.fullmatch(left) is not None and _COUNT.fullmatch(right) is not None


def lines(text: str) -> list[str]:
    """A run cut at its `<br>`s where they separate: inside a sentence one only wraps the line."""
    lines: list[str] = []
    current: list[str] = []
    last, figure = "", False  # the line before, and whether it is a figure and nothing else
    for part in text.split(BREAK):
        line = normalise(part)
        alone = only_figure(line)
        if last and not (last[-1] in ".," and cut_figure(last, line)):
            if not line or last[-1] in _STOPS or figure or (alone and line[-1] not in ".。"):
                lines.append("".join(current))
                current = []
            elif not (last[-1] > "⺀" and line[0] > "⺀" and not "가" <= line[0] <= "힣"):
                current.append(" ")
        current.append(line)
        last, figure = line, alone
    lines.append("".join(current))
    return lines


def tiny(size: str | None) -> bool:
    """A tracking dot or a spacer."""
    return size is not None and size.strip("px ") in ("0", "1", "2", "3")


def address(attributes: Attributes) -> str:
    """The picture's address; lazy loading keeps the real one in another attribute."""
    source = attributes.get("src") or ""
    if source and not source.startswith("data:"):
        return source
    for name in ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset"):
        value = (attributes.get(name) or "").split()
        if value:
            return value[0].rstrip(",")
    return source[:2000]


def counted(node: LexborNode, attributes: Attributes) -> str:
    """The number that a script counts up to, where the page as sent shows 0."""
    for name in _COUNTERS:
        value = attributes.get(name)
        if value and _NUMBER.fullmatch(value.strip()) and normalise(node.text()) in ("0", "0.0", "0,0"):
            return value.strip()
    return ""
