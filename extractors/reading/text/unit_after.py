"""Takes in what stands behind a number: its percent sign, currency or measure."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.amount import Amount, Setting
from extractors.reading.text.compound import compounded
from extractors.reading.text.count_after import take_count
from extractors.reading.text.counters_han import NOUNS_ALONE
from extractors.reading.text.measures import NAMES, SYMBOLS
from extractors.reading.text.money import HAN, POINT_GROUPS
from extractors.reading.text.numbers import Num
from extractors.reading.text.units import Unit, unit_at
from extractors.reading.text.wordlists import words

_NAMED_AFTER = re.compile(r"人民幣|人民币|新臺幣|新台幣|新台币|港幣|港币")
_MEASURED = frozenset(NAMES.values()) | frozenset(SYMBOLS.values())
_LETTERS = ("le", "LE", "p", "c", "P", "Q")  # currencies only where nothing goes on
_SPACE_UNIT = re.compile(r" de | d'|[ -]{0,2}")
_OF_A_UNIT = re.compile(r" (?:of )?an? ")  # half an hour, a quarter of a century
_OF_A_PERCENT = re.compile(r"(?: (?:of )?(?:a|one))? (percentage point|percent|per cent)(?![A-Za-z])")
_WEIGHS = re.compile(r"\b(?:weigh\w*|lift\w*|carr(?:y|ies|ied)|heav\w+)\b[^.;]{0,24}$")
# A 55-pound bundle, but a 20-pound note and a 300 million-pound subsidy; pounds of halibut, but of food or funding.
_HEAVY = re.compile(
    r" (?:bundle|bag|sack|box|crate|baby|fish|halibut|salmon|tuna|shark|dog|man|woman|person|weight|dumbbell|barrel"
    r"|block|load|turkey|bird|animal|boulder|rock|bomb|statue|stone|brick|anchor|pumpkin|suitcase|backpack)s?\b"
)
_POUNDS_OF = re.compile(
    r" of (?:[a-z]+ )?(?:fish|halibut|salmon|tuna|shrimp|lobster|meat|beef|pork|cheese|butter|flour|rice|wheat|corn"
    r"|coffee|cotton|wool|trash|garbage|plastic|pressure|force|thrust|steel|copper|uranium|lithium|explosives|ice|sand|salt)\b"
)
# 晚27分抵達: minutes.
_LINES = frozenset(map(Decimal, (720, 1080, 1440, 2160, 4320)))
_LATE = re.compile(r"(?:[晚早遲迟]|延誤|延误|誤點|误点|耗時|耗时)(?:了|約)?$")
_MINUTES = Unit("duration", "minute")
# 貶值8.3分: a currency moves by hundredths.
_IN_CENTS = re.compile(r"(?:[升貶贬]值?|收[升貶贬])(?:了|約|约)?$")
_CENT = Decimal("0.01")
# 售價149萬起, 最平149萬起: from that price on, not cases.
_PRICED = re.compile(r"(?:[價价]|最[平低便]|租|薪|費|费|只要|低至|每[坪月人晚])[一-鿿]{0,3}$")
# 中間價調升35個基點: of an exchange rate, ten-thousandths of a 元 and no percentage.
_BASIS_NAMES = ("個基點", "个基点", "基點", "基点", "點子", "点子")
_EXCHANGE = re.compile(r"(?:兑|兌|匯率|汇率|中間價|中间价)[^。；]*$")
_PIPS = Unit("quantity", "basis point")
_AMBIGUOUS = frozenset(["分", "度", "起", "層", "层", *_BASIS_NAMES])
# 85層的大樓, 地上12層: floors; of a cake or a film they are layers.
_BUILDING = re.compile("[樓楼塔廈厦]|建築|建筑|住宅|地上|地下|建物|館")
_FLOORS = Unit("quantity", "floor")
# 用電12億度: kilowatt hours.
_POWER = re.compile(r"[電电][^，。；]{0,8}$")
_POWER_USED = Unit("quantity", "kilowatt hour")
# Symbols that are also words, letters or endings: taken only where nothing else can be meant.
_LETTER_UNITS = frozenset(
    words("""
    m t L l B V W K J s h x foot sec second point
