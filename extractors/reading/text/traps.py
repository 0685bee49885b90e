"""Things that look like figures and are not: footnotes, versions, product names, phone numbers, times of day."""

from extractors.reading import regexes as re
from extractors.reading.text import codes, traps_asian

# Whole stretches that are skipped when they begin at a candidate.
_AHEAD = re.compile(
    r"97[89][- ]?\d{1,5}[- ]\d{1,7}[- ]\d{1,7}[- ][\dX](?!\d)"  # before telephones, which would stop short of its end
    r"|0\d{1,4}\)?[ -]\d{3,4}[ -]\d{3,4}(?!\d)"  # 02-1234-5678
    r"|\d{1,3}-\d{1,4}-\d{3,4}[-/ ]\d{3,4}(?!\d|,\d)"
    r"|\d{3,4}-\d{2,4}-\d{3,4}(?!\d|,\d)"
    r"|(?:16:9|21:9|4:3)(?![\d:.])|\d{4}\s(?:GMT|UTC|hrs|hours (?:local|GMT))\b"
    r"|(?P<under>\d{2}) [Uu]nder (?P=under)\b"  # 16:9
    r"|\+?\d{1,3}\s?\(\d{2,4}\)\s?\d{3,4}[- ]\d{3,4}(?!\d)|\d{2,4}\)\s?\d{3,4}-\d{3,4}(?!\d)"  # +1 (800) 555-0199
    r"|\d{2,5}-\d{5,8}(?:-\d{1,4})+(?!\d)"  # 012-345678-9, an account
    # With its zone, as a feed or a mail dates itself: 10:00:00 +0800. Without seconds +1200 may be points.
    r"|\d{1,2}:\d{2}(?!\.\d)(?::\d{2}(?:\s?[+-]1[0-4]:?[0134][05](?![\d%]|[.,]\d))?)?"
    r"(?:\s?[+-]0\d:?[0134][05](?![\d%]|[.,]\d)|\s?[apAP]\.?[mM]\b\.?)?"
    r"|\d{1,2}(?:[.:]\d{2})?\s?(?:am|pm|AM|PM|a\.m\.|p\.m\.)(?![A-Za-z])(?!\.\d)"
    r"|(?!\d{1,3}(?:\.\d{3})+(?!\.?\d))\d+(?:\.\d+){2,}(?![\d,]|\s?[%％])"  # 1.2.3; but 1.144.000 is a price
    r"|[2-6]G(?![A-Za-z])|(?<![$€£¥₩])[48]K(?![A-Za-z0-9+])(?!\s(?!(?:videos|TVs|screens|displays"
    r"|cameras|monitors)\b)[a-z]+s\b)|\d{1,2}h\d{2}(?!\d)|401\(?[kK]\)?(?![A-Za-z])|[23]D(?![A-Za-z])"
    r"|(?:19|20)\d\d/\d{3,5}(?!\d)"
    r"|(?<=\[n )\d{1,3}\]|(?<=\[nb )\d{1,3}\]|(?<=\[note )\d{1,3}\]"
    r"|\d{1,3}(?:\.\d{1,6})?°\s?(?:\d{1,2}(?:\.\d{1,4})?'\s?(?:\d{1,2}(?:\.\d{1,4})?[\"″]"
    r"\s?)?)?[NSEW](?![a-z])"  # 41°17'S
    r"|\d{2,5}(?:\.\d{1,3})?[x×](?!10(?:\s?\^"
    r"|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻\d-]))\d{1,5}(?:\.\d{1,3})?(?:[x×]\d{1,5}(?:\.\d{1,3})?)?(?![\d^])(?:\s?[mck]?m\b)?"
    r"|\d{3,5}\s?[x×]\s?10\d\d(?![\d^.,])"  # 1920×1080: a mantissa of a power of ten is shorter
    r"|\d{1,12}\.(?:jpe?g|png|gif|pdf|html?|mp[34]|docx?|xlsx?|csv|php)(?![A-Za-z])"
    r"|\d{1,4} (?:U\.S\.|F\.(?:[234]d|4th)?|S\. ?Ct\.|L\. ?Ed\.|Fed\. Reg\.|Stat\.|F\. Supp\.(?: [23]d)?) \d{1,6}"
    r"|9/11(?! of\b|[\d/])|9-to-5|7-(?:ELEVEN|Eleven)|\d{1,3} U\.S\.C\.(?: §{0,2}\s?\d{1,6})?"
    r"|(?:240|360|480|720|1080|1440|2160|1,080|1,440|2,160)[pi](?![A-Za-z])"
    r"|7[0-8]7(?:s|x|-\d{1,2})?(?=\s(?:Max|MAX|Dreamliner)\b)|7[0-8]7[sx]\b(?!\s?[/=])"  # aircraft
    r"|\d{1,2}(?=\s(?:Pro|Max|Ultra|Plus)\s(?:models?|phones?|series|version)\b)|\d{4,5}[kK](?=\s(?:CPU|processor|chip)s?\b)"
    r"|[4568]K(?=\s(?:textures|graphics|content|gaming|streams?|streaming|footage|movies|displays?|screens?|pro-|解析度|畫質))"
    r"|24/7(?!\d)|20/20(?! vision)(?=\s)|911(?= (?:attacks|calls?|dispatch|operator))|10\.\d{4,9}/\S+"
    r"|\d{1,5}[A-Z]?(?: [A-Z][a-z]+){0,3} [A-Z][a-z]* (?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr"
    r"|Boulevard|Blvd|Square)\b"
    r"|0\d{4,}(?![\d.,])|\d{4,6}\.(?:HK|TW|TWO|SS|SZ|KS|KQ|T)\b"  # 00960.HK, a share's code
)
# "12,345 companies", "3.4%": none of the above, and most figures; told apart at a tenth of the cost.
_PLAIN = re.compile(
    r"(?!0\d|911 )\d{1,3}(?:\d{0,9}|(?:,\d{3}){1,4})(?:\.\d+)?"
    r"(?:%|[ ](?!(?:am|pm|hrs|hours|under)\b|[ap]\.m)[a-z])"
)
# The shares fell 12p to 240p: a price, and no picture's lines.
_IN_PENCE = re.compile(
    r"\d{1,3}(?:\.\d)?p\b"
    r"|\b(?:shares?|stocks?|dividends?|price target)\b[^.;]{0,40}"
    r"\b(?:fell|rose|closed?|ended|traded?|trading|dropped|gained|lost|slid|slipped|was|were|are|is|down|up|of|cut|raised)\b",
    re.IGNORECASE,
)
_ON_A_SCREEN = re.compile(
    r"\b(?:video|clip|stream|record|footage|camera|screen|watch|play|upload|webcam|film|shoot)", re.IGNORECASE
)
_DIALLED = re.compile(
    r"\d{1,3}(?:[ -]?\(\d{1,4}\) ?(?:\d{1,4})?|[ -]\d{1,4})(?:[ /-]\d{2,4}){1,4}(?![\d,%]|\.\d)"
)  # after a +
_FOOTNOTE = re.compile(r"\[(?:\d{1,3})(?:\s?[,–-]\s?\d{1,3}){0,6}\\?\]")
_TWO_POINTS = re.compile(r"\d+(?:\.\d+){2,}")
_MONEY_SIGNS = tuple("$€£¥₩")
_ENUMERATOR = re.compile(r"\d{1,2}[.)、）](?=\s?[^\d\s.,%])|\d{1,2}\.$")
_SECTION_HEAD = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)、]\s")


