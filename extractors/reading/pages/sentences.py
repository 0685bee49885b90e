"""Cutting prose into sentences in English, Chinese and Korean, in one pass over the end marks."""

from extractors.reading import regexes as re
from extractors.reading.pages.glance import words

# An end mark with what may close behind it. The full-width full stop ． is a decimal point in some pages: left alone.
_END = re.compile(r"[.!?。！？｡…]+[\"'”’»)）」』】\]]*")
_OPENED = re.compile(r".*[(（\[「『\"“‘]")
_ABBREVIATIONS = words(
    "approx. ca. c. vs. no. nos. mr. mrs. ms. dr. prof. st. sr. jr. fig. figs. eq. sec. art. vol. pp. p. para. ch. cf. "
    "e.g. i.e. al. est. jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. gov. sen. rep. gen. mt. "
    "mär. okt. dez. viz. mio. mrd. stat. pub. ed. eds. rev. op. dept. univ. rs. ft."
)
# These may also end a sentence: they do when a word follows that begins one.
_MAYBE = words(
    "inc. ltd. co. corp. llc. plc. u.s. u.k. u.n. e.u. etc. a.m. p.m. d.c. ph.d. s.a. n.v. bn. mn. tn. min. max. avg."
)
_STARTERS = words(
    "the this that these those it in a an by we our they their its he she however but and for at as from when while "
    "since after with there if of on some most all according more another"
)

_DOTTED_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d\. \d{1,2}\.(?: \d{1,2}\.)?")  # 2023. 9. 13. as Koreans write it


LONGEST = 2000  # characters; what has no end mark for longer is no sentence but a list or a dump


def sentences(text: str) -> list[str]:
    """The sentences of a normalised text, in order; nothing but the spaces between them is lost.

    >>> sentences("It grew 3.5 percent in the U.S. market. Sales fell.")
    ['It grew 3.5 percent in the U.S. market.', 'Sales fell.']
    >>> sentences("市場規模達3.5億美元。預計成長。")
    ['市場規模達3.5億美元。', '預計成長。']
    """
    found: list[str] = []
    start = 0
    for mark in _END.finditer(text):
        end = mark.end()
        if end < len(text) and not _ends(text, start, mark.start(), end):
            continue
        _keep(found, text[start:end].strip())
        start = end
    _keep(found, text[start:].strip())
    return found


def _keep(found: list[str], piece: str) -> None:
    """Adds a sentence; one that is far too long is cut at spaces, so that what reads it stays fast."""
    start = 0
    while len(piece) - start > LONGEST:
        cut = piece.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        found.append(piece[start:cut].strip())
        start = cut
    rest = piece[start:].strip()
    if rest:
        found.append(rest)


def _ends(text: str, start: int, mark: int, end: int) -> bool:
    """Whether the mark at `mark` ends a sentence that is followed by more text at `end`."""
    character = text[mark]
    if character in "。｡！？":
        return True
    after = text[end : end + 40]
    if not after.startswith(" "):
        # "bn.The next" without a space happens at the seams of inline tags; "3.5", "U.S", "example.com" stay whole.
        return character in "!?" and after[:1] > "⺀"
    following = after[1:].lstrip("\"'“‘«([（「『")
    if not following:
        return True
    first = following[0]
    if character == "…" or (character == "." and text[mark : mark + 3] == "..."):
        return first.isupper() or first > "⺀"
    if first.islower():
        return False
    if character in "!?":
        return True
    if (first.isdigit() or "가" <= first <= "힣") and _in_dotted_day(text, start, end):
        return False
    token = text[max(start, mark - 24) : mark + 1].rsplit(None, 1)[-1]
    if not token[:-1].isalnum() and (opened := _OPENED.match(token)):
        token = token[opened.end() :]
    token = token.casefold()
    if token in _ABBREVIATIONS:
        # "No. 5" and "Sept. 7" go on; "fell in Sept. Sales rose" is rarer than "Sept. 7" but told apart by the digit.
        return False
    word = re.split(r"[\s,.]", following, maxsplit=1)[0].casefold()
    if token in _MAYBE:
        return word in _STARTERS or first > "⺀"
    # A single capital is an initial ("J. Smith") unless it stands at the end of a longer word chain like "plan B."
    return not (len(token) == 2 and token[0].isalpha() and token[0] < "ÿ" and text[mark - 1].isupper())


def _in_dotted_day(text: str, start: int, end: int) -> bool:
    """Whether the full stop before `end` belongs to a day; its last one ends no sentence before a Korean word."""
    days = _DOTTED_DAY.finditer(text, max(start, end - 13), end + 8)
    return any(day.start() < end < day.end() or (end == day.end() and not text[end + 1].isdigit()) for day in days)
