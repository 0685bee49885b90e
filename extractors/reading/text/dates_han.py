"""Chinese and Korean dates and periods, with Taiwanese and Japanese eras."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.numbers import Num
from extractors.reading.text.numbers_zh import DIGITS, read_chinese

Found = tuple[int, int, str | None, str | None]  # start, end, ISO form, problem

_HAN_NUMBER = r"[〇零一二三四五六七八九十廿卅]{1,4}"
_HAN_DATE = re.compile(
    rf"(?P<era>民國|民国|中華民國|西元|公元|昭和|平成|令和)?\s?(?P<y>\d{{1,4}}"
    rf"|[〇零一二三四五六七八九]{{4}}|[一二三四五六七八九十百零]{{2,6}})\s?[年년](?P<du>度|代|도(?![가-힣])|대(?!비))?"
    rf"(?:底|初|中(?![國国期華华央小美文心東东等])|末(?!端))?(?:\s?(?P<m>1[0-2]|0?[1-9]"
    rf"|{_HAN_NUMBER})\s?(?:月份?|월)(?:\s?(?P<d>3[01]|[12]\d|0?[1-9]|{_HAN_NUMBER})\s?[日號号일])?"
    rf"|\s?(?P<h>上半年|下半年|上半年度|상반기|하반기)|\s?(?:第\s?)?(?P<q>[1-4一二三四])\s?(?:季度?|분기)|\s?[Qq](?P<q2>[1-4])|\s?前\s?(?P<f>[二兩两三2-3])\s?季度?)?"
)
_HAN_TO = re.compile(r"\s?(?:-|–|~|至|到|부터)\s?(?P<y>\d{2,4})\s?[年년](?![份])")
_LUNAR = ("農曆", "农历", "陰曆", "阴历", "舊曆", "음력")  # its months are others
_MONTHS = re.compile(r"\s?前?(\d{1,2})[月월]?\s?(?:至|到|-|–|~)\s?(\d{1,2})\s?[月월](?![\d 0-9]{0,2}[日號号일])")
_MONTH_DAY = re.compile(
    r"(1[0-2]|0?[1-9])\s?(?:月份?|월)(?:\s?(3[01]|[12]\d|0?[1-9])\s?[日號号일]|(?!\d)|(?=\d{1,2}\s?[個个]))"
)
_MONTH_DAYS = re.compile(
    r"(1[0-2]|0?[1-9])\s?月\s?(3[01]|[12]\d|0?[1-9])\s?[日號号]?\s?[-–~至到]\s?(3[01]|[12]\d|[1-9])\s?[日號号](?!\d)"
)
_HAN_DAY = re.compile(rf"\s?月(?:份|\s?({_HAN_NUMBER}|3[01]|[12]\d|[1-9])\s?[日號号])?")
_FROM_TO = re.compile(
    r"(\d{1,3})[月월]?\s?(?:至|到|~|-|–)\s?(\d{1,3})\s?([年月월]|[季분](?![節节])[度기]?)(?![份]?[內内間间])"
)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
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


def _number(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    if len(written) == 4 and all(char in DIGITS for char in written):
        return int("".join(str(DIGITS[char]) for char in written))
    num = read_chinese(written, 0)
    return None if num is None or num.end != len(written) else int(num.value)


_FIRST_QUARTERS = re.compile(r"(?P<f>[二兩两三2-3])\s?季(?!節|节|報|报)度?")
_SCHOOL_YEAR = re.compile(
    r"(\d{2,4})\s?(?:[學学]年度?|학년도|(?P<fiscal>회계연도|(?:[會会][計计]|[財财][政務务]?)年度?))"
)


def _first(written: str) -> int:
    return 3 if written in "三3" else 2


def first_quarters(text: str, start: int) -> Found | None:
    """前三季: the first three quarters; the number stands at `start`, 前 before it."""
    match = _FIRST_QUARTERS.match(text, start) if text[start - 1 : start] == "前" else None
    return None if match is None else (start - 1, match.end(), f"--Q1/--Q{_first(match['f'])}", None)


_BARE_QUARTER = re.compile(r"([一二三四1-4])\s?季度")
_LAST = ("上", "前")  # 上一季度 is the last quarter, and 前三季度 the first three


def bare_quarter(text: str, start: int) -> Found | None:
    """二季度: the second quarter."""
    match = None if text[start - 1 : start] in _LAST else _BARE_QUARTER.match(text, start)
    if match is None:
        return None
    quarter = int(match[1]) if match[1].isdigit() else "〇一二三四".index(match[1])
    return start, match.end(), f"--Q{quarter}", None


def republic_year(text: str, num: Num, hant: bool) -> Found | None:
    """一百零七年 where the text has said 民國 before: the year 2018."""
    if not hant or not 80 <= num.value <= 150 or num.value != int(num.value):
        return None
    if "民國" not in text[: num.start]:
        return None
    return num.start, num.end + 1, f"{int(num.value) + 1911}", None


_SLASH_DAY = re.compile(
    r"(1[0-2]|[1-9])/(3[01]|[12]\d|[1-9])(?=\s?[(（][一二三四五六日]|\s?(?:上午|下午|晚|早上|凌晨|中午|傍晚|起|止|前|當天|当天|截))"
)


def slash_day(text: str, start: int) -> Found | None:
    """11/20晚間, 11/20（四）: month and day, where the words behind tell that it is no fraction."""
    match = _SLASH_DAY.match(text, start)
    return None if match is None else (start, match.end(), f"--{int(match[1]):02}-{int(match[2]):02}", None)


_LONGEST_DAY = 12
_REPUBLIC_SLASHED = re.compile(
    r"(\d{2,3}(?=[/.])|1\d\d(?=-\d\d-\d\d))(?P<s>[/.-])(\d{1,2})(?P=s)(\d{1,2})(?![\d/-]|\.\d)"
)


def republic_slashed(text: str, start: int) -> Found | None:
    """113/06/05 and 113-06-05 in Taiwan are 5 June 2024."""
    match = _REPUBLIC_SLASHED.match(text, start)
    if match is None or not 80 <= int(match[1]) <= 150:
        return None
    year, month, day = int(match[1]) + 1911, int(match[3]), int(match[4])
    return (start, match.end(), f"{year}-{month:02}-{day:02}", None) if is_day(year, month, day) else None


def republic_date(text: str) -> bool:
    """Whether a text is a date of the Republic and nothing else: 113.12.31 in a table."""
    return len(text) <= _LONGEST_DAY and _REPUBLIC_SLASHED.fullmatch(text.strip()) is not None


def school_year(text: str, start: int) -> Found | None:
    """112學年度, a Taiwanese school year, runs from 2023 to 2024."""
    match = _SCHOOL_YEAR.match(text, start)
    if match is None:
        return None
    if match["fiscal"]:
        fiscal = int(match[1]) + (1911 if 90 <= int(match[1]) <= 150 else 0)
        return (start, match.end(), f"FY{fiscal}", None) if 1900 <= fiscal <= 2199 else None
    year = int(match[1]) + (1911 if 60 <= int(match[1]) <= 200 else 0)
    return (start, match.end(), f"{year}/{year + 1}", None) if 1900 <= year <= 2199 else None


_DECADE = re.compile(r"(?P<d>[1-9]0|[一二三四五六七八九]十)年代")


def decade(text: str, start: int) -> Found | None:
    """80年代, 九十年代: of the century that has had them."""
    match = _DECADE.match(text, start)
    if match is None or text[start - 2 : start] == "民國":
        return None
    first = int(match["d"]) if match["d"].isdigit() else "一二三四五六七八九".index(match["d"][0]) * 10 + 10
    year = 1900 + first if first > 20 else 2000 + first
    return start, match.end(), f"{year}/{year + 9}", None


_LASTED = re.compile(r"(?:[歷历][時时]|[長长][達达]|[為为]期|持[續续]|[屆届][滿满]|超[過过]|逾)\s?$")


def han_date(text: str, start: int, hant: bool) -> Found | None:
    """A date or period that begins with a year: 民國112年11月2日, 2024年上半年, 二〇二三年."""
    short = decade(text, start)
    if short is not None:
        return short
    match = _HAN_DATE.match(text, start)
    if match is None:
        return None
    year = _number(match["y"])
    month = None if match["m"] is None else _number(match["m"])
    day = None if match["d"] is None else _number(match["d"])
    detailed = any(match[name] for name in ("m", "h", "q", "q2", "du", "f"))
    months = None if detailed else _MONTHS.match(text, match.end())
    if months is not None and not 1 <= int(months[1]) < int(months[2]) <= 12:
        months = None
    detailed = detailed or months is not None
    if year is None:
        return None
    era = match["era"]
    if era in ("民國", "民国", "中華民國"):
        year += 1911
    elif era in ("昭和", "平成", "令和"):
        year += {"昭和": 1925, "平成": 1988, "令和": 2018}[era]
    elif era is None and not 1000 <= year <= 2199:
        digits = match["y"].isdigit()
        if not detailed and _LASTED.search(text, max(0, start - 4), start):
            return None  # 歷時112年
        if digits and ((hant and 80 <= year <= 150 and (detailed or year > 100)) or (detailed and 100 <= year <= 150)):
            year += 1911
        elif len(match["y"]) == 2 and (match["m"] or match["h"] or match["q"]) and digits:
            year += 2000
        else:
            return None
    if match["du"] in ("代", "대"):
        return match.start(), match.end("du"), f"{year}/{year + 9}", None
    end = match.end()
    iso = f"{year:04}"
    if month is not None:
        iso += f"-{month:02}"
        if day is not None:
            if not is_day(year, month, day):
                return match.start(), end, None, f"no such day: {match.group()}"
            iso += f"-{day:02}"
        elif not 1 <= month <= 12:
            return None
    elif match["h"]:
        iso += "-H1" if match["h"][0] in "上상" else "-H2"
    elif match["f"]:
        return match.start(), end, f"{iso}-Q1/{iso}-Q{_first(match['f'])}", None
    elif match["q"] or match["q2"]:
        quarter = match["q"] or match["q2"]
        iso += f"-Q{quarter if quarter.isdigit() else '〇一二三四'.index(quarter)}"
    else:
        if months is not None:
            return match.start(), months.end(), f"{iso}-{int(months[1]):02}/{iso}-{int(months[2]):02}", None
        to = _HAN_TO.match(text, end)
        if to is not None:
            last = int(to["y"])
            last += 1911 if last < 200 and year > 1911 else 0
            if last > year:
                return match.start(), to.end(), f"{iso}/{last:04}", None
    return match.start(), end, iso, None


# 30日以上, 30일 이내, 10일 안에: a number of days, and no day of the month.
_DAY_ALONE = re.compile(
    r"(3[01]|[12]\d|[1-9])\s?[日일](?![線线均內内間间遊游圓圆元幣币本齡龄후간째]|[之及或]?以[上下內内]|之[內内久]"
    r"|\s?(?:이내|이상|이하|미만|내에?(?![가-힣])|안에|동안))"
)
_LENGTH_BEFORE = re.compile(
    r"(?:為期|为期|共|達|达|長達|连续|連續|滿|满|每|近|超過|超过|逾|提前|提早|至少|最少|最多|至多|延長|延长|縮短|缩短|不到|未滿|未满|[少多]於|[少多]于|起算|박|최대|최소|최장|최단|약|총|단)\s?$"
)


_TO_A_DAY = re.compile(r"\s?(?:[至到~∼–\-前起止]|부터|까지|에서)")  # 期間為15日至30日 names two days
_PASSED = re.compile(r"이? (?:지나|지난|경과|넘)")  # 30일이 지나면, but not 다음 달 15일이 지나면


def day_alone(text: str, start: int) -> Found | None:
    """9日 in a report is the ninth of the month; 為期9日 and 9일간 are lengths."""
    match = _DAY_ALONE.match(text, start)
    if match is None or _LENGTH_BEFORE.search(text[max(0, start - 4) : start]):
        return None
    before = text[max(0, start - 6) : start].rstrip()
    if _PASSED.match(text, match.end()) and not before.endswith(("달", "월", "오는", "지난")):
        return None
    if before.endswith(("기간은", "기간이", "期間為", "期间为")) and not _TO_A_DAY.match(text, match.end()):
        return None
    return start, match.end(), f"---{int(match[1]):02}", None


def month_day(text: str, start: int) -> Found | None:
    """11月2日, 11월."""
    if text[start - 2 : start] in _LUNAR:
        return None
    days = _MONTH_DAYS.match(text, start)
    if days is not None and int(days[2]) < int(days[3]):
        head = f"--{int(days[1]):02}"
        return start, days.end(), f"{head}-{int(days[2]):02}/{head}-{int(days[3]):02}", None
    match = _MONTH_DAY.match(text, start)
    if match is None:
        return None
    if text[start - 1 : start] == "前" and not match[2] and int(match[1]) > 1:
        return start - 1, match.end(), f"--01/--{int(match[1]):02}", None  # 前10月營收
    iso = f"--{int(match[1]):02}" + (f"-{int(match[2]):02}" if match[2] else "")
    return start, match.end(), iso, None


def month_from_han(text: str, start: int, end: int, month: Decimal) -> Found | None:
    """九月一日, 十二月."""
    match = _HAN_DAY.match(text, end)
    if match is None or not 1 <= month <= 12 or month != int(month):
        return None
    day = None if match[1] is None else _number(match[1])
    if day is not None and not 1 <= day <= 31:
        return None
    return start, match.end(), f"--{int(month):02}" + (f"-{day:02}" if day else ""), None


_YEARS_APART = re.compile(r"(1\d\d|\d\d)年?(?=\s?[、及與和]\s?1\d\d\s?年(?:度|底|[1-9上下第前]))")


def one_of_years(text: str, start: int) -> Found | None:
    """The first of 111及112年度, two years of Taiwan's calendar with one 年 for both."""
    match = _YEARS_APART.match(text, start)
    if match is None or not 80 <= int(match[1]) <= 150:
        return None
    return start, match.end(), f"{int(match[1]) + 1911}", None


def from_to(text: str, start: int, hant: bool) -> Found | None:
    """1至6月, 1~3분기, 111至113年 (Taiwanese years)."""
    match = _FROM_TO.match(text, start)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2])
    if match[3] in "月월" and 1 <= first < last <= 12:
        return start, match.end(), f"--{first:02}/--{last:02}", None
    if match[3][0] in "季분" and 1 <= first < last <= 4 and match[3] != "분":
        return start, match.end(), f"--Q{first}/--Q{last}", None
    if match[3] == "年" and hant and 90 <= first < last <= 150:
        return start, match.end(), f"{first + 1911}/{last + 1911}", None
    return None
