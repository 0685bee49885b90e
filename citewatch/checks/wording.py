"""The words and numbers of findings, in English and in Traditional Chinese as used in Taiwan."""

from __future__ import annotations

import re
from decimal import Decimal

from schemas.finding import Words
from schemas.value import half_up

_CURRENCY_ZH = {
    "USD": "美元", "GBP": "英鎊", "EUR": "歐元", "KRW": "韓元", "TWD": "元", "JPY": "日圓", "CNY": "人民幣", "HKD": "港元",
}  # fmt: skip
_CURRENCY_EN = {
    "USD": "US$",
    "GBP": "£",
    "EUR": "€",
    "KRW": "KRW ",
    "TWD": "NT$",
    "JPY": "¥",
    "CNY": "CNY ",
    "HKD": "HK$",
}
_COUNTER_ZH = {"company": "家", "person": "人", "month": "個月", "year": "年", "day": "天", "principle": "項"}
_SCALE_ZH = (("兆", Decimal(10) ** 12), ("億", Decimal(10) ** 8), ("萬", Decimal(10) ** 4))
_SCALE_EN = (("trillion", Decimal(10) ** 12), ("billion", Decimal(10) ** 9), ("million", Decimal(10) ** 6))


def plain(value: Decimal, places: int = 10) -> str:
    """1234.500 → 1,234.5: grouped, without trailing zeros."""
    rounded = half_up(value, Decimal(1).scaleb(-places))
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def english(value: Decimal, unit: str | None) -> str:
    """356100000000, USD → US$356.1 billion."""
    if unit in ("%", "pp"):
        return plain(value) + ("%" if unit == "%" else " percentage points")
    if unit and re.fullmatch(r"[A-Z]{3}", unit):
        mark = _CURRENCY_EN.get(unit, f"{unit} ")
        for word, scale in _SCALE_EN:
            if abs(value) >= scale:
                return f"{mark}{plain(value / scale, 4)} {word}"
        return mark + plain(value)
    return plain(value) + (f" {unit}" if unit else "")


def chinese(value: Decimal, unit: str | None, like: str = "") -> str:
    """356100000000, USD → 3,561億美元; in the scale word that `like` uses, if it uses one."""
    if unit in ("%", "pp"):
        return plain(value) + ("%" if unit == "%" else "個百分點")
    tail = _CURRENCY_ZH.get(unit or "", "") or _COUNTER_ZH.get(unit or "", "") or (f" {unit}" if unit else "")
    used = [(word, scale) for word, scale in _SCALE_ZH if word in like] or [
        (word, scale) for word, scale in _SCALE_ZH if abs(value) >= scale
    ]
    if used:
        word, scale = used[0]
        return f"{plain(value / scale, 4)}{word}{tail}"
    return plain(value) + tail


def correction(says: str, stated: Decimal, observed: Decimal, unit: str | None) -> Words:
    """What the report could print instead: `3.5億美元 → 3,561億美元`, and the same in English."""
    return Words(
        en=f"{english(stated, unit)} → {english(observed, unit)}",
        zh=f"{says} → {chinese(observed, unit, like=says)}",
    )


def range_text(low: Decimal, high: Decimal, unit: str | None) -> str:
    return f"{plain(low)}–{plain(high)}" + (f" {unit}" if unit else "")


def times(ratio: Decimal) -> str:
    """How many times larger, for a person: 1,017 or 0.003."""
    if ratio >= 10:
        return plain(ratio, 0)
    return plain(ratio, 2) if ratio >= Decimal("0.01") else f"1/{plain(1 / ratio, 0)}"


def date_zh(iso: str) -> str:
    """2024-06-20 → 2024年6月20日; anything else stays."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", iso)
    if match is None:
        return iso
    year, month, day = match.groups()
    return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
