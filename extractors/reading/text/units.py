"""Looks up what stands after a number: percent signs, currencies, counters, units of measure."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.reading import regexes as re
from extractors.reading.text import counters, counters_han, counters_hangul, measures, money
from extractors.reading.text.counters_han_not import HAN_NOT_BEFORE
from extractors.reading.text.mention import Kind
from extractors.reading.text.numbers import ONE
from extractors.reading.text.trie import trie_pattern


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and how it changes the number before it."""

    kind: Kind
    code: str | None
    factor: Decimal = ONE
    bare: bool = False  # 元, 塊: which currency only the context tells


_HUNDREDTH = Decimal("0.01")
_PERCENT = Unit("percent", "%")
_POINT = Unit("percentage_point", "pp")
_BASIS = Unit("percentage_point", "pp", _HUNDREDTH)
_PERMILLE = Unit("percent", "%", Decimal("0.1"))
_PARTS: dict[str, Unit] = {
    "%": _PERCENT, "percent": _PERCENT, "per cent": _PERCENT, "percents": _PERCENT, "percentage": _PERCENT,
    "pct": _PERCENT,
    "pct.": _PERCENT, "pc": _PERCENT, "prozent": _PERCENT, "pour cent": _PERCENT, "por ciento": _PERCENT,
    "percentage points": _POINT, "percentage point": _POINT, "percentage-point": _POINT, "percent points": _POINT,
    "per cent points": _POINT, "pp": _POINT, "pps": _POINT, "ppt": _POINT, "ppts": _POINT, "p.p.": _POINT,
    "pct points": _POINT,
    "%P": _POINT,
    "%p": _POINT, "%pt": _POINT, "%-points": _POINT, "% points": _POINT, "%-point": _POINT, "prozentpunkte": _POINT,
    "basis points": _BASIS, "basis point": _BASIS, "bps": _BASIS, "bp": _BASIS, "‰": _PERMILLE, "per mille": _PERMILLE,
}  # fmt: skip
_PARTS_ASIAN: dict[str, Unit] = {
    "퍼센트": _PERCENT, "프로": _PERCENT, "퍼센트포인트": _POINT, "퍼센트 포인트": _POINT, "%포인트": _POINT,
    "% 포인트": _POINT,
    "베이시스포인트": _BASIS, "個百分點": _POINT, "个百分点": _POINT, "百分點": _POINT, "百分点": _POINT,
    "%個百分點": _POINT,
    "個基點": _BASIS, "个基点": _BASIS, "基點": _BASIS, "基点": _BASIS, "個bp": _BASIS,
}  # fmt: skip


def _money(names: dict[str, str], factor: Decimal = ONE) -> dict[str, Unit]:
    return {name: Unit("money", code or None, factor) for name, code in names.items()}


def _counted(names: dict[str, str], kind: Kind = "quantity") -> dict[str, Unit]:
    return {name: Unit(kind, word) for name, word in names.items()}


_ENGLISH: dict[str, Unit] = {
    **_counted(measures.NAMES),
    **_counted(counters.PHRASES),
    **_counted({name: word for name, word in counters.PLURALS.items() if word in ("time", "point")}),
    **_counted(counters.ENGLISH_TIME, "duration"),
    **_money(money.ENGLISH_HUNDREDTHS, _HUNDREDTH),
    **_money(money.ENGLISH),
    **_PARTS,
}
_EXACT: dict[str, Unit] = {
    **{
        name: Unit("duration" if word in measures.SYMBOL_TIME else "quantity", word)
        for name, word in {**measures.SYMBOLS, **counters.SYMBOLS}.items()
    },
    **_money({code: code for code in money.ISO_CODES}),
    **_money(money.ABBREVIATIONS),
    **{prefix + mark: Unit("money", code) for prefix, code in money.MARK_PREFIXES.items() for mark in "$"},
    **{mark: Unit("money", code) for mark, code in money.MARKS.items()},
    **{name: unit for name, unit in _PARTS.items() if not name[0].isalpha()},
    "%포인트": _POINT, "% 포인트": _POINT,
}  # fmt: skip
_HAN: dict[str, Unit] = {
    **_counted(counters_han.HAN),
    **_counted(counters_han.HAN_TIME, "duration"),
    **_money(money.HAN),
    **{name: Unit("money", None, bare=True) for name in money.HAN_BARE},
    **{name: unit for name, unit in _PARTS_ASIAN.items() if "一" <= name[0] <= "鿿"},
}
_HANGUL: dict[str, Unit] = {
    **_counted(counters_hangul.HANGUL),
    **_counted(counters_hangul.HANGUL_TIME, "duration"),
    **_money(money.HANGUL),
    **{name: unit for name, unit in _PARTS_ASIAN.items() if "가" <= name[0] <= "힣"},
    "센트": Unit("money", "USD", _HUNDREDTH),
}
_TENTH = Decimal("0.1")
_HAN |= {
    "打": Unit("quantity", "item", Decimal(12)),
    **{name: Unit("percentage_point", "pp", Decimal("0.25")) for name in ("碼", "码")},  # of an interest rate
    **{name: Unit("money", None, _TENTH, bare=True) for name in ("角", "毛", "毫", "角錢", "角钱", "毛錢", "毛钱")},
    **{name: Unit("money", None, _HUNDREDTH, bare=True) for name in ("仙", "港仙")},
    "點子": _BASIS,
    "点子": _BASIS,
    "分錢": Unit("money", None, _HUNDREDTH, bare=True),
    "分钱": Unit("money", None, _HUNDREDTH, bare=True),
}


