"""Dates and periods as printed, with the ISO 8601 form at the precision printed."""

from extractors.reading import regexes as re
from extractors.reading.text.dates_han import (
    Found,
    day_alone,
    first_quarters,
    from_to,
    han_date,
    is_day,
    month_day,
    one_of_years,
    republic_slashed,
    school_year,
    slash_day,
)
from extractors.reading.text.words_en import MONTHS, MONTHS_DE

_YEAR = r"(?:1[5-9]|20|21)\d\d"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_KOREAN_DOTS = re.compile(rf"({_YEAR})\.\s(1[0-2]|0?[1-9])\.\s(3[01]|[12]\d|0?[1-9])\.?(?!\d)")
_ISO = re.compile(
    rf"({_YEAR})(?P<s>[-/.])(0?[1-9]|1[0-2])(?P=s)(3[01]|[12]\d|0?[1-9])(?!\d|[-/]\d"
    rf"|\.\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_DOTTED_MONTH = re.compile(  # 2025.7 출생
    rf"({_YEAR})\.(?:(0[1-9]|1[0-2])|([1-9]))"
    r"(?=\s(?:출생|사망|혼인|이혼|기준|현재|이후|부터|까지|고용|실업|물가|수출|수입|실적|발표|월))"
)
_IN_MILLIONS = re.compile(
    r" (?:US|NT|HK|A|C|S)?[$£€¥](?:mn?|bn|k|['’]?000s?|millions?|billions?|thousands?)(?!\w)"
)  # 2024 £m
_ISO_MONTH = re.compile(rf"({_YEAR})(?:[-/](0[1-9]|1[0-2])|/([1-9]))(?![\d/]|-\d|\.\d)")
_DAY_FIRST = re.compile(
    rf"(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:\s?(?:-|–|to|(?P<and>and))\s?(3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?)?[ "
    rf"-](?:of )?({_MONTH})\b\.?(?:,?[ -]({_YEAR})(?!\d))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"({_MONTH})\b\.?\s+(?:(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[.,]\d|%|\s?percent)(?:\s?(?:-"
    rf"|–|to)\s?(3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?(?!\d))?(?:,?\s+({_YEAR})(?!\d))?"
    rf"|(?:of\s)?({_YEAR})(?!\d|,\d))",
    re.IGNORECASE,
)
_SLASHED = re.compile(rf"(\d{{1,2}})(?P<s>[/.-])(\d{{1,2}})(?P=s)({_YEAR})(?![\d/])")
_RANGE = re.compile(
    rf"({_YEAR})年?(?:\s?(?:-|–|~|to|through|until|至|到)\s?)({_YEAR})(?!\d|[.,]\d|%)(?:\s?[年년])?", re.IGNORECASE
)
_SPACED_MARKS = (" / ", " . ")
_SPACED = re.compile(
    rf"(?:(?:{_YEAR}|1\d\d) (?P<m>[/.]) \d{{1,2}} (?P=m) \d{{1,2}}|\d{{1,2}} (?P<s>[/.]) \d{{1,2}} (?P=s) {_YEAR})"
    r"(?! ?[\d/=])"
)
_SHORT_RANGE = re.compile(
    r"((?:19|20)\d\d)\s?[-–/]\s?(\d\d)(?![\d/-]|[.,:]\d|%)|(1[5-8]\d\d)–(\d\d)(?![\d/-]|[.,:]\d|%| ?[a-z]+s\b)"
    r"|((?:19|20)\d\d)[-–](\d)(?![\w/-]|[.,:]\d|%)"
)
_SHORT_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d\d)(?![\d/]|[.,]\d|%)")
_PERIOD = re.compile(
    rf"(?:(?:Q|q)([1-4])|([1-4])Q|H([12])|([12])H)(?:\s?(?:of\s)?'?(?:FY\s?)?({_YEAR}|\d\d)(?![\d%]))?(?![A-Za-z0-9])"
)
_FISCAL = re.compile(
    rf"(?:FY'?|[Ff]iscal(?:\s[Yy]ear)?|[Ff]inancial\s[Yy]ear)\s?({_YEAR}"
    rf"|\d\d)(?:\s?[/–-]\s?(\d\d(?:\d\d)?))?(?!\d)"
)
_YEAR_PERIOD = re.compile(rf"({_YEAR})\s?[-/]?\s?(?:Q([1-4])|([1-4])Q|H([12])|([12])H)(?![A-Za-z0-9])")
_WORD_PERIOD = re.compile(
    rf"(first|second|third|fourth|1st|2nd|3rd|4th)[ -](half"
    rf"|quarter)(?! of an? )(?!-time)(?:\s(?:of\s)?(?:the\s)?(?:fiscal\s"
    rf"|year\s)?({_YEAR}))?",
    re.IGNORECASE,
)
_DECADE = re.compile(r"((?:1[5-9]|20)\d0)'?s\b")
_SHORT_DECADE = re.compile(r"([2-9]0)'?s\b")
_AGE_BEFORE = re.compile(r"\b(?:their|his|her|my|your|our)\s(?:early|mid|late)[ -]$")
_DECADE_BEFORE = re.compile(r"(?:'|\b(?:the|early|late|mid)[ -])$", re.IGNORECASE)
_QUARTER_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def is_year(digits: str) -> bool:
    """Whether four plain digits read as a year."""
    return len(digits) == 4 and "1800" <= digits <= "2199"


def date_from_digits(text: str, start: int, hant: bool) -> Found | None:
    """The date or period that begins with the digits at `start`."""
    end = start
    while end < len(text) and end - start < 5 and text[end].isdigit():
        end += 1
    length = end - start
    following = text[end : end + 1]
    if following == " " and text[end : end + 3] in _SPACED_MARKS:
        found = _spaced(text, start, hant)
        if found is not None:
            return found
    if length == 4 and "1500" <= text[start:end] <= "2199":
        found = _from_year(text, start, following)
        if found is not None:
            return found
    if following in "至到~-–" and following and length <= 3:
        found = from_to(text, start, hant)
        if found is not None:
            return found
    if following in "、及與和年" and following and 2 <= length <= 3:
        found = one_of_years(text, start)
        if found is not None:
            return found
    rest = text[end : end + 2].lstrip(" ")[:1]
    if rest in ("季", "學", "学", "학", "회", "會", "会", "財", "财") and rest:
        return first_quarters(text, start) if rest == "季" else school_year(text, start)
    if rest in ("年", "년") and rest:
        return han_date(text, start, hant)
    if hant and length in (2, 3) and following in "/.-" and following:
        found = republic_slashed(text, start)
        if found is not None:
            return found
    if length <= 2:
        if rest in ("日", "일") and rest:
            return day_alone(text, start)
        if rest in ("月", "월") and rest:
            return month_day(text, start)
        if following in "s'" and following and _in_decade(text, start):
            decade = _SHORT_DECADE.match(text, start)  # the '90s, the late 80s
            if decade is not None:
                return start, decade.end(), f"19{decade[1]}/19{decade[1][0]}9", None
        if following in "/.-":
            return (slash_day(text, start) if following == "/" else None) or _slashed(text, start)
        if following in " stnrd-–":
            return _day_first(text, start)
        if following in "QH":
            return _period(text, start)
    return None


def _spaced(text: str, start: int, hant: bool) -> Found | None:
    """2025 / 11 / 06: a day whose parts stand apart."""
    match = _SPACED.match(text, start)
    if match is None:
        return None
    packed = match.group().replace(" ", "")
    found = date_from_digits(packed, 0, hant)
    return (start, match.end(), *found[2:]) if found is not None and found[:2] == (0, len(packed)) else None


def _from_year(text: str, start: int, following: str) -> Found | None:
    if text[start + 4 : start + 6] == ". ":
        match = _KOREAN_DOTS.match(text, start)
        if match is not None and is_day(int(match[1]), int(match[2]), int(match[3])):
            return start, match.end(), f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}", None
    if following in "-/." and following:
        match = _ISO.match(text, start)
        if match is not None:
            year, month, day = int(match[1]), int(match[3]), int(match[4])
            if not is_day(year, month, day):
                return start, match.end(), None, f"no such day: {match.group()}"
            return start, match.end(), f"{year:04}-{month:02}-{day:02}", None
        match = _DOTTED_MONTH.match(text, start) or _ISO_MONTH.match(text, start)
        if match is not None and not _is_working_year(text, match):
            return start, match.end(), f"{match[1]}-{int(match[2] or match[3]):02}", None
    if following == " " and _IN_MILLIONS.match(text, start + 4):
        return start, start + 4, text[start : start + 4], None
    if following in " -–~/t至到年" and following:
        match = _RANGE.match(text, start)
        if match is not None and match[1] < match[2]:
            return start, match.end(), f"{match[1]}/{match[2]}", None
        match = _SHORT_RANGE.match(text, start)
        if match is not None and _is_later(*(found := [one for one in match.groups() if one])):
            first, last = found
            return start, match.end(), f"{first}/{first[: -len(last)]}{last}", None
    match = _YEAR_PERIOD.match(text, start)
    if match is not None:
        quarter, half = match[2] or match[3], match[4] or match[5]
        return start, match.end(), f"{match[1]}-" + (f"Q{quarter}" if quarter else f"H{half}"), None
    match = _DECADE.match(text, start)
    if match is not None:
        return start, match.end(), f"{match[1]}/{match[1][:3]}9", None
    return None


_OVER_A_YEAR = re.compile(
    r"\b(?:in|during|for|since|between|throughout|from|to|on|of|than|with|year|season) $", re.IGNORECASE
)


def _is_working_year(text: str, match: re.Match[str]) -> bool:
    """Whether English prose tells of two years in part: "in 2009-10" is a financial or school year, not October."""
    if text[match.end(1)] != "-" or int(match[2]) != (int(match[1]) + 1) % 100:
        return False
    return _OVER_A_YEAR.search(text, max(0, match.start() - 12), match.start()) is not None


def _in_decade(text: str, start: int) -> bool:
    """The late 80s, the '90s; but "in her mid-50s" is an age."""
    before = text[max(0, start - 16) : start]
    return _DECADE_BEFORE.search(before) is not None and _AGE_BEFORE.search(before) is None


def _is_later(first: str, short: str) -> bool:
    """Whether the short year ends a span: 2023/24, 1996-98, 2008-9; 2004-08 may be a month."""
    year, last = int(first), int(short)
    if len(short) == 1:
        return last == (year + 1) % 10
    return last == (year + 1) % 100 or (last > 12 and year % 100 < last < year % 100 + 40)


def _slashed(text: str, start: int) -> Found | None:
    match = _SLASHED.match(text, start)
    if match is None:
        short = _SHORT_SLASHED.match(text, start)
        if short is None:
            return None
        return _day_and_month(short, int(short[1]), int(short[2]), 2000 + int(short[3]), "/")
    return _day_and_month(match, int(match[1]), int(match[3]), int(match[4]), match["s"])


def _day_and_month(match: re.Match[str], first: int, second: int, year: int, mark: str) -> Found | None:
    start = match.start()
    day_first, month_first = is_day(year, second, first), is_day(year, first, second)
    if mark == "." and day_first:
        month_first = False
    if day_first and month_first and first != second:
        return start, match.end(), f"{year}", f"day and month can't be told apart: {match.group()}"
    if day_first:
        return start, match.end(), f"{year}-{second:02}-{first:02}", None
    if month_first:
        return start, match.end(), f"{year}-{first:02}-{second:02}", None
    return None


_SHORT_MONTHS = frozenset(name for name in MONTHS if len(name) == 3 and name != "may") | {"sept"}


def _day_first(text: str, start: int) -> Found | None:
    match = _DAY_FIRST.match(text, start)
    if match is None:
        return None
    if match[4] == "may" and not match[5]:
        return None
    if match["and"] and not text[max(0, start - 8) : start].lower().endswith("between "):
        return None
    end = match.end()
    if text[end - 1] == "." and match[4].lower() not in _SHORT_MONTHS:
        end -= 1  # the end of the sentence
    return _named(match.start(), end, match[4], match[1], match[3], match[5])


def _named(start: int, end: int, name: str, day: str, last: str | None, year: str | None) -> Found | None:
    month = MONTHS[name.lower()]
    head = f"{year}-{month:02}" if year else f"--{month:02}"
    if not is_day(int(year) if year else 2024, month, int(day)):
        return None
    iso = f"{head}-{int(day):02}"
    return start, end, iso + (f"/{head}-{int(last):02}" if last else ""), None


def date_from_month(text: str, start: int) -> Found | None:
    """A date that begins with an English month name: June 20, 2024; June 2024."""
    match = _MONTH_FIRST.match(text, start)
    if match is None:
        german = _GERMAN_MONTH.match(text, start)
        return german and (start, german.end(), f"{german[2]}-{MONTHS_DE[german[1].lower()]:02}", None)
    if match[5]:
        return start, match.end(), f"{match[5]}-{MONTHS[match[1].lower()]:02}", None
    if not match[1][0].isupper():
        return None
    return _named(start, match.end(), match[1], match[2], match[3], match[4])


_GERMAN_MONTH = re.compile(rf"({'|'.join(MONTHS_DE)})\b\.?\s({_YEAR})(?!\d|,\d)", re.IGNORECASE)


_AT_A_MONTH = re.compile(
    r"\b(?:in|since|until|by|from|to|during|last|this|next|early|late|mid|between|through)[ -]$", re.IGNORECASE
)


def bare_month(text: str, start: int) -> Found | None:
    """ "in May", "since October": a month without a day or a year."""
    end = start
    while text[end : end + 1].isalpha():
        end += 1
    before = _AT_A_MONTH.search(text[max(0, start - 9) : start])
    if before is None or (text[start:end].lower() == "may" and not before.group().islower()):
        return None  # "Peanuts Early May Help" is no month
    return start, end, f"--{MONTHS[text[start:end].lower()]:02}", None


def _full(year: str) -> str:
    return year if len(year) == 4 else "20" + year


def _period(text: str, start: int) -> Found | None:
    match = _PERIOD.match(text, start)
    if match is None:
        return None
    quarter, half = match[1] or match[2], match[3] or match[4]
    part = f"Q{quarter}" if quarter else f"H{half}"
    if not match[5]:
        return (start, match.end(), f"--{part}", None) if quarter else None
    return start, match.end(), f"{_full(match[5])}-{part}", None


def date_from_letters(text: str, start: int) -> Found | None:
    """Q1 2024, H1 2024, FY2031, fiscal 2024, first half of 2024."""
    char = text[start]
    if char in "QqH":
        return _period(text, start)
    fiscal = _FISCAL.match(text, start)
    if fiscal is not None:
        return start, fiscal.end(), f"FY{_full(fiscal[1])}" + (f"/{_full(fiscal[2])[-4:]}" if fiscal[2] else ""), None
    match = _WORD_PERIOD.match(text, start)
    if match is None:
        return None
    number = _QUARTER_WORDS[match[1].lower()]
    if match[2].lower() == "half" and number > 2:
        return None
    part = ("H" if match[2].lower() == "half" else "Q") + str(number)
    return start, match.end(), f"{match[3]}-{part}" if match[3] else f"--{part}", None
