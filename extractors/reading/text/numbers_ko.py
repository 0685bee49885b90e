"""Korean numerals: Sino-Korean (이천칠백), native (서른다섯), and mixed with digits (9,090억, 3만 5천)."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.numbers import ONE, Num
from extractors.reading.text.numbers_digits import read_digits

SINO = {"영": 0, "공": 0, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "륙": 6, "칠": 7, "팔": 8, "구": 9}
UNITS = {"십": Decimal(10), "백": Decimal(100), "천": Decimal(1000)}
BIG = {"만": Decimal("1e4"), "억": Decimal("1e8"), "조": Decimal("1e12"), "경": Decimal("1e16")}
NATIVE_TENS = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
NATIVE = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "넷": 4, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7,
    "여덟": 8, "아홉": 9, "석": 3, "넉": 4,
}  # fmt: skip
_SYLLABLES = "".join(SINO) + "".join(UNITS) + "".join(BIG)
_SINO_RUN = re.compile(
    rf"[{_SYLLABLES}]{{1,40}}(?:[점쩜][영공일이삼사오육칠팔구]{{1,20}}[{''.join(BIG)}]{{0,2}})?(?:\s[{_SYLLABLES}]{{1,12}}(?=[억조만천])[억조만천])*"
)
_NATIVE_RUN = re.compile(
    "(?:("
    + "|".join(NATIVE_TENS)
    + ")("
    + "|".join(sorted(NATIVE, key=len, reverse=True))
    + ")?|("
    + "|".join(sorted(NATIVE, key=len, reverse=True))
    + "))"
)
_MIXED_GO_ON = re.compile(
    r"\s?(?=\d[\d,]{0,12}(?:\.\d+)?\s?[십백천만억조])|(?=\d{1,4}(?!\d|[.,]\d))| (?=\d{1,4}(?:,\d{3})?\s?원)"
    r"|\s?(?=[일이삼사오육칠팔구십백천]{1,8}[만억])"
    r"|\s?(?=\d,\d{3}(?!\d|[.,]\d))| (?=\d{1,4}(?!\d|[.,]\d)\s?(?:명|개|건|곳|대|가구|톤|여|달러|유로|엔|위안))"
)
_MIXED_UNIT = re.compile(r"\s?([십백천]?)([만억조경]?)(?=\s|$|[^가-힣]|\S)")


def _sum(run: str) -> tuple[Decimal, Decimal] | None:
    """Value and step of a run of Sino-Korean syllables without a point."""
    total, section, digit = Decimal(0), Decimal(0), None
    last_big: Decimal | None = None
    step = ONE
    if all(char in SINO for char in run) and len(run) > 1:
        return Decimal(int("".join(str(SINO[char]) for char in run))), ONE
    for char in run:
        if char in SINO:
            if digit is not None:
                return None
            digit, step = Decimal(SINO[char]), ONE
        elif char in UNITS:
            section += (ONE if digit is None else digit) * UNITS[char]
            digit, step = None, UNITS[char]
        elif char in BIG:
            value = section + (digit or Decimal(0))
            if last_big is not None and BIG[char] >= last_big:
                if value:
                    return None
                total, last_big, step = total * BIG[char], BIG[char] * last_big, step * BIG[char]
                continue
            total += (value or ONE) * BIG[char]
            section, digit, last_big = Decimal(0), None, BIG[char]
            step = step * BIG[char] if value else BIG[char]
    return total + section + (digit or Decimal(0)), step


def read_korean_words(text: str, start: int) -> Num | None:
    """The numeral in Korean syllables that begins at `start`."""
    native = _NATIVE_RUN.match(text, start)
    sino = _SINO_RUN.match(text, start)
    if native is not None and (sino is None or sino.end() <= native.end()):
        value = NATIVE_TENS.get(native[1] or "", 0) + NATIVE.get(native[2] or native[3] or "", 0)
        return Num(start, native.end(), Decimal(value), ONE, form="words")
    if sino is None:
        return None
    run = sino.group()
    point = re.search("[점쩜]", run)
    if point is None:
        if run in ("십하", "백하") or run == "공" * len(run):  # 공공: public
            return None
        summed = _sum(run.replace(" ", ""))
        if summed is None:
            return None
        num = Num(start, sino.end(), summed[0], summed[1], form="words")
        if run and run[-1] in UNITS:
            after = _NATIVE_RUN.match(text, num.end)
            if after is not None and after[3] is not None and run[-1] == "십":
                num.value += NATIVE[after[3]]
                num.end, num.step = after.end(), ONE
        return num
    whole = _sum(run[: point.start()])
    if whole is None:
        return None
    tail = run[point.end() :]
    decimals = "".join(str(SINO[char]) for char in tail if char in SINO)
    num = Num(start, sino.end(), whole[0] + Decimal("0." + decimals), ONE.scaleb(-len(decimals)), form="words")
    for char in tail:
        if char in BIG:
            num.times(BIG[char], num.end)
    return num


def with_korean_units(text: str, num: Num) -> Num:
    """Take in the units after digits: 9,090억, 2조 3,000억, 3만 5천, 35만7천."""
    total, section, last, step = Decimal(0), Decimal(0), None, num.step
    value, end = num.value, num.end
    while True:
        unit = _MIXED_UNIT.match(text, end)
        if unit is None or not (unit[1] or unit[2]) or unit.end() == end:
            break
        if unit[1] == "" and text[unit.end() : unit.end() + 1] == "원" and not unit[2]:
            break
        small, big = UNITS.get(unit[1], ONE), BIG.get(unit[2], ONE)
        if last is not None and small * big >= last and not (section and unit[2] and small < last):
            break
        if section and unit[2]:  # 4천500억: both count 억
            total += (section + value * small) * big - section
            section = Decimal(0)
        else:
            total += value * small * big
            section = Decimal(0) if unit[2] else section + value * small
        last, step, end = small * big, step * small * big, unit.end()
        value = Decimal(0)
        go_on = _MIXED_GO_ON.match(text, end)
        if go_on is None:
            break
        following = read_digits(text, go_on.end()) if text[go_on.end()].isdigit() else None
        if following is not None:
            if following.problem or following.value >= last:
                break
            value, step, end = following.value, following.step, following.end
            continue
        words = read_korean_words(text, go_on.end())
        if words is None or words.value >= last:
            break
        total += words.value
        step, end = words.step, words.end
        break
    if last is None:
        return num
    num.value, num.step, num.end = total + value, step, end
    num.plain, num.scaled, num.form = False, True, "mixed"
    return num
