"""Which currency a bare 元 is, where the same text names one: 以新臺幣計價, （新臺幣）, 單位為人民幣."""

import re

_NAMES = {
    "TWD": "新臺幣|新台幣|新台币|臺幣|台幣|NT\\$|NTD|TWD",
    "CNY": "人民幣|人民币|RMB|CNY",
    "HKD": "港幣|港币|HK\\$|HKD",
    "MOP": "澳門幣|澳门币",
    "SGD": "新加坡幣|坡幣|S\\$",
}
_HINTS = ("幣", "币", "RMB", "CNY", "NT", "TWD", "HK", "S$")  # cheaper to look for than the names
_NAMED = re.compile("|".join(f"(?P<{code}>{names})" for code, names in _NAMES.items()))


def named_currency(text: str) -> str | None:
    """The one currency whose unit is 元 that the text names; None if it names none or several."""
    if not any(mark in text for mark in _HINTS):
        return None
    codes = {match.lastgroup for match in _NAMED.finditer(text, 0, 4000)}
    return codes.pop() if len(codes) == 1 else None
