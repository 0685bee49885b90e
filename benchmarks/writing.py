"""Numbers as pages print them: one value, several writings in each language, never a different value."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.words import Language

CURRENCIES: dict[str, dict[Language, tuple[str, str]]] = {
    # sign before the number in writing 0 of English and as the other languages' alternative, name after it
    "USD": {"en": ("US$", "USD"), "zh-Hant": ("US$", "美元"), "ko": ("US$", "달러")},
    "EUR": {"en": ("€", "EUR"), "zh-Hant": ("€", "歐元"), "ko": ("€", "유로")},
    "GBP": {"en": ("£", "GBP"), "zh-Hant": ("£", "英鎊"), "ko": ("£", "파운드")},
}
_EAST_SCALES: dict[Language, tuple[tuple[Decimal, str], ...]] = {
    "zh-Hant": ((Decimal(10) ** 12, "兆"), (Decimal(10) ** 8, "億"), (Decimal(10) ** 4, "萬")),
    "ko": ((Decimal(10) ** 12, "조"), (Decimal(10) ** 8, "억"), (Decimal(10) ** 4, "만")),
}
_WEST_SCALES = ((Decimal(10) ** 9, "billion", "bn"), (Decimal(10) ** 6, "million", "m"))
_COUNTERS: dict[str, dict[Language, str]] = {
    "person": {"en": "people", "zh-Hant": "人", "ko": "명"},
    "company": {"en": "companies", "zh-Hant": "家企業", "ko": "개 기업"},
    "month": {"en": "months", "zh-Hant": "個月", "ko": "개월"},
}
COMPARATORS: dict[str, dict[Language, str]] = {
    ">=": {"en": "at least ", "zh-Hant": "至少", "ko": "최소 "},
    "<=": {"en": "at most ", "zh-Hant": "至多", "ko": "최대 "},
    "~": {"en": "about ", "zh-Hant": "約", "ko": "약 "},
    "=": {"en": "", "zh-Hant": "", "ko": ""},
}
_ONE_IN: dict[int, tuple[str, str]] = {4: ("four", "四"), 5: ("five", "五"), 8: ("eight", "八"), 10: ("ten", "十")}
MINUS = "\N{MINUS SIGN}"


def plain(value: Decimal) -> str:
    """Digits with thousands separators, as many decimals as the value has and none for nothing."""
    return f"{value.normalize():,f}"


def money(value: Decimal, currency: str, language: Language, writing: int) -> str:
    """US$24.69 billion or USD 24.69bn; 246.9億美元 or 246億9,000萬美元."""
    sign, name = CURRENCIES[currency][language]
    if language == "en":
        scale, word, short = next((s for s in _WEST_SCALES if abs(value) >= s[0]), (Decimal(1), "", ""))
        number = plain(value / scale)
        return f"{name} {number}{short}" if writing else f"{sign}{number} {word}".rstrip()
    scales = [s for s in _EAST_SCALES[language] if abs(value) >= s[0]]
    gap = " " if language == "ko" else ""
    if writing and len(scales) > 1 and scales[-1][0] < scales[0][0] and (parts := _split(value, scales, gap)):
        return f"{parts}{gap}{name}"
    if writing:
        return f"{sign}{plain(value / scales[0][0])}{scales[0][1]}" if scales else f"{sign}{plain(value)}"
    factor, word = scales[0] if scales else (Decimal(1), "")
    return f"{plain(value / factor)}{word}{gap}{name}"


def _split(value: Decimal, scales: list[tuple[Decimal, str]], gap: str) -> str:
    """246億9,000萬: the value over two scale words; empty if it does not go in without a rest."""
    (high, high_word), (low, low_word) = scales[-2], scales[-1]
    whole, rest = divmod(value, high)
    if not rest or rest % low:
        return ""
    return f"{plain(whole)}{high_word}{gap}{plain(rest / low)}{low_word}"


def percent(value: Decimal, unit: str, language: Language, writing: int, signed: bool) -> str:
    """24.69% or 24.69 percent, with unit pp 24.69 percentage points; a sign in front where asked for."""
    sign = (MINUS if value < 0 else "+") if signed else ""
    number = sign + plain(abs(value))
    if unit == "pp":
        return number + {"en": " percentage points", "zh-Hant": "個百分點", "ko": "%포인트"}[language]
    if not writing:
        return number + "%"
    if language == "zh-Hant":
        return f"{number}％" if signed else f"百分之{number}"
    return number + {"en": " percent", "ko": "퍼센트"}[language]


def count(value: Decimal, counter: str, language: Language, writing: int) -> str:
    """12,400 people or 12400 people; 12,400人 or 1萬2,400人."""
    name = _COUNTERS[counter][language]
    gap = " " if language == "en" else ""
    number = plain(value)
    if writing and language == "en":
        number = number.replace(",", "")
    elif writing and value > 10_000 and value % 10_000:
        between = " " if language == "ko" else ""
        number = f"{plain(value // 10_000)}{_EAST_SCALES[language][2][1]}{between}{plain(value % 10_000)}"
    elif writing:
        number = number.replace(",", "")
    return f"{number}{gap}{name}"


def span(low: Decimal, high: Decimal, counter: str, language: Language, writing: int) -> str:
    """12 to 18 months or 12–18 months."""
    name = _COUNTERS[counter][language]
    joint = "–" if writing else {"en": " to ", "zh-Hant": "至", "ko": "~"}[language]
    return f"{plain(low)}{joint}{plain(high)}{' ' if language == 'en' else ''}{name}"


def one_in(parts: int, language: Language, writing: int) -> str:
    """one in four or 1 in 4; 四分之一 or 4分之1."""
    english, chinese = _ONE_IN[parts]
    if language == "en":
        return f"1 in {parts}" if writing else f"one in {english}"
    if language == "ko":
        return f"1/{parts}" if writing else f"{parts}분의 1"
    return f"{parts}分之1" if writing else f"{chinese}分之一"


FRACTIONS = tuple(_ONE_IN)
"""Denominators whose fraction ends: one in three would not be an exact decimal."""
