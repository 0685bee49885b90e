"""English words that bound, soften or give direction to a figure, as plain tables."""

from itertools import product

from extractors.reading.text.mention import Comparator
from extractors.reading.text.wordlists import words

_MORE = words("""
    more greater higher larger bigger longer older taller heavier better faster wider deeper farther further
    stronger hotter warmer steeper costlier
""")
_LESS = words("""
    less fewer lower smaller shorter younger lighter cheaper slower thinner narrower colder weaker
""")


def _than(words: list[str], before: str = "") -> list[str]:
    return [f"{before}{word} than" for word in words]


def _phrases(lines: str) -> list[str]:
    """Phrases separated by commas; "no|not" inside one stands for each of the two."""
    found = []
    for phrase in filter(None, map(str.strip, lines.replace("\n", ",").split(","))):
        found += [" ".join(words) for words in product(*(word.split("|") for word in phrase.split()))]
    return found


# What stands right before the figure.
BEFORE: dict[Comparator, list[str]] = {
    ">": [
        *_than(_MORE),
        *_phrases("""
            over, above, beyond, upwards|upward|north of, in excess of, to the north of
            exceed|exceeds|exceeded|exceeding, surpass|surpasses|surpassed|surpassing, top|tops|topped|topping
            pass|passes|passed|passing, cross|crosses|crossed|crossing, eclipse|eclipses|eclipsed|eclipsing
            outstrip|outstrips|outstripped, went|gone|go|goes|going past|over|beyond|above
        """),
    ],
    ">=": [
        *_than(_LESS, "no "), *_than(_LESS, "not "), *_than(_LESS, "never "), *_than(_LESS, "nothing "),
        *_phrases("""
            at least, at the least, at the very least, a|the minimum of, minimum|min|min., minimum of
            as few as, as little as, as low as, starting at|from, start|starts|started at|from, from at least
            not|never below|under, a floor of, no worse than
        """),
    ],
    "<": [
        *_than(_LESS),
        *_phrases("""
            under, below, beneath, underneath, short|shy of, just short of, south of, within a whisker of
            fall|falls|fell|fallen|falling short of, fail|fails|failed|failing to reach|hit|exceed
            yet to reach
        """),
    ],
    "<=": [
        *_than(_MORE, "no "), *_than(_MORE, "not "), *_than(_MORE, "never "), *_than(_MORE, "nothing "),
        *_than(_MORE, "any "),
        *_phrases("""
            at most, at the most, at the very most, up to, a|the maximum of, maximum|max|max., maximum of
            as much|many|high|large|big|long|great|old|heavy|deep|tall|far|wide as, capped|limited|restricted at|to
            cap|caps|capping at, a cap|ceiling|limit|upper limit of, not over|above|beyond, only up to
            not to exceed, not exceeding, without exceeding, anything up to, all of up to
        """),
    ],
    "~": _phrases("""
        about, around, approximately, approx, approx., roughly, some, circa, ca, ca., c., an|the estimated, estimated
        in|somewhere in the region|neighborhood|neighbourhood|vicinity|order|ballpark of, on|of the order of
        somewhere around|near|about, something like, near, nearly, almost, close to, closer to, virtually, practically
        just about, more or less, getting on for, give or take, broadly, anywhere near, approaching, nearing, nearer to
        an approximate, an approximated, a rough, maybe, perhaps, probably about, loosely, in the area of
    """),
}  # fmt: skip

# What may stand before such a phrase and belongs to it: well over, a little more than.
STRENGTHS = _phrases("""
    well, just, slightly, only, far, much, significantly, substantially, considerably, a little, a bit, a lot, somewhat
    comfortably, marginally, barely, fractionally, way, even, at just, any, a shade, a touch, a fraction, nothing, still
""")
# A bound turns round behind these: must not drop below, may never exceed, cannot be more than.
DENIALS = _phrases("not, never, cannot, n't, without, nor, no longer")
DENIED: dict[Comparator, Comparator] = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}

# Words between a verb of change and its amount: rose by a further 5%, gained a record 3%.
FILLERS = _phrases("""
    a, an, the, by, another, further, additional, extra, annual, average, overall, combined, adjusted, annualised
    annualized, net, total, record, modest, mere, whopping, only, just, year-on-year, yearly, monthly, quarterly, about
    solid, strong, healthy, massive, huge, big, small, smaller, larger, cumulative, full, sharp, steep, real, nominal
    meagre, meager, staggering, compound, mean, median, rate, pace, an annual rate of, an average of, as, much
""")
# Irregular forms are listed; the rest is inflected.
_IRREGULAR = {
    "rise": "rose risen", "grow": "grew grown", "leap": "leapt", "fall": "fell fallen", "lose": "lost",
    "shrink": "shrank shrunk shrunken", "slide": "slid", "sink": "sank sunk", "cut": "cut cutting",
    "shed": "shed shedding", "rally": "rallied rallies",
    "dive": "dove", "slip": "slipped slipping", "drop": "dropped dropping", "dip": "dipped dipping",
    "trim": "trimmed trimming", "swell": "swollen", "jump": "", "ebb": "ebbed", "up": "upped upping",
}  # fmt: skip
# Verbs whose object may be the amount of the change: rose 5%, lost 3 points.
_UP_VERBS = words("""
    rise increase grow climb gain jump surge soar rally rebound spike swell appreciate leap balloon escalate
    skyrocket rocket mushroom bounce
""")
_DOWN_VERBS = words("""
    fall decline decrease drop lose shrink contract slide slip sink plunge plummet tumble slump dip dive crash
    retreat weaken shed deteriorate depreciate recede subside dwindle slow ebb crater
""")
# Verbs that change something else, so that the amount stands behind "by" or is a share of it: cut its rate by 5%.
_RAISING = words("""
    raise lift hike boost push bump up add expand improve strengthen recover widen accelerate advance
""")
_CUTTING = words("""
    cut reduce lower trim slash shave curb pare scale drag narrow ease soften erode diminish
""")
_UP_NOUNS = words("""
    rise increase growth gain jump surge climb advance hike expansion improvement uptick upturn boost leap spike
    rebound rally uplift appreciation swing bump
""")
_DOWN_NOUNS = words("""
    fall decline decrease drop reduction loss cut dip slump slide contraction plunge shrinkage downturn
    deterioration depreciation downtick erosion slowdown retreat tumble
""")


