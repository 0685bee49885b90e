"""The scan: one regular expression per mix of scripts that finds where a figure may begin."""

from functools import cache

from extractors.reading import regexes as re
from extractors.reading.text.counters_hangul import HANGUL as HANGUL_UNITS
from extractors.reading.text.counters_hangul import HANGUL_TIME
from extractors.reading.text.money import HANGUL as HANGUL_MONEY
from extractors.reading.text.multiples import ENGLISH as MULTIPLES
from extractors.reading.text.multiples import HAN as HAN_MULTIPLES
from extractors.reading.text.multiples import WITHIN
from extractors.reading.text.numbers_digits import VULGAR_CHARS
from extractors.reading.text.numbers_en import STARTERS
from extractors.reading.text.numbers_ko import BIG, NATIVE, NATIVE_TENS, SINO, UNITS
from extractors.reading.text.numbers_zh import NUMERALS
from extractors.reading.text.trie import trie_pattern
from extractors.reading.text.words_en import MONTHS, MONTHS_DE

# Branches begin with a letter or a set: `re` passes over such a one at once. The empty groups only name them.
_URL = r"https?://[^\s<>，。；、]+(?P<skip>)|www\.[^\s<>，。；、]+(?P<www>)"
_MAIL = r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"
_DIGIT = rf"[0-9{VULGAR_CHARS}](?P<digit>)|\.(?<![0-9A-Za-z.]\.)[0-9](?P<point>)"
_ARTICLE = (
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "dozen",
    "half",
    "quarter",
    "lakh",
    "crore",
    "couple",
    "pair",
    "dollar",
    "euro",
    "penny",
    "buck",
)


def _any_case(words: list[str]) -> str:
    """The words in lower case, Title case and capitals: cheaper than ignoring case at every character."""
    return trie_pattern([form for word in words for form in _forms(word)])


# How a period begins, beside Q1, H1 and FY.
_PERIOD_HEADS = ("first", "second", "third", "fourth", "fiscal", "financial")


def _forms(word: str) -> tuple[str, str, str]:
    return word, word.capitalize(), word.upper()


def _latin() -> str:
    months = [name for name in MONTHS if name != "sep"] + ["sep", *MONTHS_DE]
    forms = [form for name in months for form in (name.capitalize(), name.upper())]
    full = sorted(name.capitalize() for name in MONTHS if len(name) > 4 or name in ("june", "july", "may"))
    words = sorted((STARTERS | MULTIPLES) - {"a", "an"})
    # Nine words in ten are passed over for their first three letters, before any branch is tried.
    heads = {form[:3] for word in (*months, *words, *_PERIOD_HEADS, "within") for form in _forms(word)}
    return (
        rf"(?<![A-Za-z])(?={trie_pattern(sorted(heads))}|[Aa]n?\s|[QqH][1-4]|FY)(?:(?P<month>(?<![A-Za-z])(?:{trie_pattern(forms)})\.?\s+(?:of\s)?(?=[0-9]))"
        rf"|(?P<bare>(?<![A-Za-z])(?:{trie_pattern(full)})(?![A-Za-z]))"
        r"|(?P<period>(?<![A-Za-z0-9])(?:[Qq][1-4](?![0-9A-Za-z])|H[12](?=(?:\s(?:of\s)?'?(?:20)?|'?20)[0-9]{2}(?![0-9]))|FY'?\s?(?=[0-9])|[Ff]i(?:scal|nancial)(?:\s[Yy]ear)?\s(?=[0-9])"
        r"|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|1st|2nd|3rd|4th)[ -](?:[Hh]alf|[Qq]uarter)(?![A-Za-z]|-year)))"
        rf"|(?P<word>(?<![A-Za-z0-9_À-ɏ])(?<![A-Za-z]-)(?:(?:[Aa]n?\s(?=(?:[a-z]+-)?(?:{_part_heads()})))|[Ww]{WITHIN[1:]}|(?:{_any_case(words)})(?:(?![A-Za-z])|(?=fold\b)))))"
    )


def _part_heads() -> str:
    from extractors.reading.text.words_en import DOZENS, PARTS, TENS

    return trie_pattern([*_ARTICLE, *PARTS, *TENS, *DOZENS]) + r"(?![A-Za-z])"


_HAN_PLACE = rf"(?P<han>[{NUMERALS}對对]|民國|民国|中華民國|{HAN_MULTIPLES})"
_SINO = "".join(SINO)
_PLACES_KO = "".join(UNITS) + "".join(BIG)
_FIXED_KO = [
    "절반",
    "과반",
    "반값",
    "마이너스",
    "마이나스",
    "상반기",
    "하반기",
    "이틀",
    "사흘",
    "나흘",
    "닷새",
    "엿새",
    "이레",
    "여드레",
    "아흐레",
    "열흘",
    "보름",
    "한두",
    "두세",
    "두서너",
    "서너",
    "너댓",
    "네댓",
    "네다섯",
    "대여섯",
    "예닐곱",
    "일고여덟",
]
_AFTER_NUMERAL = ("번째", "퍼센트", "프로", "분의", "여", "월", "센트")


def _hangul() -> str:
    """Korean numerals where more of a number, a unit or nothing follows; most words that begin so go on otherwise."""
    money_names = trie_pattern(HANGUL_MONEY)
    units = trie_pattern([*HANGUL_UNITS, *HANGUL_TIME, *HANGUL_MONEY, *_AFTER_NUMERAL])
    more = f"[{_SINO}{_PLACES_KO}]"
    ones = trie_pattern(NATIVE)
    natives = f"(?:{trie_pattern(NATIVE_TENS)}(?:{ones})?|{ones})"
    return (
        rf"(?<![가-힣0-9])(?:{trie_pattern(_FIXED_KO)}|[{_SINO}](?={more}|[점쩜]|\s?(?:{money_names}|분의|월|년|주일|개월)|\s*\Z)"
        rf"|[{_PLACES_KO}](?={more}|{natives}|\s?(?:{units})|[^가-힣\s]|\s*\Z)"
        rf"|(?:{natives})(?=\s?(?:{units})|[^가-힣\s]|\s*\Z|\s?{more}))|(?<=약)(?:{more}|{natives})"
    )


NO_FIGURES = frozenset(("skip", "www", "mail"))


@cache
def scan_for(han: bool, hangul: bool, mail: bool = True) -> re.Pattern[str]:
    """The scan for a text that has Chinese characters, Korean syllables, both or neither, and perhaps addresses."""
    parts = [_DIGIT, _URL, *([f"(?P<mail>{_MAIL})"] if mail else []), _latin()]
    if han:
        parts.insert(1, _HAN_PLACE)
    if hangul:
        parts.insert(1, f"(?P<hangul>{_hangul()})")
    if not han and not hangul:
        return re.compile("|".join(parts))
    # One look at the character before the branches: most characters of Asian text begin none of them.
    heads = f"0-9A-Za-z.{VULGAR_CHARS}" + (NUMERALS + "對对民中翻雙双逾超" if han else "")
    if hangul:
        heads += _SINO + _PLACES_KO + "".join({word[0] for word in [*_FIXED_KO, *NATIVE, *NATIVE_TENS]})
    return re.compile(f"(?=[{heads}])(?:{'|'.join(parts)})")