""")
)
_SPACED_ONLY = frozenset("ATNJ")  # 8A is a seat, 5T no tesla
_INCH_FOLLOWS = re.compile(r"\s?(?:thick|wide|long|tall|high|deep|diameter|[.,;)]|$)")


# 1.2m patients: millions; 30m trees may be as tall.
_OF_MANY = re.compile(
    r"m(?: (?:to|or|and) \d[\d.]*m|-\d[\d.]*m)?"
    r" (?:(?:new|more|people|hospital|mobile|social|adult|older|young|working|registered|active|monthly|paying)"
    r" ){0,2}(?:people|persons|patients|households|subscribers|customers|users|workers|jobs|homes|pupils|students"
    r"|children|adults|voters|visitors|passengers|tonnes|barrels|vehicles|cars|phones|shares|copies|tickets|doses|viewers|followers"
    r"|members|employees|americans|britons|europeans|residents|citizens|migrants|refugees|tourists|families|pensioners"
    r"|accounts|transactions|claims|appointments|properties|smartphones)\b",
    re.IGNORECASE,
)
# Passenger numbers dropped 1.1m to 14.6m; but visitors walk 200m, and users are 5m apart.
_MANY_BEFORE = re.compile(
    r"\b(?:(?:passenger|visitor|subscriber|user|customer|viewer|member|staff|tourist|student|pupil|listener|reader)"
    r" numbers|number of [a-z]+|subscribers|users|passengers|visitors|customers|viewers|members|population|membership"
    r"|downloads|arrivals|households|accounts|followers|readers|readership|listeners|viewership|circulation|ridership)"
    r"(?: (?:ha[sd]|have|is|are|was|were|been|rose|grew|fell|dropped|declined|decreased|increased|jumped|surged|slipped"
    r"|climbed|soared|plunged|shrank|reached|hit|topped|exceeded|totall?ed|stood|averaged|expected|forecast|set|up|down"
    r"|to|by|at|about|around|nearly|almost|over|more|than|now|amount|reach|rise|grow|fall|drop|exceed|hit|some|just))+ "
    r"(?:\d[\d.]*m (?:to|from|or|and|at) )?$",
    re.IGNORECASE,
)
_IS_A_LENGTH = re.compile(
    r"m (?:from|away|above|below|up|down|high|wide|deep|long|tall|apart|behind|ahead|along|every|of the|to the|in \d)\b"
)
_MILLION = Decimal(10**6)


def take_unit(text: str, num: Num, amount: Amount, setting: Setting) -> None:
    """Give the amount the unit that follows the number, if one does."""
    if num.kind == "fraction" and _part_of_a_unit(text, num, amount):
        return
    at = num.end
    following = text[at : at + 1]
    if following == " " or following == "-":
        space = _SPACE_UNIT.match(text, at) if text[at + 1 : at + 2] in "- d" else None
        at = at + 1 if space is None else space.end()
    if num.about and text.startswith(" of ", num.end):
        at = num.end + 4  # a couple of days
    gap = "" if num.about else text[num.end : at]
    if not gap and following == "m" and not num.scaled and _many(text, num):
        num.times(_MILLION, num.end + 1)
        amount.value, amount.step, amount.end, amount.tail = num.value, num.step, num.end, num.end
        amount.scaled, amount.plain, amount.scale = True, False, _MILLION
        if text[num.end : num.end + 1] != " ":
            return
        at = num.end + 1
        gap = " "
    found = unit_at(text, at)
    if found is None:
        counted = take_count(text, num, amount, at, gap)
        if counted is not None:
            _apply(text, num, amount, *counted, " ", setting)
        return
    if "d" in gap:
        if found[0].kind != "money":
            return
        gap = " "
    unit, end = found
    if gap == "-" and unit.kind not in ("duration", "quantity", "money", "percentage_point", "percent"):
        return
    if gap not in ("- ", "--", " -", "-  "):
        _apply(text, num, amount, unit, at, end, gap, setting)


def _many(text: str, num: Num) -> bool:
    """Whether an m behind the digits is a million of what is counted, and no metre."""
    if _OF_MANY.match(text, num.end) is not None:
        return True
    ends = not text[num.end + 1 : num.end + 2].isalnum() and _IS_A_LENGTH.match(text, num.end) is None
    return ends and _MANY_BEFORE.search(text, max(0, num.start - 90), num.start) is not None


def _part_of_a_unit(text: str, num: Num, amount: Amount) -> bool:
    share = _OF_A_PERCENT.match(text, num.end)
    if share is not None:
        amount.kind, amount.unit = ("percentage_point", "pp") if share[1].endswith("point") else ("percent", "%")
        amount.end = share.end()
        return True
    whole = _OF_A_UNIT.match(text, num.end) if num.form == "words" else None
    measured = None if whole is None else unit_at(text, whole.end())
    if measured is None or measured[0].kind not in ("duration", "quantity"):
        return False
    amount.kind, amount.unit, amount.end = measured[0].kind, measured[0].code, measured[1]
    return True


def _apply(
    text: str, num: Num, amount: Amount, unit: Unit, at: int, end: int, gap: str, setting: Setting
) -> None:  # fmt: skip
    printed = text[at:end]
    if printed in NOUNS_ALONE and num.plain and num.form == "digits":
        return  # 2024旅客滿意度, 12345市民熱線, 112教師甄選
    told = _in_context(text, num, unit, printed, setting) if printed in _AMBIGUOUS else unit
    if told is None:
        return
    unit = told
    if unit.kind == "money":
        if not _money(text, num, amount, unit, printed, end, gap, setting):
            return
    elif unit.kind in ("quantity", "duration"):
        if not _measure(text, num, amount, unit, printed, end, gap):
            return
    else:
        amount.kind, amount.unit, amount.end = unit.kind, unit.code, end
    amount.factor = unit.factor
    amount.value *= unit.factor
    amount.step *= unit.factor
    if amount.low is not None and amount.high is not None:
        amount.low, amount.high = amount.low * unit.factor, amount.high * unit.factor


def _in_context(text: str, num: Num, unit: Unit, printed: str, setting: Setting) -> Unit | None:
    """What 分, 度, 起 and 基點 count, which only the words before them tell; None for a 起 that means "from"."""
    before = text[max(0, num.start - 12) : num.start]
    if printed == "起":
        return None if _PRICED.search(before[-6:]) else unit
    if printed == "度":
        return _POWER_USED if num.scaled or _POWER.search(before) else unit
    if printed in _BASIS_NAMES:
        return _PIPS if _EXCHANGE.search(text, max(0, num.start - 40), num.start) else unit
    if printed in "層层":
        return _FLOORS if _BUILDING.search(before + text[num.end : num.end + 10]) else unit
    if _LATE.search(before[-3:]):
        return _MINUTES
    return Unit("money", setting.bare_currency, _CENT) if _IN_CENTS.search(before[-4:]) else unit


def _money(
    text: str, num: Num, amount: Amount, unit: Unit, printed: str, end: int, gap: str, setting: Setting
) -> bool:  # fmt: skip
    if printed == "C":  # 38.5C is a temperature, 3C goods are none
        if not gap and num.step < 1:
            amount.kind, amount.unit, amount.end = "quantity", "degree Celsius", end
        return False
    if printed == "p" and num.value in _LINES:
        return False  # 1,440p, lines of a picture
    if printed in _LETTERS and text[end : end + 2].strip(".,;) ") and (gap or printed in "PQ"):
        return False
    if printed in ("pound", "pounds") and (
        _WEIGHS.search(text[max(0, num.start - 40) : num.start])
        or (gap == "-" and not num.scaled and _HEAVY.match(text, end))
        or ("£" not in text and _POUNDS_OF.match(text, end))
    ):
        amount.kind, amount.unit, amount.end = "quantity", "pound weight", end
        return False
    code = setting.bare_currency if unit.bare else unit.code
    named = _NAMED_AFTER.match(text, end) if unit.bare else None
    if named is not None:
        code, end = HAN[named.group()], named.end()
    if printed == "$" and setting.currency is not None:
        code = setting.currency
    if num.point_group and code in POINT_GROUPS:
        amount.value, amount.step = amount.value * 1000, amount.step * 1000
    amount.bare = unit.bare
    amount.kind, amount.unit, amount.end = "money", code, end
    return True


def _measure(text: str, num: Num, amount: Amount, unit: Unit, printed: str, end: int, gap: str) -> bool:
    if num.kind == "ordinal" or (printed.lower() in ("century", "decade") and text.startswith("-old", end)):
        return False
    if printed in ("x", "×") and text[end : end + 2].strip()[:1].isdigit():
        return False  # 3440x1440, 2 x 3 mm
    if printed == "in" and gap and not _INCH_FOLLOWS.match(text, end):
        return False  # "2 in thick" is inches, "two in my car" is not
    if (printed in _LETTER_UNITS and gap and text[end : end + 1].isalpha()) or (printed in _SPACED_ONLY and not gap):
        return False
    code = unit.code
    kind = unit.kind
    # Symbols of time may begin a rate (5 s/km); words of time do not (37.5 hours a week).
    if code in _MEASURED and (kind == "quantity" or not printed[1:].isalpha()):
        whole, end = compounded(text, code or "", end, measured=True)
        if whole != code:
            kind, code = "quantity", whole
    amount.kind, amount.unit, amount.end = kind, code, end
    return True
