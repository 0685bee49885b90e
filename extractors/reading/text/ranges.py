"""Two neighbouring figures that are the ends of one range or period: 10-15%, between 2025 and 2028, 5月20日至31日."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text import dates
from extractors.reading.text import hedge_words_en as words
from extractors.reading.text.amount import Amount
from extractors.reading.text.mixed_units import in_one_unit
from extractors.reading.text.numbers import ONE

# 61%에서 82%로, 61%에서 82%까지 오른: the first was, the second is.
_BECAME_KO = re.compile(
    r"으?로|까지\s?(?:다시\s|크게\s|가파르게\s|꾸준히\s)?"
    r"(?:오르|오른|올라|올랐|상승|늘|증가|하락|떨어|내리|내린|내려|줄|감소|확대|축소|개선|높아|낮아|치솟|뛰|급등|급락|성장|회복|커)"
)
_RANGE_GAP = re.compile(r"\s{0,2}(?:起?[至到]|-|–|~|-?\s?to|through|up to|至|到|에서|부터|[~-]\s?약)\s{0,2}")
_AND_GAP = re.compile(r"\s?(?:and|和|與|与|to|至|到|및)\s?")
BETWEEN = re.compile(
    r"(?:\b(?:between|from|ranging from|range from|ranges from|ranged from)|介於|介于|從|从|在)\s?$", re.IGNORECASE
)
_FROM = re.compile(r"[從从由自]\s?$")
_CHANGE = re.compile(
    r"\b(?:rose|rise|rises|rising|fell|fall|falls|grew|grow|grows|growing|growth|increase[ds]?"
    r"|increasing|declined?|declining|dropped|drops?|went|jump\w*|climb\w*|reduc\w*|"
    r"up|down|narrow\w*|widen\w*|eas(?:ed|es|ing)|dip\w*|slip\w*|inch\w+|crept|creep\w*|mov\w+|improv\w+|surg\w+|expand\w*|shr\w+|soar\w*|slump\w*|slid\w*|edged|advanc\w+"
    r"|swell\w*|tumbl\w+|plung\w+|sank|gained|leapt|revis\w+|rais\w+|cut|lower\w+|chang\w+|shift\w*)\b"
)
YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|during|of|year|circa|for|before|after|and|through|late|early"
    r"|mid|to|vs|than|act|law|bill|regulations)|[(,/–-])\s?-?$",
    re.IGNORECASE,
)


def date_range(text: str, left: Amount, right: Amount, gap: str) -> bool:
    """Whether two dates are one period, which the left one then holds."""
    if left.kind != "date" or right.kind != "date" or left.date is None or right.date is None:
        return False
    if "/" in left.date or "/" in right.date:
        return False
    if not _RANGE_GAP.fullmatch(gap) and not (
        _AND_GAP.fullmatch(gap) and BETWEEN.search(text[max(0, left.start - 14) : left.start])
    ):
        return False
    start = left.date
    if right.date.startswith("---") and not start.startswith("---"):
        day = right.date[3:]
        right.date = start[:-2] + day if start.count("-") >= 2 and len(start) > 4 else right.date
    if start.startswith("--") and not right.date.startswith("--"):
        start = right.date[:4] + start[1:] if start[2:3].isdigit() else start
    elif right.date.startswith("--") and not start.startswith("--"):
        right.date = _following(start[:4] + right.date[1:], start)
    left.date, left.end = f"{start}/{right.date}", right.end
    return True


def _following(end: str, start: str) -> str:
    """The end in the year after where it would else come before the start: 2023-12-20 to January 5."""
    return end if end >= start or not end[:4].isdigit() else f"{int(end[:4]) + 1:04}{end[4:]}"


def score(text: str, left: Amount, right: Amount, gap: str) -> bool:
    """Whether both are parts of a score or a code (4-1, 7-6-2, 01-1417), which count nothing; the left is void then.

    A range goes up: 1-4 stays one.
    """
    if gap not in ("-", "–") or not right.plain or right.unit is not None or right.kind != "number" or right.scaled:
        return False
    if left.void:
        left.end = left.tail = right.end
        return True
    bare = left.kind == "number" and left.plain and left.unit is None and left.start == left.core
    if not bare or right.end != right.tail or left.tail - left.core > 3:
        return False
    coded = text[left.core] == "0" and left.tail - left.core > 1 and text[right.core] != "0"
    if not coded and (left.value < right.value or right.tail - right.core > 3):
        return False
    left.void, left.end = True, right.end
    return True


def range_of(text: str, left: Amount, right: Amount, gap: str) -> bool:
    """Whether two figures are one range, which the left one then holds."""
    if left.kind in ("range", "ordinal", "fraction") or right.kind in ("range", "ordinal", "date"):
        return False
    if left.plain and left.unit is None and right.unit is not None and dates.is_year(text[left.core : left.tail]):
        shares = right.kind in ("money", "percent", "percentage_point") or right.scaled
        if shares or YEAR_BEFORE.search(text[max(0, left.start - 8) : left.start]):
            return False  # "grows from US$36bn in 2024 to US$356bn"
    to = _RANGE_GAP.fullmatch(gap)
    both = None if to is not None else _AND_GAP.fullmatch(gap)
    if to is None and both is None:
        minus = (
            right.sign and gap.strip() == "" and text[right.start : right.start + 1] == "-" and right.start == left.end
        )
        if not minus:
            return False
        right.value, right.sign = -right.value, False
    between = BETWEEN.search(text[max(0, left.start - 14) : left.start])
    if both is not None and between is None:
        return False
    common = None
    if left.unit is not None and right.unit is not None and left.unit != right.unit:
        common = in_one_unit(left, right)
        if common is None:
            return False
    if left.unit is not None and right.unit is None and not left.money_mark:
        return False
    if left.kind != "number" and right.kind != "number" and left.kind != right.kind:
        return False
    if gap.strip() == "에서" and _BECAME_KO.match(text, right.end):
        return False
    if (
        _FROM.search(text[max(0, left.start - 3) : left.start])
        and left.unit is not None
        and left.kind in ("percent", "money")
    ):
        return False
    if (
        between
        and "from" in between.group().lower()
        and (left.unit is not None or right.unit is None)
        and not _SPANNED.search(text, max(0, left.start - 12), left.start)
        and _CHANGE.search(text[max(0, left.start - 60) : left.start])
    ):
        return False
    by = gap == " to " and left.unit is None and right.unit is None and text.endswith(" by ", 0, left.start)
    if by and not left.value < right.value <= left.value * _FAR:
        return False  # down by 30 to 126
    if gap == "-" and _is_a_model(left, right):
        left.void, left.end = True, right.end  # the 787-9 jets
        return True
    low, high = left.value, right.value
    if common is not None:
        low, high = low * common[1], high * common[2]
        if low >= high:
            return False
    if _changed_to(text, left, right, gap):
        return False
    if right.scaled and not left.scaled and left.unit in (None, right.unit, _marked(left)) and abs(low) < 1000:
        factor = _scale_of(right)
        if low * factor <= high and low < high / factor * 1 + high:
            low *= factor
    if left.unit is None:
        low *= right.factor
    if low > high:
        if left.unit is None and right.unit is None:
            return False
        low, high = high, low
    years = left.plain and right.plain and left.unit is None and right.unit is None
    if years and all(dates.is_year(text[side.core : side.tail]) for side in (left, right)):
        left.date = f"{text[left.core : left.tail]}/{text[right.core : right.tail]}"
        left.kind, left.end = "date", right.end
        return True
    left.kind, left.low, left.high = "range", low, high
    if common is not None:
        left.unit, left.step, right.step = common[0], left.step * common[1], right.step * common[2]
    left.unit = left.unit or right.unit
    left.step = max(left.step, right.step) if left.step and right.step else right.step
    left.end, left.tail = right.end, right.tail
    left.comparator = right.comparator if left.comparator == "=" and right.comparator in ("~",) else left.comparator
    if between and between.group().strip() not in ("在", "從", "从"):
        left.start -= len(between.group())
    return True


def _is_a_model(left: Amount, right: Amount) -> bool:
    """Whether the pair goes down and names what the noun behind it is."""
    named = left.kind == "number" and left.plain and right.kind == "quantity" and not right.scaled
    return named and left.value > right.value and left.tail - left.core == _MODEL_DIGITS


_MODEL_DIGITS = 3
_FAR, _BY_FAR = Decimal(4), Decimal("2.5")  # no range spans from a number to more than so many times of it
_SPANNED = re.compile(r"\b(?:age[ds]?|ranges?|ranging|scale) (?:from )?$")
_CHANGED = re.compile(
    r"(?:[減减降跌增升漲涨加少高低調调]|[漲涨降][價价]|[上下]修|[成增][長长]|衰退|下滑|下挫|[上下][揚扬]|[萎縮缩][縮缩])(?<!長高)(?<!长高)(?:了|約|约|近|逾)?$"
)
_ANY_OF = re.compile(
    r"[之]?[間间]|不等|的|都|[，,]?(?:[視视依按因][^，,。；;]{1,10}(?:而定|不同|而[異异])|各地不一|局地|以[^，,。；;]{1,8}最)"
)
_NARROWED, _FAR_TO_COME = Decimal("2.1"), Decimal(10)
_TEN = Decimal(10)
_TO_COME = re.compile(r"\b(?:will|would|may|might|could|can|should|to) (?:[a-z]+ly )?$")
_MANY = re.compile(
    r"(?: [a-z]+)? (?:(?:a|every|each) (?:year|month|week|day)|each|depending|across|for most)\b"
    r"|[^.;\d]{0,48} (?:depending on|in different|in various|according to)\b"
    r"| (?:to the (?:price|value|cost)|off (?:the|a|your)|from the|of the (?:cost|crop|price)|in unpaid|as a)\b"
)
# Verbs whose object may be so much or so much, and how many digits a level has at least, where a range's end has fewer.
_OBJECT = re.compile(r"add|recover|mov|los[est]|gain|cut|shed|lift|rais|reduc|trim|grow|grew")
_EXACT = 3
_MADE_UP = re.compile(r"\b(?:ma[dk]es?|making|takes?|took|sets?|puts?|gives?|gave|adds?|added)\s$")
_PASSIVE = re.compile(r"\b(?:was|were|been|be|is|are) (?:[a-z]+ly )?$")
_MORE_VERBS = (
    r"\b(?:decreas\w+|contract(?:s|ed|ing)|retreat\w*|weaken\w*|strengthen\w*|worsen\w*|rall(?:y|ies|ied|ying)|rebound\w*"
    r"|recover(?:s|ed|ing)?|los(?:es|t|ing)|shed(?:s|ding)?|add(?:s|ed|ing)|lift(?:s|ed|ing)|hik(?:es|ed|ing)|trim\w+|slash\w+"
    r"|boost\w+|bump\w+|dwindl\w+|plummet\w*|diminish\w*|soften\w*|ebb(?:s|ed|ing)?|tick(?:s|ed|ing)? (?:up|down))\b"
)
_MOVED = re.compile(
    rf"(?:(?P<balance>\b(?:narrow|widen|shr[au]n?k)(?:ed)?\b)|{_CHANGE.pattern}|{_MORE_VERBS})"
    r"(?: [a-z]+ly| again| further)?(?P<by> by)?"
    r"(?: (?:about|around|nearly|almost|roughly|just|only|some|another|more than|over|an additional|a further)){0,2}\s$"
)


def moved_before(text: str, start: int) -> re.Match[str] | None:
    """The verb that says so much is how far something moved; who raises £5m has it, and what makes up 5% is that."""
    moved = _MOVED.search(text, max(0, start - 48), start)
    if moved is None or (moved.group().startswith(("up", "down")) and _MADE_UP.search(text, 0, moved.start())):
        return None
    if not moved.group().startswith("rais"):
        return moved
    passive = moved.group().startswith("raised") and _PASSIVE.search(text, max(0, moved.start() - 24), moved.start())
    return moved if passive else None


def _changed_to(text: str, left: Amount, right: Amount, gap: str) -> bool:
    """By the first to the second, since no range spans so much: 減8,900人至366.4萬人, "rose by £149 to £1,717"."""
    if left.kind not in ("money", "percent", "percentage_point", "quantity", "duration", "number") or not left.value:
        return False
    low, high = abs(left.value), abs(right.value)
    if gap.strip() == "to":
        moved = moved_before(text, left.start)
        if moved is None or _MANY.match(text, right.end):
            return False
        if left.kind == "number" and low < 100 and not right.scaled and not _TEN <= low * _TEN <= high:
            return False
        if right.scaled and not left.scaled and left.kind == "number" and low < 1000:
            low *= _scale_of(right)  # rose by 3 to 5 million
        counted = left.unit is None and right.kind == "quantity"
        if (counted or _takes_it(text, moved)) and _digits(right) < _EXACT and high > low:
            return False  # "adds £10,000 to £50,000", "climbed 10 to 200 metres"
        if counted or _TO_COME.search(text, max(0, moved.start() - 24), moved.start()):
            far = _FAR_TO_COME  # "will cut 1,000 to 5,000 jobs", "shed 100 to 500 jobs"
        else:
            far = _NARROWED if moved["balance"] else _BY_FAR if moved["by"] else _FAR
        if 1 <= high / low <= far:
            return False
        verb = moved.group().split()[0].lower()
        left.moved = words.DIRECTIONS.get(verb)
        return True
    if (
        left.kind == "number"
        or gap.strip() not in ("至", "到")
        or _CHANGED.search(text, max(0, left.start - 4), left.start) is None
    ):
        return False
    far = _FAR if left.kind in ("percent", "percentage_point") else _BY_FAR
    return not 1 <= high / low < far and _ANY_OF.match(text, right.end) is None


def _takes_it(text: str, moved: re.Match[str]) -> bool:
    """Whether the verb's object may be the amount: who loses £500 has lost it."""
    passive = _PASSIVE.search(text, max(0, moved.start() - 24), moved.start())
    return _OBJECT.match(moved.group()) is not None and passive is None


def _digits(amount: Amount) -> int:
    """How many digits of a value tell something: 2 of 240, 4 of 2,412."""
    return len(amount.value.normalize().as_tuple().digits)


def _marked(left: Amount) -> str | None:
    """The currency before the left end, which stands for both: $40-50 billion."""
    return left.unit if left.money_mark else None


def _scale_of(right: Amount) -> Decimal:
    """The scale word of the right figure, which the left one shares: 3 to 5 million."""
    if right.scale > 1:
        return right.scale
    step = right.step
    factor = ONE
    while factor * 10 <= step:
        factor *= 10
    # 1.25 million prints two decimals: its step is 10,000 but its scale a million.
    value = abs(right.value)
    while value and value / factor >= 1000:
        factor *= 1000
    return factor
