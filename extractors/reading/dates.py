"""Dates and periods as printed, with the ISO 8601 form at the precision printed."""

import re

from extractors.reading.numbers_zh import DIGITS, read_chinese
from extractors.reading.words_en import MONTHS

Found = tuple[int, int, str | None, str | None]  # start, end, ISO form, problem

_YEAR = r"(?:1[5-9]|20|21)\d\d"
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_TO = r"\s?(?:-|–|~|/|to|through|until|till|and|至|到|부터|에서)\s?"
_ISO = re.compile(
    rf"({_YEAR})(?P<s>[-/.])(0?[1-9]|1[0-2])(?P=s)(3[01]|[12]\d|0?[1-9])(?!\d|[-/]\d|\.\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_ISO_MONTH = re.compile(rf"({_YEAR})(?:[-/](0[1-9]|1[0-2])|/([1-9]))(?![\d/]|-\d|\.\d)")
_DAY_FIRST = re.compile(
    rf"(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:\s?(?:-|–|to)\s?(3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?)?[ -](?:of )?({_MONTH})\b\.?(?:,?[ -]({_YEAR})(?!\d))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"({_MONTH})\b\.?\s+(?:(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[.,]\d|%|\s?percent)(?:\s?(?:-|–|to)\s?(3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?(?!\d))?(?:,?\s+({_YEAR})(?!\d))?|(?:of\s)?({_YEAR})(?!\d|,\d))",
    re.IGNORECASE,
)
_SLASHED = re.compile(rf"(\d{{1,2}})(?P<s>[/.-])(\d{{1,2}})(?P=s)({_YEAR})(?![\d/])")
_RANGE = re.compile(
    rf"({_YEAR})年?(?:\s?(?:-|–|~|to|through|until|至|到)\s?)({_YEAR})(?!\d|[.,]\d|%)(?:\s?[年년])?", re.IGNORECASE
)
_AND = re.compile(rf"({_YEAR})\s(?:and|to)\s({_YEAR})(?!\d|,\d|%)")
_SHORT_RANGE = re.compile(r"((?:19|20)\d\d)\s?[-–/]\s?(\d\d)(?![\d/-]|[.,]\d|%)")
_PERIOD = re.compile(
    rf"(?:(?:Q|q)([1-4])|([1-4])Q|H([12])|([12])H)(?:\s?(?:of\s)?'?(?:FY\s?)?({_YEAR}|\d\d)(?![\d%]))?(?![A-Za-z0-9])"
)
_FISCAL = re.compile(
    rf"(?:FY|fiscal(?:\syear)?|financial year|FY'|Fiscal(?:\sYear)?)\s?({_YEAR}|\d\d)(?:\s?[/–-]\s?(\d\d(?:\d\d)?))?(?!\d)"
)
_YEAR_PERIOD = re.compile(rf"({_YEAR})\s?[-/]?\s?(?:Q([1-4])|([1-4])Q|H([12])|([12])H)(?![A-Za-z0-9])")
_WORD_PERIOD = re.compile(
    rf"(first|second|third|fourth|1st|2nd|3rd|4th)[ -](half|quarter)(?:\s(?:of\s)?(?:the\s)?(?:fiscal\s|year\s)?({_YEAR}))?",
    re.IGNORECASE,
)
_HAN_NUMBER = r"[〇零一二三四五六七八九十廿卅]{1,4}"
_HAN_DATE = re.compile(
    rf"(?P<era>民國|民国|中華民國|西元|公元|昭和|平成|令和)?\s?(?P<y>\d{{1,4}}|[〇零一二三四五六七八九]{{4}}|[一二三四五六七八九十百零]{{2,6}})\s?[年년](?P<du>度|代)?"
    rf"(?:底|初|中)?(?:\s?(?P<m>1[0-2]|0?[1-9]|{_HAN_NUMBER})\s?(?:月份?|월)(?:\s?(?P<d>3[01]|[12]\d|0?[1-9]|{_HAN_NUMBER})\s?[日號号일])?"
    rf"|\s?(?P<h>上半年|下半年|上半年度|상반기|하반기)|\s?(?:第\s?)?(?P<q>[1-4一二三四])\s?(?:季度?|분기)|\s?[Qq](?P<q2>[1-4]))?"
)
_HAN_TO = re.compile(r"\s?(?:-|–|~|至|到|부터)\s?(?P<y>\d{2,4})\s?[年년](?![份])")
_MONTH_DAY = re.compile(r"(1[0-2]|0?[1-9])\s?(?:月份?|월)(?:\s?(3[01]|[12]\d|0?[1-9])\s?[日號号일])?(?!\d)")
_DECADE = re.compile(r"((?:1[5-9]|20)\d0)'?s\b")
_QUARTER_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def is_year(digits: str) -> bool:
    """Whether four plain digits read as a year."""
    return len(digits) == 4 and "1800" <= digits <= "2199"


def _day(year: int, month: int, day: int) -> bool:
    lengths = [
        31,
        29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ]
    return 1 <= month <= 12 and 1 <= day <= lengths[month - 1]


def date_from_digits(text: str, start: int, hant: bool) -> Found | None:
    """The date or period that begins with the digits at `start`."""
    end = start
    while end < len(text) and end - start < 5 and text[end].isdigit():
        end += 1
    length = end - start
    following = text[end : end + 1]
    if length == 4 and "1500" <= text[start:end] <= "2199":
        found = _from_year(text, start, following)
        if found is not None:
            return found
    rest = text[end : end + 2].lstrip(" ")[:1]
    if rest in ("年", "년") and rest:
        return _han(text, start, hant)
    if length <= 2:
        if rest in ("月", "월") and rest:
            return _month_day(text, start)
        if following in "/.-":
            return _slashed(text, start)
        if following in " stnrd-–":
            return _day_first(text, start)
        if following in "QH":
            return _period(text, start)
    return None


def _from_year(text: str, start: int, following: str) -> Found | None:
    if following in "-/." and following:
        match = _ISO.match(text, start)
        if match is not None:
            year, month, day = int(match[1]), int(match[3]), int(match[4])
            if not _day(year, month, day):
                return start, match.end(), None, f"no such day: {match.group()}"
            return start, match.end(), f"{year:04}-{month:02}-{day:02}", None
        match = _ISO_MONTH.match(text, start)
        if match is not None:
            return start, match.end(), f"{match[1]}-{int(match[2] or match[3]):02}", None
    if following in " -–~/t至到年" and following:
        match = _RANGE.match(text, start)
        if match is not None and match[1] < match[2]:
            return start, match.end(), f"{match[1]}/{match[2]}", None
        match = _SHORT_RANGE.match(text, start)
        if match is not None and int(match[2]) == (int(match[1]) + 1) % 100:
            return start, match.end(), f"{match[1]}/{match[1][:2]}{match[2]}", None
    match = _YEAR_PERIOD.match(text, start)
    if match is not None:
        quarter, half = match[2] or match[3], match[4] or match[5]
        return start, match.end(), f"{match[1]}-" + (f"Q{quarter}" if quarter else f"H{half}"), None
    match = _DECADE.match(text, start)
    if match is not None:
        return start, match.end(), f"{match[1]}/{match[1][:3]}9", None
    return None


def between_years(text: str, start: int) -> Found | None:
    """The period "2024 and 2030" after a "between"."""
    match = _AND.match(text, start)
    if match is None or match[1] >= match[2]:
        return None
    return start, match.end(), f"{match[1]}/{match[2]}", None


def _number(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    if len(written) == 4 and all(char in DIGITS for char in written):
        return int("".join(str(DIGITS[char]) for char in written))
    num = read_chinese(written, 0)
    return None if num is None or num.end != len(written) else int(num.value)


def _han(text: str, start: int, hant: bool) -> Found | None:
    match = _HAN_DATE.match(text, start)
    if match is None:
        return None
    year = _number(match["y"])
    month = None if match["m"] is None else _number(match["m"])
    day = None if match["d"] is None else _number(match["d"])
    detailed = any(match[name] for name in ("m", "h", "q", "q2", "du"))
    if year is None:
        return None
    era = match["era"]
    if era in ("民國", "民国", "中華民國"):
        year += 1911
    elif era in ("昭和", "平成", "令和"):
        year += {"昭和": 1925, "平成": 1988, "令和": 2018}[era]
    elif era is None and not 1000 <= year <= 2199:
        if (len(match["y"]) == 2 and match["y"].isdigit() and detailed and (hant and 80 <= year <= 99)) or (
            90 <= year <= 150 and hant and (detailed or year > 100) and match["y"].isdigit()
        ):
            year += 1911
        elif len(match["y"]) == 2 and match["m"] and match["y"].isdigit():
            year += 2000
        else:
            return None
    if match["du"] == "代":
        return match.start(), match.end("du"), f"{year}/{year + 9}", None
    end = match.end()
    iso = f"{year:04}"
    if month is not None:
        iso += f"-{month:02}"
        if day is not None:
            if not _day(year, month, day):
                return match.start(), end, None, f"no such day: {match.group()}"
            iso += f"-{day:02}"
        elif not 1 <= month <= 12:
            return None
    elif match["h"]:
        iso += "-H1" if match["h"][0] in "上상" else "-H2"
    elif match["q"] or match["q2"]:
        quarter = match["q"] or match["q2"]
        iso += f"-Q{quarter if quarter.isdigit() else '〇一二三四'.index(quarter)}"
    else:
        to = _HAN_TO.match(text, end)
        if to is not None:
            last = int(to["y"])
            last += 1911 if last < 200 and year > 1911 else 0
            if last > year:
                return match.start(), to.end(), f"{iso}/{last:04}", None
    return match.start(), end, iso, None


def date_from_han(text: str, start: int, hant: bool) -> Found | None:
    """A date that begins with an era name or Chinese digits: 民國112年, 二〇二三年十一月."""
    return _han(text, start, hant)


def _month_day(text: str, start: int) -> Found | None:
    match = _MONTH_DAY.match(text, start)
    if match is None:
        return None
    iso = f"--{int(match[1]):02}" + (f"-{int(match[2]):02}" if match[2] else "")
    return start, match.end(), iso, None


def _slashed(text: str, start: int) -> Found | None:
    match = _SLASHED.match(text, start)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if match["s"] == "." and day_first:
        month_first = False
    if day_first and month_first and first != second:
        return start, match.end(), f"{year}", f"day and month can't be told apart: {match.group()}"
    if day_first:
        return start, match.end(), f"{year}-{second:02}-{first:02}", None
    if month_first:
        return start, match.end(), f"{year}-{first:02}-{second:02}", None
    return None


def _day_first(text: str, start: int) -> Found | None:
    match = _DAY_FIRST.match(text, start)
    if match is None:
        return None
    if match[3] == "may" and not match[4]:
        return None
    return _named(match.start(), match.end(), match[3], match[1], match[2], match[4])


def _named(start: int, end: int, name: str, day: str, last: str | None, year: str | None) -> Found | None:
    month = MONTHS[name.lower()]
    head = f"{year}-{month:02}" if year else f"--{month:02}"
    if not _day(int(year) if year else 2024, month, int(day)):
        return None
    iso = f"{head}-{int(day):02}"
    return start, end, iso + (f"/{head}-{int(last):02}" if last else ""), None


def date_from_month(text: str, start: int) -> Found | None:
    """A date that begins with an English month name: June 20, 2024; June 2024."""
    match = _MONTH_FIRST.match(text, start)
    if match is None:
        return None
    if match[5]:
        return start, match.end(), f"{match[5]}-{MONTHS[match[1].lower()]:02}", None
    if not match[1][0].isupper():
        return None
    return _named(start, match.end(), match[1], match[2], match[3], match[4])


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
