"""Reads the English noun that a number counts: 130 technology firms, 12 police officers, a 300-page report."""

from extractors.reading import regexes as re
from extractors.reading.text.counters import PLURALS, SINGULARS
from extractors.reading.text.wordlists import words

_NO_SINGULAR = re.compile(r"(?:ss|us|is|'s)$")
# Plurals that the rules below would take apart wrongly.
_SAME = words("""
    species series aircraft spacecraft sheep deer fish cattle salmon offspring crew police headquarters
""")
_NO_PLURALS = words("""
    plus versus gas lens bonus
""")
_PAIRS = words("""
    men:man women:woman children:child feet:foot teeth:tooth mice:mouse geese:goose oxen:ox data:datum
    criteria:criterion phenomena:phenomenon bacteria:bacterium fungi:fungus nuclei:nucleus alumni:alumnus
    cacti:cactus crises:crisis analyses:analysis theses:thesis hypotheses:hypothesis diagnoses:diagnosis
    bases:base axes:axis troops:troop policemen:policeman firemen:fireman fishermen:fisherman
    servicemen:serviceman congressmen:congressman businessmen:businessman workmen:workman sportsmen:sportsman
    gunmen:gunman clergymen:clergyman horsemen:horseman postmen:postman chairmen:chairman lives:life wives:wife
    knives:knife leaves:leaf wolves:wolf calves:calf shelves:shelf loaves:loaf thieves:thief scarves:scarf
    halves:half hooves:hoof buses:bus viruses:virus bonuses:bonus campuses:campus censuses:census gases:gas
    lenses:lens canvases:canvas biases:bias atlases:atlas quizzes:quiz shoes:shoe canoes:canoe toes:toe
    caches:cache tranches:tranche niches:niche avalanches:avalanche moustaches:moustache aches:ache
    headaches:headache movies:movie cookies:cookie ties:tie pies:pie zombies:zombie calories:calorie
    rookies:rookie selfies:selfie smoothies:smoothie birdies:birdie bogeys:bogey gpus:gpu cpus:cpu tpus:tpu
    menus:menu gurus:guru emus:emu taxis:taxi skis:ski bikinis:bikini ids:id tvs:tv pcs:pc suvs:suv apps:app
    sales:sale
""")
_IRREGULAR: dict[str, str] = (
    {word: word for word in _SAME}
    | dict.fromkeys(_NO_PLURALS, "")
    | {plural: one for plural, _, one in (pair.partition(":") for pair in _PAIRS)}
)
# Words that cannot stand between a number and the noun it counts, and verbs that look like plurals.
STOP = frozenset(
    words("""
    of in and or to for the at on by from with as are were have had will would can could said say that who which
    than per a an if when while but their our its his her plan use used told among across between not into over
    under after before do did out percent hundred thousand million billion trillion is was be been has does may
    might must shall should i you he she it we they this these those there here where what how why so because
    since until till about above below up down off near then now today yesterday tomorrow ago later earlier away
    else each every any all both either neither no nor yet only just even still also too very respectively last
    next via amid against toward towards within without during through throughout along around behind beside
    besides beyond despite except inside outside onto upon versus vs like unlike such am pm bc ad bce ce st nd
    rd th did says includes requires means shows makes takes gets gives goes comes remains becomes applies
    provides allows wants seems lets puts keeps adds begins contains exists follows happens knows lies sits
    tells thinks tries uses has's let's needs covers rises falls drops gains loses grew rose fell gained lost
    sold bought won led met held made left died lived worked came went got gave took became percentage pct
    points-based plus minus times-a north south east west wide long tall high deep thick apiece nationwide
    worldwide overall together combined alone altogether total was's januarys january february march april june
    july august september october november december monday tuesday wednesday thursday friday saturday sunday mr
    mrs ms dr onward onwards
""")
)
# Plurals that tell about the noun behind them: sales people, sports clubs.
_BEFORE_NOUNS = frozenset(
    words("""
    sales sports arms goods savings earnings news women men women's men's services operations
""")
)
_HYPHEN_STOP = frozenset(
    words("""
    off odd plus strong some sided fold something nil way up in out to by and or for on over under type like
    based free ish sum day time times tone year month half third thirds fourth fifth quarters size old
    one two three four five six seven eight nine ten
""")
)
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = rf"[{_LETTER}]+(?:[-'][{_LETTER}]+)*"
_NAME = re.compile(r"[a-z]{2}[A-Z]|-[A-Z]")  # DevSecOps, pro-Morales: no plural, whatever it ends in
_PHRASE = re.compile(rf"{_WORD}'?(?: {_WORD}'?){{0,3}}(?!\.[A-Za-z])")
_HYPHENED = re.compile(r"[a-z]{3,16}(?![A-Za-z'-])")
_MOST_WORDS = 4


def singular(word: str) -> str | None:
    """The singular of a plural noun in lower case; None for what is no plural."""
    known = PLURALS.get(word)
    if known is not None:
        return known
    irregular = _IRREGULAR.get(word)
    if irregular is not None:
        return irregular or None
    if len(word) < 4 or word[-1] != "s" or _NO_SINGULAR.search(word):
        return None
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return word[:-2]
    return word[:-1]


def counted_noun(text: str, at: int, *, one: bool) -> tuple[str, int, int] | None:
    """The singular of the noun that begins at `at`, where its last word begins and ends.

    Up to three words may describe it. A single thing is read only where the noun is well known.
    """
    match = _PHRASE.match(text, at)
    if match is None:
        return None
    begin = at
    phrase = match.group().split(" ")
    for index, word in enumerate(phrase[:_MOST_WORDS]):
        lowered = word.lower().rstrip("'")
        if lowered in STOP:
            return None
        end = begin + len(word)
        if one:
            known = SINGULARS.get(lowered)
            return None if known is None else (known, begin, end)
        name = None if _NAME.search(word) else singular(lowered)
        if name is not None and not (lowered in _BEFORE_NOUNS and _goes_on(phrase, index)):
            return name, begin, begin + len(word.rstrip("'"))
        begin = end + 1
    return None


def _goes_on(phrase: list[str], index: int) -> bool:
    following = phrase[index + 1].lower() if index + 1 < len(phrase) else ""
    return following not in STOP and singular(following) is not None


def hyphened_noun(text: str, at: int) -> tuple[str, int] | None:
    """The noun behind a hyphen: the "page" of a 300-page report."""
    match = _HYPHENED.match(text, at)
    if match is None:
        return None
    word = match.group()
    if word in STOP or word in _HYPHEN_STOP or word.endswith(("ed", "al", "ous", "ly", "ing")):
        return None
    return SINGULARS.get(word, word), match.end()
