"""The scan: one regular expression per mix of scripts that finds where a figure may begin."""

import re
from functools import cache

from extractors.reading.text.numbers_digits import VULGAR_CHARS
from extractors.reading.text.numbers_en import STARTERS
from extractors.reading.text.numbers_ko import NATIVE, NATIVE_TENS
from extractors.reading.text.numbers_zh import NUMERALS
from extractors.reading.text.trie import trie_pattern
from extractors.reading.text.words_en import MONTHS

_SKIP = r"(?P<skip>https?://[^\s<>，。；、]+|www\.[^\s<>，。；、]+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64})"
_DIGIT = rf"(?P<digit>[0-9{VULGAR_CHARS}]|(?<![0-9A-Za-z.])\.[0-9])"
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
    return trie_pattern([form for word in words for form in (word, word.capitalize(), word.upper())])


def _latin() -> str:
    months = [name for name in MONTHS if name != "sep"] + ["sep"]
    forms = [form for name in months for form in (name.capitalize(), name.upper())]
    full = sorted(name.capitalize() for name in MONTHS if len(name) > 4 or name in ("june", "july", "may"))
    words = sorted(STARTERS - {"a", "an"})
    return (
        rf"(?P<month>(?<![A-Za-z])(?:{trie_pattern(forms)})\.?\s+(?:of\s)?(?=[0-9]))"
        rf"|(?P<bare>(?<![A-Za-z])(?:{trie_pattern(full)})(?![A-Za-z]))"
        r"|(?P<period>(?<![A-Za-z0-9])(?:[Qq][1-4](?![0-9A-Za-z])|H[12](?=(?:\s(?:of\s)?'?(?:20)?|'?20)[0-9]{2}(?![0-9]))|FY'?\s?(?=[0-9])|[Ff]i(?:scal|nancial)(?:\s[Yy]ear)?\s(?=[0-9])"
        r"|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|1st|2nd|3rd|4th)[ -](?:[Hh]alf|[Qq]uarter)(?![A-Za-z]|-year)))"
        rf"|(?P<word>(?<![A-Za-z0-9_À-ɏ])(?<![A-Za-z]-)(?:(?:[Aa]n?\s(?=(?:[a-z]+-)?(?:{_part_heads()})))|(?:{_any_case(words)})(?:(?![A-Za-z])|(?=fold\b))))"
    )


def _part_heads() -> str:
    from extractors.reading.text.words_en import DOZENS, PARTS, TENS

    return trie_pattern([*_ARTICLE, *PARTS, *TENS, *DOZENS]) + r"(?![A-Za-z])"


_HAN_PLACE = rf"(?P<han>[{NUMERALS}对對]|民國|民国|中華民國)"
_KO_HEADS = "영공일이삼사오육칠팔구십백천만억조" + "".join({word[0] for word in [*NATIVE, *NATIVE_TENS]}) + "절반"


@cache
def scan_for(han: bool, hangul: bool) -> re.Pattern[str]:
    """The scan for a text that has Chinese characters, Korean syllables, both or neither."""
    parts = [_DIGIT, _SKIP, _latin()]
    if han:
        parts.insert(1, _HAN_PLACE)
    if hangul:
        parts.insert(
            1,
            rf"(?P<hangul>(?<![가-힣])(?:[{_KO_HEADS}]|마이[너나]스|나흘|닷새|엿새|보름|[상하]반기|과반|반값|대여섯|너댓)|(?<=약)[{_KO_HEADS}])",
        )
    return re.compile("|".join(parts))