def _forms(verbs: list[str]) -> list[str]:
    found = []
    for verb in verbs:
        stem = verb.removesuffix("e")
        irregular = _IRREGULAR.get(verb, "").split()
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
        past = [] if any(word[-1] != "g" for word in irregular) else [stem + "ed"]
        found += [verb, third, stem + "ing", *past, *irregular]
    return found


VERBS: dict[Comparator, list[str]] = {"up": _forms(_UP_VERBS), "down": _forms(_DOWN_VERBS)}
DIRECTIONS: dict[str, Comparator] = {
    **dict.fromkeys([*_forms(_UP_VERBS), *_forms(_RAISING)], "up"),
    **dict.fromkeys([*_forms(_DOWN_VERBS), *_forms(_CUTTING)], "down"),
}
"""Every form of a verb of change, with its direction."""
CAUSES: dict[Comparator, list[str]] = {"up": _forms(_RAISING), "down": _forms(_CUTTING)}
NOUNS: dict[Comparator, list[str]] = {
    "up": [form for noun in _UP_NOUNS for form in (noun, noun + "s")],
    "down": [form for noun in _DOWN_NOUNS for form in (noun, noun + "s")],
}
PLAIN: dict[Comparator, list[str]] = {"up": ["up", "higher"], "down": ["down", "lower"]}
# "make up 6%", "raised up 5" and "put down $50" change nothing.
PHRASAL = _phrases("""
    make|makes|made|making, set|sets, take|takes|took|taken, pick|picks|picked, buy|buys|bought, rack|racks|racked
    ends|end|ended, give|gives|gave, turn|turns|turned, follow|followed, signed|sign, put|puts, back, line|lined
    snap|snapped, add|adds|added, chalk|chalks|chalked, run|runs|ran, caught|catch, grew, handed, laid, shut
    stand|stood, top|topped, showed|show, score|scored, sums|sum|summed, wound|wind, use|used, free|freed
    round, open|opened, eat|eats|ate|eating
""")
# "ticked up to 4.6%": a level that is reached, no upper bound.
MOVED = [
    *VERBS["up"], *VERBS["down"], *(verb for verb in CAUSES["up"] if verb not in ("raise", "raises", "raising")),
    *CAUSES["down"],
    *_phrases("""
        tick|ticked|ticking|ticks, edge|edged|edging|edges, inch|inched|inching, creep|crept|creeping, move|moved|moving
        go|goes|went|gone|going, nudge|nudged|nudging, come|came|comes, bring|brought, drive|drove|driven, shoot|shot
        is|are|was|were|be|been, take|took|taken, back, jacked, ramp|ramped|ramping, scaled, step|stepped, revised, it
    """),
]  # fmt: skip

# What stands right behind the figure, its unit read already.
AFTER: dict[Comparator, list[str]] = {
    ">=": _phrases("""
        or more|above|higher|greater|over|better|longer|older|later|upwards|upward|beyond|up
        and above|over|up|higher|older, and upwards|upward|beyond|more, plus, or even more
        at least, minimum, at a minimum
    """),
    "<=": _phrases("""
        or less|fewer|below|under|lower|younger|shorter|smaller|earlier, and under|below|younger|less, at most, maximum
        tops, at the most, max
    """),
    "~": _phrases("or so, or thereabouts, give or take, more or less, approximately, or about that"),
}  # fmt: skip
# Behind a share or a change: 15% dearer, 7% fewer, 3% off the peak.
COMPARED: dict[Comparator, list[str]] = {
    "up": words("higher more dearer pricier up above"),
    "down": words("lower less fewer cheaper down below"),
}
# What may stand between the figure and a noun of change: a 5% year-on-year drop, 3% annual growth.
DESCRIBES = _phrases("""
    year-on-year, year-over-year, month-on-month, month-over-month, quarter-on-quarter, yoy, annual, annualised
    annualized, yearly, monthly, quarterly, weekly, daily, overall, further, additional, sharp, steep, average, real
    nominal, economic, price, pay, wage, salary, sales, revenue, profit, one-day, across-the-board, point, net, global
    organic, compound, volume, productivity, output, output, population, earnings, traffic, user, tax, rate, tariff
    performance, or more, or so, percentage-point, combined, projected, expected, export, import, job, income, weight
""")
