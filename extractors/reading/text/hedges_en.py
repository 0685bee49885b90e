"""Reads the English words around a figure that make it a bound, an estimate or a change.

The words before a figure are looked at backwards, so every pattern here matches reversed text: one match at a known
place, where a search for words that end at the figure would try every place before it.
"""

from collections.abc import Iterable

from extractors.reading import regexes as re
from extractors.reading.text import hedge_words_en as words
from extractors.reading.text.mention import Comparator, Kind
from extractors.reading.text.trie import trie_pattern

_WINDOW = 76
_Table = dict[str, Comparator]


def _table(signs: dict[Comparator, list[str]]) -> _Table:
    return {phrase: sign for sign, phrases in signs.items() for phrase in phrases}


def _backwards(phrases: Iterable[str]) -> str:
    return trie_pattern(phrase[::-1] for phrase in phrases)


_NO_LETTER = r"(?![\w-])"
_BEFORE = _table(words.BEFORE)
_CHANGES = _table(words.VERBS) | _table(words.PLAIN)
_CHANGES_OF = _table(words.NOUNS)
_CAUSES = _table(words.CAUSES) | _table(words.VERBS)
_STRENGTH = rf"(?: (?:{_backwards(words.STRENGTHS)}|yl[a-z]+){_NO_LETTER})"
_BOUND = re.compile(rf" *(?P<phrase>{_backwards(_BEFORE)}){_NO_LETTER}(?P<strength>{_STRENGTH}*)", re.IGNORECASE)
# up to an additional 15 per cent, at least another six months
_ANOTHER = re.compile(r" (?:lanoitidda na|rehtona|rehtruf a|artxe na)(?= )", re.IGNORECASE)
_DENIAL = re.compile(rf"(?: [a-z]+){{0,2}}?(?: (?:{_backwards(words.DENIALS)}){_NO_LETTER}|t'n)", re.IGNORECASE)
# "There are up to 11 houses": nothing has moved.
_THERE = re.compile(r"\bereht\b", re.IGNORECASE)
_MOVED_UP = re.compile(rf"(?:{_NO_LETTER}(?: yl[a-z]+)? (?:{_backwards(words.MOVED)}){_NO_LETTER})", re.IGNORECASE)
_FILLER = rf"(?: (?:{_backwards(words.FILLERS)}|yl[a-z]{{2,14}}){_NO_LETTER})"
_CHANGE = re.compile(rf"{_FILLER}{{0,4}} (?P<word>{_backwards(_CHANGES)}){_NO_LETTER}", re.IGNORECASE)
_CHANGE_OF = re.compile(rf"{_FILLER}{{0,3}} (?:fo|yb) (?P<word>{_backwards(_CHANGES_OF)}){_NO_LETTER}", re.IGNORECASE)
_BY = re.compile(
    rf"{_FILLER}{{0,3}} yb(?: [a-z0-9'%$-]+){{0,6}}? (?P<word>{_backwards(_CAUSES)}){_NO_LETTER}", re.IGNORECASE
)
_CAUSED = re.compile(rf"{_FILLER}{{0,3}} (?P<word>{_backwards(_table(words.CAUSES))}){_NO_LETTER}", re.IGNORECASE)
_PHRASAL = re.compile(rf" (?:{_backwards(words.PHRASAL)}){_NO_LETTER}", re.IGNORECASE)
# The 10 million mark, the required 10.5%, the 50 line.
_THE = re.compile(r" (?:(?P<adjective>[a-z]{4,}) )?(?:eht|sti|rieht)(?=[ ])", re.IGNORECASE)
_MARK = re.compile(r"[ -](?:mark|threshold|line|level|barrier|limit|target|milestone|cap|ceiling|minimum|maximum)\b")
_ABOVE = frozenset(("above", "below", "beneath", "exceeding", "exceeds", "exceeded", "surpassing", "surpassed"))

_AFTER = _table(words.AFTER)
_AFTER_WORD = re.compile(rf"[ -](?P<phrase>{trie_pattern(_AFTER)})(?![\w-])", re.IGNORECASE)
_FIRST_FEW = re.compile(
    r"(?:\d{1,3}|three|five|ten|twelve|twenty)"
    r"(?![\d%-]|[.,]\d|[bmk]n?\b| ?(?:hundred|thousand|million|billion|trillion|per ?cent)\b)",
    re.IGNORECASE,
)
_VERB_BEFORE = re.compile(r" (?:ot|lliw|dluoc|dluow|yam|thgim|nac|dluohs|t'nod|ton)(?![A-Za-z])", re.IGNORECASE)
_NEXT_FIGURE = re.compile(r"\s?[\d$€£¥]")
_COMPARED = _table(words.COMPARED)
_MADE = _table(words.NOUNS)
_CHANGED = re.compile(
    rf"(?:[ -](?:{trie_pattern(words.DESCRIBES)})(?![\w-])){{0,2}}[ -](?P<word>{trie_pattern(_MADE)})(?![\w-])"
)
_COMPARISON = re.compile(rf" (?P<word>{trie_pattern(_COMPARED)})(?![\w-])")
_NO_CHANGE_AFTER = re.compile(r" (?:rates?|targets?|forecasts?|due|into|within|under|short|margins?|stocks?|funds?)\b")
_ARTICLE = re.compile(r" ?(?:na|a|eht|sti|sih|reh|rieht|siht|taht|rehtona|tsrif|rehtruf|htiw|fo|a fo)(?![\w-])", re.I)
_SHARES = frozenset(("%", "pp", "point"))


