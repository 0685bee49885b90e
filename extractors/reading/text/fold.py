"""One-to-one folding of look-alike characters, so that offsets stay those of the original text."""

from typing import Literal

from extractors.reading import regexes as re
from extractors.reading.text.mention import Language

Script = Literal["latin", "han", "hangul"]

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys([0x00A0, 0x2002, 0x2003, 0x2005, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x3000], 0x20)
_MINUS = dict.fromkeys([0x2010, 0x2011, 0xFE63, 0x207B], 0x2D)
# A minus sign is as good as a hyphen, but behind a small word ("and−3 m") where a hyphen would join the two.
_MINUS_SIGN = re.compile(
    r"(?P<apart>(?:(?<=\band)|(?<=\bor)|(?<=\bto)|(?<=\bof)|(?<=\bby)|(?<=\bis)|(?<=\bwas))\u2212(?=\d))|\u2212"
)
# A figure dash, en dash, em dash and horizontal bar all mean "to" between figures.
_DASH = dict.fromkeys([0x2012, 0x2013, 0x2014, 0x2015, 0x2500], 0x2013)
_TILDE = dict.fromkeys([0x301C, 0x223C, 0x2053, 0xFF5E], 0x7E)
_QUOTE = dict.fromkeys([0x2019, 0x02BC, 0x2032], 0x27)
_CURRENCY = {0xFFE1: 0xA3, 0xFFE5: 0xA5, 0xFFE6: 0x20A9, 0xFE69: 0x24, 0xFE6A: 0x25, 0x20A4: 0xA3}
# Arabic-Indic and Persian digits are read like ours; superscript digits are not here, they are footnote marks.
_DIGITS = {base + n: 0x30 + n for base in (0x0660, 0x06F0) for n in range(10)} | {
    0x066B: 0x2E,
    0x066C: 0x2C,
    0x066A: 0x25,
}

_TABLE = {**_WIDE, **_SPACES, **_MINUS, **_DASH, **_TILDE, **_QUOTE, **_CURRENCY, **_DIGITS}
# Wide full stops and commas of Chinese prose stay: only between digits do they belong to a number.
_PROSE = {0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF01, 0xFF1F}
_FOLD = {code: to for code, to in _TABLE.items() if code not in _PROSE}
_ANY = re.compile("[" + "".join(map(chr, _FOLD)).replace("\\", "\\\\").replace("]", "\\]").replace("^", "\\^") + "]")
# A wide comma between digits groups thousands; else it is the comma of a sentence.
_DIGIT_PROSE = re.compile(r"(?<=[0-9])(?:[．：](?=[0-9])|，(?=[0-9]{3}(?![0-9])))")
_WIDE_TO_ASCII = {"，": ",", "．": ".", "：": ":"}

# A footnote's mark behind a word (rose³ 5%), or between a number and its scale: 3.4² per cent, 18.2† billion. A power
# (10⁶) and a unit (km²) have none.
_MARK_INSIDE = re.compile(
    r"[⁰¹²³⁴⁵⁶⁷⁸⁹†‡](?<=[A-Za-z]{3}.)(?= )|[⁰¹²³⁴⁵⁶⁷⁸⁹†‡](?<=\d.)(?<!10.)[⁰¹²³⁴⁵⁶⁷⁸⁹†‡]?"
    r"(?= ?(?:[%％‰]|per ?cent|[bmtr]{1,2}illion|bn\b|thousand"
    r"|[萬万億亿兆]|千[萬万億亿]|個?百分|个百分|퍼센트|[억조만]))"
)

_HAN = re.compile(r"[\u3400-\u9fff〇]")
_HANGUL = re.compile(r"[가-힣]")
# Characters that exist in one of the two Chinese scripts only, common enough that a sentence holds one.
_HANT = re.compile(
    r"[億萬個們這國會為與對來時過發現業於說學後開長問關經點區實動産產種樣應從無電機將進兩較當係據調報數佔臺灣幣韓歐鎊參貳陸圓塊雙幾餘]"
)
_HANS = re.compile(
    r"[亿万个们这国会为与对来时过发现业于说学后开长问关经点区实动产种样应从无电机将进两较当系据调报数币韩欧镑叁贰陆圆块双几]"
)


def fold(text: str) -> str:
    """The text with wide, dashed and spaced look-alikes made plain; same length."""
    if text.isascii():
        return text
    if _ANY.search(text):
        text = text.translate(_FOLD)
    if "\u2212" in text:
        text = _MINUS_SIGN.sub(lambda sign: sign["apart"] or "-", text)
    if "，" in text or "．" in text or "：" in text:
        text = _DIGIT_PROSE.sub(lambda m: _WIDE_TO_ASCII[m.group()], text)
    return _MARK_INSIDE.sub(lambda mark: " " * len(mark.group()), text)


def has_han(text: str) -> bool:
    """Whether any Chinese character stands in the text."""
    return _HAN.search(text) is not None


def has_hangul(text: str) -> bool:
    """Whether any Korean syllable stands in the text."""
    return _HANGUL.search(text) is not None


def chinese_script(text: str, language: Language | None) -> Literal["zh-Hant", "zh-Hans", "zh"]:
    """Traditional, Simplified, or `zh` where the text shows neither."""
    if language in ("zh-Hant", "zh-Hans"):
        return "zh-Hant" if language == "zh-Hant" else "zh-Hans"
    hant, hans = len(_HANT.findall(text, 0, 2000)), len(_HANS.findall(text, 0, 2000))
    if hant == hans:
        return "zh"
    return "zh-Hant" if hant > hans else "zh-Hans"