def _first_word(words: str) -> str:
    return words.partition(" ")[0].partition("-")[0].partition(".")[0]


# The first word tells most that follow a number from a unit.
_FIRST_WORDS = frozenset(_first_word(name) for name in _ENGLISH)
_WORDS = re.compile(r"[A-Za-zÀ-ɏ.]+(?:[ -][A-Za-z.]+){0,3}")
_EXACT_RE = re.compile(trie_pattern(_EXACT))
_HAN_RE = re.compile(trie_pattern(_HAN))
_HANGUL_RE = re.compile(trie_pattern(_HANGUL))


def unit_at(text: str, at: int) -> tuple[Unit, int] | None:
    """The unit that begins exactly at `at`, and where it ends."""
    char = text[at : at + 1]
    if not char:
        return None
    if "가" <= char <= "힣":
        match = _HANGUL_RE.match(text, at)
        if match is None:
            return None
        following = text[match.end() : match.end() + 1]
        if following and following in counters_hangul.HANGUL_NOT_BEFORE.get(match.group(), ""):
            return None
        if match.group() == "주" and _WEEKS_AFTER.match(text, match.end()):
            return _WEEK, match.end()  # 3주 동안, 3주 만에; alone they are shares
        if match.group() == "대" and _TO_ONE.match(text, match.end()):
            return None  # 10대 1, a ratio
        if match.group() == "점" and _WORKS_BEFORE.search(text[max(0, at - 14) : at]) is None:
            return _SCORE, match.end()  # 80점; but 유물 120점 are pieces
        return _HANGUL[match.group()], match.end()
    if "㐀" <= char <= "鿿":
        match = _HAN_RE.match(text, at)
        if match is None:
            return None
        name, end = match.group(), match.end()
        following = text[end : end + 1]
        while (
            following
            and following in HAN_NOT_BEFORE.get(name, "")
            and not (
                name == "倍" and text.startswith(_DIGITAL, end)  # 30 倍數碼變焦
            )
        ):
            name = name[:-1]  # 15個人口 are no persons, but perhaps 15 of something
            if name not in _HAN:
                return None
            end, following = end - 1, text[end - 1 : end]
        if name in _OF_MANY and end - at == 1 and _counts_other(name, text, at, end):
            return (_PIECES, end) if name not in "級级" else None
        if name in "碼码" and _RATE_BEFORE.search(text[max(0, at - 12) : at]) is None:
            return None
        if name == "升" and text[at - 1] in "一二兩两三四":
            return None  # 兩降兩升
        if name == "度" and _again(text, at, end):
            return _TIMES, end
        if name in ("塊", "块") and _PIECE.match(following):
            return _PIECES, end
        return _HAN[name], end
    exact = _EXACT_RE.match(text, at)
    if exact is not None:
        end = exact.end()
        last, following = text[end - 1], text[end : end + 1]
        goes_on = following.isascii() and (following.isalnum() or following in ("'", "_"))
        goes_on = goes_on or (following == "." and _HOST.match(text, end) is not None)
        if not (last.isalpha() and goes_on):
            return _EXACT[exact.group()], end
    if not char.isalpha() and char != "¢":
        return None
    return _english(text, at)


