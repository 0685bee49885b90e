"""Figures that begin with a Korean numeral: only where a unit, a currency or nothing at all follows."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.after_han import and_a_half, korean_fraction
from extractors.reading.text.amount import Amount, Read, Setting, dated
from extractors.reading.text.amounts import dress
from extractors.reading.text.numbers import ONE, Num, alone
from extractors.reading.text.numbers_ko import SINO, read_korean_words
from extractors.reading.text.units import unit_at

_NTH = re.compile(r"\s?번째")
# 사흘 is three days, not four.
_DAY_WORDS = {
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "엿새": 6,
    "이레": 7,
    "여드레": 8,
    "아흐레": 9,
    "열흘": 10,
    "보름": 15,
    "이틀": 2,
}
# 두세 명: two or three.
_SEVERAL_WORDS = {
    "한두": (1, 2), "두세": (2, 3), "두서너": (2, 4), "서너": (3, 4), "너댓": (4, 5), "네댓": (4, 5), "네다섯": (4, 5),
    "대여섯": (5, 6), "예닐곱": (6, 7), "일고여덟": (7, 8),
}  # fmt: skip
_SEVERAL = re.compile("|".join(sorted(_SEVERAL_WORDS, key=len, reverse=True)))
_DAYS = re.compile("(?:" + "|".join(_DAY_WORDS) + ")(?![달판])")


def read_hangul_place(text: str, start: int, setting: Setting) -> Read:
    """The figure that begins with the Korean numeral at `start`."""
    if text.startswith("절반", start):
        num = Num(start, start + 2, Decimal("0.5"), Decimal("0.5"), form="words", kind="fraction")
        amount = dress(text, num, setting)
        return amount, start + 2
    days = _DAYS.match(text, start)
    if days is not None:
        amount = Amount(
            start, days.end(), Decimal(_DAY_WORDS[days.group()]), ONE, kind="duration", unit="day", words=True
        )
        amount.core, amount.tail = start, days.end()
        return amount, days.end()
    if text.startswith(("상반기", "하반기"), start):
        return dated((start, start + 3, "--H1" if text[start] == "상" else "--H2", None)), start + 3
    if text.startswith(("과반", "반값"), start):
        return _half(text, start)
    several = _SEVERAL.match(text, start)
    if several is not None:
        return _between(text, start, several, setting)
    if text.startswith("마이", start):
        return read_minus(text, start, setting)
    words = read_korean_words(text, start)
    if words is None:
        return None, start + 1
    times = _NTH.match(text, words.end)
    if times is not None and words.form == "words":
        nth = Amount(start, times.end(), words.value, ONE, kind="ordinal", core=start, tail=times.end(), words=True)
        return nth, times.end()
    fraction = korean_fraction(text, words, setting)
    if fraction is not None:
        return fraction
    if text[words.end : words.end + 1] == "년" and 1000 <= words.value <= 2199:
        date = (start, words.end + 1, str(words.value), None)
        return dated(date), words.end + 1
    after = text[words.end : words.end + 1]
    spaced = after == " "
    found = unit_at(text, words.end + spaced)
    run = text[words.start : words.end]
    if found is not None and _korean_unit_fits(text, words, found[1], found[0].kind, spaced):
        amount = dress(text, words, setting)
        if amount is not None:
            and_a_half(text, amount)
        if amount is not None and amount.kind == "money" and text[amount.end : amount.end + 1] in SINO:
            _korean_cents(text, amount)
        return amount, words.end if amount is None else max(words.end, amount.end)
    if alone(text, start, words.end) or (
        not spaced and not after.strip() and len(run) > 2 and words.value >= 1000 and run[-1] in "만억조천"
    ):
        amount = dress(text, words, setting)
        return amount, words.end
    return None, words.end


def _half(text: str, start: int) -> Read:
    """과반 is more than a half, 반값 half the price."""
    if text[start] == "반":
        price = Amount(
            start, start + 2, Decimal(50), ONE, kind="percent", unit="%", words=True, core=start, tail=start + 2
        )
        return price, start + 2
    half = Amount(start, start + 2, Decimal("0.5"), Decimal("0.5"), kind="fraction", comparator=">", words=True)
    half.core, half.tail = start, start + 2
    return half, start + 2


def _between(text: str, start: int, match: re.Match[str], setting: Setting) -> Read:
    """두세 명, 서너 개월: a range where a unit follows."""
    end = match.end()
    found = unit_at(text, end + (text[end : end + 1] == " "))
    if found is None:
        return None, end
    low, high = _SEVERAL_WORDS[match.group()]
    num = Num(start, end, Decimal(low), ONE, form="words", low=Decimal(low), high=Decimal(high))
    amount = dress(text, num, setting)
    return amount, end if amount is None else max(end, amount.end)


def _korean_cents(text: str, amount: Amount) -> None:
    """이달러이십삼센트: dollars and cents without a space."""
    words = read_korean_words(text, amount.end)
    found = None if words is None else unit_at(text, words.end)
    if words is not None and found is not None and found[0].kind == "money" and found[0].factor < 1:
        amount.value += words.value * found[0].factor
        amount.step, amount.end = found[0].factor, found[1]


def read_minus(text: str, start: int, setting: Setting) -> Read:
    """마이너스삼: the sign is taken in when the number is dressed."""
    at = start + 4 + (text[start + 4 : start + 5] == " ")
    if at >= len(text) or text[at].isdigit():
        return None, at
    words = read_korean_words(text, at)
    if words is None:
        return None, at
    return dress(text, words, setting), words.end


_GLUED = "한두세네열쉰석넉"
_GLUED_UNITS = frozenset(
    [
        "명",
        "개",
        "곳",
        "달",
        "살",
        "배",
        "가지",
        "사람",
        "마리",
        "잔",
        "병",
        "권",
        "장",
        "차례",
        "시간",
        "개월",
        "군데",
        "번째",
        "가구",
        "켤레",
    ]
)


def _korean_unit_fits(text: str, words: Num, end: int, kind: str, spaced: bool) -> bool:
    run = text[words.start : words.end]
    following = text[end : end + 1]
    if kind == "money":
        return len(run) > 1 or run in "백천만억조십" or spaced or not ("가" <= following <= "힣") or following in SINO
    if len(run) == 1 and run in _GLUED and not spaced and kind != "money" and text[words.end : end] not in _GLUED_UNITS:
        return False  # 한도, 세대 and 열기 are words of their own
    if len(run) == 2 and run[1] in "조만" and not spaced:
        return False  # 구조대 are rescuers, 오만한 is haughty
    if len(run) == 1 and run not in "한두세네열쉰석넉" and not (run == "일" and spaced and kind == "duration"):
        return False
    return not ("가" <= following <= "힣") or following in "이가을를의은는에으로도와과만씩중당"


_DECADE_OF_LIFE = re.compile(
    r"[1-9]0대(?:(?:와|과|의|는|은|가|이|도|에서|부터|까지|·[1-9]0대)?"
    r"\s?(?:남|여|청|중|노|젊|초반|중반|후반|이상|이하|인구|직장|응답|유권|지지)|의|와|과|에서|가|는|은)"
)
_MACHINES = re.compile(
    r"차|트럭|버스|기계|설비|헬기|컴퓨터|서버|로봇|장비|카메라|전투기|항공기|택시|오토바이|자전거|드론|대수|모두|총|단말"
)


def decade_of_life(text: str, start: int) -> int:
    """Where 20대 ends if it means people in their twenties (20대와 30대의 지지율); 0 for 버스 20대, which are buses."""
    match = _DECADE_OF_LIFE.match(text, start)
    if match is None or text[start - 1 : start] in (".", ",") or _MACHINES.search(text[max(0, start - 14) : start]):
        return 0
    return start + 3
