"""Run inside the throw-away environment: how fast one other library reads the same text. Imports nothing of ours.

python other_readers.py LIBRARY LANGUAGE < paragraphs as a JSON list      prints one JSON object
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BUDGET_S = 4.0  # of CPU for one library and language; slow libraries are given less text, never less care


def _quantulum3(language: str) -> Callable[[str], Any]:
    from quantulum3 import parser  # type: ignore[import-not-found]

    return lambda text: parser.parse(text)


def _price_parser(language: str) -> Callable[[str], Any]:
    from price_parser import Price  # type: ignore[import-not-found]

    return lambda text: Price.fromstring(text)


def _number_parser(language: str) -> Callable[[str], Any]:
    from number_parser import parse  # type: ignore[import-not-found]

    return lambda text: parse(text)


def _cn2an(language: str) -> Callable[[str], Any]:
    import cn2an  # type: ignore[import-not-found]

    return lambda text: cn2an.transform(text, "cn2an")


def _recognizers(language: str) -> Callable[[str], Any]:
    import recognizers_suite as suite  # type: ignore[import-not-found]

    culture = "en-us" if language == "en" else "zh-cn"

    def read(text: str) -> Any:
        return [suite.recognize_number(text, culture), suite.recognize_percentage(text, culture),
                suite.recognize_currency(text, culture)]  # fmt: skip

    return read


@dataclass(frozen=True)
class Other:
    """A library: what to install, the languages it reads, how it is called, and what it gives for a text."""

    packages: tuple[str, ...]
    languages: tuple[str, ...]
    reader: Callable[[str], Callable[[str], Any]]
    does: str


LIBRARIES = {
    "quantulum3": Other(("quantulum3",), ("en",), _quantulum3, "numbers with units"),
    "price-parser": Other(("price-parser",), ("en",), _price_parser, "one price a paragraph, no places"),
    "number-parser": Other(("number-parser",), ("en",), _number_parser, "numbers written in words, no units"),
    "cn2an": Other(("cn2an",), ("zh-Hant", "zh-Hans"), _cn2an, "rewrites Chinese numerals, no units, no places"),
    # It imports a name that emoji 2 no longer has.
    "recognizers-text-suite": Other(
        ("recognizers-text-suite", "emoji<2"), ("en", "zh-Hant", "zh-Hans"), _recognizers, "numbers, percent, money"
    ),
}


def measure(library: str, language: str, paragraphs: list[str]) -> dict[str, object]:
    """Characters per CPU second, after one paragraph to warm up."""
    read = LIBRARIES[library].reader(language)
    errors = characters = 0
    try:
        read(paragraphs[0])
    except Exception as error:  # noqa: BLE001 - other people's code; what it raises is the result
        return {"error": f"{type(error).__name__}: {error}"[:200]}
    began = time.process_time()
    for text in paragraphs:
        try:
            read(text)
        except Exception:  # noqa: BLE001
            errors += 1
        characters += len(text)
        if time.process_time() - began > BUDGET_S:
            break
    return {"per_s": characters / (time.process_time() - began), "characters": characters, "errors": errors}


def main() -> None:
    """One library, one language."""
    warnings.simplefilter("ignore")
    try:
        result = measure(sys.argv[1], sys.argv[2], json.load(sys.stdin))
    except ImportError as error:
        result = {"error": f"ImportError: {error}"}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