@lru_cache(maxsize=512)
def name_of(unit: str | None) -> str | None:
    """Our word for a unit of measure that somebody names by a symbol or in another language.

    >>> name_of("MW"), name_of("公斤"), name_of("company"), name_of("USD")
    ('megawatt', 'kilogram', 'company', 'USD')
    """
    found = unit_at(unit, 0) if unit else None
    if unit is None or found is None or found[1] != len(unit) or found[0].factor != ONE:
        return unit
    return found[0].code if found[0].kind in ("quantity", "duration") else unit


# 十塊晶片 are pieces; 十塊, 十塊錢, 十塊五 and 十塊左右 are money.
_A_WORD = 4
_HOST = re.compile(r"\.[a-z]{2,}")  # 3pp.io is no points
_DIGITAL = ("數碼", "数码", "數位", "数位", "數據", "数据")
_OF_MANY = frozenset("架隻只級级")
_NO_AIRCRAFT = re.compile(
    r"[鋼钢古]?[琴箏筝]|相[機机]|[攝摄]影[機机]|望[遠远][鏡镜]|[雲云]?梯|鞦韆|秋千|[書书]|眼[鏡镜]"
    r"|屏[風风]|[豎竖]琴"
)
_NO_ANIMAL = re.compile(r"(?:[一-鿿]{0,3}(?:股|基金|債|债|ETF)|手|[腳脚]|眼|耳|鞋|[襪袜]|[錶表]|[個个]股)")


def _counts_other(name: str, text: str, at: int, end: int) -> bool:
    """Whether a counter of aircraft or animals counts other things (一架鋼琴, 兩隻股票), or 億級 is a size."""
    if name in "級级":
        return text[at - 1] in "億亿萬万兆千百"
    if name == "架":
        return _NO_AIRCRAFT.match(text, end) is not None
    return _NO_ANIMAL.match(text, end) is not None


_PIECE = re.compile(r"[A-Za-z“「《]|(?![錢钱半多左以上下的了吧就都到至起整也嗎吗呢零〇一二兩两三四五六七八九])[一-鿿]")
_RATE_BEFORE = re.compile(r"[升降][息準准]|利率|調[升降]|调[升降]|加息|減息|减息")
_DEGREE_AFTER = re.compile(r"[cCfF以左上下]|[^一-鿿]|$")
_TIMES = Unit("quantity", "time")
_WARMTH = re.compile(r"[溫温熱热冷寒角傾倾轉转緯纬經经][^，。；]{0,6}$")
_WEEK = Unit("duration", "week")
_WEEKS_AFTER = re.compile(r"\s?(?:동안|만에|전|뒤|후|째|차|연속|내내)")
_PIECES = Unit("quantity", "item")


_TO_ONE = re.compile(r"\s?1(?![\d.,])")
_SCORE = Unit("quantity", "point")
_WORKS_BEFORE = re.compile(r"(?:작품|그림|유물|미술|사진|공예|도자기|물품|의류|제품|상품|가구|조각)")


def _again(text: str, at: int, end: int) -> bool:
    """二度報價, 五度升息: for the second, the fifth time; 下降五度 where it is about warmth or angles are degrees."""
    if text[at - 1 : at] not in _LONE_TIMES or text[at - 2 : at - 1] in _NUMERAL_BEFORE:
        return False
    if _DEGREE_AFTER.match(text, end):
        return False
    return _WARMTH.search(text[max(0, at - 9) : at - 1]) is None


_LONE_TIMES = frozenset("二兩两三四五六七八九")
_NUMERAL_BEFORE = frozenset("十百千萬万零點点負负")


def _english(text: str, at: int) -> tuple[Unit, int] | None:
    if text[at] == "¢":
        return _ENGLISH["¢"], at + 1
    match = _WORDS.match(text, at, at + 48)
    if match is None:
        return None
    words = match.group().lower()
    if _first_word(words) not in _FIRST_WORDS:
        return None
    while words:
        unit = _ENGLISH.get(words)
        if unit is not None:
            end = at + len(words)
            following = text[end : end + 1]
            if following == "." and len(words) < _A_WORD and _HOST.match(text, end):
                return None
            if not following.isalpha() or not following.isascii():
                return unit, end
        cut = max(words.rfind(" "), words.rfind("-"), words.rfind("."))
        if cut < 0:
            return None
        words = words[:cut]
    return None
