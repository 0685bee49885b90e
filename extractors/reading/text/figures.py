"""Reads the figures a text prints: one pass, a cheap scan for places, a closer look only there."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text import dates, labels, ordinals, signs, traps, traps_asian
from extractors.reading.text.after_han import and_a_half, hundredths, small_change, special_after
from extractors.reading.text.amount import Amount, Read, Setting, dated
from extractors.reading.text.amounts import dressed
from extractors.reading.text.dates_han import Found, republic_date
from extractors.reading.text.fold import chinese_script, fold, has_han, has_hangul
from extractors.reading.text.joins import join
from extractors.reading.text.mention import Language, Mention
from extractors.reading.text.metric import metric_of
from extractors.reading.text.named_currency import named_currency
from extractors.reading.text.numbers import Num, clean
from extractors.reading.text.numbers_digits import read_digits
from extractors.reading.text.numbers_en import read_english
from extractors.reading.text.numbers_ko import read_korean_words
from extractors.reading.text.numbers_zh import read_chinese
from extractors.reading.text.places import NO_FIGURES, scan_for
from extractors.reading.text.places_en import read_english_place, word_end
from extractors.reading.text.places_han import read_han_place
from extractors.reading.text.places_hangul import decade_of_life, read_hangul_place
from extractors.reading.text.plain import plain_number
from extractors.reading.text.stated_scale import apply_stated_scale, leave_out_units

# A text may hold this many places, and one more every so many characters. Denser than that is a data dump or an attack,
# and reading on would take longer than a second per megabyte.
_PLACES = 1000
_CHARACTERS_A_PLACE = 60


def figures(text: str, language: Language | None = None, *, currency: str | None = None) -> list[Mention]:
    """The figures in `text`, in reading order, with what they mean.

    `language` is detected per script when left out. `currency` is the ISO code of an amount in a money context
    that names none (元, "dollars").
    """
    folded = fold(text)
    han, hangul = (False, False) if text.isascii() else (has_han(folded), has_hangul(folded))
    script = chinese_script(folded, language) if han else ("ko" if hangul else "en")
    if language == "zh-Hant" and not han and republic_date(folded):
        script = language
    if currency is None and han:
        currency = named_currency(folded)
    setting = Setting(language, script, currency)
    found = _amounts(folded, setting, han, hangul)
    mentions: list[Mention] = []
    floor = 0
    joined = join(folded, found)
    leave_out_units(folded, joined)
    apply_stated_scale(folded, joined, setting)
    mode = "hangul" if hangul and script == "ko" else "han" if han else "hangul" if hangul else "latin"
    metric: str | None = None
    if joined and text[-1:] in ("…", "."):
        _cut_off(folded, joined[-1])
    for amount in joined:
        if amount.void:
            continue
        own = _metric(folded, amount, floor, mode)
        if folded[floor : amount.start] in (" (", "(") and mentions and _measures(amount):
            pass  # 39 miles (63 kilometres): the same thing in another unit
        elif own is not None or mode == "latin" or not _goes_on(folded, floor, amount.start):
            metric = own  # else 年增6% tells of the same thing as the figure before
        mentions.append(_mention(text, amount, metric if _measures(amount) else None))
        floor = amount.end
    return mentions


_SHORT = re.compile(r"\d{1,2}(?:\.\d)?")
_CUT_OFF = re.compile(r"(?:…+|\.{3,})\s*$")


def _cut_off(text: str, last: Amount) -> None:
    """A bare number right before the dots that end a text (淨賣出2.9...) may have more digits, and a scale."""
    bare = last.kind == "number" and last.unit is None and last.end == last.tail and not last.scaled
    short = bare and _SHORT.fullmatch(text, last.start, last.end) is not None
    if short and last.problem is None and _CUT_OFF.match(text, last.end):
        last.problem = "cut off by the dots behind it"


def _goes_on(text: str, end: int, start: int) -> bool:
    """Whether no sentence ends between the two figures."""
    return start - end < 40 and not any(mark in text[end:start] for mark in _ENDS)


_ENDS = ("。", "！", "？", "\n", ". ", "；")


def _measures(amount: Amount) -> bool:
    return amount.kind not in ("date", "ordinal") and amount.problem is None


def _metric(text: str, amount: Amount, floor: int, mode: str) -> str | None:
    return metric_of(text, amount, floor, mode) if _measures(amount) else None


def _amounts(text: str, setting: Setting, han: bool, hangul: bool) -> list[Amount]:
    scan = scan_for(han, hangul, "@" in text)
    found: list[Amount] = []
    at = 0
    for _ in range(_PLACES + len(text) // _CHARACTERS_A_PLACE):
        place = scan.search(text, at)
        if place is None:
            return found
        start = place.start()
        group = place.lastgroup
        if group in NO_FIGURES:
            at = place.end()
            continue
        setting.floor = found[-1].end if found else 0
        amount, at = _read(text, start, group or "", setting)
        if amount is not None:
            found.append(amount)
        at = max(at, start + 1)
    rest = Amount(at, len(text), Decimal(0), Decimal(0), problem="too many figures in one text: the rest is not read")
    return [*found, rest] if scan.search(text, at) else found


def _read(text: str, start: int, group: str, setting: Setting) -> Read:
    if group in ("digit", "point"):
        return _digits(text, start, setting)
    if group == "month":
        return _dated(text, dates.date_from_month(text, start), start)
    if group == "bare":
        return _dated(text, dates.bare_month(text, start), start)
    if group == "period":
        return _dated(text, dates.date_from_letters(text, start), start)
    if group == "word":
        return read_english_place(text, start, setting)
    if group == "han":
        return read_han_place(text, start, setting)
    return read_hangul_place(text, start, setting)


def _dated(text: str, found: Found | None, start: int) -> Read:
    if found is None:
        return None, word_end(text, start)
    return dated(found), found[1]


# "4 thousand 3 hundred and 21", "3 million and a half", "3 dozen", "1 point 1".
_GOES_ON = re.compile(
    r" (?:(?:hundred|thousand|million|billion|trillion|lakh|crore)s?(?: and (?:an? |one |two |three |\d)|,? "
    r"\d[\d,]* (?:hundred|thousand))"
    r"|(?:dozens?|dzs?|dozs?)\b|point \w)"
)


_PLACE_MARKS = ("第", "제")


def _digits(text: str, start: int, setting: Setting) -> Read:
    num = plain_number(text, start)
    if num is None or num.plain:
        found = dates.date_from_digits(text, start, setting.script == "zh-Hant")
        if found is not None and text[start - 1 : start] == "[" and len(found[2] or "") != len("2023-10-26"):
            found = None  # the number of a note; only a whole day stands in brackets as a date
        if found is not None:
            return dated(found), found[1]
    numbered = (
        ordinals.numbered(text, start) if text[max(0, start - 2) : start].rstrip(" ").endswith(_PLACE_MARKS) else None
    )
    if numbered is not None:
        return numbered
    if num is None:
        read = _no_number(text, start)
        if read is not None:
            return read
        num = read_digits(text, start)
        if num is None:
            return None, start + 1
        if text[num.end : num.end + 1] in ("(", " ") and text[num.end : num.end + 2].strip().startswith("("):
            gloss(text, num)
    elif text[num.end : num.end + 1] not in ("%", " "):
        end = traps_asian.skip(text, start)
        if end:
            return None, end
    ordinal = ordinals.ordinal_at(text, num)
    if ordinal is not None:
        return ordinal
    if text[num.end : num.end + 1] == " " and _GOES_ON.match(text, num.end):
        num = read_english(text, start) or num
    special = special_after(text, num, setting)
    if special is not None:
        if special[0] is not None and special[0].kind != "range":
            signs.sign(text, special[0])
        return special
    amount, end = dressed(text, num, setting)
    if amount is not None and amount.bare:
        small_change(text, amount)
        end = max(end, amount.end)
    if amount is not None and amount.unit == "second":
        hundredths(text, amount)
        end = max(end, amount.end)
    if amount is not None and text[amount.end : amount.end + 2].lstrip(" ")[:1] in ("半", "반"):
        and_a_half(text, amount)
        end = max(end, amount.end)
    if (
        amount is not None
        and not amount.money_mark
        and labels.is_label(text, start, amount.unit is not None)
        and amount.kind not in ("money", "percent")
    ):
        return None, labels.label_end(text, end)
    bare = amount is not None and amount.unit is None and not amount.money_mark
    if bare and _MODEL_SIZE.fullmatch(text, start, num.end):
        return None, num.end  # 7B and 70B, the sizes of models
    if (
        amount is not None
        and amount.problem is None
        and amount.end == num.end
        and not num.scaled
        and traps.is_glued(text, num.end)
    ):
        return None, word_end(text, num.end)
    return amount, end


def _no_number(text: str, start: int) -> Read | None:
    """A ratio, or where what is no figure ends, if one of them begins with the digit at `start`."""
    ratio = _RATIO.match(text, start) if text.find(":", start, start + 8) > 0 else None
    if ratio is not None and text[start - 1 : start] not in (":", ".", ","):
        return _ratio(text, ratio)
    end = traps.skip(text, start) or traps.heading_number(text, start)
    if not end and text[start + 2 : start + 3] == "대":
        end = decade_of_life(text, start)
    return (None, end) if end else None


# 3:1; a time of day has two digits behind its colon, and a map 1:50,000.
_RATIO = re.compile(r"(?P<first>\d{1,4}(?:\.\d{1,2})?):(?P<second>\d|\d{1,3}(?:,\d{3})+|\d{4,7})(?![\d:]|[.,]\d)")
_TELLS_RATIO = re.compile(r"\b(?:ratio|split|odds|outnumber\w*|leverag\w+|dilut\w+|mix(?:ture)?)\b|比")


def _ratio(text: str, match: re.Match[str]) -> Read:
    """3:1 where a ratio is spoken of: three to one. Else it may be a score, and counts nothing."""
    told = _TELLS_RATIO.search(text, max(0, match.start() - 40), match.end() + 24)
    if match["second"] != "1" or told is None:
        return None, match.end()
    num = read_digits(text, match.start())
    if num is None:
        return None, match.end()
    amount = Amount(match.start(), match.end(), num.value, num.step, core=num.start, tail=match.end())
    return amount, match.end()


_MODEL_SIZE = re.compile(r"\d{1,3}B")
_GLOSS = re.compile(r" ?\(([^()]{1,24})\)(?=\s?[一-鿿가-힣])")


def gloss(text: str, num: Num) -> None:
    """Take in the same number in words, in brackets before the unit: 1,200（一千二百）人, 5,600(오천육백)만 원."""
    match = _GLOSS.match(text, num.end)
    if match is None:
        return
    inner = match[1]
    words = read_korean_words(inner, 0) if "가" <= inner[0] <= "힣" else read_chinese(inner, 0)
    if words is not None and words.end == len(inner) and words.value == num.value:
        num.end, num.plain = match.end(), False


def _mention(text: str, amount: Amount, metric: str | None) -> Mention:
    value: Decimal | None = amount.value
    if amount.kind in ("range", "date") or amount.problem is not None:
        value = None
    return Mention(
        amount.start, amount.end, text[amount.start : amount.end], amount.kind,
        None if value is None else clean(value),
        None if amount.low is None else clean(amount.low), None if amount.high is None else clean(amount.high),
        amount.unit, amount.comparator, None if value is None and amount.kind != "range" else clean(amount.step),
        metric, amount.date, amount.problem,
    )  # fmt: skip
