"""Scores the reader on our own corpus: sentences written and labelled without looking at the reader.

Half of it ("tune") was open while the reader was tuned, the other half ("held_out") was not: its failing texts are
never printed, only counted.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.reading import Mention, figures
from extractors.reading.finding.counted import same_count

FOLDER = Path(__file__).parent / "mentions"
Case = dict[str, Any]

# The corpus and the reader name these counters with different words for the same thing.
SAME_UNIT = {
    "multiple": {"fold", "time"},
    "occurrence": {"time", "visit"},
    "kilowatt-hour": {"kilowatt hour"},
    "year": {"year", "year old"},
    "person": {"person", "respondent", "employee", "student", "user", "customer"},  # the reader keeps who they are
    # What a noun or a counter of its own tells more exactly.
    "item": {
        "item",
        "case",
        "job",
        "project",
        "product",
        "model",
        "patent",
        "token",
        "bag",
        "bottle",
        "box",
        "cup",
        "bed",
    }
    | {"level", "animal", "town", "institution", "page", "building", "ship", "aircraft", "table", "store", "school"},
    "place": {"place", "city", "town", "city and county", "store"},
    "case": {"item", "case"},
    "rank": {"place"},
    "class": {"item"},
    "institution": {"item"},
}
# A convention of ours (docs/reading-conventions.md): 近 and "nearly" say less than, where the labels say about.
NEARLY = ("近", "將近", "将近", "接近", "nearly", "almost", "close to", "거의")
# What is reached, less a little: a change that loses more than that is a step back.
FLOORS = {
    ("tune", "en"): 0.90, ("tune", "zh-Hant"): 0.98, ("tune", "zh-Hans"): 0.98, ("tune", "ko"): 0.97,
    ("held_out", "en"): 0.83, ("held_out", "zh-Hant"): 0.90, ("held_out", "zh-Hans"): 0.91, ("held_out", "ko"): 0.90,
}  # fmt: skip


def cases(split: str) -> Iterator[Case]:
    """The sentences of one half."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case: Case = json.loads(line)
            if case["split"] == split:
                yield case


def read(case: Case) -> list[Mention]:
    """What the reader finds, told no more than the case gives."""
    return figures(case["text"], case["language"], currency=case.get("currency"))


def near(wanted: str | None, got: Decimal | None) -> bool:
    """The same value, as far as the label prints a fraction's decimals."""
    if wanted is None or got is None:
        return False
    return abs(Decimal(wanted) - got) <= abs(Decimal(wanted)) * Decimal("1e-8")


def unit_fits(wanted: str | None, got: str | None) -> bool:
    """The same unit, perhaps by another word; a label without a unit asks for none."""
    return wanted is None or same_count(got, wanted) or got in SAME_UNIT.get(wanted, ())


def date_fits(wanted: str, got: str | None) -> bool:
    """A quarter without its year is labelled Q2 and read --Q2, which is the same."""
    if got is None:
        return False
    first, _, last = got.partition("/")
    if re.fullmatch(r"\d{4}/\d{4}", got) and int(last) == int(first) + 1:
        got = first  # a school year is labelled by the year in which it starts
    if re.fullmatch(r"\d{3}0/\d{3}9", got):
        got = first[:3] + "X"
    return got.replace("--Q", "Q").removeprefix("--") == wanted.removeprefix("--")


def fits(wanted: Case, got: Mention) -> bool:
    """Whether a mention is read as labelled: its kind, value, unit, comparator and date."""
    kind = wanted["kind"]
    if kind == "date":
        return got.kind == "date" and date_fits(wanted["date"], got.date)
    if kind == "range" and wanted.get("unit") == "date":
        return date_fits(f"{wanted['low']}/{wanted['high']}", got.date)
    nearly = got.comparator == "<" and wanted["comparator"] == "~" and got.text.lower().startswith(NEARLY)
    if got.comparator != wanted["comparator"] and not nearly:
        return False
    if kind == "range":
        ends = near(wanted["low"], got.low) and near(wanted["high"], got.high)
        return got.kind == "range" and ends and unit_fits(wanted.get("unit"), got.unit)
    if kind == "fraction" and got.kind == "percent" and got.value is not None:
        return near(wanted["value"], got.value / 100)  # 千分之三 is 0.3%
    aged = kind == "duration" and got.unit == "year old" and got.kind == "quantity"
    same_kind = got.kind == kind or aged
    return same_kind and near(wanted["value"], got.value) and unit_fits(wanted.get("unit"), got.unit)


def overlaps(start: int, end: int, mention: Mention) -> bool:
    """Whether a mention shares a character with the stretch."""
    return mention.start < end and start < mention.end


def judge(case: Case) -> tuple[list[str], list[str]]:
    """What is missed or misread, and what is read that is no figure, each in words."""
    found = read(case)
    wrong = []
    for wanted in case["mentions"]:
        touching = [mention for mention in found if overlaps(wanted["start"], wanted["end"], mention)]
        if not any(fits(wanted, mention) for mention in touching):
            wrong.append(f"{told(wanted)} | {[told_mention(mention) for mention in touching]}")
    false = []
    for mention in found:
        labelled = any(overlaps(wanted["start"], wanted["end"], mention) for wanted in case["mentions"])
        if not labelled and any(overlaps(start, end, mention) for start, end in case["not_spans"]):
            false.append(f"no figure | {told_mention(mention)}")
    return wrong, false


def told(wanted: Case) -> str:
    return " ".join(str(wanted[key]) for key in ("text", "kind", "value", "low", "high", "unit", "comparator", "date")
                    if key in wanted)  # fmt: skip


def told_mention(mention: Mention) -> str:
    value = mention.date or (mention.value if mention.low is None else f"{mention.low}..{mention.high}")
    return f"{mention.text} {mention.kind} {value} {mention.unit} {mention.comparator}"


@pytest.fixture(scope="module")
def scores() -> dict[tuple[str, str], Counter[str]]:
    """Right, labelled and false readings of each half and language."""
    table: dict[tuple[str, str], Counter[str]] = {}
    for split in ("tune", "held_out"):
        for case in cases(split):
            count = table.setdefault((split, case["language"]), Counter())
            wrong, false = judge(case)
            count["labelled"] += len(case["mentions"])
            count["right"] += len(case["mentions"]) - len(wrong)
            count["false"] += len(false)
            if split == "tune":
                for line in wrong + false:
                    print(f"{case['id']}  {case['text']}\n    {line}")
    for (split, language), count in sorted(table.items()):
        share = count["right"] / count["labelled"]
        print(f"{split:9} {language:8} {count['right']:4} of {count['labelled']:4} right ({share:.1%}), "
              f"{count['false']} read that are no figures")  # fmt: skip
    return table


def test_the_corpus_is_large_enough(scores: dict[tuple[str, str], Counter[str]]) -> None:
    assert sum(count["labelled"] for count in scores.values()) >= 600
    assert {language for _, language in scores} == {"en", "ko", "zh-Hans", "zh-Hant"}


@pytest.mark.parametrize(("half", "floor"), FLOORS.items())
def test_as_many_mentions_are_read_right(
    scores: dict[tuple[str, str], Counter[str]], half: tuple[str, str], floor: float
) -> None:
    count = scores[half]
    assert count["right"] / count["labelled"] >= floor


def test_what_is_no_figure_is_left_alone(scores: dict[tuple[str, str], Counter[str]]) -> None:
    assert sum(count["false"] for (split, _), count in scores.items() if split == "tune") <= 3
    assert sum(count["false"] for (split, _), count in scores.items() if split == "held_out") <= 26