class Before:
    """The words before a figure, reversed once and then asked several things."""

    __slots__ = ("_back", "_start", "_text", "_worded")

    def __init__(self, text: str, start: int) -> None:
        self._text, self._start = text, start
        self._back = text[max(0, start - _WINDOW) : start][::-1].replace("\n", " ")
        last = self._back[:2].lstrip()[:1]
        self._worded = last.isascii() and (last.isalpha() or last in ".'")  # else no English word ends here

    def bound(self) -> tuple[Comparator, int] | None:
        """What the phrase right before says, and where it begins."""
        if not self._worded:
            return None
        at = 0
        if self._back.startswith(" eht ") and (_MARK.match(self._text, self._start)):
            at = 4
        more = _ANOTHER.match(self._back, at)
        match = _BOUND.match(self._back, at if more is None else more.end()) or self._above_the()
        if match is None:
            return None
        phrase = match["phrase"][::-1].lower()
        sign = _BEFORE[phrase]
        end = match.end()
        if phrase in ("c.", "ca", "ca.") and (self._back[end : end + 1] == "." or match["phrase"] != phrase[::-1]):
            return None  # U.S.C. 407, CA 90210
        if phrase == "top" and _FIRST_FEW.match(self._text, self._start) and not _VERB_BEFORE.match(self._back, end):
            return None  # the top 10 stories
        moved = _MOVED_UP.match(self._back, match.end("phrase")) if phrase == "up to" else None
        if moved is not None and not _THERE.search(self._back, match.end("phrase"), match.end("phrase") + 16):
            return "=", self._start - at
        if sign in words.DENIED:
            denied = _DENIAL.match(self._back, end)
            if denied is not None and sign in "><":
                sign, end = words.DENIED[sign], denied.end()
        return sign, self._start - end

    def _above_the(self) -> re.Match[str] | None:
        """ "above the required 10.5%" says of the 10.5% that something lies above it."""
        the = _THE.match(self._back)
        if the is None:
            return None
        match = _BOUND.match(self._back, the.end())
        return match if match is not None and match["phrase"][::-1].lower() in _ABOVE else None

    def change(self, kind: Kind, unit: str | None) -> Comparator | None:
        """Whether the figure is how far something went up or down."""
        if not self._worded:
            return None
        back = self._back
        match = _CHANGE.match(back)
        if match is not None:
            word = match["word"][::-1].lower()
            if word in ("up", "down") and _PHRASAL.match(back, match.end()):
                return None
            return None if unit in _LENGTHS and word.rstrip("eds") in _JUMPS else _CHANGES[word]
        match = _CHANGE_OF.match(back)
        if match is not None:
            word = match["word"][::-1].lower()
            # A loss of $3m is the whole result of a year, not a change.
            return None if kind == "money" and word in ("gain", "gains", "loss", "losses") else _CHANGES_OF[word]
        match = _BY.match(back) or (_CAUSED.match(back) if unit in _SHARES else None)
        return None if match is None else _CAUSES[match["word"][::-1].lower()]

    def has_article(self) -> bool:
        """Whether the figure stands in a noun phrase: "a 5% rise", not "prices 5% rise"."""
        return _ARTICLE.match(self._back) is not None


_LENGTHS = frozenset(("metre", "foot", "mile", "kilometre", "inch", "centimetre", "yard"))
_JUMPS = frozenset(("jump", "leap", "leapt", "climb", "div", "advanc", "fell"))  # athletes and walkers do it too


def after(text: str, end: int) -> tuple[Comparator, int] | None:
    """The phrase right behind that bounds the figure, and where it ends."""
    behind = text[end : end + 1]
    if behind != " " and behind != "-":
        return None
    match = _AFTER_WORD.match(text, end)
    if match is None:
        return None
    phrase = match["phrase"].lower()
    if phrase.endswith(("over", "above", "under", "below", "up", "plus", "more")) and (
        _NEXT_FIGURE.match(text, match.end()) or (text[end] == "-" and phrase != "plus")
    ):
        return None  # 40,000 homes and over 2,000 shops
    if text.startswith(" than", match.end()) or (phrase.endswith("up") and text.startswith(" to ", match.end())):
        return None  # up to 500 euros or up to 1% of sales, 10 hours and less than two days: the next figure's bound
    if phrase == "max" and match["phrase"] != phrase:
        return None  # a 737 MAX
    return _AFTER[phrase], match.end()


def changed_after(text: str, end: int, unit: str | None, before: Before) -> Comparator | None:
    """A 5% decline, 3 points higher: the change that a noun or a comparison behind the figure names."""
    behind = text[end : end + 1]
    if behind != " " and behind != "-":
        return None
    match = _CHANGED.match(text, end)
    if match is not None:
        told = unit in ("%", "pp") or before.has_article()
        return _MADE[match["word"]] if told and not _NO_CHANGE_AFTER.match(text, match.end()) else None
    match = _COMPARISON.match(text, end)
    if match is None or (unit not in _SHARES and not text.startswith((" than", " at ", " to "), match.end())):
        return None
    return _COMPARED[match["word"]]