_SHORT_YEAR = re.compile(r"\d\d(?!\d|[.,]\d|[%']|\s?(?:percent|per cent))")
DAYTIMES = frozenset(("上午", "下午", "凌晨", "晚上", "晚間", "晚间", "中午", "早上", "清晨", "傍晚"))
_HOUR = re.compile(
    r"\d{1,2}\s?[點点](?:\s?\d{1,2}\s?分|半|整)?(?:\s?[至到~–-]\s?\d{1,2}\s?[點点](?:\s?\d{1,2}\s?分|半|整)?)?"
)


def skip(text: str, start: int) -> int:
    """Where the stretch that is no figure ends, if one begins with the digit at `start`; else 0."""
    before = text[start - 1 : start]
    if before == "'" and not text[start - 2 : start - 1].isalnum() and _SHORT_YEAR.match(text, start):
        return start + 2
    if before == "[":
        note = _FOOTNOTE.match(text, start - 1)
        if note is not None:
            return note.end()
    if (
        not before
        or before in "：；。:;(（"
        or (before == " " and text[start - 2 : start - 1] in ("：", "；", "。", ":", ";", ""))
    ):
        listed = _ENUMERATOR.match(text, start)
        if (
            listed is not None
            and (before in "(（") == (text[listed.end() - 1] in ")）")
            and not _bracketed_count(text, start)
        ):
            return listed.end()
    if text[start - 2 : start] in DAYTIMES:
        hour = _HOUR.match(text, start)
        if hour is not None:
            return hour.end()
    match = _DIALLED.match(text, start) if before == "+" else None
    if match is None and _PLAIN.match(text, start):
        return 0
    match = match or _AHEAD.match(text, start)
    if match is not None and match.group().endswith("p"):
        near = text[max(0, start - 80) : start + 40]
        if _IN_PENCE.search(text, max(0, start - 60), start) and _ON_A_SCREEN.search(near) is None:
            return 0
    if match is not None and before in _MONEY_SIGNS and _TWO_POINTS.fullmatch(match.group()):
        return 0  # $1.2.3 million is no version, but a mistake
    if match is not None and match.end() > start:
        return match.end()
    return codes.skip(text, start) or traps_asian.skip(text, start)


def _bracketed_count(text: str, start: int) -> bool:
    """ "Germany (14) and" gives a count; "(1) training" numbers a list."""
    before = text[start - 2 : start - 1]
    close = start
    while close < start + 3 and text[close : close + 1].isdigit():
        close += 1
    if text[close + 1 : close + 2].isalpha():
        return False
    return text[start - 1] in "(（" and (before.isalnum() or (before == " " and text[start - 3 : start - 2].isalnum()))


def is_han(char: str) -> bool:
    """Whether the character is a Chinese one."""
    return "一" <= char <= "鿿"


def is_glued(text: str, end: int) -> bool:
    """Whether letters that are no unit follow without a space: 3rd-party names such as 7x24h, 100abc."""
    char = text[end : end + 1]
    return char.isascii() and (char.isalpha() or char == "_")


def heading_number(text: str, start: int) -> int:
    """Where a section number at the very beginning ends ("3.2. Method"); else 0."""
    if start > 4 or text[:start].strip():
        return 0
    match = _SECTION_HEAD.match(text, start)
    return match.end() if match is not None and len(text) > match.end() else 0
