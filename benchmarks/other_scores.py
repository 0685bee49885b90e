"""Run inside the throw-away environment: what other libraries find, in the form that the suites' scorer asks for.

`python run.py --call other_scores:quantulum3 --langs en` with this folder as the working one. Each function takes a
text and a language and gives mappings with value, unit and, where the library tells them, start and end. Imports
nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Found = dict[str, Any]
# Which languages of the suites a library reads.
LANGUAGES = {
    "quantulum3": "en",
    "price_parser": "en",
    "number_parser": "en",
    "cn2an": "zh",
    "recognizers": "en,zh",
}


def quantulum3(text: str, language: str) -> Iterator[Found]:
    """Numbers with units."""
    from quantulum3 import parser  # type: ignore[import-not-found]

    for one in parser.parse(text):
        start, end = one.span
        money = one.unit.entity.name == "currency"
        kind = "money" if money else "percent" if one.unit.name == "percentage" else "quantity"
        yield {"start": start, "end": end, "text": one.surface, "value": one.value, "unit": one.unit.name, "kind": kind}


def price_parser(text: str, language: str) -> Iterator[Found]:
    """The one price of a text."""
    from price_parser import Price  # type: ignore[import-not-found]

    price = Price.fromstring(text)
    if price.amount is not None:
        yield {"text": text, "value": float(price.amount), "unit": price.currency, "kind": "money"}


def number_parser(text: str, language: str) -> Iterator[Found]:
    """A text that is a number in words."""
    from number_parser import parse_number  # type: ignore[import-not-found]

    number = parse_number(text)
    if number is not None:
        yield {"text": text, "value": float(number), "unit": None, "kind": "number"}


def cn2an(text: str, language: str) -> Iterator[Found]:
    """A text that is a Chinese numeral."""
    import cn2an as library  # type: ignore[import-not-found]

    try:
        yield {"text": text, "value": float(library.cn2an(text, "smart")), "unit": None, "kind": "number"}
    except ValueError:
        return


def recognizers(text: str, language: str) -> Iterator[Found]:
    """Numbers, ordinals, percentages and money."""
    import recognizers_suite as suite  # type: ignore[import-not-found]

    culture = "en-us" if language == "en" else "zh-cn"
    ways = {
        "percent": suite.recognize_percentage,
        "money": suite.recognize_currency,
        "ordinal": suite.recognize_ordinal,
        "number": suite.recognize_number,
    }
    taken: set[int] = set()
    for kind, recognize in ways.items():
        for one in recognize(text, culture):
            value = str((one.resolution or {}).get("value") or "").rstrip("%").replace(",", "")
            places = set(range(one.start, one.end + 1))
            if not value or places & taken:
                continue  # the number inside a percentage
            taken |= places
            unit = "%" if kind == "percent" else one.resolution.get("unit")
            yield {
                "start": one.start, "end": one.end + 1, "text": one.text, "value": float(value), "unit": unit,
                "kind": kind,
            }  # fmt: skip
