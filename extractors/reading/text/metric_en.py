"""The English words that say what a figure measures: the subject of its clause, or the noun that it belongs to.

The sentence is read backwards from the figure. Verbs, hedges and prepositions are passed; the first noun phrase behind
them is taken: "the trade deficit" of "The trade deficit widened to", "loss" of "posted a loss of".
"""

from extractors.reading import regexes as re
from extractors.reading.text import hedge_words_en as hedges
from extractors.reading.text import nouns_en
from extractors.reading.text.money import ISO_CODES
from extractors.reading.text.wordlists import words

_CLOSE, _NEAR, _FAR = 44, 72, 150  # characters looked at; most phrases are near
_FURTHER = ""  # the phrase may begin before what has been looked at
_PIECE = re.compile(r"[A-Za-zÀ-ɏ][\w'&/-]*+(?:\.[A-Za-z])*+|\d[\w.,]*+%?|[^\w\s]")
_ENDS = frozenset('.;!?"”“[]|')
# A finite verb between the thing measured and its figure.
_VERBS = frozenset([
    *hedges.VERBS["up"], *hedges.VERBS["down"], *hedges.CAUSES["up"], *hedges.CAUSES["down"],
    *words("""
    is was are were be been being am has have had having will would could can may might must shall should do
    does did reach reached reaches reaching hit hits hitting total totals totalled totaled totalling totaling
    stood stand stands standing come comes came coming remain remained remains amount amounts amounted account
    accounts accounted make makes made making cover covers covered represent represents represented cost costs
    costing average averages averaged averaging exceed exceeded exceeds exceeding top topped tops topping
    surpass surpassed surpasses pass passed passes tick ticked edge edged inch inched creep crept climbed went
    go goes gone run runs ran running range ranges ranged vary varies varied expect expects expected forecast
    forecasts project projected projects estimate estimated estimates seen see sees saw predicted priced valued
    worth measure measured measures weigh weighed weighs held hold holds holding settle settled settles close
    closed closes opened open ended finished traded trades changed bought fetched fetches sell sells sold start
    starts started begin begins stretch spend spent employ employs sank become became earned earn earns earning
    generate generated post posted posts posting report reported reports record recorded records recognize
    recognized recognise recognised declared declare book booked set sets aim aims plan plans planned raise
    raised pay paid pays give gives gave given receive received won win said says say told contains contain
    consists use uses used need needs needed take takes took taken got get gets allow fail failed fails add
    added adds equalled equals equaled approach approached neared nears nearing hovered hover dropped accounted
    compares compared doubled tripled quadrupled halved stayed stays lies lie sits sit returned return produce
    produced produces delivered
    """),
])  # fmt: skip
# What may stand between a figure and its verb, or around a noun phrase, without naming anything.
_LIGHT = frozenset([
    *(word for phrase in hedges.FILLERS for word in phrase.split()),
    *(word for phrases in hedges.BEFORE.values() for phrase in phrases for word in phrase.split()),
    *(word for phrase in hedges.STRENGTHS for word in phrase.split()),
    *words("""
    a an the to at of by from in on for with as up down out back into off it its their them this that these
    those there and or not nor about also still now already again yet so well just only some any each every
    another other both all than more less fewer higher lower steady unchanged flat minus plus between per us eur
    usd gbp year month quarter week day percent percentage points point basis cent million billion trillion
    thousand hundred dollars euros pounds cents year-on-year who which whose they he she we i you his her our my
    your against versus vs compared respectively i.e january february march april may june july august september
    october november december monday tuesday wednesday thursday friday saturday sunday earlier later ago last
    next first second third fourth one two three four five six thought believed likely supposed due able set
    seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety dozen half
    """),
])  # fmt: skip
_AUXILIARIES = frozenset(
    words("""
    is was are were be been being am has have had having will would could can may might must shall should do
    does did
    """)
)
_BREAKS = frozenset(words("""
    while but when after before because if although though since until as whereas meanwhile however where so
    than then and-then although whether amid despite versus
    """))  # fmt: skip
