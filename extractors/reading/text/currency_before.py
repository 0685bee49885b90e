"""Looks up the currency that stands before an amount: US$, NT$, 新臺幣, EUR, ringgit."""

from extractors.reading import regexes as re
from extractors.reading.text import money
from extractors.reading.text.trie import trie_pattern

_BEFORE_MARK = re.compile(
    r"((?:(?<![A-Za-z])(?:"
    + "|".join(sorted((re.escape(one) for one in money.MARK_PREFIXES if len(one) > 1), key=len, reverse=True))
    + "|["
    + "".join(one for one in money.MARK_PREFIXES if len(one) == 1)
    + r"](?=\$)))?\s?\$\s?(?:[A-Z]{3})?|"
    r"(?:(?<![A-Za-z])(?:CN|JP|RMB|CNY|JPY)\s?)?¥|["
    + re.escape("".join(mark for mark in money.MARKS if mark not in "$¥"))
    + r"])(?:\s{0,2}|\s?:\s?)(?P<sign>-?)$"
)
_NOT_BEFORE = frozenset(("P", "Q", "le", "LE", "KM", "lei", "din", "T", "NT"))  # too like words and labels
_WORDS = frozenset(("ALL", "CUP", "TOP"))  # codes that headlines in capitals hold as words
_LETTERS = [*(money.ISO_CODES - _WORDS), *(name for name in money.ABBREVIATIONS if name not in _NOT_BEFORE)]
# Matched on the reversed text, at one place.
_LETTERS_BACK = re.compile(
    rf"(?:\s{{0,2}}|\s?:\s?)(?P<code>{trie_pattern(code[::-1] for code in _LETTERS)})(?![A-Za-z])"
)
# How they end: most words before a figure are passed over for their last two letters.
_ENDINGS = frozenset(code[-2:] for code in _LETTERS) | frozenset(["it", "iT", "It", "IT", "ts", "tS", "Ts", "TS"])
_RINGGIT_BACK = re.compile(r"\ss?tiggnir(?: n?aisyalam)?(?![A-Za-z])", re.IGNORECASE)
_HAN_BEFORE = tuple(sorted((name for name in money.HAN if name not in ("新幣", "馬幣")), key=len, reverse=True))
_HAN_LAST = frozenset(name[-1] for name in _HAN_BEFORE)  # looked at first: most figures name no currency before them


# 美元兌日圓150.2 tells the yen for one dollar, 日圓兌美元150.2 too.
_QUOTED_AS_ONE = frozenset(["USD", "EUR", "GBP", "AUD", "NZD"])


def _name_at_end(words: str) -> str | None:
    return next((name for name in _HAN_BEFORE if words.endswith(name)), None)


def currency_before(text: str, start: int) -> tuple[str, int, bool] | None:
    """ISO code, where its writing begins, and whether a minus stands between it and the digits at `start`."""
    char = text[start - 1 : start]
    if not char:
        return None
    last = start - 1
    if char == " " or char == ":":
        last = start - 2 if text[start - 2 : start - 1].strip() else start - 3
        char = text[last : last + 1]
    negative = False
    if char == "-" and start >= 2:
        last = start - 2
        char = text[last]
    if char.isascii() and char.isalpha() and text[last - 1 : last + 1] not in _ENDINGS and char not in _ENDINGS:
        return None  # most words
    window = text[max(0, start - 14) : start]
    offset = start - len(window)
    if char in money.MARKS or char in "¥¥":
        match = _BEFORE_MARK.search(window)
        if match is None:
            return None
        negative = match["sign"] == "-"
        return _mark_code(match[1]), offset + match.start(1) + (len(match[1]) - len(match[1].lstrip())), negative
    if char.isalpha() or char in "./":
        if "一" <= char <= "鿿":
            bare = window.rstrip()
            if bare[-1:] not in _HAN_LAST:
                return None
            name = _name_at_end(bare)
            if name is None:
                return None
            rest = bare[: -len(name)]
            if rest[-1:] in ("兌", "兑"):  # 韓元兌美元1,450元: so many won for a dollar
                priced = _name_at_end(rest[:-1])
                if priced is not None and money.HAN[priced] not in _QUOTED_AS_ONE:
                    return money.HAN[priced], start, False
            return money.HAN[name], offset + len(rest), False
        return _letters_before(text, start, window)
    return None


def _letters_before(text: str, start: int, window: str) -> tuple[str, int, bool] | None:
    match = _LETTERS_BACK.match(window[::-1])
    if match is not None:
        code = match["code"][::-1]
        begin = start - match.end("code")
        if begin and text[begin - 1] == "$":
            begin -= 1
        elif begin > 1 and text[begin - 2 : begin] == "$ ":
            begin -= 2
        return (code if code in money.ISO_CODES else money.ABBREVIATIONS[code]), begin, False
    name = _RINGGIT_BACK.match(text[max(0, start - 24) : start][::-1])
    return None if name is None else ("MYR", start - name.end(), False)


def _mark_code(mark: str) -> str:
    mark = mark.strip()
    letters = mark.rstrip("$¥ ").strip()
    if "$" in mark and len(mark.partition("$")[2].strip()) == 3 and mark.partition("$")[2].strip() in money.ISO_CODES:
        return mark.partition("$")[2].strip()
    if not letters:
        return money.MARKS[mark[-1]]
    if mark.endswith("¥"):
        return money.MARK_PREFIXES_YEN.get(letters, "JPY")
    return money.MARK_PREFIXES.get(letters, money.MARKS.get(mark[-1], ""))
