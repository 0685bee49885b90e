"""Which currency a bare 元 is, where the same text names one: 以新臺幣計價, （新臺幣）, 單位為人民幣."""

_NAMES = {
    "TWD": ("新臺幣", "新台幣", "新台币", "臺幣", "台幣", "NT$", "NTD", "TWD"),
    "CNY": ("人民幣", "人民币", "RMB", "CNY"),
    "HKD": ("港幣", "港币", "HK$", "HKD"),
    "MOP": ("澳門幣", "澳门币"),
    "SGD": ("新加坡幣", "坡幣"),
}
_LOOKED_AT = 4000  # characters


def named_currency(text: str) -> str | None:
    """The one currency whose unit is 元 that the text names; None if it names none or several."""
    head = text[:_LOOKED_AT]
    codes = [code for code, names in _NAMES.items() if any(name in head for name in names)]
    return codes[0] if len(codes) == 1 else None