_RELATIVES = frozenset(("which", "who", "that", "whose", "where"))
_INSIDE = frozenset(words("of in for on per to from by at with and the a an its their & under over into '"))
_LEADING = frozenset(words("in at by for of on with from to and or but the a an its their his her our this that these"))
_LONGEST = 9
_PHRASE_HEADS = frozenset(words("a an the its their his her this that another first new"))
_IN_A_PHRASE = re.compile(r"(?:\b(?:an?|the|its|their|his|her|this|that|another|first|new|'s)|,) $", re.IGNORECASE)
_BARE_NAMES = frozenset(("percent", "money", "percentage_point"))
_FOLLOWING = re.compile(r"(?:-a-\w+)? (?P<noun>[a-z][a-z'-]+(?: [a-z][a-z'-]+){0,2})")
_CHANGE_IN = re.compile(r" (?P<change>[a-z]+) in (?P<noun>(?:(?!and\b|or\b|by\b|to\b|from\b|at\b)[\w'-]{1,30} ?){1,4})")
_SHARE_OF = re.compile(
    r" (?:of|in) (?P<noun>(?:(?!(?:and|or|but|in|by|to|from|at|were|was|is|are|have|had|has|said|say)\b)"
    r"[\w'-]{1,30} ?){1,5})"
)
_CHANGES = frozenset([*hedges.NOUNS["up"], *hedges.NOUNS["down"], *(w for ws in hedges.COMPARED.values() for w in ws)])


def metric_en(text: str, start: int, end: int, kind: str) -> str | None:
    """The words that say what the figure between `start` and `end` measures; None where the sentence tells nothing."""
    if kind in _BARE_NAMES and _in_a_phrase(text, start):
        named = _named_behind(text, end)
        if named is not None:
            return named
    before = _before(text, start, money=kind == "money")
    if before is not None:
        return before
    share = _SHARE_OF.match(text, end)
    return None if share is None else share["noun"].strip()


def _in_a_phrase(text: str, start: int) -> bool:
    """Whether an article or the like stands right before."""
    if text[start - 1 : start] != " ":
        return False
    word = text[max(0, start - 9) : start - 1].rpartition(" ")[2]
    if word.isascii() and word.isalpha():
        return word.lower() in _PHRASE_HEADS
    return _IN_A_PHRASE.search(text, max(0, start - 9), start) is not None


def _named_behind(text: str, end: int) -> str | None:
    """A $1.2 billion settlement: the noun that the amount describes."""
    changed = _CHANGE_IN.match(text, end)
    if changed is not None and changed["change"] in _CHANGES:
        return changed["noun"].strip()  # a 5% decline in sales
    match = _FOLLOWING.match(text, end)
    if match is None:
        return None
    found: list[str] = []
    for word in match["noun"].split(" "):
        if word in _VERBS or word in _LIGHT or word in _BREAKS or word in nouns_en.STOP or word.endswith("ly"):
            break
        found.append(word)
    if not found or found[-1] in _CHANGES or found[0] in _CHANGES:
        return None
    return " ".join(found)


def _before(text: str, start: int, *, money: bool) -> str | None:
    """The noun phrase that the verb before the figure belongs to; looked for near by first."""
    begin = text.find(" ", start - _CLOSE, start) + 1 if start > _CLOSE else 0
    if (begin or start <= _CLOSE) and ")" not in text[begin:start]:
        found = _phrase_in(text, begin, start, 2, money=money)
        if found != _FURTHER:
            return found
    return (
        _phrase_in(text, _word_at(text, start - _NEAR), start, 1, money=money)
        or _phrase_in(text, _word_at(text, start - _FAR), start, 0, money=money)
        or None
    )


def _word_at(text: str, begin: int) -> int:
    """Where the first whole word from `begin` on starts."""
    if begin <= 0:
        return 0
    return begin if text[begin - 1] == " " else text.find(" ", begin) + 1 or begin


