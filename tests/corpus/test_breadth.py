"""Scores the reader on many kinds of English: news, filings, science, prices, law, sports, weather.

Value, unit, comparator and the words of what is measured are counted apart, so that a loss in one of them shows.
Sentences and labels were written before the reader was looked at; failures of the half held out are never printed.
"""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.reading import Mention, figures

LINES = [json.loads(line) for line in (Path(__file__).parent / "breadth" / "en.jsonl").read_text().splitlines()]
Label = dict[str, Any]
# What is reached, less a little.
FLOORS = {
    "tune": {"value": 0.97, "unit": 0.96, "comparator": 0.96, "metric any": 0.92, "metric all": 0.89},
    "held_out": {"value": 0.93, "unit": 0.91, "comparator": 0.91, "metric any": 0.95, "metric all": 0.92},
}
_SMALL = frozenset(("the", "of", "and", "in", "for", "to", "from", "by"))


def same(wanted: str | None, got: Decimal | None) -> bool:
    """The same number, as far as the label prints a fraction's decimals."""
    if wanted is None or got is None:
        return False
    return abs(Decimal(wanted) - got) <= abs(Decimal(wanted)) * Decimal("1e-8")


def value_fits(label: Label, mention: Mention) -> bool:
    """The same value, ends or date."""
    if label["kind"] == "date":
        return mention.kind == "date" and mention.date is not None
    if label.get("unit") == "date":
        return mention.date == f"{label['low']}/{label['high']}"
    if label["kind"] == "range":
        return same(label["low"], mention.low) and same(label["high"], mention.high)
    return same(label["value"], mention.value)


def unit_fits(label: Label, mention: Mention) -> bool:
    """The same unit; any where the label has none."""
    wanted = label.get("unit")
    if label["kind"] == "date" or wanted == "date":
        return True
    return wanted is None or mention.unit == wanted


def words(text: str) -> set[str]:
    """The words that count when two metrics are compared."""
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 1 and word not in _SMALL}


def judge(line: dict[str, Any], count: Counter[str]) -> list[str]:
    """Adds one sentence to the counts and returns what is wrong with its reading."""
    found = figures(line["text"], "en")
    wrong = []
    for label in line["mentions"]:
        touching = [one for one in found if one.start < label["end"] and label["start"] < one.end]
        read = next((one for one in touching if value_fits(label, one)), None)
        count["labelled"] += 1
        count["value"] += read is not None
        if read is None:
            wrong.append(f"{label['text']}: {[told(one) for one in touching]}")
            continue
        right = unit_fits(label, read)
        count["unit"] += right
        bound = label["kind"] == "date" or read.comparator in (label["comparator"], *label.get("also", ()))
        count["comparator"] += bound
        if not (right and bound):
            wanted = f"{label['kind']} {label.get('value')} {label.get('unit')} {label['comparator']}"
            wrong.append(f"{label['text']} ({wanted}): {told(read)}")
        if "metric" in label:
            count["metrics"] += 1
            wanted_words, read_words = words(label["metric"]), words(read.metric or "")
            count["metric any"] += bool(wanted_words & read_words)
            count["metric all"] += wanted_words <= read_words
            if not wanted_words <= read_words:
                wrong.append(f"metric of {label['text']} ({label['metric']}): {read.metric}")
    for start, end in line["not_spans"]:
        count["traps"] += 1
        false = [one for one in found if one.start < end and start < one.end and one.problem is None
                 and one.kind not in ("date", "ordinal")]  # fmt: skip
        count["false"] += bool(false)
        wrong.extend(f"no figure: {told(one)}" for one in false)
    return wrong


def told(mention: Mention) -> str:
    """One mention in a line."""
    value = mention.date or (mention.value if mention.low is None else f"{mention.low}..{mention.high}")
    return f"{mention.text!r} {mention.kind} {value} {mention.unit} {mention.comparator}"


@pytest.fixture(scope="module")
def shares() -> dict[str, dict[str, float]]:
    """What part of the labels of each half is read right, by aspect."""
    table = {}
    for split in ("tune", "held_out"):
        count: Counter[str] = Counter()
        for line in LINES:
            if line["split"] != split:
                continue
            wrong = judge(line, count)
            if split == "tune" and wrong:
                print(f"{line['id']} {line['text']}", *wrong, sep="\n    ")
        table[split] = {aspect: count[aspect] / count["labelled"] for aspect in ("value", "unit", "comparator")} | {
            aspect: count[aspect] / count["metrics"] for aspect in ("metric any", "metric all")
        }
        shown = ", ".join(f"{aspect} {share:.1%}" for aspect, share in table[split].items())
        print(f"{split:9} {count['labelled']} labels: {shown}; {count['false']} of {count['traps']} traps read")
    return table


@pytest.mark.parametrize("split", FLOORS)
def test_every_aspect_is_read(shares: dict[str, dict[str, float]], split: str) -> None:
    for aspect, floor in FLOORS[split].items():
        assert shares[split][aspect] >= floor, aspect
    assert len(LINES) > 400


def test_offsets_match_the_text() -> None:
    for line in LINES:
        assert line["mentions"] or line["not"]
        for label in line["mentions"]:
            assert line["text"][label["start"] : label["end"]] == label["text"]
        assert [line["text"][start:end] for start, end in line["not_spans"]] == line["not"]
