"""The words and numbers of findings, in English and in Traditional Chinese as used in Taiwan."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from schemas.finding import Words
from schemas.value import half_up, is_date
from warehouse.history import Seen

_CURRENCY_ZH = {
    "USD": "美元", "GBP": "英鎊", "EUR": "歐元", "KRW": "韓元", "TWD": "元", "JPY": "日圓", "CNY": "人民幣",
    "HKD": "港元",
}  # fmt: skip
_CURRENCY_EN = {
    "USD": "US$", "GBP": "£", "EUR": "€", "KRW": "KRW ", "TWD": "NT$", "JPY": "¥", "CNY": "CNY ", "HKD": "HK$",
}  # fmt: skip
_COUNTER_ZH = {
    "company": "家", "person": "人", "month": "個月", "year": "年", "week": "週", "day": "天", "hour": "小時",
    "principle": "項", "task": "項", "article": "條", "cyclist": "人", "district": "區", "book": "冊", "trip": "趟",
}  # fmt: skip
_SCALE_ZH = (("兆", Decimal(10) ** 12), ("億", Decimal(10) ** 8), ("萬", Decimal(10) ** 4))
_SCALE_EN = (("trillion", Decimal(10) ** 12), ("billion", Decimal(10) ** 9), ("million", Decimal(10) ** 6))
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_COMPARED = {
    ">": Words("more than", "超過"), ">=": Words("at least", "至少"), "<": Words("less than", "不到"),
    "<=": Words("at most", "至多"), "~": Words("about", "約"),
}  # fmt: skip


def plain(value: Decimal, places: int = 10) -> str:
    """1234.500 → 1,234.5: grouped, without trailing zeros."""
    rounded = half_up(value, Decimal(1).scaleb(-places))
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def english(value: Decimal, unit: str | None) -> str:
    """356100000000, USD → US$356.1 billion; 325, company → 325 companies."""
    if unit in ("%", "pp"):
        return plain(value) + ("%" if unit == "%" else " percentage points")
    if unit and re.fullmatch(r"[A-Z]{3}", unit):
        mark = _CURRENCY_EN.get(unit, f"{unit} ")
        for word, scale in _SCALE_EN:
            if abs(value) >= scale:
                return f"{mark}{plain(value / scale, 4)} {word}"
        return mark + plain(value)
    return plain(value) + (f" {_plural(unit, value)}" if unit else "")


def chinese(value: Decimal, unit: str | None, like: str = "") -> str:
    """356100000000, USD → 3,561億美元; with the scale word and the counter that `like` uses, if they serve."""
    if unit in ("%", "pp"):
        return plain(value) + ("%" if unit == "%" else "個百分點")
    tail = _CURRENCY_ZH.get(unit or "", "") or _counter(unit, like)
    # A scale that leaves less than one (0.1286億) is one that nobody would write.
    fitting = [(word, scale) for word, scale in _SCALE_ZH if abs(value) >= scale]
    own = [(word, scale) for word, scale in fitting if word in like]
    # 39.0412萬人 is 390,412人 to everybody, unless the report itself counts so.
    used = own or [(word, scale) for word, scale in fitting if word != "萬" or value * 100 % scale == 0]
    if used:
        word, scale = used[0]
        return f"{plain(value / scale, 4)}{word}{tail}"
    return plain(value) + tail


def _counter(unit: str | None, like: str) -> str:
    """冊 of 12.86億冊: the report's own counter, else ours for that unit."""
    own = re.search(r"[\d.,]+[兆億萬千百]*([^\W\d_]{1,2})$", like)
    if unit and own and not own[1].isascii():
        return own[1]
    return _COUNTER_ZH.get(unit or "", "") or (f" {unit}" if unit else "")


def _plural(unit: str, value: Decimal) -> str:
    if value == 1 or not unit.islower():
        return unit if value == 1 else f"{unit}s"
    if unit == "person":
        return "people"
    return f"{unit[:-1]}ies" if unit.endswith("y") and unit[-2:-1] not in "aeiou" else f"{unit}s"


def correction(
    says: str, stated: Decimal, observed: Decimal, unit: str | None, *, observed_unit: str | None = None
) -> Words:
    """What the report could print instead, in its own writing; in English with the value explained.

    `observed_unit` is given where the source's unit is another one.

    `3.5億美元 → 3,561億美元`, and in English `3.5億美元 → 3,561億美元 (US$350 million → US$356.1 billion)`.
    """
    theirs = observed_unit or unit
    in_english = f"{english(stated, unit)} → {english(observed, theirs)}"
    own = f"{says} → {chinese(observed, theirs, like=says)}"
    if says.isascii():
        return Words(en=in_english, zh=own)
    return Words(en=f"{own} ({in_english})", zh=own)


def range_text(low: Decimal, high: Decimal, unit: str | None) -> Words:
    """12 to 18 months, 12–18個月."""
    return Words(f"{plain(low)} to {english(high, unit)}", f"{plain(low)}–{chinese(high, unit)}")


def compared(comparator: str) -> Words:
    """A comparator in words, with the blank that follows it in English; empty for plain equality."""
    words = _COMPARED.get(comparator)
    return Words(f"{words.en} ", words.zh) if words else Words("", "")


def before_chinese(text: str) -> str:
    """With the blank that parts it from the Chinese character after it; one that ends in Chinese needs none."""
    return text if text[-1:] > "\u2e7f" else f"{text} "


def multiple(ratio: Decimal) -> Words:
    """How many times as large, for a person: about 1,017 times, 1,017 倍; about 1/1,000 of, 1/1,000."""
    if ratio >= 1:
        shown = plain(ratio, 0 if ratio >= 10 else 2)
        return Words(f"about {shown} times", f"{shown} 倍")
    shown = f"1/{plain(1 / ratio, 0 if ratio < Decimal('0.105') else 2)}"
    return Words(f"about {shown} of", shown)


def on(iso: str | date) -> Words:
    """2024-06-20 → 20 June 2024, 2024年6月20日; anything else stays as it is."""
    text = iso.isoformat() if isinstance(iso, date) else iso
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if match is None:
        return Words(text, text)
    year, month, day = match.groups()
    english_text, chinese_text = year, f"{year}年"
    if month:
        english_text, chinese_text = f"{_MONTHS[int(month) - 1]} {year}", f"{year}年{int(month)}月"
    if day:
        english_text, chinese_text = f"{int(day)} {english_text}", f"{chinese_text}{int(day)}日"
    return Words(english_text, chinese_text)


def inside(sentence: str) -> str:
    """A definition as part of a sentence: first letter small unless it begins a name, no full stop."""
    text = sentence.strip().rstrip(".。")
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def quoted(printed: str) -> Words:
    """A short figure as it stands, words and dates in the form of each language."""
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", printed):
        return on(printed)
    return Words(printed, f" {printed} ") if len(printed) <= 40 else Words(f"“{printed[:77]}…”", f"「{printed[:77]}…」")


def sentence(words: str) -> str:
    """With exactly one full stop."""
    return words.strip().rstrip(".") + "."


def shown(seen: Seen) -> Words:
    """A reading as it was printed, in quotes; a date as each language writes it."""
    if seen.date and is_date(seen.date):
        return on(seen.date)
    printed = seen.as_printed if len(seen.as_printed) <= 80 else f"{seen.as_printed[:77]}…"
    return Words(f"“{printed}”", f"「{printed}」")
