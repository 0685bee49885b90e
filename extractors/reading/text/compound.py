"""Units put together from others: mg/kg, W/(m·K), mA cm-2, litres per minute, cases per 100,000 people."""

from extractors.reading import regexes as re
from extractors.reading.text.counters import ENGLISH_TIME
from extractors.reading.text.measures import NAMES, SYMBOLS
from extractors.reading.text.nouns_en import singular
from extractors.reading.text.trie import trie_pattern

# Short forms that stand only behind a stroke or with a negative power.
_BELOW = {"d": "day", "day": "day", "wk": "week", "mo": "month", "month": "month", "y": "year", "a": "year",
          "year": "year", "hour": "hour", "minute": "minute", "second": "second", "week": "week", "person": "person",
          "capita": "capita", "head": "head", "U": "unit", "cell": "cell", "mol": "mole"}  # fmt: skip
_UNITS = SYMBOLS | _BELOW
_SYMBOL = rf"(?:{trie_pattern(_UNITS)})"
_ONE = rf"(?P<unit>{_SYMBOL})(?P<power>\^?[2-4²³]|)(?![A-Za-z0-9µμ])"
_STROKE = re.compile(rf"\s?/\s?(?P<open>\(?)(?P<count>\d{{1,3}}(?:,\d{{3}})*\s?)?{_ONE}")
_PRODUCT = re.compile(rf"\s?[·⋅*.]\s?{_ONE}")
_INSIDE = re.compile(rf"[ ·⋅*]{{1,2}}{_ONE}")
_NEGATIVE = re.compile(rf"[ ·⋅.](?P<unit>{_SYMBOL})\^?-(?P<power>[1-4¹²³])(?![\w.,]\d|\w)")
_ITSELF = re.compile(r"\^?-[1-4¹²³](?![\w.,]\d|\w| [a-z])")  # 1,640 cm-1
_PER = re.compile(
    r" per (?P<count>\d{1,3}(?:,\d{3})+ |hundred |thousand |million )?"
    r"(?P<words>(?:square |cubic )?[a-z]+(?:-[a-z]+)?)(?![A-Za-z-])"
)
_A = re.compile(r" an? (?P<words>[a-z]+)(?![A-Za-z-])")
_PACES = frozenset(("second", "minute", "hour", "day"))
_PEOPLE_PER = re.compile(r" (?:for every|per|in every) (?P<count>\d{1,3}(?:,\d{3})+|\d{3,6}|million) (?P<words>[a-z]+)")
_POWERS = {"": "", "1": "", "¹": "", "2": "2", "²": "2", "3": "3", "³": "3", "4": "4"}
_LENGTHS = frozenset(name for name in NAMES.values() if name.endswith(("metre", "inch", "foot", "yard", "mile"))
                     and " " not in name)  # fmt: skip


def compounded(text: str, unit: str, end: int, *, measured: bool) -> tuple[str, int]:
    """The whole unit that begins with `unit`, and where it ends; a counted noun goes on with "per" only."""
    char = text[end : end + 1]
    if char == " " or char in "/·⋅*.-" or char.isalpha():
        top = unit
        below: list[str] = []
        if measured:
            top, below, end = _symbols(text, unit, end)
        if text.startswith(" per ", end):
            below, end = _words(text, _PER, below, end)
        elif measured and not below and text.startswith((" a ", " an "), end):
            below, end = _a_time(text, end)
        return (f"{top} per {' per '.join(below)}" if below else top), end
    return unit, end


def _symbols(text: str, top: str, end: int) -> tuple[str, list[str], int]:
    below: list[str] = []
    itself = _ITSELF.match(text, end)
    if itself is not None:
        return f"per {_raised(top, itself.group().lstrip('^-'))}", below, itself.end()
    for _ in range(4):
        stroke = _STROKE.match(text, end)
        if stroke is not None:
            part, end = _below(stroke), stroke.end()
            if stroke["open"]:
                part, end = _closed(text, part, end)
            below.append(part)
            continue
        negative = _NEGATIVE.match(text, end)
        if negative is not None:
            name = _raised(_UNITS[negative["unit"]], negative["power"])
            below = [" ".join([*below, name])] if below else [name]
            end = negative.end()
            continue
        product = None if below else _PRODUCT.match(text, end)
        if product is None:
            return top, below, end
        top, end = f"{top} {_raised(_UNITS[product['unit']], product['power'])}", product.end()
    return top, below, end


def _below(stroke: re.Match[str]) -> str:
    count = (stroke["count"] or "").strip()
    name = _raised(_UNITS[stroke["unit"]], stroke["power"])
    return f"{count} {name}" if count else name


def _closed(text: str, part: str, end: int) -> tuple[str, int]:
    """The rest of a product in brackets: the K) of W/(m·K)."""
    product = _INSIDE.match(text, end)
    while product is not None:
        part, end = f"{part} {_raised(_UNITS[product['unit']], product['power'])}", product.end()
        product = _INSIDE.match(text, end)
    return part, end + (text[end : end + 1] == ")")


def _raised(name: str, power: str) -> str:
    power = _POWERS[power.lstrip("^")]
    if not power:
        return name
    if name in _LENGTHS and power in "23":
        return f"{'square' if power == '2' else 'cubic'} {name}"
    return f"{name} {'squared' if power == '2' else 'cubed' if power == '3' else 'to the fourth'}"


def _words(text: str, pattern: re.Pattern[str], below: list[str], end: int) -> tuple[list[str], int]:
    below = list(below)
    match = pattern.match(text, end)
    while match is not None and len(below) < 3:
        words, stop = match["words"], match.end()
        name = NAMES.get(words) or ENGLISH_TIME.get(words)
        if name is None and words.startswith(("square ", "cubic ")):
            return below, end
        count = (match["count"] or "").strip()
        if count:
            name = name or singular(words)
            words = f"{count} {words}"
            below, end = [*below, words if name is None else f"{count} {words.split()[1]}"], stop
        else:
            below, end = [*below, name or words], stop
        match = pattern.match(text, end)
    return below, end


def _a_time(text: str, end: int) -> tuple[list[str], int]:
    """Litres a minute, tonnes a day; by the month and the year it is a pace, not a unit (50 GB a month)."""
    match = _A.match(text, end)
    name = None if match is None or match["words"] not in _PACES else ENGLISH_TIME.get(match["words"])
    return ([], end) if match is None or name is None else ([name], match.end())


def rate_of_people(text: str, end: int) -> tuple[str, int] | None:
    """42 per 100,000 people: a rate that names nothing else."""
    match = _PEOPLE_PER.match(text, end)
    return None if match is None else (f"per {match['count']} {match['words']}", match.end())
