"""Scale words after digits: 3.5億, 356.10bn, 1,2 Mrd., 2조 3,000억."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.numbers import Num
from extractors.reading.text.numbers_ko import with_korean_units
from extractors.reading.text.numbers_zh import BIG_UNITS, SMALL_UNITS, read_chinese
from extractors.reading.text.units import unit_at
from extractors.reading.text.words_en import FOREIGN_SCALES, MONEY_ONLY_SCALES, SCALES, SHORT_SCALES

_SCALE = re.compile(r"(?: {0,2}|-)([A-Za-zó]{1,12}\.?)(?![A-Za-z0-9À-ɏЀ-ӿ])")
_HAN_SCALE = re.compile(r"\s?([十百千仟萬万億亿兆]{1,2})")
_TWO_WORDS = re.compile(r" (mil millones|hundred million|hundred thousand|hundred billion)(?![A-Za-z])")


def take_scale(text: str, num: Num, money_before: bool) -> None:
    """Multiply the number by the scale that follows it, if one does."""
    ahead = text[num.end : num.end + 4].lstrip(" ")
    following = ahead[:1]
    if not following:
        return
    if text[num.end - 1] == ")" and num.form == "digits":
        behind = _HAN_SCALE.match(text, num.end)
        if behind is not None:  # （3,456）千元
            for unit in behind[1]:
                num.times(BIG_UNITS.get(unit) or Decimal(SMALL_UNITS[unit]), behind.end())
            return
    if following in BIG_UNITS or following in SMALL_UNITS or (following in "餘余多幾几" and ahead[1:2] in BIG_UNITS):
        if num.form == "digits":
            whole = read_chinese(text, num.start)
            if whole is not None and whole.end > num.end:
                num.value, num.step, num.end, num.more = whole.value, whole.step, whole.end, whole.more
                num.scaled, num.plain, num.form, num.problem = True, False, "mixed", whole.problem
    elif "가" <= following <= "힣":
        if num.form == "digits":
            with_korean_units(text, num)
    elif (
        following.isascii()
        and (following.isalpha() or following == "-")
        and num.form == "digits"
        and num.kind in ("number", "fraction")
    ):
        _latin_scale(text, num, money_before)
    if (
        text[num.end : num.end + 1] == "여"
        and num.form in ("digits", "mixed")
        and not "가" <= text[num.end + 1 : num.end + 2] <= "깋"
    ):
        num.more, num.end = True, num.end + 1
    if num.end < len(text) and text[num.end] in "餘余多幾几" and num.form in ("digits", "mixed"):
        num.more, num.end = True, num.end + 1


def _latin_scale(text: str, num: Num, money_before: bool) -> None:
    match = _TWO_WORDS.match(text, num.end)
    if match is not None:
        word = match[1]
        num.times(Decimal("1e9") if word == "mil millones" else SCALES[word.split()[1]] * 100, match.end())
        return
    match = _SCALE.match(text, num.end)
    if match is None:
        return
    word = match[1]
    if len(word) == 1 and text.startswith(" ago", match.end()):
        return  # "32M ago", "3B ago": minutes, never millions
    glued = match.start(1) == num.end
    lowered = word.lower().rstrip(".")
    scale = SCALES.get(lowered) or FOREIGN_SCALES.get(lowered)
    end = match.end(1)
    if word.endswith(".") and word not in SHORT_SCALES:
        word, end = word[:-1], end - 1
    if scale is None:
        if lowered == "hundred":
            scale = Decimal(100)
        elif word in SHORT_SCALES or word.rstrip(".") in SHORT_SCALES:
            short = word if word in SHORT_SCALES else word.rstrip(".")
            if text[match.start()] == "-":
                return
            if short in MONEY_ONLY_SCALES and not money_before and not _money_follows(text, match.end()):
                return
            if not glued and len(short) == 1 and short in "bBtT" and not money_before:
                return
            if (short == "T" or (short == "K" and not glued)) and not money_before:
                return
            if not word.endswith(".") or word in SHORT_SCALES:
                scale = SHORT_SCALES[short]
    if scale is not None:
        num.times(scale, end)
        again = _SCALE.match(text, num.end)
        if again is not None and again[1].lower() in SCALES and SCALES[again[1].lower()] >= scale:
            num.times(SCALES[again[1].lower()], again.end(1))


def _money_follows(text: str, end: int) -> bool:
    found = unit_at(text, end + 1 if text[end : end + 1] == " " else end)
    return found is not None and found[0].kind == "money"