def _phrase_in(text: str, begin: int, start: int, least: int, *, money: bool) -> str | None:
    """The first noun phrase behind the verb, None if there is none; _FURTHER if it reaches the first `least` words."""
    pieces = _PIECE.findall(text, begin, start)
    at = len(pieces)
    least = least if begin else 0
    passed_comma = False
    while at:
        at, comma = _pass_light(pieces, at, money=money)
        if at < least:
            return _FURTHER
        if not at or pieces[at - 1] in _ENDS:
            return None
        phrase, at, relative = _phrase(pieces, at)
        if at < least:
            return _FURTHER
        if relative and (comma or passed_comma) and at:
            passed_comma = False
            continue  # "Inflation, which strips out food, held at": go on before the inserted clause
        passed_comma = comma
        named = _trimmed(phrase)
        if named:
            return " ".join(named)
        if not at or pieces[at - 1] in _ENDS:
            return None
        at -= not phrase
    return _FURTHER if least else None


def _pass_light(pieces: list[str], at: int, *, money: bool) -> tuple[int, bool]:
    """Back over verbs, hedges, numbers and commas; whether a comma came right before the next word."""
    passed = ""
    while at:
        piece = pieces[at - 1]
        lowered = piece.lower()
        if piece in _ENDS or (piece[0].isalpha() and _names(pieces, at, lowered, passed, money=money)):
            return at, passed == ","
        passed = lowered
        at = _opening(pieces, at) if piece == ")" else at - 1
    return at, passed == ","


def _names(pieces: list[str], at: int, word: str, passed: str, *, money: bool) -> bool:
    """Whether the word names something here; `passed` is the word behind it."""
    before = pieces[at - 2].lower() if at > 1 else ""
    if word in _CHANGES or word in ("rate", "pace"):
        # "growth slowed", "forecast growth of": a thing; "a rise of 5%": only how far.
        return passed in _VERBS or (passed == "of" and (not before or before in _VERBS or money))
    if word in _VERBS:
        return passed in _VERBS and word not in _AUXILIARIES  # "costs rose", "the contract is worth"
    return not (
        word in _LIGHT or word in _BREAKS or len(word) == 1 or word.endswith("ly") or pieces[at - 1] in ISO_CODES
    )


def _opening(pieces: list[str], at: int) -> int:
    """Where the bracket that closes at `at` opens."""
    depth = at - 1
    while depth and pieces[depth - 1] != "(":
        depth -= 1
    return max(depth - 1, 0) if depth else at - 1


def _phrase(pieces: list[str], at: int) -> tuple[list[str], int, bool]:
    """The noun phrase that ends at `at`, where it begins, and whether it belongs to a relative clause."""
    found: list[str] = []
    while at and len(found) < _LONGEST:
        piece = pieces[at - 1]
        lowered = piece.lower()
        if lowered in _RELATIVES:
            return found, at - 1, True
        if lowered in _BREAKS or (not piece[0].isalnum() and piece not in "&'"):
            break
        if lowered in _VERBS and found and not _noun_like(pieces, at):
            break
        found.insert(0, piece)
        at -= 1
    return found, at, False


def _noun_like(pieces: list[str], at: int) -> bool:
    """Whether a word that may be a verb stands as a noun: "the average", "rent increases", "household spending"."""
    return at == 1 or pieces[at - 2].lower() in ("the", "a", "an", "of", "its", "their")


def _trimmed(phrase: list[str]) -> list[str]:
    """The phrase without what leads it in: "In FY2026 the budget" is the budget."""
    words_left = list(phrase)
    if len(words_left) > 2 and words_left[0].lower() in ("in", "by", "at", "for", "on", "during"):
        for index, word in enumerate(words_left[1:], 1):
            if word.lower() in ("the", "a", "an", "its", "their") and index > 1:
                words_left = words_left[index:]
                break
    while words_left and (words_left[0].lower() in _LEADING or words_left[0][0].isdigit()):
        words_left.pop(0)
    while words_left and words_left[-1].lower() in _INSIDE:
        words_left.pop()
    return words_left
